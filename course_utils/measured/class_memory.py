"""Memory of classes on a hub: measured by `course hub load`, told in the README."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path

from course_utils.files import read_json, write_json
from course_utils.text import Text

_CLASS = 30


@dataclass(frozen=True)
class ClassMemory:
    """One measurement: numbers of lessons; MB a learner (mean, most), MB of the hub."""

    learners: int
    lessons: Sequence[int]
    mean: int
    most: int
    hub: int
    failures: int

    @property
    def total(self) -> float:
        """GB of the whole class, with the hub."""
        return (self.learners * self.mean + self.hub) / 1000


def read_class_memory(path: Path) -> list[ClassMemory]:
    """The measurements in a file; none if it is not there."""
    if not path.is_file():
        return []
    return [ClassMemory(**one) for one in read_json(path)]


def keep_class_memory(path: Path, measured: ClassMemory) -> None:
    """Put a measurement in the place of an older one of the same class."""
    known = {(one.learners, *one.lessons): one for one in read_class_memory(path)}
    known[measured.learners, *measured.lessons] = measured
    rows = sorted(known.values(), key=lambda one: (list(one.lessons), one.learners))
    write_json(path, [asdict(one) for one in rows], indent=1)


def memory_advice(measured: Sequence[ClassMemory]) -> Text:
    """How much memory a class needs, as a table of Markdown.

    Of each lesson the largest class counts: what learners share is divided among them.
    """
    largest = {tuple(one.lessons): one for one in measured}
    for one in measured:
        if one.learners > largest[tuple(one.lessons)].learners:
            largest[tuple(one.lessons)] = one
    lines = [
        _LINE.format(
            lessons=" + ".join(f"{number:02d}" for number in one.lessons),
            mean=one.mean,
            learners=one.learners,
            total=f"{one.total:.1f}",
            reckoned=ceil((_CLASS * one.mean + one.hub) / 1000),
        )
        for one in largest.values()
    ]
    return Text(
        en="".join([_HEADER.en, *(line.en for line in lines)]),
        zh="".join([_HEADER.zh, *(line.zh for line in lines)]),
    )


_HEADER = Text(
    en="| lesson open | a learner | measured at once | so 30 learners take |\n"
    "|---|---|---|---|\n",
    zh="| 打开的课 | 每人 | 同时测了 | 由此推算 30 人 |\n|---|---|---|---|\n",
)
_LINE = Text(
    en="| {lessons} | {mean} MB | {learners} learners: {total} GB | {reckoned} GB |\n",
    zh="| {lessons} | {mean} MB | {learners} 人：{total} GB | {reckoned} GB |\n",
)
