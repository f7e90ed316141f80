"""Notebooks that are not of this course are checked too, by what holds for any."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.authoring.gate import check_notebooks, find_runnable
from course_utils.authoring.nbval import NbvalRun
from course_utils.authoring.notebooks import OtherNotebook
from course_utils.authoring.other_rules import compare_runs
from course_utils.authoring.recording import CellRun, Recording
from course_utils.authoring.safety.credentials import plain_secrets
from course_utils.cli.course import course
from course_utils.places import COURSE
from course_utils.text import LANGUAGES, Text, use_language


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Somebody's notebook, as it should be: it may use magics."""
    found = tmp_path / "某人 notebooks" / "mine.ipynb"
    found.parent.mkdir()
    cells = [
        new_code_cell("%matplotlib inline\nx = 1", execution_count=1),
        new_markdown_cell("Prose: see `~/.config`, https://example.org/home/page"),
        new_code_cell("print(x)", outputs=[printed("1\n")], execution_count=2),
        new_code_cell("x + 1", outputs=[shown("2")], execution_count=3),
        new_code_cell(""),
    ]
    nbformat.write(new_notebook(cells=cells), found)
    return found


def printed(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def shown(text: str) -> NotebookNode:
    return new_output("display_data", data={"text/plain": text})


def change(path: Path, how: Callable[[list[NotebookNode]], object]) -> None:
    notebook = nbformat.read(path, as_version=4)
    how(notebook.cells)
    nbformat.write(notebook, path)


def places(*paths: Path) -> list[tuple[str, int | None]]:
    return [(problem.name, problem.cell) for problem in check_notebooks(paths)]


def check(*arguments: object) -> Result:
    return CliRunner().invoke(course, ["check", *map(str, arguments)])


def output(text: str) -> Callable[[list[NotebookNode]], object]:
    return lambda cells: cells[2].outputs.append(printed(text))


def code(text: str) -> Callable[[list[NotebookNode]], object]:
    return lambda cells: cells[2].update(source=text)


def test_a_notebook_that_is_right_passes(path: Path) -> None:
    assert places(path) == []
    assert places(path.parent) == []
    assert check("--rules-only", path).exit_code == 0


@pytest.mark.parametrize(
    ("how", "found"),
    [
        (lambda cells: cells[2].update(execution_count=None), ("not-executed", 3)),
        (lambda cells: cells[2].update(execution_count=7), ("out-of-order", 3)),
        (lambda cells: cells.reverse(), ("out-of-order", 2)),
        (
            lambda cells: cells[2].outputs.append(
                new_output("error", ename="E", evalue="e", traceback=[])
            ),
            ("stored-error", 3),
        ),
        (
            lambda cells: cells[2].outputs.append(printed("W", "stderr")),
            ("stored-warning", 3),
        ),
        (output("saved in /home/li/x"), ("machine-path", 3)),
        (output("see file:///Users/li/x"), ("machine-path", 3)),
        (output("in /tmp/ipykernel_7/1.py:2"), ("machine-path", 3)),
        (code("open('/Users/li/x')"), ("machine-path", 3)),
        (code(r"open('C:\\Users\\li')"), ("machine-path", 3)),
        (code("open('C:/Users/li')"), ("machine-path", 3)),
        (code("password = 'hunter22'"), ("secret", 3)),
        (output("Bearer ghp_" + "a1" * 18), ("secret", 3)),
        (
            lambda cells: cells[1].update(source="the key AKIA" + "A1" * 8),
            ("secret", 2),
        ),
        (lambda cells: cells[1].update(source="x" * 10**6), ("too-large", None)),
        (lambda cells: cells[2].outputs.clear(), ("too-few-compared", None)),
        (
            lambda cells: cells[1].update(source="a\n<<<<<<< HEAD\nb"),
            ("merge-not-finished", 2),
        ),
    ],
)
def test_each_fault_is_found_by_its_name(
    how: Callable[[list[NotebookNode]], object],
    found: tuple[str, int | None],
    path: Path,
) -> None:
    change(path, how)
    assert places(path) == [found]
    use_language("zh")
    (problem,) = check_notebooks([path])
    assert any("\u4e00" <= letter <= "\u9fff" for letter in str(problem.message))


@pytest.mark.parametrize(
    "text",
    [
        "open('data/home/li')",
        "fetch('https://example.org/home/li')",
        "read('s3://bucket/Users/li')",
        "pad_token = '<|endoftext|>'",
        "token = 'a-long-word-without-numbers'",
        "password = getpass('Password: ')",
        "password = 'your-password'",
        "api_key = os.environ['OPENAI_API_KEY']",
        "connect('postgres://user:$PASSWORD@host')",
        "path = '~/data', '/usr/share/fonts', '/tmp/scratch'",
        "tokenizer = 'distilbert-base-uncased-finetuned-sst-2-english'",
        "token_embedding = nn.Embedding(vocab_size_2, hidden_1)",
        "https://example.org/github/Organisation/Repo2/blob/main/Text_classification2",
        "sk-learn-style-identifiers-are-no-keys",
    ],
)
def test_no_false_alarm(text: str, path: Path) -> None:
    change(path, code(text))
    change(path, lambda cells: cells[1].update(source=text))
    assert places(path) == []


def test_an_error_that_is_meant(path: Path) -> None:
    def raise_it(cells: list[NotebookNode]) -> None:
        cells[2].metadata["tags"] = ["raises-exception"]
        cells[2].outputs.append(new_output("error", ename="E", evalue="e"))

    change(path, raise_it)
    assert places(path) == []


def test_a_notebook_that_was_never_run_has_one_finding(path: Path) -> None:
    def clear(cells: list[NotebookNode]) -> None:
        for cell in cells:
            if cell.cell_type == "code":
                cell.update(execution_count=None, outputs=[])

    change(path, clear)
    assert places(path) == [("not-executed", None)]


def test_another_language_is_named_and_not_run(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["kernelspec"] = {
        "name": "ir",
        "language": "R",
        "display_name": "R",
    }
    nbformat.write(notebook, path)
    assert places(path) == [("other-language", None)]
    assert list(find_runnable([path])) == []


def test_much_output_costs_little(path: Path) -> None:
    change(path, output("x" * 20_000_000))
    assert places(path) == [("too-large", None)]


def test_one_that_cannot_be_read_is_one_finding_and_the_others_are_checked(
    path: Path,
) -> None:
    folder = path.parent
    change(path, code("password = 'hunter22'"))
    (folder / "a.ipynb").write_bytes(b"")
    (folder / "b.ipynb").mkdir()
    (folder / "c.ipynb").symlink_to(folder / "nowhere")
    (folder / "._mine.ipynb").write_bytes(b"\0\5\x16\7")
    (folder / ".ipynb_checkpoints").mkdir()
    shutil.copy(path, folder / ".ipynb_checkpoints" / "mine-checkpoint.ipynb")
    broken = [("not-a-notebook", None)]
    assert places(folder) == [*broken * 3, ("secret", 3)]
    assert places(folder / "missing.ipynb", path) == [*broken, ("secret", 3)]
    assert [each.path for each in find_runnable([folder, folder / "x"])] == [path]
    done = check("--rules-only", folder)
    assert done.exit_code == 1 and "Problems found: 4." in done.output


def test_an_old_format_is_checked_as_any(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.write(nbformat.convert(notebook, 3), path)
    assert places(path) == []


# ---------------------------------------------------------------- within a course


def copy_lesson(slug: str, lang: str, root: Path) -> Path:
    place = root / "notebooks" / lang / f"{slug}.ipynb"
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(COURSE / place.relative_to(root), place)
    return place


@pytest.mark.parametrize(
    "name", ["00_start_here-Copy1", "Untitled", "13_extra", "01_vanilla_rnn-2"]
)
def test_a_stranger_among_the_lessons_is_one_finding(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "notebooks" / "en"
    (tmp_path / "lessons").mkdir()
    for lang in LANGUAGES:
        copy_lesson("00_start_here", lang, tmp_path)
    before = places(tmp_path / "notebooks")
    shutil.copy(folder / "00_start_here.ipynb", folder / f"{name}.ipynb")
    (folder / ".~00_start_here.ipynb").write_text("")
    found = places(tmp_path / "notebooks")
    named, hidden = [("stranger", None)], [("stray-file", None)]
    assert [each for each in found if each not in before] == named + hidden
    runnable = [each.path.stem for each in find_runnable([folder])]
    assert name not in runnable and "00_start_here" in runnable


def test_the_same_name_in_another_project_is_no_stranger(path: Path) -> None:
    other = path.parents[1] / "notebooks" / "en" / "01_intro.ipynb"
    other.parent.mkdir(parents=True)
    shutil.copy(path, other)
    assert places(other.parent) == []


def test_a_learner_s_work_is_named_and_nobody_is_told_to_build_over_it(
    tmp_path: Path,
) -> None:
    path, _ = (copy_lesson("01_vanilla_rnn", lang, tmp_path) for lang in LANGUAGES)

    def answer(cells: list[NotebookNode]) -> None:
        stub = next(cell for cell in cells if "def rnn_step(" in cell.source)
        stub.source = stub.source.replace("raise NotImplementedError", "return h")
        guess = next(cell for cell in cells if '.answer("")' in cell.source)
        guess.update(source=guess.source.replace('""', '"b"'), execution_count=3)

    assert "learners-work" not in dict(places(path))
    change(path, answer)
    for lang, word in (("en", "learner's own"), ("zh", "学习者自己的一份")):
        use_language(lang)
        said = [str(problem) for problem in check_notebooks([path])]
        assert "learners-work" in said[0] and word in said[0]
        assert "course lab" in said[0]
        assert any("twins-differ" in each for each in said)
        assert not any("`course build`" in each for each in said)


# ---------------------------------------------------------------- two runs


def said(seed: int, *printed: str) -> NbvalRun:
    """A run in which the second code cell, the third and so on were wrong."""
    findings = [
        ("wrong-output", (number, Text(en=f"seed {seed}", zh=f"种子 {seed}")))
        for number, text in enumerate(printed, 2)
        if text
    ]
    cells = [
        CellRun("x", [{"msg_type": "stream", "content": {"text": text}}])
        for text in ("ok", *printed)
    ]
    return NbvalRun(1.0, tuple(findings), Recording(cells, 1.0, str(seed)))


def test_a_wrong_output_is_unsteady_unless_two_runs_agree(path: Path) -> None:
    cells = [new_code_cell("x") for _ in range(4)]
    nbformat.write(new_notebook(cells=cells), path)
    first, second = said(1, "stale", "{a, b}", ""), said(2, "stale", "{b, a}", "seldom")
    found = list(compare_runs(OtherNotebook(path), ("1", "2"), first, second))
    assert [(name, cell) for name, (cell, _) in found] == [
        ("wrong-output", 2),
        ("unsteady-output", 3),
        ("unsteady-output", 4),
    ]


@pytest.mark.notebook
def test_a_notebook_is_run_twice_wherever_it_lies(path: Path) -> None:
    """It may use magics; what lies around it has no say."""
    project = "[tool.pytest.ini_options]\nminversion = '99'"
    (path.parent / "pyproject.toml").write_text(project)
    change(path, lambda cells: cells[0].update(source="x = 1\n%no_such_magic"))
    change(path, lambda cells: cells[3].update(source="print(set('abcdefgh'))"))
    done = check(path)
    assert done.exit_code == 1
    assert "cell 1: wrong-output" in done.output and "no_such_magic" in done.output
    assert "cell 3" not in done.output
    assert "cell 4: unsteady-output" in done.output


def test_secrets_are_recognised_wherever_they_stand() -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----"
    for text in (key, "sk-proj-" + "a1" * 20, "postgres://me:s3cr3t@host/db"):
        assert list(plain_secrets(f"x = '{text}'")), text
    assert list(plain_secrets("api_key='" + "9f" * 16 + "'"))


# ---------------------------------------------------------------- a lesson, saved badly

GOOD = (COURSE / "notebooks" / "en" / "00_start_here.ipynb").read_bytes()
OLD = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}}
BARE = {"cell_type": "code"}
NO_TAGS = {"cell_type": "markdown", "source": ["# A"], "metadata": {"tags": None}}


@pytest.mark.parametrize(
    ("content", "is_read"),
    [
        (b"", False),
        (GOOD[:2000], False),
        (b"\xef\xbb\xbf" + GOOD, False),
        (GOOD.decode().encode("utf-16"), False),
        (b"<<<<<<< HEAD\n" + GOOD, False),
        (GOOD.replace(b"\n", b"\r\n"), True),
        (json.dumps({**OLD, "cells": [BARE, NO_TAGS]}).encode(), False),
        (json.dumps({**OLD, "cells": []}).encode(), False),
        (json.dumps({**OLD, "nbformat": 3, "worksheets": [{"cells": []}]}).encode(), 0),
        (None, False),
    ],
)
@pytest.mark.parametrize("kind", ["notebooks", "solutions"])
def test_whatever_lies_in_the_place_of_a_lesson_is_told_in_words(
    kind: str, content: bytes | None, is_read: bool, tmp_path: Path
) -> None:
    path = tmp_path / kind / "en" / "00_start_here.ipynb"
    path.parent.mkdir(parents=True)
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    found = check_notebooks([path.parent])
    assert ("not-a-notebook" in {each.name for each in found}) != bool(is_read)
    assert [each.path for each in find_runnable([path.parent])] == [path] * is_read
