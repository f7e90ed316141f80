"""One step, from a symbol and a state to the next state."""

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


def step_cases() -> list[Arrays]:
    """A small case, a usual one, and one in which every axis has the same size."""
    return [
        small_step(),
        random_arrays((4, 3), (4, 5), (5, 3), (5, 5), (5,), seed=1),
        random_arrays((3, 3), (3, 3), (3, 3), (3, 3), (3,), seed=2),
    ]


def new_step_case(rng: np.random.Generator) -> Arrays:
    B, E, H = draw_sizes(rng, 3)
    return draw_arrays(rng, (B, E), (B, H), (H, E), (H, H), (H,))


exercises.add(
    task=Text(
        en="Write one step for a batch: from `x` (B, E) and `h` (B, H) "
        "to the next state (B, H).",
        zh="写出一批样本的一步：由 `x` (B, E) 和 `h` (B, H) 算出下一个状态 (B, H)。",
    ),
    hints=(
        Text(
            en="Say the shapes aloud. A sample is a row of `x`, so the matrix must "
            "stand to the right of it. (B, E) times what gives (B, H)?",
            zh="先把形状念一遍。每个样本是 `x` 的一行，所以矩阵要放在它右边。"
            "(B, E) 乘上什么，才得到 (B, H)？",
        ),
        Text(
            en="`W_xh` is (H, E): transposed with `.T` it is (E, H). Do the same "
            "for `W_hh`, add the three parts, and apply `np.tanh` last.",
            zh="`W_xh` 是 (H, E)，用 `.T` 转置就成了 (E, H)。`W_hh` 也一样。"
            "三部分先相加，最后套一层 `np.tanh`。",
        ),
        Text(
            en="`np.tanh(x @ ... + h @ ... + b_h)`",
            zh="`np.tanh(x @ ... + h @ ... + b_h)`",
        ),
    ),
    cases=step_cases,
    fresh=new_step_case,
)(scratch.rnn_step)


@exercises.rnn_step.mistake(
    Text(
        en="Everything is there but the tanh. Without it each step only stretches and "
        "turns the state, and nothing keeps it between -1 and 1.",
        zh="只差一个 tanh。没有它，每一步只是线性变换，状态不再限制在 -1 和 1 之间。",
    )
)
def without_tanh(x, h, W_xh, W_hh, b_h):
    return x @ W_xh.T + h @ W_hh.T + b_h


@exercises.rnn_step.mistake(
    Text(
        en="The bias `b_h` is missing. Feed zeros into zeros: the next state should be "
        "tanh(b_h), and yours is 0.",
        zh="漏了偏置 `b_h`。输入和状态全取零试试：下一个状态应是 tanh(b_h)，"
        "你的却是 0。",
    )
)
def without_bias(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T + h @ W_hh.T)


@exercises.rnn_step.mistake(
    Text(
        en="The bias is added twice. `nn.Linear` adds one each time it is used, but "
        "this formula has a single `b_h` for both products.",
        zh="偏置加了两次。用两个 `nn.Linear` 就会各带一个偏置，"
        "可这个公式里，两个乘积合用一个 `b_h`。",
    )
)
def bias_twice(x, h, W_xh, W_hh, b_h):
    return np.tanh((x @ W_xh.T + b_h) + (h @ W_hh.T + b_h))


@exercises.rnn_step.mistake(
    Text(
        en="The bias stands outside the tanh. It belongs inside: all three parts are "
        "added first. Check your brackets.",
        zh="偏置跑到 tanh 外面去了。三部分要先加好，再过 tanh。看看括号。",
    )
)
def bias_outside(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T + h @ W_hh.T) + b_h


@exercises.rnn_step.mistake(
    Text(
        en="`W_hh` needs its `.T` as well. It is square, so NumPy cannot notice: the "
        "shape is right and the numbers are wrong.",
        zh="`W_hh` 也要加 `.T`。它是方阵，NumPy 看不出毛病："
        "形状对了，数却错了。这种错最难找。",
    )
)
def state_not_transposed(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T + h @ W_hh + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="Neither matrix is transposed. `x` is (B, E) and `W_xh` is (H, E): the "
        "inner sizes of `x @ W_xh` are E and H, and they do not meet.",
        zh="两个矩阵都没转置。`x` 是 (B, E)，`W_xh` 是 (H, E)："
        "`x @ W_xh` 中间的两个尺寸是 E 和 H，对不上。",
    )
)
def nothing_transposed(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + h @ W_hh + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="That is the formula for one column vector. In a batch each sample is a "
        "row, "
        "so the order turns round: the sample first, then the matrix.",
        zh="这是单个列向量的写法。成批时每个样本是一行，次序要倒过来："
        "样本在前，矩阵在后。",
    )
)
def matrix_first(x, h, W_xh, W_hh, b_h):
    return np.tanh(W_xh @ x + W_hh @ h + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="The numbers are right, the table lies on its side: yours is (H, B). "
        "The next step expects (B, H), one row per sample.",
        zh="数都对，只是行列颠倒了：你得到的是 (H, B)。下一步要的是 (B, H)，"
        "一行一个样本。",
    )
)
def result_on_its_side(x, h, W_xh, W_hh, b_h):
    return np.tanh(W_xh @ x.T + W_hh @ h.T + b_h[:, None])


