"""Lesson 09: what is asked about repeats, two directions and pooling.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.bilstm import (
    masked_max,
    read_ends,
    reverse_within,
    review_key,
    seen_share,
    word_effects,
)
from course_utils.exercises.bilstm.alts import alts
from course_utils.exercises.bilstm.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "09_bilstm",
    review_key.exercises,
    seen_share.exercises,
    reverse_within.exercises,
    read_ends.exercises,
    masked_max.exercises,
    word_effects.exercises,
)
