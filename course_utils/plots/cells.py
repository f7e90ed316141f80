"""The LSTM's and the GRU's cell, drawn with the values that flow through them.

Lesson 05.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Circle

from course_utils.plots.diagrams import Point, draw_arrow, draw_blank, draw_box
from course_utils.plots.style import COLOURS, PAPER

CellValues = Mapping[str, float]

CONVEYOR = 3.0
"""The height at which the memory passes through."""
_ROLES = {
    "f": "forget",
    "i": "input_gate",
    "o": "output_gate",
    "g": "input",
    "z": "forget",
    "r": "input_gate",
    "n": "input",
}


def draw_lstm_cell(ax: Axes, values: CellValues) -> None:
    """One step: `values` holds f, i, g, o, c_before, c and h."""
    enter(ax, f"$c_{{t-1}}$ = {values['c_before']:.2f}", 1.35)
    draw_gate(ax, (1.6, 1.5), "f", values)
    draw_arrow(ax, (1.6, 1.9), (1.6, 2.75), role="forget")
    draw_sign(ax, (1.6, CONVEYOR), "×")
    draw_arrow(ax, (1.85, CONVEYOR), (3.45, CONVEYOR), role="cell")
    draw_gate(ax, (3.0, 0.7), "i", values)
    draw_gate(ax, (4.4, 0.7), "g", values)
    draw_arrow(ax, (3.1, 1.1), (3.55, 1.75), role="input_gate")
    draw_arrow(ax, (4.3, 1.1), (3.85, 1.75), role="input")
    draw_sign(ax, (3.7, 1.93), "×")
    draw_arrow(ax, (3.7, 2.18), (3.7, 2.75), role="input")
    draw_sign(ax, (3.7, CONVEYOR), "+")
    leave(ax, 3.95, f"$c_t$ = {values['c']:.2f}", "cell")
    draw_arrow(ax, (6.4, CONVEYOR), (6.4, 1.75), role="cell")
    ax.text(6.52, 2.3, "tanh", va="center", fontsize=12)
    draw_gate(ax, (5.6, 0.7), "o", values)
    draw_arrow(ax, (5.75, 1.1), (6.2, 1.4), role="output_gate")
    draw_sign(ax, (6.4, 1.5), "×")
    draw_arrow(ax, (6.65, 1.5), (7.5, 1.5))
    ax.text(7.6, 1.5, f"$h_t$ = {values['h']:.2f}", va="center", fontsize=13)
    feed(ax, (1.6, 3.0, 4.4, 5.6), {1.6: 1.1})
    draw_blank(ax, (-0.9, 9.2), (-0.75, 3.6))


def draw_gru_cell(ax: Axes, values: CellValues) -> None:
    """One step: `values` holds r, z, n, h_before and h."""
    enter(ax, f"$h_{{t-1}}$ = {values['h_before']:.2f}", 1.95, role="hidden")
    draw_gate(ax, (2.2, 0.7), "z", values)
    draw_arrow(ax, (2.2, 1.1), (2.2, 2.75), role="forget")
    draw_sign(ax, (2.2, CONVEYOR), "×")
    draw_arrow(ax, (2.45, CONVEYOR), (5.15, CONVEYOR), role="hidden")
    draw_arrow(ax, (2.6, 0.95), (5.15, 1.87), role="forget", bend=-0.12)
    ax.text(3.55, 1.9, "$1 - z$", ha="center", fontsize=12)
    draw_gate(ax, (4.0, 0.7), "r", values)
    draw_arrow(ax, (4.4, 0.7), (5.0, 0.7), role="input_gate")
    draw_gate(ax, (5.4, 0.7), "n", values)
    draw_arrow(ax, (5.4, 1.1), (5.4, 1.68), role="input")
    draw_sign(ax, (5.4, 1.93), "×")
    draw_arrow(ax, (5.4, 2.18), (5.4, 2.75), role="input")
    draw_sign(ax, (5.4, CONVEYOR), "+")
    leave(ax, 5.65, f"$h_t$ = {values['h']:.2f}", "hidden")
    feed(ax, (2.2, 4.0, 5.4), {})
    draw_blank(ax, (-0.9, 9.2), (-0.75, 3.6))


def draw_gate(ax: Axes, centre: Point, name: str, values: CellValues) -> None:
    """A box with a gate's name and value, filled from below as far as it is open."""
    x, y = centre
    draw_box(ax, centre, role=_ROLES[name], size=0.8)
    ax.text(x, y + 0.14, f"${name}$", ha="center", va="center", fontsize=14)
    written = f"{values[name]:.2f}".replace("-", "\N{MINUS SIGN}")
    ax.text(x, y - 0.2, written, ha="center", va="center", fontsize=10)
    share = max(0.0, min(1.0, values[name]))
    if share and _ROLES[name] != "input":
        heights = [y - 0.34, y - 0.34 + 0.68 * share]
        colour = COLOURS[_ROLES[name]]
        ax.plot([x - 0.36] * 2, heights, color=colour, lw=5, solid_capstyle="butt")


def draw_sign(ax: Axes, centre: Point, sign: str) -> None:
    """A small circle in which two values are multiplied or added."""
    ax.add_patch(Circle(centre, 0.24, fc=PAPER, ec=COLOURS["output"], lw=1.4, zorder=3))
    ax.text(*centre, sign, ha="center", va="center", fontsize=14, zorder=4)


def enter(ax: Axes, label: str, end: float, role: str = "cell") -> None:
    """The old memory comes in from the left."""
    draw_arrow(ax, (0.1, CONVEYOR), (end, CONVEYOR), role=role)
    ax.text(-0.85, CONVEYOR + 0.2, label, fontsize=13)


def leave(ax: Axes, start: float, label: str, role: str) -> None:
    """The new memory goes out to the right."""
    draw_arrow(ax, (start, CONVEYOR), (7.5, CONVEYOR), role=role)
    ax.text(7.6, CONVEYOR, label, va="center", fontsize=13)


def feed(ax: Axes, places: Sequence[float], tops: Mapping[float, float]) -> None:
    """What all gates read, $x_t$ and $h_{t-1}$, led to each of them from below."""
    grey = COLOURS["input"]
    ax.plot([0.5, places[-1]], [-0.3, -0.3], color=grey, lw=1.7, solid_capstyle="round")
    ax.text(-0.85, -0.3, "$x_t, h_{t-1}$", va="center", fontsize=13)
    for x in places:
        draw_arrow(ax, (x, -0.3), (x, tops.get(x, 0.3)), role="input")
