"""A lesson in sections: where it is cut, what is folded, what can be searched."""

from __future__ import annotations

import re

import pytest

from course_utils.markup.markdown import render_line, render_markdown
from course_utils.site.glossary import glossary_entries
from course_utils.site.sections import Section, plain_words, split_at_headings
from course_utils.site.text_nodes import link_lessons, mark_chinese
from course_utils.text import Language


def test_a_cell_is_cut_at_its_headings() -> None:
    cell = "before\n\n## One\ntext\n\n```\n# a comment\n```\n### Two `x`\nmore"
    assert split_at_headings(cell) == [
        (0, "", "before\n\n"),
        (2, "One", "\ntext\n\n```\n# a comment\n```\n"),
        (3, "Two `x`", "\nmore"),
    ]
    assert split_at_headings("## Alone") == [(2, "Alone", "")]


def test_every_fold_is_closed_where_its_section_ends() -> None:
    section = Section("s1", 2, "One", ["<details><div>", "a", "<details><div>"], 2)
    assert section.html.count("</div></details>") == 2


def test_what_is_searched_is_what_is_read() -> None:
    html = (
        '<p>A <strong>gate</strong>d step, <math><mi>h</mi></math>.</p><p class="how">'
        "no</p><details><summary>no</summary><pre><span>x</span>.T</pre></details>"
        '<img src="a" alt="two &amp; three"><p>Last.</p>'
    )
    words = Section("s1", 2, "One", [html]).words
    assert words == "A gated step, h. two & three Last. x.T"
    assert plain_words("a<br>b<td>c</td>") == "a b c"


@pytest.mark.parametrize(
    ("lang", "text", "linked"),
    [
        ("en", "see lesson 04.", "see <a>lesson 04</a>."),
        ("en", "Lessons 01 to 06 and 04", "Lessons 01 to 06 and <a>04</a>"),
        ("en", "lesson 040, <code>lesson 04</code>, lesson 05", None),
        ("zh", "在第 04 课里", "在<a>第 04 课</a>里"),
        ("zh", "先学完第 05、04 课", "先学完第 05、<a>04</a> 课"),
        ("zh", "第 04 步，<summary>第 04 课</summary>", None),
    ],
)
def test_a_lesson_that_is_mentioned_is_linked(
    lang: str, text: str, linked: str | None
) -> None:
    there = {"04_fading_memory", "03_bptt"}
    found = link_lessons(f"<p>{text}</p>", lang, there, "03_bptt")
    plain = found.replace('<a href="04_fading_memory.html">', "<a>")
    assert plain == f"<p>{linked or text}</p>"
    assert link_lessons(text, lang, there, "04_fading_memory") == text


def test_chinese_within_english_is_told_to_be_chinese() -> None:
    marked = mark_chinese('<p title="山">see 春江，花月. <math><mi>山</mi></math></p>')
    assert marked == (
        '<p title="山">see <span lang="zh-CN">春江，花月</span>. '
        "<math><mi>山</mi></math></p>"
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**猜。** 谱半径是 8。 走", "<strong>猜。</strong>谱半径是 8。走"),
        ("*猜。*\n走，\n$x$", "<em>猜。</em>走，<span>x</span>"),
        ("`猜。` x `b`。\n\n", "<code>猜。</code> x <code>b</code>。"),
        ("**Predict.** So\nit is.", "<strong>Predict.</strong> So\nit is."),
    ],
)
def test_no_blank_follows_a_full_width_mark(source: str, html: str) -> None:
    drawn = re.sub(r"<span.*</span>", "<span>x</span>", render_markdown(source))
    assert drawn == f"<p>{html}</p>\n"
    assert "。 " not in render_line("看。 `x`。 好")


@pytest.mark.parametrize(
    ("lang", "paragraph", "sentence"),
    [
        (
            "en",
            "No.\nCut what is long.\nThis is <strong>gradient clipping</strong>.",
            "Cut what is long. This is <strong>gradient clipping</strong>.",
        ),
        (
            "zh",
            "不是。太长就截短。这叫<strong>梯度裁剪</strong>。",
            "太长就截短。这叫<strong>梯度裁剪</strong>。",
        ),
        (
            "zh",
            "不是。（太长就截短，叫<strong>梯度裁剪</strong>。）",
            "（太长就截短，叫<strong>梯度裁剪</strong>。）",
        ),
    ],
)
def test_a_term_comes_with_what_its_sentence_points_to(
    lang: Language, paragraph: str, sentence: str
) -> None:
    page = Section("s1", 2, "One", [f"<p>{paragraph}</p>"])
    (entry,) = (
        each
        for each in glossary_entries([("04_fading_memory", [page])], lang)
        if each.term in ("gradient clipping", "梯度裁剪")
    )
    assert entry.sentence == sentence
