"""Handwritten digits as pictures, in two sizes: 8 x 8, and 28 x 28.

The small ones come with scikit-learn (E. Alpaydin and C. Kaynak, 1998), the large ones
are 5,000 of the MNIST digits (Y. LeCun, C. Cortes and C. Burges, 1998; `course data`).
Which of them are held out depends on the hash of their pixels alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from course_utils.datasets.splits import DIGIT_RULE, split_of
from course_utils.datasets.store import read_rows


class Digits(NamedTuple):
    """N pictures and what they show."""

    images: np.ndarray
    """(N, height, width) float32, 0 paper to 1 ink."""
    labels: np.ndarray
    """(N,) int64, 0 to 9."""


class DigitSplits(NamedTuple):
    """The digits to learn from, and those to report on."""

    train: Digits
    test: Digits


def load_digits_8() -> DigitSplits:
    """1,797 digits of 8 x 8 pixels, each a number of 16 steps of grey."""
    from sklearn.datasets import load_digits

    sheet = load_digits()
    pixels = sheet.images.astype(np.uint8)
    names = [split_of(image.tobytes().hex(), DIGIT_RULE) for image in pixels]
    return _in_splits(names, pixels / np.float32(16), sheet.target)


def load_digits_28() -> DigitSplits:
    """5,000 digits of 28 x 28 pixels, each a number of 255 steps of grey.

    Raises `DataMissingError` if they are not there: `course data digits_28`.
    """
    names, labels, pixels = zip(*read_rows("digits_28"), strict=True)
    bytes_ = np.frombuffer(bytes.fromhex("".join(pixels)), np.uint8)
    images = bytes_.reshape(-1, 28, 28) / np.float32(255)
    return _in_splits(names, images, [int(label) for label in labels])


def _in_splits(
    names: Iterable[str], images: np.ndarray, labels: Iterable[int]
) -> DigitSplits:
    is_test = np.array([name == "test" for name in names])
    labels = np.array(labels, dtype=np.int64)
    return DigitSplits(
        Digits(images[~is_test], labels[~is_test]),
        Digits(images[is_test], labels[is_test]),
    )
