"""What the builder makes: the committed notebooks, the same bytes every time."""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbconvert.exporters import ScriptExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from course_utils.authoring import editions
from course_utils.authoring.front_page import build_front_page
from course_utils.authoring.notebooks import Edition
from course_utils.authoring.stored import (
    IGNORE_OUTPUT,
    LANGUAGE_INFO,
    WIDGET_STATE,
    WIDGET_VIEW,
    cell_id,
    differences,
    keep_run,
    normalise,
    same_picture,
    to_bytes,
)
from course_utils.places import COURSE

FIXTURE = COURSE / "tests" / "fixtures" / "lessons" / "01_vanilla_rnn.py"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = tmp_path / "课程 course"
    (root / "lessons").mkdir(parents=True)
    shutil.copy(FIXTURE, root / "lessons")
    return root


def notebooks(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.ipynb")
    }


def replace(root: Path, old: str, new: str) -> None:
    path = root / "lessons" / FIXTURE.name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_committed_front_page_is_what_the_syllabus_builds() -> None:
    assert [str(each) for each in build_front_page(COURSE, check=True)] == []


@pytest.mark.torch
@pytest.mark.notebook
def test_a_second_build_is_byte_identical(course: Path) -> None:
    editions.build_editions(course)
    first = notebooks(course)
    shutil.rmtree(course / "solutions")
    shutil.rmtree(course / "notebooks")
    editions.build_editions(course)
    assert len(first) == 4 and notebooks(course) == first


@pytest.mark.torch
@pytest.mark.notebook
def test_checking_writes_nothing_and_names_file_and_cell(course: Path) -> None:
    missing = editions.build_editions(course, check=True)
    assert len(missing) == 4 and notebooks(course) == {}
    editions.build_editions(course)
    before = notebooks(course)
    replace(course, "print(counts)", "print(counts + 1)")
    found = {str(each) for each in editions.build_editions(course, check=True)}
    assert any(each.startswith("solutions/en/01_vanilla_rnn") for each in found)
    assert all("cell 4" in each for each in found)
    assert notebooks(course) == before


@pytest.mark.torch
@pytest.mark.notebook
def test_a_lesson_that_stops_is_named_with_its_cell_and_nothing_is_written(
    course: Path,
) -> None:
    replace(course, "print(counts)", "print(undefined)")
    with pytest.raises(ValueError, match="undefined") as error:
        editions.build_editions(course)
    assert "stopped at cell 4" in str(error.value)
    assert not any("solutions" in name for name in notebooks(course))


def test_a_lesson_that_does_not_exist_is_refused(course: Path) -> None:
    with pytest.raises(ValueError, match="01_vanilla_rnn"):
        editions.build_editions(course, ["07_nothing"])


@pytest.mark.torch
@pytest.mark.notebook
def test_a_broken_notebook_is_found_and_built_again(course: Path) -> None:
    editions.build_editions(course)
    path = course / "notebooks" / "zh" / "01_vanilla_rnn.ipynb"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    (found,) = editions.build_editions(course, check=True)
    assert "not a notebook" in str(found)
    editions.build_editions(course)
    assert path.read_bytes() == whole


def test_student_editions_have_blank_answers() -> None:
    code = editions.Code('predictions.size.answer("b")')
    student = editions.code_for(code, None, "student")
    assert student == 'predictions.size.answer("")'
    assert editions.code_for(code, None, "solved") == code.source


def test_ids_depend_on_the_text_and_differ_for_equal_texts() -> None:
    seen: dict[str, int] = {}
    ids = [cell_id(seen, text) for text in ("a", "b", "a")]
    assert len(set(ids)) == 3
    assert ids[0] == cell_id({}, "a")


def picture(shift: int = 0) -> str:
    pixels = np.full((20, 30, 3), 100, np.uint8)
    pixels[:10] += shift
    return _png(pixels)


