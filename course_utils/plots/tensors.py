"""Tensors as stacks of cards with labelled edges, and two directions over a text.

Lesson 06.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course_utils.plots.diagrams import draw_arrow, draw_blank, draw_box, tint
from course_utils.plots.figures import panel_size
from course_utils.plots.labels import AS_READ
from course_utils.plots.style import COLOURS, INK, SOFT
from course_utils.shapes.recurrent import TensorAxes as TensorAxes

# Inches: between tensors, beside a face for its label, above a face for the name.
_GAP, SIDE, ABOVE, BELOW = 0.2, 0.72, 0.62, 0.3
CARD_STEP, DEEPEST = 0.14, 1.0
SMALLEST_SLOT = 1.3
_ROLES = {"x": "input", "c_n": "cell", "weight_ih": "input"}


def role_of(name: str) -> str:
    """The colour role of a tensor: inputs grey, cell states green, the rest hidden."""
    return _ROLES.get(name[:9], "hidden")


def draw_tensors(ax: Axes, tensors: Mapping[str, TensorAxes]) -> None:
    """Each tensor as a stack of cards to one scale, name and shape above it.

    `tensors` maps a name to its axes, (label, size) each. The last axis runs across a
    card and the one before it down; the first of three counts the cards, 0 in front.
    """
    width, height = panel_size(ax)
    scale = fit_unit(tensors, width, height)
    left = 0.0
    for name, axes in tensors.items():
        draw_tensor(ax, left, name, axes, scale)
        left += slot_width(axes, scale) + _GAP
    middle = (left - _GAP) / 2
    tallest = max(face(axes)[0] * scale for axes in tensors.values())
    top = ABOVE + max(depth(axes) for axes in tensors.values())
    centre = (top - tallest - BELOW) / 2
    draw_blank(
        ax,
        (middle - width / 2, middle + width / 2),
        (centre - height / 2, centre + height / 2),
    )


def face(axes: TensorAxes) -> tuple[int, int]:
    """Rows and columns of one card."""
    rows = axes[-2][1] if len(axes) > 1 else 1
    return rows, axes[-1][1]


def card_step(axes: TensorAxes) -> float:
    """Inches from one card to the next behind it; 0 for a single card."""
    if len(axes) < 3:
        return 0.0
    return min(CARD_STEP, DEEPEST / axes[0][1])


def depth(axes: TensorAxes) -> float:
    """How far the last card is shifted, in inches."""
    return card_step(axes) * (axes[0][1] - 1)


def slot_width(axes: TensorAxes, scale: float) -> float:
    """Inches that a tensor takes with the labels on its left."""
    return max(SMALLEST_SLOT, SIDE + face(axes)[1] * scale + depth(axes))


def fit_unit(tensors: Mapping[str, TensorAxes], width: float, height: float) -> float:
    """Inches for one row or column, so that all tensors fit side by side."""
    room = height - ABOVE - BELOW - max(map(depth, tensors.values()))
    scale = max(room, 0.2) / max(face(axes)[0] for axes in tensors.values())
    scale = min(scale, 0.3)
    while scale > 0.005:
        taken = sum(slot_width(axes, scale) + _GAP for axes in tensors.values())
        if taken - _GAP <= width:
            break
        scale *= 0.95
    return scale


def draw_tensor(
    ax: Axes, left: float, name: str, axes: TensorAxes, scale: float
) -> None:
    """One stack of cards; its front card's upper left corner is at height 0."""
    rows, columns = face(axes)
    colour, step = COLOURS[role_of(name)], card_step(axes)
    num_cards = axes[0][1] if len(axes) == 3 else 1
    x, y = left + SIDE, -rows * scale
    for card in reversed(range(num_cards)):
        corner = x + card * step, y + card * step
        ax.add_patch(
            Rectangle(
                corner,
                columns * scale,
                rows * scale,
                fc=tint(colour, 0.3 if card == 0 else 0.12),
                ec=colour,
                lw=1.1,
            )
        )
    label_axes(ax, (x, y), axes, scale)
    shape = str(tuple(size for _, size in axes))
    top = depth(axes) + 0.08
    middle = x + (columns * scale + depth(axes)) / 2
    middle = max(middle, left + SMALLEST_SLOT / 2)
    title = ax.text(
        middle, top + 0.25, name, gid=AS_READ, ha="center", va="bottom", fontsize=12
    )
    title.set_fontfamily("monospace")
    ax.text(middle, top, shape, ha="center", va="bottom", color=SOFT, fontsize=11.5)


