"""The same step with one matrix, which acts on [h; x]."""

from __future__ import annotations

import numpy as np

from course_utils import scratch
from course_utils.checking.lists import Exercises
from course_utils.exercises.vanilla_rnn.arrays import (
    Arrays,
    draw_arrays,
    draw_sizes,
    random_arrays,
    small_step,
)
from course_utils.text import Text

exercises = Exercises("01_vanilla_rnn")


def joined_cases() -> list[Arrays]:
    """H is never E: joined along the wrong axis, the arrays do not fit."""
    x, h, W_xh, W_hh, b_h = small_step()
    return [
        (x, h, np.hstack([W_hh, W_xh]), b_h),
        random_arrays((4, 3), (4, 5), (5, 8), (5,), seed=5),
        random_arrays((3, 2), (3, 3), (3, 5), (3,), seed=6),
    ]


def new_joined_case(rng: np.random.Generator) -> Arrays:
    B, E, H = draw_sizes(rng, 3)
    return draw_arrays(rng, (B, E), (B, H), (H, H + E), (H,))


exercises.add(
    task=Text(
        en="The same step with one matrix: `A` (H, H + E) acts on the old state and "
        "the input, joined as [h; x].",
        zh="同样的一步，只用一个矩阵：`A` (H, H + E) 作用在拼起来的 [h; x] 上，"
        "旧状态在前，输入在后。",
    ),
    hints=(
        Text(
            en="Join first, then multiply once. The joined row of a sample has H + E "
            "entries: the state's H, then the input's E.",
            zh="先拼，再乘一次。每个样本拼好后是一行 H + E 个数：先是状态的 H 个，"
            "再是输入的 E 个。",
        ),
        Text(
            en="`np.concatenate([..., ...], axis=1)` joins rows side by side to "
            "(B, H + E). Then `A` stands on the right, transposed.",
            zh="`np.concatenate([..., ...], axis=1)` 把行左右拼成 (B, H + E)，"
            "然后把 `A` 转置，放到右边。",
        ),
        Text(
            en="`np.tanh(np.concatenate([h, ...], axis=1) @ ... + b_h)`",
            zh="`np.tanh(np.concatenate([h, ...], axis=1) @ ... + b_h)`",
        ),
    ),
    cases=joined_cases,
    fresh=new_joined_case,
)(scratch.rnn_step_concatenated)


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="You joined [x; h], but the first H columns of `A` are made for the state: "
        "they came from `W_hh`. Put `h` in front.",
        zh="你拼成了 [x; h]，可 `A` 的前 H 列来自 `W_hh`，是留给状态的。`h` 要放前面。",
    )
)
def input_in_front(x, h, A, b_h):
    return np.tanh(np.concatenate([x, h], axis=1) @ A.T + b_h)


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="`A` is (H, H + E) and the joined row has H + E entries: their inner sizes "
        "only meet when `A` is transposed.",
        zh="`A` 是 (H, H + E)，拼好的一行有 H + E 个数：`A` 转置以后，"
        "中间的尺寸才对得上。",
    )
)
def joined_not_transposed(x, h, A, b_h):
    return np.tanh(np.concatenate([h, x], axis=1) @ A + b_h)


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="`np.concatenate` joins along axis 0 unless told otherwise: one below the "
        "other, and their widths differ. Say `axis=1`.",
        zh="`np.concatenate` 不指定轴就沿第 0 轴上下叠，可两者宽度不同。请写 "
        "`axis=1`。",
    )
)
def joined_below(x, h, A, b_h):
    return np.tanh(np.concatenate([h, x]) @ A.T + b_h)


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="`A` stands in front, as for a single column. Samples are rows here: "
        "the joined rows first, then `A.T`.",
        zh="`A` 放到了前面，那是单个列向量的写法。这里一行一个样本："
        "拼好的行在前，`A.T` 在后。",
    )
)
def joined_matrix_first(x, h, A, b_h):
    return np.tanh(A @ np.concatenate([h, x], axis=1) + b_h)


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="The samples stand in columns. Keep them in rows: the joined rows first, "
        "then `A.T`, and `b_h` fits as it is.",
        zh="样本竖起来了。还是让它们一行一个：拼好的行在前，`A.T` 在后，"
        "`b_h` 也就不用动。",
    )
)
def joined_in_columns(x, h, A, b_h):
    return np.tanh(A @ np.concatenate([h, x], axis=1).T + b_h)


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="Right numbers, rows and columns exchanged: yours is (H, B). With the "
        "joined rows first and `A.T` after them, it comes out as (B, H).",
        zh="数都对，行列颠倒了：你得到的是 (H, B)。"
        "拼好的行在前，`A.T` 在后，出来就是 (B, H)。",
    )
)
def joined_result_on_its_side(x, h, A, b_h):
    return scratch.rnn_step_concatenated(x, h, A, b_h).T


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="Joined and multiplied, but the tanh is missing. It is the same step as "
        "before, only written shorter.",
        zh="拼也拼了，乘也乘了，少了 tanh。这一步和先前是同一步，只是写短了。",
    )
)
def joined_without_tanh(x, h, A, b_h):
    return np.concatenate([h, x], axis=1) @ A.T + b_h


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="The bias is missing. `A` took in both matrices, but not `b_h`.",
        zh="漏了偏置。`A` 收进了两个矩阵，没有收进 `b_h`。",
    )
)
def joined_without_bias(x, h, A, b_h):
    return np.tanh(np.concatenate([h, x], axis=1) @ A.T)


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="The bias stands outside the tanh. It is added to the product first. "
        "Check your brackets.",
        zh="偏置跑到 tanh 外面去了。乘完先加偏置，再过 tanh。看看括号。",
    )
)
def joined_bias_outside(x, h, A, b_h):
    return np.tanh(np.concatenate([h, x], axis=1) @ A.T) + b_h


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="Only the state's columns of `A` are used: the input never arrives. The "
        "last E columns are waiting for `x`.",
        zh="只用了 `A` 里属于状态的那几列，输入没进来。后 E 列还等着 `x`。",
    )
)
def joined_state_only(x, h, A, b_h):
    return np.tanh(h @ A[:, : h.shape[1]].T + b_h)


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="Only the input's columns of `A` are used: the old state never arrives. "
        "The first H columns are waiting for `h`.",
        zh="你只用了 `A` 里对应输入的那些列，旧状态根本没进来。前 H 列是给 `h` 的。",
    )
)
def joined_input_only(x, h, A, b_h):
    return np.tanh(x @ A[:, h.shape[1] :].T + b_h)


@exercises.rnn_step_concatenated.mistake(
    Text(
        en="The new state is the old one plus a change. Here the old state comes in "
        "through `A` only.",
        zh="你算的新状态是旧状态加上一个改变量。这里旧状态只通过 `A` 进来。",
    )
)
def joined_and_the_old_state_added(x, h, A, b_h):
    return h + scratch.rnn_step_concatenated(x, h, A, b_h)
