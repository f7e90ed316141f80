"""Pictures of what was measured of state, scan and attention. Lesson 13."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import (
    LogLocator,
    NullFormatter,
    NullLocator,
    StrMethodFormatter,
)

from course_utils.plots.arrays import check_length
from course_utils.plots.style import COLOURS, QUIET

KIND_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "RNN": COLOURS["input"],
        "LSTM": COLOURS["hidden"],
        "GRU": COLOURS["input_gate"],
        "minimal GRU": COLOURS["cell"],
        "Transformer": COLOURS["gradient"],
    }
)
"""One colour a kind of net, in all pictures of the lesson."""


def draw_nats_over_data(
    ax: Axes,
    nats: Mapping[str, Mapping[float, Sequence[float]]],
    levels: Mapping[str, float] | None = None,
) -> None:
    """Nats over the share of the characters, in logarithms: a dot a seed, a line a net.

    nats: name → share from 0 to 1 → one figure a seed. levels: dashed lines.
    """
    for place, (name, by_share) in enumerate(nats.items()):
        colour = _colour(name, place)
        shares = [100 * share for share in by_share]
        means = [float(np.mean(seeds)) for seeds in by_share.values()]
        ax.plot(shares, means, color=colour, label=name, lw=1.8)
        for share, seeds in zip(shares, by_share.values(), strict=True):
            dots = ax.scatter([share] * len(seeds), seeds, s=30, color=colour)
            dots.set(alpha=0.55, zorder=3, clip_on=False)
    for name, level in (levels or {}).items():
        ax.axhline(level, color=QUIET, lw=1.2, ls=(0, (4, 2)))
        ax.annotate(
            name,
            (1.01, level),
            xycoords=("axes fraction", "data"),
            color=QUIET,
            va="center",
            annotation_clip=False,
        )
    shares = sorted({100 * share for each in nats.values() for share in each})
    _log_axis(ax, shares, [f"{share:g} %" for share in shares])
    ax.set(xlabel="share of the training characters", ylabel="nats per character")
    ax.legend()


def draw_costs(
    ax: Axes,
    steps: Sequence[int],
    ratios: Mapping[str, Sequence[float]],
    colours: Sequence[str] = (),
) -> None:
    """How a cost (N,) of each name grows with the steps (N,), both in logarithms.

    colours: of the names in order; else one a kind of net.
    """
    for place, (name, values) in enumerate(ratios.items()):
        check_length([str(each) for each in steps], len(values))
        colour = colours[place] if colours else _colour(name, place)
        ax.plot(steps, values, "o-", ms=4, lw=1.8, color=colour, label=name)
    ax.set_yscale("log")
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    _log_axis(ax, steps, [str(each) for each in steps])
    ax.set(xlabel="$T$", ylabel="times the first figure of the LSTM")
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))


def _colour(name: str, place: int) -> str:
    return KIND_COLOURS.get(name, [*COLOURS.values()][place % len(COLOURS)])


def _log_axis(ax: Axes, places: Sequence[float], names: Sequence[str]) -> None:
    ax.set_xscale("log")
    ax.set_xticks(list(places), list(names))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_minor_formatter(NullFormatter())
