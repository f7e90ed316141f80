"""Pictures of verdicts: word by word, model by model, and by how sure people are.

Lesson 08.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from course_utils.plots import figures
from course_utils.plots.labels import AS_READ
from course_utils.plots.style import COLOURS, CURVE_ROLES, INK, QUIET, SIGNED
from course_utils.plots.words import drawable

Side = Literal["left", "right"]

_ROW = 0.27
"""Inches that a word takes on the ladder."""


def ladder_figure(num_rows: int) -> tuple[Figure, Axes]:
    """A figure as high as `num_rows` words need."""
    height = 1.0 + _ROW * num_rows
    margins = {"left": 0.22, "right": 0.95, "bottom": 0.5 / height}
    return figures.figure(
        width=8.0, height=height, margins={**margins, "top": 1 - 0.42 / height}
    )


def draw_ladder(
    ax: Axes,
    words: Sequence[str],
    verdicts: np.ndarray,
    known: Sequence[bool],
    *,
    before: float,
    step: int,
    other: np.ndarray | None = None,
) -> None:
    """Words (N,) from top to bottom, and the probability of “positive” after each.

    verdicts, other (N,): of the net, and of another model, thin. before: the net's
    before the first word. step: how many words are read; the others are faint. Grey
    words are not known.
    """
    read, rows = verdicts[:step], np.arange(step)
    ax.axvline(0.5, color=QUIET, lw=1)
    if other is not None:
        ax.plot(other[:step], rows, "o-", color=COLOURS["input"], lw=1.4, ms=3.5)
    starts = np.concatenate([[before], read[:-1]])
    for row in range(step):
        draw_move(ax, row, starts[row], read[row])
    ax.plot(read, rows, "o-", color=COLOURS["hidden"], lw=1.6, ms=5)
    ax.plot(read[-1], step - 1, "o", ms=11, color=COLOURS["hidden"])
    write_words(ax, words, known, step)
    ax.set(xlim=(-0.02, 1.02), ylim=(len(words) - 0.4, -0.9))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.spines["left"].set_visible(False)
    write_above(ax, 0.0, "negative", "left", INK)
    write_above(ax, 1.0, "positive", "right", INK)


def name_curves(ax: Axes, name: str, other: str) -> None:
    """The names of the two models above the middle, in their colours."""
    write_above(ax, 0.5, f"■ {name}  ", "right", COLOURS["hidden"])
    write_above(ax, 0.5, f"  ■ {other}", "left", COLOURS["input"])


def write_above(ax: Axes, x: float, words: str, side: Side, colour: str) -> None:
    """Words above the panel, beginning or ending at `x` (0 to 1)."""
    y = 1 + 0.1 / figures.panel_size(ax)[1]
    ax.text(x, y, words, ha=side, color=colour, transform=ax.transAxes)


def draw_move(ax: Axes, row: int, start: float, end: float) -> None:
    """A bar from the verdict before a word to that after it: blue up, orange down."""
    colour = SIGNED(0.5 + float(np.clip(end - start, -0.5, 0.5)))
    ax.barh(row, end - start, left=start, height=0.72, color=colour, lw=0)


def write_words(
    ax: Axes, words: Sequence[str], known: Sequence[bool], step: int
) -> None:
    """The words beside their rows: the present one blue, others read ink."""
    shown = [drawable(word) for word in words]
    ax.set_yticks(range(len(words)), shown, gid=AS_READ)
    ax.tick_params(axis="y", length=0)
    for row, word in enumerate(ax.get_yticklabels()):
        word.set(color=INK if known[row] and row < step else QUIET, parse_math=False)
        if not known[row]:
            word.set_fontstyle("italic")
        if row == step - 1:
            word.set(color=COLOURS["hidden"], fontsize=14)


def draw_models(
    ax: Axes, rows: Mapping[str, Sequence[float]], lines: Mapping[str, float]
) -> None:
    """A row a model, a dot a seed, a bar at the mean; `lines` cross all rows."""
    for role, (name, value) in zip(CURVE_ROLES[1:], lines.items(), strict=False):
        ax.axvline(value, color=COLOURS[role], lw=1.4, ls="--", zorder=0)
        ax.annotate(
            f"{name} {value:.3f}".replace("0.", "."),
            (value, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 4 + 14 * (len(ax.texts) % 2)),
            textcoords="offset points",
            ha="center",
            color=COLOURS[role],
        )
    for row, values in enumerate(rows.values()):
        places = [row] * len(values)
        ax.scatter(values, places, s=64, lw=0, color=COLOURS["hidden"], alpha=0.55)
        ax.vlines(np.mean(values), row - 0.3, row + 0.3, color=INK, lw=2)
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set(ylim=(len(rows) - 0.4, -0.6), xlabel="accuracy")
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=QUIET, alpha=0.25)


def draw_bands(
    ax: Axes,
    bands: Sequence[str],
    curves: Mapping[str, Sequence[float]],
    counts: Sequence[int],
) -> None:
    """Accuracy (K,) of each model in K bands of the rating, each with its texts."""
    places = np.arange(len(bands))
    width = 0.8 / len(curves)
    for k, (name, values) in enumerate(curves.items()):
        role = CURVE_ROLES[k % len(CURVE_ROLES)]
        at = places + width * (k - (len(curves) - 1) / 2)
        ax.bar(at, values, width=0.92 * width, color=COLOURS[role], label=name)
    ax.axhline(0.5, color=INK, lw=1, ls=":")
    labels = [f"{band}\n{count}" for band, count in zip(bands, counts, strict=True)]
    ax.set_xticks(places, labels)
    ax.set(ylim=(0, 1), ylabel="accuracy", xlabel="|rating|, number of texts")
    ax.tick_params(axis="x", length=0)
    ax.legend(ncols=len(curves), loc="lower center", bbox_to_anchor=(0.5, 1.0))


def draw_lengths(ax: Axes, lengths: Sequence[int], width: int) -> None:
    """How many texts have 1, 2, ... words; a line where all are padded to."""
    ax.bar(*np.unique(lengths, return_counts=True), width=0.9, color=COLOURS["input"])
    ax.axvline(width, color=COLOURS["gradient"], lw=1.4, ls="--")
    ax.set(xlabel="words", ylabel="texts", xlim=(0, width + 2))
