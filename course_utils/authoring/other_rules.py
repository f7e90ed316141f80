"""What any notebook must be, of this course or not: rules, and two runs compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from course_utils.authoring.nbval import NbvalRun
from course_utils.authoring.notebooks import (
    Edition,
    Notebook,
    OtherNotebook,
)
from course_utils.authoring.rules import (
    not_a_notebook,
    stored_error,
    stored_warning,
    too_few_compared,
    too_large,
)
from course_utils.authoring.safety.credentials import plain_secrets
from course_utils.authoring.safety.stored_rules import MOST_LETTERS, SECRET_STORED
from course_utils.lab.notebook_file import NotebookFault, conflict_line
from course_utils.text import Text, join

_PATH = re.compile(
    r"(?<![\w.:/\\-])(?:file://)?/(?:home|Users|root)/[\w.-]+"
    r"|(?<![\w/\\])[A-Za-z]:[\\/]+(?:Users|Documents and Settings)[\\/]+[\w.-]+"
)
_TEMPORARY = re.compile(r"(?<![\w.:/\\-])/(?:tmp|var/folders)/[\w.-]+")


def stranger(notebook: Notebook) -> Iterator[NotebookFault]:
    """It lies among the editions of the lessons, and is none."""
    try:
        edition = Edition.at(notebook.path)
    except ValueError:
        return
    if edition.in_course and not edition.has_lesson:
        yield None, _STRANGER


def other_language(notebook: OtherNotebook) -> Iterator[NotebookFault]:
    """A notebook that is not in Python is not run."""
    if not notebook.is_python:
        yield None, _NOT_IN_PYTHON.format(language=notebook.programming_language)


def merge_not_finished(notebook: OtherNotebook) -> Iterator[NotebookFault]:
    """A cell with git's marks of a conflict."""
    for number, cell in enumerate(notebook.cells, 1):
        if (line := conflict_line(cell.source)) is not None:
            yield number, _MERGE.format(line=line)


def never_run(notebook: OtherNotebook) -> Iterator[NotebookFault]:
    """A cell without execution count; an empty one has none."""
    if _counts(notebook) and not notebook.is_compared:
        yield None, _NEVER_RUN
        return
    for number, found in _counts(notebook):
        if found is None:
            yield number, _NOT_RUN


def not_run_in_order(notebook: OtherNotebook) -> Iterator[NotebookFault]:
    """Execution counts that are not 1, 2, 3, ...: the first that is wrong."""
    for expected, (number, found) in enumerate(_counts(notebook), 1):
        if found not in (None, expected):
            yield number, _OUT_OF_ORDER.format(expected=expected, found=found)
            return


def _counts(notebook: OtherNotebook) -> list[tuple[int, int | None]]:
    return [
        (number, cell.execution_count)
        for number, cell in notebook.code
        if cell.source.strip()
    ]


def unexpected_error(notebook: OtherNotebook) -> Iterator[NotebookFault]:
    """An error among the outputs, where no tag says that it is meant."""
    meant = {
        number
        for number, cell in notebook.code
        if "raises-exception" in cell.metadata.get("tags", ())
    }
    yield from (each for each in stored_error(notebook) if each[0] not in meant)


def path_of_a_machine(notebook: OtherNotebook) -> Iterator[NotebookFault]:
    """A folder of somebody's machine in code or outputs."""
    for number, cell in notebook.code:
        if found := _PATH.search(cell.source):
            yield number, _IN_CODE.format(path=found.group())
        for text in _texts(cell.outputs):
            if found := _PATH.search(text) or _TEMPORARY.search(text):
                yield number, _IN_OUTPUT.format(path=found.group())
                break


def key_or_password(notebook: OtherNotebook) -> Iterator[NotebookFault]:
    """A password, key or token, in whatever a cell holds."""
    for number, cell in enumerate(notebook.cells, 1):
        texts = (cell.source[:MOST_LETTERS], *_texts(cell.get("outputs", ())))
        found = next((each for text in texts for each in plain_secrets(text)), None)
        if found is not None:
            yield number, SECRET_STORED.format(start=found[:3])


def compared_too_little(notebook: OtherNotebook) -> Iterator[NotebookFault]:
    """Too few outputs for nbval to compare, though the notebook was run."""
    if notebook.is_compared:
        yield from too_few_compared(notebook)


def _texts(outputs: Any) -> Iterator[str]:
    """Each text in the outputs, its beginning if it is long; pictures have none."""
    for output in outputs:
        found = [output.get("text", ""), *output.get("traceback", ())]
        data = output.get("data", {}).items()
        found += [each for kind, each in data if kind.startswith("text/")]
        yield from (each[:MOST_LETTERS] for each in found if isinstance(each, str))


