"""What is done to the words of a finished page: links to lessons, languages marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from course_utils.syllabus import LESSONS
from course_utils.text import Language

_PARTS = re.compile(r"(<[^>]+>)")
_NAME = re.compile(r"</?(\w+)")
_UNLINKED = {"a", "code", "pre", "math", "summary", "h1", "h2", "h3", "figcaption"}
_UNMARKED = {"math"}
_VOID = {"br", "img", "hr", "wbr"}
_CHINESE = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff]"
    r"(?:[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef…“” ]*"
    r"[\u3400-\u9fff\uf900-\ufaff。，？！])?"
)
_MENTION: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b[Ll]essons? \d\d(?:(?:, | and | to )\d\d)*\b"),
    "zh": re.compile(r"第 ?\d\d(?:(?:、| 到 | 至 | 和 )\d\d)* ?课"),
}
_NUMBER = re.compile(r"\d\d")
_SLUGS = {f"{lesson.number:02d}": lesson.slug for lesson in LESSONS}


def link_lessons(html: str, lang: Language, there: Collection[str], own: str) -> str:
    """Each mention of a lesson leads to its page, if the site has it `there`."""

    def link(words: str, number: str) -> str:
        slug = _SLUGS.get(number, "")
        if slug not in there or slug == own:
            return words
        return f'<a href="{slug}.html">{words}</a>'

    def of_mention(found: re.Match[str]) -> str:
        numbers = _NUMBER.findall(found[0])
        if len(numbers) == 1:
            return link(found[0], numbers[0])
        return _NUMBER.sub(lambda number: link(number[0], number[0]), found[0])

    return _each_text(
        html, lambda text: _MENTION[lang].sub(of_mention, text), _UNLINKED
    )


def mark_chinese(html: str) -> str:
    """On an English page, Chinese is told to be Chinese: read out and drawn as such."""
    return _each_text(
        html,
        lambda text: _CHINESE.sub(r'<span lang="zh-CN">\g<0></span>', text),
        _UNMARKED,
    )


def _each_text(
    html: str, change: Callable[[str], str], outside: Collection[str]
) -> str:
    """Change the text between tags, but for what is inside of elements `outside`.

    Nor what is inside of one that says its own language.
    """
    opened: list[tuple[str, bool]] = []
    parts = _PARTS.split(html)
    for at, part in enumerate(parts):
        found = _NAME.match(part)
        if found is None:
            if not any(barred for _, barred in opened):
                parts[at] = change(part)
        elif part.startswith("</"):
            while opened and opened.pop()[0] != found[1]:
                pass
        elif found[1] not in _VOID and not part.endswith("/>"):
            opened.append((found[1], found[1] in outside or " lang=" in part))
    return "".join(parts)
