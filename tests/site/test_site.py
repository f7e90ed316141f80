"""The whole site, as it is made from all lessons: complete, linked, no answer given."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

from course_utils.checking.sources import solution_lines
from course_utils.exercises import load_exercises
from course_utils.site import pages
from course_utils.site.pages import SiteFiles, check_site_tools, make_site
from course_utils.site.sections import plain_words
from course_utils.site.terms import TERMS
from course_utils.site.verses import ShownPoem
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES

POEM = ShownPoem(
    "春江",
    ((("春", "chūn"), ("日", "rì")), (("江", "jiāng"), ("上", "shàng"))),
    ("，", "。"),
)
VOID = {"meta", "link", "img", "br", "input", "hr"}


@pytest.fixture(scope="module")
def site() -> SiteFiles:
    """All that is published."""
    return make_site(poems=[POEM])


@pytest.fixture(scope="module")
def own() -> SiteFiles:
    """An instructor's edition of one lesson."""
    return make_site(LESSONS[1:2], solutions=True)


def html_of(site: SiteFiles) -> dict[str, str]:
    return {path: content.decode() for path, content in site.items() if "html" in path}


class Page(HTMLParser):
    """The elements of a page, each with its attributes; every one must be closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.opened: list[str] = []
        self.feed(html)
        self.close()
        assert self.opened == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag, self.getpos()

    def all(self, attribute: str) -> list[str]:
        return [about[attribute] for _, about in self.elements if attribute in about]


@pytest.fixture(scope="module")
def read(site: SiteFiles) -> dict[str, Page]:
    return {path: Page(html) for path, html in html_of(site).items()}


def test_every_page_is_there_in_both_languages(site: SiteFiles) -> None:
    names = {"index", "glossary", "search", "setup", *(each.slug for each in LESSONS)}
    for lang in LANGUAGES:
        here = {path for path in site if path.startswith(f"{lang}/")}
        assert here == {*(f"{lang}/{name}.html" for name in names), f"{lang}/index.js"}
    kinds = {PurePosixPath(path).suffix for path in site}
    assert kinds == {".html", ".js", ".css", ".svg", ".png", ".woff"}


def test_every_link_has_an_end(site: SiteFiles, read: dict[str, Page]) -> None:
    for path, page in read.items():
        for address in [*page.all("href"), *page.all("src"), *page.all("action")]:
            parts = urlsplit(address)
            assert not parts.scheme and not parts.netloc, (path, address)
            target = path
            if parts.path:
                steps = [*PurePosixPath(path).parent.parts]
                for step in unquote(parts.path).split("/"):
                    steps = steps[:-1] if step == ".." else [*steps, step]
                target = "/".join(steps)
            assert target in site, (path, address)
            if parts.fragment:
                assert unquote(parts.fragment) in read[target].all("id"), address


def test_nothing_is_loaded_from_elsewhere(site: SiteFiles) -> None:
    for path, content in site.items():
        if not path.endswith((".png", ".woff")):
            text = content.decode().replace("http://www.w3.org/", "")
            loaded = r"(?:url\(|import |src=|href=)\W{0,2}(?:https?:)?//"
            assert not re.search(loaded, text), path


def test_a_page_and_its_twin_have_the_same_places(read: dict[str, Page]) -> None:
    for path, page in read.items():
        if path.startswith("en/0") or path.startswith("en/1"):
            twin = read[path.replace("en/", "zh/")]
            assert page.all("id") == twin.all("id")
            for tag in ("h1", "h2", "h3", "img", "math", "details", "pre"):
                own, other = (
                    sum(name == tag for name, _ in each.elements)
                    for each in (page, twin)
                )
                assert own == other or tag == "math", (path, tag)


def test_a_page_says_its_language_and_has_one_of_each_landmark(
    read: dict[str, Page],
) -> None:
    for path, page in read.items():
        tags = Counter(name for name, _ in page.elements)
        assert tags["main"] == tags["h1"] == tags["title"] == 1, path
        assert max(Counter(page.all("id")).values(), default=1) == 1, path
        tag = {"en": "en", "zh": "zh-CN"}.get(path[:2], "en")
        assert page.elements[0] == ("html", {"lang": tag}), path
        levels = [
            int(name[1]) for name, _ in page.elements if name in ("h1", "h2", "h3")
        ]
        assert all(b - a < 2 for a, b in pairwise(levels)), path


def test_every_picture_has_its_sentence(read: dict[str, Page]) -> None:
    pictures = [
        about
        for path, page in read.items()
        for name, about in page.elements
        if name == "img" and "icon" not in about["src"]
    ]
    assert len(pictures) > 2 * 60
    assert all(len(about["alt"]) > 8 and about["width"] for about in pictures)


def test_every_formula_is_drawn_by_the_browser(site: SiteFiles) -> None:
    for path, html in html_of(site).items():
        text = re.sub(r"<pre.*?</pre>|<code>.*?</code>", "", html, flags=re.DOTALL)
        assert not re.search(r"\\\(|\\\[|\$|\\[a-zA-Z]", text), path
    assert html_of(site)["en/05_gates.html"].count("<math") > 60


# --- what is kept back --------------------------------------------------------------


def answers_in(text: str, slug: str) -> Iterator[str]:
    """Whose solution, or answer to a prediction, is in a text."""
    lesson = next(each for each in LESSONS if each.slug == slug)
    exercises, predictions = load_exercises(lesson) or ((), ())
    squeezed = re.sub(r"\s", "", text)
    for exercise in exercises:
        solution = re.sub(r"\s", "", "".join(solution_lines(exercise.solved)))
        if solution in squeezed:
            yield exercise.name
    for prediction in predictions:
        for choice in prediction.choices.values():
            for lang in LANGUAGES:
                words = re.sub(r"[\s`*]", "", choice.in_language(lang))
                if words in squeezed:
                    yield prediction.name


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_answer_is_published(site: SiteFiles, lesson, lang: str) -> None:
    html = site[f"{lang}/{lesson.slug}.html"].decode()
    assert list(answers_in(plain_words(html), lesson.slug)) == []
    assert not re.search(r"\.answer\(|\.solved\b|class=\"answer\"|noindex", html)
    assert html.count('class="hint"') == 3 * html.count('class="exercise"') > 0


def test_the_search_gives_no_answer_away_either(site: SiteFiles) -> None:
    for lang in LANGUAGES:
        text = site[f"{lang}/index.js"].decode().replace('\\"', '"')
        assert len(text) > 100_000
        for lesson in LESSONS:
            assert list(answers_in(text, lesson.slug)) == []


def test_instructors_get_the_answers(own: SiteFiles) -> None:
    html = own["en/01_vanilla_rnn.html"].decode()
    found = set(answers_in(plain_words(html), "01_vanilla_rnn"))
    exercises, predictions = load_exercises(LESSONS[1]) or ((), ())
    assert found == {each.name for each in (*exercises, *predictions)}
    assert 'content="noindex"' in html and "do not publish" in html
    assert html.count('class="right"') == len(predictions)


# --- what is derived ------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_is_in_the_glossary_with_its_sentence(
    site: SiteFiles, lang: str
) -> None:
    html = site[f"{lang}/glossary.html"].decode()
    entries = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", html, re.DOTALL)
    assert len(entries) == len(TERMS) > 60
    shown = {plain_words(term) for term, _ in entries}
    order = ("en", "zh") if lang == "en" else ("zh", "en")
    assert shown == {" ".join(map(term.in_language, order)) for term in TERMS}
    for _, sentence in entries:
        assert re.search(r"<a href=\"\d\d_\w+\.html#s\d+\">", sentence)


@pytest.mark.parametrize(("lang", "sought"), [("en", "点互信息"), ("zh", "perplexity")])
def test_a_term_is_found_by_its_name_in_the_other_language(
    site: SiteFiles, lang: str, sought: str
) -> None:
    index = site[f"{lang}/index.js"].decode()
    passages = json.loads(index.removeprefix("window.courseIndex = ").rstrip(";\n"))
    terms = {each[3]: each[1] for each in passages if each[0] == "glossary"}
    (place,) = (anchor for name, anchor in terms.items() if sought in name)
    assert len(terms) == len(TERMS)
    for twin in LANGUAGES:  # and whoever changes language stays with the term
        html = site[f"{twin}/glossary.html"].decode()
        entry = html.partition(f'id="{place}"')[2].partition("</dt>")[0]
        assert sought in entry


def test_the_landing_page_tells_of_the_whole_course(site: SiteFiles) -> None:
    html = site["en/index.html"].decode()
    text = plain_words(html)
    assert all(str(lesson.title) in text for lesson in LESSONS)
    exercises = sum(len((load_exercises(each) or ((), ()))[0]) for each in LESSONS)
    assert f"{exercises} exercises" in text and "14 lessons" in text
    assert "18.5 hours" in text and "You predict, run and explain" in text
    assert '<ruby class="head">春<rt>chūn</rt></ruby>' in html
    assert "An acrostic on" in text


def test_the_way_to_set_it_up_is_that_of_the_readme(site: SiteFiles) -> None:
    for lang, shown in (("en", "Continuous integration"), ("zh", "持续集成")):
        html = site[f"{lang}/setup.html"].decode()
        assert "make lab" in html and shown in html
        assert 'href="LICENSE"' not in html and "_course.ipynb" not in html


def test_a_package_that_is_not_here_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_NEEDED", ("no_such_package",))
    with pytest.raises(ValueError, match=r"no_such_package .*-e \"\.\[site\]\""):
        check_site_tools()
