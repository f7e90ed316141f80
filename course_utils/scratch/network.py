"""Layers and directions by hand, for any cell: each layer reads the states below.

A network is a list of layers, a layer a list of one or two directions, a direction the
weights of a cell: `layers[l][d]`. The second direction reads from the end. Initial and
final states stand as in PyTorch: (L·D, B, H), all directions of layer 0 first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from course_utils.scratch.cells import Arrays, Cell, cell_called, cell_of
from course_utils.shapes.arrays import ShapeError, expect
from course_utils.shapes.whole_numbers import counts
from course_utils.text import Text, join

Layers = Sequence[Sequence[Any]]

NOT_LAYERS = Text(
    en="layers: expected one or more layers of the same cell, each a list of 1 or 2 "
    "weights, found {found}. network_init makes such layers.",
    zh="layers 应是一层或多层，每层是含一份或两份权重的列表，各层单元相同；"
    "实际是 {found}。用 network_init 生成。",
)
WRONG_STATES = Text(
    en="{name}: expected a tuple of {expected} ({letters}), found {found}. "
    "zero_states(layers, batch_size) makes one.",
    zh="{name} 应是含 {expected} 个数组的元组（{letters}），实际是 {found}。"
    "可以用 zero_states(layers, batch_size) 生成。",
)


class NetworkRun(NamedTuple):
    """What a network computed, and what the way back needs.

    output (B, T, D·H): the states of the last layer. final: h_n and, if the cell has
    one, c_n, each (L·D, B, H). inputs[l]: what layer l read. traces[l][d]: what the
    cell returned, in the order in which that direction reads.
    """

    output: np.ndarray
    final: Arrays
    initial: Arrays
    inputs: list[np.ndarray]
    traces: list[list[Arrays]]


@counts("input_size", "hidden_size", "num_layers")
def network_init(
    cell: str,
    input_size: int,
    hidden_size: int,
    rng: np.random.Generator,
    num_layers: int = 1,
    bidirectional: bool = False,
    **options: float,
) -> list[list[Any]]:
    """Layers of a cell by its name in CELLS; `options` go to its init, for each."""
    init, directions = cell_called(cell).init, 1 + bool(bidirectional)
    sizes = [input_size] + [directions * hidden_size] * (num_layers - 1)
    return [
        [init(size, hidden_size, rng, **options) for _ in range(directions)]
        for size in sizes
    ]


@counts("batch_size")
def zero_states(layers: Layers, batch_size: int) -> Arrays:
    """Initial states of zeros: h, and c if the cell has one, each (L·D, B, H)."""
    cell = _cell_of(layers)
    hidden_size = layers[0][0].W_hh.shape[1]
    shape = (len(layers) * len(layers[0]), batch_size, hidden_size)
    return tuple(np.zeros(shape) for _ in range(cell.num_states))


def network_forward(
    x: np.ndarray, initial: Sequence[np.ndarray], layers: Layers
) -> NetworkRun:
    """x (B, T, E), initial (h,) or (h, c), each (L·D, B, H) -> all that it computed."""
    cell = _cell_of(layers)
    _expect_states(initial, "initial", layers, expect(x, "B T E")["B"])
    places = zip(*initial, strict=True)  # h, or h and c, of each layer and direction
    inputs: list[np.ndarray] = []
    traces: list[list[Arrays]] = []
    for number, layer in enumerate(layers):
        inputs.append(x)
        traces.append([])
        for d, weights in enumerate(layer):
            with _naming(number, d):
                trace = cell.forward(_order(x, d), *next(places), *weights)
            traces[-1].append(trace)
        halves = [_order(trace[0], d) for d, trace in enumerate(traces[-1])]
        x = np.concatenate(halves, axis=2)
    final = tuple(
        np.stack([trace[kind][:, -1] for trace in chain(*traces)])
        for kind in range(cell.num_states)
    )
    return NetworkRun(x, final, tuple(initial), inputs, traces)


def network_backward(
    doutput: np.ndarray, dfinal: Sequence[np.ndarray], run: NetworkRun, layers: Layers
) -> tuple[np.ndarray, Arrays, list[list[Any]]]:
    """doutput (B, T, D·H), dfinal as run.final: what the loss says of both
    -> dx (B, T, E), dinitial as run.initial, dlayers as layers
    """
    cell = _cell_of(layers)
    axes = " ".join(map(str, run.output.shape))
    expect(doutput, axes, name="doutput", floats=True, finite=True)
    _expect_states(run.final, "run.final", layers, len(doutput))
    _expect_states(dfinal, "dfinal", layers, len(doutput))
    dinitial = tuple(np.empty_like(each) for each in dfinal)
    dlayers: list[list[Any]] = []
    for number in reversed(range(len(layers))):
        layer, x = layers[number], run.inputs[number]
        dx, dlayer = np.zeros_like(x), []
        for d, dstates in enumerate(np.split(doutput, len(layer), axis=2)):
            place = number * len(layer) + d
            dlast = [each[place] for each in dfinal]
            start = [each[place] for each in run.initial]
            seen = (*run.traces[number][d], _order(x, d), *start)
            found = _backward(cell, _order(dstates, d), dlast, seen, layer[d])
            dx += _order(found[0], d)
            for kind, value in enumerate(found[1 : 1 + cell.num_states]):
                dinitial[kind][place] = value
            dlayer.append(cell.weights(*found[1 + cell.num_states :]))
        dlayers.insert(0, dlayer)
        doutput = dx
    return doutput, dinitial, dlayers


def _backward(
    cell: Cell,
    dstates: np.ndarray,
    dlast: Sequence[np.ndarray],
    seen: Arrays,
    weights: Any,
) -> Arrays:
    """One direction of one layer; `seen`: its trace, input and initial states."""
    dstates = dstates.copy()
    dstates[:, -1] += dlast[0]
    matrices = weights[: cell.num_matrices]
    return cell.backward(dstates, *dlast[1:], *seen, *matrices)


def _order(x: np.ndarray, direction: int) -> np.ndarray:
    """x (B, T, ...) as a direction reads it, or back in the order of time."""
    return x[:, ::-1] if direction else x


@contextmanager
def _naming(layer: int, direction: int) -> Iterator[None]:
    """A ShapeError says where it arose."""
    try:
        yield
    except ShapeError as error:
        raise ShapeError(f"layers[{layer}][{direction}]: {error}") from None


def _cell_of(layers: Layers) -> Cell:
    """The one cell of all layers, which have the same number of directions."""
    kinds = [_kinds(layer) for layer in layers] if _is_list(layers) else []
    alike = len({len(kind) for kind in kinds}) == 1 == len(set(chain(*kinds)))
    if not alike or len(kinds[0]) > 2:
        found = " + ".join(str(kind) for kind in kinds) or type(layers).__name__
        raise ValueError(str(NOT_LAYERS.format(found=found)))
    return cell_of(layers[0][0], "layers[0][0]")


def _kinds(layer: Any) -> list[str]:
    """The types of weights in a layer; weights themselves are no layer."""
    return [type(each).__name__ for each in layer] if _is_list(layer) else []


def _is_list(value: object) -> bool:
    return isinstance(value, list) or type(value) is tuple


def _expect_states(
    states: Sequence[np.ndarray], name: str, layers: Layers, batch_size: int
) -> None:
    """One array (L·D, B, H) for each state of the cell."""
    letters = ("h", "c")[: _cell_of(layers).num_states]
    found = len(states) if _is_list(states) else type(states).__name__
    if found != len(letters):
        message = WRONG_STATES.format(
            name=name, expected=len(letters), letters=join(letters), found=found
        )
        raise ValueError(str(message))
    axes = f"{len(layers) * len(layers[0])} B H"
    H = layers[0][0].W_hh.shape[1]
    for letter, state in zip(letters, states, strict=True):
        where = f"{name}: {letter}"
        expect(state, axes, name=where, floats=True, finite=True, B=batch_size, H=H)
