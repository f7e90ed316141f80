"""One of a lesson's four notebooks: where it lies, what is in it, what is compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import nbformat

from course_utils.text import LANGUAGES, Language, Text, check_language

EditionKind = Literal["student", "solved"]
FOLDERS: dict[EditionKind, str] = {"student": "notebooks", "solved": "solutions"}


@dataclass(frozen=True)
class Edition:
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
    def twin(self) -> Edition:
        """The same edition in the other language."""
        other = next(lang for lang in LANGUAGES if lang != self.language)
        return Edition(self.root, self.kind, other, self.slug)

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


def compared_share(edition: Edition) -> float:
    """Share of the code cells whose stored output nbval really compares.

    A picture is not compared, only its alternative text, so it does not count.
    """
    compared = [_is_compared(cell) for _, cell in edition.code]
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
