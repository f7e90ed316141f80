"""How the poet is trained: all numbers in one place.

First the learning rate stays high, on all poems; then it falls, on all poems; last it
falls to nothing, on Tang poems alone, with more dropout (a warm-up, stable, decay
schedule; Hu et al., 2024). A run may be given other phases for those still to come. As
long as the rate is constant nothing depends on how long the phase is, so it may be
prolonged or shortened there and still is the run of the new recipe.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from course_utils.text import Text

WARM_UP_STEPS = 300


@dataclass(frozen=True)
class Phase:
    """Some epochs over Tang poems, or Tang and Song poems."""

    epochs: float
    song_poems: bool
    dropout: float
    first_rate: float
    last_rate: float

    @property
    def is_constant(self) -> bool:
        """Whether the learning rate stays the same."""
        return self.first_rate == self.last_rate


@dataclass(frozen=True)
class PoetRecipe:
    """A model's sizes, the vocabulary's, the batch's, and the phases of training."""

    phases: tuple[Phase, ...]
    embedding: int = 256
    hidden: int = 768
    above: int = 128
    place: int = 32
    heads: int = 4
    min_count: int = 10
    batch_characters: int = 1920
    seed: int = 1

    def with_epochs(self, epochs: Sequence[float]) -> PoetRecipe:
        """The same, with as many epochs in each phase as said."""
        possible = all(0 <= number < math.inf for number in epochs) and any(epochs)
        if len(epochs) != len(self.phases) or not possible:
            raise self.bad_epochs(list(epochs))
        pairs = zip(self.phases, epochs, strict=True)
        phases = tuple(replace(phase, epochs=number) for phase, number in pairs)
        return replace(self, phases=phases)

    def bad_epochs(self, found: object) -> ValueError:
        """The error that says which numbers of epochs are expected."""
        example = ",".join(f"{phase.epochs:g}" for phase in self.phases)
        words = {"expected": len(self.phases), "found": found, "example": example}
        return ValueError(str(_EPOCHS.format(**words)))

    def with_rates(self, factor: float) -> PoetRecipe:
        """The same, with all learning rates times `factor`, more than 0."""
        if not 0 < factor < math.inf:
            raise ValueError(str(_FACTOR.format(found=factor)))
        phases = tuple(
            replace(
                phase,
                first_rate=phase.first_rate * factor,
                last_rate=phase.last_rate * factor,
            )
            for phase in self.phases
        )
        return replace(self, phases=phases)

    def facts(self) -> dict[str, Any]:
        """The recipe as JSON knows it."""
        return {**asdict(self), "phases": [asdict(phase) for phase in self.phases]}


# A phase: epochs, Song poems too, dropout, learning rate at first and at last.
POET_RECIPES = {
    "full": PoetRecipe(
        phases=(
            Phase(1.0, True, 0.1, 3e-3, 3e-3),
            Phase(2.5, True, 0.1, 3e-3, 1e-3),
            Phase(1.25, True, 0.1, 1e-3, 5e-4),
            Phase(4.5, False, 0.2, 7e-4, 0.0),
        ),
        batch_characters=3840,
    ),
    "quick": PoetRecipe(
        phases=(Phase(2.0, False, 0.1, 3e-3, 0.0),),
        hidden=512,
        min_count=5,
    ),
}


def find_poet_recipe(name: str, epochs: str | None = None) -> PoetRecipe:
    """The recipe called `name`, with other numbers of epochs ("1.5,3") if given."""
    if name not in POET_RECIPES:
        message = _NO_SUCH_RECIPE.format(name=name, known=", ".join(POET_RECIPES))
        raise ValueError(str(message))
    if epochs is None:
        return POET_RECIPES[name]
    try:
        numbers = [float(number) for number in epochs.split(",")]
    except ValueError as error:
        raise POET_RECIPES[name].bad_epochs(repr(epochs)) from error
    return POET_RECIPES[name].with_epochs(numbers)


_NO_SUCH_RECIPE = Text(
    en="There is no recipe “{name}”. Known: {known}.",
    zh="没有名为“{name}”的训练方案。可用的有：{known}。",
)
_FACTOR = Text(
    en="Expected a factor of the learning rates above 0, such as 0.5; found {found}.",
    zh="学习率的倍数应大于 0，例如 0.5；收到的是 {found}。",
)
_EPOCHS = Text(
    en="Expected as many numbers of epochs as there are phases, {expected}, none "
    "negative and not all 0; found {found}. Write them so: {example}",
    zh="有几个阶段就要几个轮数（这里是 {expected} 个），不能小于 0，也不能全是 0；"
    "收到的是 {found}。请写成这样：{example}",
)
