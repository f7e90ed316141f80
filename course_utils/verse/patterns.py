"""Tone patterns for a poem whose first characters are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from course_utils.verse.prosody import Tone
from course_utils.verse.rules import LineTones, TonePattern, tone_patterns

Form = Literal[5, 7]

_PERIOD = 4
_LONGEST = 8


def patterns_for(
    form: Form, num_lines: int, rhyme: bool, heads: Sequence[Tone | None]
) -> list[TonePattern]:
    """The patterns that suit lines beginning with the tones of `heads` best.

    Only poems that rhyme may have a level, rhyming end in line 1. After line 8 the
    pattern goes on as from line 5 to 8 (a long regulated poem, 排律). Where a line
    needs a level head and the given one is not, position 3 makes up for it; patterns
    that can do without are preferred.
    """
    patterns = [
        _extend(pattern, num_lines)
        for first_line_rhymes in ((False, True) if rhyme else (False,))
        for pattern in tone_patterns(form, min(num_lines, _LONGEST), first_line_rhymes)
    ]
    needs = [sum(map(_misfits, heads, pattern)) for pattern in patterns]
    return [
        (*map(_suit, pattern, heads), *pattern[len(heads) :])
        for pattern, need in zip(patterns, needs, strict=True)
        if need == min(needs)
    ]


def _extend(pattern: TonePattern, num_lines: int) -> TonePattern:
    more = range(len(pattern), num_lines)
    return (*pattern, *(pattern[_PERIOD + line % _PERIOD] for line in more))


def _misfits(head: Tone | None, line: LineTones) -> bool:
    return line[0] is not Tone.EITHER and head not in (line[0], Tone.EITHER)


def _suit(line: LineTones, head: Tone | None) -> LineTones:
    """平平中仄平 as 中平平仄平 if it must not begin level (拗救; Wang Li, 1958)."""
    if head is Tone.LEVEL or head is Tone.EITHER or line[0] is Tone.EITHER:
        return line
    return (Tone.EITHER, line[1], Tone.LEVEL, *line[3:])
