"""A sentence read step by step: the explorer of lesson 01."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from course_utils import plots
from course_utils.text import Text
from course_utils.widgets.explorer import Data, Explorer, buttons, menu, slider

FORWARD, BACKWARD = "forward", "backward"
DIRECTIONS = {
    FORWARD: Text(en="forward", zh="顺着读"),
    BACKWARD: Text(en="backward", zh="倒着读"),
}
_ALT = Text(
    en="Heat map of the state after each symbol read; below it, how far each state "
    "moves when the symbol read first is replaced.",
    zh="热力图：每读一个符号之后的状态；下图：换掉最先读到的符号，各个状态变了多少。",
)
# Distances this small are rounding noise of single precision.
NO_DISTANCE = 1e-8


def explore_reading(
    sentences: Mapping[str, Sequence[str]],
    forward: Callable[[list[str]], np.ndarray],
    *,
    direction: str = FORWARD,
) -> Explorer:
    """Step through a sentence and watch the state that has read it.

    sentences: label → its symbols (words or characters)
    forward: symbols in reading order → their states (T, H)

    `data`: `symbols`, `states` (T, H) and `distances` (T,) by place in the sentence,
    `places` in reading order, `step`, `replacement`. The distances say how far each
    state moves when the symbol read first is replaced. A sentence needs two
    different symbols, else `ValueError`.
    """
    spoken = {label: list(symbols) for label, symbols in sentences.items()}
    check_sentences(spoken)

    @cache
    def read(sentence: str, direction: str) -> dict[str, Any]:
        return reading(spoken[sentence], forward, direction)

    def compute(sentence: str, direction: str, step: int) -> Data:
        return {**read(sentence, direction), "direction": direction, "step": step}

    def fit_steps(controls: Mapping[str, Any]) -> None:
        controls["step"].max = len(spoken[controls["sentence"].value])

    return Explorer(
        reading_controls(spoken, direction),
        compute,
        draw_reading,
        describe=describe_reading,
        alt=_ALT,
        play="step",
        adjust=fit_steps,
    )


def reading_controls(
    sentences: Mapping[str, Sequence[str]], direction: str
) -> dict[str, Any]:
    """Which sentence, in which direction, up to which step: at first, to its end."""
    first = next(iter(sentences))
    num_steps = len(sentences[first])
    directions = [
        (Text(en="forward →", zh="顺着读 →"), FORWARD),
        (Text(en="← backward", zh="← 倒着读"), BACKWARD),
    ]
    return {
        "sentence": menu(Text(en="sentence", zh="句子"), list(sentences), first),
        "direction": buttons(Text(en="read", zh="方向"), directions, direction),
        "step": slider(Text(en="step", zh="时间步"), num_steps, 1, num_steps),
    }


def check_sentences(sentences: Mapping[str, Sequence[str]]) -> None:
    """At least one sentence, each with two different symbols, else a `ValueError`."""
    if not sentences:
        message = Text(
            en="Expected at least one sentence, found none.",
            zh="至少需要一个句子，现在一个也没有。",
        )
        raise ValueError(str(message))
    for label, symbols in sentences.items():
        if len(set(symbols)) < 2:
            message = Text(
                en="Expected at least two different symbols in the sentence {label!r}, "
                "found {found}. Split it into words or characters first.",
                zh="句子 {label!r} 至少要有两个不同的符号，得到的是 {found}。"
                "先把它切成词或字。",
            )
            raise ValueError(str(message.format(label=label, found=list(symbols))))


def reading(
    symbols: list[str], forward: Callable[[list[str]], np.ndarray], direction: str
) -> dict[str, Any]:
    """States and distances of one sentence, ordered by place in the sentence."""
    places = np.arange(len(symbols))
    if direction == BACKWARD:
        places = places[::-1]
    in_order = [symbols[place] for place in places]
    replacement = next(symbol for symbol in in_order if symbol != in_order[0])
    states = read_states(forward, in_order)
    moved = read_states(forward, [replacement, *in_order[1:]])
    by_place = np.argsort(places)
    return {
        "symbols": symbols,
        "places": places,
        "replacement": replacement,
        "states": states[by_place],
        "distances": np.linalg.norm(states - moved, axis=1)[by_place],
    }


def read_states(
    forward: Callable[[list[str]], np.ndarray], symbols: list[str]
) -> np.ndarray:
    """`forward(symbols)`, checked: one finite state (H,) for each symbol."""
    states = plots.check_matrix(forward(list(symbols)))
    plots.check_length(symbols, len(states))
    if not np.isfinite(states).all():
        message = Text(
            en="The states hold NaN or infinity. Are the weights too large?",
            zh="状态里出现了 NaN 或无穷大。是不是权重太大了？",
        )
        raise ValueError(str(message))
    return states


def draw_reading(data: Data) -> Any:
    margins = {"left": 0.14, "right": 0.92, "bottom": 0.03, "top": 0.97, "hspace": 0.26}
    fig, (top, bottom) = plots.figure(
        2, 1, width=8.4, height=4.6, margins=margins, height_ratios=(1.5, 1)
    )
    places, step = data["places"], data["step"]
    read = places[:step]
    states = np.full(data["states"].shape, np.nan)
    states[read] = data["states"][read]
    opacity = np.ones(len(places))
    opacity[read] = np.maximum(0.35, 0.85 ** np.arange(step)[::-1])
    plots.draw_states(top, states, data["symbols"], opacity=opacity, current=read[-1])
    strength = np.full(len(places), 0.18)
    strength[read] = 1.0
    plots.draw_influence(bottom, data["distances"], opacity=strength, floor=NO_DISTANCE)
    bottom.set(xticks=[], xlabel="")  # the symbols between the panels serve both
    return fig


def describe_reading(data: Data) -> Text:
    read = data["places"][: data["step"]]
    symbols, now = data["symbols"], read[-1]
    distance = data["distances"][now]
    return Text(
        en="Step {step} of {steps}, reading {direction}: now “{now}”. If the symbol "
        "read first were “{replacement}” instead of “{first}”, this state would move "
        "by {distance}.",
        zh="第 {step} 步（共 {steps} 步），{direction}，正读到“{now}”。"
        "如果最先读到的不是“{first}”而是“{replacement}”，此刻的状态会变动 {distance}。",
    ).format(
        step=data["step"],
        steps=len(symbols),
        direction=DIRECTIONS[data["direction"]],
        now=symbols[now],
        first=symbols[read[0]],
        replacement=data["replacement"],
        distance=readable_distance(distance),
    )


def readable_distance(distance: float) -> str:
    """`distance` in two digits, or that it is less than can be told from rounding."""
    if distance > NO_DISTANCE:
        return plots.short_number(distance)
    return f"< {plots.short_number(NO_DISTANCE)}"
