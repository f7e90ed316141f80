"""The rows of handwritten digits, read line by line."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import torch

from course_utils.bench_runs import (
    Predictions,
    kept_facts,
    predictions_of,
    train_in_phases,
)
from course_utils.digit_nets import columns_of, digit_batches, digit_loss, make_reader
from course_utils.digits import DigitSplits, load_digits_8, load_digits_28
from course_utils.text_recipe import TextRecipe
from course_utils.text_results import Run
from course_utils.threads import evaluation


def measure(recipe: TextRecipe, seed: int) -> tuple[Run, dict[str, Any]]:
    """One run of a row, and all its facts for the log; the last weights count."""
    found = predictions_of(recipe, seed, lambda: predict_digits(recipe, seed))
    right = found.said["test"] == load_splits(**recipe.reads).test.labels
    facts = dict(found.facts)
    return Run(seed, float(right.mean()), **kept_facts(facts)), facts


def predict_digits(recipe: TextRecipe, seed: int) -> Predictions:
    """The classes (N,) that a trained net gives the test pictures."""
    splits = load_splits(**recipe.reads)
    model = make_reader(size=recipe.reads["size"], seed=seed, **recipe.model)
    batches = digit_batches(splits.train, recipe.training["batch"])
    phases = recipe.training["phases"]
    facts = train_in_phases(model, batches, digit_loss, None, phases, seed)
    with evaluation(model):
        scores = model(torch.from_numpy(splits.test.images))
    return Predictions({"test": np.asarray(scores.argmax(dim=1))}, facts)


@cache
def load_splits(size: int, columns: bool = False) -> DigitSplits:
    """Digits of 8 x 8 or 28 x 28 pixels; turned, if columns are to be read."""
    splits = {8: load_digits_8, 28: load_digits_28}[size]()
    return DigitSplits(*map(columns_of, splits)) if columns else splits
