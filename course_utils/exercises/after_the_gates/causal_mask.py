"""Where a step may look: at itself, and at the past."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("13_after_the_gates")


def mask_sizes() -> list[tuple[int]]:
    return [(3,), (1,), (2,), (6,)]


def new_size(rng: np.random.Generator) -> tuple[int]:
    return (int(rng.integers(4, 12)),)


@exercises.add(
    task=Text(
        en="Return a table of flags (T, T): True where the place of the row may look "
        "at the place of the column. A place may look at itself and at what came "
        "before.",
        zh="返回一张形状为 (T, T) 的表，由 True 和 False 组成："
        "行对应的位置能看列对应的位置，就是 True。"
        "每个位置都能看自己，也能看前面的每个位置。",
    ),
    hints=(
        Text(
            en="Draw it for T = 3. The first row has one True, the last row has three.",
            zh="先画出 T = 3 的表。第一行有一个 True，最后一行有三个。",
        ),
        Text(
            en="Row t and column s: when may t look at s? `np.arange(T)` as a column "
            "and as a row, compared, gives the whole table at once.",
            zh="第 t 行第 s 列：位置 t 什么时候能看位置 s？"
            "把 `np.arange(T)` 一次当成列，一次当成行，两者一比较，整张表就出来了。",
        ),
        Text(
            en="`steps[:, None]` is the column of those who look; `steps` the row of "
            "those who are looked at, and these must not be larger.",
            zh="`steps[:, None]` 是一列，代表谁在看；`steps` 是一行，代表看谁。"
            "被看的位置，编号不能比在看的位置大。",
        ),
    ),
    cases=mask_sizes,
    fresh=new_size,
)
def causal_mask(num_steps: int) -> np.ndarray:
    """T -> mask (T, T) of flags"""
    steps = np.arange(num_steps)
    return steps <= steps[:, None]


@exercises.causal_mask.mistake(
    Text(
        en="Your table is transposed: each place looks at itself and at the future. "
        "Who looks is the row, what is looked at the column.",
        zh="你的表转置了：每个位置看的是自己和后面。行代表谁在看，列代表看谁。",
    )
)
def looks_at_the_future(num_steps):
    return causal_mask(num_steps).T


@exercises.causal_mask.mistake(
    Text(
        en="True stands where one must not look. `nn.MultiheadAttention` wants its "
        "mask so; here, as in `scaled_dot_product_attention`, True means: may look.",
        zh="你的 True 标出的是不许看的地方。`nn.MultiheadAttention` 的掩码是这样的；"
        "这里和 `scaled_dot_product_attention` 一样，True 表示能看。",
    )
)
def true_where_hidden(num_steps):
    return ~causal_mask(num_steps)


@exercises.causal_mask.mistake(
    Text(
        en="A place may not look at itself in yours. So the first one may look "
        "nowhere, and a softmax over nothing is no number. Use `<=`.",
        zh="在你的表里，每个位置都看不到自己。这样位置 0 就哪里都不能看，"
        "一个得分也没有，softmax 就算不出数来。要用 `<=`。",
    )
)
def not_at_itself(num_steps):
    return np.tri(num_steps, k=-1, dtype=bool)


@exercises.causal_mask.mistake(
    Text(
        en="Each place sees one place of the future. What it is to predict is exactly "
        "that one: the loss would be too good to be true.",
        zh="每个位置都多看了后面的一个位置。要预测的恰好就是它，损失会低得离谱。",
    )
)
def one_place_ahead(num_steps):
    return np.tri(num_steps, k=1, dtype=bool)


@exercises.causal_mask.mistake(
    Text(
        en="Everything is open: that hides nothing.",
        zh="你的表里全是 True，什么也没有遮住。",
    )
)
def all_open(num_steps):
    return np.ones((num_steps, num_steps), dtype=bool)


@exercises.causal_mask.mistake(
    Text(
        en="Each place looks at itself only. It should see all places before it too.",
        zh="每个位置都只看自己。前面的每个位置也应当能看。",
    )
)
def only_at_itself(num_steps):
    return np.eye(num_steps, dtype=bool)


@exercises.causal_mask.mistake(
    Text(
        en="Each place sees itself and the one before. Attention looks at all of the "
        "past directly, however far back it lies.",
        zh="每个位置只看自己和前一个。注意力能直接看到全部过去，隔得再远也一样。",
    )
)
def one_step_back_only(num_steps):
    return np.tri(num_steps, dtype=bool) & ~np.tri(num_steps, k=-2, dtype=bool)


@exercises.causal_mask.mistake(
    Text(
        en="That is what is added to the scores, 0 and minus infinity. Here the flags "
        "are wanted, True where one may look.",
        zh="这是要加到得分上的数：0 和负无穷。这里要的是 True 和 False，"
        "能看的地方是 True。",
    )
)
def numbers_to_add(num_steps):
    return np.where(causal_mask(num_steps), 0.0, -np.inf)


@exercises.causal_mask.mistake(
    Text(
        en="Those are numbers of places: how far back each one lies. Compare them with "
        "0, then they are flags.",
        zh="这是位置之差，表示隔了多远。再跟 0 比较，才得到 True 和 False。",
    )
)
def distances(num_steps):
    steps = np.arange(num_steps)
    return steps[:, None] - steps


@exercises.causal_mask.mistake(
    Text(
        en="The table is turned upside down: the first place sees everything, the last "
        "one least.",
        zh="你的表上下颠倒了：第一个位置什么都看得到，最后一个反而看得最少。",
    )
)
def upside_down(num_steps):
    return causal_mask(num_steps)[::-1]


@exercises.causal_mask.mistake(
    Text(
        en="Your table has T + 1 rows and columns. The places are 0 to T - 1.",
        zh="你的表有 T + 1 行、T + 1 列。位置的编号是从 0 到 T - 1。",
    )
)
def one_row_too_many(num_steps):
    return causal_mask(num_steps + 1)


@exercises.causal_mask.mistake(
    Text(
        en="The rows have different lengths: only where one may look is there a flag. "
        "Each row needs T of them, with False for what is still to come.",
        zh="各行长短不一：你只写出了能看的地方。每一行都要有 T 个，"
        "还没到的那些写 False。",
    )
)
def only_what_may_be_seen(num_steps):
    return [[True] * (t + 1) for t in range(num_steps)]


@exercises.causal_mask.mistake(
    Text(
        en="That is what is added to the scores: 0, and a large negative number. Here "
        "the flags are wanted, True where one may look.",
        zh="这是要加到得分上的数：0 和一个很大的负数。这里要的是 True 和 False，"
        "能看的地方是 True。",
    )
)
def large_numbers_to_add(num_steps):
    return np.where(causal_mask(num_steps), 0.0, -1e9)


@exercises.causal_mask.mistake(
    Text(
        en="That is a single row, (T,): each number is compared with itself only. "
        "For a table, one side must be a column: `steps[:, None]`.",
        zh="这只有一行，(T,)：每个编号只跟自己比了。要得到一张表，有一边得是一列："
        "`steps[:, None]`。",
    )
)
def compared_with_itself(num_steps):
    steps = np.arange(num_steps)
    return steps <= steps
