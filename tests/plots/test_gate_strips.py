"""One gate over time: the bars are the gate, the lines what it is given."""

import numpy as np
import pytest

from course_utils import plots
from course_utils.text import Language, use_language


@pytest.mark.parametrize(("lang", "title"), [("en", "forget gate"), ("zh", "遗忘门")])
def test_the_gate_is_named_in_the_language(lang: Language, title: str) -> None:
    _, ax = plots.figure()
    use_language(lang)
    plots.draw_gate_strip(ax, "f", np.ones(3), {"c": np.zeros(3)})
    assert f"{title} $f$" in (ax.get_title(), ax.get_title(loc="left"))


def test_bars_are_as_high_as_the_gate_is_open() -> None:
    _, ax = plots.figure()
    opened = np.array([0.0, 0.5, 1.0])
    plots.draw_gate_strip(ax, "i", opened, {"g": opened, "c": np.cumsum(opened)})
    filled, frames = ax.containers
    heights = [bar.get_height() for bar in filled]
    whole = [bar.get_height() for bar in frames]
    assert np.allclose(np.divide(heights, whole), opened)


def test_the_lines_are_the_values_given() -> None:
    _, ax = plots.figure()
    c, h = np.array([0.2, 0.4]), np.array([0.0, 0.3])
    plots.draw_gate_strip(ax, "o", np.array([0.0, 1.0]), {"c": c, "h": h})
    drawn = [line.get_ydata() for line in ax.lines]
    assert any(np.array_equal(line, c) for line in drawn)
    assert any(np.array_equal(line, h) for line in drawn)
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["$c_t$", "$h_t$"]


@pytest.mark.parametrize(
    ("gate", "lines"), [("z", {"c": [0, 0]}), ("f", {"x": [0, 0]}), ("f", {"c": [0]})]
)
def test_another_gate_line_or_length_is_refused(gate, lines) -> None:
    _, ax = plots.figure()
    with pytest.raises(ValueError):
        plots.draw_gate_strip(ax, gate, np.ones(2), lines)
