"""N-gram models with interpolated Kneser-Ney smoothing: what counting alone can do.

A discount of each count is kept for events that were never seen after their context,
and shared out as the shorter context says. How likely an event is after a shorter
context is not how often it was seen, but after how many different symbols. Source:
Kneser and Ney (1995); interpolation and three discounts as in Chen and Goodman (1998),
the counts at the beginning of a sequence as in Heafield et al. (2013).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from course_utils.shapes.arrays import expect
from course_utils.shapes.whole_numbers import whole_number
from course_utils.text import Text

_ORDERS = range(1, 6)
_BEGIN = 0
_MOST = 3
"""Counts of 3 and more are discounted alike."""


@dataclass(frozen=True)
class Level:
    """The K-grams of one length: packed, sorted, with what each is worth.

    `keys` (M,) and `discounted` (M,), their counts less the discount; `contexts` (C,),
    `totals` (C,) the counts after each context, `left` (C,) what the discount left.
    """

    keys: NDArray[np.int64]
    discounted: NDArray[np.float64]
    contexts: NDArray[np.int64]
    totals: NDArray[np.float64]
    left: NDArray[np.float64]

    @classmethod
    def of(cls, keys: NDArray, counts: NDArray, base: int) -> Level:
        """The level of sorted keys with these counts, of `base` symbols."""
        discounts = estimate_discounts(counts)[np.minimum(counts, _MOST) - 1]
        contexts, starts = np.unique(keys // base, return_index=True)
        totals = np.add.reduceat(counts, starts).astype(float)
        left = np.add.reduceat(discounts, starts)
        return cls(keys, counts - discounts, contexts, totals, left)

    def smooth(self, keys: NDArray, base: int, shorter: NDArray) -> NDArray:
        """Probabilities (B,) of K-grams, given those with one symbol less (B,)."""
        context, is_seen = _find(self.contexts, keys // base)
        place, is_known = _find(self.keys, keys)
        direct = np.where(is_known, self.discounted[place], 0.0)
        mixed = (direct + self.left[context] * shorter) / self.totals[context]
        return np.where(is_seen, mixed, shorter)


class NgramModel:
    """Symbols 1 ... V - 1, each predicted from the `order` - 1 before it; 0 begins."""

    def __init__(self, levels: tuple[Level, ...], num_symbols: int) -> None:
        self.levels = levels
        self.num_symbols = num_symbols

    @classmethod
    def fit(
        cls, sequences: Iterable[NDArray], order: int, num_symbols: int
    ) -> NgramModel:
        """Count all sequences: arrays (N, T) of ids 1 ... `num_symbols` - 1.

        `ValueError` if the numbers of that many symbols do not fit in 63 bits. An order
        longer than every sequence is worth no more than one as long.
        """
        order = whole_number(order, "order", _ORDERS)
        num_symbols = whole_number(num_symbols, "num_symbols", range(2, 2**63))
        whole_number(num_symbols**order, "num_symbols ** order", range(2, 2**63))
        rows = [_begin(ids, num_symbols) for ids in sequences]
        if not rows:
            raise ValueError(str(_NO_SEQUENCES))
        order = min(order, max(ids.shape[1] for ids in rows))
        keys, counts = _count([_windows(ids, order) for ids in rows], num_symbols)
        levels = [Level.of(keys, counts, num_symbols)]
        for size in range(order - 1, 0, -1):
            # The first `size` symbols of a sequence: seen after nothing else.
            first, uses = _count(
                [ids[:, :size] for ids in rows if size > 1 and ids.shape[1] >= size],
                num_symbols,
            )
            after, variety = np.unique(keys % num_symbols**size, return_counts=True)
            keys = np.concatenate([first, after])
            ranked = np.argsort(keys)
            keys, counts = keys[ranked], np.concatenate([uses, variety])[ranked]
            levels.insert(0, Level.of(keys, counts, num_symbols))
        return cls(tuple(levels), num_symbols)

    def log_probs(self, ids: NDArray) -> NDArray[np.float64]:
        """The natural logarithm of each symbol's probability: (N, T) to (N, T)."""
        rows = _begin(ids, self.num_symbols)
        num_rows, num_steps = ids.shape
        found = np.full((num_rows, num_steps), 1 / (self.num_symbols - 1))
        for size, level in enumerate(self.levels, start=1):
            first = max(0, size - 2)  # the step that has so many symbols before it
            if first >= num_steps:
                break
            windows = _windows(rows, size)
            keys = _pack(windows, self.num_symbols)
            smooth = level.smooth(keys, self.num_symbols, found[:, first:].ravel())
            found[:, first:] = smooth.reshape(num_rows, -1)
        return np.log(found)

    def nats(self, sequences: Iterable[NDArray]) -> float:
        """Mean nats of a symbol of some sequences, arrays (N, T)."""
        scores = [self.log_probs(ids) for ids in sequences]
        if not scores:
            raise ValueError(str(_NO_SEQUENCES))
        return -sum(one.sum() for one in scores) / sum(one.size for one in scores)


