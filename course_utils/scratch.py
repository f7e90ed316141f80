"""Recurrent networks by hand, in NumPy: the formulas, and their gradients.

Everything follows PyTorch, so that weights copy across without a transpose:
`W_xh (H, E)`, `W_hh (H, H)`, and a gradient has the shape of what it belongs to.
Letters: B batch, T time steps, E input size, H hidden size, V outputs.
`weights = rnn_init(E, H, rng)` is a tuple: `rnn_forward(x, h0, *weights)`.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_utils.shapes import ShapeError, expect, takes
from course_utils.text import Text
from course_utils.whole_numbers import counts

NO_STATE = Text(
    en="A: expected more than H = {rows} columns, H for the state and E for the input, "
    "found {columns}. Is it W_hh alone, or A.T?",
    zh="A 的列数应大于 H = {rows}：H 列给状态，E 列给输入，实际是 {columns} 列。"
    "是不是只给了 W_hh，或者给成了 A.T？",
)
NO_GENERATOR = Text(
    en="rng: expected a random generator, found {found}. Try np.random.default_rng(0).",
    zh="rng 应是随机数生成器，实际是 {found}。可以用 np.random.default_rng(0)。",
)
NOT_A_NUMBER = Text(
    en="f: expected one number for each x, found an array of shape {found}. "
    "Sum it, or choose one entry.",
    zh="f 对每个 x 应返回一个数，实际返回形状为 {found} 的数组。"
    "把它加起来，或者只取一项。",
)


class RNNWeights(NamedTuple):
    """The weights of a vanilla RNN: W_xh (H, E), W_hh (H, H), b_h (H)."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


class ReadoutWeights(NamedTuple):
    """The weights of the read-out: W_hy (V, H), b_y (V)."""

    W_hy: np.ndarray
    b_y: np.ndarray


@counts("input_size", "hidden_size")
def rnn_init(input_size: int, hidden_size: int, rng: np.random.Generator) -> RNNWeights:
    """W_xh (H, E), W_hh (H, H), b_h (H), uniform in ±1/√H as in torch.nn.RNN."""
    return RNNWeights(
        W_xh=_uniform(rng, (hidden_size, input_size), hidden_size),
        W_hh=_uniform(rng, (hidden_size, hidden_size), hidden_size),
        b_h=_uniform(rng, (hidden_size,), hidden_size),
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
    previous = np.concatenate([h0[:, None], states[:, :-1]], axis=1)  # (B, T, H)
    dx = da @ W_xh
    dW_xh = np.tensordot(da, x, axes=([0, 1], [0, 1]))  # (H, E)
    dW_hh = np.tensordot(da, previous, axes=([0, 1], [0, 1]))  # (H, H)
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


@counts("hidden_size", "num_outputs")
def readout_init(
    hidden_size: int, num_outputs: int, rng: np.random.Generator
) -> ReadoutWeights:
    """W_hy (V, H), b_y (V), uniform in ±1/√H as in torch.nn.Linear."""
    return ReadoutWeights(
        W_hy=_uniform(rng, (num_outputs, hidden_size), hidden_size),
        b_y=_uniform(rng, (num_outputs,), hidden_size),
    )


@takes(b_y="V", W_hy="V H", h="... H")
def readout_forward(h: np.ndarray, W_hy: np.ndarray, b_y: np.ndarray) -> np.ndarray:
    """h (B, H) or (B, T, H) -> y (B, V) or (B, T, V)

    y_t = W_hy h_t + b_y
    """
    return h @ W_hy.T + b_y


@takes(W_hy="V H", h="... H", dy="... V")
def readout_backward(
    dy: np.ndarray, h: np.ndarray, W_hy: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """dy (..., V), h (..., H) -> dh (..., H), dW_hy (V, H), db_y (V)"""
    axes = list(range(dy.ndim - 1))
    dh = dy @ W_hy
    dW_hy = np.tensordot(dy, h, axes=(axes, axes))
    db_y = dy.sum(axis=tuple(axes))
    return dh, dW_hy, db_y


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, step: float = 1e-5
) -> np.ndarray:
    """The gradient of the number f(x) by central differences, in the shape of x.

    (f(x + step) - f(x - step)) / (2 step) for each entry; the error falls with
    step², rounding grows with 1/step. f is called twice for each entry of x.
    """
    axes = " ".join(f"axis{i}" for i in range(np.ndim(x)))
    expect(x, axes, floats=True, finite=True)
    x = np.asarray(x, dtype=np.float64)  # in float32 the difference is mostly rounding
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        higher, lower = x.copy(), x.copy()
        higher[index] += step
        lower[index] -= step
        difference = np.asarray(f(higher) - f(lower))
        if difference.size != 1:
            raise ValueError(str(NOT_A_NUMBER.format(found=difference.shape)))
        gradient[index] = difference.item() / (2 * step)
    return gradient


def _uniform(
    rng: np.random.Generator, shape: tuple[int, ...], hidden_size: int
) -> np.ndarray:
    if not isinstance(rng, np.random.Generator):
        raise ValueError(str(NO_GENERATOR.format(found=type(rng).__name__)))
    bound = 1 / np.sqrt(hidden_size)
    return rng.uniform(-bound, bound, size=shape)
