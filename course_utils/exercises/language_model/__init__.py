"""Lesson 11: what is asked about language models.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.language_model import (
    bigram_probabilities,
    keep_top_p,
    masked_nats,
    perplexity,
    shift,
    soften,
)
from course_utils.exercises.language_model.alts import alts
from course_utils.exercises.language_model.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "11_language_model",
    bigram_probabilities.exercises,
    perplexity.exercises,
    masked_nats.exercises,
    shift.exercises,
    soften.exercises,
    keep_top_p.exercises,
)