def estimate_discounts(counts: NDArray) -> NDArray[np.float64]:
    """What is taken from a count of 1, of 2, and of more (Chen and Goodman, 1998).

    With n_k events of count k and Y = n_1 / (n_1 + 2 n_2): k - (k + 1) Y n_{k+1} / n_k.
    Where too few events are counted for that to fall between 0 and k, k / 2.
    """
    count = np.arange(1, _MOST + 1)
    events = np.bincount(counts[counts <= _MOST + 1], minlength=_MOST + 2)[1:]
    if not events[:_MOST].all():
        return count / 2
    share = events[0] / (events[0] + 2 * events[1])
    found = count - (count + 1) * share * events[1:] / events[:_MOST]
    return np.where((found > 0) & (found < count), found, count / 2)


def _begin(ids: NDArray, num_symbols: int) -> NDArray[np.int64]:
    """(N, T) to (N, 1 + T): each sequence after the symbol that begins it."""
    expect(ids, "N T", name="ids")
    if ids.dtype.kind not in "iu":
        raise ValueError(str(_NOT_IDS.format(last=num_symbols - 1, found=ids.dtype)))
    if not 1 <= ids.min() <= ids.max() < num_symbols:
        found = f"{ids.min()} ... {ids.max()}"
        raise ValueError(str(_NOT_IDS.format(last=num_symbols - 1, found=found)))
    return np.pad(ids.astype(np.int64), ((0, 0), (1, 0)), constant_values=_BEGIN)


def _windows(rows: NDArray, size: int) -> NDArray:
    """All K-grams (B, K) that end in a symbol, not in the beginning."""
    if rows.shape[1] < size:
        return np.empty((0, size), dtype=np.int64)
    rows = rows[:, 1:] if size == 1 else rows
    return sliding_window_view(rows, size, axis=1).reshape(-1, size)


def _count(
    runs: list[NDArray], base: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Different runs of some arrays (B, K), packed and sorted, and how often each."""
    packed = [_pack(one, base) for one in runs]
    keys = np.concatenate(packed) if packed else np.empty(0, dtype=np.int64)
    return np.unique(keys, return_counts=True)


def _pack(runs: NDArray, base: int) -> NDArray[np.int64]:
    """Each run of ids (B, K) as the digits of one number."""
    packed = np.zeros(len(runs), dtype=np.int64)
    for column in range(runs.shape[1]):
        packed = packed * base + runs[:, column]
    return packed


def _find(known: NDArray, sought: NDArray) -> tuple[NDArray, NDArray]:
    """The place of each number in a sorted array, and whether it is there."""
    places = np.minimum(np.searchsorted(known, sought), len(known) - 1)
    return places, known[places] == sought


_NO_SEQUENCES = Text(
    en="sequences: expected at least one array of ids (N, T), found none. "
    "Give the encoded texts in a list.",
    zh="sequences 至少要有一个编号数组 (N, T)，现在一个也没有。"
    "请把编好号的文本放进列表。",
)
_NOT_IDS = Text(
    en="ids: expected whole numbers from 1 to {last}, found {found}. "
    "Take num_symbols and ids from the same vocabulary, without padding (0).",
    zh="ids 应是 1 到 {last} 的整数，实际是 {found}。"
    "num_symbols 和 ids 请取自同一个词表，并去掉填充（0）。",
)
