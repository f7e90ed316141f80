"""State and gradient over time: the explorer of lesson 04."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from course_utils import plots
from course_utils.plots.gradients import draw_log_curves
from course_utils.plots.style import COLOURS
from course_utils.scratch.matrices import random_rotation
from course_utils.text import Text
from course_utils.widgets.explorer import Data, Explorer, buttons, slider

INPUT_SIZE, HIDDEN_SIZE, _NUM_STEPS = 16, 32, 100
_STATE, GRADIENT, POWER = (
    r"$|h_t|$",
    r"$|\partial h_t / \partial x_1|$",
    r"$\rho^{t-1}$",
)

_ALT = Text(
    en="Three lines over 100 steps on a logarithmic axis: the norm of the state, the "
    "norm of the gradient, and for comparison the powers of the spectral radius.",
    zh="对数纵轴上的三条线，共 100 步：状态的范数、梯度的范数，"
    "还有用来对照的谱半径的幂。",
)


def explore_fading(
    radius: float = 1.2, *, tanh: bool = True, scale: float = 1.0
) -> Explorer:
    """What becomes of the state, and of its gradient by x_1, as a sequence is read.

    The RNN has a rescaled random rotation as W_hh, Gaussian W_xh, no bias; the inputs
    are Gaussian with standard deviation `scale`: 0.01, 0.1 or 1.

    `data`: `state_norms` and `gradient_norms`, both (T,), and the controls.
    """

    def compute(radius: float, tanh: bool, scale: float) -> Data:
        states, gradients = measure_fading(radius, tanh, scale)
        values = {"radius": radius, "tanh": tanh, "scale": scale}
        return {**values, "state_norms": states, "gradient_norms": gradients}

    with_or_without = [
        (Text(en="with tanh", zh="有 tanh"), True),
        (Text(en="without", zh="没有"), False),
    ]
    scales = [("0.01", 0.01), ("0.1", 0.1), ("1", 1.0)]
    return Explorer(
        {
            "radius": slider(
                Text(en="radius ρ", zh="谱半径 ρ"), radius, 0.5, 3.0, 0.05
            ),
            "tanh": buttons(Text(en="step", zh="每一步"), with_or_without, tanh),
            "scale": buttons(Text(en="input size", zh="输入大小"), scales, scale),
        },
        compute,
        draw_fading,
        describe=describe_fading,
        alt=_ALT,
    )


@cache
def fixed_arrays() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A rotation (H, H), W_xh (H, E), inputs of variance 1 (T, E): always the same."""
    rng = np.random.default_rng(0)
    W_xh = rng.normal(size=(HIDDEN_SIZE, INPUT_SIZE)) / np.sqrt(INPUT_SIZE)
    x = rng.normal(size=(_NUM_STEPS, INPUT_SIZE))
    return random_rotation(HIDDEN_SIZE, rng), W_xh, x


def measure_fading(
    radius: float, tanh: bool, scale: float
) -> tuple[np.ndarray, np.ndarray]:
    """-> ‖h_t‖ and ‖∂h_t/∂x_1‖ at each step, both (T,)

    The chain rule, step by step: ∂h_t/∂x_1 = D_t W_hh ∂h_{t-1}/∂x_1, where D_t holds
    the slopes 1 - h_t² of the tanh (without it, ones).
    """
    rotation, W_xh, x = fixed_arrays()
    W_hh = radius * rotation
    h, gradient = np.zeros(HIDDEN_SIZE), np.zeros((HIDDEN_SIZE, INPUT_SIZE))
    norms = np.empty((_NUM_STEPS, 2))
    for t, x_t in enumerate(scale * x):
        a = W_hh @ h + W_xh @ x_t
        h = np.tanh(a) if tanh else a
        slope = 1 - h**2 if tanh else np.ones(HIDDEN_SIZE)
        gradient = slope[:, None] * (W_hh @ gradient if t else W_xh)
        norms[t] = np.linalg.norm(h), np.linalg.norm(gradient)
    return norms[:, 0], norms[:, 1]


def draw_fading(data: Data) -> Any:
    margins = {"left": 0.1, "right": 0.98, "bottom": 0.16, "top": 0.96}
    fig, ax = plots.figure(width=8.0, height=3.8, margins=margins)
    gradients = data["gradient_norms"]
    curves = {
        _STATE: data["state_norms"],
        GRADIENT: gradients,
        POWER: gradients[0] * data["radius"] ** np.arange(_NUM_STEPS),
    }
    colours = [COLOURS["hidden"], COLOURS["gradient"]]
    draw_log_curves(ax, curves, colours=colours, dashed=[POWER])
    return fig


def describe_fading(data: Data) -> Text:
    gradients = data["gradient_norms"]
    left = gradients[-1] / gradients[0]
    if left < 0.01:
        verdict = Text(en="It fades.", zh="淡去了。")
    elif left > 100:
        verdict = Text(en="It explodes.", zh="爆炸了。")
    else:
        verdict = Text(en="It holds.", zh="稳住了。")
    return Text(
        en="After {steps} steps the state has length {state}. The gradient has become "
        "{left} of what it was at first. {verdict}",
        zh="走完 {steps} 步，状态的长度是 {state}；"
        "梯度变成了最初的 {left} 倍。{verdict}",
    ).format(
        steps=_NUM_STEPS,
        state=plots.short_number(data["state_norms"][-1]),
        left=plots.short_number(left),
        verdict=verdict,
    )
