"""The scan as a tree, and a poem as a page: drawn are the numbers that were given."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from course_utils import plots
from course_utils.plots.attention import page_of
from course_utils.plots.scan_tree import (
    JoinedSteps,
    count_rounds,
    joined_from,
    tree_below,
)
from course_utils.text import use_language


def lines(ax: Axes) -> list[tuple[tuple[float, float], ...]]:
    """The joinings that are drawn, from the node below to the one above."""
    return [
        tuple(map(tuple, line))
        for found in ax.collections
        if isinstance(found, LineCollection)
        for line in found.get_segments()
        if line[0][1] != line[1][1]
    ]


@pytest.mark.parametrize(
    ("num_steps", "rounds"), [(1, 0), (2, 1), (3, 2), (8, 3), (9, 4), (100_000, 17)]
)
def test_rounds_are_the_logarithm(num_steps: int, rounds: int) -> None:
    assert count_rounds(num_steps) == rounds


@pytest.mark.parametrize("num_rounds", [0, 1, 2, 3, 4])
def test_the_tree_stands_on_all_steps_that_were_joined(num_rounds: int) -> None:
    for place in range(1, 17):
        nodes = tree_below(place, num_rounds)
        assert nodes[0] == (place, num_rounds)
        steps = sorted(one for one, number in nodes if number == 0)
        assert steps == list(range(joined_from(place, num_rounds), place + 1))


@pytest.mark.parametrize("num_steps", [1, 2, 7, 8])
def test_a_line_for_each_step_that_is_taken_in(num_steps: int) -> None:
    _, ax = plots.figure()
    rounds = count_rounds(num_steps)
    plots.draw_scan_tree(ax, num_steps, rounds)
    joined = sum(num_steps - 2**number for number in range(rounds))
    assert len(lines(ax)) == rounds * num_steps + joined
    assert {below[1] for below, _ in lines(ax)} == set(map(float, range(rounds)))


def test_full_nodes_are_states() -> None:
    _, ax = plots.figure()
    plots.draw_scan_tree(ax, 6, 1)
    full = {
        tuple(map(float, at))
        for row in ax.collections
        if isinstance(row, PathCollection)
        for at, colour in zip(row.get_offsets(), row.get_facecolors(), strict=True)
        if to_rgb(colour) != (1, 1, 1)
    }
    assert full == {(1, 0), (1, 1), (2, 1)}


def test_the_bar_below_spans_what_the_place_has_joined() -> None:
    _, ax = plots.figure()
    plots.draw_scan_tree(ax, 8, 2, 7)
    (bar,) = [
        line
        for found in ax.collections
        if isinstance(found, LineCollection)
        for line in found.get_segments()
        if line[0][1] == line[1][1]
    ]
    assert (round(bar[0][0]), round(bar[1][0])) == (4, 7)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0, 0), "num_steps"),
        ((8, 4), "rounds_done"),
        ((8, -1), "rounds_done"),
        ((8, 3, 9), "place"),
        ((8, 3, 0), "place"),
        ((8.5, 3), "num_steps"),
    ],
)
def test_numbers_out_of_range_are_refused(numbers, said: str) -> None:
    _, ax = plots.figure()
    with pytest.raises(ValueError, match=said):
        plots.draw_scan_tree(ax, *numbers)


def test_boxes_say_what_was_joined() -> None:
    _, ax = plots.figure()
    parts = [JoinedSteps(1, 2, 0.5, 1.0), JoinedSteps(3, 3, 0.5, -2.0)]
    plots.draw_joining(ax, [*parts, JoinedSteps(1, 3, 0.25, -1.5)], "$h_3$ = 1.00")
    words = [text.get_text() for text in ax.texts]
    assert "$t$ = $1$ … $2$" in words and "$t$ = $3$" in words
    assert "$b$ = −2.00" in words and "$a$ = 0.25" in words
    assert words.count("→") == words.count("=") == 1 and words[-1] == "$h_3$ = 1.00"


def test_the_round_is_named_in_chinese() -> None:
    use_language("zh")
    fig, ax = plots.figure()
    plots.draw_scan_tree(ax, 4, 2, 3)
    _, about = plots.picture_bundle(fig, "一张图")
    assert plots.foreign_labels(about["image/png"]["labels"], "zh") == []
    assert "第几轮" in about["image/png"]["labels"]


# ------------------------------------------------------------------ a page


LINES = ["春眠不", "覺曉"]


def test_a_page_has_a_blank_and_then_line_after_line() -> None:
    symbols, places = page_of(LINES)
    assert symbols == [*"□春眠不覺曉"]
    assert places == [(-1, 0), (0, 0), (1, 0), (2, 0), (0, 1), (1, 1)]


def test_fields_are_as_dark_as_their_shares_and_the_last_is_framed() -> None:
    _, ax = plots.figure()
    shares = np.array([0.0, 0.2, 0.1])
    plots.draw_page(ax, LINES, shares, limit=0.2)
    patches = [one for one in ax.patches if isinstance(one, Rectangle)]
    fields = [one for one in patches if one.get_fill()]
    darkness = [1 - np.mean(to_rgb(one.get_facecolor())) for one in fields]
    assert darkness[0] == 0 and darkness[1] > darkness[2] > 0
    assert np.allclose(
        to_rgb(fields[1].get_facecolor()), to_rgb(plots.COLOURS["hidden"]), atol=0.01
    )
    (frame,) = [one for one in patches if not one.get_fill() and one.get_lw() > 2]
    assert frame.get_xy() == fields[-1].get_xy()
    words = [text.get_text() for text in ax.texts]
    assert words == [*"□春眠不覺曉", "0", "0.2"]


@pytest.mark.parametrize("shares", [np.ones(0), np.ones(7), np.ones((2, 2))])
def test_shares_that_fit_no_page_are_refused(shares: np.ndarray) -> None:
    _, ax = plots.figure()
    with pytest.raises(ValueError, match="1 to 6"):
        plots.draw_page(ax, LINES, shares)
