"""What is asked of the poet, checked once at the door."""

from __future__ import annotations

from dataclasses import dataclass
from operator import index
from typing import Any, Literal

import numpy as np

from course_utils.language_model.sampling import Style
from course_utils.poet.moods import ANY_MOOD, MOODS, Mood
from course_utils.shapes.whole_numbers import whole_number
from course_utils.text import join
from course_utils.verse import messages as says
from course_utils.verse.heads import (
    MAX_HEADS,
    Head,
    HeadError,
    Script,
    check_script,
    read_head,
)
from course_utils.verse.patterns import Form

TEMPERATURE, CANDIDATES = 0.6, 32
"""By default: what blind readers preferred on the whole (`data/poet/titles.md`)."""
_CANDIDATES = range(1, 257)
LINES = range(2, MAX_HEADS + 1)
FEWEST_LINES = 4
"""Shorter heads, too, begin a whole poem: a quatrain."""
POEM_SEEDS = range(2**63 - 1)
"""What a seed may be; one less than 64 bits hold, so that the end is said."""


@dataclass(frozen=True)
class Wish:
    """What a poem shall be; `make_wish` says what the fields mean."""

    head: Head
    form: Form
    num_lines: int
    rhyme: bool
    tones: bool
    script: Script | None
    style: Style
    candidates: int
    strict: bool
    explain: bool
    mood: Mood | Literal["any"] | None = None
    title: Head | None = None

    @property
    def head_steps(self) -> range:
        """The steps at which the characters of the head stand."""
        return range(0, len(self.head) * self.form, self.form)

    @property
    def script_shown(self) -> Script:
        """The script of the printed poem: as asked for, or as the head suggests."""
        return self.script or self.head.script


def make_wish(
    head: str,
    form: int = 7,
    num_lines: int | None = None,
    *,
    rhyme: bool = True,
    tones: bool = True,
    script: str | None = None,
    temperature: float = TEMPERATURE,
    top_p: float = 1.0,
    candidates: int = CANDIDATES,
    strict: bool = False,
    explain: bool = False,
    mood: str | None = None,
    title: str | None = None,
) -> Wish:
    """A wish, or a `ValueError` that says what was found and what may be written.

    Lines have `form` characters, 5 or 7. There is a line for each head character, but
    an even number of lines, and at least four; `num_lines` may be another even number,
    from 2 to 20. Lines beyond the head begin freely. Without `script` the poem is in
    that of the head, simplified where both are alike. `mood` is one of MOODS or "any";
    without one it is that of `title`, what the poem is about, or a glad one, unless
    the head speaks against it. What cannot be kept gives way, but not if `strict`.
    """
    heads = read_head(head)
    return Wish(
        heads,
        _check_form(form),
        _count_lines(len(heads), num_lines),
        yes_or_no(rhyme, "rhyme"),
        yes_or_no(tones, "tones"),
        check_script(script),
        Style(temperature, top_p),
        whole_number(candidates, "candidates", _CANDIDATES),
        yes_or_no(strict, "strict"),
        yes_or_no(explain, "explain"),
        _check_mood(mood),
        None if title is None else _read_title(title),
    )


def yes_or_no(value: Any, name: str) -> bool:
    """`value` as a Python bool if it is one, or NumPy's, else a ValueError."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    raise ValueError(str(says.NOT_YES_OR_NO.format(name=name, found=repr(value))))


def _check_mood(mood: str | None) -> Mood | Literal["any"] | None:
    for known in (*MOODS, ANY_MOOD):
        if mood == known:
            return known
    if mood is None:
        return None
    known_moods = join((*MOODS, ANY_MOOD))
    raise ValueError(str(says.NO_MOOD.format(known=known_moods, found=repr(mood))))


def _read_title(title: str) -> Head:
    try:
        return read_head(title)
    except HeadError:
        message = says.NO_TITLE.format(found=repr(title), most=MAX_HEADS)
        raise ValueError(str(message)) from None


def _count_lines(num_heads: int, num_lines: int | None) -> int:
    if num_lines is None:
        return max(FEWEST_LINES, _next_even(num_heads))
    num_lines = whole_number(num_lines, "num_lines", LINES)
    if num_lines % 2:
        needed = max(num_heads, num_lines)
        values = {"low": LINES[0], "high": LINES[-1], "found": num_lines}
        message = says.ODD_LINES.format(**values, example=_next_even(needed))
        raise ValueError(str(message))
    if num_lines < num_heads:
        message = says.TOO_FEW_LINES.format(
            heads=num_heads, needed=_next_even(num_heads), lines=num_lines
        )
        raise ValueError(str(message))
    return num_lines


def _next_even(number: int) -> int:
    """The number itself if it is even."""
    return number + number % 2


def _check_form(form: int) -> Form:
    """5 or 7 as the type says it; 7.0 and "7" are refused, NumPy's 7 is not."""
    try:
        number = index(form)
    except TypeError:
        number = None
    if number == 5:
        return 5
    if number == 7:
        return 7
    raise ValueError(str(says.WRONG_FORM.format(found=repr(form))))
