"""The list of lessons: a lesson is found by any of its names."""

from __future__ import annotations

import pytest

from course_utils.syllabus import LESSONS, find_lesson


@pytest.mark.parametrize("name", ["1", "01", "vanilla_rnn", "01_vanilla_rnn"])
def test_a_lesson_has_several_names(name: str) -> None:
    assert find_lesson(name) == LESSONS[1]


@pytest.mark.parametrize("name", ["99", "-1", "²", "", "vanilla", "01_vanilla_rnn.py"])
def test_an_unknown_lesson_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(ValueError, match="The lessons are: 00_start_here, 01_vanilla"):
        find_lesson(name)
