"""Runs of characters that stand in a poem of the training set, word for word.

An index of all four-character runs, sorted, so that a run is found by bisection: the
idea of a suffix array (Manber and Myers, 1993), cut after four characters.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from course_utils.data_errors import DataMissingError
from course_utils.datasets import Poem, load_song_poems, load_tang_poems
from course_utils.files import write_atomically
from course_utils.manifest import load_manifest
from course_utils.store import data_folder, table_path
from course_utils.vocab import Vocabulary

DEPTH = 4
_TABLES = ("tang_poems", "song_poems")
_BREAK = 0


class RunIndex:
    """Where runs of known characters occur in N characters of poems.

    `table` (2, N) int32: ids of all poems, each followed by DEPTH breaks (the pad id);
    and the places 0 ... N - DEPTH - 1 in the order of the DEPTH ids that start there.
    """

    def __init__(self, table: np.ndarray, num_symbols: int) -> None:
        self._ids, order = np.asarray(table)  # a memory map is slower to index
        self._order = order[: max(0, len(order) - DEPTH)]
        self._base = np.uint64(num_symbols)

    @classmethod
    def build(cls, poems: Iterable[Poem], vocabulary: Vocabulary) -> RunIndex:
        """Index poems, from the first to the last character, across line ends."""
        return cls(make_table(poems, vocabulary), len(vocabulary))

    def next_ids(self, runs: np.ndarray) -> list[np.ndarray]:
        """What follows each of some runs (B, DEPTH) in any poem: B arrays of ids."""
        found = zip(*self._ranges(runs), strict=True)
        return [self._ids[self._order[low:high] + DEPTH] for low, high in found]

    def longest_run(self, ids: Sequence[int]) -> int:
        """The length of the longest run of `ids` that some poem has, too."""
        sought = np.asarray(ids)
        for length in range(min(DEPTH, len(sought)), 0, -1):
            runs = np.lib.stride_tricks.sliding_window_view(sought, length)
            lows, highs = self._ranges(runs)
            if length == DEPTH and (lows < highs).any():
                return max(
                    self._extend(
                        self._order[lows[start] : highs[start]], sought[start:]
                    )
                    for start in np.flatnonzero(lows < highs)
                )
            if (lows < highs).any():
                return length
        return 0

    def _extend(self, places: np.ndarray, ids: np.ndarray) -> int:
        """How many of these ids some poem has together, if DEPTH are at `places`."""
        length = DEPTH
        while length < len(ids):
            places = places[self._ids[places + length] == ids[length]]
            if not len(places):
                break
            length += 1
        return length

    def _ranges(self, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where runs (B, K), K at most DEPTH, are in the order: from (B,), to (B,)."""
        keys = _pack(runs, self._base)
        scale = self._base ** np.uint64(DEPTH - runs.shape[1])
        lows, highs = np.split(
            self._bisect(np.concatenate([keys * scale, (keys + np.uint64(1)) * scale])),
            2,
        )
        # Breaks and unknown characters are part of no run.
        return lows, np.where((runs > 1).all(axis=1), highs, lows)

    def _bisect(self, keys: np.ndarray) -> np.ndarray:
        """How many places come before each key, all found together."""
        low = np.zeros(len(keys), dtype=np.int64)
        high = np.full(len(keys), len(self._order))
        offsets = np.arange(DEPTH)
        for _ in range(len(self._order).bit_length()):
            middle = (low + high) // 2
            places = self._order[np.minimum(middle, len(self._order) - 1)]
            here = _pack(self._ids[places[:, None] + offsets], self._base)
            before = (here < keys) & (low < high)
            low, high = (
                np.where(before, middle + 1, low),
                np.where(before, high, middle),
            )
        return low


def make_table(poems: Iterable[Poem], vocabulary: Vocabulary) -> np.ndarray:
    """The table of a `RunIndex`, (2, N) int32."""
    ids: list[int] = []
    for poem in poems:
        ids += vocabulary.encode(poem.text.replace(" ", ""))
        ids += [_BREAK] * DEPTH
    text = np.array(ids, dtype=np.int32)
    text[text == vocabulary.unknown_id] = _BREAK
    starts = np.arange(max(0, len(text) - DEPTH))
    runs = text[starts[:, None] + np.arange(DEPTH)]
    keys = _pack(runs, np.uint64(len(vocabulary)))
    order = np.zeros_like(text)
    order[: len(keys)] = np.argsort(keys, kind="stable")
    return np.stack([text, order])


def load_run_index(
    vocabulary: Vocabulary, announce: Callable[[], None]
) -> RunIndex | None:
    """The index of the poems the poet learnt from; None if they are not at hand.

    It is made once, after `announce()`: some seconds, 8 bytes a character on disk.
    """
    path = _index_path(vocabulary)
    try:
        return RunIndex(np.load(path, mmap_mode="r"), len(vocabulary))
    except (OSError, ValueError, EOFError):
        pass  # not there, or not whole
    if not all(table_path(name).is_file() for name in _TABLES):
        return None
    announce()
    try:
        poems = (*load_tang_poems().train, *load_song_poems())
    except DataMissingError:
        return None
    table = make_table(poems, vocabulary)
    content = io.BytesIO()
    np.save(content, table)
    with suppress(OSError):  # in a folder that cannot be written, it lives in memory
        write_atomically(path, content.getvalue())
    return RunIndex(table, len(vocabulary))


def _index_path(vocabulary: Vocabulary) -> Path:
    """Other poems or another vocabulary: another file."""
    facts = [load_manifest().find_table(name)[1].sha256 for name in _TABLES]
    digest = hashlib.sha256("\n".join((*facts, *vocabulary.symbols)).encode())
    return data_folder() / f"poem_runs-{digest.hexdigest()[:12]}.npy"


def _pack(runs: np.ndarray, base: np.uint64) -> np.ndarray:
    """Each run of ids (..., K) as the digits of one number."""
    packed = np.zeros(runs.shape[:-1], dtype=np.uint64)
    for column in range(runs.shape[-1]):
        packed = packed * base + runs[..., column].astype(np.uint64)
    return packed
