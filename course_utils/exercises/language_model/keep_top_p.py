"""Top-p: keep the likeliest symbols, cut the tail."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("11_language_model")


def tail_cases() -> list[tuple[np.ndarray, float]]:
    """Four out of order; one that has nearly all; a sum that is met; long tails;
    four that are nearly alike."""
    rng = np.random.default_rng(4)
    return [
        (np.array([0.25, 0.0625, 0.5625, 0.125]), 0.7),
        (np.array([0.03, 0.95, 0.02]), 0.5),
        (np.array([0.0625, 0.5, 0.15625, 0.25, 0.03125]), 0.75),
        (rng.dirichlet(np.full(9, 0.6)), 0.8),
        (rng.dirichlet(np.full(12, 0.4)), 0.95),
        (np.array([0.26, 0.2, 0.3, 0.24]), 0.6),
    ]


def drawn_tail(rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Some symbols, of which the likeliest do."""
    return rng.dirichlet(np.full(int(rng.integers(6, 11)), 0.9)), rng.uniform(0.6, 0.9)


@exercises.add(
    task=Text(
        en="Keep the likeliest symbols: the smallest number of them whose "
        "probabilities sum to at least `top_p`. Set the others to 0 and rescale what "
        "is kept to sum to 1; each symbol keeps its place.",
        zh="只留最可能的符号：从大到小取，个数尽量少，概率之和至少为 `top_p`。"
        "其余设为 0，留下的重新归一；每个符号仍在原来的位置。",
    ),
    hints=(
        Text(
            en="Sort, add up, see where `top_p` is reached. Is the symbol that takes "
            "the sum across the line kept?",
            zh="排好序，逐个累加，看在哪里够到 `top_p`。跨过这条线的那一个，留不留？",
        ),
        Text(
            en="`order = np.argsort(-probabilities)`. A symbol stays if the sum of "
            "those *before* it, `cumsum - itself`, is still below `top_p`.",
            zh="`order = np.argsort(-probabilities)`。一个符号前面的各项累计起来"
            "（`cumsum - itself`），如果还不到 `top_p`，这个符号就留下。",
        ),
        Text(
            en="`kept = np.zeros_like(probabilities)`; then "
            "`kept[order] = np.where(before < top_p, ranked, 0)`, and rescale.",
            zh="`kept = np.zeros_like(probabilities)`，再 "
            "`kept[order] = np.where(before < top_p, ranked, 0)`，最后归一。",
        ),
    ),
    cases=tail_cases,
    fresh=drawn_tail,
)
def keep_top_p(probabilities: np.ndarray, top_p: float) -> np.ndarray:
    """probabilities (V,), 0 < top_p <= 1 -> probabilities (V,)"""
    order = np.argsort(-probabilities)
    ranked = probabilities[order]
    before = ranked.cumsum() - ranked
    kept = np.zeros_like(probabilities)
    kept[order] = np.where(before < top_p, ranked, 0)
    return kept / kept.sum()


def _ranked(probabilities, keep):
    order = np.argsort(-probabilities)
    ranked = probabilities[order]
    kept = np.zeros_like(probabilities)
    kept[order] = np.where(keep(ranked), ranked, 0)
    return kept


@exercises.keep_top_p.mistake(
    Text(
        en="The symbol that takes the sum to `top_p` is cut too, so less than `top_p` "
        "is left; and where one symbol has more than that, nothing is left at all.",
        zh="累计刚够到 `top_p` 的那个符号也被去掉了，留下的不足 `top_p`；"
        "要是第一个就超过了，一个也不剩。",
    )
)
def crossing_symbol_cut(probabilities, top_p):
    kept = _ranked(probabilities, lambda ranked: ranked.cumsum() < top_p)
    return kept / kept.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="The symbol that takes the sum across `top_p` is cut, so less than `top_p` "
        "is left; and where one symbol has more than that, nothing is left at all.",
        zh="累计超过 `top_p` 的那个符号被去掉了，留下的不足 `top_p`；要是第一个就超过"
        "了，一个也不剩。",
    )
)
def beyond_the_line_cut(probabilities, top_p):
    kept = _ranked(probabilities, lambda ranked: ranked.cumsum() <= top_p)
    return kept / kept.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="What is kept does not sum to 1: divide by its sum.",
        zh="留下的概率加起来不等于 1：还要除以它们的和。",
    )
)
def not_rescaled(probabilities, top_p):
    return _ranked(probabilities, lambda ranked: ranked.cumsum() - ranked < top_p)


@exercises.keep_top_p.mistake(
    Text(
        en="You compared each probability with `top_p`. It is a bound on the sum of "
        "the likeliest, not on a single one.",
        zh="你拿每个概率去和 `top_p` 比。这条线管的是从大到小的累计，不是单个概率。",
    )
)
def each_compared(probabilities, top_p):
    kept = np.where(probabilities >= top_p, probabilities, 0)
    return kept / kept.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="The numbers are right but sorted: they belong to other symbols now. Put "
        "each back where it came from, with `kept[order] = ...`.",
        zh="数都对，可还是排过序的样子，和符号对不上了。"
        "用 `kept[order] = ...` 放回原处。",
    )
)
def left_in_order(probabilities, top_p):
    ranked = -np.sort(-probabilities)
    kept = np.where(ranked.cumsum() - ranked < top_p, ranked, 0)
    return kept / kept.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="Sorted upwards: you keep the tail and cut the likeliest. `np.argsort` goes "
        "from small to large; sort `-probabilities`.",
        zh="排成了从小到大：留下的是尾巴，去掉的反而是最可能的。"
        "`np.argsort` 由小到大，所以要给 `-probabilities` 排序。",
    )
)
def tail_kept(probabilities, top_p):
    order = np.argsort(probabilities)
    ranked = probabilities[order]
    kept = np.zeros_like(probabilities)
    kept[order] = np.where(ranked.cumsum() - ranked < top_p, ranked, 0)
    return kept / kept.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="You added up in the order of the vocabulary. Sort first, the likeliest in "
        "front.",
        zh="你按词表的次序累加了。先排序，最可能的排在前面。",
    )
)
def not_sorted(probabilities, top_p):
    before = probabilities.cumsum() - probabilities
    kept = np.where(before < top_p, probabilities, 0)
    return kept / kept.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="The kept symbols are all equally likely now. Cut the tail, and leave the "
        "others in proportion.",
        zh="留下的符号成了一样可能。去掉尾巴就好，其余的比例不要动。",
    )
)
def all_alike(probabilities, top_p):
    kept = _ranked(probabilities, lambda ranked: ranked.cumsum() - ranked < top_p)
    return (kept > 0) / (kept > 0).sum()


