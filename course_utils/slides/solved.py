"""What the cells of a lesson show when they are run: read from its solved notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from course_utils.authoring.lesson_source import LessonSource, Prose
from course_utils.authoring.notebooks import START_CELL, Edition
from course_utils.authoring.stored import cell_id
from course_utils.slides import messages as says
from course_utils.slides.parts import (
    SlideOutput,
    SlidePart,
    SlidePicture,
    SlideTable,
)
from course_utils.text import Language

"""The id of the cell that a notebook has before those of its lesson's text."""


def read_solved_cells(root: Path, source: LessonSource, lang: Language) -> list[Any]:
    """The cells of the solved notebook, one for each of the lesson's text.

    A notebook that is not there, or not built from this text, is a `ValueError`.
    """
    edition = Edition(root, "solved", lang, source.lesson.slug)
    cells = [cell for cell in edition.cells if cell.get("id") != START_CELL]
    if [cell.get("id") for cell in cells] != _ids_of(source):
        number = f"{source.lesson.number:02}"
        message = says.NOT_BUILT_FROM_TEXT.format(path=edition.path, number=number)
        raise ValueError(str(message))
    return cells


def _ids_of(source: LessonSource) -> list[str]:
    """The ids that the cells of a notebook have if it was built from this text."""
    seen: dict[str, int] = {}
    texts = (
        cell.texts["en"] if isinstance(cell, Prose) else cell.source
        for cell in source.cells
    )
    return [cell_id(seen, text) for text in texts]


def shown_by(cell: Any, opens: bool, unsaid: Iterable[str]) -> Iterator[SlidePart]:
    """What a cell printed and drew; lines that are in `unsaid` are left out."""
    printed = "".join(
        line
        for output in cell.outputs
        if output.output_type == "stream"
        for line in str(output.text).splitlines(keepends=True)
        if line.strip() not in unsaid
    ).strip("\n")
    if printed:
        yield SlideOutput(printed, opens)
    for output in cell.outputs:
        data = output.get("data", {})
        if "image/png" in data:
            about = output.metadata["image/png"]
            sentence, png = str(about["alt"]), str(data["image/png"]).strip()
            yield SlidePicture(sentence, png, about["width"], about["height"], opens)
        elif "text/html" in data:
            yield SlideTable(str(data["text/html"]), opens)
