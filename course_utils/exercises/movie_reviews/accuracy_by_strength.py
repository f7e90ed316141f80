"""How good are the verdicts where people were sure, and where they were not?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("08_movie_reviews")


def strength_cases() -> list[tuple[Any, ...]]:
    """Nine reviews in two bands; more in three, some of them on an edge."""
    small = np.array([0.5, -0.5, 1.5, -1.5, -3.0, 1.0, -0.2, 2.0, 0.4])
    rng = np.random.default_rng(8)
    large = rng.choice([-3.0, -2.0, -1.4, -1.0, -0.3, 0.2, 0.7, 1.0, 2.0, 2.6], 40)
    return [
        (small, np.array([1, 1, 1, 0, 0, 0, 0, 1, 0]), (0, 1, 4)),
        (large, rng.integers(0, 2, 40), (0, 1, 2, 4)),
    ]


def drawn_ratings(rng: np.random.Generator) -> tuple[Any, ...]:
    """Ratings in every band, some of them on an edge."""
    sizes = np.concatenate([[0.5, 1.0, 2.5], rng.choice([0.3, 1.0, 1.7, 2.0, 3.0], 30)])
    ratings = rng.permutation(sizes * rng.choice([-1.0, 1.0], size=len(sizes)))
    return ratings, rng.integers(0, 2, len(sizes)), (0, 1, 2, 4)


@exercises.add(
    task=Text(
        en="For each band of |rating|, from one edge up to but without the next, give "
        "the share of right verdicts. A verdict is right if it is 1 for a rating above "
        "0, and 0 for one below.",
        zh="按 |评分| 分段，每段包含左端、不含右端。求每一段里判断正确的比例。"
        "评分大于 0 时判 1、小于 0 时判 0，就算正确。",
    ),
    hints=(
        Text(
            en="Two arrays of N truths: is the verdict right? And for a band: does the "
            "rating belong to it?",
            zh="先做两个长为 N 的真假数组：判断对不对？评分在不在这一段？",
        ),
        Text(
            en="`verdicts == (ratings > 0)` answers the first. For the second, take "
            "`np.abs(ratings)` and compare it with both edges.",
            zh="`verdicts == (ratings > 0)` 回答第一个。第二个要用 "
            "`np.abs(ratings)` 跟两端比。",
        ),
        Text(
            en="`right[inside].mean()` is the share in a band; band "
            "`k` reaches from `edges[k]` to `edges[k + 1]`.",
            zh="`right[inside].mean()` 就是一段里的比例；"
            "第 `k` 段从 `edges[k]` 到 `edges[k + 1]`。",
        ),
    ),
    cases=strength_cases,
    fresh=drawn_ratings,
)
def accuracy_by_strength(
    ratings: np.ndarray, verdicts: np.ndarray, edges: Sequence[float]
) -> np.ndarray:
    """ratings (N,), verdicts (N,) 0 or 1, edges: K + 1 numbers -> (K,)"""
    shares = []
    ### BEGIN SOLUTION
    right = verdicts == (ratings > 0)
    strength = np.abs(ratings)
    for k in range(len(edges) - 1):
        inside = (edges[k] <= strength) & (strength < edges[k + 1])
        shares.append(right[inside].mean())
    ### END SOLUTION
    return np.array(shares)


def shares_of(right, values, edges) -> np.ndarray:
    """The mean of `right` in each band of `values`; an empty band has none."""
    bands = [(low <= values) & (values < high) for low, high in pairwise(edges)]
    return np.array([right[band].sum() / max(1, band.sum()) for band in bands])


def is_right(ratings, verdicts) -> np.ndarray:
    """Whether each verdict has the sign of its rating."""
    return verdicts == (ratings > 0)


@exercises.accuracy_by_strength.mistake(
    Text(
        en="All negative reviews are left out, as when the ratings themselves are "
        "banded. The strength is |rating|, whatever the sign.",
        zh="负面的影评全漏掉了，按评分本身来分段就会这样。强度是 |评分|，不看正负号。",
    )
)
def bands_of_the_rating(ratings, verdicts, edges):
    return shares_of(is_right(ratings, verdicts), ratings, edges)


@exercises.accuracy_by_strength.mistake(
    Text(
        en="The left edge is left out and the right one taken. A rating of exactly 1 "
        "belongs to the band that begins with 1.",
        zh="你的分段不含左端、含右端。评分正好是 1 的，属于从 1 开始的那一段。",
    )
)
def right_edges_inside(ratings, verdicts, edges):
    right, strength = is_right(ratings, verdicts), np.abs(ratings)
    bands = [(low < strength) & (strength <= high) for low, high in pairwise(edges)]
    return np.array([right[band].mean() for band in bands])


@exercises.accuracy_by_strength.mistake(
    Text(
        en="Both edges are inside, so a rating on an edge counts twice. The right edge "
        "belongs to the next band.",
        zh="两端都算在内，正好落在分界上的评分就算了两次。右端属于下一段。",
    )
)
def both_edges_inside(ratings, verdicts, edges):
    right, strength = is_right(ratings, verdicts), np.abs(ratings)
    bands = [(low <= strength) & (strength <= high) for low, high in pairwise(edges)]
    return np.array([right[band].mean() for band in bands])


@exercises.accuracy_by_strength.mistake(
    Text(
        en="You divided by all N reviews. Divide by those in the band.",
        zh="你除以了全部 N 条。应该除以这一段里的条数。",
    )
)
def shares_of_all(ratings, verdicts, edges):
    right, strength = is_right(ratings, verdicts), np.abs(ratings)
    bands = [(low <= strength) & (strength < high) for low, high in pairwise(edges)]
    return np.array([(right & band).mean() for band in bands])


@exercises.accuracy_by_strength.mistake(
    Text(
        en="These are counts of right verdicts. Shares were asked for: divide by how "
        "many are in the band.",
        zh="这是判断正确的条数。要的是比例：还得除以这一段的条数。",
    )
)
def counts_not_shares(ratings, verdicts, edges):
    right, strength = is_right(ratings, verdicts), np.abs(ratings)
    bands = [(low <= strength) & (strength < high) for low, high in pairwise(edges)]
    return np.array([(right & band).sum() for band in bands])


@exercises.accuracy_by_strength.mistake(
    Text(
        en="That is the share of wrong verdicts.",
        zh="这是判断错误的比例。",
    )
)
def share_of_errors(ratings, verdicts, edges):
    return shares_of(~is_right(ratings, verdicts), np.abs(ratings), edges)


@exercises.accuracy_by_strength.mistake(
    Text(
        en="A verdict is 0 or 1, a rating any number from -4 to 4: hardly ever equal. "
        "Compare with `ratings > 0`.",
        zh="判断是 0 或 1，评分是 -4 到 4 的任意数，几乎不会相等。"
        "请跟 `ratings > 0` 比。",
    )
)
def verdict_equals_rating(ratings, verdicts, edges):
    return shares_of(verdicts == ratings, np.abs(ratings), edges)


@exercises.accuracy_by_strength.mistake(
    Text(
        en="A verdict is 0 or 1, the sign of a rating -1 or 1: no negative review is "
        "ever right then. Compare with `ratings > 0`.",
        zh="判断是 0 或 1，评分的正负号是 -1 或 1，这样差评一条也对不上。"
        "请跟 `ratings > 0` 比。",
    )
)
def verdict_equals_sign(ratings, verdicts, edges):
    return shares_of(verdicts == np.sign(ratings), np.abs(ratings), edges)


@exercises.accuracy_by_strength.mistake(
    Text(
        en="That is the share of positive verdicts, right or wrong.",
        zh="这是判为正面的比例，没管对错。",
    )
)
def share_of_positive(ratings, verdicts, edges):
    return shares_of(verdicts, np.abs(ratings), edges)


@exercises.accuracy_by_strength.mistake(
    Text(
        en="Your bands have no right edge: each takes in all stronger ratings too.",
        zh="你的分段没有右端：更强的评分全都算进来了。",
    )
)
def open_to_the_right(ratings, verdicts, edges):
    right, strength = is_right(ratings, verdicts), np.abs(ratings)
    return np.array([right[strength >= low].mean() for low in edges[:-1]])


@exercises.accuracy_by_strength.mistake(
    Text(
        en="Each band begins at 0 here: all weaker ratings are in it, too. Compare "
        "with both edges.",
        zh="这里每一段都从 0 开始，更弱的评分也算进来了。要跟两端都比。",
    )
)
def up_to_the_edge(ratings, verdicts, edges):
    right, strength = is_right(ratings, verdicts), np.abs(ratings)
    return np.array([right[strength < edge].mean() for edge in edges[1:]])


@exercises.accuracy_by_strength.mistake(
    Text(
        en="Those are percentages. A share from 0 to 1 is asked for.",
        zh="这是百分数。要的是 0 到 1 之间的比例。",
    )
)
def percentages(ratings, verdicts, edges):
    return 100 * accuracy_by_strength(ratings, verdicts, edges)


@exercises.accuracy_by_strength.mistake(
    Text(
        en="That is one share, of all reviews. Give one for each band.",
        zh="这是全部影评合起来的一个比例。每一段要给一个。",
    )
)
def one_share_for_all(ratings, verdicts, edges):
    return is_right(ratings, verdicts).mean()