@exercises.keep_top_p.mistake(
    Text(
        en="Only the kept symbols are left, in a shorter array: which symbol is which? "
        "Return all V places, with 0 for those that were cut.",
        zh="只剩下留住的几个，数组变短了：谁是谁呢？V 个位置都要返回，去掉的符号填 0。",
    )
)
def shortened(probabilities, top_p):
    ranked = -np.sort(-probabilities)
    few = ranked[ranked.cumsum() - ranked < top_p]
    return few / few.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="One symbol too many is kept: once the sum has reached `top_p`, the next "
        "one is cut.",
        zh="多留了一个：累计够到 `top_p` 以后，下一个就该去掉。",
    )
)
def one_too_many(probabilities, top_p):
    def early(ranked):
        before = ranked.cumsum() - ranked
        return np.concatenate([[0.0], before[:-1]]) < top_p

    kept = _ranked(probabilities, early)
    return kept / kept.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="Where the sum is just `top_p`, it has reached it: you keep one more. At "
        "least `top_p` is asked for, by as few symbols as possible.",
        zh="累计正好等于 `top_p`，就已经够了，你还多留了一个。要的是至少 `top_p`，个数"
        "尽量少。",
    )
)
def one_more_on_the_line(probabilities, top_p):
    kept = _ranked(probabilities, lambda ranked: ranked.cumsum() - ranked <= top_p)
    return kept / kept.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="You keep that share of the *symbols*. `top_p` is a share of the "
        "probability.",
        zh="你留的是符号个数的一个比例。`top_p` 说的是概率之和。",
    )
)
def a_share_of_the_symbols(probabilities, top_p):
    few = int(np.ceil(top_p * len(probabilities)))
    kept = _ranked(probabilities, lambda ranked: np.arange(len(ranked)) < few)
    return kept / kept.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="That is a mask. Asked are the probabilities of what is kept, rescaled.",
        zh="这是掩码。题目要的是留下的符号归一以后的概率。",
    )
)
def a_mask(probabilities, top_p):
    kept = _ranked(probabilities, lambda ranked: ranked.cumsum() - ranked < top_p)
    return kept > 0


@exercises.keep_top_p.mistake(
    Text(
        en="Only the likeliest symbol is left. Keep as many as it takes for the sum "
        "to reach `top_p`.",
        zh="只剩下最可能的那一个。要留到概率之和够 `top_p` 为止。",
    )
)
def only_the_likeliest(probabilities, top_p):
    return (probabilities == probabilities.max()).astype(float)


@exercises.keep_top_p.mistake(
    Text(
        en="Nothing is cut. Only the likeliest symbols are kept, until their sum "
        "reaches `top_p`.",
        zh="什么也没有去掉。只保留最可能的几个符号，加起来到 `top_p` 为止。",
    )
)
def nothing_cut(probabilities, top_p):
    return probabilities / probabilities.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="You keep symbols until their sum reaches 1 - `top_p`. That is how much "
        "may be cut; keep `top_p`.",
        zh="你保留到总和达到 1 - `top_p` 就停了。那是可以去掉的份额，要保留的是 "
        "`top_p`。",
    )
)
def the_rest_of_the_sum(probabilities, top_p):
    return keep_top_p(probabilities, 1 - top_p)


@exercises.keep_top_p.mistake(
    Text(
        en="Your flags belong to the ranked symbols, and you lay them over the "
        "unranked ones. Bring them back to their places: `kept[order] = ...`.",
        zh="你得到的真假是按排好的次序来的，却盖在了没排序的概率上。要让它们各归原位："
        "`kept[order] = ...`。",
    )
)
def flags_left_in_order(probabilities, top_p):
    ranked = -np.sort(-probabilities)
    kept = np.where(ranked.cumsum() - ranked < top_p, probabilities, 0)
    return kept / kept.sum()


@exercises.keep_top_p.mistake(
    Text(
        en="To read with `[order]` reorders once more, and brings nothing back. To "
        "write does: `kept[order] = ...`.",
        zh="用 `[order]` 去读，只是又打乱了一次，回不到原位。用它去写才行："
        "`kept[order] = ...`。",
    )
)
def order_taken_twice(probabilities, top_p):
    return keep_top_p(np.sort(probabilities)[::-1], top_p)[np.argsort(-probabilities)]


@exercises.keep_top_p.mistake(
    Text(
        en="What is kept sums to `top_p` or a little more, so divided by `top_p` it "
        "sums to more than 1. Divide by its own sum.",
        zh="留下的概率加起来是 `top_p`，或者稍多一点，除以 `top_p` 就超过 1 了。要除以"
        "它们自己的和。",
    )
)
def divided_by_the_line(probabilities, top_p):
    kept = _ranked(probabilities, lambda ranked: ranked.cumsum() - ranked < top_p)
    return kept / top_p
