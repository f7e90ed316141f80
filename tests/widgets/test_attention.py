"""Lesson 07's explorer: it says what the net wrote, and refuses in words."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils import plots, widgets
from course_utils.datasets.numerals import chinese_numeral
from course_utils.plots.attention import draw_accuracies, draw_attention, draw_pictures
from course_utils.text import use_language
from course_utils.widgets.attention import END, clean_number


def write(digits: str) -> tuple[str, np.ndarray]:
    """A net that is right up to eight digits and looks at one digit after the other."""
    text = chinese_numeral(int(digits)) if len(digits) < 9 else "九"
    places = np.minimum(np.arange(len(text) + 1), len(digits) - 1)
    return text, np.eye(len(digits))[places]


def test_it_speaks_before_it_is_touched() -> None:
    explorer = widgets.explore_attention(write)
    assert explorer.error is None
    assert explorer.data["rows"] == [*"二万零四百零五", END]
    assert "20405 → 二万零四百零五 (right)" in explorer.caption
    assert "digit 1 (2): weight 1.00" in explorer.caption


def test_another_number_and_another_place_change_the_picture() -> None:
    explorer = widgets.explore_attention(write)
    before = explorer._picture.value
    explorer.controls["place"].value = 3
    assert "At “零” it looks most at digit 3 (4)" in explorer.caption
    assert explorer._picture.value != before
    explorer.controls["number"].value = "10"
    assert explorer.data["digits"] == "10" and explorer.data["rows"] == ["十", END]
    assert explorer.controls["place"].max == 2 and explorer.data["place"] == 2


def test_one_digit_too_many_is_told() -> None:
    explorer = widgets.explore_attention(write)
    explorer.controls["number"].value = "123456789"
    assert explorer.error is None
    assert "wrong: it is 一亿二千三百四十五万六千七百八十九" in explorer.caption
    assert "at most 8 digits" in explorer.caption


def test_a_net_that_does_not_stop_has_no_row_for_the_end() -> None:
    explorer = widgets.explore_attention(
        lambda digits: ("零零零", np.ones((3, 1))), "7"
    )
    assert explorer.data["rows"] == ["零", "零", "零"]
    assert explorer.controls["place"].max == 3


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("20405", "20405"),
        (" 20,405 ", "20405"),
        ("２０４０５", "20405"),
        ("007", "7"),
        ("000", "0"),
        ("1_000'000", "1000000"),
    ],
)
def test_a_number_may_be_typed_in_many_ways(typed: str, digits: str) -> None:
    assert clean_number(typed) == digits


BAD = ["", "   ", "abc", "12a", "🙂", "-5", "1.5", "二十", "<b>1</b>", "1" * 10]


@pytest.mark.parametrize("typed", [*BAD, "9" * 100_000, "٣", "²x"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_anything_else_gets_a_friendly_sentence(typed: str, lang: str) -> None:
    use_language(lang)
    explorer = widgets.explore_attention(write)
    explorer.controls["number"].value = typed
    assert explorer.data == {} and isinstance(explorer.error, ValueError)
    expected = {"en": "No picture for these settings", "zh": "这组设置画不出图"}
    assert explorer.caption.startswith(expected[lang])
    assert "<b>" not in explorer._words.value
    explorer.controls["number"].value = "12"
    assert explorer.error is None and explorer.data["written"] == "十二"


def test_both_languages_speak() -> None:
    use_language("zh")
    explorer = widgets.explore_attention(write, "0")
    assert "正确" in explorer.caption and "单独的 0" in explorer.caption


def test_a_net_may_write_nothing() -> None:
    explorer = widgets.explore_attention(lambda digits: ("", np.ones((1, 1))), "0")
    assert explorer.error is None and explorer.data["rows"] == [END]
    assert "0 → ∅ (wrong: it is 零)" in explorer.caption
    explorer.controls["number"].value = "5"
    assert explorer.error is None


def test_small_weights_are_not_written() -> None:
    fig, ax = plots.figure()
    draw_attention(ax, np.array([[0.95, 0.05], [0.5, 0.5]]), "12", "ab", current=1)
    assert sorted(text.get_text() for text in ax.texts) == ["0.50", "0.50", "0.95"]
    assert len(ax.patches) == 1
    with pytest.raises(ValueError):
        draw_attention(ax, np.eye(2), "123", "ab")
    plots.png(fig)


def test_pictures_have_their_captions() -> None:
    fig, axes = plots.figure(1, 2)
    draw_pictures(axes, np.zeros((2, 8, 16)), ["一", "二"])
    assert [ax.get_xlabel() for ax in axes] == ["一", "二"]
    plots.png(fig)


def test_accuracies_have_one_line_a_name() -> None:
    fig, ax = plots.figure()
    draw_accuracies(ax, ["3", "4"], {"with": [1.0, 0.9], "without": [0.5, 0.4]})
    assert len(ax.lines) == 2
    plots.png(fig)
