"""The read-out by hand: from a state to the numbers that are wanted."""

from typing import NamedTuple

import numpy as np

from course_utils.scratch.initial import uniform
from course_utils.shapes import takes
from course_utils.whole_numbers import counts


class ReadoutWeights(NamedTuple):
    """The weights of the read-out: W_hy (V, H), b_y (V)."""

    W_hy: np.ndarray
    b_y: np.ndarray


@counts("hidden_size", "num_outputs")
def readout_init(
    hidden_size: int, num_outputs: int, rng: np.random.Generator
) -> ReadoutWeights:
    """W_hy (V, H), b_y (V), uniform in ±1/√H as in torch.nn.Linear."""
    return ReadoutWeights(
        W_hy=uniform(rng, (num_outputs, hidden_size), hidden_size),
        b_y=uniform(rng, (num_outputs,), hidden_size),
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
