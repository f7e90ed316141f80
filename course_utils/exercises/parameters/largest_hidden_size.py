"""The largest LSTM that a budget pays for."""

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.scratch import params
from course_utils.text import Text

exercises = Exercises("02_parameters")


def largest_hidden_size_cases() -> list[tuple[int, int]]:
    """No budget so large that trying every size up to it would take too long."""
    exactly_used_up = params.count_lstm(8, 16)
    sizes = [(1000, 5), (20, 5), (30_000, 5), (100_000, 128)]
    return [*sizes, (exactly_used_up, 8)]


def new_budget_case(rng: np.random.Generator) -> tuple[int, int]:
    return int(rng.integers(500, 30_000)), int(rng.integers(2, 40))


@exercises.add(
    task=Text(
        en="Find the largest hidden size for which one PyTorch LSTM layer stays within "
        "`budget` parameters. Return 0 if not even one unit fits.",
        zh="一层 PyTorch LSTM 的参数不许超过 `budget` 个，求隐藏单元最多能有几个。"
        "如果一个单元都放不下，就返回 0。",
    ),
    hints=(
        Text(
            en="You can count any LSTM now. Let the computer try sizes for you.",
            zh="任何一个 LSTM 你都会数了。那就让计算机替你一个一个试。",
        ),
        Text(
            en="Start at 0 and grow while the next size still fits. "
            "A count equal to the budget fits.",
            zh="从 0 开始，只要再大一号还放得下，就再大一号。刚好等于预算，"
            "也算放得下。",
        ),
        Text(
            en="while params.count_lstm(input_size, hidden_size + 1) <= budget: "
            "hidden_size += 1",
            zh="while params.count_lstm(input_size, hidden_size + 1) <= budget: "
            "hidden_size += 1",
        ),
    ),
    cases=largest_hidden_size_cases,
    fresh=new_budget_case,
)
def largest_hidden_size(budget: int, input_size: int) -> int:
    """budget, E -> H"""
    hidden_size = 0
    while params.count_lstm(input_size, hidden_size + 1) <= budget:
        hidden_size += 1
    return hidden_size


@exercises.largest_hidden_size.mistake(
    Text(
        en="One too many: you return the first size that no longer fits.",
        zh="多了一个：你返回的是第一个放不下的大小。",
    )
)
def first_that_does_not_fit(budget, input_size):
    return largest_hidden_size(budget, input_size) + 1


@exercises.largest_hidden_size.mistake(
    Text(
        en="A network that uses the budget to the last parameter still fits: "
        "compare with <=, not with <.",
        zh="把预算正好用完也不算超：比较时用 <=，不要用 <。",
    )
)
def budget_never_used_up(budget, input_size):
    return largest_hidden_size(budget - 1, input_size)


@exercises.largest_hidden_size.mistake(
    Text(
        en="You look only at H · H. The input matrix and the biases need room too.",
        zh="你只看了 H · H。输入矩阵和偏置也要占地方。",
    )
)
def square_root_of_budget(budget, input_size):
    return int((budget / 4) ** 0.5)


@exercises.largest_hidden_size.mistake(
    Text(
        en="You forgot the two bias vectors of each of the four parts: 8 · H in all.",
        zh="你漏了偏置：四份，每份两个，一共 8 · H。",
    )
)
def budget_without_biases(budget, input_size):
    hidden_size = 0
    while params.count_lstm(input_size, hidden_size + 1, biases=0) <= budget:
        hidden_size += 1
    return hidden_size


@exercises.largest_hidden_size.mistake(
    Text(
        en="You spend the budget on a plain RNN. An LSTM of the same size costs "
        "four times as much.",
        zh="你是按朴素 RNN 来算预算的。同样大小的 LSTM，参数是它的四倍。",
    )
)
def budget_for_plain_rnn(budget, input_size):
    hidden_size = 0
    while params.count_rnn(input_size, hidden_size + 1) <= budget:
        hidden_size += 1
    return hidden_size


@exercises.largest_hidden_size.mistake(
    Text(
        en="You return 1 even when one unit is too many. Then the answer is 0: "
        "start there.",
        zh="连一个单元都放不下时，你也返回了 1。这时答案是 0，要从 0 开始试。",
    )
)
def never_zero(budget, input_size):
    return max(1, largest_hidden_size(budget, input_size))


