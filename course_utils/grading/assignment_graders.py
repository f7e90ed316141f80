"""What nbgrader and otter-grader must find in an assignment, each in its own way.

Written without either. Both run a learner's whole notebook beside the checks, so their
marks can be forged; those of `course grade` cannot.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_raw_cell

from course_utils.checking.sources import BEGIN, STUB
from course_utils.text import Text

_POINTS = 1
_SCHEMA = 3
_SETTINGS = f'''"""Settings of nbgrader for the assignments of the course."""

import os

c = get_config()
c.CourseDirectory.course_id = "rnn-course"
c.ClearSolutions.code_stub = {{"python": "{STUB}"}}
c.ClearSolutions.begin_solution_delimeter = "BEGIN SOLUTION"
c.ClearSolutions.end_solution_delimeter = "END SOLUTION"
c.Execute.timeout = 600  # seconds for a cell: some train a net
os.environ["COURSE_PROGRESS"] = "memory"  # not that of whoever marks
os.environ.setdefault("OMP_NUM_THREADS", "1")
'''
_CONFIG = """# ASSIGNMENT CONFIG
export_cell: false
generate: true
strip_solutions_from_all_cells: true
"""
_QUESTION = "# BEGIN QUESTION\nname: {name}\npoints: {points}"
# A string, so that the solution runs; otter takes the quotes away for learners.
_PROMPT = rf'''\1# END SOLUTION
\1""" # BEGIN PROMPT
\1{STUB}
\1""" # END PROMPT'''


class Grader(ABC):
    """A program that hands notebooks out, and marks them when they come back."""

    place: str
    """Where its notebook of a lesson lies in the folder of a class."""
    settings: Mapping[str, str] = MappingProxyType({})
    """Names of other files that must lie there, and what stands in them."""
    next_step: Text
    """What hands the lesson out, in that folder."""

    @property
    def first_cells(self) -> list[NotebookNode]:
        """What stands above the lesson."""
        return []

    @abstractmethod
    def mark_solution(self, cell: NotebookNode, name: str) -> None:
        """Change the cell of an exercise, its solution between markers, as needed."""

    @abstractmethod
    def point_for(self, name: str) -> list[NotebookNode]:
        """The cells that give an exercise its point."""


class Nbgrader(Grader):
    """It keeps what it must know of a cell in the cell's metadata."""

    place = "source/{slug}/{slug}.ipynb"
    settings = MappingProxyType({"nbgrader_config.py": _SETTINGS})
    next_step = Text(
        en="To hand it out, in {folder}: nbgrader generate_assignment {slug}",
        zh="要发给学生，请在 {folder} 里运行：nbgrader generate_assignment {slug}",
    )

    def mark_solution(self, cell: NotebookNode, name: str) -> None:
        cell.metadata["nbgrader"] = self._told(name, solution=True)

    def point_for(self, name: str) -> list[NotebookNode]:
        told = self._told(f"{name}_point", grade=True, locked=True, points=_POINTS)
        return [_check_of(name, metadata={"nbgrader": told})]

    @staticmethod
    def _told(grade_id: str, **facts: Any) -> dict[str, Any]:
        common = {"schema_version": _SCHEMA, "grade": False, "solution": False}
        return {**common, "locked": False, "task": False, "grade_id": grade_id, **facts}


class Otter(Grader):
    """It reads raw cells, and markers within a solution."""

    place = "{slug}/{slug}.ipynb"
    next_step = Text(
        en="otter runs the lesson: set COURSE_PROGRESS=memory, or it changes your own "
        "progress. To hand it out, in {folder}: "
        "otter assign {slug}/{slug}.ipynb {slug}",
        zh="otter 会运行整课：请先设好 COURSE_PROGRESS=memory，免得改动自己的进度。"
        "要发给学生，请在 {folder} 里运行：otter assign {slug}/{slug}.ipynb {slug}",
    )

    @property
    def first_cells(self) -> list[NotebookNode]:
        return [_with_id("assignment-config", new_raw_cell(_CONFIG))]

    def mark_solution(self, cell: NotebookNode, name: str) -> None:
        source = cell.source.replace(BEGIN, "# BEGIN SOLUTION NO PROMPT")
        cell["source"] = re.sub(r"( *)### END SOLUTION", _PROMPT, source)

    def point_for(self, name: str) -> list[NotebookNode]:
        question = _QUESTION.format(name=name, points=_POINTS)
        raw = [question, "# BEGIN TESTS", "# END TESTS", "# END QUESTION"]
        begin, tests, *ends = [
            _with_id(f"{name}-{number}", new_raw_cell(each))
            for number, each in enumerate(raw)
        ]
        return [begin, tests, _check_of(name), *ends]


NBGRADER, OTTER = Nbgrader(), Otter()


def _check_of(name: str, **facts: Any) -> NotebookNode:
    code = f'assert exercises.{name}.check({name}).outcome == "right"'
    return _with_id(f"{name}-point", new_code_cell(code, **facts))


def _with_id(name: str, cell: NotebookNode) -> NotebookNode:
    cell["id"] = name[:64]
    return cell
