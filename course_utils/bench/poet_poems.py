"""The poems that the bench of the poet is about: real ones, and those it writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from tqdm import tqdm

from course_utils.datasets.loaders import Poem, load_song_poems, load_tang_poems
from course_utils.poet.wish import CANDIDATES, make_wish
from course_utils.poet.writer import Poet
from course_utils.verse.poem import Acrostic

WIDTHS = (5, 7)
NUM_LINES = 4


@dataclass(frozen=True)
class BenchPoems:
    """The poems to count in, and those that nobody learnt from."""

    train: Sequence[Poem]
    song: Sequence[Poem]
    test: Sequence[Poem]

    @classmethod
    def load(cls) -> BenchPoems:
        """The course's; `DataMissingError` if they were not fetched."""
        tang = load_tang_poems()
        return cls(tang.train, load_song_poems(), tang.test)


def write_all(
    poet: Poet, heads: Sequence[str], width: int, titles: Sequence[str] = ()
) -> list[Acrostic]:
    """One poem a head, the best of CANDIDATES; the seed is the place of the head.

    Poem n is about `titles[n]`, if there are titles.
    """
    wishes = [
        make_wish(head, width, candidates=CANDIDATES, title=title)
        for head, title in zip(heads, titles or repeat(None), strict=False)
    ]
    return [
        poet.write(wish, seed)
        for seed, wish in enumerate(tqdm(wishes, unit="poem", disable=None))
    ]


def as_poems(acrostics: Sequence[Acrostic]) -> list[Poem]:
    """Written poems as records of the corpus; the title is the head."""
    return [Poem("", one.head, " ".join(one.traditional)) for one in acrostics]


def draw_poems(poems: Sequence[Poem], count: int) -> list[Poem]:
    """At most `count` of the poems, the same each time."""
    places = np.random.default_rng(0).permutation(len(poems))[:count]
    return [poems[place] for place in places]
