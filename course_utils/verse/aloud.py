"""A poem read aloud: the pinyin of each character today, and its tone in Tang verse.

Of several readings the one that suits the place is taken: 長 in a level place is cháng,
not zhǎng. Pinyin comes from the package `pypinyin` (MIT).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_utils.verse.heads import to_simplified
from course_utils.verse.poem import Acrostic
from course_utils.verse.prosody import Prosody, Tone

# Their tones change before others in speech; a dictionary gives them as they are.
_CHANGEABLE = "一不"
# Where speech today has another reading than verse.
_OF_VERSE = {"盡": "jìn", "似": "sì", "薄": "bó", "闕": "què"}
# Words, and characters by themselves, that pypinyin reads in another way.
_OF_WORDS = {"图为": ("tú", "wéi"), "尽": ("jìn",), "长": ("cháng",), "相": ("xiāng",)}
_PLAIN = {"一": "yī", "不": "bù"}
_ACCENTS = {"\u0304": Tone.LEVEL, "\u0301": Tone.LEVEL}
_ACCENTS |= {"\u030c": Tone.OBLIQUE, "\u0300": Tone.OBLIQUE}


@dataclass(frozen=True)
class Syllable:
    """How one character sounds; None where nobody says.

    `tone` is that of Tang verse; EITHER if both readings suit the place. `rhymes`: it
    ends a line, in the rhyme group of the poem.
    """

    pinyin: str | None
    tone: Tone | None
    rhymes: bool


def read_aloud(poem: Acrostic) -> tuple[tuple[Syllable, ...], ...]:
    """The syllables of a poem, line by line."""
    prosody = Prosody.load()
    read = []
    for number, line in enumerate(poem.traditional):
        wanted = poem.tones[number] if poem.tones else (Tone.EITHER,) * len(line)
        known = [prosody.tone(character) for character in line]
        tones = [
            place if tone is Tone.EITHER else tone
            for tone, place in zip(known, wanted, strict=True)
        ]
        pinyin = map(_pinyin, line, _in_words(line), known, tones)
        group = prosody.rhyme_group(line[-1])
        rhymes = poem.rhyme_group is not None and group == poem.rhyme_group
        ends = [False] * (len(line) - 1) + [rhymes]
        read.append(tuple(map(Syllable, pinyin, tones, ends)))
    return tuple(read)


def _pinyin(
    character: str, word: str, known: Tone | None, tone: Tone | None
) -> str | None:
    """Of the two commonest readings the one that suits the place, else the commoner.

    That of the word counts as the commonest, a neutral one (子 zi, 了 le) as the least.
    Oblique decides only among readings of both tones: characters that were cut short
    (入聲, such as 足) were oblique, whatever they are today.
    """
    if character in _OF_VERSE:
        return _OF_VERSE[character]
    readings = _readings(character)
    if word in readings and character not in _CHANGEABLE:
        readings = (word, *readings)
    decides = tone is Tone.LEVEL or known is Tone.EITHER
    toned = [one for one in dict.fromkeys(readings) if modern_tone(one)]
    common = toned[:2] if decides else []
    suits = [one for one in common if modern_tone(one) is tone]
    return next(iter((*suits, *toned, *readings)), None)


def modern_tone(pinyin: str) -> Tone | None:
    """Level for tones 1 and 2 of Mandarin, oblique for 3 and 4; None: neutral."""
    marks = (_ACCENTS.get(one) for one in unicodedata.normalize("NFD", pinyin))
    return next(filter(None, marks), None)


def read_words(text: str) -> list[str]:
    """A syllable for each character of a text, as its word is read; else itself.

    So 行 is xíng in 行人 and háng in 银行; 一 and 不 are always yī and bù.
    """
    found = []
    for character, word in zip(text, _in_words(text), strict=True):
        readings = _readings(character)
        reading = word if word in readings else next(iter(readings), character)
        found.append(_PLAIN.get(character, reading))
    return found


def _in_words(line: str) -> list[str]:
    """A reading for each character, as its word is read; itself if it has none.

    Words are known in simplified script, but only the traditional character tells 髮
    from 發: so the word only decides among the readings of that one. The words are
    found first: else 上行, a word of its own, would hide the 行人 in 江上行人.
    """
    import rjieba
    from pypinyin import pinyin

    singly: Any = list  # what is unknown comes character by character, too
    plain = to_simplified(line).encode(errors="replace").decode()
    return [
        reading
        for word in rjieba.cut(plain)
        for reading in _OF_WORDS.get(word)
        or [readings[0] for readings in pinyin(word, errors=singly)]
    ]


@cache
def _readings(character: str) -> tuple[str, ...]:
    """The readings of a character, the commonest first; none if it has no pinyin."""
    from pypinyin import pinyin

    (found,) = pinyin(character, heteronym=True, errors="ignore") or ((),)
    return tuple(found)