@exercises.largest_hidden_size.mistake(
    Text(
        en="You solve the equation and return its root with the fraction. "
        "A network has whole units: cut the fraction off.",
        zh="方程解得对，可你连小数一起返回了。隐藏单元没有半个的，要去掉小数部分。",
    )
)
def fraction_of_a_unit(budget, input_size):
    half = (input_size + 2) / 2
    return (half**2 + budget / 4) ** 0.5 - half


@exercises.largest_hidden_size.mistake(
    Text(
        en="You round to the nearest whole number. Rounding up breaks the budget: "
        "cut the fraction off.",
        zh="你四舍五入了。往上一进就超出预算，小数部分要直接去掉。",
    )
)
def rounded_to_the_nearest(budget, input_size):
    return round(fraction_of_a_unit(budget, input_size))


@exercises.largest_hidden_size.mistake(
    Text(
        en="You count one bias vector in each of the four parts. PyTorch's LSTM has "
        "two.",
        zh="四份里你每份只数了一个偏置。PyTorch 的 LSTM 每份有两个。",
    )
)
def budget_with_one_bias(budget, input_size):
    hidden_size = 0
    while params.count_lstm(input_size, hidden_size + 1, biases=1) <= budget:
        hidden_size += 1
    return hidden_size


@exercises.largest_hidden_size.mistake(
    Text(
        en="When not even one unit fits you return `None`. The answer asked for is "
        "the number 0 (and `0 or None` is `None`).",
        zh="连一个单元都放不下时，你返回了 `None`。这时要返回的是数 0（`0 or None` "
        "得到的是 `None`）。",
    )
)
def none_when_nothing_fits(budget, input_size):
    return largest_hidden_size(budget, input_size) or None


@exercises.largest_hidden_size.mistake(
    Text(
        en="You spend the budget on a GRU, with three parts. An LSTM has four.",
        zh="你是按 GRU 的三份来算预算的。LSTM 有四份。",
    )
)
def budget_for_a_gru(budget, input_size):
    hidden_size = 0
    while params.count_gru(input_size, hidden_size + 1) <= budget:
        hidden_size += 1
    return hidden_size


@exercises.largest_hidden_size.mistake(
    Text(
        en="One too few: the next size still fits.",
        zh="少了一个：再大一号也还放得下。",
    )
)
def one_unit_short(budget, input_size):
    return max(0, largest_hidden_size(budget, input_size) - 1)


@exercises.largest_hidden_size.mistake(
    Text(
        en="You stop at the first size that reaches the budget or exceeds it. Only "
        "where it is met exactly is that right: look one size ahead before you "
        "grow.",
        zh="你停在了第一个达到或超过预算的大小。只有刚好用完时才对：变大之前，先看下"
        "一号放不放得下。",
    )
)
def first_size_that_reaches_the_budget(budget, input_size):
    hidden_size = 0
    while params.count_lstm(input_size, hidden_size) < budget:
        hidden_size += 1
    return hidden_size


@exercises.largest_hidden_size.mistake(
    Text(
        en="That is how many parameters the largest one has. Asked for is its hidden "
        "size.",
        zh="这是最大的那个 LSTM 的参数个数。题目问的是它的隐状态大小。",
    )
)
def parameters_of_the_largest(budget, input_size):
    return params.count_lstm(input_size, largest_hidden_size(budget, input_size))


@exercises.largest_hidden_size.mistake(
    Text(
        en="You stop at the first size that fits, and that is always 1. Go on as long "
        "as the next one fits.",
        zh="你在第一个放得下的大小就停了，那总是 1。只要下一个还放得下，就继续往上。",
    )
)
def first_that_fits(budget, input_size):
    return min(1, largest_hidden_size(budget, input_size))


@exercises.largest_hidden_size.mistake(
    Text(
        en="You double the size each time, so only powers of two are tried. The "
        "largest may lie between two of them.",
        zh="你每次把大小翻倍，所以只试了 2 的幂。最大的那个可能在两个幂之间。",
    )
)
def largest_power_of_two(budget, input_size):
    size = 1
    while params.count_lstm(input_size, 2 * size) <= budget:
        size *= 2
    return size if params.count_lstm(input_size, size) <= budget else 0
