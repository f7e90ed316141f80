"""The right values in another container, in another order, or not all of them."""

import numpy as np
import pytest

from course_utils.checking.calls import Call, call
from course_utils.checking.compare import fitted
from course_utils.checking.containers import other_order
from course_utils.checking.diagnosis import common_mistake
from course_utils.text import use_language

X = np.array([[1.0, 2.0, 3.0]])
W = np.array([[0.5, 1.5], [2.5, 3.5]])
B = np.array([4.0, 5.0, 6.0])
TOLD = "x (B, E) -> dx (B, E), dW (H, H), db (E)"


def told(expected, found):
    use_language("en")
    own = fitted(expected, found)
    return common_mistake(lambda: None, [], expected, Call(value=own), TOLD)


@pytest.mark.parametrize(
    ("expected", "found", "name", "words"),
    [
        (X, (X, X), "returns_more", "number 1 alone"),
        (X, (2 * X, X), "returns_more", "number 2 alone"),
        (X, [X + 1, X - 1], "returns_more", "2 values where one"),
        (X, (X[0], W), "returns_more", "2 values where one"),
        (W, [[0.5], [2.5, 3.5]], "rows_of_unequal_length", "(1, 2)"),
        (B, False, "one_flag", "single `False`"),
        (B, np.array(["a", "b", "c"]), "wrong_type", "`array of text`"),
        ((W, X), W, "part_missing", "2"),
        ((X, W), (X, W[0]), "one_alone", "part 2"),
        ((X, B), 3, "one_for_many", "`tuple`"),
        (X, {"h": X}, "returns_dict", "`'h'`"),
        (X, {"h": X + 1}, "wrong_type", "`dict`"),
        ([1, 2], {"a": 1, "b": 2}, "returns_dict", "in order"),
        ({"a": 1, "b": 2}, (1, 2), "dict_wanted", "`a`, `b`"),
        ({"a": 1, "b": 2}, (2, 1), "wrong_type", "`a`, `b`"),
        (72, "72", "number_as_text", "`int`"),
        (72, "71", "wrong_type", "`str`"),
        (2.5, [2.5, 1.0], "many_for_one", "single one"),
        (np.array(2.5), [2.5, 1.0], "many_for_one", "single one"),
        ([1, 2], 3, "one_for_many", "single value"),
        ((X, W, B), (W, B, X), "parts_reordered", "you return `dW`, `db`, `dx`"),
        ((X, W, B), (W, X, B), "parts_exchanged", "1 (`dx`)"),
        ((X, W, B), (X, W), "part_missing", "3 (`db`)"),
        ((X, W, B), (X, X, W, B), "part_too_many", "number 1"),
        (np.array(2.5), np.array([2.5]), "dimension_too_many", "values are right"),
        (np.array(2.5), np.array([2.5, 1.0]), "dimension_too_many", "of size 2"),
        (np.ones((1, 3)), np.ones(3), "dimension_gone", "of size 1"),
        ({"a": 72}, {"a": [72]}, "wrong_type", "as `a` should be `int`"),
        ([1, 2, 3], [1, 2], "wrong_length", "Which one is missing?"),
        ([1, 2, 3], [1, 2, 3, 3], "wrong_length", "Which one is too many?"),
        ([1, 2], [0] * 9, "wrong_length", "Where do the others come from?"),
        ([1] * 9, [1, 2], "wrong_length", "Where are the others lost?"),
    ],
)
def test_what_is_right_of_it_is_said(expected, found, name, words):
    said = told(expected, found)
    assert said is not None and said.name == name
    assert words in str(said.text)


def test_what_is_not_computed_yet_is_no_list():
    use_language("en")
    plain = Call()
    call(lambda: (each for each in (1, 2)), [], plain)
    said = common_mistake(lambda: None, [], [1, 2], plain)
    assert said is not None and said.name == "not_yet_a_list"


def test_parts_in_their_places_are_in_no_other_order():
    assert other_order((X, X, B), (X, X, B), TOLD) is None
    assert other_order((X, W, B), (X, W + 1, B), TOLD) is None
    assert other_order((X, W, B), (W, X + 1, B), TOLD) is None


@pytest.mark.parametrize(
    "found",
    [
        (1, 0, 0),
        [True, False, False],
        ["1", "0", "0"],
        np.array([1, 0, 0]),
        np.array(100),
        np.array("100"),
        np.int64(100),
        100,
        "100",
    ],
)
def test_switches_may_be_written_in_any_container(found):
    assert fitted("100", found) == "100"
    assert fitted({"a": "100"}, {"a": found}) == {"a": "100"}


@pytest.mark.parametrize("found", [(1, 2, 0), ["a"], 1.5, None, ("10", "0"), -1])
def test_other_values_are_no_switches(found):
    assert fitted("100", found) != "100"


def test_switches_in_front_may_be_off():
    assert fitted("011", 11) == "011"


def test_a_word_is_not_made_of_its_letters():
    assert fitted("ab", ["a", "b"]) == ["a", "b"]
