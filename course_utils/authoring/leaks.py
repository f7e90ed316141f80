"""What gives an answer away in a student edition."""

from __future__ import annotations

import re
import tokenize
import unicodedata
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from io import StringIO
from typing import Any

from course_utils.authoring.prose.likeness import SHORT, read_code
from course_utils.checking.sources import BEGIN, solution_lines
from course_utils.exercises import load_exercises
from course_utils.syllabus import LESSONS, Lesson, lesson

REFERENCES = {
    BEGIN: re.compile(re.escape(BEGIN)),
    ".solved": re.compile(r"\.solved\b"),
    ".solution()": re.compile(r"\.solution\("),
    ".answer(...)": re.compile(r"\.answer\(\s*(?!\"\"\s*\)|''\s*\))"),
    ".right": re.compile(r"\bpredictions\.\w+\.(?:right|choices)\b"),
}
"""Names that hand over an answer, and how they look in code."""

_MARKED = r"(?:[\"'“(（\[][a-f][\"'”)）\]]|\b[b-f](?=\s*(?:[.,;:!。，；：！]|$)))"
_LETTER = r"[\"'“(（\[]{0,2}[a-f][\"'”)）\]]{0,2}(?![\w'’-])"
_TOLD = re.compile(
    r"\b(?:answer|solution|right (?:one|choice|letter)|correct (?:one|choice|letter))\b"
    rf"[^.?!\n]{{0,12}}?(?:\bis\b|:|=|→)\s*{_LETTER}(?=\s*(?:[.,;:!)—]|$))"
    r"|[(（][a-f][)）]\s*(?:is|was)\s+(?:the\s+)?(?:right|correct|true|answer|solution)"
    r"|\b[b-f]\s+is\s+(?:the\s+)?(?:right|correct|answer|solution)\b"
    rf"|\b(?:choose|pick|type|enter|write|put|select|try|answer)\s+(?:with\s+)?{_MARKED}"
    r"|\b(?:option|choice)\s+[a-f]\b|\b(?:put|write) your letter\W+[a-f]\b"
    r"|\bcorrect\s*[:：]\s*[a-f]\b"
    rf"|(?<![挑筛可待])选\s*{_MARKED}"
    r"|就选 ?[a-f]\b|把 ?[a-f] ?[填写]"
    r"|^\W*[a-f]\W*$"
    r"|(?:答案|正解|应选|应该选|该选|正确的?(?:选项)?)"
    rf"(?: ?(?:应当|应该|就)?[是为选：:])? ?{_LETTER}"
    rf"|(?:[(（][a-f][)）]|\b[a-f])\s*(?:才|就)?是?(?:对的|正确|正解|答案)"
    r"|[(（][a-f][)）][^()（）\n]*[✓✔✅☑√]|[✓✔✅☑√]\s*[(（][a-f][)）]",
    re.IGNORECASE | re.MULTILINE,
)
_NOTED = re.compile(r"#\W*[a-f]\W*$", re.MULTILINE)
_CHOICE = re.compile(r"([*_~]*)\([a-f]\)")


def leaks(source: str, slug: str, *, code: bool) -> Iterator[str]:
    """What in one cell of lesson `slug` gives an answer away.

    A solution is found under other names and in prose, too. Solutions of earlier
    lessons may be read: only those of this lesson and of later ones are secret.
    """
    yield from _solved_in(source, slug, code=code)
    if not code:
        yield from told_letters(source)
        return
    yield from (name for name, sign in REFERENCES.items() if sign.search(source))
    if ".answer(" in source:
        yield from (each.strip() for each in _NOTED.findall(source))
    for words in _words_in(source):
        yield from _solved_in(words, slug, code=False)
        # A letter alone is a label or a shape.
        yield from (told for told in told_letters(words) if re.search(r"\w\w", told))


def _solved_in(source: str, slug: str, *, code: bool) -> Iterator[str]:
    """The exercises whose solutions stand in a text."""
    text = read_code(source, statements=code)
    heading = text if code else read_code(source.replace("#", " "), statements=False)
    for name, solution in _secrets(lesson(slug).number).items():
        secret = read_code(solution, statements=code)
        may_be_renamed = code or len(secret.tokens) >= SHORT
        if any(
            secret.wording in one.wording or (may_be_renamed and secret in one)
            for one in {text, heading}
        ):
            yield name


def _words_in(source: str) -> Iterator[str]:
    """The comments and the texts in code; in code itself, `c` is a name."""
    with suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.string.lstrip("# ")
            elif token.type in _TEXTS:
                yield re.sub(r"^\w*['\"]+|['\"]+$", "", token.string)


_TEXTS = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


def told_letters(text: str) -> Iterator[str]:
    """Where a text says which letter is right, or sets one choice apart."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    plain = re.sub(r"[*_`~]+", "", unicodedata.normalize("NFKC", seen))
    yield from (found.group().strip() for found in _TOLD.finditer(plain))
    marks = _CHOICE.findall(text)
    if len(set(marks)) > 1:
        yield next(f"{each}(...){each}" for each in marks if each)


def cell_texts(cell: Any) -> Iterator[str]:
    """All that a cell says, also where no reader looks: metadata and attachments."""
    yield cell.source
    yield from _strings(cell.metadata)
    for text in _strings(cell.get("attachments", {})):
        with suppress(ValueError):
            yield b64decode(text).decode()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


@cache
def _secrets(number: int) -> dict[str, str]:
    """The lines of each solution that lesson `number` must not show, by exercise."""
    later = [_solutions(each) for each in LESSONS if each.number >= number]
    return {name: lines for solutions in later for name, lines in solutions.items()}


@cache
def _solutions(own: Lesson) -> dict[str, str]:
    exercises, _ = load_exercises(own) or ((), ())
    found = {each.name: "\n".join(solution_lines(each.solved)) for each in exercises}
    return {name: lines for name, lines in found.items() if lines}
