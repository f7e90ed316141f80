"""Pictures of gradients on their way back through the steps of a network. Lesson 03."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from matplotlib.ticker import NullLocator

from course_utils.plots.arrays import short_number
from course_utils.plots.diagrams import Point, draw_blank, draw_box
from course_utils.plots.style import COLOURS, CURVE_ROLES, INK, QUIET

_COLUMN = 1.7
INPUT, _STATE, LOSS = 0.0, 1.55, 3.1
DECADES = 3.0
"""A gradient this many powers of ten below the strongest is drawn faintest."""


def draw_backward(
    ax: Axes,
    symbols: Sequence[str],
    dstates: np.ndarray,
    dinputs: np.ndarray,
    *,
    losses: Collection[int],
    inputs: Collection[int],
    heard: Collection[int] | None = None,
    cuts: Collection[int] = (),
    numbers: bool = True,
) -> None:
    """The unrolled network, its gradients as red arrows: the wider, the stronger.

    dstates, dinputs (T,): the size of the gradient of each state and input. Steps
    count from 0: `losses` have a loss, `inputs` read a symbol, only the losses in
    `heard` (all, unless told) send a gradient, and none passes to the left of `cuts`.
    """
    heard = losses if heard is None else heard
    strongest = max(float(np.max(dstates, initial=0.0)), 1e-300)
    for step, symbol in enumerate(symbols):
        x = _COLUMN * step
        share = float(dstates[step]) / strongest
        draw_box(ax, (x, _STATE), f"$h_{{{step + 1}}}$")
        if step in losses:
            draw_box(ax, (x, LOSS), f"$L_{{{step + 1}}}$", role="output")
            draw_forward(ax, (x - 0.1, _STATE + 0.37), (x - 0.1, LOSS - 0.37))
            if step in heard:
                draw_gradient(ax, (x + 0.1, LOSS - 0.4), (x + 0.1, _STATE + 0.4), share)
                if numbers:
                    write_size(ax, (x + 0.6, (LOSS + _STATE) / 2), dstates[step])
        if step in inputs:
            draw_box(ax, (x, INPUT), symbol, role="input")
            draw_forward(ax, (x - 0.1, INPUT + 0.37), (x - 0.1, _STATE - 0.37))
            down = float(dinputs[step]) / strongest
            draw_gradient(ax, (x + 0.1, _STATE - 0.4), (x + 0.1, INPUT + 0.4), down)
        if step:
            draw_link(ax, step, float(dstates[step - 1]), strongest, cuts, numbers)
    right = _COLUMN * (len(symbols) - 1) + (0.95 if numbers else 0.6)
    draw_blank(ax, (-0.6, right), (INPUT - 0.5, LOSS + 0.5))


def draw_link(
    ax: Axes,
    step: int,
    size: float,
    strongest: float,
    cuts: Collection[int],
    numbers: bool,
) -> None:
    """What lies between a state and the one before: forward, back, or a cut."""
    left, right = _COLUMN * (step - 1) + 0.4, _COLUMN * step - 0.4
    middle = (left + right) / 2
    draw_forward(ax, (left, _STATE + 0.17), (right, _STATE + 0.17))
    if step in cuts:
        ends = (_STATE - 0.62, _STATE + 0.02)
        ax.plot((middle, middle), ends, color=INK, lw=2.2, ls=(0, (2, 1)))
        return
    draw_gradient(ax, (right, _STATE - 0.17), (left, _STATE - 0.17), size / strongest)
    if numbers and size > 0:
        write_size(ax, (middle, _STATE - 0.5), size)


def write_size(ax: Axes, at: Point, size: float) -> None:
    """The size of a gradient beside its arrow."""
    words = ax.text(*at, short_number(size), fontsize=9.5, color=COLOURS["gradient"])
    words.set(ha="center", va="center")


def draw_forward(ax: Axes, start: Point, end: Point) -> None:
    """A thin grey arrow: where the numbers went on the way forward."""
    head = "-|>,head_length=3,head_width=1.6"
    arrow = FancyArrowPatch(start, end, arrowstyle=head, shrinkA=0, shrinkB=0)
    arrow.set(color=QUIET, lw=1.0)
    ax.add_patch(arrow)


def draw_gradient(ax: Axes, start: Point, end: Point, share: float) -> None:
    """A red arrow; `share` of the strongest gradient gives its width, in decades."""
    if share <= 0:
        return
    strength = float(np.clip(1 + np.log10(share) / DECADES, 0.0, 1.0))
    head = f"-|>,head_length={4 + 3 * strength},head_width={2 + 2.2 * strength}"
    arrow = FancyArrowPatch(start, end, arrowstyle=head, shrinkA=0, shrinkB=0)
    arrow.set(color=COLOURS["gradient"], lw=0.7 + 4.3 * strength)
    arrow.set_alpha(0.3 + 0.7 * strength)
    ax.add_patch(arrow)


def draw_learning(ax: Axes, curves: Mapping[str, np.ndarray]) -> None:
    """The probability of the right symbol, a curve for each step, over the updates."""
    for role, (name, values) in zip(CURVE_ROLES, curves.items(), strict=False):
        ax.plot(np.arange(1, len(values) + 1), values, color=COLOURS[role], label=name)
    ax.axhline(0.5, color=QUIET, lw=0.8, ls=(0, (4, 3)))
    ax.set(xlabel="update", ylabel="$p$ of the right letter", ylim=(0, 1.02))
    ax.legend(loc="lower right", frameon=False)


def draw_window_errors(
    ax: Axes, windows: Sequence[int], errors: Mapping[str, np.ndarray]
) -> None:
    """How wrong the gradient is for each window: a curve a network, a point a seed.

    `errors` maps a name to (number of seeds, number of windows).
    """
    places = np.arange(len(windows))
    for role, (name, each) in zip(CURVE_ROLES, errors.items(), strict=False):
        colour = COLOURS[role]
        ax.plot(places, each.T, "o", ms=4, color=colour, alpha=0.35, mew=0)
        mean = each.mean(axis=0)
        ax.plot(places, mean, color=colour, lw=2.2)
        place = min(2, len(places) - 1)
        at = (places[place], mean[place])
        words = ax.annotate(name, at, xytext=(6, 7), textcoords="offset points")
        words.set(color=colour, fontsize=13)
    ax.set_xticks(places, [str(window) for window in windows])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("window $k$")
    ax.set_ylim(0, None)
    ax.set_ylabel("error of the gradient")
