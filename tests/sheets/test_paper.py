"""Sheets on paper: lines that fit, pages that hold whole questions, all characters."""

from __future__ import annotations

import re
import zlib

import pytest
from matplotlib import font_manager

from course_utils.plots import font
from course_utils.shape_trainer import Question
from course_utils.sheets import choose_sheets, paper, pdf
from course_utils.sheets.paper import A4, MARGIN, Lettering, PaperBlock
from course_utils.text import LANGUAGES, Text, use_language

BODY = Lettering("text", 10, "black")
ENGLISH = "The layer below hands up both directions: `2 · 5` = 10 columns. " * 6
CHINESE = "下层把两个方向都交上来（`h_n`），共 10 列。为什么？因为“双向”。" * 6
ROOM = A4[0] - 2 * MARGIN


def lines_of(block: PaperBlock) -> list[str]:
    lines: dict[float, str] = {}
    for span in block.spans:
        lines[span.y] = lines.get(span.y, "") + span.words
    return list(lines.values())


def right_end(block: PaperBlock) -> float:
    return max(
        span.x + paper.width_of(span.words.rstrip(), span.style) for span in block.spans
    )


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("width", [120, 200, 333])
def test_words_become_lines_that_fit(text: str, width: float) -> None:
    block = paper.set_paragraph(text, BODY, width)
    lines = lines_of(block)
    assert "".join(lines) == text.replace("`", "")
    assert right_end(block) <= width + 1e-6
    assert len(lines) > 3 and block.height == pytest.approx(15 * len(lines))


def test_no_line_begins_or_ends_with_a_mark_that_must_not() -> None:
    for width in range(100, 200):
        for line in lines_of(paper.set_paragraph(CHINESE, BODY, width)):
            assert line[0] not in "，。：；？）”"
            assert line.rstrip()[-1] not in "（“"


def test_english_words_stay_whole() -> None:
    allowed = {*ENGLISH.replace("`", "").split()}
    for line in lines_of(paper.set_paragraph(ENGLISH, BODY, 130)):
        assert {*line.split()} <= allowed


def test_widths_are_those_that_are_drawn() -> None:
    """Against the text as matplotlib itself lays it out, but for its kerning."""
    from matplotlib.textpath import text_to_path

    for face, words in [("text", "循环神经网络"), ("code", "net = nn.LSTM(5, 6)|")]:
        style = Lettering(face, 10, "black")
        properties = paper.font_of(face).copy()
        properties.set_size(10)
        drawn, _, _ = text_to_path.get_text_width_height_descent(
            words, properties, False
        )
        assert paper.width_of(words, style) == pytest.approx(drawn, rel=0.05)


def test_pages_are_filled_in_order_and_tear_nothing_apart() -> None:
    blocks = [
        PaperBlock(height, (paper.Ink(0, 5, f"{height}", BODY),))
        for height in (300, 300, 300, 20, 600, 100)
    ]
    pages = list(paper.pages_of(blocks, 10))
    assert [[span.words for span in page.spans] for page in pages] == [
        ["300", "300"],
        ["300", "20"],
        ["600", "100"],
    ]


@pytest.mark.torch
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_question_is_wider_or_higher_than_a_page(lang: str) -> None:
    use_language(lang)
    sheets = choose_sheets(100, 5, copies=6)
    for sheet in sheets:
        for block in [*pdf._question_blocks(sheet), *pdf._key(sheet, "course sheet")]:
            assert right_end(block) <= ROOM + 1e-6
            assert block.height <= A4[1] - 2 * MARGIN
            assert all(0 <= span.y <= block.height for span in block.spans)


@pytest.mark.torch
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_fonts_have_every_character(lang: str) -> None:
    use_language(lang)
    (sheet,) = choose_sheets(100, 5)
    blocks = [*pdf._question_blocks(sheet), *pdf._key(sheet, "course sheet --seed 5")]
    used = {(c, s.style.face) for b in blocks for s in b.spans for c in s.words}
    maps = {
        face: font_manager.get_font(
            font_manager.findfont(paper.font_of(face))
        ).get_charmap()
        for face in ("text", "strong", "code")
    }
    assert {(c, face) for c, face in used if ord(c) not in maps[face]} == set()


@pytest.mark.torch
def test_choices_stand_in_as_few_rows_as_they_fit() -> None:
    (sheet,) = choose_sheets(100, 5)
    rows = {}
    for question in sheet.questions:
        block = pdf._choices(question)
        rows[len({span.y for span in block.spans})] = question
        assert [s.words for s in block.spans][::2] == [*"ABCD"[: len(question.choices)]]
    assert {*rows} == {1, 2}
    longest = max(len(choice.label) for choice in rows[1].choices)
    assert longest < max(len(choice.label) for choice in rows[2].choices)


def pages_in(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", content))


@pytest.mark.torch
def test_each_part_begins_a_page_and_the_bytes_are_the_same_again() -> None:
    sheets = choose_sheets(2, 7, copies=3)
    assert pages_in(pdf.draw_pdf(sheets)) == 3
    content = pdf.draw_pdf(sheets, "course sheet")
    assert pages_in(content) == 6 and content == pdf.draw_pdf(sheets, "course sheet")
    assert b"/CreationDate" not in content


@pytest.mark.torch
def test_words_in_the_pdf_are_words_and_not_outlines() -> None:
    use_language("zh")
    content = pdf.draw_pdf(choose_sheets(2, 7), "course sheet")
    streams = re.findall(rb"(?s)stream\r?\n(.*?)\r?\nendstream", content)
    plain = b""
    for stream in streams:
        plain += zlib.decompressobj().decompress(stream)
    assert plain.count(b" Tf") > 20


@pytest.mark.torch
def test_without_the_font_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing = font.FontStatus(False, Text(en="-m pip install", zh=""))
    monkeypatch.setattr(pdf, "font_status", lambda: missing)
    with pytest.raises(ValueError, match="-m pip install"):
        pdf.draw_pdf(choose_sheets(1, 1))


@pytest.mark.torch
def test_the_code_is_shown_line_by_line() -> None:
    (sheet,) = choose_sheets(7, 7)
    question: Question = sheet.questions[6]
    assert question.kind == "packed"
    lines = [line.rstrip() for line in lines_of(pdf._code(question.code, ROOM))]
    assert lines == question.code.split("\n")
