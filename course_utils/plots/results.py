"""Pictures of measured rows: one dot a seed, and accuracy by the length of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, MultipleLocator, PercentFormatter

from course_utils.plots import figures
from course_utils.plots.style import COLOURS, CURVE_ROLES, INK, QUIET
from course_utils.text import Text


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


SpeedRow = Mapping[str, Any]
TITLES = {1: "one direction", 2: "two directions"}
WAY_NAMES = {
    (1, "packed"): "packed",
    (1, "padded"): "padded",
    (2, "packed"): "packed",
    (2, "padded"): "padded: reads pads",
    (2, "reversed"): "reversed within length",
}
_ROLES = {
    "packed": "input",
    "padded": "hidden",
    "padded: reads pads": "gradient",
    "reversed within length": "hidden",
}
PALE = 0.4
_HEIGHT = 0.8
"""Of all bars of a cell together, in rows."""


def draw_layer_speeds(ax: Axes, rows: Sequence[SpeedRow], directions: int) -> None:
    """Draw tokens a second of each cell and way: full bars for buckets, pale random.

    rows: cell, directions, way, order ("bucket" or "random"), tokens_per_second
    """
    shown = [row for row in rows if row["directions"] == directions]
    cells = list(dict.fromkeys(row["cell"] for row in shown))
    ways = list(dict.fromkeys(row["way"] for row in shown))
    height = _HEIGHT / (2 * len(ways))
    for row in shown:
        inner = 2 * ways.index(row["way"]) + (row["order"] == "random")
        place = cells.index(row["cell"]) - _HEIGHT / 2 + (inner + 0.5) * height
        colour = COLOURS[_ROLES[WAY_NAMES[directions, row["way"]]]]
        alpha = PALE if row["order"] == "random" else 1.0
        speed = row["tokens_per_second"] / 1000
        ax.barh(place, speed, height=0.92 * height, color=colour, alpha=alpha)
    ax.set_yticks(range(len(cells)), [cell.upper() for cell in cells])
    ax.invert_yaxis()
    ax.set(xlabel="thousand tokens a second", title=TITLES[directions])
    names = [WAY_NAMES[directions, way] for way in ways]
    patches = [Patch(color=COLOURS[_ROLES[name]]) for name in names]
    patches.append(Patch(color=QUIET, alpha=PALE))
    labels = [*names, "pale: random batches"]
    ax.legend(patches, labels, loc="lower left", bbox_to_anchor=(0, 1.1))


def draw_training_ratios(ax: Axes, rows: Sequence[SpeedRow]) -> None:
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


class HasHistory(Protocol):
    """What a training remembers of its epochs, which count from 1."""

    losses: list[float]
    scores: list[float]

    @property
    def best_epoch(self) -> int: ...


def draw_history(axes: Sequence[Axes], history: HasHistory) -> None:
    """Draw the losses over the epochs, and in a second panel the scores, if any.

    A dashed line marks the epoch whose weights were kept.
    """
    _draw_line(axes[0], history.losses, "gradient")
    axes[0].set(ylabel="loss", ylim=(0, None))
    if history.scores:
        _draw_line(axes[1], history.scores, "hidden")
        axes[1].set_ylabel("score")
    for ax in axes:
        ax.set_xlabel("epoch")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.axvline(history.best_epoch, color=QUIET, lw=1.2, ls=(0, (4, 2)), zorder=0)


def show_history(history: HasHistory) -> None:
    """Show the picture of a training, with its numbers in the alternative text."""
    panels = 2 if history.scores else 1
    fig, axes = figures.figure(1, panels, width=4.0 * panels, height=3.0, squeeze=False)
    draw_history(axes[0], history)
    alt = _ALT.format(
        epochs=len(history.losses), first=history.losses[0], last=history.losses[-1]
    )
    if history.scores:
        best = max(history.scores)
        scored = _ALT_SCORES.format(best=best, epoch=history.best_epoch)
        alt = Text(en=alt.en + scored.en, zh=alt.zh + scored.zh)
    figures.show(fig, alt=alt)


def _draw_line(ax: Axes, values: Sequence[float], role: str) -> None:
    epochs = range(1, len(values) + 1)
    ax.plot(epochs, values, color=COLOURS[role], marker="o", ms=4)


_ALT = Text(
    en="Loss over {epochs} epochs: from {first:.2f} to {last:.2f}.",
    zh="{epochs} 轮训练的损失：从 {first:.2f} 到 {last:.2f}。",
)
_ALT_SCORES = Text(
    en=" The score on other data is highest after epoch {epoch}: {best:.2f}.",
    zh="其他数据上的得分在第 {epoch} 轮后最高：{best:.2f}。",
)
