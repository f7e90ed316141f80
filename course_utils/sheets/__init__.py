"""Sheets for a class: the shape trainer's questions, and poems to judge blind.

The answers stand apart.

Knows `shape_trainer`, `plots`; markdown-it for the page, matplotlib, inside a function,
for paper.
"""

from course_utils.sheets.blind import (
    BlindPoem,
    BlindSheet,
    show_blind_sheet,
)
from course_utils.sheets.blind_saving import save_blind_sheet
from course_utils.sheets.markdown import show_markdown
from course_utils.sheets.page import show_sheet_page
from course_utils.sheets.saving import check_sheet_file, save_sheets
from course_utils.sheets.sheet import SHEET_KINDS, SHEET_SEEDS, Sheet, choose_sheets

__all__ = [
    "SHEET_KINDS",
    "SHEET_SEEDS",
    "BlindPoem",
    "BlindSheet",
    "Sheet",
    "check_sheet_file",
    "choose_sheets",
    "save_blind_sheet",
    "save_sheets",
    "show_blind_sheet",
    "show_markdown",
    "show_sheet_page",
]
