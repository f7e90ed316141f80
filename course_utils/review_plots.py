"""Pictures of measured rows: one dot a seed, and accuracy by the length of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator, PercentFormatter

from course_utils.style import COLOURS, CURVE_ROLES, INK, QUIET


def draw_ablation(
    ax: Axes, rows: Mapping[str, Sequence[float]], levels: Mapping[str, float]
) -> None:
    """A row for each model: a hollow dot a seed, a full one their mean.

    The first row is what the others are compared with; `levels` are dashed lines.
    """
    places = np.arange(len(rows))
    for place, values in zip(places, rows.values(), strict=True):
        ax.plot(values, [place] * len(values), "o", ms=6, mfc="none", mec=QUIET)
        colour = COLOURS["hidden" if place == 0 else "gradient"]
        ax.plot(np.mean(values), place, "o", ms=9, color=colour)
    first = next(iter(rows.values()))
    ax.axvline(float(np.mean(first)), color=COLOURS["hidden"], lw=1, zorder=0)
    for name, level in levels.items():
        ax.axvline(level, color=COLOURS["cell"], lw=1.4, ls=(0, (4, 2)), zorder=0)
        ax.annotate(
            name,
            (level, 1.02),
            xycoords=("data", "axes fraction"),
            color=COLOURS["cell"],
            ha="center",
        )
    ax.set_yticks(places, list(rows))
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlabel("test accuracy")
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=QUIET, alpha=0.25, lw=0.6)


def draw_by_length(
    ax: Axes,
    curves: Mapping[str, Sequence[float]],
    names: Sequence[str],
    counts: Sequence[int],
) -> None:
    """Accuracy (K,) of each model in K classes of length, and how many texts each has.

    `names` are the classes, from short to long.
    """
    places = np.arange(len(names))
    ends = _apart([values[-1] for values in curves.values()])
    for role, (name, values), end in zip(
        CURVE_ROLES, curves.items(), ends, strict=False
    ):
        ax.plot(places, values, "o-", color=COLOURS[role], ms=5)
        ax.annotate(
            name, (places[-1] + 0.12, end), color=COLOURS[role], va="center"
        ).set_annotation_clip(False)
    labels = [f"{name}\n{count}" for name, count in zip(names, counts, strict=True)]
    ax.set_xticks(places, labels)
    ax.set_xlim(-0.2, len(names) - 0.8)
    ax.set(xlabel="characters, and how many reviews", ylabel="test accuracy")
    ax.yaxis.set_major_locator(MultipleLocator(0.05))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.tick_params(colors=INK)


def _apart(values: Sequence[float], gap: float = 0.012) -> list[float]:
    """The same heights, pushed apart so far that names beside them do not touch."""
    order = np.argsort(values)
    placed = list(map(float, values))
    for below, above in pairwise(order):
        placed[above] = max(placed[above], placed[below] + gap)
    return placed
