"""The rows of Chinese reviews: accuracy, by length, and what repeated lines do."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from course_utils.bench.text import classify
from course_utils.datasets.loaders import (
    RatedText,
    Review,
    Splits,
    load_chinese_review_lines,
    load_chinese_reviews,
    load_movie_reviews,
    load_other_snippets,
)
from course_utils.datasets.splits import chinese_key
from course_utils.datasets.vocab import split_words
from course_utils.measured.recipe import TextRecipe
from course_utils.measured.results import MeasuredRun

REVIEW_LENGTHS = (0, 20, 50, 100, 150, np.inf)
"""Edges of the parts, in characters."""
NAIVE_TEST = 0.2

load_review_splits = cache(load_chinese_reviews)


def measure_reviews(
    recipe: TextRecipe, seed: int
) -> tuple[MeasuredRun, dict[str, Any]]:
    """One run of a row, and all its facts for the log."""
    naive = recipe.kind == "naive_split"
    splits = split_lines(seed) if naive else load_review_splits()
    sets = {"test": splits.test}
    found = classify.predictions(recipe, seed, splits, sets)
    lengths = np.array([len(one.text) for one in splits.test])
    run = classify.run_of(seed, found, sets, {"length": (lengths, REVIEW_LENGTHS)})
    if naive:
        run = replace(run, figures=figures_of_leak(splits, found.said["test"]))
    return run, dict(found.facts)


def split_lines(seed: int) -> Splits[Review]:
    """What nobody should do: the published lines, at random, repeats and all."""
    lines = load_chinese_review_lines()
    order = np.random.default_rng(seed).permutation(len(lines))
    end = round(len(lines) * NAIVE_TEST)
    test, train = (tuple(lines[row] for row in rows) for rows in np.split(order, [end]))
    return Splits(train, (), test)


def figures_of_leak(splits: Splits[Review], said: np.ndarray) -> dict[str, float]:
    """Accuracies on test lines that are in the training set, too, and on the others.

    said (N, 2): probabilities. Two lines are the same if their letters and characters
    are.
    """
    known = {chinese_key(one.text) for one in splits.train}
    seen = np.array([chinese_key(one.text) in known for one in splits.test])
    right = said.argmax(axis=1) == [one.label for one in splits.test]
    return {
        "share_seen": float(seen.mean()),
        "accuracy_seen": float(right[seen].mean()),
        "accuracy_unseen": float(right[~seen].mean()),
    }


MOVIE_LENGTHS = (0, 12, 24, 36, np.inf)
STRENGTHS = (0, 0.5, 1, 2, np.inf)
"""Edges of the parts: words of a snippet, and how far its rating is from 0."""


def measure_movies(recipe: TextRecipe, seed: int) -> tuple[MeasuredRun, dict[str, Any]]:
    """One run of a row, and all its facts for the log.

    Its other figures: the accuracy on texts of other kinds, that it never learnt from.
    """
    splits = load_movie_splits()
    sets = _sets()
    found = classify.predictions(recipe, seed, splits, sets)
    test = splits.test
    words = np.array([len(split_words(one.text)) for one in test])
    strength = np.array([abs(one.rating) for one in test])
    parts = {"length": (words, MOVIE_LENGTHS), "rating": (strength, STRENGTHS)}
    return classify.run_of(seed, found, sets, parts), dict(found.facts)


load_movie_splits = cache(load_movie_reviews)


@cache
def _sets() -> dict[str, tuple[RatedText, ...]]:
    others = load_other_snippets()
    return {
        "test": load_movie_splits().test,
        **{str(name): others[name] for name in others},
    }
