"""Sequences of different lengths in one rectangle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("08_movie_reviews")

Pair = tuple[np.ndarray, np.ndarray]


def pad_cases() -> list[tuple[Any, ...]]:
    """Two short texts; four; equally many texts as steps; one text alone."""
    return [
        ([[3, 5], [6, 3, 5, 4]],),
        ([[3], [6, 5, 2], [4, 4], [7, 8, 9, 1, 2]],),
        ([[5, 6, 7], [8], [9, 2]],),
        ([[4, 1]],),
    ]


def drawn_texts(rng: np.random.Generator) -> tuple[Any, ...]:
    """Four texts of any length."""
    sizes = rng.permutation(7)[:4] + 1
    return ([[int(each) for each in rng.integers(2, 99, size=size)] for size in sizes],)


@exercises.add(
    task=Text(
        en="Make two arrays: `ids` (B, T), with a text in each row and zeros after it, "
        "and `lengths` (B). T is the length of the longest text.",
        zh="做出两个数组：`ids` (B, T)，一行一条文本，后面用 0 填满；"
        "`lengths` (B)，各条的真实长度。T 是最长那条的长度。",
    ),
    hints=(
        Text(
            en="First: how long is each text, and how wide is the rectangle?",
            zh="先弄清两件事：每条多长？这个矩形要多宽？",
        ),
        Text(
            en="`np.zeros((B, T), dtype=int)` is a rectangle of pads; write each text "
            "over the beginning of its row.",
            zh="`np.zeros((B, T), dtype=int)` 是一个全是填充的矩形；"
            "再把每条文本写到自己那一行的开头。",
        ),
        Text(
            en="In a loop over `enumerate(texts)`, the place for one text is "
            "`ids[row, : len(text)]`.",
            zh="用 `enumerate(texts)` 循环，每条文本的位置是 `ids[row, : len(text)]`。",
        ),
    ),
    cases=pad_cases,
    fresh=drawn_texts,
)
def pad_batch(texts: Sequence[Sequence[int]]) -> Pair:
    """texts: B lists of numbers -> ids (B, T), lengths (B)"""
    ### BEGIN SOLUTION
    lengths = [len(text) for text in texts]
    ids = np.zeros((len(texts), max(lengths)), dtype=int)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = text
    ### END SOLUTION
    return np.array(ids), np.array(lengths)


def filled(texts, width, pad=0, start=False) -> Pair:
    """The texts in a rectangle of this width."""
    rows = []
    for text in texts:
        pads = [pad] * (width - len(text))
        rows.append((pads + list(text) if start else list(text) + pads)[:width])
    return np.array(rows), np.array([len(text) for text in texts])


def longest(texts) -> int:
    """T, the length of the longest text."""
    return max(map(len, texts))


@exercises.pad_batch.mistake(
    Text(
        en="Your pads stand in front of the texts. Here the text comes first and the "
        "zeros after it.",
        zh="你把填充放在了文本前面。这里要先文本，后面补 0。",
    )
)
def pads_in_front(texts):
    return filled(texts, longest(texts), start=True)


@exercises.pad_batch.mistake(
    Text(
        en="Your rectangle is as wide as the shortest text, so the others lose their "
        "ends. It should be as wide as the longest.",
        zh="你的矩形只有最短那条那么宽，别的都被截断了。应该跟最长的一样宽。",
    )
)
def cut_to_the_shortest(texts):
    return filled(texts, min(map(len, texts)))


@exercises.pad_batch.mistake(
    Text(
        en="Your rectangle is always 60 wide. It should be as wide as the longest text "
        "of this batch.",
        zh="你的矩形总是 60 宽。应该跟这一批里最长的一样宽。",
    )
)
def always_sixty_wide(texts):
    return filled(texts, 60)


@exercises.pad_batch.mistake(
    Text(
        en="You fill up with 1. That is the unknown word; the pad is 0.",
        zh="你用 1 来填。1 是不认识的词，填充用 0。",
    )
)
def filled_with_unknown(texts):
    return filled(texts, longest(texts), pad=1)


@exercises.pad_batch.mistake(
    Text(
        en="Your lengths count the pads: all are T. Measure the texts before they are "
        "padded.",
        zh="你的长度把填充也算进去了，全都成了 T。要量填充之前的文本。",
    )
)
def lengths_with_the_pads(texts):
    ids, lengths = filled(texts, longest(texts))
    return ids, np.full_like(lengths, ids.shape[1])


@exercises.pad_batch.mistake(
    Text(
        en="Each text is filled up with its own last word. The net would read it again "
        "and again; fill with 0.",
        zh="你用每条文本的最后一个词来填，网络会一遍遍地读它。请用 0 填。",
    )
)
def last_word_repeated(texts):
    ids, lengths = filled(texts, longest(texts))
    for row, length in zip(ids, lengths, strict=True):
        row[length:] = row[length - 1]
    return ids, lengths


@exercises.pad_batch.mistake(
    Text(
        en="The rectangle lies on its side, (T, B). In this course the batch comes "
        "first: a row a text.",
        zh="矩形放倒了，成了 (T, B)。这门课里批量在前：一行一条文本。",
    )
)
def time_first(texts):
    ids, lengths = filled(texts, longest(texts))
    return ids.T, lengths


@exercises.pad_batch.mistake(
    Text(
        en="There is a column of pads behind the longest text, too. T is its length, "
        "not one more.",
        zh="最长的那条后面也多了一列填充。T 就是它的长度，不用加一。",
    )
)
def one_column_too_many(texts):
    return filled(texts, longest(texts) + 1)


@exercises.pad_batch.mistake(
    Text(
        en="The lengths are those of sorted texts. Length number 0 belongs to row 0: "
        "keep the order.",
        zh="长度被你排了序。第 0 个长度是第 0 行的：顺序不能乱。",
    )
)
def lengths_sorted(texts):
    ids, lengths = filled(texts, longest(texts))
    return ids, np.sort(lengths)


@exercises.pad_batch.mistake(
    Text(
        en="Each row begins with the text only from its second word on. Slices count "
        "from 0.",
        zh="每行都是从第二个词开始的，第一个词丢了。切片从 0 数起。",
    )
)
def first_word_lost(texts):
    ids, lengths = filled(texts, longest(texts))
    ids[:, :-1], ids[:, -1] = ids[:, 1:].copy(), 0
    return ids, lengths


@exercises.pad_batch.mistake(
    Text(
        en="The rectangle is right, but it comes alone. Return two arrays: `ids`, "
        "then `lengths`.",
        zh="矩形是对的，可只返回了它。要返回两个数组：先 `ids`，后 `lengths`。",
    )
)
def rectangle_alone(texts):
    return filled(texts, longest(texts))[0]


@exercises.pad_batch.mistake(
    Text(
        en="The two arrays have changed places: first `ids`, then `lengths`.",
        zh="两个数组的次序反了：先 `ids`，后 `lengths`。",
    )
)
def lengths_first(texts):
    return filled(texts, longest(texts))[::-1]


@exercises.pad_batch.mistake(
    Text(
        en="The second part is T, the length of the longest text. Each text has its "
        "own length.",
        zh="第二个应当是每条文本各自的长度，你给的是 T，最长那条的长度。",
    )
)
def only_the_longest_length(texts):
    return filled(texts, longest(texts))[0], longest(texts)


@exercises.pad_batch.mistake(
    Text(
        en="All rows are one and the same list: `[[0] * T] * B` names it B times, so "
        "what is written into one stands in all. Make each row anew, or take "
        "`np.zeros`.",
        zh="所有的行其实是同一个列表：`[[0] * T] * B` 只是把它写了 B 遍，改一行，行行"
        "都变。每一行要另建，或者用 `np.zeros`。",
    )
)
def one_list_for_all_rows(texts):
    ids, lengths = filled(texts, longest(texts))
    row = np.zeros(longest(texts), dtype=int)
    for text in texts:
        row[: len(text)] = text
    return np.tile(row, (len(ids), 1)), lengths


@exercises.pad_batch.mistake(
    Text(
        en="`lengths` counts the pads of each text. It should count its words.",
        zh="`lengths` 数的是每条文本的填充。要数的是词。",
    )
)
def pads_counted(texts):
    ids, lengths = filled(texts, longest(texts))
    return ids, ids.shape[1] - lengths


@exercises.pad_batch.mistake(
    Text(
        en="The texts are sorted by length. Each must stay in its place, or it gets "
        "the label of another.",
        zh="文本按长度排过序了。每条都要留在原来的位置，不然就配上别人的标签了。",
    )
)
def texts_sorted(texts):
    return filled(sorted(texts, key=len, reverse=True), longest(texts))
