"""Slides in files: a later one takes the place of one that nobody has changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from course_utils.files import make_folder, read_whole, write_atomically
from course_utils.sheets.saving import is_signed, sign
from course_utils.slides import messages as says
from course_utils.slides.printing import print_pdf
from course_utils.text import Language

MAKER = "course slides"
_COMMENTS: Mapping[str, str] = {".html": "<!-- {mark} -->", ".pdf": "% {mark}"}
"""By ending: how a comment looks."""


def slide_file(folder: Path, slug: str, lang: Language, ending: str = ".html") -> Path:
    """Where the slides of a lesson go; a `ValueError` if something else is there."""
    path = folder / f"{slug}.{lang}{ending}"
    if os.path.lexists(path) and not is_signed(read_whole(path), MAKER):
        raise ValueError(str(says.NOT_OUR_SLIDES.format(path=path)))
    return path


def save_slides(path: Path, page: str) -> None:
    """Write a page of slides; raises `FileError`."""
    make_folder(path.parent)
    write_atomically(path, sign(page.encode(), _COMMENTS[path.suffix], MAKER))


def save_printed(path: Path, page: Path) -> None:
    """Print the page of slides in a file into a PDF; `ValueError`, `FileError`."""
    printed = print_pdf(page).rstrip(b"\n") + b"\n"
    write_atomically(path, sign(printed, _COMMENTS[path.suffix], MAKER))
