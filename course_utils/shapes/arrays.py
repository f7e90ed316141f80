"""Shapes asserted, not narrated: what an array must be, what a network returns.

`expect(x, "B T E", B=4)` binds each letter to a size. A letter has one size
wherever it stands; `H+E` is a sum, `4H` four times H, `3` a size, `...` one or more
leading axes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

import numpy as np

from course_utils.shapes import messages
from course_utils.shapes.axes import Sizes, bind, parts, spread, tokens
from course_utils.shapes.whole_numbers import (
    argument_names,
)
from course_utils.text import Text

P = ParamSpec("P")
R = TypeVar("R")


class ShapeError(ValueError):
    """An array has other axes, another dtype or other values than it must have."""


def expect(
    x: Any,
    spec: str,
    /,
    *,
    name: str = "x",
    floats: bool = False,
    finite: bool = False,
    **sizes: int,
) -> dict[str, int]:
    """The size of each letter of `spec`, or a ShapeError that says what to change.

    x: NumPy array or torch tensor, called `name` in the message.
    floats: refuse integers. finite: refuse NaN and infinity. sizes: known letters.
    """
    letters = {part for token in tokens(spec) for part in parts(token)}
    for letter in sizes.keys() - letters:
        message = messages.UNKNOWN_LETTER.format(letter=letter, spec=spec)
        raise ValueError(str(message))
    bound = _expect_shape(x, spec, name, sizes, {})
    if floats:
        _expect_floats(x, name)
    if finite:
        _expect_finite(x, name)
    return bound


def takes(**specs: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function of finite float arrays: each argument fits its spec.

    A letter has one size in all arguments. They are checked in the order written
    here, so put first what is trusted most: the weights before the data.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        names = argument_names(function, specs)

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            given = dict(zip(names, args, strict=False)) | kwargs
            _expect_all({name: given[name] for name in specs if name in given}, specs)
            return function(*args, **kwargs)

        return checked

    return decorate


def _expect_all(arrays: Mapping[str, Any], specs: Mapping[str, str]) -> None:
    sizes: dict[str, int] = {}
    origins: dict[str, str] = {}
    for name, x in arrays.items():
        bound = _expect_shape(x, specs[name], name, sizes, origins)
        _expect_floats(x, name)
        _expect_finite(x, name)
        origins |= dict.fromkeys(bound.keys() - sizes.keys(), name)
        sizes |= bound


def _expect_shape(
    x: Any, spec: str, name: str, sizes: Sizes, origins: Mapping[str, str]
) -> dict[str, int]:
    """`origins`: the array from which the size of a letter was read."""
    if not hasattr(x, "shape") or not hasattr(x, "dtype"):
        letters, found = ", ".join(tokens(spec)), type(x).__name__
        _fail(messages.NOT_AN_ARRAY, name=name, axes=letters, found=found)
    shape = tuple(x.shape)
    axes = spread(tokens(spec), len(shape), sizes)
    bound = bind(axes, shape, sizes)
    if bound is None:
        raise ShapeError(messages.wrong_shape(name, axes, shape, sizes, origins))
    if 0 in shape:
        axis = shape.index(0)
        letter = messages.plain(axes[axis])
        _fail(messages.EMPTY, name=name, found=shape, axis=axis, letter=letter)
    return bound


def _expect_floats(x: Any, name: str) -> None:
    torch_says = getattr(x.dtype, "is_floating_point", None)
    is_float = x.dtype.kind == "f" if torch_says is None else torch_says
    if not is_float:
        cast = "astype(float)" if torch_says is None else "float()"
        _fail(messages.NOT_FLOATS, name=name, found=x.dtype, cast=cast)


def _expect_finite(x: Any, name: str) -> None:
    finite = x.isfinite() if hasattr(x, "isfinite") else np.isfinite(x)
    if finite.all():
        return
    holes = np.argwhere(~np.array(finite.tolist()))
    first = tuple(holes[0].tolist())
    value = x[first].item()
    _fail(messages.NOT_FINITE, name=name, value=value, where=first, count=len(holes))


def _fail(message: Text, **values: object) -> NoReturn:
    raise ShapeError(message.format(**values))
