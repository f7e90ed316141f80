"""What a lesson's code does as it runs, and what its notebooks keep.

Knows the authoring folder; `guard` and `startup` run in a lesson's kernel, and know
only `course_utils.text`.
"""

from course_utils.authoring.safety.built_rules import BUILT_RULES
from course_utils.authoring.safety.code_rules import CODE_RULES
from course_utils.authoring.safety.stored_rules import SOLVED_RULES, STORED_RULES

__all__ = ["BUILT_RULES", "CODE_RULES", "SOLVED_RULES", "STORED_RULES"]
