"""Which poems a training step reads, and at what rate it learns from them.

Both follow from the recipe and the number of the step alone, so a run that was killed
goes on as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

import numpy as np

from course_utils.language_model.grid import Grid
from course_utils.language_model.recipes import WARM_UP_STEPS, Phase, PoetRecipe


@dataclass(frozen=True)
class PlanStep:
    """One update: its number, its phase, its batch, its learning rate."""

    number: int
    phase: Phase
    batch: Grid
    rate: float


class Plan:
    """All steps of a recipe on some poems, in order."""

    def __init__(
        self, recipe: PoetRecipe, tang: Sequence[Grid], tang_and_song: Sequence[Grid]
    ) -> None:
        self.recipe = recipe
        self._poems = [
            tang_and_song if phase.song_poems else tang for phase in recipe.phases
        ]
        self.phase_steps = [
            round(phase.epochs * count_batches(poems, recipe.batch_characters))
            for phase, poems in zip(recipe.phases, self._poems, strict=True)
        ]

    @property
    def num_steps(self) -> int:
        """The steps of all phases."""
        return sum(self.phase_steps)

    def phase_of(self, step: int) -> int:
        """The phase of a step, counted from 0."""
        ends = np.cumsum(self.phase_steps)
        return min(int(np.searchsorted(ends, step, side="right")), len(ends) - 1)

    def continues(
        self,
        phases: Sequence[Mapping[str, Any]],
        phase: int,
        step: int,
        at_any_rate: bool = False,
    ) -> bool:
        """Whether `step` steps of `phases`, now in number `phase`, began this plan.

        What is still to come may differ, and so may the length of a constant phase;
        `at_any_rate`, the learning rates, too.
        """
        mine: list[Mapping[str, Any]] = [asdict(one) for one in self.recipe.phases]
        if at_any_rate:
            mine, phases = _without_rates(mine), _without_rates(phases)
        if len(mine) <= phase or mine[:phase] != list(phases[:phase]):
            return False
        if mine[phase] == phases[phase]:
            return True
        same = {**mine[phase], "epochs": 0} == {**phases[phase], "epochs": 0}
        constant = self.recipe.phases[phase].is_constant
        return same and constant and self.phase_of(step) == phase

    def steps(self, first: int) -> Iterator[PlanStep]:
        """All steps from number `first` on."""
        number = 0
        for index, phase in enumerate(self.recipe.phases):
            length = self.phase_steps[index]
            if number + length > first:
                skipped = max(0, first - number)
                batches = islice(self._batches(index, skipped), length - skipped)
                for place, batch in enumerate(batches, start=skipped):
                    rate = _rate(phase, place / length, number + place)
                    yield PlanStep(number + place, phase, batch, rate)
            number += length

    def _batches(self, index: int, skipped: int) -> Iterator[Grid]:
        """The batches of a phase without end, epoch after epoch."""
        poems, size = self._poems[index], self.recipe.batch_characters
        epoch, skipped = divmod(skipped, count_batches(poems, size))
        while True:
            rng = np.random.default_rng((self.recipe.seed, index, epoch))
            yield from islice(shuffled_batches(poems, size, rng), skipped, None)
            epoch, skipped = epoch + 1, 0


def _without_rates(phases: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    rates = {"first_rate": 0.0, "last_rate": 0.0}
    return [{**phase, **rates} for phase in phases]


def _rate(phase: Phase, done: float, number: int) -> float:
    """Warm-up over the first steps of all, then straight from first to last rate."""
    rate = phase.first_rate + done * (phase.last_rate - phase.first_rate)
    return rate * min(1.0, (number + 1) / WARM_UP_STEPS)


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
