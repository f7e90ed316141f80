"""Drawn schemes: boxes and arrows that explain; `arrays` draws what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from course_utils.plots.figures import panel_size
from course_utils.plots.labels import AS_READ
from course_utils.plots.style import COLOURS, QUIET
from course_utils.text import Text

Point = tuple[float, float]

# (name, columns with an input, columns with an output, number of columns, task)
FIVE_SHAPES: tuple[tuple[str, set[int], set[int], int, Text], ...] = (
    ("1-1", {0}, {0}, 1, Text(en="image\nto digit", zh="图片\n→ 数字")),
    ("1-N", {0}, {0, 1, 2}, 3, Text(en="image\nto caption", zh="图片\n→ 说明文字")),
    ("N-1", {0, 1, 2}, {2}, 3, Text(en="review\nto verdict", zh="评论\n→ 好评或差评")),
    (
        "N-N",
        {0, 1, 2},
        {0, 1, 2},
        3,
        Text(en="a tag for\neach word", zh="给每个词\n一个标签"),
    ),
    (
        "N-M",
        {0, 1, 2},
        {3, 4},
        5,
        Text(en="sentence to\nits translation", zh="句子\n→ 译文"),
    ),
)

# Room in inches for the two lines above a matrix, and between two matrices.
LABEL_HEIGHT, LABEL_WIDTH, _GAP = 0.6, 1.0, 0.25


def tint(colour: str, strength: float = 0.16) -> tuple[float, float, float]:
    """`colour` mixed into white: the filling of a box whose edge has the colour."""
    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return red, green, blue


def draw_blank(ax: Axes, xlim: Point, ylim: Point) -> None:
    """Make `ax` a sheet of paper: equal units, no frame."""
    ax.set(xlim=xlim, ylim=ylim, aspect="equal")
    ax.axis("off")


def draw_box(
    ax: Axes, centre: Point, label: str = "", *, role: str = "hidden", size: float = 0.7
) -> None:
    """A rounded square in the colour of `role` with a symbol in it."""
    x, y = centre
    half, rounding = size / 2, 0.12 * size
    box = FancyBboxPatch(
        (x - half + rounding, y - half + rounding),
        size - 2 * rounding,
        size - 2 * rounding,
        boxstyle=f"round,pad={rounding}",
        fc=tint(COLOURS[role]),
        ec=COLOURS[role],
        lw=1.6,
    )
    ax.add_patch(box)
    ax.text(x, y, label, gid=AS_READ, ha="center", va="center", fontsize=13)


def draw_arrow(
    ax: Axes, start: Point, end: Point, *, role: str = "hidden", bend: float = 0.0
) -> None:
    """An arrow in the colour of `role`; `bend` curves it."""
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>,head_length=5,head_width=2.6",
        connectionstyle=f"arc3,rad={bend}",
        shrinkA=0,
        shrinkB=0,
        color=COLOURS[role],
        lw=1.7,
    )
    ax.add_patch(arrow)


def draw_five_shapes(ax: Axes) -> None:
    """The five shapes of problem, 1-1, 1-N, N-1, N-N, N-M, each with a real task.

    Inputs are grey (below), hidden states blue, outputs dark (above). Where no input
    comes, the output before is read: an arrow aslant.
    """
    left = 0.0
    for name, inputs, outputs, num_steps, task in FIVE_SHAPES:
        for step in range(num_steps):
            draw_step(ax, left + step, has_x=step in inputs, has_y=step in outputs)
            if step:
                draw_arrow(ax, (left + step - 0.65, 1.1), (left + step - 0.35, 1.1))
            if step - 1 in outputs and step not in inputs:
                before, here = (left + step - 0.63, 1.87), (left + step - 0.28, 1.47)
                draw_arrow(ax, before, here, role="output")
        middle = left + (num_steps - 1) / 2
        ax.text(middle, 3.0, name, ha="center", fontsize=14)
        words = ax.text(middle, -0.7, str(task), ha="center", va="top", fontsize=11)
        words.set_linespacing(1.45)
        left += num_steps + 1.0
    draw_blank(ax, (-0.9, left - 1.1), (-1.75, 3.4))


def draw_step(ax: Axes, x: float, *, has_x: bool, has_y: bool) -> None:
    """One column of an unrolled network at `x`: a state, its input, its output."""
    draw_box(ax, (x, 1.1))
    if has_x:
        draw_box(ax, (x, 0), role="input")
        draw_arrow(ax, (x, 0.36), (x, 0.74), role="input")
    if has_y:
        draw_box(ax, (x, 2.2), role="output")
        draw_arrow(ax, (x, 1.46), (x, 1.84), role="output")


def draw_unrolled(
    ax: Axes, symbols: Sequence[str], outputs: Sequence[str] | None = None
) -> None:
    """The folded loop on the left equals the unrolled chain over `symbols`.

    Each arrow carries its weight's name: the same three at every step.
    """
    draw_folded(ax, 0.0)
    ax.text(1.55, 1.5, "=", ha="center", va="center", fontsize=24, color=QUIET)
    first = 3.9
    ax.text(first - 1.45, 1.5, "$h_0$", ha="center", va="center", fontsize=14)
    for step, symbol in enumerate(symbols):
        x, t = first + 1.6 * step, step + 1
        draw_arrow(ax, (x - 1.2, 1.5), (x - 0.37, 1.5))
        ax.text(x - 0.8, 1.68, "$W_{hh}$", ha="center", color=COLOURS["hidden"])
        draw_weights(ax, x)
        draw_box(ax, (x, 1.5), f"$h_{{{t}}}$")
        draw_box(ax, (x, 0), symbol, role="input")
        ax.text(x, -0.5, f"$x_{{{t}}}$", ha="center", va="top", fontsize=13)
        name = outputs[step] if outputs else f"$y_{{{t}}}$"
        draw_box(ax, (x, 3.0), name, role="output")
    draw_blank(ax, (-0.95, first + 1.6 * len(symbols) - 0.9), (-1.0, 3.5))


def draw_folded(ax: Axes, x: float) -> None:
    """The network as a formula sees it: one state with a loop."""
    draw_box(ax, (x, 0), "$x_t$", role="input")
    draw_box(ax, (x, 1.5), "$h_t$")
    draw_box(ax, (x, 3.0), "$y_t$", role="output")
    draw_weights(ax, x)
    loop = FancyArrowPatch(
        (x + 0.37, 1.68),
        (x + 0.37, 1.32),
        arrowstyle="-|>,head_length=5,head_width=2.6",
        connectionstyle="arc3,rad=-2.1",
        shrinkA=0,
        shrinkB=0,
        color=COLOURS["hidden"],
        lw=1.7,
    )
    ax.add_patch(loop)
    ax.text(x + 0.62, 2.02, "$W_{hh}$", color=COLOURS["hidden"], ha="center")


def draw_weights(ax: Axes, x: float) -> None:
    """The arrows into and out of a state at `x`, with the names of their weights."""
    draw_arrow(ax, (x, 0.37), (x, 1.13), role="input")
    draw_arrow(ax, (x, 1.87), (x, 2.63), role="output")
    ax.text(x - 0.09, 0.72, "$W_{xh}$", ha="right", va="center", color=COLOURS["input"])
    ax.text(
        x - 0.09, 2.22, "$W_{hy}$", ha="right", va="center", color=COLOURS["output"]
    )


def draw_weight_shapes(
    ax: Axes, shapes: Mapping[str, tuple[int, int]], roles: Sequence[str] = ()
) -> None:
    """Weight matrices as rectangles to one scale: the area is the number of weights.

    `shapes` maps a name to (rows, columns); `roles` gives each its colour role.
    """
    if not shapes or min(prod(shape) for shape in shapes.values()) < 1:
        message = Text(
            en="Expected matrices with at least one row and one column, found {found}.",
            zh="每个矩阵至少要有一行一列，得到的是 {found}。",
        )
        raise ValueError(str(message.format(found=dict(shapes))))
    width, height = panel_size(ax)
    scale = fit_scale(list(shapes.values()), width, height - LABEL_HEIGHT)
    left = 0.0
    for place, (name, (rows, cols)) in enumerate(shapes.items()):
        role = roles[place] if roles else ("hidden" if "hh" in name else "input")
        slot = matrix_slot_width(cols, scale)
        corner = (left + (slot - cols * scale) / 2, -rows * scale)
        box = Rectangle(corner, cols * scale, rows * scale, lw=1.6)
        box.set(fc=tint(COLOURS[role], 0.35), ec=COLOURS[role])
        ax.add_patch(box)
        words = ax.text(left + slot / 2, 0.08, f"{name}\n{rows:,} × {cols:,}")
        words.set(ha="center", va="bottom", fontsize=11, linespacing=1.35)
        left += slot
    spare = max(0.0, width - left) / 2
    tallest = max(rows for rows, _ in shapes.values()) * scale
    draw_blank(ax, (-spare, left + spare), (-tallest - 0.05, LABEL_HEIGHT))


def matrix_slot_width(cols: int, scale: float) -> float:
    """Inches a matrix of `cols` columns takes, with its label and its gap."""
    return max(cols * scale, LABEL_WIDTH) + _GAP


def fit_scale(shapes: Sequence[tuple[int, int]], width: float, height: float) -> float:
    """Inches for a row or column, so that all matrices fit side by side."""
    scale = max(0.2, height) / max(rows for rows, _ in shapes)
    for _ in range(100):
        if sum(matrix_slot_width(cols, scale) for _, cols in shapes) <= width:
            break
        scale *= 0.95
    return scale
