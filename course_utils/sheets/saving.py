"""Sheets in a file: a later sheet may take its place, as long as nobody changed it.

The last line is a comment with the checksum of all above it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from course_utils.files import make_folder, read_whole, write_atomically
from course_utils.sheets import messages as says
from course_utils.sheets.markdown import show_markdown
from course_utils.sheets.page import show_sheet_page
from course_utils.sheets.sheet import Sheet
from course_utils.text import join

_MAKER = "course sheet"


def save_sheets(path: Path, sheets: Sequence[Sheet], command: str = "") -> None:
    """Write the sheets in the format that the name of the file says.

    With their answers if the `command` that makes them is given. Raises what
    `check_sheet_file` does, and a `FileError`.
    """
    check_sheet_file(path)
    content, comment = _FORMATS[path.suffix.lower()]
    make_folder(path.parent)
    write_atomically(path, sign(content(sheets, command), comment))


def check_sheet_file(path: Path) -> None:
    """Raise a `ValueError` unless a sheet may be written to `path`."""
    if path.suffix.lower() not in _FORMATS:
        formats = join(_FORMATS)
        raise ValueError(str(says.NO_SUCH_FORMAT.format(formats=formats, path=path)))
    if os.path.lexists(path) and not is_signed(read_whole(path)):
        raise ValueError(str(says.NOT_OURS.format(path=path)))


def sign(content: bytes, comment: str, maker: str = _MAKER) -> bytes:
    """`content`, which ends a line, and a line that tells whether it is changed.

    maker: the command that has made it
    """
    return content + comment.format(mark=_mark_of(content, maker)).encode() + b"\n"


def is_signed(content: bytes, maker: str = _MAKER) -> bool:
    """Whether `content` was signed by `maker`, and nobody has changed it since."""
    body, end, last = content.removesuffix(b"\n").rpartition(b"\n")
    return _mark_of(body + end, maker).encode() in last


def _mark_of(content: bytes, maker: str) -> str:
    return f"{maker} {sha256(content).hexdigest()}"


def _markdown(sheets: Sequence[Sheet], command: str) -> bytes:
    return show_markdown(sheets, command).encode()


def _page(sheets: Sequence[Sheet], command: str) -> bytes:
    return show_sheet_page(sheets, command).encode()


def _pdf(sheets: Sequence[Sheet], command: str) -> bytes:
    from course_utils.sheets.pdf import draw_pdf  # loads matplotlib

    return draw_pdf(sheets, command)


_HIDDEN = "<!-- {mark} -->"
_FORMATS: dict[str, tuple[Callable[[Sequence[Sheet], str], bytes], str]] = {
    ".md": (_markdown, _HIDDEN),
    ".html": (_page, _HIDDEN),
    ".pdf": (_pdf, "% {mark}"),
}
"""By ending: what makes the content, and how a comment looks."""
