"""Linear text models: by hand, in figures, and refused in words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from course_utils.baselines.linear import fit_bayes, fit_logistic
from course_utils.datasets.loaders import load_movie_reviews
from course_utils.datasets.vocab import split_words
from course_utils.text import LANGUAGES, use_language

TEXTS = ["good film", "good good fun", "bad film", "dull"]
LABELS = [1, 1, 0, 0]
FITS = [fit_bayes, fit_logistic]


def fields(records):
    return [one.text for one in records], [one.label for one in records]


def test_naive_bayes_by_hand():
    model = fit_bayes(TEXTS, LABELS, str.split, longest=1)
    # 1 + texts with the word, of 5 + all such: positive 5 + 4, negative 5 + 3.
    assert model.weights() == pytest.approx(
        {
            "bad": math.log((1 / 9) / (2 / 8)),
            "dull": math.log((1 / 9) / (2 / 8)),
            "film": math.log((2 / 9) / (2 / 8)),
            "fun": math.log((2 / 9) / (1 / 8)),
            "good": math.log((3 / 9) / (1 / 8)),
        }
    )
    odds = (3 / 9) * (1 / 9) / ((1 / 8) * (2 / 8))
    likely = [1 / (1 + odds), odds / (1 + odds)]
    assert model.probabilities(["good bad"])[0] == pytest.approx(likely)


@pytest.mark.parametrize("fit", FITS)
def test_it_learns_what_it_saw_and_knows_no_order(fit):
    model = fit(TEXTS, LABELS, str.split, longest=1, min_count=1)
    assert model.accuracy(TEXTS, LABELS) == 1
    one, other = model.probabilities(["fun bad good", "good bad fun"])
    np.testing.assert_allclose(one, other)
    assert model.weights()["good"] > 0 > model.weights()["bad"]


@pytest.mark.parametrize("fit", FITS)
def test_pairs_of_symbols_know_a_little_order(fit):
    model = fit(["not good", "good not"], [0, 1], str.split, min_count=1)
    assert model.predict(["not good", "good not"]).tolist() == [0, 1]
    assert {"not good", "good not"} < set(model.weights())


@pytest.mark.parametrize("fit", FITS)
def test_characters_are_joined_without_spaces(fit):
    model = fit(["不好", "很好"], [0, 1], list, min_count=1)
    assert set(model.weights()) == {"不", "好", "很", "不好", "很好"}


@pytest.mark.parametrize("fit", FITS)
def test_unknown_and_empty_texts_still_get_probabilities(fit):
    model = fit(TEXTS, LABELS, split_words, min_count=1)
    found = model.probabilities(["", "zzz", "🙂", "<b>好</b>", "good " * 20_000])
    assert found.shape == (5, 2) and np.isfinite(found).all()
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_rare_symbols_are_left_out():
    model = fit_logistic(TEXTS, LABELS, str.split, longest=1, min_count=2)
    assert set(model.weights()) == {"film", "good"}


def test_three_classes_have_no_single_evidence():
    model = fit_bayes(["a b", "c d", "e f"], [0, 1, 2], str.split)
    assert model.predict(["c d", "e"]).tolist() == [1, 2]
    with pytest.raises(ValueError, match="3"):
        model.weights()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize(
    ("texts", "labels", "told"),
    [
        ([], [], "0"),
        (TEXTS, LABELS[:3], "3"),
        (TEXTS, [1, 1, 1, 1], r"\[1\]"),
        (TEXTS, [0, 0, 2, 2], r"\[0, 2\]"),
        ("good", [1, 1, 0, 0], r"\[text\]"),
        (["", " ", "", ""], LABELS, "min_count"),
        (["a", "b", 3, "d"], LABELS, "2.*int"),
        (TEXTS, [[0], [1], [0], [1]], r"0.*\[0\]"),
        (TEXTS, [0, 1, 0, None], "3.*None"),
        (TEXTS, list("0101"), "0.*'0'"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(fit, texts, labels, told, lang):
    use_language(lang)
    with pytest.raises(ValueError, match=told):
        fit(texts, labels, str.split)


def test_labels_of_another_kind_are_not_counted_as_wrong():
    model = FITS[0](TEXTS, LABELS, str.split, min_count=1)
    for wrong in (np.array(LABELS)[:, None], list("abab"), [None] * 4):
        with pytest.raises(ValueError, match="Label 0"):
            model.accuracy(TEXTS, wrong)


@pytest.mark.parametrize("wrong", [0, -1, float("nan"), "a"])
def test_strength_and_smoothing_are_positive_numbers(wrong):
    with pytest.raises(ValueError, match="strength"):
        fit_logistic(TEXTS, LABELS, str.split, strength=wrong)
    with pytest.raises(ValueError, match="smoothing"):
        fit_bayes(TEXTS, LABELS, str.split, smoothing=wrong)


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize("wrong", [0, -1, 1.5, True])
def test_sizes_are_whole_numbers(fit, wrong):
    with pytest.raises(ValueError, match="longest"):
        fit(TEXTS, LABELS, str.split, longest=wrong)


@pytest.mark.data
def test_movie_reviews_as_measured():
    splits = load_movie_reviews()
    train, test = fields(splits.train), fields(splits.test)
    assert fit_logistic(*train, split_words).accuracy(*test) == pytest.approx(
        0.766, abs=0.004
    )
    bayes = fit_bayes(*train, split_words)
    assert bayes.accuracy(*test) == pytest.approx(0.773, abs=0.004)
    weights = bayes.weights()
    assert weights["dull"] < -1 < 1 < weights["moving"]
