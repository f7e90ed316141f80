"""Lesson 13: what is asked about scans and attention.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.after_the_gates import (
    causal_mask,
    combine,
    count_block,
    looks_ahead,
    scan,
    self_attention,
)
from course_utils.exercises.after_the_gates.alts import alts
from course_utils.exercises.after_the_gates.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "13_after_the_gates",
    combine.exercises,
    scan.exercises,
    causal_mask.exercises,
    self_attention.exercises,
    looks_ahead.exercises,
    count_block.exercises,
)
