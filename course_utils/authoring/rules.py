"""What a built notebook must be, one rule a function: a finding is a broken rule.

The rules need no kernel. `nbval` runs the cells; `gate` puts both together.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from course_utils.authoring.leaks import cell_texts, leaks
from course_utils.authoring.notebooks import (
    Edition,
    Notebook,
    NotebookRule,
    compared_share,
    is_picture,
)
from course_utils.authoring.prose.language_rules import LANGUAGE_RULES
from course_utils.authoring.prose.link_rules import LINK_RULES
from course_utils.authoring.prose.picture_rules import PICTURE_RULES
from course_utils.authoring.prose.promises import PROMISE_RULES
from course_utils.authoring.prose.twin_rules import TWIN_RULES
from course_utils.authoring.safety import (
    BUILT_RULES,
    CODE_RULES,
    SOLVED_RULES,
    STORED_RULES,
)
from course_utils.lab.notebook_file import NotebookFault
from course_utils.text import Text

MAX_BYTES = 1_000_000
HUGE = 5 * MAX_BYTES
"""Bytes above which nothing else is looked for: it would take minutes."""
COMPARED_FLOOR = 0.5


def rules(notebook: Edition) -> tuple[NotebookRule, ...]:
    """The rules that hold for this edition."""
    if notebook.path.is_file() and notebook.path.stat().st_size >= HUGE:
        return (too_large,)
    return EVERY_EDITION + (SOLVED_EDITION if notebook.solved else STUDENT_EDITION)


# ---------------------------------------------------------------- every edition


def not_a_notebook(notebook: Notebook) -> Iterator[NotebookFault]:
    """The file cannot be read as a notebook, a cell lacks something, or all do."""
    yield from notebook.faults
    if notebook.is_broken and not notebook.faults:
        yield None, _NO_CELL


def bad_magic(notebook: Edition) -> Iterator[NotebookFault]:
    """A cell with a magic or a shell command."""
    for number, line in _broken_lines(notebook):
        if _is_magic(line):
            yield number, _BAD_MAGIC.format(line=line)


def not_python(notebook: Edition) -> Iterator[NotebookFault]:
    """A cell that no Python would run."""
    for number, line in _broken_lines(notebook):
        if not _is_magic(line):
            yield number, _NOT_PYTHON.format(line=line)


def _broken_lines(notebook: Edition) -> Iterator[tuple[int, str]]:
    for number, cell in notebook.code:
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            yield number, cell.source.splitlines()[(error.lineno or 1) - 1].strip()


def _is_magic(line: str) -> bool:
    return line.startswith(("%", "!", "?")) or line.endswith("?") or "= %" in line


def missing_twin(notebook: Edition) -> Iterator[NotebookFault]:
    """The other language has no such notebook."""
    if not notebook.twin.path.exists():
        yield None, _MISSING_TWIN.format(twin="/".join(notebook.twin.path.parts[-3:]))


def twins_differ(notebook: Edition) -> Iterator[NotebookFault]:
    """The code cells of the two languages are not the same."""
    if notebook.is_broken or notebook.twin.is_broken:
        return
    own, other = _code_sources(notebook), _code_sources(notebook.twin)
    if len(own) != len(other):
        yield None, _TWIN_COUNT.format(own=len(own), other=len(other))
    for (number, source), (_, twin) in zip(own, other, strict=False):
        if source != twin:
            yield number, _TWINS_DIFFER


def _code_sources(notebook: Edition) -> list[tuple[int, str]]:
    """Code cells; the generated cell names the language, which may differ."""
    start = re.compile(r'^(start\(.*lang=)"\w+"\)$', re.MULTILINE)
    return [(n, start.sub(r"\1...)", cell.source)) for n, cell in notebook.code]


def too_large(notebook: Notebook) -> Iterator[NotebookFault]:
    """The file is 1 MB or more."""
    size = notebook.path.stat().st_size if notebook.path.exists() else 0
    if size >= MAX_BYTES:
        yield None, _TOO_LARGE.format(size=f"{size / 1e6:.1f}")


# ---------------------------------------------------------------- solved editions


def not_executed(notebook: Edition) -> Iterator[NotebookFault]:
    """A cell without execution count: nbval would compare nothing."""
    for number, cell in notebook.code:
        if cell.execution_count is None:
            yield number, _NOT_EXECUTED


def out_of_order(notebook: Edition) -> Iterator[NotebookFault]:
    """Execution counts that are not 1, 2, 3, ..."""
    for expected, (number, cell) in enumerate(notebook.code, 1):
        found = cell.execution_count
        if found not in (None, expected):
            yield number, _OUT_OF_ORDER.format(expected=expected, found=found)


def stored_error(notebook: Notebook) -> Iterator[NotebookFault]:
    """An error among the outputs."""
    for number, output in notebook.outputs:
        if output.output_type == "error":
            error = f"{output.ename}: {output.evalue}"
            yield number, _STORED_ERROR.format(error=error[:200])


def stored_warning(notebook: Notebook) -> Iterator[NotebookFault]:
    """Something written to stderr among the outputs."""
    for number, output in notebook.outputs:
        if output.get("name") == "stderr":
            yield number, _STORED_WARNING.format(text=output.text.strip()[:200])


def long_float(notebook: Edition) -> Iterator[NotebookFault]:
    """A printed number of more than four decimals."""
    for number, output in notebook.outputs:
        text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
        if found := re.search(r"\d+\.\d{5,}", text):
            yield number, _LONG_FLOAT.format(number=found.group())


def figure_without_alt(notebook: Edition) -> Iterator[NotebookFault]:
    """A picture without alternative text in the notebook's language."""
    for number, output in notebook.outputs:
        if not is_picture(output):
            continue
        alt = output.data.get("text/plain", "")
        chinese = re.search(r"[\u4e00-\u9fff]", alt)
        if not alt.strip() or alt.startswith("<"):
            yield number, _NO_ALT
        elif notebook.language == "zh" and not chinese:
            yield number, _ALT_NOT_CHINESE.format(alt=alt[:80])


