"""The command `course`: exit codes, messages without tracebacks, both languages."""

from __future__ import annotations

import gettext
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from course_utils.authoring import editions, elsewhere, front_page, gate
from course_utils.authoring.noise import computers
from course_utils.cli import spoken
from course_utils.cli.course import course
from course_utils.lab import jupyter, learner_folder
from course_utils.syllabus import LESSONS
from course_utils.text import Text, use_language

COMMANDS = sorted(course.commands)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(course, arguments)


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

    def build(root: Path, slugs: list[str], *, check: bool, say: object) -> list[Text]:
        calls.append((slugs, check))
        return []

    monkeypatch.setattr(editions, "build_editions", build)
    monkeypatch.setattr(front_page, "build_front_page", lambda root, check: [])
    monkeypatch.setattr(elsewhere, "build_elsewhere", lambda root, check: [])
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
    for word in vars(course.commands[command])["text"].zh.split("，"):
        assert word.strip("。")[:8] in chinese
    assert all(
        any("\u4e00" <= c <= "\u9fff" for c in line) for line in lines_of(chinese)
    )


def lines_of(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "没有 'nonsense' 这个命令。"),
        (["lba"], "没有 'lba' 这个命令。 是不是想输入 'lab'？"),
        (["lab", "--nonsense"], "没有 '--nonsense' 这个选项。"),
        (["lab", "--port", "0"], "'--port' 的值不对：0 超出了范围 1<=x<=65535。"),
        (["lab", "--port", "a"], "'--port' 的值不对：'a' 不是合适的数。"),
        (
            ["lab", "--lang", "fr"],
            "'--lang' 的值不对：没有 'fr'，可选的是 'en', 'zh'。",
        ),
        (["lab", "1", "2"], "多出了参数：2"),
        (["poem"], "缺少参数 'HEAD...'。"),
    ],
)
def test_click_speaks_chinese(arguments: list[str], message: str) -> None:
    use_language("zh")
    usage, hint, error = lines_of(run(*arguments).output)
    assert usage.startswith("用法：course") and " [选项] " in usage
    assert hint.startswith("用法详见 `course") and hint.endswith(" --help`。")
    assert error == f"错误：{message}"


def test_a_chinese_help_page() -> None:
    use_language("zh")
    page = run("--help").output
    assert page.startswith("用法：course [选项] 命令 [参数]...\n")
    assert "\n选项：\n" in page and "\n命令：\n" in page
    assert "[默认：en]" in run("lab", "--help").output


def test_the_language_of_click_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    use_language("zh")
    for before in ({}, {"LANGUAGE": "de"}):
        monkeypatch.delenv("LANGUAGE", raising=False)
        os.environ.update(before)
        run("--help")
        assert os.environ.get("LANGUAGE") == before.get("LANGUAGE")
        assert gettext.textdomain() == "messages"
    use_language("en")
    monkeypatch.setenv("LANGUAGE", "zh")
    assert run("--help").output.startswith("Usage: ")


def test_the_catalogue_is_built_from_its_text_and_says_what_click_says() -> None:
    folder = spoken.CATALOGUES / "zh" / "LC_MESSAGES"
    built = gettext.translation("click", spoken.CATALOGUES, ["zh"])
    source = "".join(
        p.read_text("utf-8") for p in Path(click.__file__).parent.glob("*.py")
    )
    with (folder / "click.po").open("rb") as text:
        catalogue = [each for each in read_po(text, "zh") if each.id]
    assert len(catalogue) > 15
    for message in catalogue:
        if message.pluralizable:
            one, many = message.id
            assert f'"{one}"' in source and f'"{many}"' in source
            assert (built.ngettext(one, many, 2),) == message.string
        else:
            assert f'"{message.id}"' in source
            assert built.gettext(message.id) == message.string


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
    path = jupyter.COURSE / name
    problem = gate.Problem("nbval", path, 3, Text(en="wrong number", zh="数字不对"))
    monkeypatch.setattr(gate, "check_notebooks", lambda paths: [])
    monkeypatch.setattr(
        gate, "run_notebook", lambda path: gate.NotebookRun(1.0, [problem])
    )
    assert run("check", "--rules-only", str(path)).exit_code == 0
    done = run("check", str(path))
    assert done.exit_code == 1
    assert f"{name}, cell 3: nbval: wrong number\n" in done.output


def test_claims_that_do_not_survive_noise_are_code_1(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def one(names: Iterable[str], draws: int, say: Callable[[object], None]) -> list:
        say("survived")
        return [Text(en=f"{[*names]} {draws}", zh="")] if draws > 3 else []

    monkeypatch.setattr(computers, "check_noise", one)
    assert run("check", "--noise", "3", "4").exit_code == 0
    done = run("check", "--noise", "20", "4", "05_gates")
    assert done.exit_code == 1
    assert done.output == "survived\n['4', '05_gates'] 20\nProblems found: 1.\n"
    assert run("check", "--noise", "0").exit_code == 2


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("expected a, found b"), "expected a, found b\n"),
        (
            OSError(28, "No space left on device"),
            "The output cannot be used: no room is left on the disk. ",
        ),
        (
            PermissionError(13, "Permission denied", "/there"),
            "/there cannot be used: you have no permission. ",
        ),
        (KeyboardInterrupt(), "Stopped. Nothing half-written is left: "),
    ],
)
def test_an_error_is_one_message_unless_debugging(
    error: BaseException, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(editions, "build_editions", fail)
    done = run("build")
    assert done.exit_code == 1
    assert done.output.startswith(message) and "Traceback" not in done.output
    if isinstance(error, Exception):
        assert run("--debug", "build").exception is error


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list:
    """What JupyterLab is asked; the learner's folder is elsewhere."""
    calls: list = []
    monkeypatch.setattr(jupyter, "open_lab", lambda *arguments: calls.append(arguments))
    monkeypatch.setattr(learner_folder, "worked_in", lambda: [])
    monkeypatch.setenv("COURSE_NOTEBOOKS_DIR", str(tmp_path / "我的 notebooks"))
    return calls


def test_opening_a_lesson(opened: list, tmp_path: Path) -> None:
    done = run("lab", "--lang", "zh", "--no-browser")
    assert done.exit_code == 0
    assert "正在 JupyterLab 中打开《从这里开始》" in done.output
    ((arguments, environment),) = opened
    assert "--LabApp.default_url=/lab/tree/zh/00_start_here.ipynb" in arguments
    folder = tmp_path / "我的 notebooks"
    assert f"--ServerApp.root_dir={folder}" in arguments
    assert f"你自己的笔记本放在 {folder / 'zh'}\n" in done.output
    assert len(list((folder / "zh").glob("*.ipynb"))) == len(LESSONS)
    assert not (folder / "en").exists()
    assert environment["COURSE_LANG"] == "zh"


def test_copies_are_laid_out_and_nothing_is_opened(
    opened: list, tmp_path: Path
) -> None:
    done = run("lab", "--copies-only")
    assert (done.exit_code, opened) == (0, [])
    copies = tmp_path / "我的 notebooks" / "en"
    assert done.output == f"Your own notebooks are in {copies}\n"
    assert (copies / "00_start_here.ipynb").is_file()


def test_a_folder_that_cannot_be_written_is_one_message(
    opened: list, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("COURSE_NOTEBOOKS_DIR", str(tmp_path / "a file"))
    done = run("lab")
    assert (done.exit_code, opened) == (1, [])
    assert "a file is where a folder should be" in done.output
    assert "COURSE_NOTEBOOKS_DIR" in done.output and "Traceback" not in done.output
