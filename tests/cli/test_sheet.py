"""`course sheet`: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from course_utils.cli.course import course
from course_utils.sheets import SHEET_KINDS, SHEET_SEEDS, choose_sheets, show_markdown
from course_utils.sheets.sheet import MOST_QUESTIONS, VERSIONS
from course_utils.text import use_language

pytestmark = pytest.mark.torch


def run(*arguments: str) -> Result:
    return CliRunner().invoke(course, ["sheet", *arguments])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_sheet_is_printed_with_the_command_that_makes_it_again(lang: str) -> None:
    done = run("--questions", "8", "--seed", "7", "--kind", "states", "--lang", lang)
    assert done.exit_code == 0
    command = "course sheet --questions 8 --seed 7 --kind states"
    command += " --lang zh" if lang == "zh" else ""
    use_language(lang)
    assert done.output == show_markdown(choose_sheets(8, 7, "states"), command)
    again = run(*command.split()[2:])
    assert again.output == done.output


def test_without_answers_the_seed_is_not_told() -> None:
    done = run("--questions", "3", "--seed", "7654321", "--no-answers")
    assert done.output == show_markdown(choose_sheets(3, 7654321))
    assert "7654321" not in done.output


def test_a_seed_that_is_drawn_is_told_beside_the_sheet() -> None:
    first, second = (run("--questions", "2", "--no-answers") for _ in range(2))
    assert first.stdout != second.stdout
    told = re.search(r"course sheet (.*--seed \d+.*)", first.stderr)
    assert told and "--seed" not in first.stdout
    assert run(*told[1].split(), "--no-answers").stdout == first.stdout


def test_a_file_is_written_and_what_is_no_sheet_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "sheet.md"
    for seed in ("1", "2"):
        done = run("--questions", "2", "--seed", seed, "--out", str(path))
        assert (done.exit_code, done.output) == (0, f"Written: {path}\n")
    text = path.read_text("utf-8")
    (sheet,) = choose_sheets(2, 2)
    assert sheet.questions[0].code in text
    path.write_text(text + "My own question.\n", "utf-8")
    done = run("--questions", "2", "--out", str(path))
    assert done.exit_code == 1 and "Traceback" not in done.output
    assert f"{path} is there already" in done.output
    assert path.read_text("utf-8").endswith("My own question.\n")


def test_versions_are_lettered_and_their_number_is_in_the_command() -> None:
    done = run("--questions", "2", "--seed", "1", "--copies", "3")
    assert "(version C)" in done.output and "--copies 3`" in done.output


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--questions", "0"], 2, "0 is not in the range 1<=x<=100"),
        (["--kind", "form"], 2, "'form' is not one of 'shapes', 'states'"),
        (["--seed", "-1"], 2, "-1 is not in the range 0<=x<=4294967295"),
        (["--copies", "27"], 2, "27 is not in the range 1<=x<=26"),
        (["--questions", "100", "--copies", "7"], 1, "Take fewer questions"),
        (["--out", "sheet.docx"], 1, "Expected a file that ends in .md, .html, .pdf"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    arguments: list[str], code: int, words: str
) -> None:
    done = run(*arguments)
    assert done.exit_code == code and words in done.output
    assert "Traceback" not in done.output


def test_the_options_allow_what_the_sheets_allow() -> None:
    """The numbers are written twice, so that help need not load the trainer."""
    options = {each.name: each.type for each in course.commands["sheet"].params}
    assert options["num_questions"].max == MOST_QUESTIONS
    assert options["copies"].max == len(VERSIONS)
    assert options["seed"].max == SHEET_SEEDS - 1
    assert list(options["kind"].choices) == list(SHEET_KINDS)


def test_poems_are_mixed_for_people_to_tell_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("torch")
    from poet_samples import KNOWN_POEMS, small_poet

    from course_utils.datasets import loaders
    from course_utils.poet import course_poet

    titles = ("春望", "登樓", "夜坐", "送別", "春曉", "山居")
    poems = tuple(
        loaders.Poem("某人", title, KNOWN_POEMS[place % 2])
        for place, title in enumerate(titles)
    )
    splits = loaders.Splits((), (), poems)
    monkeypatch.setattr(loaders, "load_tang_poems", lambda: splits)
    monkeypatch.setattr(course_poet, "load_poet", lambda path, say: small_poet())
    asked = ("poems", "--blind", "6", "--form", "5")
    done = run(*asked, "--seed", "3", "--script", "traditional")
    assert done.exit_code == 0 and done.output.count("## ") == 6
    assert done.output.count("某人") == done.output.count("with the head") == 3
    command = "course sheet poems --blind 6 --form 5 --seed 3 --script traditional"
    assert f"`{command}`" in done.output
    sown = run(*asked, "--no-answers")
    assert "某人" not in sown.stdout and "To get the same poems again" in sown.stderr
    odd = run("poems", "--blind", "7")
    assert odd.exit_code == 1 and "found 7. Take 8." in odd.output
