"""Five ways to read a sequence, in one frame and with equally many parameters.

Letters: B sequences, T steps, V symbols, E inputs, H units, C classes or symbols.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from torch import Tensor, nn

from course_utils.models.recurrent import (
    TORCH_CELLS,
    CellName,
    check_choice,
    check_ids,
    set_gate_bias,
)
from course_utils.parallel.blocks import NUM_HEADS, MinimalGRUStack, Transformer
from course_utils.shapes.whole_numbers import POSITIVE, whole_number
from course_utils.text import Text
from course_utils.training.computing import count_parameters, initial_weights

BodyName = Literal["rnn", "lstm", "gru", "minimal_gru", "transformer"]
BODIES: tuple[BodyName, ...] = ("rnn", "lstm", "gru", "minimal_gru", "transformer")
EMBEDDING = 16
_THINKING = 2
"""The feed-forward net of a block has this many times its units, or a little more."""
_TOLERANCE = 0.02
_FAR = {"lstm": 3.0, "gru": 2.0, "minimal_gru": 2.0}
_NEAR = 1.0
"""Biases of the gate that keeps the state, before training."""


@dataclass(frozen=True)
class BodySize:
    """H units, and, in a block, F units of its feed-forward net (0: no blocks)."""

    units: int
    thinking: int = 0


def make_body(
    kind: BodyName, input_size: int, size: BodySize, far: bool = True
) -> nn.Module:
    """What reads: x (B, T, E), state -> (B, T, H), state.

    One layer of PyTorch's cells; two blocks of the others. `far`: nets with gates start
    as lesson 05 starts them for a long memory, else with a bias of 1.
    """
    check_choice("kind", kind, BODIES)
    if kind == "transformer":
        return Transformer(input_size, size.units, size.thinking)
    if kind == "minimal_gru":
        keeping = _FAR[kind] if far else _NEAR
        return MinimalGRUStack(input_size, size.units, size.thinking, keeping=keeping)
    net = TORCH_CELLS[kind](input_size, size.units, batch_first=True)
    _start_to_remember(kind, net, far)
    return net


def _start_to_remember(kind: CellName, net: nn.RNNBase, far: bool) -> None:
    """An RNN only turns its state; a GRU and an LSTM keep most of it."""
    if kind == "rnn":
        nn.init.orthogonal_(net.get_parameter("weight_hh_l0"))
    else:  # the second gate keeps: input, forget, cell, output; reset, update, new
        set_gate_bias(net, 1, _FAR[kind] if far else _NEAR)


class SequenceModel(nn.Module):
    """Embedding, a body of any kind, readout: scores after each step."""

    def __init__(
        self, kind: BodyName, num_symbols: int, num_outputs: int, size: BodySize
    ) -> None:
        super().__init__()
        self.kind = kind
        self.embedding = nn.Embedding(num_symbols, EMBEDDING)
        self.body = make_body(kind, EMBEDDING, size)
        self.readout = nn.Linear(size.units, num_outputs)

    def forward(self, ids: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        """ids (B, T), state of what was read before -> scores (B, T, C), state."""
        check_ids(ids, self.embedding)
        if ids.shape[1] < 1:
            raise ValueError(str(_NO_STEPS.format(found=tuple(ids.shape))))
        states, state = self.body(self.embedding(ids), state)
        return self.readout(states), state


def make_sequence_model(
    kind: BodyName, num_symbols: int, num_outputs: int, parameters: int, seed: int = 0
) -> SequenceModel:
    """An untrained model of nearly so many parameters; `ValueError` if none is near."""

    def make(size: BodySize) -> SequenceModel:
        return SequenceModel(kind, num_symbols, num_outputs, size)

    size = fit_size(kind, parameters, make)
    with initial_weights(seed):
        return make(size)


def fit_size(
    kind: BodyName, parameters: int, make: Callable[[BodySize], nn.Module]
) -> BodySize:
    """The size with which `make` makes a model of nearly so many parameters.

    Of blocks, units first, then the feed-forward net takes up the rest. Raises a
    `ValueError` unless it is within 2 %.
    """
    whole_number(parameters, "parameters", POSITIVE)
    check_choice("kind", kind, BODIES)
    step = NUM_HEADS if kind == "transformer" else 1
    ratio = _THINKING if kind in ("minimal_gru", "transformer") else 0

    def count(size: BodySize) -> int:
        with initial_weights(0):
            return count_parameters(make(size))

    def of_units(steps: int) -> BodySize:
        return BodySize(step * steps, ratio * step * steps)

    choices = _around(parameters, of_units, count)
    if ratio:
        units = choices[0][1].units
        choices = _around(parameters, lambda n: BodySize(units, n), count)
    found, best = min(choices, key=lambda choice: abs(choice[0] - parameters))
    if abs(found - parameters) > _TOLERANCE * parameters:
        values = {"kind": kind, "found": found, "parameters": parameters}
        raise ValueError(str(_NOT_NEAR.format(**values)))
    return best


def count_state(state: Any) -> int:
    """How many numbers a state holds: one tensor, or tuples and lists of them."""
    if isinstance(state, Tensor):
        return state.numel()
    return sum(count_state(each) for each in state)


def _around(
    parameters: int,
    size_of: Callable[[int], BodySize],
    count: Callable[[BodySize], int],
) -> list[tuple[int, BodySize]]:
    """The largest size that fits and the next one, each with its parameters.

    A matrix has rows times columns, so the parameters are quadratic in `size_of`'s
    number, and three nets, small ones, tell of all others.
    """
    one, two, three = (count(size_of(n)) for n in (1, 2, 3))

    def parameters_of(n: int) -> int:
        bend = (three - two) - (two - one)
        return one + (n - 1) * (two - one) + (n - 1) * (n - 2) // 2 * bend

    largest = _largest(lambda n: parameters_of(n) <= parameters)
    return [(parameters_of(n), size_of(n)) for n in (largest, largest + 1)]


def _largest(fits: Callable[[int], bool]) -> int:
    """The largest whole number from 1 on that fits, by doubling, then halving."""
    high = 2
    while fits(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


_NO_STEPS = Text(
    en="ids: expected at least one step, found {found}. Give each sequence a symbol.",
    zh="ids 至少要有一步，实际形状是 {found}。请给每个序列至少一个符号。",
)
_NOT_NEAR = Text(
    en="parameters: no {kind} has nearly {parameters}, the nearest has {found}. "
    "Ask for more, such as 10000.",
    zh="parameters：没有哪个 {kind} 的参数个数接近 {parameters}，最近的是 {found}。"
    "请多给一些，例如 10000。",
)
