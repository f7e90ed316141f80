"""Lesson 03: what is asked about learning through time.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.bptt import (
    cross_entropy_gradient,
    numerical_gradient,
    rnn_backward,
    rnn_step_backward,
    windowed_gradient,
)
from course_utils.exercises.bptt.alts import alts
from course_utils.exercises.bptt.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "03_bptt",
    cross_entropy_gradient.exercises,
    numerical_gradient.exercises,
    rnn_step_backward.exercises,
    rnn_backward.exercises,
    windowed_gradient.exercises,
)
