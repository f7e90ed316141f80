"""Sheets in a file: a later sheet may take its place, as long as nobody changed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from course_utils.sheets import messages as says
from course_utils.sheets.markdown import show_markdown
from course_utils.sheets.page import show_sheet_page
from course_utils.sheets.sheet import Sheet
from course_utils.text import join
from course_utils.written_files import check_signed, write_signed

SHEET_COMMAND = "course sheet"


def save_sheets(path: Path, sheets: Sequence[Sheet], command: str = "") -> None:
    """Write the sheets in the format that the name of the file says.

    With their answers if the `command` that makes them is given. Raises what
    `check_sheet_file` does, and a `FileError`.
    """
    check_sheet_file(path)
    content = _FORMATS[path.suffix.lower()](sheets, command)
    write_signed(path, content, SHEET_COMMAND)


def check_sheet_file(path: Path) -> None:
    """Raise a `ValueError` unless a sheet may be written to `path`."""
    if path.suffix.lower() not in _FORMATS:
        formats = join(_FORMATS)
        raise ValueError(str(says.NO_SUCH_FORMAT.format(formats=formats, path=path)))
    check_signed(path, SHEET_COMMAND)


def _markdown(sheets: Sequence[Sheet], command: str) -> bytes:
    return show_markdown(sheets, command).encode()


def _page(sheets: Sequence[Sheet], command: str) -> bytes:
    return show_sheet_page(sheets, command).encode()


def _pdf(sheets: Sequence[Sheet], command: str) -> bytes:
    from course_utils.sheets.pdf import draw_pdf  # loads matplotlib

    return draw_pdf(sheets, command)


_FORMATS: dict[str, Callable[[Sequence[Sheet], str], bytes]] = {
    ".md": _markdown,
    ".html": _page,
    ".pdf": _pdf,
}
"""By ending: what makes the content."""
