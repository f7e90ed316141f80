"""A blind sheet in a file: Markdown, a web page or a PDF, as its name says."""

from __future__ import annotations

from html import escape
from pathlib import Path

from course_utils.sheets import messages as says
from course_utils.sheets.blind import BlindSheet, show_blind_sheet
from course_utils.sheets.page import web_page_of
from course_utils.sheets.saving import SHEET_COMMAND, check_sheet_file
from course_utils.written_files import write_signed


def save_blind_sheet(path: Path, sheet: BlindSheet, command: str = "") -> None:
    """Write the sheet as the name of the file says: Markdown, a web page or a PDF.

    With its answers if `command` is given. Raises what `check_sheet_file` does.
    """
    check_sheet_file(path)
    text = show_blind_sheet(sheet, command)
    kind = path.suffix.lower()
    if kind == ".pdf":
        from course_utils.sheets.blind_pdf import draw_blind_pdf  # loads matplotlib

        content = draw_blind_pdf(sheet, command)
    elif kind == ".html":
        content = web_page_of(text, escape(str(says.BLIND_TITLE))).encode()
    else:
        content = text.encode()
    write_signed(path, content, SHEET_COMMAND)
