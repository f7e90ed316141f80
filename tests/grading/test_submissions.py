"""Whose a notebook is, of which lesson, and which one of several counts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from grading.handed_in import SLUG, edition, write
from nbformat import NotebookNode

from course_utils.grading import messages as say
from course_utils.grading.answers import Attempts
from course_utils.grading.submissions import find_submissions, template_of
from course_utils.text import use_language

FIRST = "00_start_here"


def learners(folder: Path, slug: str | None = SLUG) -> list[str]:
    return [each.learner for each in find_submissions(folder, slug, "en")[SLUG]]


@pytest.mark.parametrize(
    ("path", "learner"),
    [
        ("ada.ipynb", "ada"),
        (f"ada_{SLUG}.ipynb", "ada"),
        (f"{SLUG} (小梅).ipynb", "小梅"),
        (f"{SLUG}.ipynb", SLUG),
        ("ada/anything.ipynb", "ada"),
        ("ada/deep/down/x.ipynb", "ada"),
        (f"submitted/ada/{SLUG}/{SLUG}.ipynb", "ada"),
    ],
)
def test_names_are_taken_from_files_or_folders(
    path: str, learner: str, tmp_path: Path
) -> None:
    write(edition("solved"), tmp_path / path)
    assert learners(tmp_path) == [learner]


def test_hidden_folders_and_other_files_are_left_out(tmp_path: Path) -> None:
    write(edition("solved"), tmp_path / "ada" / ".ipynb_checkpoints" / "x.ipynb")
    write(edition("solved"), tmp_path / ".trash" / "x.ipynb")
    write(edition("solved"), tmp_path / "bob.ipynb")
    (tmp_path / "README.txt").touch()
    ada, bob = find_submissions(tmp_path, SLUG, "en")[SLUG]
    assert (ada.learner, ada.path, bob.learner) == ("ada", None, "bob")
    assert "No notebook" in str(ada.notes[0])


def test_the_newest_that_can_be_read_counts(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "old", "oldest")):
        path = tmp_path / "ada" / f"{name}.ipynb"
        write(edition("solved"), path)
        os.utime(path, (1e9 - age, 1e9 - age))
    (tmp_path / "ada" / f"{SLUG}.ipynb").write_text("no notebook", encoding="utf-8")
    (ada,) = find_submissions(tmp_path, None, "en")[SLUG]
    assert ada.path is not None and ada.path.name == "new.ipynb"
    assert "new.ipynb" in str(ada.notes[0])


def _start_here() -> NotebookNode:
    notebook = edition("solved")
    notebook.cells = [notebook.cells[0]]
    cell = template_of(FIRST).exercise_cells["remember"]
    notebook.cells[0].update(cell_type="code", id=cell.id, source=cell.source)
    return notebook


def test_lessons_are_told_apart_by_what_is_in_the_cells(tmp_path: Path) -> None:
    write(_start_here(), tmp_path / "ada" / "a.ipynb")
    write(edition("solved"), tmp_path / "ada" / "b.ipynb")
    write(edition("solved"), tmp_path / "bob.ipynb")
    found = find_submissions(tmp_path, None, "en")
    paths = {
        slug: [one.path and one.path.name for one in of] for slug, of in found.items()
    }
    assert paths == {FIRST: ["a.ipynb", None], SLUG: ["b.ipynb", "bob.ipynb"]}
    assert list(find_submissions(tmp_path, FIRST, "en")) == [FIRST]


def test_a_notebook_of_something_else_is_told_apart(tmp_path: Path) -> None:
    write(edition("solved"), tmp_path / "ada.ipynb")
    write(_start_here(), tmp_path / "bob.ipynb")
    foreign = edition("student")
    foreign.cells = [foreign.cells[0]]
    for path in ("cid.ipynb", f"dan/{SLUG}.ipynb"):
        write(foreign, tmp_path / path)
    found = find_submissions(tmp_path, SLUG, "en")[SLUG]
    notes = {one.learner: one.notes for one in found}
    strange = [say.NOT_OF_LESSON]
    assert notes.pop("ada") == [] and notes.pop("bob") == [say.NOTHING_HANDED_IN]
    assert notes == {"cid": strange, "dan": strange}


def test_a_file_that_cannot_be_read_stands_in_for_the_lesson_of_all(
    tmp_path: Path,
) -> None:
    write(edition("solved"), tmp_path / "ada.ipynb")
    (tmp_path / "bob.ipynb").write_bytes(b"\x00\x01")
    (tmp_path / "cid.ipynb").symlink_to(tmp_path / "nowhere")
    ada, *others = find_submissions(tmp_path, None, "en")[SLUG]
    assert ada.notes == []
    assert [(one.learner, len(one.notes), one.cells) for one in others] == [
        ("bob", 1, ()),
        ("cid", 1, ()),
    ]


def _nothing(folder: Path) -> None:
    (folder / "ada").mkdir()


def _foreign(folder: Path) -> None:
    notebook = edition("solved")
    notebook.cells = notebook.cells[:1]
    notebook.cells[0]["id"] = "x"
    write(notebook, folder / "ada.ipynb")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_nothing, ("*.ipynb", "没有找到")),
        (_foreign, ("--lesson", "--lesson")),
    ],
)
def test_a_folder_without_any_is_refused_in_words(
    make: Callable[[Path], None], words: tuple[str, str], tmp_path: Path
) -> None:
    make(tmp_path)
    for lang, said in zip(("en", "zh"), words, strict=True):
        use_language(lang)
        with pytest.raises(ValueError) as refusal:
            find_submissions(tmp_path, None, "en")
        assert said in str(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "小梅.ipynb"
    text = json.dumps(edition("solved", "zh"), ensure_ascii=False)
    path.write_text(text, encoding=encoding)
    (one,) = find_submissions(tmp_path, None, "en")[SLUG]
    assert (one.language, one.notes) == ("zh", [])
    answers = list(Attempts(template_of(SLUG), one.cells).answers())
    assert all(each.job for each in answers)


def test_an_untouched_notebook_answers_nothing() -> None:
    template = template_of(SLUG)
    for answer in Attempts(template, template.cells).answers():
        assert (answer.job, answer.broken) == (None, "")
