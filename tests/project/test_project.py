"""What is said twice is said the same: ranges, pins, commands; and the house style."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from statistics import median

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from course_utils.lab.doctor import read_lock
from course_utils.places import COURSE

PROJECT = tomllib.loads((COURSE / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED = PROJECT["project"]["dependencies"]
FOR_TESTS = PROJECT["project"]["optional-dependencies"]["dev"]
TO_BUILD = PROJECT["build-system"]["requires"]
TO_LOCK = PROJECT["dependency-groups"]["lock"]
READMES = ["README.md", "README.zh.md"]


def pins() -> dict[str, set[str]]:
    return read_lock(COURSE / "requirements.lock")


# --- versions ------------------------------------------------------------------


@pytest.mark.parametrize("asked", [*NEEDED, *FOR_TESTS, *TO_BUILD, *TO_LOCK])
def test_the_lock_pins_what_is_asked_for_within_its_range(asked: str) -> None:
    requirement = Requirement(asked)
    versions = pins()[requirement.name.lower()]
    assert all(requirement.specifier.contains(version) for version in versions)


def test_every_line_of_the_lock_is_a_pin() -> None:
    lines = (COURSE / "requirements.lock").read_text().splitlines()
    asked = [Requirement(line) for line in lines if not line.startswith("#")]
    assert len(asked) > 100
    assert all(re.fullmatch(r"==[^,*]+", str(each.specifier)) for each in asked)


def test_every_pin_but_pytorch_has_its_checksums() -> None:
    text = (COURSE / "requirements.hashes").read_text("utf-8").replace(" \\\n", "")
    pinned = {}
    for line in text.splitlines():
        pin, *hashes = line.split(" --hash=")
        pinned[pin.strip()] = [each.strip() for each in hashes]
    lines = (COURSE / "requirements.lock").read_text("utf-8").splitlines()
    assert set(pinned) == {x for x in lines if not x.startswith(("#", "torch=="))}
    assert all(pinned.values())
    assert all(
        re.fullmatch("sha256:[0-9a-f]{64}", each)
        for hashes in pinned.values()
        for each in hashes
    )


def test_conda_asks_for_what_the_package_asks_for() -> None:
    environment = yaml.safe_load((COURSE / "environment.yml").read_text())
    python, pip, from_pip = environment["dependencies"]
    options = from_pip["pip"][:2]
    assert options == ["--constraint requirements.lock", "--editable ."]
    assert from_pip["pip"][2:] == NEEDED
    assert Requirement(pip).name == "pip"
    oldest = Requirement(f"python{PROJECT['project']['requires-python']}").specifier
    for minor in range(9, 14):
        version = Version(f"3.{minor}.0")
        assert oldest.contains(version) == Requirement(python).specifier.contains(
            version
        )


@pytest.mark.parametrize("page", READMES)
def test_the_readme_names_the_tested_pytorch(page: str) -> None:
    named = set(re.findall(r"torch==([\d.]+\d)", (COURSE / page).read_text("utf-8")))
    assert named == pins()["torch"]


# --- commands ------------------------------------------------------------------


@pytest.mark.parametrize("page", [*READMES, "CONTRIBUTING.md"])
def test_every_file_and_target_that_is_named_is_there(page: str) -> None:
    text = (COURSE / page).read_text("utf-8")
    links = re.findall(r"\]\(([^):#]+)\)", text)
    assert links if page in READMES else not links
    assert [link for link in links if not (COURSE / link).exists()] == []
    targets = set(re.findall(r"\bmake ([a-z]+)", text))
    rules = (COURSE / "Makefile").read_text("utf-8")
    assert targets and all(f"\n{each}:" in rules for each in targets)


@pytest.mark.parametrize("page", READMES)
def test_every_link_within_a_page_leads_to_a_heading(page: str) -> None:
    text = (COURSE / page).read_text("utf-8")
    headings = re.findall(r"(?m)^#+ (.+)$", text)
    anchors = {
        re.sub(r"[^\w\- ]", "", each).lower().replace(" ", "-") for each in headings
    }
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert len(links) == 3 and links <= anchors


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (
        {
            line.split()[0]
            for block in re.findall(
                r"(?s)```\n(.*?)```", (COURSE / page).read_text("utf-8")
            )
            for line in block.splitlines()
        }
        for page in READMES
    )
    assert english == chinese


WORKFLOWS = sorted((COURSE / ".github").rglob("*.y*ml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_commit_and_says_its_version(path: Path) -> None:
    used = re.findall(r"(?m)^[\s-]*uses:\s*(.+)$", path.read_text("utf-8"))
    pinned = r"[\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+"
    assert used and [each for each in used if not re.fullmatch(pinned, each)] == []


# --- the Makefile, with a Python that only takes notes ------------------------------

NOTES = """#!/bin/sh
echo "$@" >> notes.txt
case "$*" in
  "-c "*) exit {old} ;;
  *"venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *"--no-deps"*) test ! -e offline ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files that `make` needs, in a folder with a difficult name."""
    folder = tmp_path / "课程 test" / "rnn"
    folder.mkdir(parents=True)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(COURSE / name, folder)
    return folder


