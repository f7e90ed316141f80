"""The explorer of lesson 00: one unit, knocked once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils import widgets
from course_utils.widgets.first import scalar_states


@given(st.floats(-2, 2), st.integers(2, 30))
def test_one_unit_follows_its_formula(w: float, num_steps: int) -> None:
    x = np.zeros(num_steps)
    x[0] = 1
    h = scalar_states(w, x)
    assert h[0] == np.tanh(1)
    assert np.allclose(h[1:], np.tanh(w * h[:-1]))


@pytest.mark.parametrize(
    ("w", "said"), [(0.0, "forgotten"), (0.8, "fading"), (1.5, "remembered")]
)
def test_the_sentence_tells_what_became_of_the_knock(w: float, said: str) -> None:
    explorer = widgets.explore_first(w=w)
    assert said in explorer.caption
    assert f"{explorer.data['h'][0]:.3f}" in explorer.caption
    assert f"{explorer.data['h'][-1]:.3f}" in explorer.caption


def test_a_weight_off_the_slider_is_held_at_its_end() -> None:
    assert widgets.explore_first(w=9.0).data["w"] == 2.0
