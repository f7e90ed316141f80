"""Which notebooks lie in a folder, whose they are, and of which lesson."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

from course_utils.authoring.editions import find_lessons
from course_utils.files import FileError, read_whole
from course_utils.grading import messages as say
from course_utils.grading.answers import CodeCell, Template, code_cells
from course_utils.lab.notebook_file import (
    UnreadableNotebookError,
    conflict_line,
    encoding_of,
    read_notebook,
)
from course_utils.places import COURSE
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES, Language, Text

LARGEST_NOTEBOOK = 100 << 20
SUBMITTED = "submitted"
"""nbgrader's folder: submitted/<learner>/<assignment>/*.ipynb."""
_STARTED = re.compile(r"\bstart\([^)]*lang\s*=\s*['\"](\w+)['\"]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MUCH_CHINESE = 200


@dataclass
class Submission:
    """A learner's notebook for a lesson; what is odd about it stands in `notes`."""

    learner: str
    slug: str
    path: Path | None
    cells: Sequence[CodeCell] = ()
    language: Language = "en"
    notes: list[Text] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    """A file, whose it is, and what could be read in it."""

    learner: str
    path: Path
    notebook: NotebookNode | None = None
    note: Text | None = None
    changed: float = 0.0


def find_submissions(
    folder: Path, slug: str | None, language: Language
) -> dict[str, list[Submission]]:
    """By lesson: one for each learner in `folder`, also for who has handed in nothing.

    A file `name.ipynb` is that of a learner called so; a folder stands for a learner,
    whatever is in it. `slug` names the one lesson that is asked for; otherwise all
    that are found. `language` is that of notebooks that do not tell.
    Raises `FileError`; a `ValueError` where there is no notebook.
    """
    inside = folder / SUBMITTED
    root = inside if inside.is_dir() else folder
    learners, found = _look_into(root)
    if not found:
        raise ValueError(str(say.NOTHING_TO_MARK.format(folder=root)))
    lessons = _by_lesson(found, slug)
    return {
        each: [
            _submission(learner, each, lessons[each], language)
            for learner in sorted(learners, key=lambda name: (name.casefold(), name))
        ]
        for each in sorted(lessons)
    }


def _look_into(root: Path) -> tuple[set[str], list[_Found]]:
    learners: set[str] = set()
    found = []
    try:
        entries = sorted(root.iterdir())
    except OSError as error:
        raise FileError(root, error) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            learners.add(entry.name)
            paths = sorted(entry.rglob("*.ipynb"))
            found += [_read(entry.name, path) for path in paths if _counts(path, root)]
        elif entry.suffix == ".ipynb":
            learner = _name_in(entry.stem)
            learners.add(learner)
            found.append(_read(learner, entry))
    return learners, found


def _counts(path: Path, root: Path) -> bool:
    """Not what an editor keeps in folders that are hidden."""
    parts = path.relative_to(root).parts
    return path.is_file() and not any(part.startswith(".") for part in parts)


def _name_in(stem: str) -> str:
    """The learner's name in that of a file, which may name the lesson, too."""
    slug = _slug_in(stem)
    rest = stem.replace(slug, "").strip(" _-.()") if slug else stem
    return rest or stem


def _slug_in(name: str) -> str | None:
    return next((each.slug for each in LESSONS if each.slug in name), None)


def _read(learner: str, path: Path) -> _Found:
    """A notebook as any front end may have left it; why not, if it cannot be read."""
    one = _Found(learner, path)
    try:
        state = path.stat()
        one = replace(one, changed=state.st_mtime)
        if state.st_size > LARGEST_NOTEBOOK:
            size = LARGEST_NOTEBOOK >> 20
            return replace(one, note=say.NOTEBOOK_TOO_LARGE.format(size=size))
        return replace(one, notebook=_notebook_in(path))
    except UnreadableNotebookError as error:
        return replace(one, note=error.text)
    except OSError as error:
        return replace(one, note=FileError(path, error).words)


def _notebook_in(path: Path) -> NotebookNode:
    """Also one with a mark in front, or in another encoding: as a copy in UTF-8."""
    content = read_whole(path)
    codec = _CODECS.get(encoding_of(content) or "")
    if codec is None:
        return read_notebook(path)[0]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, path.name)
        copy.write_text(content.decode(codec, errors="replace"), encoding="utf-8")
        return read_notebook(copy)[0]


