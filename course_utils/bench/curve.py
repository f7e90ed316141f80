"""The curve of a training run: `course train poet` leaves it beside the weights."""

from __future__ import annotations

from pathlib import Path

from course_utils import plots
from course_utils.files import read_json_lines, write_atomically
from course_utils.plots.style import COLOURS, QUIET, use_course_style

_NAME = "curve.svg"


def save_training_curve(folder: Path) -> Path:
    """Draw the log of the run in `folder`: nats over characters read; returns the file.

    Grey, on its own axis: the learning rate.
    """
    log = read_json_lines(folder / "log.jsonl")
    read = [entry["characters"] / 1e6 for entry in log]
    use_course_style()
    fig, ax = plots.figure(width=7, height=3.6)
    for name, role in (("training", "input"), ("validation", "hidden")):
        nats = [entry[name] for entry in log]
        ax.plot(read, nats, color=COLOURS[role], marker="o", ms=3, label=name)
    ax.set(xlabel="million characters read", ylabel="nats per character")
    ax.legend(loc="upper right")
    rates = ax.twinx()
    rates.plot(read, [entry["rate"] for entry in log], color=QUIET, lw=1.2, ls="--")
    rates.set(ylim=(0, None), ylabel="learning rate")
    rates.spines["right"].set_visible(True)
    path = folder / _NAME
    write_atomically(path, plots.svg(fig))
    return path
