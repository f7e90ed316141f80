"""Two memories of one poem, what gates keep and where attention looks: lesson 13."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from course_utils import plots
from course_utils.plots.attention import draw_page, page_of, page_size
from course_utils.text import Text, join_sentences
from course_utils.widgets.explorer import (
    Data,
    Explorer,
    buttons,
    menu,
    own_text,
    slider,
)

_PANEL, _TITLE = 3.2, 0.5  # inches
_HELD, _FORGET, _INPUT = "held", "f", "i"
_PANELS = {
    _HELD: ("cell", Text(en="LSTM: still held", zh="LSTM：还留着多少")),
    _FORGET: ("forget", Text(en="LSTM: forget gate", zh="LSTM：遗忘门")),
    _INPUT: ("input_gate", Text(en="LSTM: input gate", zh="LSTM：输入门")),
}
_ATTENTION = Text(en="Transformer: attention", zh="Transformer：注意力")
_ALT = Text(
    en="The poem twice, its characters in lines. Left, in the LSTM: how much is still "
    "held of what was written at each character, or how far a gate was open there. "
    "Right, in the Transformer: how much it looks at each. A frame is around the "
    "character just read; those still to come are pale.",
    zh="同一首诗画了两遍，逐句排开。左边是 LSTM：读每个字时写下的内容还留着多少，"
    "或者读那个字时门开了多大；右边是 Transformer：此刻对每个字的注意力有多大。"
    "方框框住刚读到的字，还没读的字颜色很淡。",
)


def explore_memories(
    poems: Mapping[str, str],
    read_gates: Callable[[str], Mapping[str, np.ndarray]],
    read_looks: Callable[[str], np.ndarray],
    is_known: Callable[[str], bool],
    *,
    place: int = 9,
) -> Explorer:
    """Read a poem character by character, with gates and with attention.

    poems: label → its text, lines with spaces between them
    read_gates: text → the gates "f" and "i" (R, H) of an LSTM that reads it; R counts
    the blank before the first character, and need not count the last character
    read_looks: text → where a Transformer looks: (blocks, heads, R, R)
    is_known: whether the nets have a vector of its own for a character
    place: how many characters are read at first

    `data`: `lines`, `place`, `held`, `f` and `i` (place + 1,) of the chosen unit or the
    mean of all, `weights` (place + 1,) of the chosen head or the mean of its block;
    `show`, `unit`, `num_units`, `block`, `head`; `unknown`, how many of the characters
    read the nets do not know.

    No poem at all is a `ValueError`. A text without a character, arrays of another
    shape and what the two functions refuse are told in words below the controls.
    """
    if not poems:
        raise ValueError(str(_NO_POEM))
    reading = _Reading(poems, read_gates, read_looks, is_known)
    return Explorer(
        _controls(poems, place),
        reading.compute,
        draw_memories,
        describe=describe_memories,
        alt=_ALT,
        play="place",
        adjust=reading.fit_ranges,
    )


@dataclass(frozen=True)
class _Read:
    """A text as both nets have read it."""

    lines: list[str]
    forget: np.ndarray
    opened: np.ndarray
    weights: np.ndarray


@dataclass
class _Reading:
    """What the nets make of the texts that the controls choose, asked once for each."""

    poems: Mapping[str, str]
    read_gates: Callable[[str], Mapping[str, np.ndarray]]
    read_looks: Callable[[str], np.ndarray]
    is_known: Callable[[str], bool]

    def __post_init__(self) -> None:
        self.read_once = lru_cache(maxsize=16)(self.read)

    def text(self, poem: str, own: str) -> str:
        """The learner's own text, or the poem if there is none."""
        return " ".join(own.split()) or self.poems[poem]

    def read(self, text: str) -> _Read:
        """What both nets say of a text; a `ValueError` unless it fits the text."""
        lines = text.split()
        if not lines:
            raise ValueError(str(_NO_TEXT))
        gates = self.read_gates(text)
        forget, opened = (np.asarray(gates[name], float) for name in "fi")
        weights = np.asarray(self.read_looks(text), float)
        check_readings(len("".join(lines)), forget, opened, weights)
        return _Read(lines, forget, opened, weights)

    def fit_ranges(self, controls: Mapping[str, Any]) -> None:
        """As many places, units, blocks and heads as there are."""
        read = self.read_once(self.text(controls["poem"].value, controls["own"].value))
        controls["place"].max = len(read.forget) - 1
        controls["unit"].max = read.forget.shape[1]
        controls["block"].max, controls["head"].max = read.weights.shape[:2]

    def compute(
        self,
        poem: str,
        own: str,
        place: int,
        show: str,
        unit: int,
        block: int,
        head: int,
    ) -> Data:
        """Shares of what was read so far, once by the gates, once by attention."""
        read = self.read_once(self.text(poem, own))
        symbols, _ = page_of(read.lines)
        so_far = slice(place + 1)
        looks = read.weights[block - 1, :, place, so_far]
        gates = {
            _HELD: still_held(read.forget[so_far]),
            _FORGET: read.forget[so_far],
            _INPUT: read.opened[so_far],
        }
        return {
            "lines": read.lines,
            "symbols": symbols,
            "place": place,
            "show": show,
            "unit": unit,
            "num_units": read.forget.shape[1],
            "block": block,
            "head": head,
            "num_heads": len(looks),
            "unknown": sum(not self.is_known(one) for one in symbols[1 : place + 1]),
            "weights": one_or_mean(looks.T, head),
            **{name: one_or_mean(table, unit) for name, table in gates.items()},
        }


