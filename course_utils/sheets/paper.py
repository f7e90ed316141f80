"""Paper: words measured, broken into lines and set on pages, which become a PDF.

Lengths are in points, 72 to the inch, from the upper left corner. `code` in backticks
is set as code. A line is broken at a blank or beside a Chinese character, but no line
begins with a closing mark or ends with an opening one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import NamedTuple

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course_utils.plots.font import chinese_font

A4 = (595.28, 841.89)
MARGIN = 56.0
LINE_HEIGHT = 1.5
"""Height of a line, in sizes of its letters."""
_SIZE_TO_MEASURE = 100
_CHINESE = r"\u2018-\u201f\u2014\u2026\u2e80-\u9fff\uff00-\uffef"
_WORD = re.compile(rf"[{_CHINESE}] *|[^ {_CHINESE}]+ *| +")
_CLOSING = re.compile(r"[,.:;?!)\]}，。：；？！）、」』》”’…]")
_OPENING = re.compile(r".*[(\[{（「『《“‘]", re.DOTALL)
_BESIDE_CHINESE = re.compile(rf"[{_CHINESE}]")


class Lettering(NamedTuple):
    """How words look: "text", "strong" (letters and digits alone) or "code"."""

    face: str
    size: float
    colour: str


class Ink(NamedTuple):
    """Words of one style at a place: `x` is their left end, `y` their baseline."""

    x: float
    y: float
    words: str
    style: Lettering


@dataclass(frozen=True)
class PaperBlock:
    """What the end of a page never tears apart; shades are (x, y, width, height)."""

    height: float
    spans: tuple[Ink, ...] = ()
    shades: tuple[tuple[float, float, float, float], ...] = ()

    def moved(self, x: float, y: float) -> PaperBlock:
        """Further to the right and down; `height` grows by the way down."""
        return PaperBlock(
            self.height + y,
            tuple(one._replace(x=one.x + x, y=one.y + y) for one in self.spans),
            tuple((x + a, y + b, w, h) for a, b, w, h in self.shades),
        )


def stacked(blocks: Iterable[PaperBlock], gap: float = 0.0) -> PaperBlock:
    """One block of several, each below the last."""
    whole = PaperBlock(-gap)
    for block in blocks:
        whole = beside(whole, block.moved(0, whole.height + gap))
    return whole


def beside(*blocks: PaperBlock) -> PaperBlock:
    """One block of several, which stand where they are."""
    return PaperBlock(
        max(block.height for block in blocks),
        tuple(span for block in blocks for span in block.spans),
        tuple(shade for block in blocks for shade in block.shades),
    )


# ---------------------------------------------------------------- words and lines


@cache
def font_of(face: str) -> font_manager.FontProperties:
    """The font of a face; raises `FontError` without the Chinese one."""
    if face == "text":
        return font_manager.FontProperties(family=[chinese_font(), "DejaVu Sans"])
    weight = "bold" if face == "strong" else "regular"
    family = "DejaVu Sans Mono" if face == "code" else "DejaVu Sans"
    return font_manager.FontProperties(family=[family], weight=weight)


@cache
def _advance(character: str, face: str) -> float:
    """How far a character moves the pen, in sizes of its letters."""
    font = font_manager.get_font(font_manager.findfont(font_of(face)))
    font.set_size(_SIZE_TO_MEASURE, 72)
    glyph = font.load_char(ord(character))
    return glyph.linearHoriAdvance / 65536 / _SIZE_TO_MEASURE


def width_of(words: str, style: Lettering) -> float:
    """How wide some words are."""
    return style.size * sum(_advance(each, style.face) for each in words)


SetWord = tuple[str, Lettering]


def units_of(text: str, style: Lettering) -> list[list[SetWord]]:
    """The pieces between which a line may be broken, each of words in one style."""
    units: list[list[SetWord]] = []
    for place, part in enumerate(text.split("`")):
        face = as_code(style) if place % 2 else style
        for word in _WORD.findall(part):
            if units and not _may_break(units[-1][-1][0], word):
                units[-1].append((word, face))
            else:
                units.append([(word, face)])
    return units


def as_code(style: Lettering) -> Lettering:
    """Code beside words of a style: a little smaller, because its letters are wide."""
    return style._replace(face="code", size=style.size * 0.92)


def _may_break(before: str, after: str) -> bool:
    if _CLOSING.match(after) or _OPENING.fullmatch(before.rstrip()):
        return False
    neighbours = before[-1] + after[0]
    return before.endswith(" ") or bool(_BESIDE_CHINESE.search(neighbours))


def set_paragraph(text: str, style: Lettering, width: float) -> PaperBlock:
    """Words broken into lines that are at most `width` wide."""
    lines: list[list[SetWord]] = [[]]
    left = width
    for unit in units_of(text, style):
        needed = sum(width_of(word, one) for word, one in unit)
        last, one = unit[-1]
        blank = width_of(last, one) - width_of(last.rstrip(), one)
        if lines[-1] and needed - blank > left:
            lines.append([])
            left = width
        lines[-1] += unit
        left -= needed
    return stacked(line_of(words, style.size * LINE_HEIGHT) for words in lines)


def line_of(words: Iterable[SetWord], height: float) -> PaperBlock:
    """Words one after the other; neighbours of one style are one span."""
    spans: list[Ink] = []
    x = 0.0
    for word, style in words:
        if spans and spans[-1].style == style:
            spans[-1] = spans[-1]._replace(words=spans[-1].words + word)
        else:
            spans.append(Ink(x, height * 0.7, word, style))
        x += width_of(word, style)
    return PaperBlock(height, tuple(spans))


# ---------------------------------------------------------------- pages


def pages_of(blocks: Iterable[PaperBlock], gap: float) -> Iterator[PaperBlock]:
    """Fill page after page; a block that none can hold has one to itself."""
    room = A4[1] - 2 * MARGIN
    page: list[PaperBlock] = []
    left = room
    for block in blocks:
        if page and block.height > left:
            yield stacked(page, gap)
            page, left = [], room
        page.append(block)
        left -= block.height + gap
    yield stacked(page, gap)


def make_pdf(
    pages: Sequence[tuple[PaperBlock, str]], title: str, foot: Lettering
) -> bytes:
    """Pages of A4, each with the words at its foot; the same bytes each time."""
    about = {"Title": title, "Creator": "course sheet", "CreationDate": None}
    file = BytesIO()
    # TrueType, so that words can be searched and copied.
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(file, metadata=about) as pdf:
        for page, words in pages:
            line = line_of([(words, foot)], foot.size)
            below = line.moved(0, A4[1] - 2 * MARGIN + 2 * foot.size)
            pdf.savefig(_figure_of(beside(page, below).moved(MARGIN, MARGIN)))
    return file.getvalue()


def _figure_of(page: PaperBlock) -> Figure:
    width, height = A4
    figure = Figure(figsize=(width / 72, height / 72))
    for x, y, w, h in page.shades:
        corner = x / width, 1 - (y + h) / height
        figure.add_artist(
            Rectangle(corner, w / width, h / height, color="#eef4f8", linewidth=0)
        )
    for x, y, words, style in page.spans:
        font = font_of(style.face).copy()
        font.set_size(style.size)
        figure.text(
            x / width,
            1 - y / height,
            words,
            color=style.colour,
            font=font,
            parse_math=False,
        )
    return figure
