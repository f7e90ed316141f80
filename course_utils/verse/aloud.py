"""A poem read aloud: the pinyin of each character today, and its tone in Tang verse.

Of several readings the one that its word has is taken, else the one that suits the
place: 長 in a level place is cháng, not zhǎng. Pinyin comes from the package `pypinyin`
(MIT).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from course_utils.verse.heads import to_simplified
from course_utils.verse.poem import Acrostic
from course_utils.verse.prosody import Prosody, Tone
from course_utils.verse.words import (
    CHANGEABLE,
    modern_tone,
    readings_in_words,
    readings_of,
    tones_in_words,
)

# Where speech today has another reading than verse.
_OF_VERSE = {"盡": "jìn", "似": "sì", "薄": "bó", "闕": "què"}
_OF_VERSE |= {"曾": "céng", "塞": "sài"}
# The same, where the neighbours say so: 還 “return”, 都 “capital”, 處所 “place”.
_OF_NEIGHBOURS = {
    re.compile("还(?=$|[家乡山京朝郡国])"): "huán",
    re.compile("(?<=[东西南北京旧故神])都"): "dū",
    re.compile("处(?=所)"): "chù",
}
_PLAIN = {"一": "yī", "不": "bù"}


@dataclass(frozen=True)
class Syllable:
    """How one character sounds; None where nobody says.

    `tone` is that of Tang verse; EITHER where no meaning decides it. `rhymes`: it ends
    a line, in the rhyme group of the poem and in the tone of its rhymes.
    """

    pinyin: str | None
    tone: Tone | None
    rhymes: bool


def read_aloud(poem: Acrostic) -> tuple[tuple[Syllable, ...], ...]:
    """The syllables of a poem, line by line."""
    prosody = Prosody.load()
    last = poem.tones[-1][-1] if poem.tones else Tone.EITHER
    read = []
    for number, line in enumerate(poem.traditional):
        wanted = poem.tones[number] if poem.tones else (Tone.EITHER,) * len(line)
        tones = tones_in_words(line, prosody)
        suiting = [
            place if tone is Tone.EITHER else tone
            for tone, place in zip(tones, wanted, strict=True)
        ]
        known = [prosody.tone(character) for character in line]
        pinyin = map(_pinyin, line, _in_verse(line), known, suiting)
        group = prosody.rhyme_group(line[-1])
        # 長 is in the group of 光, but as it must be read in an oblique place, zhǎng.
        fits = wanted[-1] is last or Tone.EITHER in (wanted[-1], last)
        rhymes = poem.rhyme_group is not None and group == poem.rhyme_group and fits
        ends = [False] * (len(line) - 1) + [rhymes]
        read.append(tuple(map(Syllable, pinyin, tones, ends)))
    return tuple(read)


def _in_verse(line: str) -> list[str]:
    """The reading of each character in its word, or beside its neighbours in verse."""
    found, plain = readings_in_words(line), to_simplified(line)
    for pattern, reading in _OF_NEIGHBOURS.items():
        for match in pattern.finditer(plain):
            found[match.start()] = reading
    return found


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
    readings = readings_of(character)
    if word in readings and character not in CHANGEABLE:
        readings = (word, *readings)
    decides = tone is Tone.LEVEL or known is Tone.EITHER
    toned = [one for one in dict.fromkeys(readings) if modern_tone(one)]
    common = toned[:2] if decides else []
    suits = [one for one in common if modern_tone(one) is tone]
    return next(iter((*suits, *toned, *readings)), None)


def read_words(text: str) -> list[str]:
    """A syllable for each character of a text, as its word is read; else itself.

    So 行 is xíng in 行人 and háng in 银行; 一 and 不 are always yī and bù.
    """
    found = []
    for character, word in zip(text, readings_in_words(text), strict=True):
        readings = readings_of(character)
        reading = word if word in readings else next(iter(readings), character)
        found.append(_PLAIN.get(character, reading))
    return found
