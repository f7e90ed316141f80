"""What gives an answer away in a student edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from course_utils.checking.sources import BEGIN, solution_lines
from course_utils.exercises import load_exercises
from course_utils.syllabus import LESSONS, lesson

REFERENCES = {
    BEGIN: re.compile(re.escape(BEGIN)),
    ".solved": re.compile(r"\.solved\b"),
    ".solution()": re.compile(r"\.solution\("),
    ".answer(...)": re.compile(r"\.answer\(\s*['\"](?!['\"])"),
}
"""Names that hand over an answer, and how they look in code."""


def leaks(source: str, slug: str, *, code: bool) -> Iterator[str]:
    """What in one cell of lesson `slug` gives an answer away.

    A solution is found by its lines, in prose too. Solutions of earlier lessons may
    be read: only those of this lesson and of later ones are secret.
    """
    lines = [line.strip() for line in source.splitlines()]
    for name, solution in _secrets(lesson(slug).number).items():
        if _holds(lines, solution):
            yield name
    if code:
        yield from (name for name, sign in REFERENCES.items() if sign.search(source))


@cache
def _secrets(number: int) -> dict[str, list[str]]:
    """The lines of each solution that lesson `number` must not show, by exercise."""
    written = [load_exercises(each) for each in LESSONS if each.number >= number]
    return {
        exercise.name: solution_lines(exercise.solved)
        for exercises, _ in filter(None, written)
        for exercise in exercises
    }


def _holds(lines: list[str], solution: list[str]) -> bool:
    """True when all lines of `solution` stand in `lines`, in order."""
    rest = iter(lines)
    return bool(solution) and all(line in rest for line in solution)
