"""Lesson 05: what is asked about gates.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.gates import (
    equal_budgets,
    gru_step,
    latch,
    lstm_step,
    match_gates,
)
from course_utils.exercises.gates.alts import alts
from course_utils.exercises.gates.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "05_gates",
    match_gates.exercises,
    lstm_step.exercises,
    latch.exercises,
    gru_step.exercises,
    equal_budgets.exercises,
)
