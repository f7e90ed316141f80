"""The slides of a lesson as one HTML file that needs nothing else, and no network."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import singledispatch
from html import escape
from math import ceil
from pathlib import Path
from unicodedata import east_asian_width

from course_utils.markup.listing import CODE_STYLES, colour_code
from course_utils.markup.markdown import render_line, render_markdown
from course_utils.markup.math_font import math_font
from course_utils.slides import messages as says
from course_utils.slides.notes import show_notes
from course_utils.slides.parts import (
    Deck,
    Slide,
    SlideCode,
    SlideOutput,
    SlidePart,
    SlidePicture,
    SlideQuestion,
    SlideTable,
    SlideText,
)
from course_utils.slides.reveal import RevealFiles
from course_utils.syllabus import Lesson
from course_utils.text import language_tag, speaking

ASSETS = Path(__file__).with_name("page")
_TALL = 1.6
"""A picture that is less wide, by its height, has the words at its side."""
_MANY, _NARROW = 7, 34
"""Lines and columns of an output that stands there, too."""
_LARGEST = 28
"""Pixels of the letters of code; they are smaller where there is more of it."""
_WIDE = 1060
"""Pixels that a line of code may take."""
_COLUMN, _LEADING = 0.602, 1.35
"""Width of a column and height of a line of code, beside the size of its letters."""
_ROOM, _LINE, _GAP = 520, 50, 24
"""Pixels below the heading, of a line of words, between two parts."""
_ON_A_LINE = 54
"""Letters of words; a Chinese character takes the room of two."""
_AROUND = 1.1
"""Lines that the edges of a listing take."""
_SIDE_BY_SIDE = r"\qquad"
"""What stands between two formulas on one line, which then are smaller."""
_GOES = ' class="goes"'
"""What of a question is gone when its answer opens."""
_FONT = """\
@font-face {
    font-family: "Course Math";
    src: url("data:font/woff;base64,%s") format("woff");
}"""
_PAGE = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<!-- reveal.js
{licence}-->
<style>
{style}
</style>
</head>
<body>
<div class="reveal">
<div class="slides">
{slides}
</div>
</div>
<script>
{script}
</script>
</body>
</html>
"""


def show_deck(deck: Deck, reveal: RevealFiles) -> str:
    """The whole file."""
    slides = show_slides(deck)
    font = b64encode(math_font([slides])).decode()
    styles = [reveal.style, CODE_STYLES, _asset("slides.css"), _FONT % font]
    scripts = [reveal.script, reveal.notes, _asset("slides.js")]
    with speaking(deck.language):
        return _PAGE.format(
            lang=language_tag(),
            title=escape(_foot(deck.lesson)),
            licence=reveal.licence,
            style="\n".join(styles),
            slides=slides,
            # No text in it may end the script.
            script="\n".join(scripts).replace("</script", r"<\/script"),
        )


def show_slides(deck: Deck) -> str:
    """The slides alone, each with its notes, as HTML."""
    with speaking(deck.language):
        return "\n".join(
            _show_slide(slide, deck.lesson, number)
            for number, slide in enumerate(deck.slides, 1)
        )


