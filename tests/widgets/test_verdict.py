"""The explorer of verdicts, without a browser, on all that people may type."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from widgets.shown import picture

from course_utils import widgets
from course_utils.datasets.vocab import split_words
from course_utils.plots import verdicts as verdict_plots
from course_utils.plots.style import COLOURS
from course_utils.text import LANGUAGES, use_language
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.verdict import NUM_ROWS

MARKS = {"good": 1.0, "bad": -2.0, "not": -0.5}
TEXTS = {"1": "a good film , not a bad one .", "2": "bad"}


def read(words: Sequence[str]) -> np.ndarray:
    """Marks of the words, added up: what comes later changes nothing before."""
    return 1 / (1 + np.exp(-np.cumsum([MARKS.get(word, 0.0) for word in words])))


def explorer(**options: object) -> Explorer:
    return widgets.explore_verdict(
        TEXTS, split_words, read, MARKS.__contains__, **options
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_teaches_before_it_is_touched(lang: str) -> None:
    use_language(lang)
    found = explorer()
    assert found.error is None and found.data["step"] == 9
    assert picture(found).startswith(b"\x89PNG")
    assert found.caption in found._repr_mimebundle_()[0]["text/plain"]
    assert "bad" in found.caption  # the largest move


def test_each_control_changes_picture_and_words() -> None:
    found = explorer()
    for name, value in (("step", 2), ("text", "2"), ("own", "good")):
        before = picture(found), found.caption
        found.controls[name].value = value
        assert found.error is None
        assert picture(found) != before[0] and found.caption != before[1]


def test_the_numbers_are_those_of_the_net() -> None:
    found = explorer(read_other=lambda words: 1 - read(words), names=("net", "turned"))
    words = split_words(TEXTS["1"])
    assert found.data["words"] == words
    np.testing.assert_allclose(found.data["verdicts"], read(words))
    np.testing.assert_allclose(found.data["others"], 1 - read(words))
    assert found.data["known"] == [word in MARKS for word in words]
    assert "turned" in found.caption


def test_another_text_is_read_to_its_end() -> None:
    found = explorer()
    found.controls["own"].value = "good " * 30
    assert found.data["step"] == found.controls["step"].max == 30
    found.controls["step"].value = 5
    found.controls["own"].value = "good " * 12
    assert found.data["step"] == 5
    found.controls["own"].value = "bad bad"
    assert found.data["step"] == found.controls["step"].max == 2


@pytest.mark.parametrize("step", [1, NUM_ROWS, NUM_ROWS + 1, 60])
def test_long_texts_are_shown_up_to_the_present_word(step: int) -> None:
    found = explorer()
    found.controls["own"].value = " ".join(f"word{k}" for k in range(60))
    found.controls["step"].value = step
    assert found.error is None and f"word{step - 1}”" in found.caption


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", ["很好", "🙂🙂", "！？", "@#$%^&*"])
def test_no_english_word_is_said_in_words(text: str, lang: str) -> None:
    use_language(lang)
    found = explorer()
    found.controls["own"].value = text
    assert isinstance(found.error, ValueError)
    assert {"en": "no English word", "zh": "英文词"}[lang] in found.caption
    found.controls["own"].value = "good"
    assert found.error is None


@pytest.mark.parametrize("text", ["", " ", "\t"])
def test_nothing_typed_is_the_review_of_the_menu(text: str) -> None:
    found = explorer()
    found.controls["own"].value = "bad"
    found.controls["own"].value = text
    assert found.data["words"] == split_words(TEXTS["1"])


@pytest.mark.parametrize(
    ("text", "words", "skipped"),
    [
        ("a", ["a"], 0),
        ("İ good", ["i", "good"], 0),
        ("好 film 🙂", ["film"], 2),
        ("qwertz uiop", ["qwertz", "uiop"], 0),
        ("$x^2$ {} %s \\alpha", ["x", "2", "s", "alpha"], 7),
    ],
)
def test_odd_texts(text: str, words: list[str], skipped: int) -> None:
    found = explorer()
    found.controls["own"].value = text
    assert found.error is None
    assert (found.data["words"], found.data["num_skipped"]) == (words, skipped)


@pytest.mark.parametrize("text", ["a " * 50_000, "x" * 100_000, "好" * 99_999 + "a"])
def test_a_hundred_thousand_characters(text: str) -> None:
    found = explorer()
    found.controls["own"].value = text
    assert found.error is None and len(found.data["words"]) <= 200
    assert len(found.caption) < 500 and picture(found)


def test_markup_is_text() -> None:
    found = explorer()
    found.controls["own"].value = "<b onclick='alert(1)'>bad</b> &amp; <script>"
    shown = found._words.value + found._picture.value
    assert found.error is None and "bad" in found.data["words"]
    assert "<b" not in shown and "<script" not in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_net_that_reads_wrongly_is_refused(lang: str) -> None:
    use_language(lang)
    wrong = widgets.explore_verdict(
        TEXTS, split_words, lambda words: np.ones(2), MARKS.__contains__
    )
    assert isinstance(wrong.error, ValueError)


def test_the_ladder_marks_what_is_unknown_and_unread() -> None:
    fig, ax = verdict_plots.ladder_figure(3)
    words, known = ["good", "$zzz$", "bad"], [True, False, True]
    verdicts = read(words)
    verdict_plots.draw_ladder(ax, words, verdicts, known, before=0.5, step=2)
    labels = ax.get_yticklabels()
    assert [label.get_text() for label in labels] == words
    assert [label.get_style() for label in labels] == ["normal", "italic", "normal"]
    assert labels[1].get_color() == COLOURS["hidden"]
    assert len(ax.patches) == 2  # a bar for each word that is read
    fig.canvas.draw()
