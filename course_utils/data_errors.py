"""What can go wrong with a corpus. Each message says what to do."""

from __future__ import annotations

from course_utils import data_messages as says
from course_utils.manifest import Archive


class DataError(ValueError):
    """A corpus cannot be fetched or prepared."""


class DataMissingError(DataError):
    """A corpus is not in the cache, or not whole; `course data` mends it."""


class FetchError(DataError):
    """A package client did not deliver the archive."""

    def __init__(self, archive: Archive, reason: str) -> None:
        message = says.NOT_FETCHED.format(
            package=archive.package,
            version=archive.version,
            client=archive.client,
            reason=reason,
        )
        super().__init__(str(message))
