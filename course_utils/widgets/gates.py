"""Gates to move by hand, and gates that move by themselves: lesson 05."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course_utils import plots
from course_utils.plots.cells import draw_gru_cell, draw_lstm_cell
from course_utils.plots.style import COLOURS, PAPER, QUIET, SIGNED
from course_utils.text import Text
from course_utils.widgets.explorer import Data, Explorer, buttons, frozen_look, slider

_NUM_STEPS = 20
LONGEST_TEXT = 60
MAPS = {"f": "forget", "i": "input_gate", "o": "output_gate"}

CELL_ALT = Text(
    en="Left: the cell with the value of each gate and of the memory before and after. "
    "Right: the memory over twenty steps, if the gates stay as they are.",
    zh="左图：单元内部，标出各个门的值，还有记忆在这一步前后的值；"
    "右图：各个门保持不动，走二十步，记忆的变化。",
)
READING_ALT = Text(
    en="Below each character: how sure the net is to be inside brackets, then its "
    "forget, input and output gates and its cell state, a row for each unit.",
    zh="每个字符下面依次是：网络认为在括号里的把握，"
    "以及遗忘门、输入门、输出门和细胞状态，每个单元一行。",
)


def explore_cell(kind: str = "LSTM") -> Explorer:
    """One unit of an LSTM or a GRU, its gates as sliders.

    `data`: the values of the step (f i o g c_before c h, or z r n h_before h) and
    `memory` (20,): c, or the GRU's h, after 1 ... 20 steps with the same gates.
    Another `kind` than these two: `ValueError`.
    """
    if kind not in _CELLS:
        raise ValueError(str(UNKNOWN_CELL.format(found=repr(kind))))
    sliders, compute, draw = _CELLS[kind]

    def picture(data: Data) -> Any:
        fig, (left, right) = plots.figure(
            1, 2, width=9.6, height=3.2, width_ratios=(2, 1)
        )
        draw(left, data)
        draw_memory(right, data["memory"], data["before"], kind)
        return fig

    return Explorer(
        sliders(),
        compute,
        picture,
        describe=describe_memory,
        alt=CELL_ALT,
    )


def lstm_sliders() -> dict[str, ipywidgets.Widget]:
    """The three gates, the candidate and the old cell state."""
    return {
        "f": slider(Text(en="forget f", zh="遗忘门 f"), 0.9, 0.0, 1.0, 0.05),
        "i": slider(Text(en="input i", zh="输入门 i"), 0.0, 0.0, 1.0, 0.05),
        "g": slider(Text(en="candidate g", zh="候选状态 g"), 0.8, -1.0, 1.0, 0.1),
        "o": slider(Text(en="output o", zh="输出门 o"), 1.0, 0.0, 1.0, 0.05),
        "c_before": slider("c", 1.0, -2.0, 2.0, 0.1),
    }


def gru_sliders() -> dict[str, ipywidgets.Widget]:
    """The two gates, what the input says, and the old state."""
    return {
        "z": slider(Text(en="update z", zh="更新门 z"), 0.9, 0.0, 1.0, 0.05),
        "r": slider(Text(en="reset r", zh="重置门 r"), 1.0, 0.0, 1.0, 0.05),
        "a": slider(Text(en="input part a", zh="输入项 a"), 0.0, -2.0, 2.0, 0.1),
        "h_before": slider("h", 0.8, -1.0, 1.0, 0.1),
    }


def lstm_by_hand(f: float, i: float, g: float, o: float, c_before: float) -> Data:
    """One step, and the cell state if the same happens twenty times."""
    memory, c = [], c_before
    for _ in range(_NUM_STEPS):
        c = f * c + i * g
        memory.append(c)
    values = {"f": f, "i": i, "g": g, "o": o, "c_before": c_before}
    first = {"c": memory[0], "h": o * np.tanh(memory[0])}
    return {**values, **first, "memory": np.array(memory), "before": c_before}


def gru_by_hand(z: float, r: float, a: float, h_before: float) -> Data:
    """One step with n = tanh(a + r h), and the state after twenty of them."""
    memory, h = [], h_before
    for _ in range(_NUM_STEPS):
        h = (1 - z) * np.tanh(a + r * h) + z * h
        memory.append(h)
    values = {"z": z, "r": r, "n": np.tanh(a + r * h_before), "h_before": h_before}
    return {**values, "h": memory[0], "memory": np.array(memory), "before": h_before}


def draw_memory(ax: Any, memory: np.ndarray, before: float, kind: str) -> None:
    """The memory after each step; a dashed line where it began."""
    plots.draw_curve(ax, memory, role="cell" if kind == "LSTM" else "hidden")
    ax.axhline(before, color=QUIET, lw=1.2, ls=(0, (4, 2)))
    reach = max(1.0, float(np.abs(memory).max()), abs(before))
    ax.set(ylim=(-1.1 * reach, 1.1 * reach), xticks=(1, 5, 10, 15, 20))
    ax.set_title("$c_t$" if kind == "LSTM" else "$h_t$")


def describe_memory(data: Data) -> Text:
    before, last = data["before"], data["memory"][-1]
    if abs(last - before) < 0.05 * max(1.0, abs(before)):
        verdict = Text(en="It is kept.", zh="记忆保住了。")
    elif abs(last) < 0.05:
        verdict = Text(en="It is forgotten.", zh="记忆忘光了。")
    elif abs(last) > 2 * max(1.0, abs(before)):
        verdict = Text(en="It piles up.", zh="记忆越积越多。")
    elif abs(last) < 0.5 * abs(before):
        verdict = Text(en="It fades.", zh="记忆在淡去。")
    else:
        verdict = Text(en="It has changed.", zh="记忆变了样。")
    return Text(
        en="The memory is {before:.2f} before, {first:.2f} after one step and "
        "{last:.2f} after {steps} such steps. {verdict} "
        "The first step shows {shown:.2f}.",
        zh="记忆原来是 {before:.2f}，走一步变成 {first:.2f}，"
        "照样走 {steps} 步变成 {last:.2f}。{verdict}第一步露出 {shown:.2f}。",
    ).format(
        shown=data["h"] + 0.0,
        before=before + 0.0,
        first=data["memory"][0] + 0.0,
        last=last + 0.0,
        steps=_NUM_STEPS,
        verdict=verdict,
    )


_CELLS: Mapping[
    str,
    tuple[
        Callable[[], dict[str, ipywidgets.Widget]],
        Callable[..., Data],
        Callable[..., None],
    ],
] = {
    "LSTM": (lstm_sliders, lstm_by_hand, draw_lstm_cell),
    "GRU": (gru_sliders, gru_by_hand, draw_gru_cell),
}
UNKNOWN_CELL = Text(
    en='Expected "LSTM" or "GRU", found {found}. Choose one of the two.',
    zh='应当是 "LSTM" 或 "GRU"，现在是 {found}。请从这两种里选。',
)


def explore_gates(
    read: Callable[[str], Mapping[str, np.ndarray]], text: str
) -> Explorer:
    """A trained LSTM reads what you type; its gates and cells as heat maps.

    read: text → f i o c (T, H) and `inside` (T,), its answers
    `data`: the `text`, its `units` from the first row down, and all that `read`
    returned. Texts may have 1 to 60 characters; another is refused in words.
    """

    def compute(text: str, order: str) -> Data:
        found = read(check_text(text))
        units = np.arange(found["c"].shape[1])
        if order == "answer":
            units = np.argsort(-np.abs(agreement(found["c"], found["inside"])))
        return {**found, "text": text, "units": units}

    box = ipywidgets.Text(
        value=text,
        description=str(Text(en="text", zh="文字")),
        continuous_update=False,
        **frozen_look("36em"),
    )
    orders = [
        (Text(en="as they are", zh="原来的次序"), "number"),
        (Text(en="most telling first", zh="最说明问题的在前"), "answer"),
    ]
    return Explorer(
        {"text": box, "order": buttons(Text(en="units", zh="单元"), orders, "answer")},
        compute,
        draw_gated_reading,
        describe=describe_gates,
        alt=READING_ALT,
    )


def check_text(text: str) -> str:
    """`text`, if it has 1 to 60 characters."""
    if not 0 < len(text) <= LONGEST_TEXT:
        message = Text(
            en="Expected 1 to {longest} characters, found {found}. "
            "Type a sentence with brackets.",
            zh="请输入 1 到 {longest} 个字符，现在有 {found} 个。"
            "写一句带括号的话试试。",
        ).format(longest=LONGEST_TEXT, found=len(text))
        raise ValueError(str(message))
    return text


def agreement(cells: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """How closely each unit's cell state (T, H) follows the answer (T,): -1 ... 1."""
    c, y = cells - cells.mean(axis=0), inside - inside.mean()
    size = np.linalg.norm(c, axis=0) * np.linalg.norm(y)
    return np.divide(y @ c, size, out=np.zeros(c.shape[1]), where=size > 0)


