"""Learners work on copies; what they wrote is never written over, whatever happens."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from notebook_edits import change

from course_utils import files
from course_utils.lab import learner_folder
from course_utils.lab.learner_folder import (
    NEW_EDITIONS,
    copy_to_open,
    hand_out,
    keep,
    worked_in,
    working_folder,
)
from course_utils.lab.notebook_file import MARK, edition_of
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES, use_language

FIRST, SECOND = (f"{lesson.slug}.ipynb" for lesson in LESSONS[:2])


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of two lessons, in a folder with a difficult name."""
    root = tmp_path / "课程 course"
    for lang in LANGUAGES:
        (root / "notebooks" / lang).mkdir(parents=True)
        publish(root, lang, FIRST, "x = 1")
        publish(root, lang, SECOND, "y = 1")
    return root


@pytest.fixture
def mine(course: Path) -> Path:
    """The learner's folder, just laid out."""
    folder = working_folder(course)
    assert hand_out("en", folder, course) == []
    return folder / "en"


def publish(root: Path, lang: str, name: str, *code: str) -> None:
    """Put an edition of a lesson into the course, as `course build` does."""
    cells = [new_code_cell(each) for each in code]
    marked = new_notebook(cells=cells, metadata={MARK: {"edition": edition_of(cells)}})
    (root / "notebooks" / lang / name).write_text(nbformat.writes(marked), "utf-8")


def answer(notebook: NotebookNode) -> None:
    notebook.cells[0].source = "x = 'my answer'"


def run_it(notebook: NotebookNode) -> None:
    notebook.cells[0].execution_count = 1
    notebook.cells[0].outputs = [new_output("stream", name="stdout", text="1")]


def save_it(notebook: NotebookNode) -> None:
    """What JupyterLab writes when nothing was done but open and save."""
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    notebook.cells[0].metadata["execution"] = {}


def names(folder: Path) -> list[str]:
    told = {NEW_EDITIONS.in_language(lang) for lang in LANGUAGES}
    found = {path.name for path in folder.iterdir() if path.name[0] != "."}
    return sorted(found - told)


def code(path: Path) -> str:
    return nbformat.read(path, as_version=4).cells[0].source


# ------------------------------------------------------------ where the copies lie


