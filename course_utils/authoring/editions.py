"""Build the four editions of each lesson from its one text, and compare them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tqdm import tqdm

from course_utils.authoring.lesson_source import Code, LessonSource, Prose, read_lesson
from course_utils.authoring.limits import LimitedClient, TooSlow
from course_utils.authoring.notebooks import (
    BUILT_WITH,
    FOLDERS,
    GUARDED,
    OWN_RUN,
    START_CELL,
    Edition,
    EditionKind,
)
from course_utils.authoring.recording import Recording, merge_streams
from course_utils.authoring.stored import (
    IGNORE_OUTPUT,
    cell_id,
    differences,
    hide_paths,
    keep_run,
    normalise,
    to_bytes,
    without_outputs,
)
from course_utils.checking.lists import Exercises
from course_utils.checking.sources import solved_source, stub_source
from course_utils.datasets.store import data_folder
from course_utils.files import make_folder, write_atomically
from course_utils.lab.learner_folder import holds_work, keep, working_folder
from course_utils.lab.notebook_file import (
    UnreadableNotebookError,
    edition_of,
    is_added_to,
    is_changed,
    read_notebook,
)
from course_utils.text import LANGUAGES, Language, Text, join, join_sentences

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
        return f"{_short(self.path)}{where}: {self.what}"


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
    root: Path,
    slugs: Iterable[str] = (),
    *,
    check: bool = False,
    say: Callable[[object], None] = print,
) -> list[Difference]:
    """Build all four editions of the lessons `slugs` (default: every lesson).

    Writes the notebooks that changed; what somebody has written in one of them is kept
    in the learner's folder, and `say` is told. With `check` nothing is written: the
    result names each notebook and cell that differs from what the text builds.
    """
    editions = [
        Edition(root, kind, lang, path.stem)
        for path in find_lessons(root, slugs)
        for lang in LANGUAGES
        for kind in FOLDERS
    ]
    made = dict(_make_all(editions))
    if check:
        return [
            each
            for edition in editions
            for each in compare_editions(edition.path, made[edition])
        ]
    for edition, notebook in _with_stored_runs(made).items():
        if _holds(edition.path, to_bytes(notebook)):
            continue
        make_folder(edition.path.parent)
        if _is_somebodys(edition.path, notebook):
            say(_keep(edition, working_folder(root)))
        write_atomically(edition.path, to_bytes(notebook))
    return []


def _with_stored_runs(
    made: Mapping[Edition, NotebookNode],
) -> dict[Edition, NotebookNode]:
    """`made` with the outputs that are stored, unless a lesson's code ran otherwise.

    Then its twin has new ones, too: what is not compared comes from one computer.
    """
    kept = {each: _with_stored_run(each.path, built) for each, built in made.items()}
    rerun = {(each.slug, each.kind) for each, one in kept.items() if one is None}
    return {
        each: built if one is None or (each.slug, each.kind) in rerun else one
        for (each, built), one in zip(made.items(), kept.values(), strict=True)
    }


def _with_stored_run(path: Path, built: NotebookNode) -> NotebookNode | None:
    try:
        return keep_run(read_notebook(path)[0], built) if path.is_file() else None
    except UnreadableNotebookError:
        return None


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def restore_edition(path: Path, folder: Path) -> Text | None:
    """Make the student notebook at `path` again what its lesson's text builds.

    What somebody has written in it is kept in the learner's `folder`; that is told.
    """
    edition = Edition.at(path)
    kept = _keep(edition, folder) if holds_work(path) else None
    try:
        write_atomically(path, to_bytes(make(edition)))
    except Exception as error:  # an unfinished lesson: whoever writes it will be told
        failed = _NOT_PUT_BACK.format(path=_short(path), error=error)
        return join_sentences(filter(None, [kept, failed]))
    return kept


def _is_somebodys(path: Path, built: NotebookNode) -> bool:
    """Whether the file at `path` holds what no build of the lesson has written."""
    if not path.is_file() or not path.stat().st_size:
        return False
    try:
        found, _ = read_notebook(path)
    except UnreadableNotebookError:
        return True
    written = is_changed(found) and edition_of(found.cells) != edition_of(built.cells)
    return written or is_added_to(found)


def _keep(edition: Edition, folder: Path) -> Text:
    name = f"{edition.slug}-solved" if edition.solved else edition.slug
    place = keep(edition.path, folder / edition.language / f"{name}.ipynb")
    return _KEPT.format(path=_short(edition.path), place=place)


def _short(path: Path) -> str:
    return "/".join(path.parts[-3:])


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
        hide_paths(notebook, _folders(edition))
    return normalise(notebook, f"{edition.slug}-{edition.language}-{edition.kind}")


def _folders(edition: Edition) -> dict[str, str]:
    """Folders of this machine, and what a reader calls them."""
    course, data = edition.root.absolute(), data_folder().absolute()
    named = {course: ".", data: "data/cache", Path.home(): "~"}
    named |= {folder.resolve(): name for folder, name in named.items()}
    known = {str(folder): name for folder, name in named.items() if folder.name}
    return {**known, f"{course}{os.sep}": "", f"{course.resolve()}{os.sep}": ""}


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
    made["id"] = START_CELL
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
    make_folder(folder)
    environment = {
        **os.environ,
        **GUARDED,
        **OWN_RUN,
        "PYTHONHASHSEED": BUILT_WITH,
    }
    options: dict[str, Any] = {
        "kernel_name": "python3",
        "extra_arguments": ["--log-level=ERROR"],
        "record_timing": False,
        "store_widget_state": True,
        "resources": {"metadata": {"path": str(folder)}},
    }
    for attempt in range(1, KERNEL_STARTS + 1):
        client = LimitedClient(notebook, CELL_SECONDS, **options)
        try:
            client.execute(env=environment)
            for cell in notebook.cells:
                if "outputs" in cell:
                    cell.outputs = merge_streams(cell.outputs)
            return
        except CellExecutionError as error:
            raise ValueError(str(_stopped(notebook, edition, error))) from None
        except TooSlow as error:
            said = _stopped_at(notebook, edition, error.cell, str(error))
            raise ValueError(str(said)) from None
        except RuntimeError as error:
            if client.running:
                said = _stopped_at(notebook, edition, client.running, str(_DIED))
                raise ValueError(str(said)) from error
            if attempt == KERNEL_STARTS:  # before, another process was quicker to
                raise  # take the kernel's port


def _stopped(
    notebook: NotebookNode, edition: Edition, error: CellExecutionError
) -> Text:
    number = next(
        number
        for number, cell in enumerate(notebook.cells, 1)
        if any(each.output_type == "error" for each in cell.get("outputs", []))
    )
    return _stopped_at(notebook, edition, number, f"{error.ename}: {error.evalue}")


def _stopped_at(
    notebook: NotebookNode, edition: Edition, number: int, error: str
) -> Text:
    return _STOPPED.format(
        name=f"{edition.slug} ({edition.language}, {edition.kind})",
        number=number,
        code=notebook.cells[number - 1].source,
        error=error,
    )


def compare_editions(
    path: Path, built: NotebookNode, *, outputs: bool = True
) -> list[Difference]:
    """Where the notebook at `path` differs from `built`; `outputs`: in these, too."""
    if not path.is_file():
        return [Difference(path, None, _MISSING)]
    try:
        committed, faults = read_notebook(path)
    except UnreadableNotebookError as error:
        return [Difference(path, None, error.text)]
    if _lost_ids(committed, built):
        faults = [(None, _NO_IDS), *faults]
    if not outputs:
        committed, built = without_outputs(committed), without_outputs(built)
    found = [
        (cell, _WHAT.get(what) or _ENTRY.format(name=what))
        for cell, what in differences(committed, built)
    ]
    return [Difference(path, cell, what) for cell, what in (*faults, *found)]


def _lost_ids(committed: NotebookNode, built: NotebookNode) -> bool:
    """Whether no cell has the id it was built with; as many cells get theirs back."""
    ids = {cell.id for cell in built.cells}
    if not ids or any(cell.id in ids for cell in committed.cells):
        return False
    if len(committed.cells) == len(built.cells):
        for old, new in zip(committed.cells, built.cells, strict=True):
            old["id"] = new.id
    return True


_CELL = Text(en=", cell {number}", zh="，第 {number} 格")
_MISSING = Text(
    en="missing. Run `course build`.", zh="缺少这个笔记本。请运行 `course build`。"
)
_NO_IDS = Text(
    en="saved without the ids of its cells, as formats before 4.5 are",
    zh="单元格没有 id：文件是按 4.5 之前的格式保存的",
)
_KEPT = Text(
    en="Somebody has written in {path}. That is kept: {place}",
    zh="有人在 {path} 里写过东西，已经保存在 {place}",
)
_NOT_PUT_BACK = Text(
    en="{path} could not be built anew: {error}",
    zh="没能重新生成 {path}：{error}",
)
_WHAT = {
    "metadata": Text(en="metadata differ", zh="元数据不同"),
    "missing": Text(en="a cell of the lesson is missing", zh="缺少课文里的一格"),
    "unknown": Text(en="a cell that the lesson does not have", zh="课文里没有这一格"),
    "order": Text(en="cells out of order", zh="单元格顺序不对"),
    "source": Text(en="source differs", zh="内容不同"),
    "outputs": Text(en="output differs", zh="输出不同"),
    "words": Text(
        en="output differs in its words, though only numbers may",
        zh="输出里的文字不同，而这里只有数可以不同",
    ),
    "execution_count": Text(en="execution count differs", zh="执行编号不同"),
    "cell_type": Text(en="kind of cell differs", zh="单元格类型不同"),
    "attachments": Text(en="attachments differ", zh="附件不同"),
}
_DIED = Text(
    en="The kernel died while this cell ran. Look for what ends the process: "
    "`os._exit`, a crash in C, or too little memory.",
    zh="运行这一格时内核退出了。请看看是什么结束了进程："
    "`os._exit`、C 代码崩溃，或者内存不够。",
)
_ENTRY = Text(en="`{name}` differs", zh="`{name}` 不同")
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
