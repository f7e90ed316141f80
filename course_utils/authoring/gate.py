"""The gate a notebook must pass: rules on what is stored, then a run by nbval."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from course_utils.authoring.leaks import REFERENCES
from course_utils.authoring.nbval import TIME_BUDGET, NbvalRun, environment, run_nbval
from course_utils.authoring.notebooks import (
    Edition,
    Notebook,
    OtherNotebook,
    notebook_at,
)
from course_utils.authoring.other_rules import RULES_FOR_ALL, compare_runs, stranger
from course_utils.authoring.recording import Recording
from course_utils.authoring.rules import rules
from course_utils.authoring.safety.folder_rules import stray_files
from course_utils.checking.sources import stub_source
from course_utils.exercises import load_exercises
from course_utils.lab.notebook_file import NotebookFault
from course_utils.syllabus import lesson
from course_utils.text import Text, join

OTHER_BUDGET = 600.0
"""Seconds of processor time for one run of a notebook that is no lesson."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a notebook; `name` is the rule it breaks."""

    name: str
    notebook: Path
    cell: int | None
    message: Text

    def __str__(self) -> str:
        where = "/".join(self.notebook.parts[-3:])
        if self.cell is not None:
            where = f"{where}, {_CELL.format(number=self.cell)}"
        return f"{where}: {self.name}: {self.message}"


def check_notebooks(paths: Iterable[Path], lang: str | None = None) -> list[Problem]:
    """Every broken rule in the notebooks at `paths` (files or folders).

    `lang` keeps one language of the lessons. In a folder, what else lies beside the
    notebooks of a course is told. Nothing is executed: `run_notebook` does that.
    """
    paths = list(paths)
    found = [
        problem
        for notebook in find_notebooks(paths)
        if lang is None
        or not isinstance(notebook, Edition)
        or notebook.language == lang
        for problem in _problems(notebook)
    ]
    return [*found, *_strays(path for path in paths if path.is_dir())]


def _strays(folders: Iterable[Path]) -> Iterator[Problem]:
    courses = {
        notebook.root
        for notebook in find_notebooks(folders)
        if isinstance(notebook, Edition) and notebook.in_course
    }
    for course in sorted(courses):
        for path, message in stray_files(course):
            yield Problem("stray-file", path, None, message)


@dataclass(frozen=True)
class NotebookRun:
    """One run of a notebook by nbval: processor seconds, what went wrong, all it said.

    recording: None if the kernel died or hung
    """

    seconds: float
    problems: list[Problem]
    recording: Recording | None = None


def run_notebook(
    path: Path, budget: float | None = None, replay: Path | None = None
) -> NotebookRun:
    """Run the notebook at `path` by nbval; `budget` is in seconds.

    Solved editions are compared cell by cell, student editions must only run. What is
    no lesson is compared twice, under two hash seeds, and may take as long as
    `OTHER_BUDGET`. The learner's progress file is not touched. `replay`: the file of a
    recording, to compare a run that has been made.
    """
    (notebook,) = find_notebooks([path])
    if isinstance(notebook, OtherNotebook):
        done = _run_twice(notebook, budget or OTHER_BUDGET)
    else:
        done = run_nbval(notebook, budget or TIME_BUDGET, replay)
    problems = [_problem(*each, notebook) for each in done.findings]
    return NotebookRun(done.seconds, problems, done.recording)


def _run_twice(notebook: OtherNotebook, budget: float) -> NbvalRun:
    first_seed = environment()["PYTHONHASHSEED"]
    seeds = first_seed, str(int(first_seed) % (2**32 - 1) + 1)
    runs = []
    for seed in seeds:
        runs.append(run_nbval(notebook, budget, settings={"PYTHONHASHSEED": seed}))
        if any(name != "wrong-output" for name, _ in runs[-1].findings):
            return runs[-1]
    first, second = runs
    findings = compare_runs(notebook, seeds, first, second)
    return NbvalRun(first.seconds + second.seconds, tuple(findings))


