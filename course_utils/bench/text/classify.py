"""Rows that give a text one of two labels: of movies and of Chinese reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import torch

from course_utils.baselines.linear import fit_bayes, fit_logistic
from course_utils.baselines.metrics import accuracy_by
from course_utils.bench.text.runs import (
    Predicted,
    kept_facts,
    predictions_of,
    train_in_phases,
)
from course_utils.datasets.loaders import Splits
from course_utils.datasets.vocab import Vocabulary, split_words
from course_utils.measured.recipe import TextRecipe
from course_utils.measured.recipes import find_text_recipe
from course_utils.measured.results import MeasuredPart, MeasuredRun
from course_utils.models.classifier import TextClassifier
from course_utils.training.batching import TextSet, pad
from course_utils.training.loop import accuracy, classification_loss, predict

Sets = Mapping[str, Sequence["Labelled"]]
Edges = Sequence[float]


class Labelled(Protocol):
    """A text and its label, 0 or 1."""

    @property
    def text(self) -> str: ...
    @property
    def label(self) -> int: ...


def cut_chinese(text: str) -> list[str]:
    """Chinese words, as the net of lesson 09 reads them."""
    from course_utils.models.reviews import cut_words

    return cut_words(text)


_UNITS: dict[str, Callable[[str], list[str]]] = {
    "words": split_words,
    "characters": list,
    "chinese_words": cut_chinese,
}


class TextReader:
    """From texts to sets of ids, as a recipe's `reads` says."""

    def __init__(
        self,
        unit: str,
        min_count: int,
        longest: int | None = None,
        pad_to: int | None = None,
    ) -> None:
        """`pad_to`: pads at the end, up to there, are read as if they were symbols."""
        self._split = _UNITS[unit]
        self._longest, self._min_count = longest, min_count
        self._width = pad_to
        self.vocabulary = Vocabulary.build([])

    def learn(self, records: Iterable[Labelled]) -> TextSet:
        """Make the vocabulary from the training texts, and the set of them."""
        symbols = [self._split(record.text)[: self._longest] for record in records]
        self.vocabulary = Vocabulary.build(symbols, self._min_count)
        return self.read(records)

    def read(self, records: Iterable[Labelled]) -> TextSet:
        """The set of these texts; of no symbol, one that is unknown."""
        unknown = [self.vocabulary.unknown_id]
        ids: Any = [
            self.vocabulary.encode(self._split(record.text)[: self._longest]) or unknown
            for record in records
        ]
        if self._width:
            ids = list(pad(ids, width=self._width)[0])
        return TextSet(ids, [record.label for record in records])


def train_classifier(
    recipe: TextRecipe, seed: int, splits: Splits[Any]
) -> tuple[TextClassifier, TextReader, dict[str, Any]]:
    """The trained model, what reads for it, and the facts of the training."""
    reader = TextReader(**recipe.reads)
    train, validation = reader.learn(splits.train), reader.read(splits.validation)
    torch.manual_seed(seed)
    model = TextClassifier(len(reader.vocabulary), 2, **recipe.model)
    size = recipe.training["batch"]
    facts = train_in_phases(
        model,
        lambda rng: train.batches(size, rng),
        classification_loss,
        lambda trained: accuracy(trained, validation),
        recipe.training["phases"],
        seed,
    )
    return model, reader, facts


def predict_classifier(
    recipe: TextRecipe, seed: int, splits: Splits[Any], sets: Sets
) -> Predicted:
    """Probabilities (N, 2) of each of the sets."""
    model, reader, facts = train_classifier(recipe, seed, splits)
    said = {
        name: torch.tensor(predict(model, reader.read(records))).softmax(1).numpy()
        for name, records in sets.items()
    }
    return Predicted(said, facts)


def predict_linear(
    recipe: TextRecipe, seed: int, splits: Splits[Any], sets: Sets
) -> Predicted:
    """Probabilities (N, 2) of each of the sets."""
    settings = dict(recipe.model)
    split = _UNITS[settings.pop("unit")]
    learn = fit_bayes if recipe.kind == "bayes" else fit_logistic
    texts, labels = texts_and_labels(splits.train)
    model = learn(texts, labels, split, **settings)
    said = {
        name: model.probabilities([record.text for record in records])
        for name, records in sets.items()
    }
    facts: dict[str, Any] = {"parameters": len(model.weights()) + 1}
    if splits.validation:
        facts["validation"] = model.accuracy(*texts_and_labels(splits.validation))
    return Predicted(said, facts)


def predict_majority(
    recipe: TextRecipe, seed: int, splits: Splits[Any], sets: Sets
) -> Predicted:
    """The shares of the labels of the training set; for other sets, of their own."""
    said = {}
    for name, records in sets.items():
        known = splits.train if name == "test" else records
        share = float(np.mean([record.label for record in known]))
        said[name] = np.tile([1 - share, share], (len(records), 1))
    return Predicted(said)


def predict_average(
    recipe: TextRecipe, seed: int, splits: Splits[Any], sets: Sets
) -> Predicted:
    """The mean probability of several runs of another row."""
    one = find_text_recipe(recipe.corpus, recipe.model["of"])
    runs = [predictions(one, each, splits, sets) for each in recipe.model["seeds"]]
    said = {name: np.mean([run.said[name] for run in runs], axis=0) for name in sets}
    facts = {
        name: sum(run.facts[name] for run in runs)
        for name in ("parameters", "cpu_seconds")
    }
    return Predicted(said, facts)


_PREDICT = {
    "net": predict_classifier,
    "logistic": predict_linear,
    "bayes": predict_linear,
    "naive_split": predict_linear,
    "majority": predict_majority,
    "average": predict_average,
}


def predictions(
    recipe: TextRecipe, seed: int, splits: Splits[Any], sets: Sets
) -> Predicted:
    """What one run of a row says of the sets, from the cache if it is there."""
    work = _PREDICT[recipe.kind]
    return predictions_of(recipe, seed, lambda: work(recipe, seed, splits, sets))


def run_of(
    seed: int,
    found: Predicted,
    sets: Sets,
    parts: Mapping[str, tuple[np.ndarray, Edges]],
) -> MeasuredRun:
    """Accuracies on the set `test`, on its parts, and, as figures, on other sets.

    `parts`: numbers (N,) by which to part the test, and the edges of the parts.
    """
    right = {
        name: found.said[name].argmax(1) == [record.label for record in records]
        for name, records in sets.items()
    }
    test = right.pop("test")
    return MeasuredRun(
        seed=seed,
        test=float(test.mean()),
        figures={name: float(marks.mean()) for name, marks in right.items()},
        by={name: by_parts(test, *part) for name, part in parts.items()},
        **kept_facts(found.facts),
    )


def by_parts(
    marks: np.ndarray, values: np.ndarray, edges: Edges
) -> dict[str, MeasuredPart]:
    """The mean of marks (N,) where values (N,) lie from one edge to below the next.

    Parts without any are left out.
    """
    return {
        f"{low:g}+" if high == np.inf else f"{low:g}-{high:g}": MeasuredPart(mean, num)
        for low, high, mean, num in accuracy_by(values, edges, marks)
        if num
    }


def texts_and_labels(records: Iterable[Labelled]) -> tuple[list[str], list[int]]:
    """The texts, and their labels."""
    kept = list(records)
    return [one.text for one in kept], [one.label for one in kept]
