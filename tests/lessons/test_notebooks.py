"""Every built notebook passes the gate: its rules, and a run by nbval."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from notebook_runs import each_notebook, run_file

from course_utils.authoring.editions import compare_editions, make
from course_utils.authoring.gate import check_notebooks, run_notebook
from course_utils.authoring.nbval import TIME_BUDGET
from course_utils.authoring.notebooks import Edition
from course_utils.places import COURSE

BUSY = 1.5
"""Two at a time, on a slower computer: lesson 05 then takes up to 71 s, not 57."""

ANSWERED = r"exercises\.(\w+)\.check\(\1\)|predictions\.\w+\.answer\(\"\w\"\)"


def test_every_lesson_has_four_editions_and_nothing_lies_beside_them() -> None:
    built = [
        path.relative_to(COURSE).with_suffix("").as_posix()
        for edition in ("notebooks", "solutions")
        for path in (COURSE / edition).rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    ]
    lessons = sorted(path.stem for path in COURSE.glob("lessons/[0-9]*.py"))
    assert lessons
    assert sorted(built) == sorted(
        f"{edition}/{language}/{slug}"
        for edition in ("notebooks", "solutions")
        for language in ("en", "zh")
        for slug in lessons
    )


@pytest.mark.parametrize("path", each_notebook())
def test_rules(path: Path) -> None:
    assert [str(problem) for problem in check_notebooks([COURSE / path])] == []


@pytest.mark.torch
@pytest.mark.notebook
@pytest.mark.parametrize("path", each_notebook())
def test_nbval(
    path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    record_property: Callable[[str, object], None],
) -> None:
    """nbval finds nothing; run as it ran, the notebook is what its lesson builds."""
    kept = run_file(tmp_path_factory, path)
    replay = kept if kept.exists() else None
    run = run_notebook(COURSE / path, BUSY * TIME_BUDGET, replay)
    record_property("seconds", run.seconds)
    assert [str(problem) for problem in run.problems] == []
    built = make(Edition.at(COURSE / path), run.recording)
    assert [str(each) for each in compare_editions(COURSE / path, built)] == []


@pytest.mark.parametrize("path", each_notebook())
def test_solved_editions_are_right(path: Path) -> None:
    """Every check and prediction of a solved edition says so; nothing was left open."""
    notebook = Edition.at(COURSE / path)
    answers = [
        (cell.source, cell.outputs[0].data["text/plain"])
        for _, cell in notebook.code
        if notebook.solved and re.fullmatch(ANSWERED, cell.source)
    ]
    assert [source for source, said in answers if not said.startswith("✔")] == []
    assert bool(answers) == notebook.solved
