"""Notebooks as they are stored: a lesson's four editions, and those of others."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import randbelow
from typing import Any, Literal

from nbformat import NotebookNode

from course_utils.checking.progress import IN_MEMORY, PROGRESS_VARIABLE
from course_utils.lab.notebook_file import (
    NotebookFault,
    UnreadableNotebookError,
    is_changed,
    read_notebook,
)
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES, Language, Text, check_language

EditionKind = Literal["student", "solved"]
FOLDERS: dict[EditionKind, str] = {"student": "notebooks", "solved": "solutions"}
BUILT_WITH = "0"
"""The PYTHONHASHSEED with which notebooks are built; they are run with another."""
START_CELL = "start"
"""The id of the cell that calls `start()`."""
OWN_RUN = {PROGRESS_VARIABLE: IN_MEMORY, "OMP_NUM_THREADS": "1"}
"""What a process is told that runs cells for us: no learner's progress is touched."""

_STARTUP = Path(__file__).with_name("safety") / "startup.py"
GUARDED = {"PYTHONSTARTUP": str(_STARTUP)}
"""What a kernel is told, so that it watches what the cells of a lesson do."""


def another_hash_seed() -> str:
    """A PYTHONHASHSEED by chance, other than that of `BUILT_WITH`."""
    return str(1 + randbelow(2**32 - 1))


class Notebook(ABC):
    """A notebook that is stored somewhere: what is in it."""

    @property
    @abstractmethod
    def path(self) -> Path:
        """Where its file is."""

    @property
    def is_compared(self) -> bool:
        """Whether outputs are stored in it, to compare a run with."""
        return True

    @cached_property
    def _read(self) -> tuple[NotebookNode | None, list[NotebookFault]]:
        try:
            return read_notebook(self.path)
        except UnreadableNotebookError as error:
            return None, [(None, error.text)]

    @property
    def faults(self) -> list[NotebookFault]:
        """What the file lacks to be a notebook; nothing can run it then."""
        return self._read[1]

    @property
    def metadata(self) -> Any:
        """What the notebook says about itself; nothing if it cannot be read."""
        notebook = self._read[0]
        return NotebookNode() if notebook is None else notebook.metadata

    @property
    def cells(self) -> list[Any]:
        """All cells; none if the file cannot be read (`faults` tells why)."""
        notebook = self._read[0]
        return [] if notebook is None else list(notebook.cells)

    @property
    def is_broken(self) -> bool:
        return not self.cells

    @property
    def is_changed(self) -> bool:
        """Whether somebody has written in it since it was built."""
        notebook = self._read[0]
        return notebook is not None and is_changed(notebook)

    @property
    def code(self) -> list[tuple[int, Any]]:
        """The code cells, each with its number."""
        numbered = enumerate(self.cells, 1)
        return [(number, cell) for number, cell in numbered if cell.cell_type == "code"]

    @property
    def outputs(self) -> Iterator[tuple[int, Any]]:
        """Every stored output, with the number of its cell."""
        for number, cell in self.code:
            for output in cell.outputs:
                yield number, output


@dataclass(frozen=True)
class OtherNotebook(Notebook):
    """A notebook that is no edition of a lesson: anybody's."""

    file: Path

    @property
    def path(self) -> Path:
        return self.file

    @property
    def is_compared(self) -> bool:
        """Whether any cell was executed: if none was, there is nothing to compare."""
        return any(cell.execution_count is not None for _, cell in self.code)

    @property
    def programming_language(self) -> str:
        """What the notebook says that it is written in; "" if it does not say."""
        entries = [self.metadata.get(key) for key in ("kernelspec", "language_info")]
        told = zip(entries, ("language", "name"), strict=True)
        names = (entry.get(key) for entry, key in told if isinstance(entry, dict))
        return str(next(filter(None, names), ""))

    @property
    def is_python(self) -> bool:
        return self.programming_language.lower() in ("", "python", "python3", "ipython")


@dataclass(frozen=True)
class Edition(Notebook):
    """The notebook `root/<notebooks|solutions>/<language>/<slug>.ipynb`."""

    root: Path
    kind: EditionKind
    language: Language
    slug: str

    @classmethod
    def at(cls, path: Path) -> Edition:
        """The edition whose file is `path`; a file elsewhere is a `ValueError`."""
        parts = path.absolute().parts
        kinds = {folder: kind for kind, folder in FOLDERS.items()}
        if len(parts) < 4 or parts[-3] not in kinds or parts[-2] not in LANGUAGES:
            raise ValueError(str(NO_EDITION.format(path=path)))
        return cls(
            path.absolute().parents[2],
            kinds[parts[-3]],
            check_language(parts[-2]),
            path.stem,
        )

    @property
    def path(self) -> Path:
        return self.root / FOLDERS[self.kind] / self.language / f"{self.slug}.ipynb"

    @property
    def solved(self) -> bool:
        return self.kind == "solved"

    @property
    def is_compared(self) -> bool:
        return self.solved

    @property
    def has_lesson(self) -> bool:
        """Whether the syllabus knows the lesson that its name is of."""
        return self.slug in {lesson.slug for lesson in LESSONS}

    @property
    def in_course(self) -> bool:
        """Whether its folder is one of a course: lessons lie beside it."""
        return (self.root / "lessons").is_dir()

    @cached_property
    def twin(self) -> Edition:
        """The same edition in the other language."""
        other = next(lang for lang in LANGUAGES if lang != self.language)
        return Edition(self.root, self.kind, other, self.slug)


NotebookRule = Callable[[Edition], Iterator[NotebookFault]]


def notebook_at(path: Path) -> Notebook:
    """The edition of a lesson at `path`; anywhere else, somebody's notebook."""
    try:
        edition = Edition.at(path)
    except ValueError:
        return OtherNotebook(path)
    known = edition.has_lesson or edition.in_course
    return edition if known and edition.path == path.absolute() else OtherNotebook(path)


def compared_share(notebook: Notebook) -> float:
    """Share of the code cells whose stored output nbval really compares.

    A picture is not compared, only its alternative text, so it does not count.
    """
    compared = [_is_compared(cell) for _, cell in notebook.code]
    return sum(compared) / max(len(compared), 1)


def _is_compared(cell: Any) -> bool:
    ignored = {"nbval-ignore-output", "nbval-skip"} & set(cell.metadata.get("tags", ()))
    return not ignored and any(
        output.output_type == "stream" or ("data" in output and not is_picture(output))
        for output in cell.outputs
    )


def is_picture(output: Any) -> bool:
    return any(kind.startswith("image/") for kind in output.get("data", ()))


NO_EDITION = Text(
    en="Expected a notebook under notebooks/<en|zh>/ or solutions/<en|zh>/, "
    "found {path}. Run `course build`, or check the path.",
    zh="应当是 notebooks/<en|zh>/ 或 solutions/<en|zh>/ 里的笔记本，却是 {path}。"
    "请运行 `course build`，或检查路径。",
)
