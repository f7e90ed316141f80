"""The lessons' Markdown as HTML that needs no network: formulas, code in colours.

Knows no other folder; markdown-it, latex2mathml and Pygments; fontTools, inside a
function.
"""

from course_utils.markup.formulas import to_mathml
from course_utils.markup.listing import CODE_STYLES, colour_code
from course_utils.markup.markdown import parse_markdown, render_line, render_markdown
from course_utils.markup.math_font import math_font

__all__ = [
    "CODE_STYLES",
    "colour_code",
    "math_font",
    "parse_markdown",
    "render_line",
    "render_markdown",
    "to_mathml",
]
