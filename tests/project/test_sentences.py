"""Where a sentence ends, in English and in Chinese, in Markdown and in bare words."""

from __future__ import annotations

import pytest

from course_utils.sentences import ASKS, GAP, join_again, split_sentences
from course_utils.text import Language

SENTENCES = {
    "three": ("One. Two? Three!", ["One.", "Two?", "Three!"]),
    "number": ("It is 3.5 long.\nRight.", ["It is 3.5 long.", "Right."]),
    "dots within": ("Words ... and more.\nEnd:", ["Words ... and more.", "End:"]),
    "dots behind": ("It goes on... Then not.", ["It goes on...", "Then not."]),
    "code": ("`a. b` is one.\n$x. y$, too.", ["`a. b` is one.", "$x. y$, too."]),
    "code is listed": ("`a`, `b`... are", ["`a`, `b`... are"]),
    "only code": ("`a`. $+$", ["`a`.", "$+$"]),
    "gaps": (f"{GAP} is one. {GAP}", [f"{GAP} is one."]),
    "quoted": ('He said "no."\nYes.', ['He said "no."', "Yes."]),
    "bold": ("**Really?** Yes!* _No._ So", ["**Really?**", "Yes!*", "_No._", "So"]),
    "chinese": ("先猜。再看！（对吗？）好", ["先猜。", "再看！", "（对吗？）", "好"]),
    "quoted in chinese": ("他说“够。”好", ["他说“够。”", "好"]),
    "bold in chinese": ("走。**看。** 好。", ["走。", "**看。**", "好。"]),
    "bold code": ("走。**`h` 变。** 好", ["走。", "**`h` 变。**", "好"]),
    "bold quotation": ("走。**“看。”** 好", ["走。", "**“看。”**", "好"]),
    "two marks": ("什么？！好。", ["什么？！", "好。"]),
    "a lone mark": ("。", []),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_sentences_are_found(name: str) -> None:
    text, sentences = SENTENCES[name]
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("text", "lang"), [("One.\nIs `b. c`?", "en"), ("走。**看。**", "zh")]
)
def test_sentences_are_joined_again(text: str, lang: Language) -> None:
    assert join_again(split_sentences(text), lang) == text


@pytest.mark.parametrize("text", ["How far?", "**How far?**", "“为什么？”", "什么？！"])
def test_a_question_is_known_by_its_end(text: str) -> None:
    assert ASKS.search(text) and not ASKS.search(f"{text} So")
