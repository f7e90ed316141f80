"""The same code under other names, with other spaces, in prose or anywhere else."""

from __future__ import annotations

import builtins
import keyword
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property

SHORT = 12
"""Tokens below which an expression under other names is another expression."""

_TOKEN = re.compile(
    r"[^\W\d]\w*|\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?|\"[^\"\n]*\"|'[^'\n]*'|[^\s\w`$()]"
)
_COMMENT = re.compile(r"#[^\n]*")
_FREE = "?"  # no token: Python has no such sign
_FIXED = {*keyword.kwlist, *dir(builtins)}


@dataclass(frozen=True)
class CodeShape:
    """The words and signs of code, wherever it stands; `None` for each free name."""

    tokens: tuple[str, ...]
    shape: tuple[str | None, ...]

    def __contains__(self, part: CodeShape) -> bool:
        """Whether `part` stands within, each name for one other name."""
        if part.outline not in self.outline:
            return False
        size = len(part.tokens)
        return any(
            self.shape[at : at + size] == part.shape
            and _renamed(self.tokens[at : at + size], part.tokens)
            for at in range(len(self.tokens) - size + 1)
        )

    @cached_property
    def outline(self) -> str:
        """The shape in one line."""
        return f" {' '.join(token or _FREE for token in self.shape)} "

    @cached_property
    def wording(self) -> str:
        """The tokens in one line."""
        return f" {' '.join(self.tokens)} "


@cache
def read_code(text: str, *, statements: bool = True) -> CodeShape:
    """The code in `text` without spaces, comments and round brackets.

    statements: False leaves out each `return`, so the value that it gives is left
    """
    found = _TOKEN.findall(_COMMENT.sub("", text))
    kept = [_alike(each) for each in found if statements or each != "return"]
    free = [
        re.match(r"[^\W\d]", token) and token not in _FIXED and last != "."
        for last, token in zip(["", *kept], kept, strict=False)
    ]
    shape = (
        None if is_free else token for token, is_free in zip(kept, free, strict=True)
    )
    return CodeShape(tuple(kept), tuple(shape))


def _alike(token: str) -> str:
    """The same for what Python writes in one way: "x" and 'x', 1e-5 and 0.00001."""
    if token[0].isdecimal():
        with suppress(ValueError):
            return repr(float(token.replace("_", "")))
    return token.replace("'", '"')


def _renamed(own: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the tokens correspond one to one."""
    pairs = {*zip(own, other, strict=True)}
    return len(pairs) == len({*own}) == len({*other})
