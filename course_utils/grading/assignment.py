"""A lesson as an assignment of another grader: points, checks, solutions to cut out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from course_utils.authoring.editions import assemble
from course_utils.authoring.lesson_source import read_lesson
from course_utils.authoring.notebooks import Edition
from course_utils.authoring.stored import normalise, to_bytes
from course_utils.checking.sources import marked_source
from course_utils.exercises import load_exercises
from course_utils.files import make_folder, write_atomically
from course_utils.grading.assignment_graders import Grader
from course_utils.grading.submissions import template_of
from course_utils.lab.learner_folder import holds_work
from course_utils.places import COURSE
from course_utils.syllabus import lesson
from course_utils.text import Language, Text


def write_assignment(slug: str, lang: Language, folder: Path, grader: Grader) -> Path:
    """Write the lesson into the grader's folder of a class; where it lies then.

    What somebody has changed there stays, and is a `ValueError`. Raises `FileError`.
    """
    place = folder / grader.place.format(slug=slug)
    if place.exists() and holds_work(place):
        raise ValueError(str(_CHANGED.format(path=place)))
    made = to_bytes(assignment_of(slug, lang, grader))
    make_folder(place.parent)
    write_atomically(place, made)
    for name, text in grader.settings.items():
        if not (folder / name).exists():
            write_atomically(folder / name, text.encode())
    return place


def assignment_of(slug: str, lang: Language, grader: Grader) -> NotebookNode:
    """The notebook of the instructor; the grader makes that of the learners of it."""
    source = read_lesson(COURSE / "lessons" / f"{slug}.py")
    notebook = assemble(source, Edition(COURSE, "student", lang, slug))
    notebook.cells = list(_with_marks(notebook.cells, slug, grader))
    return normalise(notebook, slug)


def _with_marks(
    cells: list[NotebookNode], slug: str, grader: Grader
) -> Iterator[NotebookNode]:
    """Each exercise as a solution, with cells that give its point; the rest as it is.

    The point stands below the check of the lesson, which says what is wrong.
    """
    exercises, _ = load_exercises(lesson(slug)) or ((), None)
    solutions = {each.name: each.solved for each in exercises}
    names = {one.id: name for name, one in template_of(slug).exercise_cells.items()}
    due = ""
    yield from grader.first_cells
    for cell in cells:
        name = names.get(cell.id, "")
        if name:
            cell["source"] = marked_source(solutions[name])
            grader.mark_solution(cell, name)
        yield cell
        if due and cell.cell_type == "code":
            yield from grader.point_for(due)
            due = ""
        due = name or due


_CHANGED = Text(
    en="Somebody has changed {path}, so it stays as it is. Move it away, then try "
    "again.",
    zh="{path} 已被改动，所以保持原样。请先把它移走，再试一次。",
)
