"""Where there is no home folder, or a read-only one: what is written goes elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from course_utils import home, session
from course_utils.home import VARIABLES, refused_folders, write_elsewhere

XDG = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")


@pytest.fixture(params=["read-only", "missing", "a file", "none"])
def no_home(request, tmp_path, monkeypatch):
    """A home folder in which nobody can write, not even the superuser."""
    for name in (*VARIABLES, *XDG):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "file").touch()
    place = {
        "read-only": Path("/proc/sys"),
        "missing": Path("/proc/missing"),
        "a file": tmp_path / "file",
    }.get(request.param)
    if request.param == "none":
        monkeypatch.setattr(home, "home_folder", lambda: None)
    elif place != tmp_path / "file" and not Path("/proc/sys").is_dir():
        pytest.skip("another system")
    else:
        monkeypatch.setenv("HOME", str(place))
        monkeypatch.setenv("USERPROFILE", str(place))


@pytest.fixture
def good_home(tmp_path, monkeypatch):
    for name in (*VARIABLES, *XDG):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def test_where_all_can_write_nothing_is_changed_or_made(good_home):
    before = dict(os.environ)
    assert write_elsewhere() is None
    assert dict(os.environ) == before and list(good_home.iterdir()) == []


def test_each_variable_then_names_a_folder_that_can_be_written(no_home, monkeypatch):
    for variable in VARIABLES:
        monkeypatch.setenv(variable, "")  # so that it is put back
    assert list(refused_folders()) == list(VARIABLES)
    said = write_elsewhere()
    assert said and "temporary" in said.en and "临时" in said.zh
    for variable in VARIABLES:
        (Path(os.environ[variable]) / "file").touch()
    assert write_elsewhere() is None


def test_one_folder_alone_is_led_elsewhere(good_home, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", "/proc/sys/x")
    if not Path("/proc/sys").is_dir():
        pytest.skip("another system")
    assert refused_folders() == {"IPYTHONDIR": Path("/proc/sys/x")}
    assert refused_folders("MPLCONFIGDIR") == {}
    write_elsewhere()
    (Path(os.environ["IPYTHONDIR"]) / "file").touch()


@pytest.mark.torch
def test_a_notebook_asks_before_matplotlib_is_imported(monkeypatch):
    asked = []
    monkeypatch.setattr(home, "write_elsewhere", asked.append)
    session.start("01_vanilla_rnn")
    assert asked == ["MPLCONFIGDIR"]
