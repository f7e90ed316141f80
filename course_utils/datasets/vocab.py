"""Symbols and numbers: words or characters to ids, and back."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import SupportsIndex

from course_utils.files import read_whole, write_json
from course_utils.shapes.whole_numbers import POSITIVE, whole_number
from course_utils.text import Text

PAD = "<pad>"
UNKNOWN = "<unk>"

_WORD = re.compile(r"""[a-z0-9]+(?:'[a-z]+)?|[.,!?;:"()]|''""")


def split_words(text: str) -> list[str]:
    """Lower-case English words and the marks that carry feeling, in order."""
    return _WORD.findall(text.lower())


class Vocabulary:
    """V symbols and their ids: 0 pads, 1 stands for every unknown symbol.

    `extra` symbols (a start or stop symbol, say) come next, then the others.
    """

    def __init__(self, symbols: Sequence[str]) -> None:
        self.symbols = tuple(symbols)
        self._ids = {symbol: number for number, symbol in enumerate(self.symbols)}
        if self.symbols[:2] != (PAD, UNKNOWN):
            raise ValueError(str(_FIRST_TWO.format(found=self.symbols[:2])))
        if len(self._ids) < len(self.symbols):
            twice = [one for one, count in Counter(symbols).items() if count > 1]
            raise ValueError(str(_TWICE.format(symbols=twice[:5])))

    @classmethod
    def build(
        cls,
        texts: Iterable[Iterable[str]],
        min_count: int = 1,
        extra: Sequence[str] = (),
    ) -> Vocabulary:
        """The symbols that occur at least `min_count` times, the commonest first.

        `texts` are lists of words, or strings (their symbols are the characters).
        Build it from training texts only: a vocabulary can leak, too.
        """
        min_count = whole_number(min_count, "min_count", POSITIVE)
        counts = Counter(chain.from_iterable(texts))
        for symbol in (PAD, UNKNOWN, *extra):
            counts.pop(symbol, None)
        kept = [symbol for symbol, count in counts.items() if count >= min_count]
        kept.sort(key=lambda symbol: (-counts[symbol], symbol))
        return cls((PAD, UNKNOWN, *extra, *kept))

    def __len__(self) -> int:
        return len(self.symbols)

    def __contains__(self, symbol: object) -> bool:
        return symbol in self._ids

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Vocabulary):
            return NotImplemented
        return self.symbols == other.symbols

    def __hash__(self) -> int:
        return hash(self.symbols)

    def __repr__(self) -> str:
        return f"Vocabulary({len(self)} symbols)"

    @property
    def pad_id(self) -> int:
        """The id that fills short sequences up."""
        return self._ids[PAD]

    @property
    def unknown_id(self) -> int:
        """The id of every symbol that is not in the vocabulary."""
        return self._ids[UNKNOWN]

    def id_of(self, symbol: str) -> int:
        """The id of one symbol; `unknown_id` if it is not in the vocabulary."""
        return self._ids.get(symbol, self.unknown_id)

    def encode(self, text: Iterable[str]) -> list[int]:
        """T symbols to T ids."""
        return list(map(self._ids.get, text, repeat(self.unknown_id)))

    def decode(self, ids: Iterable[SupportsIndex]) -> list[str]:
        """T ids to T symbols. An id outside 0 ... V - 1 is a `ValueError`."""
        allowed = range(len(self))
        return [self.symbols[whole_number(number, "id", allowed)] for number in ids]

    def save(self, path: Path | str) -> None:
        """Write the vocabulary as JSON, whole or not at all."""
        known = {"symbols": self.symbols}
        write_json(Path(path), known, ensure_ascii=False, indent=0)

    @classmethod
    def load(cls, path: Path | str) -> Vocabulary:
        """The vocabulary that `save` wrote; another file is a `ValueError`."""
        content = read_whole(Path(path))
        try:
            symbols = json.loads(content.decode())["symbols"]
            if not all(isinstance(symbol, str) for symbol in symbols):
                raise TypeError("a symbol is no string")
            return cls(symbols)
        except (ValueError, KeyError, TypeError) as error:
            message = _NOT_A_VOCABULARY.format(path=path, reason=error)
            raise ValueError(str(message)) from error


_FIRST_TWO = Text(
    en=f"A vocabulary begins with {PAD!r} and {UNKNOWN!r}, found {{found}}. "
    "Make it with Vocabulary.build(texts).",
    zh=f"词表的前两个符号应为 {PAD!r} 和 {UNKNOWN!r}，这里却是 {{found}}。"
    "请用 Vocabulary.build(texts) 建立词表。",
)
_TWICE = Text(
    en="Each symbol has one id, found these more than once: {symbols}. "
    "Leave the repeats out.",
    zh="每个符号只能有一个编号，这些却出现了不止一次：{symbols}。请去掉重复的。",
)
_NOT_A_VOCABULARY = Text(
    en="{path} is not a vocabulary of the course ({reason}). "
    "Save one there with vocabulary.save(path).",
    zh="{path} 不是本课程的词表文件（{reason}）。"
    "请用 vocabulary.save(path) 重新保存一个。",
)
