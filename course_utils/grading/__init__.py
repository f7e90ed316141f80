"""Marks for submitted notebooks: found, run in a cage, judged from outside, reported.

Knows `authoring`, `caged`, `exercises`, `checking`, `lab`; runs no code of a
learner.
"""

from course_utils.grading.assignment import write_assignment
from course_utils.grading.assignment_graders import NBGRADER, OTTER
from course_utils.grading.desk import grade_folder
from course_utils.grading.marking import Marked

__all__ = ["NBGRADER", "OTTER", "Marked", "grade_folder", "write_assignment"]
