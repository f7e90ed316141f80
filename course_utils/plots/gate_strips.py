"""One gate over time: how far it is open, and what it does to a value step by step.

Lesson 05.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from course_utils.plots.figures import number_steps
from course_utils.plots.style import COLOURS, SOFT
from course_utils.text import Text

_NAMES = {
    "f": ("forget", Text(en="forget gate", zh="遗忘门")),
    "i": ("input_gate", Text(en="input gate", zh="输入门")),
    "o": ("output_gate", Text(en="output gate", zh="输出门")),
}
_LINES = {"g": ("input", "o"), "c": ("cell", "s"), "h": ("hidden", "D")}
_BOTTOM, _ROOM = -1.75, 0.5


def draw_gate_strip(
    ax: Axes, gate: str, opened: np.ndarray, lines: Mapping[str, np.ndarray]
) -> None:
    """Below, how far `gate` (f, i or o) is open at each step; above, values over time.

    opened (T,): between 0 and 1; a full bar is an open gate
    lines: of g, c and h those that this gate stands between, each (T,)

    Raises `ValueError` for another gate or line, and for another length.
    """
    num_steps = len(opened)
    found = {line: len(values) for line, values in lines.items()}
    if gate not in _NAMES or {*found} - {*_LINES} or {*found.values()} - {num_steps}:
        raise ValueError(str(_UNKNOWN.format(gate=gate, steps=num_steps, found=found)))
    role, name = _NAMES[gate]
    steps = np.arange(num_steps)
    ax.axhline(0, color=SOFT, lw=0.8)
    ax.bar(steps, _ROOM * opened, 0.8, bottom=_BOTTOM, color=COLOURS[role])
    ax.bar(steps, _ROOM, 0.8, bottom=_BOTTOM, fill=False, ec=COLOURS[role], lw=0.8)
    for letter, values in lines.items():
        line_role, marker = _LINES[letter]
        style = "none" if letter == "g" else "-"
        ax.plot(
            steps, values, ls=style, marker=marker, ms=4.5, color=COLOURS[line_role]
        )
        ax.plot([], [], marker=marker, color=COLOURS[line_role], label=f"${letter}_t$")
    ax.set_title(f"{name} ${gate}$", color=COLOURS[role])
    ax.set_yticks([-1, 0, 1])
    ax.set_ylim(_BOTTOM - 0.1, 2.0)
    ax.legend(loc="upper left", ncols=3, handlelength=0.8, columnspacing=0.8)
    number_steps(ax, num_steps)


_UNKNOWN = Text(
    en="Expected a gate of f, i and o, and lines of g, c and h with its {steps} steps, "
    "found the gate {gate} and lines {found}. Take the names from the formulas, and as "
    "many values for each line as for the gate.",
    zh="门应该是 f、i、o 之一，线应该取自 g、c、h，每条 {steps} 步；"
    "得到的门是 {gate}，线是 {found}。请用公式里的名字，每条线的值和门一样多。",
)
