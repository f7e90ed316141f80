"""Bars of speed: ways to read a batch of sequences of different lengths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from course_utils.style import COLOURS, QUIET

Row = Mapping[str, Any]
TITLES = {1: "one direction", 2: "two directions"}
NAMES = {
    (1, "packed"): "packed",
    (1, "padded"): "padded",
    (2, "packed"): "packed",
    (2, "padded"): "padded: reads pads",
    (2, "reversed"): "reversed within length",
}
ROLES = {
    "packed": "input",
    "padded": "hidden",
    "padded: reads pads": "gradient",
    "reversed within length": "hidden",
}
PALE = 0.4
HEIGHT = 0.8
"""Of all bars of a cell together, in rows."""


def draw_layer_speeds(ax: Axes, rows: Sequence[Row], directions: int) -> None:
    """Draw tokens a second of each cell and way: full bars for buckets, pale random.

    rows: cell, directions, way, order ("bucket" or "random"), tokens_per_second
    """
    shown = [row for row in rows if row["directions"] == directions]
    cells = list(dict.fromkeys(row["cell"] for row in shown))
    ways = list(dict.fromkeys(row["way"] for row in shown))
    height = HEIGHT / (2 * len(ways))
    for row in shown:
        inner = 2 * ways.index(row["way"]) + (row["order"] == "random")
        place = cells.index(row["cell"]) - HEIGHT / 2 + (inner + 0.5) * height
        colour = COLOURS[ROLES[NAMES[directions, row["way"]]]]
        alpha = PALE if row["order"] == "random" else 1.0
        speed = row["tokens_per_second"] / 1000
        ax.barh(place, speed, height=0.92 * height, color=colour, alpha=alpha)
    ax.set_yticks(range(len(cells)), [cell.upper() for cell in cells])
    ax.invert_yaxis()
    ax.set(xlabel="thousand tokens a second", title=TITLES[directions])
    names = [NAMES[directions, way] for way in ways]
    patches = [Patch(color=COLOURS[ROLES[name]]) for name in names]
    patches.append(Patch(color=QUIET, alpha=PALE))
    labels = [*names, "pale: random batches"]
    ax.legend(patches, labels, loc="lower left", bbox_to_anchor=(0, 1.1))


def draw_training_ratios(ax: Axes, rows: Sequence[Row]) -> None:
    """Draw how many times as fast our classifier learns as the usual one.

    rows: cell, directions, ratio
    """
    names = [f"{row['cell'].upper()}, {row['directions']} dir." for row in rows]
    ratios = np.array([row["ratio"] for row in rows])
    bars = ax.barh(names, ratios, height=0.6, color=COLOURS["hidden"])
    ax.bar_label(bars, fmt="%.1f×", padding=4)
    ax.axvline(1, color=QUIET, lw=1.2, ls=(0, (4, 2)))
    ax.set(xlabel="times as fast", title="training", xlim=(0, 1.2 * ratios.max()))
    ax.invert_yaxis()
