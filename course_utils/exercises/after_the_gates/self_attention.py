"""A sequence that looks at itself: one head."""

from __future__ import annotations

import numpy as np

from course_utils import scratch
from course_utils.checking.lists import Exercises
from course_utils.exercises.vanilla_rnn.arrays import (
    Arrays,
    draw_arrays,
    draw_sizes,
    random_arrays,
)
from course_utils.text import Text

exercises = Exercises("13_after_the_gates")


def looking_cases() -> list[Arrays]:
    """Two steps for the head; sizes that differ; all sizes equal; a mask with holes."""
    identity = np.eye(2)
    return [
        (np.array([[[1.0, 0.0], [0.0, 2.0]]]), *[identity] * 3, np.tri(2) > 0),
        sequence_case(2, 4, 3, 5, 2, seed=138),
        sequence_case(3, 3, 3, 3, 3, seed=139),
        (*sequence_case(2, 5, 3, 4, 6, seed=140)[:4], HOLES),
    ]


HOLES = np.eye(5, dtype=bool) | (np.arange(25).reshape(5, 5) % 3 == 1)


def sequence_case(B: int, T: int, E: int, K: int, U: int, seed: int) -> Arrays:
    """x, W_q, W_k, W_v and a causal mask."""
    arrays = random_arrays((B, T, E), (K, E), (K, E), (U, E), seed=seed)
    return *arrays, np.tri(T) > 0


def new_sequence(rng: np.random.Generator) -> Arrays:
    B, T, E, K, U = draw_sizes(rng, 5)
    arrays = draw_arrays(rng, (B, T, E), (K, E), (K, E), (U, E))
    return *arrays, np.tri(T) > 0


@exercises.add(
    task=Text(
        en="Each place of `x` asks with a query, all places answer with keys and "
        "values. Return for each place the mean of the values by its weights: a "
        "softmax, over the places where `mask` is True, of query · key / √K.",
        zh="`x` 的每个位置都拿一个查询去问，所有的位置用键和值来答。"
        "得分是查询 · 键 / √K；只在 `mask` 为 True 的那些位置上对得分做 softmax，"
        "得到权重。请返回每个位置看到的值的加权平均。",
    ),
    hints=(
        Text(
            en="Three products with `x` come first: queries, keys and values. A score "
            "(B, T, T) then belongs to two places: who asks, and who is asked.",
            zh="先用 `x` 做三次矩阵乘法，得到查询、键和值。"
            "得分的形状是 (B, T, T)，每个得分都属于两个位置：谁在问，问的是谁。",
        ),
        Text(
            en="`q @ k.swapaxes(1, 2)` are the scores. Divide them, hide what the mask "
            "hides, and only then take the softmax over the places that are asked.",
            zh="`q @ k.swapaxes(1, 2)` 就是得分。先做除法，再按掩码遮住不许看的，"
            "最后才沿着被问的那个轴做 softmax。",
        ),
        Text(
            en="`scratch.masked_softmax(scores, mask)` are the weights. They meet the "
            "values in one more product, and √K is `np.sqrt(q.shape[2])`.",
            zh="`scratch.masked_softmax(scores, mask)` 就是权重，再跟值做一次矩阵乘法。"
            "√K 是 `np.sqrt(q.shape[2])`。",
        ),
    ),
    cases=looking_cases,
    fresh=new_sequence,
    course_versions=("attention_forward", "self_attention_forward"),
)
def self_attention(
    x: np.ndarray,
    W_q: np.ndarray,
    W_k: np.ndarray,
    W_v: np.ndarray,
    mask: np.ndarray,
) -> np.ndarray:
    """x (B, T, E), W_q, W_k (K, E), W_v (U, E), mask (T, T) -> (B, T, U)"""
    q, k, v = x @ W_q.T, x @ W_k.T, x @ W_v.T
    scores = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[2])
    return scratch.masked_softmax(scores, mask) @ v


def scores_of(x, W_q, W_k, size=None) -> np.ndarray:
    """query · key / √size (B, T, T), of K entries unless `size` says otherwise."""
    q, k = x @ W_q.T, x @ W_k.T
    return q @ k.swapaxes(1, 2) / np.sqrt(size or len(W_q))


