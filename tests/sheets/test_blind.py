"""Blind sheets: poems of two kinds in an order that tells nothing, answers apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.sheets import (
    BlindPoem,
    BlindSheet,
    save_blind_sheet,
    show_blind_sheet,
)
from course_utils.sheets.blind_pdf import draw_blind_pdf
from course_utils.text import LANGUAGES, Text, use_language

COMMAND = "course sheet poems --blind 6 --form 5 --seed 1"


def poem(number: int, *, is_real: bool) -> BlindPoem:
    line = "一二三四五六七八九十"[number] * 5
    whose = Text(en=f"whose {number}", zh=f"谁的 {number}")
    return BlindPoem((line, line), is_real, whose)


POEMS = [poem(number, is_real=number < 3) for number in range(6)]


def test_the_seed_alone_orders_the_poems() -> None:
    one, same, other = (BlindSheet.mixed(POEMS, seed) for seed in (1, 1, 2))
    assert one == same != other
    assert set(one.poems) == set(POEMS)


@pytest.mark.parametrize(
    ("count", "right"),
    [(6, 6), (10, 9), (20, 15), (100, 59)],  # of the binomial distribution
)
def test_how_many_are_beyond_luck(count: int, right: int) -> None:
    assert BlindSheet((POEMS[0],) * count).beyond_luck == right


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answers_stand_behind_all_poems_or_nowhere(lang: str) -> None:
    use_language(lang)
    sheet = BlindSheet.mixed(POEMS, 1)
    blind, whole = show_blind_sheet(sheet), show_blind_sheet(sheet, COMMAND)
    assert whole.startswith(blind.rstrip("\n"))
    assert COMMAND not in blind and COMMAND in whole
    for number, each in enumerate(sheet.poems, 1):
        assert str(each.source) not in blind
        person = ("a person: ", "古人：")[lang == "zh"]
        network = ("the network: ", "神经网络：")[lang == "zh"]
        kind = person if each.is_real else network
        assert f"\n{number}. {kind}{each.source}" in whole


def test_every_format_is_written_and_what_is_changed_is_kept(tmp_path: Path) -> None:
    sheet = BlindSheet.mixed(POEMS, 1)
    for name in ("one.md", "one.html", "one.pdf"):
        save_blind_sheet(tmp_path / name, sheet, COMMAND)
        save_blind_sheet(tmp_path / name, sheet)
    page = (tmp_path / "one.html").read_text("utf-8")
    assert page.count("<h2>") == 6 and "一一一一一，" in page
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")
    path = tmp_path / "one.md"
    path.write_text(path.read_text("utf-8") + "mine\n", "utf-8")
    with pytest.raises(ValueError, match="is there already"):
        save_blind_sheet(path, sheet)
    with pytest.raises(ValueError, match=r"ends in \.md, \.html, \.pdf"):
        save_blind_sheet(tmp_path / "one.txt", sheet)


def test_the_answers_begin_a_page_and_the_bytes_are_the_same_again() -> None:
    sheet = BlindSheet.mixed(POEMS, 1)
    blind, whole = draw_blind_pdf(sheet), draw_blind_pdf(sheet, COMMAND)
    assert whole == draw_blind_pdf(sheet, COMMAND)
    assert [one.count(b"/Type /Page ") for one in (blind, whole)] == [1, 2]
