"""What the command prints into: any encoding will do, and a reader may leave."""

from __future__ import annotations

import codecs
import io
import sys
from typing import TextIO

from course_utils.text import Text

_ASCII = "plain_ascii"
"""ASCII under a name that click does not take for a mistake and replace by UTF-8."""


def prepare_output() -> None:
    """Print “?” for what an encoding lacks; leave with code 1 if nobody can listen."""
    if sys.stdout is None:
        print(_CLOSED, file=sys.stderr)
        sys.exit(1)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_ascii = codecs.lookup(stream.encoding).name == "ascii"
            encoding = _ASCII if is_ascii else stream.encoding
            stream.reconfigure(encoding=encoding, errors="replace")


def lost_characters(text: str, stream: TextIO | None = None) -> set[str]:
    """The characters of a text that the encoding of a stream, or of stdout, lacks."""
    encoding = encoding_name(stream or sys.stdout)
    return {one for one in text if not one.encode(encoding, "ignore")}


def readable(message: Text) -> str:
    """A message in the reader's language; in English where stderr cannot hold that."""
    spoken = str(message)
    return message.en if lost_characters(spoken, sys.stderr) else spoken


def encoding_name(stream: TextIO) -> str:
    """The name of a stream's encoding, as everybody knows it."""
    name = getattr(stream, "encoding", None) or "utf-8"
    return "ascii" if name == _ASCII else name


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name != _ASCII:
        return None
    found = codecs.lookup("ascii")
    return codecs.CodecInfo(
        found.encode,
        found.decode,
        incrementalencoder=found.incrementalencoder,
        incrementaldecoder=found.incrementaldecoder,
        name=_ASCII,
    )


codecs.register(_find_codec)

_CLOSED = Text(
    en="Nothing can be printed: the standard output is closed. Run the command again "
    "with its output going to a terminal or a file.",
    zh="无法显示结果：标准输出已经关闭。请让输出进入终端或文件，再运行一次。",
)
