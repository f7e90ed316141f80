"""From the text of a lesson to its four notebooks, and the gate they must pass.

Knows `exercises`, `checking`, `plots`, `lab`, `datasets`, `measured`, `scratch`;
jupytext, nbformat, nbclient, nbval.
"""

from course_utils.authoring.editions import (
    assemble,
    build_editions,
    find_lessons,
    prose_for,
    restore_edition,
)
from course_utils.authoring.elsewhere import build_elsewhere
from course_utils.authoring.front_page import PAGES, build_front_page, course_map
from course_utils.authoring.gate import (
    check_notebooks,
    find_notebooks,
    find_runnable,
    run_notebook,
)
from course_utils.authoring.lesson_source import Code, LessonSource, Prose, read_lesson
from course_utils.authoring.notebooks import BUILT_WITH, OWN_RUN, START_CELL, Edition
from course_utils.authoring.stored import cell_id, normalise, to_bytes

__all__ = [
    "BUILT_WITH",
    "OWN_RUN",
    "PAGES",
    "START_CELL",
    "Code",
    "Edition",
    "LessonSource",
    "Prose",
    "assemble",
    "build_editions",
    "build_elsewhere",
    "build_front_page",
    "cell_id",
    "check_notebooks",
    "course_map",
    "find_lessons",
    "find_notebooks",
    "find_runnable",
    "normalise",
    "prose_for",
    "read_lesson",
    "restore_edition",
    "run_notebook",
    "to_bytes",
]
