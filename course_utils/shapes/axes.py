"""The little language of shapes: "B T E", "H H+E", "4H H", "... H", "3 5"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from course_utils.text import Text

Shape = tuple[int, ...]
Sizes = Mapping[str, int]

BAD_SPEC = Text(
    en="A shape is written as letters with spaces between them, such as 'B T E', "
    "'H H+E', '4H H' or '... H'; found {spec!r}. Rewrite {token!r}.",
    zh="形状要写成用空格隔开的字母，例如 'B T E'、'H H+E'、'4H H' 或 '... H'；"
    "你写的是 {spec!r}。请改写 {token!r}。",
)
MULTIPLE = re.compile(r"([1-9][0-9]*)([^\W\d]\w*)")


@lru_cache
def tokens(spec: str) -> tuple[str, ...]:
    """The axes a spec names; `...` may stand once, in front."""
    found = tuple(spec.split())
    for token in found[1:] if found[:1] == ("...",) else found:
        if not all(part.isidentifier() or part.isdigit() for part in parts(token)):
            raise ValueError(str(BAD_SPEC.format(spec=spec, token=token)))
    return found


def parts(token: str) -> list[str]:
    """The letters and numbers of a sum: "H+E" -> ["H", "E"], "2H" -> ["H", "H"]."""
    found: list[str] = []
    for part in token.split("+"):
        multiple = MULTIPLE.fullmatch(part)
        times, letter = multiple.groups() if multiple else (1, part)
        found += [letter] * int(times)
    return found


def spread(axes: tuple[str, ...], ndim: int, sizes: Sizes) -> tuple[str, ...]:
    """Replace `...` by `...0`, `...1`, as many as are known or as `ndim` leaves."""
    if axes[:1] != ("...",):
        return axes
    known = sum(letter.startswith("...") for letter in sizes)
    num_leading = known or max(ndim - len(axes) + 1, 1)
    return tuple(f"...{i}" for i in range(num_leading)) + axes[1:]


def size_of(token: str, sizes: Sizes) -> int | None:
    """The size a token must have; None while one of its letters is free."""
    total = 0
    for part in parts(token):
        size = int(part) if part.isdigit() else sizes.get(part)
        if size is None:
            return None
        total += size
    return total


def bind(axes: tuple[str, ...], shape: Shape, sizes: Sizes) -> dict[str, int] | None:
    """The size of each letter in `axes`, or None where `shape` does not fit."""
    if len(axes) != len(shape) or first_misfit(axes, shape, sizes) is not None:
        return None
    known = {**dict(zip(axes, shape, strict=True)), **sizes}
    letters = [axis for axis in axes if parts(axis) == [axis] and not axis.isdigit()]
    return {letter: known[letter] for letter in letters}


def first_misfit(
    axes: tuple[str, ...], shape: Shape, sizes: Sizes
) -> tuple[int, int] | None:
    """The first axis whose size is not what it must be, and what it must be.

    Sums come last: the letters of "4H H" are known once its second axis is read.
    """
    known = dict(sizes)
    for i in sorted(range(len(axes)), key=lambda i: parts(axes[i]) != [axes[i]]):
        wanted = size_of(axes[i], known)
        if wanted is None:
            known[axes[i]] = shape[i]
        elif wanted != shape[i]:
            return i, wanted
    return None
