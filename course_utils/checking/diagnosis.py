"""Mistakes that can be made in any exercise: recognised, and put into words."""

from __future__ import annotations

import dis
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from course_utils.checking import messages as say
from course_utils.checking.calls import Call, Function, Raised, own_function
from course_utils.checking.compare import (
    close,
    flat,
    has_nan,
    same_kind,
    to_array,
)
from course_utils.checking.containers import (
    other_length,
    other_order,
    part_name,
    right_inside,
)
from course_utils.checking.error_messages import EXPLAINED
from course_utils.checking.feedback import Found
from course_utils.checking.plain import is_tensor
from course_utils.checking.showing import describe_value, tell_apart, tell_kinds_apart
from course_utils.checking.wrong_shapes import describe_shape
from course_utils.text import Text, join, join_sentences

MOST_KEYS = 30


def changed_arguments(arguments: Sequence[str], one: Call) -> Found | None:
    """An argument that the function has changed in place."""
    if not one.changed:
        return None
    names = join(f"`{arguments[index]}`" for index in one.changed)
    return Found("changes_input", say.CHANGED.format(names=names))


def replaced_functions(names: Sequence[str]) -> Found | None:
    """Functions of others that the answer has replaced."""
    if not names:
        return None
    listed = join(f"`{each}`" for each in names)
    return Found("replaces", say.REPLACES.format(names=listed))


def common_mistake(
    answer: Function | None,
    arguments: Sequence[str],
    expected: Any,
    one: Call,
    told: str = "",
) -> Found | None:
    """What anyone can get wrong: errors, no result, type, shape, NaN, rounding.

    `told` is the docstring of the task: it may name the parts of a tuple.
    """
    outside = [f"`{name}`" for name in _notebook_values(answer)]
    if outside:
        return Found("uses_notebook", say.USES_NOTEBOOK.format(names=join(outside)))
    if one.error is not None:
        return _error(one.error)
    if one.value is None:
        if one.printed:
            return Found("prints", say.PRINTS)
        return Found("returns_none", say.RETURNS_NONE)
    return (
        changed_arguments(arguments, one)
        or other_order(expected, one.value, told)
        or other_length(expected, one.value, told)
        or _wrong_kind(expected, one.value)
        or _wrong_keys(expected, one.value)
        or _wrong_kind_at_a_key(expected, one.value)
        or _wrong_shape(expected, one.value, told)
        or _not_a_number(expected, one.value)
        or _rounded(expected, one.value)
    )


def _notebook_values(answer: Function | None) -> Iterator[str]:
    """Numbers and arrays of the notebook that the function reads by name.

    Not `co_names`: it also holds attributes, and `W.T` has nothing to do with a T.
    """
    own = own_function(answer)
    steps = dis.get_instructions(own) if own is not None else ()
    names = (step.argval for step in steps if step.opname == "LOAD_GLOBAL")
    for name in dict.fromkeys(names):
        value = own.__globals__.get(name) if own is not None else None
        if issubclass(type(value), _NUMBERS) or is_tensor(value):
            yield name


_NUMBERS = (int, float, complex, np.generic, np.ndarray)


def _error(error: Raised) -> Found:
    place, text = error.place, say.RAISES if error.place else say.RAISES_OUTSIDE
    if "core dimension" in error.words or "mat1 and mat2 shapes" in error.words:
        # NumPy's text on matmul helps nobody
        return Found("product_fits_not", say.PRODUCT_DOES_NOT_FIT.format(place=place))
    told = text.format(place=place, error=error.words)
    for name, (pattern, explained) in EXPLAINED.items():
        if re.search(pattern, error.words):
            return Found(name, join_sentences([told, say.NEW_LINE, explained]))
    return Found("raises", told)


def _wrong_kind(expected: Any, found: Any, place: int = 0) -> Found | None:
    """Of the whole result, or of its item number `place`."""
    if same_kind(expected, found):
        return None
    if not place and (found_in := right_inside(expected, found)) is not None:
        return found_in
    wanted, got = tell_kinds_apart(expected, found)
    text = say.WRONG_TYPE_WITHIN if place else say.WRONG_TYPE
    return Found("wrong_type", text.format(expected=wanted, found=got, place=place))


def _wrong_keys(expected: Any, found: Any) -> Found | None:
    if not isinstance(expected, Mapping) or expected.keys() == found.keys():
        return None
    wanted, got = _names(expected), _names(found)
    if wanted == got:  # 1 and "1", or too many to be listed
        missing, more = expected.keys() - found.keys(), found.keys() - expected.keys()
        one, other = tell_apart(missing, more)
        wanted, got = Text(en=one, zh=one), Text(en=other, zh=other)
    return Found("wrong_keys", say.WRONG_KEYS.format(expected=wanted, found=got))


def _wrong_kind_at_a_key(expected: Any, found: Any) -> Found | None:
    for key in expected if isinstance(expected, Mapping) else ():
        if not same_kind(expected[key], found[key]):
            wanted, got = tell_kinds_apart(expected[key], found[key])
            text = say.WRONG_TYPE_AT.format(key=key, expected=wanted, found=got)
            return Found("wrong_type", text)
    return None


def _names(keys: Iterable[Any]) -> Text:
    few = islice(keys, MOST_KEYS)
    return join(
        f"`{each if isinstance(each, str) else describe_value(each)}`" for each in few
    )


def _wrong_shape(
    expected: Any, found: Any, told: str = "", place: int = 0
) -> Found | None:
    """Of the whole result, or of its item number `place`."""
    expected, found = to_array(expected), to_array(found)
    if isinstance(expected, (list, tuple)):
        if len(expected) != len(found):
            return _wrong_length(len(expected), len(found), place)
        if place:
            return None  # what is wrong deeper down is shown, not named
        pairs = enumerate(zip(expected, found, strict=True), start=1)
        wrongs = (
            _wrong_kind(*pair, number) or _wrong_shape(*pair, told, number)
            for number, pair in pairs
        )
        return next(filter(None, wrongs), None)
    if getattr(expected, "shape", ()) == getattr(found, "shape", ()):
        return None
    part = part_name(place - 1, told) if place else ""
    return Found(*describe_shape(expected, found, part))


def _wrong_length(wanted: int, got: int, place: int) -> Found:
    one, some = say.ONE_MISSING, say.SOME_MISSING
    if got > wanted:
        one, some = say.ONE_MORE, say.SOME_MORE
    ask = one if abs(got - wanted) == 1 else some
    text = say.WRONG_LENGTH_WITHIN if place else say.WRONG_LENGTH
    words = {"expected": wanted, "found": got, "place": place, "ask": ask}
    return Found("wrong_length", text.format(**words))


def _not_a_number(expected: Any, found: Any) -> Found | None:
    if has_nan(found) and not has_nan(expected):
        return Found("not_a_number", say.NAN)
    return None


def _rounded(expected: Any, found: Any) -> Found | None:
    """The right numbers with fewer decimals; a lone 0.5 may be so by chance."""
    right, own = flat(expected), flat(found)
    if right.size != own.size or not own.any() or (right == right.round()).all():
        return None
    for digits in range(2, 9):
        is_round = digits * own.size >= 4 and bool((own == own.round(digits)).all())
        if is_round and close(right.round(digits), own).all():
            return Found("rounded", say.ROUNDED.format(digits=digits))
    return None
