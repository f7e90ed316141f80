"""What a lesson's code does as it runs, and what its notebooks keep.

Knows the authoring folder; `guard` and `startup` run in a lesson's kernel, and know
only `course_utils.text`.
"""

from course_utils.authoring.safety.code_rules import CODE_RULES

__all__ = ["CODE_RULES"]
