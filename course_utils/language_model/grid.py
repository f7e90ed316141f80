"""Poems as grids: a character, and where on the page it stands.

A regular poem needs no punctuation: its form says where lines end. So a poem is T ids
(T = lines x width), read line by line, and what a model is told beside the characters
is the place of the one it writes next: line, column, form, era.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from course_utils.datasets.loaders import Poem
from course_utils.datasets.vocab import Vocabulary

Era = Literal["tang", "song"]
ERAS: tuple[Era, ...] = ("tang", "song")
PLACE_WIDTHS = (5, 7)
MAX_PART_LINES = 16
"""Longer poems are read in parts of this many lines."""

_NUM_LINE_IDS = 16
_COMMON_LINES = (4, 8)


class PoemShape(NamedTuple):
    """What poems of one batch share."""

    width: int
    num_lines: int
    first_line: int = 0
    is_part: bool = False

    @property
    def num_steps(self) -> int:
        """T: the characters of a poem."""
        return self.width * self.num_lines


@dataclass(frozen=True)
class PlaceSizes:
    """How many lines, columns, forms and eras `place_ids` tells apart."""

    lines: int = _NUM_LINE_IDS
    columns: int = sum(PLACE_WIDTHS)
    forms: int = len(PLACE_WIDTHS) * (len(_COMMON_LINES) + 1)
    eras: int = len(ERAS)


@dataclass(frozen=True)
class Grid:
    """N poems of one shape: ids (N, T) int32 and the era of each (N,) int8."""

    shape: PoemShape
    ids: np.ndarray
    eras: np.ndarray

    def take(self, rows: np.ndarray) -> Grid:
        """The poems at `rows` (B,)."""
        return Grid(self.shape, self.ids[rows], self.eras[rows])


def place_ids(shape: PoemShape) -> np.ndarray:
    """Line, column and form of each character of a shape: (T, 3).

    Lines after the sixteenth count as the fifteenth or sixteenth, odd or even, since
    a couplet is what repeats in a long poem.
    """
    width, num_lines, first_line, is_part = shape
    if width not in PLACE_WIDTHS:
        raise ValueError(f"expected lines of {PLACE_WIDTHS} characters, found {width}")
    lines = np.arange(first_line, first_line + num_lines)
    late = lines >= _NUM_LINE_IDS
    lines = np.where(late, _NUM_LINE_IDS - 2 + lines % 2, lines)
    columns = np.arange(width) + (0 if width == PLACE_WIDTHS[0] else PLACE_WIDTHS[0])
    length = len(_COMMON_LINES)
    if num_lines in _COMMON_LINES and not is_part:
        length = _COMMON_LINES.index(num_lines)
    form = PLACE_WIDTHS.index(width) * (len(_COMMON_LINES) + 1) + length
    places = np.empty((num_lines, width, 3), dtype=np.int64)
    places[..., 0] = lines[:, None]
    places[..., 1] = columns
    places[..., 2] = form
    return places.reshape(-1, 3)


def encode_poems(
    poems: Sequence[tuple[Poem, Era]], vocabulary: Vocabulary
) -> list[Grid]:
    """All poems as grids, one a shape; longer ones in parts of MAX_PART_LINES."""
    texts: dict[PoemShape, list[str]] = defaultdict(list)
    eras: dict[PoemShape, list[int]] = defaultdict(list)
    for poem, era in poems:
        for shape, text in _parts(poem.lines):
            texts[shape].append(text)
            eras[shape].append(ERAS.index(era))
    number_of = _numbers_of_codes(vocabulary)
    grids = []
    for shape in sorted(texts):
        rows = number_of[_codes("".join(texts[shape]))].reshape(-1, shape.num_steps)
        grids.append(Grid(shape, rows, np.array(eras[shape], np.int8)))
    return grids


def _numbers_of_codes(vocabulary: Vocabulary) -> np.ndarray:
    """The id of every character there is: no loop over millions of characters."""
    characters = [one for one in vocabulary.symbols if len(one) == 1]
    numbers = np.full(sys.maxunicode + 1, vocabulary.unknown_id, np.int32)
    numbers[_codes("".join(characters))] = vocabulary.encode(characters)
    return numbers


def _codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _parts(lines: Sequence[str]) -> Iterator[tuple[PoemShape, str]]:
    is_part = len(lines) > MAX_PART_LINES
    for start in range(0, len(lines), MAX_PART_LINES):
        part = lines[start : start + MAX_PART_LINES]
        # Parts that no place tells apart may share a batch.
        first_line = min(start, _NUM_LINE_IDS)
        yield PoemShape(len(lines[0]), len(part), first_line, is_part), "".join(part)
