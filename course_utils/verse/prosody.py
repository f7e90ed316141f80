"""Which characters rhyme and which tone each has, as derived from Tang poems.

The tables are data/poet/prosody.json; `course train prosody` makes them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from course_utils.files import FileError, FileMissingError, read_whole
from course_utils.places import PROSODY
from course_utils.text import Text


class Tone(Enum):
    """Level 平, oblique 仄, or either: a character with readings of both kinds.

    In a tone pattern, EITHER stands at a position that is free.
    """

    LEVEL = "level"
    OBLIQUE = "oblique"
    EITHER = "either"

    @property
    def opposite(self) -> Tone:
        """The other of the two tones; EITHER has none and stays."""
        return _OPPOSITE[self]

    @property
    def symbol(self) -> str:
        """平, 仄 or 中 (free), as Chinese books write them."""
        return _SYMBOLS[self]


_OPPOSITE = {
    Tone.LEVEL: Tone.OBLIQUE,
    Tone.OBLIQUE: Tone.LEVEL,
    Tone.EITHER: Tone.EITHER,
}
_SYMBOLS = {Tone.LEVEL: "平", Tone.OBLIQUE: "仄", Tone.EITHER: "中"}


class Prosody:
    """Which characters rhyme, and which tone each has (traditional script).

    A character is in at most one rhyme group; groups are numbered from 0, the most
    used first, and so are the characters of a group.
    """

    def __init__(
        self, groups: Sequence[Sequence[str]], tones: Mapping[str, Tone]
    ) -> None:
        self.groups = tuple(tuple(group) for group in groups)
        self.tones = dict(tones)
        self._group_of = {
            character: number
            for number, group in enumerate(self.groups)
            for character in group
        }
        self.group_tones = tuple(_common_tone(group, tones) for group in self.groups)

    @classmethod
    def load(cls, path: Path = PROSODY) -> Prosody:
        """The tables of the course. Raises `ValueError` if they are not whole."""
        return _load(path)

    def rhyme_group(self, character: str) -> int | None:
        """The number of a character's group; `None`: too rare at the end of a line."""
        return self._group_of.get(check_character(character))

    def same_rhyme(self, one: str, other: str) -> bool:
        """Whether two characters are in one rhyme group."""
        group = self.rhyme_group(one)
        return group is not None and group == self.rhyme_group(other)

    def tone(self, character: str) -> Tone | None:
        """A character's tone; `None`: the poems say too little about it."""
        return self.tones.get(check_character(character))

    def fits(self, character: str, wanted: Tone) -> bool:
        """Whether a character may stand where a pattern wants a tone.

        A character of both readings fits everywhere, one of unknown tone only at
        positions that are free.
        """
        return wanted is Tone.EITHER or self.tone(character) in (wanted, Tone.EITHER)

    def rhymes_of_tone(self, tone: Tone) -> tuple[int, ...]:
        """The rhyme groups of one tone; regulated verse rhymes on level ones."""
        return tuple(
            number for number, one in enumerate(self.group_tones) if one is tone
        )

    def tone_mask(self, symbols: Sequence[str], wanted: Tone) -> NDArray[np.bool_]:
        """True (V,) where a symbol `fits`; for EITHER that is everywhere."""
        allowed = (wanted, Tone.EITHER)
        fits = [
            wanted is Tone.EITHER or self.tones.get(symbol) in allowed
            for symbol in symbols
        ]
        return np.array(fits, dtype=bool)


def encode_prosody(prosody: Prosody) -> bytes:
    """The tables as a JSON file: the same bytes for the same tables."""
    tables = {
        "rhyme_groups": ["".join(group) for group in prosody.groups],
        "tones": {
            tone.value: "".join(
                sorted(one for one, found in prosody.tones.items() if found is tone)
            )
            for tone in Tone
        },
    }
    text = json.dumps(tables, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode()


def decode_prosody(content: bytes) -> Prosody:
    """The tables whose `encode_prosody` gave `content`."""
    tables = json.loads(content)
    tones = {
        character: Tone(name)
        for name, characters in tables["tones"].items()
        for character in characters
    }
    return Prosody(tables["rhyme_groups"], tones)


def check_character(character: str) -> str:
    """Return one character as it is; raise `ValueError` for anything else."""
    if not isinstance(character, str) or len(character) != 1:
        raise ValueError(str(_NOT_ONE.format(found=repr(character))))
    return character


@cache
def _load(path: Path) -> Prosody:
    try:
        return decode_prosody(read_whole(path))
    except FileMissingError:
        raise ValueError(str(_MISSING.format(path=path))) from None
    except FileError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(str(_DAMAGED.format(path=path))) from None


def _common_tone(group: Sequence[str], tones: Mapping[str, Tone]) -> Tone:
    """What most characters of a group are: level, or oblique."""
    counts = Counter(tones.get(character) for character in group)
    return max((Tone.LEVEL, Tone.OBLIQUE), key=lambda tone: counts[tone])


_NOT_ONE = Text(
    en="Expected one character, found {found}. Ask about each character by itself.",
    zh="这里需要一个字，实际是 {found}。请一个字一个字地查。",
)
_MISSING = Text(
    en="The tables of rhymes and tones are not there: {path}. "
    "Make them with: course train prosody",
    zh="找不到韵部和平仄表：{path}。请运行：course train prosody",
)
_DAMAGED = Text(
    en="{path} is no table of rhymes and tones. Make it anew: course train prosody",
    zh="{path} 不是完整的韵部和平仄表。请重新生成：course train prosody",
)
