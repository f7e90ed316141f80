"""The rows of captions: names of numbers, written below pictures of their digits."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from course_utils.bench_runs import (
    Predictions,
    kept_facts,
    predictions_of,
    train_in_phases,
)
from course_utils.captions import (
    caption_accuracy,
    caption_batches,
    caption_loss,
    make_captioner,
    seen_numbers,
    unseen_numbers,
)
from course_utils.digits import load_digits_8
from course_utils.text_recipe import TextRecipe
from course_utils.text_results import Run

NUM_PICTURES = {"seen": 1000, "unseen": 500}
load_digits = cache(load_digits_8)


def measure(recipe: TextRecipe, seed: int) -> tuple[Run, dict[str, Any]]:
    """One run of a row, and all its facts for the log; the last weights count.

    The main figure is of numbers shown in training; the figure `unseen` is of others.
    """
    found = predictions_of(recipe, seed, lambda: write_captions(recipe, seed))
    seen, unseen = (float(found.said[name]) for name in NUM_PICTURES)
    facts = dict(found.facts)
    return Run(seed, seen, figures={"unseen": unseen}, **kept_facts(facts)), facts


def write_captions(recipe: TextRecipe, seed: int) -> Predictions:
    """The shares of captions without a fault, below test pictures."""
    digits, language = load_digits(), recipe.reads["language"]
    model = make_captioner(language, seed=seed, **recipe.model)
    batches = caption_batches(digits.train, language)
    phases = recipe.training["phases"]
    facts = train_in_phases(model, batches, caption_loss, None, phases, seed)
    numbers = {"seen": seen_numbers(), "unseen": unseen_numbers()}
    said = {
        name: np.array(
            caption_accuracy(
                model, numbers[name], digits.test, language, num_pictures=count
            )
        )
        for name, count in NUM_PICTURES.items()
    }
    return Predictions(said, facts)
