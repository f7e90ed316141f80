"""A review read word by word, and how the verdict moves: lesson 08."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from course_utils import plots
from course_utils.plots import verdicts as verdict_plots
from course_utils.plots.words import drawable
from course_utils.text import Text, join_sentences
from course_utils.widgets.explorer import Data, Explorer, menu, own_text, slider

_Words = Sequence[str]
_Read = Callable[[_Words], np.ndarray]

NUM_ROWS = 24
"""Words shown at once; of a longer review, those up to the present one."""
_ALT = Text(
    en="The words of a review from top to bottom; beside each, how probable a positive "
    "verdict is once it is read, with a bar from where it stood before: blue towards "
    "positive, orange towards negative.",
    zh="影评的词从上到下排开；每个词旁边是读完之后判为正面（positive）的概率，"
    "色条从读它之前的位置画起：蓝色往正面走，橙色往负面走。",
)


def explore_verdict(
    texts: Mapping[str, str],
    split: Callable[[str], _Words],
    read: _Read,
    is_known: Callable[[str], bool],
    read_other: _Read | None = None,
    *,
    names: tuple[str, str] = ("net", "other"),
    max_words: int = 200,
) -> Explorer:
    """Read a review word by word: which word turns the verdict?

    texts: label → a review to begin with; any other can be typed
    split: a text to its words, of which the first `max_words` are read
    read: T words to the probability of “positive” after each (T,)
    is_known: whether the net has a vector of its own for a word
    read_other: the same as `read` of another model, drawn beside it
    names: of the two models

    `data`: `words`, `known`, `verdicts` (T,), `others` (T,) or None, `step`,
    `num_unread` words after `max_words`, `num_skipped` characters in no word.
    """
    verdicts = _Verdicts(texts, split, read, is_known, read_other, names, max_words)
    num_words = len(split(next(iter(texts.values()))))
    return Explorer(
        verdict_controls(texts, min(num_words, max_words)),
        verdicts.compute,
        draw_verdicts,
        describe=describe_verdicts,
        alt=_ALT,
        play="step",
        adjust=verdicts.fit_steps,
    )


@dataclass
class _Verdicts:
    """The reviews that the controls choose, and the verdicts on them; each once."""

    texts: Mapping[str, str]
    split: Callable[[str], _Words]
    read: _Read
    is_known: Callable[[str], bool]
    read_other: _Read | None
    names: tuple[str, str]
    max_words: int

    def __post_init__(self) -> None:
        self.judge_once = lru_cache(maxsize=16)(self.judge)

    def text(self, label: str, own: str) -> str:
        """The learner's own review, or the one of the menu if there is none."""
        return own if own.strip() else self.texts[label]

    def judge(self, text: str) -> dict[str, Any]:
        """The verdicts after each of the first words, and what is not read."""
        words = list(self.split(text))
        if not words:
            raise ValueError(str(_NO_WORDS))
        now, other = words[: self.max_words], self.read_other
        return {
            "words": now,
            "known": [self.is_known(word) for word in now],
            "verdicts": verdicts_of(self.read, now),
            "others": verdicts_of(other, now) if other else None,
            "num_unread": len(words) - len(now),
            "num_skipped": count_skipped(text, words),
        }

    def compute(self, text: str, own: str, step: int) -> Data:
        """The verdicts, and the step that has been reached."""
        found = self.judge_once(self.text(text, own))
        step = min(step, len(found["words"]))
        return {**found, "step": step, "names": self.names}

    def fit_steps(self, controls: Mapping[str, Any]) -> None:
        """Who stood at the end of one review stands at the end of the next."""
        step = controls["step"]
        words = self.split(self.text(controls["text"].value, controls["own"].value))
        was_at_end = step.value == step.max
        step.max = max(1, min(len(words), self.max_words))
        if was_at_end:
            step.value = step.max