def label_axes(
    ax: Axes, corner: tuple[float, float], axes: TensorAxes, scale: float
) -> None:
    """What each edge counts: columns below, rows at the left, cards along the edge."""
    x, y = corner
    rows, columns = face(axes)
    words = [f"{label} = {size}" for label, size in axes]
    below = ax.text(x + columns * scale / 2, y - 0.06, words[-1], ha="center", va="top")
    below.set(fontsize=10.5, color=INK)
    if len(axes) > 1:
        ax.text(
            x - 0.06,
            y + rows * scale / 2,
            words[-2],
            ha="right",
            va="center",
            fontsize=10.5,
        )
    if len(axes) == 3:
        shift = depth(axes) / 2
        ax.text(
            x + shift - 0.1,
            shift + 0.02,
            words[0],
            ha="right",
            va="bottom",
            fontsize=10.5,
        )


# ---------------------------------------------------------------- two directions

_COLUMN, LAYER = 1.75, 2.7
LEFT, _RIGHT = -0.36, 0.36
BOX = 0.56


def draw_directions(ax: Axes, symbols: Sequence[str], num_layers: int = 1) -> None:
    """A bidirectional net over `symbols`: who reads what, and where `h_n` comes from.

    Forward states stand left in a column, backward states (darker) right. A pair
    above them is what the next layer reads; the top pairs are `output`.
    """
    num_steps = len(symbols)
    for step, symbol in enumerate(symbols):
        draw_box(ax, (_COLUMN * step, 0), symbol, role="input")
        for layer in range(num_layers):
            draw_pair(ax, step, layer)
    for layer in range(num_layers):
        draw_chains(ax, num_steps, layer)
    top = layer_base(num_layers - 1) + 1.65
    last = _COLUMN * (num_steps - 1)
    for step in range(num_steps):
        name = ax.text(_COLUMN * step, top + 0.3, f"output[{step}]", ha="center")
        name.set(fontsize=10.5, family="monospace", gid=AS_READ)
    draw_blank(ax, (-2.1, last + 2.1), (-0.6, top + 0.75))


def layer_base(layer: int) -> float:
    """The height of a layer's forward states."""
    return 1.15 + LAYER * layer


def draw_pair(ax: Axes, step: int, layer: int) -> None:
    """Both directions' states in one column, and the pair they make."""
    x, y = _COLUMN * step, layer_base(layer)
    below = y - 0.62 if layer == 0 else y - 0.85
    for shift, height, dark in ((LEFT, y, False), (_RIGHT, y + 0.85, True)):
        draw_arrow(ax, (x + shift, below), (x + shift, height - 0.3), role="input")
        draw_state(ax, (x + shift, height), dark)
        draw_arrow(ax, (x + shift, height + 0.3), (x + shift, y + 1.55))
        corner = (x + min(shift, 0) * 2, y + 1.57)
        half = Rectangle(corner, 0.72, 0.26, fc=shade(dark), ec=COLOURS["hidden"])
        ax.add_patch(half)


def shade(dark: bool) -> tuple[float, float, float]:
    return tint(COLOURS["hidden"], 0.5 if dark else 0.14)


def draw_state(ax: Axes, centre: tuple[float, float], dark: bool) -> None:
    """A state as a square, the backward ones darker."""
    x, y = centre
    square = Rectangle((x - BOX / 2, y - BOX / 2), BOX, BOX, lw=1.6)
    square.set(fc=shade(dark), ec=COLOURS["hidden"])
    ax.add_patch(square)


def draw_chains(ax: Axes, num_steps: int, layer: int) -> None:
    """The arrows of one layer in time, to its two entries of `h_n`."""
    y = layer_base(layer)
    for step in range(num_steps):
        x = _COLUMN * step
        end = _COLUMN * (step + 1) if step < num_steps - 1 else x + 1.7
        draw_arrow(ax, (x + LEFT + 0.3, y), (end + LEFT - 0.3, y))
        end = _COLUMN * (step - 1) if step else x - 1.7
        draw_arrow(ax, (x + _RIGHT - 0.3, y + 0.85), (end + _RIGHT + 0.3, y + 0.85))
    right = _COLUMN * (num_steps - 1) + 1.7 + LEFT - 0.22
    name = ax.text(right, y, f"h_n[{2 * layer}]", va="center", fontsize=10.5)
    name.set(family="monospace", gid=AS_READ)
    left = -1.7 + _RIGHT + 0.22
    name = ax.text(left, y + 0.85, f"h_n[{2 * layer + 1}]", va="center", fontsize=10.5)
    name.set(family="monospace", ha="right", gid=AS_READ)
