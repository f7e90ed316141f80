"""The explorer of words, without a browser and without a net."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pytest
from widgets.shown import picture

from course_utils import widgets
from course_utils.plots import words as word_plots
from course_utils.text import LANGUAGES, Language, use_language
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.saliency import probability

WEIGHTS = {"好": 2.0, "差": -3.0, "很": 0.5}
TEXTS = {"short": "很好", "long": "很好,差" * 60, "one": "好"}


def score(texts: Sequence[Sequence[str]]) -> np.ndarray:
    """Weights are added; 好 is worth nothing behind 不."""
    return np.array(
        [
            sum(WEIGHTS.get(word, 0.0) for word in text)
            - 2.0 * "".join(text).count("不好")
            for text in texts
        ]
    )


def explorer() -> Explorer:
    return widgets.explore_words(TEXTS, list, score, WEIGHTS.__contains__)


def write(found: Explorer, text: str) -> Explorer:
    found.controls["own"].value = text
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_teaches_before_it_is_touched(lang: Language) -> None:
    use_language(lang)
    found = explorer()
    assert found.error is None
    assert picture(found).startswith(b"\x89PNG")
    assert "92.4" in found.caption and "好" in found.caption


def test_effects_are_exact() -> None:
    found = write(explorer(), "不好很差")
    assert found.data["words"] == list("不好很差")
    np.testing.assert_allclose(found.data["effects"], [-2.0, 0.0, 0.5, -3.0])
    assert found.data["known"] == [False, True, True, True]
    assert found.data["score"] == pytest.approx(-2.5)


def test_leaving_a_word_out_moves_the_verdict() -> None:
    found = write(explorer(), "不好很差")
    before = picture(found), found.caption
    found.controls["without"].value = 4
    assert found.data["without"] == 3
    assert found.data["score_without"] == pytest.approx(0.5)
    assert picture(found) != before[0] and found.caption != before[1]


def test_for_another_text_no_word_is_left_out() -> None:
    found = explorer()
    found.controls["without"].value = 2
    found.controls["text"].value = "one"
    assert found.data["without"] is None and found.controls["without"].max == 1
    assert found.error is None


def test_of_a_single_word_nothing_is_left() -> None:
    found = explorer()
    found.controls["text"].value = "one"
    found.controls["without"].value = 1
    assert found.data["score_without"] == 0


def test_only_the_first_words_are_read() -> None:
    found = explorer()
    found.controls["text"].value = "long"
    assert len(found.data["words"]) == 120 and found.data["num_unread"] == 120
    assert "120" in found.caption


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "x",
        "好" * 100_000,
        "<b>好</b><script>alert(1)</script>",
        "$x^2$ \\frac{好}",
        "😀 👨\u200d👩\u200d👧 好",
        "Very good 手机 très bien Очень хорошо رائع",
        "𥳇\u200b\ud83d",
        "龘",
    ],
)
def test_any_text_is_read(text: str, lang: Language) -> None:
    use_language(lang)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph would be one
        found = write(explorer(), text)
    assert found.error is None, found.caption
    assert picture(found).startswith(b"\x89PNG")
    assert "<b>" not in found._words.value and "<script>" not in found._words.value


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_is_none(text: str) -> None:
    assert write(explorer(), text).data["words"] == list("很好")


def test_a_text_without_words_is_refused_in_words() -> None:
    use_language("en")
    found = widgets.explore_words({"none": ""}, list, score, WEIGHTS.__contains__)
    assert isinstance(found.error, ValueError) and "no word" in found.caption
    write(found, "好")
    assert found.error is None


def test_no_line_is_wider_than_the_page() -> None:
    words = ["word" * 3, "好", "很好"] * 50
    places = word_plots.lay_out_words(words)
    assert max(place.right for place in places) <= word_plots.LINE
    assert [place.line for place in places] == sorted(place.line for place in places)


def test_a_long_word_is_cut_and_a_foreign_one_boxed() -> None:
    assert word_plots.drawable("x" * 100) == "x" * 11 + "…"
    assert word_plots.drawable("好𓀀") == "好□"


@pytest.mark.parametrize("score", [-800.0, -1.0, 0.0, 3.0, 800.0])
def test_probability_is_the_logistic_function(score: float) -> None:
    with np.errstate(all="raise", under="ignore"):
        found = probability(score)
    assert 0 <= found <= 1
    assert found + probability(-score) == pytest.approx(1)
