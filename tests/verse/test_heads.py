"""Heads: what may be typed, in which script, and how the model reads it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.datasets.vocab import PAD, UNKNOWN, Vocabulary
from course_utils.text import use_language
from course_utils.verse.heads import (
    MAX_HEADS,
    HeadError,
    check_script,
    read_head,
    to_simplified,
)

# The commonest first, as in a vocabulary of poems.
KNOWN = Vocabulary((PAD, UNKNOWN, *"花雲裏里峰後江爲乾羣峯后云裡櫻"))


def read_as(text):
    """What the model reads for each character; None for an unknown one."""
    ids = read_head(text).encode(KNOWN)
    return [KNOWN.symbols[one] if one > 1 else None for one in ids]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("云", "雲"),  # simplified
        ("雲后", "雲后"),  # beside a traditional character, 后 is the empress
        ("后面", ["後", None]),
        ("峰群", "峰羣"),  # the commoner variant
        ("里", "裏"),
        ("為裡", "爲裡"),  # a variant of the model's, and one it knows
        ("桜", "櫻"),  # Japanese
        ("㐂𠮷", [None, None]),  # rare
        ("花，江 。", "花江"),
        ("「花」\t江\u3000\n", "花江"),
        ("花\ufe00江\u200b", "花江"),
        ("⽔", [None]),  # a radical counts as the character 水
    ],
)
def test_a_head_is_read_in_the_characters_the_model_knows(typed, read):
    assert read_as(typed) == list(read)


def test_a_head_is_printed_as_typed_unless_a_script_is_asked_for():
    simplified, traditional = read_head("云峰为"), read_head("雲峰爲")
    assert simplified.script == "simplified"
    assert traditional.script == "traditional"
    assert simplified.printed(None, KNOWN) == "云峰为"
    assert simplified.printed("traditional", KNOWN) == "雲峰爲"
    assert traditional.printed(None, KNOWN) == "雲峰爲"
    assert traditional.printed("simplified", KNOWN) == "云峰为"
    assert read_head("㐂").printed("traditional", KNOWN) == "㐂"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", "“”"),
        (" 　", "“ 　”"),
        ("，。！", "“，。！”"),
        ("春A花", "“A” (U+0041)"),
        ("Ｌｏｖｅ", "“L” (U+004C)"),
        ("春5", "“5” (U+0035)"),
        ("春😀", "“😀” (U+1F600)"),
        ("さくら", "“さ” (U+3055)"),
        ("春\ud800", "U+D800"),
        ("春\x00", "U+0000"),
        ("春" * (MAX_HEADS + 1), f"{MAX_HEADS + 1} characters"),
        (None, "NoneType"),
        (["春"], "list"),
    ],
)
def test_what_is_no_head_is_named(typed, found):
    with pytest.raises(HeadError) as caught:
        read_head(typed)
    message = str(caught.value)
    assert found in message and "haracter" in message
    assert message.encode()
    use_language("zh")
    with pytest.raises(HeadError, match="请") as caught:
        read_head(typed)
    assert not [mark for mark in ("(", ")", ", ") if mark in str(caught.value)]


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("賸疎蔕爲羣牀", "剩疏蒂为群床"),
        ("歸塗", "归途"),
        ("塗窮", "途穷"),
        ("泥塗", "泥涂"),
        ("塗山", "涂山"),
        ("道塗夷塗", "道途夷途"),
        ("駞蹔隠頴厐", "驼暂隐颖庞"),
        ("髪白鴈歸", "发白雁归"),
        ("春江花月", "春江花月"),
    ],
)
def test_variants_become_the_characters_of_today(text, simplified):
    assert to_simplified(text) == simplified


ANY_TEXT = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("春江花月云後，。 "),
    max_size=30,
)


@given(ANY_TEXT)
def test_any_text_is_a_head_or_is_refused(text):
    plain = unicodedata.normalize("NFKC", text)
    han = [
        one
        for one in plain
        if unicodedata.name(one, "").startswith("CJK UNIFIED") or one == "〇"
    ]
    try:
        head = read_head(text)
    except HeadError as error:
        assert str(error).encode()
        return
    known = [one for one in head.typed if unicodedata.name(one, "")]
    assert known == han and 1 <= len(head) <= MAX_HEADS
    assert len(head.traditional) == len(head.encode(KNOWN)) == len(head)
    for script in (None, "simplified", "traditional"):
        assert len(head.printed(script, KNOWN)) == len(head)


@given(st.text(st.characters(categories=["Lo"]), max_size=30))
def test_simplifying_keeps_the_number_of_characters(text):
    assert len(to_simplified(text)) == len(text)


def test_only_two_scripts_are_known():
    assert check_script(None) is None and check_script("traditional") == "traditional"
    with pytest.raises(ValueError, match="simplified or traditional, found 'hand'"):
        check_script("hand")
