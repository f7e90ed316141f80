"""Every picture of the course: the style, the Chinese font, and drawings of arrays.

Nothing here computes what it draws, and only this layer imports matplotlib.
Figures are made without pyplot: none stays open, none is shown twice.
"""

from __future__ import annotations

import os
import tempfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from course_utils.text import Text

INK = "#22303c"
SOFT = "#5d6873"
QUIET = "#8a949e"
PAPER = "#ffffff"

# One colour a role, after the palette of Okabe and Ito, which the colour-blind can
# tell apart; `output` is the ink itself.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "input": "#8a949e",
        "hidden": "#0072b2",
        "cell": "#009e73",
        "gradient": "#d55e00",
        "forget": "#e69f00",
        "input_gate": "#56b4e9",
        "output_gate": "#cc79a7",
        "bias": "#cc79a7",
        "output": INK,
    }
)

SIGNED = LinearSegmentedColormap.from_list(
    "signed", ["#8f3b00", "#d55e00", "#f3b48a", "#f7f7f5", "#93c3e2", "#0072b2", "#003e66"]
)

PNG_DPI = 160
SCREEN_DPI = 100

STYLE: Mapping[str, Any] = {
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "font.size": 11.5,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 12.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "axes.prop_cycle": mpl.cycler(
        color=[COLOURS[role] for role in ("hidden", "gradient", "cell", "forget", "bias")]
    ),
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "lines.linewidth": 2.2,
    "legend.frameon": False,
    "mathtext.fontset": "stixsans",
    # Pictures that are committed as files must come out the same byte for byte.
    "svg.fonttype": "path",
    "svg.hashsalt": "course",
}


class FontError(RuntimeError):
    """The Chinese font of the course is not installed."""


class FontStatus(NamedTuple):
    """Whether Chinese can be drawn, and what to tell the learner about it."""

    ok: bool
    message: Text


@cache
def chinese_font() -> str:
    """Make the Chinese font known to matplotlib and return its family name.

    Raises `FontError` if the package that carries the font is missing.
    """
    try:
        from pylopdf_fonts_zh_cn import sans_path
    except ImportError as error:
        message = Text(
            en="The font for Chinese characters is missing (package "
            "pylopdf-fonts-zh-cn). Run: python -m pip install pylopdf-fonts-zh-cn",
            zh="缺少中文字体（软件包 pylopdf-fonts-zh-cn）。"
            "请运行：python -m pip install pylopdf-fonts-zh-cn",
        )
        raise FontError(str(message)) from error
    font_manager.fontManager.addfont(sans_path())
    return font_manager.FontProperties(fname=sans_path()).get_name()


def font_status() -> FontStatus:
    """Say whether Chinese can be drawn in pictures, and if not, how to mend it."""
    try:
        family = chinese_font()
    except FontError as error:
        return FontStatus(False, Text(en=str(error), zh=str(error)))
    return FontStatus(
        True,
        Text(en="Chinese in pictures: {f}", zh="图中的中文字体：{f}").format(f=family),
    )


def use_course_style() -> None:
    """Give matplotlib the look of the course. The Chinese family stands first."""
    mpl.rcParams.update(STYLE)
    # After a Latin family, a string with $...$ in it would lose its Chinese.
    mpl.rcParams["font.family"] = [chinese_font(), "DejaVu Sans"]


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


def save(fig: Figure, path: Path) -> None:
    """Write `fig` to `path`, whose ending is `.png` or `.svg`, in one atomic step."""
    writers = {".png": png, ".svg": svg}
    if path.suffix not in writers:
        message = Text(
            en="A picture is saved as .png or .svg, not as {found!r}.",
            zh="图片只能存成 .png 或 .svg，不能存成 {found!r}。",
        )
        raise ValueError(str(message.format(found=path.suffix)))
    content = writers[path.suffix](fig)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=path.suffix)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)


def show(fig: Figure, alt: Text) -> None:
    """Display `fig`; `alt` says in one sentence what a reader of the picture sees."""
    from IPython.display import display

    data, metadata = picture_bundle(fig, str(alt))
    display(data, metadata=metadata, raw=True)


def picture_bundle(fig: Figure, words: str) -> tuple[dict[str, str], dict[str, Any]]:
    """`fig` and `words` as a notebook stores them: data and metadata by MIME type."""
    width, height = screen_size(fig)
    data = {"image/png": b64encode(png(fig)).decode(), "text/plain": words}
    return data, {"image/png": {"alt": words, "width": width, "height": height}}


def screen_size(fig: Figure) -> tuple[int, int]:
    """Width and height in CSS pixels at which `fig` is shown."""
    width, height = fig.get_size_inches() * SCREEN_DPI
    return round(width), round(height)


def draw_symbols(ax: Axes, symbols: Sequence[str]) -> None:
    """Write one symbol (a word or a Chinese character) at each column of an image.

    They shrink to fit their columns; words too long for that are slanted.
    """
    widest = max(map(text_width, symbols), default=1.0)
    panel = ax.get_position().width * ax.figure.get_size_inches()[0]
    fitting = 0.94 * panel / max(1, len(symbols)) * 72 / widest
    slanted = fitting < 8.5 and widest > 1.0
    size = 10.0 if slanted else float(np.clip(fitting, 5.5, 12.5))
    ax.set_xticks(range(len(symbols)), symbols, fontsize=size)
    if slanted:
        for label in ax.get_xticklabels():
            label.set(rotation=40, ha="right", rotation_mode="anchor")


