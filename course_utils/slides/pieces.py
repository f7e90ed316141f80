"""A prose cell in pieces, each of which may become a slide.

The claim is what stands before the first heading: mostly what the cell above shows.
The section is a heading and what follows it, the question a prediction with choices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from course_utils.markup.markdown import parse_markdown

BlockKind = Literal["heading", "words", "item", "formula", "table"]
_KINDS: dict[str, BlockKind] = {
    "heading_open": "heading",
    "list_item_open": "item",
    "math_block": "formula",
    "table_open": "table",
}
_LABEL = re.compile(r"\*\*(Predict\.|先猜一猜。)\*\*\s*")
_CHOICE = re.compile(r"-\s*\(([a-f])\)\s*")


@dataclass(frozen=True)
class SlideBlock:
    """A paragraph, an item of a list, a formula or a table, as Markdown."""

    kind: BlockKind
    source: str


@dataclass
class CellPiece:
    """A heading, "" without one, and the blocks below it."""

    heading: str = ""
    blocks: list[SlideBlock] = field(default_factory=list)

    @property
    def choices(self) -> dict[str, str]:
        """Of a question: what each letter stands for."""
        found = ((_CHOICE.match(each.source), each.source) for each in self.blocks)
        return {one[1]: text[one.end() :] for one, text in found if one}

    @property
    def question(self) -> tuple[str, str]:
        """Of a question: its label, as "Predict.", and its words."""
        words = " ".join(each.source for each in self.blocks if each.kind == "words")
        label = _LABEL.match(words)
        return (label[1], words[label.end() :]) if label else ("", words)


def pieces_of(source: str) -> dict[str, CellPiece]:
    """The pieces of a cell that are there: "claim", "section", "question", in order."""
    pieces: dict[str, CellPiece] = {}
    name = "claim"
    for block in blocks_of_cell(source):
        if block.kind == "heading":
            name = "section"
            heading = block.source.lstrip("# ")
            pieces[name] = CellPiece(heading, pieces.get(name, CellPiece()).blocks)
            continue
        if _LABEL.match(block.source):
            name = "question"
        pieces.setdefault(name, CellPiece()).blocks.append(block)
    return pieces


def blocks_of_cell(source: str) -> Iterator[SlideBlock]:
    """The blocks of a prose cell, in order; each item of a list is one."""
    lines = source.splitlines()
    for token in parse_markdown(source):
        outer = token.level == 0 and token.nesting >= 0 and token.map
        inner = token.level == 1 and token.type == "list_item_open"
        if token.map and (outer or inner) and not token.type.endswith("_list_open"):
            first, end = token.map
            words = "\n".join(lines[first:end]).strip()
            yield SlideBlock(_KINDS.get(token.type, "words"), words)
