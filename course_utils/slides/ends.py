"""How a lesson begins and ends in class: title, what was seen, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from course_utils.authoring.editions import prose_for
from course_utils.authoring.lesson_source import Prose
from course_utils.slides import messages as says
from course_utils.slides.fitting import add_blocks
from course_utils.slides.parts import Slide
from course_utils.slides.pieces import CellPiece, SlideBlock, pieces_of
from course_utils.slides.room import MOST_WORDS, count_fitting, count_shown_words
from course_utils.syllabus import LESSONS, Lesson
from course_utils.text import LANGUAGES, Language, join


def title_slide(
    lesson: Lesson, pieces: Mapping[str, CellPiece], lang: Language
) -> Slide:
    """Title, the question with which the lesson begins, and how long it takes."""
    slide = Slide("title", str(lesson.title), 0, facts=_facts_of(lesson))
    blocks = pieces["section"].blocks
    about = next(
        number for number, block in enumerate(blocks) if block.source.startswith("*")
    )
    add_blocks(slide, blocks[:about], lang)
    slide.told += [block.source for block in blocks[about:]]
    return slide


def summary_slides(cell: Prose, index: int, lang: Language) -> Iterator[Slide]:
    """What was seen: on as many slides as both languages need, the same in both."""
    items = {
        each: [
            block
            for block in pieces_of(prose_for(cell, each))["section"].blocks
            if block.kind == "item"
        ]
        for each in LANGUAGES
    }
    first = 0
    while first < len(items[lang]):
        last = min(_count_items(some[first:], each) for each, some in items.items())
        slide = Slide("summary", str(says.SUMMARY), index)
        add_blocks(slide, items[lang][first : first + last], lang)
        yield slide
        first += last


def _count_items(items: Sequence[SlideBlock], lang: Language) -> int:
    """How many of the first find room on a summary, one at least."""
    title = says.SUMMARY.in_language(lang)
    room = MOST_WORDS[lang] - count_shown_words(title, lang)
    return max(1, count_fitting([item.source for item in items], lang, room))


def end_slide(
    lesson: Lesson, pieces: Mapping[str, CellPiece], index: int, lang: Language
) -> Slide:
    """The last question of a lesson, and the title of the next one."""
    after = LESSONS[LESSONS.index(lesson) + 1 :]
    title = says.NEXT.format(title=after[0].title) if after else says.COURSE_ENDS
    facts = _facts_of(after[0]) if after else ""
    slide = Slide("end", str(title), index, facts=facts)
    blocks = [block for block in pieces["section"].blocks if block.kind != "item"]
    add_blocks(slide, blocks, lang)
    return slide


def _facts_of(lesson: Lesson) -> str:
    facts = [says.MINUTES.format(minutes=lesson.minutes)]
    if lesson.builds_on:
        numbers = join(f"{number:02}" for number in lesson.builds_on)
        after = says.BUILD_ON if len(lesson.builds_on) > 1 else says.BUILDS_ON
        facts.append(after.format(numbers=numbers))
    return " · ".join(map(str, facts))
