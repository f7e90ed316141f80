"""Progress: one file, written whole, never a reason for a notebook to stop."""

import errno
import json
import os
import subprocess
import sys
from datetime import date

import pytest

from course_utils.checking import progress
from course_utils.exercises import show_progress

TODAY = date.today().isoformat()


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


def test_a_web_page_needs_no_lock(path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "filelock", None)
    assert progress.record("a", "b") == []
    assert json.loads(path.read_text())["done"] == {"a": {"b": TODAY}}


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
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b'{"done": 3}',
        b'{"done": {"a": 1}}',
        b'{"done": {"a": [1]}}',
        b'{"version": 1, "done": {"a": {"b": 20010203}}}',
        b'{"done": {"\xff": {}}}',
        b"\0" * 500,
        b"[" * 200_000,
        b'{"done": {}, "more": "' + b"a" * progress.MOST_BYTES + b'"}',
    ],
    ids=lambda content: repr(content[:30]),
)
@pytest.mark.parametrize("ask", [progress.load_progress, None])
def test_a_damaged_file_is_set_aside_with_a_message(path, content, ask):
    path.parent.mkdir()
    path.write_bytes(content)
    notices = ask()[1] if ask else []
    notices += progress.record("00_start_here", "remember")
    assert len(notices) == 1 and "damaged-1" in str(notices[0])
    assert (path.parent / "progress.damaged-1.json").read_bytes() == content
    assert "00_start_here" in json.loads(path.read_text())["done"]


@pytest.mark.parametrize("ask", [progress.load_progress, lambda: None])
def test_what_can_be_read_of_a_damaged_file_goes_on(path, ask):
    path.parent.mkdir()
    path.write_text('{"done": {"a": {"b": "2001-02-03", "c": 4}, "d": 5}}')
    ask()
    progress.record("a", "e")
    assert progress.load_progress()[0]["a"] == {"b": "2001-02-03", "e": TODAY}
    assert json.loads(path.read_text())["done"]["a"]["b"] == "2001-02-03"


@pytest.mark.parametrize("version", [2, 1.5, "2.0", None, {"of": "tomorrow"}])
@pytest.mark.parametrize(
    ("done", "shown", "kept"),
    [
        ({"a": {"b": "2001-02-03"}}, {"a": {"b": "2001-02-03"}, "x": {"y": "?"}}, []),
        ({"a": {"b": {"day": 3}}, "c": 1}, {"a": {}, "x": {"y": "?"}}, ["newer"]),
        ({"x": {"y": ["2001"]}}, {"x": {"y": "?"}}, ["newer", "cannot write"]),
        (["x", "y"], {"x": {"y": "?"}}, ["newer", "cannot write"]),
    ],
)
def test_a_newer_file_loses_nothing(path, version, done, shown, kept):
    path.parent.mkdir()
    content = {"version": version, "done": done, "more": [1, {"z": None}]}
    path.write_text(json.dumps(content))
    notices = progress.load_progress()[1] + progress.record("x", "y")
    assert len(notices) == len(kept)
    assert all(word in note.en for word, note in zip(kept, notices, strict=True))
    written = json.loads(path.read_text())
    assert {name: written[name] for name in ("version", "more")} == {
        name: content[name] for name in ("version", "more")
    }
    if "cannot write" in kept:
        assert written == content
    else:
        assert {**written["done"], "x": None} == {**done, "x": None}
    found = progress.load_progress()[0]
    assert {**found, "x": {**found["x"], "y": "?"}} == shown
    assert not list(path.parent.glob("*damaged*"))


def test_more_in_a_file_of_this_version_stays(path):
    path.parent.mkdir()
    path.write_bytes('\ufeff{"version": 1, "done": {}, "more": 3}'.encode())
    assert progress.record("a", "b") == []
    assert json.loads(path.read_text())["more"] == 3


def test_a_link_stays_a_link(path, tmp_path):
    path.parent.mkdir()
    target = tmp_path / "elsewhere" / "mine.json"
    path.symlink_to("../elsewhere/mine.json")
    progress.record("a", "b")
    assert path.is_symlink() and "a" in json.loads(target.read_text())["done"]
    target.write_text("damaged")
    assert progress.record("a", "c")
    assert path.is_symlink() and "c" in json.loads(target.read_text())["done"]["a"]
    assert (target.parent / "mine.damaged-1.json").read_text() == "damaged"


def _make_pipe(path):
    os.mkfifo(path)


def _make_loop(path):
    path.symlink_to(path)


def _make_folder(path):
    path.mkdir()


def _make_device(path):
    path.symlink_to(os.devnull)


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices in a folder")
@pytest.mark.parametrize("make", [_make_pipe, _make_loop, _make_folder, _make_device])
def test_what_is_no_file_is_left_alone(path, make):
    path.parent.mkdir()
    make(path)
    for notices in (
        progress.load_progress()[1],
        progress.record("a", "b"),
        progress.check_place(),
    ):
        assert len(notices) == 1 and "[Errno 22]" not in str(notices[0])
    assert progress.load_progress()[0] == {"a": {"b": TODAY}}
    assert not os.path.lexists(os.devnull + ".lock")
    assert os.path.lexists(path)


def test_a_full_disk_is_a_notice_before_anything_is_lost(path, monkeypatch):
    def full(folder):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert progress.check_place() == []
    monkeypatch.setattr(progress, "try_to_write", full)
    [notice] = progress.check_place()
    assert "no room is left" in notice.en and "磁盘空间不足" in notice.zh


def test_what_could_not_be_written_is_written_later(path):
    path.mkdir(parents=True)
    progress.record("a", "b")
    path.rmdir()
    progress.record("a", "c")
    assert list(json.loads(path.read_text())["done"]["a"]) == ["b", "c"]


@pytest.mark.parametrize(
    "setting", ["~nobody-of-this-name/x.json", "\udcff/x", "a" * 999]
)
def test_a_place_that_cannot_be_is_a_notice(setting, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(progress.PROGRESS_VARIABLE, setting)
    monkeypatch.setattr(progress, "_memory", {})
    progress.load_progress()
    progress.record("a", "b")
    assert progress.load_progress()[0] == {"a": {"b": TODAY}}
    assert not (tmp_path / "~nobody-of-this-name").exists()


@pytest.mark.parametrize("error", [NotImplementedError("flock"), RecursionError()])
def test_no_error_at_all_leaves_record(path, monkeypatch, error):
    def refuse(*_):
        raise error

    monkeypatch.setattr(progress, "_write", refuse)
    assert "COURSE_PROGRESS" in str(progress.record("a", "b")[0])
    assert "b" in progress.load_progress()[0]["a"]


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
    assert "no room is left" in str(notices[0])
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
    assert [writer.wait(600) for writer in writers] == [0, 0]
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
