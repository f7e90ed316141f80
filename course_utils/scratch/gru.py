"""The GRU by hand, in PyTorch's form: the reset gate after the matrix product.

Blocks of H rows in PyTorch's order: r z n. Cho et al. (2014) have both forms: the
first version of their paper this one, later versions the other (`gru_reset_first`).
The second bias of block n, `b_hn`, stands inside r ⊙ (...), so it cannot be added to
the first; those of r and z can, and are.
"""

from typing import NamedTuple

import numpy as np

from course_utils.scratch.gates import sigmoid
from course_utils.scratch.initial import set_block, uniform
from course_utils.shapes import takes
from course_utils.whole_numbers import counts

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
    dh = dp @ W_hh + dh_t * z
    return da @ W_xh, dh, da.T @ x, dp.T @ h, da.sum(axis=0), dp_n.sum(axis=0)
