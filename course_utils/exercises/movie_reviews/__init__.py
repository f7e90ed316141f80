"""Lesson 08: what is asked about movie reviews.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.movie_reviews import (
    accuracy_by_strength,
    encode,
    forget_bias,
    hold,
    pad_batch,
)
from course_utils.exercises.movie_reviews.alts import alts
from course_utils.exercises.movie_reviews.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "08_movie_reviews",
    encode.exercises,
    pad_batch.exercises,
    hold.exercises,
    forget_bias.exercises,
    accuracy_by_strength.exercises,
)
