"""N-grams: probabilities by hand, their sum, and what smoothing is for."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.baselines.ngrams import NgramModel, estimate_discounts

A, B, C = 1, 2, 3
V = 4


def ids(*rows):
    return np.array(rows)


def probability(model, *symbols):
    """Of the last symbol, at the end of a sequence that begins with the others."""
    return math.exp(model.log_probs(ids(symbols))[0, -1])


def test_unigrams_are_counts_less_a_discount_and_a_uniform_share():
    model = NgramModel.fit([ids([A, A, A, B])], 1, V)
    # Counts 3 and 1; no event of count 2, so half of each count up to 3 is kept back:
    # 1.5 + 0.5 of 4, shared by three symbols.
    assert probability(model, A) == pytest.approx((1.5 + 2 / 3) / 4)
    assert probability(model, B) == pytest.approx((0.5 + 2 / 3) / 4)
    assert probability(model, C) == pytest.approx((0.0 + 2 / 3) / 4)


def test_bigrams_by_hand():
    model = NgramModel.fit([ids([A, B], [A, B], [A, C], [C, B])], 2, V)
    # How many different symbols come before each: A 1 (the beginning), B 2, C 2.
    # Of 5, halves of these stay: 0.5 + 1 + 1, the rest is shared by three symbols.
    of_one = {A: (0.5 + 2.5 / 3) / 5, B: (1 + 2.5 / 3) / 5, C: (1 + 2.5 / 3) / 5}
    # Bigrams: begin-A 3, begin-C 1, A-B 2, A-C 1, C-B 1. n1 = 3, n2 = 1, n3 = 1,
    # n4 = 0; Y = 3/5: discounts 1 - 2 Y/3 = 0.6, 2 - 3 Y = 0.2, and 3 - 0 = 3, which
    # would leave nothing, so 1.5.
    after_a = {B: 2 - 0.2, C: 1 - 0.6}
    for symbol in (A, B, C):
        expected = (after_a.get(symbol, 0) + 0.8 * of_one[symbol]) / 3
        assert probability(model, A, symbol) == pytest.approx(expected)
    at_first = {A: 3 - 1.5, C: 1 - 0.6}
    for symbol in (A, B, C):
        expected = (at_first.get(symbol, 0) + 2.1 * of_one[symbol]) / 4
        assert probability(model, symbol) == pytest.approx(expected)


def test_discounts_by_hand():
    counts = np.repeat([1, 2, 3, 4], [8, 4, 3, 2])
    # Y = 8 / 16 = 1/2: 1 - 2 Y 4/8, 2 - 3 Y 3/4, 3 - 4 Y 2/3.
    expected = [1 - 0.5, 2 - 1.125, 3 - 4 / 3]
    assert estimate_discounts(counts) == pytest.approx(np.array(expected))


SEQUENCES = st.lists(
    st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=1, max_size=30
)


@given(SEQUENCES, st.integers(1, 4), st.lists(st.integers(1, 5), max_size=4))
def test_probabilities_of_what_comes_next_sum_to_one(sequences, order, before):
    model = NgramModel.fit([ids(*sequences)], order, 6)
    found = [probability(model, *before, symbol) for symbol in range(1, 6)]
    assert sum(found) == pytest.approx(1)
    assert min(found) > 0


def test_a_symbol_seen_after_many_others_is_likelier_in_a_new_place():
    """Francisco is common, but only after San (Chen and Goodman, 1998)."""
    often_after_one = [[A, B]] * 20
    after_many = [[C, 4], [5, 4], [6, 4], [4, 4]]
    model = NgramModel.fit([ids(*often_after_one, *after_many)], 2, 8)
    assert probability(model, 7, 4) > probability(model, 7, B)


def test_longer_contexts_help_where_they_tell_more():
    """The third symbol depends on both before it, so no bigram can know it."""
    rng = np.random.default_rng(0)
    rows = rng.integers(1, 3, size=(400, 3))
    rows[:, 2] = 1 + (rows[:, 0] == rows[:, 1])
    learnt, test = rows[:300], rows[300:]
    nats = [
        -NgramModel.fit([learnt], order, V).log_probs(test)[:, 2].mean()
        for order in (1, 2, 3)
    ]
    assert nats[2] < 0.05 < 0.5 < nats[1]


@pytest.mark.parametrize("order", [2, 3, 4])
def test_what_begins_sequences_is_known_at_every_order(order):
    rows = [[A, B, C]] * 9 + [[B, C, A], [C, A, B]]
    model = NgramModel.fit([ids(*rows)], order, V)
    assert probability(model, A) > 0.6 > 0.2 > probability(model, B)


def test_sequences_of_several_lengths_are_counted_together():
    parts = [ids([A, B], [B, C]), ids([A, B, C, C])]
    model = NgramModel.fit(parts, 3, V)
    scores = [model.log_probs(one) for one in parts]
    total = -sum(one.sum() for one in scores)
    assert model.nats(parts) == pytest.approx(total / 8)
    assert model.log_probs(ids([A])).shape == (1, 1)


@pytest.mark.parametrize("order", [0, 6, 1.5])
def test_an_order_that_is_none_is_refused(order):
    with pytest.raises(ValueError, match="order"):
        NgramModel.fit([ids([A])], order, V)


def test_too_many_symbols_to_pack_are_refused():
    with pytest.raises(ValueError, match="num_symbols"):
        NgramModel.fit([ids([A])], 5, 8000)


ROWS = st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=1), min_size=1)


@given(st.one_of(SEQUENCES, ROWS), st.integers(2, 4), st.lists(st.integers(1, 5)))
def test_an_order_longer_than_every_sequence_adds_nothing(sequences, order, asked):
    learnt = ids(*sequences)
    longest = NgramModel.fit([learnt], min(order, 1 + learnt.shape[1]), 6)
    model = NgramModel.fit([learnt], order, 6)
    asked = ids([1, *asked])
    assert np.array_equal(model.log_probs(asked), longest.log_probs(asked))


BAD_IDS = {
    "the pad": ids([A, 0]),
    "below": ids([A, -1]),
    "beyond": ids([A, V]),
    "with a point": ids([A, 1.0]),
    "not a number": ids([A, np.nan]),
    "one row": np.array([A, B]),
    "none": np.empty((0, 3), dtype=int),
    "words": ids(["a", "b"]),
    "a list": [[A, B]],
}


@pytest.mark.parametrize("case", BAD_IDS)
def test_ids_that_are_none_are_refused(case):
    model = NgramModel.fit([ids([A, B])], 2, V)
    for ask in (
        lambda: NgramModel.fit([ids([A, B]), BAD_IDS[case]], 2, V),
        lambda: model.log_probs(BAD_IDS[case]),
        lambda: model.nats([BAD_IDS[case]]),
    ):
        with pytest.raises(ValueError, match=r"ids: expected .*found"):
            ask()


@pytest.mark.parametrize("num_symbols", [1, 0, -3, 4.0, True, math.nan])
def test_a_number_of_symbols_that_is_none_is_refused(num_symbols):
    with pytest.raises(ValueError, match="num_symbols"):
        NgramModel.fit([ids([A])], 2, num_symbols)


def test_no_sequences_at_all_are_refused():
    with pytest.raises(ValueError, match="sequences: expected"):
        NgramModel.fit([], 2, V)
    with pytest.raises(ValueError, match="sequences: expected"):
        NgramModel.fit([ids([A])], 2, V).nats([])
