"""From counts of pairs to probabilities that are never zero."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("11_language_model")


def count_cases() -> list[tuple[np.ndarray, float]]:
    """A table that fits in the head, a row that was never seen, another amount; and
    such a row with an amount that makes a sum below 1."""
    rng = np.random.default_rng(0)
    return [
        (np.array([[0, 3, 1], [2, 0, 0], [0, 0, 0]]), 1.0),
        (rng.poisson(0.7, size=(5, 5)), 0.1),
        (rng.poisson(3.0, size=(4, 4)), 2.0),
        (np.array([[1, 2], [0, 0]]), 0.25),
    ]


def drawn_counts(rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """A table of some size, and some amount."""
    size = int(rng.integers(3, 7))
    return rng.poisson(1.5, size=(size, size)), float(rng.choice([0.25, 0.5, 1.5]))


@exercises.add(
    task=Text(
        en="`counts[a, b]` says how often b came after a. Add `amount` to every count, "
        "then turn each row into probabilities of what comes after a.",
        zh="`counts[a, b]` 是 a 后面接 b 的次数。先给每个次数加上 `amount`，"
        "再把每一行变成概率：a 后面接什么。",
    ),
    hints=(
        Text(
            en="After a, something must come. Which numbers must therefore sum to 1?",
            zh="a 后面总得接点什么。那么，哪些数加起来应该是 1？",
        ),
        Text(
            en="Add first, then divide each row by its own new sum. `keepdims=True` "
            "keeps that sum a column, so that it divides along the row.",
            zh="先加，再让每一行除以自己的新总和。`keepdims=True` 让总和保持一列，"
            "这样才是逐行相除。",
        ),
        Text(
            en="`more = counts + amount`, and then `more / more.sum(...)`",
            zh="`more = counts + amount`，然后 `more / more.sum(...)`",
        ),
    ),
    cases=count_cases,
    fresh=drawn_counts,
)
def bigram_probabilities(counts: np.ndarray, amount: float) -> np.ndarray:
    """counts (V, V), amount > 0 -> probabilities (V, V)"""
    more = counts + amount
    return more / more.sum(axis=1, keepdims=True)


@exercises.bigram_probabilities.mistake(
    Text(
        en="Nothing was added: a pair that was never seen still has probability 0, and "
        "a symbol that was never followed by anything divides 0 by 0.",
        zh="没有加上 `amount`：没见过的搭配，概率还是 0；"
        "后面从没接过字的那一行，则成了 0 除以 0。",
    )
)
def without_smoothing(counts, amount):
    return counts / counts.sum(axis=1, keepdims=True)


@exercises.bigram_probabilities.mistake(
    Text(
        en="The amount is in the counts but not in the sum you divide by, so the rows "
        "sum to more than 1. Each of the V entries of a row grew by it.",
        zh="分子加了 `amount`，分母没有加，所以每行的和超过 1。"
        "一行有 V 个数，每个都加过。",
    )
)
def sum_of_the_old_counts(counts, amount):
    return (counts + amount) / counts.sum(axis=1, keepdims=True)


@exercises.bigram_probabilities.mistake(
    Text(
        en="The sum grew by one amount only. A row has V entries, each of which grew.",
        zh="分母只加了一份 `amount`。一行有 V 个数，每个都加了一份。",
    )
)
def amount_added_once(counts, amount):
    return (counts + amount) / (counts.sum(axis=1, keepdims=True) + amount)


@exercises.bigram_probabilities.mistake(
    Text(
        en="Here the columns sum to 1: that answers what came before b. Asked is what "
        "comes after a, so sum along axis 1.",
        zh="你这里是每一列的和为 1，回答的是“b 前面是什么”。"
        "要问的是 a 后面接什么，所以沿第 1 轴求和。",
    )
)
def columns_sum_to_one(counts, amount):
    more = counts + amount
    return more / more.sum(axis=0, keepdims=True)


@exercises.bigram_probabilities.mistake(
    Text(
        en="The whole table sums to 1: those are probabilities of pairs. Of what comes "
        "after a given a, each row has its own.",
        zh="你让整张表的和为 1，那是“一对字”的概率。"
        "a 已经给定，每一行的和就该各自为 1。",
    )
)
def pairs_sum_to_one(counts, amount):
    more = counts + amount
    return more / more.sum()


@exercises.bigram_probabilities.mistake(
    Text(
        en="Without `keepdims=True` the sums are a row, and each column is divided by "
        "the sum of another row. It runs only because the table is square.",
        zh="少了 `keepdims=True`，总和成了一行，于是每一列除以的是别行的总和。"
        "没有报错，只因为这张表恰好是方的。",
    )
)
def sums_in_a_row(counts, amount):
    more = counts + amount
    return more / more.sum(axis=1)


@exercises.bigram_probabilities.mistake(
    Text(
        en="You added after dividing. Then the rows sum to more than 1; add to the "
        "counts instead.",
        zh="你先除后加，每行的和就超过 1 了。要加在次数上。",
    )
)
def added_after_dividing(counts, amount):
    return counts / counts.sum(axis=1, keepdims=True) + amount


@exercises.bigram_probabilities.mistake(
    Text(
        en="That is a softmax of the counts. Counts are no scores: they are divided "
        "by their sum as they are.",
        zh="这是对次数做了 softmax。次数不是得分：直接除以它们的和就行。",
    )
)
def softmax_of_the_counts(counts, amount):
    powers = np.exp(counts + amount)
    return powers / powers.sum(axis=1, keepdims=True)


@exercises.bigram_probabilities.mistake(
    Text(
        en="You added the amount V² times to the sum of each row. A row has V entries.",
        zh="每一行的和里，你加了 V² 次 `amount`。一行只有 V 个数。",
    )
)
def amount_added_for_the_table(counts, amount):
    rows = counts.sum(axis=1, keepdims=True) + amount * counts.size
    return (counts + amount) / rows


@exercises.bigram_probabilities.mistake(
    Text(
        en="You divided each row by its largest entry. Probabilities sum to 1: divide "
        "by the sum.",
        zh="你把每一行除以了其中最大的数。概率之和应当是 1，所以要除以总和。",
    )
)
def divided_by_the_largest(counts, amount):
    more = counts + amount
    return more / more.max(axis=1, keepdims=True)


@exercises.bigram_probabilities.mistake(
    Text(
        en="Only pairs that were never seen get the amount. Every count gets it, the "
        "large ones too.",
        zh="只有没见过的搭配加了 `amount`。每个计数都要加，大的也一样。",
    )
)
def only_the_unseen(counts, amount):
    more = np.where(counts == 0, amount, counts)
    return more / more.sum(axis=1, keepdims=True)


@exercises.bigram_probabilities.mistake(
    Text(
        en="These are counts still. Divide each row by its own sum.",
        zh="这还是计数。每一行要除以自己的总和。",
    )
)
def not_divided(counts, amount):
    return counts + amount


@exercises.bigram_probabilities.mistake(
    Text(
        en="Below the line you add V, which is right for an amount of 1 only. Each "
        "of the V counts has grown by `amount`, so their sum has grown by V times "
        "as much.",
        zh="分母里你加的是 V，只有 `amount` 是 1 时才对。V 个计数各加了 `amount`，总和"
        "就多了 V 个 `amount`。",
    )
)
def vocabulary_added_below(counts, amount):
    rows = counts.sum(axis=1, keepdims=True) + len(counts)
    return (counts + amount) / rows


@exercises.bigram_probabilities.mistake(
    Text(
        en="You add 1, whatever `amount` is.",
        zh="不管 `amount` 是多少，你加的都是 1。",
    )
)
def always_one_added(counts, amount):
    return bigram_probabilities(counts, 1.0)
