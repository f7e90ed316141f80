"""What answers a learner: exercises and predictions, diagnosis, progress.

Knows `text`, `files`, `syllabus`; runs what a learner wrote, whatever it is.
"""

from course_utils.checking.lists import Exercises, Predictions
from course_utils.checking.progress import check_place, load_progress
from course_utils.checking.sources import (
    BEGIN,
    solution_lines,
    solved_source,
    stub_source,
)

__all__ = [
    "BEGIN",
    "Exercises",
    "Predictions",
    "check_place",
    "load_progress",
    "solution_lines",
    "solved_source",
    "stub_source",
]
