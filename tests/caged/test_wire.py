"""Values arrive as they were sent; what is no message is refused, and nothing runs."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import hostile
import numpy as np
import pytest

from course_utils.caged.wire import WireError, from_line, to_line
from course_utils.checking.compare import same
from course_utils.checking.plain import MOST_NUMBERS, Odd, as_plain

PLAIN: list[Any] = [
    *(None, True, 3, -(10**30), 0.1, float("inf"), 2j, "小梅\ud800\n", b"\xff", ...),
    *(
        [1, [2.5, "a"]],
        (1, (2,)),
        {1, 2},
        frozenset("ab"),
        {"a": [1], 2: (3,), None: 4},
    ),
    *(np.arange(6.0).reshape(2, 3), np.zeros((0, 3)), np.array(["a", "字"])),
    *(np.float32(0.1), np.bool_(True), np.array(3), np.array([1, 2], dtype=np.uint8)),
    *(Odd("thing"), [], {}, ""),
]


@pytest.mark.parametrize("value", PLAIN)
def test_what_is_sent_arrives(value: Any) -> None:
    found = from_line(to_line({"value": value}))["value"]
    assert type(found) is type(value)
    assert same(value, found)
    assert getattr(found, "dtype", None) == getattr(value, "dtype", None)


def test_not_a_number_arrives() -> None:
    found = from_line(to_line({"a": float("nan"), "b": np.array([np.nan])}))
    assert np.isnan(found["a"]) and np.isnan(found["b"]).all()


@pytest.mark.torch
def test_a_tensor_arrives_as_a_tensor() -> None:
    import torch

    found = from_line(to_line({"value": torch.ones(2, 3)}))["value"]
    assert isinstance(found, torch.Tensor) and torch.equal(found, torch.ones(2, 3))


@pytest.mark.parametrize("name", hostile.VALUES)
def test_whatever_a_function_returns_can_be_sent(name: str) -> None:
    line = to_line({"value": as_plain(hostile.VALUES[name]())})
    assert "\n" not in line
    from_line(line)


def array(kind: str, shape: Any, content: bytes) -> dict[str, Any]:
    return {"value": {"array": [kind, shape, b64encode(content).decode()]}}


@pytest.mark.parametrize(
    "message",
    [
        array("|O", [1], bytes(8)),
        array("<f8", [10**12], bytes(8)),
        array("|b1", [MOST_NUMBERS + 1], bytes(MOST_NUMBERS + 1)),
        array("<f8", [-1, 2, -5], bytes(8)),
        array("<f8", [2], bytes(8)),
        array("<U1", [1], b"\xff\xff\xff\xff"),
        array("M8[D]", [1], bytes(8)),
        array("<f8,<f8", [1], bytes(16)),
        {"value": {"dict": [[{"list": []}, 1]]}},
        {"value": {"int": "0x"}},
        {"value": {"eval": "1"}},
        {"value": {"list": [1], "tuple": [2]}},
        {"value": [1]},
        {"value": 0.5},
        [1],
        "text",
    ],
    ids=lambda message: json.dumps(message)[:40],
)
def test_what_nobody_sends_is_refused(message: Any) -> None:
    with pytest.raises(WireError):
        from_line(json.dumps(message))


@pytest.mark.parametrize("line", ["", "no", "[" * 10**5, '{"a": ' * 10**5, "\x80\x04."])
def test_what_is_no_json_is_refused(line: str) -> None:
    with pytest.raises(WireError):
        from_line(line)
