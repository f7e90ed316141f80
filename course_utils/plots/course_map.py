"""The map of the course: its lessons, and which builds on which."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, PathPatch
from matplotlib.path import Path

from course_utils.plots.diagrams import Point, draw_blank, tint
from course_utils.plots.style import COLOURS, PAPER, QUIET, SOFT
from course_utils.syllabus import Lesson

# Where each lesson stands on the map: (column, row). A lesson added to the syllabus
# needs its place here.
MAP_PLACES: Mapping[int, tuple[int, int]] = {
    **{number: (number, 0) for number in range(3)},
    **{number: (number - 3, 1) for number in range(3, 7)},
    **{number: (number - 7, 2) for number in range(7, 11)},
    **{number: (number - 11, 3) for number in range(11, 14)},
}
CARD_WIDTH, CARD_HEIGHT = 2.35, 0.86
COLUMN_STEP, ROW_STEP = 2.7, 1.32
ROW_GAP = ROW_STEP - CARD_HEIGHT
MAP_UNITS = (
    3 * COLUMN_STEP + CARD_WIDTH + 0.55,
    3 * ROW_STEP + CARD_HEIGHT + 0.24 + ROW_GAP / 2,
)
MAP_SIZE = (10.4, 5.1)


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


def card_boxes(lessons: Sequence[Lesson]) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of each card, as shares of a map of `MAP_SIZE`."""
    across, down = MAP_UNITS
    unit = min(MAP_SIZE[0] / across, MAP_SIZE[1] / down)  # inches; the map is centred
    wide, high = unit / MAP_SIZE[0], unit / MAP_SIZE[1]
    boxes = []
    for lesson in lessons:
        left, top = card_corner(lesson.number)
        x = 0.5 + wide * (left + 0.1 - across / 2)
        y = 0.5 + high * (0.14 - top - down / 2)
        boxes.append((x, y, wide * CARD_WIDTH, high * CARD_HEIGHT))
    return boxes


def draw_route(ax: Axes, parent: int, child: int) -> None:
    """An arrow from card to card: straight in a row, along the gaps between rows.

    Below a card that it would pass in its row. A gap has two lanes: the lower one
    leads to the first column, so that no two routes with other ends share a line.
    """
    (x0, y0), (x1, y1) = card_corner(parent), card_corner(child)
    middle = x1 + CARD_WIDTH / 2
    gap = y1 + ROW_GAP * (0.4 if x1 == 0 else 0.75)
    if y0 == y1 and x1 - x0 < 1.5 * COLUMN_STEP:
        level = y0 - CARD_HEIGHT / 2
        points = [(x0 + CARD_WIDTH, level), (x1 - 0.05, level)]
    elif y0 == y1:
        bottom, below = y0 - CARD_HEIGHT, x0 + CARD_WIDTH / 2
        points = [(below, bottom), (below, bottom - ROW_GAP / 2)]
        points += [(middle, bottom - ROW_GAP / 2), (middle, bottom - 0.05)]
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
