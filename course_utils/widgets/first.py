"""One number as a memory: the explorer of lesson 00."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils import plots
from course_utils.text import Text
from course_utils.widgets.explorer import Data, Explorer, slider

_ALT = Text(
    en="Input and state of a network of one unit, over time.",
    zh="只有一个单元的网络：输入与状态随时间的变化。",
)


def explore_first(w: float = 0.8, num_steps: int = 12) -> Explorer:
    """One number as a memory: h_t = tanh(w·h_{t-1} + x_t), a single 1 at t = 1.

    `data`: `x` and `h`, both (T,), and the control `w`.
    """

    def compute(w: float, num_steps: int) -> Data:
        x = np.zeros(num_steps)
        x[0] = 1.0
        return {"w": w, "x": x, "h": scalar_states(w, x)}

    return Explorer(
        {
            "w": slider("w", w, -2.0, 2.0, 0.1),
            "num_steps": slider("T", num_steps, 2, 30),
        },
        compute,
        draw_first,
        describe=describe_first,
        alt=_ALT,
    )


def scalar_states(w: float, x: np.ndarray) -> np.ndarray:
    """h_t = tanh(w·h_{t-1} + x_t) from h_0 = 0. x (T,) -> h (T,)"""
    h = np.zeros(len(x) + 1)
    for t, x_t in enumerate(x):
        h[t + 1] = np.tanh(w * h[t] + x_t)
    return h[1:]


def draw_first(data: Data) -> Any:
    margins = {"left": 0.09, "right": 0.97, "bottom": 0.17, "top": 0.88}
    fig, ax = plots.figure(width=7.0, height=3.2, margins=margins)
    plots.draw_inputs(ax, data["x"])
    plots.draw_curve(ax, data["h"])
    ax.set(ylim=(-1.1, 1.1), xlim=(0.4, len(data["h"]) + 0.6), yticks=(-1, 0, 1))
    plots.name_colours(ax, {"input": "$x_t$", "hidden": "$h_t$"})
    return fig


def describe_first(data: Data) -> Text:
    h = data["h"]
    left = abs(h[-1] / h[0])
    if left < 0.01:
        verdict = Text(en="The 1 is forgotten.", zh="那个 1 已经忘掉了。")
    elif left < 0.6:
        verdict = Text(en="The 1 is fading.", zh="那个 1 正在淡去。")
    else:
        verdict = Text(en="The 1 is remembered.", zh="那个 1 还记着。")
    return Text(
        en="It reads a 1 at t = 1, then zeros. With w = {w:.1f} the state is "
        "{first:.3f} after the 1 and {last:.3f} at t = {steps}. {verdict}",
        zh="t = 1 时读到一个 1，之后全是 0。w = {w:.1f} 时，"
        "刚读完 1 状态是 {first:.3f}，到 t = {steps} 时是 {last:.3f}。{verdict}",
    ).format(w=data["w"], first=h[0], last=h[-1] + 0.0, steps=len(h), verdict=verdict)
