"""The lessons' Markdown as HTML that needs no network: formulas, code in colours.

Knows no other folder; markdown-it, latex2mathml and Pygments.
"""

from course_utils.markup.formulas import MATH_STYLES, to_mathml
from course_utils.markup.listing import CODE_STYLES, colour_code
from course_utils.markup.markdown import parse_markdown, render_line, render_markdown

__all__ = [
    "CODE_STYLES",
    "MATH_STYLES",
    "colour_code",
    "parse_markdown",
    "render_line",
    "render_markdown",
    "to_mathml",
]
