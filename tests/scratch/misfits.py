"""Arrays that do not fit, and what a function of `scratch` does with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from course_utils.shapes.arrays import ShapeError

Given = Mapping[str, np.ndarray]
"""The arguments of a call that is right."""


def with_hole(array: np.ndarray) -> np.ndarray:
    """A copy whose last number is none."""
    hole = array.copy()
    hole[(-1,) * array.ndim] = np.nan
    return hole


def check_kept(function: Callable[..., Any], good: Given) -> None:
    """The function takes what fits, and leaves it as it was."""
    before = {name: array.copy() for name, array in good.items()}
    function(**good)
    for name, array in good.items():
        assert np.array_equal(before[name], array), name


def check_refused(
    function: Callable[..., Any], good: Given, argument: str, *more: np.ndarray
) -> None:
    """A list, integers, a hole and `more` are refused by the argument's name."""
    array = good[argument]
    for wrong in (array.tolist(), array.astype(int), with_hole(array), *more):
        with pytest.raises(ShapeError, match=f"^{argument}: expected"):
            function(**{**good, argument: wrong})
