"""The rows of names in the news: F1 of whole names, never accuracy of characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import nn

from course_utils.baselines.crf_tagger import CrfTagger
from course_utils.baselines.metrics import entity_scores
from course_utils.baselines.name_list import NameList
from course_utils.bench.text.runs import (
    Predicted,
    kept_facts,
    predictions_of,
    train_in_phases,
)
from course_utils.datasets.loaders import TaggedSentence, load_peoples_daily
from course_utils.datasets.name_tags import (
    NAME_TAGS,
    bigrams_of,
    names_in,
    recall_by_kind,
    spans_in,
)
from course_utils.datasets.spans import NAME_KINDS, Span, bio_of
from course_utils.datasets.vocab import Vocabulary
from course_utils.measured.recipe import TextRecipe
from course_utils.measured.results import MeasuredRun
from course_utils.models.chain import ChainTagger, chain_loss
from course_utils.models.names import find_names, tagged_set
from course_utils.models.tagger import Tagger
from course_utils.training.loop import tagging_loss

FoundNames = list[set[Span]]
load_news_splits = cache(load_peoples_daily)


def measure_names(recipe: TextRecipe, seed: int) -> tuple[MeasuredRun, dict[str, Any]]:
    """One run of a row, and all its facts for the log.

    Its other figures: F1 of each kind, and of its names never seen in training the
    share that is found; precision, recall, and the accuracy of characters.
    """
    found = predictions_of(recipe, seed, lambda: _PREDICT[recipe.kind](recipe, seed))
    facts = dict(found.facts)
    test = load_news_splits().test
    names = spans_of_rows(found.said["test"], len(test))
    scores = entity_scores([spans_in(one) for one in test], names)
    recalls = recall_by_kind(test, names, names_in(load_news_splits().train))
    figures = {
        "precision": scores["all"].precision,
        "recall": scores["all"].recall,
        "accuracy": character_accuracy(test, names),
        **{kind: scores[kind].f1 for kind in NAME_KINDS},
        **{f"{kind}_seen": recalls[kind].seen for kind in NAME_KINDS},
        **{f"{kind}_unseen": recalls[kind].unseen for kind in NAME_KINDS},
    }
    figures = {name: each for name, each in figures.items() if not np.isnan(each)}
    return MeasuredRun(
        seed, scores["all"].f1, figures=figures, **kept_facts(facts)
    ), facts


def predict_tagger(recipe: TextRecipe, seed: int) -> Predicted:
    """The names that a trained net finds in the test sentences."""
    model, vocabularies, facts = train_tagger(recipe, seed)
    test = tagged_set(load_news_splits().test, *vocabularies)
    return Predicted({"test": rows_of_spans(find_names(model, test))}, facts)


def train_tagger(
    recipe: TextRecipe, seed: int
) -> tuple[nn.Module, tuple[Vocabulary, Vocabulary | None], dict[str, Any]]:
    """The trained tagger, its vocabularies of characters and of bigrams, the facts."""
    splits = load_news_splits()
    characters, bigrams = vocabularies = make_vocabularies(**recipe.reads)
    train = tagged_set(splits.train, *vocabularies)
    validation = tagged_set(splits.validation, *vocabularies)
    right = [spans_in(one) for one in splits.validation]
    size = recipe.training["batch"]
    torch.manual_seed(seed)
    facts = train_in_phases(
        model := make_model(recipe, characters, bigrams),
        lambda rng: train.batches(size, rng),
        chain_loss if recipe.kind == "chain" else tagging_loss,
        lambda trained: f1_of(right, find_names(trained, validation)),
        recipe.training["phases"],
        seed,
    )
    return model, vocabularies, facts


def make_vocabularies(
    min_count: int, bigram_min_count: int = 0
) -> tuple[Vocabulary, Vocabulary | None]:
    """Those of the training sentences; without bigrams if their least count is 0."""
    texts = [one.text for one in load_news_splits().train]
    characters = Vocabulary.build(texts, min_count)
    if not bigram_min_count:
        return characters, None
    return characters, Vocabulary.build(map(bigrams_of, texts), bigram_min_count)


def make_model(
    recipe: TextRecipe, characters: Vocabulary, bigrams: Vocabulary | None
) -> nn.Module:
    """An untrained tagger as the recipe has it."""
    num_bigrams = 0 if bigrams is None else len(bigrams)
    if recipe.kind == "chain":
        return ChainTagger(len(characters), num_bigrams, len(NAME_TAGS), **recipe.model)
    return Tagger(
        len(characters), len(NAME_TAGS), num_bigrams=num_bigrams, **recipe.model
    )


def predict_list(recipe: TextRecipe, seed: int) -> Predicted:
    """The names that a list of the training names finds."""
    known = NameList.collect(load_news_splits().train)
    names = [known.find(one.text) for one in load_news_splits().test]
    return Predicted({"test": rows_of_spans(names)}, {"parameters": len(known.kinds)})


def predict_crf(recipe: TextRecipe, seed: int) -> Predicted:
    """The names that a CRF without a net finds."""
    tagger = CrfTagger.train(load_news_splits().train, **recipe.model)
    names = [tagger.find(one.text) for one in load_news_splits().test]
    return Predicted({"test": rows_of_spans(names)})


_PREDICT: dict[str, Callable[[TextRecipe, int], Predicted]] = {
    "net": predict_tagger,
    "chain": predict_tagger,
    "list": predict_list,
    "crf": predict_crf,
}


def rows_of_spans(found: FoundNames) -> np.ndarray:
    """Spans of N sentences -> rows (M, 4): sentence, start, end, number of the kind."""
    rows = [
        (row, start, end, NAME_KINDS.index(kind))
        for row, spans in enumerate(found)
        for start, end, kind in sorted(spans)
    ]
    return np.array(rows, dtype=np.int32).reshape(-1, 4)


def spans_of_rows(rows: np.ndarray, num_sentences: int) -> FoundNames:
    """What `rows_of_spans` was given."""
    found: FoundNames = [set() for _ in range(num_sentences)]
    for row, start, end, kind in rows.tolist():
        found[row].add((start, end, NAME_KINDS[kind]))
    return found


def f1_of(right: FoundNames, found: FoundNames) -> float:
    """F1 of all names together: quick enough for each epoch."""
    hits = sum(len(a & b) for a, b in zip(right, found, strict=True))
    return 2 * hits / max(1, sum(map(len, right)) + sum(map(len, found)))


def character_accuracy(sentences: Sequence[TaggedSentence], found: FoundNames) -> float:
    """The share of characters whose tag is right: flattering, as most are outside."""
    right = [
        tag == own
        for sentence, spans in zip(sentences, found, strict=True)
        for tag, own in zip(
            bio_of(spans, len(sentence.text)), sentence.tags, strict=True
        )
    ]
    return float(np.mean(right))
