"""Lesson 01: what is asked about the vanilla RNN.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.vanilla_rnn import (
    name_shapes,
    readout_forward,
    rnn_forward,
    rnn_step,
    rnn_step_concatenated,
)
from course_utils.exercises.vanilla_rnn.alts import alts
from course_utils.exercises.vanilla_rnn.predictions import predictions

__all__ = ["alts", "exercises", "predictions"]

exercises = Exercises(
    "01_vanilla_rnn",
    rnn_step.exercises,
    rnn_forward.exercises,
    rnn_step_concatenated.exercises,
    readout_forward.exercises,
    name_shapes.exercises,
)
