"""A site in a folder: a later one takes its place, and nothing else is touched."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from course_utils.datasets.store import checksum
from course_utils.files import (
    FileMissingError,
    in_words,
    make_folder,
    read_json,
    read_whole,
    write_atomically,
    write_json,
)
from course_utils.site.words import CHANGED_SINCE, NOT_A_SITE

LIST_OF_FILES = ".course-site.json"
"""Checksums of all that was written here, by path."""


def check_site_folder(folder: Path) -> None:
    """Make the folder, and raise a `ValueError` unless a site may be written there.

    Raises a `FileError` where no file can be written.
    """
    known = _written_before(folder)
    with in_words(folder):
        in_use = folder.is_dir() and any(folder.iterdir())
    if known is None and in_use:
        raise ValueError(str(NOT_A_SITE.format(folder=folder)))
    for path, sums in (known or {}).items():
        _check_unchanged(folder / path, sums)
    make_folder(folder)


def save_site(folder: Path, site: Mapping[str, bytes]) -> None:
    """Write the files of a site, and remove what an older one had besides.

    Raises a `ValueError`, and changes nothing, if the folder holds something else or
    one of the files was changed; a `FileError`.
    """
    check_site_folder(folder)
    known = _written_before(folder) or {}
    for path in site.keys() - known.keys():
        _check_unchanged(folder / path, [])
    sums = {path: checksum(content) for path, content in site.items()}
    both = {path: [*known.get(path, []), sums[path]] for path in sums}
    write_json(folder / LIST_OF_FILES, known | both, indent=0)
    for path, content in site.items():
        make_folder((folder / path).parent)
        write_atomically(folder / path, content)
    for path in known.keys() - site.keys():
        (folder / path).unlink(missing_ok=True)
    done = {path: [each] for path, each in sums.items()}
    write_json(folder / LIST_OF_FILES, done, indent=0)


def _check_unchanged(path: Path, sums: list[str]) -> None:
    if os.path.lexists(path) and checksum(read_whole(path)) not in sums:
        raise ValueError(str(CHANGED_SINCE.format(path=path)))


def _written_before(folder: Path) -> dict[str, list[str]] | None:
    """What an earlier site wrote here; None if there was none. `NotJsonError`."""
    try:
        found = read_json(folder / LIST_OF_FILES)
        return {str(path): list(sums) for path, sums in dict(found).items()}
    except (FileMissingError, TypeError):  # or it is another program's list
        return None
