"""All cells by name, and what a network must know of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.scratch import (
    gru,
    gru_one_gate,
    gru_reset_first,
    lstm,
    lstm_peephole,
    rnn,
)
from course_utils.text import Text, join

Arrays = tuple[np.ndarray, ...]

NO_SUCH_CELL = Text(
    en="cell: expected one of {names}, found {found!r}. Choose one of them.",
    zh="cell 只能是 {names} 之一，实际是 {found!r}。请选一个。",
)
NOT_WEIGHTS = Text(
    en="{name}: expected the weights of a cell ({names}), found {found}. "
    "network_init and the *_init functions make them.",
    zh="{name} 应是某种单元的权重（{names}），实际是 {found}。"
    "用 network_init 或各个 *_init 函数来生成。",
)


@dataclass(frozen=True)
class Cell:
    """A recurrent cell: its weights, and what it does with a sequence.

    forward(x, *initial, *weights) -> its trace: arrays (B, T, ...), first the states.
    backward(dstates, *dlast, *trace, x, *initial, *matrices) -> the gradients of x,
    of each initial state and of each weight. dlast: the gradient of c_T, if it has one.
    """

    name: str
    weights: type[Any]
    init: Callable[..., Any]
    forward: Callable[..., Arrays]
    backward: Callable[..., Arrays]
    num_states: int = 1
    """1: h. 2: h and c."""

    @property
    def num_matrices(self) -> int:
        """The weights before the biases, which no gradient needs."""
        return sum(name.startswith("W") for name in self.weights._fields)


def _rnn_forward(*arguments: np.ndarray) -> Arrays:
    return (rnn.rnn_forward(*arguments),)


_ALL = (
    Cell("rnn", rnn.RNNWeights, rnn.rnn_init, _rnn_forward, rnn.rnn_backward),
    Cell(
        "lstm",
        lstm.LSTMWeights,
        lstm.lstm_init,
        lstm.lstm_forward,
        lstm.lstm_backward,
        num_states=2,
    ),
    Cell(
        "lstm_peephole",
        lstm_peephole.PeepholeWeights,
        lstm_peephole.lstm_peephole_init,
        lstm_peephole.lstm_peephole_forward,
        lstm_peephole.lstm_peephole_backward,
        num_states=2,
    ),
    Cell("gru", gru.GRUWeights, gru.gru_init, gru.gru_forward, gru.gru_backward),
    Cell(
        "gru_reset_first",
        gru_reset_first.GRUResetFirstWeights,
        gru_reset_first.gru_reset_first_init,
        gru_reset_first.gru_reset_first_forward,
        gru_reset_first.gru_reset_first_backward,
    ),
    Cell(
        "gru_one_gate",
        gru_one_gate.GRUOneGateWeights,
        gru_one_gate.gru_one_gate_init,
        gru_one_gate.gru_one_gate_forward,
        gru_one_gate.gru_one_gate_backward,
    ),
)
CELLS = {cell.name: cell for cell in _ALL}
_BY_WEIGHTS = {cell.weights: cell for cell in _ALL}


def cell_called(name: str) -> Cell:
    """The cell of that name, or a `ValueError` that lists all names."""
    if name not in CELLS:
        raise ValueError(str(NO_SUCH_CELL.format(names=join(CELLS), found=name)))
    return CELLS[name]


def cell_of(weights: Any, name: str = "weights") -> Cell:
    """The cell that has such weights; else a `ValueError` that calls them `name`."""
    if type(weights) not in _BY_WEIGHTS:
        names = join(each.__name__ for each in _BY_WEIGHTS)
        found = type(weights).__name__
        raise ValueError(str(NOT_WEIGHTS.format(name=name, names=names, found=found)))
    return _BY_WEIGHTS[type(weights)]
