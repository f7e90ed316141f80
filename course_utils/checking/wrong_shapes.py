"""How a wrong shape differs from the right one."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking import difference_messages as say
from course_utils.checking import messages
from course_utils.checking.compare import close, is_numeric
from course_utils.text import Text

_Shape = tuple[int, ...]


def describe_shape(expected: Any, found: Any, part: str = "") -> tuple[str, Text]:
    """A name and a sentence: both shapes, and what is missing or too much.

    `part` is the name of the part of a tuple that this is about.
    """
    wanted, got = np.shape(expected), np.shape(found)
    words = {"expected": wanted, "found": got, "part": part}
    text = messages.WRONG_SHAPE_OF_PART if part else messages.WRONG_SHAPE
    text = text.format(**words)
    if is_numeric(expected) and is_numeric(found):
        piece = _right_piece(np.asarray(expected), np.asarray(found))
        if piece is not None:
            return piece[0], say.SHAPE_AND_HOW.format(shape=text, how=piece[1])
    how = _how(wanted, got)
    if how is None:
        return "wrong_shape", text
    name, more = how
    if _same_values(expected, found):
        more = say.VALUES_RIGHT.format(how=more)
    return name, say.SHAPE_AND_HOW.format(shape=text, how=more)


def _right_piece(expected: np.ndarray, found: np.ndarray) -> tuple[str, Text] | None:
    """Some of the right values and no others, or all of them in one row."""
    wanted, got = expected.shape, found.shape
    if not wanted or _one_more(got, wanted) == 1:  # a number; a dimension is gone
        return None
    if found.ndim == 1 < expected.ndim and _same_values(expected, found):
        return "in_one_row", say.IN_ONE_ROW
    if got in (wanted[1:], (1, *wanted[1:])) and len(expected) > 1:
        row = found.reshape(wanted[1:])
        one_short = len(got) == len(wanted) and len(expected) == 2
        for at, text in ((0, say.FIRST_ALONE), (-1, say.LAST_ALONE)):
            if close(expected[at], row).all() and (at or not one_short):
                return "one_alone", text.format(size=len(expected))
    off = [axis for axis, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b]
    if len(wanted) != len(got) or len(off) != 1 or wanted[off[0]] < got[off[0]]:
        return None
    axis, size = off[0], got[off[0]]
    if size and close(expected.take(range(size), axis), found).all():
        words = {"axis": axis, "got": size, "wanted": wanted[axis]}
        return "beginning_alone", say.BEGINNING_ALONE.format(**words)
    return None


def _how(wanted: _Shape, got: _Shape) -> tuple[str, Text] | None:
    if (size := _one_more(got, wanted)) is not None:
        return "dimension_gone", say.DIMENSION_GONE.format(size=size)
    if (size := _one_more(wanted, got)) is not None:
        return "dimension_too_many", say.DIMENSION_TOO_MANY.format(size=size)
    if len(wanted) != len(got):
        return None
    if sorted(wanted) == sorted(got):
        return "dimensions_exchanged", say.DIMENSIONS_EXCHANGED
    off = [axis for axis, (a, b) in enumerate(zip(wanted, got, strict=True)) if a != b]
    if len(off) == 1:
        axis = off[0]
        return _longer(axis, wanted[axis], got[axis])
    return None


def _longer(axis: int, wanted: int, got: int) -> tuple[str, Text]:
    words = {"axis": axis, "wanted": wanted, "got": got}
    if got == wanted + 1:
        return "one_too_many", say.ONE_TOO_MANY.format(**words)
    if got == wanted - 1:
        return "one_too_few", say.ONE_TOO_FEW.format(**words)
    text = say.LONGER if got > wanted else say.SHORTER
    return "too_long" if got > wanted else "too_short", text.format(**words)


def _one_more(short: _Shape, long: _Shape) -> int | None:
    """The size of the only dimension that `long` has and `short` has not."""
    for place, size in enumerate(long):
        if long[:place] + long[place + 1 :] == short:
            return size
    return None


def _same_values(expected: Any, found: Any) -> bool:
    if np.size(expected) != np.size(found) or not is_numeric(expected):
        return False
    one, other = np.ravel(np.asarray(expected)), np.ravel(np.asarray(found))
    return bool(is_numeric(other) and close(one, other).all())
