"""The explorer of lesson 01: a network reads a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from widgets.samples import (
    SENTENCES,
    read,
)

from course_utils import plots, widgets


def test_forward_states_are_those_of_the_network() -> None:
    data = widgets.explore_reading(SENTENCES, read).data
    assert np.array_equal(data["states"], read(SENTENCES["小梅"]))
    changed = ["梅", *SENTENCES["小梅"][1:]]
    moved = np.linalg.norm(data["states"] - read(changed), axis=1)
    assert np.allclose(data["distances"], moved)
    assert (moved > 0).all()  # every later state holds a trace of the first symbol


def test_backward_reads_from_the_end_and_keeps_the_places() -> None:
    explorer = widgets.explore_reading(SENTENCES, read, direction="backward")
    data = explorer.data
    assert np.array_equal(data["states"], read(SENTENCES["小梅"][::-1])[::-1])
    assert data["places"].tolist() == list(range(15, -1, -1))
    assert data["distances"].argmax() == 15
    explorer.controls["step"].value = 1
    assert "“果”" in explorer.caption


def test_the_step_follows_a_shorter_sentence_and_a_longer_one() -> None:
    explorer = widgets.explore_reading(SENTENCES, read)
    assert explorer.controls["step"].value == 16
    explorer.controls["sentence"].value = "Mei"
    step = explorer.controls["step"]
    assert (step.value, step.max) == (3, 3)
    assert explorer.data["symbols"] == SENTENCES["Mei"]
    explorer.controls["sentence"].value = "小梅"
    assert (step.value, step.max) == (3, 16)


def test_unread_columns_are_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[np.ndarray] = []
    draw_states = plots.draw_states

    def spy(ax: Any, states: np.ndarray, *args: Any, **kw: Any) -> None:
        drawn.append(states)
        draw_states(ax, states, *args, **kw)

    monkeypatch.setattr(plots, "draw_states", spy)
    explorer = widgets.explore_reading(SENTENCES, read)
    explorer.controls["step"].value = 5
    assert np.isfinite(drawn[-1][:5]).all()
    assert np.isnan(drawn[-1][5:]).all()
    explorer.controls["direction"].value = "backward"
    assert np.isfinite(drawn[-1][-5:]).all()
    assert np.isnan(drawn[-1][:-5]).all()


def test_each_sentence_is_read_once_per_direction() -> None:
    calls: list[list[str]] = []

    def count(symbols: list[str]) -> np.ndarray:
        calls.append(symbols)
        return read(symbols)

    explorer = widgets.explore_reading(SENTENCES, count)
    for step in (1, 5, 9):
        explorer.controls["step"].value = step
    assert len(calls) == 2  # the sentence, and the one with its first symbol replaced


def test_a_distance_below_rounding_is_not_quoted() -> None:
    explorer = widgets.explore_reading({"ab": "ab"}, lambda s: np.zeros((len(s), 2)))
    assert "< 1e-8" in explorer.caption


@pytest.mark.parametrize(
    ("sentences", "said"),
    [
        ({}, "at least one sentence"),
        ({"none": []}, "two different symbols in the sentence 'none'"),
        ({"one": ["a"]}, "found ['a']"),
        ({"same": "aaa"}, "two different symbols"),
    ],
)
def test_sentences_that_cannot_be_read(
    sentences: dict[str, Sequence[str]], said: str
) -> None:
    with pytest.raises(ValueError) as caught:
        widgets.explore_reading(sentences, read)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (np.zeros((3, 2)), "each of the 3 steps, found 2"),
        (np.zeros((1, 2, 3)), "(T, H)"),
        (np.full((2, 3), np.nan), "NaN"),
        (np.full((2, 3), np.inf), "infinity"),
        (None, "(T, H)"),
    ],
)
def test_a_network_that_returns_something_else_is_told_so(
    states: Any, said: str
) -> None:
    explorer = widgets.explore_reading({"ab": "ab"}, lambda symbols: states)
    assert isinstance(explorer.error, ValueError)
    assert said in explorer.caption
