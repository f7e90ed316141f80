"""How the minutes of a lesson are shared out among its slides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from course_utils.authoring.lesson_source import Code, LessonSource, Prose
from course_utils.slides.parts import Slide

_QUESTION, _TASK = 2, 10
"""How many other cells take as long: letters are chosen, an exercise is written."""


def set_pace(slides: Sequence[Slide], source: LessonSource) -> None:
    """Give each slide its first and last minute: those of the cells it stands for.

    They share the minutes of the syllabus, in whole ones, and leave none over.
    """
    ends = [slide.cell for slide in slides[1:]] + [len(source.cells)]
    costs = [_cost(cell) for cell in source.cells]
    spent = [0, *(sum(costs[:end]) for end in ends)]
    minutes = [round(source.lesson.minutes * each / spent[-1]) for each in spent]
    for slide, pair in zip(slides, pairwise(minutes), strict=True):
        slide.minutes = pair


def _cost(cell: Prose | Code) -> int:
    if isinstance(cell, Prose):
        return 1
    if cell.exercise is not None:
        return _TASK
    return _QUESTION if cell.source.startswith("predictions.") else 1
