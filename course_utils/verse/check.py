"""Which rules of regulated verse a poem keeps, and where it breaks them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from course_utils.text import Text
from course_utils.verse.prosody import Prosody, Tone
from course_utils.verse.rules import (
    LineTones,
    TonePattern,
    key_positions,
    tone_patterns,
)

ToneOf = Callable[[str], Tone | None]
VersePlace = tuple[int, int]
"""Line and position, both counted from 1, as people count them."""


@dataclass(frozen=True)
class PoemReport:
    """What `check_poem` found; lines and positions are counted from 1.

    `rhyme_group` is the commonest group of the even ends, `rhyming_lines` the lines
    that end in it. `breaks` are the key positions (2, 4, 6 and the end) that do not
    fit `pattern`, the nearest of the patterns of this form; `tails` the lines with
    three level tones at the end; `special_lines` those of the special form
    平平仄平仄, which poets used like 平平平仄仄 (Wang Li, 1958). Characters of unknown
    tone, listed as `unknown`, break nothing.
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

    `tone` judges by another table of tones. Raises `ValueError` for another form.
    """
    prosody = prosody or Prosody.load()
    tone = tone or prosody.tone
    width = _common_width(lines)
    pattern = nearest_pattern(lines, tone)
    group, rhyming = _rhyming_lines(lines, prosody)
    counts = Counter("".join(lines))
    numbered = list(enumerate(lines, start=1))
    return PoemReport(
        num_lines=len(lines),
        width=width,
        rhyme_group=group,
        rhyming_lines=rhyming,
        alternating_lines=tuple(i for i, line in numbered if alternates(line, tone)),
        pattern=pattern,
        breaks=find_breaks(lines, pattern, tone),
        tails=tuple(i for i, line in numbered if _has_level_tail(line, tone)),
        special_lines=tuple(
            i
            for (i, line), wanted in zip(numbered, pattern, strict=True)
            if _is_special(line, wanted, tone)
        ),
        repeated=tuple(one for one, count in counts.items() if count > 1),
        unknown=tuple(one for one in counts if tone(one) is None),
    )


def alternates(line: str, tone: ToneOf) -> bool:
    """Whether the tones at positions 2, 4 (and 6) of a line are opposite in turn."""
    return any(
        all(
            _fits(tone(character), wanted if place % 2 == 0 else wanted.opposite)
            for place, character in enumerate(line[1:-1:2])
        )
        for wanted in (Tone.LEVEL, Tone.OBLIQUE)
    )


def nearest_pattern(lines: Sequence[str], tone: ToneOf) -> TonePattern:
    """Of the four patterns of a form, the one with the fewest breaks."""
    width = _common_width(lines)
    patterns = [
        pattern
        for first_line_rhymes in (False, True)
        for pattern in tone_patterns(width, len(lines), first_line_rhymes)  # type: ignore[arg-type]
    ]
    return min(patterns, key=lambda one: len(find_breaks(lines, one, tone)))


def find_breaks(
    lines: Sequence[str], pattern: TonePattern, tone: ToneOf
) -> tuple[VersePlace, ...]:
    """The key positions whose character does not have the tone of the pattern."""
    return tuple(
        (number, place + 1)
        for number, (line, wanted) in enumerate(zip(lines, pattern, strict=True), 1)
        for place in key_positions(len(line))
        if not _fits(tone(line[place]), wanted[place])
    )


def _fits(found: Tone | None, wanted: Tone) -> bool:
    return found in (wanted, Tone.EITHER, None)


def _has_level_tail(line: str, tone: ToneOf) -> bool:
    return all(tone(character) is Tone.LEVEL for character in line[-3:])


def _is_special(line: str, wanted: LineTones, tone: ToneOf) -> bool:
    """Whether 平平平仄仄 was wanted and its third and fourth tones changed places."""
    third, fourth = line[-3], line[-2]
    return wanted[-3:] == (Tone.LEVEL, Tone.OBLIQUE, Tone.OBLIQUE) and (
        tone(third) is not Tone.LEVEL and tone(fourth) is Tone.LEVEL
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
