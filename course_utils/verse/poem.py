"""A poem as the poet hands it over: the lines, and what is known about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from course_utils.verse.check import VersePlace, breaks_as_read
from course_utils.verse.heads import Script, to_simplified
from course_utils.verse.prosody import Prosody
from course_utils.verse.rules import TonePattern


@dataclass(frozen=True)
class Option:
    """A character the model considered; `allowed`: whether the constraints let it."""

    character: str
    probability: float
    allowed: bool


@dataclass(frozen=True)
class CharacterChoice:
    """The character written and its probability, and the three likeliest others.

    Probabilities are the model's own, before temperature and constraints.
    """

    character: str
    probability: float
    others: tuple[Option, ...]


@dataclass(frozen=True)
class Acrostic:
    """An acrostic poem.

    `lines` are in the script asked for, `traditional` as the model wrote them.
    `score` is the log-likelihood per character (nats, natural logarithm). `rhyme` are
    the commonest characters of the rhyme group. `longest_run` is the longest run of
    characters that a training poem has, too; None where those poems are not at hand.
    `mood` is the one it was written in, `title` the one it was written for.
    `choices` has one entry a character if an explanation was asked for. That the tone
    rules are among `constraints_met` is said of characters; see `breaks_as_read`.
    """

    head: str
    lines: tuple[str, ...]
    traditional: tuple[str, ...]
    script: Script
    seed: int
    score: float
    rhyme_group: int | None
    rhyme: str | None
    tones: TonePattern | None
    constraints_met: tuple[str, ...]
    constraints_relaxed: tuple[str, ...]
    longest_run: int | None
    choices: tuple[tuple[CharacterChoice, ...], ...] | None
    mood: str | None = None
    title: str | None = None

    @property
    def form(self) -> int:
        """Characters a line: 5 or 7."""
        return len(self.lines[0])

    @property
    def free_lines(self) -> tuple[int, ...]:
        """The lines, counted from 1, that no character of the head begins."""
        return tuple(range(len(self.head) + 1, len(self.lines) + 1))

    @property
    def rhyme_as_printed(self) -> str | None:
        """`rhyme` in the script of the lines."""
        if self.rhyme is None or self.script == "traditional":
            return self.rhyme
        return to_simplified(self.rhyme)

    @property
    def breaks_as_read(self) -> tuple[VersePlace, ...]:
        """Where a character's word has another tone than the pattern that was kept.

        The poet knows characters, no words: one of two readings fits it everywhere.
        """
        if self.tones is None or "tones" in self.constraints_relaxed:
            return ()
        return breaks_as_read(self.traditional, self.tones, Prosody.load())

    @property
    def repeated_as_printed(self) -> tuple[str, ...]:
        """Printed characters that stand for several written ones: 里 for 裏 and 里."""
        written = zip("".join(self.lines), "".join(self.traditional), strict=True)
        counts = Counter(printed for printed, _ in dict.fromkeys(written))
        return tuple(one for one, count in counts.items() if count > 1)

    @property
    def tone_pattern(self) -> tuple[str, ...] | None:
        """The tones kept, line by line: 平 level, 仄 oblique, 中 free."""
        if self.tones is None:
            return None
        return tuple("".join(tone.symbol for tone in line) for line in self.tones)

    def __str__(self) -> str:
        return "\n".join(self._punctuated())

    def to_json(self) -> dict[str, Any]:
        """What is known about the poem, as JSON knows it."""
        known = {
            "head": self.head,
            "lines": self.lines,
            "free_lines": self.free_lines,
            "form": self.form,
            "script": self.script,
            "seed": self.seed,
            "rhyme_group": self.rhyme_group,
            "rhyme": self.rhyme_as_printed,
            "tone_pattern": self.tone_pattern,
            "mood": self.mood,
            "title": self.title,
            "score": round(self.score, 4),
            "breaks_as_read": self.breaks_as_read,
            "repeated_as_printed": self.repeated_as_printed,
            "constraints_met": self.constraints_met,
            "constraints_relaxed": self.constraints_relaxed,
            "longest_run": self.longest_run,
        }
        if self.choices is not None:
            known["choices"] = [[asdict(one) for one in line] for line in self.choices]
        return known

    def _punctuated(self) -> Iterator[str]:
        """A comma after odd lines, a full stop after even ones and the last."""
        for number, line in enumerate(self.lines, start=1):
            ends = number % 2 == 0 or number == len(self.lines)
            yield line + ("。" if ends else "，")


def print_lines(
    traditional: Sequence[str], head: str, script: Script
) -> tuple[str, ...]:
    """The lines in a script, the first of them with the head as it shall be printed."""
    lines = [
        to_simplified(line) if script == "simplified" else line for line in traditional
    ]
    for number, character in enumerate(head):
        lines[number] = character + lines[number][1:]
    return tuple(lines)