def _controls(poems: Mapping[str, str], place: int) -> dict[str, Any]:
    """Which text, how far it is read, and what is looked at in each net."""
    length = len("".join("".join(poems.values()).split()))
    panels = [
        (Text(en="still held", zh="还留着多少"), _HELD),
        *((words, gate) for gate, words in _GATES.items()),
    ]
    return {
        "poem": menu(Text(en="poem", zh="诗"), list(poems), next(iter(poems))),
        "own": own_text(Text(en="paste characters", zh="也可以自己写一句"), "19em"),
        "place": slider(Text(en="read so far", zh="已读字数"), place, 0, length),
        "show": buttons("LSTM", panels, _HELD),
        "unit": slider(Text(en="unit (0: mean)", zh="单元（0：平均）"), 0, 0, 1),
        "block": slider(Text(en="block", zh="第几块"), 1, 1, 1),
        "head": slider(Text(en="head (0: mean)", zh="头（0：平均）"), 0, 0, 1),
    }


def still_held(forget: np.ndarray) -> np.ndarray:
    """Forget gates (T, H) -> what the last step still has of each step's writing (T, H)

    c_T = f_T ⊙ c_{T-1} + i_T ⊙ g_T, so that what was written at t is multiplied by
    f_{t+1} ⊙ ... ⊙ f_T. Of the last, all is there.
    """
    last = np.ones_like(forget[:1])
    return np.concatenate([np.cumprod(forget[:0:-1], axis=0)[::-1], last])


def one_or_mean(table: np.ndarray, column: int) -> np.ndarray:
    """The mean of the columns of a table (R, N), or one of them, counted from 1."""
    column_values = table[:, column - 1] if column else table.mean(axis=1)
    return np.asarray(column_values)


def check_readings(
    num_characters: int, forget: np.ndarray, opened: np.ndarray, weights: np.ndarray
) -> None:
    """Gates (R, H) and weights (blocks, heads, R, R), finite, of R symbols."""
    num_read = len(forget) if forget.ndim == 2 else 0
    fits = num_read in (num_characters, num_characters + 1)
    fits &= opened.shape == forget.shape and weights.ndim == 4
    fits &= weights.shape[2:] == (num_read, num_read)
    if not fits:
        found = {"f": forget.shape, "i": opened.shape, "looks": weights.shape}
        raise ValueError(str(_SHAPES.format(most=num_characters + 1, **found)))
    if not all(np.isfinite(each).all() for each in (forget, opened, weights)):
        raise ValueError(str(_NOT_FINITE))


def draw_memories(data: Data) -> Any:
    num_columns, num_rows = page_size(data["lines"])
    height = _PANEL * num_rows / num_columns
    whole = height + _TITLE
    margins = {"left": 0.0, "right": 1.0, "bottom": 0.0, "top": height / whole}
    fig, (left, right) = plots.figure(
        1, 2, width=2 * _PANEL, height=whole, margins={**margins, "wspace": 0.0}
    )
    role, title = _PANELS[data["show"]]
    draw_page(left, data["lines"], data[data["show"]], role=role)
    limit = float(data["weights"].max())
    draw_page(right, data["lines"], data["weights"], limit=limit)
    left.set_title(str(title), x=0.05)
    right.set_title(str(_ATTENTION), x=0.05)
    return fig


