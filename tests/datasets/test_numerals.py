"""Numbers in words: the rules of 零 and 万, and numbers drawn to learn them from."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.datasets import numerals
from course_utils.datasets.numerals import (
    chinese_numeral,
    draw_numbers,
    draw_training_numbers,
    english_numeral,
    held_out_numbers,
    read_numeral,
)

KNOWN = {
    0: "零",
    7: "七",
    10: "十",
    12: "十二",
    20: "二十",
    101: "一百零一",
    110: "一百一十",
    112: "一百一十二",
    1001: "一千零一",
    1010: "一千零一十",
    2040: "二千零四十",
    20405: "二万零四百零五",
    100000: "十万",
    120000: "十二万",
    102000: "十万二千",
    1000010: "一百万零一十",
    10020000: "一千零二万",
    20400000: "二千零四十万",
    10002000: "一千万二千",
    10000002: "一千万零二",
    100000000: "一亿",
    100002000: "一亿零二千",
    100020000: "一亿零二万",
    120000000: "一亿二千万",
    999999999: "九亿九千九百九十九万九千九百九十九",
}


@pytest.mark.parametrize(("number", "text"), KNOWN.items())
def test_known_numerals(number: int, text: str) -> None:
    assert chinese_numeral(number) == text
    assert read_numeral(text) == number


def test_a_numeral_reads_back() -> None:
    rng = np.random.default_rng(0)
    drawn = draw_numbers(3000, rng, max_digits=9).tolist()
    for number in (*range(2000), *drawn):
        assert read_numeral(chinese_numeral(number)) == number


def test_different_numbers_have_different_numerals() -> None:
    texts = {chinese_numeral(number) for number in range(30_000)}
    assert len(texts) == 30_000


@pytest.mark.parametrize("number", [-1, 10**9, 1.5, "12", None])
def test_other_numbers_are_refused(number: object) -> None:
    with pytest.raises(ValueError, match="number"):
        chinese_numeral(number)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "零零", "一十", "二零", "两百", "十百", "a", "🙂"]
)
def test_what_no_number_is_written_as_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Chinese numeral"):
        read_numeral(text)


def test_english_names() -> None:
    names = [english_numeral(number) for number in range(100)]
    assert len(set(names)) == 100
    assert names[13] == "thirteen" and names[40] == "forty"
    assert names[75] == "seventy-five"
    with pytest.raises(ValueError, match="99"):
        english_numeral(100)


def test_drawn_numbers_have_the_lengths_and_the_zeros_asked_for() -> None:
    drawn = draw_numbers(8000, np.random.default_rng(0)).tolist()
    lengths = np.bincount([len(str(number)) for number in drawn], minlength=9)
    assert lengths[0] == 0 and (abs(lengths[1:] - 1000) < 120).all()
    inner = "".join(str(number)[1:] for number in drawn)
    # a third of the numbers: .6 set to 0, and a tenth of the rest; the others: a tenth
    expected = (0.64 + 2 * 0.1) / 3
    assert abs(inner.count("0") / len(inner) - expected) < 0.02


def test_the_same_seed_draws_the_same() -> None:
    one, two = (draw_numbers(50, np.random.default_rng(3)) for _ in range(2))
    assert (one == two).all()


def test_more_numbers_than_were_drawn_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = np.array([123, 123, 456])
    monkeypatch.setattr(numerals, "draw_numbers", lambda *given, **limits: few)
    with pytest.raises(ValueError, match="at most 2 different numbers, asked for 3"):
        held_out_numbers(3, seed=7)


def test_held_out_numbers_are_never_trained_on() -> None:
    held_out = held_out_numbers()
    assert len(set(held_out)) == len(held_out) == 1000
    assert {len(str(number)) for number in held_out} == set(range(3, 9))
    drawn = draw_training_numbers(20_000, np.random.default_rng(0))
    assert 18_000 < len(drawn) < 20_000  # some were taken out: the check has teeth
    assert set(drawn).isdisjoint(held_out)


def test_nine_digits_can_be_asked_for() -> None:
    drawn = draw_numbers(100, np.random.default_rng(0), 9, numerals.MAX_DIGITS)
    assert {len(str(number)) for number in drawn.tolist()} == {9}


@pytest.mark.parametrize("bad", [(1, 25), (-2, 3), (0, 0), (5, 3), (1, None)])
def test_numbers_that_cannot_be_drawn_are_refused(bad):
    with pytest.raises(ValueError, match="digits: expected a whole number"):
        draw_numbers(3, np.random.default_rng(0), *bad)
