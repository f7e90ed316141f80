"""Lesson 12: what is asked about the poet.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.poet import (
    choose_poem,
    longest_shared_run,
    mask_head,
    mask_rhyme,
    mask_tones,
)
from course_utils.exercises.poet.alts import alts
from course_utils.exercises.poet.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "12_poet",
    mask_head.exercises,
    mask_rhyme.exercises,
    mask_tones.exercises,
    choose_poem.exercises,
    longest_shared_run.exercises,
)
