"""Two digits side by side and the name of their number, to train a captioner on.

A fifth of the numbers from 10 to 99 is never shown while training: what a net writes
for them tells whether it has learnt digits, or names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from course_utils.captioner import Captioner
from course_utils.digit_nets import draw_digits
from course_utils.digits import Digits, DigitSplits
from course_utils.numerals import chinese_numeral, english_numeral
from course_utils.splits import hash_of
from course_utils.text import Language
from course_utils.threads import course_threads, evaluation, own_randomness
from course_utils.training import fit
from course_utils.vocab import Vocabulary
from course_utils.writing import (
    teacher_forced,
    texts_of,
    writing_loss,
    writing_vocabulary,
)

NAMES: dict[Language, Callable[[int], str]] = {
    "en": english_numeral,
    "zh": chinese_numeral,
}
NUM_UNSEEN = 18
BATCH_SIZE = 64
UPDATES_AN_EPOCH = 50


class CaptionBatch(NamedTuple):
    """Pictures (B, 8, 16) and their names, as inputs and targets (B, L)."""

    images: Tensor
    inputs: Tensor
    targets: Tensor


def unseen_numbers() -> list[int]:
    """18 of the numbers from 10 to 99, for testing only; their digits occur in others.

    The hash chooses, so they are the same everywhere.
    """
    return sorted(sorted(range(10, 100), key=lambda n: hash_of(str(n)))[:NUM_UNSEEN])


def seen_numbers() -> list[int]:
    """The other 72."""
    unseen = set(unseen_numbers())
    return [number for number in range(10, 100) if number not in unseen]


def caption_vocabulary(language: Language) -> Vocabulary:
    """The symbols of all names from 10 to 99: characters, or letters and a hyphen."""
    return writing_vocabulary(map(NAMES[language], range(10, 100)))


def draw_pictures(
    numbers: np.ndarray, digits: Digits, rng: np.random.Generator
) -> np.ndarray:
    """Numbers (B,) of two digits -> pictures (B, 8, 16), each digit drawn at random."""
    tens, ones = (draw_digits(each, digits, rng) for each in divmod(numbers, 10))
    return np.concatenate([tens, ones], axis=2)


def caption_batches(
    digits: Digits, language: Language
) -> Callable[[np.random.Generator], Iterator[CaptionBatch]]:
    """For `fit`: an epoch is 50 batches of 64 pictures of seen numbers."""
    vocabulary, known = caption_vocabulary(language), np.array(seen_numbers())

    def draw(rng: np.random.Generator) -> Iterator[CaptionBatch]:
        for _ in range(UPDATES_AN_EPOCH):
            numbers = rng.choice(known, BATCH_SIZE)
            images = torch.from_numpy(draw_pictures(numbers, digits, rng))
            names = [NAMES[language](number) for number in numbers.tolist()]
            yield CaptionBatch(images, *teacher_forced(names, vocabulary))

    return draw


def caption_loss(model: torch.nn.Module, batch: CaptionBatch) -> Tensor:
    """Mean nats of the right symbols, each after the right symbols before it."""
    return writing_loss(model(batch.images, batch.inputs), batch.targets)


def make_captioner(
    language: Language, at_every_step: bool = False, seed: int = 0
) -> Captioner:
    """An untrained captioner for the names in a language."""
    with own_randomness(seed):
        num_symbols = len(caption_vocabulary(language))
        return Captioner(num_symbols, at_every_step=at_every_step)


def write_captions(
    model: Captioner, images: np.ndarray, language: Language
) -> list[str]:
    """What the model writes below pictures (B, 8, 16)."""
    with evaluation(model), course_threads():
        ids = model.write(torch.from_numpy(images))
    return texts_of(ids, caption_vocabulary(language))


def caption_accuracy(
    model: Captioner,
    numbers: Sequence[int],
    digits: Digits,
    language: Language,
    num_pictures: int = 1000,
) -> float:
    """The share of names written without a fault below random pictures of `numbers`."""
    rng = np.random.default_rng(7)
    drawn = rng.choice(np.array(numbers), num_pictures)
    written = write_captions(model, draw_pictures(drawn, digits, rng), language)
    names = [NAMES[language](number) for number in drawn.tolist()]
    return float(np.mean([a == b for a, b in zip(written, names, strict=True)]))


def train_captioner(
    digits: DigitSplits,
    language: Language,
    *,
    at_every_step: bool = False,
    epochs: int = 8,
    rate: float = 2e-3,
    seed: int = 0,
) -> Captioner:
    """A captioner after `epochs` of 50 batches of 64 pictures."""
    model = make_captioner(language, at_every_step, seed)
    batches = caption_batches(digits.train, language)
    fit(
        model,
        batches,
        caption_loss,
        epochs=epochs,
        rate=rate,
        seed=seed,
        progress=False,
    )
    return model
