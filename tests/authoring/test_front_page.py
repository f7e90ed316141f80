"""The README files show the lessons as the syllabus has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.authoring.front_page import (
    PAGES,
    build_front_page,
    lesson_table,
    ready_lessons,
)
from course_utils.places import COURSE
from course_utils.syllabus import LESSONS
from course_utils.text import language

PARTS = ("ready", "lessons", "memory")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with README files to be filled, and one lesson."""
    for page in PAGES.values():
        marks = "".join(f"<!-- {p} -->\n<!-- end of {p} -->\n" for p in PARTS)
        (tmp_path / page).write_text(f"# 课\n\n{marks}\n\nend\n", encoding="utf-8")
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / f"{LESSONS[1].slug}.py").touch()
    return tmp_path


def test_the_front_page_is_up_to_date() -> None:
    assert build_front_page(COURSE, check=True) == []


def test_checking_names_each_stale_file_and_writes_nothing(course: Path) -> None:
    found = [
        problem.en.partition(":")[0] for problem in build_front_page(course, check=True)
    ]
    assert found == [
        "README.md",
        "assets/course.en.svg",
        "README.zh.md",
        "assets/course.zh.svg",
    ]
    assert not (course / "assets").exists()


def test_building_leaves_nothing_stale_and_the_rest_alone(course: Path) -> None:
    assert build_front_page(course) == []
    assert build_front_page(course, check=True) == []
    text = (course / "README.zh.md").read_text(encoding="utf-8")
    assert text.startswith("# 课\n") and text.endswith("\n\n\nend\n")
    assert language() == "en"


def test_the_table_names_every_lesson_and_links_the_written_ones(course: Path) -> None:
    rows = lesson_table(course, "zh").splitlines()[2:]
    assert len(rows) == len(LESSONS)
    linked = [row for row in rows if "](notebooks/zh/" in row]
    assert len(linked) == 1 and LESSONS[1].title.zh in linked[0]


def test_what_is_ready_follows_what_is_written(course: Path) -> None:
    some = ready_lessons(course, "en")
    assert "**Ready now: 01** (about 1.5 hours)" in some and "being written" in some
    (course / "lessons" / f"{LESSONS[0].slug}.py").touch()
    assert "**现在可以学的是 00、01**" in ready_lessons(course, "zh")
    for lesson in LESSONS:
        (course / "lessons" / f"{lesson.slug}.py").touch()
    hours = sum(lesson.minutes for lesson in LESSONS) / 60
    every = ready_lessons(course, "en")
    assert every.startswith(f"{len(LESSONS)} lessons, about ") and "writ" not in every
    assert abs(float(every.split()[3]) - hours) <= 0.25


@pytest.mark.parametrize("part", PARTS)
def test_a_page_without_a_place_for_a_part(part: str, course: Path) -> None:
    page = course / "README.md"
    page.write_text(page.read_text("utf-8").replace(f"<!-- {part} -->", ""), "utf-8")
    with pytest.raises(
        ValueError, match=f"one place in README.md between `<!-- {part}"
    ):
        build_front_page(course)
