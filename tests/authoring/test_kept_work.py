"""`course build` and `course lab` keep what somebody wrote in a built notebook."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode
from nbformat.v4 import new_output
from notebook_edits import change

from course_utils.authoring import editions
from course_utils.authoring.lesson_source import read_lesson
from course_utils.authoring.notebooks import Edition
from course_utils.authoring.stored import normalise, to_bytes
from course_utils.cli import course as cli
from course_utils.files import FileError
from course_utils.lab import jupyter, learner_folder
from course_utils.places import COURSE
from course_utils.text import use_language

FIXTURE = COURSE / "tests" / "fixtures" / "lessons" / "01_vanilla_rnn.py"
NAME = "01_vanilla_rnn.ipynb"


def make(edition: Edition) -> NotebookNode:
    """The edition without a run, which would take a minute."""
    text = read_lesson(edition.root / "lessons" / f"{edition.slug}.py")
    return normalise(editions.assemble(text, edition), "x")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one lesson, built."""

    def make_all(wanted: Sequence[Edition]) -> Iterator[tuple[Edition, NotebookNode]]:
        yield from ((edition, make(edition)) for edition in wanted)

    monkeypatch.setattr(editions, "_make_all", make_all)
    monkeypatch.setattr(editions, "make", make)
    root = tmp_path / "课程 course"
    (root / "lessons").mkdir(parents=True)
    shutil.copy(FIXTURE, root / "lessons")
    assert build(root) == []
    return root


def build(root: Path) -> list[str]:
    """What the builder says."""
    said: list[str] = []
    found = editions.build_editions(root, say=lambda text: said.append(str(text)))
    assert found == []
    return said


def built(root: Path, kind: str = "notebooks") -> Path:
    return root / kind / "en" / NAME


def mine(root: Path, name: str = NAME) -> Path:
    return root / "my-notebooks" / "en" / name


def answer(notebook: NotebookNode) -> None:
    stub = next(each for each in notebook.cells if "def rnn_step(" in each.source)
    stub.source = stub.source.replace("raise NotImplementedError", "return h")


def write_note(notebook: NotebookNode) -> None:
    notebook.cells[2].source += "\n\nMy own words."


def save_as_4_4(notebook: NotebookNode) -> None:
    answer(notebook)
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]


def tag_a_slide(notebook: NotebookNode) -> None:
    notebook.cells[1].metadata["slideshow"] = {"slide_type": "skip"}


@pytest.mark.parametrize("how", [answer, write_note, save_as_4_4, tag_a_slide])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_building_keeps_what_a_learner_wrote(
    how: Callable[[NotebookNode], None], lang: str, course: Path
) -> None:
    use_language(lang)
    edition = built(course).read_bytes()
    work = change(built(course), how)
    (said,) = build(course)
    assert f"notebooks/en/{NAME}" in said and str(mine(course)) in said
    assert mine(course).read_bytes() == work
    assert built(course).read_bytes() == edition
    assert build(course) == []


def test_what_holds_no_work_is_built_over(course: Path) -> None:
    edition = built(course).read_bytes()

    def run_it(notebook: NotebookNode) -> None:
        notebook.metadata["language_info"]["version"] = "3.11.7"
        cell = next(each for each in notebook.cells if each.cell_type == "code")
        cell.update(execution_count=1, outputs=[new_output("stream", text="x")])

    change(built(course), run_it)
    built(course, "solutions").write_bytes(b"")
    assert build(course) == []
    assert built(course).read_bytes() == edition
    assert not (course / "my-notebooks").exists()


def test_a_changed_lesson_is_built_without_a_word(course: Path) -> None:
    path = course / "lessons" / FIXTURE.name
    text = path.read_text("utf-8")
    path.write_text(text.replace("print(counts)", "print(counts + 1)"), "utf-8")
    assert build(course) == []
    assert "counts + 1" in built(course).read_text("utf-8")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("notebooks", NAME.replace(".", "-2.")),
        ("solutions", NAME.replace(".", "-solved-2.")),
    ],
)
@pytest.mark.parametrize("half", [b"{", b"<<<<<<< HEAD\n{}", b"\xff\xfe{\0}\0"])
def test_a_file_that_nobody_can_read_is_kept_too(
    kind: str, name: str, half: bytes, course: Path
) -> None:
    whole = built(course, kind).read_bytes()
    built(course, kind).write_bytes(half)
    assert len(build(course)) == 1
    assert mine(course, name).read_bytes() == half
    assert built(course, kind).read_bytes() == whole


