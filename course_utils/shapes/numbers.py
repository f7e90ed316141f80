"""Arguments that measure something: finite numbers, checked once at the door."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any

from course_utils.text import Text

_NOT_FINITE = Text(
    en="{name}: expected a finite number, found {found!r}. Try {name}={example}.",
    zh="{name} 应是有限的数，实际是 {found!r}。可以试试 {name}={example}。",
)
_NOT_POSITIVE = Text(
    en="{name}: expected a number above 0, found {found!r}. Try {name}={example}.",
    zh="{name} 应大于 0，实际是 {found!r}。可以试试 {name}={example}。",
)
_OUTSIDE = Text(
    en="{name}: expected a number from {low:g} to {high:g}, found {found!r}. "
    "Try {name}={example}.",
    zh="{name} 应在 {low:g} 到 {high:g} 之间，实际是 {found!r}。"
    "可以试试 {name}={example}。",
)


def finite_number(value: Any, name: str, example: float) -> float:
    """`value` if it is a finite number, else a ValueError."""
    if not _is_number(value) or not math.isfinite(value):
        message = _NOT_FINITE.format(name=name, found=value, example=example)
        raise ValueError(str(message))
    return float(value)


def positive_number(value: Any, name: str, example: float) -> float:
    """`value` if it is a finite number above 0, else a ValueError."""
    number = finite_number(value, name, example)
    if number <= 0:
        message = _NOT_POSITIVE.format(name=name, found=value, example=example)
        raise ValueError(str(message))
    return number


def number_within(
    value: Any, name: str, low: float, high: float, example: float
) -> float:
    """`value` if it is a number from `low` to `high`, else a ValueError."""
    if not _is_number(value) or not low <= value <= high:
        values = {"name": name, "low": low, "high": high, "example": example}
        raise ValueError(str(_OUTSIDE.format(found=value, **values)))
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
