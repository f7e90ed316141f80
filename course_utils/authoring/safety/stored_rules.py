"""What a notebook stores: no secret, no script, no path, nothing written by hand.

nbval compares no output that is tagged `nbval-ignore-output`. Both languages run the
same code on the same computer, so what one of them prints, the other prints too.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import Any

from course_utils.authoring.notebooks import Edition, NotebookRule
from course_utils.authoring.safety.credentials import secrets
from course_utils.authoring.safety.names import uses
from course_utils.authoring.stored import IGNORE_OUTPUT, WIDGET_VIEW
from course_utils.datasets.store import data_folder
from course_utils.lab.notebook_file import NotebookFault
from course_utils.places import COURSE
from course_utils.text import CHINESE, Text

MOST_LETTERS = 200_000
"""Of each text as much is searched: what is longer has its own rule."""
KINDS = {"text/plain", "text/html", "image/png", WIDGET_VIEW}
"""What an output of the course consists of."""
_ABOUT = {"image/png": {"alt", "height", "labels", "width"}, "text/html": {"labels"}}
_ACTIVE = {"script", "iframe", "object", "embed", "applet", "base", "form", "meta"}
_TIMES = ("time", "timeit")
_UNIT = re.compile(r"\d *(?:s|ms|µs|us|秒|毫秒|微秒)\b|[}] *(?:s|ms|µs|us)\b")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?")
_NO_WORDS = re.compile(r"base64,[A-Za-z0-9+/=]+|IPY_MODEL_[0-9a-f]+")


def machine_path(notebook: Edition) -> Iterator[NotebookFault]:
    """A folder of the author's machine, in code, prose, output or metadata."""
    paths = _machine_paths()
    for number, text in _texts(notebook):
        if found := paths.search(text):
            yield number, _MACHINE_PATH.format(path=found.group())


def _machine_paths() -> re.Pattern[str]:
    """Folders of any system, and those of this machine."""
    here = {Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix), COURSE}
    here |= {data_folder(), *map(Path, filter(None, map(os.environ.get, _XDG)))}
    mine = [re.escape(str(path)) for path in here if len(path.parts) > 2]
    usual = [r"/(home|Users)/\w+", r"/(root|tmp|var/folders)/", r"\b[A-Z]:\\+\w+"]
    usual += [
        r"(?<![\w.])[A-Za-z]:[\\/](?=\w[\w.-]*[\\/])(?!/)",
        r"(?<!\\)\\\\\w+\\\w+",
    ]
    usual += [r"(?<![\w~])~\w*/\w+/"]
    absolute = r"(?<![\w.:/~<*)\]}-])/(?:[\w.@-]+/)+[\w.@-]*"
    return re.compile("|".join([*mine, *usual, absolute]))


_XDG = ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "COURSE_DATA_DIR")


def secret(notebook: Edition) -> Iterator[NotebookFault]:
    """A password, key or token, wherever it stands."""
    for number, text in _texts(notebook):
        for found in secrets(text):
            yield number, SECRET_STORED.format(start=found[:3])


def active_html(notebook: Edition) -> Iterator[NotebookFault]:
    """HTML that runs something, in prose, in an output or in a widget."""
    for number, text in _texts(notebook):
        if "<" in text:
            parser = _Active()
            parser.feed(text)
            yield from ((number, _RUNS.format(what=each)) for each in parser.found)


