"""Lesson 02: what is asked about counting parameters.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.parameters import (
    count_classifier,
    count_gru,
    count_lstm,
    count_rnn,
    count_stacked_rnn,
    largest_hidden_size,
)
from course_utils.exercises.parameters.alts import alts
from course_utils.exercises.parameters.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "02_parameters",
    count_rnn.exercises,
    count_lstm.exercises,
    count_gru.exercises,
    count_stacked_rnn.exercises,
    count_classifier.exercises,
    largest_hidden_size.exercises,
)
