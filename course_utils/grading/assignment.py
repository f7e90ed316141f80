"""A lesson as an assignment of nbgrader: points, checks, solutions to be cut out.

Written without nbgrader, which is needed to hand it out and to mark it. Its marks can
be forged, because a learner's whole notebook runs beside the checks; those of
`course grade` cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course_utils.authoring.edition import Edition
from course_utils.authoring.editions import assemble
from course_utils.authoring.lesson_source import read_lesson
from course_utils.authoring.stored import normalise, to_bytes
from course_utils.checking.sources import STUB, marked_source
from course_utils.exercises import load_exercises
from course_utils.files import make_folder, write_atomically
from course_utils.grading.submissions import template_of
from course_utils.lab.learner_folder import holds_work
from course_utils.places import COURSE
from course_utils.syllabus import lesson
from course_utils.text import Language, Text

NBGRADER_CONFIG = "nbgrader_config.py"
_POINTS = 1
_SCHEMA = 3
_SETTINGS = f'''"""Settings of nbgrader for the assignments of the course."""

import os

c = get_config()
c.CourseDirectory.course_id = "rnn-course"
c.ClearSolutions.code_stub = {{"python": "{STUB}"}}
c.ClearSolutions.begin_solution_delimeter = "BEGIN SOLUTION"
c.ClearSolutions.end_solution_delimeter = "END SOLUTION"
c.Execute.timeout = 600  # seconds for a cell: some train a net
os.environ["COURSE_PROGRESS"] = "memory"  # not that of whoever marks
os.environ.setdefault("OMP_NUM_THREADS", "1")
'''


def write_assignment(slug: str, lang: Language, folder: Path) -> Path:
    """Write the lesson into nbgrader's folder of a class; where it lies then.

    What somebody has changed there stays, and is a `ValueError`. Raises `FileError`.
    """
    place = folder / "source" / slug / f"{slug}.ipynb"
    if place.exists() and holds_work(place):
        raise ValueError(str(_CHANGED.format(path=place)))
    made = to_bytes(assignment_of(slug, lang))
    make_folder(place.parent)
    write_atomically(place, made)
    settings = folder / NBGRADER_CONFIG
    if not settings.exists():
        write_atomically(settings, _SETTINGS.encode())
    return place


def assignment_of(slug: str, lang: Language) -> NotebookNode:
    """The notebook of the instructor; nbgrader makes that of the learners of it."""
    source = read_lesson(COURSE / "lessons" / f"{slug}.py")
    notebook = assemble(source, Edition(COURSE, "student", lang, slug))
    notebook.cells = list(_with_marks(notebook.cells, slug))
    return normalise(notebook, slug)


def _with_marks(cells: list[NotebookNode], slug: str) -> Iterator[NotebookNode]:
    """Each exercise as a solution, with a cell that gives its point; the rest as it is.

    The point stands below the check of the lesson, which says what is wrong.
    """
    exercises, _ = load_exercises(lesson(slug)) or ((), None)
    solutions = {each.name: each.solved for each in exercises}
    names = {one.id: name for name, one in template_of(slug).exercise_cells.items()}
    due = ""
    for cell in cells:
        name = names.get(cell.id, "")
        if name:
            cell["source"] = marked_source(solutions[name])
            cell.metadata["nbgrader"] = _told(name, solution=True)
        yield cell
        if due and cell.cell_type == "code":
            yield _point_for(due)
            due = ""
        due = name or due


def _point_for(name: str) -> NotebookNode:
    code = f'assert exercises.{name}.check({name}).outcome == "right"'
    told = _told(f"{name}_point", grade=True, locked=True, points=_POINTS)
    made = new_code_cell(code, metadata={"nbgrader": told})
    made["id"] = f"{name}-point"[:64]
    return made


def _told(grade_id: str, **facts: Any) -> dict[str, Any]:
    """What nbgrader must know of a cell."""
    common = {"schema_version": _SCHEMA, "grade": False, "solution": False}
    return {**common, "locked": False, "task": False, "grade_id": grade_id, **facts}


_CHANGED = Text(
    en="Somebody has changed {path}, so it stays as it is. Move it away, then try "
    "again.",
    zh="{path} 已被改动，所以保持原样。请先把它移走，再试一次。",
)