class _Active(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = re.sub(r"\s", "", value or "").lower()
            if re.fullmatch(r"on[a-z]+", name) and value is not None:
                self.found.append(name)
            elif address.startswith(("javascript:", "data:text/html", "vbscript:")):
                self.found.append(address[:40])


def unknown_output(notebook: Edition) -> Iterator[NotebookFault]:
    """An output of a kind that the course does not make, or with other metadata."""
    for number, output in notebook.outputs:
        for kind in sorted({*output.get("data", ())} - KINDS):
            yield number, _KIND.format(kind=kind)
        extra = {*output} - {"output_type", "data", "metadata", "execution_count"}
        extra -= {"name", "text", "ename", "evalue", "traceback"}
        extra |= {*output.get("metadata", ())} - {*_ABOUT}
        for kind, known in _ABOUT.items():
            extra |= {*output.get("metadata", {}).get(kind, ())} - known
        for kind in sorted(extra):
            yield number, _KIND.format(kind=kind)


def twin_output(notebook: Edition) -> Iterator[NotebookFault]:
    """An output that the same code did not give in the other language."""
    own, others = notebook.code, notebook.twin.code
    if len(own) != len(others):
        return  # another rule says so
    for (number, cell), (_, twin) in zip(own, others, strict=True):
        if IGNORE_OUTPUT not in cell.metadata.get("tags", ()):
            continue  # nbval compares it
        if len(cell.outputs) != len(twin.outputs):
            yield (
                number,
                _TWIN_COUNT.format(own=len(cell.outputs), other=len(twin.outputs)),
            )
            continue
        varies = _measures_time(cell)
        for one, other in zip(cell.outputs, twin.outputs, strict=True):
            pair = (one, other) if notebook.language == "en" else (other, one)
            if found := _differs(*pair, varies=varies):
                yield number, _TWIN.format(what=found)


def _differs(english: Any, chinese: Any, *, varies: bool) -> str:
    """What differs between two outputs of the same code; "" if nothing does."""
    kinds = [
        {*output.get("data", (output.output_type,))} for output in (english, chinese)
    ]
    if kinds[0] != kinds[1]:
        return ", ".join(sorted(kinds[0] ^ kinds[1]))
    lines = [
        output.get("text", "")[:MOST_LETTERS].splitlines()
        for output in (english, chinese)
    ]
    for one, other in zip_longest(*lines, fillvalue=""):
        if one != other and not _says_the_same(one, other, varies=varies):
            return f"{one!r} ≠ {other!r}"[:200]
    return ""


def _says_the_same(english: str, chinese: str, *, varies: bool) -> bool:
    """A translation with the same numbers, or the same words with other times."""
    if varies:
        english, chinese = (_NUMBER.sub("0", line) for line in (english, chinese))
    if " ".join(english.split()) == " ".join(chinese.split()):
        return True
    numbers = [_NUMBER.findall(line) for line in (english, chinese)]
    return numbers[0] == numbers[1] and _is_translated(english, chinese)


def _is_translated(english: str, chinese: str) -> bool:
    """There is an English word less, and more Chinese."""
    here, there = ({*re.findall("[A-Za-z]+", line)} for line in (english, chinese))
    letters = [len(CHINESE.findall(line)) for line in (english, chinese)]
    return bool(here - there) and letters[0] < letters[1]


def _measures_time(cell: Any) -> bool:
    printed = "".join(output.get("text", "")[:MOST_LETTERS] for output in cell.outputs)
    modules = {use.name.partition(".")[0] for use in uses(((1, cell.source),))}
    named = re.search(r"\b(?:repeat|timeit|perf_counter|process_time)\(", cell.source)
    return bool(
        named or modules & {*_TIMES} or _UNIT.search(f"{printed}\n{cell.source}")
    )


def _texts(notebook: Edition) -> Iterator[tuple[int | None, str]]:
    """All that the notebook says, and in which cell; pictures say nothing."""
    for number, cell in enumerate(notebook.cells, 1):
        for text in _strings(dict(cell)):
            yield number, text
    for text in _strings(dict(notebook.metadata)):
        yield None, text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield _NO_WORDS.sub("", value[:MOST_LETTERS])
    elif isinstance(value, dict):
        for kind, item in value.items():
            if not str(kind).startswith("image/") and kind != WIDGET_VIEW:
                yield from _strings(item)
            elif isinstance(item, dict) and "alt" in item:
                yield str(item["alt"])
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


STORED_RULES: tuple[NotebookRule, ...] = (machine_path, secret, active_html)
SOLVED_RULES: tuple[NotebookRule, ...] = (unknown_output, twin_output)

_MACHINE_PATH = Text(
    en="A folder of the author's machine is named: {path}. Say it relative to the "
    "course, or not at all.",
    zh="这里有作者电脑上的文件夹：{path}。请改成相对课程的路径，或者不写。",
)
SECRET_STORED = Text(
    en="This looks like a password, key or token, beginning with {start}… "
    "Take it out, and make it invalid: whoever has the file has it.",
    zh="这里像是密码、密钥或令牌，开头是 {start}……"
    "请删掉，并让它失效：拿到文件的人都拿到了它。",
)
_RUNS = Text(
    en="This would run in the reader's browser: {what}. Remove it.",
    zh="这里会在读者的浏览器里运行：{what}。请删掉。",
)
_KIND = Text(
    en="The course makes no output of the kind {kind}. "
    "Show a text, or a picture by `plots.show`.",
    zh="课程不会产生 {kind} 这种输出。请显示文字，或用 `plots.show` 显示图片。",
)
_TWIN_COUNT = Text(
    en="{own} outputs here, {other} in the other language. Run `course build`.",
    zh="这里有 {own} 个输出，另一种语言有 {other} 个。请运行 `course build`。",
)
_TWIN = Text(
    en="The same code gave another output in the other language: {what}. "
    "Nobody writes outputs by hand. Run `course build`.",
    zh="同样的代码在另一种语言里输出不同：{what}。输出不能手写。"
    "请运行 `course build`。",
)
