"""The glossary: each term with the sentence of the lessons that brings it first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from course_utils.site.sections import Section, plain_words
from course_utils.site.terms import TERMS
from course_utils.text import Language

_PARAGRAPH = re.compile(r"<(?:p|li)>(.*?)</(?:p|li)>", re.DOTALL)
_CARD = re.compile(r"<section class=.exercise.*?</section>", re.DOTALL)
_ENDS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\n"),  # a sentence a line, as lessons are written
    "zh": re.compile(r"(?<=[。？！])(?![）”])|(?<=[。？！][）”])"),
}
_POINTS_BACK: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"(?:This|That) is\b"),
    "zh": re.compile(r"这(?:就是|叫)"),
}


@dataclass(frozen=True)
class GlossaryEntry:
    """A term, and where it comes first: HTML of a sentence, and the page it is on.

    number: of the term, the same in both languages
    """

    number: int
    term: str
    other: str
    sentence: str
    slug: str
    anchor: str


Placed = tuple[str, str, str]
"""Slug, anchor, HTML of a sentence."""


def glossary_entries(
    pages: Iterable[tuple[str, Sequence[Section]]], lang: Language
) -> list[GlossaryEntry]:
    """The terms that these lessons have, in the order of the alphabet or of pinyin.

    pages: slug and sections of each lesson, in the order of the course
    """
    sentences = list(_sentences(pages, lang))
    found = [_first(number, sentences, lang) for number in range(len(TERMS))]
    return sorted(filter(None, found), key=lambda entry: _order(entry.term))


def _sentences(
    pages: Iterable[tuple[str, Sequence[Section]]], lang: Language
) -> Iterator[Placed]:
    for slug, sections in pages:
        for section in sections:
            for paragraph in _PARAGRAPH.findall(_CARD.sub("", section.html)):
                for sentence in _told_whole(paragraph, lang):
                    yield slug, section.anchor, sentence


def _told_whole(paragraph: str, lang: Language) -> Iterator[str]:
    """Its sentences; one that points back comes with the one to which it points."""
    before = ""
    for sentence in map(str.strip, _ENDS[lang].split(paragraph)):
        if _is_whole(sentence):
            back = before if _POINTS_BACK[lang].match(sentence) else ""
            gap = " " if back and lang == "en" else ""
            yield f"{back}{gap}{sentence}"
            before = sentence
        else:
            before = ""


def _is_whole(sentence: str) -> bool:
    """Whether it closes every tag that it opens."""
    tags = re.findall(r"<(/?)(\w+)", re.sub(r"<br>|<[^>]*/>", "", sentence))
    return sum(1 if not end else -1 for end, _ in tags) == 0


def _first(
    number: int, sentences: Sequence[Placed], lang: Language
) -> GlossaryEntry | None:
    """Where a term is set in bold, since it is explained there; else named at all."""
    own = TERMS[number].in_language(lang)
    word = re.escape(own)
    if own.isascii():
        word = rf"\b{re.sub('y$', '(?:y|ie)', word)}s?\b"
    bold = re.compile(rf"<strong>[^<]*{word}", re.IGNORECASE)
    for place in sentences:
        if bold.search(place[2]):
            return _entry(number, lang, place)
    named = re.compile(word, re.IGNORECASE)
    for place in sentences:
        if named.search(plain_words(place[2])):
            return _entry(number, lang, place)
    return None


def _entry(number: int, lang: Language, place: Placed) -> GlossaryEntry:
    slug, anchor, sentence = place
    other: Language = "zh" if lang == "en" else "en"
    own, twin = (TERMS[number].in_language(each) for each in (lang, other))
    return GlossaryEntry(number, own, twin, sentence, slug, anchor)


def _order(term: str) -> str:
    from course_utils.verse.aloud import read_words

    return " ".join(map(_without_tone, read_words(term))).lower()


def _without_tone(syllable: str) -> str:
    from unicodedata import normalize

    return "".join(each for each in normalize("NFD", syllable) if each.isascii())
