"""The LSTM by hand [Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000].

Blocks of H rows in PyTorch's order: i f g o. One bias: of PyTorch's two, only the sum
acts, so that both have the gradient of `b_h`.
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

FORGET = 1
"""The place of the forget gate among the blocks."""
_HALF = np.array([0.5, 0.5, 1, 0.5], dtype=np.float32)[:, None]
"""1/2 for the blocks that σ squashes, 1 for g; float32, to raise no precision."""


class LSTMWeights(NamedTuple):
    """The weights of an LSTM: W_xh (4H, E), W_hh (4H, H), b_h (4H), blocks i f g o."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


class LSTMTrace(NamedTuple):
    """h_1 ... h_T and c_1 ... c_T (B, T, H), and the gates (B, T, 4, H): i f g o."""

    states: np.ndarray
    cells: np.ndarray
    gates: np.ndarray


@counts("input_size", "hidden_size")
def lstm_init(
    input_size: int,
    hidden_size: int,
    rng: np.random.Generator,
    forget_bias: float | None = None,
) -> LSTMWeights:
    """W_xh (4H, E), W_hh (4H, H), b_h (4H), uniform in ±1/√H as in torch.nn.LSTM.

    `forget_bias` is the bias of every forget gate: from 1 up, an LSTM remembers from
    the first update on [Gers et al. 2000; Jozefowicz et al. 2015].
    """
    W_xh = uniform(rng, (4 * hidden_size, input_size), hidden_size)
    W_hh = uniform(rng, (4 * hidden_size, hidden_size), hidden_size)
    b_h = uniform(rng, (4, hidden_size), hidden_size)
    set_block(b_h, FORGET, forget_bias, "forget_bias")
    return LSTMWeights(W_xh, W_hh, b_h.reshape(-1))


@takes(W_hh="4H H", b_h="4H", W_xh="4H E", c="B H", h="B H", x="B E")
def lstm_step(
    x: np.ndarray,
    h: np.ndarray,
    c: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """x (B, E), h, c (B, H), W_xh (4H, E), W_hh (4H, H), b_h (4H)
    -> h_t, c_t (B, H)
    """
    a = x @ W_xh.T + h @ W_hh.T + b_h  # (B, 4H)
    a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)
    i, f, o = sigmoid(a_i), sigmoid(a_f), sigmoid(a_o)
    g = np.tanh(a_g)
    c_t = f * c + i * g
    h_t = o * np.tanh(c_t)
    return h_t, c_t


@takes(
    W_hh="4H H",
    b_h="4H",
    W_xh="4H E",
    c="B H",
    h="B H",
    x="B E",
    dc_t="B H",
    dh_t="B H",
)
def lstm_step_backward(
    dh_t: np.ndarray,
    dc_t: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    c: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """dh_t, dc_t (B, H), x (B, E), h, c (B, H),
    W_xh (4H, E), W_hh (4H, H), b_h (4H)
    -> dx (B, E), dh, dc (B, H),
    dW_xh (4H, E), dW_hh (4H, H), db_h (4H)
    """
    a = x @ W_xh.T + h @ W_hh.T + b_h  # (B, 4H)
    a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)
    i, f, g, o = sigmoid(a_i), sigmoid(a_f), np.tanh(a_g), sigmoid(a_o)
    tanh_c = np.tanh(f * c + i * g)
    dc_t = dc_t + dh_t * o * (1 - tanh_c**2)
    da_i = dc_t * g * i * (1 - i)
    da_f = dc_t * c * f * (1 - f)
    da_g = dc_t * i * (1 - g**2)
    da_o = dh_t * tanh_c * o * (1 - o)
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)  # (B, 4H)
    dx, dh, dc = da @ W_xh, da @ W_hh, dc_t * f
    return dx, dh, dc, da.T @ x, da.T @ h, da.sum(axis=0)


@takes(W_hh="4H H", b_h="4H", W_xh="4H E", c0="B H", h0="B H", x="B T E")
def lstm_forward(
    x: np.ndarray,
    h0: np.ndarray,
    c0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
) -> LSTMTrace:
    """x (B, T, E), h0, c0 (B, H), W_xh (4H, E), W_hh (4H, H), b_h (4H)
    -> states, cells (B, T, H), gates i f g o (B, T, 4, H)
    """
    a = blocks(project(x, W_xh) + b_h, 4)  # (B, T, 4, H)
    gates = np.empty_like(a)
    states = np.empty_like(a[:, :, 0])  # (B, T, H)
    cells = np.empty_like(states)
    h, c = h0, c0
    for t in range(x.shape[1]):
        gates[:, t] = squash(a[:, t] + blocks(h @ W_hh.T, 4))
        i, f, g, o = gates[:, t].swapaxes(0, 1)  # (B, H) each
        c = f * c + i * g
        h = o * np.tanh(c)
        states[:, t], cells[:, t] = h, c
    return LSTMTrace(states, cells, gates)


# What does not depend on later steps is computed for all steps at once.
@takes(
    W_hh="4H H",
    W_xh="4H E",
    c0="B H",
    h0="B H",
    x="B T E",
    gates="B T 4 H",
    cells="B T H",
    states="B T H",
    dc_n="B H",
    dstates="B T H",
)
def lstm_backward(
    dstates: np.ndarray,
    dc_n: np.ndarray,
    states: np.ndarray,
    cells: np.ndarray,
    gates: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    c0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """dstates, states, cells (B, T, H), dc_n (B, H), gates (B, T, 4, H),
    x (B, T, E), h0, c0 (B, H), W_xh (4H, E), W_hh (4H, H)
    -> dx (B, T, E), dh0, dc0 (B, H), dW_xh (4H, E), dW_hh (4H, H), db_h (4H)
    """
    da, through = lstm_slopes(gates, cells, previous(c0, cells))
    dh, dc = np.zeros_like(h0), dc_n
    for t in reversed(range(x.shape[1])):
        dh = dh + dstates[:, t]
        dc = dc + dh * through[:, t]
        da[:, t, :3] *= dc[:, None]
        da[:, t, 3] *= dh
        dh = joined(da[:, t]) @ W_hh
        dc = dc * gates[:, t, 1]
    da = joined(da)  # (B, T, 4H)
    dW_xh, dW_hh = outer_sum(da, x), outer_sum(da, previous(h0, states))
    return project(da, W_xh.T), dh, dc, dW_xh, dW_hh, da.sum(axis=(0, 1))


def squash(a: np.ndarray) -> np.ndarray:
    """a (B, 4, H) -> gates: σ of blocks i, f and o, tanh of block g, by one tanh.

    σ(a) = tanh(a/2)/2 + 1/2
    """
    return _HALF * np.tanh(_HALF * a) + (1 - _HALF)


def lstm_slopes(
    gates: np.ndarray, cells: np.ndarray, before: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """gates (B, T, 4, H), cells, before (B, T, H): c_t and c_{t-1}
    -> dc_t/da of i f g and dh_t/da of o (B, T, 4, H), dh_t/dc_t (B, T, H)
    """
    i, f, g, o = gates.transpose(2, 0, 1, 3)  # (B, T, H) each
    tanh_c = np.tanh(cells)
    slopes = [g * i * (1 - i), before * f * (1 - f), i * (1 - g**2)]
    slopes.append(tanh_c * o * (1 - o))
    return np.stack(slopes, axis=2), o * (1 - tanh_c**2)
