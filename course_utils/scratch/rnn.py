"""The vanilla RNN by hand [Elman 1990]: h_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h)."""

from typing import NamedTuple

import numpy as np

from course_utils.scratch.parts import uniform
from course_utils.shapes.arrays import ShapeError, expect, takes
from course_utils.shapes.whole_numbers import counts
from course_utils.text import Text

NO_STATE = Text(
    en="A: expected more than H = {rows} columns, H for the state and E for the input, "
    "found {columns}. Is it W_hh alone, or A.T?",
    zh="A 的列数应大于 H = {rows}：H 列给状态，E 列给输入，实际是 {columns} 列。"
    "是不是只给了 W_hh，或者给成了 A.T？",
)


class RNNWeights(NamedTuple):
    """The weights of a vanilla RNN: W_xh (H, E), W_hh (H, H), b_h (H)."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


@counts("input_size", "hidden_size")
def rnn_init(input_size: int, hidden_size: int, rng: np.random.Generator) -> RNNWeights:
    """W_xh (H, E), W_hh (H, H), b_h (H), uniform in ±1/√H as in torch.nn.RNN."""
    return RNNWeights(
        W_xh=uniform(rng, (hidden_size, input_size), hidden_size),
        W_hh=uniform(rng, (hidden_size, hidden_size), hidden_size),
        b_h=uniform(rng, (hidden_size,), hidden_size),
    )


@takes(b_h="H", W_hh="H H", W_xh="H E", h="B H", x="B E")
def rnn_step(
    x: np.ndarray,
    h: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
) -> np.ndarray:
    """x (B, E), h (B, H), W_xh (H, E), W_hh (H, H), b_h (H) -> h_t (B, H)

    h_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h)  [Elman 1990]
    """
    return np.tanh(h @ W_hh.T + x @ W_xh.T + b_h)


@takes(
    W_hh="H H",
    W_xh="H E",
    h="B H",
    x="B E",
    h_t="B H",
    dh_t="B H",
)
def rnn_step_backward(
    dh_t: np.ndarray,
    h_t: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """dh_t, h_t (B, H), x (B, E), h (B, H), W_xh (H, E), W_hh (H, H)
    -> dx (B, E), dh (B, H), dW_xh (H, E), dW_hh (H, H), db_h (H)
    """
    da = dh_t * (1 - h_t**2)  # (B, H)
    dx = da @ W_xh
    dh = da @ W_hh
    dW_xh = da.T @ x
    dW_hh = da.T @ h
    db_h = da.sum(axis=0)
    return dx, dh, dW_xh, dW_hh, db_h


@takes(b_h="H", W_hh="H H", W_xh="H E", h0="B H", x="B T E")
def rnn_forward(
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
) -> np.ndarray:
    """x (B, T, E), h0 (B, H), W_xh (H, E), W_hh (H, H), b_h (H)
    -> states (B, T, H): h_1 ... h_T
    """
    a = x @ W_xh.T + b_h  # (B, T, H)
    states = np.empty_like(a)
    h = h0
    for t in range(x.shape[1]):
        h = np.tanh(h @ W_hh.T + a[:, t])
        states[:, t] = h
    return states


# Backpropagation through time (Werbos, 1990). dstates[:, t] is what the loss at
# step t alone says of h_t; what later steps say is added on the way back.
@takes(
    W_hh="H H",
    W_xh="H E",
    h0="B H",
    x="B T E",
    states="B T H",
    dstates="B T H",
)
def rnn_backward(
    dstates: np.ndarray,
    states: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """dstates, states (B, T, H), x (B, T, E), h0 (B, H)
    -> dx (B, T, E), dh0 (B, H), dW_xh (H, E), dW_hh (H, H), db_h (H)
    """
    da = np.empty_like(states)  # (B, T, H)
    dh = np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        dh = dh + dstates[:, t]
        da[:, t] = dh * (1 - states[:, t] ** 2)
        dh = da[:, t] @ W_hh
    before = np.concatenate([h0[:, None], states[:, :-1]], axis=1)
    over = ([0, 1], [0, 1])  # B, T
    dx = da @ W_xh
    dW_xh = np.tensordot(da, x, over)  # (H, E)
    dW_hh = np.tensordot(da, before, over)  # (H, H)
    db_h = da.sum(axis=(0, 1))
    return dx, dh, dW_xh, dW_hh, db_h


@takes(b_h="H", h="B H", x="B E", A="H H+E")
def rnn_step_concatenated(
    x: np.ndarray, h: np.ndarray, A: np.ndarray, b_h: np.ndarray
) -> np.ndarray:
    """x (B, E), h (B, H), A (H, H+E), b_h (H) -> h_t (B, H)

    h_t = tanh(A [h_{t-1}; x_t] + b_h)
    """
    hx = np.concatenate([h, x], axis=1)  # (B, H+E)
    return np.tanh(hx @ A.T + b_h)


@takes(W_hh="H H", W_xh="H E")
def join_weights(W_xh: np.ndarray, W_hh: np.ndarray) -> np.ndarray:
    """W_xh (H, E), W_hh (H, H) -> A (H, H+E) = [W_hh W_xh]"""
    return np.concatenate([W_hh, W_xh], axis=1)


def split_weights(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A (H, H+E) -> W_xh (H, E), W_hh (H, H)"""
    rows, columns = expect(A, "H J", name="A", floats=True, finite=True).values()
    if columns <= rows:
        raise ShapeError(NO_STATE.format(rows=rows, columns=columns))
    return A[:, rows:], A[:, :rows]


@takes(b_h="H", W_hh="H H", W_xh="H E")
def rnn_state_dict(
    W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray
) -> dict[str, np.ndarray]:
    """The weights under the names of torch.nn.RNN, whose second bias is then zero.

    Turn each into a tensor with torch.tensor, then call `load_state_dict`.
    """
    return {
        "weight_ih_l0": W_xh,
        "weight_hh_l0": W_hh,
        "bias_ih_l0": b_h,
        "bias_hh_l0": np.zeros_like(b_h),
    }
