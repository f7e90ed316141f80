"""Scores against counts by hand."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import check_refused_in_both_languages

from course_utils.baselines.metrics import accuracy_by, entity_scores
from course_utils.datasets.loaders import Entity, TaggedSentence
from course_utils.datasets.name_tags import spans_of_ids
from course_utils.datasets.spans import bio_of, spans_of

# --- spans and tags ------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("", set()),
        ("O O", set()),
        ("B-PER", {(0, 1, "PER")}),
        ("O B-PER I-PER O", {(1, 3, "PER")}),
        ("B-PER I-PER", {(0, 2, "PER")}),
        ("B-PER B-PER", {(0, 1, "PER"), (1, 2, "PER")}),
        ("B-PER B-LOC I-LOC", {(0, 1, "PER"), (1, 3, "LOC")}),
        ("B-PER I-LOC", {(0, 1, "PER"), (1, 2, "LOC")}),
        ("O I-LOC I-LOC O I-PER", {(1, 3, "LOC"), (4, 5, "PER")}),
    ],
)
def test_spans_of_tags(tags, spans):
    assert spans_of(tags.split()) == spans


@st.composite
def sentences(draw):
    """A length, and spans that fit into it without overlap."""
    length = draw(st.integers(1, 12))
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    kinds = st.sampled_from(["PER", "LOC", "ORG", None])
    spans = [(a, b, draw(kinds)) for a, b in itertools.pairwise(cuts)]
    return length, {span for span in spans if span[2]}


@given(sentences())
def test_spans_become_tags_and_come_back(sentence):
    length, spans = sentence
    tags = bio_of(spans, length)
    assert len(tags) == length
    assert spans_of(tags) == spans


def test_the_records_of_the_corpus_are_spans_too():
    sentence = TaggedSentence(
        "江泽民在北京", (Entity(0, 3, "PER"), Entity(4, 6, "LOC"))
    )
    assert bio_of(sentence.entities, 6) == sentence.tags
    assert spans_of(sentence.tags) == {(0, 3, "PER"), (4, 6, "LOC")}
    scores = entity_scores([sentence.entities], [spans_of(sentence.tags)])
    assert scores["all"] == (1.0, 1.0, 1.0, 2)


# --- names found ---------------------------------------------------------------


def test_scores_as_counted_by_hand():
    gold = [
        {(0, 3, "PER"), (5, 7, "LOC")},
        {(2, 4, "ORG")},
        set(),
        {(0, 2, "PER"), (2, 4, "PER")},
    ]
    predicted = [
        {(0, 3, "PER"), (5, 8, "LOC")},  # one right, one a character too long
        {(2, 4, "LOC")},  # the right place, the wrong kind
        {(1, 2, "PER")},  # nothing is there
        {(2, 4, "PER")},  # its neighbour is missed
    ]
    scores = entity_scores(gold, predicted)
    assert list(scores) == ["all", "PER", "LOC", "ORG"]
    assert scores["all"] == pytest.approx((2 / 5, 2 / 5, 2 / 5, 5))
    assert scores["PER"] == pytest.approx((2 / 3, 2 / 3, 2 / 3, 3))
    assert scores["LOC"] == pytest.approx((0, 0, 0, 1))
    assert scores["ORG"] == pytest.approx((0, 0, 0, 1))


def test_names_side_by_side_are_not_taken_for_one_another():
    # With ends taken as included, the first answer would touch the second name.
    gold = [{(2, 4, "PER"), (4, 6, "PER")}]
    predicted = [{(1, 4, "PER"), (4, 6, "PER")}]
    assert entity_scores(gold, predicted)["all"] == (0.5, 0.5, 0.5, 2)


@given(st.lists(st.tuples(sentences(), sentences()), min_size=1, max_size=5))
def test_scores_are_what_sets_have_in_common(pairs):
    gold = [spans for (_, spans), _ in pairs]
    predicted = [spans for _, (_, spans) in pairs]
    for kind, found in entity_scores(gold, predicted).items():
        ours, theirs = (
            {
                (row, span)
                for row, spans in enumerate(side)
                for span in spans
                if kind in ("all", span[2])
            }
            for side in (predicted, gold)
        )
        right = len(ours & theirs)
        assert found.num == len(theirs)
        assert found.precision == pytest.approx(right / max(1, len(ours)))
        assert found.recall == pytest.approx(right / max(1, len(theirs)))
        mean = 2 * right / max(1, len(ours) + len(theirs))
        assert found.f1 == pytest.approx(mean)


def test_nothing_said_and_nothing_there_are_no_error():
    assert entity_scores([set()], [set()])["all"] == (0, 0, 0, 0)
    assert entity_scores([{(0, 1, "PER")}], [set()])["PER"] == (0, 0, 0, 1)
    assert entity_scores([], [])["all"] == (0, 0, 0, 0)


def test_other_kinds_are_scored_too():
    scores = entity_scores([{(0, 1, "TIME")}], [{(0, 1, "TIME")}])
    assert scores["TIME"] == scores["all"] == (1, 1, 1, 1)


# --- accuracy by bins ----------------------------------------------------------


def test_accuracy_by_length():
    shares = accuracy_by(
        [3, 19, 20, 49, 50, 7], [0, 20, 50, 100, 200], [1, 0, 1, 1, 0, 1]
    )
    assert [(each.low, each.high, each.num) for each in shares] == [
        (0, 20, 3),
        (20, 50, 2),
        (50, 100, 1),
        (100, 200, 0),
    ]
    assert [each.accuracy for each in shares[:3]] == pytest.approx([2 / 3, 1, 0])
    assert np.isnan(shares[3].accuracy)


def test_values_outside_all_bins_do_not_count():
    (share,) = accuracy_by([1, 5, 9], [2, 8], [False, True, False])
    assert share == (2, 8, 1.0, 1)


# --- what is refused -----------------------------------------------------------

REFUSED = {
    "no tag": lambda: spans_of(["O", "PER"]),
    "a tag without a kind": lambda: spans_of(["B-"]),
    "a number": lambda: spans_of([3]),
    "a number of no tag": lambda: spans_of_ids([-1]),
    "a number beyond the tags": lambda: spans_of_ids([99]),
    "a span of no kind": lambda: bio_of([(0, 1, None)], 2),
    "a span with a point": lambda: bio_of([(0.0, 1, "PER")], 2),
    "a length below 0": lambda: bio_of([], -1),
    "an empty span": lambda: bio_of([(1, 1, "PER")], 3),
    "a span beyond the end": lambda: bio_of([(2, 4, "PER")], 3),
    "a span before the start": lambda: bio_of([(-1, 2, "PER")], 3),
    "spans that overlap": lambda: bio_of([(0, 2, "PER"), (1, 3, "LOC")], 3),
    "answers that overlap": lambda: entity_scores(
        [{(0, 2, "PER")}], [{(0, 2, "PER"), (1, 3, "LOC")}]
    ),
    "a sentence too few": lambda: entity_scores([set(), set()], [set()]),
    "an answer too few": lambda: accuracy_by([1, 2], [0, 5], [True]),
    "an answer of no symbols": lambda: entity_scores(
        [{(0, 2, "PER")}], [{(2, 1, "PER")}]
    ),
    "an answer before the start": lambda: entity_scores(
        [{(0, 2, "PER")}], [{(-1, 1, "PER")}]
    ),
    "a value that is no number": lambda: accuracy_by([1, math.nan], [0, 5], [1, 0]),
    "values in words": lambda: accuracy_by(["1", "2"], [0, 5], [True, False]),
    "an answer that is no number": lambda: accuracy_by([1, 2], [0, 5], [1, math.nan]),
    "an answer half right": lambda: accuracy_by([1, 2], [0, 5], [1, 0.5]),
    "no bin": lambda: accuracy_by([1], [0], [True]),
    "falling edges": lambda: accuracy_by([1], [5, 0], [True]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_both_languages(case):
    check_refused_in_both_languages(REFUSED[case])
