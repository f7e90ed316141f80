"""What a lesson's code must not say and its notebooks must not keep: found, by cell."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from course_utils.authoring import editions, rules
from course_utils.authoring.gate import check_notebooks
from course_utils.authoring.lesson_source import read_lesson
from course_utils.authoring.notebooks import FOLDERS, Edition, NotebookRule
from course_utils.authoring.prose.promises import PROMISE_RULES, keep_promises
from course_utils.authoring.rules import HUGE
from course_utils.authoring.safety import (
    BUILT_RULES,
    CODE_RULES,
    SOLVED_RULES,
    STORED_RULES,
    code_rules,
)
from course_utils.authoring.safety.credentials import plain_secrets, secrets
from course_utils.authoring.safety.folder_rules import stray_files
from course_utils.authoring.stored import WIDGET_STATE, normalise, to_bytes
from course_utils.places import COURSE
from course_utils.text import LANGUAGES

SLUG = "01_vanilla_rnn"
FIXTURE = COURSE / "tests" / "fixtures" / "lessons" / f"{SLUG}.py"
Change = Callable[[NotebookNode], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one small lesson, no cell of it executed."""
    root = tmp_path_factory.mktemp("made")
    (root / "lessons").mkdir()
    source = read_lesson(Path(shutil.copy(FIXTURE, root / "lessons")))
    for edition in _editions(root):
        notebook = normalise(editions.assemble(source, edition), SLUG)
        if edition.solved:
            notebook.cells[1].outputs = [new_output("stream", text="ready")]
        edition.path.parent.mkdir(parents=True, exist_ok=True)
        edition.path.write_bytes(to_bytes(notebook))
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "course"))


def _editions(root: Path) -> list[Edition]:
    return [Edition(root, kind, lang, SLUG) for kind in FOLDERS for lang in LANGUAGES]


def english(course: Path, *, solved: bool = False) -> Edition:
    return Edition(course, "solved" if solved else "student", "en", SLUG)


def change(edition: Edition, how: Change) -> None:
    notebook = nbformat.read(edition.path, as_version=4)
    how(notebook)
    edition.path.write_text(json.dumps(notebook), encoding="utf-8")


def found(
    edition: Edition, tried: tuple[NotebookRule, ...]
) -> set[tuple[str, int | None]]:
    fresh = Edition(edition.root, edition.kind, edition.language, edition.slug)
    return {(rule.__name__, cell) for rule in tried for cell, _ in rule(fresh)}


def test_the_unchanged_course_has_no_fault(course: Path) -> None:
    for edition in _editions(course):
        assert found(edition, (*CODE_RULES, *STORED_RULES, *BUILT_RULES)) == set()
    assert found(english(course, solved=True), SOLVED_RULES) == set()
    assert list(stray_files(course)) == []


