"""The poems a recipe asks for: vocabulary, training grids, validation and test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from course_utils.datasets.loaders import Poem, load_song_poems, load_tang_poems
from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.grid import Era, Grid, encode_poems
from course_utils.language_model.recipes import PoetRecipe


@dataclass(frozen=True)
class PoemCorpus:
    """All poems as grids, long ones in parts."""

    vocabulary: Vocabulary
    tang: list[Grid]
    tang_and_song: list[Grid]
    validation: list[Grid]
    test: list[Grid]


def load_poem_corpus(recipe: PoetRecipe) -> PoemCorpus:
    """Read the poems the phases of `recipe` learn from; `DataMissingError` without."""
    with_song = any(phase.song_poems for phase in recipe.phases)
    poems = load_tang_poems()
    song = load_song_poems() if with_song else ()
    vocabulary = Vocabulary.build(
        (poem.text.replace(" ", "") for poem in (*poems.train, *song)),
        recipe.min_count,
    )
    learnt = _of_era(poems.train, "tang")
    mixed = learnt + _of_era(song, "song") if with_song else []
    return PoemCorpus(
        vocabulary,
        encode_poems(learnt, vocabulary),
        encode_poems(mixed, vocabulary),
        encode_poems(_of_era(poems.validation, "tang"), vocabulary),
        encode_poems(_of_era(poems.test, "tang"), vocabulary),
    )


def _of_era(poems: Iterable[Poem], era: Era) -> list[tuple[Poem, Era]]:
    return [(poem, era) for poem in poems]