_CODECS = {
    "UTF-8 + BOM": "utf-8-sig",
    "UTF-16": "utf-16",
    "UTF-32": "utf-32",
    "GB18030 (GBK)": "gb18030",
    "Big5": "big5",
}


def _by_lesson(found: Sequence[_Found], slug: str | None) -> dict[str, list[_Found]]:
    """The files of each lesson; one that does not tell stands in where one is missing.

    Raises a `ValueError` when no file tells and no `slug` is given.
    """
    lessons: dict[str, list[_Found]] = {}
    lost = []
    for one in found:
        guessed = _lesson_of(one)
        if guessed is None:
            lost.append(one)
        else:
            lessons.setdefault(guessed, []).append(one)
    if slug is not None:
        lessons = {slug: lessons.get(slug, [])}
    if not lessons:
        raise ValueError(str(say.NO_LESSON_FOUND.format(path=found[0].path)))
    for files in lessons.values():
        learners = {one.learner for one in files}
        files += [one for one in lost if one.learner not in learners]
    return lessons


def _lesson_of(one: _Found) -> str | None:
    """By the ids of its cells, else its exercises; if it has neither, by its path."""
    named = _slug_in(one.path.stem) or _slug_in(one.path.parent.name)
    if one.notebook is None:
        return named
    cells = code_cells(one.notebook.cells)
    if named and _shared(cells, named) > (0, 0):
        return named
    shared = {path.stem: _shared(cells, path.stem) for path in find_lessons(COURSE)}
    best = max(shared, key=lambda slug: shared[slug])
    return best if shared[best] > (0, 0) else named


def _shared(cells: Sequence[CodeCell], slug: str) -> tuple[int, int]:
    """How many ids of cells, and how many names of exercises, are of that lesson."""
    template = template_of(slug)
    given = {name for cell in cells for each in cell.statements for name in each.gives}
    ids = {cell.id for cell in cells}
    return len(ids & template.ids), len(given & {*template.exercise_cells})


@cache
def template_of(slug: str) -> Template:
    """The template of a lesson, assembled once."""
    return Template.of(slug)


def _submission(
    learner: str, slug: str, found: Iterable[_Found], language: Language
) -> Submission:
    """The newest notebook of a learner that can be read, and what to say about it."""
    own = [one for one in found if one.learner == learner]
    if not own:
        return Submission(learner, slug, None, notes=[say.NOTHING_HANDED_IN])
    own.sort(key=lambda one: (one.notebook is not None, one.changed))
    chosen = own[-1]
    made = Submission(learner, slug, chosen.path, language=language)
    if len(own) > 1:
        made.notes.append(say.SEVERAL.format(count=len(own), name=chosen.path.name))
    if chosen.notebook is None:
        made.notes += [chosen.note] if chosen.note else []
        return made
    made.cells = code_cells(chosen.notebook.cells)
    if _shared(made.cells, slug) == (0, 0):
        made.notes.append(say.NOT_OF_LESSON)
    made.language = _language_of(chosen.notebook, language)
    made.notes += _conflicts(chosen.notebook)
    return made


def _conflicts(notebook: NotebookNode) -> Iterator[Text]:
    """A merge that was not finished may also stand within a cell."""
    for number, cell in enumerate(notebook.cells, 1):
        if conflict_line(cell.source) is not None:
            yield say.CONFLICT.format(number=number)


def _language_of(notebook: NotebookNode, otherwise: Language) -> Language:
    """The language of its first cell of code, else of its prose."""
    for cell in notebook.cells:
        found = _STARTED.search(cell.source)
        if cell.cell_type == "code" and found:
            return next((each for each in LANGUAGES if each == found[1]), otherwise)
    prose = "".join(one.source for one in notebook.cells if one.cell_type != "code")
    if len(_CHINESE.findall(prose)) > _MUCH_CHINESE:
        return "zh"
    return otherwise
