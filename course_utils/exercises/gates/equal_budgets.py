"""Hidden sizes with which different cells have equally many weights."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("05_gates")


def budget_cases() -> list[tuple[int, int]]:
    """One used up, one for hardly a unit, larger ones.

    The next four tell peepholes that are counted otherwise; with the last, a search up
    to 1000 ends too early.
    """
    small = [(8, 200), (8, 220), (8, 60), (8, 11136), (100, 50_000), (5, 2970)]
    return [*small, (3, 175), (3, 308), (3, 215), (3, 200), (5, 1_100_000)]


def new_budget_case(rng: np.random.Generator) -> tuple[int, int]:
    E = int(rng.integers(3, 40))
    return E, int(rng.integers(4 * (E + 5), 30_000))


def largest(budget: int, count: Callable[[int], int]) -> int:
    """The largest H with count(H) <= budget."""
    hidden_size = 0
    while count(hidden_size + 1) <= budget:
        hidden_size += 1
    return hidden_size


@exercises.add(
    task=Text(
        en="For each cell the largest hidden size H whose weights, as PyTorch stores "
        "them (two biases a block), are at most `budget`. The peephole LSTM has one "
        "bias a block and 3 H peepholes.",
        zh="对每种单元，求参数个数不超过 `budget` 的最大隐状态大小 H。"
        "按 PyTorch 的存法，每块两个偏置；"
        "窥视孔 LSTM 每块一个偏置，另有 3 H 个窥视孔权重。",
    ),
    hints=(
        Text(
            en="Lesson 02: a block has H · (E + H) weights and its biases. "
            "How many blocks has each cell?",
            zh="第 02 课：一块有 H · (E + H) 个权重，外加偏置。每种单元有几块？",
        ),
        Text(
            en="RNN 1 block, LSTM 4, GRU 3. Count upwards from H = 1 "
            "as long as the next one still fits.",
            zh="RNN 1 块，LSTM 4 块，GRU 3 块。从 H = 1 往上数，下一个还放得下就继续。",
        ),
        Text(
            en="Only the count of the peephole LSTM is new: "
            "`4 * H * (E + H + 1) + 3 * H`. The others: `k * H * (E + H + 2)`.",
            zh="只有窥视孔 LSTM 的算法是新的：`4 * H * (E + H + 1) + 3 * H`。"
            "其余都是 `k * H * (E + H + 2)`。",
        ),
    ),
    cases=budget_cases,
    fresh=new_budget_case,
)
def equal_budgets(input_size: int, budget: int) -> dict[str, int]:
    """E, budget -> {"RNN": H, "LSTM": H, "GRU": H, "peephole": H}"""
    E = input_size
    counts = {
        "RNN": lambda H: H * (E + H + 2),
        "LSTM": lambda H: 4 * H * (E + H + 2),
        "GRU": lambda H: 3 * H * (E + H + 2),
        "peephole": lambda H: 4 * H * (E + H + 1) + 3 * H,
    }
    sizes = {}
    for cell, count in counts.items():
        H = 1
        while count(H + 1) <= budget:
            H += 1
        sizes[cell] = H
    return sizes


@exercises.equal_budgets.mistake(
    Text(
        en="Your sizes are one too large: they are the first that no longer fit.",
        zh="你的 H 都大了 1：那是第一个放不下的。",
    )
)
def one_too_large(input_size, budget):
    return {cell: H + 1 for cell, H in equal_budgets(input_size, budget).items()}


@exercises.equal_budgets.mistake(
    Text(
        en="You count one bias a block everywhere. PyTorch stores two, "
        "except in our peephole LSTM.",
        zh="你每块都只数了一个偏置。除了我们的窥视孔 LSTM，PyTorch 每块存两个。",
    )
)
def one_bias_a_block(input_size, budget):
    E, right = input_size, equal_budgets(input_size, budget)
    blocks = {"RNN": 1, "LSTM": 4, "GRU": 3}
    for cell, k in blocks.items():
        right[cell] = largest(budget // k, lambda H: H * (E + H + 1))
    return right


@exercises.equal_budgets.mistake(
    Text(
        en="Your peephole LSTM is as large as an LSTM. It has one bias a block, not "
        "two, and 3 H peepholes, not 4 H.",
        zh="你的窥视孔 LSTM 和普通 LSTM 一样大。它每块只有一个偏置，不是两个；"
        "窥视孔是 3 H 个，不是 4 H 个。",
    )
)
def peephole_like_lstm(input_size, budget):
    sizes = equal_budgets(input_size, budget)
    return sizes | {"peephole": sizes["LSTM"]}


@exercises.equal_budgets.mistake(
    Text(
        en="Your peephole LSTM has a whole matrix of peepholes. Each gate sees only "
        "its own unit's cell: 3 H weights, not 3 H · H.",
        zh="你给窥视孔配了整个矩阵。每个门只看自己那个单元的细胞状态："
        "一共 3 H 个权重，不是 3 H · H 个。",
    )
)
def peephole_matrices(input_size, budget):
    E, sizes = input_size, equal_budgets(input_size, budget)
    found = largest(budget, lambda H: 4 * H * (E + H + 1) + 3 * H * H)
    return sizes | {"peephole": found}


@exercises.equal_budgets.mistake(
    Text(
        en="You share the budget out over the blocks and ignore that H grows on both "
        "sides of the matrix. Count with the formula, not by division.",
        zh="你只是把总数按块数平分了。H 变大，矩阵的两边都跟着变："
        "要按公式数，不能直接除。",
    )
)
def divided_by_blocks(input_size, budget):
    sizes = equal_budgets(input_size, budget)
    blocks = {"RNN": 1, "LSTM": 4, "GRU": 3, "peephole": 4}
    return {cell: max(1, sizes["RNN"] // k) for cell, k in blocks.items()}


@exercises.equal_budgets.mistake(
    Text(
        en="LSTM and GRU have changed places: the LSTM has four blocks, the GRU three.",
        zh="LSTM 和 GRU 对调了：LSTM 有四块，GRU 有三块。",
    )
)
def lstm_and_gru_swapped(input_size, budget):
    sizes = equal_budgets(input_size, budget)
    return sizes | {"LSTM": sizes["GRU"], "GRU": sizes["LSTM"]}


@exercises.equal_budgets.mistake(
    Text(
        en="No bias is counted. PyTorch stores two for each block, our peephole "
        "LSTM one.",
        zh="你没有数偏置。PyTorch 每块存两个，我们的窥视孔 LSTM 每块一个。",
    )
)
def without_any_bias(input_size, budget):
    E, right = input_size, equal_budgets(input_size, budget)
    for cell, k in (("RNN", 1), ("LSTM", 4), ("GRU", 3)):
        right[cell] = largest(budget // k, lambda H: H * (E + H))
    right["peephole"] = largest(budget, lambda H: 4 * H * (E + H) + 3 * H)
    return right


@exercises.equal_budgets.mistake(
    Text(
        en="The biases of RNN, LSTM and GRU are missing: two for each block.",
        zh="RNN、LSTM、GRU 的偏置漏了：每块两个。",
    )
)
def no_bias_but_in_the_peepholes(input_size, budget):
    E, right = input_size, equal_budgets(input_size, budget)
    for cell, k in (("RNN", 1), ("LSTM", 4), ("GRU", 3)):
        right[cell] = largest(budget // k, lambda H: H * (E + H))
    return right


@exercises.equal_budgets.mistake(
    Text(
        en="Your peephole LSTM has no peepholes: three for each unit are missing.",
        zh="你的窥视孔 LSTM 没有数窥视孔：每个单元还差三个。",
    )
)
def peepholes_forgotten(input_size, budget):
    E, right = input_size, equal_budgets(input_size, budget)
    return right | {"peephole": largest(budget, lambda H: 4 * H * (E + H + 1))}


@exercises.equal_budgets.mistake(
    Text(
        en="Your peephole LSTM has two biases for each block. Ours has one.",
        zh="你的窥视孔 LSTM 每块有两个偏置。我们的只有一个。",
    )
)
def peephole_with_two_biases(input_size, budget):
    E, right = input_size, equal_budgets(input_size, budget)
    found = largest(budget, lambda H: 4 * H * (E + H + 2) + 3 * H)
    return right | {"peephole": found}


@exercises.equal_budgets.mistake(
    Text(
        en="You merged biases in the GRU. Count all that PyTorch stores: two for "
        "each of three blocks.",
        zh="GRU 的偏置你合并了。要数 PyTorch 存下来的全部：三块，每块两个。",
    )
)
def gru_biases_merged(input_size, budget):
    E, right = input_size, equal_budgets(input_size, budget)
    return right | {"GRU": largest(budget, lambda H: 3 * H * (E + H) + 4 * H)}


@exercises.equal_budgets.mistake(
    Text(
        en="A cell that uses the budget to the last weight still fits: `<=`, not `<`.",
        zh="正好把总数用完也不算超：用 `<=`，不要用 `<`。",
    )
)
def budget_not_used_up(input_size, budget):
    return equal_budgets(input_size, budget - 1)


@exercises.equal_budgets.mistake(
    Text(
        en="Your sizes are one too small: the next one would still fit.",
        zh="你的 H 都小了 1：再大一号也还放得下。",
    )
)
def one_too_small(input_size, budget):
    return {cell: H - 1 for cell, H in equal_budgets(input_size, budget).items()}


@exercises.equal_budgets.mistake(
    Text(
        en="Your sizes have fractions. A cell has whole units: cut the rest off.",
        zh="你的 H 带着小数。单元没有半个的：把小数去掉。",
    )
)
def fraction_of_a_unit(input_size, budget):
    def root(k, b):
        return ((b * b + 4 * k * budget) ** 0.5 - b) / (2 * k)

    E = input_size
    sizes = {"RNN": root(1, E + 2), "LSTM": root(4, 4 * (E + 2))}
    return sizes | {"GRU": root(3, 3 * (E + 2)), "peephole": root(4, 4 * E + 7)}


@exercises.equal_budgets.mistake(
    Text(
        en="Your three peepholes are single numbers. Each unit has three of its own: "
        "3 H.",
        zh="你的窥视孔一共只有 3 个数。每个单元都有自己的 3 个：3 H。",
    )
)
def three_numbers_as_peepholes(input_size, budget):
    E, right = input_size, equal_budgets(input_size, budget)
    return right | {"peephole": largest(budget, lambda H: 4 * H * (E + H + 1) + 3)}


@exercises.equal_budgets.mistake(
    Text(
        en="You count the 3 H peepholes four times, once for each block. There are "
        "three in all for each unit: they come once, outside the brackets.",
        zh="你把 3 H 个窥视孔数了四遍，每块一遍。每个单元总共只有 3 个：它们只加一次，"
        "写在括号外面。",
    )
)
def peepholes_in_every_block(input_size, budget):
    E, right = input_size, equal_budgets(input_size, budget)
    return right | {"peephole": largest(budget, lambda H: 4 * H * (E + H + 4))}


@exercises.equal_budgets.mistake(
    Text(
        en="Those are the numbers of weights. Asked for are the hidden sizes H that "
        "have them.",
        zh="这是权重的个数。题目问的是隐状态大小 H。",
    )
)
def counts_of_weights(input_size, budget):
    E, sizes = input_size, equal_budgets(input_size, budget)
    counts = {
        cell: k * H * (E + H + 2)
        for (cell, H), k in zip(sizes.items(), (1, 4, 3, 4), strict=True)
    }
    H = sizes["peephole"]
    return counts | {"peephole": 4 * H * (E + H + 1) + 3 * H}


@exercises.equal_budgets.mistake(
    Text(
        en="The matrices from state to state are missing: each block has H · (E + H) "
        "weights, not H · E.",
        zh="少了从状态到状态的矩阵：每块有 H · (E + H) 个权重，不是 H · E 个。",
    )
)
def without_the_state_matrix(input_size, budget):
    E, right = input_size, {}
    for cell, k in (("RNN", 1), ("LSTM", 4), ("GRU", 3)):
        right[cell] = max(1, budget // (k * (E + 2)))
    return right | {"peephole": max(1, budget // (4 * (E + 1) + 3))}


@exercises.equal_budgets.mistake(
    Text(
        en="Your peephole LSTM has 12 H peepholes and no bias. It has 3 H of them, "
        "outside the brackets, and one bias a block inside.",
        zh="你的窥视孔 LSTM 算了 12 H 个窥视孔，却没有偏置。窥视孔一共 3 H 个，写在括"
        "号外面；每块还有一个偏置，写在括号里面。",
    )
)
def peepholes_for_biases(input_size, budget):
    E, right = input_size, equal_budgets(input_size, budget)
    return right | {"peephole": largest(budget, lambda H: 4 * H * (E + H + 3))}


@exercises.equal_budgets.mistake(
    Text(
        en="Your peephole LSTM has 12 H peepholes and two biases a block. It has 3 H "
        "of them, outside the brackets, and one bias a block.",
        zh="你的窥视孔 LSTM 算了 12 H 个窥视孔，每块还有两个偏置。窥视孔一共 3 H 个，"
        "写在括号外面；偏置每块只有一个。",
    )
)
def too_many_peepholes_and_biases(input_size, budget):
    E, right = input_size, equal_budgets(input_size, budget)
    return right | {"peephole": largest(budget, lambda H: 4 * H * (E + H + 5))}
