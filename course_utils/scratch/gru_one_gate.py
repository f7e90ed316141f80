"""The simplified GRU by hand: an update gate z, and no reset gate.

The GRU of `gru` with r = 1, from which Ng (2018) teaches the full one. Blocks of H
rows: z n.
"""

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
from course_utils.shapes.arrays import takes
from course_utils.shapes.whole_numbers import counts

UPDATE_GATE = 0
"""The place of the update gate among the blocks."""


class GRUOneGateWeights(NamedTuple):
    """W_xh (2H, E), W_hh (2H, H), b_h (2H), blocks z n."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


@counts("input_size", "hidden_size")
def gru_one_gate_init(
    input_size: int,
    hidden_size: int,
    rng: np.random.Generator,
    update_bias: float | None = None,
) -> GRUOneGateWeights:
    """W_xh (2H, E), W_hh (2H, H), b_h (2H), uniform in ±1/√H.

    `update_bias` is the bias of every update gate z: a large one keeps the state.
    """
    W_xh = uniform(rng, (2 * hidden_size, input_size), hidden_size)
    W_hh = uniform(rng, (2 * hidden_size, hidden_size), hidden_size)
    b_h = uniform(rng, (2, hidden_size), hidden_size)
    set_block(b_h, UPDATE_GATE, update_bias, "update_bias")
    return GRUOneGateWeights(W_xh, W_hh, b_h.reshape(-1))


@takes(W_hh="2H H", b_h="2H", W_xh="2H E", h="B H", x="B E")
def gru_one_gate_step(
    x: np.ndarray,
    h: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
) -> np.ndarray:
    """x (B, E), h (B, H), W_xh (2H, E), W_hh (2H, H), b_h (2H)
    -> h_t (B, H)
    """
    a = x @ W_xh.T + h @ W_hh.T + b_h  # (B, 2H)
    a_z, a_n = np.split(a, 2, axis=1)
    z = sigmoid(a_z)
    n = np.tanh(a_n)
    return (1 - z) * n + z * h


@takes(W_hh="2H H", b_h="2H", W_xh="2H E", h0="B H", x="B T E")
def gru_one_gate_forward(
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
) -> GatedTrace:
    """x (B, T, E), h0 (B, H), W_xh (2H, E), W_hh (2H, H), b_h (2H)
    -> states (B, T, H), gates z n (B, T, 2, H)
    """
    gates = blocks(project(x, W_xh) + b_h, 2)  # (B, T, 2, H)
    states = np.empty_like(gates[:, :, 0])  # (B, T, H)
    h = h0
    for t in range(x.shape[1]):
        gates[:, t] += blocks(h @ W_hh.T, 2)
        z, n = gates[:, t].swapaxes(0, 1)  # (B, H) each, views
        z[:], n[:] = sigmoid(z), np.tanh(n)
        h = (1 - z) * n + z * h
        states[:, t] = h
    return GatedTrace(states, gates)


@takes(
    W_hh="2H H",
    W_xh="2H E",
    h0="B H",
    x="B T E",
    gates="B T 2 H",
    states="B T H",
    dstates="B T H",
)
def gru_one_gate_backward(
    dstates: np.ndarray,
    states: np.ndarray,
    gates: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """dstates, states (B, T, H), gates (B, T, 2, H), x (B, T, E), h0 (B, H),
    W_xh (2H, E), W_hh (2H, H)
    -> dx (B, T, E), dh0 (B, H), dW_xh (2H, E), dW_hh (2H, H), db_h (2H)
    """
    z, n = gates.transpose(2, 0, 1, 3)  # (B, T, H) each
    before = previous(h0, states)
    slopes = [(before - n) * z * (1 - z), (1 - z) * (1 - n**2)]
    da = np.stack(slopes, axis=2)  # (B, T, 2, H)
    dh = np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        dh = dh + dstates[:, t]
        da[:, t] *= dh[:, None]
        dh = joined(da[:, t]) @ W_hh + dh * z[:, t]
    da = joined(da)  # (B, T, 2H)
    dW_xh, dW_hh = outer_sum(da, x), outer_sum(da, before)
    return project(da, W_xh.T), dh, dW_xh, dW_hh, da.sum(axis=(0, 1))
