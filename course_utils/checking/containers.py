"""The right values where they are not asked for: in another container or order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from itertools import permutations
from typing import Any

import numpy as np

from course_utils.checking import difference_messages as say
from course_utils.checking.compare import fitted, is_numeric, same, to_array
from course_utils.checking.feedback import Found
from course_utils.checking.plain import Odd, class_name
from course_utils.checking.showing import describe_value, tell_kinds_apart
from course_utils.text import join

_MANY = (np.ndarray, list, tuple)
_LAZY = ("generator", "map", "filter", "zip", "reversed", "enumerate")
_MOST_PARTS = 6


def part_name(key: Any, told: str) -> str:
    """Its name in the docstring, "-> dh (B, H), dW (H, E)", else its number.

    A shape may stand behind the last of several names: "-> h, c (B, H)".
    """
    if not isinstance(key, int):
        return f"`{key}`"
    known = _names_told(told)
    return f"{key + 1} (`{known[key]}`)" if known[key:] else str(key + 1)


def _names_told(told: str) -> list[str]:
    shapeless = re.sub(r"\([^()]*\)", "", told.rpartition("->")[2])
    names = [name.strip() for name in shapeless.split(",")]
    return names if all(map(str.isidentifier, names)) else []


def right_inside(expected: Any, found: Any) -> Found | None:
    """The right answer within what was returned, or values that belong in another."""
    return (
        _one_of_several(expected, found)
        or _in_a_dict(expected, found)
        or _dict_wanted(expected, found)
        or _as_text(expected, found)
        or _not_yet_a_list(expected, found)
        or _rows_of_unequal_length(expected, found)
        or _one_and_many(expected, found)
    )


def _one_of_several(expected: Any, found: Any) -> Found | None:
    one_number = is_numeric(expected) and not np.ndim(expected)
    if not isinstance(found, tuple if one_number else (list, tuple)):
        return None
    for place, each in enumerate(found, start=1):
        if same(expected, each):
            return Found("returns_more", say.FIRST_OF_MANY.format(place=place))
    shape = getattr(to_array(expected), "shape", ())
    alike = all(_has_shape(each, shape) for each in found)
    several = isinstance(found, tuple) and all(map(_is_array, found))
    if shape and len(found) > 1 and (alike or several):
        text = say.SEVERAL_FOR_ONE.format(found=len(found))
        return Found("returns_more", text)
    return None


def _is_array(value: Any) -> bool:
    return isinstance(to_array(value), np.ndarray) and np.ndim(to_array(value)) > 0


def _has_shape(value: Any, shape: tuple[int, ...]) -> bool:
    return is_numeric(to_array(value)) and np.shape(to_array(value)) == shape


def _in_a_dict(expected: Any, found: Any) -> Found | None:
    if not isinstance(found, Mapping) or isinstance(expected, Mapping):
        return None
    for key, value in found.items():
        if same(expected, fitted(expected, value)):
            text = say.ONE_OF_A_DICT.format(key=describe_value(key))
            return Found("returns_dict", text)
    if same(expected, fitted(expected, [*found.values()])):
        return Found("returns_dict", say.VALUES_OF_A_DICT)
    return None


def _dict_wanted(expected: Any, found: Any) -> Found | None:
    if not isinstance(expected, Mapping):
        return None
    keys = join(f"`{key}`" for key in expected)
    values = list(expected.values())
    if isinstance(found, _MANY) and same(values, fitted(values, found)):
        return Found("dict_wanted", say.VALUES_WITHOUT_KEYS.format(keys=keys))
    kind = class_name(type(found))
    return Found("wrong_type", say.DICT_WANTED.format(keys=keys, found=kind))


def _as_text(expected: Any, found: Any) -> Found | None:
    if isinstance(found, str) and is_numeric(expected) and not np.ndim(expected):
        with suppress(ValueError):  # of text that is no number
            number = float(found)
            if same(float(expected), number):
                kind = tell_kinds_apart(expected, found)[0]
                text = say.NUMBER_AS_TEXT.format(expected=kind)
                return Found("number_as_text", text)
    return None


def _not_yet_a_list(expected: Any, found: Any) -> Found | None:
    lazy = isinstance(found, Odd) and found.kind in _LAZY
    if lazy and isinstance(to_array(expected), (*_MANY, Set)):
        return Found("not_yet_a_list", say.GENERATOR.format(found=found.kind))
    return None


def _rows_of_unequal_length(expected: Any, found: Any) -> Found | None:
    shape = np.shape(to_array(expected)) if _is_array(expected) else ()
    if len(shape) < 2 or not isinstance(found, list):
        return None
    if not all(isinstance(row, (list, tuple)) or _is_array(row) for row in found):
        return None
    lengths = [len(row) for row in found]
    if len(set(lengths)) < 2:
        return None
    words = {"lengths": join(lengths[:_MOST_PARTS]), "expected": shape}
    text = say.ROWS_OF_UNEQUAL_LENGTH.format(**words)
    return Found("rows_of_unequal_length", text)


def _one_and_many(expected: Any, found: Any) -> Found | None:
    wanted = tell_kinds_apart(expected, found)[0]
    expected, found = to_array(expected), to_array(found)
    asks_for_many = isinstance(expected, (list, tuple)) or np.ndim(expected) > 0
    if asks_for_many and isinstance(found, (bool, np.bool_)):
        return Found("one_flag", say.ONE_FLAG.format(found=bool(found)))
    if asks_for_many and is_numeric(found) and not np.ndim(found):
        text = say.ONE_FOR_MANY.format(expected=wanted)
        return Found("one_for_many", text)
    if is_numeric(expected) and not np.ndim(expected) and isinstance(found, _MANY):
        text = say.MANY_FOR_ONE.format(expected=wanted)
        return Found("many_for_one", text)
    return None


def other_order(expected: Any, found: Any, told: str) -> Found | None:
    """The parts of a tuple are right, in another order."""
    if not (isinstance(expected, tuple) and isinstance(found, (list, tuple))):
        return None
    count = len(expected)
    if len(found) != count or not 1 < count <= _MOST_PARTS:
        return None
    order = _order(expected, found)
    if order is None:
        return None
    moved = [place for place in range(count) if order[place] != place]
    if len(moved) == 2:
        parts = join(part_name(place, told) for place in moved)
        return Found("parts_exchanged", say.PARTS_EXCHANGED.format(parts=parts))
    known = _names_told(told)
    names = [f"`{known[at]}`" if known[at:] else str(at + 1) for at in range(count)]
    given = [names[order.index(place)] for place in range(count)]
    words = {"expected": join(names), "found": join(given)}
    return Found("parts_reordered", say.PARTS_REORDERED.format(**words))


def _order(expected: Sequence[Any], found: Sequence[Any]) -> tuple[int, ...] | None:
    """Where each part stands among those found; None if in its place, or nowhere."""
    alike = [[same(one, other) for other in found] for one in expected]
    places = range(len(expected))
    if all(alike[at][at] for at in places) or not all(map(any, alike)):
        return None
    orders = permutations(places)
    return next(
        (each for each in orders if all(alike[a][each[a]] for a in places)), None
    )


def other_length(expected: Any, found: Any, told: str) -> Found | None:
    """The parts of a tuple are right, but one is missing, or one too many."""
    if not (isinstance(expected, tuple) and isinstance(found, (list, tuple))):
        return None
    if len(expected) == 2:
        for place, part in enumerate(expected):
            if _is_array(part) and part.ndim > 1 and _is_that_array(found, part):
                text = say.PART_MISSING.format(part=part_name(1 - place, told))
                return Found("part_missing", text)
    if len(found) + 1 == len(expected) and len(found):
        for place in _without_one(expected, found):
            text = say.PART_MISSING.format(part=part_name(place, told))
            return Found("part_missing", text)
    if len(found) == len(expected) + 1 and expected:
        for place in _without_one(found, expected):
            return Found("part_too_many", say.PART_TOO_MANY.format(place=place + 1))
    return None


def _is_that_array(rows: Sequence[Any], array: Any) -> bool:
    """True for an array whose rows were taken for several results."""
    return same(array, fitted(array, list(rows)))


def _without_one(long: Sequence[Any], short: Sequence[Any]) -> Iterable[int]:
    """Places of `long` without which it is `short`."""
    for place in range(len(long)):
        if same([*long[:place], *long[place + 1 :]], list(short)):
            yield place
