"""Every lesson as slides: what stands on them, what is in their notes, in both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import cache

import pytest
from bs4 import Tag
from slides.decks import BOTH, SLUGS, deck, html, letters, sections, without

from course_utils.authoring.editions import assemble, prose_for
from course_utils.authoring.lesson_source import (
    LessonSource,
    Prose,
    parse_lesson,
    read_lesson,
)
from course_utils.authoring.notebooks import Edition
from course_utils.checking.sources import solution_lines
from course_utils.exercises import load_exercises
from course_utils.places import COURSE
from course_utils.slides.parts import SlideCode, SlidePicture, SlideQuestion
from course_utils.text import Language

MOST = {"en": 40, "zh": 70}
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
ALL = pytest.mark.parametrize(("slug", "lang"), BOTH)


def count(face: Tag, lang: Language) -> int:
    """Words of what is read on a slide; code and a formula within it count as one.

    What a cell shows is no word of the slide, nor is what stands at its foot.
    """
    without(face, "pre", "figure", "footer", ".said", ".math.block", ".unseen")
    for one in face.select("code, math"):
        one.replace_with(" x ")
    text = face.get_text(" ")
    if lang == "en":
        return len(WORD.findall(text))
    return len(CHINESE.findall(text)) + len(WORD.findall(CHINESE.sub(" ", text)))


# ---------------------------------------------------------------- on the slide


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_has_twelve_to_twenty_five_slides(slug: str) -> None:
    kinds = [slide.kind for slide in deck(slug, "en").slides]
    assert 12 <= len(kinds) <= 25
    assert kinds[0] == "title" and kinds[-1] == "end" and kinds.count("title") == 1
    loaded = load_exercises(deck(slug, "en").lesson)
    assert loaded is not None
    assert kinds.count("task") == len(loaded[0])
    assert kinds.count("question") >= 3


@ALL
def test_few_words_stand_on_a_slide_before_and_after_its_answer(
    slug: str, lang: Language
) -> None:
    for section in sections(slug, lang):
        face = section.select_one(".face")
        assert face is not None
        if face.select(".answer"):
            opened = without(copy(face), ".wrong", ".goes")
            gone = [".words"] if opened.select(".alone") else [".answers"]
            assert count(without(opened, *gone), lang) <= MOST[lang], section
        assert 0 < count(without(face, ".answer"), lang) <= MOST[lang], section


@pytest.mark.parametrize("slug", SLUGS)
def test_both_languages_have_the_same_slides(slug: str) -> None:
    def shape(lang: Language) -> list[tuple[object, ...]]:
        return [
            (
                *(slide.kind, slide.cell, slide.minutes, slide.opens_section),
                [(type(part), part.opens) for part in slide.parts],
                [part.source for part in slide.parts if isinstance(part, SlideCode)],
                [p.right for p in slide.parts if isinstance(p, SlideQuestion)],
            )
            for slide in deck(slug, lang).slides
        ]

    assert shape("en") == shape("zh")


@ALL
def test_a_slide_says_something(slug: str, lang: Language) -> None:
    for slide, section in zip(
        deck(slug, lang).slides, sections(slug, lang), strict=True
    ):
        assert slide.title and slide.parts, slide
        assert section.select_one("h1, h2") and section["class"] == [slide.kind]
        if slide.kind == "question":
            answers = section.select(".answer.fragment")
            assert len(answers) == 1 and answers[0].get_text(strip=True), slide
            assert len(section.select("li.right")) == 1 < len(section.select("li"))
        if slide.kind in ("text", "task", "title", "summary", "end"):
            assert section.select(".words, pre, figure, .said"), slide


@ALL
def test_every_picture_has_its_sentence_and_is_in_the_file(
    slug: str, lang: Language
) -> None:
    pictures = [
        part
        for slide in deck(slug, lang).slides
        for part in slide.parts
        if isinstance(part, SlidePicture)
    ]
    images = [image for one in sections(slug, lang) for image in one.select("img")]
    assert len(images) == len(pictures) >= 2
    for image, picture in zip(images, pictures, strict=True):
        assert image["alt"] == picture.source and len(picture.source) > 10
        assert lang == "en" or CHINESE.search(picture.source)
        assert str(image["src"]).startswith("data:image/png;base64,iVBOR")


@ALL
def test_nothing_comes_from_the_network(slug: str, lang: Language) -> None:
    page = html(slug, lang).replace("http://www.w3.org/1998/Math/MathML", "")
    assert re.findall(r"https?:|\bsrc=\"(?!data:)|\bhref=|url\(|@import", page) == []


@ALL
def test_every_formula_is_drawn(slug: str, lang: Language) -> None:
    page = "".join(str(without(one, "pre", "code")) for one in sections(slug, lang))
    assert "$" not in page and not re.search(r"\\[a-z]+", page)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_slide_gives_a_solution_away(slug: str) -> None:
    loaded = load_exercises(deck(slug, "en").lesson)
    assert loaded is not None
    secret = {line for one in loaded[0] for line in solution_lines(one.solved)}
    shown = {
        line.strip()
        for slide in deck(slug, "en").slides
        for part in slide.parts
        if isinstance(part, SlideCode)
        for line in part.source.splitlines()
    }
    assert secret and shown & secret == set()


# ---------------------------------------------------------------- in the notes


@ALL
def test_the_minutes_are_shared_out(slug: str, lang: Language) -> None:
    slides = deck(slug, lang).slides
    minutes = [0, *(slide.minutes[1] for slide in slides)]
    assert minutes == sorted(minutes) and minutes[-1] == slides_minutes(slug)
    assert [slide.minutes[0] for slide in slides] == minutes[:-1]
    for slide, section in zip(slides, sections(slug, lang), strict=True):
        first = section.select_one("aside p")
        assert first is not None
        numbers = {*re.findall(r"\d+", first.get_text())}
        assert numbers == {*map(str, (*slide.minutes, slides_minutes(slug)))}


def slides_minutes(slug: str) -> int:
    return deck(slug, "en").lesson.minutes


@ALL
def test_the_notes_say_what_goes_wrong(slug: str, lang: Language) -> None:
    loaded = load_exercises(deck(slug, lang).lesson)
    assert loaded is not None
    exercises, predictions = loaded
    tasks, questions = (
        [
            letters(without(one, ".face", "code").get_text())
            for one in sections(slug, lang)
            if one["class"] == [kind]
        ]
        for kind in ("task", "question")
    )
    for notes, exercise in zip(tasks, exercises, strict=True):
        mistakes = [*exercise.mistakes.values()][:5]
        for told in (*(each.text for each in mistakes), exercise.hints[0]):
            assert bare(told.in_language(lang)) in notes
    reasons = {
        name: [bare(text.in_language(lang)) for text in one.choices.values()]
        for name, one in ((each.name, each) for each in predictions)
    }
    for notes in questions:
        assert any(all(text in notes for text in one) for one in reasons.values())


def bare(text: str) -> str:
    """Letters of Markdown outside of code and formulas."""
    return letters(re.sub(r"`[^`]+`|\$\$.+?\$\$|\$[^$]+\$", "", text, flags=re.DOTALL))


@ALL
def test_what_the_lesson_says_is_shown_or_told(slug: str, lang: Language) -> None:
    """All of its prose, but for the headings and letters of choices."""
    whole = letters(
        "".join(without(one, "code", "math").get_text() for one in sections(slug, lang))
    )
    lost = [
        sentence
        for text in prose(slug, lang)
        for sentence in re.split(r"\n+|(?<=[.?!])\s|(?<=[。？！])|(?m:^)\|| \| ", text)
        if bare(_NOT_TOLD.sub("", sentence)) not in whole
    ]
    assert lost == []


_NOT_TOLD = re.compile(r"^#.*|^- \([a-f]\)|\*\*(Predict\.|先猜一猜。)\*\*")


@cache
def source(slug: str) -> LessonSource:
    return read_lesson(COURSE / "lessons" / f"{slug}.py")


def prose(slug: str, lang: Language) -> Iterator[str]:
    for cell in source(slug).cells:
        if isinstance(cell, Prose):
            yield prose_for(cell, lang)


# ---------------------------------------------------------------- the marks


@pytest.mark.parametrize("slug", SLUGS)
def test_marks_change_no_notebook(slug: str) -> None:
    text = (COURSE / "lessons" / f"{slug}.py").read_text("utf-8")
    without_marks = re.sub(r'(?m)^(# %%.*?) slide="[^"]*"', r"\1", text)
    assert without_marks != text
    marked, unmarked = source(slug), parse_lesson(slug, without_marks)
    assert [replace(cell, slides=()) for cell in marked.cells] == unmarked.cells
    if slug == SLUGS[0]:
        edition = Edition(COURSE, "student", "en", slug)
        assert assemble(marked, edition) == assemble(unmarked, edition)
