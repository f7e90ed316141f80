"""JupyterLab opens at the right lesson, with the course's settings, in any folder."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.servers import free_port, running

from course_utils.lab import jupyter
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES, use_language

START = """
import sys
from pathlib import Path
from course_utils import lab
root, port = sys.argv[1:]
notebook = Path("zh/00_start_here.ipynb")
arguments = lab.lab_arguments(Path(root), notebook, int(port), browser=False)
lab.open_lab(arguments, lab.lab_environment("zh"))
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with two Chinese notebooks, in a folder with a difficult name."""
    root = tmp_path / "课程 test" / "rnn"
    (root / "notebooks" / "zh").mkdir(parents=True)
    for lesson in LESSONS[:2]:
        (root / "notebooks" / "zh" / f"{lesson.slug}.ipynb").write_text("{}")
    return root


def test_a_lesson_that_is_not_built(course: Path) -> None:
    notebook = jupyter.notebook_of(LESSONS[1], "zh", course)
    assert notebook == Path("notebooks/zh/01_vanilla_rnn.ipynb")
    with pytest.raises(ValueError, match="course build"):
        jupyter.notebook_of(LESSONS[1], "en", course)
    (course / "lessons").mkdir()
    (course / "lessons" / f"{LESSONS[2].slug}.py").touch()
    with pytest.raises(ValueError, match="course build"):
        jupyter.notebook_of(LESSONS[2], "zh", course)


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("en", "Lesson 05 is still being written; there are 00, 01."),
        ("zh", "第 05 课还在编写；已有的是 00、01。"),
    ],
)
def test_a_lesson_that_is_not_written(lang: str, message: str, course: Path) -> None:
    use_language(lang)
    with pytest.raises(ValueError, match=re.escape(message)):
        jupyter.notebook_of(LESSONS[5], "zh", course)


def test_a_port_in_use_is_refused() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(ValueError, match=f"Port {port} is used"):
            jupyter.check_port(port)
    jupyter.check_port(port)


def test_the_learner_s_own_settings_stay_in_force(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/mine")
    ours, mine = jupyter.lab_environment("zh")["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert (ours, mine) == (str(jupyter.SETTINGS / "zh"), "/mine")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_jupyterlab_knows_every_setting_of_the_course(lang: str) -> None:
    schemas = Path(sys.prefix, "share/jupyter/lab/schemas")
    path = jupyter.SETTINGS / lang / "labconfig" / "default_setting_overrides.json"
    for plugin, values in json.loads(path.read_text()).items():
        package, name = plugin.split(":")
        known = json.loads((schemas / package / f"{name}.json").read_text())
        for key, value in values.items():
            schema = known["properties"][key]
            assert {"boolean": bool, "string": str}[schema["type"]] is type(value)
            choices = [each["const"] for each in schema.get("oneOf", [])]
            assert not choices or value in choices


@pytest.fixture
def running_lab(course: Path, tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """Address, token and log of a Chinese JupyterLab; stopped by Ctrl+C."""
    log = tmp_path / "log.txt"
    arguments = ["-c", START, str(course / "notebooks"), str(free_port())]
    environment = {"HOME": str(tmp_path), "PYTHONUTF8": "1"}
    deadline = time.monotonic() + 600
    with running(arguments, log, environment) as process:
        while not (url := re.search(r"(http://127\S+)\?token=(\w+)", log.read_text())):
            assert process.poll() is None and time.monotonic() < deadline, (
                log.read_text()
            )
            time.sleep(0.1)
        while not accepts(url[1]):  # it is printed before Jupyter listens there
            assert process.poll() is None and time.monotonic() < deadline, (
                log.read_text()
            )
            time.sleep(0.1)
        yield url[1], url[2], log
        process.send_signal(signal.SIGINT)
        assert process.wait(600) == 0, log.read_text()


def accepts(address: str) -> bool:
    parts = urllib.parse.urlsplit(address)
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def fetch(address: str, token: str) -> str:
    request = urllib.request.Request(
        address, headers={"Authorization": f"token {token}"}
    )
    with urllib.request.urlopen(request, timeout=600) as answer:
        return answer.read().decode()


def test_a_chinese_lab_in_a_chinese_folder(
    running_lab: tuple[str, str, Path], course: Path
) -> None:
    address, token, log = running_lab
    server, notebook = address.split("/lab/tree/")
    assert notebook == "zh/00_start_here.ipynb"
    assert "JupyterLab" in fetch(address, token)
    contents = json.loads(fetch(f"{server}/api/contents/zh", token))
    assert [each["name"] for each in contents["content"]] == [
        path.name for path in sorted((course / "notebooks" / "zh").iterdir())
    ]
    plugin = "@jupyterlab/translation-extension:plugin"
    settings = json.loads(fetch(f"{server}/lab/api/settings/{plugin}", token))
    assert settings["schema"]["properties"]["locale"]["default"] == "zh_CN"
    assert "WARNING" not in log.read_text() and "[W" not in log.read_text()
