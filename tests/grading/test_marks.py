"""Each kind of notebook gets its right mark, whatever is in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from grading.handed_in import (
    FULL,
    NAMES,
    NOTHING,
    SLUG,
    STEP,
    all_by,
    by_another_front_end,
    cell_of,
    edition,
    solved_but,
    with_conflict,
    write,
)
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from course_utils.caged.cage import Limits
from course_utils.checking.sources import solved_source
from course_utils.exercises.vanilla_rnn import exercises
from course_utils.grading.desk import grade_folder

pytestmark = pytest.mark.torch

BUT_STEP = {**FULL, "rnn_step": 0}
BODY = "return np.tanh(x @ W_xh.T + h @ W_hh.T + b_h)"
DEF = "def rnn_step(x, h, W_xh, W_hh, b_h):"


def step(code: str) -> NotebookNode:
    """Solved, but the first exercise runs `code` before it returns what is right."""
    lines = "\n    ".join(code.splitlines())
    return solved_but({"rnn_step": f"{DEF}\n    {lines}\n    {BODY}"})


def own_helpers() -> NotebookNode:
    answer = f"{DEF}\n    return squash(add(x @ W_xh.T, h @ W_hh.T) + b_h)"
    helpers = [
        "import math as m\nfrom numpy import tanh as t",
        "def squash(z):\n    return t(z) * m.cos(ZERO)",
        "%timeit 1\nZERO = 1\nZERO -= 1\n!ls\n?add\nadd??",
        "def add(a, b):\n    return a + b",
    ]
    return solved_but({"rnn_step": answer}, helpers)


def unfinished_below() -> NotebookNode:
    """`rnn_forward` calls the learner's own `rnn_step`, which is as it was given."""
    notebook = edition("student")
    cell_of(notebook, "rnn_forward")["source"] = solved_source(
        exercises.rnn_forward.solved
    ).replace("scratch.rnn_step", "rnn_step")
    return notebook


def without(*names: str) -> NotebookNode:
    notebook = edition("solved")
    gone = [cell_of(notebook, name).id for name in names]
    notebook.cells = [cell for cell in notebook.cells if cell.id not in gone]
    return notebook


def only_the_answers() -> NotebookNode:
    notebook = edition("solved")
    notebook.cells = [cell_of(notebook, name) for name in reversed(NAMES)]
    return notebook


def doubled() -> NotebookNode:
    """The stub was left where it was, and answered in a copy; another came twice."""
    notebook = edition("solved")
    first, second = cell_of(notebook, "rnn_step"), cell_of(notebook, "rnn_forward")
    notebook.cells += [new_code_cell(first.source), second]
    stub = cell_of(edition("student"), "rnn_step").source
    first["source"] = f"{stub}\n# my answer is at the end"
    return notebook


def tried_on_below() -> NotebookNode:
    """A wrong draft at the end does not count beside the answer in its cell."""
    notebook = edition("solved")
    notebook.cells.append(new_code_cell(f"{DEF}\n    return h"))
    return notebook


def renamed() -> NotebookNode:
    """One function has another name, one cell another id."""
    notebook = solved_but({"rnn_step": STEP.replace("rnn_step", "my_step")})
    cell_of(notebook, "rnn_forward")["id"] = "other"
    return notebook


def much_printed() -> NotebookNode:
    notebook = solved_but(
        {"rnn_step": f"print('x' * 10**7)\n{DEF}\n    print('y' * 10**7)\n    {BODY}"}
    )
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell["outputs"] = [new_output("stream", name="stdout", text="z" * 250_000)]
    return notebook


def table() -> NotebookNode:
    """The results of the cases that never change, by the arguments, noted down."""
    rows = [
        (case[0].tolist(), exercises.rnn_step.solved(*case).tolist())
        for case in exercises.rnn_step.cases()
    ]
    return solved_but(
        {
            "rnn_step": f"TABLE = {rows!r}\n{DEF}\n    for key, found in TABLE:\n"
            "        if key == x.tolist():\n            return np.array(found)\n"
            "    return np.zeros_like(h)"
        }
    )


