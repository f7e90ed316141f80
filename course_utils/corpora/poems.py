"""From all Tang and Song poems to the regular ones, split so that no line leaks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from course_utils.datasets.splits import POEM_RULE, Groups, split_of
from course_utils.datasets.tables import Table

COLUMNS = ("split", "author", "title", "lines")
HAN = "㐀-䶿一-鿿\U00020000-\U0003ffff"
_REGULAR = re.compile(f"(?:[{HAN}]{{5}} )*[{HAN}]{{5}}|(?:[{HAN}]{{7}} )*[{HAN}]{{7}}")
_LINE_ENDS = re.compile("[，。？！；]+")
_FILE = re.compile(r"poet\.(tang|song)\.(\d+)\.json$")


@dataclass(frozen=True)
class RawPoem:
    """A poem as collected; `lines` joins its lines by spaces."""

    id: str
    author: str
    title: str
    lines: str


def convert_poems(members: Mapping[str, bytes]) -> dict[str, Table]:
    """Regular poems; Song poems are for training only."""
    tang = _regular_poems(_read("tang", members), set())
    splits = _split_by_shared_lines(tang)
    held_out = {
        line
        for poem, split in zip(tang, splits, strict=True)
        if split != "train"
        for line in poem.lines.split()
    }
    song = _regular_poems(_read("song", members), {poem.lines for poem in tang})
    song = [poem for poem in song if held_out.isdisjoint(poem.lines.split())]
    return {
        "tang_poems": _table(tang, splits),
        "song_poems": _table(song, ["train"] * len(song)),
    }


def _read(dynasty: str, members: Mapping[str, bytes]) -> Iterator[RawPoem]:
    """All poems of a dynasty in the order of the numbers of their files."""
    numbered = []
    for path, content in members.items():
        match = _FILE.search(path)
        if match and match[1] == dynasty:
            numbered.append((int(match[2]), content))
    for _, content in sorted(numbered):
        for poem in json.loads(content):
            lines = _LINE_ENDS.sub(" ", "".join(poem["paragraphs"])).strip()
            author, title = (" ".join(poem[key].split()) for key in ("author", "title"))
            yield RawPoem(poem["id"], author, title, lines)


def _regular_poems(poems: Iterator[RawPoem], seen: set[str]) -> list[RawPoem]:
    """Poems of an even number of lines, all of five or all of seven characters.

    Marks of missing characters, brackets and notes are not Chinese characters, so
    poems with them fall out. The same lines count once.
    """
    kept = []
    for poem in poems:
        num_lines = poem.lines.count(" ") + 1
        regular = num_lines % 2 == 0 and _REGULAR.fullmatch(poem.lines)
        if regular and poem.lines not in seen:
            seen.add(poem.lines)
            kept.append(poem)
    return kept


def _split_by_shared_lines(poems: list[RawPoem]) -> list[str]:
    """One split for all poems that share a line, directly or through others."""
    groups = Groups(len(poems))
    first_with: dict[str, int] = {}
    for index, poem in enumerate(poems):
        for line in poem.lines.split():
            groups.join(index, first_with.setdefault(line, index))
    splits = [""] * len(poems)
    for group in groups.groups():
        split = split_of(min(poems[index].id for index in group), POEM_RULE)
        for index in group:
            splits[index] = split
    return splits


def _table(poems: list[RawPoem], splits: list[str]) -> Table:
    rows = [
        (split, poem.author, poem.title, poem.lines)
        for poem, split in zip(poems, splits, strict=True)
    ]
    return Table(COLUMNS, rows)
