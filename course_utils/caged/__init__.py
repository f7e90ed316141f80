"""The process in which answers of others run, shut in; all it says is plain values.

Knows `exercises`, `checking`, `datasets`; nothing of what judges, which is elsewhere.
"""

from course_utils.caged.cage import Limits, can_cage, shuts_files
from course_utils.caged.job import (
    BORROWED_MARK,
    READY,
    Job,
    Piece,
    case_lists,
    statements_of,
)
from course_utils.caged.wire import WireError, from_line

__all__ = [
    "BORROWED_MARK",
    "READY",
    "Job",
    "Limits",
    "Piece",
    "WireError",
    "can_cage",
    "case_lists",
    "from_line",
    "shuts_files",
    "statements_of",
]