PATCHES = """
import numpy as np
import course_utils.checking.checks as checks
import course_utils.checking.compare as compare
import course_utils.caged.wire as wire
checks.Exercise.check = checks.Exercise._judge = lambda *args: None
compare.same = checks.same_run = lambda *args: True
np.isclose = np.allclose = np.array_equal = np.all = lambda *args, **named: True
wire.to_line = lambda message: "{}"
"""
WRONG = f"{PATCHES}\n{DEF}\n    checks, compare, wire\n    return np.zeros_like(h)"

WRAPPER = "def NAME(*args):\n    return exercises.NAME.solved(*args)"
BY_ANOTHER_NAME = """
from course_utils.scratch.rnn import rnn_step as f
g = [f]
def rnn_step(x, h, W_xh, W_hh, b_h):
    return g[0](x, h, W_xh, W_hh, b_h)
"""
RELOADED = """
import importlib
import course_utils.scratch.rnn as ours
def rnn_step(*args):
    return importlib.reload(ours).rnn_step(*args)
"""
FROM_ITS_FILE = """
import course_utils.scratch.rnn as ours
def rnn_step(*args):
    space = {}
    exec(open(ours.__file__).read(), space)
    return space["rnn_step"](*args)
"""
ODD = [
    "nonlocal squash",
    "return 1",
    "rnn_step = " + "+".join(["1"] * 700),
    "await rnn_step",
    "rnn_step += 1",
]
FORGED = """import os
os.write(3, b'{"ending": "ended", "said": ""}\\n{"value": {"list": []}}\\n')"""
FORK_BOMB = "import os\nwhile True:\n    os.fork()"
THREADS = (
    "import threading, time\n"
    "while True:\n    threading.Thread(target=time.sleep, args=(9,)).start()"
)
DEEP = "def deep(n):\n    return deep(n + 1)\ndeep(0)"

