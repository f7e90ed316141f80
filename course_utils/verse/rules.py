"""The rules of regulated verse 近體詩: which tone stands where, which lines rhyme.

Which characters rhyme, and which tone one has, is in `prosody`.

Source of the four line types and of how they follow each other: Wang Li, 漢語詩律學
(1958).
"""

from __future__ import annotations

from typing import Literal

from course_utils.text import Text
from course_utils.verse.prosody import Tone

LineTones = tuple[Tone, ...]
"""The tone wanted at each position of a line; `Tone.EITHER` where it is free."""
TonePattern = tuple[LineTones, ...]
"""The tones of a poem, line by line."""

LEVEL, OBLIQUE, FREE = Tone.LEVEL, Tone.OBLIQUE, Tone.EITHER

# By the tones of position 2 and of the end. Of the first and third position, one is
# bound where the line would otherwise have a lone level tone 孤平 (before a level
# end), or three like tones at its end 三平尾, 三仄尾.
_LINE_TYPES: dict[tuple[Tone, Tone], LineTones] = {
    (OBLIQUE, OBLIQUE): (FREE, OBLIQUE, FREE, LEVEL, OBLIQUE),
    (LEVEL, LEVEL): (LEVEL, LEVEL, FREE, OBLIQUE, LEVEL),
    (LEVEL, OBLIQUE): (FREE, LEVEL, LEVEL, OBLIQUE, OBLIQUE),
    (OBLIQUE, LEVEL): (FREE, OBLIQUE, OBLIQUE, LEVEL, LEVEL),
}


def line_tones(width: Literal[5, 7], second: Tone, end: Tone) -> LineTones:
    """The line type of `width` characters by the tones of position 2 and of its end.

    A line of seven is a line of five with two positions of the opposite tone before
    it, of which the first is free.
    """
    if width == 5:
        return _LINE_TYPES[second, end]
    return (FREE, second, *_LINE_TYPES[second.opposite, end])


def tone_patterns(
    form: Literal[5, 7], num_lines: int, first_line_rhymes: bool
) -> list[TonePattern]:
    """The two patterns of a poem: position 2 begins level 平起, or oblique 仄起.

    `form` is the length of a line, `num_lines` 2 to 8. Even lines end level, odd
    lines oblique, but the first one level if it rhymes. The lines of a couplet have
    opposite tones at position 2 (對), neighbouring couplets the same tone (黏).
    """
    _check_form(form, num_lines)
    return [
        _pattern(form, num_lines, first_line_rhymes, start)
        for start in (LEVEL, OBLIQUE)
    ]


def all_tone_patterns(width: int, num_lines: int) -> list[TonePattern]:
    """The four patterns of a form: line 1 does not rhyme, or does.

    Raises `ValueError` for another form than `tone_patterns` knows.
    """
    return [
        pattern
        for first_line_rhymes in (False, True)
        for pattern in tone_patterns(width, num_lines, first_line_rhymes)  # type: ignore[arg-type]
    ]


def key_positions(width: int) -> tuple[int, ...]:
    """The positions, counted from 0, whose tones are never free: 2, 4 (6), the end."""
    return (*range(1, width - 1, 2), width - 1)


def _pattern(
    form: Literal[5, 7], num_lines: int, first_line_rhymes: bool, start: Tone
) -> TonePattern:
    lines = []
    for number in range(num_lines):
        # Lines 1, 4, 5, 8 begin alike, lines 2, 3, 6, 7 the other way.
        second = start if number % 4 in (0, 3) else start.opposite
        rhymes = number % 2 == 1 or (number == 0 and first_line_rhymes)
        lines.append(line_tones(form, second, LEVEL if rhymes else OBLIQUE))
    return tuple(lines)


def _check_form(form: int, num_lines: int) -> None:
    if form not in (5, 7):
        raise ValueError(str(_WRONG_FORM.format(found=repr(form))))
    if num_lines not in range(2, 9):
        raise ValueError(str(_WRONG_LINES.format(found=repr(num_lines))))


_WRONG_FORM = Text(
    en="A line of regulated verse has 5 or 7 characters, found {found}. Choose 5 or 7.",
    zh="近体诗每句五字或七字，实际是 {found}。请选 5 或 7。",
)
_WRONG_LINES = Text(
    en="Expected 2 to 8 lines, found {found}. A quatrain has 4, regulated verse 8.",
    zh="句数应在 2 到 8 之间，实际是 {found}。绝句四句，律诗八句。",
)
