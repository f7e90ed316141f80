"""Lesson 04: what is asked about memory that fades.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.fading_memory import (
    clip_by_norm,
    fade_per_step,
    gradient_norm,
    rescale_to_radius,
)
from course_utils.exercises.fading_memory.alts import alts
from course_utils.exercises.fading_memory.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "04_fading_memory",
    rescale_to_radius.exercises,
    gradient_norm.exercises,
    fade_per_step.exercises,
    clip_by_norm.exercises,
)
