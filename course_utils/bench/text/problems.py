"""The rows of handwritten digits, read line by line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import torch

from course_utils.bench.text.classify import by_parts
from course_utils.bench.text.runs import (
    Predicted,
    kept_facts,
    predictions_of,
    train_in_phases,
)
from course_utils.datasets.digits import DigitSplits, load_digits_8, load_digits_28
from course_utils.datasets.numerals import (
    MAX_DIGITS,
    chinese_numeral,
    draw_numbers,
    held_out_numbers,
)
from course_utils.measured.recipe import TextRecipe
from course_utils.measured.results import MeasuredRun
from course_utils.problems.captions import (
    caption_accuracy,
    caption_batches,
    caption_loss,
    make_captioner,
    seen_numbers,
    unseen_numbers,
)
from course_utils.problems.digits import (
    columns_of,
    digit_batches,
    digit_loss,
    make_row_reader,
)
from course_utils.problems.encoder_decoder import EncoderDecoder
from course_utils.problems.numerals import (
    make_numerals_net,
    numeral_batches,
    numeral_loss,
    write_numerals,
)
from course_utils.training.computing import evaluation


def measure_digits(recipe: TextRecipe, seed: int) -> tuple[MeasuredRun, dict[str, Any]]:
    """One run of a row, and all its facts for the log; the last weights count."""
    found = predictions_of(recipe, seed, lambda: predict_digits(recipe, seed))
    right = found.said["test"] == load_digit_splits(**recipe.reads).test.labels
    facts = dict(found.facts)
    return MeasuredRun(seed, float(right.mean()), **kept_facts(facts)), facts


def predict_digits(recipe: TextRecipe, seed: int) -> Predicted:
    """The classes (N,) that a trained net gives the test pictures."""
    splits = load_digit_splits(**recipe.reads)
    model = make_row_reader(size=recipe.reads["size"], seed=seed, **recipe.model)
    batches = digit_batches(splits.train, recipe.training["batch"])
    phases = recipe.training["phases"]
    facts = train_in_phases(model, batches, digit_loss, None, phases, seed)
    with evaluation(model):
        scores = model(torch.from_numpy(splits.test.images))
    return Predicted({"test": np.asarray(scores.argmax(dim=1))}, facts)


@cache
def load_digit_splits(size: int, columns: bool = False) -> DigitSplits:
    """Digits of 8 x 8 or 28 x 28 pixels; turned, if columns are to be read."""
    splits = {8: load_digits_8, 28: load_digits_28}[size]()
    return DigitSplits(*map(columns_of, splits)) if columns else splits


NUM_PICTURES = {"seen": 1000, "unseen": 500}
load_digits = cache(load_digits_8)


def measure_captions(
    recipe: TextRecipe, seed: int
) -> tuple[MeasuredRun, dict[str, Any]]:
    """One run of a row, and all its facts for the log; the last weights count.

    The main figure is of numbers shown in training; the figure `unseen` is of others.
    """
    found = predictions_of(recipe, seed, lambda: predict_captions(recipe, seed))
    seen, unseen = (float(found.said[name]) for name in NUM_PICTURES)
    facts = dict(found.facts)
    return MeasuredRun(
        seed, seen, figures={"unseen": unseen}, **kept_facts(facts)
    ), facts


def predict_captions(recipe: TextRecipe, seed: int) -> Predicted:
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
    return Predicted(said, facts)


NUM_LONGER = 300
"""Numbers of one digit more than any in training."""
NUMERAL_LENGTHS = tuple(range(3, MAX_DIGITS + 1))


def measure_numerals(
    recipe: TextRecipe, seed: int
) -> tuple[MeasuredRun, dict[str, Any]]:
    """One run of a row, and all its facts for the log; the last weights count.

    The figure `nine_digits` is of numbers longer than any in training.
    """
    found = predictions_of(recipe, seed, lambda: write_test(recipe, seed))
    right = found.said["test"]
    lengths = np.array([len(str(number)) for number in held_out_numbers()])
    digits = by_parts(right, lengths, NUMERAL_LENGTHS)
    facts = dict(found.facts)
    run = MeasuredRun(
        seed,
        float(right.mean()),
        figures={"nine_digits": float(found.said["nine_digits"].mean())},
        by={"digits": {name.partition("-")[0]: one for name, one in digits.items()}},
        **kept_facts(facts),
    )
    return run, facts


def write_test(recipe: TextRecipe, seed: int) -> Predicted:
    """Which of the held-out numbers, and of longer ones, are written rightly."""
    model, facts = train_numerals_net(recipe, seed)
    longer = draw_numbers(NUM_LONGER, np.random.default_rng(9), MAX_DIGITS, MAX_DIGITS)
    said = {
        "test": rightly_written(model, held_out_numbers()),
        "nine_digits": rightly_written(model, longer.tolist()),
    }
    return Predicted(said, facts)


def train_numerals_net(
    recipe: TextRecipe, seed: int
) -> tuple[EncoderDecoder, dict[str, Any]]:
    """The trained net, and the facts of its training."""
    model = make_numerals_net(seed=seed, **recipe.model)
    phases = recipe.training["phases"]
    facts = train_in_phases(model, numeral_batches, numeral_loss, None, phases, seed)
    return model, facts


def rightly_written(model: EncoderDecoder, numbers: Sequence[int]) -> np.ndarray:
    """For each of the numbers (N,), whether the net writes it without a fault."""
    written = write_numerals(model, numbers)
    right = [chinese_numeral(number) for number in numbers]
    return np.array([a == b for a, b in zip(written, right, strict=True)])
