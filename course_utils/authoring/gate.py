"""The gate a notebook must pass: rules on what is stored, then a run by nbval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from course_utils.authoring.nbval import TIME_BUDGET, run_nbval
from course_utils.authoring.notebook import SOLVED, STUDENT, Notebook
from course_utils.authoring.rules import BrokenRule, rules
from course_utils.text import LANGUAGES, Text


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
    """One run of a notebook by nbval: processor seconds, and what went wrong."""

    seconds: float
    problems: list[Problem]


def run_notebook(path: Path, budget: float = TIME_BUDGET) -> NotebookRun:
    """Run the notebook at `path` by nbval; `budget` is in seconds.

    Solved editions are compared cell by cell, student editions must only run.
    The learner's progress file is not touched.
    """
    (notebook,) = find_notebooks([path])
    done = run_nbval(notebook, budget)
    return NotebookRun(
        done.seconds, [_problem(*each, notebook) for each in done.findings]
    )


def find_notebooks(paths: Iterable[Path]) -> Iterator[Notebook]:
    """The notebooks at `paths`; a path that holds none is a `ValueError`."""
    for path in paths:
        found = sorted(path.rglob("*.ipynb")) if path.is_dir() else [path]
        kept = [each for each in found if ".ipynb_checkpoints" not in each.parts]
        if not kept or not all(_has_edition(each) for each in kept):
            raise ValueError(str(_NO_NOTEBOOK.format(path=path)))
        yield from map(Notebook, kept)


def _has_edition(path: Path) -> bool:
    parts = path.absolute().parts
    known = len(parts) > 3 and parts[-3] in (STUDENT, SOLVED) and parts[-2] in LANGUAGES
    return known and path.is_file()


def _problems(notebook: Notebook) -> Iterator[Problem]:
    for rule in rules(notebook):
        name = rule.__name__.replace("_", "-")
        for finding in rule(notebook):
            yield _problem(name, finding, notebook)


def _problem(name: str, finding: BrokenRule, notebook: Notebook) -> Problem:
    cell, message = finding
    return Problem(name, notebook.path, cell, message)


_CELL = Text(en="cell {number}", zh="第 {number} 个单元格")
_NO_NOTEBOOK = Text(
    en="Expected a notebook under notebooks/<en|zh>/ or solutions/<en|zh>/, "
    "found {path}. Run `course build`, or check the path.",
    zh="应当是 notebooks/<en|zh>/ 或 solutions/<en|zh>/ 里的笔记本，却是 {path}。"
    "请运行 `course build`，或检查路径。",
)
