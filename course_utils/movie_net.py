"""The net that has read the movie reviews: on disk, and as lesson 08 asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.classifier_files import load_classifier, save_classifier
from course_utils.models import TextClassifier
from course_utils.places import MOVIE_WEIGHTS
from course_utils.vocab import Vocabulary

_KIND = "movie net"


@dataclass(frozen=True)
class MovieNet:
    """A trained classifier of words, 0 negative and 1 positive, and its vocabulary."""

    model: TextClassifier
    vocabulary: Vocabulary

    def read(self, words: Sequence[str]) -> np.ndarray:
        """T words to the probability of “positive” after each of them (T,).

        No word at all is a `ValueError`.
        """
        ids = self.vocabulary.encode(words)
        return self.model.read(ids)[:, 1].double().numpy()


def save_movie_net(
    path: Path,
    model: TextClassifier,
    vocabulary: Vocabulary,
    settings: Mapping[str, Any],
) -> None:
    """Write the net; `settings` are the keywords that made the model."""
    save_classifier(path, _KIND, model, vocabulary, settings)


def load_movie_net(path: Path = MOVIE_WEIGHTS) -> MovieNet:
    """The committed net, or another that `save_movie_net` wrote.

    Raises `CheckpointError` for any other file.
    """
    return MovieNet(*load_classifier(path, _KIND))