def soft(scores, axis=2) -> np.ndarray:
    """A softmax as one writes it in a hurry."""
    powers = np.exp(scores)
    return powers / powers.sum(axis=axis, keepdims=True)


def hidden(scores, mask) -> np.ndarray:
    return np.where(mask, scores, -np.inf)


@exercises.self_attention.mistake(
    Text(
        en="The scores are not divided by √K. The sum of K products grows with K, and "
        "then the softmax is all or nothing.",
        zh="得分没有除以 √K。K 越大，K 个乘积之和就越大，"
        "softmax 就把权重几乎全给了一个位置。",
    )
)
def not_scaled(x, W_q, W_k, W_v, mask):
    return soft(hidden(scores_of(x, W_q, W_k, size=1), mask)) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="You divide by K. It is the root of K by which a sum of K random products "
        "is larger than one of them.",
        zh="你除以了 K。K 个随机的乘积之和，大约只有一个乘积的 √K 倍，所以要除以 √K。",
    )
)
def divided_by_all_of_k(x, W_q, W_k, W_v, mask):
    scores = scores_of(x, W_q, W_k, size=len(W_q) ** 2)
    return soft(hidden(scores, mask)) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="You divide by the root of E, the width of `x`. What is summed in a score "
        "are the K entries of a query and a key.",
        zh="你除以了 √E，而 E 是 `x` 的宽度。得分里相加的，是查询和键的 K 项之积。",
    )
)
def root_of_the_width(x, W_q, W_k, W_v, mask):
    scores = scores_of(x, W_q, W_k, size=x.shape[2])
    return soft(hidden(scores, mask)) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="You divide by the root of T. A score sums over the K entries of a query, "
        "not over places.",
        zh="你除以了 √T。得分是对查询和键的 K 项求和，不是对各个位置求和。",
    )
)
def root_of_the_length(x, W_q, W_k, W_v, mask):
    scores = scores_of(x, W_q, W_k, size=x.shape[1])
    return soft(hidden(scores, mask)) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="The mask is not used: every place sees the whole sequence, the future too.",
        zh="没有用掩码：每个位置都看到了整个序列，连后面的也看到了。",
    )
)
def without_the_mask(x, W_q, W_k, W_v, mask):
    return soft(scores_of(x, W_q, W_k)) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="You hide after the softmax, so what is left of a row no longer sums to 1. "
        "Hide the scores, then take the softmax.",
        zh="你在 softmax 之后才遮，一行里剩下的权重加起来就不到 1 了。"
        "要先遮住得分，再做 softmax。",
    )
)
def hidden_afterwards(x, W_q, W_k, W_v, mask):
    return (soft(scores_of(x, W_q, W_k)) * mask) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="Hidden scores are 0 in yours, but exp(0) is 1: they still get a share. Set "
        "them to minus infinity.",
        zh="你把要遮住的得分设成了 0，可是 exp(0) 等于 1，照样分到权重。要设成负无穷。",
    )
)
def hidden_scores_zero(x, W_q, W_k, W_v, mask):
    return soft(scores_of(x, W_q, W_k) * mask) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="0 times infinity is NaN, so open places become NaN too. Put minus infinity "
        "where the mask is False: `np.where(mask, scores, -np.inf)`.",
        zh="0 乘无穷大是 NaN，能看的地方也成了 NaN。要在掩码为 False 的地方放上负无穷："
        "`np.where(mask, scores, -np.inf)`。",
    )
)
def infinity_times_zero(x, W_q, W_k, W_v, mask):
    return soft(scores_of(x, W_q, W_k) + ~mask * -np.inf) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="The mask is turned: you hide what may be seen, and show what must not.",
        zh="掩码用反了：能看的遮住了，不能看的倒露了出来。",
    )
)
def mask_turned(x, W_q, W_k, W_v, mask):
    return soft(hidden(scores_of(x, W_q, W_k), ~mask)) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="The softmax runs over those who ask. The weights of one who asks, a row, "
        "sum to 1: the last axis.",
        zh="你沿着提问的那个轴做了 softmax。"
        "应当让同一个提问者的权重，也就是一行，加起来等于 1：要沿着最后一个轴。",
    )
)
def over_those_who_ask(x, W_q, W_k, W_v, mask):
    return soft(hidden(scores_of(x, W_q, W_k), mask), axis=1) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="The softmax runs over the whole table. Each row has its own weights, and "
        "they sum to 1.",
        zh="你对整张表做了 softmax。每一行各有自己的权重，各自加起来等于 1。",
    )
)
def over_the_whole_table(x, W_q, W_k, W_v, mask):
    return soft(hidden(scores_of(x, W_q, W_k), mask), axis=(1, 2)) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="Queries and keys have changed places: in your table the rows are asked, "
        "and the columns ask.",
        zh="查询和键对调了：在你的得分里，行成了被问的，列成了提问的。",
    )
)
def queries_and_keys_swapped(x, W_q, W_k, W_v, mask):
    return self_attention(x, W_k, W_q, W_v, mask)


