"""The table of `course bench poet`, for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

Cells = Mapping[str, float | None]
Line = tuple[object, ...]
_GAP = 12
_LABEL = 44


def aligned(line: Line, label_width: int = _LABEL) -> str:
    """A label and its figures, each in a column of its own."""
    label, *cells = map(str, line)
    padded = (" " * (_GAP - width_of(cell)) + cell for cell in cells)
    return "".join((label + " " * (label_width - width_of(label)), *padded)).rstrip()


def width_of(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
