"""Values as a learner reads them: short, and with digits enough to tell two apart."""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import islice
from types import FunctionType
from typing import Any

import numpy as np

from course_utils.checking import messages as say
from course_utils.checking.compare import close, is_numeric, same, same_kind, to_array
from course_utils.checking.plain import Odd, is_tensor, visible
from course_utils.text import Text

DIGITS = (4, 6, 9, 12, 17)
LARGEST = 24
_LONGEST = 200
MOST_BITS = 100


def describe_value(value: Any, digits: int = DIGITS[0]) -> str:
    """A short picture: small arrays in full, large ones by their shape."""
    return visible(_show(value, digits), _LONGEST)


def compare_values(expected: Any, found: Any) -> Text:
    """Expected and found side by side; of what is large, one place that differs."""
    if isinstance(expected, (list, tuple)) and isinstance(found, (list, tuple)):
        found = type(expected)(found)  # either will do, so it is not what differs
    for digits in DIGITS[:2]:
        one, other = describe_value(expected, digits), describe_value(found, digits)
        if one != other:
            return say.WRONG_VALUE.format(expected=one, found=other)
    place, expected, found = _difference(expected, found)
    one, other = tell_apart(expected, found)
    text = say.WRONG_ENTRY if place else say.WRONG_VALUE
    return text.format(index=place, expected=one, found=other)


def tell_apart(expected: Any, found: Any) -> tuple[str, str]:
    """Both in as few digits as tell them apart, else with their kinds."""
    for digits in DIGITS:
        one, other = describe_value(expected, digits), describe_value(found, digits)
        if one != other:
            return one, other
    one, other = _with_kind(expected), _with_kind(found)
    return (one, other) if one != other else (one, f"{other} (≠)")


def tell_kinds_apart(expected: Any, found: Any) -> tuple[str, str]:
    """What kinds of values they are, when these differ."""
    one, other = _kind(expected), _kind(found)
    return (one, other) if one != other else (one, f"{other} (≠)")


def _difference(expected: Any, found: Any, place: str = "") -> tuple[str, Any, Any]:
    """The first place where two values differ, and what stands there."""
    expected, found = to_array(expected), to_array(found)
    if not same_kind(expected, found):
        return place, expected, found
    if isinstance(expected, Set):
        return place, expected - found, found - expected
    if isinstance(expected, np.ndarray):
        if not expected.ndim or expected.shape != np.shape(found):
            return place, expected, found
        equal = close(expected, found) if is_numeric(expected) else expected == found
        index = tuple(int(each) for each in np.argwhere(~equal)[0])
        return f"{place}{list(index)}", expected[index], found[index]
    if isinstance(expected, str):
        pairs = enumerate(zip(expected, found, strict=False))
        shorter = min(len(expected), len(found))
        start = next((at for at, (one, other) in pairs if one != other), shorter)
        return f"{place}[{start}:]", expected[start:], found[start:]
    if isinstance(expected, Mapping) and expected.keys() == found.keys():
        keys = iter(expected)
    elif isinstance(expected, (list, tuple)) and len(expected) == len(found):
        keys = iter(range(len(expected)))
    else:
        return place, expected, found
    key = next(each for each in keys if not same(expected[each], found[each]))
    return _difference(expected[key], found[key], f"{place}[{describe_value(key)}]")


def _show(value: Any, digits: int) -> str:
    value = to_array(value)
    if isinstance(value, np.ndarray) and value.ndim:
        return _show_array(value, digits)
    if isinstance(value, Odd):
        return value.kind
    if isinstance(value, (Mapping, Set, list, tuple)):
        return _show_items(value, digits)
    value = value[()] if isinstance(value, np.ndarray) else value
    return _show_one(value, max(digits, DIGITS[1]))


def _show_items(value: Any, digits: int) -> str:
    """A container, as far as there is room."""
    if isinstance(value, Mapping):
        pairs = islice(value.items(), _LONGEST)
        items = [f"{_show(key, digits)}: {_show(each, digits)}" for key, each in pairs]
    else:
        items = [_show(each, digits) for each in islice(value, _LONGEST)]
    if isinstance(value, Set):
        return "{" + ", ".join(sorted(items)) + "}" if items else "set()"
    inside = ", ".join(items)
    if isinstance(value, tuple):
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return f"[{inside}]" if isinstance(value, list) else "{" + inside + "}"


def _show_array(array: np.ndarray, digits: int) -> str:
    if array.size > LARGEST or not array.size:
        return f"array {array.shape}"
    texts = np.array([_show_one(each, digits) for each in array.flat], dtype=object)
    width = max(map(len, texts))
    return _rows(texts.reshape(array.shape), width, depth=1)


def _rows(texts: Any, width: int, depth: int) -> str:
    """Brackets around brackets, the numbers below each other."""
    if isinstance(texts, str):
        return texts.rjust(width)
    between = ", " if texts.ndim == 1 else "," + "\n" * (texts.ndim - 1) + " " * depth
    return "[" + between.join(_rows(row, width, depth + 1) for row in texts) + "]"


def _show_one(value: Any, digits: int) -> str:
    """A number or a text; of a whole number without end, its size."""
    if isinstance(value, (bool, np.bool_)):
        return str(value)
    if isinstance(value, (int, np.integer)):
        bits = int(value).bit_length()
        return str(value) if bits <= MOST_BITS else f"≈ 2**{bits}"
    if is_numeric(value):
        return f"{value:.{digits}g}"
    if isinstance(value, FunctionType):  # of a case, and without its address
        return value.__name__
    return repr(str(value)) if isinstance(value, str) else repr(value)


def _with_kind(value: Any) -> str:
    """A value with its kind, and how much there is of it."""
    size = f", {np.shape(value)}" if isinstance(value, np.ndarray) else ""
    if isinstance(value, (Mapping, Set, list, tuple, str, bytes)):
        size = f", {len(value)}"
    return f"{describe_value(value, DIGITS[-1])} ({_kind(value)}{size})"


def _kind(value: Any) -> str:
    """What kind of value it is, as a learner would call it."""
    if isinstance(value, Odd):
        return value.kind
    if isinstance(value, np.ndarray) and not is_numeric(value):
        kind = "text" if value.dtype.kind == "U" else value.dtype.name
        return f"array of {kind}"
    return "tensor" if is_tensor(value) else type(value).__name__
