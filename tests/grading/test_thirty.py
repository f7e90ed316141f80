"""Thirty notebooks take less than five minutes; every lesson can be marked."""

from __future__ import annotations

import inspect
import resource
from pathlib import Path

import pytest
from grading.handed_in import FULL, SLUG, edition, solved_but, write

from course_utils.authoring.editions import find_lessons
from course_utils.checking.checks import Exercise, Mistake
from course_utils.checking.sources import solved_source
from course_utils.exercises.vanilla_rnn import exercises
from course_utils.grading.desk import grade_folder
from course_utils.places import COURSE

pytestmark = [pytest.mark.torch, pytest.mark.notebook]

SLUGS = [path.stem for path in find_lessons(COURSE)]
MINUTES, CORES = 5, 2
MISTAKES = [each for each in exercises for _ in each.mistakes]


def as_answer(exercise: Exercise, mistake: Mistake) -> str:
    """A cell in which the mistake is the answer, with what its file imports."""
    module = inspect.getmodule(mistake.function)
    assert module is not None
    code = solved_source(mistake.function)
    imports = f"from {module.__name__} import *"
    return f"{imports}\n{code}\n{exercise.name} = {mistake.name}"


def seconds_used() -> float:
    """Of the processor, by this process and by all that have ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(kind)[:2]) for kind in kinds)


def test_thirty_notebooks_take_less_than_five_minutes(tmp_path: Path) -> None:
    """By the processor, so that a busy computer does not count.

    Every named mistake of the lesson is in one of them, and earns nothing.
    """
    wanted = {}
    for number in range(30):
        wrong = {
            each.name: as_answer(each, mistakes[number])
            for each in exercises
            if number < len(mistakes := list(each.mistakes.values()))
        }
        name = f"learner-{number:02}"
        write(solved_but(wrong), tmp_path / "room" / f"{name}.ipynb")
        wanted[name] = {**FULL, **dict.fromkeys(wrong, 0)}
    before = seconds_used()
    marked = grade_folder(tmp_path / "room", tmp_path / "marks")[SLUG]
    assert {one.submission.learner: one.points for one in marked} == wanted
    assert (seconds_used() - before) / CORES < MINUTES * 60
    assert sum(not each for one in wanted.values() for each in one.values()) == len(
        MISTAKES
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_in_each_lesson_the_solutions_are_full_marks(slug: str, tmp_path: Path) -> None:
    write(edition("solved", "zh", slug), tmp_path / "room" / "solved.ipynb")
    write(edition("student", "en", slug), tmp_path / "room" / "student.ipynb")
    solved, student = grade_folder(tmp_path / "room", tmp_path / "marks")[slug]
    assert set(solved.points.values()) == {1}
    assert set(student.points.values()) == {0}
