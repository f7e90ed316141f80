"""The exercises of all lessons, a folder each, and the learner's progress in them.

Knows `checking`; the folder of a lesson also what its exercises are about: `scratch`,
`datasets`, `memory`.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from course_utils.checking.lists import Exercises, Predictions
from course_utils.checking.progress import load_progress
from course_utils.syllabus import LESSONS, Lesson
from course_utils.text import Text


def load_exercises(lesson: Lesson) -> tuple[Exercises, Predictions] | None:
    """Exercises and predictions of `lesson`; None while it is being written."""
    name = f"{__name__}.{lesson.name}"
    if find_spec(name) is None:
        return None
    module = import_module(name)
    return module.exercises, module.predictions


@dataclass(frozen=True)
class ProgressReport:
    """Which exercises of which lesson are done: a table in a notebook."""

    done: Mapping[str, Mapping[str, str]]
    notices: Sequence[Text] = ()

    @property
    def rows(self) -> list[tuple[Lesson, list[str], list[str]]]:
        """(lesson, its exercises, those of them that are done)."""
        rows = []
        for lesson in LESSONS:
            if (loaded := load_exercises(lesson)) is not None:
                names = [exercise.name for exercise in loaded[0]]
                done = [
                    name for name in names if name in self.done.get(lesson.slug, {})
                ]
                rows.append((lesson, names, done))
        return rows

    @property
    def finished(self) -> set[int]:
        """The numbers of the lessons whose exercises are all done."""
        return {
            lesson.number
            for lesson, names, done in self.rows
            if len(names) == len(done)
        }

    def __repr__(self) -> str:
        lines = [
            f"{lesson.slug[:2]} {lesson.title} · {len(done)}/{len(names)}"
            for lesson, names, done in self.rows
        ]
        return "\n".join([*lines, *map(str, self.notices)])

    def _repr_html_(self) -> str:
        rows = "".join(
            _row(
                "td",
                lesson.slug[:2],
                html.escape(str(lesson.title)),
                " ".join(_mark(name, name in done) for name in names),
                f"{len(done)}&nbsp;/&nbsp;{len(names)}",
            )
            for lesson, names, done in self.rows
        )
        head = _row("th", *map(str, _HEAD.values()))
        notices = "".join(f"<p>{html.escape(str(each))}</p>" for each in self.notices)
        return f"<table>{head}{rows}</table>{notices}"


def show_progress() -> ProgressReport:
    """Your progress so far, from the one local file."""
    done, notices = load_progress()
    return ProgressReport(done, notices)


def _row(kind: str, *cells: str) -> str:
    style = "text-align:left; word-break:keep-all"
    inside = "".join(f'<{kind} style="{style}">{cell}</{kind}>' for cell in cells)
    return f"<tr>{inside}</tr>"


def _mark(name: str, done: bool) -> str:
    mark, colour = ("✔", "rgb(0, 158, 115)") if done else ("○", "inherit")
    return f'<span style="color:{colour}; white-space:nowrap">{mark} {name}</span>'


_HEAD = {
    "number": Text(en="No.", zh="课次"),
    "lesson": Text(en="Lesson", zh="课名"),
    "exercises": Text(en="Exercises", zh="练习"),
    "done": Text(en="Done", zh="完成"),
}
