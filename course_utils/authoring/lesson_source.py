"""Read a lesson's text: `lessons/NN_slug.py`, both languages side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import jupytext

from course_utils.files import read_whole
from course_utils.lab.notebook_file import conflict_line, encoding_of
from course_utils.syllabus import Lesson, lesson
from course_utils.text import LANGUAGES, Language, Text

MARKDOWN_KEYS = {"lang", "slide"}
CODE_KEYS = {"show", "exercise", "slide", "tags"}
PROSE_SLIDES = ("claim", "section", "question")
CODE_SLIDES = ("code", "result", "picture", "task")
"""What of a cell `course slides` shows; a + before it: on the slide before."""


class LessonError(ValueError):
    """A lesson's text breaks a rule; the message names lesson and cell."""


@dataclass(frozen=True)
class Prose:
    """One prose cell in both languages; `slides` says what of it is shown in class."""

    texts: dict[Language, str]
    slides: tuple[str, ...] = ()


@dataclass(frozen=True)
class Code:
    """One code cell; `show` and `exercise` say what the builder puts in its place."""

    source: str
    show: str | None = None
    exercise: str | None = None
    tags: tuple[str, ...] = ()
    slides: tuple[str, ...] = ()


@dataclass(frozen=True)
class LessonSource:
    """A lesson's cells in order; the first is prose and opens with the title."""

    lesson: Lesson
    cells: Sequence[Prose | Code]

    @property
    def exercise_names(self) -> list[str]:
        codes = (cell for cell in self.cells if isinstance(cell, Code))
        return [code.exercise for code in codes if code.exercise is not None]


@dataclass(frozen=True)
class _Raw:
    kind: Literal["markdown", "code", "raw"]
    source: str
    metadata: dict[str, object]

    @property
    def first_line(self) -> str:
        return next(iter(self.source.splitlines()), "(empty cell)")


def read_lesson(path: Path) -> LessonSource:
    """Read and check the lesson at `path`; a broken rule is a `LessonError`."""
    try:
        return parse_lesson(path.stem, _decoded(read_whole(path)))
    except LessonError as error:
        raise LessonError(f"{path.name}: {error}") from None


def _decoded(content: bytes) -> str:
    """The text, each line ending in `\\n`; an encoding but UTF-8 is a `LessonError`."""
    encoding = encoding_of(content)
    if encoding is not None:
        raise LessonError(str(_NOT_UTF8.format(encoding=encoding)))
    text = content.decode().replace("\r\n", "\n").replace("\r", "\n")
    line = conflict_line(text)
    if line is not None:
        raise LessonError(str(_MERGE.format(line=line)))
    return text


def parse_lesson(slug: str, text: str) -> LessonSource:
    """Read the lesson called `slug` from `text` in percent format."""
    notebook = jupytext.reads(text, fmt="py:percent")
    raw = []
    for cell in notebook.cells:
        cell.metadata.pop("lines_to_next_cell", None)  # jupytext's note on blank lines
        raw.append(_Raw(cell.cell_type, cell.source, dict(cell.metadata)))
    cells = list(_pair(raw))
    source = LessonSource(lesson(slug), cells)
    _check_title(source)
    _check_exercises(source)
    return source


def _pair(raw: list[_Raw]) -> Iterator[Prose | Code]:
    index = 0
    while index < len(raw):
        cell = raw[index]
        if cell.kind == "code":
            yield _code(cell)
            index += 1
        else:
            twin = raw[index + 1] if index + 1 < len(raw) else None
            yield _prose(cell, twin)
            index += 2


def _prose(english: _Raw, chinese: _Raw | None) -> Prose:
    _check_keys(english, MARKDOWN_KEYS)
    if english.metadata.get("lang") != "en":
        raise _error(
            english,
            expected='a prose cell with lang="en", its lang="zh" twin directly below',
            found=f"lang={english.metadata.get('lang')!r}",
            advice="Write the English cell first, then its Chinese twin.",
        )
    if chinese is None or chinese.metadata.get("lang") != "zh":
        found = "the end" if chinese is None else repr(chinese.first_line)
        raise _error(
            english,
            expected='its Chinese twin (lang="zh") directly below',
            found=found,
            advice="Add the missing twin.",
        )
    _check_keys(chinese, MARKDOWN_KEYS)
    slides = _slides(english, PROSE_SLIDES)
    if _slides(chinese, PROSE_SLIDES) != slides:
        raise _error(
            chinese,
            expected=f'the mark of its English twin, slide="{" ".join(slides)}"',
            found=repr(chinese.metadata.get("slide", "")),
            advice="Mark both alike.",
        )
    return Prose({"en": english.source, "zh": chinese.source}, slides)


