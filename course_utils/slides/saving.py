"""Slides in files: a later one takes the place of one that nobody has changed."""

from __future__ import annotations

from pathlib import Path

from course_utils.slides.printing import print_pdf
from course_utils.text import Language
from course_utils.written_files import check_signed, write_signed

_COMMAND = "course slides"


def slide_file(folder: Path, slug: str, lang: Language, ending: str = ".html") -> Path:
    """Where the slides of a lesson go; a `ValueError` if something else is there."""
    path = folder / f"{slug}.{lang}{ending}"
    check_signed(path, _COMMAND)
    return path


def save_slides(path: Path, page: str) -> None:
    """Write a page of slides; raises `ValueError` as `slide_file` does, `FileError`."""
    write_signed(path, page.encode(), _COMMAND)


def save_printed(path: Path, page: Path) -> None:
    """Print the page of slides in a file into a PDF; `ValueError`, `FileError`."""
    write_signed(path, print_pdf(page).rstrip(b"\n") + b"\n", _COMMAND)
