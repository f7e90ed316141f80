"""Your own sentence, its names found by one direction and by two: lesson 10."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from course_utils import plots
from course_utils.datasets.name_tags import NAME_TAGS, spans_of_ids
from course_utils.datasets.spans import NAME_KINDS, Span
from course_utils.plots.names import NAME_ROLES, draw_kinds
from course_utils.plots.words import drawable
from course_utils.text import Text, join, join_sentences, language
from course_utils.widgets.explorer import Data, Explorer, menu, own_text, slider

_Read = Callable[[str], np.ndarray]
_Ask = Callable[[str], dict[str, np.ndarray]]

LONGEST = 1000
"""Characters of a text that are read."""
SHOWN = 40
"""Characters that fit side by side."""
MOST_NAMED = 8
"""Names of one net that the caption has room for."""
LONGEST_NAME = 20
"""A longer one is cut: a text of one letter makes a name of a thousand."""
_NETS = {
    "one": Text(en="one direction", zh="单向"),
    "two": Text(en="two directions", zh="双向"),
}
_ALT = Text(
    en="Two pictures of the same sentence, for one direction and for two: a bar for "
    "each character shows how probable each kind of name is, and lines above the bars "
    "the names found.",
    zh="同一句话画两遍，上面是单向的网络，下面是双向的：每个字一根条，"
    "表示各类名字的概率；条上方的横线是找到的名字。",
)
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def explore_names(
    sentences: Mapping[str, Text],
    one: _Read,
    two: _Read,
    is_known: Callable[[str], bool],
    read_aloud: Callable[[str], Sequence[str]] | None = None,
) -> Explorer:
    """Read a sentence character by character: which names does each net find?

    sentences: a sentence → what it says
    one, two: T characters → probabilities of the tags (T, C), of the net that reads
    from the left, and of the one that reads from both sides
    is_known: whether the nets have a vector of its own for a character
    read_aloud: how each character of a name sounds

    `data`: `characters` that the text has, of which `num_read` are read; for each net
    `probabilities` (T, C), `spans`, and `revised`: how many tags of earlier characters
    the last one has changed; `num_unread`, those beyond `LONGEST`.
    """

    @lru_cache(maxsize=64)
    def ask(text: str) -> dict[str, np.ndarray]:
        return {"one": np.asarray(one(text)), "two": np.asarray(two(text))}

    def compute(sentence: str, own: str, num_read: int) -> Data:
        text = as_printed(own) or as_printed(sentence)
        return _read_so_far(text, num_read, ask, is_known)

    return Explorer(
        names_controls(sentences),
        compute,
        draw_names,
        describe=lambda data: describe_names(data, read_aloud),
        alt=_ALT,
        play="num_read",
        adjust=_fit_length,
    )


def _read_so_far(
    text: str, num_read: int, ask: _Ask, is_known: Callable[[str], bool]
) -> Data:
    """The characters read, what both nets find in them, and what they cannot read."""
    characters = text[:LONGEST]
    read = characters[:num_read]
    found = _found(read, ask)
    return {
        "characters": characters,
        "num_read": len(read),
        "num_unread": len(text) - len(characters),
        "num_unknown": sum(not is_known(each) for each in read),
        **found,
    }


def _found(read: str, ask: _Ask) -> dict[str, dict[str, Any]]:
    """What each net says of the characters read, and what the last one has changed."""
    now = ask(read)
    before = ask(read[:-1]) if len(read) > 1 else None
    return {
        "probabilities": now,
        "spans": {net: spans_of_ids(best(table)) for net, table in now.items()},
        "revised": {
            net: num_revised(before[net], table) if before else 0
            for net, table in now.items()
        },
    }


def _fit_length(controls: Mapping[str, Any]) -> None:
    """Another text is read to its end."""
    number = controls["num_read"]
    text = as_printed(controls["own"].value)
    length = min(len(text or as_printed(controls["sentence"].value)), LONGEST)
    if length != number.max:
        number.max = length
        number.value = length


def names_controls(sentences: Mapping[str, Text]) -> dict[str, Any]:
    """Which sentence, or your own, and how much of it has been read."""
    first = next(iter(sentences))
    own = own_text(Text(en="write a Chinese sentence", zh="自己写一句话"), "24em")
    options = [(label_of(each, says), each) for each, says in sentences.items()]
    sentence = menu(Text(en="sentence", zh="句子"), options, first)
    sentence.layout.width = "36em"
    label = Text(en="characters read", zh="已读字数")
    number = slider(label, len(first), 1, len(first))
    return {"sentence": sentence, "own": own, "num_read": number}


def label_of(sentence: str, says: Text) -> Text:
    """The sentence in the menu; beside it, for English readers, what it says."""
    return Text(en=f"{sentence} · {says.en}", zh=sentence)


def as_printed(text: str) -> str:
    """The text as the newspaper prints it: full-width symbols, no blanks."""
    whole = text.encode(errors="replace").decode()  # half a surrogate pair becomes ?
    return "".join(whole.split()).translate(_FULL_WIDTH)


def best(probabilities: np.ndarray) -> list[int]:
    """(T, C) -> the likeliest tag of each character, T numbers."""
    return np.asarray(probabilities).argmax(axis=1).tolist()


def num_revised(before: np.ndarray, after: np.ndarray) -> int:
    """How many of the earlier characters have another best tag than before."""
    pairs = zip(best(before), best(after)[: len(before)], strict=True)
    return sum(one != other for one, other in pairs)


def window(data: Data) -> slice:
    """The characters that are drawn: those around the last one read."""
    first = max(0, min(data["num_read"] - SHOWN // 2, len(data["characters"]) - SHOWN))
    return slice(first, first + SHOWN)


def draw_names(data: Data) -> Any:
    margins = {"left": 0.07, "right": 0.98, "bottom": 0.09, "top": 0.87, "hspace": 0.75}
    fig, axes = plots.figure(2, 1, width=8.4, height=4.4, margins=margins)
    shown = window(data)
    symbols = [drawable(each) for each in data["characters"][shown]]
    for ax, (net, arrows) in zip(axes, (("one", "→"), ("two", "⇄")), strict=True):
        table = shares_of(data["probabilities"][net])
        spans = inside(data["spans"][net], shown)
        draw_kinds(ax, symbols, table[shown], spans)
        ax.set_title(f"{arrows}  {_NETS[net]}", loc="left", pad=24)
    plots.name_colours(
        axes[0], {role: f"$P$({kind})" for kind, role in NAME_ROLES.items()}, step=1.0
    )
    for words in axes[0].texts[-len(NAME_ROLES) :]:
        words.set(x=words.get_position()[0] + 0.58, y=1.32, fontsize=11)
    return fig


def shares_of(probabilities: np.ndarray) -> np.ndarray:
    """(T, C) -> the probability that a character is in a name of each kind, (T, 3)."""
    columns = [
        [number for number, tag in enumerate(NAME_TAGS) if tag.endswith(kind)]
        for kind in NAME_KINDS
    ]
    return np.stack([probabilities[:, own].sum(axis=1) for own in columns], axis=1)


def inside(spans: set[Span], shown: slice) -> list[Span]:
    """The spans that lie within the window, counted from its first character."""
    return [
        (
            max(start, shown.start) - shown.start,
            min(end, shown.stop) - shown.start,
            kind,
        )
        for start, end, kind in spans
        if start < shown.stop and end > shown.start
    ]


def describe_names(
    data: Data, read_aloud: Callable[[str], Sequence[str]] | None = None
) -> Text:
    """What each net has found, and whether the last character changed its mind."""
    text = data["characters"]
    found = {
        net: names_of(text, sorted(spans), read_aloud)
        for net, spans in data["spans"].items()
    }
    facts = {"read": data["num_read"], "count": len(text), **found}
    sentences = [_FOUND.format(**facts)]
    if data["revised"]["two"]:
        facts = {"last": text[data["num_read"] - 1], "tags": data["revised"]["two"]}
        sentences.append(_REVISED.format(**facts))
    if data["num_unknown"]:
        sentences.append(_UNKNOWN.format(count=data["num_unknown"]))
    if data["num_unread"]:
        sentences.append(_UNREAD.format(count=f"{data['num_unread']:,}", read=LONGEST))
    return join_sentences(sentences)


def names_of(
    text: str, spans: Sequence[Span], read_aloud: Callable[[str], Sequence[str]] | None
) -> Text:
    """The first names found, and that there are more."""
    if not spans:
        return _NOTHING
    named = [name_of(text, span, read_aloud) for span in spans[:MOST_NAMED]]
    return join([*named, "…"] if len(spans) > MOST_NAMED else named)


def name_of(
    text: str, span: Span, read_aloud: Callable[[str], Sequence[str]] | None
) -> str:
    """A name, its sound for those who cannot read it, and its kind."""
    start, end, kind = span
    name = text[start:end]
    if len(name) > LONGEST_NAME:
        return f"{name[:LONGEST_NAME]}… {kind}"
    if read_aloud is None or language() == "zh":
        return f"{name} {kind}"
    return f"{name} ({' '.join(read_aloud(name))}) {kind}"


_NOTHING = Text(en="no name", zh="没有名字")
_FOUND = Text(
    en="After {read} of {count} characters, one direction finds: {one}. Two "
    "directions find: {two}.",
    zh="读了 {count} 个字中的 {read} 个。单向的网络找到：{one}。双向的找到：{two}。",
)
_REVISED = Text(
    en="At “{last}”, two directions changed {tags} of the tags before it; one "
    "direction never can.",
    zh="读到“{last}”，双向的网络改了前面 {tags} 个字的标签；单向的永远改不了。",
)
_UNKNOWN = Text(
    en="{count} of these characters the nets have never learnt; they are all one to "
    "them.",
    zh="其中 {count} 个字网络没学过，一律当作未知字。",
)
_UNREAD = Text(
    en="Only the first {read} characters are read, {count} are left unread.",
    zh="只读前 {read} 个字，后面还有 {count} 个没读。",
)
