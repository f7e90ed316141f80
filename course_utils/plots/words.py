"""Pictures of a text whose words push a verdict one way or the other.

Lessons 08 and 09.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter

from course_utils.plots import figures
from course_utils.plots.font import chinese_font
from course_utils.plots.labels import AS_READ
from course_utils.plots.style import COLOURS, INK, PAPER, QUIET, SIGNED

LINE = 34.0
"""Ems a line of text may be wide."""
_LONGEST = 12
"""A longer word is cut: a line of one letter, a hundred times, is no word to read."""
_GAP, _HEIGHT = 0.3, 1.9
_MISSING = "□"


class WordPlace(NamedTuple):
    """Where a word stands: line from 0, and from where to where, in ems."""

    line: int
    left: float
    right: float


def lay_out_words(words: Sequence[str]) -> list[WordPlace]:
    """Words side by side, a new line where the next would not fit."""
    places, line, left = [], 0, 0.0
    for word in words:
        width = figures.text_width(word) + _GAP
        if left and left + width > LINE:
            line, left = line + 1, 0.0
        places.append(WordPlace(line, left, left + width))
        left += width + 0.1
    return places


def draw_verdict(ax: Axes, probability: float, before: float | None = None) -> None:
    """A scale from 0 to 1 and where the verdict stands; hollow: where it stood."""
    ax.hlines(0, 0, 1, color=QUIET, lw=1)
    ax.vlines(0.5, -0.5, 0.5, color=QUIET, lw=1)
    if before is not None:
        ax.plot([before, probability], [0, 0], color=COLOURS["hidden"], lw=2)
        ax.plot(before, 0, "o", ms=12, mec=COLOURS["hidden"], mfc=PAPER, mew=1.6)
    ax.plot(probability, 0, "o", ms=12, color=COLOURS["hidden"], clip_on=False)
    ax.set(xlim=(-0.02, 1.02), ylim=(-1, 1), yticks=[], xticks=[0, 0.25, 0.5, 0.75, 1])
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(axis="x", length=0)
    for x, name, side in ((0.0, "negative", "left"), (1.0, "positive", "right")):
        ax.text(x, 1.0, name, ha=side, va="bottom", color=INK, fontsize=12)


def draw_words(
    ax: Axes,
    words: Sequence[str],
    effects: np.ndarray,
    known: Sequence[bool],
    left_out: int | None = None,
) -> None:
    """Each word (N,) on the colour of its effect: blue up, orange down, 0 pale.

    Words that are not known are grey and underlined; the one left out is struck out.
    """
    shown = [drawable(word) for word in words]
    places = lay_out_words(shown)
    limit = max(1.0, float(np.abs(effects).max(initial=0.0)))
    for number, (word, place) in enumerate(zip(shown, places, strict=True)):
        out = number == left_out
        share = 0.5 + 0.5 * float(effects[number]) / limit
        draw_word(ax, word, place, share, known[number], out)
    ax.set(xlim=(-0.2, LINE + 0.4), ylim=(-_HEIGHT * num_lines(shown), 0.1))
    ax.axis("off")


def draw_word(
    ax: Axes, word: str, place: WordPlace, share: float, known: bool, out: bool
) -> None:
    """One word in its box; `share` is its place on the colour scale, 0 to 1."""
    top, width = -_HEIGHT * place.line, place.right - place.left
    colour = PAPER if out else SIGNED(share)
    ink = PAPER if known and not out and abs(share - 0.5) > 0.36 else INK
    box = Rectangle((place.left, top - 1.6), width, 1.6, fc=colour, lw=0)
    ax.add_patch(box)
    middle = (place.left + place.right) / 2, top - 0.8
    colour = ink if known and not out else QUIET
    style: dict[str, Any] = {"ha": "center", "va": "center", "parse_math": False}
    style["gid"] = AS_READ
    ax.text(*middle, word, color=colour, fontsize=size_of_word(ax), **style)
    if out or not known:
        y = top - (0.8 if out else 1.5)
        ax.hlines(y, place.left, place.right, color=QUIET, lw=1.2)


def size_of_word(ax: Axes) -> float:
    """The font size, in points, at which an em is one unit of the axes wide."""
    width, _ = figures.panel_size(ax)
    return 72 * width / (LINE + 0.6)


def words_figure(words: Sequence[str]) -> tuple[Figure, Any]:
    """A figure as high as the text needs: the verdict above, the words below."""
    width = 8.4
    em = 0.94 * width / (LINE + 0.6)  # inches
    text = em * _HEIGHT * num_lines([drawable(word) for word in words])
    height = 1.0 + text
    margins = {"left": 0.03, "right": 0.97, "bottom": 0.01, "top": 1 - 0.4 / height}
    return figures.figure(
        2,
        1,
        width=width,
        height=height,
        margins={**margins, "hspace": 0.7 / (0.15 + text / 2)},
        height_ratios=(0.25, max(text, 0.1)),
    )


def num_lines(words: Sequence[str]) -> int:
    """How many lines the words need, at least one."""
    return 1 + max((place.line for place in lay_out_words(words)), default=0)


def drawable(word: str) -> str:
    """The word as it can be drawn: shortened, a box for what no font has."""
    short = word if len(word) <= _LONGEST else word[: _LONGEST - 1] + "…"
    return "".join(one if ord(one) in _drawn() else _MISSING for one in short)


@cache
def _drawn() -> frozenset[int]:
    """The code points that the course's fonts can draw."""
    families = (chinese_font(), "DejaVu Sans")
    paths = [font_manager.findfont(family) for family in families]
    return frozenset().union(*(FT2Font(path).get_charmap() for path in paths))
