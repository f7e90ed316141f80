"""The explorers of lesson 05: one cell by hand, and gates while a text is read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from widgets.samples import (
    gates,
    html,
)
from widgets.shown import picture

from course_utils import scratch, widgets
from course_utils.text import use_language
from course_utils.widgets.gates import gru_by_hand, lstm_by_hand

UNIT = st.floats(0, 1)


@given(UNIT, UNIT, st.floats(-1, 1), UNIT, st.floats(-2, 2))
def test_an_lstm_by_hand_is_the_lstm(
    f: float, i: float, g: float, o: float, c: float
) -> None:
    """Biases that make the gates what the sliders say: scratch computes the same."""
    data = lstm_by_hand(f, i, g, o, c)
    sizes = np.clip([i, f, (g + 1) / 2, o], 1e-12, 1 - 1e-12)
    b_h = np.log(sizes / (1 - sizes)) * [1, 1, 0.5, 1]  # tanh is a stretched sigmoid
    zero, cells = np.zeros((1, 1)), np.array([[c]])
    weights = np.zeros((4, 1)), np.zeros((4, 1)), b_h
    for step, memory in enumerate(data["memory"]):
        state, cells = scratch.lstm_step(zero, zero, cells, *weights)
        assert np.isclose(cells[0, 0], memory, atol=1e-6)
        if step == 0:
            assert np.isclose(state[0, 0], data["h"], atol=1e-6)


@given(UNIT, UNIT, st.floats(-2, 2), st.floats(-1, 1))
def test_a_gru_by_hand_is_the_gru(z: float, r: float, a: float, h: float) -> None:
    data = gru_by_hand(z, r, a, h)
    sizes = np.clip([r, z], 1e-12, 1 - 1e-12)
    b_h = np.append(np.log(sizes / (1 - sizes)), a)
    zero, W_hh = np.zeros((1, 1)), np.array([[0.0], [0.0], [1.0]])
    states = np.array([[h]])
    for memory in data["memory"]:
        states = scratch.gru_step(zero, states, 0 * W_hh, W_hh, b_h, np.zeros(1))
        assert np.isclose(states[0, 0], memory, atol=1e-6)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "It fades"),
        ({"f": 1.0}, "It is kept"),
        ({"f": 0.5}, "It is forgotten"),
        ({"f": 1.0, "i": 1.0}, "It piles up"),
        ({"f": 0.0, "i": 1.0}, "It has changed"),
    ],
)
def test_the_sentence_tells_what_becomes_of_the_memory(
    changes: dict[str, float], said: str
) -> None:
    explorer = widgets.explore_cell()
    for control, value in changes.items():
        explorer.controls[control].value = value
    assert said in explorer.caption


def test_an_open_update_gate_leaves_the_rest_without_effect() -> None:
    """The lesson asks what else counts if z = 1: nothing."""
    explorer = widgets.explore_cell("GRU")
    explorer.controls["z"].value = 1.0
    kept = explorer.data["memory"]
    for control, value in (("r", 0.0), ("a", 2.0)):
        explorer.controls[control].value = value
        assert np.array_equal(explorer.data["memory"], kept)


def test_a_cell_must_be_one_of_the_two() -> None:
    with pytest.raises(ValueError, match="'RNN'"):
        widgets.explore_cell("RNN")


def test_the_unit_that_follows_the_answer_comes_first() -> None:
    data = widgets.explore_gates(gates, "a (bc) d").data
    close = [np.corrcoef(c, data["inside"])[0, 1] for c in data["c"].T]
    assert data["units"].tolist() == np.argsort(-np.abs(close)).tolist()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("text", ["", "(" * 61])
def test_a_text_of_another_length_is_refused_in_words(text: str, lang: str) -> None:
    use_language(lang)
    explorer = widgets.explore_gates(gates, "a (bc) d")
    explorer.controls["text"].value = text
    assert isinstance(explorer.error, ValueError)
    assert f"{len(text)}" in explorer.caption and "60" in explorer.caption
    explorer.controls["text"].value = "(" * 60
    assert explorer.error is None


@pytest.mark.parametrize(
    "text", ["😀 (😀) ️", "（猫）$x^2$", "<b>(x)</b>&amp;", "\t(\\", "a"]
)
def test_any_text_can_be_read(text: str) -> None:
    explorer = widgets.explore_gates(gates, "a (bc) d")
    explorer.controls["text"].value = text
    assert explorer.error is None
    assert explorer.data["text"] == text
    assert "<b>" not in html(explorer)
    assert picture(explorer).startswith(b"\x89PNG")


def test_a_net_that_says_always_the_same_has_no_first_unit_to_name() -> None:
    def always(text: str) -> dict[str, np.ndarray]:
        return {**gates(text), "inside": np.ones(len(text))}

    explorer = widgets.explore_gates(always, "abc")
    assert explorer.error is None
    assert "correlation 0.00" in explorer.caption