def verdict_controls(texts: Mapping[str, str], num_words: int) -> dict[str, Any]:
    """Which review, or your own, and how many of its words are read: at first, all."""
    own = own_text(Text(en="write a review", zh="用英文写一句影评"), "30em")
    return {
        "text": menu(Text(en="review", zh="影评"), list(texts), next(iter(texts))),
        "own": own,
        "step": slider(Text(en="words read", zh="已读词数"), num_words, 1, num_words),
    }


def verdicts_of(read: _Read, words: _Words) -> np.ndarray:
    """`read(words)`, checked: one probability for each word."""
    verdicts = np.asarray(read(words), dtype=float)
    plots.check_length(words, len(verdicts))
    return verdicts


def count_skipped(text: str, words: _Words) -> int:
    """The characters of `text`, without blanks, that are in none of its words."""
    return max(0, len("".join(text.split())) - sum(map(len, words)))


def draw_verdicts(data: Data) -> Any:
    last = max(data["step"], min(NUM_ROWS, len(data["words"])))
    first = max(0, last - NUM_ROWS)
    shown = slice(first, last)
    fig, ax = verdict_plots.ladder_figure(last - first)
    others = data["others"]
    verdict_plots.draw_ladder(
        ax,
        data["words"][shown],
        data["verdicts"][shown],
        data["known"][shown],
        before=data["verdicts"][first - 1] if first else 0.5,
        step=data["step"] - first,
        other=None if others is None else others[shown],
    )
    if others is not None:
        verdict_plots.name_curves(ax, *data["names"])
    return fig


def describe_verdicts(data: Data) -> Text:
    """The verdict so far, what moved it most, and what was not read or not known."""
    step, verdicts = data["step"], data["verdicts"]
    moves = np.diff(verdicts[:step], prepend=0.5)
    strongest = int(np.abs(moves).argmax())
    facts = {
        "step": step,
        "word": drawable(data["words"][step - 1]),
        "now": _percent(verdicts[step - 1]),
        "strongest": drawable(data["words"][strongest]),
        "place": strongest + 1,
        "start": _percent(verdicts[strongest] - moves[strongest]),
        "end": _percent(verdicts[strongest]),
    }
    sentences = [_NOW.format(**facts), _STRONGEST.format(**facts)]
    if data["others"] is not None:
        now = _percent(data["others"][step - 1])
        sentences.append(_OTHER.format(name=plots.label(data["names"][1]), now=now))
    if not all(data["known"]):
        sentences.append(_UNKNOWN.format(count=data["known"].count(False)))
    if data["num_unread"]:
        count = f"{data['num_unread']:,}"
        sentences.append(_UNREAD.format(read=len(data["words"]), count=count))
    if data["num_skipped"]:
        sentences.append(_SKIPPED.format(count=f"{data['num_skipped']:,}"))
    return join_sentences(sentences)


def _percent(share: float) -> str:
    """A probability in per cent, with two digits near 0 and 100."""
    return f"{100 * share:.3g}"


_NO_WORDS = Text(
    en="there is no English word in it. Write a review, or choose one.",
    zh="里面一个英文词也没有。请用英文写一句影评，或者选一条。",
)
_NOW = Text(
    en="After word {step}, “{word}”: positive with {now} %.",
    zh="读到第 {step} 个词“{word}”：正面的概率是 {now}%。",
)
_STRONGEST = Text(
    en="The largest move so far came with word {place}, “{strongest}”: from {start} "
    "to {end} %.",
    zh="到这里变化最大的是第 {place} 个词“{strongest}”：从 {start}% 变到 {end}%。",
)
_OTHER = Text(
    en="The thin grey line is {name}: {now} %.",
    zh="灰色细线（{name}）：{now}%。",
)
_UNKNOWN = Text(
    en="In grey italics: words the net does not know ({count}), all one to it.",
    zh="灰色斜体的词网络不认识（{count} 个），在它眼里都一样。",
)
_UNREAD = Text(
    en="It reads the first {read} words; {count} more are left unread.",
    zh="只读前 {read} 个词，后面还有 {count} 个没读。",
)
_SKIPPED = Text(
    en="{count} characters belong to no English word or mark and are not read at all.",
    zh="有 {count} 个字符不属于任何英文词或标点，根本没读。",
)
