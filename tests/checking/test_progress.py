"""Progress: one file, written whole, never a reason for a notebook to stop."""

import json
import os
import subprocess
import sys

import pytest

from course_utils.checking import progress
from course_utils.exercises import show_progress


@pytest.fixture
def path(tmp_path, monkeypatch):
    path = tmp_path / "folder" / "progress.json"
    monkeypatch.setenv(progress.PROGRESS_VARIABLE, str(path))
    monkeypatch.setattr(progress, "_memory", {})
    return path


def test_what_is_recorded_is_found_again(path):
    assert progress.record("00_start_here", "remember") == []
    done, notices = progress.load_progress()
    assert list(done["00_start_here"]) == ["remember"]
    assert notices == []


def test_without_a_file_nothing_is_done(path):
    assert progress.load_progress() == ({}, [])
    assert not path.exists()


def test_the_first_day_of_an_exercise_is_kept(path):
    path.parent.mkdir()
    path.write_text('{"done": {"a": {"b": "2001-02-03"}}}')
    progress.record("a", "b")
    assert progress.load_progress()[0] == {"a": {"b": "2001-02-03"}}


@pytest.mark.parametrize(
    "content",
    ["", "no json", "[]", '{"done": 3}', '{"done": {"a": 1}}', '{"done": {"a": [1]}}'],
)
def test_a_damaged_file_is_set_aside_with_a_message(path, content):
    path.parent.mkdir()
    path.write_text(content)
    notices = progress.record("00_start_here", "remember")
    assert "damaged-1" in str(notices[0])
    assert (path.parent / "progress.damaged-1.json").read_text() == content
    assert list(json.loads(path.read_text())["done"]) == ["00_start_here"]


def test_a_second_damaged_file_does_not_replace_the_first(path):
    path.parent.mkdir()
    for content in ("one", "two"):
        path.write_text(content)
        progress.load_progress()
    kept = sorted(each.read_text() for each in path.parent.glob("*.damaged-*.json"))
    assert kept == ["one", "two"]


def test_a_folder_that_cannot_be_made_costs_a_notice_not_the_answer(
    tmp_path, monkeypatch
):
    blocker = tmp_path / "file"
    blocker.write_text("")
    monkeypatch.setenv(progress.PROGRESS_VARIABLE, str(blocker / "progress.json"))
    monkeypatch.setattr(progress, "_memory", {})
    notices = progress.record("00_start_here", "remember")
    assert progress.PROGRESS_VARIABLE in str(notices[0])
    assert "remember" in progress.load_progress()[0]["00_start_here"]


def test_a_write_that_fails_leaves_the_old_file(path, monkeypatch):
    progress.record("00_start_here", "remember")
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    notices = progress.record("01_vanilla_rnn", "rnn_step")
    assert "No space left" in str(notices[0])
    assert path.read_bytes() == before
    assert {each.name for each in path.parent.iterdir()} <= {
        path.name,
        path.name + ".lock",
    }


def test_two_notebooks_at_once_lose_nothing(path):
    code = (
        "import sys; from course_utils.checking.progress import record\n"
        "for i in range(40): assert record('x', f'{sys.argv[1]}{i}') == []"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, name]) for name in ("a", "b")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert len(progress.load_progress()[0]["x"]) == 80


def test_in_memory_nothing_is_written(path, monkeypatch):
    monkeypatch.setenv(progress.PROGRESS_VARIABLE, progress.IN_MEMORY)
    progress.record("00_start_here", "remember")
    assert progress.progress_path() is None
    assert not path.parent.exists()
    assert "remember" in progress.load_progress()[0]["00_start_here"]


def test_the_report_counts_what_is_done(path):
    before = show_progress()
    progress.record("00_start_here", "remember")
    after = show_progress()
    assert 0 not in before.finished and 0 in after.finished
    assert "1/1" in repr(after) and "✔ remember" in after._repr_html_()
