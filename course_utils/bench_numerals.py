"""The rows of numerals: digits read, Chinese numerals written, without a fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_utils.bench_classify import by_parts
from course_utils.bench_runs import (
    Predictions,
    kept_facts,
    predictions_of,
    train_in_phases,
)
from course_utils.encoder_decoder import EncoderDecoder
from course_utils.numerals import (
    MAX_DIGITS,
    chinese_numeral,
    draw_numbers,
    held_out_numbers,
)
from course_utils.numerals_net import (
    make_numerals_net,
    numeral_batches,
    numeral_loss,
    write_numerals,
)
from course_utils.text_recipe import TextRecipe
from course_utils.text_results import Run

NUM_LONGER = 300
"""Numbers of one digit more than any in training."""
LENGTHS = tuple(range(3, MAX_DIGITS + 1))


def measure(recipe: TextRecipe, seed: int) -> tuple[Run, dict[str, Any]]:
    """One run of a row, and all its facts for the log; the last weights count.

    The figure `nine_digits` is of numbers longer than any in training.
    """
    found = predictions_of(recipe, seed, lambda: write_test(recipe, seed))
    right = found.said["test"]
    lengths = np.array([len(str(number)) for number in held_out_numbers()])
    digits = by_parts(right, lengths, LENGTHS)
    facts = dict(found.facts)
    run = Run(
        seed,
        float(right.mean()),
        figures={"nine_digits": float(found.said["nine_digits"].mean())},
        by={"digits": {name.partition("-")[0]: one for name, one in digits.items()}},
        **kept_facts(facts),
    )
    return run, facts


def write_test(recipe: TextRecipe, seed: int) -> Predictions:
    """Which of the held-out numbers, and of longer ones, are written rightly."""
    model, facts = train_net(recipe, seed)
    longer = draw_numbers(NUM_LONGER, np.random.default_rng(9), MAX_DIGITS, MAX_DIGITS)
    said = {
        "test": rightly_written(model, held_out_numbers()),
        "nine_digits": rightly_written(model, longer.tolist()),
    }
    return Predictions(said, facts)


def train_net(recipe: TextRecipe, seed: int) -> tuple[EncoderDecoder, dict[str, Any]]:
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
