"""The explorers of the lessons: small interactive pictures that answer a question.

Each takes arrays, numbers or callables, never a model, and returns an `Explorer`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import prod
from typing import Any

import numpy as np

from course_utils import diagrams, plots
from course_utils.explorer import Explorer, buttons, menu, slider
from course_utils.shapes import parameter_shapes
from course_utils.text import Text

__all__ = ["Explorer", "explore_first", "explore_parameters", "explore_reading"]

Data = Mapping[str, Any]

# ---------------------------------------------------------------- lesson 00


def explore_first(w: float = 0.8, num_steps: int = 12) -> Explorer:
    """One number as a memory: h_t = tanh(w·h_{t-1} + x_t), one knock at t = 1.

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
        alt=Text(
            en="Input and state of a network of one unit, over time.",
            zh="只有一个单元的网络：输入与状态随时间的变化。",
        ),
    )


def scalar_states(w: float, x: np.ndarray) -> np.ndarray:
    """h_t = tanh(w·h_{t-1} + x_t) from h_0 = 0. x (T,) -> h (T,)"""
    h = np.zeros(len(x) + 1)
    for t, x_t in enumerate(x):
        h[t + 1] = np.tanh(w * h[t] + x_t)
    return h[1:]


def draw_first(data: Data) -> Any:
    margins = {"left": 0.09, "right": 0.97, "bottom": 0.17, "top": 0.95}
    fig, ax = plots.figure(width=7.0, height=3.2, margins=margins)
    plots.draw_inputs(ax, data["x"])
    plots.draw_curve(ax, data["h"])
    ax.set(ylim=(-1.1, 1.1), xlim=(0.4, len(data["h"]) + 0.6), yticks=(-1, 0, 1))
    plots.name_lines(ax, {"input": "$x_t$", "hidden": "$h_t$"})
    return fig


def describe_first(data: Data) -> Text:
    h = data["h"]
    left = abs(h[-1] / h[0])
    if left < 0.01:
        verdict = Text(en="The knock is forgotten.", zh="这一下已经被忘掉了。")
    elif left < 0.6:
        verdict = Text(en="The knock is fading.", zh="这一下正在淡去。")
    else:
        verdict = Text(en="The knock is remembered.", zh="这一下还记得。")
    return Text(
        en="One knock at t = 1, then silence. With w = {w:.1f} the state is {first:.3f} "
        "after the knock and {last:.3f} at t = {steps}. {verdict}",
        zh="t = 1 敲一下，之后一片安静。w = {w:.1f} 时，刚敲完状态是 {first:.3f}，"
        "到 t = {steps} 时是 {last:.3f}。{verdict}",
    ).format(w=data["w"], first=h[0], last=h[-1] + 0.0, steps=len(h), verdict=verdict)


# ---------------------------------------------------------------- lesson 01

