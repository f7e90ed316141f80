"""The memory of a class: kept once for each class, told as a table."""

from __future__ import annotations

from pathlib import Path

from course_utils.measured.class_memory import (
    ClassMemory,
    keep_class_memory,
    memory_advice,
    read_class_memory,
)
from course_utils.places import COURSE

FIVE = ClassMemory(5, [1], 500, 510, 200, 0)
THIRTY = ClassMemory(30, [1], 400, 450, 200, 0)
TWO = ClassMemory(2, [9], 1000, 1000, 200, 0)


def test_a_class_that_is_measured_anew_takes_its_own_place(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    assert read_class_memory(path) == []
    for one in (TWO, THIRTY, FIVE, ClassMemory(2, [9], 999, 1000, 200, 0)):
        keep_class_memory(path, one)
    sizes = [(one.learners, one.mean) for one in read_class_memory(path)]
    assert sizes == [(5, 500), (30, 400), (2, 999)]


def test_of_each_lesson_the_largest_class_is_told() -> None:
    assert memory_advice([FIVE, THIRTY, TWO]).en.splitlines()[2:] == [
        "| 01 | 400 MB | 30 learners: 12.2 GB | 13 GB |",
        "| 09 | 1000 MB | 2 learners: 2.2 GB | 31 GB |",
    ]
    assert "30 人：12.2 GB" in memory_advice([THIRTY]).zh


def test_what_is_told_was_measured_without_a_failure() -> None:
    measured = read_class_memory(COURSE / "hub" / "memory.json")
    assert max(one.learners for one in measured) >= 5
    assert [one for one in measured if one.failures] == []
    assert all(100 < one.mean <= one.most < 3000 for one in measured)
