"""Two digits side by side and the name of their number, to train a captioner on.

A fifth of the numbers from 10 to 99 is never shown while training: what a net writes
for them tells whether it has learnt digits, or names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.datasets.digits import Digits, DigitSplits
from course_utils.datasets.numerals import chinese_numeral, english_numeral
from course_utils.datasets.splits import hash_of
from course_utils.datasets.vocab import Vocabulary
from course_utils.problems.digits import draw_digits
from course_utils.problems.writing import (
    MAX_SYMBOLS,
    teacher_forced,
    texts_of,
    write_greedily,
    writing_loss,
    writing_vocabulary,
)
from course_utils.text import Language, Text
from course_utils.training.computing import course_threads, evaluation, initial_weights
from course_utils.training.loop import fit

_NAMES: dict[Language, Callable[[int], str]] = {
    "en": english_numeral,
    "zh": chinese_numeral,
}
NUM_UNSEEN = 18
_BATCH_SIZE = 64
_UPDATES_AN_EPOCH = 50


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
    return writing_vocabulary(map(_NAMES[language], range(10, 100)))


def random_pictures(
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
        for _ in range(_UPDATES_AN_EPOCH):
            numbers = rng.choice(known, _BATCH_SIZE)
            images = torch.from_numpy(random_pictures(numbers, digits, rng))
            names = [_NAMES[language](number) for number in numbers.tolist()]
            yield CaptionBatch(images, *teacher_forced(names, vocabulary))

    return draw


def caption_loss(model: torch.nn.Module, batch: CaptionBatch) -> Tensor:
    """Mean nats of the right symbols, each after the right symbols before it."""
    return writing_loss(model(batch.images, batch.inputs), batch.targets)


def make_captioner(
    language: Language, at_every_step: bool = False, seed: int = 0
) -> Captioner:
    """An untrained captioner for the names in a language."""
    with initial_weights(seed):
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
    written = write_captions(model, random_pictures(drawn, digits, rng), language)
    names = [_NAMES[language](number) for number in drawn.tolist()]
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


_HEIGHT, _WIDTH = 8, 16


class Captioner(nn.Module):
    """Pictures of two digits side by side to their name, symbol by symbol."""

    def __init__(
        self,
        num_symbols: int,
        *,
        at_every_step: bool = False,
        embedding: int = 32,
        hidden: int = 96,
    ) -> None:
        super().__init__()
        self.at_every_step = at_every_step
        self.see = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(32 * (_HEIGHT // 4) * (_WIDTH // 4), hidden),
        )
        self.embed = nn.Embedding(num_symbols, embedding)
        extra = hidden if at_every_step else 0
        self.decoder = nn.GRU(embedding + extra, hidden, batch_first=True)
        self.readout = nn.Linear(hidden, num_symbols)

    def forward(self, images: Tensor, inputs: Tensor) -> Tensor:
        """images (B, 8, 16), inputs (B, L) -> scores (B, L, V)."""
        vector = self.vector_of(images)
        states, _ = self.decoder(self._inputs(inputs, vector), vector[None])
        scores: Tensor = self.readout(states)
        return scores

    def vector_of(self, images: Tensor) -> Tensor:
        """images (B, 8, 16) -> what the writer is told of them (B, H)."""
        if images.dim() != 3 or images.shape[1:] != (_HEIGHT, _WIDTH):
            raise ValueError(str(_NOT_A_PAIR.format(found=tuple(images.shape))))
        vector: Tensor = self.see(images[:, None]).tanh()
        return vector

    @torch.no_grad()
    def write(self, images: Tensor, max_symbols: int = MAX_SYMBOLS) -> Tensor:
        """images (B, 8, 16) -> ids (B, L), the likeliest symbol at each step."""
        vector = self.vector_of(images)

        def step(last: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
            states, state = self.decoder(self._inputs(last[:, None], vector), state)
            return self.readout(states[:, 0]), state

        return write_greedily(step, vector[None], len(images), max_symbols)

    def _inputs(self, ids: Tensor, vector: Tensor) -> Tensor:
        """What the GRU reads: the symbols written, beside them the picture or not."""
        symbols: Tensor = self.embed(ids)
        if not self.at_every_step:
            return symbols
        picture = vector[:, None].expand(-1, ids.shape[1], -1)
        return torch.cat([symbols, picture], dim=2)


_NOT_A_PAIR = Text(
    en="Expected pictures of two digits, (B, 8, 16), found {found}. "
    "Put two of load_digits_8() side by side.",
    zh="需要两个数字并排的图片，形状为 (B, 8, 16)，实际是 {found}。"
    "请把 load_digits_8() 的两张图并排。",
)
