"""The speaker's notes of a slide: pace, what to tell and ask, what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from course_utils.markup.markdown import render_line, render_markdown
from course_utils.sentences import ASKS, join_again, split_sentences
from course_utils.slides import messages as says
from course_utils.slides.parts import Slide, SlidePicture
from course_utils.syllabus import Lesson
from course_utils.text import language

_NO_PARAGRAPH = ("- ", "|", "$$", ">", "```")
"""How a block begins that is no paragraph."""


def show_notes(slide: Slide, lesson: Lesson) -> str:
    """The notes as HTML, in the language spoken now."""
    return "\n".join(_lines(slide, lesson))


def _lines(slide: Slide, lesson: Lesson) -> Iterator[str]:
    start, end = slide.minutes
    pace = says.PACE.format(start=start, end=end, minutes=lesson.minutes)
    yield f"<p><b>{pace}</b></p>"
    if slide.kind == "question":
        yield f"<p>{says.LET_CHOOSE}</p>"
    if slide.told:
        yield f"<p><b>{says.TELL}</b></p>"
        yield from map(_tell, _with_lists(slide.told))
    if slide.expected:
        title = says.ANSWERS if slide.kind == "question" else says.MISTAKES
        items = "".join(f"<li>{render_line(each)}</li>" for each in slide.expected)
        yield f"<p><b>{title}</b></p>\n<ul>{items}</ul>"
    for part in slide.parts:
        if isinstance(part, SlidePicture):
            words = says.PICTURE_SHOWS.format(words=part.source)
            yield f"<p>{render_line(str(words))}</p>"


def _with_lists(blocks: Sequence[str]) -> Iterator[str]:
    """The blocks; items of a list that follow each other are one."""
    items: list[str] = []
    for block in [*blocks, ""]:
        if block.startswith("- "):
            items.append(block)
            continue
        if items:
            yield "\n".join(items)
        items = []
        if block:
            yield block


def _tell(block: str) -> str:
    """A block as HTML; in a paragraph, what is asked is bold."""
    if block.startswith(_NO_PARAGRAPH):
        return render_markdown(block)
    sentences = [
        f"<b>{render_line(each)}</b>" if ASKS.search(each) else render_line(each)
        for each in split_sentences(block)
    ]
    return f"<p>{join_again(sentences, language())}</p>"
