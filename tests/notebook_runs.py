"""A notebook runs once: in the browser, if there is one; nbval reads what it said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from course_utils.places import COURSE
from course_utils.syllabus import LESSONS

NOTEBOOKS = sorted(
    path.relative_to(COURSE)
    for edition in ("notebooks", "solutions")
    for lesson in LESSONS
    for path in COURSE.glob(f"{edition}/*/{lesson.slug}.ipynb")
)
"""Those of the lessons; whatever else lies there, one test names."""


def each_notebook(*marks: pytest.MarkDecorator) -> list[object]:
    """A parameter a notebook; `conftest` keeps a language on one worker."""
    return [
        pytest.param(path, id="/".join(path.with_suffix("").parts), marks=marks)
        for path in NOTEBOOKS
    ]


_FAILED = pytest.StashKey[bool]()


def note_outcome(item: pytest.Item, report: pytest.TestReport) -> None:
    """Keep for the fixtures of a test whether it failed."""
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed


def has_failed(item: pytest.Item) -> bool:
    return item.stash.get(_FAILED, False)


def run_file(factory: pytest.TempPathFactory, path: Path) -> Path:
    """Where the run of a notebook in the browser is kept, for all workers."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "runs"
    folder.mkdir(exist_ok=True)
    return folder / "-".join(path.with_suffix(".json").parts)
