"""Each picture has its own sentence, for those who cannot see it.

A lesson's sentences stand in its `alts`, in the order of its pictures, so one that is
shown out of turn, twice, or with the words of another is found.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import zip_longest
from typing import NamedTuple

from course_utils.authoring.notebooks import Edition, NotebookRule, is_picture
from course_utils.authoring.prose.markdown import blocks_of
from course_utils.lab.notebook_file import NotebookFault
from course_utils.syllabus import lesson
from course_utils.text import Text

_BARE = re.compile(
    r"^\[?<[^>]*(Figure|Axes|matplotlib|IPython\.core\.display|PIL\.)|^Text\(\d"
)


class Picture(NamedTuple):
    """A picture or explorer that a cell shows; `words` describe it (None: unknown)."""

    cell: int
    key: str
    is_explorer: bool
    words: Text | None


def pictures(notebook: Edition) -> Iterator[Picture]:
    """What the code shows by `alts["key"]` and `widgets.explore_...`, in order."""
    alts = _alts(notebook.slug)
    for number, cell in notebook.code:
        for key, is_explorer in _keys(cell.source):
            words = _explorer(key) if is_explorer else alts.get(key)
            yield Picture(number, key, is_explorer, words)


def picture_without_sentence(notebook: Edition) -> Iterator[NotebookFault]:
    """A figure of which only its class is stored; an image without words in a text."""
    for number, cell in enumerate(notebook.cells, 1):
        images = blocks_of(cell.source) if cell.cell_type == "markdown" else ()
        for address, words in (each for block in images for each in block.images):
            if not words.strip():
                yield number, _BARE_FIGURE.format(text=address[:60])
    for number, output in notebook.outputs:
        data = output.get("data", {})
        plain = str(data.get("text/plain", ""))
        if _BARE.match(plain) and not (is_picture(output) or "text/html" in data):
            yield number, _BARE_FIGURE.format(text=plain[:60])
        for image in re.findall(r"<img[^>]*>", str(data.get("text/html", ""))):
            if not re.search(r"\balt=[\"'][^\"']", image):
                yield number, _BARE_FIGURE.format(text=image[:60])


def picture_out_of_turn(notebook: Edition) -> Iterator[NotebookFault]:
    """A sentence used out of turn, used twice, or unknown."""
    order, last = list(_alts(notebook.slug)), -1
    for picture in pictures(notebook):
        if not picture.is_explorer:
            place = order.index(picture.key) if picture.key in order else -1
            if place <= last:
                yield picture.cell, _OUT_OF_TURN.format(key=picture.key)
            last = max(place, last)


def sentence_of_another_picture(notebook: Edition) -> Iterator[NotebookFault]:
    """A picture is stored with words that are not its own."""
    expected: dict[tuple[int, bool], list[str]] = {}
    for picture in pictures(notebook) if notebook.solved else ():
        if picture.words is not None:
            own = picture.words.in_language(notebook.language)
            expected.setdefault((picture.cell, picture.is_explorer), []).append(own)
    stored = _stored(notebook)
    for place, words in expected.items():
        shown = stored.get(place, [])
        if place[1] and not shown:  # an explorer may also be only computed with
            continue
        for own, found in zip_longest(words, shown, fillvalue=""):
            if own != found:
                yield place[0], _NOT_ITS_OWN.format(own=own[:60], found=found[:60])


def one_sentence_for_two(notebook: Edition) -> Iterator[NotebookFault]:
    """Two pictures that are described alike; an explorer may be shown again."""
    seen: dict[str, tuple[int, bool]] = {}
    for place, shown in _stored(notebook).items():
        for text in shown:
            first, was_explorer = seen.setdefault(text, place)
            again = place[1] and was_explorer
            if (first, was_explorer) != place and not again:
                yield place[0], _TWICE.format(first=first, text=text[:60])


def _stored(notebook: Edition) -> dict[tuple[int, bool], list[str]]:
    """The sentences stored with pictures: by cell, those of explorers apart."""
    found: dict[tuple[int, bool], list[str]] = {}
    for number, output in notebook.outputs:
        if is_picture(output):
            words = str(output.data.get("text/plain", ""))
            is_explorer = any("widget-view" in kind for kind in output.data)
            first = words.partition("\n")[0] if is_explorer else words
            found.setdefault((number, is_explorer), []).append(first)
    return found


@cache
def _alts(slug: str) -> dict[str, Text]:
    name = f"course_utils.exercises.{lesson(slug).name}"
    module = import_module(name) if find_spec(name) else None
    return getattr(module, "alts", {})


@cache
def _keys(source: str) -> tuple[tuple[str, bool], ...]:
    """(key, whether it is an explorer) of what a cell shows, as it is written."""
    try:
        nodes = [*ast.walk(ast.parse(source))]
    except SyntaxError:  # another rule names it
        return ()
    found: list[tuple[ast.expr, str, bool]] = []
    for node in nodes:
        if isinstance(node, ast.Subscript) and _is_name(node.value, "alts"):
            if isinstance(node.slice, ast.Constant):
                found.append((node, str(node.slice.value), False))
        elif isinstance(node, ast.Attribute) and _is_name(node.value, "widgets"):
            found.append((node, node.attr, True))
    found.sort(key=lambda each: (each[0].lineno, each[0].col_offset))
    return tuple((key, is_explorer) for _, key, is_explorer in found)


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


@cache
def _explorer(name: str) -> Text | None:
    """The sentence of an explorer: the constant called ALT that its function names."""
    function = getattr(import_module("course_utils.widgets"), name, None)
    code = getattr(function, "__code__", None)
    names = [each for each in code.co_names if each.endswith("ALT")] if code else []
    words = function.__globals__[names[0]] if names and function else None
    return words if isinstance(words, Text) else None


PICTURE_RULES: tuple[NotebookRule, ...] = (
    picture_without_sentence,
    picture_out_of_turn,
    sentence_of_another_picture,
    one_sentence_for_two,
)

_BARE_FIGURE = Text(
    en="A picture without a sentence that describes it: {text}. "
    "Show it with `plots.show(fig, alt=...)`.",
    zh="图片没有配上描述：{text}。请用 `plots.show(fig, alt=...)` 显示。",
)
_OUT_OF_TURN = Text(
    en='`alts["{key}"]` is shown twice, out of turn, or unknown. Each picture has its '
    "own sentence in the lesson's `alts`, in the order in which they are shown.",
    zh='`alts["{key}"]` 用了两次、次序不对，或者没有这一条。'
    "每张图在本课的 `alts` 里各有一句，次序和显示的次序相同。",
)
_NOT_ITS_OWN = Text(
    en="The picture is described as “{found}”, its own sentence begins “{own}”. "
    "Run `course build`.",
    zh="图片存的描述是“{found}”，它自己的那句开头是“{own}”。请运行 `course build`。",
)
_TWICE = Text(
    en="The picture has the same description as the one in cell {first}: {text}",
    zh="这张图和第 {first} 个单元格的图用了同一句描述：{text}",
)
