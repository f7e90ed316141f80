"""Batches of poems of one shape: equal lengths, so nothing is padded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from course_utils.poem_grid import Grid

_TILE = 32


def count_characters(grids: Sequence[Grid]) -> int:
    """The characters of all poems."""
    return sum(grid.ids.size for grid in grids)


def count_batches(grids: Sequence[Grid], batch_characters: int) -> int:
    """The batches that `shuffled_batches` makes of an epoch."""
    return sum(
        -(-len(grid.ids) // _num_poems(grid, batch_characters)) for grid in grids
    )


def shuffled_batches(
    grids: Sequence[Grid], batch_characters: int, rng: np.random.Generator
) -> Iterator[Grid]:
    """An epoch: each poem once, about `batch_characters` at a time."""
    places: list[tuple[int, np.ndarray]] = []
    for index, grid in enumerate(grids):
        order = rng.permutation(len(grid.ids))
        size = _num_poems(grid, batch_characters)
        places += [(index, order[at : at + size]) for at in range(0, len(order), size)]
    for place in rng.permutation(len(places)):
        index, rows = places[place]
        yield grids[index].take(rows)


def ordered_batches(grids: Sequence[Grid], batch_characters: int) -> Iterator[Grid]:
    """Each poem once, in the order of the grids."""
    for grid in grids:
        size = _num_poems(grid, batch_characters)
        for at in range(0, len(grid.ids), size):
            yield grid.take(np.arange(at, min(at + size, len(grid.ids))))


def share_of(batch: Grid, rank: int, num_processes: int) -> Grid:
    """The poems of a batch that one of several processes reads; together, all."""
    return batch.take(np.arange(rank, len(batch.ids), num_processes))


def _num_poems(grid: Grid, batch_characters: int) -> int:
    """A multiple of 32: the matrix units of a processor work on whole tiles."""
    tiles = round(batch_characters / (grid.shape.num_steps * _TILE))
    return _TILE * max(1, tiles)
