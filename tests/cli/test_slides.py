"""`course slides`: what it writes, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from course_utils.cli.course import course
from course_utils.slides.reveal import RevealFiles

TURNING = RevealFiles("a { }", "x = 1;", "y = 1;", "MIT\n")


@pytest.fixture(autouse=True)
def turned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What turns the slides need not be here, and they go where the test is."""
    monkeypatch.setattr("course_utils.slides.load_reveal", lambda: TURNING)
    monkeypatch.setattr("course_utils.slides.page.math_font", lambda pages: b"font")
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(course, ["slides", *arguments])


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Start here"), ("zh", "从这里开始")]
)
def test_a_lesson_becomes_a_file(lang: str, words: str, tmp_path: Path) -> None:
    for _ in range(2):  # the second takes the place of the first
        done = run("0", "00_start_here", "--lang", lang)
        assert done.exit_code == 0, done.output
    path = tmp_path / "slides" / f"00_start_here.{lang}.html"
    assert done.output.count(str(path.relative_to(tmp_path))) == 1
    assert [*path.parent.iterdir()] == [path]
    assert f"<h1>{words}</h1>" in path.read_text("utf-8")


def test_files_go_where_they_are_told_and_nothing_is_overwritten(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a b" / "00_start_here.en.html"
    path.parent.mkdir()
    path.write_text("mine")
    done = run("0", "--out", "a b")
    assert done.exit_code == 1 and "name another place with --out" in done.output
    assert path.read_text() == "mine"
    path.unlink()
    assert run("0", "--out", "a b").exit_code == 0 and path.is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["14"], 1, "There is no lesson '14'"),
        (["0", "--lang", "fr"], 2, "'fr' is not one of 'en', 'zh'"),
        (["--lang", "zh", "14"], 1, "没有 '14' 这一课"),
    ],
    ids=["lesson", "language", "chinese"],
)
def test_what_cannot_be_made_is_refused(
    arguments: list[str], code: int, words: str
) -> None:
    done = run(*arguments)
    assert done.exit_code == code and words in done.output


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course_utils.cli.slides.find_spec", lambda name: None)
    done = run("0")
    assert done.exit_code == 1 and '-e ".[slides]"' in done.output
    monkeypatch.setattr("course_utils.cli.options.IS_CHECKOUT", False)
    assert "Clone its repository" in run("0").output


def test_no_lesson_is_made_for_a_pdf_that_nobody_prints(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("0", "--pdf")
    assert done.exit_code == 1 and "?print-pdf" in done.output
    assert [*tmp_path.iterdir()] == []