def _png(pixels: np.ndarray) -> str:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def shown(data: dict[str, object], *tags: str) -> nbformat.NotebookNode:
    output = new_output("display_data", data=data)
    cell = new_code_cell("x", outputs=[output], metadata={"tags": list(tags)})
    cell["id"] = "cell"
    return new_notebook(cells=[cell])


def test_pictures_may_differ_by_rounding_but_not_by_sight() -> None:
    one = shown({"image/png": picture()})
    assert differences(one, shown({"image/png": picture(1)})) == []
    assert differences(one, shown({"image/png": picture(60)})) == [(1, "outputs")]
    assert differences(one, shown({"image/png": "garbage"})) == [(1, "outputs")]


def test_a_word_wiped_from_a_large_picture_is_seen() -> None:
    pixels = np.full((800, 1600, 3), 255, np.uint8)
    drawn = pixels.copy()
    drawn[400:412, 700:740:4] = 0  # a word: ten strokes, 120 of 1 280 000 pixels
    rounded = drawn.copy()
    rounded[::60, ::90] = 200  # by rounding: a pixel here, a pixel there
    assert same_picture(_png(drawn), _png(rounded))
    assert not same_picture(_png(drawn), _png(pixels))


def test_pictures_inside_html_are_compared_alike() -> None:
    def html(shift: int, alt: str = "a") -> nbformat.NotebookNode:
        src = f"data:image/png;base64,{picture(shift)}"
        return shown({"text/html": f'<img alt="{alt}" src="{src}">'})

    assert differences(html(0), html(1)) == []
    assert differences(html(0), html(60)) == [(1, "outputs")]
    assert differences(html(0), html(0, alt="b")) == [(1, "outputs")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("rnn 0.69, 12 ms", "rnn 0.7, 140 ms"),
        ("torch 2.13.0+cpu", "torch 2.14+cu130"),
        ("{'all': 0.36}", "{'all': 0.4}"),
        ("ok   data: all in data/cache", "ok   data: some are missing"),
        ("春色黯不开 chūn sè", "秋夜雨声多 qiū yè"),
    ],
)
def test_numbers_and_verses_of_an_ignored_output_may_differ(one: str, two: str) -> None:
    old, new = (shown({"text/plain": text}, IGNORE_OUTPUT) for text in (one, two))
    assert differences(old, new) == []
    new.cells[0].source = "y"
    assert differences(old, new) == [(1, "source")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("rnn 0.69", "lstm 0.69"),
        ("rnn 0.69", "rnn 0.69, well done"),
        ("rnn 0.69", "rnn"),
        ("rnn 0.69", "rnn 0.69\n春色黯不开"),
    ],
)
def test_words_of_an_ignored_output_may_not(one: str, two: str) -> None:
    old, new = (shown({"text/plain": text}, IGNORE_OUTPUT) for text in (one, two))
    assert differences(old, new) == [(1, "words")]


def test_words_in_a_picture_of_an_ignored_output_may_not() -> None:
    def drawn(label: str) -> nbformat.NotebookNode:
        data = {"image/png": picture(0), "text/plain": "a picture"}
        notebook = shown(data, IGNORE_OUTPUT)
        about = {"alt": "a picture", "labels": [label]}
        notebook.cells[0].outputs[0].metadata = {"image/png": about}
        return notebook

    assert differences(drawn("loss 0.5"), drawn("loss 0.6")) == []
    assert differences(drawn("loss"), drawn("损失")) == [(1, "words")]
    assert differences(drawn("损失"), drawn("得分")) == [(1, "words")]


def test_a_change_of_prose_leaves_the_outputs_as_they_are() -> None:
    prose = new_markdown_cell("new words")
    old, new = (shown({"text/plain": t}, IGNORE_OUTPUT) for t in ("0.71 s", "0.73 s"))
    new.cells.insert(0, prose)
    kept = keep_run(old, new)
    assert kept is not None
    assert [kept.cells[0].source, kept.cells[1].outputs] == [
        "new words",
        old.cells[0].outputs,
    ]


