"""The exercises of all lessons, as rows of a test, and what their answers get."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest

from course_utils.checking.checks import Exercise, Mistake, Prediction
from course_utils.checking.feedback import Feedback
from course_utils.syllabus import LESSONS

MODULES = {
    lesson.slug: import_module(f"course_utils.exercises.{lesson.name}")
    for lesson in LESSONS
    if find_spec(f"course_utils.exercises.{lesson.name}") is not None
}
EXERCISES = [each for module in MODULES.values() for each in module.exercises]


def marked(rows: list[Any]) -> list[Any]:
    """The rows of a test; those whose cases import PyTorch, or tensors, marked so."""
    parameters = []
    for row in rows:
        values = row if isinstance(row, tuple) else (row,)
        source = inspect.getsource(inspect.getmodule(values[0].cases))
        needs_torch = re.search(r"import torch|\.tensors import", source)
        marks = [pytest.mark.torch] if needs_torch else []
        parameters.append(pytest.param(*values, marks=marks))
    return parameters


def exercise_id(value: Exercise | Mistake | Prediction) -> str:
    return value.name


def check_right(exercise: Exercise, answer: Callable[..., Any]) -> None:
    """`answer` is right, whoever wrote it."""
    feedback = exercise.check(answer)
    assert feedback.outcome == "right", feedback


def check_wrong(
    exercise: Exercise, answer: Callable[..., Any], mistake: str
) -> Feedback:
    """`answer` is wrong, and it is said which mistake it is."""
    feedback = exercise.check(answer)
    found = (feedback.outcome, feedback.mistake)
    # No test file: without a message pytest would not tell what was found.
    assert found == ("mistake", mistake), f"{found}\n{feedback}"
    return feedback
