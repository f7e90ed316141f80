"""All files of the site: pages, pictures, index of the search, styles and scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from course_utils.authoring.front_page import course_map
from course_utils.markup.math_font import math_font
from course_utils.plots.course_map import card_boxes
from course_utils.site.glossary import GlossaryEntry, glossary_entries
from course_utils.site.outputs import Pictures
from course_utils.site.sections import Section, plain_words, read_sections
from course_utils.site.setup_page import introduction, setup_html
from course_utils.site.text_nodes import link_lessons, mark_chinese
from course_utils.site.verses import ShownPoem
from course_utils.site.words import (
    COURSE_FACTS,
    NO_SITE_TOOLS,
    POEM_NAME,
    SITE_NAME,
    SITE_WORDS,
)
from course_utils.syllabus import LESSONS, Lesson, hours_of
from course_utils.text import LANGUAGES, Language, join, language_tag, speaking

SiteFiles = dict[str, bytes]
"""Path below the folder of the site, and what is in the file."""
_PAGE_FOLDER = Path(__file__).resolve().parent / "page"
_COPIED = ("site.css", "site.js", "search.js", "icon.svg")
_NEEDED = ("jinja2", "latex2mathml", "pygments", "ziamath", "fontTools")


def check_site_tools() -> None:
    """Raise a `ValueError` that says what is missing here, and how to get it."""
    from importlib.util import find_spec

    for name in _NEEDED:
        if find_spec(name) is None:
            raise ValueError(str(NO_SITE_TOOLS.format(name=name)))


def make_site(
    lessons: Sequence[Lesson] = LESSONS,
    *,
    poems: Sequence[ShownPoem] = (),
    solutions: bool = False,
) -> SiteFiles:
    """The whole site in both languages: `poems` turn over on the landing page.

    `solutions`: with the answers of predictions and exercises, folded. Raises
    `ValueError` for a lesson that is not built, or a package that is not here.
    """
    check_site_tools()
    pictures = Pictures()
    files: SiteFiles = {}
    for lang in LANGUAGES:
        with speaking(lang):
            edition = _Edition(lang, lessons, solutions, poems, pictures)
            files |= edition.files()
    files["assets/math.woff"] = math_font(each.decode() for each in files.values())
    titles = {lang: SITE_NAME.in_language(lang) for lang in LANGUAGES}
    files["index.html"] = _render("index.html", {"titles": titles}).encode()
    for name in _COPIED:
        files[f"assets/{name}"] = (_PAGE_FOLDER / name).read_bytes()
    return files | pictures.files


@dataclass
class _Edition:
    """The pages in one language."""

    lang: Language
    lessons: Sequence[Lesson]
    solutions: bool
    poems: Sequence[ShownPoem]
    pictures: Pictures
    sections: dict[str, list[Section]] = field(init=False)
    terms: list[GlossaryEntry] = field(init=False)

    def __post_init__(self) -> None:
        self.sections = {lesson.slug: self._read(lesson) for lesson in self.lessons}
        self.terms = glossary_entries(self.sections.items(), self.lang)

    def _read(self, lesson: Lesson) -> list[Section]:
        there = {each.slug for each in self.lessons}
        sections = read_sections(lesson, self.lang, self.pictures, self.solutions)
        for section in sections:
            section.body = [
                link_lessons(html, self.lang, there, lesson.slug)
                for html in section.body
            ]
        return sections

    def files(self) -> SiteFiles:
        made = {"index": self._home(), "glossary": self._glossary()}
        made["search"] = self._page("search.html", "search", SITE_WORDS["search"])
        made["setup"] = self._page(
            "setup.html", "setup", SITE_WORDS["setup"], html=setup_html(self.lang)
        )
        for lesson in self.lessons:
            made[lesson.slug] = self._lesson(lesson)
        files = {f"{self.lang}/{name}.html": made[name].encode() for name in made}
        files[f"{self.lang}/index.js"] = self._index()
        files[f"assets/map.{self.lang}.svg"] = course_map(self.lang)
        return files

    def _page(self, template: str, name: str, title: object, **more: Any) -> str:
        other: Language = "zh" if self.lang == "en" else "en"
        values = {
            "lang": self.lang,
            "tag": language_tag(),
            "other": other,
            "name": name,
            "title": str(title),
            "site": str(SITE_NAME),
            "words": {key: str(text) for key, text in SITE_WORDS.items()},
            "solutions": self.solutions,
            "lessons": self.lessons,
            "called": _called,
            "numbers": _numbers,
        }
        page = _render(template, values | more)
        return _mark_main(page) if self.lang == "en" else page

    def _lesson(self, lesson: Lesson) -> str:
        sections = self.sections[lesson.slug]
        at = self.lessons.index(lesson)
        return self._page(
            "lesson.html",
            lesson.slug,
            lesson.title,
            lesson=lesson,
            sections=sections,
            description=_hook(sections),
            before=self.lessons[at - 1] if at else None,
            after=self.lessons[at + 1] if at + 1 < len(self.lessons) else None,
            leads_to=[one for one in self.lessons if lesson.number in one.builds_on],
        )

    def _home(self) -> str:
        hooks = {slug: _hook(parts) for slug, parts in self.sections.items()}
        html = "".join(each.html for part in self.sections.values() for each in part)
        facts = COURSE_FACTS.format(
            lessons=len(self.lessons),
            hours=hours_of(self.lessons),
            predictions=html.count('<details class="go-on"'),
            exercises=html.count('<section class="exercise"'),
            explorers=html.count(escape(str(SITE_WORDS["explorer"]))),
        )
        return self._page(
            "home.html",
            "index",
            SITE_NAME,
            intro=introduction(self.lang),
            facts=facts,
            hooks=hooks,
            poems=self.poems,
            poem_name=lambda poem: POEM_NAME.format(head=poem.head),
            boxes=card_boxes(self.lessons),
        )

    def _glossary(self) -> str:
        return self._page(
            "glossary.html",
            "glossary",
            SITE_WORDS["glossary"],
            entries=self.terms,
            titles={each.slug: each for each in self.lessons},
            other_tag="zh-CN" if self.lang == "en" else "en",
        )

    def _index(self) -> bytes:
        """What the search looks through: a script, since pages from disk fetch none.

        The lessons, and the terms, which are found in either language.
        """
        titles = {each.slug: each for each in self.lessons}
        passages = [
            [slug, each.anchor, _called(titles[slug]), each.title, each.words]
            for slug, sections in self.sections.items()
            for each in sections
        ]
        passages += [
            [
                "glossary",
                f"t{each.number}",
                str(SITE_WORDS["glossary"]),
                f"{each.term} · {each.other}",
                plain_words(each.sentence),
            ]
            for each in self.terms
        ]
        written = json.dumps(passages, ensure_ascii=False, separators=(",", ":"))
        return f"window.courseIndex = {written};\n".encode()


def _mark_main(page: str) -> str:
    """Mark the Chinese in an English page; around the text, the template does."""
    before, main, rest = page.partition("<main")
    inside, end, after = rest.partition("</main>")
    return before + mark_chinese(main + inside) + end + after


def _called(lesson: Lesson) -> str:
    return f"{lesson.number:02d} · {lesson.title}"


def _numbers(lessons: Sequence[int]) -> str:
    return str(join(f"{number:02d}" for number in lessons))


def _hook(sections: Sequence[Section]) -> str:
    """The paragraph with which a lesson opens."""
    return plain_words("".join(sections[0].body[:1]).partition("</p>")[0])


def _render(template: str, values: Mapping[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_PAGE_FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(template).render(**values) + "\n"
