"""The gate has teeth: each way to break a notebook is caught, and by its name."""

from __future__ import annotations

import base64
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output
from notebook_edits import change
from PIL import Image

from course_utils.authoring import editions, nbval, rules
from course_utils.authoring.gate import Problem, check_notebooks, run_notebook
from course_utils.authoring.notebooks import Edition, compared_share
from course_utils.authoring.prose.promises import keep_promises
from course_utils.places import COURSE
from course_utils.text import use_language

# The fixture is executed, and its first cell needs PyTorch.
pytestmark = [pytest.mark.torch, pytest.mark.notebook]

SLUG = "01_vanilla_rnn"
Stored = Callable[[], list[str]]
FIXTURE = COURSE / "tests" / "fixtures" / "lessons" / f"{SLUG}.py"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one small lesson, built whole."""
    root = tmp_path_factory.mktemp("built")
    (root / "lessons").mkdir()
    shutil.copy(FIXTURE, root / "lessons")
    editions.build_editions(root)
    keep_promises(root, SLUG)
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(built, tmp_path / "课程 course"))


def solved(course: Path) -> Path:
    return course / "solutions" / "en" / f"{SLUG}.ipynb"


def student(course: Path) -> Path:
    return course / "notebooks" / "en" / f"{SLUG}.ipynb"


def place(notebook: NotebookNode, word: str) -> int:
    """Index of the first code cell that has `word` in it."""
    return next(
        index
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and word in cell.source
    )


def cell(notebook: NotebookNode, word: str) -> NotebookNode:
    return notebook.cells[place(notebook, word)]


def checked(course: Path) -> list[Problem]:
    return check_notebooks([course / "notebooks", course / "solutions"])


def names(problems: list[Problem]) -> set[str]:
    return {problem.name for problem in problems}


def places(problems: list[Problem]) -> list[tuple[str, int | None]]:
    return [(problem.name, problem.cell) for problem in problems]


@pytest.fixture(scope="module")
def recordings(built: Path) -> dict[Path, Path]:
    """A run of each English edition as it was built."""
    found = {}
    for path in (solved(built), student(built)):
        run = run_notebook(path)
        assert run.problems == [] and run.recording is not None
        kept = built.with_name(f"{built.name}-{path.parts[-3]}.json")
        found[path.relative_to(built)] = kept
        run.recording.save(kept)
    return found


@pytest.fixture
def stored(built: Path, course: Path) -> Stored:
    """What differs from the built notebooks: `course build --check` says the same."""

    def differences() -> list[str]:
        return [
            str(each)
            for path in sorted(built.rglob("*.ipynb"))
            for each in editions.compare_editions(
                course / path.relative_to(built), nbformat.read(path, as_version=4)
            )
        ]

    return differences


def replayed(course: Path, recordings: dict[Path, Path]) -> list[Problem]:
    """What nbval finds in the solved edition, whose cells are those that ran."""
    kept = recordings[solved(course).relative_to(course)]
    return run_notebook(solved(course), replay=kept).problems


def test_an_unbroken_course_passes(
    course: Path, stored: Stored, recordings: dict[Path, Path]
) -> None:
    assert checked(course) == []
    assert stored() == []
    assert set(recordings) == {
        path(course).relative_to(course) for path in (solved, student)
    }


# ------------------------------------------------------ ten ways to break a notebook


def test_a_wrong_number(
    course: Path, stored: Stored, recordings: dict[Path, Path]
) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, ".mean()").outputs[0].text = "140.01\n"

    change(solved(course), break_it)
    (problem,) = replayed(course, recordings)
    assert problem.name == "wrong-output"
    assert problem.cell == 5
    assert "140.01" in str(problem)
    assert stored() == [f"solutions/en/{SLUG}.ipynb, cell 5: output differs"]


def test_a_cleared_output(
    course: Path, stored: Stored, recordings: dict[Path, Path]
) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, ".mean()").outputs = []

    change(solved(course), break_it)
    assert names(replayed(course, recordings)) == {"wrong-output"}
    assert stored() == [f"solutions/en/{SLUG}.ipynb, cell 5: output differs"]


def test_a_cell_cleared_as_jupyter_clears_it(course: Path) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, ".mean()").update(outputs=[], execution_count=None)

    change(solved(course), break_it)
    assert ("not-executed", 5) in places(checked(course))


def test_a_deleted_cell(course: Path, stored: Stored) -> None:
    def break_it(notebook: NotebookNode) -> None:
        notebook.cells.remove(cell(notebook, ".mean()"))

    change(solved(course), break_it)
    assert {"out-of-order", "twins-differ"} <= names(checked(course))
    expected = f"solutions/en/{SLUG}.ipynb, cell 5: a cell of the lesson is missing"
    assert stored() == [expected]


def test_a_deleted_prose_cell(course: Path, stored: Stored) -> None:
    def break_it(notebook: NotebookNode) -> None:
        notebook.cells.pop()
        notebook.cells.pop()
        notebook.cells.pop()

    change(student(course), break_it)
    assert "twins-differ" in names(checked(course))
    assert len(stored()) == 3


def test_reordered_cells(course: Path, stored: Stored) -> None:
    def break_it(notebook: NotebookNode) -> None:
        notebook.cells.insert(3, notebook.cells.pop(place(notebook, ".mean()")))

    change(solved(course), break_it)
    assert {"out-of-order", "twins-differ"} <= names(checked(course))
    assert any("cells out of order" in line for line in stored())
    assert "cell-fails" in names(run_notebook(solved(course)).problems)


def test_changed_plot_data(course: Path) -> None:
    def break_it(notebook: NotebookNode) -> None:
        drawn = cell(notebook, "ax.plot")
        drawn.source = drawn.source.replace("counts)", "counts + 1)")

    change(solved(course), break_it)
    assert "twins-differ" in names(checked(course))
    assert names(run_notebook(solved(course)).problems) == {"cell-fails"}


def test_a_changed_picture(course: Path, stored: Stored) -> None:
    def break_it(notebook: NotebookNode) -> None:
        data = cell(notebook, "ax.plot").outputs[0].data
        picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
        pixels = np.array(picture.convert("RGB"))
        pixels[200:220, 300:320] = 0  # a small black square: one point more
        changed = io.BytesIO()
        Image.fromarray(pixels).save(changed, "png")
        data["image/png"] = base64.b64encode(changed.getvalue()).decode()

    change(solved(course), break_it)
    assert stored() == [f"solutions/en/{SLUG}.ipynb, cell 6: output differs"]


def test_an_error(course: Path) -> None:
    def break_it(notebook: NotebookNode) -> None:
        error = new_output("error", ename="ZeroDivisionError", evalue="division by 0")
        cell(notebook, ".mean()").outputs = [error]

    change(solved(course), break_it)
    assert ("stored-error", 5) in places(checked(course))


@pytest.mark.parametrize("edition", [solved, student])
def test_a_cell_that_fails(course: Path, edition: Callable[[Path], Path]) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, ".mean()").source = "1 / 0"

    change(edition(course), break_it)
    (problem,) = run_notebook(edition(course)).problems
    assert (problem.name, problem.cell) == ("cell-fails", 5)
    assert "ZeroDivisionError" in str(problem)
    assert "\x1b" not in str(problem) and "#x1B" not in str(problem)


def test_a_stored_warning(course: Path) -> None:
    def break_it(notebook: NotebookNode) -> None:
        warning = new_output("stream", name="stderr", text="UserWarning: too hot")
        cell(notebook, ".mean()").outputs.append(warning)

    change(solved(course), break_it)
    assert places(checked(course)) == [("stored-warning", 5)]


@pytest.mark.parametrize(
    ("edition", "source"),
    [
        (solved, "np.log(np.zeros(3))"),
        (student, "import warnings; warnings.warn('too hot')"),
    ],
)
def test_a_cell_that_warns(
    course: Path, edition: Callable[[Path], Path], source: str
) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, "assert").source = source

    change(edition(course), break_it)
    (problem,) = run_notebook(edition(course)).problems
    assert (problem.name, problem.cell) == ("cell-fails", 7)
    assert "Warning" in str(problem)


@pytest.mark.parametrize("source", ["%no_such_magic", "%%bash\nls", "!ls", "x = %pwd"])
@pytest.mark.parametrize("edition", [solved, student])
def test_a_bad_magic(
    course: Path, edition: Callable[[Path], Path], source: str
) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, "assert").source = source

    change(edition(course), break_it)
    assert ("bad-magic", 7) in places(checked(course))


@pytest.mark.parametrize("edition", [solved, student])
def test_a_missing_chinese_twin(
    course: Path, edition: Callable[[Path], Path], stored: Stored
) -> None:
    path = edition(course)
    twin = path.parents[1] / "zh" / path.name
    twin.unlink()
    (problem,) = checked(course)
    assert (problem.name, problem.notebook) == ("missing-twin", path)
    kind = path.parts[-3]
    assert stored() == [f"{kind}/zh/{SLUG}.ipynb: missing. Run `course build`."]


def test_a_solution_left_in_a_student_edition(course: Path) -> None:
    source = cell(nbformat.read(solved(course), as_version=4), "def rnn_step").source

    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, "def rnn_step").source = source

    change(student(course), break_it)
    assert ("solution-left", 9) in places(checked(course))


@pytest.mark.parametrize(
    "source",
    [
        "rnn_step = exercises.rnn_step.solved",
        "exercises.rnn_step.solution()",
        "### BEGIN SOLUTION",
        'predictions.state_size.answer("c")',
    ],
)
def test_a_name_that_gives_the_answer_away(course: Path, source: str) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, "def rnn_step").source = source

    change(student(course), break_it)
    assert "solution-left" in names(checked(course))


def test_a_solution_in_the_prose_of_an_earlier_lesson(course: Path) -> None:
    source = cell(nbformat.read(solved(course), as_version=4), "def rnn_step").source
    for path in course.rglob("*.ipynb"):
        path.rename(path.with_stem("00_start_here"))

    def break_it(notebook: NotebookNode) -> None:
        notebook.cells[-3].source = f"```python\n{source}\n```"

    first = student(course).with_stem("00_start_here")
    change(first, break_it)
    assert ("solution-left", 8) in places(checked(course))


# ---------------------------------------------------------------- the other rules


def show_text(text: str) -> Callable[[NotebookNode], object]:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, ".mean()").outputs[0].text = text

    return break_it


@pytest.mark.parametrize(
    "path",
    [
        "/home/li/x.csv",
        "/Users/li/x.csv",
        r"C:\Users\li",
        "/tmp/x/y",
        str(Path.home()) + "/data",
        str(COURSE),
    ],
)
def test_a_path_of_the_authors_machine(course: Path, path: str) -> None:
    change(solved(course), show_text(path))
    assert names(checked(course)) == {"machine-path"}


def test_a_long_float(course: Path) -> None:
    change(solved(course), show_text("loss 0.12345 after 3 steps"))
    assert names(checked(course)) == {"long-float"}


@pytest.mark.parametrize("alt", ["", "<Figure size 640x480 with 1 Axes>"])
def test_a_figure_without_alternative_text(course: Path, alt: str) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, "ax.plot").outputs[0].data["text/plain"] = alt

    change(solved(course), break_it)
    assert names(checked(course)) == {"figure-without-alt"}


def test_an_english_alternative_text_in_a_chinese_edition(course: Path) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, "ax.plot").outputs[0].data["text/plain"] = "A rising curve"

    change(course / "solutions" / "zh" / f"{SLUG}.ipynb", break_it)
    assert names(checked(course)) == {"figure-without-alt"}


def test_too_large(course: Path) -> None:
    change(student(course), lambda notebook: notebook.metadata.update(x="x" * 10**6))
    assert "too-large" in names(checked(course))


def test_output_left_in_a_student_edition(course: Path) -> None:
    shutil.copy(solved(course), student(course))
    assert "output-left" in names(checked(course))


def test_too_few_cells_compared(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share = compared_share(Edition.at(solved(course)))
    assert share == pytest.approx(4 / 8)  # three numbers and a check, of eight cells
    monkeypatch.setattr(rules, "COMPARED_FLOOR", share + 0.01)
    assert names(checked(course)) == {"too-few-compared"}


def test_an_ignored_output_is_not_compared(course: Path) -> None:
    def break_it(notebook: NotebookNode) -> None:
        for each in notebook.cells:
            each.metadata["tags"] = ["nbval-ignore-output"]

    change(solved(course), break_it)
    assert compared_share(Edition.at(solved(course))) == 0


def test_a_kernel_that_dies_does_not_hang(course: Path) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, ".mean()").source = "import os; os._exit(1)"

    change(solved(course), break_it)
    assert "dead-kernel" in names(run_notebook(solved(course), budget=5).problems)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("while True: pass", "more than 3 s of processor time"),
        ("import select; select.select([], [], [], 60)", "within 15 s by the clock"),
    ],
)
def test_a_cell_that_never_ends(course: Path, source: str, said: str) -> None:
    def break_it(notebook: NotebookNode) -> None:
        cell(notebook, ".mean()").source = source

    change(solved(course), break_it)
    (problem,) = run_notebook(solved(course), budget=3).problems
    assert (problem.name, problem.cell) == ("too-slow", 5)
    assert said in str(problem)


def test_the_order_of_a_set(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is built with one hash seed and run with another, which is told."""
    lesson = course / "lessons" / FIXTURE.name
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(
        text.replace("print(counts)", "print(set('abcdefgh'))"), encoding="utf-8"
    )
    edition = Edition.at(solved(course))
    edition.path.write_bytes(editions.to_bytes(editions.make(edition)))
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    (problem,) = run_notebook(solved(course)).problems
    assert (problem.name, problem.cell) == ("wrong-output", 4)
    assert "PYTHONHASHSEED=7 repeats the run" in str(problem)


