"""Your own sentence, coloured by what each word does to the verdict: lesson 09."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from course_utils.plots import words as word_plots
from course_utils.text import Text, join_sentences
from course_utils.widgets.explorer import Data, Explorer, menu, own_text, slider

_Words = Sequence[str]

_ALT = Text(
    en="Above, the verdict between negative and positive. Below, the text, each word "
    "on the colour of its effect: blue speaks for positive, orange for negative.",
    zh="上面是判断，在负面（negative）与正面（positive）之间。下面是原文，"
    "每个词按作用上色：蓝色往正面推，橙色往负面推。",
)


def explore_words(
    texts: Mapping[str, str],
    split: Callable[[str], _Words],
    score: Callable[[Sequence[_Words]], np.ndarray],
    is_known: Callable[[str], bool],
    *,
    max_words: int = 120,
) -> Explorer:
    """Leave each word out in turn: how much does the verdict move?

    texts: label → a text to begin with; any other can be typed
    split: a text to its words, of which the first `max_words` are read
    score: N lists of words to the N log-odds of “positive”
    is_known: whether the net has a vector of its own for a word

    The effect of a word is the score of the whole text minus the score without it:
    exact, not estimated from a gradient. `data`: `words`, `known`, `effects` (N,),
    `score`, `without` (the place of the word left out, or None), `score_without`,
    `num_unread`.
    """
    effects = _Effects(texts, split, score, is_known, max_words)
    return Explorer(
        words_controls(texts),
        effects.compute,
        draw_saliency,
        describe=describe_words,
        alt=_ALT,
        play="without",
        adjust=effects.start_anew,
    )


@dataclass
class _Effects:
    """The texts that the controls choose, their words weighed; each text once."""

    texts: Mapping[str, str]
    split: Callable[[str], _Words]
    score: Callable[[Sequence[_Words]], np.ndarray]
    is_known: Callable[[str], bool]
    max_words: int

    def __post_init__(self) -> None:
        self.last = ""
        self.read_once = lru_cache(maxsize=16)(self.read)

    def text(self, label: str, own: str) -> str:
        """The learner's own text, or the one of the menu if there is none."""
        return own.strip() or self.texts[label]

    def read(self, text: str) -> dict[str, Any]:
        """The first words, and what `weigh` finds for them; how many more there are."""
        words = self.split(text)
        if not words:
            raise ValueError(str(_NO_WORDS))
        found = weigh(words[: self.max_words], self.score)
        known = [self.is_known(word) for word in found["words"]]
        unread = max(0, len(words) - self.max_words)
        return {**found, "known": known, "num_unread": unread}

    def compute(self, text: str, own: str, without: int) -> Data:
        """The text with all its words, and without one of them; 0 leaves none out."""
        found = self.read_once(self.text(text, own))
        place = without - 1 if without else None
        left = found["scores"][place] if without else found["score"]
        return {**found, "without": place, "score_without": left}

    def start_anew(self, controls: Mapping[str, Any]) -> None:
        """For another text, no word is left out yet."""
        text = self.text(controls["text"].value, controls["own"].value)
        if text != self.last:
            self.last, controls["without"].value = text, 0
            controls["without"].max = len(self.read_once(text)["words"])


def weigh(
    words: _Words, score: Callable[[Sequence[_Words]], np.ndarray]
) -> dict[str, Any]:
    """The score of N words, and the N scores when one of them is left out."""
    places = range(len(words))
    shorter = [[*words[:place], *words[place + 1 :]] for place in places]
    whole, *scores = np.asarray(score([words, *shorter]), dtype=float)
    effects = whole - np.array(scores)
    return {"words": words, "score": whole, "scores": scores, "effects": effects}


def words_controls(texts: Mapping[str, str]) -> dict[str, Any]:
    """Which text, or your own, and which of its words is left out."""
    own = own_text(Text(en="write a review in Chinese", zh="自己写一条评论"), "24em")
    label = Text(en="leave out word", zh="去掉第几个词")
    return {
        "text": menu(Text(en="review", zh="评论"), list(texts), next(iter(texts))),
        "own": own,
        "without": slider(label, 0, 0, 1),
    }


def probability(score: float) -> float:
    """Log-odds to a probability (the logistic function)."""
    return float(np.exp(-np.logaddexp(0.0, -score)))


def draw_saliency(data: Data) -> Any:
    fig, (top, bottom) = word_plots.words_figure(data["words"])
    moved = data["without"] is not None
    before = probability(data["score"]) if moved else None
    word_plots.draw_verdict(top, probability(data["score_without"]), before)
    word_plots.draw_words(
        bottom, data["words"], data["effects"], data["known"], data["without"]
    )
    return fig


def describe_words(data: Data) -> Text:
    """The verdict, what one word does to it, and what was not read or not known."""
    place = data["without"]
    if place is None:
        place = int(np.abs(data["effects"]).argmax())
    facts = {
        "verdict": _percent(data["score"]),
        "word": word_plots.drawable(data["words"][place]),
        "left": _percent(data["scores"][place]),
        "effect": f"{data['effects'][place]:+.2f}",
    }
    sentences = [(_STRONGEST if data["without"] is None else _WITHOUT).format(**facts)]
    if not all(data["known"]):
        sentences.append(_UNKNOWN.format(count=data["known"].count(False)))
    if data["num_unread"]:
        unread = f"{data['num_unread']:,}"
        sentences.append(_UNREAD.format(count=unread, read=len(data["words"])))
    return join_sentences(sentences)


def _percent(score: float) -> str:
    """Log-odds as a percentage that is never a bare 0 or 100."""
    found = 100 * probability(score)
    if found < 0.1:
        return "< 0.1"
    return "> 99.9" if found > 99.9 else f"{found:.3g}"


_NO_WORDS = Text(
    en="there is no word in it. Write a review, or choose one.",
    zh="里面一个词也没有。请写一条评论，或者选一条。",
)
_STRONGEST = Text(
    en="Positive with {verdict} %. The strongest word is “{word}”, {effect} in "
    "log-odds: without it, {left} %.",
    zh="正面的概率是 {verdict}%。作用最大的词是“{word}”，对数几率改变 {effect}："
    "去掉它，就成了 {left}%。",
)
_WITHOUT = Text(
    en="Positive with {verdict} % as it stands, {left} % without “{word}”: its effect "
    "is {effect} in log-odds.",
    zh="原文的正面概率是 {verdict}%，去掉“{word}”是 {left}%："
    "这个词让对数几率改变 {effect}。",
)
_UNKNOWN = Text(
    en="Underlined, {count} in all: not in the vocabulary, so all alike to the net.",
    zh="画了下划线的不在词表里（{count} 个），网络一律当作未知词。",
)
_UNREAD = Text(
    en="It has read the first {read} words, {count} are left unread.",
    zh="只读了前 {read} 个词，后面还有 {count} 个没读。",
)