def draw_gated_reading(data: Data) -> Any:
    margins = {"left": 0.09, "right": 0.91, "bottom": 0.06, "top": 0.97, "hspace": 0.36}
    heights = (0.8, 1, 1, 1, 1)
    fig, axes = plots.figure(
        5, 1, width=9.6, height=6.6, margins=margins, height_ratios=heights
    )
    top, *others = axes
    top.bar(
        range(len(data["text"])), data["inside"], color=COLOURS["output"], width=0.7
    )
    top.set(ylim=(0, 1), yticks=(0, 1), xlim=(-0.5, len(data["text"]) - 0.5))
    plots.draw_symbols(top, [s if s.isprintable() else " " for s in data["text"]])
    plots.name_axis(top, "$y_t$")
    for ax, (name, role) in zip(others[:3], MAPS.items(), strict=True):
        draw_gate_map(ax, data[name][:, data["units"]], f"${name}_t$", role)
    draw_cells(others[3], data["c"][:, data["units"]])
    return fig


def draw_gate_map(ax: Any, gate: np.ndarray, symbol: str, role: str) -> None:
    """A gate (T, H) from white (shut) to its colour (open)."""
    colours = LinearSegmentedColormap.from_list(role, [PAPER, COLOURS[role]])
    ax.imshow(gate.T, cmap=colours, vmin=0, vmax=1, aspect="auto")
    finish_map(ax, gate, symbol)