# ---------------------------------------------------------------- what code does


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("silenced_warning", "import warnings\nwarnings.filterwarnings('ignore')"),
        ("silenced_warning", "from warnings import simplefilter as s\ns('ignore')"),
        ("silenced_warning", "import warnings as w\nwith w.catch_warnings(): pass"),
        ("silenced_warning", "np.seterr(all='ignore')"),
        ("silenced_warning", "import logging\nlogging.disable()"),
        (
            "silenced_warning",
            "import logging\nlog = logging.getLogger()\nlog.setLevel(9)",
        ),
        ("silenced_warning", "import contextlib as c\nwith c.redirect_stderr(None): 1"),
        ("silenced_warning", "from contextlib import suppress"),
        ("silenced_warning", "import sys\nsys.stderr = None"),
        ("silenced_warning", "try:\n    1\nexcept RuntimeWarning:\n    pass"),
        ("silenced_warning", "import os\nos.environ['PYTHONWARNINGS'] = 'ignore'"),
        ("silenced_warning", "import logging\nlogging.root.setLevel(99)"),
        ("silenced_warning", "import matplotlib\nmatplotlib.set_loglevel('error')"),
        ("waiting", "import matplotlib.pyplot as plt\nplt.pause(1)"),
        ("waiting", "import select\nselect.poll().poll(1000)"),
        ("waiting", "import time\ntime.sleep(1)"),
        ("waiting", "import time\ngetattr(time, 'sl' + 'eep')(1)"),
        ("waiting", "__import__('time').sleep(1)"),
        ("waiting", "import time\nnap = time.sleep\nnap(1)"),
        ("waiting", "import sys, time\nsys.modules['time'].sleep(1)"),
        ("waiting", "import time\nvars(time)['sleep'](1)"),
        ("waiting", "exec('import time; time.sleep(1)')"),
        ("network_access", "from urllib.request import urlopen"),
        ("network_access", "import torch\ntorch.hub.load('a', 'b')"),
        ("other_program", "import subprocess"),
        ("other_program", "from os import system"),
        ("other_program", "get_ipython().run_line_magic('pip', 'install x')"),
        ("other_program", "import os\nos._exit(0)"),
        ("other_program", "exit()"),
        ("different_each_day", "from datetime import datetime\nprint(datetime.now())"),
        ("different_each_day", "import datetime as d\nprint(d.date.today())"),
        ("different_each_day", "import time\nprint(time.time())"),
        ("different_each_day", "np.datetime64('now')"),
        ("different_each_day", "import platform\nprint(platform.platform())"),
        ("different_each_day", "import os\nprint(os.cpu_count())"),
        ("different_each_day", "from email.utils import formatdate\nformatdate()"),
        ("renamed_builtin", "abs = lambda change: 0"),
        ("renamed_builtin", "for sum in (1, 2):\n    pass"),
        ("renamed_builtin", "def max(*all_of_them):\n    return 1"),
        ("pickled", "import pickle"),
        ("pickled", "import torch\ntorch.load('x')"),
        ("pickled", "np.load('x.npy', allow_pickle=True)"),
        ("undeclared_import", "import scipy.stats"),
        ("undeclared_import", "from requests import get"),
        ("undeclared_import", "import importlib\nimportlib.import_module('PIL')"),
        ("comment_for_nbval", "x = 1  # NBVAL_SKIP"),
        ("comment_for_nbval", "# NBVAL_IGNORE_OUTPUT\nx = 1"),
        ("comment_for_nbval", "#PYTEST_VALIDATE_IGNORE_OUTPUT"),
    ],
)
def test_code(course: Path, rule: str, source: str) -> None:
    edition = english(course)
    change(edition, lambda notebook: notebook.cells[3].update(source=source))
    assert found(edition, CODE_RULES) == {(rule, 4)}


@pytest.mark.parametrize(
    "source",
    [
        "import time\nstart = time.perf_counter()\ntime = 3",
        "from datetime import date\ndate(2024, 2, 1)",
        "import tempfile, json, re\nfrom torch.nn import functional as F",
        "sleep = 3\nprint(sleep)",
        "def now():\n    return 1\nnow()",
    ],
)
def test_code_of_a_lesson(course: Path, source: str) -> None:
    edition = english(course)
    change(edition, lambda notebook: notebook.cells[3].update(source=source))
    assert found(edition, CODE_RULES) == set()


def test_a_lesson_that_speaks_of_pickles_may_show_one(course: Path) -> None:
    def speak(notebook: NotebookNode) -> None:
        notebook.cells[0].source += "\nPython's own way is `pickle`."
        notebook.cells[3].source = "import pickle\npickle.dumps(1)"

    change(english(course), speak)
    assert found(english(course), CODE_RULES) == set()


@pytest.mark.parametrize("tag", ["nbval-skip", "raises-exception", "hide-input"])
def test_an_unknown_tag(course: Path, tag: str) -> None:
    change(english(course), lambda one: one.cells[3].metadata.update(tags=[tag]))
    assert found(english(course), CODE_RULES) == {("unknown_tag", 4)}


def test_a_needless_tag(course: Path) -> None:
    def tag(notebook: NotebookNode) -> None:
        notebook.cells[-1].metadata["tags"] = ["nbval-ignore-output"]

    change(english(course), tag)
    last = len(english(course).cells)
    assert found(english(course), CODE_RULES) == {("needless_tag", last)}


def test_a_tag_that_was_not_promised(course: Path) -> None:
    def tag(notebook: NotebookNode) -> None:
        notebook.cells[3].metadata["tags"] = ["nbval-ignore-output"]

    keep_promises(course, SLUG)
    assert found(english(course, solved=True), PROMISE_RULES) == set()
    change(english(course, solved=True), tag)
    assert ("promise_broken", 4) in found(english(course, solved=True), PROMISE_RULES)


# ---------------------------------------------------------------- what is stored


