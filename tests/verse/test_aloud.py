"""How a poem sounds: readings that suit their places, tones, rhymes."""

from __future__ import annotations

import pytest
from poem_samples import SIGNS, poem_of

from course_utils.verse.aloud import read_aloud, read_words
from course_utils.verse.prosody import Tone
from course_utils.verse.words import modern_tone


def pinyin(text: str, tones: str = "") -> str:
    read = read_aloud(poem_of(text, tones))
    return " ".join(one.pinyin or "?" for line in read for one in line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("白日依山盡", "bái rì yī shān jìn"),  # words are known in simplified script
        ("髮白不曾還", "fà bái bù céng huán"),  # 髮, not 發, though both are 发
        ("花時還寂寥", "huā shí hái jì liáo"),
        ("東都無處所", "dōng dū wú chù suǒ"),
        ("南國何曾有", "nán guó hé céng yǒu"),
        ("萬里長江浪", "wàn lǐ cháng jiāng làng"),
        ("神仙不可分", "shén xiān bù kě fēn"),
        ("宰相重相見", "zǎi xiàng chóng xiāng jiàn"),
        ("乾坤日月行", "qián kūn rì yuè xíng"),
        ("江上行人白", "jiāng shàng xíng rén bái"),
        ("長江萬里流", "cháng jiāng wàn lǐ liú"),
        ("足不一㐂春", "zú bù yī ? chūn"),  # no sandhi; once cut short; not known
        ("子了似家曾", "zǐ liǎo sì jiā céng"),  # as verse is read, not as one speaks
    ],
)
def test_the_reading_of_the_word(line: str, expected: str) -> None:
    assert pinyin(line) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江上行人", "jiāng shàng xíng rén"),  # not 上行, háng
        ("银行", "yín háng"),
        ("长江三峡", "cháng jiāng sān xiá"),
        ("長江", "cháng jiāng"),
        ("图为大河乡", "tú wéi dà hé xiāng"),
        ("不觉朝朝又晚年", "bù jué zhāo zhāo yòu wǎn nián"),
        ("白日依山盡", "bái rì yī shān jìn"),
        ("尽管", "jǐn guǎn"),
        ("空山不見人", "kōng shān bù jiàn rén"),  # no sandhi
        ("長相思", "cháng xiāng sī"),
        ("白髮", "bái fà"),
        ("A 春㐂，", "A   chūn 㐂 ，"),
        ("", ""),
    ],
)
def test_a_text_is_read_word_by_word(text: str, expected: str) -> None:
    found = read_words(text)
    assert len(found) == len(text)
    assert " ".join(found) == expected


@pytest.mark.parametrize(
    ("tones", "expected"), [("平平中仄仄", "kān"), ("仄平中仄仄", "kàn")]
)
def test_a_character_of_two_readings_suits_its_place(tones: str, expected: str) -> None:
    read = read_aloud(poem_of("看山幾萬里 吹度玉門關", f"{tones} 仄仄仄平平"))
    assert read[0][0].pinyin == expected
    assert read[0][0].tone is Tone.EITHER  # both mean the same


def test_where_the_word_decides_the_place_does_not() -> None:
    for place in "平仄":
        tones = f"中仄{place}平仄 仄仄仄平平"
        read = read_aloud(poem_of("萬里長江浪 吹度玉門關", tones))
        assert read[0][2].pinyin == "cháng" and read[0][2].tone is Tone.LEVEL


def test_a_place_asks_for_no_rare_reading() -> None:
    assert pinyin("可不風雨日", "平平平仄仄").startswith("kě bù ")  # not gē, fú


def test_tones_are_those_of_tang_verse() -> None:
    read = read_aloud(poem_of("白日依山盡 黃河入海流"))
    signs = {tone: sign for sign, tone in SIGNS.items()}
    tones = ["".join(signs[one.tone] for one in line if one.tone) for line in read]
    assert tones == ["仄仄平平仄", "平平仄仄平"]  # 白 is level today


def test_only_the_ends_of_lines_rhyme() -> None:
    from course_utils.verse.prosody import Prosody

    group = Prosody.load().rhyme_group("流")
    read = read_aloud(poem_of("白日依山盡 黃河入海流 欲窮千里目 更上一層樓", "", group))
    marks = [[one.rhymes for one in line] for line in read]
    assert marks == [[False] * 5, [False] * 4 + [True]] * 2
    unrhymed = read_aloud(poem_of("白日依山盡 黃河入海流"))
    assert not any(one.rhymes for line in unrhymed for one in line)


def test_an_end_of_the_other_tone_does_not_rhyme() -> None:
    from course_utils.verse.prosody import Prosody

    group, text = Prosody.load().rhyme_group("光"), "春日偏宜梁苑長 就中容易逐年光"
    for first, reading, rhymes in (("仄", "zhǎng", False), ("平", "cháng", True)):
        tones = f"中中中中中中{first} 中中中中中中平"
        end = read_aloud(poem_of(text, tones, group))[0][-1]
        assert (end.pinyin, end.rhymes) == (reading, rhymes)


@pytest.mark.parametrize(
    ("syllable", "tone"),
    [
        ("mā", Tone.LEVEL),
        ("má", Tone.LEVEL),
        ("mǎ", Tone.OBLIQUE),
        ("mà", Tone.OBLIQUE),
        ("ma", None),
        ("nǚ", Tone.OBLIQUE),
        ("lǘ", Tone.LEVEL),
    ],
)
def test_tones_of_mandarin(syllable: str, tone: Tone | None) -> None:
    assert modern_tone(syllable) is tone
