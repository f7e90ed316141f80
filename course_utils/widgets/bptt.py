"""One loss, and the steps its gradient reaches: the explorer of lesson 03."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_utils import plots, scratch
from course_utils.plots.backward import draw_backward
from course_utils.scratch import ReadoutWeights, RNNWeights
from course_utils.scratch.readout import cross_entropy_gradient
from course_utils.text import Text
from course_utils.widgets.explorer import Data, Explorer, buttons, slider

SHAPES = ("N-N", "N-1", "1-N")
_ALT = Text(
    en="The unrolled network: grey arrows forward, red arrows back from one loss, "
    "wider where the gradient is stronger.",
    zh="展开的网络：灰色箭头向前，红色箭头从某一步的损失往回传，梯度越强，箭头越粗。",
)
TOO_SHORT = Text(
    en="Expected at least two symbols and a target for each, found {symbols} symbols "
    "and {targets} targets.",
    zh="至少要有两个符号，每个配一个目标；实际是 {symbols} 个符号、{targets} 个目标。",
)


def explore_bptt(
    symbols: Sequence[str],
    targets: Sequence[str],
    weights: RNNWeights,
    readout: ReadoutWeights,
    vocabulary: Sequence[str],
) -> Explorer:
    """Pick a loss; see which steps its gradient reaches, and how strongly.

    symbols, targets: what is read and what should be said at each of T steps
    weights, readout: a vanilla RNN over one-hot vectors of `vocabulary`

    `data`: `dstates` and `dinputs` (T,), the sizes of the gradients of the loss at
    `step`; `inputs`, `losses` and `cuts`, steps counted from 0.
    """
    one_hot, right = _in_numbers(symbols, targets, vocabulary)
    num_steps = len(right)

    def compute(shape: str, step: int, gain: float, window: int) -> Data:
        steps = _steps_of(shape, window, num_steps)
        x = one_hot * np.isin(np.arange(num_steps), steps["inputs"])[:, None]
        scaled = weights._replace(W_hh=gain * weights.W_hh)
        sizes = loss_gradients(x, scaled, readout, right[step - 1], step, window)
        return {
            "symbols": list(symbols),
            "step": step,
            "window": window,
            "dstates": sizes[0],
            "dinputs": sizes[1],
            **steps,
        }

    return Explorer(
        bptt_controls(num_steps),
        compute,
        draw_bptt,
        describe=describe_bptt,
        alt=_ALT,
        adjust=hold_the_last_step,
    )


def _in_numbers(
    symbols: Sequence[str], targets: Sequence[str], vocabulary: Sequence[str]
) -> tuple[np.ndarray, list[int]]:
    """What is read, one-hot (T, V), and the T ids of what should be said.

    Raises `ValueError` for fewer than two steps, or another number of targets.
    """
    if len(symbols) != len(targets) or len(symbols) < 2:
        message = TOO_SHORT.format(symbols=len(symbols), targets=len(targets))
        raise ValueError(str(message))
    ids = [list(vocabulary).index(symbol) for symbol in symbols]
    right = [list(vocabulary).index(symbol) for symbol in targets]
    return np.eye(len(vocabulary))[ids], right


def _steps_of(shape: str, window: int, num_steps: int) -> dict[str, range]:
    """Which steps read a symbol, which have a loss, and which begin a new window."""
    every, last = range(num_steps), range(num_steps - 1, num_steps)
    return {
        "inputs": range(1) if shape == "1-N" else every,
        "losses": last if shape == "N-1" else every,
        "cuts": range(window, num_steps, window),
    }


def bptt_controls(num_steps: int) -> dict[str, Any]:
    """Which shape, which loss, how large `W_hh`, and how long a window."""
    shapes = [(each, each) for each in SHAPES]
    return {
        "shape": buttons(Text(en="shape", zh="形状"), shapes, "N-N"),
        "step": slider(Text(en="loss at t", zh="哪步的损失"), num_steps, 1, num_steps),
        "gain": slider(Text(en="W_hh ×", zh="W_hh ×"), 1.0, 0.5, 3.0, 0.25),
        "window": slider(Text(en="window k", zh="窗口 k"), num_steps, 1, num_steps),
    }


def hold_the_last_step(controls: Mapping[str, Any]) -> None:
    """With N-1 the only loss is the last one."""
    step = controls["step"]
    step.disabled = controls["shape"].value == "N-1"
    if step.disabled:
        step.value = step.max


def loss_gradients(
    x: np.ndarray,
    weights: RNNWeights,
    readout: ReadoutWeights,
    target: int,
    step: int,
    window: int,
) -> tuple[np.ndarray, np.ndarray]:
    """The sizes of ∂L/∂h_s and ∂L/∂x_s, both (T,), for the loss L at `step` (from 1).

    x (T, V). The gradient ends where the window of `step` begins.
    """
    h0 = np.zeros((1, len(weights.W_hh)))
    states = scratch.rnn_forward(x[None], h0, *weights)
    scores = scratch.readout_forward(states[:, step - 1], *readout)  # (1, V)
    dscores = cross_entropy_gradient(scores, np.array([target]))
    dh = dscores @ readout.W_hy
    dstates, dinputs = np.zeros(len(x)), np.zeros(len(x))
    first = (step - 1) // window * window
    for s in reversed(range(first, step)):
        dstates[s] = np.linalg.norm(dh)
        before = states[:, s - 1] if s else h0
        dx, dh, *_ = scratch.rnn_step_backward(
            dh, states[:, s], x[None, s], before, weights.W_xh, weights.W_hh
        )
        dinputs[s] = np.linalg.norm(dx)
    return dstates, dinputs


def draw_bptt(data: Data) -> Any:
    margins = {"left": 0.005, "right": 0.995, "bottom": 0.01, "top": 0.99}
    width = 0.55 + 1.13 * len(data["symbols"])
    fig, ax = plots.figure(width=width, height=2.9, margins=margins)
    draw_backward(
        ax,
        data["symbols"],
        data["dstates"],
        data["dinputs"],
        losses=data["losses"],
        inputs=data["inputs"],
        heard=[data["step"] - 1],
        cuts=data["cuts"],
    )
    return fig


def describe_bptt(data: Data) -> Text:
    dstates, step = data["dstates"], data["step"]
    first = int(np.flatnonzero(dstates)[0]) + 1
    last, early = dstates[step - 1], dstates[first - 1]
    words = Text(
        en="The loss at step {step} reaches its own step only, with {last}.",
        zh="第 {step} 步的损失只传到本步，强度 {last}。",
    )
    if first < step:
        words = Text(
            en="The loss at step {step} reaches back to step {first}: {last} at step "
            "{step}, {early} at step {first}, {share} of it.",
            zh="第 {step} 步的损失一直传回到第 {first} 步："
            "第 {step} 步是 {last}，第 {first} 步是 {early}，只相当于前者的 {share}。"
            if early < last
            else "第 {step} 步的损失一直传回到第 {first} 步："
            "第 {step} 步是 {last}，第 {first} 步是 {early}，是前者的 {share}。",
        )
    share = f"{early / last:.2g}" if early > last else f"{100 * early / last:.2g} %"
    return words.format(
        step=step,
        first=first,
        last=plots.short_number(last),
        early=plots.short_number(early),
        share=plots.label(share),
    )
