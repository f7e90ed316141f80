"""No answer is given away in a student edition."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from authoring.small_lesson import (
    broken,
    change,
)
from nbformat import NotebookNode

from course_utils.checking.sources import solved_source
from course_utils.exercises.vanilla_rnn import exercises


@pytest.mark.parametrize(
    "text",
    [
        "The answer is c.",
        "The answer is (c): of course.",
        "The right choice: c",
        "(c) is right, as you will see.",
        "Pick (c).",
        "It is c: choose c.",
        "**c**",
        "Write “c” between the quotes.",
        "Option c is the one.",
        "Correct: c",
        "The answer\u200b is ｃ.",
        "答案就是 c。",
        "把 c 填进引号。",
        "就选 c 吧。",
        "选 c。",
        "答案是 c。",
        "应选 (c)，后面会看到。",
        "(c) 是对的。",
        "(a) two  (b) 64  **(c) 8**",
        "(a) two  (b) 64  (c) 8 ✔",
    ],
)
@pytest.mark.parametrize("cell", [6, 3])
def test_the_letter_in_the_prose(course: Path, text: str, cell: int) -> None:
    how = lambda notebook: notebook.cells[cell - 1].update(source=text)  # noqa: E731
    change(course, how, kinds=("student",))
    assert ("student", "en", "solution_left", cell) in broken(course)


@pytest.mark.parametrize(
    "line",
    [
        'predictions.state_size.answer("c")',
        "predictions.state_size.answer( 'c' )",
        "predictions.state_size.answer(letter)",
        'predictions.state_size.answer("")  # c',
        "print(predictions.state_size.right)",
        "size = 8  # the answer is c",
    ],
)
def test_the_letter_in_code(course: Path, line: str) -> None:
    how = lambda notebook: notebook.cells[6].update(source=line)  # noqa: E731
    change(course, how, kinds=("student",))
    assert ("student", "en", "solution_left", 7) in broken(course)


@pytest.mark.parametrize("line", ["h, c = 8, 3\nc", "f(\n    a,\n)", "d = 8  # (B,)"])
def test_a_name_of_one_letter_is_no_answer(course: Path, line: str) -> None:
    how = lambda notebook: notebook.cells[1].update(source=line)  # noqa: E731
    change(course, how, kinds=("student",))
    assert ("student", "en", "solution_left", 2) not in broken(course)


def solution() -> str:
    return solved_source(exercises.rnn_step.solved)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda code: f"```python\n{code}\n```",
        lambda code: "\n".join(f"    {line}" for line in code.splitlines()),
        lambda code: f"<!--\n{code}\n-->",
        lambda code: f"<details>\n{code}\n</details>",
        lambda code: "Write " + " ".join(code.split()),
        lambda code: "# " + " ".join(code.split()),
        lambda code: "The value is `" + code.split("return ")[-1].strip() + "`.",
        lambda code: code.replace(" ", "  ").replace("W_xh", "U").replace("x", "row"),
    ],
)
def test_a_solution_in_the_prose(course: Path, wrap: Callable[[str], str]) -> None:
    text = wrap(solution())
    how = lambda notebook: notebook.cells[2].update(source=text)  # noqa: E731
    change(course, how, kinds=("student",))
    assert ("student", "en", "solution_left", 3) in broken(course)


@pytest.mark.parametrize("where", ["metadata", "attachments", "raw", "renamed"])
def test_a_solution_where_no_reader_looks(course: Path, where: str) -> None:
    def how(notebook: NotebookNode) -> None:
        cell = notebook.cells[2]
        if where == "metadata":
            cell.metadata["note"] = {"deep": [solution()]}
        elif where == "attachments":
            text = b64encode(solution().encode()).decode()
            cell["attachments"] = {"a.txt": {"text/plain": text}}
        elif where == "raw":
            cell["cell_type"] = "raw"
            cell.source = solution()
        else:
            cell = notebook.cells[7]
            cell.source = solution().replace("b_h", "bias").replace("rnn_step", "f")

    change(course, how, kinds=("student",))
    number = 8 if where == "renamed" else 3
    assert ("student", "en", "solution_left", number) in broken(course)
