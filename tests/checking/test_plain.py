"""Any value becomes plain data, and nothing of it runs when that is looked at."""

import time

import hostile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.checking.plain import DEEPEST, Odd, as_plain, class_name, visible

PLAIN = (
    *(bool, int, float, complex, str, bytes, type(None), type(...), Odd),
    *(list, tuple, dict, set, frozenset, np.ndarray),
)


def is_plain(value, depth=0):
    if isinstance(value, np.generic):
        return value.dtype.kind in "biufc"
    if type(value) not in PLAIN or depth > DEEPEST:
        return False
    if type(value) is dict:
        value = [*value, *value.values()]
    inside = value if type(value) in (list, tuple, set, frozenset) else ()
    return all(is_plain(each, depth + 1) for each in inside)


@pytest.mark.parametrize("name", hostile.VALUES)
def test_whatever_it_is_it_becomes_plain(name):
    value = hostile.VALUES[name]()
    began = time.process_time()
    copied = as_plain(value)
    assert is_plain(copied) and time.process_time() - began < 2


@pytest.mark.torch
# PyTorch warns when such tensors are made: that is the test's doing, not the check's.
@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
@pytest.mark.filterwarnings("ignore:.*quantize")
@pytest.mark.parametrize("name", hostile.TENSORS)
def test_a_tensor_can_be_read_by_numpy_or_is_odd(name):
    import torch

    copied = as_plain(hostile.TENSORS[name](torch))
    for each in copied if isinstance(copied, list) else [copied]:
        assert isinstance(each, Odd) or isinstance(each.numpy(), np.ndarray)


@pytest.mark.parametrize(
    "value, copied",
    [
        (hostile.VALUES["raising list"](), [1, 2]),
        (hostile.VALUES["raising dict"](), {"a": 1}),
        (hostile.VALUES["raising text"](), "a"),
        (hostile.VALUES["raising int"](), 3),
        (hostile.VALUES["raising float"](), 0.5),
        ({1: 2}.keys(), {1}),
        (np.array([["O", 2], [None, 0.5]], dtype=object), [["O", 2], [None, 0.5]]),
        ("x" * 10**6, Odd("str of length 1000000")),
    ],
    ids=["list", "dict", "text", "int", "float", "keys", "objects", "long text"],
)
def test_a_subclass_is_what_it_is_made_of(value, copied):
    found = as_plain(value)
    assert type(found) is type(copied) and found == copied


def test_an_array_is_copied():
    array = np.ones(3)
    copied = as_plain([array])
    array[0] = 7.0
    assert copied[0][0] == 1.0


def test_what_a_mask_hides_is_no_value():
    shown = np.ma.masked_array([1.0, 2.0], mask=[False, False])
    assert as_plain(shown).tolist() == [1.0, 2.0]
    assert as_plain(np.ma.masked_array([1.0, 2.0], mask=[True, False])) == Odd(
        "masked array"
    )


@given(st.text(st.characters(), max_size=50))
def test_any_text_can_be_shown(words):
    shown = visible(words, 20)
    assert len(shown) <= 20
    shown.encode()
    assert all(each.isprintable() or not each.isascii() for each in shown.split())


def test_a_class_cannot_lie_about_its_name():
    class Meta(type):
        def __getattribute__(cls, name):
            raise RuntimeError("no")

    class Thing(metaclass=Meta):
        pass

    assert class_name(Thing).endswith("Thing")
    assert as_plain(Thing()).kind.endswith("Thing")