@exercises.self_attention.mistake(
    Text(
        en="The queries meet themselves: what is asked with and what is answered with "
        "come from different matrices.",
        zh="你让查询跟查询相乘了。提问用查询，回答用键，"
        "两者出自不同的矩阵：键要用 `W_k` 来算。",
    )
)
def queries_meet_queries(x, W_q, W_k, W_v, mask):
    return self_attention(x, W_q, W_q, W_v, mask)


@exercises.self_attention.mistake(
    Text(
        en="You average `x` itself. What is averaged are the values, `x @ W_v.T`.",
        zh="你平均的是 `x` 本身。要平均的是值：`x @ W_v.T`。",
    )
)
def without_values(x, W_q, W_k, W_v, mask):
    return soft(hidden(scores_of(x, W_q, W_k), mask)) @ x


@exercises.self_attention.mistake(
    Text(
        en="These are the weights. One more product gives the mean of the values.",
        zh="这只是权重。再跟值相乘，才得到值的加权平均。",
    )
)
def weights_only(x, W_q, W_k, W_v, mask):
    return soft(hidden(scores_of(x, W_q, W_k), mask))


@exercises.self_attention.mistake(
    Text(
        en="Without a softmax, the scores themselves are the weights: negative ones "
        "too, and no row sums to 1.",
        zh="你没有做 softmax，直接拿得分当了权重：有的是负数，一行加起来也不是 1。",
    )
)
def without_a_softmax(x, W_q, W_k, W_v, mask):
    return np.where(mask, scores_of(x, W_q, W_k), 0) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="The weights are turned round before they meet the values: each place gets "
        "what others would see of it. Leave them as they are.",
        zh="你把权重转置之后才跟值相乘，于是每个位置用的，"
        "成了别的位置看它的权重，而不是它看别的位置的权重。不要转置。",
    )
)
def weights_transposed(x, W_q, W_k, W_v, mask):
    weights = soft(hidden(scores_of(x, W_q, W_k), mask))
    return weights.swapaxes(1, 2) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="The mask is transposed: rows are those who ask, as they come. Use `mask` "
        "as it is.",
        zh="掩码转置了。`mask` 的行本来就是提问的一方，直接用就行。",
    )
)
def mask_transposed(x, W_q, W_k, W_v, mask):
    return soft(hidden(scores_of(x, W_q, W_k), mask.T)) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="You divide by √K after the softmax, so the weights of a row no longer sum "
        "to 1. Divide the scores, before it.",
        zh="你在 softmax 之后才除以 √K，一行的权重加起来就不是 1 了。"
        "该除以 √K 的是得分，而且要在做 softmax 之前除。",
    )
)
def divided_afterwards(x, W_q, W_k, W_v, mask):
    weights = soft(hidden(scores_of(x, W_q, W_k, size=1), mask))
    return weights @ (x @ W_v.T) / np.sqrt(len(W_q))


