"""Mistakes that can be made in any exercise: recognised, and put into words."""

from __future__ import annotations

import dis
import types
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from course_utils.checking import messages as say
from course_utils.checking.sandbox import (
    Call,
    error_place,
    has_nan,
    is_numeric,
    is_tensor,
    same,
    same_kind,
    to_array,
)
from course_utils.text import Text, join

PACKAGE = "course_utils"


class Found(NamedTuple):
    """A mistake by name, and what to tell the learner."""

    name: str
    text: Text


def borrowed(answer: Callable[..., Any], names: Collection[str]) -> Found | None:
    """An answer that only calls the course's own function, one of `names`."""
    code = getattr(answer, "__code__", None)
    if code is None:
        return None
    for each in code.co_names:
        value = answer.__globals__.get(each)
        if isinstance(value, types.ModuleType) and _is_ours(value.__name__):
            for name in set(names) & set(code.co_names) & set(vars(value)):
                return Found("borrowed", say.BORROWED.format(name=f"{each}.{name}"))
        elif (
            isinstance(value, types.FunctionType)
            and value is not answer
            and value.__name__ in names
            and _is_ours(value.__module__)
        ):
            return Found("borrowed", say.BORROWED.format(name=each))
    return None


def _is_ours(module: str) -> bool:
    return module.startswith(f"{PACKAGE}.")


def changed_arguments(arguments: Sequence[str], one: Call) -> Found | None:
    """An argument that the function has changed in place."""
    if not one.changed:
        return None
    names = join(f"`{arguments[index]}`" for index in one.changed)
    return Found("changes_input", say.CHANGED.format(names=names))


def common_mistake(
    answer: Callable[..., Any], arguments: Sequence[str], expected: Any, one: Call
) -> Found | None:
    """What anyone can get wrong: errors, no result, another type, shape, NaN."""
    outside = [f"`{name}`" for name in _notebook_values(answer)]
    if outside:
        return Found("uses_notebook", say.USES_NOTEBOOK.format(names=join(outside)))
    if one.error is not None:
        return _error(answer, one.error)
    if one.value is None:
        if one.printed:
            return Found("prints", say.PRINTS)
        return Found("returns_none", say.RETURNS_NONE)
    return (
        changed_arguments(arguments, one)
        or _wrong_kind(expected, one.value)
        or _wrong_keys(expected, one.value)
        or _wrong_shape(expected, one.value)
        or _not_a_number(expected, one.value)
    )


def describe_value(value: Any) -> str:
    """A short picture of a value: small arrays in full, large ones by their shape."""
    value = to_array(value)
    if isinstance(value, np.ndarray):
        if value.size > 24:
            return f"array of shape {value.shape}"
        return np.array2string(value, precision=4, separator=", ", suppress_small=True)
    if isinstance(value, (float, np.floating)):
        return f"{value:.6g}"
    if isinstance(value, np.generic):
        return str(value)
    text = repr(value)
    return text if len(text) <= 200 else text[:197] + "..."


def compare_values(expected: Any, found: Any) -> Text:
    """Expected and found side by side; of a large array, one entry that differs."""
    expected, found = to_array(expected), to_array(found)
    if isinstance(expected, np.ndarray) and expected.size > 24:
        close = np.isclose(expected, found, equal_nan=True)
        index = tuple(int(each) for each in np.argwhere(~close)[0])
        return say.WRONG_ENTRY.format(
            index=list(index),
            expected=f"{expected[index]:.4f}",
            found=f"{found[index]:.4f}",
        )
    return say.WRONG_VALUE.format(
        expected=describe_value(expected), found=describe_value(found)
    )


def _notebook_values(answer: Callable[..., Any]) -> Iterator[str]:
    """Numbers and arrays of the notebook that the function reads by name.

    Not `co_names`: it also holds attributes, and `W.T` has nothing to do with a T.
    """
    code = getattr(answer, "__code__", None)
    steps = dis.get_instructions(code) if code is not None else ()
    names = (step.argval for step in steps if step.opname == "LOAD_GLOBAL")
    for name in dict.fromkeys(names):
        value = answer.__globals__.get(name)
        if isinstance(value, types.ModuleType):  # torch has a `detach` too
            continue
        if is_numeric(value) or hasattr(value, "detach"):
            yield name


def _error(answer: Callable[..., Any], error: BaseException) -> Found:
    place = error_place(answer, error)
    text = say.RAISES if place else say.RAISES_OUTSIDE
    words = f"{type(error).__name__}: {error}"
    if "core dimension" in words:  # NumPy's text on matmul helps nobody
        return Found("raises", say.PRODUCT_DOES_NOT_FIT.format(place=place))
    return Found("raises", text.format(place=place, error=words))


def _wrong_kind(expected: Any, found: Any) -> Found | None:
    if same_kind(expected, found):
        return None
    kinds = {"expected": _kind(expected), "found": _kind(found)}
    return Found("wrong_type", say.WRONG_TYPE.format(**kinds))


def _wrong_keys(expected: Any, found: Any) -> Found | None:
    if not isinstance(expected, Mapping) or expected.keys() == found.keys():
        return None
    keys = {
        "expected": join(f"`{key}`" for key in expected),
        "found": join(f"`{key}`" for key in found),
    }
    return Found("wrong_keys", say.WRONG_KEYS.format(**keys))


def _wrong_shape(expected: Any, found: Any, place: int = 0) -> Found | None:
    """Of the whole result, or of its item number `place`."""
    expected, found = to_array(expected), to_array(found)
    if isinstance(expected, (list, tuple)):
        if len(expected) != len(found):
            counts = {"expected": len(expected), "found": len(found), "place": place}
            text = say.WRONG_LENGTH_WITHIN if place else say.WRONG_LENGTH
            return Found("wrong_length", text.format(**counts))
        items = enumerate(zip(expected, found, strict=True), start=1)
        return next(
            filter(None, (_wrong_shape(*pair, number) for number, pair in items)), None
        )
    wanted, got = getattr(expected, "shape", ()), getattr(found, "shape", ())
    if wanted == got or same(expected, found):
        return None
    return Found("wrong_shape", say.WRONG_SHAPE.format(expected=wanted, found=got))


def _not_a_number(expected: Any, found: Any) -> Found | None:
    if has_nan(found) and not has_nan(expected):
        return Found("not_a_number", say.NAN)
    return None


def _kind(value: Any) -> str:
    return "tensor" if is_tensor(value) else type(value).__name__
