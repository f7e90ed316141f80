"""A site in a folder: a later one takes its place, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from course_utils.files import in_words, make_folder
from course_utils.site.words import NOT_A_SITE
from course_utils.written_files import WrittenFiles

LIST_OF_FILES = ".course-site.json"


def check_site_folder(folder: Path) -> None:
    """Make the folder, and raise a `ValueError` unless a site may be written there.

    Raises a `FileError` where no file can be written.
    """
    written = _written_in(folder)
    with in_words(folder):
        in_use = folder.is_dir() and any(folder.iterdir())
    if in_use and not written.has_list:
        raise ValueError(str(NOT_A_SITE.format(folder=folder)))
    written.check(written.paths)
    make_folder(folder)


def save_site(folder: Path, site: Mapping[str, bytes]) -> None:
    """Write the files of a site, and remove what an older one had besides.

    Raises a `ValueError`, and changes nothing, if the folder holds something else or
    one of the files was changed; a `FileError`.
    """
    check_site_folder(folder)
    written = _written_in(folder)
    written.write(site)
    written.remove(written.paths - site.keys())


def _written_in(folder: Path) -> WrittenFiles:
    return WrittenFiles(folder, LIST_OF_FILES, "course site")
