"""Digits to classes: pixels all at once, or line after line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from course_utils.datasets.digits import Digits
from course_utils.models.classifier import RowReader
from course_utils.models.recurrent import CellName
from course_utils.text import Text
from course_utils.training.computing import course_threads, evaluation, initial_weights

NUM_CLASSES = 10


class DigitBatch(NamedTuple):
    """B pictures and their classes, as tensors."""

    images: Tensor
    labels: Tensor


def digit_batches(
    digits: Digits, size: int
) -> Callable[[np.random.Generator], Iterator[DigitBatch]]:
    """For `fit`: each epoch all N pictures once, at random, `size` at a time."""
    images, labels = map(torch.from_numpy, digits)

    def draw(rng: np.random.Generator) -> Iterator[DigitBatch]:
        order = torch.from_numpy(rng.permutation(len(labels)))
        return (DigitBatch(images[some], labels[some]) for some in order.split(size))

    return draw


def digit_loss(model: nn.Module, batch: DigitBatch) -> Tensor:
    """The mean cross-entropy of a batch of pictures, in nats."""
    return cross_entropy(model(batch.images), batch.labels)


def digit_accuracy(model: nn.Module, digits: Digits) -> float:
    """The share of pictures whose best class is the right one."""
    with evaluation(model), course_threads():
        best = model(torch.from_numpy(digits.images)).argmax(dim=1).numpy()
    return float((best == digits.labels).mean())


def make_row_reader(
    reader: CellName | None, size: int, hidden: int = 150, seed: int = 0
) -> nn.Module:
    """A net for pictures of `size` lines; without a cell, one layer for all pixels."""
    with initial_weights(seed):
        if reader is None:
            return nn.Sequential(nn.Flatten(), nn.Linear(size * size, NUM_CLASSES))
        return RowReader(reader, size, hidden, NUM_CLASSES)


def columns_of(digits: Digits) -> Digits:
    """The same pictures, so turned that a reader of lines reads their columns."""
    return Digits(np.ascontiguousarray(digits.images.swapaxes(1, 2)), digits.labels)


def draw_digits(
    wanted: np.ndarray, digits: Digits, rng: np.random.Generator
) -> np.ndarray:
    """For each of the classes (B,) wanted one picture at random: (B, height, width)."""
    missing = set(np.unique(wanted).tolist()) - set(digits.labels.tolist())
    if missing:
        raise ValueError(str(_NO_PICTURE.format(missing=sorted(missing))))
    order = np.argsort(digits.labels, kind="stable")
    starts = np.searchsorted(digits.labels[order], wanted)
    counts = np.searchsorted(digits.labels[order], wanted, side="right") - starts
    images: np.ndarray = digits.images[order[starts + rng.integers(counts)]]
    return images


_NO_PICTURE = Text(
    en="No picture shows {missing}. Ask for classes among digits.labels.",
    zh="没有一张图是 {missing}。请只要 digits.labels 里有的类别。",
)
