"""A lesson goes round through otter-grader, whose marks can be forged, too."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from grading.handed_in import FORGED, SLUG, edition
from nbformat import NotebookNode

from course_utils.checking.sources import solved_source, stub_source
from course_utils.exercises import load_exercises
from course_utils.grading.assignment import assignment_of, write_assignment
from course_utils.grading.assignment_graders import OTTER
from course_utils.grading.submissions import template_of
from course_utils.syllabus import LESSONS, lesson
from course_utils.text import LANGUAGES, Language

SLUGS = [each.slug for each in LESSONS]
TRIED = (SLUG, "06_shapes")
FOR_OTTER = re.compile(r"# ?(SOLUTION|SEED|IGNORE)")
MARKER = re.compile(r"# (BEGIN(?= SOLUTION NO PROMPT| PROMPT)|END) (SOLUTION|PROMPT)")
POINT = """\
# BEGIN QUESTION
name: {name}
points: 1
# BEGIN TESTS
assert exercises.{name}.check({name}).outcome == "right"
# END TESTS
# END QUESTION"""


def without(what: str, source: str) -> str:
    """A cell without what stands between the markers SOLUTION or PROMPT of otter."""
    kept, inside = [], False
    for line in source.splitlines():
        marker = MARKER.search(line)
        if marker and marker[2] == what:
            inside = marker[1] == "BEGIN"
        elif not marker and not inside:
            kept.append(line)
    return "\n".join(kept)


def solutions_of(slug: str) -> dict[str, Callable[..., object]]:
    exercises, _ = load_exercises(lesson(slug)) or ((), None)
    return {each.name: each.solved for each in exercises}


# ------------------------------------------------------------ what is written


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_an_assignment_is_the_lesson_with_a_point_for_each_exercise(
    slug: str, lang: Language
) -> None:
    made = assignment_of(slug, lang, OTTER)
    nbformat.validate(made)
    given = {cell.id: cell.source for cell in edition("student", lang, slug).cells}
    lesson_cells = [cell for cell in made.cells if cell.id in given]
    assert {each.id: without("SOLUTION", each.source) for each in lesson_cells} == given
    assert [cell.id for cell in lesson_cells] == [*given]
    config, *points = [cell for cell in made.cells if cell.id not in given]
    assert made.cells[0] is config and config.cell_type == "raw"
    solutions = solutions_of(slug)
    wanted = "\n".join(POINT.format(name=name) for name in solutions)
    assert "\n".join(cell.source for cell in points) == wanted
    assert [cell.cell_type for cell in points] == [
        *("raw", "raw", "code", "raw", "raw"),
    ] * len(solutions)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_solution_runs_where_it_is_and_leaves_a_stub(slug: str) -> None:
    solutions, names = solutions_of(slug), template_of(slug).exercise_cells
    sources = {each.id: each.source for each in assignment_of(slug, "en", OTTER).cells}
    for name, solution in solutions.items():
        source = sources.pop(names[name].id)
        compile(source, name, "exec")
        assert without("PROMPT", source) == solved_source(solution)
        assert without("SOLUTION", source) == stub_source(solution)
    for source in sources.values():
        assert not FOR_OTTER.search(source), "otter would cut this line"


# ------------------------------------------------------------ the round trip


@dataclass(frozen=True)
class Class:
    """The folder of a class, in which otter has made what it hands out and marks by."""

    root: Path
    slug: str

    @classmethod
    def of(cls, root: Path, slug: str) -> Class:
        made = cls(root, slug)
        place = write_assignment(slug, "en", root, OTTER)
        made._otter("assign", place.relative_to(root), slug)
        return made

    @property
    def student(self) -> NotebookNode:
        """The notebook of a learner."""
        path = self.root / self.slug / "student" / f"{self.slug}.ipynb"
        return nbformat.read(path, as_version=4)

    def points(self, answers: Mapping[str, str]) -> dict[str, float]:
        """What otter gives for these answers, by exercise."""
        work, cells = self.student, template_of(self.slug).exercise_cells
        by_id = {cells[name].id: code for name, code in answers.items()}
        for cell in work.cells:
            cell["source"] = by_id.get(cell.id, cell.source)
        nbformat.write(work, self.root / "work.ipynb")
        (by,) = (self.root / self.slug / "autograder").glob("*.zip")
        self._otter("run", "work.ipynb", "-a", by, "-o", self.root)
        results = json.loads((self.root / "results.json").read_bytes())["tests"]
        return {each["name"]: each["score"] for each in results if "score" in each}

    def _otter(self, *arguments: str | Path) -> None:
        own = {"HOME": str(self.root), "COURSE_PROGRESS": "memory"}
        done = subprocess.run(
            [sys.executable, "-m", "otter", *map(str, arguments)],
            cwd=self.root,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module", params=TRIED)
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Class:
    pytest.importorskip("otter", reason="otter-grader is not installed")
    return Class.of(tmp_path_factory.mktemp("class"), request.param)


@pytest.mark.notebook
@pytest.mark.torch
def test_learners_get_the_notebook_of_the_course(room: Class) -> None:
    given = {each.id: each.source for each in edition("student", "en", room.slug).cells}
    got = {each.id: each.source for each in room.student.cells}
    own = [got.pop(each) for each in {*got} - {*given}]
    assert got == given
    checks = [f'grader.check("{name}")' for name in solutions_of(room.slug)]
    assert sorted(each for each in own if "otter.Notebook" not in each) == sorted(
        checks
    )


@pytest.mark.notebook
@pytest.mark.torch
@pytest.mark.parametrize(
    ("answer", "point"),
    [
        pytest.param(lambda _, solution: solved_source(solution), 1, id="solved"),
        pytest.param(lambda _, solution: stub_source(solution), 0, id="empty"),
        pytest.param(
            lambda name, _: f"{name} = exercises.{name}.solved", 0, id="copied"
        ),
        pytest.param(lambda name, _: f"{FORGED}{name} = None", 1, id="forged"),
    ],
)
def test_marks_come_back_and_can_be_forged(
    answer: Callable[..., str], point: int, room: Class
) -> None:
    solutions = solutions_of(room.slug)
    answers = {name: answer(name, solution) for name, solution in solutions.items()}
    assert room.points(answers) == dict.fromkeys(solutions, point)
