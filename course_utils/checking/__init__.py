"""What answers a learner: exercises and predictions, diagnosis, progress.

Knows `text`, `files`, `syllabus`; runs what a learner wrote, whatever it is.
"""

from course_utils.checking.calls import Call, Raised, call, capture
from course_utils.checking.checks import Case, Exercise, Prediction, Tried
from course_utils.checking.compare import fitted
from course_utils.checking.feedback import Feedback, words_as_html
from course_utils.checking.lists import Exercises, Predictions
from course_utils.checking.messages import (
    BORROWED,
    NOT_CALLABLE,
    NOT_JUDGED,
    NOT_TRIED,
    WRONG,
    YOURS,
)
from course_utils.checking.own_code import original
from course_utils.checking.plain import MOST_NUMBERS, Odd, is_tensor
from course_utils.checking.progress import (
    IN_MEMORY,
    PROGRESS_VARIABLE,
    check_place,
    load_progress,
)
from course_utils.checking.sandbox import keep_to_itself, run
from course_utils.checking.sources import (
    BEGIN,
    STUB,
    marked_source,
    solution_lines,
    solved_source,
    stub_source,
)
from course_utils.checking.surroundings import put_functions_back

__all__ = [
    "BEGIN",
    "BORROWED",
    "IN_MEMORY",
    "MOST_NUMBERS",
    "NOT_CALLABLE",
    "NOT_JUDGED",
    "NOT_TRIED",
    "PROGRESS_VARIABLE",
    "STUB",
    "WRONG",
    "YOURS",
    "Call",
    "Case",
    "Exercise",
    "Exercises",
    "Feedback",
    "Odd",
    "Prediction",
    "Predictions",
    "Raised",
    "Tried",
    "call",
    "capture",
    "check_place",
    "fitted",
    "is_tensor",
    "keep_to_itself",
    "load_progress",
    "marked_source",
    "original",
    "put_functions_back",
    "run",
    "solution_lines",
    "solved_source",
    "stub_source",
    "words_as_html",
]
