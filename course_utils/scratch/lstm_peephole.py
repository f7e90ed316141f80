"""An LSTM with peepholes by hand [Gers & Schmidhuber 2000]: gates that see the cell.

The LSTM of `lstm`, but each gate also reads its own unit's cell state, through one
weight: i and f read c_{t-1}, o reads c_t. PyTorch has no such cell.
"""

from typing import NamedTuple

import numpy as np

from course_utils.scratch.lstm import LSTMTrace, lstm_init, lstm_slopes
from course_utils.scratch.parts import (
    blocks,
    joined,
    outer_sum,
    previous,
    project,
    sigmoid,
    uniform,
)
from course_utils.shapes.arrays import takes
from course_utils.shapes.whole_numbers import counts


class PeepholeWeights(NamedTuple):
    """W_xh (4H, E), W_hh (4H, H), b_h (4H) as in an LSTM; W_ch (3, H): rows i f o."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    W_ch: np.ndarray
    b_h: np.ndarray


@counts("input_size", "hidden_size")
def lstm_peephole_init(
    input_size: int,
    hidden_size: int,
    rng: np.random.Generator,
    forget_bias: float | None = None,
) -> PeepholeWeights:
    """The weights of `lstm_init`, and W_ch (3, H), all uniform in ±1/√H."""
    W_xh, W_hh, b_h = lstm_init(input_size, hidden_size, rng, forget_bias)
    W_ch = uniform(rng, (3, hidden_size), hidden_size)
    return PeepholeWeights(W_xh, W_hh, W_ch, b_h)


@takes(W_ch="3 H", W_hh="4H H", b_h="4H", W_xh="4H E", c="B H", h="B H", x="B E")
def lstm_peephole_step(
    x: np.ndarray,
    h: np.ndarray,
    c: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    W_ch: np.ndarray,
    b_h: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """x (B, E), h, c (B, H),
    W_xh (4H, E), W_hh (4H, H), W_ch (3, H), b_h (4H)
    -> h_t, c_t (B, H)
    """
    w_i, w_f, w_o = W_ch
    a = x @ W_xh.T + h @ W_hh.T + b_h  # (B, 4H)
    a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)
    i = sigmoid(a_i + w_i * c)
    f = sigmoid(a_f + w_f * c)
    c_t = f * c + i * np.tanh(a_g)
    o = sigmoid(a_o + w_o * c_t)
    h_t = o * np.tanh(c_t)
    return h_t, c_t


@takes(W_ch="3 H", W_hh="4H H", b_h="4H", W_xh="4H E", c0="B H", h0="B H", x="B T E")
def lstm_peephole_forward(
    x: np.ndarray,
    h0: np.ndarray,
    c0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    W_ch: np.ndarray,
    b_h: np.ndarray,
) -> LSTMTrace:
    """x (B, T, E), h0, c0 (B, H),
    W_xh (4H, E), W_hh (4H, H), W_ch (3, H), b_h (4H)
    -> states, cells (B, T, H), gates i f g o (B, T, 4, H)
    """
    gates = blocks(project(x, W_xh) + b_h, 4)  # (B, T, 4, H)
    states = np.empty_like(gates[:, :, 0])  # (B, T, H)
    cells = np.empty_like(states)
    h, c = h0, c0
    for t in range(x.shape[1]):
        gates[:, t] += blocks(h @ W_hh.T, 4)
        i, f, g, o = gates[:, t].swapaxes(0, 1)  # (B, H) each, views
        i[:] = sigmoid(i + W_ch[0] * c)
        f[:] = sigmoid(f + W_ch[1] * c)
        g[:] = np.tanh(g)
        c = f * c + i * g
        o[:] = sigmoid(o + W_ch[2] * c)
        h = o * np.tanh(c)
        states[:, t], cells[:, t] = h, c
    return LSTMTrace(states, cells, gates)


# As in an LSTM, but a peephole carries a gate's gradient back to the cell it saw.
@takes(
    W_ch="3 H",
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
def lstm_peephole_backward(
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
    W_ch: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """dstates, states, cells (B, T, H), dc_n (B, H), gates (B, T, 4, H),
    x (B, T, E), h0, c0 (B, H), W_xh (4H, E), W_hh (4H, H), W_ch (3, H)
    -> dx (B, T, E), dh0, dc0 (B, H),
    dW_xh (4H, E), dW_hh (4H, H), dW_ch (3, H), db_h (4H)
    """
    before = previous(c0, cells)
    da, through = lstm_slopes(gates, cells, before)
    dh, dc = np.zeros_like(h0), dc_n
    for t in reversed(range(x.shape[1])):
        dh = dh + dstates[:, t]
        da[:, t, 3] *= dh
        dc = dc + dh * through[:, t] + da[:, t, 3] * W_ch[2]
        da[:, t, :3] *= dc[:, None]
        dh = joined(da[:, t]) @ W_hh
        dc = dc * gates[:, t, 1] + (da[:, t, :2] * W_ch[:2]).sum(axis=1)
    seen = np.stack([before, before, cells], axis=2)  # (B, T, 3, H): by i, f, o
    dW_ch = (da[:, :, [0, 1, 3]] * seen).sum(axis=(0, 1))
    da = joined(da)  # (B, T, 4H)
    dW_xh, dW_hh = outer_sum(da, x), outer_sum(da, previous(h0, states))
    return project(da, W_xh.T), dh, dc, dW_xh, dW_hh, dW_ch, da.sum(axis=(0, 1))
