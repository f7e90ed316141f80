"""The course from a built wheel, in an empty folder: what learners need is there."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from course_utils.places import COURSE
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES

BUILD = (
    "import sys; from hatchling.build import build_wheel as b; print(b(sys.argv[1]))"
)


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel, a user's home, and an empty folder to stand in."""

    environment: Path
    home: Path
    folder: Path

    def run(self, *command: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
        scripts = self.environment / "bin"
        done = subprocess.run(
            [str(scripts / command[0]), *command[1:]],
            cwd=self.folder,
            env={
                "PATH": f"{scripts}{os.pathsep}{os.defpath}",
                "HOME": str(self.home),
                "COURSE_LANG": lang,
                "PYTHONIOENCODING": "utf-8",
                "OMP_NUM_THREADS": "1",
            },
            capture_output=True,
            encoding="utf-8",
        )
        assert "Traceback" not in done.stderr
        return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-c", BUILD, str(folder)]
    done = subprocess.run(command, cwd=COURSE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The libraries are those of this Python; the course is not."""
    base = tmp_path_factory.mktemp("installed")
    made = Installed(base / "venv", base / "home", base / "empty")
    venv.create(made.environment, with_pip=False, symlinks=True)
    for folder in (made.home, made.folder):
        folder.mkdir()
    python = made.environment / "bin" / "python"
    options = ["--no-deps", "--no-index", "--no-compile", "--quiet", str(wheel)]
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", *options]
    subprocess.run(pip, check=True, env={**os.environ, "PIP_CONFIG_FILE": os.devnull})
    (packages,) = made.environment.glob("lib/python*/site-packages")
    here = sysconfig.get_path("purelib")
    (packages / "libraries.pth").write_text(f"{here}\n", "utf-8")
    return made


def test_the_wheel_carries_what_learners_need_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    own = {name for name in names if "/_course/" in name}
    carried = {name.partition("/_course/")[2] for name in own}
    for lesson in LESSONS:
        for lang in LANGUAGES:
            assert f"notebooks/{lang}/{lesson.slug}.ipynb" in carried
    assert {"data/manifest.json", "data/poet/poet.safetensors"} <= carried
    assert not any(name.startswith(("data/cache", "solutions")) for name in carried)
    assert {"course_utils/studio/page/studio.js", "course_utils/py.typed"} <= names
    assert not any(name.startswith("tests") for name in names)
    assert wheel.stat().st_size < 40_000_000


def test_both_names_of_the_command_are_there(installed: Installed) -> None:
    assert installed.run("course", "--version").stdout.startswith("course ")
    page = installed.run("rnn-course", "--help", lang="zh").stdout
    assert page.startswith("用法：rnn-course ")


def test_the_corpora_are_listed_and_looked_for_at_home(installed: Installed) -> None:
    done = installed.run("course", "data", "--list")
    assert done.returncode == 0 and "tang_poems" in done.stdout
    code = "from course_utils.datasets.store import data_folder; print(data_folder())"
    folder = installed.run("python", "-c", code).stdout.strip()
    assert Path(folder).is_relative_to(installed.home)


def test_lessons_are_copied_to_the_home_folder(installed: Installed) -> None:
    done = installed.run("course", "lab", "--copies-only", lang="zh")
    folder = installed.home / "rnn-course" / "notebooks" / "zh"
    assert done.returncode == 0 and str(folder) in done.stdout
    assert len(list(folder.glob("*.ipynb"))) == len(LESSONS)
    assert list(installed.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "lang", "named"),
    [
        ("build", "en", "README"),
        pytest.param("train movies", "zh", "--folder", marks=pytest.mark.torch),
        pytest.param("bench after", "en", "--out", marks=pytest.mark.torch),
    ],
)
def test_what_is_for_authors_says_so(
    installed: Installed, command: str, lang: str, named: str
) -> None:
    done = installed.run("course", *command.split(), lang=lang)
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and named in done.stderr


@pytest.mark.torch
def test_a_poem_is_written(installed: Installed) -> None:
    done = installed.run("rnn-course", "poem", "春江花月", "--candidates", "1")
    assert done.returncode == 0, done.stderr
    assert [line[0] for line in done.stdout.splitlines()] == list("春江花月")


@pytest.mark.torch
def test_the_doctor_finds_all_but_what_is_to_be_fetched(installed: Installed) -> None:
    lines = installed.run("course", "doctor").stdout.splitlines()
    problems = [line for line in lines if line.startswith("problem")]
    # An environment of libraries from elsewhere has no JupyterLab extensions.
    assert [line.split(":")[0] for line in problems] == [
        "problem data",
        "problem widgets",
    ]
    for of_a_checkout in ("requirements.lock", "make lab", "my-notebooks"):
        assert of_a_checkout not in "".join(lines)
