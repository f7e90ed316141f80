"""What is stored is what the lesson's text gives, outputs aside: nothing is executed.

Outputs are compared by nbval and by `course build --check`. The rest of a notebook,
down to its metadata, can be made anew in a moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

from nbformat import NotebookNode

from course_utils.authoring.editions import assemble, compare_editions
from course_utils.authoring.lesson_source import LessonSource, read_lesson
from course_utils.authoring.notebooks import Edition, NotebookRule
from course_utils.authoring.stored import normalise
from course_utils.lab.notebook_file import NotebookFault
from course_utils.text import Text


def not_as_built(notebook: Edition) -> Iterator[NotebookFault]:
    """A cell, its id, tags or attachments, or metadata are not the lesson's."""
    if notebook.is_broken or not notebook.in_course:
        return
    text = notebook.root / "lessons" / f"{notebook.slug}.py"
    try:
        made = assemble(_lesson(text, text.stat().st_mtime_ns), notebook)
    except (OSError, ValueError, AttributeError, ImportError) as error:
        yield None, _NO_TEXT.format(slug=notebook.slug, error=error)
        return
    built = normalise(made, _name(notebook))
    for each in compare_editions(notebook.path, built, outputs=False):
        yield each.cell, _DIFFERS.format(what=each.what)


def unknown_widget(notebook: Edition) -> Iterator[NotebookFault]:
    """The state of a widget that no cell shows."""
    if notebook.is_broken:
        return
    kept = NotebookNode(metadata=notebook.metadata, cells=notebook.cells)
    kept |= {"nbformat": 4, "nbformat_minor": 5}
    shown = normalise(deepcopy(kept), _name(notebook))
    if kept.metadata.get("widgets") != shown.metadata.get("widgets"):
        yield None, _UNSEEN


@lru_cache(maxsize=2)
def _lesson(path: Path, _changed: int) -> LessonSource:
    """The lesson at `path`, read once for its four editions."""
    return read_lesson(path)


def _name(notebook: Edition) -> str:
    return f"{notebook.slug}-{notebook.language}-{notebook.kind}"


BUILT_RULES: tuple[NotebookRule, ...] = (not_as_built, unknown_widget)

_NO_TEXT = Text(
    en="There is no text to build it from, lessons/{slug}.py: {error}",
    zh="没有可以构建它的课文 lessons/{slug}.py：{error}",
)
_DIFFERS = Text(
    en="Not what the lesson's text builds: {what}. Edit the lesson, not the notebook. "
    "Run `course build`.",
    zh="和课文构建出来的不一样：{what}。请修改课文，而不是笔记本。"
    "请运行 `course build`。",
)
_UNSEEN = Text(
    en="The notebook keeps the state of a widget that no cell shows. "
    "Run `course build`.",
    zh="笔记本里存着没有任何单元格显示的控件的状态。请运行 `course build`。",
)
