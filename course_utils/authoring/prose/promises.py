"""What a lesson promises: numbers and sentences it says, its assertions, its pictures.

They are kept beside the texts, in `lessons/promises/`, and change only by
`course build --promises`, so whoever reads the change sees what is promised anew.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

from course_utils.authoring.notebooks import Edition, NotebookRule
from course_utils.authoring.prose.evidence import unproved
from course_utils.authoring.prose.markdown import Block, blocks_of
from course_utils.authoring.prose.numerals import numerals
from course_utils.authoring.prose.picture_rules import pictures
from course_utils.authoring.stored import IGNORE_OUTPUT
from course_utils.files import write_atomically
from course_utils.lab.notebook_file import NotebookFault
from course_utils.text import LANGUAGES, Language, Text

Promise = tuple[int, str]
"""Number of the cell, and the promise in one line."""

TRUSTS = "trusts "
"""Begins the line with the numbers of a cell that no cell near it shows."""

NOT_COMPARED = "not compared: "
"""Begins the line with the last code of a cell whose output may differ."""

EXCERPT = 60
"""Characters of a picture's sentence that are kept."""


def promises(notebook: Edition) -> list[Promise]:
    """What the cells promise, in order."""
    shown: dict[int, list[str]] = {}
    for picture in pictures(notebook):
        if picture.words is not None:
            words = picture.words.in_language(notebook.language)
            line = f"picture {picture.key}: {words[:EXCERPT]}".strip()
            shown.setdefault(picture.cell, []).append(line)
    found: list[Promise] = []
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            lines = [*_said(cell.source, notebook.language)]
        else:
            lines = [*_asserted(cell.source), *_not_compared(cell)]
            lines += shown.get(number, ())
        found += [(number, line) for line in lines]
    return found


def _not_compared(cell: Any) -> Iterator[str]:
    """The tag of a cell whose output may differ; the set-up, cell 2, always has it."""
    is_setup = cell.source.startswith("from course_utils import start\n")
    if IGNORE_OUTPUT in cell.metadata.get("tags", ()) and not is_setup:
        yield f"{NOT_COMPARED}{cell.source.rpartition(chr(10))[2].strip()[:EXCERPT]}"


@cache
def _said(source: str, language: Language) -> tuple[str, ...]:
    """One line with all numbers of a cell, as they follow; one counts sentences.

    One and zero in words are left out: they count nothing more often than not.
    """
    blocks = blocks_of(source)
    values = [value for block in blocks for value in _values(block, language)]
    numbers = (f"says {' '.join(values)}",) if values else ()
    formulas = [
        f"formula {' '.join(each.split())}" for b in blocks for each in b.formulas
    ]
    count = sum(len(block.sentences) for block in blocks)
    return (*numbers, *formulas, f"sentences {count}")


def _values(block: Block, language: Language) -> Iterator[str]:
    for one in numerals(block.text, language):
        if one.in_digits or one.value not in (0, 1):
            yield f"{one.sign}{one.value:g}{one.unit}"
    for code in block.code:
        for digits in re.findall(r"\d+(?:\.\d+)?", code):
            yield f"{float(digits):g}"


@cache
def _asserted(source: str) -> tuple[str, ...]:
    """The assertions of a cell, written as Python itself writes them."""
    try:
        return tuple(_assertions(ast.parse(source), ""))
    except SyntaxError:  # another rule names it
        return ()


def _assertions(node: ast.AST, under: str) -> Iterator[str]:
    """Each with what it stands under: an `if` or a loop may keep it from being run."""
    for field in ("body", "handlers", "orelse", "finalbody"):
        for inner in getattr(node, field, ()):
            if isinstance(inner, ast.Assert):
                yield under + " ".join(ast.unparse(inner).split())
            elif isinstance(inner, ast.stmt | ast.excepthandler):
                head = ast.unparse(inner).splitlines()[0]
                yield from _assertions(inner, f"{under}{head} ")


# ---------------------------------------------------------------- as they are kept


def promises_file(root: Path, slug: str) -> Path:
    return root / "lessons" / "promises" / f"{slug}.txt"


def keep_promises(root: Path, slug: str) -> Path:
    """Write what the solved edition of lesson `slug` promises now; returns the file."""
    own = {lang: Edition(root, "solved", lang, slug) for lang in LANGUAGES}
    lines = [_HEAD]
    by_cell = {
        lang: _by_cell([*promises(own[lang]), *_trusted(own[lang])])
        for lang in LANGUAGES
    }
    for number, cell in enumerate(own["en"].cells, 1):
        lines += _headings(cell)
        kept = {lang: by_cell[lang].get(number, []) for lang in LANGUAGES}
        lines += _in_both(kept["en"], kept["zh"])
    path = promises_file(root, slug)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, ("\n".join(lines) + "\n").encode())
    return path


