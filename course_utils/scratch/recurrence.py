"""The linear recurrence by hand: h_t = a_t ⊙ h_{t-1} + b_t, by a loop and by a scan.

Without a tanh around the old state, a step is a straight line h -> a ⊙ h + b, and two
steps one after the other are one such step again (Blelloch, 1990). So the steps can be
joined in pairs, and the pairs in pairs: T steps in log2 T rounds, and each round joins
all places at once (Hillis and Steele, 1986; for recurrent networks Martin and Cundy,
2018).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from course_utils.scratch.parts import previous
from course_utils.shapes.arrays import takes
from course_utils.text import Text

OUT_OF_REACH = Text(
    en="a: expected factors whose products over {steps} steps stay within the range "
    "of {dtype}; the largest size of a factor is {largest:.4g}. Factors from -1 to 1 "
    "always do; for others use recurrence_forward, which multiplies no factors.",
    zh="a 连乘 {steps} 步不能超出 {dtype} 的范围，"
    "而 a 里绝对值最大的是 {largest:.4g}。a 在 -1 到 1 之间就不会超出；"
    "否则请改用 recurrence_forward，它不会把 a 连乘起来。",
)


class Scan(NamedTuple):
    """h_1 ... h_T (B, T, H), and in how many rounds they were found."""

    states: np.ndarray
    rounds: int


class ScanRound(NamedTuple):
    """One step for each place that takes the last `reach` steps: a, b (B, T, H).

    Near the beginning there are fewer than `reach` steps to take.
    """

    a: np.ndarray
    b: np.ndarray
    reach: int


@takes(h0="B H", b="B T H", a="B T H")
def recurrence_forward(a: np.ndarray, b: np.ndarray, h0: np.ndarray) -> np.ndarray:
    """a, b (B, T, H), h0 (B, H) -> states (B, T, H)

    h_t = a_t ⊙ h_{t-1} + b_t: T steps, each waits for the one before.
    """
    states = np.empty_like(b)
    h = h0
    for t in range(a.shape[1]):
        h = a[:, t] * h + b[:, t]
        states[:, t] = h
    return states


@takes(b1="... H", a1="... H", b2="... H", a2="... H")
def combine_steps(
    a1: np.ndarray, b1: np.ndarray, a2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """a1, b1, a2, b2 (..., H) -> a, b (..., H): both steps as one

    a2 ⊙ (a1 ⊙ h + b1) + b2 = (a1 ⊙ a2) ⊙ h + (a2 ⊙ b1 + b2)
    Source: Blelloch (1990).
    """
    return a1 * a2, a2 * b1 + b2


@takes(b="B T H", a="B T H")
def scan_rounds(a: np.ndarray, b: np.ndarray) -> list[ScanRound]:
    """a, b (B, T, H) -> the steps as they are, and after each of ⌈log2 T⌉ rounds.

    In a round, place t joins its step with that of place t - reach, and the reach
    doubles; after the last, each place has all steps up to its own. T may be any
    number. Source: Hillis and Steele (1986). `ValueError` where products of factors
    leave the range of their dtype.
    """
    rounds, largest = [ScanRound(a, b, 1)], np.abs(a).max()
    while (reach := rounds[-1].reach) < a.shape[1]:
        now = rounds[-1]
        with np.errstate(over="ignore", invalid="ignore"):
            joined = combine_steps(
                *(now.a[:, :-reach], now.b[:, :-reach]),
                *(now.a[:, reach:], now.b[:, reach:]),
            )
        if not all(np.isfinite(each).all() for each in joined):
            words = {"steps": 2 * reach, "dtype": a.dtype, "largest": largest}
            raise ValueError(str(OUT_OF_REACH.format(**words)))
        a = np.concatenate([now.a[:, :reach], joined[0]], axis=1)
        b = np.concatenate([now.b[:, :reach], joined[1]], axis=1)
        rounds.append(ScanRound(a, b, 2 * reach))
    return rounds


@takes(h0="B H", b="B T H", a="B T H")
def scan(a: np.ndarray, b: np.ndarray, h0: np.ndarray) -> Scan:
    """a, b (B, T, H), h0 (B, H) -> states (B, T, H), rounds: ⌈log2 T⌉

    The states of `recurrence_forward`, by way of `scan_rounds`.
    """
    rounds = scan_rounds(a, b)
    return Scan(rounds[-1].a * h0[:, None] + rounds[-1].b, len(rounds) - 1)


# The way back is a linear recurrence too, from the end: dh_t is what the loss says of
# h_t, and a_{t+1} times what it says of h_{t+1}. So it takes as few rounds.
@takes(h0="B H", a="B T H", states="B T H", dstates="B T H")
def recurrence_backward(
    dstates: np.ndarray, states: np.ndarray, a: np.ndarray, h0: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """dstates, states, a (B, T, H), h0 (B, H) -> da, db (B, T, H), dh0 (B, H)"""
    none = np.zeros_like(h0)
    later = np.concatenate([a[:, 1:], none[:, None]], axis=1)  # a_2 ... a_T, nothing
    db = scan(later[:, ::-1], dstates[:, ::-1], none).states[:, ::-1]
    return db * previous(h0, states), db, a[:, 0] * db[:, 0]
