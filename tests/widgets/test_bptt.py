"""The explorer of lesson 03: its arrows are the gradients."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_utils import plots, scratch, widgets
from course_utils.scratch import readout
from course_utils.widgets.bptt import loss_gradients
from course_utils.widgets.explorer import Explorer


def network(seed: int = 0) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    return scratch.rnn_init(5, 6, rng), scratch.readout_init(6, 5, rng)


def explorer() -> Explorer:
    net, out = network()
    return widgets.explore_bptt("abcdabc", "bcdabce", net, out, "abcde")


@pytest.mark.parametrize("step", [1, 4, 7])
def test_strengths_are_measured_gradients(step: int) -> None:
    """Nudge an input or a state; the loss moves as the picture says."""
    net, out = network()
    x = np.eye(5)[[0, 1, 2, 3, 0, 1, 2]]

    def loss(x: np.ndarray) -> float:
        h = scratch.rnn_forward(x[None], np.zeros((1, 6)), *net)
        y = scratch.readout_forward(h[:, step - 1], *out)
        return readout.cross_entropy(y, np.array([3]))

    def loss_from(h: np.ndarray, s: int) -> float:
        if s < step - 1:
            h = scratch.rnn_forward(x[None, s + 1 : step], h, *net)[:, -1]
        y = scratch.readout_forward(h, *out)
        return readout.cross_entropy(y, np.array([3]))

    dstates, dinputs = loss_gradients(x, net, out, 3, step, window=7)
    measured = np.linalg.norm(scratch.numerical_gradient(loss, x), axis=1)
    np.testing.assert_allclose(dinputs, measured, atol=1e-8)
    states = scratch.rnn_forward(x[None], np.zeros((1, 6)), *net)
    for s in range(step):
        slope = scratch.numerical_gradient(lambda h, s=s: loss_from(h, s), states[:, s])
        assert np.isclose(dstates[s], np.linalg.norm(slope), atol=1e-8)
    assert (dstates[step:] == 0).all()


@pytest.mark.parametrize(("window", "first"), [(7, 0), (6, 0), (3, 3), (2, 4), (1, 5)])
def test_a_window_cuts_the_gradient_and_nothing_else(window: int, first: int) -> None:
    found = explorer()
    found.controls["step"].value = 6
    whole = found.data["dstates"]
    found.controls["window"].value = window
    cut = found.data["dstates"]
    assert (cut[:first] == 0).all()
    np.testing.assert_array_equal(cut[first:], whole[first:])


def test_with_one_loss_the_step_is_held() -> None:
    found = explorer()
    found.controls["step"].value = 3
    found.controls["shape"].value = "N-1"
    assert found.controls["step"].value == 7 and found.controls["step"].disabled
    assert list(found.data["losses"]) == [6]
    found.controls["shape"].value = "1-N"
    assert not found.controls["step"].disabled
    assert list(found.data["inputs"]) == [0] and len(found.data["losses"]) == 7


def test_the_caption_says_how_much_arrives() -> None:
    found = explorer()
    for name in ("step", "window"):
        found.controls[name].value = 4
    dstates = found.data["dstates"]
    assert plots.short_number(dstates[0]) in found.caption
    assert f"{100 * dstates[0] / dstates[3]:.2g} %" in found.caption
    found.controls["window"].value = 1
    assert "its own step only" in found.caption
    found.controls["window"].value = 7
    found.controls["gain"].value = 3.0
    dstates = found.data["dstates"]
    assert dstates[0] > 0


@pytest.mark.parametrize(("symbols", "targets"), [("a", "b"), ("ab", "b"), ("", "")])
def test_too_little_to_read_is_told(symbols: str, targets: str) -> None:
    with pytest.raises(ValueError, match="two symbols"):
        widgets.explore_bptt(symbols, targets, *network(), "abcde")