def test_in_the_course_at_home_or_where_a_variable_says(
    course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert working_folder(course) == course / "my-notebooks"
    monkeypatch.setattr(learner_folder, "home_folder", lambda: tmp_path)
    monkeypatch.setattr(learner_folder, "can_write", lambda folder: False)
    assert working_folder(course) == tmp_path / "rnn-course" / "notebooks"
    monkeypatch.setenv("COURSE_NOTEBOOKS_DIR", str(tmp_path / "own"))
    assert working_folder(course) == tmp_path / "own"


def test_copies_are_the_course_s_notebooks_and_nothing_else(
    course: Path, mine: Path
) -> None:
    for stranger in ("Untitled.ipynb", "._x.ipynb", "00_start_here-Copy1.ipynb"):
        (course / "notebooks" / "zh" / stranger).write_text("no notebook")
    hand_out("zh", mine.parent, course)
    for lang in LANGUAGES:
        assert names(mine.parent / lang) == [FIRST, SECOND]
        for name in (FIRST, SECOND):
            source = course / "notebooks" / lang / name
            assert (mine.parent / lang / name).read_bytes() == source.read_bytes()


# ------------------------------------------------------------ a new edition


@pytest.mark.parametrize("how", [lambda notebook: None, save_it])
def test_an_untouched_copy_is_renewed(
    how: Callable[[NotebookNode], None], course: Path, mine: Path
) -> None:
    change(mine / FIRST, how)
    publish(course, "en", FIRST, "x = 2")
    assert hand_out("en", mine.parent, course) == []
    assert names(mine) == [FIRST, SECOND]
    assert code(mine / FIRST) == "x = 2"


def no_mark(notebook: NotebookNode) -> None:
    del notebook.metadata[MARK]


def attach(notebook: NotebookNode) -> None:
    notebook.cells[0]["attachments"] = {"photo.png": {"image/png": "QUJD"}}


@pytest.mark.parametrize("how", [answer, run_it, no_mark, attach])
def test_beside_a_touched_copy_the_new_edition_is_laid_once(
    how: Callable[[NotebookNode], None], course: Path, mine: Path
) -> None:
    written = change(mine / FIRST, how)
    assert hand_out("en", mine.parent, course) == []
    publish(course, "en", FIRST, "x = 2")
    (notice,) = hand_out("en", mine.parent, course)
    beside = mine / FIRST.replace(".ipynb", "-2.ipynb")
    assert beside.name in notice.en and beside.name in notice.zh
    assert (mine / FIRST).read_bytes() == written and code(beside) == "x = 2"
    beside.unlink()  # the learner does not want it
    assert hand_out("en", mine.parent, course) == []
    assert names(mine) == [FIRST, SECOND]


def test_editions_that_follow_are_laid_beside_one_another(
    course: Path, mine: Path
) -> None:
    second, third = (FIRST.replace(".", f"-{number}.") for number in (2, 3))
    kept = [change(mine / FIRST, answer)]
    for edition in ("x = 2", "x = 3"):  # nobody touches the edition between
        publish(course, "en", FIRST, edition)
        assert len(hand_out("en", mine.parent, course)) == 1
    assert names(mine) == [second, FIRST, SECOND]
    assert code(mine / second) == "x = 3"
    kept.append(change(mine / second, answer))
    publish(course, "en", FIRST, "x = 4")
    assert len(hand_out("en", mine.parent, course)) == 1
    assert [path.read_bytes() for path in (mine / FIRST, mine / second)] == kept
    assert code(mine / third) == "x = 4"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_laid_beside_is_told_in_a_file_line_by_line(
    lang: str, course: Path, mine: Path
) -> None:
    hand_out(lang, mine.parent, course)
    folder = mine.parent / lang
    told = folder / NEW_EDITIONS.in_language(lang)
    assert not told.exists()
    change(folder / FIRST, answer)
    for edition in ("x = 2", "x = 3"):
        publish(course, lang, FIRST, edition)
        publish(course, lang, SECOND, edition)  # nobody has touched it: no news
        assert len(hand_out(lang, mine.parent, course)) == 1
        change(folder / FIRST.replace(".", "-2."), answer)
    first, second = told.read_text("utf-8").splitlines()
    assert FIRST.replace(".", "-2.") in first and FIRST.replace(".", "-3.") in second
    assert SECOND not in first + second


def test_a_copy_that_was_deleted_comes_back(course: Path, mine: Path) -> None:
    (mine / FIRST).unlink()
    assert hand_out("en", mine.parent, course) == []
    assert code(mine / FIRST) == "x = 1"


@pytest.mark.parametrize("record", ["", "[]", "[" * 100_000, "{"])
def test_a_damaged_record_costs_nothing(record: str, course: Path, mine: Path) -> None:
    written = change(mine / FIRST, answer)
    (mine / ".editions.json").write_text(record)
    publish(course, "en", FIRST, "x = 2")
    assert len(hand_out("en", mine.parent, course)) == 1
    assert (mine / FIRST).read_bytes() == written


# ------------------------------------------------------------ whatever happens


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"<<<<<<< mine\n{}", b"\xff\xfe{\0", b"[1]"]
)
def test_a_copy_that_is_no_notebook_stays_and_another_is_opened(
    broken: bytes, course: Path, mine: Path
) -> None:
    (mine / FIRST).write_bytes(broken)
    hand_out("en", mine.parent, course)
    assert (mine / FIRST).read_bytes() == broken
    opened = copy_to_open(LESSONS[0].slug, "en", mine.parent)
    assert opened.as_posix() == f"en/{LESSONS[0].slug}-2.ipynb"
    assert code(mine.parent / opened) == "x = 1"


def test_folders_and_links_in_the_place_of_a_copy_stay(
    course: Path, mine: Path
) -> None:
    (mine / FIRST).unlink()
    (mine / FIRST).mkdir()
    elsewhere = mine.parent / "elsewhere.ipynb"
    (mine / SECOND).rename(elsewhere)
    (mine / SECOND).symlink_to(elsewhere)
    publish(course, "en", SECOND, "y = 2")
    hand_out("en", mine.parent, course)
    assert (mine / FIRST).is_dir()
    assert (mine / SECOND).is_symlink() and code(elsewhere) == "y = 2"
    elsewhere.unlink()
    hand_out("en", mine.parent, course)
    assert (mine / SECOND).is_symlink() and not elsewhere.exists()
    assert code(mine / SECOND.replace(".", "-2.")) == "y = 2"


