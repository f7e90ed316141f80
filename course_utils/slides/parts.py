"""What may stand on a slide, and the slide itself, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from course_utils.syllabus import Lesson
from course_utils.text import Language

SlideKind = Literal["title", "text", "question", "task", "result", "summary", "end"]


@dataclass(frozen=True)
class _Shown:
    """`opens`: it comes on a key."""

    source: str
    opens: bool = False


class SlideText(_Shown):
    """Words as Markdown."""


class SlideCode(_Shown):
    """Python code."""


class SlideOutput(_Shown):
    """What a cell printed."""


class SlideTable(_Shown):
    """A table, or what a check said, as HTML of the course."""


@dataclass(frozen=True)
class SlidePicture:
    """A PNG in base64, `width` and `height` in CSS pixels; `source`: its sentence."""

    source: str
    png: str
    width: int
    height: int
    opens: bool = False


@dataclass(frozen=True)
class SlideQuestion:
    """A prediction: label, words and choices; the answer and its reason open.

    kept: what of the words still stands when they do
    alone: whether the words above the question are gone then
    """

    label: str
    source: str
    choices: Mapping[str, str]
    right: str
    kept: str
    reason: str
    alone: bool = False
    opens: bool = False


SlidePart = (
    SlideText | SlideCode | SlideOutput | SlideTable | SlidePicture | SlideQuestion
)


@dataclass
class Slide:
    """One slide; `title` is its own heading, or that of its section.

    cell: the number of the lesson's cell with which it begins, from 0
    told: Markdown of the lesson that is said, not shown
    expected: what learners get wrong, and what they are told
    facts: how long a lesson takes, what it builds on; "" without
    shows_title: or only a screen reader has it, for there is no room
    """

    kind: SlideKind
    title: str
    cell: int
    parts: list[SlidePart] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    opens_section: bool = False
    shows_title: bool = True
    facts: str = ""
    minutes: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Deck:
    """The slides of a lesson in one language."""

    lesson: Lesson
    language: Language
    slides: tuple[Slide, ...]
