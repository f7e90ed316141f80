"""What a language model expects next, and how sampling bends it: lesson 11."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from course_utils import plots
from course_utils.plots import language
from course_utils.text import Text
from course_utils.widgets.explorer import Data, Explorer, menu, own_text, slider

_NUM_SHOWN = 10
_ALL = 0
"""`top_k` 0 keeps every symbol."""
_ALT = Text(
    en="Top: how surprised the model is by each character. Bottom: the ten characters "
    "it finds likeliest at the chosen place, before and after temperature, top-k and "
    "top-p.",
    zh="上图：模型对每个字有多意外。"
    "下图：它认为在选定的位置最可能出现的十个字，调整前后的概率各是多少。",
)
_NEXT = "□"
"""Stands where nothing is written yet."""


def explore_next(
    poems: Mapping[str, str],
    expect: Callable[[str], np.ndarray],
    symbols: Sequence[str],
    read_aloud: Callable[[str], Sequence[str]] = list,
    *,
    place: int = 0,
    temperature: float = 1.0,
    top_p: float = 1.0,
) -> Explorer:
    """Point from character to character, and see what the model thinks comes next.

    poems: label → its text, lines with spaces between them
    expect: text → scores (T + 1, V) or (T, V): before the first character, and so on
    symbols: the V symbols; those in <...> are never written, so they are left out
    read_aloud: text → how each of its characters sounds
    place, temperature, top_p: where the controls stand at first

    `data`: `characters`, `surprise` (T,) in nats, `place`, `own` and `shaped` (V,)
    probabilities at the place, `best` (K,) ids, `right` the id of what really comes.
    """
    expectations = _Expectations(poems, expect, symbols, read_aloud)
    return Explorer(
        next_controls(poems, place, temperature, top_p),
        expectations.compute,
        draw_next,
        describe=lambda data: describe_next(data, symbols),
        alt=_ALT,
        play="place",
        adjust=expectations.fit_places,
    )


@dataclass
class _Expectations:
    """What `expect` says of the texts that the controls choose, asked once for each."""

    poems: Mapping[str, str]
    expect: Callable[[str], np.ndarray]
    symbols: Sequence[str]
    read_aloud: Callable[[str], Sequence[str]]

    def __post_init__(self) -> None:
        self.numbers = {symbol: number for number, symbol in enumerate(self.symbols)}
        self.unwritten = np.array([symbol.startswith("<") for symbol in self.symbols])
        self.read_once = lru_cache(maxsize=16)(self.read)

    def text(self, poem: str, own: str) -> str:
        """The learner's own text, or the poem if there is none."""
        return own.strip() or self.poems[poem]

    def read(self, text: str) -> tuple[list[str], np.ndarray]:
        """The T characters, and the logarithms of the probabilities at each place."""
        characters = list("".join(text.split()))
        scores = np.asarray(self.expect(text), dtype=float)
        return characters, np.log(_softmax(scores))

    def compute(
        self,
        poem: str,
        own: str,
        place: int,
        temperature: float,
        top_k: int,
        top_p: float,
    ) -> Data:
        """How surprising each character is, and what may come at the place."""
        characters, log_probs = self.read_once(self.text(poem, own))
        ids = [self.numbers.get(one) for one in characters]
        steps = zip(ids, log_probs, strict=False)
        surprise = [np.nan if one is None else -row[one] for one, row in steps]
        place = min(place, len(log_probs) - 1)
        scores = np.where(self.unwritten, -np.inf, log_probs[place])
        best = np.argsort(-scores, kind="stable")[:_NUM_SHOWN]
        return {
            "characters": characters,
            "surprise": np.array(surprise),
            "place": place,
            "own": _softmax(scores),
            "shaped": shape(scores, temperature, top_k, top_p),
            "best": best,
            "names": [
                name_of_character(self.symbols[one], self.read_aloud) for one in best
            ],
            "right": ids[place] if place < len(ids) else None,
        }

    def fit_places(self, controls: Mapping[str, Any]) -> None:
        """The last place is behind the last character, if `expect` goes so far."""
        text = self.text(controls["poem"].value, controls["own"].value)
        controls["place"].max = len(self.read_once(text)[1]) - 1


