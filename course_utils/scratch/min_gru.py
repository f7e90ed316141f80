"""The minimal GRU by hand [Feng et al. 2024]: gates that do not look at the state.

The GRU with one gate, without W_hh, and without the tanh around n: z and n come from
x_t alone, so h_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ n_t is linear in the state, and a scan
finds all states (`recurrence`). This is the form of that paper that is computed as it
stands; another one there, computed with logarithms, keeps n above 0. As in the paper,
z near 1 writes; in PyTorch's GRU, z near 1 keeps. Blocks of H rows: z n.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from course_utils.scratch.parts import (
    GatedTrace,
    blocks,
    joined,
    outer_sum,
    previous,
    project,
    set_block,
    sigmoid,
    uniform,
)
from course_utils.scratch.recurrence import (
    recurrence_backward,
    recurrence_forward,
    scan,
)
from course_utils.shapes.arrays import takes
from course_utils.shapes.whole_numbers import counts

WRITING_GATE = 0
"""The place of z among the blocks."""


class MinGRUWeights(NamedTuple):
    """The weights of a minimal GRU: W_xh (2H, E), b_h (2H), blocks z n."""

    W_xh: np.ndarray
    b_h: np.ndarray


@counts("input_size", "hidden_size")
def min_gru_init(
    input_size: int,
    hidden_size: int,
    rng: np.random.Generator,
    update_bias: float | None = None,
) -> MinGRUWeights:
    """W_xh (2H, E), b_h (2H), uniform in ±1/√E, as in torch.nn.Linear.

    `update_bias` is the bias of every z: one far below 0 keeps the state.
    """
    W_xh = uniform(rng, (2 * hidden_size, input_size), input_size)
    b_h = uniform(rng, (2, hidden_size), input_size)
    set_block(b_h, WRITING_GATE, update_bias, "update_bias")
    return MinGRUWeights(W_xh, b_h.reshape(-1))


@takes(h="B H", b_h="2H", W_xh="2H E", x="B E")
def min_gru_step(
    x: np.ndarray, h: np.ndarray, W_xh: np.ndarray, b_h: np.ndarray
) -> np.ndarray:
    """x (B, E), h (B, H), W_xh (2H, E), b_h (2H) -> h_t (B, H)

    z = σ(W_xz x + b_z), n = W_xn x + b_n, h_t = (1 - z) ⊙ h + z ⊙ n
    Source: Feng et al. (2024).
    """
    a_z, n = np.split(x @ W_xh.T + b_h, 2, axis=1)  # (B, H) each
    z = sigmoid(a_z)
    return (1 - z) * h + z * n


@takes(h0="B H", b_h="2H", W_xh="2H E", x="B T E")
def min_gru_forward(
    x: np.ndarray, h0: np.ndarray, W_xh: np.ndarray, b_h: np.ndarray
) -> GatedTrace:
    """x (B, T, E), h0 (B, H), W_xh (2H, E), b_h (2H)
    -> states (B, T, H), gates z n (B, T, 2, H), by a loop of T steps
    """
    gates = _gates(x, W_xh, b_h)
    z, n = gates.transpose(2, 0, 1, 3)  # (B, T, H) each
    return GatedTrace(recurrence_forward(1 - z, z * n, h0), gates)


@takes(h0="B H", b_h="2H", W_xh="2H E", x="B T E")
def min_gru_scan(
    x: np.ndarray, h0: np.ndarray, W_xh: np.ndarray, b_h: np.ndarray
) -> GatedTrace:
    """As `min_gru_forward`, in ⌈log2 T⌉ rounds of a scan instead of T steps."""
    gates = _gates(x, W_xh, b_h)
    z, n = gates.transpose(2, 0, 1, 3)  # (B, T, H) each
    return GatedTrace(scan(1 - z, z * n, h0).states, gates)


@takes(
    h0="B H",
    W_xh="2H E",
    x="B T E",
    gates="B T 2 H",
    states="B T H",
    dstates="B T H",
)
def min_gru_backward(
    dstates: np.ndarray,
    states: np.ndarray,
    gates: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """dstates, states (B, T, H), gates (B, T, 2, H), x (B, T, E), h0 (B, H),
    W_xh (2H, E)
    -> dx (B, T, E), dh0 (B, H), dW_xh (2H, E), db_h (2H), by a scan from the end
    """
    z, n = gates.transpose(2, 0, 1, 3)  # (B, T, H) each
    _, dh, dh0 = recurrence_backward(dstates, states, 1 - z, h0)
    da_z = dh * (n - previous(h0, states)) * z * (1 - z)
    da = joined(np.stack([da_z, dh * z], axis=2))  # (B, T, 2H)
    return project(da, W_xh.T), dh0, outer_sum(da, x), da.sum(axis=(0, 1))


def _gates(x: np.ndarray, W_xh: np.ndarray, b_h: np.ndarray) -> np.ndarray:
    """z n of all steps (B, T, 2, H): no step waits for another."""
    gates = blocks(project(x, W_xh) + b_h, 2)
    gates[:, :, WRITING_GATE] = sigmoid(gates[:, :, WRITING_GATE])
    return gates
