"""Every notebook in a real browser, as a learner meets it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from notebook_runs import NOTEBOOKS, each_notebook, has_failed, run_file
from playwright.sync_api import Locator, Page

from browser.lab_page import NotebookPage, controls, fits, picture, source
from browser.patience import expect, wait_until
from course_utils.checking.checks import Exercise, Mistake
from course_utils.checking.sources import solved_source
from course_utils.exercises import load_exercises
from course_utils.places import COURSE
from course_utils.syllabus import lesson

SCREENSHOTS = COURSE / "screenshots"


WANTED = "COURSE_SCREENSHOTS" in os.environ
"""Whether to keep pictures of all that is seen; of a test that fails, one is kept."""


@pytest.fixture
def folder(path: Path) -> Path:
    """Where the pictures of a notebook go; those of another day are gone."""
    found = SCREENSHOTS.joinpath(*path.with_suffix("").parts)
    shutil.rmtree(found, ignore_errors=True)
    return found


@pytest.fixture
def notebook(
    lab: Callable[[str], Page],
    path: Path,
    folder: Path,
    request: pytest.FixtureRequest,
) -> Iterator[NotebookPage]:
    opened = NotebookPage.open(lab(path.parts[1]), path.as_posix())
    yield opened
    if WANTED or has_failed(request.node):
        opened.screenshot(folder / "whole.png")
    opened.close()


@pytest.mark.parametrize("path", each_notebook(pytest.mark.browser))
def test_notebook(
    notebook: NotebookPage,
    path: Path,
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    notebook.run_all().save(run_file(tmp_path_factory, path))
    check_outputs(notebook)
    check_answers(notebook, "✔" if path.parts[0] == "solutions" else "○")
    check_explorers(notebook, folder)
    check_mistake(notebook, path)
    if path.parts[1] == "zh":
        check_chinese(notebook)


def check_outputs(notebook: NotebookPage) -> None:
    """Every cell has run, and none left an error or a warning."""
    code = [cell for cell in notebook.cells() if cell["cell_type"] == "code"]
    bad = [
        output
        for cell in code
        for output in cell["outputs"]
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]
    assert bad == []
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))


def check_answers(notebook: NotebookPage, mark: str) -> None:
    """A solved edition is right, a student edition waits for its reader."""
    answers = [
        cell["outputs"][0]["data"]["text/plain"]
        for cell in notebook.cells()
        if re.match(r"exercises\.(\w+)\.check\(\1\)|predictions\.", source(cell))
    ]
    assert answers
    assert {answer[0] for answer in answers} == {mark}


def check_explorers(notebook: NotebookPage, folder: Path) -> None:
    """Every control of every explorer changes the picture, and back it can go."""
    found = list(notebook.explorers())
    assert found, "a lesson has at least one explorer"
    for index, explorer in found:
        if is_studio(explorer):
            continue  # it has no picture, but tests of its own
        before = picture(explorer)
        assert before.startswith("data:image/png")
        assert explorer.locator("img").first.get_attribute("alt")
        assert fits(explorer), f"the picture in cell {index} is cut off"
        touchable = controls(explorer)
        assert touchable, f"the explorer in cell {index} has no control"
        for kind, touch in touchable:
            before = picture(explorer)
            touch()
            wait_until(
                lambda: picture(explorer) != before,  # noqa: B023
                f"another picture in cell {index}, where a {kind} was moved",
                notebook.page,
            )
        if WANTED:
            folder.mkdir(parents=True, exist_ok=True)
            explorer.first.screenshot(path=folder / f"explorer-{index}.png")


def is_studio(explorer: Locator) -> bool:
    expect(explorer.locator("img, .course-studio").first).to_be_visible()
    return explorer.locator(".course-studio").count() == 1


def check_mistake(notebook: NotebookPage, path: Path) -> None:
    """A wrong answer is typed in; the page names the mistake, in its language."""
    exercise, mistake = _first_mistake(path.stem)
    notebook.write(
        notebook.find(f"def {exercise.name}("), _as_answer(exercise, mistake)
    )
    check = notebook.find(f"exercises.{exercise.name}.check({exercise.name})")
    notebook.run_cell(check)
    expected = _words(mistake.text.in_language(path.parts[1]))
    wait_until(
        lambda: expected in _words(notebook.text_of_output(check)),
        f"the words {expected!r} below cell {check}",
        notebook.page,
    )


def _first_mistake(slug: str) -> tuple[Exercise, Mistake]:
    written = load_exercises(lesson(slug))
    assert written is not None
    exercise = next(iter(written[0]))
    return exercise, next(iter(exercise.mistakes.values()))


def _as_answer(exercise: Exercise, mistake: Mistake) -> str:
    code = solved_source(mistake.function)
    return code.replace(f"def {mistake.name}(", f"def {exercise.name}(")


def _words(text: str) -> str:
    """The text without marks and spacing, as the page may set it otherwise."""
    return re.sub(r"[`*\s]+", "", text)


def check_chinese(notebook: NotebookPage) -> None:
    """Chinese prose is drawn with fonts that have Chinese: no boxes."""
    command = ["fc-list", ":lang=zh-cn", "family"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    chinese = {name for name in re.split(r"[,\n]", listed.stdout) if name}
    notebook.node(0)  # what is out of sight is not drawn
    for selector in (".jp-RenderedMarkdown h1", ".jp-RenderedMarkdown p"):
        used = notebook.fonts(selector)
        assert used & chinese, f"{selector} is drawn with {used}, none has Chinese"


def test_every_edition_is_here() -> None:
    assert {path.parts[:2] for path in NOTEBOOKS} == {
        (edition, lang)
        for edition in ("notebooks", "solutions")
        for lang in ("en", "zh")
    }
