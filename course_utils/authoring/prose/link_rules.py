"""Links lead somewhere, and nothing is loaded from elsewhere or hidden in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from course_utils.authoring.notebooks import Edition, NotebookRule
from course_utils.authoring.prose.markdown import blocks_of
from course_utils.lab.notebook_file import (
    NotebookFault,
    UnreadableNotebookError,
    read_notebook,
)
from course_utils.text import Text

_REMOTE = re.compile(
    r"""<(?:img|script|iframe|link|video|audio|source|track|object|embed|image|use|input)
        \b[^>]*?\b(?:src|srcset|href|data|poster|xlink:href)\s*=\s*["']?\s*
        ((?:https?:|ftp:)?//[^\s"'>]+)
      | (?:url\(|@import|\bimport\b[^;]*?\bfrom\b|\bimport\(|\bfetch\()\s*["']?
        ((?:https?:)?//[^\s"')]+)
      | \b(?:IFrame|Image|SVG|Video|Audio)\(\s*(?:\w+\s*=\s*)?["'](https?://[^"']+)""",
    re.IGNORECASE | re.VERBOSE,
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\]]+)\]:\s*\S", re.MULTILINE)


def broken_link(notebook: Edition) -> Iterator[NotebookFault]:
    """A link to what is not there, out of the course or to the other language.

    Pages of the web may be named; whether they are there is not looked up.
    """
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    own = frozenset(anchor for source in sources for anchor in _anchors(source))
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "markdown":
            continue
        for target in _targets(cell.source):
            attached = target.removeprefix("attachment:") in cell.get("attachments", {})
            if not attached and not leads_somewhere(target, notebook.path.parent, own):
                yield number, _BROKEN.format(target=target)
            elif _leads_astray(target, notebook):
                yield number, _ASTRAY.format(target=target)


def remote_content(notebook: Edition) -> Iterator[NotebookFault]:
    """A picture or script that a browser would fetch from elsewhere."""
    for number, cell in enumerate(notebook.cells, 1):
        found = []
        if cell.cell_type == "markdown":
            images = [each for block in blocks_of(cell.source) for each in block.images]
            found += [address for address, _ in images if _is_remote(address)]
        found += _remote(cell.source)
        for output in cell.get("outputs", ()):
            for kind, data in output.get("data", {}).items():
                if not kind.startswith("image/") or "svg" in kind:
                    found += _remote(str(data))
        for address in found:
            yield number, _FETCHED.format(address=address)


def raw_html(notebook: Edition) -> Iterator[NotebookFault]:
    """HTML in prose: comments, details and hidden text would pass unread."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            for tag in (tag for block in blocks_of(cell.source) for tag in block.html):
                yield number, _HTML.format(tag=tag.strip()[:60])
            for name in _DEFINITION.findall(cell.source):
                if f"[{name}]" not in cell.source.replace(f"[{name}]:", ""):
                    yield number, _HTML.format(tag=f"[{name}]:")


def leads_somewhere(target: str, folder: Path, own: frozenset[str]) -> bool:
    """Whether a link on a page in `folder` with the headings `own` has an end.

    Pages of the web are not looked up: no check reaches for the network.
    """
    try:
        address = urlsplit(target)
    except ValueError:
        return False
    if address.scheme or address.netloc:
        return address.scheme in ("http", "https", "mailto")
    anchors, path = own, unquote(address.path)
    if path:
        file = folder / path
        if path.startswith("/") or not file.exists():
            return False
        anchors = anchors_of(file)
    return not address.fragment or unquote(address.fragment) in anchors


def _leads_astray(target: str, notebook: Edition) -> bool:
    """Whether a link leaves the course, or leads to notebooks of the other language."""
    address = urlsplit(target)
    if address.scheme or address.netloc or not address.path:
        return False
    root, folder = notebook.root.resolve(), notebook.path.parent.resolve()
    file = (folder / unquote(address.path)).resolve()
    if not file.is_relative_to(root) or not file.is_file():
        return True
    parts = file.relative_to(root).parts
    if any(part.startswith(".") for part in parts):
        return True
    return file.suffix == ".ipynb" and file.parent.name != folder.name


def anchors_of(page: Path) -> frozenset[str]:
    """The headings of a page or notebook, as links name them."""
    if page.suffix == ".ipynb":
        try:
            notebook, _ = read_notebook(page)
        except UnreadableNotebookError:
            return frozenset()
        cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
        return frozenset(each for cell in cells for each in _anchors(cell.source))
    if page.suffix != ".md":
        return frozenset()
    text = page.read_text(encoding="utf-8")
    return frozenset(_anchors(text)) | {*map(_on_github, _anchors(text))}


def _anchors(source: str) -> Iterator[str]:
    """The headings of a text, as JupyterLab names them."""
    for block in blocks_of(source):
        if re.fullmatch(r"h\d", block.kind):
            yield block.plain.replace(" ", "-")


def _on_github(anchor: str) -> str:
    return re.sub(r"[^\w-]", "", anchor).lower()


def _targets(source: str) -> Iterator[str]:
    for block in blocks_of(source):
        yield from block.links
        yield from (address for address, _ in block.images if not _is_remote(address))
        yield from re.findall(r"\]\([^)]*\)?", block.text)  # no link to the parser


def _is_remote(address: str) -> bool:
    return bool(re.match(r"(\w+:)?//", address))


def _remote(text: Any) -> Iterator[str]:
    for found in _REMOTE.finditer(text):
        yield found[1] or found[2] or found[3]


LINK_RULES: tuple[NotebookRule, ...] = (broken_link, remote_content, raw_html)

_BROKEN = Text(
    en="This link leads nowhere: {target}. Correct the file or the heading it names.",
    zh="这个链接没有去处：{target}。请改正它写的文件或标题。",
)
_ASTRAY = Text(
    en="This link leads out of the course, or to a notebook in the other language: "
    "{target}. Link to a file beside this one, or to a page of the course.",
    zh="这个链接通向课程之外，或者另一种语言的笔记本：{target}。"
    "请改成旁边的文件，或课程里的页面。",
)
_FETCHED = Text(
    en="This would be fetched from elsewhere: {address}. "
    "A lesson works without a network: draw it, or keep it in the course.",
    zh="这会从别处下载：{address}。课程不联网也要能用：请画出来，或放进课程里。",
)
_HTML = Text(
    en="HTML, or text that nobody sees, in the prose: {tag}. Write Markdown.",
    zh="正文里有 HTML，或谁也看不见的文字：{tag}。请写 Markdown。",
)
