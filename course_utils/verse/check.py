"""Which rules of regulated verse a poem keeps, and where it breaks them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from course_utils.text import Text
from course_utils.verse.prosody import Prosody, Tone
from course_utils.verse.rules import (
    LineTones,
    TonePattern,
    all_tone_patterns,
    key_positions,
)
from course_utils.verse.words import tones_in_words

ToneOf = Callable[[str], Tone | None]
ReadLine = Sequence[Tone | None]
"""The tone of each character of a line; None where nobody says."""
VersePlace = tuple[int, int]
"""Line and position, both counted from 1, as people count them."""


@dataclass(frozen=True)
class PoemReport:
    """What `check_poem` found; lines and positions are counted from 1.

    `rhyme_group` is the commonest group of the even ends, `rhyming_lines` the lines
    that end in it. `breaks` are the key positions (2, 4, 6 and the end) that do not
    fit `pattern`, the nearest of the patterns of this form; `tails` the lines with
    three level tones at the end, where the last may be either and has to be level;
    `special_lines` those of the special form 平平仄平仄, which poets used like
    平平平仄仄 (Wang Li, 1958). Characters of unknown tone, listed as `unknown`, break
    nothing.
    """

    num_lines: int
    width: int
    rhyme_group: int | None
    rhyming_lines: tuple[int, ...]
    alternating_lines: tuple[int, ...]
    pattern: TonePattern
    breaks: tuple[VersePlace, ...]
    tails: tuple[int, ...]
    special_lines: tuple[int, ...]
    repeated: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def rhymes(self) -> bool:
        """Whether all even lines end in one rhyme group."""
        even = range(2, self.num_lines + 1, 2)
        return self.rhyme_group is not None and set(even) <= set(self.rhyming_lines)

    @property
    def alternates(self) -> bool:
        """Whether positions 2, 4 (and 6) alternate in every line."""
        return len(self.alternating_lines) == self.num_lines

    @property
    def obeys_tones(self) -> bool:
        """Whether every key position has the tone of the pattern."""
        return not self.breaks

    @property
    def is_regulated(self) -> bool:
        """Whether it rhymes and keeps the tones, but for lines of the special form."""
        last = self.width - 1
        return self.rhymes and all(
            line in self.special_lines and place == last for line, place in self.breaks
        )


def check_poem(
    lines: Sequence[str], prosody: Prosody | None = None, tone: ToneOf | None = None
) -> PoemReport:
    """Check 2 to 8 lines of 5, or of 7, characters of traditional script.

    Characters have the tones of their words (`tones_in_words`). `tone` judges by each
    character alone, by a table of tones. Raises `ValueError` for another form.
    """
    prosody = prosody or Prosody.load()
    width = _common_width(lines)
    read = [_read(line, prosody, tone) for line in lines]
    pattern = _nearest(read)
    group, rhyming = _rhyming_lines(lines, prosody)
    counts = Counter("".join(lines))
    numbered = list(enumerate(read, start=1))
    known = dict(zip("".join(lines), chain.from_iterable(read), strict=True))
    return PoemReport(
        num_lines=len(lines),
        width=width,
        rhyme_group=group,
        rhyming_lines=rhyming,
        alternating_lines=tuple(i for i, line in numbered if _alternates(line)),
        pattern=pattern,
        breaks=_find_breaks(read, pattern),
        tails=tuple(
            i
            for (i, line), wanted in zip(numbered, pattern, strict=True)
            if _has_level_tail(line, wanted)
        ),
        special_lines=tuple(
            i
            for (i, line), wanted in zip(numbered, pattern, strict=True)
            if _is_special(line, wanted)
        ),
        repeated=tuple(one for one, count in counts.items() if count > 1),
        unknown=tuple(one for one, tone in known.items() if tone is None),
    )


def nearest_pattern(lines: Sequence[str], tone: ToneOf) -> TonePattern:
    """Of the four patterns of a form, the one with the fewest breaks."""
    _common_width(lines)
    return _nearest([tuple(map(tone, line)) for line in lines])


def breaks_as_read(
    lines: Sequence[str], pattern: TonePattern, prosody: Prosody
) -> tuple[VersePlace, ...]:
    """Where the tone of a character in its word is not the one the pattern wants.

    All bound positions count, so three level tones at the end are found, too; lines of
    the special form are none.
    """
    return tuple(
        (number, place)
        for number, (line, wanted) in enumerate(zip(lines, pattern, strict=True), 1)
        if not _is_special(read := tones_in_words(line, prosody), wanted)
        for place, (found, due) in enumerate(zip(read, wanted, strict=True), 1)
        if found is due.opposite is not Tone.EITHER
    )


def _read(line: str, prosody: Prosody, tone: ToneOf | None) -> ReadLine:
    return tuple(map(tone, line)) if tone else tones_in_words(line, prosody)


def _alternates(line: ReadLine) -> bool:
    """Whether the tones at positions 2, 4 (and 6) of a line are opposite in turn."""
    return any(
        all(
            _fits(tone, wanted if place % 2 == 0 else wanted.opposite)
            for place, tone in enumerate(line[1:-1:2])
        )
        for wanted in (Tone.LEVEL, Tone.OBLIQUE)
    )


def _nearest(read: Sequence[ReadLine]) -> TonePattern:
    patterns = all_tone_patterns(len(read[0]), len(read))
    return min(patterns, key=lambda one: len(_find_breaks(read, one)))


def _find_breaks(
    read: Sequence[ReadLine], pattern: TonePattern
) -> tuple[VersePlace, ...]:
    """The key positions whose character does not have the tone of the pattern."""
    return tuple(
        (number, place + 1)
        for number, (line, wanted) in enumerate(zip(read, pattern, strict=True), 1)
        for place in key_positions(len(line))
        if not _fits(line[place], wanted[place])
    )


def _fits(found: Tone | None, wanted: Tone) -> bool:
    return found in (wanted, Tone.EITHER, None)


def _has_level_tail(line: ReadLine, wanted: LineTones) -> bool:
    *middle, end = line[-3:]
    must = wanted[-1] if end is Tone.EITHER else end
    return all(tone is Tone.LEVEL for tone in (*middle, must))


def _is_special(line: ReadLine, wanted: LineTones) -> bool:
    """Whether 平平平仄仄 was wanted and its third and fourth tones changed places."""
    third, fourth = line[-3], line[-2]
    return wanted[-3:] == (Tone.LEVEL, Tone.OBLIQUE, Tone.OBLIQUE) and (
        third is not Tone.LEVEL and fourth is Tone.LEVEL
    )


def _rhyming_lines(
    lines: Sequence[str], prosody: Prosody
) -> tuple[int | None, tuple[int, ...]]:
    """The commonest group of the even ends, and all lines that end in it."""
    groups = [prosody.rhyme_group(line[-1]) for line in lines]
    even = Counter(group for group in groups[1::2] if group is not None)
    if not even:
        return None, ()
    group = even.most_common(1)[0][0]
    return group, tuple(i for i, one in enumerate(groups, start=1) if one == group)


def _common_width(lines: Sequence[str]) -> int:
    """The length of all lines, 5 or 7; anything else is a `ValueError`."""
    widths = [len(line) for line in lines]
    irregular = any(one != other for one, other in pairwise(widths))
    if irregular or len(lines) not in range(2, 9) or widths[0] not in (5, 7):
        raise ValueError(str(_IRREGULAR.format(found=widths)))
    return widths[0]


_IRREGULAR = Text(
    en="Expected 2 to 8 lines, all of 5 or all of 7 characters, found lines of "
    "{found}. Leave out punctuation and spaces.",
    zh="应为 2 到 8 句，每句都是五字或都是七字，实际各句字数为 {found}。"
    "请去掉标点和空格。",
)
