"""Sheets: which questions, in which words, in which file."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from markdown_it import MarkdownIt
from refusals import OBSTACLES, files_below

from course_utils.shape_trainer import QUESTION_KINDS, shape_question
from course_utils.sheets import (
    SHEET_KINDS,
    Sheet,
    check_sheet_file,
    choose_sheets,
    save_sheets,
    show_markdown,
    show_sheet_page,
)
from course_utils.sheets.sheet import CHOICE_LETTERS
from course_utils.slides import save_slides
from course_utils.text import LANGUAGES, use_language

pytestmark = pytest.mark.torch

COMMAND = "course sheet --seed 7"


def words_of(sheet: Sheet) -> list[tuple[str, str]]:
    return [(question.code, question.words.en) for question in sheet.questions]


# ---------------------------------------------------------------- questions


def test_the_same_seed_gives_the_same_sheet() -> None:
    assert choose_sheets(20, 7) == choose_sheets(20, np.int64(7))
    assert choose_sheets(20, 7) != choose_sheets(20, 8)


def test_a_kind_of_sheet_has_its_kinds_of_question_in_turn() -> None:
    single = [kinds for name, kinds in SHEET_KINDS.items() if name != "mixed"]
    assert sorted(kind for kinds in single for kind in kinds) == sorted(QUESTION_KINDS)
    for name, kinds in SHEET_KINDS.items():
        (sheet,) = choose_sheets(9, 1, name)
        assert [each.kind for each in sheet.questions] == [
            kinds[place % len(kinds)] for place in range(9)
        ]


def test_versions_share_no_question_and_the_first_stands_alone() -> None:
    (alone,) = choose_sheets(20, 7, "states")
    sheets = choose_sheets(20, 7, "states", copies=26)
    assert [sheet.version for sheet in sheets][:3] == ["A", "B", "C"]
    assert alone.version == "" and alone.questions == sheets[0].questions
    asked = [words for sheet in sheets for words in words_of(sheet)]
    assert len(set(asked)) == len(asked) == 520
    kinds = [[one.kind for one in sheet.questions] for sheet in sheets]
    assert all(one == other for one, other in pairwise(kinds))


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_there_are_as_many_questions_as_can_be_asked_for(kind: str) -> None:
    sheets = choose_sheets(100, 3, kind, copies=6)
    assert len({words for sheet in sheets for words in words_of(sheet)}) == 600


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"num_questions": 0}, "num_questions: expected a whole number from 1 to 100"),
        ({"num_questions": 101}, "num_questions"),
        ({"num_questions": 2.5}, "num_questions"),
        ({"num_questions": True}, "num_questions"),
        ({"seed": -1}, "seed: expected a whole number from 0 to 4294967295"),
        ({"seed": 2**32}, "seed"),
        ({"copies": 27}, "copies: expected a whole number from 1 to 26"),
        ({"kind": "form"}, "no kind of sheet 'form'. Choose one of shapes, states"),
        ({"num_questions": 25, "copies": 25}, "at most 600 .* found 25 on each of 25"),
    ],
)
def test_what_cannot_be_asked_is_refused(options: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        choose_sheets(**{"num_questions": 5, "seed": 1, **options})


def test_a_question_of_the_trainer_is_unchanged() -> None:
    """The numbers of the widget in lesson 06 keep their questions."""
    kinds = [shape_question(number).kind for number in range(1, 8)]
    assert tuple(kinds) == QUESTION_KINDS


# ---------------------------------------------------------------- Markdown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_stands_on_the_sheet_and_no_answer_before_its_part(
    lang: str,
) -> None:
    use_language(lang)
    sheets = choose_sheets(14, 7, copies=2)
    text = show_markdown(sheets, COMMAND)
    asked = show_markdown(sheets)
    assert text.startswith(asked[:-1]) and COMMAND not in asked
    answers = text.removeprefix(asked[:-1])
    for sheet in sheets:
        assert f"# {sheet.title}\n" in asked
        for question in sheet.questions:
            assert question.code in asked and str(question.words) in asked
            for choice in question.choices:
                assert str(choice.why) in answers and str(choice.why) not in asked
                assert f"`{choice.label}`" in asked
    right = re.findall(r"(?m)^- \*\*([A-D])\.\*\*", answers)
    assert right == [letter for sheet in sheets for letter in sheet.key]
    assert f"`{COMMAND}`" in answers and "**" not in asked


def test_the_key_names_the_right_choices() -> None:
    (sheet,) = choose_sheets(40, 7)
    for letter, question in zip(sheet.key, sheet.questions, strict=True):
        assert question.choices[CHOICE_LETTERS.index(letter)].right


def test_both_languages_ask_the_same() -> None:
    def code_of(lang: str) -> list[str]:
        use_language(lang)
        text = show_markdown(choose_sheets(20, 7, copies=3), COMMAND)
        blocks = re.findall(r"(?s)```.*?```", text)
        labels = re.findall(r"(?m)^- (\S+ `[^`]+`)", text)
        return blocks + labels

    assert code_of("en") == code_of("zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markdown_reads_nothing_into_the_words(lang: str) -> None:
    """No star, underscore or bracket of a question becomes mark-up."""
    use_language(lang)
    marks = {
        mark.type
        for token in MarkdownIt("commonmark").parse(
            show_markdown(choose_sheets(100, 5), COMMAND)
        )
        for mark in token.children or ()
    }
    assert marks == {"text", "code_inline", "strong_open", "strong_close"}


# ---------------------------------------------------------------- web page


@pytest.mark.parametrize(("lang", "tag"), [("en", "en"), ("zh", "zh-CN")])
def test_the_page_says_its_language_and_needs_nothing_else(lang: str, tag: str) -> None:
    use_language(lang)
    sheets = choose_sheets(7, 7)
    page = show_sheet_page(sheets, COMMAND)
    assert f'<html lang="{tag}">' in page
    assert page.count("<h1>") == 2 and page.count("<h2>") == 14
    assert not re.search(r"<(script|link|img)|https?:|@import|url\(", page)
    title = re.search("<title>(.*)</title>", page)
    assert title and title[1] == str(sheets[0].title)


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("ending", [".md", ".html", ".pdf"])
def test_a_sheet_takes_the_place_of_a_sheet_alone(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "new" / f"测试{ending}"
    save_sheets(path, choose_sheets(3, 1))
    first = path.read_bytes()
    save_sheets(path, choose_sheets(3, 2))
    second = path.read_bytes()
    assert first != second
    save_sheets(path, choose_sheets(3, 1))
    assert path.read_bytes() == first
    path.write_bytes(first.replace(b"a", b"b", 1))
    changed = path.read_bytes()
    with pytest.raises(ValueError, match=r"is there already, and not as"):
        save_sheets(path, choose_sheets(3, 2))
    assert path.read_bytes() == changed
    assert len(files_below(tmp_path)) == len(files_below(path.parent)) + 1


def test_what_another_command_has_written_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "slides.html"
    save_slides(path, "<p>one</p>\n")
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"slides\.html is there already"):
        save_sheets(path, choose_sheets(3, 1))
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["sheet", "sheet.docx", ".pdf", "a.md.txt"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"ends in \.md, \.html, \.pdf, found"):
        check_sheet_file(tmp_path / name)
    check_sheet_file(tmp_path / "SHEET.PDF")


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_an_obstacle_is_told_in_words(tmp_path: Path, obstacle: str) -> None:
    path = tmp_path / "folder" / "sheet.md"
    put, words = OBSTACLES[obstacle]
    put(path)
    before = files_below(tmp_path)
    with pytest.raises(ValueError, match=words):
        save_sheets(path, choose_sheets(1, 1))
    assert files_below(tmp_path) == before
