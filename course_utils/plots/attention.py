"""Pictures of where a writing net looks, and of the pictures it writes about.

Lesson 07.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from course_utils.plots.arrays import check_length, check_matrix
from course_utils.plots.labels import AS_READ
from course_utils.plots.style import COLOURS, INK, PAPER

SHARE = LinearSegmentedColormap.from_list("share", [PAPER, COLOURS["hidden"]])
FRAME = "#e1e5ea"
READABLE = 0.1
"""Smaller weights are not written into their field."""


def draw_attention(
    ax: Axes,
    weights: np.ndarray,
    read: Sequence[str],
    written: Sequence[str],
    current: int | None = None,
) -> None:
    """Weights (L, S): a row for each written symbol, a column for each one read.

    `current` is the row that is framed.
    """
    check_matrix(weights)
    check_length(written, len(weights))
    check_length(read, weights.shape[1])
    ax.imshow(weights, cmap=SHARE, vmin=0, vmax=1, aspect="auto")
    for row, column in np.argwhere(weights >= READABLE):
        value = float(weights[row, column])
        ax.text(
            *(column, row),
            f"{value:.2f}",
            ha="center",
            va="center",
            fontsize=9,
            color=PAPER if value > 0.55 else INK,
        )
    ax.set_xticks(range(len(read)), list(read), fontsize=14, gid=AS_READ)
    ax.set_yticks(range(len(written)), list(written), fontsize=14, gid=AS_READ)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xticks(np.arange(1, len(read)) - 0.5, minor=True)
    ax.set_yticks(np.arange(1, len(written)) - 0.5, minor=True)
    ax.grid(which="minor", color=FRAME, lw=0.8)
    ax.tick_params(which="minor", length=0)
    if current is not None:
        corner = (-0.5, current - 0.5)
        frame = Rectangle(corner, len(read), 1, fill=False, lw=2.2, zorder=5)
        frame.set_clip_on(False)
        frame.set_edgecolor(COLOURS["gradient"])
        ax.add_patch(frame)


def draw_pictures(
    axes: Sequence[Axes], images: np.ndarray, captions: Sequence[str]
) -> None:
    """Pictures (N, height, width) in grey, each with a caption below it."""
    check_length(captions, len(images))
    for ax, image, caption in zip(axes, images, captions, strict=True):
        ax.imshow(image, cmap="gray_r", vmin=0, vmax=1)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines[:].set(visible=True, color=FRAME)
        ax.set_xlabel(caption, fontsize=12, gid=AS_READ)


def draw_accuracies(
    ax: Axes, groups: Sequence[str], values: dict[str, Sequence[float]]
) -> None:
    """For each name in `values` a line over the groups, shares from 0 to 1."""
    roles = ("hidden", "gradient", "cell", "input")
    for role, (name, shares) in zip(roles, values.items(), strict=False):
        check_length(groups, len(shares))
        ax.plot(range(len(groups)), shares, "o-", color=COLOURS[role], label=name)
    ax.set_xticks(range(len(groups)), list(groups))
    ax.set_ylim(-0.04, 1.04)
    ax.legend()
