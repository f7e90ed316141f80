"""Measured arrays drawn: states, curves, influences, parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from course_utils.plots.figures import ON_ROLE, number_steps, panel_size, text_width
from course_utils.plots.labels import AS_READ
from course_utils.plots.style import COLOURS, INK, PAPER, QUIET, SIGNED
from course_utils.text import Text


def draw_symbols(ax: Axes, symbols: Sequence[str]) -> None:
    """Write one symbol (a word or a Chinese character) at each column of an image.

    They shrink to fit their columns; words too long for that are slanted.
    """
    widest = max(map(text_width, symbols), default=1.0)
    panel, _ = panel_size(ax)
    fitting = 0.94 * panel / max(1, len(symbols)) * 72 / widest
    slanted = fitting < 8.5 and widest > 1.0
    size = 10.0 if slanted else float(np.clip(fitting, 5.5, 12.5))
    ax.set_xticks(range(len(symbols)), symbols, fontsize=size, gid=AS_READ)
    if slanted:
        for symbol in ax.get_xticklabels():
            symbol.set(rotation=40, ha="right", rotation_mode="anchor")


def draw_states(
    ax: Axes,
    states: np.ndarray,
    symbols: Sequence[str] | None = None,
    *,
    opacity: np.ndarray | None = None,
    current: int | None = None,
    colourbar: bool = True,
) -> None:
    """Draw `states` (T, H) as a heat map: a column a step, a row a unit.

    Colours diverge and are centred at 0. NaN marks states not there yet (left blank).
    `opacity` (T,) fades columns; `current` outlines one of them.
    """
    states = check_matrix(states)
    num_steps, num_units = states.shape
    check_length(symbols, num_steps)
    limit = max(1.0, float(np.nanmax(np.abs(states), initial=0.0)))
    alpha = None if opacity is None else np.tile(opacity, (num_units, 1))
    image = ax.imshow(
        states.T, cmap=SIGNED, vmin=-limit, vmax=limit, aspect="auto", alpha=alpha
    )
    separate_cells(ax, num_steps, num_units)
    if current is not None:
        outline = Rectangle(
            (current - 0.5, -0.5), 1, num_units, fill=False, ec=INK, lw=2.4
        )
        outline.set(clip_on=False, zorder=4)
        ax.add_patch(outline)
    if symbols is None:
        number_steps(ax, num_steps)
    else:
        draw_symbols(ax, symbols)
    ax.set_yticks([0, num_units - 1] if num_units > 1 else [0])
    ax.set_yticklabels(["1", str(num_units)] if num_units > 1 else ["1"])
    name_axis(ax, "$h_t$")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    if colourbar:
        draw_colour_key(ax, image, limit)


def draw_colour_key(ax: Axes, image: Any, limit: float) -> None:
    """A slim key right of a signed heat map: -limit, 0, limit."""
    key = ax.inset_axes((1.025, 0.12, 0.016, 0.76))
    ramp = np.linspace(limit, -limit, 64)[:, None]
    key.imshow(ramp, cmap=image.cmap, vmin=-limit, vmax=limit, aspect="auto")
    key.set_xticks([])
    key.yaxis.tick_right()
    key.set_yticks([0, 31.5, 63], [f"{limit:.3g}", "0", f"\N{MINUS SIGN}{limit:.3g}"])
    key.tick_params(length=0, labelsize=9.5)
    key.spines[:].set_visible(False)


def draw_curve(ax: Axes, values: np.ndarray, *, role: str = "hidden") -> None:
    """Draw `values` (T,) over the steps 1 .. T, in the colour of `role`."""
    steps = np.arange(1, len(values) + 1)
    marker = "o" if len(values) <= 40 else ""
    ax.plot(steps, values, color=COLOURS[role], marker=marker, ms=5)
    ax.set_xlabel("$t$", fontsize=14)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))


def draw_inputs(ax: Axes, values: np.ndarray) -> None:
    """Draw the inputs (T,) as grey bars behind the states they lead to."""
    steps = np.arange(1, len(values) + 1)
    ax.bar(steps, values, width=0.36, color=COLOURS["input"], alpha=0.55)
    ax.axhline(0, color=QUIET, lw=0.8)


def draw_influence(
    ax: Axes,
    distances: np.ndarray,
    symbols: Sequence[str] | None = None,
    *,
    opacity: np.ndarray | None = None,
    floor: float = 1e-8,
) -> None:
    """Draw how far each state moves (`distances` (T,)) on a logarithmic axis.

    Distances below `floor` stand on the floor, hollow: too small to be drawn.
    """
    num_steps = len(distances)
    check_length(symbols, num_steps)
    tops = np.maximum(np.nan_to_num(distances, nan=0.0), floor)
    places = np.arange(num_steps)
    strength = np.ones(num_steps) if opacity is None else opacity
    rgba = [to_rgba(COLOURS["gradient"], float(a)) for a in strength]
    ax.vlines(places, floor, tops, color=rgba, lw=2.2)
    drawn = tops > floor
    points = ax.scatter(places, tops, s=np.where(drawn, 34, 14), zorder=3)
    points.set(edgecolor=rgba, clip_on=False)
    points.set_facecolor([c if d else PAPER for c, d in zip(rgba, drawn, strict=True)])
    ax.set_yscale("log")
    ax.set_ylim(floor, 10 * max(1.0, float(tops.max(initial=1.0))))
    ax.yaxis.set_major_locator(LogLocator(numticks=5))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_formatter(short_number)
    ax.set_xlim(-0.5, num_steps - 0.5)
    name_axis(ax, "$|\\Delta h_t|$")
    if symbols is None:
        number_steps(ax, num_steps)
    else:
        draw_symbols(ax, symbols)
    ax.tick_params(axis="x", length=0)


def draw_parameter_bars(
    ax: Axes,
    parts: Mapping[str, int],
    *,
    formula: int | None = None,
    pytorch: int | None = None,
) -> None:
    """A bar for each weight matrix in `parts` (name → number of parameters).

    `formula` and `pytorch` are totals, written side by side above the bars.
    """
    draw_layer_bars(ax, {name: {name: count} for name, count in parts.items()})
    ax.set_title(totals_line(formula, pytorch))


def draw_layer_bars(ax: Axes, layers: Mapping[str, Mapping[str, int]]) -> None:
    """A bar for each layer, cut into its weight matrices (name → number of parameters).

    Colours follow the names: `W_hh` hidden, `W_xh` input, `b` bias.
    """
    rows = range(len(layers))
    widest = max([1, *(sum(parts.values()) for parts in layers.values())])
    for row, parts in enumerate(layers.values()):
        left = 0
        for name, count in parts.items():
            role = part_role(name)
            ax.barh(row, count, left=left, height=0.62, color=COLOURS[role])
            if len(parts) > 1 and count > 0.2 * widest:
                words = ax.text(left + count / 2, row, f"{count:,}", fontsize=9.5)
                words.set(ha="center", va="center", color=ON_ROLE.get(role, INK))
            left += count
        ax.text(left, row, f"  {left:,}", va="center", fontsize=10.5)
    ax.set_yticks(rows, list(layers))
    ax.set_ylim(max(3, len(layers)) - 0.5, -0.5)
    ax.set_xlim(0, 1.28 * widest)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)


def name_axis(ax: Axes, symbol: str) -> None:
    """Write a symbol upright beside the vertical axis."""
    ax.set_ylabel(symbol, rotation=0, ha="right", va="center", fontsize=14, labelpad=8)


def separate_cells(ax: Axes, num_cols: int, num_rows: int) -> None:
    """White lines between the cells of an image, where the cells are large enough."""
    width = 1.6 if max(num_cols, num_rows) <= 40 else 0.0
    ax.vlines(np.arange(1, num_cols) - 0.5, -0.5, num_rows - 0.5, color=PAPER, lw=width)
    ax.hlines(
        np.arange(1, num_rows) - 0.5, -0.5, num_cols - 0.5, color=PAPER, lw=width / 2
    )


def name_colours(ax: Axes, names: Mapping[str, str], step: float = 0.75) -> None:
    """Name the colours of a panel, `names` by role, in one line above it.

    `step` inches lie between the beginnings of two names.
    """
    width, _ = panel_size(ax)
    for column, (role, name) in enumerate(names.items()):
        place = ((0.1 + step * column) / width, 1.03)
        words = f"■ {name}"
        ax.text(*place, words, transform=ax.transAxes, color=COLOURS[role], fontsize=13)


def short_number(value: float, _place: float = 0.0) -> str:
    """`value` in two digits: 1, 0.013, 3.1e-5. (For ticks $10^{-5}$ would be slow.)"""
    return f"{value:.2g}".replace("e-0", "e-").replace("e+0", "e")


def totals_line(formula: int | None, pytorch: int | None) -> str:
    """The totals that are known, side by side, to be compared by the reader."""
    totals = {str(Text(en="formula", zh="公式")): formula, "PyTorch": pytorch}
    words = [f"{name} {n:,}" for name, n in totals.items() if n is not None]
    return "   ·   ".join(words)


def part_role(name: str) -> str:
    """The colour role of a parameter by its name: `W_hh` hidden, `W_xh` input, ..."""
    if name.lstrip("$").startswith("b"):
        return "bias"
    if "hh" in name or name == "recurrent":
        return "hidden"
    return "output" if "hy" in name or "out" in name else "input"


def check_matrix(states: np.ndarray) -> np.ndarray:
    """`states` as a (T, H) array of numbers; anything else is a `ValueError`."""
    states = np.asarray(states)
    if states.ndim == 2 and states.size and np.issubdtype(states.dtype, np.number):
        return states
    message = Text(
        en="Expected states as numbers of shape (T, H), found {shape} of {kind}. "
        "For one sequence out of a batch, write states[0].",
        zh="需要形状为 (T, H) 的数值状态，得到的是 {shape}，类型 {kind}。"
        "如果有批量维，取出一个序列：states[0]。",
    )
    raise ValueError(str(message.format(shape=states.shape, kind=states.dtype)))


def check_length(symbols: Sequence[str] | None, num_steps: int) -> None:
    """One symbol for each step, else a `ValueError`."""
    if symbols is None or len(symbols) == num_steps:
        return
    message = Text(
        en="Expected one symbol for each of the {steps} steps, found {found}.",
        zh="共有 {steps} 个时间步，每步需要一个符号，得到的却是 {found} 个。",
    )
    raise ValueError(str(message.format(steps=num_steps, found=len(symbols))))
