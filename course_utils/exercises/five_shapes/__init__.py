"""Lesson 07: what is asked about the five shapes of problem.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.five_shapes import (
    attend,
    mean_step_loss,
    read_columns,
    teacher_forcing,
    until_stop,
)
from course_utils.exercises.five_shapes.alts import alts
from course_utils.exercises.five_shapes.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "07_five_shapes",
    read_columns.exercises,
    teacher_forcing.exercises,
    until_stop.exercises,
    mean_step_loss.exercises,
    attend.exercises,
)
