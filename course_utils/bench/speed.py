"""How fast the poet writes and learns, beside the best-known peer, in turns.

Speeds are for a second of processor time, of all threads together: what else the
computer does hardly matters, and the two are measured at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from course_utils.bench.timing import Clock, clocks_of
from course_utils.datasets.loaders import Poem
from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.corpus import PoemCorpus
from course_utils.language_model.grid import encode_poems
from course_utils.language_model.peer import (
    PEER_BATCH,
    PEER_RATE,
    PeerModel,
    count_han,
    encode_padded,
    learn_padded,
    peer_vocabulary,
    write_acrostic,
)
from course_utils.language_model.recipes import PoetRecipe
from course_utils.language_model.training import learn_poems, start_or_resume_poet
from course_utils.poet.figures import PoemFigures
from course_utils.poet.wish import Wish, make_wish
from course_utils.poet.writer import Poet
from course_utils.training.computing import course_threads
from course_utils.training.processes import Processes

ROUNDS = 12
UPDATES = 6
"""The poet's updates in a round, whose batches are smaller than the peer's."""


@dataclass(frozen=True)
class Peer:
    """The peer's model, untrained, its vocabulary, and poems as it pads them."""

    model: PeerModel
    vocabulary: Vocabulary
    poems: np.ndarray

    @classmethod
    def of(cls, poems: Sequence[Poem]) -> Peer:
        """A peer that knows the characters of `poems` and learns from the first."""
        vocabulary = peer_vocabulary(poems)
        with torch.random.fork_rng(devices=()):
            torch.manual_seed(0)
            model = PeerModel(len(vocabulary))
        some = poems[: PEER_BATCH * (ROUNDS + 1)]
        return cls(model, vocabulary, encode_padded(some, vocabulary))


def writing_speed(
    poet: Poet, peer: Peer, heads: Sequence[str], width: int, candidates: int
) -> dict[str, PoemFigures]:
    """Poems a second, of `width` characters a line: one candidate, or the best of some.

    `drawn` are all candidates of the best ones. Each head is written by all in turn;
    the first one warms up and is not counted.
    """
    wishes = {
        name: [make_wish(head, width, candidates=number) for head in heads]
        for name, number in (("single", 1), ("best", candidates))
    }
    rounds = (
        {"peer": partial(_write_as_peer, peer, head, width)}
        | {name: partial(_write, poet, wishes[name][place], place) for name in wishes}
        for place, head in enumerate(heads)
    )
    with course_threads():
        clocks = clocks_of(rounds)
    peers, best = clocks.pop("peer"), clocks["best"]
    clocks["drawn"] = Clock(best.done * candidates, best.seconds)
    return {f"{name}_{width}": _beside(one, peers) for name, one in clocks.items()}


def training_speed(
    poems: Sequence[Poem],
    vocabulary: Vocabulary,
    peer: Peer,
    recipes: Mapping[str, PoetRecipe],
) -> dict[str, PoemFigures]:
    """Characters of poems a second, pads and marks not counted, by recipe.

    All learn in turns; the first round warms up and is not counted.
    """
    grids = encode_poems([(one, "tang") for one in poems], vocabulary)
    corpus = PoemCorpus(vocabulary, grids, grids, grids, grids)
    with course_threads(), TemporaryDirectory() as folder:
        learners = {
            name: _updates(recipe, corpus, Path(folder) / name)
            for name, recipe in recipes.items()
        }
        learners["peer"] = _peer_updates(peer)
        works = {name: learner.__next__ for name, learner in learners.items()}
        clocks = clocks_of([works] * (1 + ROUNDS))
    return {f"train_{name}": _beside(clocks[name], clocks["peer"]) for name in recipes}


def _beside(poet: Clock, peer: Clock) -> PoemFigures:
    return {
        "poet": poet.speed,
        "peer": peer.speed,
        "ratio": poet.speed / peer.speed,
    }


def _write(poet: Poet, wish: Wish, seed: int) -> int:
    poet.write(wish, seed)
    return 1


def _write_as_peer(peer: Peer, head: str, width: int) -> int:
    write_acrostic(peer.model, peer.vocabulary, head, width)
    return 1


def _updates(recipe: PoetRecipe, corpus: PoemCorpus, folder: Path) -> Iterator[int]:
    """Some updates at a time, as in training; the characters that were read."""
    last = replace(recipe.phases[-1], epochs=1000.0)  # it must not end
    run = start_or_resume_poet(replace(recipe, phases=(last,)), corpus, folder)
    run.model.train()
    steps = run.plan.steps(0)
    while True:
        before = run.counters.characters
        for step in islice(steps, UPDATES):
            learn_poems(run, step, Processes())
        yield run.counters.characters - before


def _peer_updates(peer: Peer) -> Iterator[int]:
    """One update at a time; the characters that were read, without pads and marks."""
    optimizer = torch.optim.Adam(peer.model.parameters(), lr=PEER_RATE)
    starts = range(0, len(peer.poems), PEER_BATCH)
    for start in cycle(starts):
        ids = peer.poems[start : start + PEER_BATCH]
        learn_padded(peer.model, optimizer, ids)
        yield count_han(ids, peer.vocabulary)
