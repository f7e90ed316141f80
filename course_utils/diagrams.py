"""Drawn schemes: boxes and arrows that explain, where `plots` draws measured arrays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import prod
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path

from course_utils.plots import panel_size
from course_utils.style import COLOURS, PAPER, QUIET, SOFT
from course_utils.syllabus import Lesson
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
LABEL_HEIGHT, LABEL_WIDTH, GAP = 0.6, 1.0, 0.25


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
    ax.text(x, y, label, ha="center", va="center", fontsize=13)


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

    Inputs are grey (below), hidden states blue, outputs dark (above).
    """
    left = 0.0
    for name, inputs, outputs, num_steps, task in FIVE_SHAPES:
        for step in range(num_steps):
            draw_step(ax, left + step, has_x=step in inputs, has_y=step in outputs)
            if step:
                draw_arrow(ax, (left + step - 0.65, 1.1), (left + step - 0.35, 1.1))
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
        slot = slot_width(cols, scale)
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


def slot_width(cols: int, scale: float) -> float:
    """Inches a matrix of `cols` columns takes, with its label and its gap."""
    return max(cols * scale, LABEL_WIDTH) + GAP


def fit_scale(shapes: Sequence[tuple[int, int]], width: float, height: float) -> float:
    """Inches for a row or column, so that all matrices fit side by side."""
    scale = max(0.2, height) / max(rows for rows, _ in shapes)
    for _ in range(100):
        if sum(slot_width(cols, scale) for _, cols in shapes) <= width:
            break
        scale *= 0.95
    return scale


# Where each lesson stands on the map: (column, row). A lesson added to the syllabus
# needs its place here.
MAP_PLACES: Mapping[int, tuple[int, int]] = {
    **{number: (number, 0) for number in range(3)},
    **{number: (number - 3, 1) for number in range(3, 7)},
    **{number: (number - 7, 2) for number in range(7, 11)},
    **{number: (number - 11, 3) for number in range(11, 13)},
}
CARD_WIDTH, CARD_HEIGHT = 2.35, 0.86
COLUMN_STEP, ROW_STEP = 2.7, 1.32
MAP_UNITS = (3 * COLUMN_STEP + CARD_WIDTH + 0.55, 3 * ROW_STEP + CARD_HEIGHT + 0.24)
MAP_SIZE = (10.4, 4.9)


def draw_course_map(
    ax: Axes, lessons: Sequence[Lesson], done: Collection[int] = ()
) -> None:
    """The lessons as cards, with an arrow from each lesson to those that build on it.

    `done` holds the numbers of finished lessons: their cards are filled.
    """
    for lesson in lessons:
        for parent in lesson.builds_on:
            draw_route(ax, parent, lesson.number)
    width, height = MAP_UNITS
    size = type_size(ax)
    for lesson in lessons:
        draw_card(ax, lesson, lesson.number in done, size)
    draw_blank(ax, (-0.1, width - 0.1), (0.14 - height, 0.14))


def type_size(ax: Axes) -> float:
    """Points for a title on the map: cards scale with the figure, so letters must."""
    fig = ax.get_figure(root=True)
    assert fig is not None  # an axes that is drawn on belongs to a figure
    width, height = fig.get_size_inches() / MAP_UNITS
    return 10.8 * float(min(width, height))


def draw_card(ax: Axes, lesson: Lesson, done: bool, size: float) -> None:
    """One lesson: its number and its title, `size` points large."""
    left, top = card_corner(lesson.number)
    colour = COLOURS["cell"] if done else COLOURS["hidden"]
    box = FancyBboxPatch(
        (left + 0.08, top - CARD_HEIGHT + 0.08),
        CARD_WIDTH - 0.16,
        CARD_HEIGHT - 0.16,
        boxstyle="round,pad=0.08",
        fc=tint(colour, 0.3 if done else 0.08),
        ec=colour,
        lw=1.3,
    )
    ax.add_patch(box)
    middle = top - CARD_HEIGHT / 2
    number = f"{lesson.number:02d}"
    words = ax.text(left + 0.14, middle, number, va="center", color=colour)
    words.set_fontsize(1.4 * size)
    head, _, tail = str(lesson.title).replace("：", ": ").partition(": ")
    words = ax.text(left + 0.56, middle, fill(head, 23), va="center", fontsize=size)
    if tail:
        words.set_y(middle + 0.13)
        subtitle = ax.text(left + 0.56, middle - 0.16, tail, va="center", color=SOFT)
        subtitle.set_fontsize(0.8 * size)
    if done:
        ax.plot(left + CARD_WIDTH - 0.06, top - 0.06, "o", ms=13, color=colour)
        ax.plot(left + CARD_WIDTH - 0.06, top - 0.06, marker="$✓$", ms=7, color=PAPER)


def card_corner(number: int) -> Point:
    """Left and top of the card of lesson `number`."""
    column, row = MAP_PLACES[number]
    return column * COLUMN_STEP, -row * ROW_STEP


def draw_route(ax: Axes, parent: int, child: int) -> None:
    """An arrow from card to card: straight in a row, along the gaps between rows."""
    (x0, y0), (x1, y1) = card_corner(parent), card_corner(child)
    middle = x1 + CARD_WIDTH / 2
    gap = y1 + (ROW_STEP - CARD_HEIGHT) / 2
    if y0 == y1:
        level = y0 - CARD_HEIGHT / 2
        points = [(x0 + CARD_WIDTH, level), (x1 - 0.05, level)]
    elif y0 - y1 < 1.5 * ROW_STEP:
        below = x0 + CARD_WIDTH / 2
        points = [(below, y0 - CARD_HEIGHT), (below, gap), (middle, gap)]
        points += [(middle, y1 + 0.05)]
    else:
        level, gutter = y0 - CARD_HEIGHT / 2, x0 + CARD_WIDTH + 0.25
        points = [(x0 + CARD_WIDTH, level), (gutter, level), (gutter, gap)]
        points += [(middle, gap), (middle, y1 + 0.05)]
    draw_rounded_line(ax, points)


def draw_rounded_line(ax: Axes, points: Sequence[Point], radius: float = 0.14) -> None:
    """A line whose right angles are rounded, with an arrow head at its end."""
    vertices, codes = [points[0]], [Path.MOVETO]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        vertices += [step_from(corner, before, radius), corner]
        vertices += [step_from(corner, after, radius)]
        codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
    vertices.append(points[-1])
    codes.append(Path.LINETO)
    path = Path(vertices, codes)
    ax.add_patch(PathPatch(path, fc="none", ec=QUIET, lw=1.5, zorder=0.5))
    tail = step_from(points[-1], points[-2], 0.05)
    head = FancyArrowPatch(tail, points[-1], arrowstyle="-|>", shrinkA=0, shrinkB=0)
    head.set(color=QUIET, mutation_scale=11)
    ax.add_patch(head)


def step_from(start: Point, towards: Point, distance: float) -> Point:
    """The point `distance` away from `start` on the way to `towards`."""
    dx, dy = towards[0] - start[0], towards[1] - start[1]
    share = distance / max((dx**2 + dy**2) ** 0.5, distance)
    return start[0] + share * dx, start[1] + share * dy
