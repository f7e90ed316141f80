"""Notebooks of lesson 01 as learners hand them in: solved, unfinished, no good.

Each is the student's notebook with other code in the cells of its exercises.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course_utils.authoring.editions import assemble
from course_utils.authoring.lesson_source import read_lesson
from course_utils.authoring.notebooks import Edition, EditionKind
from course_utils.checking.sources import solved_source
from course_utils.exercises.vanilla_rnn import exercises
from course_utils.grading.submissions import template_of
from course_utils.places import COURSE
from course_utils.syllabus import LESSONS
from course_utils.text import Language

START = LESSONS[0].slug
SLUG = "01_vanilla_rnn"
NAMES = [each.name for each in exercises]
STEP = solved_source(exercises.rnn_step.solved)
FULL = dict.fromkeys(NAMES, 1)
NOTHING = dict.fromkeys(NAMES, 0)
FORGED = """
from course_utils.checking.checks import Exercise
from course_utils.checking.feedback import Feedback
Exercise.check = lambda *_: Feedback("right", None)
"""


@cache
def _edition(kind: EditionKind, lang: Language, slug: str) -> NotebookNode:
    source = read_lesson(COURSE / "lessons" / f"{slug}.py")
    return assemble(source, Edition(COURSE, kind, lang, slug))


def edition(kind: EditionKind, lang: Language = "en", slug: str = SLUG) -> NotebookNode:
    """A notebook of a lesson, to be changed at will."""
    return deepcopy(_edition(kind, lang, slug))


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    """The cell in which an exercise is handed out."""
    wanted = template_of(SLUG).exercise_cells[name].id
    return next(cell for cell in notebook.cells if cell.id == wanted)


def solved_but(answers: Mapping[str, str], before: Sequence[str] = ()) -> NotebookNode:
    """Solved, but for the cells of `answers`; `before` stands in new cells on top."""
    notebook = edition("solved")
    for name, code in answers.items():
        cell_of(notebook, name)["source"] = textwrap.dedent(code).strip()
    added = [new_code_cell(textwrap.dedent(code).strip()) for code in before]
    notebook.cells[3:3] = added
    return notebook


def all_by(code: str, before: Sequence[str] = ()) -> NotebookNode:
    """Each exercise answered by the same code, in which NAME stands for its name."""
    return solved_but({name: code.replace("NAME", name) for name in NAMES}, before)


def write(notebook: NotebookNode, path: Path) -> None:
    """As it is: nbformat would mend it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def by_another_front_end(notebook: NotebookNode) -> bytes:
    """Format 4.4, without ids, with CRLF and a byte-order mark."""
    known: dict[str, Any] = json.loads(json.dumps(notebook))
    known["nbformat_minor"] = 4
    for cell in known["cells"]:
        del cell["id"]
        cell["source"] = cell["source"].replace("\n", "\r\n")
    return json.dumps(known, indent=1).replace("\n", "\r\n").encode("utf-8-sig")


def with_conflict(notebook: NotebookNode) -> str:
    """As git leaves a file that two have changed."""
    lines = json.dumps(notebook, indent=1).splitlines(keepends=True)
    lines[40:41] = ["<<<<<<< HEAD\n", lines[40], "=======\n", lines[40], ">>>>>>> b\n"]
    return "".join(lines)
