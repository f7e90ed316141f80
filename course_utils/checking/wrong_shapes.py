"""How a wrong shape differs from the right one."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking import difference_messages as say
from course_utils.checking import messages
from course_utils.checking.compare import close, is_numeric
from course_utils.text import Text

_Shape = tuple[int, ...]


def describe_shape(expected: Any, found: Any) -> tuple[str, Text]:
    """A name and a sentence: both shapes, and what is missing or too much."""
    wanted, got = np.shape(expected), np.shape(found)
    text = messages.WRONG_SHAPE.format(expected=wanted, found=got)
    how = _how(wanted, got)
    if how is None:
        return "wrong_shape", text
    name, more = how
    if _same_values(expected, found):
        more = say.VALUES_RIGHT.format(how=more)
    return name, say.SHAPE_AND_HOW.format(shape=text, how=more)


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
