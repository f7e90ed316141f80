"""Poems for `course bench after`: which, and one training on a share of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import Tensor

from course_utils.datasets.loaders import load_tang_poems
from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.grid import Grid, encode_poems
from course_utils.language_model.plan import count_characters
from course_utils.language_model.small import count_frequencies, embedding_of_counts
from course_utils.measured.after_gates import PoemRun
from course_utils.parallel.nets import BodyName
from course_utils.parallel.poems import (
    PoemNet,
    make_poem_net,
    poem_losses,
    poem_nats,
    take_share,
)
from course_utils.parallel.race import learn_for
from course_utils.training.computing import (
    count_parameters,
    course_threads,
    own_randomness,
)

MIN_COUNT = 10
"""As in lesson 11, so that nats may stand beside its own."""
EMBEDDING_SIZE = 64
_VALIDATION_SHARE = 0.1
_LOOKS = (0.01, 0.02, 0.04, 0.08, 0.12, 0.17, 0.25, 0.35, 0.5, 0.65, 0.8, 0.9, 1.0)
"""When a training looks at the validation poems, as shares of its time.

Often at first: of few poems, all that helps is learnt in the first second.
"""


@dataclass(frozen=True)
class SplitPoems:
    """The poems of lesson 11 as grids, and how many symbols they use."""

    num_symbols: int
    train: list[Grid]
    validation: list[Grid]
    test: list[Grid]

    @classmethod
    def load(cls) -> SplitPoems:
        """Raises `DataMissingError` without the corpus."""
        poems = load_tang_poems()
        texts = (poem.text.replace(" ", "") for poem in poems.train)
        vocabulary = Vocabulary.build(texts, MIN_COUNT)
        train, validation, test = (
            encode_poems([(poem, "tang") for poem in some], vocabulary)
            for some in (poems.train, poems.validation, poems.test)
        )
        validation = take_share(validation, _VALIDATION_SHARE, 0)
        return cls(len(vocabulary), train, validation, test)


@dataclass
class BestWeights:
    """Looks at the validation poems now and then, and keeps the best weights."""

    model: PoemNet
    poems: list[Grid]
    seconds: float
    due: tuple[float, ...] = _LOOKS
    nats: float = np.inf
    curve: tuple[tuple[float, float], ...] = ()
    weights: dict[str, Tensor] | None = None

    def look(self, _: int, used: float) -> None:
        """To be called after each update with the seconds that are used up."""
        if not self.due or used < self.seconds * self.due[0]:
            return
        self.due = tuple(one for one in self.due if used < self.seconds * one)
        nats = poem_nats(self.model, self.poems)
        self.curve = (*self.curve, (used, nats))
        if nats < self.nats:
            self.nats = nats
            self.weights = {
                name: value.clone() for name, value in self.model.state_dict().items()
            }


def measure_poem_net(
    poems: SplitPoems,
    kind: BodyName,
    share: float,
    seed: int,
    rate: float,
    *,
    seconds: float,
    parameters: int,
    test: bool = True,
) -> tuple[PoemRun, dict[str, Any]]:
    """One training and what it reached; all looks at the validation poems, for the log.

    The best weights on the validation poems are tested, once; without `test`, as when
    rates are chosen, no test poem is read, and the validation's figure stands there.
    """
    part = take_share(poems.train, share, seed)
    model = _untrained(kind, part, poems.num_symbols, parameters, seed)
    best = BestWeights(model, poems.validation, seconds)
    with course_threads(1), own_randomness(seed):
        sizes: list[int] = []
        losses = poem_losses(model, part, np.random.default_rng(seed), sizes.append)
        updates = learn_for(seconds, model, losses, rate, after=best.look)
        model.load_state_dict(best.weights or {})
        nats = poem_nats(model, poems.test) if test else best.nats
    run = PoemRun(
        kind=kind,
        share=share,
        seed=seed,
        rate=rate,
        parameters=count_parameters(model),
        characters=count_characters(part),
        read=sum(sizes),
        updates=updates,
        seconds=seconds,
        validation=best.nats,
        test=nats,
    )
    return run, {"looks": best.curve}


def _untrained(
    kind: BodyName, part: list[Grid], num_symbols: int, parameters: int, seed: int
) -> PoemNet:
    """A net that starts from what was counted in the poems it will read."""
    vectors = embedding_of_counts(part, num_symbols, EMBEDDING_SIZE)
    frequencies = count_frequencies(part, num_symbols)
    return make_poem_net(kind, vectors, frequencies, parameters, seed)
