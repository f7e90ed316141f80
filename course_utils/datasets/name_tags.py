"""Names in a sentence of news as tags: the numbers that a tagger reads and gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from course_utils.datasets.loaders import TaggedSentence
from course_utils.datasets.spans import NAME_KINDS, Span, spans_of
from course_utils.shapes.whole_numbers import whole_number

OUTSIDE = "O"
NAME_TAGS = (OUTSIDE, *(f"{place}-{kind}" for kind in NAME_KINDS for place in "BI"))
"""The C = 7 tags: outside of names, and beginning or inside of each kind."""
_END = "¶"
"""Stands after the last character, where a bigram needs a next one."""

_IDS = {tag: number for number, tag in enumerate(NAME_TAGS)}

Name = tuple[str, str]
"""The characters of a name and its kind."""


class KindRecall(NamedTuple):
    """The share of names that were found: those seen in training, and the others."""

    seen: float
    unseen: float
    num_seen: int
    num_unseen: int


def tag_ids(sentence: TaggedSentence) -> list[int]:
    """The tag of each of the T characters, as a number from 0 to C - 1."""
    return [_IDS[tag] for tag in sentence.tags]


def spans_of_ids(ids: Iterable[int]) -> set[Span]:
    """T numbers of tags -> the spans that they mark."""
    known = range(len(NAME_TAGS))
    return spans_of([NAME_TAGS[whole_number(each, "id", known)] for each in ids])


def spans_in(sentence: TaggedSentence) -> set[Span]:
    """The names that the editors marked."""
    return {(one.start, one.end, one.kind) for one in sentence.entities}


def bigrams_of(text: str) -> list[str]:
    """Each of the T characters together with the one after it."""
    following = (text + _END)[1:]
    return [one + other for one, other in zip(text, following, strict=True)]


def undecided(sentences: Iterable[tuple[str, Sequence[str]]]) -> set[str]:
    """N pairs (text, tags) -> beginnings whose last tag is not settled"""
    fates: dict[str, set[str]] = {}
    for text, tags in sentences:
        for place, tag in enumerate(tags):
            fates.setdefault(text[: place + 1], set()).add(tag)
    return {beginning for beginning, own in fates.items() if len(own) > 1}


def names_in(sentences: Iterable[TaggedSentence]) -> set[Name]:
    """All names of some sentences, each once, with its kind."""
    return {
        (sentence.text[start:end], kind)
        for sentence in sentences
        for start, end, kind in spans_in(sentence)
    }


def recall_by_kind(
    sentences: Sequence[TaggedSentence],
    found: Sequence[AbstractSet[Span]],
    known: AbstractSet[Name],
) -> Mapping[str, KindRecall]:
    """Recall of each kind, apart for names that are `known` from training or not.

    A kind of which there is no name has a recall of NaN.
    """
    hits: dict[tuple[str, bool], list[bool]] = {}
    for sentence, spans in zip(sentences, found, strict=True):
        for span in spans_in(sentence):
            start, end, kind = span
            seen = (sentence.text[start:end], kind) in known
            hits.setdefault((kind, seen), []).append(span in spans)
    return {
        kind: KindRecall(
            _share(hits.get((kind, True), [])),
            _share(hits.get((kind, False), [])),
            len(hits.get((kind, True), [])),
            len(hits.get((kind, False), [])),
        )
        for kind in NAME_KINDS
    }


def chances_to_begin(
    training: Iterable[TaggedSentence], sentences: Iterable[TaggedSentence]
) -> dict[str, float]:
    """How much does the first character of a name tell, by the name's kind?

    Of all times that it stands in `training`, the share at which it begins a name of
    this kind, 0 if it never stands there: the mean over the names of `sentences`, NaN
    where there is none.
    """
    times: Counter[str] = Counter()
    begun: Counter[Name] = Counter()
    for sentence in training:
        times.update(sentence.text)
        begun.update((sentence.text[one.start], one.kind) for one in sentence.entities)
    chances: dict[str, list[float]] = {kind: [] for kind in NAME_KINDS}
    for sentence in sentences:
        for one in sentence.entities:
            first = sentence.text[one.start]
            share = begun[first, one.kind] / max(times[first], 1)
            chances[one.kind].append(share)
    return {kind: _share(own) for kind, own in chances.items()}


def _share(hits: Sequence[float]) -> float:
    return sum(hits) / len(hits) if hits else float("nan")