def test_hand_edits_of_a_solved_edition_are_kept(course: Path) -> None:
    work = change(built(course, "solutions"), write_note)
    assert len(build(course)) == 1
    assert mine(course, NAME.replace(".", "-solved.")).read_bytes() == work


def test_nothing_is_built_over_work_that_cannot_be_kept(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = change(built(course), answer)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="no room is left"):
        build(course)
    assert built(course).read_bytes() == work


def test_a_folder_in_the_place_of_a_notebook_is_named(course: Path) -> None:
    built(course).unlink()
    built(course).mkdir()
    with pytest.raises(FileError, match="cannot be used"):
        build(course)


def test_checking_the_build_keeps_and_writes_nothing(course: Path) -> None:
    work = change(built(course), save_as_4_4)
    found = [str(each) for each in editions.build_editions(course, check=True)]
    assert any("without the ids of its cells" in each for each in found)
    assert [each for each in found if "source differs" in each]
    assert not any("course build" in each for each in found)
    assert built(course).read_bytes() == work
    assert not (course / "my-notebooks").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf{}", "UTF-8 + BOM"),
        (b"<<<<<<< HEAD\n{}", "merge"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "`source` is missing"),
    ],
)
def test_checking_the_build_names_what_is_no_notebook(
    content: bytes, says: str, course: Path
) -> None:
    built(course).write_bytes(content)
    found = [str(each) for each in editions.build_editions(course, check=True)]
    assert found and all(each.startswith(f"notebooks/en/{NAME}") for each in found)
    assert any(says in each for each in found)


def test_every_committed_notebook_says_which_edition_it_is() -> None:
    for kind in ("notebooks", "solutions"):
        for path in (COURSE / kind).glob("*/[0-9]*.ipynb"):
            assert not Edition.at(path).is_changed, path


# ------------------------------------------------------------ course lab


@pytest.fixture
def lab(course: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Result]:
    """`course lab` in this course."""
    monkeypatch.setattr(cli, "COURSE", course)
    for name in ("working_folder", "hand_out", "worked_in"):
        monkeypatch.setattr(getattr(learner_folder, name), "__defaults__", (course,))
    monkeypatch.setattr(jupyter, "notebook_of", lambda *_: None)

    def run() -> Result:
        return CliRunner().invoke(cli.course, ["lab", "1", "--copies-only"])

    return run


def test_work_in_the_course_becomes_the_learner_s_copy(
    course: Path, lab: Callable[[], Result]
) -> None:
    edition = built(course).read_bytes()
    work = change(built(course), answer)
    first = lab()
    assert first.exit_code == 0
    assert str(mine(course)) in first.output.splitlines()[0]
    assert mine(course).read_bytes() == work
    assert built(course).read_bytes() == edition, "so that `git pull` works"
    second = lab()
    assert second.output == f"Your own notebooks are in {mine(course).parent}\n"
    assert mine(course).read_bytes() == work


def test_a_notebook_that_was_only_saved_is_as_built_again(
    course: Path, lab: Callable[[], Result]
) -> None:
    edition = built(course).read_bytes()

    def save_it(notebook: NotebookNode) -> None:
        notebook.metadata["language_info"]["version"] = "3.11.7"

    assert change(built(course), save_it) != edition
    assert lab().output.count("\n") == 1
    assert built(course).read_bytes() == mine(course).read_bytes() == edition


def test_an_untouched_copy_gives_way_to_work(
    course: Path, lab: Callable[[], Result]
) -> None:
    lab()
    assert to_bytes(nbformat.read(mine(course), 4)) == built(course).read_bytes()
    work = change(built(course), answer)
    lab()
    assert mine(course).read_bytes() == work


def test_work_in_both_places_lies_side_by_side(
    course: Path, lab: Callable[[], Result]
) -> None:
    lab()
    works = [change(mine(course), write_note), change(built(course), answer)]
    beside = mine(course, NAME.replace(".", "-2."))
    assert str(beside) in lab().output
    assert [mine(course).read_bytes(), beside.read_bytes()] == works


def test_work_is_kept_though_the_lesson_cannot_be_built(
    course: Path, lab: Callable[[], Result]
) -> None:
    (course / "lessons" / FIXTURE.name).write_text("# %% nonsense")
    work = change(built(course), answer)
    for _ in range(2):
        done = lab()
        assert done.exit_code == 0 and "could not be built anew" in done.output
        assert mine(course).read_bytes() == built(course).read_bytes() == work
        assert not mine(course, NAME.replace(".", "-2.")).exists()