@exercises.self_attention.mistake(
    Text(
        en="You divide by the root of U, the length of a value. What is summed in a "
        "score are the K entries of a query and a key.",
        zh="你除以了 √U，而 U 是值的长度。得分里相加的，是查询和键的 K 项之积。",
    )
)
def root_of_the_values(x, W_q, W_k, W_v, mask):
    scores = scores_of(x, W_q, W_k, size=len(W_v))
    return soft(hidden(scores, mask)) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="`k.T` turns all three axes around, the batch too. Only the last two must "
        "change places: `k.swapaxes(1, 2)`.",
        zh="`k.T` 把三个轴全倒了过来，连批量也换了位置。"
        "只该对调后两个：`k.swapaxes(1, 2)`。",
    )
)
def all_axes_turned(x, W_q, W_k, W_v, mask):
    scores = (x @ W_q.T) @ (x @ W_k.T).T / np.sqrt(len(W_q))
    return scratch.masked_softmax(scores, mask) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="Keys and values have changed places: scores come of query · key, and what "
        "is averaged are the values.",
        zh="键和值对调了：得分是查询 · 键，求平均的是值。",
    )
)
def keys_and_values_swapped(x, W_q, W_k, W_v, mask):
    q, k, v = x @ W_q.T, x @ W_k.T, x @ W_v.T
    scores = q @ v.swapaxes(1, 2) / np.sqrt(len(W_q))
    return scratch.masked_softmax(scores, mask) @ k


@exercises.self_attention.mistake(
    Text(
        en="You add `x` to the mean. A block does that, later; here, the mean of the "
        "values alone is asked for.",
        zh="你把 `x` 也加了上去。后面的块里才这样做；这里只要值的平均。",
    )
)
def added_to_the_input(x, W_q, W_k, W_v, mask):
    return x + self_attention(x, W_q, W_k, W_v, mask)


@exercises.self_attention.mistake(
    Text(
        en="The scores are `x` times itself. Queries and keys come first: `x @ W_q.T`, "
        "`x @ W_k.T`.",
        zh="你拿 `x` 跟自己相乘当作得分。要先算出查询和键：`x @ W_q.T`、`x @ W_k.T`。",
    )
)
def without_queries_and_keys(x, W_q, W_k, W_v, mask):
    scores = x @ x.swapaxes(1, 2) / np.sqrt(len(W_q))
    return soft(hidden(scores, mask)) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="You make a mask of your own that hides the future. `mask` may hide other "
        "places: use the one that is given.",
        zh="你自己造了一个遮住未来的掩码。题目给的 `mask` 遮住的可能是别的地方，"
        "要用给定的这个。",
    )
)
def a_mask_of_ones_own(x, W_q, W_k, W_v, mask):
    return self_attention(x, W_q, W_k, W_v, np.tri(x.shape[1]) > 0)


@exercises.self_attention.mistake(
    Text(
        en="Weights and values are multiplied place by place. To average is to sum as "
        "well: `weights @ values`.",
        zh="你让权重和值按元素相乘了。求平均还要加起来，应该用矩阵乘法：权重 `@` 值。",
    )
)
def multiplied_place_by_place(x, W_q, W_k, W_v, mask):
    return soft(hidden(scores_of(x, W_q, W_k), mask)) * (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="You put minus infinity into the weights. It belongs into the scores, "
        "before the softmax, which makes 0 of it.",
        zh="你把负无穷放进了权重。应当在 softmax 之前把它放进得分里，"
        "softmax 会把它变成 0。",
    )
)
def infinity_in_the_weights(x, W_q, W_k, W_v, mask):
    return hidden(soft(scores_of(x, W_q, W_k)), mask) @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="`~mask` turns it round. In the course's softmax, too, True means: may "
        "look.",
        zh="`~mask` 把掩码弄反了。课程的 softmax 里，True 也表示可以看。",
    )
)
def turned_for_the_course(x, W_q, W_k, W_v, mask):
    weights = scratch.masked_softmax(scores_of(x, W_q, W_k), ~mask)
    return weights @ (x @ W_v.T)


@exercises.self_attention.mistake(
    Text(
        en="All weights of all sequences sum to 1 together. Each row should: sum "
        "over the last axis, with `keepdims=True`.",
        zh="所有序列的所有权重，加在一起才是 1。每一行都要等于 1：沿最后一个轴求和，加"
        "上 `keepdims=True`。",
    )
)
def over_everything(x, W_q, W_k, W_v, mask):
    powers = np.exp(hidden(scores_of(x, W_q, W_k), mask))
    return powers / powers.sum() @ (x @ W_v.T)
