"""How to set the course up: the README, without what the site itself shows."""

from __future__ import annotations

import re

from course_utils.authoring.front_page import PAGES
from course_utils.files import read_whole
from course_utils.places import COURSE
from course_utils.site.sections import plain_words
from course_utils.text import Language

_SECTION = re.compile(r"(?m)^(?=## )")
_SHOWN_ELSEWHERE = "<!-- lessons -->"
_HEADING = re.compile(r"<(h[23])>(.*?)</\1>")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


def introduction(lang: Language) -> str:
    """The paragraph with which the README opens."""
    first = _sections(lang)[0].partition("<!-- end of ready -->")[2].strip()
    return first.partition("\n\n")[0].replace("\n", "" if lang == "zh" else " ")


def setup_html(lang: Language) -> str:
    """The sections of the README; links to files, which the site lacks, are words."""
    from course_utils.markup.markdown import render_markdown

    kept = [part for part in _sections(lang)[1:] if _SHOWN_ELSEWHERE not in part]
    html = _HEADING.sub(_with_place, render_markdown("".join(kept)))
    html = html.replace("<pre>", '<pre class="code">')
    html = html.replace("<table>", '<div class="scroll"><table>')
    return _LINK.sub(_inside, html.replace("</table>", "</table></div>"))


def _sections(lang: Language) -> list[str]:
    return _SECTION.split(read_whole(COURSE / PAGES[lang]).decode())


def _with_place(found: re.Match[str]) -> str:
    """A heading with the id that links within a README expect."""
    words = re.sub(r"[^\w\- ]", "", plain_words(found[2])).lower().replace(" ", "-")
    return f'<{found[1]} id="{words}">{found[2]}</{found[1]}>'


def _inside(found: re.Match[str]) -> str:
    return found[0] if found[1].startswith("#") else found[2]
