"""The net that has read the Chinese reviews: on disk, and as lesson 09 asks it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rjieba
import torch

from course_utils.datasets.vocab import Vocabulary
from course_utils.models.classifier import TextClassifier
from course_utils.places import MOVIE_WEIGHTS, REVIEW_WEIGHTS
from course_utils.text import Text
from course_utils.training.batching import pad
from course_utils.training.weights import NetFile

MAX_WORDS = 120
"""A longer review is read up to here: 94 of 100 end before."""
_NUM_CLASSES = 2
_REVIEWS = NetFile("review net", Text(en="a review net", zh="评论网络"), "reviews")
_MOVIES = NetFile("movie net", Text(en="a movie net", zh="影评网络"), "movies")


def cut_words(text: str) -> list[str]:
    """A Chinese text to its words and marks, without blanks.

    Written as the corpus is: full-width marks become half-width (NFKC).
    """
    plain = unicodedata.normalize("NFKC", text)
    whole = plain.encode(errors="replace").decode()  # half a surrogate pair becomes ?
    return [word for word in rjieba.cut(whole) if word.strip()]


@dataclass(frozen=True)
class ReviewNet:
    """A trained classifier of words, 0 negative and 1 positive, and its vocabulary."""

    model: TextClassifier
    vocabulary: Vocabulary

    def encode(self, words: Sequence[str]) -> list[int]:
        """The ids of the first `MAX_WORDS` words; no word at all is one unknown."""
        ids = self.vocabulary.encode(words[:MAX_WORDS])
        return ids or [self.vocabulary.unknown_id]

    @torch.inference_mode()
    def score(self, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """N lists of words to N log-odds of “positive”: 0 is even, 2.2 is 9 to 1."""
        ids, lengths = pad(list(map(self.encode, texts)), self.vocabulary.pad_id)
        scores = self.model.eval()(ids, lengths)  # (N, 2)
        return (scores[:, 1] - scores[:, 0]).double().numpy()


def save_review_net(
    path: Path,
    model: TextClassifier,
    vocabulary: Vocabulary,
    settings: Mapping[str, Any],
) -> None:
    """Write the net; `settings` are the keywords that made the model."""
    _REVIEWS.save(path, model, _facts(vocabulary, settings))


def load_review_net(path: Path = REVIEW_WEIGHTS) -> ReviewNet:
    """The committed net, or another that `save_review_net` wrote.

    Raises `CheckpointError` for any other file.
    """
    return ReviewNet(*_load(_REVIEWS, path))


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
    _MOVIES.save(path, model, _facts(vocabulary, settings))


def load_movie_net(path: Path = MOVIE_WEIGHTS) -> MovieNet:
    """The committed net, or another that `save_movie_net` wrote.

    Raises `CheckpointError` for any other file.
    """
    return MovieNet(*_load(_MOVIES, path))


def _facts(vocabulary: Vocabulary, settings: Mapping[str, Any]) -> dict[str, Any]:
    return {"settings": dict(settings), "symbols": vocabulary.symbols}


def _load(file: NetFile, path: Path) -> tuple[TextClassifier, Vocabulary]:
    model, facts = file.load(path, _make)
    return model, Vocabulary(facts["symbols"])


def _make(facts: dict[str, Any]) -> TextClassifier:
    return TextClassifier(len(facts["symbols"]), _NUM_CLASSES, **facts["settings"])
