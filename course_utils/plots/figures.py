"""Figures: how they are made, shown and written, whatever is drawn in them.

Nothing here computes what it draws. Figures are made without pyplot: none stays open,
none is shown twice. `arrays` draws what was measured, `diagrams` schemes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from course_utils.plots.labels import labels_of, put_in_language
from course_utils.plots.style import PAPER, use_course_style
from course_utils.text import Text

PNG_DPI = 160
SCREEN_DPI = 100

# Text on a bar is ink, or white where the bar is dark.
ON_ROLE = dict.fromkeys(("input", "hidden", "output"), PAPER)

_use_course_style_once = cache(use_course_style)


def figure(
    rows: int = 1,
    cols: int = 1,
    width: float = 6.0,
    height: float = 3.5,
    margins: Mapping[str, float] | None = None,
    **kw: Any,
) -> tuple[Figure, Any]:
    """A figure of `width` × `height` inches with its axes, in the course's style.

    Keywords go to `Figure.subplots` (`width_ratios`, `sharex`, ...). The axes are one
    `Axes` for a single panel, else an array of them. Margins are found by measuring
    what was drawn; `margins` (those of `Figure.subplots_adjust`) saves that time.
    """
    _use_course_style_once()
    fig = Figure(figsize=(width, height), layout=None if margins else "constrained")
    FigureCanvasAgg(fig)
    if margins:
        fig.subplots_adjust(**margins)
    return fig, fig.subplots(rows, cols, **kw)


def png(fig: Figure) -> bytes:
    """`fig` as the bytes of a PNG file; the same figure gives the same bytes."""
    buffer = BytesIO()
    fig.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
    return buffer.getvalue()


def svg(fig: Figure) -> bytes:
    """`fig` as the bytes of an SVG file without fonts, date or version in it."""
    buffer = BytesIO()
    fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def show(fig: Figure, alt: Text) -> None:
    """Display `fig`; `alt` says in one sentence what a reader of the picture sees."""
    from IPython.display import display

    data, metadata = picture_bundle(fig, str(alt))
    display(data, metadata=metadata, raw=True)


def picture_bundle(fig: Figure, words: str) -> tuple[dict[str, str], dict[str, Any]]:
    """`fig` and `words` as a notebook stores them: data and metadata by MIME type.

    The labels of `fig` are put in the language spoken now, and stored for the gate.
    """
    put_in_language(fig)
    width, height = screen_size(fig)
    data = {"image/png": b64encode(png(fig)).decode(), "text/plain": words}
    about = {"alt": words, "width": width, "height": height, "labels": labels_of(fig)}
    return data, {"image/png": about}


def screen_size(fig: Figure) -> tuple[int, int]:
    """Width and height in CSS pixels at which `fig` is shown."""
    width, height = fig.get_size_inches() * SCREEN_DPI
    return round(width), round(height)


def number_steps(ax: Axes, num_steps: int) -> None:
    """Number the columns of an image 1 .. T, at most about ten of them."""
    every = next((k for k in (1, 2, 5, 10, 20, 50) if num_steps <= 12 * k), 100)
    numbers = [t for t in range(1, num_steps + 1) if t == 1 or t % every == 0]
    ax.set_xticks([t - 1 for t in numbers], [str(t) for t in numbers])
    ax.set_xlabel("$t$", fontsize=14)


def panel_size(ax: Axes) -> tuple[float, float]:
    """Width and height of a panel in inches, before margins are measured."""
    fig = ax.get_figure(root=True)
    assert fig is not None  # an axes that is drawn on belongs to a figure
    width, height = ax.get_position().size * fig.get_size_inches()
    return float(width), float(height)


def text_width(text: str) -> float:
    """About the width of `text` in ems: 1 for a Chinese character, else 0.56."""
    return sum(1.0 if east_asian_width(c) in "WF" else 0.56 for c in text)