CASES: dict[str, tuple[Callable[[], NotebookNode], dict[str, int]]] = {
    "solved": (lambda: edition("solved"), FULL),
    "solved in Chinese": (lambda: edition("solved", "zh"), FULL),
    "empty": (lambda: edition("student"), NOTHING),
    "own helpers": (own_helpers, FULL),
    "unfinished below": (unfinished_below, NOTHING),
    "solved by name": (lambda: all_by("NAME = exercises.NAME.solved"), NOTHING),
    "wrapper": (lambda: all_by(WRAPPER), NOTHING),
    "mine": (lambda: all_by("NAME = exercises.NAME.mine(None)"), NOTHING),
    "by another name": (lambda: solved_but({"rnn_step": BY_ANOTHER_NAME}), BUT_STEP),
    "reloaded": (lambda: solved_but({"rnn_step": RELOADED}), BUT_STEP),
    "from its file": (lambda: solved_but({"rnn_step": FROM_ITS_FILE}), BUT_STEP),
    "patched": (lambda: solved_but({"rnn_step": WRONG}), BUT_STEP),
    "table": (table, BUT_STEP),
    "changes what it is given": (lambda: step("x *= 1\nh += 1\nh = h - 1"), BUT_STEP),
    "endless": (lambda: step("while True: pass"), BUT_STEP),
    "sleeps": (lambda: step("import time; time.sleep(1000)"), BUT_STEP),
    "os._exit": (lambda: step("import os; os._exit(0)"), BUT_STEP),
    "sys.exit": (lambda: step("import sys; sys.exit()"), BUT_STEP),
    "kills": (lambda: step("import os; os.kill(os.getppid(), 9)"), BUT_STEP),
    "two gigabytes": (lambda: step("np.ones(2 * 2**27)"), BUT_STEP),
    "fork bomb": (lambda: step(FORK_BOMB), BUT_STEP),
    "threads": (lambda: step(THREADS), BUT_STEP),
    "recursion": (lambda: step(DEEP), BUT_STEP),
    "starts a program": (
        lambda: step("import subprocess; subprocess.run(['true'])"),
        BUT_STEP,
    ),
    "reaches out": (lambda: step("import socket; socket.socket()"), BUT_STEP),
    "forges a reply": (lambda: step(FORGED), BUT_STEP),
    "floods": (
        lambda: step("import os\nwhile True: os.write(3, b'x' * 9999)"),
        BUT_STEP,
    ),
    "closes": (lambda: step("import os; os.close(3)"), BUT_STEP),
    "10 MB": (much_printed, FULL),
    "missing": (lambda: without("rnn_step"), BUT_STEP),
    "only the answers": (only_the_answers, FULL),
    "doubled": (doubled, FULL),
    "tried on below": (tried_on_below, FULL),
    "renamed": (renamed, FULL),
    "odd statements": (lambda: solved_but({}, ODD), FULL),
    "no Python": (lambda: solved_but({"rnn_step": f"{DEF}\n    return ("}), BUT_STEP),
}
RAW: dict[str, tuple[Callable[[], bytes], dict[str, int]]] = {
    "another front end": (lambda: by_another_front_end(edition("solved")), FULL),
    "conflict": (lambda: with_conflict(edition("solved")).encode(), NOTHING),
    "binary": (lambda: bytes(range(256)) * 40, NOTHING),
    "nothing": (lambda: b"", NOTHING),
    "no cells": (lambda: b'{"nbformat": 4, "nbformat_minor": 5}', NOTHING),
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of which each learner hands in another kind of notebook, marked."""
    folder = tmp_path_factory.mktemp("room")
    for name, (make, _) in CASES.items():
        write(make(), folder / "submitted" / name / SLUG / f"{SLUG}.ipynb")
    for name, (content, _) in RAW.items():
        path = folder / "submitted" / name / SLUG / f"{SLUG}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(content())
    (folder / "submitted" / "absent").mkdir()
    before = contents(folder / "submitted")
    grade_folder(folder / "submitted", folder / "marks", limits=Limits(1, 512))
    assert contents(folder / "submitted") == before, "a learner's file was changed"
    return folder / "marks" / SLUG


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def rows(room: Path) -> dict[str, dict[str, str]]:
    text = (room / "marks.csv").read_text(encoding="utf-8-sig")
    return {row["learner"]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.mark.parametrize("name", [*CASES, *RAW])
def test_the_mark_is_right(rows: dict[str, dict[str, str]], name: str) -> None:
    _, wanted = {**CASES, **RAW}[name]
    row = rows[name]
    assert {each: int(row[each]) for each in NAMES} == wanted
    assert int(row["total"]) == sum(wanted.values())


def test_a_word_is_said_about_what_cannot_be_read(
    rows: dict[str, dict[str, str]],
) -> None:
    assert "<<<<<<<" in rows["conflict"]["notes"]
    for name in ("binary", "nothing", "no cells", "absent"):
        assert rows[name]["notes"], name
    assert rows["solved"]["notes"] == ""
    assert rows["absent"]["total"] == "0"


@pytest.mark.parametrize(
    ("learner", "words"),
    [
        ("wrapper", "lets the course"),
        ("by another name", "lets the course"),
        ("endless", "processor time"),
        ("sleeps", "processor time"),
        ("os._exit", "whole process"),
        ("two gigabytes", "MemoryError"),
        ("fork bomb", "PermissionError"),
        ("no Python", "SyntaxError"),
        ("changes what it is given", "in place"),
        ("unfinished below", "still to be written"),
        ("empty", "waiting for you"),
    ],
)
def test_the_feedback_names_what_went_wrong(
    room: Path, learner: str, words: str
) -> None:
    page = (room / "feedback" / f"{learner.replace(' ', '-')}.html").read_text("utf-8")
    assert words in page


def test_feedback_comes_in_the_language_of_the_notebook(room: Path) -> None:
    page = (room / "feedback" / "solved-in-Chinese.html").read_text("utf-8")
    assert '<html lang="zh-CN">' in page
    assert "<code>rnn_step</code> 写对了。" in page


def test_the_class_page_counts(room: Path, rows: dict[str, dict[str, str]]) -> None:
    page = (room / "class.html").read_text("utf-8")
    right = sum(int(row["rnn_step"]) for row in rows.values())
    assert f"<td><code>rnn_step</code></td><td>{right}</td>" in page
    assert f"of {len(rows)}" in page
    assert f"Learners: {len(rows)};" in page
