"""Sheets as a PDF: what stands where on paper; each part begins a new page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from course_utils.plots.font import font_status
from course_utils.plots.style import COLOURS, INK, SOFT
from course_utils.shape_trainer.question import Question
from course_utils.sheets import messages as says
from course_utils.sheets.paper import (
    A4,
    LINE_HEIGHT,
    MARGIN,
    Lettering,
    PaperBlock,
    as_code,
    beside,
    line_of,
    make_pdf,
    pages_of,
    set_paragraph,
    stacked,
    width_of,
)
from course_utils.sheets.sheet import Sheet, lettered
from course_utils.text import Text

TITLE_STYLE = Lettering("text", 16, INK)
BODY_STYLE = Lettering("text", 10.5, INK)
NOTE_STYLE = Lettering("text", 9.5, SOFT)
FOOT_STYLE = Lettering("text", 8.5, SOFT)
_CODE = Lettering("code", 8.5, INK)
_LABEL = as_code(BODY_STYLE)
_NUMBER = Lettering("strong", 10.5, COLOURS["hidden"])
_LETTER = Lettering("strong", 9.5, INK)
_OTHER = Lettering("text", 9.5, SOFT)
TEXT_WIDTH = A4[0] - 2 * MARGIN
_INDENT = 28.0
_LETTER_INDENT = 18.0
_PAD = 6.0
_GAP = 15.0
_KEYS = 10
_SPACE = "_" * 26


def draw_pdf(sheets: Sequence[Sheet], command: str = "") -> bytes:
    """The sheets as a PDF, with their answers if `command` is given.

    Raises a `ValueError` without the Chinese font.
    """
    status = font_status()
    if not status.ok:
        raise ValueError(str(status.message))
    parts = [(sheet.title, [*_question_blocks(sheet)]) for sheet in sheets]
    if command:
        parts += [
            (says.ANSWERS_TITLE.format(title=sheet.title), [*_key(sheet, command)])
            for sheet in sheets
        ]
    pages = [page for title, blocks in parts for page in _pages(title, blocks)]
    return make_pdf(pages, str(sheets[0].title), FOOT_STYLE)


def _pages(
    title: Text, blocks: Iterable[PaperBlock]
) -> Iterator[tuple[PaperBlock, str]]:
    pages = list(pages_of(blocks, _GAP))
    for number, page in enumerate(pages, 1):
        foot = says.PAGE.format(title=title, page=number, pages=len(pages))
        yield page, str(foot)


# ---------------------------------------------------------------- questions


def _question_blocks(sheet: Sheet) -> Iterator[PaperBlock]:
    name, date = (each.format(space=_SPACE) for each in (says.NAME, says.DATE))
    yield stacked(
        [
            set_paragraph(str(sheet.title), TITLE_STYLE, TEXT_WIDTH),
            set_paragraph(f"{name}   {date}", BODY_STYLE, TEXT_WIDTH),
            set_paragraph(
                str(says.INTRO.format(count=len(sheet.questions))),
                NOTE_STYLE,
                TEXT_WIDTH,
            ),
        ],
        _PAD,
    )
    for number, question in enumerate(sheet.questions, 1):
        yield numbered(number, _asked(question))


def numbered(number: int, block: PaperBlock) -> PaperBlock:
    """A block with a number at the left of its first line."""
    label = line_of([(f"{number}", _NUMBER)], BODY_STYLE.size * LINE_HEIGHT)
    moved = block.moved(_INDENT, 0)
    return PaperBlock(moved.height, (*label.spans, *moved.spans), moved.shades)


def _asked(question: Question) -> PaperBlock:
    width = TEXT_WIDTH - _INDENT
    words = set_paragraph(str(question.words), BODY_STYLE, width)
    return stacked([_code(question.code, width), words, _choices(question)], _PAD)


def _code(code: str, width: float) -> PaperBlock:
    lines = (
        line_of([(line, _CODE)], _CODE.size * LINE_HEIGHT) for line in code.split("\n")
    )
    block = stacked(lines).moved(_PAD, _PAD / 2)
    height = block.height + _PAD / 2
    return PaperBlock(height, block.spans, ((0, 0, width, height),))


def _choices(question: Question) -> PaperBlock:
    """In as few rows as their widths allow: four, two or one in a row."""
    widest = max(width_of(one.label, _LABEL) for one in question.choices)
    room = TEXT_WIDTH - _INDENT
    columns = next(
        n for n in (4, 2, 1) if n == 1 or _LETTER_INDENT + widest + _PAD < room / n
    )
    rows: list[PaperBlock] = []
    pairs = lettered(question)
    for start in range(0, len(pairs), columns):
        spans = [
            span
            for column, (letter, choice) in enumerate(pairs[start : start + columns])
            for span in _choice(letter, choice.label, column * room / columns).spans
        ]
        rows.append(PaperBlock(BODY_STYLE.size * LINE_HEIGHT, tuple(spans)))
    return stacked(rows)


def _choice(letter: str, label: str, x: float) -> PaperBlock:
    height = BODY_STYLE.size * LINE_HEIGHT
    mark = line_of([(letter, _LETTER)], height)
    words = line_of([(label, _LABEL)], height).moved(_LETTER_INDENT, 0)
    return PaperBlock(height, (*mark.spans, *words.spans)).moved(x, 0)


# ---------------------------------------------------------------- answers


def _key(sheet: Sheet, command: str) -> Iterator[PaperBlock]:
    title = says.ANSWERS_TITLE.format(title=sheet.title)
    yield stacked(
        [
            set_paragraph(str(title), TITLE_STYLE, TEXT_WIDTH),
            set_paragraph(
                str(says.AGAIN.format(command=command)), NOTE_STYLE, TEXT_WIDTH
            ),
            _key_table(sheet.key),
        ],
        _PAD,
    )
    for number, question in enumerate(sheet.questions, 1):
        yield numbered(number, stacked(_reasons(question), 2))


def _key_table(key: Sequence[str]) -> PaperBlock:
    """The letters of the right choices, ten in a row."""
    rows = -(-len(key) // _KEYS)
    height = BODY_STYLE.size * LINE_HEIGHT
    cells = [
        line_of([(f"{place + 1} ", _OTHER), (letter, _LETTER)], height).moved(
            place % _KEYS * TEXT_WIDTH / _KEYS, place // _KEYS * height
        )
        for place, letter in enumerate(key)
    ]
    return beside(PaperBlock(rows * height), *cells)


def _reasons(question: Question) -> Iterator[PaperBlock]:
    """The right choice first, then what each wrong one confuses."""
    right_first = sorted(lettered(question), key=lambda pair: not pair[1].right)
    for letter, choice in right_first:
        style = BODY_STYLE if choice.right else _OTHER
        mark = line_of([(letter, _LETTER._replace(colour=style.colour))], 0)
        text = says.REASON.format(label=choice.label, why=choice.why)
        words = set_paragraph(str(text), style, TEXT_WIDTH - _INDENT - _LETTER_INDENT)
        spans = (one._replace(y=words.spans[0].y) for one in mark.spans)
        moved = words.moved(_LETTER_INDENT, 0)
        yield PaperBlock(words.height, (*spans, *moved.spans))
