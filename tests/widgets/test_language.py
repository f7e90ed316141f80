"""The explorer of lesson 11: what comes next."""

from __future__ import annotations

import numpy as np
import pytest
from widgets.samples import (
    LETTERS,
    expect,
    following,
)

from course_utils import widgets


def test_surprise_is_what_the_scores_say() -> None:
    data = following().data
    scores = expect("abcde fghij")[:10]
    nats = np.log(np.exp(scores).sum(axis=1))
    ids = [LETTERS.index(letter) for letter in "abcdefghij"]
    nats -= scores[np.arange(10), ids]
    assert np.allclose(data["surprise"], nats)
    assert data["right"] == LETTERS.index("b")
    assert np.isclose(data["own"].sum(), 1) and not data["own"][:2].any()


@pytest.mark.parametrize("control", ["top_k", "top_p"])
def test_the_tail_is_cut_and_the_rest_sums_to_one(control: str) -> None:
    explorer = following()
    explorer.controls[control].value = {"top_k": 3, "top_p": 0.4}[control]
    data = explorer.data
    kept = np.flatnonzero(data["shaped"])
    assert set(kept) == set(data["best"][: len(kept)])
    assert np.isclose(data["shaped"].sum(), 1)
    total = data["own"][kept].sum()
    if control == "top_k":
        assert len(kept) == 3
    else:
        assert total >= 0.4 > total - data["own"][kept].min()
    assert f"from {len(kept)} in all" in explorer.caption


def test_after_the_end_nothing_is_written_yet() -> None:
    explorer = following()
    explorer.controls["own"].value = "cabx"
    explorer.controls["place"].value = 3
    assert "does not know" in explorer.caption
    explorer.controls["place"].value = 4
    assert explorer.data["right"] is None
    assert "Nothing is written there yet" in explorer.caption
    explorer.controls["own"].value = ""
    assert explorer.data["characters"] == list("abcdefghij")


def test_a_text_the_model_refuses_is_told_in_its_words() -> None:
    def refuse(text: str) -> np.ndarray:
        if text == "zz":
            raise ValueError("two letters are too few")
        return expect(text)

    explorer = widgets.explore_next({"one": "abcde"}, refuse, LETTERS)
    explorer.controls["own"].value = "zz"
    assert "two letters are too few" in explorer.caption
