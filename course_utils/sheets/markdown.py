"""Sheets as Markdown: the questions of all versions first, then the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from course_utils.shape_trainer.question import Question
from course_utils.sheets import messages as says
from course_utils.sheets.sheet import CHOICE_LETTERS, Sheet, lettered

_SPACE = "_" * 24


def show_markdown(sheets: Iterable[Sheet], command: str = "") -> str:
    """The sheets, with their answers if the `command` that makes them is given."""
    each = list(sheets)
    parts = [part for sheet in each for part in _question_part(sheet)]
    if command:
        parts += [part for sheet in each for part in _answer_part(sheet, command)]
    return "\n\n".join(parts) + "\n"


def _question_part(sheet: Sheet) -> Iterator[str]:
    yield f"# {sheet.title}"
    yield f"{says.NAME.format(space=_SPACE)} {says.DATE.format(space=_SPACE)}"
    yield str(says.INTRO.format(count=len(sheet.questions)))
    for number, question in enumerate(sheet.questions, 1):
        yield f"## {says.QUESTION.format(number=number)}"
        yield f"```python\n{question.code}\n```"
        yield str(question.words)
        yield "\n".join(
            f"- {letter}. `{choice.label}`" for letter, choice in lettered(question)
        )


def _answer_part(sheet: Sheet, command: str) -> Iterator[str]:
    yield f"# {says.ANSWERS_TITLE.format(title=sheet.title)}"
    yield str(says.AGAIN.format(command=command))
    yield " · ".join(f"{number} {key}" for number, key in enumerate(sheet.key, 1))
    for number, question in enumerate(sheet.questions, 1):
        letter = CHOICE_LETTERS[question.right]
        yield f"## {says.ANSWER.format(number=number, letter=letter)}"
        yield "\n".join(_reasons(question))


def _reasons(question: Question) -> Iterator[str]:
    for letter, choice in lettered(question):
        mark = f"**{letter}.**" if choice.right else f"{letter}."
        yield f"- {mark} {says.REASON.format(label=choice.label, why=choice.why)}"
