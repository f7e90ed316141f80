"""The read-out by hand: from a state to the numbers that are wanted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from course_utils.scratch.parts import uniform
from course_utils.shapes.arrays import expect, takes
from course_utils.shapes.whole_numbers import counts
from course_utils.text import Text


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


NOT_SYMBOLS = Text(
    en="targets: expected whole numbers from 0 to {last}, one for each row of scores, "
    "found {found}. Look each symbol up in the vocabulary first.",
    zh="targets 应是 0 到 {last} 之间的整数，每行得分配一个，实际是 {found}。"
    "请先在词表里查出每个符号的编号。",
)


@takes(scores="N V")
def softmax(scores: np.ndarray) -> np.ndarray:
    """scores (N, V) -> p (N, V): positive, each row sums to 1"""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(scores: np.ndarray, targets: np.ndarray) -> float:
    """scores (N, V), targets (N,) whole numbers -> the sum of the N losses, in nats

    L_n = -log softmax(scores_n)[target_n]
    """
    right = _places(scores, targets)
    shifted = scores - scores.max(axis=1, keepdims=True)
    return float(np.sum(np.log(np.exp(shifted).sum(axis=1)) - shifted[right]))


def cross_entropy_gradient(scores: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """scores (N, V), targets (N,) whole numbers -> dscores (N, V)

    The probability of each symbol, less 1 for the right one.
    """
    right = _places(scores, targets)
    dscores = softmax(scores)
    dscores[right] -= 1
    return dscores


def _places(scores: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the right symbols stand in `scores`; bad targets are a `ValueError`."""
    sizes = expect(scores, "N V", name="scores", floats=True, finite=True)
    targets = np.asarray(targets)
    if (
        targets.shape != (sizes["N"],)
        or not np.issubdtype(targets.dtype, np.integer)
        or not np.all((targets >= 0) & (targets < sizes["V"]))
    ):
        found = targets.tolist() if targets.size <= 12 else f"shape {targets.shape}"
        message = NOT_SYMBOLS.format(last=sizes["V"] - 1, found=found)
        raise ValueError(str(message))
    return np.arange(sizes["N"]), targets