SECRETS = [
    "ghp_" + "a1B2" * 9,
    "https://reader:hunter22@data.invalid/x",
    "password = 'correct-horse-7'",
    "password: hunter22",
    "passwort = 'Xy7!kks9'",
    "pw = 'Xy7!kks9'",
    "the password is hunter2x9",
    "密码是 abc12345",
    "Authorization: Basic cmVhZGVyOmh1bnRlcg==",
    "api_key=3f9a8b7c6d5e4f3a2b1c",
    "-----BEGIN " + "RSA PRIVATE KEY-----",
    "kQ7vR2mX9pLzW4tY8sNfB3hJ6cGdA1eU5oTiKqZx",
]


@pytest.mark.parametrize("text", SECRETS)
@pytest.mark.parametrize("where", ["source", "output", "metadata", "widgets"])
def test_a_secret(course: Path, text: str, where: str) -> None:
    def leave(notebook: NotebookNode) -> None:
        cell = notebook.cells[3]
        if where == "source":
            cell.source = f"x = {text!r}"
        elif where == "output":
            cell.outputs = [new_output("stream", text=text)]
        elif where == "metadata":
            cell.metadata["note"] = text
        else:
            notebook.metadata["widgets"] = {WIDGET_STATE: {"state": {"a": text}}}

    change(english(course), leave)
    place = None if where == "widgets" else 4
    assert ("secret", place) in found(english(course), STORED_RULES)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror='alert(1)'>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<IFRAME srcdoc=x></IFRAME>",
    ],
)
def test_html_that_runs(course: Path, html: str) -> None:
    def show(notebook: NotebookNode) -> None:
        output = new_output("display_data", data={"text/html": html})
        notebook.cells[3].outputs = [output]

    change(english(course, solved=True), show)
    assert found(english(course, solved=True), STORED_RULES) == {("active_html", 4)}


@pytest.mark.parametrize(
    "path",
    [
        "/srv/data/x.csv",
        "/home/li/x",
        r"D:\data\x",
        "d:/data/rnn/x.csv",
        r"\\server\share\x.csv",
        "~/projects/rnn/x.csv",
        "~ana/rnn/x.csv",
        str(Path.home() / "x"),
        str(COURSE),
    ],
)
@pytest.mark.parametrize("place", [0, 3])
def test_a_path_of_a_machine_in_code_or_prose(
    course: Path, path: str, place: int
) -> None:
    def name(notebook: NotebookNode) -> None:
        notebook.cells[place].source += f'\n"{path}"'

    change(english(course), name)
    assert found(english(course), STORED_RULES) == {("machine_path", place + 1)}


@pytest.mark.parametrize(
    ("how", "rule"),
    [
        ({"data": {"application/javascript": "1"}}, "unknown_output"),
        ({"data": {"text/plain": "a"}, "metadata": {"note": 1}}, "unknown_output"),
    ],
)
def test_an_unknown_output(course: Path, how: dict[str, object], rule: str) -> None:
    def show(notebook: NotebookNode) -> None:
        notebook.cells[3].outputs = [new_output("display_data", **how)]

    for lang in LANGUAGES:
        change(Edition(course, "solved", lang, SLUG), show)
    assert found(english(course, solved=True), SOLVED_RULES) == {(rule, 4)}


@pytest.mark.parametrize(
    ("english_text", "chinese_text", "differs"),
    [
        ("loss 0.31", "loss 0.31", False),
        ("loss 0.31", "loss 0.13", True),
        ("loss 0.31, well done", "loss 0.31", True),
        ("ok data: 3 corpora", "【正常】数据：3 个语料", False),
        ("ok data: 4 corpora", "【正常】数据：3 个语料", True),
        ("春 0.31", "秋 0.31", True),
        ("12 ms", "15 ms", False),
        ("12 ms, fine", "15 ms", True),
    ],
)
def test_an_output_by_hand(
    course: Path, english_text: str, chinese_text: str, differs: bool
) -> None:
    for lang, text in zip(LANGUAGES, (english_text, chinese_text), strict=True):
        shown = new_code_cell("x = 1", outputs=[new_output("stream", text=text)])
        shown.metadata["tags"] = ["nbval-ignore-output"]
        edition = Edition(course, "solved", lang, SLUG)
        change(edition, lambda one, cell=shown: one.cells.__setitem__(3, cell))
    expected = {("twin_output", 4)} if differs else set()
    assert found(english(course, solved=True), SOLVED_RULES) == expected


