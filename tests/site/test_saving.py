"""A site in a folder: renewed as a whole, and nothing of others is touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from course_utils import site as pages
from course_utils.cli.course import course
from course_utils.site.saving import LIST_OF_FILES, save_site

SITE = {"index.html": b"door", "en/a.html": b"one"}


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LIST_OF_FILES
    }


def test_a_later_site_takes_the_place_of_the_first(tmp_path: Path) -> None:
    out = tmp_path / "new" / "site"
    save_site(out, SITE)
    assert files_in(out) == SITE
    (out / "mine.txt").write_bytes(b"mine")
    later = {"index.html": b"door 2", "en/b.html": b"two"}
    save_site(out, later)
    assert files_in(out) == later | {"mine.txt": b"mine"}
    assert set(json.loads((out / LIST_OF_FILES).read_text())) == set(later)


@pytest.mark.parametrize("name", ["mine.txt", "index.html"])
def test_a_folder_of_others_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(ValueError, match="holds other files"):
        save_site(tmp_path, SITE)
    assert files_in(tmp_path) == {name: b"mine"}


def test_a_list_of_another_program_is_kept(tmp_path: Path) -> None:
    (tmp_path / LIST_OF_FILES).write_text('{"files": 2}')
    with pytest.raises(ValueError, match="of another program"):
        save_site(tmp_path, SITE)
    assert (tmp_path / LIST_OF_FILES).read_text() == '{"files": 2}'


def test_a_page_that_would_be_removed_and_was_changed_stops_all(tmp_path: Path) -> None:
    save_site(tmp_path, SITE)
    (tmp_path / "en/a.html").write_bytes(b"changed")
    with pytest.raises(ValueError, match=r"a\.html is there .* `course site` writes"):
        save_site(tmp_path, {"index.html": b"door 2"})
    assert files_in(tmp_path) == SITE | {"en/a.html": b"changed"}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Sites of two files; notes whether solutions were wanted."""
    asked: list[bool] = []

    def make(*, poems: object, solutions: bool) -> dict[str, bytes]:
        asked.append(solutions)
        return SITE

    monkeypatch.setattr(pages, "make_site", make)
    monkeypatch.setattr(pages, "poems_to_show", list)
    return asked


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: list[bool]
) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    done = run.invoke(course, ["site"])
    assert done.exit_code == 0, done.output
    assert "2 pages" in done.output
    assert str(tmp_path / "site" / "en" / "index.html") in done.output
    done = run.invoke(course, ["site", "--with-solutions", "--lang", "zh"])
    assert "写好了 2 个网页" in done.output
    assert files_in(tmp_path / "site-with-solutions") == SITE
    assert small == [False, True]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    done = run.invoke(course, ["site", "--out", "full"])
    assert done.exit_code == 1 and "--out" in done.output
    (tmp_path / "site" / "index.html").write_bytes(b"changed")
    done = run.invoke(course, ["site"])
    assert done.exit_code == 1 and "index.html is there already" in done.output
    (tmp_path / "file").touch()
    done = run.invoke(course, ["site", "--out", "file/below"])
    assert done.exit_code == 1 and "cannot be used" in done.output
    assert len(small) == 2, "nothing is built that could not be written"
