"""What a lesson says is watched: one fault at a time is named, by rule and cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from authoring.small_lesson import (
    PROSE_RULES,
    SLUG,
    broken,
    change,
    replace,
)

from course_utils.authoring import rules
from course_utils.authoring.notebooks import FOLDERS, Edition
from course_utils.authoring.prose.link_rules import anchors_of, leads_somewhere
from course_utils.authoring.prose.markdown import blocks_of
from course_utils.authoring.prose.numerals import numerals
from course_utils.places import COURSE
from course_utils.text import Language


def test_an_unbroken_lesson_passes(course: Path) -> None:
    assert broken(course) == set()


def test_the_gate_knows_the_rules(course: Path) -> None:
    for kind in FOLDERS:
        held = rules.rules(Edition(course, kind, "en", SLUG))
        missing = [rule.__name__ for rule in PROSE_RULES if rule not in held]
        assert missing == (["solution_left"] if kind == "solved" else [])


@pytest.mark.parametrize(
    ("languages", "cell", "old", "new", "rule"),
    [
        (("zh",), 1, "三个状态呢？", "", "promise_broken"),
        (("en",), 1, "A state has 8 numbers.\n", "", "promise_broken"),
        (("zh",), 1, "一个状态有 8 个数。", "", "numbers_differ"),
        (("zh",), 3, "\n- **状态**留着。", "", "block_missing"),
        (("zh",), 1, "# 一个符号\n\n", "", "block_missing"),
        (("zh",), 1, "# ", "## ", "block_missing"),
        (("zh",), 3, "见[上文](#一个符号)。", "见上文。", "code_missing"),
        (("en",), 3, "`size`", "it", "code_missing"),
        (("zh",), 3, "\\cdot 3", "\\cdot 4", "code_missing"),
        (("zh",), 1, "8", "9", "numbers_differ"),
        (("en",), 1, "three", "five", "numbers_differ"),
        (("zh",), 3, "乘三", "乘五", "numbers_differ"),
        (("en", "zh"), 3, "24", "25", "promise_broken"),
        (("en", "zh"), 3, "24", "77", "number_unproved"),
        (("zh",), 3, "- 每一步读一个。", "- Each step reads one.", "prose_language"),
        (("zh",), 1, "# 一个符号", "# One symbol", "prose_language"),
        (("en",), 1, "A state has 8 numbers.", "状态有 8 个数。", "prose_language"),
        (("en",), 3, "- The **state** stays.", "- **状态**留着。", "prose_language"),
        (("en",), 3, "(#One-symbol)", "(#Two-symbols)", "broken_link"),
        (("zh",), 3, "(#一个符号)", "(../en/nothing.ipynb)", "broken_link"),
        (("en",), 3, "(#One-symbol)", f"({SLUG}.ipynb#Nowhere)", "broken_link"),
        (("en",), 3, "(#One-symbol)", "(/etc/passwd)", "broken_link"),
        (("en",), 3, "(#One-symbol)", "(javascript:alert)", "broken_link"),
        (("zh",), 1, "一个状态有 8", "一个状态有 -8", "promise_broken"),
        (("en", "zh"), 1, "8", "8%", "promise_broken"),
        (("en", "zh"), 3, "8 \\cdot 3", "3 \\cdot 8", "promise_broken"),
        (("en", "zh"), 6, "64", "46", "promise_broken"),
        (("zh",), 1, "三个状态呢？", "一个状态有 8 个数。", "said_twice"),
        (("en",), 3, "(#One-symbol)", "(../../..)", "broken_link"),
        (("en",), 3, "(#One-symbol)", f"(../zh/{SLUG}.ipynb)", "broken_link"),
        (("en",), 1, "A state", "![a](https://x.org/a.png) A state", "remote_content"),
        (("en",), 1, "A state", "![](a.png) A state", "picture_without_sentence"),
        (("en",), 2, "\nassert", "\nImage('https://x.org')\nassert", "remote_content"),
        (("en",), 1, "A state", '<img src="//x.org/a.png"> A state', "remote_content"),
        (("zh",), 1, "一个状态", "<!-- 选 c -->一个状态", "raw_html"),
        (("en",), 3, "\n\n- Each", "\n\n<details>c</details>\n\n- Each", "raw_html"),
        (("en",), 3, "\n\n- Each", "\n\n[//]: # (it is c)\n\n- Each", "raw_html"),
    ],
)
def test_one_fault_in_the_prose(
    course: Path,
    languages: tuple[Language, ...],
    cell: int,
    old: str,
    new: str,
    rule: str,
) -> None:
    change(course, replace(cell, old, new), languages=languages)
    assert {("solved", one, rule, cell) for one in languages} <= broken(course)


@pytest.mark.parametrize(
    ("cell", "old", "new"),
    [
        (1, "(#One-symbol)", f"({SLUG}.ipynb#One-symbol)"),
        (1, "(#One-symbol)", f"(../../solutions/en/{SLUG}.ipynb)"),
        (1, "(#One-symbol)", "(https://pytorch.org)"),
    ],
)
def test_links_that_lead_somewhere(course: Path, cell: int, old: str, new: str) -> None:
    change(course, replace(3, old, new), languages=("en",))
    assert "broken_link" not in {rule for *_, rule, _ in broken(course)}


PAGES = [*COURSE.glob("*.md"), *(COURSE / "data").rglob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_the_pages_lead_somewhere(page: Path) -> None:
    own = anchors_of(page)
    links = [
        link
        for block in blocks_of(page.read_text("utf-8"))
        for link in (*block.links, *(address for address, _ in block.images))
    ]
    lost = [link for link in links if not leads_somewhere(link, page.parent, own)]
    assert lost == []
    assert not leads_somewhere("#nowhere", page.parent, own)


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "forty-six thousand; three quarters", [46000, 3, 4]),
        (
            "en",
            "1.2 million, 1,000 and 1e-20; a hundred and twenty",
            [1.2e6, 1e3, 1e-20, 120],
        ),
        ("zh", "八千多万，四万六千三百零五，1.2 万", [8e7, 46305, 12000]),
        ("zh", "三分之一，两个百分点，谱半径 0.9", [3, 1, 2, 0.9]),
    ],
)
def test_numbers_are_read(language: Language, text: str, values: list[float]) -> None:
    assert [one.value for one in numerals(text, language)] == values


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A step.\nIs 3.5 enough, or `a. b.`?", 2),
        ("**Predict.** How many ...", 2),
        ("走一步。“够吗？”（够。）还剩 3.5", 4),
        ("Pascanu et al., 2013", 1),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    (block,) = blocks_of(text)
    assert len(block.sentences) == count
