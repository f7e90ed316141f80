"""Markdown as the lessons use it, as HTML: tables, formulas, code within a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
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


_RENDERER = MarkdownIt("commonmark").enable("table")
_RENDERER.use(dollarmath_plugin, double_inline=True, allow_space=True, renderer=_draw)
