"""The command `course`: exit codes, messages without tracebacks, both languages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from course_utils import cli, editions, front_page, gate, lab
from course_utils.text import Text, use_language

COMMANDS = sorted(cli.course.commands)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.course, arguments)


def run_for_real(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course_utils.cli", *arguments],
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], bool]]:
    """Calls of the builder, which here finds and does nothing."""
    calls: list[tuple[list[str], bool]] = []

    def build(root: Path, slugs: list[str], *, check: bool) -> list[Text]:
        calls.append((slugs, check))
        return []

    monkeypatch.setattr(editions, "build", build)
    monkeypatch.setattr(front_page, "build_front_page", lambda root, check: [])
    return calls


def test_these_commands_are_there() -> None:
    assert {"build", "check", "data", "doctor", "lab"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help_in_both_languages(command: str) -> None:
    english = run(command, "--help").output
    use_language("zh")
    chinese = run(command, "--help").output
    assert "Show this help." in english
    assert "显示本帮助。" in chinese
    for word in vars(cli.course.commands[command])["text"].zh.split("，"):
        assert word.strip("。")[:8] in chinese
    sentences = [line for line in chinese.splitlines() if line.startswith("  ")]
    assert all(any("\u4e00" <= c <= "\u9fff" for c in line) for line in sentences)


def test_the_language_is_that_of_course_lang() -> None:
    assert "循环神经网络课程" in run_for_real("--help", COURSE_LANG="zh").stdout
    assert "recurrent neural networks" in run_for_real("--help", COURSE_LANG="").stdout


def test_a_language_that_does_not_exist() -> None:
    done = run_for_real("doctor", COURSE_LANG="fr")
    assert done.returncode == 2
    assert "'en'" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["lab", "--port", "0"], ["lab", "--lang", "fr"], ["nonsense"], ["build", "--no"]],
)
def test_a_mistyped_command_is_code_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_building_takes_numbers_names_and_slugs(built: list) -> None:
    assert run("build", "1", "parameters", "00_start_here").exit_code == 0
    assert run("build", "--check").exit_code == 0
    assert built == [
        (["01_vanilla_rnn", "02_parameters", "00_start_here"], False),
        ([], True),
    ]


def test_building_an_unknown_lesson_is_one_message(built: list) -> None:
    done = run("build", "99")
    assert done.exit_code == 1 and built == []
    assert done.output.startswith("There is no lesson '99'. The lessons are: 00_start")


def test_each_difference_is_named_and_is_code_1(
    built: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = [Text(en="README.md: old", zh="README.md：旧")]
    monkeypatch.setattr(front_page, "build_front_page", lambda root, check: stale)
    done = run("build", "--check")
    assert done.exit_code == 1
    assert done.output == "README.md: old\nProblems found: 1.\n"


def test_checking_reports_rules_and_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "notebooks/en/00_start_here.ipynb"
    path = lab.COURSE / name
    problem = gate.Problem("nbval", path, 3, Text(en="wrong number", zh="数字不对"))
    monkeypatch.setattr(gate, "check_notebooks", lambda paths: [])
    monkeypatch.setattr(gate, "run_notebook", lambda path: gate.Run(1.0, [problem]))
    assert run("check", "--rules-only", str(path)).exit_code == 0
    done = run("check", str(path))
    assert done.exit_code == 1
    assert f"{name}, cell 3: nbval: wrong number\n" in done.output


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("expected a, found b"), "expected a, found b\n"),
        (
            OSError(28, "No space left on device"),
            "[Errno 28] No space left on device\n",
        ),
        (KeyboardInterrupt(), "Stopped. Nothing half-written is left: "),
    ],
)
def test_an_error_is_one_message_unless_debugging(
    error: BaseException, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(editions, "build", fail)
    done = run("build")
    assert done.exit_code == 1
    assert done.output.startswith(message) and "Traceback" not in done.output
    if isinstance(error, Exception):
        assert run("--debug", "build").exception is error


def test_opening_a_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(lab, "open_lab", lambda *arguments: opened.append(arguments))
    done = run("lab", "--lang", "zh", "--no-browser")
    assert done.exit_code == 0
    assert "正在 JupyterLab 中打开《从这里开始》" in done.output
    ((arguments, environment),) = opened
    url = "--LabApp.default_url=/lab/tree/notebooks/zh/00_start_here.ipynb"
    assert url in arguments
    assert environment["COURSE_LANG"] == "zh"


def test_a_read_only_course_is_opened_as_a_copy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened = []
    monkeypatch.setattr(lab, "open_lab", lambda *arguments: opened.append(arguments))
    monkeypatch.setattr(lab, "is_writable", lambda folder: False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    done = run("lab")
    copies = tmp_path / "rnn-course" / "notebooks" / "en"
    assert f"Your own copies are in {copies}" in done.output
    assert (copies / "00_start_here.ipynb").is_file()
    assert f"--ServerApp.root_dir={tmp_path / 'rnn-course'}" in opened[0][0]
