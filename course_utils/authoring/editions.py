"""Build the four editions of each lesson from its one text, and compare them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tqdm import tqdm

from course_utils.authoring.edition import FOLDERS, Edition, EditionKind
from course_utils.authoring.lesson_source import Code, LessonSource, Prose, read_lesson
from course_utils.authoring.recording import Recording
from course_utils.authoring.stored import (
    IGNORE_OUTPUT,
    cell_id,
    differences,
    hide_paths,
    normalise,
    to_bytes,
)
from course_utils.checking.lists import Exercises
from course_utils.checking.sources import solved_source, stub_source
from course_utils.files import write_atomically
from course_utils.text import LANGUAGES, Language, Text, join

CELL_SECONDS = 300
KERNEL_STARTS = 3
WORKERS = 2
CHINESE_LINE = re.compile(  # not a heading; ends and goes on in Chinese
    r"^(?!#)(.*[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef”’])\n"
    r"(?=[\u4e00-\u9fff“‘（《`$\w])(?!\d+\.|\$\$|```)",
    re.MULTILINE,
)
_ANSWER = re.compile(r"(predictions\.\w+\.answer\()[^)]*(\))")


@dataclass(frozen=True)
class Difference:
    """A committed notebook that is not what its lesson's text builds."""

    path: Path
    cell: int | None
    what: Text

    def __str__(self) -> str:
        where = "" if self.cell is None else str(_CELL.format(number=self.cell))
        return f"{'/'.join(self.path.parts[-3:])}{where}: {self.what}"


def find_lessons(root: Path, slugs: Iterable[str] = ()) -> list[Path]:
    """The lesson texts below `root`: all, or those named; unknown is a `ValueError`."""
    found = sorted((root / "lessons").glob("[0-9][0-9]_*.py"))
    wanted = list(slugs)
    unknown = sorted(set(wanted) - {path.stem for path in found})
    if unknown or not found:
        known = join(path.stem for path in found)
        raise ValueError(
            str(_NO_LESSON.format(found=", ".join(unknown), root=root, known=known))
        )
    return [path for path in found if not wanted or path.stem in wanted]


def build_editions(
    root: Path, slugs: Iterable[str] = (), *, check: bool = False
) -> list[Difference]:
    """Build all four editions of the lessons `slugs` (default: every lesson).

    Writes the notebooks that changed. With `check` nothing is written: the result
    names each notebook and cell that differs from what the text builds.
    """
    editions = [
        Edition(root, kind, lang, path.stem)
        for path in find_lessons(root, slugs)
        for lang in LANGUAGES
        for kind in FOLDERS
    ]
    found: list[Difference] = []
    for edition, notebook in _make_all(editions):
        changes = compare_editions(edition.path, notebook)
        if check:
            found += changes
        elif changes:
            edition.path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(edition.path, to_bytes(notebook))
    return sorted(found, key=lambda each: (each.path, each.cell or 0))


def _make_all(
    editions: Sequence[Edition],
) -> Iterator[tuple[Edition, NotebookNode]]:
    bar = tqdm(total=len(editions), unit="notebook", disable=None)
    with ProcessPoolExecutor(WORKERS) as pool, bar:
        jobs = {pool.submit(make, edition): edition for edition in editions}
        for job in as_completed(jobs):
            try:
                notebook = job.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
            bar.set_postfix_str(jobs[job].slug)
            bar.update()
            yield jobs[job], notebook


def make(edition: Edition, recording: Recording | None = None) -> NotebookNode:
    """One edition as a notebook; a solved one is executed, or was in `recording`."""
    source = read_lesson(edition.root / "lessons" / f"{edition.slug}.py")
    notebook = assemble(source, edition)
    if edition.kind == "solved":
        if recording is None:
            execute(notebook, edition)
        else:
            notebook = recording.replay(notebook)
        root = f"{edition.root.absolute()}{os.sep}"
        hide_paths(notebook, {root: "", str(Path.home()): "~"})
    return normalise(notebook, f"{edition.slug}-{edition.language}-{edition.kind}")


def assemble(source: LessonSource, edition: Edition) -> NotebookNode:
    """The cells of one edition, not executed."""
    exercises = import_module(f"course_utils.exercises.{source.lesson.name}").exercises
    seen: dict[str, int] = {}
    cells = []
    for index, cell in enumerate(source.cells):
        if isinstance(cell, Prose):
            made = new_markdown_cell(prose_for(cell, edition.language))
            made["id"] = cell_id(seen, cell.texts["en"])
        else:
            made = new_code_cell(code_for(cell, exercises, edition.kind))
            made["id"] = cell_id(seen, cell.source)
            if cell.tags:
                made.metadata["tags"] = list(cell.tags)
        cells.append(made)
        if index == 0:
            cells.append(_start_cell(edition))
    kernel = {"display_name": "Python 3 (ipykernel)", "name": "python3"}
    kernel["language"] = "python"
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _start_cell(edition: Edition) -> NotebookNode:
    code = (
        "from course_utils import start\n\n"
        f'start("{edition.slug}", lang="{edition.language}")'
    )
    made = new_code_cell(code, metadata={"tags": [IGNORE_OUTPUT]})
    made["id"] = "start"
    return made


