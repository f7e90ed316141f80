"""What a small model of poems needs to learn within a minute (lesson 11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from course_utils.language_model.grid import Grid

REACH = 3
_ROUNDS = 2


def few_at_a_time(
    grids: Sequence[Grid], num_poems: int, rng: np.random.Generator
) -> Iterator[Grid]:
    """An epoch in batches of up to `num_poems` poems, each of one shape.

    Many small steps learn more from few characters than few large ones.
    """
    places: list[tuple[int, np.ndarray]] = []
    for index, grid in enumerate(grids):
        order = rng.permutation(len(grid.ids))
        starts = range(0, len(order), num_poems)
        places += [(index, order[at : at + num_poems]) for at in starts]
    for place in rng.permutation(len(places)):
        index, rows = places[place]
        yield grids[index].take(rows)


def count_frequencies(grids: Sequence[Grid], num_symbols: int) -> Tensor:
    """How often each symbol occurs, plus 1, as shares that sum to 1: (V,)."""
    ids = np.concatenate([grid.ids.ravel() for grid in grids])
    counts = np.bincount(ids, minlength=num_symbols) + 1.0
    return torch.from_numpy(counts / counts.sum()).float()


def embedding_of_counts(
    grids: Sequence[Grid], num_symbols: int, size: int, reach: int = REACH
) -> Tensor:
    """Vectors (V, D) that put symbols near each other which have the same neighbours.

    Pairs are counted up to `reach` places apart in a line. How much oftener than by
    chance a pair occurs, log p(a, b) / p(a) p(b), at least 0, is a table (V, V); its D
    strongest directions are the vectors, of mean square 1 / D. Source: Levy and
    Goldberg (2014), whose word2vec is such a table, factored.
    """
    pairs = _count_pairs(grids, num_symbols, reach)
    totals = pairs.sum(1).clamp_min(1.0)
    chance = totals[:, None] * totals / totals.sum()
    table = (pairs / chance).clamp_min(1.0).log()
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(0)
        directions, strengths, _ = torch.svd_lowrank(table, size, niter=_ROUNDS)
    vectors = directions * strengths.sqrt()
    return vectors / (vectors.square().mean() * size).sqrt()


def _count_pairs(grids: Sequence[Grid], num_symbols: int, reach: int) -> Tensor:
    """How often two symbols stand near each other in a line: (V, V), symmetric."""
    keys = []
    for grid in grids:
        lines = grid.ids.reshape(-1, grid.shape.width).astype(np.int64)
        for apart in range(1, reach + 1):
            keys.append((lines[:, :-apart] * num_symbols + lines[:, apart:]).ravel())
    table = torch.from_numpy(np.concatenate(keys)).bincount(minlength=num_symbols**2)
    counts = table.view(num_symbols, num_symbols).float()
    return counts + counts.T
