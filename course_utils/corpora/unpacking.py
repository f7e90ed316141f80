"""Read members of an archive: plain files only, within limits, nothing to disk."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO, cast

from course_utils.corpora import messages as says
from course_utils.datasets.errors import DataError
from course_utils.text import Text

LARGEST_ARCHIVE = 500_000_000
"""Bytes that an archive may unpack to at most; those of the course: 362 million."""
_RATIO = 20
_SMALL = 20_000_000


class _LimitedReader:
    """A file of which only so many bytes may be read."""

    def __init__(self, file: IO[bytes], largest: int) -> None:
        self._file = file
        self.left = largest

    def read(self, size: int) -> bytes:
        """As a file does; a `_TooLargeError` beyond the limit."""
        content = self._file.read(size)
        self.left -= len(content)
        if self.left < 0:
            raise _TooLargeError
        return content


class _TooLargeError(Exception):
    """More bytes than an archive may unpack to."""


def read_tar(
    file: IO[bytes], size: int, name: str, wanted: Callable[[str], bool]
) -> dict[str, bytes]:
    """The wanted members of a gzipped archive of `size` bytes, called `name`.

    Raises `DataError`: for one that is damaged, unpacks to far more than it is, or has
    members that lead elsewhere, come twice, or are no plain files.
    """
    largest = min(LARGEST_ARCHIVE, max(_SMALL, _RATIO * size))
    try:
        with gzip.open(file) as unzipped:
            limited = _LimitedReader(cast("IO[bytes]", unzipped), largest)
            # As a stream: one pass, although the members lie scattered.
            with tarfile.open(fileobj=cast("IO[bytes]", limited), mode="r|") as tar:
                return _read_members(tar, limited, name, wanted)
    except _TooLargeError as error:
        message = says.TOO_LARGE.format(file=name, largest=largest, size=size)
        raise DataError(str(message)) from error
    except (
        tarfile.TarError,
        gzip.BadGzipFile,
        zlib.error,
        EOFError,
        OverflowError,
        RecursionError,
        UnicodeError,
    ) as error:
        message = says.NO_ARCHIVE.format(file=name, reason=error)
        raise DataError(str(message)) from error


def _read_members(
    tar: tarfile.TarFile,
    limited: _LimitedReader,
    name: str,
    wanted: Callable[[str], bool],
) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for member in tar:
        if member.size > limited.left:
            raise _TooLargeError
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts:
            raise _odd(member.name, name, says.LEADS_ELSEWHERE)
        if not wanted(member.name):
            continue
        if member.name in contents:
            raise _odd(member.name, name, says.COMES_TWICE)
        extracted = tar.extractfile(member) if member.isreg() else None
        if extracted is None or member.issparse():
            raise _odd(member.name, name, says.NO_PLAIN_FILE)
        contents[member.name] = extracted.read()
    return contents


def _odd(member: str, file: str, what: Text) -> DataError:
    return DataError(str(says.ODD_MEMBER.format(member=member, file=file, what=what)))
