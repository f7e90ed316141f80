"""CONTRIBUTING says where things are: its tree, its ranks and its paths are true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import pytest
from project.test_folders import MODULES, PACKAGE, RANKS, WITH_TORCH, module_of, room_of

from course_utils.places import COURSE

TEXT = (COURSE / "CONTRIBUTING.md").read_text("utf-8")
IGNORED = (COURSE / ".gitignore").read_text("utf-8").split()
FENCE = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")
SUFFIXES = (
    *(".py", ".ipynb", ".md", ".toml", ".yml", ".lock", ".po", ".mo"),
    *(".json", ".jsonl", ".safetensors", ".svg", ".js", ".css"),
)


class Line(NamedTuple):
    """A line of the tree: its rank, "" without one, and where the course has it."""

    rank: str
    with_torch: bool
    path: str

    @property
    def room(self) -> str:
        """As RANKS calls it."""
        return room_of(module_of(COURSE / self.path))


def read_tree() -> Iterator[Line]:
    above: list[tuple[int, str]] = []
    for line in FENCE.findall(TEXT)[0][1].splitlines():
        found = re.fullmatch(r"(\d| ) (T| ) ( *)(\S+) +\S.*", line)
        assert found, f"no line of the tree: {line!r}"
        rank, torch, indent, name = found.groups()
        above = [each for each in above if each[0] < len(indent)]
        path = "".join([*(each[1] for each in above), name])
        above.append((len(indent), name))
        yield Line(rank.strip(), torch == "T", path)


TREE = list(read_tree())
SHOWN = [line.path for line in TREE]
RANKED = [line for line in TREE if line.rank]


def is_ignored(path: Path) -> bool:
    """Whether git leaves it out, as the lines of .gitignore for whole folders say."""
    names = (path.name, f"/{path.relative_to(COURSE).as_posix()}")
    return any(fnmatch(name, line.rstrip("/")) for name in names for line in IGNORED)


def folders_in(folder: Path) -> set[str]:
    """The folders that hold a file, but for those that git leaves out."""
    return {
        f"{path.relative_to(COURSE).as_posix()}/"
        for path in folder.iterdir()
        if path.is_dir() and not is_ignored(path) and holds_files(path)
    }


def holds_files(folder: Path) -> bool:
    """Whether it is more than what Python leaves behind of a folder that is gone."""
    return any(
        path.is_file() and "__pycache__" not in path.parts for path in folder.rglob("*")
    )


def shown_in(folder: str) -> set[str]:
    """The folders that the tree shows right below `folder`, "" for the course's."""
    return {path for path in SHOWN if re.fullmatch(rf"{folder}[^/]+/", path)}


# --- the tree --------------------------------------------------------------------


def test_the_tree_shows_nothing_twice_and_comes_first() -> None:
    assert len(SHOWN) == len(set(SHOWN)) > 40
    assert re.findall(r"(?m)^## .*", TEXT)[0] == "## Where things are"
    assert TEXT.index("\n```\n") < TEXT.index("\n|")


def test_the_tree_shows_the_folders_of_the_course() -> None:
    """Hidden folders belong to tools: only those that are shown must be there."""
    hidden = {path for path in shown_in("") if path.startswith(".")}
    assert all((COURSE / path).is_dir() for path in hidden)
    there = {path for path in folders_in(COURSE) if not path.startswith(".")}
    assert shown_in("") - hidden == there
    assert shown_in("data/") == folders_in(COURSE / "data")


def test_the_tree_shows_the_folders_of_the_package() -> None:
    """Two levels of them; the exercises, a folder a lesson, are one line."""
    rooms = folders_in(PACKAGE)
    assert shown_in("course_utils/") == rooms
    for room in rooms - {"course_utils/exercises/"}:
        assert shown_in(room) == folders_in(COURSE / room)


def test_the_tree_shows_the_modules_that_lie_in_no_folder() -> None:
    modules = {path for path in SHOWN if not path.endswith("/")}
    assert modules == {f"course_utils/{path.name}" for path in PACKAGE.glob("*.py")}


def test_the_ranks_shown_are_those_that_are_tested() -> None:
    wrong = [each for each in RANKED if int(each.rank) != RANKS.get(each.room)]
    assert wrong == []
    assert {line.room for line in RANKED} == set(RANKS)


def test_the_tree_goes_up_from_the_ground() -> None:
    ranks = [int(line.rank) for line in RANKED]
    assert ranks == sorted(ranks)


def test_the_tree_marks_what_may_import_pytorch() -> None:
    assert {line.room for line in TREE if line.with_torch} == WITH_TORCH
    assert all(line.with_torch == (line.room in WITH_TORCH) for line in RANKED)


# --- everything else that is named ---------------------------------------------------


def named_paths(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each word in backticks that is a path, and the folders named before it.

    Before it in the same paragraph, point or row: `data/poet/bench.md`, `bench.json`.
    """
    for block in re.split(r"\n(?=\n|\||- |\d\. )", text):
        folders: list[str] = []
        for word in " ".join(re.findall(r"`([^`]+)`", block)).split():
            if is_path(word):
                yield word, [*folders]
                folders += [word.rpartition("/")[0]] if "/" in word else []


def is_path(word: str) -> bool:
    if not re.fullmatch(r"[\w.*][\w.*/-]+", word):
        return False
    return "/" in word or word.endswith(SUFFIXES)


def is_there(word: str, folders: list[str]) -> bool:
    """Whether a file or a folder has this name, or this pattern finds one.

    A name alone may lie in a folder that was named before it, or below.
    """
    found = list(COURSE.glob(word.rstrip("/")))
    if "/" not in word:
        found += [path for each in folders for path in COURSE.glob(f"{each}/**/{word}")]
    if word.endswith("/"):
        found = [path for path in found if path.is_dir()]
    return bool(found) or is_ignored(COURSE / word)


def prose() -> str:
    """All but the tree and the Python; a block of commands is in backticks, too."""
    text = TEXT.replace(FENCE.findall(TEXT)[0][1], "")
    return FENCE.sub(lambda fence: "" if fence[1] else f"`{fence[2]}`", text)


def test_every_path_that_is_named_is_there() -> None:
    named = list(named_paths(prose()))
    assert len(named) > 80
    assert [word for word, folders in named if not is_there(word, folders)] == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`tests/project/test_text.py`, `test_project.py`, `places.py`", "places.py"),
        ("`course_utils/poet/`\n\n`writer.py`", "writer.py"),
        ("`course check README.md lessons/*.md`", "lessons/*.md"),
        ("in `data/cache/` and `pyproject.toml/`", "pyproject.toml/"),
        ("| `course_utils/verse/rules.py` | `poem*.py` `wish*.py` |", "wish*.py"),
        ("`.ci/run`, `.ci/walk`, `.venv`", ".ci/walk"),
        ("`scratch.rnn_step`, `x @ W.T`, `course_utils.poet`, `.answer`", None),
    ],
)
def test_a_path_that_leads_nowhere_is_found(text: str, missing: str | None) -> None:
    found = [word for word, each in named_paths(text) if not is_there(word, each)]
    assert found == ([missing] if missing else [])


def test_every_module_that_is_named_is_there() -> None:
    named = set(re.findall(r"\bcourse_utils(?:\.[a-z]\w*)+", TEXT))
    assert len(named) > 3
    assert named <= set(MODULES)
