"""What is near enough is said in one place, and what differs is seen to differ."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from course_utils.checking.compare import close, same, same_kind
from course_utils.checking.plain import Odd, as_plain
from course_utils.checking.showing import (
    compare_values,
    describe_value,
    tell_kinds_apart,
)
from course_utils.text import LANGUAGES

NUMBERS = st.integers(-3, 3) | st.integers() | st.floats() | st.booleans()
LEAVES = (
    NUMBERS
    | st.sampled_from([0.1, 0.1 + 1e-5, 0.1 + 1e-12, 10**30, -(10**400), 2**63])
    | st.complex_numbers(max_magnitude=3)
    | st.text(max_size=4)
    | st.binary(max_size=3)
    | st.none()
    | st.sampled_from([Odd("list"), Odd("float"), "a" * 300 + "b", "a" * 300 + "c"])
    | arrays.arrays(
        st.sampled_from([np.float64, np.float32, np.int64, np.bool_, np.complex64]),
        arrays.array_shapes(min_dims=0, max_dims=2, min_side=0, max_side=6),
    )
)
VALUES = st.recursive(
    LEAVES,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.lists(inside, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=1) | st.integers(0, 2), inside, max_size=3)
        | st.sets(st.integers(0, 3) | st.text(max_size=1), max_size=3)
    ),
    max_leaves=6,
)


@given(VALUES)
def test_a_value_is_the_same_as_its_copy(value):
    assert same(as_plain(value), as_plain(value))


@given(VALUES, VALUES)
def test_two_that_differ_look_different(one, other):
    one, other = as_plain(one), as_plain(other)
    if same(one, other):
        return
    text = compare_values(one, other)
    patterns = {
        "en": r"(?s)should (?:return|be) (.*?)(?:, found |\nbut returns )(.*)",
        "zh": r"(?s)应该(?:返回|是) (.*?)，(?:你得到的是|\n你返回的是) (.*)。$",
    }
    for lang in LANGUAGES:
        shown = re.search(patterns[lang], text.in_language(lang))
        assert shown and shown[1] != shown[2].removesuffix(".")
    if not same_kind(one, other):
        kinds = tell_kinds_apart(one, other)
        assert kinds[0] != kinds[1]


SMALL = np.array([[0.1234567, 10.5], [-3e-5, 2.0]])


@pytest.mark.parametrize(
    "expected, found, alike",
    [
        (SMALL, SMALL.astype(np.float32), True),
        (SMALL, SMALL.astype(np.float16), False),
        (SMALL, SMALL.round(4), False),
        (SMALL, SMALL * (1 + 1e-5), False),
        (SMALL, SMALL * (1 + 1e-8), True),
        (SMALL, (SMALL * (1 + 1e-4)).astype(np.float32), False),
        (0.0, np.float32(1e-4), False),
        (1_000_000, 1_000_001, False),
        (1_000_000, 1_000_000.5, False),
        (1_000_000, 1_000_000.0, True),
        (3, np.float32(3), True),
        (1_000_000, np.float32(1_000_001), False),
        (100_000_001, np.float32(100_000_001), True),
        (3, np.float32(3.000001), True),
        (10**30, 10**30 + 1, False),
        (10**400, 10**400, True),
        (1.0, 10**400, False),
        (float("inf"), float("inf"), True),
        (float("inf"), 1e308, False),
        (float("nan"), np.float32("nan"), True),
        (True, 1, True),
        ([1, 2], (1, 2), True),
        ([1, 2], np.array([1, 2]), False),
        ({"a": 1.0}, {"a": 1.0 + 1e-9}, True),
        (np.array(["a"]), np.array(["a"]), True),
        (np.array([1.0]), np.array(["1"]), False),
        ("a", b"a", False),
    ],
)
def test_how_near_is_near_enough(expected, found, alike):
    assert same(as_plain(expected), as_plain(found)) is alike


@pytest.mark.torch
def test_a_tensor_is_compared_as_an_array():
    import torch

    assert same(as_plain(torch.from_numpy(SMALL)), as_plain(SMALL))
    assert same(
        as_plain(torch.from_numpy(SMALL)), as_plain(torch.tensor(SMALL).float())
    )
    assert not same(as_plain(SMALL), as_plain(torch.tensor(SMALL).bfloat16()))


def test_where_two_arrays_agree():
    found = SMALL.copy()
    found[0, 1] += 1e-3
    assert close(SMALL, found).tolist() == [[True, False], [True, True]]


@pytest.mark.parametrize(
    "expected, found, words",
    [
        (0.744, 0.74401, "should return 0.744\nbut returns 0.74401"),
        (0.744, 0.744 + 2e-6, "should return 0.744\nbut returns 0.744002"),
        (np.ones((5, 6)), np.ones((5, 6)) * 1.5, "`[0, 0]` should be 1, found 1.5"),
        ([1] * 300, [1] * 299 + [2], "`[299]` should be 1, found 2"),
        ((1, 0.5), [1, 0.5001], "(1, 0.5)\nbut returns (1, 0.5001)"),
        ({"a": "x" * 300}, {"a": "x" * 299 + "y"}, "`['a'][299:]` should be 'x', "),
        ([np.ones(30)], [2 * np.ones(30)], "`[0][0]` should be 1, found 2"),
        ({1, 2, 3}, {1, 2, 4}, "{1, 2, 3}\nbut returns {1, 2, 4}"),
        ([[1.0]], [np.ones(1)], "[1] (list, 1), found [1] (ndarray, (1,))"),
    ],
)
def test_the_place_and_the_digits_that_differ_are_shown(expected, found, words):
    assert words in compare_values(as_plain(expected), as_plain(found)).en


@pytest.mark.parametrize(
    "value, text",
    [
        (np.array([[1.0, -0.5], [10.0, 2.0]]), "[[   1, -0.5],\n [  10,    2]]"),
        (np.ones((9, 9)), "array (9, 9)"),
        (np.float64(2.0), "2"),
        (np.array(0.123456789), "0.123457"),
        ((1,), "(1,)"),
        (set(), "set()"),
        ([True, None, "a"], "[True, None, 'a']"),
        (10**40, "≈ 2**133"),
        (same, "same"),
    ],
)
def test_a_value_is_shown_short(value, text):
    assert describe_value(value) == text
