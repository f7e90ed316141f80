"""The gradient lab: how strongly the last state still depends on the first input.

One function for every recurrent net; what differs is what you hand it. The chain rule
does the work: ∂h_t/∂x_1 is the product of the Jacobians of the steps 1 ... t, and
autograd gives each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.shapes.arrays import expect
from course_utils.text import Text

WRONG_NET = Text(
    en="Expected one layer in one direction, batch_first=True and no projection, "
    "found {found}. Build the net with `memory_nets`, or measure a layer alone.",
    zh="需要单层、单向、batch_first=True、不带投影的网络，实际是 {found}。"
    "可以用 `memory_nets` 来建，或者一层一层地量。",
)


class AnyCell(Protocol):
    """A recurrent step of your own: its state holds h in the first H numbers."""

    hidden_size: int
    state_size: int

    def step(self, x: Tensor, state: Tensor) -> Tensor:
        """x (B, E), state (B, S) -> the next state (B, S)"""


@dataclass(frozen=True)
class MemoryCurves:
    """What was measured along one sequence; entry t-1 belongs to time step t.

    gradient_norms (T,): ‖∂h_t/∂x_1‖, the root of the sum of all squared entries
    state_norms (T,): ‖h_t‖
    singular_values (T, S): of the step's own Jacobian ∂s_t/∂s_{t-1}, falling; s is
        the whole state (h; in an LSTM h and c, so S = 2H). The first step's is no
        factor of ∂h_t/∂x_1: x_1 enters after it.
    gradient (H, E): ∂h_T/∂x_1 itself
    """

    gradient_norms: np.ndarray
    state_norms: np.ndarray
    singular_values: np.ndarray
    gradient: np.ndarray


def measure_memory(net: nn.RNNBase | AnyCell, x: np.ndarray | Tensor) -> MemoryCurves:
    """Read the sequence x (T, E) from a state of zeros; measure what is left of x_1.

    `net` is an `nn.RNN`, `nn.LSTM` or `nn.GRU`, or a `AnyCell`. Use float64: gradients
    below 1e-38 are nothing in float32.
    """
    expect(x, "T E", name="x", floats=True, finite=True)
    cell = TorchCell(net) if isinstance(net, nn.RNNBase) else net
    inputs = torch.as_tensor(x, dtype=dtype_of(net))
    H, state = cell.hidden_size, inputs.new_zeros(cell.state_size)
    gradient = torch.empty(0)  # by x_1, of the whole state: (S, E)
    norms, sizes, values = [], [], []
    for t, x_t in enumerate(inputs):
        state, by_state, by_input = step_jacobians(cell, x_t, state)
        gradient = by_state @ gradient if t > 0 else by_input
        norms.append(gradient[:H].norm())
        sizes.append(state[:H].norm())
        values.append(torch.linalg.svdvals(by_state))
    return MemoryCurves(
        gradient_norms=torch.stack(norms).numpy(),
        state_norms=torch.stack(sizes).numpy(),
        singular_values=torch.stack(values).numpy(),
        gradient=gradient[:H].numpy(),
    )


def step_jacobians(
    cell: AnyCell, x_t: Tensor, state: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """x_t (E,), state (S,) -> next state (S,), its Jacobian by the state (S, S) and
    by the input (S, E).

    The step is made S times at once, a row each; row i is asked for the gradient of
    its i-th number only.
    """
    rows = cell.state_size
    x_rows = x_t.repeat(rows, 1).requires_grad_()
    state_rows = state.repeat(rows, 1).requires_grad_()
    with torch.enable_grad():
        after = cell.step(x_rows, state_rows)
    one_each = torch.eye(rows, dtype=after.dtype)
    by_state, by_input = torch.autograd.grad(after, (state_rows, x_rows), one_each)
    return after[0].detach(), by_state, by_input


class TorchCell:
    """A layer of PyTorch, used one step at a time; an LSTM's state is h and c."""

    def __init__(self, net: nn.RNNBase) -> None:
        simple = net.num_layers == 1 and net.batch_first and not net.proj_size
        if net.bidirectional or not simple:
            raise ValueError(str(WRONG_NET.format(found=net)))
        self.net, self.hidden_size = net, net.hidden_size
        self.num_parts = 2 if isinstance(net, nn.LSTM) else 1
        self.state_size = self.num_parts * net.hidden_size

    def step(self, x: Tensor, state: Tensor) -> Tensor:
        """x (B, E), state (B, S) -> the next state (B, S)"""
        parts = tuple(
            part[None].contiguous() for part in state.split(self.hidden_size, dim=1)
        )
        _, after = self.net(x[:, None], parts if self.num_parts == 2 else parts[0])
        after = after if isinstance(after, tuple) else (after,)
        return torch.cat([part[0] for part in after], dim=1)


def dtype_of(net: nn.RNNBase | AnyCell) -> torch.dtype:
    """The precision in which a net of PyTorch computes; float64 for a `AnyCell`."""
    if isinstance(net, nn.Module):
        return next(net.parameters()).dtype
    return torch.float64
