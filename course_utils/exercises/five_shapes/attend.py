"""Where a decoder looks: a softmax over the real states."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.five_shapes.tensors import random_tensor, torch
from course_utils.text import Text

exercises = Exercises("07_five_shapes")


def looking_cases() -> list[tuple[Any, Any, Any]]:
    """Two sequences of 3 and 2 steps; four of 4, 1, 3, 2, with 4 units; three, padded
    beyond the longest."""
    return [
        (random_tensor(2, 2, seed=0), random_tensor(2, 3, 2, seed=1), lengths(3, 2)),
        (
            random_tensor(4, 4, seed=2),
            random_tensor(4, 4, 4, seed=3),
            lengths(4, 1, 3, 2),
        ),
        (
            random_tensor(3, 2, seed=4),
            random_tensor(3, 5, 2, seed=5),
            lengths(2, 4, 3),
        ),
    ]


def lengths(*numbers: int) -> Any:
    """Whole numbers as a tensor."""
    return torch.tensor(numbers)


def drawn_states(rng: np.random.Generator) -> tuple[Any, Any, Any]:
    """Another batch, padded beyond its longest sequence."""
    query, keys = rng.normal(size=(2, 3)).round(2), rng.normal(size=(2, 7, 3)).round(2)
    return (
        torch.from_numpy(query),
        torch.from_numpy(keys),
        torch.from_numpy(rng.integers(2, 6, size=2)),
    )


@exercises.add(
    task=Text(
        en="Return the weights of dot attention: for each sequence the softmax over "
        "its real steps of the products `query` · `keys`; padded steps get exactly 0.",
        zh="返回点积注意力的权重：每个序列里，`query` 与 `keys` 逐步做点积，"
        "再对真实的步做 softmax；填充的步权重恰好是 0。",
    ),
    hints=(
        Text(
            en="First the scores (B, S), one dot product a step. Then decide what a "
            "padded step's score must be, so that the softmax gives it nothing.",
            zh="先求得分 (B, S)，每一步一个点积。"
            "再想想：填充的得分应当是多少，softmax 才会一点也不给它？",
        ),
        Text(
            en="`(query[:, None] * keys).sum(dim=2)` are the scores. A softmax of 0 is "
            "not 0; that of minus infinity is.",
            zh="`(query[:, None] * keys).sum(dim=2)` 就是得分。"
            "得分为 0，softmax 之后并不是 0；负无穷才是。",
        ),
        Text(
            en="`scores.masked_fill(mask, -torch.inf)` replaces where the mask is "
            "true: there `torch.arange(S) >= lengths[:, None]`.",
            zh="`scores.masked_fill(mask, -torch.inf)` 在掩码为真处替换，"
            "也就是 `torch.arange(S) >= lengths[:, None]` 的地方。",
        ),
    ),
    cases=looking_cases,
    fresh=drawn_states,
)
def attend(query: Any, keys: Any, lengths: Any) -> Any:
    """query (B, H), keys (B, S, H), lengths (B) -> weights (B, S)"""
    scores = (query[:, None] * keys).sum(dim=2)
    padded = torch.arange(keys.shape[1]) >= lengths[:, None]
    return scores.masked_fill(padded, -torch.inf).softmax(dim=1)


def scores_of(query: Any, keys: Any) -> Any:
    """The dot product with each key: (B, S)."""
    return (query[:, None] * keys).sum(dim=2)


def is_real(keys: Any, lengths: Any) -> Any:
    """True on real steps (B, S)."""
    return torch.arange(keys.shape[1]) < lengths[:, None]


@exercises.attend.mistake(
    Text(
        en="Padded steps get a share as well: their states mean nothing, and the "
        "company in a batch changes the answer.",
        zh="填充也分到了权重：那些状态没有意义；同一批里换一个更长的序列，"
        "答案就跟着变了。",
    )
)
def without_a_mask(query, keys, lengths):
    return scores_of(query, keys).softmax(dim=1)


@exercises.attend.mistake(
    Text(
        en="You set the scores of padding to 0, but exp(0) is 1: it still gets a "
        "share. Set them to minus infinity.",
        zh="你把填充的得分设成了 0，可 exp(0) 等于 1，照样分到权重。要设成负无穷。",
    )
)
def zero_scores(query, keys, lengths):
    return (scores_of(query, keys) * is_real(keys, lengths)).softmax(dim=1)


@exercises.attend.mistake(
    Text(
        en="You took the padding out after the softmax, so the rest of a row no longer "
        "sums to 1. Mask the scores, then take the softmax.",
        zh="你在 softmax 之后才去掉填充，剩下的加起来不到 1。"
        "先盖住得分，再做 softmax。",
    )
)
def masked_afterwards(query, keys, lengths):
    return scores_of(query, keys).softmax(dim=1) * is_real(keys, lengths)


@exercises.attend.mistake(
    Text(
        en="The softmax runs over the sequences of the batch. The weights of one "
        "sequence's steps sum to 1: dim=1.",
        zh="你沿着批量做了 softmax。应当让同一个序列各步的权重加起来等于 1：dim=1。",
    )
)
def over_the_batch(query, keys, lengths):
    scores = scores_of(query, keys)
    hidden = scores.masked_fill(~is_real(keys, lengths), -torch.inf)
    return hidden.softmax(dim=0)


@exercises.attend.mistake(
    Text(
        en="The mask is turned: you keep the padding and hide the real steps.",
        zh="掩码用反了：留下的是填充，盖住的却是真实的步。",
    )
)
def mask_turned(query, keys, lengths):
    scores = scores_of(query, keys)
    return scores.masked_fill(is_real(keys, lengths), -torch.inf).softmax(dim=1)


@exercises.attend.mistake(
    Text(
        en="One padded step is still open: a step is padding if its number is equal to "
        "the length or greater.",
        zh="还漏了一步填充：步从 0 数起，编号等于长度的那一步已经是填充。",
    )
)
def one_step_too_many(query, keys, lengths):
    scores = scores_of(query, keys)
    padded = torch.arange(keys.shape[1]) > lengths[:, None]
    return scores.masked_fill(padded, -torch.inf).softmax(dim=1)


@exercises.attend.mistake(
    Text(
        en="Divided by the root of H: that is the scaled dot product of "
        "Transformers. Here the plain product is asked for.",
        zh="你除以了 H 的平方根：那是 Transformer 用的缩放点积。这里要的就是点积本身。",
    )
)
def scaled(query, keys, lengths):
    scores = scores_of(query, keys) / keys.shape[2] ** 0.5
    return scores.masked_fill(~is_real(keys, lengths), -torch.inf).softmax(dim=1)


@exercises.attend.mistake(
    Text(
        en="These are the scores. A softmax turns them into weights that sum to 1.",
        zh="这只是得分。再做 softmax，才是加起来等于 1 的权重。",
    )
)
def scores_only(query, keys, lengths):
    return scores_of(query, keys).masked_fill(~is_real(keys, lengths), -torch.inf)


@exercises.attend.mistake(
    Text(
        en="That is the context, the weighted mean of the states. Return the weights "
        "themselves, (B, S).",
        zh="这是上下文，也就是状态的加权平均。要返回的是权重本身，(B, S)。",
    )
)
def the_context(query, keys, lengths):
    scores = scores_of(query, keys)
    hidden = scores.masked_fill(~is_real(keys, lengths), -torch.inf)
    return (hidden.softmax(dim=1)[:, :, None] * keys).sum(dim=1)


@exercises.attend.mistake(
    Text(
        en="One real step is lost: a text of n steps has the places 0 to n - 1, and "
        "`lengths - 1` is the last of them.",
        zh="丢了一个真实的步：n 步的编号是 0 到 n - 1，`lengths - 1` 正是最后一步。",
    )
)
def last_real_step_lost(query, keys, lengths):
    return attend(query, keys, lengths - 1)


@exercises.attend.mistake(
    Text(
        en="All sequences are masked where the longest ends, so the shorter ones "
        "still give a share to their padding. Each has its own length.",
        zh="所有序列你都按最长的那个来做掩码，短的序列里，填充照样分到了权重。"
        "每个序列有自己的长度。",
    )
)
def mask_of_the_longest(query, keys, lengths):
    return attend(query, keys, lengths.max().expand(len(lengths)))


@exercises.attend.mistake(
    Text(
        en="0 times infinity is NaN, so real steps become NaN, too. Put minus "
        "infinity where the mask is true, instead of multiplying.",
        zh="0 乘无穷大是 NaN，于是真实的步也成了 NaN。不要相乘，直接在掩码为真处放上负"
        "无穷。",
    )
)
def infinity_times_zero(query, keys, lengths):
    padded = ~is_real(keys, lengths)
    return (scores_of(query, keys) + padded * -torch.inf).softmax(dim=1)


@exercises.attend.mistake(
    Text(
        en="Those are the logarithms of the weights. The weights themselves sum to 1.",
        zh="这是权重的对数。权重本身加起来是 1。",
    )
)
def logarithms(query, keys, lengths):
    return attend(query, keys, lengths).log()


@exercises.attend.mistake(
    Text(
        en="These are not weights yet: divide each by the sum of its row.",
        zh="这还不是权重：每个都要除以自己那一行的和。",
    )
)
def not_divided(query, keys, lengths):
    return scores_of(query, keys).exp() * is_real(keys, lengths)


@exercises.attend.mistake(
    Text(
        en="Padding gets the score -1, and still a share. Only minus infinity gives "
        "it exactly 0.",
        zh="填充的得分你设成了 -1，它还是会分到一份。只有设成负无穷，权重才恰好是 0。",
    )
)
def minus_one_on_padding(query, keys, lengths):
    return (
        scores_of(query, keys).masked_fill(~is_real(keys, lengths), -1.0).softmax(dim=1)
    )


@exercises.attend.mistake(
    Text(
        en="Padding gets the score -10, and still a share. Only minus infinity gives "
        "it exactly 0.",
        zh="填充的得分你设成了 -10，它还是会分到一份。只有设成负无穷，权重才恰好是 0。",
    )
)
def minus_ten_on_padding(query, keys, lengths):
    return (
        scores_of(query, keys)
        .masked_fill(~is_real(keys, lengths), -10.0)
        .softmax(dim=1)
    )


@exercises.attend.mistake(
    Text(
        en="You divided the scores by their sum. Scores may be negative: softmax "
        "takes `exp` first.",
        zh="你直接用得分除以它们的和。得分可能是负的：softmax 会先取 `exp`。",
    )
)
def divided_by_the_sum_of_scores(query, keys, lengths):
    scores = scores_of(query, keys) * is_real(keys, lengths)
    return scores / scores.sum(dim=1, keepdim=True)


@exercises.attend.mistake(
    Text(
        en="All real steps get the same weight. How well does each key match the "
        "query?",
        zh="所有真实的步权重都一样。每个 key 和 query 有多相配？",
    )
)
def all_steps_alike(query, keys, lengths):
    return is_real(keys, lengths).double() / lengths[:, None]


@exercises.attend.mistake(
    Text(
        en="All the weight lies on the best step. Softmax leaves the others their "
        "share.",
        zh="所有权重都给了最相配的那一步。softmax 会给其他步也留一份。",
    )
)
def only_the_best_step(query, keys, lengths):
    weights = attend(query, keys, lengths)
    return (weights == weights.amax(dim=1, keepdim=True)).double()


@exercises.attend.mistake(
    Text(
        en="You divide each product by the lengths of both vectors: that is the "
        "cosine. The plain product is asked for.",
        zh="你把每个乘积除以了两个向量的长度，那是余弦。题目要的就是乘积本身。",
    )
)
def by_the_cosine(query, keys, lengths):
    scores = torch.nn.functional.cosine_similarity(query[:, None], keys, dim=2)
    return scores.masked_fill(~is_real(keys, lengths), -torch.inf).softmax(dim=1)


@exercises.attend.mistake(
    Text(
        en="You multiply the keys with themselves; the `query` is never asked.",
        zh="你让 `keys` 和自己相乘，根本没有用到 `query`。",
    )
)
def keys_with_themselves(query, keys, lengths):
    scores = (keys * keys).sum(dim=2)
    return scores.masked_fill(~is_real(keys, lengths), -torch.inf).softmax(dim=1)


@exercises.attend.mistake(
    Text(
        en="A sigmoid weighs each step by itself, and the weights do not sum to 1. "
        "Softmax shares them out.",
        zh="sigmoid 单独给每一步定权重，加起来不等于 1。softmax 才是把总量 1 分给各"
        "步。",
    )
)
def sigmoid_for_softmax(query, keys, lengths):
    return (
        scores_of(query, keys)
        .masked_fill(~is_real(keys, lengths), -torch.inf)
        .sigmoid()
    )


@exercises.attend.mistake(
    Text(
        en="Plus infinity is the largest score there is, and infinity minus infinity "
        "is no number (NaN). What shall get nothing needs the smallest: minus "
        "infinity.",
        zh="正无穷是最大的得分，而无穷减无穷不是数（NaN）。什么也不该分到的，要用最小的得分：负无穷。",
    )
)
def plus_infinity_on_padding(query, keys, lengths):
    padded = ~is_real(keys, lengths)
    return scores_of(query, keys).masked_fill(padded, torch.inf).softmax(dim=1)
