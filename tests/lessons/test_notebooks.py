"""Every built notebook passes the gate: its rules, and a run by nbval."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from course_utils.authoring.gate import check_notebooks, find_notebooks, run_notebook
from course_utils.authoring.notebook import Notebook
from course_utils.places import COURSE

ANSWERED = r"exercises\.(\w+)\.check\(\1\)|predictions\.\w+\.answer\(\"\w\"\)"
NOTEBOOKS = [
    nb.path for nb in find_notebooks([COURSE / "notebooks", COURSE / "solutions"])
]


def name(path: Path) -> str:
    return "/".join(path.with_suffix("").parts[-3:])


def test_every_lesson_has_four_editions() -> None:
    built = sorted(name(path) for path in NOTEBOOKS)
    lessons = sorted(path.stem for path in COURSE.glob("lessons/[0-9]*.py"))
    assert lessons
    assert built == sorted(
        f"{edition}/{language}/{slug}"
        for edition in ("notebooks", "solutions")
        for language in ("en", "zh")
        for slug in lessons
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_rules(path: Path) -> None:
    assert [str(problem) for problem in check_notebooks([path])] == []


@pytest.mark.torch
@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_nbval(path: Path, record_property: Callable[[str, object], None]) -> None:
    run = run_notebook(path)
    record_property("seconds", run.seconds)
    assert [str(problem) for problem in run.problems] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_solved_editions_are_right(path: Path) -> None:
    """Every check and prediction of a solved edition says so; nothing was left open."""
    notebook = Notebook(path)
    answers = [
        (cell.source, cell.outputs[0].data["text/plain"])
        for _, cell in notebook.code
        if notebook.solved and re.fullmatch(ANSWERED, cell.source)
    ]
    assert [source for source, said in answers if not said.startswith("✔")] == []
    assert bool(answers) == notebook.solved
