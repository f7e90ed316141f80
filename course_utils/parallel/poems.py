"""The small model of poems of lesson 11, with any body in the place of its LSTM.

Letters: B poems, T characters, V symbols, D of a character's vector, H units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from course_utils.language_model.grid import Grid, PlaceSizes, place_ids
from course_utils.language_model.loss import softmax_nats
from course_utils.language_model.plan import count_characters, ordered_batches
from course_utils.language_model.small import few_at_a_time
from course_utils.parallel.nets import BodyName, BodySize, fit_size, make_body
from course_utils.shapes.numbers import number_within
from course_utils.text import Text
from course_utils.training.computing import evaluation, initial_weights

POEMS_AT_A_TIME = 8
_EVALUATION_CHARACTERS = 8192


class PoemNet(nn.Module):
    """Characters and their places in, a body, what comes next out.

    Reading and writing share one table of vectors, as in lesson 11.
    """

    def __init__(
        self, kind: BodyName, vectors: Tensor, frequencies: Tensor, size: BodySize
    ) -> None:
        super().__init__()
        V, D = vectors.shape
        places = PlaceSizes()
        self.kind = kind
        self.embedding = nn.Embedding(V, D, _weight=vectors.clone())
        self.line = nn.Embedding(places.lines, D)
        self.column = nn.Embedding(places.columns, D)
        self.body = make_body(kind, D, size, far=False)  # poems are short
        self.readout = nn.Linear(size.units + D, D)
        self.bias = nn.Parameter(frequencies.log())

    def forward(
        self, inputs: Tensor, places: Tensor, state: Any = None
    ) -> tuple[Tensor, Any]:
        """inputs (B, T), places (T, 3) of what comes next -> (B, T, D), state."""
        line, column, _ = places.T
        x = self.embedding(inputs) * self.embedding.embedding_dim**0.5
        x = x + self.line(line) + self.column(column)
        states, state = self.body(x, state)
        return self.readout(torch.cat([states, x], dim=2)), state

    def nats(self, poems: Grid) -> Tensor:
        """The nats of all characters of some poems: a sum, a scalar."""
        targets = torch.from_numpy(poems.ids).long()
        places = torch.from_numpy(place_ids(poems.shape))
        features, _ = self(pad(targets[:, :-1], (1, 0)), places)
        return softmax_nats(
            features.flatten(0, 1), self.embedding.weight, self.bias, targets.flatten()
        )


def make_poem_net(
    kind: BodyName, vectors: Tensor, frequencies: Tensor, parameters: int, seed: int = 0
) -> PoemNet:
    """An untrained net of nearly so many parameters: vectors (V, D), shares (V,)."""

    def make(size: BodySize) -> PoemNet:
        return PoemNet(kind, vectors, frequencies, size)

    size = fit_size(kind, parameters, make)
    with initial_weights(seed):
        return make(size)


def poem_losses(
    model: PoemNet,
    poems: Sequence[Grid],
    rng: np.random.Generator,
    tell: Callable[[int], object],
) -> Iterator[Callable[[], Tensor]]:
    """For `learn_for`: mean nats of batch after batch, epoch after epoch.

    tell: is told how many characters each batch has.
    """
    while True:
        for batch in few_at_a_time(poems, POEMS_AT_A_TIME, rng):
            tell(batch.ids.size)
            yield partial(_mean_nats, model, batch)


def _mean_nats(model: PoemNet, batch: Grid) -> Tensor:
    return model.nats(batch) / batch.ids.size


def poem_nats(model: PoemNet, poems: Sequence[Grid]) -> float:
    """Mean nats of a character, over all of these poems."""
    with evaluation(model):
        batches = ordered_batches(poems, _EVALUATION_CHARACTERS)
        total = sum(float(model.nats(batch)) for batch in batches)
    return total / count_characters(poems)


def take_share(poems: Sequence[Grid], share: float, seed: int) -> list[Grid]:
    """Random poems that have nearly this share of all characters; all of them for 1.

    Of one seed, a smaller share is a part of a larger one. No poem is a `ValueError`.
    """
    number_within(share, "share", 0.0, 1.0, 0.1)
    if not any(len(grid.ids) for grid in poems):
        raise ValueError(str(_NO_POEMS))
    grids = np.repeat(np.arange(len(poems)), [len(grid.ids) for grid in poems])
    rows = np.concatenate([np.arange(len(grid.ids)) for grid in poems])
    sizes = np.array([grid.shape.num_steps for grid in poems])[grids]
    order = np.random.default_rng(seed).permutation(len(rows))
    wanted = share * sizes.sum()
    taken = np.sort(order[: np.searchsorted(np.cumsum(sizes[order]), wanted) + 1])
    return [
        poems[index].take(rows[taken[grids[taken] == index]])
        for index in np.unique(grids[taken])
    ]


_NO_POEMS = Text(
    en="poems: expected at least one poem, found none. Look at what encode_poems was "
    "given.",
    zh="poems 里至少要有一首诗，现在一首也没有。请检查交给 encode_poems 的是什么。",
)
