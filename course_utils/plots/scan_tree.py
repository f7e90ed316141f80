"""The scan of a linear recurrence as a tree: which steps a round joins. Lesson 13."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import FancyBboxPatch

from course_utils.plots.diagrams import tint
from course_utils.plots.figures import panel_size
from course_utils.plots.style import COLOURS, INK, PAPER
from course_utils.shapes.whole_numbers import POSITIVE, whole_number

Node = tuple[int, int]
"""A place, from 1 on, after a round; round 0 is before the first."""

_FAINT = 0.28
_BAR, _BOTTOM = -0.6, -0.95
_BOX = (1.9, 1.0)
_GAP = 0.75


class JoinedSteps(NamedTuple):
    """The steps `first` ... `last` as the one step h -> a h + b."""

    first: int
    last: int
    a: float
    b: float


def count_rounds(num_steps: int) -> int:
    """⌈log2 T⌉: the rounds after which each place has joined all steps before it."""
    return (whole_number(num_steps, "num_steps", POSITIVE) - 1).bit_length()


def joined_from(place: int, rounds_done: int) -> int:
    """The first of the steps that `place` has joined after so many rounds."""
    return max(1, place - 2**rounds_done + 1)


def tree_below(place: int, rounds_done: int) -> list[Node]:
    """What the node of a place after its last round is made of, that node first."""
    levels = [{place}]
    for number in range(rounds_done, 0, -1):
        reach = 2 ** (number - 1)
        earlier = {one - reach for one in levels[-1] if one > reach}
        levels.append(levels[-1] | earlier)
    return [
        (one, rounds_done - down)
        for down, level in enumerate(levels)
        for one in sorted(level, reverse=True)
    ]


def draw_scan_tree(
    ax: Axes, num_steps: int, rounds_done: int, place: int | None = None
) -> None:
    """T places from left to right, a row for each round, the steps at the bottom.

    A full circle is a state, an empty one has joined some steps only. Of a `place`,
    counted from 1, the tree below it is drawn strong, with a bar below the steps it
    has joined. Numbers out of range are a `ValueError`.
    """
    num_rounds = count_rounds(num_steps)
    done = whole_number(rounds_done, "rounds_done", range(num_rounds + 1))
    own = None
    if place is not None:
        place = whole_number(place, "place", range(1, num_steps + 1))
        own = set(tree_below(place, done))
    _draw_joinings(ax, num_steps, done, own)
    size = min(15.0, 0.55 * 72 * panel_size(ax)[0] / num_steps)
    for number in range(num_rounds + 1):
        _draw_row(ax, num_steps, number, done, size, own)
    if place is not None:
        _point_at(ax, place, done, size)
    ax.set(xlim=(0.4, num_steps + 0.6), ylim=(_BOTTOM, num_rounds + 0.5))
    ax.set_xticks(range(1, num_steps + 1))
    ax.set_yticks(range(num_rounds + 1))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel("$t$", fontsize=14)
    ax.set_ylabel("round")


def _draw_joinings(
    ax: Axes, num_steps: int, rounds_done: int, own: set[Node] | None
) -> None:
    """Lines from each node up to those that take it in, strong within the tree."""
    for is_strong in (False, True):
        lines = [
            ((one - back, number - 1), (one, number))
            for number in range(1, rounds_done + 1)
            for one in range(1, num_steps + 1)
            for back in (0, 2 ** (number - 1))
            if one > back and (own is None or (one, number) in own) == is_strong
        ]
        look: dict[str, Any] = {"colors": COLOURS["hidden"], "zorder": 1}
        look |= {"linewidths": 2.0, "alpha": 1.0} if is_strong else {"linewidths": 0.9}
        ax.add_collection(LineCollection(lines, **({"alpha": _FAINT} | look)))


def _draw_row(
    ax: Axes,
    num_steps: int,
    number: int,
    rounds_done: int,
    size: float,
    own: set[Node] | None,
) -> None:
    """Squares for the steps as they came, circles after a round, dots if not yet."""
    places = range(1, num_steps + 1)
    is_done = number <= rounds_done
    role = "hidden" if number and is_done else "input"
    pale, plain = tint(COLOURS[role], _FAINT), COLOURS[role]
    edges = [
        plain if is_done and (own is None or (one, number) in own) else pale
        for one in places
    ]
    is_state = [is_done and joined_from(one, number) == 1 for one in places]
    ax.scatter(
        places,
        [number] * num_steps,
        s=(size if is_done else 0.4 * size) ** 2,
        c=[edge if full else PAPER for edge, full in zip(edges, is_state, strict=True)],
        marker="o" if number else "s",
        edgecolors=edges,
        linewidths=1.8,
        zorder=2,
    )


def _point_at(ax: Axes, place: int, rounds_done: int, size: float) -> None:
    """A ring around the node looked at, and a bar below the steps it has joined."""
    ax.plot(place, rounds_done, "o", ms=1.55 * size, mfc="none", mec=INK, mew=2.0)
    ends = (joined_from(place, rounds_done) - 0.3, place + 0.3)
    ax.hlines(_BAR, *ends, color=COLOURS["hidden"], lw=5)


def draw_joining(ax: Axes, parts: Sequence[JoinedSteps], state: str = "") -> None:
    """Steps first, steps then, and both as one: a box each with its a and b.

    `parts` may be a single box, if nothing was joined; `state` is written at the end.
    """
    signs = ("", "→", "=")
    width, height = _BOX
    for number, (sign, part) in enumerate(zip(signs, parts, strict=False)):
        left = number * (width + _GAP)
        role = "hidden" if number == len(parts) - 1 else "input"
        box = FancyBboxPatch((left, 0), width, height, boxstyle="round,pad=0")
        box.set(fc=tint(COLOURS[role]), ec=COLOURS[role], lw=1.6)
        ax.add_patch(box)
        steps = f"${part.first}$ … ${part.last}$" if part.last > part.first else ""
        title = f"$t$ = {steps or f'${part.last}$'}"
        _write(ax, (left + width / 2, 1.27), title, 13)
        _write(ax, (left + width / 2, 0.7), f"$a$ = {part.a:.2f}", 13)
        _write(ax, (left + width / 2, 0.27), f"$b$ = {part.b:.2f}", 13)
        _write(ax, (left - _GAP / 2, 0.5), sign, 19)
    _write(ax, (len(parts) * (width + _GAP) + 0.35, 0.5), state, 14)
    ax.set(xlim=(-0.1, 3 * width + 3 * _GAP + 1.2), ylim=(-0.1, 1.5))
    ax.axis("off")


def _write(ax: Axes, at: tuple[float, float], words: str, size: float) -> None:
    minus = words.replace("= -", "= \N{MINUS SIGN}")
    ax.text(*at, minus, fontsize=size, ha="center", va="center")
