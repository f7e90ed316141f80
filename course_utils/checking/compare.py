"""When two results are the same: of one kind, and equal within rounding.

The one place that knows how near is near enough. It meets plain data only, as
`plain.as_plain` gives it, never what a learner has made.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from contextlib import suppress
from typing import Any

import numpy as np

from course_utils.checking.plain import is_tensor

RTOL, ATOL = 1e-6, 1e-9
# Numbers of 7 digits (float32), after some steps of a net; the second times the largest
# number there is, because a small one may be what is left of larger ones.
SINGLE_RTOL, SINGLE_ATOL = 1e-5, 5e-7


def same(expected: Any, found: Any) -> bool:
    """Equal: numbers and arrays within rounding, containers item by item."""
    expected, found = to_array(expected), to_array(found)
    if not same_kind(expected, found):
        return False
    if is_numeric(expected):
        alike = np.shape(expected) == np.shape(found)
        return alike and bool(np.all(close(expected, found)))
    if isinstance(expected, np.ndarray):
        return bool(np.array_equal(expected, found))
    if isinstance(expected, Mapping):
        return expected.keys() == found.keys() and all(
            same(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, (list, tuple)):
        return len(expected) == len(found) and all(map(same, expected, found))
    return bool(expected == found)


def fitted(expected: Any, found: Any) -> Any:
    """`found` in the container of `expected`, if it holds the values asked for.

    A list, a tuple, an array or a tensor will do wherever values are asked for, and
    any of them for a set when nothing comes twice.
    """
    expected = to_array(expected)
    if isinstance(expected, np.ndarray) and isinstance(found, (list, tuple)):
        return _as_array(expected, found)
    if isinstance(expected, (list, tuple)) and _is_row(found):
        items = [to_array(each) for each in to_array(found)]
        if len(items) == len(expected):
            pairs = zip(expected, items, strict=True)
            items = [fitted(*pair) for pair in pairs]
        return type(expected)(items)
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        both = expected.keys() & found.keys()
        known = {key: fitted(expected[key], found[key]) for key in both}
        return {key: known.get(key, value) for key, value in found.items()}
    if isinstance(expected, Set) and isinstance(found, (list, tuple)):
        with suppress(TypeError):  # of items that no set can hold
            own = {tuple(each) if isinstance(each, list) else each for each in found}
            return own if len(own) == len(found) else found
    return _as_scalar(expected, to_array(found))


def _is_row(found: Any) -> bool:
    found = to_array(found)
    return isinstance(found, (list, tuple)) or (
        isinstance(found, np.ndarray) and found.ndim > 0
    )


def _as_array(expected: np.ndarray, found: Any) -> Any:
    """An array of numbers or text, if the rows are of one length; else unchanged.

    Several results, each in the shape of the one that is asked for, stay several.
    """
    parts = [to_array(each) for each in found]
    try:
        array = np.array(parts)
    except (ValueError, TypeError, OverflowError):
        return found
    if len(parts) > 1 and array.shape[1:] == expected.shape != array.shape:
        return found
    if not array.size and expected.size == 0:
        array = array.astype(expected.dtype)
    return array if array.dtype.kind in "biufcU" else found


def _as_scalar(expected: Any, found: Any) -> Any:
    """A number or a text of NumPy as the one of Python that is asked for."""
    if isinstance(found, np.ndarray) and not found.ndim:
        if isinstance(expected, np.ndarray):
            return found
        found = found[()]
    if isinstance(expected, str) and isinstance(found, np.generic):
        found = found.item()
    if isinstance(expected, str) and expected and set(expected) <= {"0", "1"}:
        return _as_digits(len(expected), found)
    return found


def _as_digits(count: int, found: Any) -> Any:
    """Switches written as (1, 0, 0), [True, False, False] or 100, as "100"."""
    if type(found) is int and set(str(found)) <= {"0", "1"}:
        return f"{found:0{count}d}"
    if not isinstance(found, (list, tuple, np.ndarray)):
        return found
    items = [each.item() if isinstance(each, np.generic) else each for each in found]
    if all(type(each) in (bool, int, str) for each in items):
        digits = [str(int(each)) if type(each) is bool else str(each) for each in items]
        if all(each in ("0", "1") for each in digits):
            return "".join(digits)
    return found


def close(expected: Any, found: Any) -> np.ndarray:
    """Where two numbers or arrays of one shape agree.

    Whole numbers exactly, others within rounding: that of float32 where one is so.
    """
    if type(expected) is int and type(found) is int:
        return np.asarray(expected == found)
    one, other = as_numbers(expected), as_numbers(found)
    whole = one.dtype.kind in "biu"
    if whole and other.dtype.kind in "biu":
        return np.asarray(one == other)
    one = one.astype(float) if whole else one
    rtol, atol = ATOL if whole else RTOL, ATOL
    if _is_single(one) or _is_single(other):
        largest = np.max(np.abs(one[np.isfinite(one)]), initial=0.0)
        rtol, atol = SINGLE_RTOL, SINGLE_ATOL * float(largest)
    with np.errstate(all="ignore"):
        near = np.isclose(other, one, rtol, atol, equal_nan=True)
        if whole:  # 100,001 is near 100,000, and yet is another number
            near &= (np.round(other) == one) | (other == one.astype(other.dtype))
    return np.asarray(near)


def to_array(value: Any) -> Any:
    """A tensor as an array; anything else unchanged."""
    return value.numpy() if is_tensor(value) else value


def is_numeric(value: Any) -> bool:
    """True for numbers and for arrays of numbers."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biufc"
    return isinstance(value, (bool, int, float, complex, np.number, np.bool_))


def same_kind(expected: Any, found: Any) -> bool:
    """True when `found` is of the kind asked for: array, number, text, tuple ..."""
    expected, found = to_array(expected), to_array(found)
    if isinstance(expected, np.ndarray):
        if not isinstance(found, np.ndarray):
            return expected.ndim == 0 and is_numeric(found)
        return is_numeric(expected) == is_numeric(found)
    if is_numeric(expected):
        return is_numeric(found) and np.ndim(found) == 0
    for kind in (str, Mapping, Set):
        if isinstance(expected, kind):
            return isinstance(found, kind)
    if isinstance(expected, (list, tuple)):
        return isinstance(found, (list, tuple))
    return type(expected) is type(found)


def has_nan(value: Any) -> bool:
    """True when an array or number holds a NaN, at any depth of a container."""
    value = to_array(value)
    if isinstance(value, Mapping):
        return any(map(has_nan, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(has_nan, value))
    return is_numeric(value) and bool(np.isnan(as_numbers(value)).any())


def flat(value: Any) -> np.ndarray:
    """All numbers in a value, one after the other."""
    value = to_array(value)
    if is_numeric(value):
        numbers = np.ravel(as_numbers(value))
        return numbers.astype(float) if numbers.dtype.kind in "biu" else numbers
    if isinstance(value, Mapping):
        value = list(value.values())
    parts = map(flat, value) if isinstance(value, (list, tuple)) else ()
    return np.concatenate([np.zeros(0), *parts])


def as_numbers(value: Any) -> np.ndarray:
    """As an array; a whole number too long for that as another that is as large."""
    if type(value) is int and value.bit_length() > 63:
        value = float(value) if value.bit_length() < 1024 else np.inf
    return np.asarray(value)


def _is_single(array: np.ndarray) -> bool:
    parts = 2 if array.dtype.kind == "c" else 1
    return array.dtype.kind in "fc" and array.dtype.itemsize == 4 * parts
