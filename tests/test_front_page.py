"""The README files show the lessons as the syllabus has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.front_page import PAGES, build_front_page, lesson_table
from course_utils.syllabus import LESSONS
from course_utils.text import language

ROOT = Path(__file__).parents[1]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with README files without a table, and one lesson."""
    for page in PAGES.values():
        marks = "<!-- lessons -->\n<!-- end of lessons -->"
        (tmp_path / page).write_text(f"# 课\n\n{marks}\n\nend\n", encoding="utf-8")
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / f"{LESSONS[1].slug}.py").touch()
    return tmp_path


def test_the_front_page_is_up_to_date() -> None:
    assert build_front_page(ROOT, check=True) == []


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
    assert text.startswith("# 课\n") and text.endswith("\n\nend\n")
    assert language() == "en"


def test_the_table_names_every_lesson_and_links_the_written_ones(course: Path) -> None:
    rows = lesson_table(course, "zh").splitlines()[2:]
    assert len(rows) == len(LESSONS)
    linked = [row for row in rows if "](notebooks/zh/" in row]
    assert len(linked) == 1 and LESSONS[1].title.zh in linked[0]


def test_a_page_without_a_place_for_the_table(course: Path) -> None:
    (course / "README.md").write_text("# no marks\n")
    with pytest.raises(ValueError, match="one place for the table of lessons"):
        build_front_page(course)
