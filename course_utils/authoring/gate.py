"""The gate a notebook must pass: rules on what is stored, then a run by nbval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from course_utils.authoring.edition import NO_EDITION, Edition
from course_utils.authoring.nbval import TIME_BUDGET, run_nbval
from course_utils.authoring.recording import Recording
from course_utils.authoring.rules import BrokenRule, rules
from course_utils.text import Text


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

    `lang` keeps one language. Nothing is executed: `run_notebook` does that.
    """
    return [
        problem
        for notebook in find_notebooks(paths)
        if lang in (None, notebook.language)
        for problem in _problems(notebook)
    ]


@dataclass(frozen=True)
class NotebookRun:
    """One run of a notebook by nbval: processor seconds, what went wrong, all it said.

    recording: None if the kernel died or hung
    """

    seconds: float
    problems: list[Problem]
    recording: Recording | None = None


def run_notebook(
    path: Path, budget: float = TIME_BUDGET, replay: Path | None = None
) -> NotebookRun:
    """Run the notebook at `path` by nbval; `budget` is in seconds.

    Solved editions are compared cell by cell, student editions must only run.
    The learner's progress file is not touched. `replay`: the file of a recording, to
    compare a run that has been made.
    """
    (notebook,) = find_notebooks([path])
    done = run_nbval(notebook, budget, replay)
    problems = [_problem(*each, notebook) for each in done.findings]
    return NotebookRun(done.seconds, problems, done.recording)


def find_notebooks(paths: Iterable[Path]) -> Iterator[Edition]:
    """The notebooks at `paths`; a path that holds none is a `ValueError`."""
    for path in paths:
        found = sorted(path.rglob("*.ipynb")) if path.is_dir() else [path]
        kept = [each for each in found if ".ipynb_checkpoints" not in each.parts]
        if not kept or not path.exists():
            raise ValueError(str(NO_EDITION.format(path=path)))
        yield from map(Edition.at, kept)


def _problems(notebook: Edition) -> Iterator[Problem]:
    for rule in rules(notebook):
        name = rule.__name__.replace("_", "-")
        for finding in rule(notebook):
            yield _problem(name, finding, notebook)


def _problem(name: str, finding: BrokenRule, notebook: Edition) -> Problem:
    cell, message = finding
    return Problem(name, notebook.path, cell, message)


_CELL = Text(en="cell {number}", zh="第 {number} 个单元格")
