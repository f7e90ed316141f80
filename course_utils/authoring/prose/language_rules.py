"""Each edition speaks its own language: prose, outputs, and what a cell prints."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from course_utils.authoring.notebooks import Edition, NotebookRule, is_picture
from course_utils.authoring.prose.markdown import blocks_of
from course_utils.lab.notebook_file import NotebookFault
from course_utils.plots.labels import SAME_IN_BOTH, foreign_labels
from course_utils.text import CHINESE, LANGUAGES, Language, Text, check_language

SENTENCE = 4
"""English words, at the least, to call them a sentence; in Chinese, twice that."""

_MARK = re.compile(r"[，。？！；：、（）]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_WORD = re.compile(r"\b[A-Z]?[a-z]{2,}\b")
_NAME = re.compile(rf"\b(?:{'|'.join(sorted(SAME_IN_BOTH))})\b")
_ASIDE = re.compile(r"（[^）]*）|“[^”]*”|\([^)]*\)|`[^`]*`")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")  # an example or a title, in any language
SHOWS = {"print", "display", "Markdown", "HTML", "Latex", "pprint"}


def prose_language(notebook: Edition) -> Iterator[NotebookFault]:
    """A sentence, heading, item or description in the other language."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "markdown":
            continue
        for block in blocks_of(cell.source):
            descriptions = [words for _, words in block.images]
            for sentence in [*block.sentences, *descriptions]:
                marks = notebook.language == "en" and _MARK.search(sentence)
                own = _QUOTED.sub("", sentence)
                if marks or _is_foreign(own, notebook.language):
                    yield number, _FOREIGN.format(text=sentence[:80])


def output_language(notebook: Edition) -> Iterator[NotebookFault]:
    """An answer of the course, or the words of a picture, in the other language.

    What the course itself says is shown as HTML or with a picture, and its lines differ
    between the editions. Whatever a lesson prints is data, the same in both.
    """
    for number, cell in notebook.code:
        for output in cell.outputs:
            for line in _said(output):
                own = _NAME.sub("", _ASIDE.sub("", line))
                if _is_foreign(own, notebook.language):
                    yield number, _FOREIGN.format(text=line[:80])


def _said(output: Any) -> Iterator[str]:
    """Its lines; below a picture, a line as short as a verse may be one."""
    data = output.get("data", {})
    lines = str(data.get("text/plain", "")).splitlines()
    if is_picture(output):  # one without any Chinese is found as `figure_without_alt`
        yield from lines[:1] if CHINESE.search("".join(lines)) else ()
        yield from (line for line in lines[1:] if len(line) > 2 * SENTENCE)
    elif "text/html" in data:
        yield from lines


def label_language(notebook: Edition) -> Iterator[NotebookFault]:
    """A word in a picture or table that the edition's language does not have."""
    for number, output in notebook.outputs:
        for about in output.get("metadata", {}).values():
            stored = about.get("labels", ()) if isinstance(about, dict) else ()
            for words in foreign_labels(stored, notebook.language):
                yield number, _FOREIGN_LABEL.format(text=words)


def printed_language(notebook: Edition) -> Iterator[NotebookFault]:
    """A line that is printed in one language, and not alike in the other."""
    twins = dict(notebook.twin.code)
    for number, cell in notebook.code:
        if number not in twins:
            continue
        own, other = _printed(cell), _printed(twins[number])
        for line in own:
            words = line.partition(" · ")[0]  # names and versions of libraries follow
            if line not in other and _is_foreign(words, notebook.language):
                yield number, _FOREIGN.format(text=line[:80])


def _printed(cell: Any) -> list[str]:
    """The lines it prints, without numbers: times may differ."""
    texts = [output.text for output in cell.outputs if "text" in output]
    return re.sub(r"[\d.]+", "", "".join(texts)).splitlines()


def sentence_in_code(notebook: Edition) -> Iterator[NotebookFault]:
    """A cell that shows a sentence of its own: both editions share the code.

    A `Text` has both languages, each in its own words.
    """
    for number, cell in notebook.code:
        nodes = _nodes(cell.source)
        for sentence in filter(_is_sentence, _shown(nodes)):
            yield number, _IN_CODE.format(text=sentence[:80])
        for language, words in _spoken(nodes):
            if _is_foreign(words, language):
                yield number, _FOREIGN.format(text=words[:80])


@cache
def _nodes(source: str) -> tuple[ast.AST, ...]:
    try:
        return tuple(ast.walk(ast.parse(source or "pass")))
    except SyntaxError:  # another rule names it
        return ()


def _shown(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """The literal texts that are printed, displayed, or the result of the cell."""
    known = {
        target.id: node.value
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.Call) and _name(node.func) in SHOWS:
            for value in [*node.args, *(each.value for each in node.keywords)]:
                yield from _texts(known.get(_name(value), value))
        elif isinstance(node, ast.Module):
            for last in node.body[-1:]:  # a cell of comments has none
                if isinstance(last, ast.Expr):
                    yield from _texts(known.get(_name(last.value), last.value))


def _spoken(nodes: Sequence[ast.AST]) -> Iterator[tuple[Language, str]]:
    """What each `Text` says in each language."""
    for node in nodes:
        if isinstance(node, ast.Call) and _name(node.func) == "Text":
            for each in node.keywords:
                if each.arg in LANGUAGES and isinstance(each.value, ast.Constant):
                    yield check_language(each.arg), str(each.value.value)


def _name(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _texts(node: ast.AST) -> Iterator[str]:
    """The literal text of an expression, as it is shown: not what a call computes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [
            one.value if isinstance(one, ast.Constant) else "_" for one in node.values
        ]
        yield "".join(map(str, parts))
    elif isinstance(node, ast.BinOp):
        yield " ".join([*_texts(node.left), *_texts(node.right)])
    elif isinstance(node, ast.IfExp):
        yield from [*_texts(node.body), *_texts(node.orelse)]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from _texts(node.func.value)  # "...".format(), "...".strip()


def _is_sentence(text: str) -> bool:
    return (
        len(_WORD.findall(text)) >= SENTENCE
        or len(CHINESE.findall(text)) >= 2 * SENTENCE
    )


@cache
def _is_foreign(text: str, language: Language) -> bool:
    """True for words of the other language, beyond names and quotations."""
    chinese = len(CHINESE.findall(text))
    if language == "en":
        return chinese > 2.5 * len(_LATIN.findall(text))
    words = len(_WORD.findall(_ASIDE.sub("", text)))
    return words > chinese and (chinese == 0 or words > SENTENCE)


LANGUAGE_RULES: tuple[NotebookRule, ...] = (
    prose_language,
    label_language,
    output_language,
    printed_language,
    sentence_in_code,
)

_FOREIGN = Text(
    en="This is not in the language of the edition: {text}",
    zh="这里的文字不是本版的语言：{text}",
)
_FOREIGN_LABEL = Text(
    en="A picture or table speaks the other language: “{text}”. Its words, in both, "
    "stand in `course_utils/plots/labels.py`.",
    zh="图或表格里的文字不是本版的语言：“{text}”。"
    "两种语言的标签都写在 `course_utils/plots/labels.py`。",
)
_IN_CODE = Text(
    en="Both languages share this code, so it must not show a sentence. "
    "Say it in the prose: {text}",
    zh="这段代码两种语言共用，不能显示整句话。请写到正文里：{text}",
)
