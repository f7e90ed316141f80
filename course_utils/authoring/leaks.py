"""What gives an answer away in a student edition."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
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
}
"""Names that hand over an answer, and how they look in code."""

_MARKED = r"(?:[\"'“(（\[][a-f][\"'”)）\]]|\b[b-f](?=\s*(?:[.,;:!。，；：！]|$)))"
_LETTER = r"[\"'“(（\[]{0,2}[a-f][\"'”)）\]]{0,2}(?![\w'’-])"
_TOLD = re.compile(
    r"\b(?:answer|solution|right (?:one|choice|letter)|correct (?:one|choice|letter))\b"
    rf"[^.?!\n]{{0,12}}?(?:\bis\b|:|=|→)\s*{_LETTER}(?=\s*(?:[.,;:!)—]|$))"
    r"|[(（][a-f][)）]\s*(?:is|was)\s+(?:the\s+)?(?:right|correct|true|answer|solution)"
    r"|\b[b-f]\s+is\s+(?:the\s+)?(?:right|correct|answer|solution)\b"
    rf"|\b(?:choose|pick|type|enter|select|try|answer)\s+(?:with\s+)?{_MARKED}"
    rf"|(?<![挑筛可待])选\s*{_MARKED}"
    r"|^\W*[a-f]\W*$"
    r"|(?:答案|正解|应选|应该选|该选|正确的?(?:选项)?)"
    rf"(?: ?(?:应当|应该)?[是为选：:])? ?{_LETTER}"
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
    text = read_code(source, statements=code)
    for name, solution in _secrets(lesson(slug).number).items():
        secret = read_code(solution, statements=code)
        may_be_renamed = code or len(secret.tokens) >= SHORT
        if secret.wording in text.wording or (may_be_renamed and secret in text):
            yield name
    if code:
        yield from (name for name, sign in REFERENCES.items() if sign.search(source))
        if ".answer(" in source:
            yield from (each.strip() for each in _NOTED.findall(source))
    yield from told_letters(source)


def told_letters(text: str) -> Iterator[str]:
    """Where a text says which letter is right, or sets one choice apart."""
    plain = re.sub(r"[*_`~]+", "", text)
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
