"""Pictures of gradients that go back."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch

from course_utils import plots
from course_utils.plots import backward
from course_utils.plots.style import COLOURS


def red_arrows(ax: Axes) -> list[FancyArrowPatch]:
    return [
        patch
        for patch in ax.patches
        if isinstance(patch, FancyArrowPatch)
        and to_hex(patch.get_edgecolor()) == COLOURS["gradient"]
    ]


def drawn(**options: Any) -> Axes:
    fig, ax = plots.figure()
    sizes = np.array([0.001, 0.1, 1.0])
    all_steps = range(3)
    given = {"losses": all_steps, "inputs": all_steps, **options}
    backward.draw_backward(ax, "abc", sizes, sizes, **given)
    plots.png(fig)
    return ax


def test_stronger_gradients_are_wider_arrows() -> None:
    ax = drawn(inputs=(), heard=())
    weak, strong = red_arrows(ax)
    assert weak.get_linewidth() < strong.get_linewidth()
    assert [text.get_text() for text in ax.texts if "." in text.get_text()] == [
        "0.001",
        "0.1",
    ]


def test_nothing_passes_a_cut_or_comes_from_nowhere() -> None:
    assert len(red_arrows(drawn())) == 3 + 3 + 2
    assert len(red_arrows(drawn(cuts=[1]))) == 3 + 3 + 1
    assert len(red_arrows(drawn(heard=[2]))) == 1 + 3 + 2
    assert len(red_arrows(drawn(losses=[2], inputs=[0]))) == 1 + 1 + 2


def test_errors_of_windows_are_drawn_for_each_seed_and_on_average() -> None:
    fig, ax = plots.figure()
    errors = np.array([[0.5, 0.2, 0.0], [0.7, 0.4, 0.0]])
    backward.draw_window_errors(ax, (1, 2, 4), {"$W$": errors})
    mean = ax.lines[-1].get_ydata()
    np.testing.assert_allclose(mean, errors.mean(axis=0))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "2", "4"]
    assert len(ax.lines) == 3
    plots.png(fig)