@pytest.mark.parametrize("change", [("source", "y"), ("outputs", [])])
def test_where_code_ran_otherwise_nothing_stored_is_kept(
    change: tuple[str, object],
) -> None:
    old, new = shown({"text/plain": "2"}), shown({"text/plain": "2"})
    assert keep_run(old, new) is not None
    new.cells[0][change[0]] = change[1]
    assert keep_run(old, new) is None


def test_a_cell_twice_is_told() -> None:
    once = shown({"text/plain": "a"})
    twice = shown({"text/plain": "a"})
    twice.cells.append(twice.cells[0])
    assert differences(twice, once) == [(2, "unknown")]


def test_cells_missing_added_and_moved_are_told_apart() -> None:
    def made(*ids: str) -> nbformat.NotebookNode:
        cells = [new_markdown_cell("") for _ in ids]
        for cell, name in zip(cells, ids, strict=True):
            cell["id"] = name
        return new_notebook(cells=cells)

    built = made("a", "b", "c")
    assert differences(made("a", "c"), built) == [(2, "missing")]
    assert differences(made("a", "x", "b", "c"), built) == [(2, "unknown")]
    assert differences(made("a", "c", "b"), built) == [(2, "order"), (3, "order")]


def test_widget_ids_become_the_same_each_time_and_unseen_state_goes() -> None:
    def made(shown_id: str, child: str, unseen: str) -> bytes:
        notebook = shown({WIDGET_VIEW: {"model_id": shown_id}})
        state = {
            unseen: {"state": {}},
            child: {"state": {"value": 1}},
            shown_id: {"state": {"children": [f"IPY_MODEL_{child}"]}},
        }
        notebook.metadata["widgets"] = {WIDGET_STATE: {"state": state}}
        return to_bytes(normalise(notebook, "lesson"))

    one = made("a" * 32, "b" * 32, "c" * 32)
    assert one == made("d" * 32, "e" * 32, "f" * 32)
    assert b"c" * 32 not in one and one.count(b'"value": 1') == 1


class Unlucky:
    """A notebook client whose kernel does not start the first times."""

    starts = 0
    failures = 2
    running = 0

    def __init__(self, *_: object, **__: object) -> None: ...

    def execute(self, **_: object) -> None:
        Unlucky.starts += 1
        if Unlucky.starts <= Unlucky.failures:
            raise RuntimeError("Kernel died before replying to kernel_info")


@pytest.mark.parametrize("failures", [0, 1, 2])
def test_a_kernel_whose_port_was_taken_is_started_again(
    course: Path, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    monkeypatch.setattr(editions, "LimitedClient", Unlucky)
    monkeypatch.setattr(Unlucky, "starts", 0)
    monkeypatch.setattr(Unlucky, "failures", failures)
    edition = Edition(course, "solved", "en", "01_vanilla_rnn")
    editions.execute(new_notebook(), edition)
    assert Unlucky.starts == failures + 1


def test_a_kernel_that_never_starts_is_an_error(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "LimitedClient", Unlucky)
    monkeypatch.setattr(Unlucky, "failures", editions.KERNEL_STARTS)
    monkeypatch.setattr(Unlucky, "starts", 0)
    edition = Edition(course, "solved", "en", "01_vanilla_rnn")
    with pytest.raises(RuntimeError, match="Kernel died"):
        editions.execute(new_notebook(), edition)


def test_the_language_is_what_a_kernel_says_without_its_version() -> None:
    """So a learner's save differs in little, and nbconvert knows what a script is."""
    ask = (  # apart: where ipykernel is loaded, tqdm takes it for a notebook
        "import json; from ipykernel.ipkernel import IPythonKernel as kernel; "
        "print(json.dumps(kernel.language_info))"
    )
    told = json.loads(subprocess.check_output([sys.executable, "-c", ask]))
    told.pop("version")
    assert told == LANGUAGE_INFO
    _, resources = ScriptExporter().from_notebook_node(normalise(shown({}), "lesson"))
    assert resources["output_extension"] == ".py"
