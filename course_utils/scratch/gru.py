"""The GRU by hand, in PyTorch's form: the reset gate after the matrix product.

Blocks of H rows in PyTorch's order: r z n. Cho et al. (2014) reset before the product
(`gru_reset_first`); PyTorch follows cuDNN, where one product serves all blocks. The
second bias of block n, `b_hn`, stands inside r ⊙ (...), so it cannot be added to the
first; those of r and z can, and are.
"""

from typing import NamedTuple

import numpy as np

from course_utils.scratch.parts import (
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

UPDATE = 1
"""The place of the update gate among the blocks."""


class GRUWeights(NamedTuple):
    """The weights of a GRU: W_xh (3H, E), W_hh (3H, H), b_h (3H), b_hn (H); r z n."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray
    b_hn: np.ndarray


class GRUTrace(NamedTuple):
    """h_1 ... h_T (B, T, H), gates r z n (B, T, 3, H), W_hn h + b_hn (B, T, H)."""

    states: np.ndarray
    gates: np.ndarray
    products: np.ndarray


@counts("input_size", "hidden_size")
def gru_init(
    input_size: int,
    hidden_size: int,
    rng: np.random.Generator,
    update_bias: float | None = None,
) -> GRUWeights:
    """W_xh (3H, E), W_hh (3H, H), b_h (3H), b_hn (H), uniform in ±1/√H.

    `update_bias` is the bias of every update gate z: a large one keeps the state.
    """
    W_xh = uniform(rng, (3 * hidden_size, input_size), hidden_size)
    W_hh = uniform(rng, (3 * hidden_size, hidden_size), hidden_size)
    b_h = uniform(rng, (3, hidden_size), hidden_size)
    b_hn = uniform(rng, (hidden_size,), hidden_size)
    set_block(b_h, UPDATE, update_bias, "update_bias")
    return GRUWeights(W_xh, W_hh, b_h.reshape(-1), b_hn)


@takes(b_hn="H", W_hh="3H H", b_h="3H", W_xh="3H E", h="B H", x="B E")
def gru_step(
    x: np.ndarray,
    h: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
    b_hn: np.ndarray,
) -> np.ndarray:
    """x (B, E), h (B, H), W_xh (3H, E), W_hh (3H, H), b_h (3H), b_hn (H)
    -> h_t (B, H)
    """
    a_r, a_z, a_n = np.split(x @ W_xh.T + b_h, 3, axis=1)  # (B, H) each
    p_r, p_z, p_n = np.split(h @ W_hh.T, 3, axis=1)
    r = sigmoid(a_r + p_r)
    z = sigmoid(a_z + p_z)
    n = np.tanh(a_n + r * (p_n + b_hn))
    return (1 - z) * n + z * h


@takes(b_hn="H", W_hh="3H H", b_h="3H", W_xh="3H E", h="B H", x="B E", dh_t="B H")
def gru_step_backward(
    dh_t: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
    b_hn: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """dh_t (B, H), x (B, E), h (B, H),
    W_xh (3H, E), W_hh (3H, H), b_h (3H), b_hn (H)
    -> dx (B, E), dh (B, H),
    dW_xh (3H, E), dW_hh (3H, H), db_h (3H), db_hn (H)
    """
    a_r, a_z, a_n = np.split(x @ W_xh.T + b_h, 3, axis=1)  # (B, H) each
    p_r, p_z, p_n = np.split(h @ W_hh.T, 3, axis=1)
    r, z = sigmoid(a_r + p_r), sigmoid(a_z + p_z)
    n = np.tanh(a_n + r * (p_n + b_hn))
    da_n = dh_t * (1 - z) * (1 - n**2)
    da_z = dh_t * (h - n) * z * (1 - z)
    da_r = da_n * (p_n + b_hn) * r * (1 - r)
    dp_n = da_n * r
    da = np.concatenate([da_r, da_z, da_n], axis=1)  # (B, 3H)
    dp = np.concatenate([da_r, da_z, dp_n], axis=1)
    dx, dh = da @ W_xh, dp @ W_hh + dh_t * z
    db_h, db_hn = da.sum(axis=0), dp_n.sum(axis=0)
    return dx, dh, da.T @ x, dp.T @ h, db_h, db_hn


@takes(b_hn="H", W_hh="3H H", b_h="3H", W_xh="3H E", h0="B H", x="B T E")
def gru_forward(
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
    b_hn: np.ndarray,
) -> GRUTrace:
    """x (B, T, E), h0 (B, H),
    W_xh (3H, E), W_hh (3H, H), b_h (3H), b_hn (H)
    -> states (B, T, H), gates r z n (B, T, 3, H), products (B, T, H)
    """
    gates = blocks(project(x, W_xh) + b_h, 3)  # (B, T, 3, H)
    states = np.empty_like(gates[:, :, 0])  # (B, T, H)
    products = np.empty_like(states)
    h = h0
    for t in range(x.shape[1]):
        gate, p = gates[:, t], blocks(h @ W_hh.T, 3)
        gate[:, :2] = sigmoid(gate[:, :2] + p[:, :2])
        products[:, t] = p[:, 2] + b_hn
        r, z, n = gate.swapaxes(0, 1)  # (B, H) each, views
        n[:] = np.tanh(n + r * products[:, t])
        h = (1 - z) * n + z * h
        states[:, t] = h
    return GRUTrace(states, gates, products)


# Every slope of a step is known before the way back begins: all that the loop adds
# is dh, what later steps say of h_t.
@takes(
    W_hh="3H H",
    W_xh="3H E",
    h0="B H",
    x="B T E",
    products="B T H",
    gates="B T 3 H",
    states="B T H",
    dstates="B T H",
)
def gru_backward(
    dstates: np.ndarray,
    states: np.ndarray,
    gates: np.ndarray,
    products: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """dstates, states, products (B, T, H), gates (B, T, 3, H), x (B, T, E),
    h0 (B, H), W_xh (3H, E), W_hh (3H, H)
    -> dx (B, T, E), dh0 (B, H),
    dW_xh (3H, E), dW_hh (3H, H), db_h (3H), db_hn (H)
    """
    r, z, n = gates.transpose(2, 0, 1, 3)  # (B, T, H) each
    before = previous(h0, states)
    slope_n = (1 - z) * (1 - n**2)
    slope_z = (before - n) * z * (1 - z)
    slope_r = slope_n * products * r * (1 - r)
    dp = np.stack([slope_r, slope_z, slope_n * r], axis=2)  # (B, T, 3, H)
    dh = np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        dh = dh + dstates[:, t]
        slope_n[:, t] *= dh
        dp[:, t] *= dh[:, None]
        dh = joined(dp[:, t]) @ W_hh + dh * z[:, t]
    da = dp.copy()
    da[:, :, 2] = slope_n
    da, dp = joined(da), joined(dp)  # (B, T, 3H)
    dW_xh, dW_hh = outer_sum(da, x), outer_sum(dp, before)
    db_h, db_p = da.sum(axis=(0, 1)), dp.sum(axis=(0, 1))
    return project(da, W_xh.T), dh, dW_xh, dW_hh, db_h, db_p[2 * h0.shape[1] :]