def _asset(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")


def _show_slide(slide: Slide, lesson: Lesson, number: int) -> str:
    level = "h1" if slide.kind == "title" else "h2"
    large = slide.kind in ("title", "task", "summary", "end") or slide.opens_section
    style = "" if large else ' class="running"'
    style = style if slide.shows_title else ' class="unseen"'
    lines = [
        f'<section id="{number}" class="{slide.kind}">',
        '<div class="face">',
        f"<{level}{style}>{render_line(slide.title)}</{level}>",
        *_show_body(slide),
        *([f'<p class="facts">{escape(slide.facts)}</p>'] if slide.facts else []),
        f"<footer>{escape(_foot(lesson))}</footer>",
        "</div>",
        f'<aside class="notes">\n{show_notes(slide, lesson)}\n</aside>',
        "</section>",
    ]
    return "\n".join(lines)


def _foot(lesson: Lesson) -> str:
    return str(says.FOOT.format(number=f"{lesson.number:02}", title=lesson.title))


def _show_body(slide: Slide) -> Iterator[str]:
    tall = [part for part in slide.parts if _is_tall(part)]
    others = [part for part in slide.parts if not _is_tall(part)]
    if len(tall) == 1 and others:
        yield '<div class="body beside">\n<div class="column">'
        yield from (show_part(part, slide) for part in others)
        yield f"</div>\n{show_part(tall[0], slide)}\n</div>"
        return
    only_words = all(isinstance(p, SlideText | SlideQuestion) for p in slide.parts)
    yield f'<div class="body{" words-only" if only_words else ""}">'
    yield from (show_part(part, slide) for part in slide.parts)
    yield "</div>"


def _is_tall(part: SlidePart) -> bool:
    """Whether a part stands beside the words, not below them."""
    if isinstance(part, SlidePicture):
        return part.width < _TALL * part.height
    if isinstance(part, SlideOutput):
        lines = part.source.splitlines()
        return len(lines) >= _MANY and max(map(_columns, lines)) <= _NARROW
    return False


def _classes(name: str, part: SlidePart) -> str:
    return f'class="{name}{" fragment" if part.opens else ""}"'


@singledispatch
def show_part(part: SlidePart, slide: Slide) -> str:
    """A part of a slide as HTML."""
    raise TypeError(f"no part of a slide: {type(part).__name__}")


@show_part.register
def _(part: SlideText, slide: Slide) -> str:
    name = "words wide" if _SIDE_BY_SIDE in part.source else "words"
    return f"<div {_classes(name, part)}>\n{render_markdown(part.source)}</div>"


@show_part.register
def _(part: SlideCode, slide: Slide) -> str:
    size = _letter_size(slide)
    start = f'<pre {_classes("code", part)} style="font-size:{size}px">'
    return f"{start}{colour_code(part.source)}</pre>"


@show_part.register
def _(part: SlideOutput, slide: Slide) -> str:
    size = _letter_size(slide)
    start = f'<pre {_classes("output", part)} style="font-size:{size}px">'
    return f"{start}{escape(part.source)}</pre>"


@show_part.register
def _(part: SlideTable, slide: Slide) -> str:
    return f"<div {_classes('said', part)}>{part.source}</div>"


@show_part.register
def _(part: SlidePicture, slide: Slide) -> str:
    image = (
        f'<img alt="{escape(part.source)}" width="{part.width}" height="{part.height}" '
        f'src="data:image/png;base64,{"".join(part.png.split())}">'
    )
    return f"<figure {_classes('picture', part)}>{image}</figure>"


@show_part.register
def _(part: SlideQuestion, slide: Slide) -> str:
    choices = "\n".join(
        f'<li class="{"right" if letter == part.right else "wrong"}" '
        f'value="{number}">{render_line(words)}</li>'
        for number, (letter, words) in enumerate(part.choices.items(), 1)
    )
    gap = "" if part.label.endswith("。") else " "
    label = f"<strong>{escape(part.label)}</strong>{gap}"
    before = render_line(part.source.removesuffix(part.kept).strip())
    words = f"{label}<span{_GOES}>{before}{gap}</span>{render_line(part.kept)}"
    return (
        f'<div class="quiz{" alone" if part.alone else ""}">\n'
        f"<p{'' if part.kept else _GOES}>{words}</p>\n"
        f'<ol type="a">\n{choices}\n</ol>\n'
        f'<p class="answer fragment">{render_line(part.reason)}</p>\n</div>'
    )


def _letter_size(slide: Slide) -> int:
    """Pixels of the letters of all code and output of a slide, so that it fits."""
    set_lines = [
        part.source.splitlines()
        for part in slide.parts
        if isinstance(part, SlideCode | SlideOutput)
    ]
    columns = max(_columns(line) for lines in set_lines for line in lines)
    words = [part.source for part in slide.parts if isinstance(part, SlideText)]
    beside = any(map(_is_tall, slide.parts))
    heights = [0 if beside else _LINE * ceil(_columns(x) / _ON_A_LINE) for x in words]
    room = _ROOM - sum(heights) - _GAP * len(slide.parts)
    num_lines = sum(map(len, set_lines)) + _AROUND * len(set_lines)
    fitting = _WIDE / (_COLUMN * columns), room / (_LEADING * num_lines)
    return int(min(_LARGEST, *fitting))


def _columns(line: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in line)
