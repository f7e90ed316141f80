"""Lesson 10: what is asked about names in sentences.

One file an exercise; here they stand in the lesson's order.
"""

from course_utils.checking.lists import Exercises
from course_utils.exercises.tagging import (
    bio_tags,
    f1,
    read_names,
    undecided,
    unseen_recall,
)
from course_utils.exercises.tagging.alts import alts
from course_utils.exercises.tagging.examples import examples
from course_utils.exercises.tagging.predictions import predictions

__all__ = ["alts", "examples", "exercises", "predictions"]

exercises = Exercises(
    "10_tagging",
    bio_tags.exercises,
    read_names.exercises,
    f1.exercises,
    undecided.exercises,
    unseen_recall.exercises,
)
