"""What the words of a line decide: readings, tones, and what a check says of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest
from poem_samples import poem_of

from course_utils.verse.check import breaks_as_read, check_poem
from course_utils.verse.prosody import Prosody, Tone
from course_utils.verse.rules import tone_patterns
from course_utils.verse.words import _MEANINGS, _SAME_MEANING, tones_in_words

PROSODY = Prosody.load()
STORK = ("白日依山盡", "黃河入海流", "欲窮千里目", "更上一層樓")


def signs(line: str) -> str:
    found = tones_in_words(line, PROSODY)
    return "".join(tone.symbol if tone else "?" for tone in found)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("萬里長江浪", "仄仄平平仄"),
        ("安排長者書", "平平仄仄平"),
        ("江上行人白", "平仄平平仄"),
        ("神仙不可分", "平平仄仄平"),
        ("流年不相見", "平平仄平仄"),
        ("丞相祠堂", "平仄平平"),
        ("春至長相憶", "平仄平平仄"),
        ("新竹萬重重", "平仄仄平平"),
        ("千騎擁高牙", "平仄仄平平"),
        ("騎馬過長橋", "平仄中平平"),  # 過 means the same either way
        ("知君到也不", "平平仄仄中"),  # at the end it may ask
        ("龘", "?"),
        ("", ""),
    ],
)
def test_the_tone_is_that_of_the_meaning(line: str, expected: str) -> None:
    assert signs(line) == expected


def test_a_character_of_one_tone_keeps_it_whatever_its_word() -> None:
    for character, tone in PROSODY.tones.items():
        if tone is not Tone.EITHER:
            assert tones_in_words(f"{character}江", PROSODY)[0] is tone


def test_each_rule_is_about_a_character_of_both_tones_and_decides() -> None:
    from course_utils.verse.heads import to_simplified

    both = {
        to_simplified(one) for one, tone in PROSODY.tones.items() if tone is Tone.EITHER
    }
    assert both >= {*_MEANINGS, *_SAME_MEANING}
    assert not set(_MEANINGS) & set(_SAME_MEANING)
    for meaning in _MEANINGS.values():
        groups = (meaning.level, meaning.oblique, meaning.either)
        for side in range(2):
            neighbours = [*chain.from_iterable(group[side] for group in groups)]
            assert len(neighbours) == len(set(neighbours))


def test_three_level_tones_at_the_end_are_found_as_read() -> None:
    lines = ("平生知好景", "谷鳥相呼隨", "衆鳥高飛盡", "城門日月新")
    by_character = check_poem(lines, tone=PROSODY.tone)
    assert by_character.tails == ()  # 相 might be oblique
    assert check_poem(lines).tails == (2,)
    assert check_poem(lines).breaks == ()  # no key position is wrong
    assert breaks_as_read(lines, by_character.pattern, PROSODY) == ((2, 3),)


def test_a_word_in_the_wrong_place_breaks_the_tone_rules() -> None:
    lines = (STORK[0], "萬里長江浪", *STORK[2:])
    assert (2, 5) in check_poem(lines).breaks
    assert (2, 5) not in check_poem(lines, tone=PROSODY.tone).breaks
    pattern = tone_patterns(5, 4, False)[0]
    assert set(breaks_as_read(lines, pattern, PROSODY)) >= {(2, 3), (2, 5)}


def test_the_special_form_breaks_nothing() -> None:
    line, pattern = "流年不相見", tone_patterns(5, 2, False)[0]
    assert breaks_as_read((line,), pattern[:1], PROSODY) == ()
    assert check_poem((line, STORK[3])).special_lines == (1,)


def test_a_real_poem_is_as_regulated_in_words_as_by_characters() -> None:
    assert check_poem(STORK).is_regulated
    assert breaks_as_read(STORK, check_poem(STORK).pattern, PROSODY) == ()


def test_a_poem_says_where_its_words_break_the_rules() -> None:
    tones = "仄仄仄平平 平平仄仄平 仄平平仄仄 仄仄仄平平"
    text = "谷鳥相呼隨 黃河入海流 欲窮千里目 更上一層樓"
    written = poem_of(text, tones)
    assert written.breaks_as_read == ((1, 3),)
    assert written.to_json()["breaks_as_read"] == ((1, 3),)
    assert poem_of(text).breaks_as_read == ()  # it kept no tones
    gave_way = replace(written, constraints_relaxed=("tones",))
    assert gave_way.breaks_as_read == ()


def test_characters_that_print_alike_are_named() -> None:
    written = poem_of("山裏雲深處 故里有悠悠")
    assert written.repeated_as_printed == ()
    printed = replace(written, lines=("山里云深处", "故里有悠悠"))
    assert printed.repeated_as_printed == ("里",)
    assert printed.to_json()["repeated_as_printed"] == ("里",)


def test_the_rhyme_is_told_in_the_script_of_the_lines() -> None:
    written = replace(poem_of("白日依山盡 黃河入海流"), rhyme="時知遲")
    assert written.to_json()["rhyme"] == "時知遲"
    simplified = replace(written, script="simplified")
    assert simplified.to_json()["rhyme"] == "时知迟"
    assert replace(simplified, rhyme=None).to_json()["rhyme"] is None