def code_for(cell: Code, exercises: Exercises, kind: EditionKind) -> str:
    """The code of `cell` in an edition of `kind`."""
    if cell.exercise is not None:
        solution = getattr(exercises, cell.exercise).solved
        return solved_source(solution) if kind == "solved" else stub_source(solution)
    if cell.show is not None:
        return solved_source(_find(cell.show))
    if kind == "student":
        return _ANSWER.sub(r'\1""\2', cell.source)
    return cell.source


def prose_for(cell: Prose, lang: Language) -> str:
    """The text of `cell`; in Chinese a line end inside a paragraph is no space."""
    text = cell.texts[lang]
    return CHINESE_LINE.sub(r"\1", text) if lang == "zh" else text


def _find(place: str) -> Any:
    """The function at `module:name`."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def execute(notebook: NotebookNode, edition: Edition) -> None:
    """Run the notebook top to bottom; an error is a `ValueError` naming the cell."""
    folder = edition.path.parent
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "COURSE_PROGRESS": "memory",
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
    }
    options: dict[str, Any] = {
        "timeout": CELL_SECONDS,
        "kernel_name": "python3",
        "extra_arguments": ["--log-level=ERROR"],
        "record_timing": False,
        "coalesce_streams": True,
        "store_widget_state": True,
        "resources": {"metadata": {"path": str(folder)}},
    }
    for attempt in range(1, KERNEL_STARTS + 1):
        try:
            NotebookClient(notebook, **options).execute(env=environment)
            return
        except CellExecutionError as error:
            raise ValueError(str(_stopped(notebook, edition, error))) from None
        except RuntimeError:  # another process was quicker to take the kernel's port
            if attempt == KERNEL_STARTS or any(_outputs(notebook)):
                raise


def _outputs(notebook: NotebookNode) -> Iterator[NotebookNode]:
    for cell in notebook.cells:
        yield from cell.get("outputs", [])


def _stopped(
    notebook: NotebookNode, edition: Edition, error: CellExecutionError
) -> Text:
    number, cell = next(
        (number, cell)
        for number, cell in enumerate(notebook.cells, 1)
        if any(each.output_type == "error" for each in cell.get("outputs", []))
    )
    return _STOPPED.format(
        name=f"{edition.slug} ({edition.language}, {edition.kind})",
        number=number,
        code=cell.source,
        error=f"{error.ename}: {error.evalue}",
    )


def compare_editions(path: Path, built: NotebookNode) -> list[Difference]:
    """Where the notebook at `path` differs from `built`."""
    if not path.is_file():
        return [Difference(path, None, _MISSING)]
    try:
        committed = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except Exception:  # whatever a broken file makes the reader raise
        return [Difference(path, None, _BROKEN)]
    return [
        Difference(path, cell, _WHAT[what])
        for cell, what in differences(committed, built)
    ]


_CELL = Text(en=", cell {number}", zh="，第 {number} 格")
_MISSING = Text(
    en="missing. Run `course build`.", zh="缺少这个笔记本。请运行 `course build`。"
)
_BROKEN = Text(
    en="not a notebook. Run `course build`.",
    zh="不是有效的笔记本文件。请运行 `course build`。",
)
_WHAT = {
    "metadata": Text(en="metadata differ", zh="元数据不同"),
    "missing": Text(en="a cell of the lesson is missing", zh="缺少课文里的一格"),
    "unknown": Text(en="a cell that the lesson does not have", zh="课文里没有这一格"),
    "order": Text(en="cells out of order", zh="单元格顺序不对"),
    "source": Text(en="source differs", zh="内容不同"),
    "outputs": Text(en="output differs", zh="输出不同"),
    "execution_count": Text(en="execution count differs", zh="执行编号不同"),
    "cell_type": Text(en="kind of cell differs", zh="单元格类型不同"),
    "attachments": Text(en="attachments differ", zh="附件不同"),
}
_NO_LESSON = Text(
    en="Expected lessons among: {known}; found {found!r} in {root}. Check the name.",
    zh="现有的课是：{known}；{root} 里没有 {found!r}。请检查名字。",
)
_STOPPED = Text(
    en="Lesson {name} stopped at cell {number}:\n\n{code}\n\n{error}\n\n"
    "Mend the lesson's text and build again.",
    zh="课程 {name} 在第 {number} 格出错：\n\n{code}\n\n{error}\n\n"
    "请修改课文，再重新构建。",
)