FORWARD, BACKWARD = "forward", "backward"
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
        steps = len(spoken[controls["sentence"].value])
        controls["step"].max = steps

    first = next(iter(spoken))
    num_steps = len(spoken[first])
    return Explorer(
        {
            "sentence": menu(Text(en="sentence", zh="句子"), list(spoken), first),
            "direction": buttons(
                Text(en="read", zh="阅读方向"),
                [
                    (Text(en="forward →", zh="正向 →"), FORWARD),
                    (Text(en="← backward", zh="← 反向"), BACKWARD),
                ],
                direction,
            ),
            "step": slider(Text(en="step", zh="时间步"), num_steps, 1, num_steps),
        },
        compute,
        draw_reading,
        describe=describe_reading,
        alt=Text(
            en="Heat map of the state after each symbol read; below it, how far each "
            "state moves when the symbol read first is replaced.",
            zh="热力图：每读一个符号之后的状态；下图：换掉最先读到的符号，各个状态移动多远。",
        ),
        play="step",
        adjust=fit_steps,
    )


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
    margins = {"left": 0.115, "right": 0.91, "bottom": 0.13, "top": 0.97, "hspace": 0.32}
    fig, (top, bottom) = plots.figure(
        2, 1, width=8.4, height=5.0, margins=margins, height_ratios=(1.5, 1)
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
    plots.draw_influence(
        bottom, data["distances"], data["symbols"], opacity=strength, floor=NO_DISTANCE
    )
    return fig


def describe_reading(data: Data) -> Text:
    read = data["places"][: data["step"]]
    symbols, now = data["symbols"], read[-1]
    distance = data["distances"][now]
    return Text(
        en="Step {step} of {steps}, reading {direction}: now “{now}”. If the symbol read "
        "first were “{replacement}” instead of “{first}”, this state would move by "
        "{distance}.",
        zh="第 {step} 步（共 {steps} 步），{direction}，正读到“{now}”。"
        "如果最先读到的不是“{first}”而是“{replacement}”，此刻的状态会移动 {distance}。",
    ).format(
        step=data["step"],
        steps=len(symbols),
        direction=DIRECTIONS[data["direction"]],
        now=symbols[now],
        first=symbols[read[0]],
        replacement=data["replacement"],
        distance=f"{distance:.2g}" if distance > NO_DISTANCE else f"< {NO_DISTANCE:g}",
    )


DIRECTIONS = {
    FORWARD: Text(en="forward", zh="正向阅读"),
    BACKWARD: Text(en="backward", zh="反向阅读"),
}

# ---------------------------------------------------------------- lesson 02

GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
BYTES_PER_FLOAT = 4


def explore_parameters(torch_count: Callable[..., int] | None = None) -> Explorer:
    """Where the parameters of a recurrent network live, and how many there are.

    `torch_count(cell, input_size, hidden_size, num_layers=, bidirectional=, bias=)`
    counts what PyTorch really allocates; without it, the shapes that PyTorch documents
    are added up.

    `data`: `layers` (name → matrix → count), `formula`, `pytorch`, `bytes`, `shapes`.
    """
    count = torch_count or count_documented

    def compute(**values: Any) -> Data:
        layers, shapes = layer_counts(**values)
        formula = sum(sum(parts.values()) for parts in layers.values())
        pytorch = count(
            values["cell"],
            values["E"],
            values["H"],
            num_layers=values["num_layers"],
            bidirectional=values["directions"] == 2,
            bias=values["biases"] > 0,
        )
        return {
            **values,
            "layers": layers,
            "shapes": shapes,
            "formula": formula,
            "pytorch": int(pytorch),
            "bytes": BYTES_PER_FLOAT * formula,
        }

    return Explorer(
        {
            "cell": buttons(Text(en="cell", zh="单元"), list(GATES), "RNN"),
            "directions": buttons(
                Text(en="directions", zh="方向"), [("1", 1), ("2", 2)], 1
            ),
            "biases": buttons(
                Text(en="biases", zh="偏置"), [("0", 0), ("1", 1), ("2", 2)], 2
            ),
            "E": slider("E", 128, 1, 512),
            "H": slider("H", 216, 1, 512),
            "num_layers": slider(Text(en="layers", zh="层数"), 1, 1, 4),
        },
        compute,
        draw_parameters,
        describe=describe_parameters,
        alt=Text(
            en="Left: the weight matrices as rectangles to scale. Right: a bar for each "
            "layer, cut into its matrices.",
            zh="左图：按比例画出的权重矩阵；右图：每层一条，按矩阵分段。",
        ),
    )


def count_documented(
    cell: str, input_size: int, hidden_size: int, **options: Any
) -> int:
    """The number of parameters by the shapes in PyTorch's documentation."""
    shapes = parameter_shapes(cell, input_size, hidden_size, **options)
    return sum(prod(shape) for shape in shapes.values())


def layer_counts(
    cell: str, directions: int, biases: int, E: int, H: int, num_layers: int
) -> tuple[dict[str, dict[str, int]], dict[str, tuple[int, int]]]:
    """By the formula G·H·(input + H + biases): counts by layer, shapes by matrix.

    G is the number of gate blocks. The input of a layer above the first is the
    output of the layer below: H numbers from each direction.
    """
    rows = GATES[cell] * H
    layers: dict[str, dict[str, int]] = {}
    shapes: dict[str, tuple[int, int]] = {}
    for layer in range(1, num_layers + 1):
        width = E if layer == 1 else H * directions
        if layer <= 2:
            shapes[f"$W_{{xh}}$ ({layer})"] = (rows, width)
        for arrow in "→←"[:directions]:
            parts = {"W_xh": rows * width, "W_hh": rows * H, "b": rows * biases}
            layers[f"{layer} {arrow}"] = parts
    shapes["$W_{hh}$"] = (rows, H)
    return layers, shapes


def draw_parameters(data: Data) -> Any:
    margins = {"left": 0.02, "right": 0.99, "bottom": 0.04, "top": 0.9, "wspace": 0.14}
    fig, (left, right) = plots.figure(
        1, 2, width=9.0, height=4.2, margins=margins, width_ratios=(1, 1.15)
    )
    diagrams.draw_weight_shapes(left, data["shapes"])
    plots.draw_layer_bars(right, data["layers"])
    plots.name_bars(right, {"input": "$W_{xh}$", "hidden": "$W_{hh}$", "bias": "$b$"})
    return fig


def describe_parameters(data: Data) -> Text:
    parts = [part for layer in data["layers"].values() for part in layer.items()]
    recurrent = sum(count for name, count in parts if name == "W_hh")
    difference = data["pytorch"] - data["formula"]
    if difference == 0:
        verdict = Text(en="PyTorch counts the same.", zh="PyTorch 数出来一样多。")
    else:
        verdict = Text(
            en="PyTorch counts {pytorch:,}, {difference:,} more: it keeps two biases "
            "where this formula has one.",
            zh="PyTorch 数出来是 {pytorch:,}，多 {difference:,} 个："
            "这个公式只有一个偏置，PyTorch 留了两个。",
        ).format(pytorch=data["pytorch"], difference=difference)
    return Text(
        en="{cell}: {formula:,} parameters by the formula, {megabytes:.2f} MB as 32-bit "
        "floats; {share:.0%} of them in W_hh. {verdict}",
        zh="{cell}：按公式共 {formula:,} 个参数，存成 32 位浮点数占 {megabytes:.2f} MB；"
        "其中 {share:.0%} 在 W_hh 里。{verdict}",
    ).format(
        cell=data["cell"],
        formula=data["formula"],
        megabytes=data["bytes"] / 1e6,
        share=recurrent / data["formula"],
        verdict=verdict,
    )
