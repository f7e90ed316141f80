"""What reading costs: all of T steps at once, and one character more after t.

Works take turns in one run, so that a busy computer hits all alike; times are ratios.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_utils.bench.timing import Work, fastest, repeats_in
from course_utils.measured.after_gates import LengthCost, NextCost
from course_utils.parallel.attention import CausalAttention
from course_utils.parallel.blocks import NUM_HEADS
from course_utils.parallel.nets import BodyName, count_state, make_sequence_model
from course_utils.parallel.recurrence import MinimalGRU, ReadingOrder
from course_utils.training.computing import course_threads, initial_weights

WIDTH = 64
LENGTHS = (8, 16, 32, 64, 128, 256, 512, 1024, 2048)
KNOWN = (16, 64, 256, 1024, 4096)
NEXT_KINDS: tuple[BodyName, ...] = ("lstm", "minimal_gru", "transformer")
_NEXT_PARAMETERS = 100_000
_NUM_SYMBOLS = 100
_WORK_SECONDS = 0.02
_FIRST = "lstm"


class FusedAttention(CausalAttention):
    """The same function by PyTorch's own kernel, which never keeps all pairs."""

    def forward(self, x: Tensor, memory: Any = None) -> tuple[Tensor, Any]:
        """x (B, T, D) -> what each step sees (B, T, D)."""
        queries, keys, values = self.split(x)
        seen = F.scaled_dot_product_attention(queries, keys, values, is_causal=True)
        return self.join(seen), memory


def measure_lengths(
    lengths: Sequence[int] = LENGTHS, turns: int = 3, width: int = WIDTH
) -> tuple[LengthCost, ...]:
    """Forward and backward of each layer, one sequence, over the lengths."""
    with course_threads(1):
        readers = make_readers(width)
        works = [
            _reading(read, steps, width)
            for steps in lengths
            for read in readers.values()
        ]
        seconds = _seconds(works, turns)
    rows = [
        dict(zip(readers, seconds[start:], strict=False))
        for start in range(0, len(seconds), len(readers))
    ]
    unit = rows[0][_FIRST]
    return tuple(
        LengthCost(steps, {name: each / unit for name, each in row.items()})
        for steps, row in zip(lengths, rows, strict=True)
    )


def make_readers(width: int) -> dict[str, Callable[[Tensor], Tensor]]:
    """Layers of one width, each as a function x (1, T, D) -> (1, T, D)."""
    with initial_weights(0):
        minimal = MinimalGRU(width, width)
        nets = {
            "lstm": nn.LSTM(width, width, batch_first=True),
            "gru": nn.GRU(width, width, batch_first=True),
            "attention": CausalAttention(width, NUM_HEADS),
            "fused": FusedAttention(width, NUM_HEADS),
        }

    def first_of(net: nn.Module) -> Callable[[Tensor], Tensor]:
        return lambda x: net(x)[0]

    def in_order(order: ReadingOrder) -> Callable[[Tensor], Tensor]:
        return lambda x: minimal(x, order=order)[0]

    orders: tuple[ReadingOrder, ...] = ("loop", "scan")
    return {name: first_of(net) for name, net in nets.items()} | {
        order: in_order(order) for order in orders
    }


def measure_nexts(
    known: Sequence[int] = KNOWN, turns: int = 3, parameters: int = _NEXT_PARAMETERS
) -> tuple[NextCost, ...]:
    """One character more after `known` ones, by nets of equally many parameters."""
    with course_threads(1), torch.no_grad():
        models = {
            kind: make_sequence_model(kind, _NUM_SYMBOLS, _NUM_SYMBOLS, parameters)
            for kind in NEXT_KINDS
        }
        states: list[Any] = []
        works: list[Work] = []
        for num_steps in known:
            ids = torch.arange(num_steps)[None] % _NUM_SYMBOLS
            for model in models.values():
                _, state = model(ids)
                states.append(state)
                works.append(_next_character(model, state))
        seconds = _seconds(works, turns)
    costs = []
    for place, num_steps in enumerate(known):
        part = slice(place * len(models), (place + 1) * len(models))
        ratios: dict[str, float] = {
            kind: each / seconds[0]
            for kind, each in zip(models, seconds[part], strict=True)
        }
        numbers: dict[str, int] = {
            kind: count_state(state)
            for kind, state in zip(models, states[part], strict=True)
        }
        costs.append(NextCost(num_steps, ratios, numbers))
    return tuple(costs)


def _reading(read: Callable[[Tensor], Tensor], steps: int, width: int) -> Work:
    generator = torch.Generator().manual_seed(steps)
    x = torch.randn((1, steps, width), generator=generator).requires_grad_()
    return lambda: read(x).sum().backward()


def _next_character(model: nn.Module, state: Any) -> Work:
    ids = torch.zeros(1, 1, dtype=torch.long)
    return lambda: model(ids, state)


def _seconds(works: Sequence[Work], turns: int) -> list[float]:
    repeats = [repeats_in(_WORK_SECONDS, work) for work in works]
    return fastest(works, turns, repeats)
