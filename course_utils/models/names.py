"""Nets that find names: what they read and answer, and how they lie on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from torch import nn

from course_utils.datasets.loaders import TaggedSentence
from course_utils.datasets.name_tags import NAME_TAGS, bigrams_of, spans_of_ids, tag_ids
from course_utils.datasets.spans import Span
from course_utils.datasets.vocab import Vocabulary
from course_utils.models.chain import ChainTagger
from course_utils.models.tagger import Tagger
from course_utils.places import TAGGER_WEIGHTS
from course_utils.text import Text
from course_utils.training.batching import TextSet
from course_utils.training.computing import course_threads, evaluation
from course_utils.training.loop import predict_tags, scores_of
from course_utils.training.weights import NetFile

_FILE = NetFile("name taggers", Text(en="a set of taggers", zh="标注器"), "tagging")
_EVALUATION_SIZE = 256


def tagged_set(
    sentences: Sequence[TaggedSentence],
    vocabulary: Vocabulary,
    bigrams: Vocabulary | None = None,
) -> TextSet:
    """Sentences as ids and tags; `bigrams` is the vocabulary of `bigrams_of`."""
    ids = [vocabulary.encode(sentence.text) for sentence in sentences]
    tags = [tag_ids(sentence) for sentence in sentences]
    if bigrams is None:
        return TextSet(ids, tags)
    pairs = [bigrams.encode(bigrams_of(sentence.text)) for sentence in sentences]
    return TextSet(ids, tags, pairs)


def find_names(model: nn.Module, texts: TextSet) -> list[set[Span]]:
    """The names of each text, by the best tags, or by the chain's best sequence."""
    if isinstance(model, ChainTagger):
        tags = best_sequences(model, texts)
    else:
        tags = predict_tags(model, texts)
    return [spans_of_ids(ids) for ids in tags]


def best_sequences(model: ChainTagger, texts: TextSet) -> list[np.ndarray]:
    """The best tag sequence of each text: N arrays (T,), in the order of the texts."""
    found: dict[int, np.ndarray] = {}
    with evaluation(model), course_threads():
        for rows in texts.rows(_EVALUATION_SIZE):
            batch = texts.take(rows)
            best = model.chain.best(scores_of(model, batch), batch.lengths)
            found |= dict(zip(rows.tolist(), best, strict=True))
    return [found[row] for row in range(len(texts))]


@dataclass(frozen=True)
class NameTagger:
    """A trained tagger of characters, and its vocabulary."""

    model: Tagger
    vocabulary: Vocabulary

    def probabilities(self, text: str) -> np.ndarray:
        """T characters, at least one -> the probability of each tag (T, C)."""
        batch = TextSet([self.vocabulary.encode(text)], [[0] * len(text)]).take([0])
        with evaluation(self.model):
            return scores_of(self.model, batch)[0].softmax(dim=1).double().numpy()

    def find(self, texts: Sequence[str]) -> list[set[Span]]:
        """The names in each of N texts."""
        sentences = [TaggedSentence(text, ()) for text in texts]
        return find_names(self.model, tagged_set(sentences, self.vocabulary))


def save_taggers(
    path: Path,
    models: Mapping[str, Tagger],
    vocabulary: Vocabulary,
    settings: Mapping[str, Mapping[str, Any]],
) -> None:
    """Write taggers of one vocabulary, in half precision, by name.

    `settings`: for each name the keywords of `Tagger`, without its first two.
    """
    facts = {"settings": dict(settings), "symbols": vocabulary.symbols}
    _FILE.save(path, nn.ModuleDict(models), facts)


def load_taggers(path: Path = TAGGER_WEIGHTS) -> dict[str, NameTagger]:
    """Taggers by name, ready to be asked (not trained), computing in float32.

    The file of the course has `one_direction` and `two_directions`. Raises
    `CheckpointError` for a file that `save_taggers` did not write.
    """
    models, facts = _FILE.load(path, _make)
    vocabulary = Vocabulary(facts["symbols"])
    return {
        name: NameTagger(cast(Tagger, model), vocabulary)
        for name, model in models.items()
    }


def _make(facts: dict[str, Any]) -> nn.ModuleDict:
    num_symbols = len(facts["symbols"])
    return nn.ModuleDict(
        {
            name: Tagger(num_symbols, len(NAME_TAGS), **settings)
            for name, settings in facts["settings"].items()
        }
    )
