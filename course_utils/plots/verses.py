"""Pictures of lesson 12: rhyme graphs, rates, and what may come next in a poem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from course_utils.plots.figures import ON_ROLE
from course_utils.plots.labels import AS_READ
from course_utils.plots.style import COLOURS, CURVE_ROLES, INK, QUIET

_Pair = tuple[str, str]


def draw_rhymes(
    ax: Axes,
    places: Mapping[str, tuple[float, float]],
    edges: Mapping[_Pair, float],
    groups: Sequence[Sequence[str]],
) -> None:
    """Characters at their `places`, joined as often as they rhyme, in group colours."""
    most = max(edges.values())
    lines = LineCollection(
        [[places[one], places[other]] for one, other in edges],
        linewidths=[0.4 + 3 * weight / most for weight in edges.values()],
        colors=QUIET,
        alpha=0.45,
    )
    ax.add_collection(lines)
    for number, group in enumerate(groups):
        role = CURVE_ROLES[number % len(CURVE_ROLES)]
        for one in group:
            ax.scatter(*places[one], s=260, color=COLOURS[role], zorder=2)
            ink = ON_ROLE.get(role, INK)
            words = ax.text(
                *places[one], one, gid=AS_READ, fontsize=10, color=ink, zorder=3
            )
            words.set(ha="center", va="center_baseline")
    ax.margins(0.06)
    ax.set_axis_off()


def draw_nats(ax: Axes, curves: Mapping[str, np.ndarray], width: int) -> None:
    """Nats (T,) of each place of a poem; thin lines between lines of `width`."""
    # The first is broader, and shows beneath the others where they agree.
    widths = [6, *[2] * (len(curves) - 1)]
    for role, lw, name in zip(CURVE_ROLES, widths, curves, strict=False):
        nats = curves[name]
        places = np.arange(1, len(nats) + 1)
        colour = COLOURS[role]
        ax.plot(places, nats, color=colour, lw=lw, marker="o", ms=lw + 3, label=name)
    ax.vlines(
        np.arange(width, len(nats), width) + 0.5, 0, 1, color=QUIET, lw=0.8, ls=":"
    ).set_transform(ax.get_xaxis_transform())
    ax.set(xlabel="place", ylabel="nats")
    ax.set_xticks(range(width, len(nats) + 1, width))
    ax.set_ylim(bottom=0)
    ax.legend(loc="lower left")


def draw_rates(
    ax: Axes, table: Mapping[str, Mapping[str, float]], names: Sequence[str]
) -> None:
    """Shares from 0 to 1, `table[step][name]`: side by side, a group for each step."""
    width = 0.8 / len(names)
    for place, (role, name) in enumerate(zip(CURVE_ROLES, names, strict=False)):
        values = [table[step][name] for step in table]
        at = np.arange(len(table)) + width * (place - (len(names) - 1) / 2)
        ax.vlines(at, 0, values, color=COLOURS[role], lw=1.4)
        ax.plot(at, values, "o", color=COLOURS[role], label=name, clip_on=False)
    ax.set_xticks(range(len(table)), list(table))
    ax.set_ylim(0, 1.04)
    ax.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))


def draw_options(
    ax: Axes,
    labels: Sequence[str],
    probabilities: np.ndarray,
    allowed: np.ndarray,
    chosen: int | None = None,
) -> None:
    """A bar for each character that may come next; what is forbidden is grey.

    `chosen` is the row that the poem has here: its bar has a frame.
    """
    rows = np.arange(len(labels))
    colours = np.where(allowed, COLOURS["hidden"], COLOURS["input"])
    edges = [INK if row == chosen else "none" for row in rows]
    ax.barh(rows, probabilities, color=colours, edgecolor=edges, lw=2, height=0.72)
    for row, probability in enumerate(probabilities):
        ax.text(probability, row, f" {100 * probability:.2g} %", va="center", size=9)
    ax.set_yticks(rows, labels, gid=AS_READ)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_xlim(0, 1.25 * max(probabilities.max(), 1e-6))
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)
