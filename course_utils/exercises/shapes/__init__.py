"""Lesson 06: what is asked about shapes in PyTorch.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.shapes import (
    final_states,
    last_real_state,
    masked_mean,
    read_batch,
    shape_of,
)
from course_utils.exercises.shapes.alts import alts
from course_utils.exercises.shapes.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "06_shapes",
    final_states.exercises,
    read_batch.exercises,
    last_real_state.exercises,
    masked_mean.exercises,
    shape_of.exercises,
)
