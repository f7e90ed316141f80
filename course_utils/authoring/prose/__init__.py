"""What a lesson says: two languages alike, numbers and pictures that are true.

Knows the authoring folder, `widgets`, `exercises`; markdown-it.
"""

from course_utils.authoring.prose.language_rules import LANGUAGE_RULES
from course_utils.authoring.prose.link_rules import LINK_RULES
from course_utils.authoring.prose.picture_rules import PICTURE_RULES
from course_utils.authoring.prose.promises import PROMISE_RULES, keep_promises
from course_utils.authoring.prose.twin_rules import TWIN_RULES

__all__ = [
    "LANGUAGE_RULES",
    "LINK_RULES",
    "PICTURE_RULES",
    "PROMISE_RULES",
    "TWIN_RULES",
    "keep_promises",
]