def draw_cells(ax: Any, cells: np.ndarray) -> None:
    """The cell states (T, H), diverging from 0."""
    limit = max(1.0, float(np.abs(cells).max()))
    image = ax.imshow(cells.T, cmap=SIGNED, vmin=-limit, vmax=limit, aspect="auto")
    plots.draw_colour_key(ax, image, limit)
    finish_map(ax, cells, "$c_t$")


def finish_map(ax: Any, values: np.ndarray, symbol: str) -> None:
    plots.separate_cells(ax, *values.shape)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    plots.name_axis(ax, symbol)


def describe_gates(data: Data) -> Text:
    inside, first = data["inside"], data["units"][0]
    last = float(inside[-1])
    where = (
        Text(en="inside", zh="在括号里")
        if last > 0.5
        else Text(en="outside", zh="在括号外")
    )
    return Text(
        en="{count} of {steps} characters are taken to be inside brackets. At the end "
        "the net says {where}; the probability of inside is {sure:.2f}. The first row, "
        "unit {unit}, follows the answer with correlation {follows:.2f}.",
        zh="{steps} 个字符里，网络认为有 {count} 个在括号里。"
        "读到最后，网络判断{where}，“在里面”的概率是 {sure:.2f}。"
        "第一行是 {unit} 号单元，跟答案的相关系数是 {follows:.2f}。",
    ).format(
        count=int((inside > 0.5).sum()),
        steps=len(inside),
        where=where,
        sure=last,
        unit=first + 1,
        follows=agreement(data["c"], inside)[first],
    )
