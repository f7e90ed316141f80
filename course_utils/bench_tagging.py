"""The rows of names in the news: F1 of whole names, never accuracy of characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import nn

from course_utils.bench_runs import (
    Predictions,
    kept_facts,
    predictions_of,
    train_in_phases,
)
from course_utils.chain_tagger import ChainTagger, chain_loss
from course_utils.crf_tagger import CrfTagger
from course_utils.datasets import TaggedSentence, load_peoples_daily
from course_utils.metrics import entity_scores
from course_utils.models import Tagger
from course_utils.name_list import NameList
from course_utils.name_tagger import find_names, tagged_set
from course_utils.name_tags import TAGS, bigrams_of, names_in, recall_by_kind, spans_in
from course_utils.spans import KINDS, Span, bio_of
from course_utils.text_recipe import TextRecipe
from course_utils.text_results import Run
from course_utils.training import tagging_loss
from course_utils.vocab import Vocabulary

Found = list[set[Span]]
load_splits = cache(load_peoples_daily)


def measure(recipe: TextRecipe, seed: int) -> tuple[Run, dict[str, Any]]:
    """One run of a row, and all its facts for the log.

    Its other figures: F1 of each kind, and of its names never seen in training the
    share that is found; precision, recall, and the accuracy of characters.
    """
    found = predictions_of(recipe, seed, lambda: PREDICT[recipe.kind](recipe, seed))
    facts = dict(found.facts)
    test = load_splits().test
    names = spans_of_rows(found.said["test"], len(test))
    scores = entity_scores([spans_in(one) for one in test], names)
    recalls = recall_by_kind(test, names, names_in(load_splits().train))
    figures = {
        "precision": scores["all"].precision,
        "recall": scores["all"].recall,
        "accuracy": character_accuracy(test, names),
        **{kind: scores[kind].f1 for kind in KINDS},
        **{f"{kind}_seen": recalls[kind].seen for kind in KINDS},
        **{f"{kind}_unseen": recalls[kind].unseen for kind in KINDS},
    }
    figures = {name: each for name, each in figures.items() if not np.isnan(each)}
    return Run(seed, scores["all"].f1, figures=figures, **kept_facts(facts)), facts


def predict_net(recipe: TextRecipe, seed: int) -> Predictions:
    """The names that a trained net finds in the test sentences."""
    model, vocabularies, facts = train_net(recipe, seed)
    test = tagged_set(load_splits().test, *vocabularies)
    return Predictions({"test": rows_of_spans(find_names(model, test))}, facts)


def train_net(
    recipe: TextRecipe, seed: int
) -> tuple[nn.Module, tuple[Vocabulary, Vocabulary | None], dict[str, Any]]:
    """The trained tagger, its vocabularies of characters and of bigrams, the facts."""
    splits = load_splits()
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
    texts = [one.text for one in load_splits().train]
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
        return ChainTagger(len(characters), num_bigrams, len(TAGS), **recipe.model)
    return Tagger(len(characters), len(TAGS), num_bigrams=num_bigrams, **recipe.model)


def predict_list(recipe: TextRecipe, seed: int) -> Predictions:
    """The names that a list of the training names finds."""
    known = NameList.collect(load_splits().train)
    names = [known.find(one.text) for one in load_splits().test]
    return Predictions({"test": rows_of_spans(names)}, {"parameters": len(known.kinds)})


def predict_crf(recipe: TextRecipe, seed: int) -> Predictions:
    """The names that a CRF without a net finds."""
    tagger = CrfTagger.train(load_splits().train, **recipe.model)
    names = [tagger.find(one.text) for one in load_splits().test]
    return Predictions({"test": rows_of_spans(names)})


PREDICT: dict[str, Callable[[TextRecipe, int], Predictions]] = {
    "net": predict_net,
    "chain": predict_net,
    "list": predict_list,
    "crf": predict_crf,
}


def rows_of_spans(found: Found) -> np.ndarray:
    """Spans of N sentences -> rows (M, 4): sentence, start, end, number of the kind."""
    rows = [
        (row, start, end, KINDS.index(kind))
        for row, spans in enumerate(found)
        for start, end, kind in sorted(spans)
    ]
    return np.array(rows, dtype=np.int32).reshape(-1, 4)


def spans_of_rows(rows: np.ndarray, num_sentences: int) -> Found:
    """What `rows_of_spans` was given."""
    found: Found = [set() for _ in range(num_sentences)]
    for row, start, end, kind in rows.tolist():
        found[row].add((start, end, KINDS[kind]))
    return found


def f1_of(right: Found, found: Found) -> float:
    """F1 of all names together: quick enough for each epoch."""
    hits = sum(len(a & b) for a, b in zip(right, found, strict=True))
    return 2 * hits / max(1, sum(map(len, right)) + sum(map(len, found)))


def character_accuracy(sentences: Sequence[TaggedSentence], found: Found) -> float:
    """The share of characters whose tag is right: flattering, as most are outside."""
    right = [
        tag == own
        for sentence, spans in zip(sentences, found, strict=True)
        for tag, own in zip(
            bio_of(spans, len(sentence.text)), sentence.tags, strict=True
        )
    ]
    return float(np.mean(right))
