"""A prose cell in pieces, and how much of a piece finds room on a slide."""

from __future__ import annotations

import pytest

from course_utils.checking.checks import Prediction
from course_utils.slides.fitting import add_blocks, fit_blocks, fit_question
from course_utils.slides.parts import Slide, SlideQuestion, SlideText
from course_utils.slides.pieces import SlideBlock, blocks_of_cell, pieces_of
from course_utils.slides.room import count_shown_words
from course_utils.text import Language, Text

CELL = """\
It grew by a fifth: $1.2^{2} = 1.44$.

## One *number*

Words above, `code.here`.
More of them.

$$h_t = A h_{t-1}$$

- one
- two

**Predict.** It is 3.5 long.
How long is it then?
- (a) `h[0]`
- (b) two, or more"""


def words(*texts: str) -> list[SlideBlock]:
    return [SlideBlock("words", text) for text in texts]


def test_a_cell_falls_into_claim_section_and_question() -> None:
    pieces = pieces_of(CELL)
    assert [*pieces] == ["claim", "section", "question"]
    assert pieces["claim"].heading == "" and pieces["section"].heading == "One *number*"
    kinds = [block.kind for block in pieces["section"].blocks]
    assert kinds == ["words", "formula", "item", "item"]
    question = pieces["question"]
    assert question.question == ("Predict.", "It is 3.5 long.\nHow long is it then?")
    assert question.choices == {"a": "`h[0]`", "b": "two, or more"}


def test_a_chinese_question_has_its_label() -> None:
    piece = pieces_of("**先猜一猜。** 有多长？\n\n- (a) 三\n- (b) 四")["question"]
    assert piece.question == ("先猜一猜。", "有多长？")
    assert piece.choices == {"a": "三", "b": "四"}


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", ["table"]),
        ("> quoted\n> words", ["words"]),
        ("```\na = 1\n```", ["words"]),
        ("1. one\n2. two", ["item", "item"]),
        ("", []),
    ],
    ids=["table", "quote", "fence", "numbered", "nothing"],
)
def test_every_block_is_known(source: str, kinds: list[str]) -> None:
    blocks = [*blocks_of_cell(source)]
    assert [block.kind for block in blocks] == kinds
    assert source.startswith(blocks[0].source if blocks else "")


@pytest.mark.parametrize(
    ("text", "lang", "count"),
    [
        ("It's one-hot: 1,000 words", "en", 4),
        ("`torch.nn.RNN(5, 6)` and $x_t + 1$", "en", 3),
        ("$$a + b + c$$", "en", 0),
        ("隐状态 hidden state 有 8 个数", "zh", 9),
        ("`x` 是 (T, B)", "zh", 4),
    ],
    ids=["english", "code", "formula", "chinese", "mixed"],
)
def test_words_are_counted(text: str, lang: Language, count: int) -> None:
    assert count_shown_words(text, lang) == count


def test_sentences_come_as_far_as_there_is_room() -> None:
    blocks = [*words("One two. Three four five. Six."), SlideBlock("formula", "$$x$$")]
    assert fit_blocks(blocks, "en", 6) == (
        "One two.\nThree four five.\nSix.\n\n$$x$$",
        [],
    )
    # Six would fit, but not after what is left out.
    assert fit_blocks(blocks, "en", 4) == (
        "One two.\n\n$$x$$",
        ["Three four five.\nSix."],
    )


def test_a_table_stands_whatever_else_does() -> None:
    table = SlideBlock("table", "| a b | c |\n|---|---|\n| d | e |")
    blocks = [*words("One two."), table, SlideBlock("item", "- four")]
    assert fit_blocks(blocks, "en", 6) == (table.source, ["One two.", "- four"])


def test_items_stay_a_list() -> None:
    blocks = [*words("First:"), SlideBlock("item", "- a"), SlideBlock("item", "- b")]
    assert fit_blocks(blocks, "en", 9) == ("First:\n\n- a\n- b", [])


def test_the_slide_before_counts_too() -> None:
    slide = Slide("text", "Two words", 0)
    long = "Word " * 20 + "end."
    add_blocks(slide, words(long), "en")
    add_blocks(slide, words(long), "en", opens=True)
    assert slide.parts == [SlideText(long)] and slide.told == [long]


# ---------------------------------------------------------------- questions


def asked(title: str, text: str, reason: str, *, above: str = "") -> Slide:
    """A slide with a question of two choices; (b) is right."""
    slide = Slide("question", title, 0)
    if above:
        add_blocks(slide, words(above), "en")
    said = Text(en=reason, zh=reason)
    prediction = Prediction("it", "b", {"a": said, "b": said})
    piece = pieces_of(f"**Predict.** {text}\n- (a) one\n- (b) two")["question"]
    fit_question(slide, piece, prediction, "en")
    return slide


def part_of(slide: Slide) -> SlideQuestion:
    part = slide.parts[-1]
    assert isinstance(part, SlideQuestion)
    return part


def test_a_short_question_stays_whole() -> None:
    slide = asked("Title", "It grows. How far?", "Because. So.")
    part = part_of(slide)
    assert part.source == part.kept == "It grows.\nHow far?"
    assert (part.reason, part.right) == ("Because.\nSo.", "b")
    assert not part.alone and slide.shows_title and not slide.told


def test_a_long_question_loses_its_beginning() -> None:
    slide = asked("Title", f"{'Word ' * 30}goes. {'Word ' * 20}stays?", "Because.")
    assert part_of(slide).source.endswith("stays?")
    assert slide.told == [f"{'Word ' * 30}goes."]


def test_what_has_no_room_beside_the_answer_goes_when_it_opens() -> None:
    part = part_of(asked("Title", f"{'Word ' * 20}goes. Stays?", "why " * 20 + "so."))
    assert part.source.startswith("Word") and part.kept == "Stays?"
    part = part_of(asked("Title", f"{'Word ' * 20}goes?", "why " * 30 + "so."))
    assert part.kept == "" and part.reason.endswith("so.")


def test_words_above_a_question_go_with_it() -> None:
    slide = asked("Title", "How far?", "why " * 30 + "so.", above="Word " * 15 + "end.")
    assert part_of(slide).alone and not slide.told
    slide = asked("Title", "Far " * 20 + "so?", "So.", above="It is. " + "Word " * 20)
    assert slide.parts[0] == SlideText("It is.") and "Word" in slide.told[0]


def test_a_heading_gives_its_room_to_a_long_question() -> None:
    slide = asked("A title of six words here", "Far " * 34 + "so?", "So.")
    assert not slide.shows_title and not asked("T", "So?", "So.").told


def test_a_reason_is_cut_after_a_sentence() -> None:
    part = part_of(asked("Title", "So?", f"First. {'Word ' * 40}end."))
    assert part.reason == "First."