def make(
    folder: Path, *arguments: str, old: int = 0
) -> subprocess.CompletedProcess[str]:
    python = folder / "python"
    python.write_text(NOTES.format(old=old))
    python.chmod(0o755)
    variables = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["make", *arguments, "PYTHON=./python"],
        cwd=folder,
        env=variables,
        capture_output=True,
        encoding="utf-8",
    )


def notes(folder: Path) -> list[str]:
    """What Python was asked to do since the last look."""
    path = folder / "notes.txt"
    lines = path.read_text().splitlines() if path.exists() else []
    path.unlink(missing_ok=True)
    return lines


def test_make_says_what_it_does_and_does_nothing_twice(clone: Path) -> None:
    done = make(clone, "lab")
    assert done.returncode == 0, done.stderr
    steps = [line for line in done.stdout.splitlines() if "Step" in line]
    assert [re.findall(r"Step . of 3:", step) for step in steps] == [
        [f"Step {n} of 3:"] for n in (1, 2, 3)
    ]
    asked = notes(clone)
    assert asked[-3:] == [
        "-m matplotlib.font_manager",
        "-m course_utils.cli data",
        "-m course_utils.cli lab",
    ]
    assert asked[2] == f"-m pip install --no-deps torch=={pins()['torch'].pop()}"
    make(clone, "lab")
    assert notes(clone) == ["-m course_utils.cli data", "-m course_utils.cli lab"]


def test_make_takes_an_interrupted_step_up_again(clone: Path) -> None:
    (clone / "offline").touch()
    assert make(clone, "lab").returncode != 0
    first = notes(clone)
    (clone / "offline").unlink()
    assert make(clone, "lab").returncode == 0
    second = notes(clone)
    assert first[1:] == ["-m venv --clear .venv", second[0]]
    assert second[0].startswith("-m pip install --no-deps torch==")


def test_make_passes_another_build_of_pytorch_on(clone: Path) -> None:
    make(clone, ".venv/.torch", "TORCH_INDEX=address of cpu")
    assert "install --no-deps --index-url address of cpu torch==" in notes(clone)[2]


def test_make_installs_by_checksum_what_has_one(clone: Path) -> None:
    shutil.copy(COURSE / "requirements.hashes", clone)
    assert make(clone, ".venv/.course", "HASHES=1").returncode == 0
    asked = notes(clone)
    by_hash = "-m pip install --require-hashes --no-deps -r requirements.hashes"
    assert asked[3] == by_hash  # after PyTorch, before what asks for no checksum
    assert "--require-hashes" not in "".join(asked[:3] + asked[4:])


def test_make_speaks_chinese(clone: Path) -> None:
    assert "第 1 步（共 3 步）" in make(clone, "lab", "COURSE_LANG=zh").stdout


def test_make_refuses_an_old_python_in_words(clone: Path) -> None:
    done = make(clone, "lab", old=1)
    assert done.returncode != 0
    assert "make lab PYTHON=python3.12" in done.stdout
    assert not (clone / ".venv").exists()


# --- style ---------------------------------------------------------------------


def test_functions_are_short() -> None:
    """From `def` to the last line, with the docstring: 40 at most, most of them 8."""
    lengths = {
        f"{path.relative_to(COURSE)}:{node.lineno} {node.name}": (
            (node.end_lineno or 0) - node.lineno + 1
        )
        for path in sorted((COURSE / "course_utils").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > 40} == {}
    assert median(lengths.values()) <= 8


def tool(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=COURSE, capture_output=True, text=True
    )


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_finds_nothing(command: list[str]) -> None:
    # Without its cache: what it remembers of a file does not know of a new __init__.
    done = tool(
        "ruff", *command, "--no-cache", "--quiet", "course_utils", "lessons", "tests"
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.torch
def test_mypy_finds_nothing() -> None:
    done = tool("mypy")
    assert done.returncode == 0, done.stdout + done.stderr
