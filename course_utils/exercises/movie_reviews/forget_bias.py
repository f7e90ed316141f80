"""A forget gate that starts open."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.shapes.tensors import random_tensor, torch
from course_utils.text import Text

exercises = Exercises("08_movie_reviews")


def bias_cases() -> list[tuple[Any, ...]]:
    """One unit, three, and eight, each with another value."""
    return [
        (random_tensor(4 * H, seed=H), random_tensor(4 * H, seed=H + 50), value)
        for H, value in ((1, 3.0), (3, 1.0), (8, 2.0))
    ]


def drawn_biases(rng: np.random.Generator) -> tuple[Any, ...]:
    """Another number of units, another value."""
    H, value = int(rng.integers(2, 7)), float(rng.choice([0.5, 1.5, 4.0]))
    b_ih, b_hh = (torch.from_numpy(rng.normal(size=4 * H).round(2)) for _ in range(2))
    return b_ih, b_hh, value


@exercises.add(
    task=Text(
        en="An LSTM of PyTorch adds two biases. Change them so that the bias of the "
        "forget gates starts at `value`, and return their sum; the other gates stay as "
        "they are. Rows: i, f, g, o, with H each.",
        zh="PyTorch 的 LSTM 把两个偏置加在一起用。请改动它们，"
        "让遗忘门的偏置从 `value` 起步，其他门不动；返回两者的和。"
        "行的次序是 i、f、g、o，各 H 行。",
    ),
    hints=(
        Text(
            en="Lesson 05 had the order i, f, g, o. From which row to which does f "
            "reach, if each has H?",
            zh="第 05 课讲过次序是 i、f、g、o。每块 H 行，f 从哪行到哪行？",
        ),
        Text(
            en="What counts is the sum of both. If one gets the whole value, what must "
            "the other one have in these rows?",
            zh="起作用的是两者之和。一个拿了全部的值，另一个在这些行里该是多少？",
        ),
        Text(
            en="The rows are `H : 2 * H`, with H a quarter of `len(b_ih)`. "
            "`b_ih[...] = value`, and a zero for `b_hh`.",
            zh="要改的行是 `H : 2 * H`，H 是 `len(b_ih)` 的四分之一。"
            "`b_ih[...] = value`，`b_hh` 同样的行取 0。",
        ),
    ),
    cases=bias_cases,
    fresh=drawn_biases,
)
def forget_bias(b_ih: Any, b_hh: Any, value: float) -> Any:
    """b_ih, b_hh (4H) -> their sum (4H)"""
    b_ih, b_hh = b_ih.clone(), b_hh.clone()
    ### BEGIN SOLUTION
    H = len(b_ih) // 4
    b_ih[H : 2 * H] = value
    b_hh[H : 2 * H] = 0
    ### END SOLUTION
    return b_ih + b_hh


def with_block(b_ih, b_hh, block, value) -> Any:
    """The sum of the biases, with `value` in one of the four blocks."""
    H, both = len(b_ih) // 4, b_ih + b_hh
    both[block * H : (block + 1) * H] = value
    return both


@exercises.forget_bias.mistake(
    Text(
        en="These are the first H rows: the input gate. In PyTorch's order i, f, g, o "
        "the forget gate comes second.",
        zh="这是最前面的 H 行，属于输入门。PyTorch 的次序是 i、f、g、o，遗忘门排第二。",
    )
)
def input_gate_rows(b_ih, b_hh, value):
    return with_block(b_ih, b_hh, 0, value)


@exercises.forget_bias.mistake(
    Text(
        en="These rows are the candidate's, `2 * H : 3 * H`. The forget gate stands "
        "one block before.",
        zh="这几行 `2 * H : 3 * H` 是候选状态的。遗忘门在前一块。",
    )
)
def candidate_rows(b_ih, b_hh, value):
    return with_block(b_ih, b_hh, 2, value)


@exercises.forget_bias.mistake(
    Text(
        en="These are the last H rows: the output gate. The forget gate comes second.",
        zh="这是最后的 H 行，属于输出门。遗忘门排第二。",
    )
)
def output_gate_rows(b_ih, b_hh, value):
    return with_block(b_ih, b_hh, 3, value)


@exercises.forget_bias.mistake(
    Text(
        en="Both biases got the value, and they are added: the gates start with twice "
        "as much.",
        zh="两个偏置都取了这个值，而它们是相加的：遗忘门从两倍的值起步了。",
    )
)
def twice_the_value(b_ih, b_hh, value):
    return with_block(b_ih, b_hh, 1, 2 * value)


@exercises.forget_bias.mistake(
    Text(
        en="One bias has the value, but the other still has its random numbers in "
        "these rows. Set them to 0.",
        zh="一个偏置取了这个值，另一个在这些行里还是随机数。把它们设成 0。",
    )
)
def second_bias_left(b_ih, b_hh, value):
    H = len(b_ih) // 4
    return with_block(b_ih, b_hh, 1, value + b_hh[H : 2 * H])


@exercises.forget_bias.mistake(
    Text(
        en="One bias has the value, but the first, `b_ih`, still has its random "
        "numbers in these rows. Set them to 0, or swap the roles of the two.",
        zh="`b_hh` 取了这个值，`b_ih` 在这些行里却还是随机数。"
        "把它们设成 0，或者把两者的角色对调。",
    )
)
def first_bias_left(b_ih, b_hh, value):
    H = len(b_ih) // 4
    return with_block(b_ih, b_hh, 1, value + b_ih[H : 2 * H])


@exercises.forget_bias.mistake(
    Text(
        en="The value was added to what was there. The gates should start with exactly "
        "`value`.",
        zh="你是在原有的数上又加了这个值。遗忘门应当正好从 `value` 起步。",
    )
)
def value_added(b_ih, b_hh, value):
    H = len(b_ih) // 4
    return with_block(b_ih, b_hh, 1, (b_ih + b_hh)[H : 2 * H] + value)


@exercises.forget_bias.mistake(
    Text(
        en="All four blocks have the value. Then the input gates start open too, and "
        "everything is written over what was kept.",
        zh="四块全取了这个值。这样输入门一开始也开着，什么都会写进记忆。",
    )
)
def all_gates(b_ih, b_hh, value):
    return torch.full_like(b_ih, value)


@exercises.forget_bias.mistake(
    Text(
        en="The rows come in blocks, not in turns: all of i, then all of f. You "
        "changed rows 1, 5, 9, ...",
        zh="行是一块一块排的，不是轮流排：先是全部的 i，再是全部的 f。"
        "你改的却是第 1、5、9……行（从 0 数起）。",
    )
)
def every_fourth_row(b_ih, b_hh, value):
    both = b_ih + b_hh
    both[1::4] = value
    return both


@exercises.forget_bias.mistake(
    Text(
        en="Only the first row of the forget gates has changed. Each of H units has a "
        "forget gate.",
        zh="遗忘门只改了第一行。H 个单元，每个都有自己的遗忘门。",
    )
)
def one_row_only(b_ih, b_hh, value):
    both = b_ih + b_hh
    both[len(b_ih) // 4] = value
    return both


@exercises.forget_bias.mistake(
    Text(
        en="You wrote the sigmoid of `value`. The gate takes the sigmoid itself; the "
        "bias is what goes in.",
        zh="你写进去的是 `value` 的 sigmoid。"
        "sigmoid 由门自己来做，偏置是送进 sigmoid 之前的数。",
    )
)
def sigmoid_of_the_value(b_ih, b_hh, value):
    return with_block(b_ih, b_hh, 1, 1 / (1 + np.exp(-value)))


@exercises.forget_bias.mistake(
    Text(
        en="Only the rows of the forget gate are left. Return the sum of both biases, "
        "all 4H of it.",
        zh="只剩下遗忘门那几行。要返回两个偏置的和，全部 4H 个数。",
    )
)
def forget_gate_alone(b_ih, b_hh, value):
    return forget_bias(b_ih, b_hh, value)[len(b_ih) // 4 : len(b_ih) // 2]


@exercises.forget_bias.mistake(
    Text(
        en="All rows from the forget gate on have the value: the slice has no end. It "
        "ends at 2 H.",
        zh="从遗忘门起，后面各行都成了这个值：切片没有写终点。终点是 2 H。",
    )
)
def all_rows_from_the_forget_gate_on(b_ih, b_hh, value):
    both, H = b_ih + b_hh, len(b_ih) // 4
    both[H:] = value
    return both


@exercises.forget_bias.mistake(
    Text(
        en="The input gate has the value, too: the slice has no beginning. It begins "
        "at H.",
        zh="输入门也成了这个值：切片没有写起点。起点是 H。",
    )
)
def all_rows_up_to_the_forget_gate(b_ih, b_hh, value):
    both, H = b_ih + b_hh, len(b_ih) // 4
    both[: 2 * H] = value
    return both


@exercises.forget_bias.mistake(
    Text(
        en="One row too many: `2 * H` itself belongs to the next block, and a slice "
        "stops before its end.",
        zh="多了一行：`2 * H` 那一行已经属于下一块，而切片本来就不含终点。",
    )
)
def one_row_too_many(b_ih, b_hh, value):
    both, H = b_ih + b_hh, len(b_ih) // 4
    both[H : 2 * H + 1] = value
    return both


@exercises.forget_bias.mistake(
    Text(
        en="The forget gates always start with 1. The caller says with what: `value`.",
        zh="遗忘门总是从 1 开始。从多少开始由参数 `value` 决定。",
    )
)
def always_one(b_ih, b_hh, value):
    both, H = b_ih + b_hh, len(b_ih) // 4
    both[H : 2 * H] = 1
    return both


@exercises.forget_bias.mistake(
    Text(
        en="The other gates have become 0. They stay as they are.",
        zh="其他门都成了 0。它们应该保持原样。",
    )
)
def other_gates_emptied(b_ih, b_hh, value):
    right = forget_bias(b_ih, b_hh, value)
    H = len(b_ih) // 4
    right[:H], right[2 * H :] = 0, 0
    return right


@exercises.forget_bias.mistake(
    Text(
        en="The sign is turned: with a negative bias the gate starts shut, and "
        "everything is forgotten.",
        zh="符号反了：偏置为负，门一开始就是关的，什么都会忘掉。",
    )
)
def value_negative(b_ih, b_hh, value):
    both, H = b_ih + b_hh, len(b_ih) // 4
    both[H : 2 * H] = -value
    return both


@exercises.forget_bias.mistake(
    Text(
        en="Both biases are as they came: nothing has been written into them. `f = "
        "value` only gives a name to a number; write into a slice, `b_ih[...] = "
        "value`.",
        zh="两个偏置还是原来的样子，什么也没写进去。`f = value` 只是给一个数起了名字；"
        "要写进切片里：`b_ih[...] = value`。",
    )
)
def nothing_written(b_ih, b_hh, value):
    return b_ih + b_hh


@exercises.forget_bias.mistake(
    Text(
        en="Outside the forget gates `b_hh` is lost. The other gates keep the sum of "
        "both: only the rows of the forget gates of `b_hh` become 0.",
        zh="遗忘门以外的地方丢了 `b_hh`。其他门要保持两者之和：`b_hh` 里只有遗忘门的那"
        "几行变成 0。",
    )
)
def second_bias_lost(b_ih, b_hh, value):
    H = len(b_ih) // 4
    first = b_ih.clone()
    first[H : 2 * H] = value
    return first


@exercises.forget_bias.mistake(
    Text(
        en="One row too few: a slice leaves out its own end, so `H : 2 * H` are H "
        "rows already.",
        zh="少了一行：切片本来就不含终点，`H : 2 * H` 正好是 H 行。",
    )
)
def one_row_too_few(b_ih, b_hh, value):
    both, H = b_ih + b_hh, len(b_ih) // 4
    both[H : 2 * H - 1] = value
    return both


@exercises.forget_bias.mistake(
    Text(
        en="Only row 1 has got the value. A row is one number, not a whole gate: "
        "each gate has H rows.",
        zh="只有第 1 行换成了 `value`。一行只是一个数，不是一整个门：每个门有 H 行。",
    )
)
def rows_taken_for_gates(b_ih, b_hh, value):
    both = b_ih + b_hh
    both[1:2] = value
    return both
