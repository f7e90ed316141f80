"""A GRU by hand that resets first [Cho et al. 2014, as published]: W_hn (r ⊙ h).

The GRU of `gru`, but the reset gate acts on the state before the matrix product. So
the two biases of block n stand side by side again, and one is enough.
"""

from typing import NamedTuple

import numpy as np

from course_utils.scratch.gru import UPDATE
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


class GRUResetFirstWeights(NamedTuple):
    """W_xh (3H, E), W_hh (3H, H), b_h (3H), blocks r z n."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


@counts("input_size", "hidden_size")
def gru_reset_first_init(
    input_size: int,
    hidden_size: int,
    rng: np.random.Generator,
    update_bias: float | None = None,
) -> GRUResetFirstWeights:
    """W_xh (3H, E), W_hh (3H, H), b_h (3H), uniform in ±1/√H.

    `update_bias` is the bias of every update gate z: a large one keeps the state.
    """
    W_xh = uniform(rng, (3 * hidden_size, input_size), hidden_size)
    W_hh = uniform(rng, (3 * hidden_size, hidden_size), hidden_size)
    b_h = uniform(rng, (3, hidden_size), hidden_size)
    set_block(b_h, UPDATE, update_bias, "update_bias")
    return GRUResetFirstWeights(W_xh, W_hh, b_h.reshape(-1))


@takes(W_hh="3H H", b_h="3H", W_xh="3H E", h="B H", x="B E")
def gru_reset_first_step(
    x: np.ndarray,
    h: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
) -> np.ndarray:
    """x (B, E), h (B, H), W_xh (3H, E), W_hh (3H, H), b_h (3H)
    -> h_t (B, H)
    """
    W_hr, W_hz, W_hn = np.split(W_hh, 3)  # (H, H) each
    a_r, a_z, a_n = np.split(x @ W_xh.T + b_h, 3, axis=1)
    r = sigmoid(a_r + h @ W_hr.T)
    z = sigmoid(a_z + h @ W_hz.T)
    n = np.tanh(a_n + (r * h) @ W_hn.T)
    return (1 - z) * n + z * h


@takes(W_hh="3H H", b_h="3H", W_xh="3H E", h0="B H", x="B T E")
def gru_reset_first_forward(
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
) -> GatedTrace:
    """x (B, T, E), h0 (B, H), W_xh (3H, E), W_hh (3H, H), b_h (3H)
    -> states (B, T, H), gates r z n (B, T, 3, H)
    """
    W_hrz, W_hn = np.split(W_hh, [2 * h0.shape[1]])  # (2H, H), (H, H)
    gates = blocks(project(x, W_xh) + b_h, 3)  # (B, T, 3, H)
    states = np.empty_like(gates[:, :, 0])  # (B, T, H)
    h = h0
    for t in range(x.shape[1]):
        gate = gates[:, t]
        gate[:, :2] = sigmoid(gate[:, :2] + blocks(h @ W_hrz.T, 2))
        r, z, n = gate.swapaxes(0, 1)  # (B, H) each, views
        n[:] = np.tanh(n + (r * h) @ W_hn.T)
        h = (1 - z) * n + z * h
        states[:, t] = h
    return GatedTrace(states, gates)


# Here r gets its gradient through W_hn, so n comes first, then r and z.
@takes(
    W_hh="3H H",
    W_xh="3H E",
    h0="B H",
    x="B T E",
    gates="B T 3 H",
    states="B T H",
    dstates="B T H",
)
def gru_reset_first_backward(
    dstates: np.ndarray,
    states: np.ndarray,
    gates: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """dstates, states (B, T, H), gates (B, T, 3, H), x (B, T, E), h0 (B, H),
    W_xh (3H, E), W_hh (3H, H)
    -> dx (B, T, E), dh0 (B, H), dW_xh (3H, E), dW_hh (3H, H), db_h (3H)
    """
    W_hrz, W_hn = np.split(W_hh, [2 * h0.shape[1]])  # (2H, H), (H, H)
    r, z, n = gates.transpose(2, 0, 1, 3)  # (B, T, H) each
    before = previous(h0, states)
    slopes = [before * r * (1 - r), (before - n) * z * (1 - z), (1 - z) * (1 - n**2)]
    da = np.stack(slopes, axis=2)  # (B, T, 3, H)
    dh = np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        dh = dh + dstates[:, t]
        da[:, t, 1:] *= dh[:, None]
        dreset = da[:, t, 2] @ W_hn  # of r ⊙ h
        da[:, t, 0] *= dreset
        dh = joined(da[:, t, :2]) @ W_hrz + dreset * r[:, t] + dh * z[:, t]
    dW_hrz = outer_sum(joined(da[:, :, :2]), before)
    dW_hn = outer_sum(da[:, :, 2], r * before)
    da = joined(da)  # (B, T, 3H)
    dW_hh = np.concatenate([dW_hrz, dW_hn])
    return project(da, W_xh.T), dh, outer_sum(da, x), dW_hh, da.sum(axis=(0, 1))
