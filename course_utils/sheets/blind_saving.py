"""A blind sheet in a file: Markdown, a web page or a PDF, as its name says."""

from __future__ import annotations

from html import escape
from pathlib import Path

from course_utils.files import make_folder, write_atomically
from course_utils.sheets import messages as says
from course_utils.sheets.blind import BlindSheet, show_blind_sheet
from course_utils.sheets.page import web_page_of
from course_utils.sheets.saving import check_sheet_file, sign


def save_blind_sheet(path: Path, sheet: BlindSheet, command: str = "") -> None:
    """Write the sheet as the name of the file says: Markdown, a web page or a PDF.

    With its answers if `command` is given. Raises what `check_sheet_file` does.
    """
    check_sheet_file(path)
    make_folder(path.parent)
    text = show_blind_sheet(sheet, command)
    kind = path.suffix.lower()
    if kind == ".pdf":
        from course_utils.sheets.blind_pdf import draw_blind_pdf  # loads matplotlib

        content, comment = draw_blind_pdf(sheet, command), "% {mark}"
    elif kind == ".html":
        page = web_page_of(text, escape(str(says.BLIND_TITLE)))
        content, comment = page.encode(), "<!-- {mark} -->"
    else:
        content, comment = text.encode(), "<!-- {mark} -->"
    write_atomically(path, sign(content, comment))
