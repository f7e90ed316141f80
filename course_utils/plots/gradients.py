"""Pictures of memory: norms over time on a logarithmic axis, and what was recalled.

Lessons 04 and 05.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from course_utils.plots.arrays import short_number
from course_utils.plots.style import COLOURS, CURVE_ROLES, QUIET
from course_utils.text import Text

CHANCE = Text(en="guessing", zh="瞎猜")
SHADES = ("#efa36d", "#e17d35", "#b94f00", "#6f2f00")
"""The gradient's colour from light to dark, for curves that differ in one number."""
LABEL_ROOM = 0.24
"""How much of the panel's width stays free for the names of the curves."""


def draw_log_curves(
    ax: Axes,
    curves: Mapping[str, np.ndarray],
    *,
    colours: Sequence[str] = (),
    dashed: Sequence[str] = (),
    symbol: str = "",
) -> None:
    """Draw positive `curves` (T,) over the steps 1 .. T, each named at its right end.

    Equal steps upwards are equal factors: what changes by the same factor at every
    step is a straight line. `dashed` are names of curves to compare with; `symbol`
    names the vertical axis.
    """
    cycle = colours or [COLOURS[role] for role in CURVE_ROLES]
    ends: dict[str, tuple[float, str]] = {}
    longest = max(map(len, curves.values()))
    for place, (name, values) in enumerate(curves.items()):
        colour = QUIET if name in dashed else cycle[place % len(cycle)]
        style = (0, (4, 2)) if name in dashed else "solid"
        ax.plot(range(1, len(values) + 1), values, color=colour, ls=style, label=name)
        ends[name] = (float(values[-1]), colour)
    ax.set_yscale("log")
    ax.set_xlim(1, longest * (1 + LABEL_ROOM))
    ax.yaxis.set_major_locator(LogLocator(numticks=6))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_formatter(short_number)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xticks([t for t in ax.get_xticks() if 0 <= t <= longest])
    ax.set_xlim(1, longest * (1 + LABEL_ROOM))
    ax.set_xlabel("$t$", fontsize=14)
    if symbol:
        ax.set_title(symbol)
    name_ends(ax, ends, longest)


def name_ends(ax: Axes, ends: Mapping[str, tuple[float, str]], last_step: int) -> None:
    """Write each name near its curve's end, none upon another, all within the axes."""
    low, high = np.log10(ax.get_ylim())
    line = 0.075 * (high - low)
    names = sorted(ends, key=lambda name: ends[name][0])
    heights = np.log10([ends[name][0] for name in names])
    steps = line * np.arange(len(names))
    heights = np.maximum.accumulate(heights - steps) + steps  # up, off the one below
    heights = np.minimum(heights, high - steps[::-1])  # down, into the axes
    for name, height in zip(names, heights, strict=True):
        words = ax.text(1.025 * last_step, 10**height, name, color=ends[name][1])
        words.set(va="center", clip_on=False)


def draw_slopes(ax: Axes, groups: Mapping[str, np.ndarray]) -> None:
    """Histograms of the tanh's slopes 1 - h², between 0 and 1, one for each group."""
    bins = np.linspace(0, 1, 26)
    roles = ("input", "gradient", "hidden")
    for (name, slopes), role in zip(groups.items(), roles, strict=False):
        weights = np.full(slopes.size, 1 / slopes.size)
        colour = COLOURS[role]
        ax.hist(slopes.ravel(), list(bins), weights=weights, color=colour, alpha=0.6)
        ax.plot([], [], color=colour, lw=7, alpha=0.6, label=name)
    ax.set(xlim=(0, 1), xlabel="$1 - h^2$", ylabel="share of units")
    ax.legend(loc="upper center")


def draw_recall(
    ax: Axes,
    results: Mapping[str, Mapping[int, Sequence[float]]],
    *,
    chance: float,
    colours: Sequence[str] = (),
) -> None:
    """Accuracy over the length T, in logarithms: a dot a seed, a line at their means.

    results: name → T → one accuracy a seed, the same lengths for every name
    """
    cycle = colours or [COLOURS[role] for role in CURVE_ROLES]
    lengths = list(next(iter(results.values())))
    for place, (name, by_length) in enumerate(results.items()):
        colour = cycle[place % len(cycle)]
        means = [float(np.mean(seeds)) for seeds in by_length.values()]
        ax.plot(lengths, means, color=colour, label=name)
        side = 1.03 if place % 2 else 1 / 1.03  # equal results stand side by side
        for length, seeds in by_length.items():
            places = length * side ** (1 + np.arange(len(seeds)))
            dots = ax.scatter(places, seeds, s=30, color=colour)
            dots.set(alpha=0.55, zorder=3, clip_on=False)
    ax.axhline(chance, color=QUIET, lw=1.2, ls=(0, (4, 2)))
    ax.text(lengths[0], chance + 0.02, str(CHANCE), color=QUIET, fontsize=10)
    ax.set_xscale("log")
    ax.set_xticks(lengths, [str(T) for T in lengths])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set(ylim=(0, 1.05), xlabel="$T$", ylabel="accuracy")
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