def find_notebooks(paths: Iterable[Path]) -> Iterator[Notebook]:
    """The notebooks at `paths`; a folder without any is a `ValueError`.

    What is hidden in a folder is left out. What is named is taken, whatever it is.
    """
    for path in paths:
        if not path.is_dir():
            notebook = notebook_at(path)
            yield OtherNotebook(path) if _is_stranger(notebook) else notebook
            continue
        found = [
            each
            for each in sorted(path.rglob("*.ipynb"))
            if not any(part[0] == "." for part in each.relative_to(path).parts)
        ]
        if not found:
            raise ValueError(str(_NO_NOTEBOOK.format(path=path)))
        yield from map(notebook_at, found)


def find_runnable(paths: Iterable[Path]) -> Iterator[Notebook]:
    """Those of the notebooks at `paths` of which a run can tell more than the rules."""
    for notebook in find_notebooks(paths):
        foreign = isinstance(notebook, OtherNotebook) and not notebook.is_python
        broken = notebook.is_broken or notebook.faults
        if not (foreign or broken or _is_stranger(notebook)):
            yield notebook


def _is_stranger(notebook: Notebook) -> bool:
    return isinstance(notebook, Edition) and not notebook.has_lesson


def _problems(notebook: Notebook) -> Iterator[Problem]:
    """What breaks a rule; nobody is told to build over a learner's answers."""
    if not isinstance(notebook, Edition):
        found = _broken(RULES_FOR_ALL, notebook)
    elif _is_stranger(notebook):
        found = _broken({"stranger": stranger}, notebook)
    else:
        named = {each.__name__.replace("_", "-"): each for each in rules(notebook)}
        found = _broken(named, notebook)
        if not notebook.solved and (cells := answered(notebook)):
            yield _problem("learners-work", _work(cells), notebook)
            found = map(_without_advice, found)
    yield from found


def _broken(
    kept: Mapping[str, Callable[[Any], Iterator[NotebookFault]]], notebook: Notebook
) -> Iterator[Problem]:
    for name, rule in kept.items():
        for finding in rule(notebook):
            yield _problem(name, finding, notebook)


def _problem(name: str, finding: NotebookFault, notebook: Notebook) -> Problem:
    cell, message = finding
    return Problem(name, notebook.path, cell, message)


def answered(notebook: Edition) -> list[int]:
    """The cells of a student edition in which somebody has answered."""
    exercises, _ = load_exercises(lesson(notebook.slug)) or ((), ())
    stubs = {f"def {each.name}(": stub_source(each.solved) for each in exercises}
    return [
        number
        for number, cell in notebook.code
        if REFERENCES[".answer(...)"].search(cell.source)
        or any(
            head in cell.source and cell.source.strip() != stub.strip()
            for head, stub in stubs.items()
        )
    ]


def _work(cells: list[int]) -> NotebookFault:
    return cells[0], _LEARNERS_WORK.format(cells=join(cells))


def _without_advice(problem: Problem) -> Problem:
    """The same, without the sentences that name `course build`."""
    text = problem.message
    message = Text(
        en=re.sub(r"[^.:\n]*`course build`[^.\n]*\.", "", text.en).strip(),
        zh=re.sub(r"[^。：\n]*`course build`[^。\n]*。", "", text.zh).strip(),
    )
    return replace(problem, message=message)


_NO_NOTEBOOK = Text(
    en="Expected a notebook under {path}, found none. Check the path.",
    zh="{path} 里应当有笔记本，却一本也没有。请检查路径。",
)
_LEARNERS_WORK = Text(
    en="A learner has answered here, in cells: {cells}. `course lab` makes it the "
    "learner's own copy, and puts this notebook back as it was.",
    zh="有学习者在这里作答（第 {cells} 个单元格）。"
    "运行 `course lab`，它会成为学习者自己的一份，这本笔记本则恢复原样。",
)
_CELL = Text(en="cell {number}", zh="第 {number} 个单元格")
