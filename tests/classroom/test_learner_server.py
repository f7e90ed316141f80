"""A learner's server hands out the lessons and starts, whatever the home is like."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from course_utils.classroom import learner_server
from course_utils.classroom.learner_server import limit_memory, serve_learner
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES, Language

FIRST = f"{LESSONS[0].slug}.ipynb"
BIG = """
from course_utils.classroom.learner_server import limit_memory
assert limit_memory("{limit}") == {limited}
try:
    bytearray(600_000_000)
except MemoryError:
    print("refused")
"""


class BecameError(Exception):
    """Instead of the server that this process would become."""


Serve = Callable[..., tuple[list[str], dict[str, str], list[str]]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COURSE_NOTEBOOKS_DIR", "~/lessons 课")
    monkeypatch.delenv("MEM_LIMIT", raising=False)
    return tmp_path


@pytest.fixture
def serve(home: Path, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """What the process would become: its command, its variables, and what was said."""

    def execute(path: str, command: list[str], variables: dict[str, str]) -> NoReturn:
        raise BecameError(command, variables)

    def run(lang: Language, *arguments: str) -> tuple:
        said: list[str] = []
        with pytest.raises(BecameError) as became:
            serve_learner(lang, arguments, lambda one: said.append(str(one)))
        return (*became.value.args, said)

    monkeypatch.setattr(learner_server.os, "execve", execute)
    return run


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lessons_are_there_before_the_server(
    lang: Language, home: Path, serve: Serve
) -> None:
    command, variables, said = serve(lang, "--port=7")
    folder = home / "lessons 课"
    assert (folder / lang / FIRST).is_file() and said == []
    assert command[:3] == [sys.executable, "-m", "jupyterhub.singleuser"]
    assert f"--ServerApp.root_dir={folder}" in command and command[-1] == "--port=7"
    assert f"--ServerApp.default_url=/lab/tree/{lang}/{FIRST}" in command
    assert variables["COURSE_LANG"] == lang
    assert variables["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0].endswith(lang)


def test_who_comes_again_finds_the_folder_and_not_lesson_00(serve: Serve) -> None:
    serve("zh")
    command, *_ = serve("zh")
    assert "--ServerApp.default_url=/lab/tree/zh" in command


def test_a_home_that_takes_nothing_is_told_and_opened(home: Path, serve: Serve) -> None:
    (home / "lessons 课").write_text("a file")
    command, _, said = serve("en")
    assert "a file is where a folder should be" in said[0] and "all the same" in said[1]
    assert f"--ServerApp.root_dir={home}" in command


@pytest.mark.parametrize(
    ("limit", "limited", "found"),
    [("500000000", True, "refused\n"), ("", False, ""), ("1000", False, "")],
    ids=["500 MB", "none", "too little to start"],
)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds RLIMIT_DATA")
def test_a_process_gets_no_more_memory_than_the_hub_allows(
    limit: str, limited: bool, found: str
) -> None:
    code = BIG.format(limit=limit, limited=limited)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == found


def test_what_is_no_number_limits_nothing() -> None:
    assert not limit_memory("2G")
