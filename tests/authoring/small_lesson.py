"""A course of one small lesson, faultless, and how it is broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.authoring import rules
from course_utils.authoring.notebooks import FOLDERS, Edition, EditionKind
from course_utils.authoring.prose import (
    LANGUAGE_RULES,
    LINK_RULES,
    PICTURE_RULES,
    PROMISE_RULES,
    TWIN_RULES,
)
from course_utils.exercises.vanilla_rnn import alts
from course_utils.text import LANGUAGES, Language

SLUG = "01_vanilla_rnn"
PROSE_RULES = (
    *(*TWIN_RULES, *LANGUAGE_RULES, *PICTURE_RULES, *LINK_RULES, *PROMISE_RULES),
    rules.solution_left,
)
FEEDBACK = {"en": "Yes, that is the right one.", "zh": "对，就是这个。"}
PROSE = {
    1: {
        "en": "# One symbol\n\nA state has 8 numbers.\nHow many are three states?",
        "zh": "# 一个符号\n\n一个状态有 8 个数。三个状态呢？",
    },
    3: {
        "en": "They are 24: `size` times three, $8 \\cdot 3$.\n"
        "See [above](#One-symbol).\n\n- Each step reads one.\n- The **state** stays.",
        "zh": "一共 24 个：`size` 乘三，$8 \\cdot 3$。见[上文](#一个符号)。\n"
        "\n- 每一步读一个。\n- **状态**留着。",
    },
    6: {
        "en": "**Predict.** How many numbers has a state?\n\n(a) two  (b) 64  (c) 8",
        "zh": "**先猜一猜。** 一个状态有几个数？\n\n(a) 两个  (b) 64  (c) 8",
    },
}
CODE = {
    2: "size, steps = 8, 3\nprint(size * steps)\nassert size * steps == 24",
    4: 'plots.show(first, alt=alts["unrolled"])',
    5: 'plots.show(second, alt=alts["five_shapes"])',
    7: 'predictions.state_size.answer("c")',
    8: "assert 64 > size",
}
LETTER = 'predictions.state_size.answer("")'


def output_of(number: int, language: Language) -> list[NotebookNode]:
    """What is stored below a code cell of the solved edition."""
    if number == 2:
        return [new_output("stream", name="stdout", text="24\n")]
    if number in (4, 5):
        key = "unrolled" if number == 4 else "five_shapes"
        words = alts[key].in_language(language)
        data = {"image/png": "iVBORw0KGgo=", "text/plain": words}
        return [new_output("display_data", data=data)]
    if number == 7:
        words = FEEDBACK[language]
        data = {"text/plain": words, "text/html": f"<p>{words}</p>"}
        return [new_output("execute_result", data=data, execution_count=1)]
    return []


def make(kind: EditionKind, language: Language) -> NotebookNode:
    cells = []
    for number in range(1, 9):
        if number in PROSE:
            cells.append(new_markdown_cell(PROSE[number][language]))
        elif kind == "solved":
            outputs = output_of(number, language)
            cells.append(new_code_cell(CODE[number], outputs=outputs))
        else:
            cells.append(new_code_cell(LETTER if number == 7 else CODE[number]))
    return new_notebook(cells=cells)


def broken(course: Path) -> set[tuple[str, str, str, int | None]]:
    """(kind, language, rule, cell) of all that the rules on prose find."""
    return {
        (kind, language, rule.__name__, cell)
        for kind in FOLDERS
        for language in LANGUAGES
        for edition in [Edition(course, kind, language, SLUG)]
        for rule in PROSE_RULES
        if rule is not rules.solution_left or kind == "student"
        for cell, _ in rule(edition)
    }


def change(
    course: Path,
    how: Callable[[NotebookNode], object],
    kinds: tuple[EditionKind, ...] = ("solved", "student"),
    languages: tuple[Language, ...] = LANGUAGES,
) -> None:
    """Change the built notebooks, as an edited lesson that was rebuilt would."""
    for kind in kinds:
        for language in languages:
            path = Edition(course, kind, language, SLUG).path
            notebook = nbformat.from_dict(json.loads(path.read_text("utf-8")))
            how(notebook)
            path.write_text(json.dumps(notebook), "utf-8")


def replace(cell: int, old: str, new: str) -> Callable[[NotebookNode], object]:
    def how(notebook: NotebookNode) -> None:
        source = notebook.cells[cell - 1].source
        assert old in source
        notebook.cells[cell - 1].source = source.replace(old, new)

    return how
