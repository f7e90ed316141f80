"""A multiple-choice question: what is asked, what can be answered, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course_utils.shapes.recurrent import Setup, TensorAxes
from course_utils.text import Text


@dataclass(frozen=True)
class Answer:
    """One answer to choose: its words, the confusion it comes from, and why.

    confusion: its name; empty for the right answer
    """

    label: str
    why: Text
    confusion: str = ""

    @property
    def right(self) -> bool:
        return not self.confusion


@dataclass(frozen=True)
class Question:
    """A network in code, a question about it, choices of which one is right.

    given, revealed: tensors to draw before and after the answer, by name
    """

    kind: str
    setup: Setup
    code: str
    words: Text
    choices: tuple[Answer, ...]
    given: Mapping[str, TensorAxes]
    revealed: Mapping[str, TensorAxes]

    @property
    def right(self) -> int:
        """The place of the right choice."""
        return next(i for i, choice in enumerate(self.choices) if choice.right)
