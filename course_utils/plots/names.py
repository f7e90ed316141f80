"""Pictures of names in sentences: tags, what two nets make of them, scores.

Lesson 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from course_utils.datasets.spans import NAME_KINDS, Span, spans_of
from course_utils.plots.arrays import check_length, draw_symbols
from course_utils.plots.labels import AS_READ
from course_utils.plots.style import COLOURS, INK, QUIET

NAME_ROLES = {"PER": "hidden", "LOC": "cell", "ORG": "forget"}
"""The colour of each kind of name."""


def draw_tags(ax: Axes, characters: Sequence[str], tags: Sequence[str]) -> None:
    """T characters, the tag of each above it, and a bar above each name."""
    check_length(characters, len(tags))
    draw_symbols(ax, characters)
    size = ax.get_xticklabels()[0].get_fontsize() if characters else 10.0
    ax.tick_params(axis="x", length=0)
    for place, tag in enumerate(tags):
        ax.text(
            place,
            0.42,
            tag,
            gid=AS_READ,
            rotation=90,
            ha="center",
            va="center",
            fontsize=size,
            color=INK if tag == "O" else COLOURS[NAME_ROLES[tag[2:]]],
        )
    draw_spans(ax, spans_of(tags), 0.98)
    ax.set(xlim=(-0.6, len(tags) - 0.4), ylim=(0, 1), yticks=[])
    ax.spines[:].set_visible(False)


def draw_spans(ax: Axes, spans: Iterable[Span], height: float) -> None:
    """A bar above the characters of each name, and its kind."""
    for start, end, kind in sorted(spans):
        colour = COLOURS[NAME_ROLES[kind]]
        ax.hlines(height, start - 0.36, end - 0.64, color=colour, lw=4.5, clip_on=False)
        ax.text(
            (start + end - 1) / 2,
            height + 0.06,
            kind,
            gid=AS_READ,
            color=colour,
            ha="center",
            va="bottom",
            fontsize=9.5,
        )


def draw_kinds(
    ax: Axes,
    characters: Sequence[str],
    shares: np.ndarray,
    spans: Iterable[Span],
) -> None:
    """For each character the probability of each kind, (T, 3), stacked; the names.

    There may be more characters than rows of `shares`: those are not read yet.
    """
    places = np.arange(len(shares))
    below = np.zeros(len(shares))
    for kind, own in zip(NAME_KINDS, shares.T, strict=True):
        ax.bar(
            places, own, 0.8, bottom=below, color=COLOURS[NAME_ROLES[kind]], alpha=0.75
        )
        below = below + own
    draw_symbols(ax, characters)
    for label in ax.get_xticklabels()[len(shares) :]:
        label.set_color("#c5ccd3")
    draw_spans(ax, spans, 1.08)
    ax.set(xlim=(-0.6, max(7.4, len(characters) - 0.4)), ylim=(0, 1), yticks=[0, 1])
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.tick_params(length=0)


def draw_novelty(
    ax: Axes, recalls: Mapping[str, Sequence[float]], groups: Sequence[str]
) -> None:
    """Recall of some models (name → (G,)) side by side in G groups of names."""
    width = 0.8 / len(recalls)
    for row, (name, values) in enumerate(recalls.items()):
        colour = (COLOURS["input"], COLOURS["hidden"])[row % 2]
        places = np.arange(len(groups)) + (row - (len(recalls) - 1) / 2) * width
        ax.bar(places, values, 0.9 * width, color=colour)
        for place, value in zip(places, values, strict=True):
            ax.text(place, value, f"{value:.2f}", ha="center", va="bottom", fontsize=10)
        ax.text(
            0.01 + 0.27 * row, 1.04, f"■ {name}", color=colour, transform=ax.transAxes
        )
    ax.set_xticks(range(len(groups)), groups)
    ax.set(ylim=(0, 1.05), yticks=[0, 0.5, 1], ylabel="recall")
    ax.tick_params(axis="x", length=0)


def draw_scores(ax: Axes, rows: Mapping[str, Mapping[str, float]]) -> None:
    """A row for each model: F1 of all names (a diamond) and of each kind (dots)."""
    for place, own in enumerate(rows.values()):
        ax.hlines(place, 0, 1, color="#e1e5ea", lw=0.8, zorder=0)
        for below, (kind, role) in enumerate(NAME_ROLES.items(), 1):
            dot = own[kind], place + 0.2 * below  # a height each: none hides another
            ax.plot(*dot, "o", ms=5, color=COLOURS[role], clip_on=False)
        ax.plot(own["all"], place, "D", ms=8, color=INK, clip_on=False)
        ax.text(1.03, place, f"{own['all']:.3f}", va="center", color=INK)
    names = {"all": INK} | {kind: COLOURS[role] for kind, role in NAME_ROLES.items()}
    for column, (name, colour) in enumerate(names.items()):
        mark = "◆" if name == "all" else "●"
        ax.text(
            0.12 * column,
            1.03,
            f"{mark} {name}",
            color=colour,
            transform=ax.transAxes,
            fontsize=11,
        )
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set(xlim=(0, 1), ylim=(len(rows) - 0.25, -0.5), xlabel="F1")
    ax.tick_params(axis="y", length=0, labelcolor=INK)
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_color(QUIET)
