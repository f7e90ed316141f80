"""What is asked of the poet, checked once at the door."""

from __future__ import annotations

from dataclasses import dataclass

from course_utils.language_model.sampling import Style
from course_utils.shapes.whole_numbers import whole_number
from course_utils.verse import messages as says
from course_utils.verse.heads import MAX_HEADS, Head, Script, check_script, read_head
from course_utils.verse.patterns import Form

_CANDIDATES = range(1, 257)
LINES = range(2, MAX_HEADS + 1)
LINES_OF_ONE_HEAD = 4


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
    temperature: float = 0.8,
    top_p: float = 1.0,
    candidates: int = 16,
    strict: bool = False,
    explain: bool = False,
) -> Wish:
    """A wish, or a `ValueError` that says what was found and what may be written.

    Lines have `form` characters, 5 or 7. There is a line for each head character, four
    for a single one; lines beyond the head, up to 20, begin freely. Without `script`
    the poem is in that of the head, simplified where both are alike.
    """
    heads = read_head(head)
    if num_lines is None:
        num_lines = len(heads) if len(heads) > 1 else LINES_OF_ONE_HEAD
    num_lines = whole_number(num_lines, "num_lines", LINES)
    if num_lines < len(heads):
        message = says.TOO_FEW_LINES.format(heads=len(heads), lines=num_lines)
        raise ValueError(str(message))
    return Wish(
        heads,
        _check_form(form),
        num_lines,
        bool(rhyme),
        bool(tones),
        check_script(script),
        Style(temperature, top_p),
        whole_number(candidates, "candidates", _CANDIDATES),
        bool(strict),
        bool(explain),
    )


def _check_form(form: int) -> Form:
    if form == 5:
        return 5
    if form == 7:
        return 7
    raise ValueError(str(says.WRONG_FORM.format(found=repr(form))))
