"""The read-out, from states to scores."""

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

exercises = Exercises("01_vanilla_rnn")


def read_out_cases() -> list[Arrays]:
    """A small case, a usual one, and one in which V, T and H are equal."""
    h = np.array([[[0.5, 0.0, -0.5], [1.0, -1.0, 0.5]]])
    W_hy = np.array([[1.0, 0.0, 1.0], [0.0, 2.0, -1.0]])
    return [
        (h, W_hy, np.array([0.0, 0.5])),
        random_arrays((2, 4, 5), (7, 5), (7,), seed=7),
        random_arrays((2, 4, 4), (4, 4), (4,), seed=8),
    ]


def new_read_out_case(rng: np.random.Generator) -> Arrays:
    B, T, H, V = draw_sizes(rng, 4)
    return draw_arrays(rng, (B, T, H), (V, H), (V,))


exercises.add(
    task=Text(
        en="From the states `h` (B, T, H) read off V scores at every step: (B, T, V).",
        zh="由状态 `h` (B, T, H) 算出每一步的 V 个得分：(B, T, V)。",
    ),
    hints=(
        Text(
            en="The formula has one product and one sum, nothing else. Which size goes "
            "away, which one takes its place?",
            zh="公式里只有一次乘、一次加，别无其他。哪个尺寸消失了，哪个顶上来？",
        ),
        Text(
            en="`@` works on the last axis and leaves B and T in peace: no loop is "
            "needed. As before, the matrix is transposed.",
            zh="`@` 只管最后一个轴，B 和 T 原样留着，不用写循环。矩阵照旧要转置。",
        ),
        Text(en="`h @ ... + b_y`", zh="`h @ ... + b_y`"),
    ),
    cases=read_out_cases,
    fresh=new_read_out_case,
)(scratch.readout_forward)


@exercises.readout_forward.mistake(
    Text(
        en="Those are probabilities. The read-out stops at the scores; softmax belongs "
        "to the loss, in lesson 03, where it can be computed safely.",
        zh="你给的是概率。输出层只算到得分为止；softmax 留到第 03 课，"
        "和损失函数一起算，那样数值才稳定。",
    )
)
def with_softmax(h, W_hy, b_y):
    power = np.exp(h @ W_hy.T + b_y)
    return power / power.sum(axis=-1, keepdims=True)


@exercises.readout_forward.mistake(
    Text(
        en="The tanh has done its work inside the state. A score may be any number, so "
        "do not squash it again.",
        zh="tanh 在状态里已经用过了。得分可以是任何数，别再压一次。",
    )
)
def read_out_with_tanh(h, W_hy, b_y):
    return np.tanh(h @ W_hy.T + b_y)


@exercises.readout_forward.mistake(
    Text(
        en="The bias `b_y` is missing: from a state of zeros your scores are all 0.",
        zh="漏了偏置 `b_y`：状态全为零时，你的得分全是 0。",
    )
)
def read_out_without_bias(h, W_hy, b_y):
    return h @ W_hy.T


@exercises.readout_forward.mistake(
    Text(
        en="`W_hy` is (V, H): transpose it, so that H meets H. When V = H the shapes "
        "agree either way, and only the numbers tell.",
        zh="`W_hy` 是 (V, H)：转置一下，H 才对上 H。V = H 时怎么写形状都对，"
        "只有数会露馅。",
    )
)
def read_out_not_transposed(h, W_hy, b_y):
    return h @ W_hy + b_y


@exercises.readout_forward.mistake(
    Text(
        en="The matrix stands in front, as for a single column. Here the states are "
        "rows of the last axis: `h` first, then the matrix, transposed.",
        zh="矩阵放到了前面，那是单个列向量的写法。这里每个状态都沿着最后一个轴："
        "`h` 在前，转置过的矩阵在后。",
    )
)
def read_out_matrix_first(h, W_hy, b_y):
    return W_hy @ h + b_y


@exercises.readout_forward.mistake(
    Text(
        en="That reads the last state only. Here every step is to be read: (B, T, V). "
        "What you wrote is right for N-1.",
        zh="你只用了末状态。这里每一步都要读：(B, T, V)。你写的适合 N-1。",
    )
)
def read_out_last_step(h, W_hy, b_y):
    return h[:, -1] @ W_hy.T + b_y


@exercises.readout_forward.mistake(
    Text(
        en="That is the position of the best score. Return the scores themselves: "
        "a gradient cannot flow through a choice.",
        zh="这是最高分的位置。要返回得分本身：一旦做了选择，梯度就流不过去了。",
    )
)
def best_only(h, W_hy, b_y):
    return (h @ W_hy.T + b_y).argmax(axis=-1)


@exercises.readout_forward.mistake(
    Text(
        en="Only the first sample is read: `h[0]`. `@` takes all samples and all "
        "steps at once.",
        zh="只读了第一个样本 `h[0]`。`@` 一次就能算完所有样本、所有步。",
    )
)
def first_sample_only(h, W_hy, b_y):
    return h[0] @ W_hy.T + b_y


@exercises.readout_forward.mistake(
    Text(
        en="The states of all steps were averaged (or added) before reading. Here "
        "each step has scores of its own: (B, T, V).",
        zh="你先把各步的状态平均了（或者加起来了）再读。这里每一步都有自己的得分：(B"
        ", T, V)。",
    )
)
def steps_averaged(h, W_hy, b_y):
    return h.mean(axis=1) @ W_hy.T + b_y


@exercises.readout_forward.mistake(
    Text(
        en="The states go through a tanh once more. They come out of one already: "
        "read them as they are.",
        zh="你又对状态做了一次 tanh。它们本来就是 tanh 的输出，直接用就行。",
    )
)
def states_through_tanh(h, W_hy, b_y):
    return np.tanh(h) @ W_hy.T + b_y


@exercises.readout_forward.mistake(
    Text(
        en="Right numbers, other order: yours is (B, V, T). The scores of a step "
        "stand in the last axis: (B, T, V).",
        zh="数是对的，次序不同：你得到的是 (B, V, T)。每一步的得分应该放在最后一个轴："
        "(B, T, V)。",
    )
)
def scores_in_front_of_steps(h, W_hy, b_y):
    return (h @ W_hy.T + b_y).swapaxes(-1, -2)