def describe_memories(data: Data) -> Text:
    """What is read, what the LSTM has kept of it, and where the other looks."""
    symbols, place = data["symbols"], data["place"]
    begun = _READ if place else _READ_NOTHING
    sentences = [begun.format(count=place, now=symbols[place])]
    facts = {"now": symbols[place], "whose": _whose(data["unit"], data["num_units"])}
    if data["show"] == _HELD:
        first = min(1, place)
        facts |= {"first": symbols[first], "share": float(data[_HELD][first])}
        sentences.append(_KEEPS.format(**facts))
    else:
        gate = _GATES[data["show"]]
        opened = float(data[data["show"]][-1])
        sentences.append(_OPENED.format(gate=gate, opened=opened, **facts))
    sentences.append(_where_it_looks(data))
    if data["unknown"]:
        sentences.append(_UNKNOWN.format(count=data["unknown"]))
    return join_sentences(sentences)


def _whose(unit: int, num_units: int) -> Text:
    """Of which unit the numbers are."""
    words = _ONE_UNIT if unit else _ALL_UNITS
    return words.format(unit=unit, count=num_units)


def _where_it_looks(data: Data) -> Text:
    """The character with the largest weight."""
    best = int(data["weights"].argmax())
    symbol = data["symbols"][best]
    target = _CHARACTER.format(number=best, symbol=symbol) if best else _BLANK
    head = _ONE_HEAD if data["head"] else _ALL_HEADS
    return _LOOKS.format(
        block=data["block"],
        head=head.format(head=data["head"], count=data["num_heads"]),
        target=target,
        weight=float(data["weights"][best]),
    )


_GATES = {
    _FORGET: Text(en="forget gate", zh="遗忘门"),
    _INPUT: Text(en="input gate", zh="输入门"),
}
_READ = Text(
    en="Characters read: {count}, the last is “{now}”.",
    zh="读了 {count} 个字，刚读到“{now}”。",
)
_READ_NOTHING = Text(
    en="Nothing is read yet but the blank before the first character ({now}).",
    zh="一个字都还没读，只读了开头的空白（{now}）。",
)
_KEEPS = Text(
    en="Of what the LSTM wrote into its cell state at “{first}”, {share:.0%} is still "
    "there ({whose}).",
    zh="LSTM 读“{first}”时写进细胞状态的内容，现在还留着 {share:.0%}（{whose}）。",
)
_OPENED = Text(
    en="At “{now}”, the {gate} of the LSTM is open to {opened:.0%} ({whose}).",
    zh="读“{now}”时，LSTM 的{gate}开到 {opened:.0%}（{whose}）。",
)
_ALL_UNITS = Text(en="mean of {count} units", zh="{count} 个单元的平均")
_ONE_UNIT = Text(en="unit {unit} of {count}", zh="{count} 个单元中的第 {unit} 个")
_LOOKS = Text(
    en="The Transformer (block {block}, {head}) looks most at {target}: weight "
    "{weight:.2f}.",
    zh="Transformer（第 {block} 块，{head}）看得最多的是{target}，权重 {weight:.2f}。",
)
_CHARACTER = Text(en="character {number}, “{symbol}”", zh="第 {number} 个字“{symbol}”")
_BLANK = Text(en="the blank before the first character", zh="开头的空白")
_ALL_HEADS = Text(en="mean of {count} heads", zh="{count} 个头的平均")
_ONE_HEAD = Text(en="head {head} of {count}", zh="{count} 个头中的第 {head} 个")
_UNKNOWN = Text(
    en="Characters among them that the nets have never learnt: {count}; to the nets, "
    "these are all one.",
    zh="其中有 {count} 个字，网络没有学过，全都当成同一个未知字。",
)
_NO_POEM = Text(
    en="poems: expected at least one text with its label, found none. Give one, such "
    "as {'春曉': '春眠不覺曉 處處聞啼鳥'}.",
    zh="poems 里至少要有一首诗和它的标题，现在一首也没有。"
    "可以这样给：{'春曉': '春眠不覺曉 處處聞啼鳥'}。",
)
_NO_TEXT = Text(
    en="the text is empty. Write some characters, or choose a poem.",
    zh="文字是空的。请写几个字，或者选一首诗。",
)
_SHAPES = Text(
    en="expected gates f and i (R, H) and weights (blocks, heads, R, R), where R is "
    "{most} (the blank, and all characters) or one less, found f {f}, i {i} and "
    "weights {looks}. Give the same text to both nets.",
    zh="门 f 和 i 的形状应是 (R, H)，权重的形状应是 (块, 头, R, R)，"
    "R 等于 {most}（空白加上所有的字），或者比它少 1；"
    "现在 f 是 {f}，i 是 {i}，权重是 {looks}。请让两个网络读同一段文字。",
)
_NOT_FINITE = Text(
    en="the gates or the weights hold NaN or infinity. Has a loss become NaN while the "
    "nets were trained?",
    zh="门或者权重里出现了 NaN 或无穷大。训练的时候，损失是不是变成了 NaN？",
)
