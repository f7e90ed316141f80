"""The two languages say the same: as many blocks, sentences, formulas and numbers.

Chinese is not translated word for word, so words are not compared: what is counted is
what survives a free translation. How many sentences each takes is a promise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from course_utils.authoring.notebooks import Edition, NotebookRule
from course_utils.authoring.prose.markdown import Block, blocks_of
from course_utils.authoring.prose.numerals import Numeral, numerals
from course_utils.lab.notebook_file import NotebookFault
from course_utils.text import Text, join

TABLE = ("th", "td")
WORDY, SHORT = 8, 0.5
"""Characters of Chinese for a word of English: below `SHORT` something is left out of
a block of at least `WORDY` English words (the lessons: from 0.8 up)."""


def block_missing(notebook: Edition) -> Iterator[NotebookFault]:
    """A heading, paragraph, item, table cell or block of code without its twin."""
    for number, own, other in _pairs(notebook):
        if (kinds := _kinds(own)) != (twin := _kinds(other)):
            yield number, _BLOCKS.format(own=" ".join(kinds), other=" ".join(twin))


def words_missing(notebook: Edition) -> Iterator[NotebookFault]:
    """A Chinese block far too short for what the English one says."""
    for number, own, other in _block_pairs(notebook):
        english, chinese = (own, other) if notebook.language == "en" else (other, own)
        words = len(english.text.split())
        length = len(chinese.text.strip())
        if words >= WORDY and length < SHORT * words:
            yield number, _SHORT.format(start=own.text.strip()[:60])


def code_missing(notebook: Edition) -> Iterator[NotebookFault]:
    """Formulas, code, links or pictures of a block that its twin does not have."""
    for number, own, other in _block_pairs(notebook):
        for here, there in zip(_same_in_both(own), _same_in_both(other), strict=True):
            for one in (here - there) + (there - here):
                yield number, _CODE.format(what=one)
        if len(own.images) != len(other.images):
            yield number, _CODE.format(what="![]()")


def numbers_differ(notebook: Edition) -> Iterator[NotebookFault]:
    """A number in digits that the twin does not say, or numbers that contradict it.

    Three may be written 3 or 三, and a number in words may be left out in one language;
    but if each says one that the other does not, one of the two is wrong.
    """
    for number, own, other in _block_pairs(notebook):
        here = list(numerals(own.text, notebook.language))
        there = list(numerals(other.text, notebook.twin.language))
        alone, elsewhere = _unmatched(here, there), _unmatched(there, here)
        digits = any(one.in_digits for one in [*alone, *elsewhere])
        if digits or (alone and elsewhere):
            yield (
                number,
                _NUMBERS.format(
                    own=join(one.written for one in alone) or "-",
                    other=join(one.written for one in elsewhere) or "-",
                ),
            )


def said_twice(notebook: Edition) -> Iterator[NotebookFault]:
    """A sentence that stands twice in one block: it has taken another's place."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "markdown":
            continue
        for block in blocks_of(cell.source):
            seen: set[str] = set()
            for sentence in block.sentences:
                if sentence in seen and len(sentence) >= _NO_WORD:
                    yield number, _TWICE.format(sentence=sentence)
                seen.add(sentence)


def _unmatched(ours: list[Numeral], theirs: list[Numeral]) -> list[Numeral]:
    """What only `ours` has: digits, and words for more than two."""
    rest = Counter(one.value for one in theirs)
    alone = []
    for one in sorted(ours, key=lambda one: not one.in_digits):
        if rest[one.value]:
            rest[one.value] -= 1
        elif one.in_digits or one.value > 2:
            alone.append(one)
    return alone


def _same_in_both(block: Block) -> tuple[Counter[str], ...]:
    """Formulas, code and links; headings and folders of a language have other names."""
    links = (re.sub(r"#.+|\b(en|zh)\b", "#", link) for link in block.links)
    return Counter(block.formulas), Counter(block.code), Counter(links)


def _pairs(notebook: Edition) -> Iterator[tuple[int, list[Block], list[Block]]]:
    """The parsed prose cells, each with its twin: other rules see to missing cells."""
    cells, twins = notebook.cells, notebook.twin.cells
    if len(cells) == len(twins):
        for number, (cell, twin) in enumerate(zip(cells, twins, strict=True), 1):
            if cell.cell_type == twin.cell_type == "markdown":
                yield number, [*blocks_of(cell.source)], [*blocks_of(twin.source)]


def _block_pairs(notebook: Edition) -> Iterator[tuple[int, Block, Block]]:
    for number, own, other in _pairs(notebook):
        if _kinds(own) == _kinds(other):
            yield from ((number, *pair) for pair in zip(own, other, strict=True))


def _kinds(cell: list[Block]) -> list[str]:
    return [block.kind for block in cell]


TWIN_RULES: tuple[NotebookRule, ...] = (
    block_missing,
    words_missing,
    code_missing,
    numbers_differ,
    said_twice,
)

_NO_WORD = 8
"""Characters from which a sentence is more than an exclamation."""

_BLOCKS = Text(
    en="Headings, paragraphs and items are not those of the other language: "
    "{own} here, {other} there. Write the missing one.",
    zh="标题、段落、列表项和另一种语言对不上：这里是 {own}，那里是 {other}。"
    "请补上缺的。",
)
_SHORT = Text(
    en="The Chinese is too short to say all of the English: {start}",
    zh="中文太短，说不全英文的意思：{start}",
)
_CODE = Text(
    en="Only one of the two languages has {what}. Write it in both.",
    zh="只有一种语言里有 {what}。请两边都写上。",
)
_TWICE = Text(
    en="This sentence stands twice in one block: {sentence} Write what the second one "
    "was to say.",
    zh="这句话在同一段里出现了两次：{sentence}请写上第二句原来要说的话。",
)
_NUMBERS = Text(
    en="The two languages say different numbers: {own} here, {other} there. "
    "Correct one of them.",
    zh="两种语言说的数不一样：这里是 {own}，那里是 {other}。请改正其中一边。",
)
