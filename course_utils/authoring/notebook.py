"""A built notebook as the gate reads it: its edition, its cells, what is compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat

from course_utils.text import LANGUAGES, Language, check_language

STUDENT = "notebooks"
SOLVED = "solutions"


@dataclass(frozen=True)
class Notebook:
    """One edition of a lesson, `.../<notebooks|solutions>/<language>/<slug>.ipynb`."""

    path: Path

    @property
    def solved(self) -> bool:
        return self.path.parts[-3] == SOLVED

    @property
    def language(self) -> Language:
        return check_language(self.path.parts[-2])

    @property
    def slug(self) -> str:
        return self.path.stem

    @property
    def twin(self) -> Notebook:
        """The same edition in the other language."""
        other = next(lang for lang in LANGUAGES if lang != self.language)
        return Notebook(self.path.parents[1] / other / self.path.name)

    @cached_property
    def cells(self) -> list[Any]:
        """All cells; none if the file cannot be read (`is_broken` tells)."""
        try:
            return list(nbformat.read(self.path, as_version=4).cells)
        except Exception:  # whatever a broken file makes the reader raise
            return []

    @property
    def is_broken(self) -> bool:
        return not self.cells

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
