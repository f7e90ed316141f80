"""Messages are shown in the language chosen last, and keep the terms of the course."""

import ast
import re

import pytest
from lesson_text import NOT_OUR_TERMS

from course_utils.places import COURSE
from course_utils.syllabus import LESSONS, lesson
from course_utils.text import Text, join, language, use_language

GREETING = Text(en="Hello, {name}", zh="你好，{name}")


@pytest.fixture(autouse=True)
def english():
    use_language("en")
    yield
    use_language("en")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_list_speaks_both_languages_whichever_is_spoken_as_it_is_made(lang):
    use_language(lang)
    made = join([Text(en="rhyme", zh="押韵"), 3, "lstm"])
    assert (made.en, made.zh) == ("rhyme, 3, lstm", "押韵、3、lstm")


def test_a_text_speaks_the_language_chosen_when_it_is_shown():
    english = str(GREETING)
    use_language("zh")
    assert (english, str(GREETING)) == ("Hello, {name}", "你好，{name}")
    assert language() == "zh"


def test_both_languages_are_filled_each_in_its_own():
    name = Text(en="world", zh="世界")
    filled = GREETING.format(name=name)
    assert filled.in_language("en") == "Hello, world"
    assert filled.in_language("zh") == "你好，世界"


def test_a_missing_language_is_a_type_error():
    with pytest.raises(TypeError, match="zh"):
        Text(en="Hello")


@pytest.mark.parametrize("lang", ["fr", "", "EN"])
def test_an_unknown_language_is_refused_and_nothing_changes(lang):
    with pytest.raises(ValueError, match=r"'en'.*'zh'"):
        use_language(lang)
    with pytest.raises(ValueError, match=r"'en'.*'zh'"):
        GREETING.in_language(lang)
    assert language() == "en"


def test_lessons_are_numbered_in_order_and_build_on_earlier_ones():
    assert [each.number for each in LESSONS] == list(range(14))
    assert all(step < each.number for each in LESSONS for step in each.builds_on)


def test_an_unknown_lesson_is_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match="01_vanilla_rnn"):
        lesson("01_vanilla")


PYTHON_OWN = {"字典"}
"""A word of Python's, `dict`; a net's vocabulary is called otherwise."""
HALF_WIDTH = re.compile(r"[0-9}] %|(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff])")


def test_every_chinese_message_keeps_the_terms_and_the_punctuation():
    spoken = [
        (path.name, words.value.value)
        for path in (COURSE / "course_utils").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Text"
        for words in call.keywords
        if words.arg == "zh" and isinstance(words.value, ast.Constant)
    ]
    assert len(spoken) > 3000
    wrong = {*NOT_OUR_TERMS} - PYTHON_OWN
    assert [
        (name, text)
        for name, text in spoken
        if HALF_WIDTH.search(text) or any(term in text for term in wrong)
    ] == []
