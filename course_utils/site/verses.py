"""The poems of the landing page: written by the poet while the site is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

POEM_WISHES: tuple[tuple[str, int, int], ...] = (
    ("春江花月", 7, 2),
    ("山高水长", 5, 3),
    ("学海无涯", 7, 4),
    ("岁月静好", 5, 2),
    ("循环网络", 7, 2),
    ("明月清风", 5, 3),
    ("前程似锦", 5, 4),
)
"""Head, characters a line, seed."""


@dataclass(frozen=True)
class ShownPoem:
    """A poem for a page: lines of (character, pinyin), each with its closing mark."""

    head: str
    lines: tuple[tuple[tuple[str, str], ...], ...]
    ends: tuple[str, ...]


def poems_to_show(
    wishes: Sequence[tuple[str, int, int]] = POEM_WISHES,
) -> list[ShownPoem]:
    """Have the poet write them; loads PyTorch."""
    from course_utils.poet.course_poet import write_poems
    from course_utils.verse.aloud import read_aloud

    shown = []
    for head, form, seed in wishes:
        (poem,) = write_poems(head, form=form, seed=seed)
        sounds = [[one.pinyin or "" for one in line] for line in read_aloud(poem)]
        lines = tuple(
            tuple(zip(line, said, strict=True))
            for line, said in zip(poem.lines, sounds, strict=True)
        )
        ends = tuple(line[-1] for line in str(poem).split("\n"))
        shown.append(ShownPoem(poem.head, lines, ends))
    return shown
