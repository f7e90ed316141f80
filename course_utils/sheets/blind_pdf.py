"""A blind sheet as a PDF: poems two lines in a row, then the answers on a new page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from course_utils.plots.font import font_status
from course_utils.sheets import messages as says
from course_utils.sheets.blind import (
    BlindSheet,
    blind_about_answers,
    blind_answer,
    blind_introduction,
    lines_with_marks,
)
from course_utils.sheets.paper import (
    LINE_HEIGHT,
    PaperBlock,
    line_of,
    make_pdf,
    pages_of,
    set_paragraph,
    stacked,
)
from course_utils.sheets.pdf import (
    BODY_STYLE,
    FOOT_STYLE,
    NOTE_STYLE,
    TEXT_WIDTH,
    TITLE_STYLE,
    numbered,
)
from course_utils.text import Text

_INK_GAP = 13.0


def draw_blind_pdf(sheet: BlindSheet, command: str = "") -> bytes:
    """The sheet as a PDF; a `ValueError` without the Chinese font."""
    status = font_status()
    if not status.ok:
        raise ValueError(str(status.message))
    parts = [(says.BLIND_TITLE, [*_poem_blocks(sheet)])]
    if command:
        title = says.ANSWERS_TITLE.format(title=says.BLIND_TITLE)
        parts.append((title, [*_answer_blocks(sheet, title, command)]))
    pages = []
    for title, blocks in parts:
        some = list(pages_of(blocks, _INK_GAP))
        feet = (
            says.PAGE.format(title=title, page=number, pages=len(some))
            for number in range(1, len(some) + 1)
        )
        pages += list(zip(some, map(str, feet), strict=True))
    return make_pdf(pages, str(says.BLIND_TITLE), FOOT_STYLE)


def _poem_blocks(sheet: BlindSheet) -> Iterator[PaperBlock]:
    yield stacked(
        [
            set_paragraph(str(says.BLIND_TITLE), TITLE_STYLE, TEXT_WIDTH),
            set_paragraph(str(blind_introduction(sheet)), NOTE_STYLE, TEXT_WIDTH),
        ],
        4.0,
    )
    for number, poem in enumerate(sheet.poems, 1):
        rows = ["".join(pair) for pair in _in_twos(lines_with_marks(poem))]
        lines = [
            line_of([(row, BODY_STYLE)], BODY_STYLE.size * LINE_HEIGHT) for row in rows
        ]
        boxes = set_paragraph(str(says.BLIND_BOXES), NOTE_STYLE, TEXT_WIDTH)
        yield numbered(number, stacked([*lines, boxes]))


def _answer_blocks(
    sheet: BlindSheet, title: Text, command: str
) -> Iterator[PaperBlock]:
    about = [
        set_paragraph(str(one), NOTE_STYLE, TEXT_WIDTH)
        for one in blind_about_answers(sheet, command)
    ]
    yield stacked([set_paragraph(str(title), TITLE_STYLE, TEXT_WIDTH), *about], 4.0)
    for number, poem in enumerate(sheet.poems, 1):
        yield numbered(
            number, set_paragraph(str(blind_answer(poem)), BODY_STYLE, TEXT_WIDTH - 40)
        )


def _in_twos(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    return (lines[start : start + 2] for start in range(0, len(lines), 2))
