"""A prose cell in parts: headings, paragraphs, list items, cells of tables, code.

Parsed as JupyterLab does it: CommonMark with tables and `$formulas$`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from course_utils.sentences import GAP, split_sentences

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_PARSER.use(dollarmath_plugin, double_inline=True, allow_space=True)


@dataclass(frozen=True)
class Block:
    """One part of a cell.

    kind: `h1` to `h6`, `p`, `li`, `th`, `td`; or `code`, `math`, `html`: no text
    text: its words, with a gap for each formula, code and picture
    images: address and description of each
    plain: the text with its code and formulas
    """

    kind: str
    text: str = ""
    code: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    images: tuple[tuple[str, str], ...] = ()
    html: tuple[str, ...] = ()
    plain: str = ""

    @property
    def sentences(self) -> list[str]:
        """Its sentences."""
        return split_sentences(self.text)


@cache
def blocks_of(source: str) -> tuple[Block, ...]:
    """The parts of a prose cell, in order."""
    return tuple(_blocks(_PARSER.parse(source)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    opened: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            opened.append(token.tag)
        elif token.nesting == -1:
            opened.pop()
        elif token.type == "inline":
            is_item = opened[-1] == "p" and "li" in opened
            yield _inline("li" if is_item else opened[-1], token.children or [])
        elif token.type in ("fence", "code_block"):
            yield Block("code", code=(token.content.strip(),))
        elif token.type.startswith("math_block"):
            yield Block("math", formulas=(_tight(token.content),))
        elif token.type == "html_block":
            yield Block("html", html=(token.content,))


def _inline(kind: str, tokens: Sequence[Token]) -> Block:
    def contents(start: str) -> tuple[str, ...]:
        return tuple(each.content for each in tokens if each.type.startswith(start))

    return Block(
        kind,
        "".join(map(_words, tokens)),
        code=contents("code_inline"),
        formulas=tuple(map(_tight, contents("math_inline"))),
        links=tuple(_address(each) for each in tokens if each.type == "link_open"),
        images=tuple(
            (_address(each), each.content) for each in tokens if each.type == "image"
        ),
        html=contents("html_inline"),
        plain="".join(each.content or _words(each) for each in tokens),
    )


def _words(token: Token) -> str:
    if token.type.startswith(("code_inline", "math_inline", "image")):
        return GAP
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content if token.type == "text" else ""


def _address(token: Token) -> str:
    return str(token.attrGet("href") or token.attrGet("src") or "")


def _tight(formula: str) -> str:
    return re.sub(r"\s", "", formula)
