"""A linear recurrence found by a scan, round by round: lesson 13."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from course_utils import plots, scratch
from course_utils.plots.scan_tree import (
    JoinedSteps,
    count_rounds,
    draw_joining,
    draw_scan_tree,
    joined_from,
)
from course_utils.text import Text, join_sentences
from course_utils.widgets.explorer import Data, Explorer, slider

_FEWEST, _MOST = 2, 16
_ALT = Text(
    en="A tree: below, the steps as they come; above them, a row for each round, with "
    "a line from each node to those that take it in. Boxes below it: what the chosen "
    "place has joined in its last round.",
    zh="图里是一棵树：最下面一排是原来的各步，往上每一轮占一排，"
    "每个结点都有线连到上一排中把它合并进去的结点。"
    "树下面的方框写着，选定的位置在最近一轮里合并了什么。",
)


def explore_scan(
    a: np.ndarray | None = None,
    b: np.ndarray | None = None,
    h0: float = 1.0,
    *,
    num_steps: int = 8,
    rounds: int = 2,
    place: int = 7,
) -> Explorer:
    """Round by round: which steps has a place joined, and what do they come to?

    a, b (2 ... 16,): of h_t = a_t h_{t-1} + b_t; unless told, of a minimal GRU's unit
    h0: the state before the first step
    num_steps, rounds, place: where the controls stand at first

    `data`: `num_steps`, `rounds`, `place`; `first`, the first step that it has joined;
    `parts`, what was joined in the last round, and to what; `state` and `by_loop`, the
    state there and that of the loop, NaN as long as it is none; `num_rounds` that all
    take, `num_joinings` in them.

    Raises `ValueError` for other shapes, and for numbers that are not finite.
    """
    if a is None and b is None:
        a, b = _minimal_gru_steps()
    a, b = _check_steps(np.asarray(a, float), np.asarray(b, float), h0)

    def fit_ranges(controls: Mapping[str, Any]) -> None:
        steps = controls["num_steps"].value
        controls["rounds"].max = count_rounds(steps)
        controls["place"].max = steps

    return Explorer(
        _controls(len(a), num_steps, rounds, place),
        partial(look_at_scan, a, b, h0),
        draw_scan,
        describe=describe_scan,
        alt=_ALT,
        play="rounds",
        adjust=fit_ranges,
    )


def _controls(most: int, num_steps: int, rounds: int, place: int) -> dict[str, Any]:
    """How many steps, how many rounds are done, and which place is looked at."""
    last = count_rounds(most)
    return {
        "num_steps": slider(Text(en="steps T", zh="步数 T"), num_steps, _FEWEST, most),
        "rounds": slider(Text(en="rounds", zh="轮数"), rounds, 0, last),
        "place": slider(Text(en="place", zh="位置"), place, 1, most),
    }


def _minimal_gru_steps() -> tuple[np.ndarray, np.ndarray]:
    """a = 1 - z and b = z n, (16,) each, of one unit that reads random inputs."""
    rng = np.random.default_rng(13)
    weights = scratch.min_gru_init(4, 1, rng, update_bias=-1.5)
    x = 2 * rng.normal(size=(1, _MOST, 4))
    gates = scratch.min_gru_forward(x, np.zeros((1, 1)), *weights).gates
    z, n = gates[0, :, :, 0].T
    return 1 - z, z * n


def _check_steps(
    a: np.ndarray, b: np.ndarray, h0: float
) -> tuple[np.ndarray, np.ndarray]:
    """Two rows of 2 to 16 finite numbers, else a `ValueError`."""
    is_row = a.shape == b.shape and a.ndim == 1 and _FEWEST <= len(a) <= _MOST
    if not is_row:
        facts = {"a": a.shape, "b": b.shape, "fewest": _FEWEST, "most": _MOST}
        raise ValueError(str(_NO_ROW.format(**facts)))
    if not np.isfinite([*a, *b, h0]).all():
        raise ValueError(str(_NOT_FINITE))
    return a, b


def look_at_scan(
    a: np.ndarray, b: np.ndarray, h0: float, num_steps: int, rounds: int, place: int
) -> Data:
    """What `place` holds of a, b (T,) after so many rounds, and of what it was made."""
    rows = a[None, :num_steps, None], b[None, :num_steps, None]
    start = np.full((1, 1), float(h0))
    after = scratch.scan_rounds(*rows)
    by_loop = scratch.recurrence_forward(*rows, start)[0, :, 0]

    def joined(last: int, number: int) -> JoinedSteps:
        held = [float(row[0, last - 1, 0]) for row in after[number][:2]]
        return JoinedSteps(joined_from(last, number), last, held[0], held[1])

    now = joined(place, rounds)
    parts = [now]
    if rounds and place > (reach := after[rounds - 1].reach):
        parts = [joined(place - reach, rounds - 1), joined(place, rounds - 1), now]
    return {
        "num_steps": num_steps,
        "rounds": rounds,
        "place": place,
        "first": now.first,
        "parts": parts,
        "state": now.a * h0 + now.b if now.first == 1 else np.nan,
        "by_loop": by_loop[place - 1] if now.first == 1 else np.nan,
        "num_rounds": len(after) - 1,
        "num_joinings": sum(num_steps - each.reach for each in after[:-1]),
    }


def draw_scan(data: Data) -> Any:
    margins = {"left": 0.1, "right": 0.985, "bottom": 0.02, "top": 0.985, "hspace": 0.3}
    num_rows = data["num_rounds"] + 1.4
    height = 0.62 * num_rows + 1.9
    fig, (top, bottom) = plots.figure(
        2, 1, width=6.2, height=height, margins=margins, height_ratios=(num_rows, 1.6)
    )
    draw_scan_tree(top, data["num_steps"], data["rounds"], data["place"])
    is_state = data["first"] == 1
    state = f"$h_{{{data['place']}}}$ = {data['state']:.2f}" if is_state else ""
    draw_joining(bottom, data["parts"], state)
    return fig


def describe_scan(data: Data) -> Text:
    """What the place holds, how it came to it, and what is still to do."""
    facts = {name: value for name, value in data.items() if name != "parts"}
    facts["count"] = data["place"] - data["first"] + 1
    if not data["rounds"]:
        sentences = [_NOTHING_JOINED.format(**facts)]
    elif len(data["parts"]) == 1:
        holds = _HOLDS if facts["count"] > 1 else _HOLDS_ONE
        sentences = [holds.format(**facts), _NOTHING_EARLIER]
    else:
        early, late = map(_steps, data["parts"][:2])
        joined = _JOINED.format(early=early, late=late)
        sentences = [_HOLDS.format(**facts), joined]
    if data["first"] == 1:
        sentences.append(_IS_STATE.format(**facts))
    else:
        sentences.append(_NO_STATE.format(missing=data["first"] - 1))
    return join_sentences([*sentences, _ALL_IN_ALL.format(**facts)])


def _steps(part: JoinedSteps) -> Text:
    """The steps of a part, in words."""
    if part.first == part.last:
        return Text(en="step {last}", zh="第 {last} 步").format(last=part.last)
    words = Text(en="steps {first} to {last}", zh="第 {first} 到第 {last} 步")
    return words.format(first=part.first, last=part.last)


_HOLDS = Text(
    en="After round {rounds} of {num_rounds}, place {place} holds {count} steps as "
    "one: {first} to {place}.",
    zh="共 {num_rounds} 轮，第 {rounds} 轮过后，位置 {place} 把"
    "第 {first} 到第 {place} 步（共 {count} 步）合成了一步。",
)
_HOLDS_ONE = Text(
    en="After round {rounds} of {num_rounds}, place {place} holds its own step only.",
    zh="共 {num_rounds} 轮，第 {rounds} 轮过后，位置 {place} 仍然只有自己的那一步。",
)
_JOINED = Text(
    en="This round joined {early} with {late}.",
    zh="这一轮合并了两部分：{early}，{late}。",
)
_NOTHING_JOINED = Text(
    en="Before round 1 of {num_rounds}, place {place} holds its own step only.",
    zh="共 {num_rounds} 轮，第 1 轮还没开始，位置 {place} 只有自己的那一步。",
)
_NOTHING_EARLIER = Text(
    en="This round changed nothing here: no earlier step was missing.",
    zh="这一轮它没有变：前面没有别的步可以合并了。",
)
_IS_STATE = Text(
    en="That is all of them, so it knows its state: a · h0 + b = {state:.4f}. The loop "
    "says {by_loop:.4f}.",
    zh="从第 1 步到这里，一步也不缺，所以状态已经有了：a · h0 + b = {state:.4f}，"
    "用循环算出来是 {by_loop:.4f}。",
)
_NO_STATE = Text(
    en="Steps missing at the beginning: {missing}. So it is no state yet.",
    zh="最前面还缺 {missing} 步，所以还得不到状态。",
)
_ALL_IN_ALL = Text(
    en="All {num_steps} states: by the loop, {num_steps} steps one after another; by "
    "the scan, rounds: {num_rounds}, joinings in all: {num_joinings}.",
    zh="要得到全部 {num_steps} 个状态，循环得一步接一步走 {num_steps} 步；"
    "扫描只要 {num_rounds} 轮，不过各轮加起来要合并 {num_joinings} 次。",
)
_NO_ROW = Text(
    en="a and b: expected two rows of equal length, {fewest} to {most} numbers each, "
    "found shapes {a} and {b}. Take one unit of one sequence: a[0, :16, 0].",
    zh="a 和 b 应该是一样长的两行数，各有 {fewest} 到 {most} 个，"
    "现在的形状却是 {a} 和 {b}。"
    "请取一个序列的一个单元，例如 a[0, :16, 0]。",
)
_NOT_FINITE = Text(
    en="a, b and h0: expected finite numbers, found NaN or infinity. Look at what made "
    "them.",
    zh="a、b 和 h0 应该都是有限的数，里面却有 NaN 或无穷大。请检查它们是怎么算出来的。",
)