def text_width(text: str) -> float:
    """Approximate width of `text` in ems: 1 for a Chinese character, 0.56 for a letter."""
    return sum(1.0 if east_asian_width(c) in "WF" else 0.56 for c in text)


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
    if symbols is not None:
        draw_symbols(ax, symbols)
    else:
        ax.set_xlabel("$t$", fontsize=14)
    ax.set_yticks([0, num_units - 1] if num_units > 1 else [0])
    ax.set_yticklabels(["1", str(num_units)] if num_units > 1 else ["1"])
    name_axis(ax, "$h_t$")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    if colourbar:
        draw_colour_key(ax, image, limit)


def name_axis(ax: Axes, symbol: str) -> None:
    """Write a symbol upright beside the vertical axis."""
    ax.set_ylabel(symbol, rotation=0, ha="right", va="center", fontsize=14)


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


def separate_cells(ax: Axes, num_cols: int, num_rows: int) -> None:
    """White lines between the cells of an image, where the cells are large enough."""
    width = 1.6 if max(num_cols, num_rows) <= 40 else 0.0
    ax.vlines(np.arange(1, num_cols) - 0.5, -0.5, num_rows - 0.5, color=PAPER, lw=width)
    ax.hlines(
        np.arange(1, num_rows) - 0.5, -0.5, num_cols - 0.5, color=PAPER, lw=width / 2
    )


def draw_curve(
    ax: Axes, values: np.ndarray, *, role: str = "hidden", label: str | None = None
) -> None:
    """Draw `values` (T,) over the steps 1 .. T, in the colour of `role`."""
    steps = np.arange(1, len(values) + 1)
    marker = "o" if len(values) <= 40 else ""
    ax.plot(steps, values, color=COLOURS[role], marker=marker, ms=5, label=label)
    ax.set_xlabel("$t$", fontsize=14)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))


def draw_curves(
    ax: Axes, curves: Mapping[str, np.ndarray], roles: Sequence[str] = ()
) -> None:
    """Draw several curves over the steps, each with its name at its right end."""
    cycle = roles or ("hidden", "gradient", "cell", "forget", "bias")
    for place, (name, values) in enumerate(curves.items()):
        role = cycle[place % len(cycle)]
        draw_curve(ax, values, role=role, label=name)
        ax.annotate(
            name,
            (len(values), values[-1]),
            xytext=(9, 0),
            textcoords="offset points",
            color=COLOURS[role],
            va="center",
            annotation_clip=False,
        )
    longest = max(map(len, curves.values()), default=1)
    ax.set_xlim(0.5, longest * 1.25)


def draw_inputs(ax: Axes, values: np.ndarray) -> None:
    """Draw the inputs (T,) as grey bars behind the states they lead to."""
    steps = np.arange(1, len(values) + 1)
    ax.bar(steps, values, width=0.36, color=COLOURS["input"], alpha=0.55)
    ax.axhline(0, color=QUIET, lw=0.8)


def name_lines(ax: Axes, names: Mapping[str, str]) -> None:
    """Name the colours of a panel, `names` by role, in its upper right corner."""
    for row, (role, name) in enumerate(names.items()):
        ax.text(
            0.99,
            0.97 - 0.11 * row,
            f"■ {name}",
            transform=ax.transAxes,
            ha="right",
            va="top",
            color=COLOURS[role],
            fontsize=13,
        )


def name_bars(ax: Axes, names: Mapping[str, str]) -> None:
    """Name the colours of a panel, `names` by role, in one line above it."""
    for column, (role, name) in enumerate(names.items()):
        place = (0.02 + 0.2 * column, 1.03)
        words = f"■ {name}"
        ax.text(*place, words, transform=ax.transAxes, color=COLOURS[role], fontsize=13)


def draw_influence(
    ax: Axes,
    distances: np.ndarray,
    symbols: Sequence[str] | None = None,
    *,
    opacity: np.ndarray | None = None,
    floor: float = 1e-8,
) -> None:
    """Draw how far each state moves (`distances` (T,)) on a logarithmic axis.

    Distances below `floor` stand on the floor: they are too small to be drawn.
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
    ax.set_xlim(-0.5, num_steps - 0.5)
    name_axis(ax, "$|\\Delta h_t|$")
    if symbols is not None:
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
    totals = {str(Text(en="formula", zh="公式")): formula, "PyTorch": pytorch}
    words = [f"{name} {n:,}" for name, n in totals.items() if n is not None]
    ax.set_title("   ·   ".join(words))


def draw_layer_bars(ax: Axes, layers: Mapping[str, Mapping[str, int]]) -> None:
    """A bar for each layer, cut into its weight matrices (name → number of parameters).

    Colours follow the names: `W_hh` hidden, `W_xh` input, `b` bias.
    """
    rows = range(len(layers))
    totals = [sum(parts.values()) for parts in layers.values()]
    for row, parts in enumerate(layers.values()):
        left = 0
        for name, count in parts.items():
            ax.barh(row, count, left=left, height=0.62, color=COLOURS[part_role(name)])
            left += count
        ax.text(left, row, f"  {left:,}", va="center", fontsize=10.5)
    ax.set_yticks(rows, list(layers))
    ax.set_ylim(max(3, len(layers)) - 0.5, -0.5)
    ax.set_xlim(0, max(1, *totals) * 1.28 if totals else 1)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)


def part_role(name: str) -> str:
    """The colour role of a parameter by its name: `W_hh` hidden, `W_xh` input, ..."""
    if name.lstrip("$").startswith("b"):
        return "bias"
    if "hh" in name:
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