def _code(cell: _Raw) -> Code:
    _check_keys(cell, CODE_KEYS)
    show, exercise = cell.metadata.get("show"), cell.metadata.get("exercise")
    expected = cell.source
    if exercise is not None:
        expected = f"{exercise} = exercises.{exercise}.solved"
    elif show is not None:
        module, _, name = str(show).partition(":")
        expected = f"from {module} import {name}"
    if cell.source.strip() != expected.strip():
        raise _error(
            cell,
            expected=f"the one line `{expected}` (the builder replaces it)",
            found=repr(cell.first_line),
            advice="Correct the line or the cell's marker.",
        )
    tags = cell.metadata.get("tags", [])
    if not isinstance(tags, list):
        raise _error(
            cell, expected='tags=["..."]', found=repr(tags), advice="Write a list."
        )
    return Code(
        cell.source,
        None if show is None else str(show),
        None if exercise is None else str(exercise),
        tuple(map(str, tags)),
        _slides(cell, CODE_SLIDES),
    )


def _slides(cell: _Raw, known: Sequence[str]) -> tuple[str, ...]:
    """What the mark `slide="..."` of a cell names, in order."""
    slides = tuple(str(cell.metadata.get("slide", "")).split())
    names = [each.removeprefix("+") for each in slides]
    if not set(names) <= {*known} or len(set(names)) < len(names):
        raise _error(
            cell,
            expected=f"each of {', '.join(known)} once at most in slide",
            found=repr(cell.metadata["slide"]),
            advice="Correct the mark.",
        )
    if ("task" in names) != ("exercise" in cell.metadata and bool(names)):
        raise _error(
            cell,
            expected='slide="task" on the cell of an exercise, and nowhere else',
            found=repr(cell.metadata["slide"]),
            advice="Correct the mark.",
        )
    return slides


def _check_keys(cell: _Raw, known: set[str]) -> None:
    unknown = set(cell.metadata) - known
    if unknown or cell.kind == "raw":
        raise _error(
            cell,
            expected=f"only {', '.join(sorted(known))} on a {cell.kind} cell",
            found=", ".join(sorted(unknown)) or "a raw cell",
            advice="Remove or correct the cell's marker.",
        )


def _check_title(source: LessonSource) -> None:
    first = source.cells[0] if source.cells else None
    for lang in LANGUAGES:
        title = f"# {source.lesson.title.in_language(lang)}"
        found = first.texts[lang] if isinstance(first, Prose) else ""
        if found.partition("\n")[0] != title:
            raise LessonError(
                f"expected the first prose cell to open with {title!r}, the title in "
                f"the syllabus ({lang}), found {found.partition(chr(10))[0]!r}. "
                "Correct one of the two."
            )


def _check_exercises(source: LessonSource) -> None:
    names = source.exercise_names
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise LessonError(
            f"expected each exercise once, found two named {', '.join(twice)}. "
            "Rename one."
        )


def _error(cell: _Raw, *, expected: str, found: str, advice: str) -> LessonError:
    return LessonError(
        f"cell {cell.first_line!r}: expected {expected}, found {found}. {advice}"
    )


_NOT_UTF8 = Text(
    en="expected plain UTF-8, found {encoding}. Save the file as UTF-8 without BOM.",
    zh="应当是不带 BOM 的 UTF-8，却是 {encoding}。请另存为不带 BOM 的 UTF-8。",
)
_MERGE = Text(
    en="a merge was not finished: line {line} is one of git's marks (<<<<<<<). "
    "Take one of the two sides.",
    zh="合并没有做完：第 {line} 行是 git 的冲突标记（<<<<<<<）。请选其中一方。",
)