# ---------------------------------------------------------------- as it was built


def _attach(notebook: NotebookNode) -> None:
    notebook.cells[0]["attachments"] = {"a.txt": {"text/plain": "aGk="}}


def _twice(notebook: NotebookNode) -> None:
    notebook.cells.insert(4, dict(notebook.cells[3]))


FAULTS: dict[str, tuple[Change, int | None]] = {
    "metadata": (lambda one: one.metadata.update(note="x"), None),
    "kernel": (lambda one: one.metadata.kernelspec.update(name="ir"), None),
    "format": (lambda one: one.update(nbformat_minor=4), None),
    "an entry": (lambda one: one.update(note="x"), None),
    "a cell's metadata": (lambda one: one.cells[0].metadata.update(trusted=True), 1),
    "an entry of a cell": (lambda one: one.cells[0].update(note="x"), 1),
    "an attachment": (_attach, 1),
    "prose": (lambda one: one.cells[0].update(source="# Another"), 1),
    "a stub": (lambda one: one.cells[-2].update(source="x = 1"), 9),
    "a prose cell less": (lambda one: one.cells.pop(7), 8),
    "a cell more": (lambda one: one.cells.insert(2, new_code_cell("1")), 3),
    "a cell twice": (_twice, 5),
    "order": (lambda one: one.cells.insert(2, one.cells.pop(3)), 3),
    "an id": (lambda one: one.cells[3].update(id=one.cells[2].id), 4),
}


@pytest.mark.parametrize("solved", [False, True])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_the_lesson_does_not_build(course: Path, fault: str, solved: bool) -> None:
    how, cell = FAULTS[fault]
    change(english(course, solved=solved), how)
    assert ("not_as_built", cell) in found(english(course, solved=solved), BUILT_RULES)


def test_widgets_that_no_cell_shows(course: Path) -> None:
    state = {WIDGET_STATE: {"state": {"a" * 32: {"state": {"value": "x"}}}}}
    for solved in (False, True):
        change(
            english(course, solved=solved),
            lambda one: one.metadata.update(widgets=state),
        )
        assert found(english(course, solved=solved), BUILT_RULES) == {
            ("unknown_widget", None)
        }


def test_a_lesson_without_a_text_is_named(course: Path) -> None:
    (course / "lessons" / f"{SLUG}.py").unlink()
    assert found(english(course), BUILT_RULES) == {("not_as_built", None)}


# ---------------------------------------------------------------- folders and sizes


@pytest.mark.parametrize(
    "name",
    [
        "notebooks/solution.txt",
        "notebooks/zh/.ipynb_checkpoints/x-checkpoint.ipynb",
        f"notebooks/en/{SLUG}.py",
        "notebooks/en/._x.ipynb",
        "solutions/en/all.zip",
        "notebooks/fr/x.ipynb",
    ],
)
def test_what_lies_beside_the_notebooks(course: Path, name: str) -> None:
    path = course / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    (stray,) = [path for path, _ in stray_files(course)]
    assert path.is_relative_to(stray)
    problems = check_notebooks([course / "notebooks"])
    assert [one.notebook for one in problems if one.name == "stray-file"] == [stray]


def test_a_long_text_of_names_for_secrets_costs_nothing() -> None:
    began = time.process_time()
    for text in ("password" * 50_000, "token=" * 50_000, "a" * 400_000):
        assert not [*secrets(text), *plain_secrets(text)]
    assert time.process_time() - began < 5


def test_a_huge_notebook_costs_nothing(course: Path) -> None:
    edition = english(course, solved=True)
    edition.path.write_bytes(b" " * HUGE)
    assert [rule.__name__ for rule in rules.rules(edition)] == ["too_large"]


def test_nothing_lies_beside_the_notebooks_of_this_course() -> None:
    assert [str(path) for path, _ in stray_files(COURSE)] == []


def test_a_declared_package_may_be_imported_where_it_is_not_installed(monkeypatch):
    def installed() -> dict[str, list[str]]:
        return {"numpy": ["numpy"], "PIL": ["pillow"]}

    monkeypatch.setattr(code_rules.metadata, "packages_distributions", installed)
    modules = code_rules.declared_modules.__wrapped__()
    assert {"torch", "numpy"} <= modules
    assert not {"PIL", "requests"} & modules
