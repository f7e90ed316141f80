"""What may come next in a poem, constraint by constraint: an explorer of lesson 12."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import ipywidgets
import numpy as np

from course_utils import plots
from course_utils.plots.verses import draw_options
from course_utils.text import Text, join
from course_utils.widgets.explorer import Data, Explorer, frozen_look, slider

_NUM_SHOWN = 8
ON_AT_FIRST = ("rhyme", "tones")
NAMES = {
    "head": Text(en="head", zh="藏头"),
    "rhyme": Text(en="rhyme", zh="押韵"),
    "tones": Text(en="tones", zh="平仄"),
    "varied": Text(en="no repeats", zh="不重字"),
}
_ALT = Text(
    en="Two rows of bars: the likeliest characters at this place for the model alone, "
    "forbidden ones grey, and those that are left, scaled to 100 %.",
    zh="两组条形：左边是模型自己在这个位置觉得最可能的字，不许用的画成灰色；"
    "右边是剩下的字，重新凑成 100%。",
)


def explore_masks(
    symbols: Sequence[str],
    lines: Sequence[str],
    probabilities: np.ndarray,
    masks: Mapping[str, np.ndarray],
    say: Callable[[str], str] | None = None,
    *,
    place: int = 9,
) -> Explorer:
    """Switch constraints on at one place of a poem: what is left, what does it cost?

    lines: the poem; probabilities (T, V) of the model at its T places
    masks: by name, of `NAMES`: may a symbol stand there? (T, V)
    say: how a character is pronounced, written beside it

    `data`: `place` from 1, `allowed` (V,), `before` and `after` (V,) probabilities,
    `kept`, the share of probability that is allowed; `written`, the poem's own id.
    """
    text = "".join(lines)
    check_places(text, symbols, probabilities, masks)
    ids = [list(symbols).index(one) for one in text]

    def compute(place: int, **switches: bool) -> Data:
        on = [name for name, is_on in switches.items() if is_on]
        rows = [masks[name][place - 1] for name in on]
        found = _masked(probabilities[place - 1], rows)
        return {
            "place": place,
            "width": len(lines[0]),
            "text": text,
            "on": on,
            **found,
            "written": ids[place - 1],
            "rows": _labelled(found, symbols, say),
        }

    controls = _controls(masks, place, len(text))
    return Explorer(
        controls, compute, draw_masks, describe=describe_masks, alt=_ALT, play="place"
    )


def _controls(names: Iterable[str], place: int, num_places: int) -> dict[str, Any]:
    """At which place of the poem, and a switch for each constraint."""
    position = slider(Text(en="place", zh="位置"), place, 1, num_places)
    switches = {name: switch(NAMES[name], name in ON_AT_FIRST) for name in names}
    return {"place": position, **switches}


def _masked(probabilities: np.ndarray, masks: Sequence[np.ndarray]) -> dict[str, Any]:
    """Probabilities (V,) before and after what some mask (V,) forbids is taken out."""
    before = np.asarray(probabilities, dtype=float)
    allowed = np.logical_and.reduce([np.ones(len(before), dtype=bool), *masks])
    kept = float(before[allowed].sum())
    after = np.where(allowed, before, 0.0) / max(kept, 1e-300)
    return {"allowed": allowed, "before": before, "after": after, "kept": kept}


def _labelled(
    found: Data, symbols: Sequence[str], say: Callable[[str], str] | None
) -> dict[str, list[tuple[int, str]]]:
    """The likeliest symbols before and after: their ids, and what is written there."""
    return {
        name: [(int(one), option(symbols[one], say)) for one in likeliest(found[name])]
        for name in ("before", "after")
    }


def likeliest(probabilities: np.ndarray) -> np.ndarray:
    """The ids (NUM_SHOWN,) of the largest probabilities (V,)."""
    return np.argsort(-probabilities, kind="stable")[:_NUM_SHOWN]


def option(symbol: str, say: Callable[[str], str] | None) -> str:
    """A character, and beside it how it is said."""
    return f"{symbol} {say(symbol)}" if say and len(symbol) == 1 else symbol


def switch(label: Text, value: bool) -> ipywidgets.Checkbox:
    """A box to tick."""
    return ipywidgets.Checkbox(
        value=value, description=str(label), indent=False, **frozen_look("max-content")
    )


def check_places(
    text: str,
    symbols: Sequence[str],
    probabilities: np.ndarray,
    masks: Mapping[str, np.ndarray],
) -> None:
    """All tables are (T, V), all constraints known; else a `ValueError`."""
    wanted = (len(text), len(symbols))
    shapes = {np.shape(table) for table in (probabilities, *masks.values())}
    if shapes != {wanted}:
        raise ValueError(str(_WRONG_SHAPE.format(wanted=wanted, found=shapes)))
    if unknown := set(masks) - set(NAMES):
        raise ValueError(str(_UNKNOWN.format(known=[*NAMES], found=sorted(unknown))))


def draw_masks(data: Data) -> Any:
    margins = {"left": 0.1, "right": 0.97, "bottom": 0.03, "top": 0.9, "wspace": 0.32}
    fig, axes = plots.figure(1, 2, width=8.4, height=4.0, margins=margins)
    for ax, name in zip(axes, ("before", "after"), strict=True):
        ids, labels = map(list, zip(*data["rows"][name], strict=True))
        chosen = ids.index(data["written"]) if data["written"] in ids else None
        draw_options(ax, labels, data[name][ids], data["allowed"][ids], chosen)
    axes[0].set_title(f"$p$   {shown(data)}", gid=plots.AS_READ)
    axes[1].set_title(f"$p \\cdot m \\, / \\, Z$   {named(data)}")
    return fig


def shown(data: Data) -> str:
    """The line so far, and a box where the next character goes."""
    place = data["place"] - 1
    return data["text"][place - place % data["width"] : place] + "□"


def named(data: Data) -> str:
    """The constraints that are on."""
    return str(join(NAMES[name] for name in data["on"])) or "∅"


def describe_masks(data: Data) -> Text:
    written = data["text"][data["place"] - 1]
    facts = {
        "line": (data["place"] - 1) // data["width"] + 1,
        "shown": shown(data),
        "names": named(data),
    }
    if not data["kept"]:
        return _NOTHING_LEFT.format(**facts)
    if not data["allowed"][data["written"]]:
        verdict = _FORBIDDEN.format(written=written)
    else:
        verdict = _KEPT.format(
            written=written,
            before=f"{100 * data['before'][data['written']]:.2g}",
            after=f"{100 * data['after'][data['written']]:.2g}",
        )
    return _FOUND.format(
        **facts,
        count=f"{data['allowed'].sum():,}",
        all=f"{len(data['allowed']):,}",
        kept=f"{100 * data['kept']:.3g}",
        cost=f"{abs(np.log(data['kept'])):.2f}",
        verdict=verdict,
    )


_FOUND = Text(
    en="Line {line}: {shown}. Constraints: {names}. They leave {count} of {all} "
    "symbols, with {kept} % of the probability, and cost {cost} nats here. {verdict}",
    zh="第 {line} 句：{shown}。约束：{names}。{all} 个符号里还剩 {count} 个可用，"
    "一共占概率的 {kept}%，所以约束在这里的代价是 {cost} 奈特。{verdict}",
)
_KEPT = Text(
    en="The poem itself goes on with {written}: {before} % before, {after} % after.",
    zh="原诗写的是“{written}”：加约束前 {before}%，加约束后 {after}%。",
)
_FORBIDDEN = Text(
    en="The poem itself goes on with {written}, which is forbidden.",
    zh="原诗写的是“{written}”，而现在不许用。",
)
_NOTHING_LEFT = Text(
    en="Line {line}: {shown}. Constraints: {names}. Together they leave nothing: one "
    "of them has to give way.",
    zh="第 {line} 句：{shown}。约束：{names}。凑在一起一个字也不剩，总得有一条让步。",
)
_WRONG_SHAPE = Text(
    en="Expected tables of shape (T, V) = {wanted}, found {found}. Read the same poem "
    "for the probabilities and for the masks.",
    zh="各表的形状应为 (T, V) = {wanted}，实际是 {found}。概率和掩码要读同一首诗。",
)
_UNKNOWN = Text(
    en="Expected constraints among {known}, found {found}. Leave those out.",
    zh="约束只能是 {known} 里的，多出了 {found}。请去掉。",
)
