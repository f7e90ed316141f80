"""Pictures of what a language model expects. Lesson 11."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from course_utils.plots.arrays import check_length, draw_symbols
from course_utils.plots.labels import AS_READ
from course_utils.plots.style import COLOURS, CURVE_ROLES, INK, QUIET


def draw_surprise(
    ax: Axes, surprise: np.ndarray, symbols: Sequence[str], current: int | None = None
) -> None:
    """A bar (T,) a symbol, in nats; `current` is the one pointed at. NaN: not known."""
    check_length(symbols, len(surprise))
    places = np.arange(len(surprise))
    is_quiet = (places != current) & (current is not None)
    bars = ax.bar(places, np.nan_to_num(surprise), width=0.72, color=COLOURS["hidden"])
    for bar, quiet in zip(bars, is_quiet, strict=True):
        bar.set_alpha(0.35 if quiet else 1.0)
    draw_symbols(ax, symbols)
    ax.set(xlim=(-0.6, len(surprise) - 0.4), ylabel="nats")
    ax.tick_params(axis="x", length=0)


def draw_choices(
    ax: Axes,
    names: Sequence[str],
    own: np.ndarray,
    shaped: np.ndarray,
    right: int | None = None,
) -> None:
    """What may come next: the model's own probabilities (K,), and as shaped (K,).

    `right` is the place of the symbol that really comes, if it is among them.
    """
    check_length(names, len(own))
    rows = np.arange(len(own))
    ax.barh(rows - 0.2, own, height=0.36, color=COLOURS["input"], alpha=0.6)
    ax.barh(rows + 0.2, shaped, height=0.36, color=COLOURS["hidden"])
    ax.set_yticks(rows, names, gid=AS_READ)
    for row, value in zip(rows, shaped, strict=True):
        if value == 0:
            ax.text(0, row + 0.2, " 0", color=QUIET, va="center", fontsize=9)
    if right is not None:
        ax.get_yticklabels()[right].set_color(COLOURS["gradient"])
    ax.invert_yaxis()
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(0, max(0.05, 1.08 * float(max(own.max(), shaped.max()))))


def draw_scale(ax: Axes, marks: Mapping[str, float]) -> None:
    """Models on one scale of nats: a dot and a name for each, one a row."""
    rows = np.arange(len(marks))
    values = np.array(list(marks.values()))
    ax.hlines(rows, values.min() - 0.2, values, color=QUIET, lw=1)
    ax.plot(values, rows, "o", ms=9, color=COLOURS["hidden"])
    for row, value in zip(rows, values, strict=True):
        ax.annotate(
            f"{value:.2f}",
            (value, row),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            color=INK,
        )
    ax.set_yticks(rows, list(marks))
    ax.set_xlim(values.min() - 0.2, values.max() + 0.35)
    ax.set_ylim(len(marks) - 0.5, -0.5)
    ax.set_xlabel("nats per character")
    ax.tick_params(axis="y", length=0)


def draw_nats_curve(
    ax: Axes, seen: np.ndarray, nats: np.ndarray, levels: Mapping[str, float]
) -> None:
    """Nats of the batches (N,) over the characters read (N,), and what others reach."""
    ax.plot(seen, nats, color=COLOURS["hidden"], lw=1.6)
    highest = max(levels.values(), default=0.0)
    for role, (name, level) in zip(CURVE_ROLES[1:], levels.items(), strict=False):
        ax.axhline(level, color=COLOURS[role], lw=1.4, ls="--")
        ax.annotate(
            name,
            (1.01, level),
            xycoords=("axes fraction", "data"),
            color=COLOURS[role],
            va="bottom" if level == highest else "top",  # lines may be close
            annotation_clip=False,
        )
    ax.set(xlabel="characters read", ylabel="nats")