OtherRule = Callable[[OtherNotebook], Iterator[NotebookFault]]
RULES_FOR_ALL: dict[str, OtherRule] = {
    "not-a-notebook": not_a_notebook,
    "stranger": stranger,
    "other-language": other_language,
    "merge-not-finished": merge_not_finished,
    "not-executed": never_run,
    "out-of-order": not_run_in_order,
    "stored-error": unexpected_error,
    "stored-warning": stored_warning,
    "machine-path": path_of_a_machine,
    "secret": key_or_password,
    "too-large": too_large,
    "too-few-compared": compared_too_little,
}
"""By the names of the same rules for lessons, where there are any."""


def compare_runs(
    notebook: OtherNotebook, seeds: tuple[str, str], first: NbvalRun, second: NbvalRun
) -> Iterator[tuple[str, NotebookFault]]:
    """What two runs under two hash seeds found, each once.

    A wrong output that is another in each depends on more than the code.
    """
    said = [_said(notebook, run) for run in (first, second)]
    found = [
        {(name, cell): text for name, (cell, text) in each.findings}
        for each in (first, second)
    ]
    for name, cell in {**found[0], **found[1]}:
        key = name, cell
        text = found[0].get(key) or found[1][key]
        if name == "wrong-output" and said[0].get(cell) != said[1].get(cell):
            name, text = (
                "unsteady-output",
                _UNSTEADY.format(seeds=join(seeds), text=text),
            )
        yield name, (cell, text)


def _said(notebook: OtherNotebook, run: NbvalRun) -> dict[int | None, list[Any]]:
    """What each cell said in `run`, by its number."""
    numbers = [number for number, cell in notebook.code if cell.source]
    cells = run.recording.cells if run.recording else ()
    return {
        number: [
            content.get("text", content.get("data", {}).get("text/plain"))
            for message in ran.messages
            if {"text", "data"} & (content := message["content"]).keys()
        ]
        for number, ran in zip(numbers, cells, strict=False)
    }


_STRANGER = Text(
    en="No lesson has this name, and only `course build` puts files here. "
    "Move it to another folder, for example my-notebooks/, or delete it.",
    zh="没有这个名字的课，而这里的文件都由 `course build` 生成。"
    "请把它移到别处，例如 my-notebooks/，或者删掉。",
)
_NOT_IN_PYTHON = Text(
    en="The notebook is in {language}. Only Python is run here: check it elsewhere.",
    zh="这本笔记本用的是 {language}。这里只运行 Python，请用别的工具检查。",
)
_MERGE = Text(
    en="A merge was not finished: line {line} of the cell is one of git's marks. "
    "Take one of the two sides.",
    zh="合并没有做完：这一格第 {line} 行是 git 的冲突标记。请选其中一方。",
)
_NEVER_RUN = Text(
    en="No cell was executed, so there is no output to compare. "
    "Run all cells, and save.",
    zh="没有执行过任何单元格，也就没有输出可比对。请全部运行一遍，再保存。",
)
_NOT_RUN = Text(
    en="This cell was not executed. Restart the kernel, run all cells, and save.",
    zh="这一格没有执行过。请重启内核，全部运行一遍，再保存。",
)
_OUT_OF_ORDER = Text(
    en="Executed as number {found}, expected {expected}: cells were moved, deleted or "
    "run twice. Restart the kernel, run all cells, and save.",
    zh="执行序号是 {found}，应当是 {expected}：单元格被移动、删除或重复运行过。"
    "请重启内核，全部运行一遍，再保存。",
)
_IN_CODE = Text(
    en="The code names a folder of somebody's machine: {path}. "
    "Write a path relative to the notebook.",
    zh="代码里有某台电脑上的文件夹：{path}。请改用相对于笔记本的路径。",
)
_IN_OUTPUT = Text(
    en="The output names a folder of somebody's machine: {path}. "
    "Print less, or only the file's name.",
    zh="输出里有某台电脑上的文件夹：{path}。请少打印一些，或只打印文件名。",
)
_UNSTEADY = Text(
    en="Two runs (PYTHONHASHSEED={seeds}) gave other outputs. Sort what has no order, "
    "seed what is random, and tag a time or an address `nbval-ignore-output`.\n{text}",
    zh="两次运行（PYTHONHASHSEED={seeds}）的输出不同。没有顺序的请先排序，"
    "随机的请固定种子，时间和地址请加标签 `nbval-ignore-output`。\n{text}",
)
