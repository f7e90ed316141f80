"""`course grade`: its files, what it writes over, what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from grading.handed_in import SLUG, edition, write

from course_utils.caged import cage
from course_utils.checking.feedback import Feedback
from course_utils.cli.course import course
from course_utils.grading import desk
from course_utils.grading.marking import Marked
from course_utils.grading.pages import marks_table
from course_utils.grading.submissions import Submission
from course_utils.text import LANGUAGES, Text, use_language

RIGHT = Feedback("right", Text(en="Right.", zh="对。"))


def marked_at_once(
    slug: str, submissions: list[Submission], limits: object
) -> list[Marked]:
    return [Marked(one, {"rnn_step": RIGHT}) for one in submissions]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three learners, whose marks are at hand at once."""
    monkeypatch.setattr(desk, "mark_all", marked_at_once)
    for name in ("ada", "Ada", "x"):
        write(edition("student"), tmp_path / "room" / f"{name}.ipynb")
    return tmp_path / "room"


def grade(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(course, ["grade", *map(str, arguments)])
    return done.exit_code, done.output


def test_files_are_written_beside_and_once_more(room: Path) -> None:
    code, said = grade(room)
    assert code == 0, said
    marks = room.with_name("room-marks") / SLUG
    names = {path.name for path in (marks / "feedback").iterdir()}
    assert names == {"Ada.html", "ada~2.html", "x.html"}
    assert {path.name for path in marks.iterdir()} == {
        *("marks.csv", "class.html", "feedback", ".marks.json"),
    }
    (marks / "mine.txt").write_text("mine", encoding="utf-8")
    before = (marks / "class.html").read_bytes()
    assert grade(room, "--lang", "zh")[0] == 0
    assert (marks / "class.html").read_bytes() != before
    assert (marks / "mine.txt").read_text("utf-8") == "mine"


def test_the_longest_names_have_their_pages(room: Path) -> None:
    for last in "甲乙":
        write(edition("student"), room / f"{'名' * 84}{last}" / "x.ipynb")
    code, said = grade(room)
    assert code == 0, said
    pages = room.with_name("room-marks") / SLUG / "feedback"
    assert len(list(pages.iterdir())) == 3 + 2


def test_marks_that_were_changed_by_hand_are_kept(room: Path) -> None:
    assert grade(room)[0] == 0
    table = room.with_name("room-marks") / SLUG / "marks.csv"
    table.write_text("my own marks", encoding="utf-8")
    code, said = grade(room)
    assert code == 1 and "marks.csv" in said and "changed since" in said
    assert table.read_text("utf-8") == "my own marks"
    table.rename(table.with_name("mine.csv"))
    assert grade(room)[0] == 0 and table.is_file()


def test_marks_that_were_changed_while_others_were_made_are_kept(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert grade(room)[0] == 0
    table = room.with_name("room-marks") / SLUG / "marks.csv"

    def mark_slowly(*given: Any) -> list[Marked]:
        table.write_text("my own marks", encoding="utf-8")
        return marked_at_once(*given)

    monkeypatch.setattr(desk, "mark_all", mark_slowly)
    code, said = grade(room)
    assert code == 1 and "changed since" in said
    assert table.read_text("utf-8") == "my own marks"


def test_a_damaged_list_stops_before_anything_is_marked(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert grade(room)[0] == 0
    marks = room.with_name("room-marks") / SLUG
    (marks / ".marks.json").write_text("{", encoding="utf-8")
    began: list[str] = []
    monkeypatch.setattr(desk, "mark_all", lambda slug, *_: began.append(slug) or [])
    code, said = grade(room)
    assert code == 1 and "`course grade`" in said and "Put back" in said
    assert began == [] and (marks / ".marks.json").read_text("utf-8") == "{"
    (marks / ".marks.json").unlink()
    code, said = grade(room)
    assert code == 1 and "marks.csv is there already" in said and began == []


def test_a_learner_who_comes_back_has_a_new_page(room: Path) -> None:
    assert grade(room)[0] == 0
    page = room.with_name("room-marks") / SLUG / "feedback" / "x.html"
    before = page.read_bytes()
    (room / "x.ipynb").rename(room.parent / "x.ipynb")
    assert grade(room)[0] == 0 and page.read_bytes() == before
    (room.parent / "x.ipynb").rename(room / "x.ipynb")
    assert grade(room, "--lang", "zh")[0] == 0


def test_a_file_of_others_is_not_written_over(room: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / SLUG).mkdir(parents=True)
    (out / SLUG / "marks.csv").write_text("mine", encoding="utf-8")
    code, said = grade(room, "--out", out)
    assert code == 1 and "marks.csv" in said
    assert (out / SLUG / "marks.csv").read_text("utf-8") == "mine"
    assert [path.name for path in (out / SLUG).iterdir()] == ["marks.csv"]


def test_nothing_is_marked_when_the_marks_cannot_be_written(
    room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    (out / SLUG / "class.html").mkdir(parents=True)
    began: list[str] = []
    monkeypatch.setattr(desk, "mark_all", lambda slug, *_: began.append(slug) or [])
    code, said = grade(room, "--out", out)
    assert code == 1 and "class.html" in said and began == []


def test_marks_do_not_lie_among_the_notebooks(room: Path) -> None:
    code, said = grade(room, "--out", room / "marks")
    assert code == 1 and "--out" in said
    assert not (room / "marks").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_computer_without_a_cage_marks_nothing(
    room: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cage.sys, "platform", "win32")
    code, said = grade(room, "--lang", lang)
    assert code == 1 and "WSL 2" in said
    assert not room.with_name("room-marks").exists()


def test_an_unknown_lesson_is_refused(room: Path) -> None:
    code, said = grade(room, "--lesson", "77")
    assert code == 1 and SLUG in said


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "Processor time"), ("zh", "处理器时间")]
)
def test_help_comes_in_both_languages(lang: str, word: str) -> None:
    use_language(lang)
    assert word in CliRunner().invoke(course, ["grade", "--help"]).output


def test_a_name_is_no_formula_for_a_spreadsheet() -> None:
    one = Marked(Submission("=1+1", SLUG, None), {"rnn_step": RIGHT})
    lines = marks_table([one]).decode("utf-8-sig").splitlines()
    assert lines == ["learner,rnn_step,total,notes", "'=1+1,1,1,"]