def _in_both(english: list[str], chinese: list[str]) -> Iterator[str]:
    """The lines of one cell, in their order; those of one language say which."""
    matcher = SequenceMatcher(a=english, b=chinese, autojunk=False)
    for kind, start, end, at, to in matcher.get_opcodes():
        if kind == "equal":
            yield from english[start:end]
        else:
            yield from (f"en {line}" for line in english[start:end])
            yield from (f"zh {line}" for line in chinese[at:to])


def _trusted(notebook: Edition) -> list[Promise]:
    """One line for each cell whose prose says a number that no cell near it shows."""
    found: dict[int, list[str]] = {}
    for number, value in unproved(notebook):
        found.setdefault(number, []).append(value)
    return [
        (number, f"{TRUSTS}{' '.join(sorted(values, key=float))}")
        for number, values in found.items()
    ]


def _by_cell(found: Sequence[Promise]) -> dict[int, list[str]]:
    kept: dict[int, list[str]] = {}
    for number, line in found:
        kept.setdefault(number, []).append(line)
    return kept


def _headings(cell: Any) -> list[str]:
    """The headings of a cell, to find one's way in the file."""
    if cell.cell_type != "markdown":
        return []
    found = [one for one in blocks_of(cell.source) if one.kind.startswith("h")]
    return [f"\n# {heading.plain}" for heading in found if heading.plain]


def _kept(root: Path, slug: str, language: Language) -> list[str] | None:
    """The promises that are kept for an edition; None if there is no file."""
    path = promises_file(root, slug)
    if not path.is_file():
        return None
    others = tuple(f"{lang} " for lang in LANGUAGES if lang != language)
    return [
        line.removeprefix(f"{language} ")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", *others))
    ]


# ---------------------------------------------------------------- the rules


def promise_broken(notebook: Edition) -> Iterator[NotebookFault]:
    """A number, an assertion or a picture that is not what the lesson promised."""
    if notebook.is_broken:
        return
    kept = _kept(notebook.root, notebook.slug, notebook.language)
    if kept is None:
        yield None, _NO_PROMISES.format(slug=notebook.slug)
        return
    kept = [line for line in kept if not line.startswith(TRUSTS)]
    found = promises(notebook)
    cells, lines = [number for number, _ in found], [line for _, line in found]
    matcher = SequenceMatcher(a=kept, b=lines, autojunk=False)
    for kind, start, end, at, to in matcher.get_opcodes():
        if kind == "equal":
            continue
        ends = [1, *cells, len(notebook.cells)]
        between = range(ends[at], ends[to + 1])
        for old, new in zip_longest(kept[start:end], found[at:to]):
            cell, line = new or (_place(notebook, old, between), _NOTHING)
            yield cell, _BROKEN.format(old=old or _NOTHING, new=line)


def number_unproved(notebook: Edition) -> Iterator[NotebookFault]:
    """A number that no cell near shows any more, and that was not taken on trust."""
    kept = _kept(notebook.root, notebook.slug, notebook.language)
    if kept is None or not notebook.solved:
        return
    trusted = Counter(
        value
        for line in kept
        if line.startswith(TRUSTS)
        for value in line.removeprefix(TRUSTS).split()
    )
    for number, value in unproved(notebook):
        trusted[value] -= 1
        if trusted[value] < 0:
            yield number, _UNPROVED.format(value=value)


def _place(notebook: Edition, promise: str, between: range) -> int:
    """The cell that most likely held a promise: it has most of its rare words."""
    in_prose = promise.startswith(("says ", "formula ", "sentences "))
    kind = "markdown" if in_prose else "code"
    promised = {*re.findall(r"\w+", promise)}
    shared = {
        number: promised & {*re.findall(r"\w+", notebook.cells[number - 1].source)}
        for number in [*between, between.stop]
        if notebook.cells[number - 1].cell_type == kind
    }
    held_by = Counter(word for words in shared.values() for word in words)
    likeness = {
        number: sum(1 / held_by[word] for word in words)
        for number, words in shared.items()
    }
    return max(likeness, key=lambda number: likeness[number], default=between.stop)


