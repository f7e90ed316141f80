"""Pictures of where a writing net looks, and of the pictures it writes about.

Lesson 07; a page of a poem: lesson 13.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from course_utils.plots.arrays import check_length, check_matrix
from course_utils.plots.figures import ON_ROLE, panel_size
from course_utils.plots.labels import AS_READ
from course_utils.plots.style import COLOURS, INK, PAPER, QUIET
from course_utils.plots.words import drawable
from course_utils.text import Text

SHARE = LinearSegmentedColormap.from_list("share", [PAPER, COLOURS["hidden"]])
FRAME = "#e1e5ea"
_NARROWEST = 5
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
        _frame(ax, (0, current), len(read))


def draw_page(
    ax: Axes,
    lines: Sequence[str],
    shares: np.ndarray,
    *,
    role: str = "hidden",
    limit: float = 1.0,
) -> None:
    """A poem as it is printed: the larger its share, the darker a character's field.

    shares (R,): of the blank before the first character, then of each that is read;
    what is not read yet is pale, and the last one read is framed
    limit: the share whose field has the full colour of `role`, as the key below says
    """
    symbols, places = page_of(lines)
    check_read(shares, len(symbols))
    colours = LinearSegmentedColormap.from_list(role, [PAPER, COLOURS[role]])
    width, height = page_size(lines)
    size = min(18.0, 0.62 * 72 * panel_size(ax)[0] / width)
    for number, ((x, y), symbol) in enumerate(zip(places, symbols, strict=True)):
        ink = QUIET
        if number < len(shares):
            depth = float(shares[number]) / limit
            field = Rectangle((x - 0.5, y - 0.5), 1, 1, fc=colours(depth), ec=FRAME)
            ax.add_patch(field)
            ink = ON_ROLE.get(role, INK) if depth > 0.55 else INK
        words = ax.text(x, y, drawable(symbol), fontsize=size, color=ink, gid=AS_READ)
        words.set(ha="center", va="center_baseline")
    _frame(ax, places[len(shares) - 1])
    _draw_share_key(ax, colours, limit, (width / 2 - 1.7, len(lines) + 0.05))
    ax.set(xlim=(-1.7, width - 1.7), ylim=(height - 0.6, -0.6), aspect="equal")
    ax.axis("off")


def page_size(lines: Sequence[str]) -> tuple[float, float]:
    """How many fields of a character `draw_page` takes side by side, and in height."""
    return max(_NARROWEST, *map(len, lines)) + 1.4, len(lines) + 1.0


def page_of(lines: Sequence[str]) -> tuple[list[str], list[tuple[int, int]]]:
    """A blank and all characters, and where each stands: (column, line)."""
    characters = [
        (character, (column, number))
        for number, line in enumerate(lines)
        for column, character in enumerate(line)
    ]
    symbols, places = zip(("□", (-1, 0)), *characters, strict=True)
    return list(symbols), list(places)


def check_read(shares: np.ndarray, num_symbols: int) -> None:
    """A share for the blank, and for no more than all characters: a `ValueError`."""
    if shares.ndim != 1 or not 0 < len(shares) <= num_symbols:
        message = _NOT_A_PAGE.format(most=num_symbols, found=shares.shape)
        raise ValueError(str(message))


def _frame(ax: Axes, at: tuple[int, int], width: int = 1) -> None:
    """A frame around so many fields of a row, from the one `at` on."""
    corner = (at[0] - 0.5, at[1] - 0.5)
    frame = Rectangle(corner, width, 1, fill=False, lw=2.2, zorder=5)
    frame.set(ec=COLOURS["gradient"], clip_on=False)
    ax.add_patch(frame)


def _draw_share_key(
    ax: Axes, colours: LinearSegmentedColormap, limit: float, at: tuple[float, float]
) -> None:
    """A slim key below the page, its middle `at`: 0 to `limit`."""
    x, y = at
    left, right, top, bottom = x - 1.2, x + 1.2, y - 0.1, y + 0.1
    ramp = np.linspace(0, 1, 64)[None]
    ax.imshow(ramp, cmap=colours, extent=(left, right, bottom, top))
    ax.add_patch(Rectangle((left, top), right - left, 0.2, fill=False, ec=FRAME))
    ax.text(left - 0.15, y, "0", fontsize=11, ha="right", va="center")
    ax.text(right + 0.15, y, f"{limit:.2g}", fontsize=11, ha="left", va="center")


_NOT_A_PAGE = Text(
    en="shares: expected one number for the blank and for each character read, 1 to "
    "{most} in a row, found shape {found}. Take one row of the weights.",
    zh="shares 应该是一行数：开头的空白一个，每个读过的字一个，一共 1 到 {most} 个，"
    "得到的形状却是 {found}。请取权重的一行。",
)


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
