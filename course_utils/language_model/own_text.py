"""A text of one's own to learn from: a `.txt` file in any language (lesson 11)."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NamedTuple

from course_utils.files import check_file, in_words
from course_utils.text import Text

LEAST_CHARACTERS = 2_000
"""From fewer than these a model learns nothing worth looking at."""
MOST_CHARACTERS = 1_000_000
_MOST_BYTES = 4  # of a character, in each of the encodings
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_ENCODINGS = ("utf-8", "gb18030")
_BREAKS = "\t\n\r\f\v"


class OwnTextError(ValueError):
    """A file that is there, but no text that a model could learn from."""


class OwnText(NamedTuple):
    """What stands in a file, how it was written down, and whether all of it fitted."""

    text: str
    encoding: str
    is_cut: bool

    @property
    def note(self) -> Text:
        """How much was read, and how."""
        facts = {"found": f"{len(self.text):,}", "encoding": self.encoding}
        return (_READ_A_PART if self.is_cut else _READ).format(**facts)


def read_own_text(
    path: Path | str,
    least: int = LEAST_CHARACTERS,
    most: int = MOST_CHARACTERS,
) -> OwnText:
    """The first `most` characters of a text file in UTF-8, UTF-16 or GB 18030.

    Line ends become one `\\n`. Raises `FileError` for a file that cannot be read (a
    missing one: `FileMissingError`), and `OwnTextError` for one that is no text, is
    empty or has fewer than `least` characters.
    """
    path = Path(path).expanduser()
    check_file(path)
    with in_words(path), path.open("rb") as file:
        content = file.read(_MOST_BYTES * (most + 1))
        is_all = not file.read(1)
    if not content:
        raise OwnTextError(str(_EMPTY.format(path=path)))
    text, encoding = _decode(path, content, is_all)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text.strip()) < least:
        facts = {"path": path, "found": len(text.strip()), "least": least}
        raise OwnTextError(str(_TOO_SHORT.format(**facts)))
    return OwnText(text[:most], encoding, not is_all or len(text) > most)


def _decode(path: Path, content: bytes, is_all: bool) -> tuple[str, str]:
    """The text and the encoding that fits; what was cut off in its midst may miss."""
    marked = [name for mark, name in _MARKS.items() if content.startswith(mark)]
    if not marked and b"\0" in content:
        raise OwnTextError(str(_NO_TEXT.format(path=path)))
    for encoding in marked or _ENCODINGS:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(content, is_all)
        except UnicodeDecodeError:
            continue
        if any(one < " " and one not in _BREAKS for one in text):
            raise OwnTextError(str(_NO_TEXT.format(path=path)))
        return text, encoding
    tried = ", ".join(marked or _ENCODINGS)
    raise OwnTextError(str(_NO_ENCODING.format(path=path, tried=tried)))


_READ = Text(
    en="{found} characters, read as {encoding}",
    zh="共 {found} 个字符，按 {encoding} 读取",
)
_READ_A_PART = Text(
    en="the first {found} characters, read as {encoding}; the rest was left out",
    zh="前 {found} 个字符，按 {encoding} 读取；其余的没有用",
)
_EMPTY = Text(
    en="{path}: the file is empty. Name a file with some text in it.",
    zh="{path}：文件是空的。请换一个有文字的文件。",
)
_TOO_SHORT = Text(
    en="{path}: {found} characters are too few to learn from. Give {least} or more.",
    zh="{path}：只有 {found} 个字符，太短了，学不到什么。请至少给 {least} 个字符。",
)
_NO_TEXT = Text(
    en="{path}: this is no plain text (a picture, a Word file or a PDF, perhaps). "
    "Save the text as a .txt file, in UTF-8, and name that.",
    zh="{path}：这不是纯文本，可能是图片、Word 文件或 PDF。"
    "请把文字另存为 UTF-8 编码的 .txt 文件，再用那个文件。",
)
_NO_ENCODING = Text(
    en="{path}: the text is in none of the encodings tried ({tried}). Save it in "
    "UTF-8.",
    zh="{path}：试过的编码（{tried}）都读不出来。请把文件另存为 UTF-8 编码。",
)