def next_controls(
    poems: Mapping[str, str], place: int, temperature: float, top_p: float
) -> dict[str, Any]:
    """Which text, where in it, and how the probabilities are bent."""
    first = next(iter(poems))
    length = len("".join(poems[first].split()))
    own = own_text(Text(en="paste characters", zh="也可以自己写几个字"), "19em")
    return {
        "poem": menu(Text(en="poem", zh="诗"), list(poems), first),
        "own": own,
        "place": slider(Text(en="read so far", zh="已读字数"), place, 0, length),
        "temperature": slider(
            Text(en="temperature", zh="温度"), temperature, 0.1, 2.0, 0.1
        ),
        "top_p": slider("top-p", top_p, 0.1, 1.0, 0.05),
        "top_k": slider(Text(en="top-k (0: all)", zh="top-k（0：全部）"), _ALL, 0, 20),
    }


def _softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis; -inf gets none."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def shape(
    scores: np.ndarray, temperature: float, top_k: int = _ALL, top_p: float = 1.0
) -> np.ndarray:
    """Scores (V,) to probabilities (V,): temperature first, then top-k, then top-p.

    Top-p keeps the likeliest symbols until their sum reaches `top_p` (Holtzman et al.,
    2020); what is kept is rescaled to sum to 1.
    """
    probabilities = _softmax(scores / temperature)
    order = np.argsort(-probabilities, kind="stable")
    ranked = probabilities[order]
    if top_k != _ALL:
        ranked[top_k:] = 0
        ranked /= ranked.sum()
    if top_p < 1:
        ranked[ranked.cumsum() - ranked >= top_p] = 0
    shaped = np.zeros_like(probabilities)
    shaped[order] = ranked / ranked.sum()
    return shaped


def name_of_character(symbol: str, read_aloud: Callable[[str], Sequence[str]]) -> str:
    """A character and how it sounds, where that is known."""
    sound = " ".join(read_aloud(symbol))
    return symbol if sound == symbol else f"{symbol} {sound}"


def draw_next(data: Data) -> Any:
    margins = {"left": 0.12, "right": 0.97, "bottom": 0.11, "top": 0.96, "hspace": 0.3}
    fig, (top, bottom) = plots.figure(
        2, 1, width=8.4, height=5.6, margins=margins, height_ratios=(1, 2.2)
    )
    place, best = data["place"], data["best"]
    characters, surprise = data["characters"], data["surprise"]
    if place >= len(characters):
        characters, surprise = [*characters, _NEXT], np.append(surprise, np.nan)
    language.draw_surprise(top, surprise, characters, current=place)
    found = [row for row, one in enumerate(best) if one == data["right"]]
    language.draw_choices(
        bottom,
        data["names"],
        data["own"][best],
        data["shaped"][best],
        right=found[0] if found else None,
    )
    names = {"input": "model", "hidden": "as drawn"}
    if found:
        names["gradient"] = "really comes"
    plots.name_colours(bottom, names, step=1.15)
    bottom.set_xlabel("probability")
    return fig


def describe_next(data: Data, symbols: Sequence[str]) -> Text:
    best, place = data["best"][0], data["place"]
    kept = int((data["shaped"] > 0).sum())
    before = "".join(data["characters"][:place]) or "∅"
    words = Text(
        en="After “{before}”: likeliest “{best}”, {own:.1%} by the model, {shaped:.1%} "
        "as you draw, from {kept:,} in all. {really}",
        zh="读完“{before}”，最可能接“{best}”：模型给 {own:.1%}，"
        "按你的设置抽到的机会是 {shaped:.1%}；能抽到的字有 {kept:,} 个。{really}",
    )
    return words.format(
        before=before,
        best=symbols[best],
        own=data["own"][best],
        shaped=data["shaped"][best],
        kept=kept,
        really=describe_right(data, symbols),
    )


def describe_right(data: Data, symbols: Sequence[str]) -> Text:
    """What really comes, its rank and its surprise."""
    place = data["place"]
    if place >= len(data["characters"]):
        return Text(en="Nothing is written there yet.", zh="后面还没有写。")
    right, written = data["right"], data["characters"][place]
    if right is None:
        return Text(
            en="“{written}” comes, a character the model does not know.",
            zh="接下来是“{written}”，模型不认识这个字。",
        ).format(written=written)
    rank = int((data["own"] > data["own"][right]).sum()) + 1
    return Text(
        en="“{written}” comes: number {rank:,} of its list, {nats:.2f} nats.",
        zh="原诗接的是“{written}”：排第 {rank:,} 位，{nats:.2f} 奈特。",
    ).format(written=symbols[right], rank=rank, nats=data["surprise"][place])
