"""Markdown, formulas and code as HTML; the font that draws the formulas."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from course_utils.markup import (
    CODE_STYLES,
    colour_code,
    math_font,
    parse_markdown,
    render_line,
    render_markdown,
    to_mathml,
)


def test_a_formula_is_drawn_within_a_line_or_on_its_own() -> None:
    assert render_line("see $h_t$.").count("<math") == 1
    assert 'display="inline"' in render_line("$h_t$")
    assert 'display="block"' in render_markdown("$$h_t = a$$")


@pytest.mark.parametrize(
    ("formula", "gaps"),
    [(r"\tanh a", 1), (r"\log_2 n", 1), (r"\tanh(a)", 0), ("a b", 0)],
)
def test_a_function_stands_apart_from_what_it_is_of(formula: str, gaps: int) -> None:
    assert to_mathml(formula).count("<mspace") == gaps


def test_code_is_escaped_and_coloured() -> None:
    code = 'if a < b:  # 小\n    print("<b>")'
    html = colour_code(code)
    assert "<b>" not in html and "&lt;b&gt;" in html
    assert '<span class="c1"># 小</span>' in html and ".c1 {" in CODE_STYLES
    assert render_line("`a < b`") == "<code>a &lt; b</code>"


def test_a_table_is_one_and_knows_its_lines() -> None:
    source = "words\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert render_markdown(source).count("<td>") == 2
    (table,) = (each for each in parse_markdown(source) if each.type == "table_open")
    assert table.map == [2, 5]


def test_the_font_has_what_the_formulas_need_and_not_all_else() -> None:
    needed, other = "∑", "∮"
    font = TTFont(BytesIO(math_font([to_mathml(r"\sum_t h"), f"<p>{other}</p>"])))
    known = font.getBestCmap()
    assert font.flavor == "woff" and ord(needed) in known and ord("α") in known
    assert ord(other) not in known
    assert "MATH" in font, "a browser reads there how formulas are built"