def empty_assertion(notebook: Edition) -> Iterator[NotebookFault]:
    """An assertion that cannot fail."""
    for number, cell in notebook.code:
        for line in _empty(cell.source):
            yield number, _EMPTY.format(line=line)


@cache
def _empty(source: str) -> tuple[str, ...]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # another rule names it
        return ()
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if _is_never_heard(node)
        for inner in ast.walk(node)
    }
    hidden |= {id(node) for node in _just_said(tree)}
    return tuple(
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
        and (id(node) in hidden or _always_holds(node.test))
    )


def _just_said(tree: ast.AST) -> Iterator[ast.Assert]:
    """Assertions of what was just set, and those after the end of a block."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                yield from _just_said_in(block)


def _just_said_in(block: list[ast.stmt]) -> Iterator[ast.Assert]:
    known: dict[str, str] = {}
    ended = False
    for one in block:
        if isinstance(one, ast.Assert):
            if ended or _is_known(one.test, known):
                yield one
        elif isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant):
            known |= {ast.unparse(each): ast.unparse(one.value) for each in one.targets}
        else:
            known = {}
            ended |= isinstance(one, ast.Continue | ast.Break | ast.Return | ast.Raise)


def _is_known(test: ast.expr, known: dict[str, str]) -> bool:
    """`x == 7` right after `x = 7`."""
    if not (isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq | ast.Is)):
        return False
    one, other = ast.unparse(test.left), ast.unparse(test.comparators[0])
    return known.get(one, one) == other or known.get(other, other) == one


def _is_never_heard(node: ast.AST) -> bool:
    """Code that is never reached, or whose failure is caught."""
    if isinstance(node, ast.Try):
        caught = {ast.unparse(each.type) if each.type else "" for each in node.handlers}
        return bool(caught & {"", "Exception", "BaseException", "AssertionError"})
    if isinstance(node, ast.With):
        return any("suppress(" in ast.unparse(each) for each in node.items)
    return isinstance(node, ast.If | ast.While) and isinstance(node.test, ast.Constant)


def _always_holds(test: ast.expr) -> bool:
    """True for a constant, and for what is compared with itself."""
    if isinstance(test, ast.BoolOp):
        return any(map(_always_holds, test.values))
    if isinstance(test, ast.UnaryOp):
        return _always_holds(test.operand)
    if isinstance(test, ast.Compare):
        if any(_same(*pair) for pair in pairwise([test.left, *test.comparators])):
            return True
        size = ast.unparse(test).startswith(("len(", "abs("))
        if size and isinstance(test.ops[0], ast.GtE):
            return _same(test.comparators[0], ast.Constant(0))
    if isinstance(test, ast.Call) and len(test.args) >= 2 and _same(*test.args[:2]):
        return True
    computed = ast.Name | ast.BinOp | ast.Call
    if not any(isinstance(node, computed) for node in ast.walk(test)):
        return True
    return isinstance(test, ast.Tuple | ast.List | ast.Lambda)


def _same(one: ast.expr, other: ast.expr) -> bool:
    """True for the same expression, unless it calls what may answer anew each time."""
    calls = [node.func for node in ast.walk(one) if isinstance(node, ast.Call)]
    names = {func.id for func in calls if isinstance(func, ast.Name)}
    return ast.dump(one) == ast.dump(other) and names <= {*dir(builtins)}


PROMISE_RULES: tuple[NotebookRule, ...] = (
    promise_broken,
    number_unproved,
    empty_assertion,
)

_NOTHING = "-"
_HEAD = (
    "# What the lesson promises. `course build --promises` writes this: "
    "read what it changes."
)
_NO_PROMISES = Text(
    en="Nothing is kept of what this lesson promises. Run `course build --promises`.",
    zh="没有记下这一课承诺了什么。请运行 `course build --promises`。",
)
_BROKEN = Text(
    en="Promised: {old}. Now: {new}. Correct the lesson; if the change is meant, "
    "run `course build --promises` and commit what it changes.",
    zh="原来承诺的是：{old}。现在是：{new}。请改正课文；如果是有意改的，"
    "请运行 `course build --promises`，并提交改动。",
)
_UNPROVED = Text(
    en="No code, output or formula near shows {value}. Correct the number; if it is "
    "meant, run `course build --promises` and commit what it changes.",
    zh="附近的代码、输出和公式里都没有 {value}。请改正这个数；如果没有写错，"
    "请运行 `course build --promises`，并提交改动。",
)
_EMPTY = Text(
    en="This cannot fail, so it proves nothing: {line}",
    zh="这句永远不会失败，什么也证明不了：{line}",
)