@exercises.rnn_step.mistake(
    Text(
        en="With the samples in columns, `b_h` would have to be a column too, and the "
        "result would have to be turned back. Leave the samples in rows: "
        "`x` first, then the matrix.",
        zh="样本竖着放，`b_h` 也得竖起来，结果还得再转回去。"
        "还是让样本一行一个：`x` 在前，矩阵在后。",
    )
)
def samples_in_columns(x, h, W_xh, W_hh, b_h):
    return np.tanh(W_xh @ x.T + W_hh @ h.T + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="`W_hh` is transposed, `W_xh` is not. `x` has E columns, so the matrix it "
        "meets must have E rows.",
        zh="`W_hh` 转置了，`W_xh` 没有。`x` 有 E 列，接着乘的矩阵就得有 E 行。",
    )
)
def input_not_transposed(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + h @ W_hh.T + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="The two matrices have changed places. Read the index from left to right: "
        "`W_xh` goes from x to h, `W_hh` from h to h.",
        zh="两个矩阵换了位置。下标从左往右读：`W_xh` 从 x 到 h，`W_hh` 从 h 到 h。",
    )
)
def matrices_swapped(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_hh.T + h @ W_xh.T + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="`*` multiplies entry by entry. Here each new entry needs a whole row of "
        "the matrix: that is `@`.",
        zh="`*` 是按元素相乘。这里每个新元素都要用到矩阵的一整行，该用 `@`。",
    )
)
def entry_by_entry(x, h, W_xh, W_hh, b_h):
    return np.tanh(x * W_xh + h * W_hh + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="The old state `h` is not used, so this network forgets everything at every "
        "step. Where does `W_hh` come in?",
        zh="旧状态 `h` 没用上，这个网络每走一步，就把前面的全忘了。`W_hh` 该放在哪儿？",
    )
)
def old_state_ignored(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="One tanh each is not one tanh of the sum: yours can reach 2. Add first, "
        "then squash once.",
        zh="各套一个 tanh 再相加，和加完再套一个 tanh 不是一回事：你的结果可以到 2。"
        "先加，再压一次。",
    )
)
def two_tanhs(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T + b_h) + np.tanh(h @ W_hh.T)


@exercises.rnn_step.mistake(
    Text(
        en="That is the sigmoid, which lies between 0 and 1. This network uses tanh, "
        "which also says no: it lies between -1 and 1.",
        zh="你用的是 sigmoid，值在 0 和 1 之间。这里要的是 tanh，"
        "值在 -1 和 1 之间，能正也能负。",
    )
)
def sigmoid_for_tanh(x, h, W_xh, W_hh, b_h):
    return 1 / (1 + np.exp(-(x @ W_xh.T + h @ W_hh.T + b_h)))


@exercises.rnn_step.mistake(
    Text(
        en="The tanh closes too early: only the input passes through it. The three "
        "parts are added first, and all of them go in.",
        zh="tanh 的括号关得太早，只套住了输入那一项。三部分要先加好，再一起过 tanh。",
    )
)
def tanh_of_the_input_only(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T) + h @ W_hh.T + b_h


@exercises.rnn_step.mistake(
    Text(
        en="Each product goes through a tanh of its own, and the bias through none: "
        "yours can leave -1 to 1. All three parts first, then one tanh.",
        zh="两个乘积各过了一个 tanh，偏置却没有过：结果会超出 -1 到 1。三部分先加起"
        "来，再过一个 tanh。",
    )
)
def tanh_of_each_product(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T) + np.tanh(h @ W_hh.T) + b_h


@exercises.rnn_step.mistake(
    Text(
        en="Each of the three parts goes through a tanh of its own. How large can "
        "the sum of three become?",
        zh="三部分各过了一个 tanh。三个加起来，最大能到多少？",
    )
)
def three_tanhs(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T) + np.tanh(h @ W_hh.T) + np.tanh(b_h)


@exercises.rnn_step.mistake(
    Text(
        en="There are two tanhs, one around the input's part and one around the "
        "rest. One is enough, around the sum of all.",
        zh="你用了两个 tanh：一个套输入那一项，一个套其余的。一个就够，套在总和外面。",
    )
)
def two_tanhs_bias_with_the_state(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T) + np.tanh(h @ W_hh.T + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="Only the old state's part goes through the tanh. Add the three parts "
        "first; all of them go in.",
        zh="只有旧状态那一项过了 tanh。三部分要先加好，再一起过 tanh。",
    )
)
def tanh_of_the_state_only(x, h, W_xh, W_hh, b_h):
    return x @ W_xh.T + np.tanh(h @ W_hh.T + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="The tanh is applied twice. Once is enough.",
        zh="tanh 套了两次，一次就够。",
    )
)
def tanh_once_too_often(x, h, W_xh, W_hh, b_h):
    return np.tanh(np.tanh(x @ W_xh.T + h @ W_hh.T + b_h))


@exercises.rnn_step.mistake(
    Text(
        en="`h * W_hh` multiplies entry by entry. Each new entry needs a whole row "
        "of `W_hh`: a matrix product, `@`.",
        zh="`h * W_hh` 是按元素相乘。每个新元素都要用到 `W_hh` 的一整行：要用矩阵"
        "乘法 `@`。",
    )
)
def state_entry_by_entry(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T + h * W_hh + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="The new state is the old one plus a change. Here the old state comes in "
        "through `W_hh` only.",
        zh="你把旧状态又原样加了一遍。这里旧状态只通过 `W_hh` 进来。",
    )
)
def old_state_added_whole(x, h, W_xh, W_hh, b_h):
    return h + np.tanh(x @ W_xh.T + h @ W_hh.T + b_h)


@exercises.rnn_step.mistake(
    Text(
        en="The two products are averaged. They are added, as they are.",
        zh="你对两个乘积取了平均。它们只要相加，不用除。",
    )
)
def mean_of_the_two_products(x, h, W_xh, W_hh, b_h):
    return np.tanh((x @ W_xh.T + h @ W_hh.T) / 2 + b_h)