def too_few_compared(notebook: Notebook) -> Iterator[NotebookFault]:
    """Less than the floor of code cells is compared by nbval."""
    share = compared_share(notebook)
    if share < COMPARED_FLOOR and not notebook.is_broken:
        yield None, _TOO_FEW.format(share=f"{share:.0%}", floor=f"{COMPARED_FLOOR:.0%}")


# ---------------------------------------------------------------- student editions


def output_left(notebook: Edition) -> Iterator[NotebookFault]:
    """A student edition that is not cleared."""
    for number, cell in notebook.code:
        if cell.outputs or cell.execution_count is not None:
            yield number, _OUTPUT_LEFT


def solution_left(notebook: Edition) -> Iterator[NotebookFault]:
    """A student edition that gives an answer away."""
    for number, cell in enumerate(notebook.cells, 1):
        is_code = cell.cell_type == "code"
        for text in cell_texts(cell):
            for leak in leaks(text, notebook.slug, code=is_code):
                yield number, _SOLUTION_LEFT.format(leak=leak)


EVERY_EDITION: tuple[NotebookRule, ...] = (
    not_a_notebook,
    bad_magic,
    not_python,
    missing_twin,
    twins_differ,
    too_large,
    *TWIN_RULES,
    *LANGUAGE_RULES,
    *PICTURE_RULES,
    *LINK_RULES,
    *PROMISE_RULES,
    *CODE_RULES,
    *STORED_RULES,
    *BUILT_RULES,
)
SOLVED_EDITION: tuple[NotebookRule, ...] = (
    not_executed,
    out_of_order,
    stored_error,
    stored_warning,
    long_float,
    figure_without_alt,
    too_few_compared,
    *SOLVED_RULES,
)
STUDENT_EDITION: tuple[NotebookRule, ...] = (output_left, solution_left)

_NO_CELL = Text(
    en="The notebook has no cell. Run `course build`.",
    zh="这本笔记本里一个单元格也没有。请运行 `course build`。",
)
_BAD_MAGIC = Text(
    en="A lesson runs as plain Python, so no magics and no shell: {line}",
    zh="课程代码要能当普通 Python 运行，不能有魔法命令和 shell 命令：{line}",
)
_NOT_PYTHON = Text(
    en="This line is not Python, so the cell would never run: {line}",
    zh="这一行不是合法的 Python，整个单元格都跑不起来：{line}",
)
_MISSING_TWIN = Text(
    en="There is no {twin}. Run `course build`.",
    zh="缺少 {twin}。请运行 `course build`。",
)
_TWIN_COUNT = Text(
    en="{own} code cells here, {other} in the other language. Run `course build`.",
    zh="这里有 {own} 个代码单元格，另一种语言有 {other} 个。请运行 `course build`。",
)
_TWINS_DIFFER = Text(
    en="The code differs from the same cell in the other language. "
    "Edit the lesson, not the notebook, and run `course build`.",
    zh="代码和另一种语言里的同一单元格不一致。"
    "请修改课文源文件，再运行 `course build`。",
)
_TOO_LARGE = Text(
    en="{size} MB; the limit is 1 MB. Draw fewer or smaller pictures.",
    zh="{size} MB，上限是 1 MB。请少画几张图，或画小一点。",
)
_NOT_EXECUTED = Text(
    en="This cell was never executed, so nothing would be compared. "
    "Run `course build`.",
    zh="这个单元格没有执行过，也就没有输出可比对。请运行 `course build`。",
)
_OUT_OF_ORDER = Text(
    en="Executed as number {found}, expected {expected}: "
    "cells were moved, deleted or run twice. Run `course build`.",
    zh="执行序号是 {found}，应当是 {expected}：单元格被移动、删除或重复运行过。"
    "请运行 `course build`。",
)
_STORED_ERROR = Text(
    en="The stored output is an error: {error}",
    zh="保存的输出是一个错误：{error}",
)
_STORED_WARNING = Text(
    en="The stored output has a warning: {text}",
    zh="保存的输出里有警告：{text}",
)
_LONG_FLOAT = Text(
    en="{number} has more than four decimals, which differ between computers. "
    "Round what is printed.",
    zh="{number} 的小数多于四位，换一台电脑就可能不同。请先取整再打印。",
)
_NO_ALT = Text(
    en="A picture without alternative text. Show it with `plots.show(fig, alt=...)`.",
    zh="图片没有替代文字。请用 `plots.show(fig, alt=...)` 显示。",
)
_ALT_NOT_CHINESE = Text(
    en="The picture's alternative text is not Chinese: {alt}",
    zh="图片的替代文字不是中文：{alt}",
)
_TOO_FEW = Text(
    en="nbval compares the output of {share} of the code cells; the floor is {floor}.",
    zh="nbval 只能比对 {share} 的代码单元格输出，下限是 {floor}。",
)
_OUTPUT_LEFT = Text(
    en="A student edition stores no output. Run `course build`.",
    zh="学生版不保存任何输出。请运行 `course build`。",
)
_SOLUTION_LEFT = Text(
    en="This gives the answer away: {leak}",
    zh="这里泄露了答案：{leak}",
)
