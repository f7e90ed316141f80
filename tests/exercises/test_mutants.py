"""The cases of an exercise tell the solution from every slip that can be made in it."""

import ast
import warnings

import pytest
from exercises.equivalent import EQUIVALENT
from exercises.rows import EXERCISES, marked

from course_utils.checking.calls import Call, same_run
from course_utils.checking.checks import Exercise
from course_utils.checking.mutants import Change, changes, mutant
from course_utils.checking.sandbox import run

SECONDS = 0.3
MOST_EQUIVALENT = 0.04


def as_code(change: Change) -> str:
    new = "nothing" if change.new is None else ast.unparse(change.new)
    return f"{change.kind}: {new}"


def is_told_apart(exercise: Exercise, change: Change, right: list[Call]) -> bool:
    """Whether a slip does on a case what the solution does not; so does no Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of slips such as `1[0]`
        function = mutant(exercise.solved, change)
        if function is None:
            return True
        return any(
            not same_run(found, run(function, case, SECONDS))
            for found, case in zip(right, exercise.cases(), strict=True)
        )


@pytest.mark.parametrize(
    "exercise", marked(EXERCISES), ids=lambda exercise: exercise.name
)
def test_every_slip_is_told_from_the_solution(exercise):
    right = [run(exercise.solved, case, SECONDS) for case in exercise.cases()]
    alive = [
        as_code(change)
        for change in changes(exercise.solved)
        if not is_told_apart(exercise, change, right)
    ]
    assert sorted(set(alive)) == sorted(EQUIVALENT.get(exercise.name, {}))


def test_few_slips_change_nothing():
    """All others are seen; what is not is explained one by one, and is little."""
    made = sum(len(changes(exercise.solved)) for exercise in EXERCISES)
    assert sum(map(len, EQUIVALENT.values())) <= MOST_EQUIVALENT * made
