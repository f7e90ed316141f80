"""A lesson's text: what is accepted, and how a broken one is refused."""

import pytest

from course_utils.authoring.editions import prose_for
from course_utils.authoring.lesson_source import (
    Code,
    LessonError,
    Prose,
    parse_lesson,
    read_lesson,
)
from course_utils.text import use_language

SLUG = "00_start_here"
TITLE = """# %% [markdown] lang="en"
# # Start here
# %% [markdown] lang="zh"
# # 从这里开始
"""


def refuse(text: str, match: str) -> None:
    with pytest.raises(LessonError, match=match):
        parse_lesson(SLUG, text)


def test_cells_come_in_order_with_both_languages_together():
    source = parse_lesson(
        SLUG,
        TITLE
        + "# %%\nx = 1\n"
        + '# %% exercise="remember"\nremember = exercises.remember.solved\n'
        + '# %% show="course_utils.text:language"\n'
        + "from course_utils.text import language\n"
        + '# %% tags=["nbval-ignore-output"]\nprint(x)\n',
    )
    prose, code, exercise, show, tagged = source.cells
    assert isinstance(prose, Prose) and prose.texts["zh"] == "# 从这里开始"
    assert code == Code("x = 1")
    assert source.exercise_names == ["remember"]
    assert show.show == "course_utils.text:language"
    assert exercise.exercise == "remember" and tagged.tags == ("nbval-ignore-output",)


def test_a_missing_chinese_twin_is_refused():
    refuse(TITLE + '# %% [markdown] lang="en"\n# Hello\n# %%\nx = 1\n', "Chinese twin")
    refuse(TITLE + '# %% [markdown] lang="en"\n# Hello\n', "found the end")


def test_an_unpaired_chinese_cell_is_refused():
    refuse(TITLE + '# %% [markdown] lang="zh"\n# 你好\n', "English cell first")


def test_prose_without_a_language_is_refused():
    refuse(TITLE + "# %% [markdown]\n# Hello\n", "lang=None")


def test_an_unknown_marker_is_refused():
    refuse(TITLE + '# %% exercize="remember"\nx = 1\n', "exercize")


@pytest.mark.parametrize("marker", ['exercise="remember"', 'show="a.b:c"'])
def test_a_marked_cell_holds_exactly_its_one_line(marker):
    refuse(TITLE + f"# %% {marker}\nx = 1\n", "the builder replaces it")


def test_two_exercises_of_one_name_are_refused():
    cell = '# %% exercise="remember"\nremember = exercises.remember.solved\n'
    refuse(TITLE + cell + cell, "two named remember")


def test_a_title_that_is_not_the_syllabus_title_is_refused():
    refuse(TITLE.replace("Start here", "Begin here"), "Begin here")
    refuse("# %%\nx = 1\n", "Start here")


def test_a_lesson_that_is_not_in_the_syllabus_is_refused():
    with pytest.raises(ValueError, match="13_more"):
        parse_lesson("13_more", TITLE)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("第一句。\n第二句。", "第一句。第二句。"),
        ("看 `x`。\n`y` 也看。", "看 `x`。`y` 也看。"),
        ("看这里：\n- 一\n- 二", "看这里：\n- 一\n- 二"),
        ("看这里：\n\n第二段。", "看这里：\n\n第二段。"),
        ("公式：\n$$x$$", "公式：\n$$x$$"),
        ("看这里：\n1. 一", "看这里：\n1. 一"),
        ("## 标题\n正文", "## 标题\n正文"),
        ("一。\n二。\n三。", "一。二。三。"),
        ("English\n中文", "English\n中文"),
    ],
)
def test_a_line_end_inside_chinese_prose_becomes_no_space(text, joined):
    assert prose_for(Prose({"en": text, "zh": text}), "zh") == joined
    assert prose_for(Prose({"en": text, "zh": text}), "en") == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_is_read(end, tmp_path):
    path = tmp_path / f"{SLUG}.py"
    path.write_bytes((TITLE + "# %%\nx = 1\n").replace("\n", end).encode())
    assert read_lesson(path).cells[1] == Code("x = 1")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (TITLE.encode("utf-8-sig"), "UTF-8 . BOM"),
        (TITLE.encode("gb18030"), "GB18030"),
        (TITLE.encode("utf-16"), "UTF-16"),
        (TITLE.encode("utf-16-le"), "UTF-16"),
        (f"{TITLE}<<<<<<< HEAD\n".encode(), "line 5 is one of git's marks"),
    ],
)
def test_another_encoding_and_a_merge_not_finished_are_named(content, says, tmp_path):
    path = tmp_path / f"{SLUG}.py"
    path.write_bytes(content)
    with pytest.raises(LessonError, match=says) as error:
        read_lesson(path)
    assert str(error.value).startswith(f"{SLUG}.py: ")
    use_language("zh")
    with pytest.raises(LessonError, match=r"应当|合并"):
        read_lesson(path)
