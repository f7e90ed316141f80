"""The poet's studio without a browser: wish, press, read what the page would show."""

from __future__ import annotations

import json
import re
import threading
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from course_utils.studio import words
from course_utils.studio.poem import card_of
from course_utils.studio.widget import COUNTS, WISHES, Studio
from course_utils.text import Text, use_language
from course_utils.verse.poem import Acrostic, CharacterChoice
from course_utils.widgets import explore_poet

pytestmark = pytest.mark.torch

HEADS = {"simplified": "春江花月", "traditional": "長風萬里"}


def write_small(head: str, **wishes: Any) -> list[Any]:
    """Poems of a poet that knows no poems, but keeps to every form."""
    from poet_samples import small_poet

    from course_utils.poet.course_poet import write_poems

    return write_poems(head, poet=small_poet(), candidates=2, **wishes)


class SlowWriter:
    """It writes no further poem until `go_on` is called."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._first = True
        self._gate = threading.Semaphore(0)

    def __call__(self, head: str, **wishes: Any) -> list[Any]:
        self.asked.append(head)
        if len(self.asked) > 1:  # the first belongs to the studio itself
            assert self._gate.acquire(timeout=600)
        return write_small(head, **wishes)

    def go_on(self, times: int = 1) -> None:
        self._gate.release(times)


@pytest.fixture
def studio() -> Studio:
    return explore_poet(write_small)


def press(studio: Studio, **message: Any) -> None:
    """What the page sends when a button is pressed."""
    studio._handle_custom_msg(message, [])
    studio.wait()


def wish(studio: Studio, **changes: Any) -> dict[str, Any]:
    return {name: getattr(studio, name) for name in (*WISHES, "count")} | changes


def cells(studio: Studio) -> Iterator[dict[str, Any]]:
    for card in studio.cards:
        for line in card["lines"]:
            yield from line["cells"]


# ------------------------------------------------------------------ before a touch


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_shows_a_poem_before_it_is_touched(lang: str) -> None:
    use_language(lang)
    studio = explore_poet(write_small)
    (poem,) = studio.poems
    assert [line[0] for line in poem.lines] == list("春江花月")
    assert (studio.message, studio.busy, studio.progress) == ("", False, "")
    assert studio.readings is (lang == "en")
    assert studio.words["write"] == words.WORDS["write"].in_language(lang)
    json.dumps([studio.cards, studio.words])


def test_the_same_seed_shows_the_same_poem() -> None:
    first, again, other = (explore_poet(write_small, seed=seed) for seed in (1, 1, 2))
    assert first.cards == again.cards != other.cards
    assert first.poems[0].seed == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_where_no_widgets_are_it_is_a_picture_and_words(lang: str) -> None:
    use_language(lang)
    studio = explore_poet(write_small)
    data, metadata = studio._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert str(studio.poems[0]) in data["text/plain"]
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert ("藏" in data["text/plain"]) == (lang == "zh")
    assert data["image/png"] == studio._repr_mimebundle_()[0]["image/png"]


def test_a_character_the_font_lacks_is_no_warning() -> None:
    studio = explore_poet(write_small, head="𥳇山")
    assert studio.poems[0].head[0] == "𥳇"
    data, _ = studio._repr_mimebundle_()
    assert b64decode(data["image/png"]).startswith(b"\x89PNG")


def test_without_weights_the_studio_says_so() -> None:
    from pathlib import Path

    from course_utils.poet.course_poet import load_poet

    def write(head: str, **_: Any) -> list[Any]:
        load_poet(Path("nowhere.safetensors"))
        return []

    studio = explore_poet(write)
    assert "course train poet" in studio.message
    assert studio.poems == () and not studio.busy
    assert studio._repr_mimebundle_()[0]["text/plain"] == studio.message


# ------------------------------------------------------------------ wishes


@pytest.mark.parametrize("script", HEADS)
@pytest.mark.parametrize("form", [5, 7])
def test_a_head_in_either_script_and_form(
    studio: Studio, script: str, form: int
) -> None:
    press(studio, do="write", wish=wish(studio, head=HEADS[script], form=form))
    (poem,) = studio.poems
    assert "".join(line[0] for line in poem.lines) == HEADS[script]
    assert {len(line) for line in poem.lines} == {form}
    assert poem.script == script
    shown = "".join(cell["character"] for cell in cells(studio))
    assert shown == "".join(poem.lines)
    heads = [cell["character"] for cell in cells(studio) if cell.get("head")]
    assert "".join(heads) == HEADS[script]


def test_every_wish_reaches_the_poet() -> None:
    seen: list[dict[str, Any]] = []

    def write(head: str, **wishes: Any) -> list[Any]:
        seen.append({"head": head, **wishes})
        return write_small(head, **wishes)

    studio = explore_poet(write)
    changes = {
        "head": "山",
        "form": 5,
        "num_lines": 2,
        "rhyme": False,
        "tones": False,
        "temperature": 1.2,
        "script": "traditional",
        "mood": "sad",
        "title": "夜坐",
    }
    assert changes.keys() == set(WISHES)
    press(studio, do="write", wish=changes)
    assert changes.items() <= seen[-1].items()
    (poem,) = studio.poems
    assert poem.lines[0][0] == "山" and len(poem.lines) == 2
    assert poem.rhyme is None and poem.tones is None
    assert [getattr(studio, name) for name in changes] == [*changes.values()]


@pytest.mark.parametrize("head", ["🙂", "Tom", "", "春" * 21, "\ud800", "<b>x</b>"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_impossible_head_is_answered_in_words_and_loses_nothing(
    head: str, lang: str
) -> None:
    use_language(lang)
    studio = explore_poet(write_small)
    before = studio.cards
    press(studio, do="write", wish=wish(studio, head=head, count=3))
    assert studio.cards == before
    assert ("请" in studio.message) == (lang == "zh")
    assert studio.message and not studio.busy and studio.progress == ""
    press(studio, do="write", wish=wish(studio, head="山"))
    assert studio.message == "" and studio.poems[0].head == "山"


def test_too_few_lines_are_answered_in_words(studio: Studio) -> None:
    press(studio, do="write", wish=wish(studio, num_lines=2))
    assert "4 head characters need 4 lines" in studio.message


def test_a_fault_of_the_program_is_told_and_leaves_the_studio_usable() -> None:
    faults = iter([False, True, False])

    def write(head: str, **wishes: Any) -> list[Any]:
        if next(faults):
            raise KeyError("oops")
        return write_small(head, **wishes)

    studio = explore_poet(write)
    press(studio, do="another", wish=wish(studio))
    assert "KeyError" in studio.message and len(studio.poems) == 1
    press(studio, do="another", wish=wish(studio))
    assert studio.message == "" and len(studio.poems) == 2


def test_a_poem_that_had_to_give_something_up_says_so() -> None:
    from poet_samples import small_poet

    from course_utils.poet.course_poet import write_poems
    from course_utils.verse.prosody import Prosody

    speechless = replace(small_poet(), prosody=Prosody([], {}))
    write = partial(write_poems, poet=speechless, candidates=2)
    (card,) = explore_poet(write).cards
    assert card["note"].endswith("What gave way: rhyme, the tone rules.")
    assert explore_poet(write_small).cards[0]["note"] == ""


def test_lines_that_begin_freely_are_named(studio: Studio) -> None:
    assert studio.cards[0]["facts"].startswith("rhymes with")
    press(studio, do="write", wish=wish(studio, head="程序员"))
    (poem,) = studio.poems
    assert len(poem.lines) == 4
    heads = [line["cells"][0].get("head", False) for line in card_lines(studio)]
    assert heads == [True, True, True, False]
    assert "free lines: 4" in studio.cards[0]["facts"]
    assert "whose first lines begin with 程序员 (free lines: 4)" in described(studio)
    use_language("zh")
    assert "藏“程序员”，第 4 句不藏字：" in described(studio)
    press(studio, do="write", wish=wish(studio, num_lines=8))
    assert "第 4、5、6、7、8 句不藏字" in studio.cards[0]["facts"]


def described(studio: Studio) -> str:
    words: str = studio._repr_mimebundle_()[0]["text/plain"]
    return words


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "en",
            "As their words are read, these characters break the tone rules: 相 in "
            "谷鸟相呼随. Different characters that look alike in simplified script: "
            "里.",
        ),
        (
            "zh",
            "按词义来读，这几个字不合平仄：“谷鸟相呼随”的“相”。"
            "原是不同的字，印成简体就重了：里。",
        ),
    ],
)
def test_what_a_poem_does_not_keep_is_said(lang: str, expected: str) -> None:
    from poem_samples import poem_of

    tones = "仄仄仄平平 平平仄仄平 仄平平仄仄 仄仄仄平平"
    text = "谷鳥相呼隨 黃河裏海流 欲窮千里目 更上一層樓"
    simplified = ("谷鸟相呼随", "黄河里海流", "欲穷千里目", "更上一层楼")
    poem = replace(poem_of(text, tones), lines=simplified)
    use_language(lang)
    card = card_of(replace(poem, choices=_no_choices(poem)), 1)
    assert card["note"] == expected
    plain = poem_of("白日依山盡 黃河入海流")
    assert card_of(replace(plain, choices=_no_choices(plain)), 1)["note"] == ""


def _no_choices(poem: Acrostic) -> tuple[tuple[CharacterChoice, ...], ...]:
    return tuple(
        tuple(CharacterChoice(one, 0.5, ()) for one in line) for line in poem.lines
    )


# ------------------------------------------------------------------ one by one


def test_poems_appear_one_by_one_and_a_second_press_does_nothing() -> None:
    writer = SlowWriter()
    studio = explore_poet(writer)
    first = studio.poems
    studio.count = 3
    studio.write()
    assert studio.busy and studio.poems == first
    assert studio.progress == "Writing poem 1 of 3 …"
    studio.write()
    studio.another()
    for number in (1, 2):
        grown = threading.Event()
        studio.observe(lambda _, grown=grown: grown.set(), "cards")
        writer.go_on()
        assert grown.wait(600)
        studio.unobserve_all("cards")
        assert len(studio.poems) == number and first[0] not in studio.poems
    writer.go_on()
    studio.wait()
    assert len(studio.poems) == 3 and len(writer.asked) == 4
    assert not studio.busy and studio.progress == "Poems written: 3."


def test_it_stops_after_the_poem_that_is_being_written() -> None:
    writer = SlowWriter()
    studio = explore_poet(writer)
    studio.count = COUNTS[-1]
    studio.write()
    studio._handle_custom_msg({"do": "stop"}, [])
    writer.go_on(COUNTS[-1])
    studio.wait()
    assert len(writer.asked) <= 2 and not studio.busy
    assert "Stopped" in studio.progress or studio.progress == ""
    studio.count = 1
    studio.write()
    studio.wait()
    assert studio.progress == "Poems written: 1."


def test_what_is_changed_meanwhile_belongs_to_the_next_press() -> None:
    writer = SlowWriter()
    studio = explore_poet(writer)
    studio.count = 2
    studio.write()
    studio.head = "山"
    writer.go_on(2)
    studio.wait()
    assert writer.asked == ["春江花月"] * 3


def test_another_stands_below_the_others_and_differs(studio: Studio) -> None:
    (first,) = studio.poems
    press(studio, do="another", wish=wish(studio))
    assert studio.poems[0] is first and len(studio.poems) == 2
    assert studio.poems[1].lines != first.lines


# ------------------------------------------------------------------ favourites


def test_a_favourite_survives_the_next_press(studio: Studio) -> None:
    (poem,) = studio.poems
    number = studio.cards[0]["id"]
    press(studio, do="keep", id=number)
    press(studio, do="write", wish=wish(studio, head="山"))
    assert studio.favourites == (poem,) and poem not in studio.poems
    assert studio.kept[0]["text"] == str(poem)
    press(studio, do="keep", id=studio.cards[0]["id"])
    assert len(studio.favourites) == 2
    press(studio, do="keep", id=number)
    assert [one.head for one in studio.favourites] == ["山"]
    press(studio, do="keep", id=12345)
    assert len(studio.favourites) == 1


def test_what_a_page_has_kept_comes_back(studio: Studio) -> None:
    press(studio, do="keep", id=1)
    press(studio, do="another", wish=wish(studio))
    cards, kept = studio.cards, studio.kept
    again = explore_poet(write_small, head="山")
    before = {"cards": cards[1:], "kept": kept, "wish": wish(studio, title="夜坐")}
    press(again, do="restore", **before)
    assert (again.cards, again.kept) == (cards[1:], kept)
    assert (again.head, again.title) == ("春江花月", "夜坐")
    assert again.poems == () and again.favourites == ()  # they were written elsewhere
    press(again, do="another", wish=wish(again))
    assert [card["id"] for card in again.cards] == [2, 3]
    assert len(again.poems) == 1
    press(again, do="keep", id=3)
    press(again, do="keep", id=1)
    assert [card["id"] for card in again.kept] == [3]


# ------------------------------------------------------------------ what is shown


def test_each_character_shows_what_else_was_considered(studio: Studio) -> None:
    (poem,) = studio.poems
    assert poem.choices is not None
    choices = [choice for line in poem.choices for choice in line]
    for cell, choice in zip(cells(studio), choices, strict=True):
        assert cell["written"]["character"] == choice.character
        others = [one.character for one in choice.others]
        assert [one["character"] for one in cell["others"]] == others
        for shown, other in zip(cell["others"], choice.others, strict=True):
            assert shown["share"] == pytest.approx(other.probability, abs=1e-4)
            assert bool(shown["note"]) is not other.allowed
        assert re.fullmatch(r"\d+\.\d%|< 0\.1%", cell["written"]["percent"])


def test_each_character_has_pinyin_and_the_tone_its_place_asks_for(
    studio: Studio,
) -> None:
    (poem,) = studio.poems
    assert poem.tones is not None and "tones" in poem.constraints_met
    wanted = [tone.symbol for line in poem.tones for tone in line]
    signs = {"平": "○", "仄": "●"}
    for cell, tone in zip(cells(studio), wanted, strict=True):
        # ◐ has both readings, and its word does not say which.
        assert cell["tone"] in (signs.get(tone, cell["tone"]), "◐")
        assert cell["pinyin"] and cell["pinyin"] in cell["label"]


def test_rhymes_are_marked_where_they_are(studio: Studio) -> None:
    (poem,) = studio.poems
    assert "rhyme" in poem.constraints_met
    rows = [[cell["rhymes"] for cell in line["cells"]] for line in card_lines(studio)]
    assert not any(mark for row in rows for mark in row[:-1])
    assert [row[-1] for row in rows][1::2] == [True, True]


def card_lines(studio: Studio) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = studio.cards[0]["lines"]
    return lines


def test_what_is_copied_is_the_poem(studio: Studio) -> None:
    assert studio.cards[0]["text"] == str(studio.poems[0])
    assert studio.cards[0]["title"] == ""
    press(studio, do="write", wish=wish(studio, title="夜坐"))
    assert studio.cards[0]["title"] == "夜坐"


def test_all_words_of_the_page_are_there_in_both_languages() -> None:
    asked = set(re.findall(r"words\.(\w+)", str(Studio._esm)))
    assert asked == {"lang", *words.WORDS}
    assert all(isinstance(each, Text) for each in words.WORDS.values())


def test_the_page_sets_text_never_html() -> None:
    code = str(Studio._esm)
    assert "textContent" in code
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", code
    )
    assert not re.search(r"https?:|\bimport\b|\bfetch\b", code)


def test_own_weights_are_given_by_a_partial() -> None:
    from poet_samples import small_poet

    from course_utils.poet.course_poet import write_poems

    own = partial(write_poems, poet=small_poet(), candidates=1)
    assert explore_poet(own, head="山").poems[0].lines[0][0] == "山"
