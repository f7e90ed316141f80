"""The files for Docker, Binder and others agree with the lock, and can be read."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
import yaml

from course_utils.authoring.elsewhere import (
    browser_cell,
    build_elsewhere,
    elsewhere_files,
)
from course_utils.authoring.front_page import PAGES
from course_utils.authoring.in_browser import lay_out_for_browser
from course_utils.lab.doctor import read_lock
from course_utils.places import COURSE

SOURCES = ("requirements.lock", "pyproject.toml", ".gitignore", *PAGES.values())
LITE = COURSE / ".github" / "workflows" / "lite.yml"


def run_lines() -> list[str]:
    """The commands of the Dockerfile, each whole."""
    text = (COURSE / "Dockerfile").read_text("utf-8").replace("\\\n", "")
    return re.findall(r"(?m)^RUN (.+)$", text)


def post_build() -> list[str]:
    return (COURSE / "binder" / "postBuild").read_text("utf-8").splitlines()


def test_they_are_what_is_built_today() -> None:
    assert build_elsewhere(COURSE, check=True) == []


def test_what_differs_is_named_and_only_then_written(tmp_path: Path) -> None:
    for name in SOURCES:
        shutil.copy(COURSE / name, tmp_path)
    stale = [
        each.en.partition(":")[0] for each in build_elsewhere(tmp_path, check=True)
    ]
    assert stale[0] == "Dockerfile" and not (tmp_path / "Dockerfile").exists()
    assert build_elsewhere(tmp_path) == build_elsewhere(tmp_path, check=True) == []
    assert {path.relative_to(tmp_path) for path, _ in elsewhere_files(tmp_path)} == {
        path.relative_to(COURSE) for path, _ in elsewhere_files(COURSE)
    }


@pytest.mark.parametrize("lines", [run_lines(), post_build()], ids=["docker", "binder"])
def test_every_package_is_pinned(lines: list[str]) -> None:
    pins = read_lock(COURSE / "requirements.lock")
    installs = [shlex.split(line) for line in lines if " pip install " in line]
    assert len(installs) == 3
    for words in installs:
        names = words[words.index("install") + 1 :]
        if "-c" in words:
            assert names[names.index("-c") + 1] == "requirements.lock"
            names = names[names.index("-c") + 2 :]
        pinned = [one for one in names if "==" in one]
        free = [one for one in names if not one.startswith("-") and one != "."]
        assert pinned == [f"torch=={pins['torch'].copy().pop()}"] * bool(pinned)
        assert pinned or set(free) <= pins.keys()


def test_the_shells_can_read_them() -> None:
    for text in ("\n".join(post_build()), "\n".join(run_lines())):
        done = subprocess.run(
            ["bash", "-n"], input=text, text=True, capture_output=True
        )
        assert done.returncode == 0, done.stderr


def test_the_image_is_made_of_known_steps_and_files_that_are_there() -> None:
    text = (COURSE / "Dockerfile").read_text("utf-8").replace("\\\n", "")
    steps = [line.split() for line in text.splitlines() if line and line[0] != "#"]
    assert [one[0] for one in steps][:2] == ["FROM", "ARG"]
    assert {one[0] for one in steps} == {
        *("FROM", "ARG", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "CMD")
    }
    copied = [one[1] for one in steps if one[0] == "COPY"]
    assert all((COURSE / each).exists() for each in copied)
    (command,) = [json.loads(" ".join(one[1:])) for one in steps if one[0] == "CMD"]
    assert command[:2] == ["course", "lab"]
    (config,) = re.findall(r"echo '(.+)' >", text)
    assert json.loads(config) == {"ServerApp": {"ip": "0.0.0.0"}}


def test_the_dev_container_is_that_image() -> None:
    path = COURSE / ".devcontainer" / "devcontainer.json"
    build = json.loads(path.read_text("utf-8"))["build"]
    assert (path.parent / build["dockerfile"]).resolve() == COURSE / "Dockerfile"
    assert (path.parent / build["context"]).resolve() == COURSE


def test_no_image_holds_what_git_leaves_out() -> None:
    ignored = (COURSE / ".dockerignore").read_text("utf-8").split("\n")
    assert {".git", "**/.venv", "data/cache", "my-notebooks"} <= set(ignored)


def test_a_remark_or_a_gap_in_what_git_leaves_out_is_no_pattern(tmp_path: Path) -> None:
    for name in SOURCES:
        shutil.copy(COURSE / name, tmp_path)
    with (tmp_path / ".gitignore").open("a") as file:
        file.write("\n# A remark.\n/more/\n")
    made = dict(elsewhere_files(tmp_path))[tmp_path / ".dockerignore"]
    lines = (COURSE / ".dockerignore").read_text("utf-8")
    assert made.decode() == f"{lines}more\n"


def test_a_lesson_in_the_browser_begins_by_installing_the_course(
    tmp_path: Path,
) -> None:
    written = lay_out_for_browser(tmp_path / "lessons")
    assert len(written) == 6
    for path in written:
        notebook = nbformat.read(path, nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        codes = [each for each in notebook.cells if each.cell_type == "code"]
        assert codes[0].source == browser_cell(COURSE)
        assert codes[1].source.startswith("from course_utils import start")
    assert "torch" not in browser_cell(COURSE) and "numpy" in browser_cell(COURSE)
    with pytest.raises(ValueError, match="not empty"):
        lay_out_for_browser(tmp_path / "lessons")


def test_the_workflow_builds_what_is_laid_out() -> None:
    (job,) = yaml.safe_load(LITE.read_text("utf-8"))["jobs"].values()
    commands = " ".join(step.get("run", "") for step in job["steps"])
    assert "course_utils.authoring.in_browser build/lessons" in commands
    assert "lite build --contents build/lessons" in commands
