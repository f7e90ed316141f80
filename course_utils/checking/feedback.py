"""What a learner is told: rich in a notebook, plain in a terminal."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from course_utils.checking import messages as say
from course_utils.checking.plain import visible
from course_utils.text import Text

Outcome = Literal["right", "mistake", "wrong", "not_tried", "note"]

MOST_LINES = 10
LONGEST_LINE = 120

_MARKED = re.compile(r"`([^`]+)`|(?<![\w*])\*(\w[^*`]*)\*(?![\w*])")
_LOOK: dict[Outcome, tuple[str, str]] = {  # mark, "red, green, blue"
    "right": ("✔", "0, 158, 115"),
    "mistake": ("✘", "213, 94, 0"),
    "wrong": ("✘", "213, 94, 0"),
    "not_tried": ("○", "120, 120, 120"),
    "note": ("☞", "0, 114, 178"),
}


@dataclass(frozen=True)
class Feedback:
    """An answer to the learner; `mistake` names the mistake, if one was recognised.

    Of what their function has `printed`, the first lines are shown.
    """

    outcome: Outcome
    title: Text
    lines: Sequence[Text] = ()
    mistake: str | None = None
    code: str = ""
    notices: Sequence[Text] = field(default=())
    printed: str = ""

    def __repr__(self) -> str:
        mark, _ = _LOOK[self.outcome]
        parts = [f"{mark} {self.title}", *map(str, (*self.lines, *self.notices))]
        if self.code:
            parts.append(self.code)
        if self.printed:
            parts += [str(say.PRINTED), _first_lines(self.printed)]
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        mark, colour = _LOOK[self.outcome]
        paragraphs = "".join(
            f'<div style="margin-top:.3em">{words_as_html(str(line))}</div>'
            for line in (*self.lines, *self.notices)
        )
        code = _preformatted(self.code, colour)
        if self.printed:
            code += f'<div style="margin-top:.3em">{say.PRINTED}</div>'
            code += _preformatted(_first_lines(self.printed), colour)
        return (
            f'<div role="status" style="border-left:4px solid rgb({colour}); '
            f"background:rgba({colour}, .07); padding:.5em .9em; "
            'max-width:46em; line-height:1.5">'
            f'<b><span style="color:rgb({colour})">{mark}</span> '
            f"{words_as_html(str(self.title))}</b>{paragraphs}{code}</div>"
        )


def _first_lines(printed: str) -> str:
    lines = printed.splitlines()
    shown = [visible(line, LONGEST_LINE) for line in lines[:MOST_LINES]]
    return "\n".join([*shown, *(["…"] if len(lines) > MOST_LINES else [])])


def _preformatted(text: str, colour: str) -> str:
    if not text:
        return ""
    return (
        '<pre style="margin:.5em 0 0; padding:.6em .8em; '
        f'background:rgba({colour}, .08)">{html.escape(text)}</pre>'
    )


def words_as_html(words: str) -> str:
    """What a learner is told, escaped: `code`, *stressed*, line breaks kept."""
    marked = _MARKED.sub(_as_tags, html.escape(words))
    return marked.replace("\n", "<br>")


def _as_tags(found: re.Match[str]) -> str:
    code, stressed = found.groups()
    return f"<code>{code}</code>" if code else f"<em>{stressed}</em>"


class Found(NamedTuple):
    """A mistake that was recognised: its name, and what to tell the learner."""

    name: str
    text: Text
