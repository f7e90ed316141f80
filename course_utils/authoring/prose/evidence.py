"""Which numbers of the prose the cells around it show, and which are taken on trust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from course_utils.authoring.notebooks import Edition
from course_utils.authoring.prose.markdown import blocks_of
from course_utils.authoring.prose.numerals import Numeral, numerals
from course_utils.authoring.stored import IGNORE_OUTPUT

BEFORE, AFTER = 8, 3
"""How many cells before and after a sentence are looked through."""

_NUMBER = re.compile(r"(?<![\w.])\d[\d_,]*(?:\.\d+)?(?:e[+-]?\d+)?")


def unproved(notebook: Edition) -> Iterator[tuple[int, str]]:
    """(cell, number): written in digits, and shown by no code, output or formula near.

    Shown is what rounds to it as it is written: also as percent of a share, as its
    rest, or in thousands.
    """
    shown = [_shown(cell) for cell in notebook.cells]
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            near = shown[max(0, number - 1 - BEFORE) : number + AFTER]
            values = frozenset().union(*near)
            for block in blocks_of(cell.source):
                for one in numerals(block.text, notebook.language):
                    if one.in_digits and not _is_shown(one, values):
                        yield number, f"{one.value:g}"


def _shown(cell: Any) -> frozenset[float]:
    """The numbers in code, in outputs that are compared, and in formulas."""
    if cell.cell_type == "markdown":
        texts = [
            text.replace("\\,", "")
            for block in blocks_of(cell.source)
            for text in (*block.formulas, *block.code)
        ]
    else:
        texts = [cell.source]
        if IGNORE_OUTPUT not in cell.metadata.get("tags", ()):
            for output in cell.get("outputs", ()):
                texts.append(str(output.get("text", "")))
                texts.append(str(output.get("data", {}).get("text/plain", "")))
    return frozenset(value for text in texts for value in _numbers(text))


@cache
def _numbers(text: str) -> frozenset[float]:
    found = (each.replace("_", "").replace(",", "") for each in _NUMBER.findall(text))
    return frozenset(map(float, found))


def _is_shown(one: Numeral, values: frozenset[float]) -> bool:
    _, point, rest = one.written.partition(".")
    places = len(rest) - len(rest.lstrip("0123456789"))
    is_rounded = point or one.value >= 20  # small whole numbers are counted
    off = 0.5 * 10.0**-places if is_rounded else 0.0
    return any(
        abs(form - one.value) <= off + 1e-9 * one.value
        for value in values
        for form in (value, 100 * value, 1 - value, 100 - 100 * value, value / 1e3)
    )
