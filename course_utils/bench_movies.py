"""The rows of movie reviews: accuracy, by length, by how strong the rating is."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from course_utils import bench_classify as classify
from course_utils.datasets import RatedText, load_movie_reviews, load_other_snippets
from course_utils.text_recipe import TextRecipe
from course_utils.text_results import Run
from course_utils.vocab import split_words

LENGTHS = (0, 12, 24, 36, np.inf)
RATINGS = (0, 0.5, 1, 2, np.inf)
"""Edges of the parts: words of a snippet, and how far its rating is from 0."""


def measure(recipe: TextRecipe, seed: int) -> tuple[Run, dict[str, Any]]:
    """One run of a row, and all its facts for the log.

    Its other figures: the accuracy on texts of other kinds, that it never learnt from.
    """
    splits = load_splits()
    sets = _sets()
    found = classify.predictions(recipe, seed, splits, sets)
    test = splits.test
    words = np.array([len(split_words(one.text)) for one in test])
    strength = np.array([abs(one.rating) for one in test])
    parts = {"length": (words, LENGTHS), "rating": (strength, RATINGS)}
    return classify.run_of(seed, found, sets, parts), dict(found.facts)


load_splits = cache(load_movie_reviews)


@cache
def _sets() -> dict[str, tuple[RatedText, ...]]:
    others = load_other_snippets()
    return {"test": load_splits().test, **{str(name): others[name] for name in others}}
