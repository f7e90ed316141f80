"""A blind sheet: poems of the poet and real ones, mixed, for human readers.

Which is which stands on a page of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from random import Random

from course_utils.sheets import messages as says
from course_utils.text import Text

_LUCK = 0.05


@dataclass(frozen=True)
class BlindPoem:
    """The lines of a poem, whether a person wrote it, and whose it is."""

    lines: tuple[str, ...]
    is_real: bool
    source: Text


@dataclass(frozen=True)
class BlindSheet:
    """Poems in the order in which they stand on the sheet."""

    poems: tuple[BlindPoem, ...]

    @classmethod
    def mixed(cls, poems: Sequence[BlindPoem], seed: int) -> BlindSheet:
        """The poems in an order that `seed` decides."""
        mixed = list(poems)
        Random(seed).shuffle(mixed)
        return cls(tuple(mixed))

    @property
    def beyond_luck(self) -> int:
        """So many right answers come by guessing in fewer than one of 20 sheets."""
        total = len(self.poems)
        ways = 0
        for right in range(total, -1, -1):
            ways += comb(total, right)
            if ways > _LUCK * 2**total:
                return right + 1
        return 0


def show_blind_sheet(sheet: BlindSheet, command: str = "") -> str:
    """The sheet as Markdown, with its answers if `command` is given."""
    parts = [f"# {says.BLIND_TITLE}", str(blind_introduction(sheet))]
    for number, poem in enumerate(sheet.poems, 1):
        lines = "  \n".join(lines_with_marks(poem))
        parts.append(f"## {number}\n\n{lines}\n\n{says.BLIND_BOXES}")
    if command:
        parts += [f"# {says.ANSWERS_TITLE.format(title=says.BLIND_TITLE)}"]
        parts += [*map(str, blind_about_answers(sheet, command))]
        parts.append(
            "\n".join(
                f"{number}. {blind_answer(poem)}"
                for number, poem in enumerate(sheet.poems, 1)
            )
        )
    return "\n\n".join(parts) + "\n"


def blind_introduction(sheet: BlindSheet) -> Text:
    """What is asked, and of how many poems."""
    real = sum(poem.is_real for poem in sheet.poems)
    return says.BLIND_INTRO.format(count=len(sheet.poems), real=real)


def blind_about_answers(sheet: BlindSheet, command: str) -> tuple[Text, Text]:
    """The command that makes the sheet again, and how many right ones mean anything."""
    luck = says.BLIND_LUCK.format(
        count=len(sheet.poems), half=len(sheet.poems) / 2, right=sheet.beyond_luck
    )
    return says.AGAIN.format(command=command), luck


def blind_answer(poem: BlindPoem) -> Text:
    """Whether a person wrote it, and whose it is."""
    kind = says.BLIND_REAL if poem.is_real else says.BLIND_MADE
    return kind.format(source=poem.source)


def lines_with_marks(poem: BlindPoem) -> list[str]:
    """The lines with their marks: a comma and a full stop in turn."""
    return [line + "，。"[place % 2] for place, line in enumerate(poem.lines)]
