"""A poem as a picture, for places that show no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from matplotlib import font_manager
from matplotlib.figure import Figure

from course_utils import plots
from course_utils.plots.style import COLOURS, INK, SOFT

_WIDTH, _HEIGHT = 0.6, 0.8
"""Inches that a character takes, with its reading below it."""
_MISSING = "〓"
"""What printers set where the type was missing; the font has no rarest characters."""


def draw_poem(card: Mapping[str, Any]) -> Figure:
    """The card of a poem (`studio_poem.card_of`): characters, pinyin, tones."""
    form, lines = card["form"], card["lines"]
    margins = {"left": 0.0, "right": 1.0, "bottom": 0.0, "top": 1.0}
    size = {"width": _WIDTH * (form + 1.5), "height": _HEIGHT * (len(lines) + 0.3)}
    fig, ax = plots.figure(**size, margins=margins)
    ax.set(xlim=(-1, form + 0.5), ylim=(len(lines) - 0.25, -0.55))
    ax.set_axis_off()
    for row, line in enumerate(lines):
        for column, cell in enumerate(line["cells"]):
            head = COLOURS["gradient"] if cell.get("head") else INK
            _write(ax, column, row, cell["character"], size=21, color=head)
            _write(ax, column, row + 0.36, cell["pinyin"], size=8, color=SOFT)
            _write(ax, column, row + 0.56, cell["tone"], size=7, color=SOFT)
        _write(ax, form - 0.1, row, line["end"], size=21, color=SOFT)
    return fig


def _write(ax: Any, x: float, y: float, text: str, **look: Any) -> None:
    if text and not _drawable().issuperset(map(ord, text)):
        text = _MISSING
    ax.text(x, y, text, gid=plots.AS_READ, ha="center", va="center", **look)


@cache
def _drawable() -> frozenset[int]:
    """Code points that the course's font has."""
    path = font_manager.findfont(plots.chinese_font())
    return frozenset(font_manager.get_font(path).get_charmap())
