"""A lesson goes round through nbgrader, whose marks can be forged; ours cannot."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from grading.handed_in import FORGED, NAMES, SLUG, START
from nbformat import NotebookNode

from course_utils.checking.sources import marked_source, solved_source, stub_source
from course_utils.cli.course import course
from course_utils.exercises import load_exercises
from course_utils.grading.assignment import assignment_of, write_assignment
from course_utils.grading.assignment_graders import NBGRADER
from course_utils.places import COURSE
from course_utils.syllabus import LESSONS, lesson
from course_utils.text import LANGUAGES, Language

NOT_YET = "raise NotImplementedError"


def handed_out(lang: str, slug: str = SLUG) -> NotebookNode:
    path = COURSE / "notebooks" / lang / f"{slug}.ipynb"
    return nbformat.read(path, as_version=4)


def told(notebook: NotebookNode, what: str) -> list[str]:
    cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return [
        cell.metadata.nbgrader.grade_id
        for cell in cells
        if cell.metadata.nbgrader[what]
    ]


# ------------------------------------------------------------ what is written


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_assignment_is_the_lesson_with_a_point_for_each_exercise(
    lang: Language,
) -> None:
    made = assignment_of(SLUG, lang, NBGRADER)
    nbformat.validate(made)
    assert told(made, "solution") == NAMES
    assert told(made, "grade") == [f"{name}_point" for name in NAMES]
    points = {id(cell) for cell in made.cells if cell.id.endswith("-point")}
    kept = [cell for cell in made.cells if id(cell) not in points]
    given = handed_out(lang).cells
    assert [cell.id for cell in kept] == [cell.id for cell in given]
    solved = {cell.id for cell in kept if "nbgrader" in cell.metadata}
    assert [cell.source for cell in kept if cell.id not in solved] == [
        cell.source for cell in given if cell.id not in solved
    ]
    for cell in made.cells:
        if id(cell) in points:
            assert cell.metadata.nbgrader.locked and cell.metadata.nbgrader.points == 1


def test_what_lies_between_the_markers_is_what_a_stub_leaves_out() -> None:
    for each in LESSONS:
        for exercise in (load_exercises(each) or ((), None))[0]:
            cut, inside = [], False
            for line in marked_source(exercise.solved).splitlines():
                if "### BEGIN SOLUTION" in line:
                    cut.append(line.replace("### BEGIN SOLUTION", NOT_YET))
                    inside = True
                elif "### END SOLUTION" in line:
                    inside = False
                elif not inside:
                    cut.append(line)
            assert "\n".join(cut) == stub_source(exercise.solved), exercise.name


# ------------------------------------------------------------ the round trip

ADA, EVE, TEACHER = "ada", "eve", "teacher"
MARKING = ("collect", "autograde", "generate_feedback", "release_feedback", "export")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a class, once ada's work and eve's forgery have been marked."""
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    root = tmp_path_factory.mktemp("class")
    (root / "exchange").mkdir()
    (root / "exchange").chmod(0o777)
    write_assignment(START, "en", root, NBGRADER)
    trip(
        root,
        [(TEACHER, each) for each in ("generate_assignment", "release_assignment")],
    )
    for name in (ADA, EVE):
        place = root / name / START / f"{START}.ipynb"
        place.parent.mkdir(parents=True)
        work = nbformat.read(root / "release" / START / place.name, as_version=4)
        answer(work, honest=name == ADA)
        nbformat.write(work, place)
    handed_in = [(name, "submit") for name in (ADA, EVE)]
    trip(root, [*handed_in, *((TEACHER, each) for each in MARKING)])
    return root


def trip(root: Path, commands: list[tuple[str, str]]) -> None:
    """Let nbgrader do them, each as its user: learners have a folder of their own."""
    options = [f"--Exchange.root={root / 'exchange'}", "--course=rnn-course"]
    jobs = []
    for user, command in commands:
        asked = [command, *([] if command == "export" else [START]), *options]
        if user == TEACHER:
            jobs.append([str(root), *asked])
        else:
            jobs.append([str(root / user), *asked, f"--student={user}"])
    scripts = Path(sys.executable).parent  # nbgrader calls `alembic`
    own = {"JUPYTER_DATA_DIR": str(root / "jupyter"), "HOME": str(root)}
    own["PATH"] = os.pathsep.join([str(scripts), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("nbgrader_trip.py"))],
        input=json.dumps(jobs),
        env={**os.environ, **own},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def answer(work: NotebookNode, *, honest: bool) -> None:
    """Write what is right, or what makes every check say so."""
    exercises = {each.name: each for each in (load_exercises(lesson(START)) or [[]])[0]}
    for cell in work.cells:
        told = cell.metadata.get("nbgrader", {})
        if told.get("solution"):
            right = solved_source(exercises[told["grade_id"]].solved)
            cell.source = right if honest else f"{FORGED}{told['grade_id']} = None"


@pytest.mark.notebook
@pytest.mark.torch
def test_marks_and_feedback_come_back_and_can_be_forged(room: Path) -> None:
    with (room / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    total = len(list((load_exercises(lesson(START)) or [[]])[0]))
    assert {name: float(row["score"]) for name, row in rows.items()} == {
        ADA: total,
        EVE: total,
    }
    assert {float(row["max_score"]) for row in rows.values()} == {total}
    for name in (ADA, EVE):
        assert (room / "feedback" / name / START / f"{START}.html").is_file()


@pytest.mark.notebook
@pytest.mark.torch
def test_the_course_s_own_marks_of_the_same_folder_cannot(room: Path) -> None:
    done = CliRunner().invoke(course, ["grade", str(room / "submitted")])
    assert done.exit_code == 0, done.output
    table = room / "submitted-marks" / START / "marks.csv"
    with table.open(encoding="utf-8-sig") as file:
        marks = {row["learner"]: row["total"] for row in csv.DictReader(file)}
    assert marks[EVE] == "0" and int(marks[ADA]) > 0