def test_a_broken_notebook_of_the_course_stops_no_other(
    course: Path, mine: Path
) -> None:
    (course / "notebooks" / "zh" / FIRST).write_text("<<<<<<< HEAD")
    (notice,) = hand_out("zh", mine.parent, course)
    assert FIRST in notice.en and "merge" in notice.en
    assert names(mine.parent / "zh") == [SECOND]
    with pytest.raises(ValueError, match="found none"):
        copy_to_open(LESSONS[0].slug, "zh", mine.parent)


def test_a_full_disk_leaves_everything_as_it_was(
    course: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in mine.iterdir()}
    publish(course, "en", FIRST, "x = 2")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(files.FileError, match="no room is left"):
        hand_out("en", mine.parent, course)
    assert {path: path.read_bytes() for path in mine.iterdir()} == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_in_the_place_of_the_folder_is_told(lang: str, course: Path) -> None:
    use_language(lang)
    folder = working_folder(course)
    folder.write_text("mine")
    assert working_folder(course) == folder
    with pytest.raises(ValueError, match="COURSE_NOTEBOOKS_DIR"):
        hand_out("en", folder, course)
    assert folder.read_text() == "mine"


def test_of_a_folder_that_was_named_no_variable_is_told(
    course: Path, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("mine")
    with pytest.raises(files.FileError) as refused:
        hand_out("en", tmp_path / "a file", course)
    assert "COURSE_NOTEBOOKS_DIR" not in str(refused.value)


def test_a_folder_without_permission_is_told(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ValueError, match=r"no permission.*COURSE_NOTEBOOKS_DIR"):
        hand_out("en", working_folder(course), course)


def test_two_at_once_lay_out_one_set(course: Path) -> None:
    folder = working_folder(course)
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(hand_out, "en", folder, course) for _ in range(4)]
    assert [job.result() for job in jobs] == [[]] * 4
    assert names(folder / "en") == [FIRST, SECOND]


def test_another_command_is_waited_for_and_then_named(
    course: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learner_folder, "_LOCK_SECONDS", 0.01)
    with (
        FileLock(mine / ".lock"),
        pytest.raises(ValueError, match="Another `course` command"),
    ):
        hand_out("en", mine.parent, course)


# ------------------------------------------------------------ work in the course itself


def test_the_course_s_own_notebooks_that_somebody_saved_are_found(
    course: Path,
) -> None:
    assert worked_in(course) == []
    for how, place in ((answer, f"en/{FIRST}"), (run_it, f"en/{SECOND}")):
        change(course / "notebooks" / place, how)
    change(course / "notebooks" / "zh" / FIRST, save_it)
    (course / "notebooks" / "zh" / SECOND).write_text("{")
    found = [path.relative_to(course).as_posix() for path in worked_in(course)]
    assert found == [
        f"notebooks/{each}" for each in (f"en/{FIRST}", f"en/{SECOND}")
    ] + [f"notebooks/zh/{FIRST}"]


def test_work_takes_the_place_of_an_untouched_copy_only(
    course: Path, mine: Path
) -> None:
    source = course / "notebooks" / "en" / FIRST
    first = change(source, answer)
    assert keep(source, mine / FIRST) == mine / FIRST
    assert (mine / FIRST).read_bytes() == first
    assert keep(source, mine / FIRST) == mine / FIRST, "it is kept already"
    second = change(source, lambda notebook: notebook.cells.append(new_code_cell("z")))
    beside = mine / FIRST.replace(".", "-2.")
    assert keep(source, mine / FIRST) == beside
    assert [path.read_bytes() for path in (mine / FIRST, beside)] == [first, second]


def test_what_is_no_notebook_never_gets_the_name_of_a_lesson(course: Path) -> None:
    source = course / "notebooks" / "en" / FIRST
    source.write_text("<<<<<<< mine")
    place = working_folder(course) / "en" / FIRST
    assert keep(source, place) == place.with_name(FIRST.replace(".", "-2."))
    assert names(place.parent) == [FIRST.replace(".", "-2.")]


def test_the_record_names_what_was_handed_out(mine: Path) -> None:
    known = json.loads((mine / ".editions.json").read_text())
    assert list(known) == [lesson.slug for lesson in LESSONS[:2]]
