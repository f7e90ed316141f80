"""What a lesson must be: two languages that say the same, short cells, questions."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from statistics import median
from typing import Any

import pytest
from lesson_text import (
    CJK,
    NOT_OUR_TERMS,
    code_words,
    count_questions,
    count_words,
    formulas,
    numbers,
    sentences_on_one_line,
)

from course_utils.authoring import editions
from course_utils.authoring.lesson_source import Code, LessonSource, Prose, read_lesson
from course_utils.authoring.notebooks import Edition
from course_utils.places import COURSE
from course_utils.text import LANGUAGES, Language

SLUGS = [path.stem for path in editions.find_lessons(COURSE)]
FULL_SLUGS = [slug for slug in SLUGS if slug != "00_start_here"]


@cache
def source(slug: str) -> LessonSource:
    return read_lesson(COURSE / "lessons" / f"{slug}.py")


def prose(slug: str) -> list[Prose]:
    return [cell for cell in source(slug).cells if isinstance(cell, Prose)]


def texts(slug: str, lang: Language) -> list[str]:
    return [cell.texts[lang] for cell in prose(slug)]


def codes(slug: str) -> list[str]:
    return [cell.source for cell in source(slug).cells if isinstance(cell, Code)]


def module(slug: str) -> Any:
    """What lesson `slug` asks: its exercises and predictions."""
    return import_module(f"course_utils.exercises.{source(slug).lesson.name}")


@cache
def code_cells(slug: str) -> list[list[str]]:
    """The lines of each code cell of the solved edition."""
    cells = editions.assemble(source(slug), Edition(COURSE, "solved", "en", slug)).cells
    return [cell.source.splitlines() for cell in cells if cell.cell_type == "code"]


# ---------------------------------------------------------------- two languages


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("what", [formulas, code_words, numbers])
def test_both_languages_say_the_same(slug: str, what: object) -> None:
    assert callable(what)
    for cell in prose(slug):
        assert what(cell.texts["en"]) == what(cell.texts["zh"]), cell.texts["en"]


@pytest.mark.parametrize("slug", SLUGS)
def test_headings_correspond(slug: str) -> None:
    for cell in prose(slug):
        levels = [re.findall(r"^#+ ", cell.texts[lang], re.M) for lang in LANGUAGES]
        assert levels[0] == levels[1], cell.texts["en"]


@pytest.mark.parametrize("slug", SLUGS)
def test_choices_correspond(slug: str) -> None:
    for cell in prose(slug):
        letters = [re.findall(r"\(([a-f])\)", cell.texts[lang]) for lang in LANGUAGES]
        assert letters[0] == letters[1], cell.texts["en"]


@pytest.mark.parametrize(
    "name", ["README.zh.md", *(f"lessons/{slug}.py" for slug in SLUGS)]
)
def test_the_terms_are_ours(name: str) -> None:
    text = (COURSE / name).read_text(encoding="utf-8")
    assert [term for term in NOT_OUR_TERMS if term in text] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_chinese_punctuation_is_full_width(slug: str) -> None:
    half = re.compile(rf"{CJK}[,;:?!]|{CJK}\.(?!\d)|,{CJK}")
    for text in texts(slug, "zh"):
        assert half.findall(re.sub(r"`[^`]+`", "", text)) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_one_sentence_a_line(slug: str) -> None:
    assert [
        line for text in texts(slug, "en") for line in sentences_on_one_line(text)
    ] == []


# ---------------------------------------------------------------- budgets


@pytest.mark.parametrize("slug", FULL_SLUGS)
def test_number_of_cells(slug: str) -> None:
    num_cells = len(source(slug).cells) + 1  # the generated first cell
    assert 40 <= num_cells <= 85


@pytest.mark.parametrize("slug", SLUGS)
def test_code_cells_are_short(slug: str) -> None:
    lengths = [len(lines) for lines in code_cells(slug)]
    assert median(lengths) <= 5
    assert max(lengths) <= 25


@pytest.mark.parametrize("slug", SLUGS)
def test_code_lines_are_short(slug: str) -> None:
    lines = [line for cell in code_cells(slug) for line in cell]
    assert [line for line in lines if len(line) > 76] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_prose_cells_are_short(slug: str, lang: Language) -> None:
    words = {text: count_words(text, lang) for text in texts(slug, lang)}
    assert median(words.values()) <= 30
    assert [text for text, count in words.items() if count > 100] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_it_asks(slug: str, lang: Language) -> None:
    whole = "\n".join(texts(slug, lang))
    assert count_questions(whole) / count_words(whole, lang) >= 5 / 1000


# ---------------------------------------------------------------- parts


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_it_opens_with_a_question_and_the_time(slug: str, lang: Language) -> None:
    first = texts(slug, lang)[0]
    assert count_questions(first) >= 1
    assert f"{source(slug).lesson.minutes} " in first


@pytest.mark.parametrize("slug", SLUGS)
def test_predictions_are_answered_in_the_notebook(slug: str) -> None:
    asked = re.findall(r"^predictions\.(\w+)\.answer", "\n".join(codes(slug)), re.M)
    assert len(set(asked)) == len(asked) >= 3
    assert asked == [each.name for each in module(slug).predictions]


@pytest.mark.parametrize("slug", SLUGS)
def test_choices_are_those_of_the_prediction(slug: str) -> None:
    """The letters printed above the cell are the letters it knows."""
    cells = source(slug).cells
    for number, cell in enumerate(cells):
        found = isinstance(cell, Code) and re.match(
            r"predictions\.(\w+)\.answer\(\"(\w)\"\)", cell.source
        )
        if not found:
            continue
        above = [c for c in cells[max(0, number - 3) : number] if isinstance(c, Prose)]
        letters = re.findall(r"\(([a-f])\)", "\n".join(c.texts["en"] for c in above))
        prediction = getattr(module(slug).predictions, found[1])
        assert letters == list(prediction.choices), found[1]
        assert found[2] == prediction.right


@pytest.mark.parametrize("slug", SLUGS)
def test_exercises_are_asked_and_checked(slug: str) -> None:
    asked = source(slug).exercise_names
    assert (1 if slug == "00_start_here" else 3) <= len(asked) <= 6
    assert asked == [each.name for each in module(slug).exercises]
    for name in asked:
        assert f"exercises.{name}.check({name})" in codes(slug), name


@pytest.mark.parametrize("slug", SLUGS)
def test_it_has_an_explorer(slug: str) -> None:
    assert "widgets.explore_" in "\n".join(codes(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_claims_are_asserted(slug: str) -> None:
    asserting = [code for code in codes(slug) if re.search(r"^ *assert ", code, re.M)]
    assert len(asserting) >= 3


@pytest.mark.parametrize("slug", SLUGS)
def test_it_closes_with_five_lines(slug: str) -> None:
    for lang in LANGUAGES:
        last = texts(slug, lang)[-1]
        assert len(re.findall(r"^(?:-|\d\.) ", last, re.M)) == 5
        assert count_questions(last) >= 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_poem_that_is_shown_is_the_one_that_is_explained(lang: Language) -> None:
    """What it says stands in the text of lesson 12: another poem, another sentence."""
    shown = (COURSE / "solutions" / lang / "12_poet.ipynb").read_text(encoding="utf-8")
    explained = ("春色满朱楼，", "江风吹绿流。", "花间红袖舞，", "月上碧头秋。")
    assert [line for line in explained if line not in shown] == []
