"""A recurrence without h in its gates: read step by step, or all at once in rounds.

Letters: B sequences, T steps, E inputs, H units.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor, nn

from course_utils.models.recurrent import check_choice
from course_utils.parallel.inputs import check_input
from course_utils.shapes.whole_numbers import POSITIVE, whole_number

ReadingOrder = Literal["scan", "loop"]


def loop_states(kept: Tensor, added: Tensor, h: Tensor) -> Tensor:
    """h_t = kept_t h_{t-1} + added_t, one step after another: (B, T, H).

    kept, added (B, T, H), h (B, H) before the first step.
    """
    states = []
    for t in range(kept.shape[1]):
        h = kept[:, t] * h + added[:, t]
        states.append(h)
    return torch.stack(states, dim=1)


def scan_states(kept: Tensor, added: Tensor, h: Tensor) -> Tensor:
    """The same states in ceil(log2 T) rounds, each for all t at once.

    After a round, kept and added of a place stand for twice as many steps
    up to it. Source: Hillis and Steele (1986).
    """
    first = added[:, :1] + kept[:, :1] * h[:, None]
    added = torch.cat([first, added[:, 1:]], dim=1)
    apart, num_steps = 1, kept.shape[1]
    while apart < num_steps:
        late, early = slice(apart, None), slice(num_steps - apart)
        joined = added[:, late] + kept[:, late] * added[:, early]
        added = torch.cat([added[:, :apart], joined], dim=1)
        both = kept[:, late] * kept[:, early]
        kept = torch.cat([kept[:, :apart], both], dim=1)
        apart *= 2
    return added


READING_ORDERS: dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "scan": scan_states,
    "loop": loop_states,
}


class MinimalGRU(nn.Module):
    """A GRU whose gate and candidate never ask h: h_t = (1 - z_t) h_{t-1} + z_t n_t.

    z_t = sigmoid(W_z x_t + b_z), n_t = W_n x_t + b_n. Source: Feng et al. (2024).
    """

    def __init__(self, input_size: int, hidden_size: int, keeping: float = 2.0) -> None:
        """Untrained, it keeps about sigmoid(keeping) of h a step: 0.88 for 2."""
        super().__init__()
        whole_number(input_size, "input_size", POSITIVE)
        self.hidden_size = whole_number(hidden_size, "hidden_size", POSITIVE)
        self.gate = nn.Linear(input_size, hidden_size)
        self.candidate = nn.Linear(input_size, hidden_size)
        nn.init.constant_(self.gate.bias, -keeping)

    def forward(
        self, x: Tensor, h: Tensor | None = None, order: ReadingOrder = "scan"
    ) -> tuple[Tensor, Tensor]:
        """x (B, T, E), h (B, H) or 0 -> all states (B, T, H), and the last (B, H)."""
        check_input(x, self.gate.in_features)
        check_choice("order", order, READING_ORDERS)
        z, n = self.gate(x).sigmoid(), self.candidate(x)
        h = x.new_zeros(len(x), self.hidden_size) if h is None else h
        states = READING_ORDERS[order](1 - z, z * n, h)
        return states, states[:, -1]
