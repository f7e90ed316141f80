"""The slides of all lessons, made once, and their HTML as a tree."""

from __future__ import annotations

import re
from copy import copy
from functools import cache

from bs4 import BeautifulSoup, Tag

from course_utils.places import COURSE
from course_utils.slides import make_deck, show_slides
from course_utils.slides.parts import Deck
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES, Language

SLUGS = [lesson.slug for lesson in LESSONS]
BOTH = [(slug, lang) for slug in SLUGS for lang in LANGUAGES]


@cache
def deck(slug: str, lang: Language) -> Deck:
    return make_deck(COURSE, slug, lang)


@cache
def html(slug: str, lang: Language) -> str:
    """The slides as they are in the file, but only the first bytes of a picture."""
    page = show_slides(deck(slug, lang))
    return re.sub(r'(base64,\w{5})[^"]*', r"\1", page)


@cache
def _tree(slug: str, lang: Language) -> BeautifulSoup:
    page = re.sub(r"(?s)<math.*?</math>", "<math></math>", html(slug, lang))
    listings = re.compile(r"(?s)(<pre [^>]*>)(.*?)(</pre>)")
    page = listings.sub(lambda one: f"{one[1]}{len(one[2])}{one[3]}", page)
    return BeautifulSoup(page, "html.parser")


def sections(slug: str, lang: Language) -> list[Tag]:
    """The slides with their notes, free to be changed; formulas and code are short."""
    return copy(_tree(slug, lang)).find_all("section")


def without(tag: Tag, *selectors: str) -> Tag:
    """`tag` without what the selectors choose."""
    for found in tag.select(", ".join(selectors)):
        found.extract()
    return tag


def letters(text: str) -> str:
    """Letters and digits alone, as they follow each other."""
    return re.sub(r"[\W_]", "", text)
