"""A graph of characters, made by counting which ones stand in related places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Pair = tuple[str, str]
CharacterValues = NDArray[np.float64]
_CODES = 0x110000


@dataclass(frozen=True, eq=False)
class CharacterGraph:
    """N characters in code order and E undirected edges between different ones.

    Edge e joins `characters[ends[0, e]]` and `characters[ends[1, e]]`; a positive
    `weight[e]` says that the two are alike, a negative one that they are opposite.
    """

    characters: tuple[str, ...]
    ends: NDArray[np.int64]
    weight: CharacterValues

    @classmethod
    def from_counts(cls, counts: Mapping[Pair, float]) -> CharacterGraph:
        """The graph whose edge between two characters has the sum of both orders."""
        size = len(counts)
        codes = np.fromiter(
            map(ord, chain.from_iterable(counts)), np.int64, 2 * size
        ).reshape(size, 2)
        codes.sort(axis=1)
        pairs, number = np.unique(codes @ (_CODES, 1), return_inverse=True)
        each = np.fromiter(counts.values(), np.float64, size)
        weight = np.bincount(number, each, len(pairs))
        low, high = np.divmod(pairs, _CODES)
        kept = (low != high) & (weight != 0)
        used, ends = np.unique([low[kept], high[kept]], return_inverse=True)
        return cls(tuple(map(chr, used)), ends.reshape(2, -1), weight[kept])

    def __len__(self) -> int:
        return len(self.characters)

    def multiply(self, values: CharacterValues) -> CharacterValues:
        """The adjacency matrix (N, N) times `values` (N,)."""
        return self._gather(self.weight, values)

    def degrees(self) -> CharacterValues:
        """The sum of the sizes of each character's edges (N,)."""
        return self._gather(np.abs(self.weight), np.ones(len(self)))

    def edges(self, characters: Iterable[str]) -> dict[Pair, float]:
        """The edges among these few characters, the heaviest first."""
        wanted = set(characters)
        chosen = [place for place, one in enumerate(self.characters) if one in wanted]
        inside = np.flatnonzero(np.isin(self.ends, chosen).all(axis=0))
        order = inside[np.argsort(-np.abs(self.weight[inside]), kind="stable")]
        return {
            (self.characters[one], self.characters[other]): float(self.weight[edge])
            for edge, (one, other) in zip(order, self.ends[:, order].T, strict=True)
        }

    def _gather(
        self, weight: CharacterValues, values: CharacterValues
    ) -> CharacterValues:
        from_each = weight * values[self.ends[::-1]]
        total = np.bincount(self.ends.ravel(), from_each.ravel(), len(self))
        return total.astype(np.float64)  # which they are: NumPy's types do not say so
