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

from course_utils import shape_messages as messages
from course_utils.axes import Sizes, bind, parts, spread, tokens
from course_utils.text import Text
from course_utils.whole_numbers import (
    NOT_NEGATIVE,
    POSITIVE,
    argument_names,
    counts,
    whole_number,
)

P = ParamSpec("P")
R = TypeVar("R")

BLOCKS = {"RNN": 1, "LSTM": 4, "GRU": 3}
"""Blocks of H rows in a weight matrix: LSTM i f g o, GRU r z n (PyTorch's order)."""


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


@counts("input_size", "hidden_size", "num_layers", "seq_len", proj_size=NOT_NEGATIVE)
def recurrent_shapes(
    cell: str,
    input_size: int,
    hidden_size: int,
    *,
    num_layers: int = 1,
    bidirectional: bool = False,
    batch_first: bool = False,
    proj_size: int = 0,
    seq_len: int,
    batch_size: int | None = None,
) -> dict[str, tuple[int, ...]]:
    """Shapes of `output`, `h_n` and (LSTM) `c_n` of nn.RNN, nn.LSTM and nn.GRU.

    batch_size None: unbatched input (T, E). batch_first moves `output` only.
    Source: the "Outputs" section of torch.nn.LSTM's documentation.
    """
    cell = recurrent_cell(cell, hidden_size, proj_size)
    directions = 2 if bidirectional else 1
    state_size = proj_size or hidden_size
    batch: tuple[int, ...] = ()
    if batch_size is not None:
        batch = (whole_number(batch_size, "batch_size", POSITIVE),)
    leading = (*batch, seq_len) if batch_first else (seq_len, *batch)
    states = (num_layers * directions, *batch)
    shapes = {
        "output": (*leading, directions * state_size),
        "h_n": (*states, state_size),
    }
    if cell == "LSTM":
        shapes["c_n"] = (*states, hidden_size)
    return shapes


@counts("input_size", "hidden_size", "num_layers", proj_size=NOT_NEGATIVE)
def parameter_shapes(
    cell: str,
    input_size: int,
    hidden_size: int,
    *,
    num_layers: int = 1,
    bidirectional: bool = False,
    bias: bool = True,
    proj_size: int = 0,
) -> dict[str, tuple[int, ...]]:
    """Shape of each parameter of nn.RNN, nn.LSTM and nn.GRU, by PyTorch's name.

    Source: the "Variables" section of torch.nn.LSTM's documentation.
    """
    rows = BLOCKS[recurrent_cell(cell, hidden_size, proj_size)] * hidden_size
    state_size = proj_size or hidden_size
    endings = ("", "_reverse") if bidirectional else ("",)
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in range(num_layers):
        reads = input_size if layer == 0 else len(endings) * state_size
        for ending in endings:
            suffix = f"l{layer}{ending}"
            shapes[f"weight_ih_{suffix}"] = (rows, reads)
            shapes[f"weight_hh_{suffix}"] = (rows, state_size)
            if bias:
                shapes[f"bias_ih_{suffix}"] = (rows,)
                shapes[f"bias_hh_{suffix}"] = (rows,)
            if proj_size:
                shapes[f"weight_hr_{suffix}"] = (proj_size, hidden_size)
    return shapes


def recurrent_cell(cell: str, hidden_size: int, proj_size: int = 0) -> str:
    """The name "RNN", "LSTM" or "GRU", given in any case, if it may have proj_size."""
    name = str(cell).upper()
    if name not in BLOCKS:
        raise ValueError(str(messages.NO_SUCH_CELL.format(found=cell)))
    if proj_size and name != "LSTM":
        raise ValueError(str(messages.NO_PROJECTION.format(cell=name, P=proj_size)))
    if proj_size >= hidden_size:
        message = messages.WIDE_PROJECTION.format(H=hidden_size, P=proj_size)
        raise ValueError(str(message))
    return name


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
