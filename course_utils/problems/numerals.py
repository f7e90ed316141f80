"""Numbers in digits to Chinese numerals: training, testing, and the net that is kept.

20405 -> 二万零四百零五: neither are both equally long, nor does the order of the signs
tell which digit a character comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from course_utils.datasets.numerals import (
    NUMERAL_DIGITS,
    chinese_numeral,
    draw_training_numbers,
)
from course_utils.datasets.vocab import Vocabulary
from course_utils.places import NUMERAL_WEIGHTS
from course_utils.problems.encoder_decoder import EncoderDecoder
from course_utils.problems.writing import (
    teacher_forced,
    texts_of,
    writing_loss,
    writing_vocabulary,
)
from course_utils.text import Text
from course_utils.training.batching import pad
from course_utils.training.computing import course_threads, evaluation, initial_weights
from course_utils.training.weights import NetFile

READ = Vocabulary.build(["0123456789"])
WRITTEN = writing_vocabulary([NUMERAL_DIGITS + "十百千万"])
BATCH_SIZE = 64
UPDATES_AN_EPOCH = 50
_FILE = NetFile("numerals", Text(en="a numerals net", zh="数字网络"), "numerals")


class NumeralBatch(NamedTuple):
    """Digits to read (B, S) with their lengths, inputs and targets (B, L) to write."""

    ids: Tensor
    lengths: Tensor
    inputs: Tensor
    targets: Tensor


def read_digits(numbers: Sequence[int | str]) -> tuple[Tensor, Tensor]:
    """Numbers -> the ids of their digits (B, S), lengths (B,)."""
    return pad([READ.encode(str(number)) for number in numbers])


def numeral_batch(numbers: Sequence[int]) -> NumeralBatch:
    """Numbers and how they are written, as a batch."""
    texts = [chinese_numeral(number) for number in numbers]
    return NumeralBatch(*read_digits(numbers), *teacher_forced(texts, WRITTEN))


def numeral_batches(rng: np.random.Generator) -> Iterator[NumeralBatch]:
    """For `fit`: an epoch is 50 batches of 64 numbers of 1 to 8 digits, none held out.

    A few more are drawn than needed, to make up for those held out.
    """
    numbers = draw_training_numbers(UPDATES_AN_EPOCH * BATCH_SIZE * 11 // 10, rng)
    for start in range(0, UPDATES_AN_EPOCH * BATCH_SIZE, BATCH_SIZE):
        yield numeral_batch(numbers[start : start + BATCH_SIZE])


def numeral_loss(model: torch.nn.Module, batch: NumeralBatch) -> Tensor:
    """Mean nats of the right characters, each after the right ones before it."""
    scores = model(batch.ids, batch.lengths, batch.inputs)
    return writing_loss(scores, batch.targets)


def make_numerals_net(
    *, attention: bool = True, directions: int = 2, seed: int = 0
) -> EncoderDecoder:
    """An untrained net that reads digits and writes Chinese numerals."""
    with initial_weights(seed):
        return EncoderDecoder(
            len(READ), len(WRITTEN), attention=attention, directions=directions
        )


def write_numerals(model: EncoderDecoder, numbers: Sequence[int | str]) -> list[str]:
    """What the model writes for each number."""
    with evaluation(model), course_threads():
        written = model.write(*read_digits(numbers))
    return texts_of(written.ids, WRITTEN)


def numeral_accuracy(model: EncoderDecoder, numbers: Sequence[int]) -> float:
    """The share of numbers that are written without a fault."""
    written = write_numerals(model, numbers)
    right = [chinese_numeral(number) for number in numbers]
    return float(np.mean([a == b for a, b in zip(written, right, strict=True)]))


def look_at_digits(model: EncoderDecoder, number: str) -> tuple[str, np.ndarray]:
    """The numeral written for the digits (S,), and the weights (L + 1, S).

    The last row belongs to STOP, if the net has stopped.
    """
    with evaluation(model), course_threads():
        written = model.write(*read_digits([number]))
    return texts_of(written.ids, WRITTEN)[0], written.weights[0].numpy()


def save_numerals_net(model: EncoderDecoder, path: Path = NUMERAL_WEIGHTS) -> None:
    """Keep a trained net of two directions with attention, in half precision."""
    _FILE.save(path, model, {"read": READ.symbols, "written": WRITTEN.symbols})


def load_numerals_net(path: Path = NUMERAL_WEIGHTS) -> EncoderDecoder:
    """The net that `save_numerals_net` kept. Raises `CheckpointError`."""
    model, _ = _FILE.load(path, lambda _: make_numerals_net())
    return model
