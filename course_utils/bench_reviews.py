"""The rows of Chinese reviews: accuracy, by length, and what repeated lines do."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from course_utils import bench_classify as classify
from course_utils.datasets import (
    Review,
    Splits,
    load_chinese_review_lines,
    load_chinese_reviews,
)
from course_utils.splits import chinese_key
from course_utils.text_recipe import TextRecipe
from course_utils.text_results import Run

LENGTHS = (0, 20, 50, 100, 150, np.inf)
"""Edges of the parts, in characters."""
NAIVE_TEST = 0.2

load_splits = cache(load_chinese_reviews)


def measure(recipe: TextRecipe, seed: int) -> tuple[Run, dict[str, Any]]:
    """One run of a row, and all its facts for the log."""
    naive = recipe.kind == "naive_split"
    splits = split_lines(seed) if naive else load_splits()
    sets = {"test": splits.test}
    found = classify.predictions(recipe, seed, splits, sets)
    lengths = np.array([len(one.text) for one in splits.test])
    run = classify.run_of(seed, found, sets, {"length": (lengths, LENGTHS)})
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
