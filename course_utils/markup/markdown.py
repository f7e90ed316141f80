"""Markdown as the lessons use it, as HTML: tables, formulas, code within a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from course_utils.markup.formulas import to_mathml


def render_markdown(source: str) -> str:
    """Paragraphs, lists and tables as HTML."""
    return str(_RENDERER.render(source))


def render_line(source: str) -> str:
    """Words of one paragraph as HTML, without the paragraph around them."""
    return str(_RENDERER.renderInline(source))


def parse_markdown(source: str) -> Sequence[Token]:
    """The tokens of markdown-it, each block with its lines in `map`."""
    return _RENDERER.parse(source)


def _draw(formula: str, options: dict[str, Any]) -> str:
    return to_mathml(formula, bool(options["display_mode"]))


def _close_up(state: StateCore) -> None:
    """No blank follows a full-width mark, which brings its own.

    Markdown needs one there after what is bold, and so does the end of a line.
    """
    for block in state.tokens:
        wide = False
        for token in block.children or ():
            if token.type not in ("text", "softbreak"):
                wide = wide and not token.content
                continue
            words = "\n" if token.type == "softbreak" else token.content
            closed = _BLANK.sub("", words.lstrip() if wide else words)
            if closed != words:
                token.type, token.content = "text", closed
            wide = bool(_WIDE.search(words)) or (wide and not closed)


_WIDE = re.compile("[，。；：？！、）》]$")
_BLANK = re.compile("(?<=[，。；：？！、）》]) +")
_RENDERER = MarkdownIt("commonmark").enable("table")
_RENDERER.core.ruler.push("close_up", _close_up)
_RENDERER.use(dollarmath_plugin, double_inline=True, allow_space=True, renderer=_draw)
