"""The look of the pictures: colours by role, settings. The font is in `font`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

import matplotlib as mpl
from cycler import cycler
from matplotlib.colors import LinearSegmentedColormap

from course_utils.plots.font import chinese_font

INK = "#22303c"
SOFT = "#5d6873"
QUIET = "#8a949e"
PAPER = "#ffffff"

# One colour a role, after the palette of Okabe and Ito, which the colour-blind can
# tell apart; `output` is the ink itself.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "input": "#717c87",
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

CURVE_ROLES = ("hidden", "gradient", "cell", "forget", "bias")

SIGNED = LinearSegmentedColormap.from_list(
    "signed", ["#a84300", "#e08a4f", "#f6f5f2", "#6aaedb", "#005a94"]
)

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
    "axes.prop_cycle": cycler(color=[COLOURS[role] for role in CURVE_ROLES]),
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


def use_course_style() -> None:
    """Give matplotlib the look of the course. The Chinese family stands first."""
    mpl.rcParams.update(cast(Any, STYLE))
    # After a Latin family, a string with $...$ in it would lose its Chinese.
    mpl.rcParams["font.family"] = [chinese_font(), "DejaVu Sans"]