@pytest.mark.parametrize("set_before", [None, "0", "random"])
def test_a_run_never_has_the_hash_seed_of_the_builder(
    monkeypatch: pytest.MonkeyPatch, set_before: str | None
) -> None:
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    if set_before is not None:
        monkeypatch.setenv("PYTHONHASHSEED", set_before)
    seeds = {nbval.environment()["PYTHONHASHSEED"] for _ in range(3)}
    assert len(seeds) == 3
    assert all(0 < int(seed) < 2**32 for seed in seeds)


def test_too_much_in_all(course: Path) -> None:
    def break_it(notebook: NotebookNode) -> None:
        wait = "while time.process_time() < 4.5: pass"
        cell(notebook, "assert").source = f"import time\n{wait}"

    change(student(course), break_it)
    assert names(run_notebook(student(course), budget=4).problems) == {"too-slow"}


def test_a_file_that_is_no_notebook(course: Path) -> None:
    solved(course).write_text("not a notebook")
    assert names(run_notebook(solved(course)).problems) == {"not-run"}
    assert names(checked(course)) == {"not-a-notebook"}


# ---------------------------------------------------------------- how it speaks


def test_problems_are_told_in_both_languages(course: Path) -> None:
    change(solved(course), show_text("/home/li/x.csv"))
    (problem,) = checked(course)
    assert str(problem).startswith(f"solutions/en/{SLUG}.ipynb, cell 5: machine-path:")
    use_language("zh")
    assert "第 5 个单元格" in str(problem)
    assert "作者电脑" in str(problem)


def test_one_language_only(course: Path) -> None:
    change(solved(course), show_text("/home/li/x.csv"))
    folders = [course / "solutions"]
    assert names(check_notebooks(folders, lang="en")) == {"machine-path"}
    assert check_notebooks(folders, lang="zh") == []


def test_a_folder_without_notebooks(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Expected a notebook under"):
        check_notebooks([tmp_path])
