"""From the marks in a lesson's text to its slides, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course_utils.authoring.editions import find_lessons, prose_for
from course_utils.authoring.lesson_source import Code, LessonSource, Prose, read_lesson
from course_utils.checking import messages as checking
from course_utils.checking.checks import Prediction
from course_utils.checking.lists import Exercises, Predictions
from course_utils.checking.sources import stub_source
from course_utils.exercises import load_exercises
from course_utils.slides import messages as says
from course_utils.slides.ends import end_slide, summary_slides, title_slide
from course_utils.slides.fitting import add_blocks, fit_question
from course_utils.slides.pace import set_pace
from course_utils.slides.parts import Deck, Slide, SlideCode, SlideKind, SlidePicture
from course_utils.slides.pieces import CellPiece, SlideBlock, pieces_of
from course_utils.slides.room import MOST_WORDS, count_shown_words
from course_utils.slides.solved import read_solved_cells, shown_by
from course_utils.text import LANGUAGES, Language, Text, join, speaking

MISTAKES_NAMED = 5
"""Of an exercise, in the notes; the check names all of them."""
_ANSWERED = re.compile(r"predictions\.(\w+)\.answer\(")


def make_deck(root: Path, slug: str, lang: Language) -> Deck:
    """The slides of the lesson `slug`; a text that cannot be shown is a `ValueError`.

    What cells show comes from the solved notebook below `root`.
    """
    (path,) = find_lessons(root, [slug])
    source = read_lesson(path)
    loaded = load_exercises(source.lesson)
    assert loaded is not None  # `find_lessons` knows it, so it is written
    with speaking(lang):
        making = _Making(source, lang, read_solved_cells(root, source, lang), *loaded)
        making.read_cells()
    set_pace(making.slides, source)
    return Deck(source.lesson, lang, tuple(making.slides))


class _Making:
    """The slides so far, and the heading that is in force."""

    def __init__(
        self,
        source: LessonSource,
        lang: Language,
        solved: list[Any],
        exercises: Exercises,
        predictions: Predictions,
    ) -> None:
        self.source, self.lang, self.solved = source, lang, solved
        self.exercises, self.predictions = exercises, predictions
        self.unsaid = {str(checking.YOURS.format(name=each.name)) for each in exercises}
        self.title, self.task, self.task_cell = "", CellPiece(), Prose({})
        self.slides: list[Slide] = []

    def read_cells(self) -> None:
        first, last = self.source.cells[0], self.source.cells[-1]
        assert isinstance(first, Prose) and isinstance(last, Prose)
        lesson, lang = self.source.lesson, self.lang
        self.slides.append(title_slide(lesson, self._pieces(first), lang))
        for index, cell in enumerate(self.source.cells[1:-1], 1):
            if isinstance(cell, Prose):
                self._prose(index, cell)
            else:
                self._code(index, cell)
        index = len(self.source.cells) - 1
        self.slides += summary_slides(last, index, lang)
        self.slides.append(end_slide(lesson, self._pieces(last), index, lang))

    def _pieces(self, cell: Prose) -> dict[str, CellPiece]:
        return pieces_of(prose_for(cell, self.lang))

    def _prose(self, index: int, cell: Prose) -> None:
        pieces = self._pieces(cell)
        marks = {mark.removeprefix("+"): mark.startswith("+") for mark in cell.slides}
        for name in marks.keys() - pieces.keys():
            line = cell.texts["en"].partition("\n")[0]
            words = {"slug": self.source.lesson.slug, "line": line, "name": name}
            message = says.NO_SUCH_PIECE.format(found=join(pieces), **words)
            raise ValueError(str(message))
        self._take_heading(index, pieces)
        for name, piece in pieces.items():
            if name not in marks:
                if piece is not self.task:
                    self.slides[-1].told += [block.source for block in piece.blocks]
            elif name == "question":
                slide = self._slide("question", index, marks[name])
                self._ask(slide, piece, self._prediction_after(index))
            else:
                slide = self._slide("text", index, marks[name])
                slide.opens_section = slide.opens_section or bool(piece.heading)
                add_blocks(slide, piece.blocks, self.lang, marks[name])

    def _take_heading(self, index: int, pieces: Mapping[str, CellPiece]) -> None:
        """The heading of an exercise is that of its slide only."""
        section = pieces.get("section")
        if section is None:
            return
        if self._leads_to_exercise(index):
            cell = self.source.cells[index]
            assert isinstance(cell, Prose)  # else it had no pieces
            self.task, self.task_cell = section, cell
        else:
            self.title = section.heading

    def _leads_to_exercise(self, index: int) -> bool:
        """Whether an exercise comes before the next heading."""
        for cell in self.source.cells[index + 1 :]:
            if isinstance(cell, Code):
                if cell.exercise:
                    return True
            elif "section" in self._pieces(cell):
                return False
        return False

    def _slide(self, kind: SlideKind, index: int, joins: bool = False) -> Slide:
        """The slide before, if the next part joins it, else a new one."""
        if not joins:
            self.slides.append(Slide(kind, self.title, index))
        return self.slides[-1]

    def _prediction_after(self, index: int) -> Prediction:
        codes = (c for c in self.source.cells[index:] if isinstance(c, Code))
        found = (_ANSWERED.match(code.source) for code in codes)
        name = next(one[1] for one in found if one)
        prediction: Prediction = getattr(self.predictions, name)
        return prediction

    def _ask(self, slide: Slide, piece: CellPiece, prediction: Prediction) -> None:
        slide.kind = "question"
        fit_question(slide, piece, prediction, self.lang)
        for letter, words in prediction.choices.items():
            said = says.RIGHT_IS if letter == prediction.right else says.CHOSEN
            slide.expected.append(str(said.format(letter=letter, words=words)))

    def _code(self, index: int, cell: Code) -> None:
        names = [mark.removeprefix("+") for mark in cell.slides]
        if "task" in names:
            self._task(index, str(cell.exercise))
        elif names:
            joins = cell.slides[0].startswith("+")
            slide, solved = self._slide("result", index, joins), self.solved[index]
            if "code" in names:
                slide.parts.append(SlideCode(solved.source, joins))
            shown = shown_by(solved, joins, self.unsaid)
            if "picture" in names:
                slide.parts += (x for x in shown if isinstance(x, SlidePicture))
            elif "result" in names:
                slide.parts += shown

    def _task(self, index: int, name: str) -> None:
        exercise = getattr(self.exercises, name)
        slide = Slide("task", self.task.heading, index)
        self.slides.append(slide)
        task = [SlideBlock("words", str(exercise.task))]
        shown, told = task, self.task.blocks
        if not self._has_room(exercise.task):
            shown, told = told, shown
        add_blocks(slide, shown, self.lang)
        slide.told += [block.source for block in told]
        slide.parts.append(SlideCode(stub_source(exercise.solved)))
        mistakes = list(exercise.mistakes.values())[:MISTAKES_NAMED]
        slide.expected = [str(mistake.text) for mistake in mistakes]
        slide.expected.append(str(says.IF_STUCK.format(hint=exercise.hints[0])))

    def _has_room(self, task: Text) -> bool:
        """Whether a task fits below its heading, in both languages."""
        titles = {
            lang: pieces_of(prose_for(self.task_cell, lang))["section"].heading
            for lang in LANGUAGES
        }
        return all(
            count_shown_words(f"{title} {task.in_language(lang)}", lang)
            <= MOST_WORDS[lang]
            for lang, title in titles.items()
        )
