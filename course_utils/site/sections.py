"""A lesson in sections: its cells as HTML, what follows a prediction folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from nbformat import NotebookNode

from course_utils.authoring.notebooks import START_CELL, Edition
from course_utils.checking.lists import Exercises, Predictions
from course_utils.exercises import load_exercises
from course_utils.places import COURSE
from course_utils.site.cards import exercise_card, prediction_answer
from course_utils.site.outputs import Pictures, show_outputs
from course_utils.site.words import NOT_BUILT, SITE_WORDS
from course_utils.syllabus import Lesson
from course_utils.text import Language

_PREDICTION = re.compile(r'predictions\.(\w+)\.answer\(""\)')
_CHECK = re.compile(r"exercises\.(\w+)\.check\(\1\)")
_HEADING = re.compile(r"(?m)^(#{1,6}) (.+)$")
_FENCED = re.compile(r"(?ms)^```.*?^```")
_OF_THE_PAGE = re.compile(
    r'<summary>.*?</summary>|<p class="(?:kind|how|note)">.*?</p>', re.DOTALL
)
_LISTING = re.compile(r"<pre.*?</pre>", re.DOTALL)
_IMAGE = re.compile(r'<img[^>]* alt="([^"]*)"[^>]*>')
_BLOCK_TAG = re.compile(r"</?(?:p|div|li|ul|ol|t[dhr]|table|h\d|figure|pre|br)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Section:
    """One heading and all below it.

    level: 1 for the title of the lesson, 2 for a section, 3 for a part of one
    heading: HTML; title: the same in plain words
    """

    anchor: str
    level: int
    heading: str
    body: list[str] = field(default_factory=list)
    folds: int = 0

    @property
    def title(self) -> str:
        return plain_words(self.heading)

    @property
    def html(self) -> str:
        """Its body, with every fold closed where the section ends."""
        return "\n".join([*self.body, *["</div></details>"] * self.folds])

    @property
    def words(self) -> str:
        """What the search looks through: its text, then its code."""
        html = _OF_THE_PAGE.sub("", self.html)
        code = " ".join(_LISTING.findall(html))
        return plain_words(f"{_LISTING.sub(' ', html)} {code}")


def plain_words(html: str) -> str:
    """HTML without its tags; a picture gives its description."""
    text = _BLOCK_TAG.sub(" ", _IMAGE.sub(r" \1 ", html))
    return " ".join(unescape(_TAG.sub("", text)).split())


def read_sections(
    lesson: Lesson, lang: Language, pictures: Pictures, solutions: bool
) -> list[Section]:
    """The sections of a lesson, from its two built notebooks in one language.

    Code comes from the learner's notebook, outputs from the solved one. `pictures`
    takes in what they show. Raises `ValueError` if one is missing or out of date.
    """
    reader = _Reader(lesson, lang, pictures, solutions)
    for cell, solved in _paired(lesson, lang):
        reader.read(cell, solved)
    return reader.sections


def _paired(
    lesson: Lesson, lang: Language
) -> Iterator[tuple[NotebookNode, NotebookNode]]:
    """Each cell of the learner's notebook, and the same of the solved one."""
    given = Edition(COURSE, "student", lang, lesson.slug)
    solved = Edition(COURSE, "solved", lang, lesson.slug)
    if not given.cells or [c.id for c in given.cells] != [c.id for c in solved.cells]:
        raise ValueError(str(NOT_BUILT.format(lesson=lesson.slug, lang=lang)))
    yield from zip(given.cells, solved.cells, strict=True)


class _Reader:
    def __init__(
        self, lesson: Lesson, lang: Language, pictures: Pictures, solutions: bool
    ) -> None:
        self.lang, self.pictures, self.solutions = lang, pictures, solutions
        loaded = load_exercises(lesson)
        self.exercises, self.predictions = loaded or (
            Exercises(lesson.slug),
            Predictions(lesson.slug),
        )
        self.sections: list[Section] = []
        self.shown: set[str] = set()

    def read(self, cell: NotebookNode, solved: NotebookNode) -> None:
        if cell.cell_type == "markdown":
            self._read_prose(cell.source)
        elif cell.id != START_CELL:  # what it sets is set for a page already
            self._read_code(cell.source, solved)

    def _add(self, html: str) -> None:
        self.sections[-1].body.append(html)

    def _read_prose(self, source: str) -> None:
        from course_utils.markup.markdown import render_line, render_markdown

        for level, heading, text in split_at_headings(source):
            if level:
                anchor = f"s{len(self.sections)}"
                self.sections.append(Section(anchor, level, render_line(heading)))
            if text.strip():
                self._add(_dressed(render_markdown(text)))

    def _read_code(self, source: str, solved: NotebookNode) -> None:
        if found := _PREDICTION.fullmatch(source):
            if self.solutions:
                prediction = getattr(self.predictions, found[1])
                self._add(prediction_answer(prediction, self.lang))
            self._fold()
        elif (found := _CHECK.fullmatch(source)) and found[1] in self.shown:
            pass  # the card of the exercise tells of it
        elif source != solved.source:
            name = source.removeprefix("def ").partition("(")[0]
            exercise = getattr(self.exercises, name)
            self._add(exercise_card(exercise, source, self.lang, self.solutions))
            self.shown.add(name)
        else:
            self._add(_cell(source, solved.outputs, self.pictures, self.lang))

    def _fold(self) -> None:
        summary = SITE_WORDS["chosen"].in_language(self.lang)
        self._add(
            '<details class="go-on"><summary><span>'
            f"{escape(summary)}</span></summary><div>"
        )
        self.sections[-1].folds += 1


def split_at_headings(source: str) -> list[tuple[int, str, str]]:
    """(level, heading, text below it) of each part; level 0: before any heading."""
    code = [found.span() for found in _FENCED.finditer(source)]
    marks = [
        found
        for found in _HEADING.finditer(source)
        if not any(start < found.start() < end for start, end in code)
    ]
    ends = [*(mark.start() for mark in marks[1:]), len(source)]
    parts = [(0, "", source[: marks[0].start()] if marks else source)]
    for mark, end in zip(marks, ends, strict=False):
        parts.append((len(mark[1]), mark[2], source[mark.end() : end]))
    return [part for part in parts if part[0] or part[2].strip()]


def _dressed(html: str) -> str:
    """Tables scroll; choices, which have their letters, need no other mark."""
    html = html.replace("<table>", '<div class="scroll"><table>')
    html = html.replace("</table>", "</table></div>")
    return html.replace("<ul>\n<li>(a)", '<ul class="choices">\n<li>(a)')


def _cell(
    source: str, outputs: Sequence[NotebookNode], pictures: Pictures, lang: Language
) -> str:
    from course_utils.markup.listing import colour_code

    code = f'<pre class="code"><code>{colour_code(source)}</code></pre>'
    return f'<div class="cell">{code}{show_outputs(outputs, pictures, lang)}</div>'
