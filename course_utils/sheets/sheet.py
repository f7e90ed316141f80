"""Which questions stand on a sheet: a seed chooses them, their kinds take turns."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from course_utils.shape_trainer.question import Answer, Question
from course_utils.shape_trainer.trainer import QUESTION_KINDS, question_of_kind
from course_utils.shapes.whole_numbers import counts
from course_utils.sheets import messages as says
from course_utils.text import Text, join

SHEET_KINDS = {
    "shapes": ("shape", "packed"),
    "states": ("entry", "place", "padded"),
    "parameters": ("weight", "count"),
    "mixed": QUESTION_KINDS,
}
"""The kinds of the trainer's questions that take turns on each kind of sheet."""

VERSIONS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHOICE_LETTERS = "ABCD"
"""Of the choices of a question."""
MOST_QUESTIONS = 100
MOST_AT_ONCE = 600
"""Questions on all versions together: fewer than there are different ones."""
SHEET_SEEDS = 2**32
_TURNS = 100_000


@dataclass(frozen=True)
class Sheet:
    """The questions of one version; its letter is "" where there is only one."""

    kind: str
    version: str
    questions: tuple[Question, ...]

    @property
    def title(self) -> Text:
        """What it is about, and which version it is."""
        title = says.SHEET_TITLES[self.kind]
        if not self.version:
            return title
        return says.VERSION_TITLE.format(title=title, version=self.version)

    @property
    def key(self) -> list[str]:
        """The letter of each right choice."""
        return [CHOICE_LETTERS[question.right] for question in self.questions]


def lettered(question: Question) -> list[tuple[str, Answer]]:
    """The choices of a question, each with its letter: three or four."""
    return list(zip(CHOICE_LETTERS, question.choices, strict=False))


@counts(
    num_questions=range(1, MOST_QUESTIONS + 1),
    seed=range(SHEET_SEEDS),
    copies=range(1, len(VERSIONS) + 1),
)
def choose_sheets(
    num_questions: int, seed: int, kind: str = "mixed", copies: int = 1
) -> tuple[Sheet, ...]:
    """`copies` versions of a sheet, which share no question; each is as hard.

    The same seed gives the same questions; version A does not depend on `copies`.
    Raises a `ValueError` for an unknown kind, and for more than `MOST_AT_ONCE`.
    """
    if kind not in SHEET_KINDS:
        message = says.NO_SUCH_KIND.format(kinds=join(SHEET_KINDS), found=kind)
        raise ValueError(str(message))
    if num_questions * copies > MOST_AT_ONCE:
        raise ValueError(
            str(
                says.TOO_MANY.format(
                    most=MOST_AT_ONCE, questions=num_questions, copies=copies
                )
            )
        )
    rng = Random(seed)
    used: set[tuple[str, str]] = set()
    kinds = SHEET_KINDS[kind]
    return tuple(
        Sheet(
            kind,
            VERSIONS[version] if copies > 1 else "",
            tuple(
                _fresh(rng, kinds[place % len(kinds)], used)
                for place in range(num_questions)
            ),
        )
        for version in range(copies)
    )


def _fresh(rng: Random, kind: str, used: set[tuple[str, str]]) -> Question:
    """A question of `kind` that is in none of the `used` words; it is used now."""
    while True:
        question = question_of_kind(kind, rng.randrange(_TURNS))
        words = question.code, question.words.en
        if words not in used:
            used.add(words)
            return question
