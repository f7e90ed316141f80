"""The weights of the explorers: the rows they are said to be, and as good."""

# ruff: noqa: E402
import json

import pytest

torch = pytest.importorskip("torch")
pytestmark = [pytest.mark.torch, pytest.mark.data]

import numpy as np

from course_utils.bench.text.names import f1_of
from course_utils.bench.text.weights import FILES, TAGGERS
from course_utils.datasets.loaders import (
    load_chinese_reviews,
    load_movie_reviews,
    load_peoples_daily,
)
from course_utils.datasets.name_tags import spans_in
from course_utils.datasets.numerals import held_out_numbers
from course_utils.datasets.vocab import split_words
from course_utils.measured.recipes import find_text_recipe
from course_utils.measured.results import load_results
from course_utils.models.names import load_taggers
from course_utils.models.reviews import cut_words, load_movie_net, load_review_net
from course_utils.places import TEXT_RESULTS
from course_utils.problems.numerals import load_numerals_net, numeral_accuracy

NOTED = json.loads(TEXT_RESULTS.with_name("weights.json").read_text(encoding="utf-8"))
SOME = 500
CLOSE = 0.005
"""Half precision moves a verdict or two."""


def run_of(corpus, name):
    """The measured run of the row whose net lies in a file."""
    file, _ = FILES[corpus]
    seed = NOTED[file]["rows"][name]
    row = load_results()[corpus][name]
    return next(run for run in row.runs if run.seed == seed)


@pytest.mark.parametrize("corpus", FILES)
def test_each_file_is_noted_with_rows_that_were_measured(corpus):
    file, _ = FILES[corpus]
    assert NOTED[file]["corpus"] == corpus
    for name, digest in NOTED[file]["recipes"].items():
        assert digest == find_text_recipe(corpus, name).digest(), (
            f"course train {corpus}"
        )
        assert run_of(corpus, name).test > 0.5
    assert set(NOTED) == {file for file, _ in FILES.values()}
    assert TEXT_RESULTS.with_name(file).stat().st_size < 3e6


def test_the_movie_net_is_as_good_as_its_row():
    net, test = load_movie_net(), load_movie_reviews().test
    right = [(net.read(split_words(one.text))[-1] > 0.5) == one.label for one in test]
    assert np.mean(right) == pytest.approx(run_of("movies", "lstm").test, abs=CLOSE)


def test_the_review_net_is_as_good_as_its_row():
    net, test = load_review_net(), load_chinese_reviews().test
    texts = [cut_words(one.text) for one in test]
    odds = np.concatenate(
        [net.score(texts[at : at + SOME]) for at in range(0, len(texts), SOME)]
    )
    right = (odds > 0) == [one.label for one in test]
    assert right.mean() == pytest.approx(run_of("reviews", "full").test, abs=CLOSE)


@pytest.mark.parametrize("name", TAGGERS)
def test_the_taggers_are_as_good_as_their_rows(name):
    test = load_peoples_daily().test
    found = load_taggers()[name].find([one.text for one in test])
    f1 = f1_of([spans_in(one) for one in test], found)
    assert f1 == pytest.approx(run_of("tagging", TAGGERS[name]).test, abs=CLOSE)


def test_the_numerals_net_writes_what_it_never_saw():
    accuracy = numeral_accuracy(load_numerals_net(), held_out_numbers())
    run = run_of("numerals", "both_attention")
    assert accuracy == pytest.approx(run.test, abs=CLOSE)
    assert accuracy >= 0.99
