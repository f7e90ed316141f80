"""A lesson is written as an assignment of another grader, and never over somebody's."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from grading.handed_in import START

from course_utils.cli.course import course
from course_utils.grading.assignment import write_assignment
from course_utils.grading.assignment_graders import NBGRADER, OTTER, Grader
from course_utils.text import LANGUAGES, Language, use_language

GRADERS = {"--nbgrader": NBGRADER, "--otter": OTTER}


@pytest.mark.parametrize("grader", GRADERS.values(), ids=GRADERS)
def test_what_an_instructor_has_changed_is_not_written_over(
    grader: Grader, tmp_path: Path
) -> None:
    place = write_assignment(START, "en", tmp_path, grader)
    others = [tmp_path / name for name in grader.settings]
    for other in others:
        other.write_text("mine")
    again = write_assignment(START, "zh", tmp_path, grader)
    assert again == place, "nobody has touched it"
    notebook = nbformat.read(place, as_version=4)
    notebook.cells[0].source += "!"
    nbformat.write(notebook, place)
    before = place.read_bytes()
    with pytest.raises(ValueError, match="Move it away"):
        write_assignment(START, "en", tmp_path, grader)
    assert place.read_bytes() == before
    assert [other.read_text() for other in others] == ["mine"] * len(others)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("option", GRADERS)
def test_the_command(option: str, lang: Language, tmp_path: Path) -> None:
    use_language(lang)
    asked = ["assign", "0", str(tmp_path), "--lang", lang, option]
    done = CliRunner().invoke(course, asked)
    assert done.exit_code == 0, done.output
    place = tmp_path / GRADERS[option].place.format(slug=START)
    assert place.is_file() and str(place) in done.output
    assert f"{option.removeprefix('--')} " in done.output.splitlines()[-1]


@pytest.mark.parametrize(("lang", "word"), [("en", "Add --nbgrader"), ("zh", "请加上")])
@pytest.mark.parametrize("options", [[], [*GRADERS]], ids=["none", "both"])
def test_the_command_writes_for_one_grader(
    options: list[str], lang: Language, word: str, tmp_path: Path
) -> None:
    use_language(lang)
    asked = ["assign", "0", str(tmp_path), "--lang", lang, *options]
    done = CliRunner().invoke(course, asked)
    assert done.exit_code == 1 and word in done.output
    assert not any(tmp_path.iterdir())
