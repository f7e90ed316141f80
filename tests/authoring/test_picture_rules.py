"""Pictures are described, shown and spoken of as the lesson says."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from authoring.small_lesson import (
    broken,
    change,
)
from nbformat import NotebookNode
from nbformat.v4 import new_output

from course_utils.authoring.notebooks import FOLDERS, Edition
from course_utils.authoring.prose.picture_rules import pictures
from course_utils.exercises.vanilla_rnn import alts
from course_utils.places import COURSE
from course_utils.syllabus import LESSONS
from course_utils.text import Language


def store(cell: int, **data: str) -> Callable[[NotebookNode], object]:
    """Replace what is stored below a cell; `text_plain` stands for text/plain."""

    def how(notebook: NotebookNode) -> None:
        bundle = {name.replace("_", "/"): value for name, value in data.items()}
        output = new_output("display_data", data=bundle)
        notebook.cells[cell - 1].outputs = [output]

    return how


FIGURE = "<Figure size 600x350 with 1 Axes>"


@pytest.mark.parametrize(
    ("cell", "data", "rule"),
    [
        (4, {"text_plain": FIGURE}, "picture_without_sentence"),
        (2, {"text_plain": f"[{FIGURE}]"}, "picture_without_sentence"),
        (2, {"text_html": "<img src='x.png'>"}, "picture_without_sentence"),
        (
            4,
            {"image_png": "iVBO", "text_plain": alts["influence"].in_language("en")},
            "sentence_of_another_picture",
        ),
        (
            2,
            {"image_png": "iVBO", "text_plain": alts["unrolled"].in_language("en")},
            "one_sentence_for_two",
        ),
        (
            7,
            {"text_plain": "对", "text_html": "<p>对，就是这个。</p>"},
            "output_language",
        ),
        (2, {"text_html": "<script src='https://x.org/a.js'>"}, "remote_content"),
        (2, {"image_svg+xml": "<image href='http://x.org'>"}, "remote_content"),
    ],
)
def test_one_fault_in_an_output(
    course: Path, cell: int, data: dict[str, str], rule: str
) -> None:
    change(course, store(cell, **data), kinds=("solved",), languages=("en",))
    found = {one[2] for one in broken(course) if one[:2] == ("solved", "en")}
    assert rule in found


@pytest.mark.parametrize(
    ("language", "labels", "is_found"),
    [
        ("zh", ["test accuracy"], True),
        ("zh", ["LSTM, bias 1"], True),
        ("zh", ["LSTM", "测试准确率", "h 与 c"], False),
        ("en", ["测试准确率"], True),
        ("en", ["test accuracy"], False),
    ],
)
@pytest.mark.parametrize("mime", ["image/png", "text/html"])
def test_a_label_in_the_other_language(
    course: Path, language: Language, labels: list[str], is_found: bool, mime: str
) -> None:
    def how(notebook: NotebookNode) -> None:
        notebook.cells[3].outputs[0].metadata = {mime: {"labels": labels}}

    change(course, how, kinds=("solved",), languages=(language,))
    found = ("solved", language, "label_language", 4) in broken(course)
    assert found == is_found


def test_a_printed_line_in_the_other_language(course: Path) -> None:
    def how(notebook: NotebookNode) -> None:
        notebook.cells[1].outputs[0].text = "The sum of all of them is here.\n24\n"

    change(course, how, kinds=("solved",), languages=("zh",))
    assert ("solved", "zh", "printed_language", 2) in broken(course)


@pytest.mark.parametrize(
    "line",
    [
        'print("The state is full of them")',
        'print(f"The state is full of {size}")',
        'words = "The state is full of them"\nprint(words)',
        'print("状态里装的是最近的输入")',
        '"The state is full of them"',
        'display(Markdown("The state is full of them"))',
        'print(Text(en="状态是满的", zh="满"))',
    ],
)
def test_a_sentence_in_code(course: Path, line: str) -> None:
    change(course, lambda notebook: notebook.cells[7].update(source=line))
    assert ("student", "zh", "sentence_in_code", 8) in broken(course)


def swap(one: int, other: int, old: str, new: str) -> Callable[[NotebookNode], object]:
    """As if the lesson had the two keys the other way round, and was rebuilt."""

    def how(notebook: NotebookNode) -> None:
        first, second = notebook.cells[one - 1], notebook.cells[other - 1]
        first.source = first.source.replace(old, new)
        second.source = second.source.replace(new, old)
        first.outputs, second.outputs = second.outputs, first.outputs

    return how


def test_sentences_that_change_places(course: Path) -> None:
    change(course, swap(4, 5, "unrolled", "five_shapes"))
    found = broken(course)
    for kind in FOLDERS:
        assert (kind, "zh", "picture_out_of_turn", 5) in found
        assert (kind, "zh", "promise_broken", 4) in found


def test_texts_that_change_places(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both keys stay, and each now has the words of the other."""
    first, second = alts["unrolled"], alts["five_shapes"]
    monkeypatch.setitem(alts, "unrolled", second)
    monkeypatch.setitem(alts, "five_shapes", first)
    assert ("student", "en", "promise_broken", 4) in broken(course)


@pytest.mark.torch
def test_each_picture_of_the_course_has_its_turn() -> None:

    for lesson in LESSONS:
        own = import_module(f"course_utils.exercises.{lesson.name}").alts
        shown = pictures(Edition(COURSE, "student", "en", lesson.slug))
        assert [one.key for one in shown if not one.is_explorer] == list(own)
