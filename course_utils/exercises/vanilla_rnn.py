"""Exercises and predictions of lesson 01, with the mistakes people really make."""

from __future__ import annotations

import numpy as np

from course_utils import scratch
from course_utils.checks import Exercises, Predictions
from course_utils.text import Text

exercises = Exercises("01_vanilla_rnn")
predictions = Predictions("01_vanilla_rnn")

Arrays = tuple[np.ndarray, ...]


def _random(*shapes: tuple[int, ...], seed: int) -> Arrays:
    rng = np.random.default_rng(seed)
    return tuple(rng.normal(size=shape).round(2) for shape in shapes)


# --- one step -----------------------------------------------------------------


def _small_weights() -> Arrays:
    """W_xh (3, 2), W_hh (3, 3) and b_h (3,) that fit in the head."""
    W_xh = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]])
    W_hh = np.array([[0.5, 0.0, 0.0], [1.0, 0.5, 0.0], [0.0, 0.0, -0.5]])
    return W_xh, W_hh, np.array([0.1, 0.0, -0.1])


def step_cases() -> list[Arrays]:
    """A small case, a usual one, and one in which every axis has the same size."""
    x, h = np.array([[1.0, 0.5]]), np.array([[0.5, 0.0, -0.5]])
    return [
        (x, h, *_small_weights()),
        _random((4, 3), (4, 5), (5, 3), (5, 5), (5,), seed=1),
        _random((3, 3), (3, 3), (3, 3), (3, 3), (3,), seed=2),
    ]


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
        zh="`*` 是逐个元素相乘。这里每个新元素都要用到矩阵的一整行，该用 `@`。",
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
        en="Each row is right, but they are still in a list. `np.array(...)` makes one "
        "array (B, H) of them; or do without the loop: `@` takes all rows at once.",
        zh="每一行都对，只是还装在列表里。用 `np.array(...)` 合成一个数组 (B, H)；"
        "其实不用循环，`@` 一次就能算完所有行。",
    )
)
def list_of_rows(x, h, W_xh, W_hh, b_h):
    return list(scratch.rnn_step(x, h, W_xh, W_hh, b_h))


# --- a whole sequence ---------------------------------------------------------


def forward_cases() -> list[Arrays]:
    """One sample of three steps; a usual batch; and B = T, where axes get mixed up."""
    x = np.array([[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]])
    h0 = np.array([[0.5, 0.0, -0.5]])
    return [
        (x, h0, *_small_weights()),
        _random((2, 6, 3), (2, 5), (5, 3), (5, 5), (5,), seed=3),
        _random((4, 4, 3), (4, 5), (5, 3), (5, 5), (5,), seed=4),
    ]


@exercises.add(
    task=Text(
        en="Read `x` (B, T, E) from the first step to the last, starting at `h0`, "
        "and return all T states as one array (B, T, H).",
        zh="从 `h0` 出发，把 `x` (B, T, E) 从第一步读到最后一步，"
        "返回全部 T 个状态，合成一个数组 (B, T, H)。",
    ),
    hints=(
        Text(
            en="Two things live through the loop: the state, which each step replaces, "
            "and a list, which each step makes longer.",
            zh="循环里有两样东西一直在：状态，每一步都被换掉；列表，每一步都变长。",
        ),
        Text(
            en="Step t of every sample is `x[:, t]`, of shape (B, E). Start with "
            "`h = h0`, call `scratch.rnn_step`, keep the new `h`. At the end "
            "`np.stack` the list along axis 1.",
            zh="所有样本的第 t 步是 `x[:, t]`，形状 (B, E)。从 `h = h0` 开始，"
            "调用 `scratch.rnn_step`，把新的 `h` 收进列表，"
            "最后用 `np.stack` 沿第 1 轴叠起来。",
        ),
        Text(
            en="Inside `for t in range(x.shape[1]):` stand two lines: "
            "`h = scratch.rnn_step(x[:, t], ...)` and `kept.append(...)`.",
            zh="`for t in range(x.shape[1]):` 里面只有两行："
            "`h = scratch.rnn_step(x[:, t], ...)` 和 `kept.append(...)`。",
        ),
    ),
    cases=forward_cases,
)
def rnn_forward(
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
) -> np.ndarray:
    """x (B, T, E), h0 (B, H), W_xh (H, E), W_hh (H, H), b_h (H)
    -> states (B, T, H)
    """
    h, kept = h0, []
    for t in range(x.shape[1]):
        h = scratch.rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        kept.append(h)
    return np.stack(kept, axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="Your state starts at zero, but the caller handed you `h0`. That is where a "
        "text that is continued picks up its thread.",
        zh="你的状态从零开始，可调用者给了 `h0`。接着上文往下读，靠的就是它。",
    )
)
def starts_at_zero(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x, np.zeros_like(h0), W_xh, W_hh, b_h)


@exercises.rnn_forward.mistake(
    Text(
        en="That is the last state only, (B, H). It is right, but the others are asked "
        "for too: keep each state in a list as you go.",
        zh="这只是最后一个状态 (B, H)。它没错，可其余的也要："
        "边走边把每个状态收进列表。",
    )
)
def last_state_only(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x, h0, W_xh, W_hh, b_h)[:, -1]


@exercises.rnn_forward.mistake(
    Text(
        en="Every step starts again from `h0`, so no step knows the one before it. "
        "The new state must go into the next step.",
        zh="每一步都从 `h0` 重新开始，谁也不知道前一步的事。新状态要送进下一步。",
    )
)
def always_from_h0(x, h0, W_xh, W_hh, b_h):
    steps = [scratch.rnn_step(x_t, h0, W_xh, W_hh, b_h) for x_t in x.swapaxes(0, 1)]
    return np.stack(steps, axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="All T places hold the last state: each step has overwritten the ones kept "
        "before. Keep a new array at each step.",
        zh="T 个位置装的都是最后一个状态：后一步把先前的全盖掉了。"
        "每一步都要另存一个数组。",
    )
)
def overwritten(x, h0, W_xh, W_hh, b_h):
    states = rnn_forward(x, h0, W_xh, W_hh, b_h)
    return np.repeat(states[:, -1:], x.shape[1], axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="You kept the state before the step, so the first place holds `h0` and the "
        "last state is lost. Update first, then keep.",
        zh="你存的是这一步之前的状态：第一个位置成了 `h0`，最后一个状态反而丢了。"
        "先更新，再保存。",
    )
)
def kept_before_the_step(x, h0, W_xh, W_hh, b_h):
    states = rnn_forward(x, h0, W_xh, W_hh, b_h)
    return np.concatenate([h0[:, None], states[:, :-1]], axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="One state too many: `h0` stands in front. Begin with an empty list; "
        "T inputs give T states.",
        zh="多了一个状态：`h0` 也排进去了。列表一开始应是空的，读 T 个输入，得 T "
        "个状态。",
    )
)
def h0_kept_too(x, h0, W_xh, W_hh, b_h):
    states = rnn_forward(x, h0, W_xh, W_hh, b_h)
    return np.concatenate([h0[:, None], states], axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="Right numbers, other order: yours is (T, B, H). Stack along axis 1, so "
        "that the samples stay in front.",
        zh="数都对，次序不同：你的是 (T, B, H)。沿第 1 轴叠，让样本留在最前面。",
    )
)
def steps_in_front(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x, h0, W_xh, W_hh, b_h).swapaxes(0, 1)


@exercises.rnn_forward.mistake(
    Text(
        en="The states are all there, but in a list. `np.stack` with `axis=1` makes "
        "one array (B, T, H) of them.",
        zh="状态都在，只是还装在列表里。用 `np.stack` 加 `axis=1` 叠成一个数组 (B, T, "
        "H)。",
    )
)
def list_of_states(x, h0, W_xh, W_hh, b_h):
    return list(rnn_forward(x, h0, W_xh, W_hh, b_h).swapaxes(0, 1))


@exercises.rnn_forward.mistake(
    Text(
        en="The loop runs over the samples, not over time. `x[t]` is sample t; step t "
        "of all samples is `x[:, t]`.",
        zh="循环走的是样本，不是时间。`x[t]` 是第 t 个样本；所有样本的第 t 步是 `x[:, "
        "t]`。",
    )
)
def loop_over_samples(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for x_t in x:
        h = scratch.rnn_step(x_t, h, W_xh, W_hh, b_h)
        kept.append(h)
    return np.stack(kept, axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="`x[t]` is sample t, so the loop runs over samples, and the states stand in "
        "the wrong order too. Step t is `x[:, t]`; then stack along axis 1.",
        zh="`x[t]` 是第 t 个样本，循环走的是样本，叠出来的次序也不对。"
        "第 t 步是 `x[:, t]`；最后沿第 1 轴叠。",
    )
)
def loop_over_samples_in_front(x, h0, W_xh, W_hh, b_h):
    return loop_over_samples(x, h0, W_xh, W_hh, b_h).swapaxes(0, 1)


@exercises.rnn_forward.mistake(
    Text(
        en="`x[t]` picks one sample with all its steps, (T, E). A step of all samples "
        "is `x[:, t]`, (B, E).",
        zh="`x[t]` 取的是一个样本的全部时间步，(T, E)。要取所有样本的同一步，"
        "写 `x[:, t]`，(B, E)。",
    )
)
def samples_by_hand(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[t] @ W_xh.T + h @ W_hh.T + b_h)
        kept.append(h)
    return np.stack(kept, axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="`reshape` only cuts the row of numbers anew; it mixes samples and steps. "
        "Stack along axis 1 instead.",
        zh="`reshape` 只是把同一串数重新切开，样本和时间步就混在一起了。"
        "应该沿第 1 轴叠。",
    )
)
def reshaped(x, h0, W_xh, W_hh, b_h):
    states = rnn_forward(x, h0, W_xh, W_hh, b_h)
    return states.swapaxes(0, 1).reshape(states.shape)


@exercises.rnn_forward.mistake(
    Text(
        en="Two things: your array is (T, B, H), and its first state comes from zeros. "
        "Put the samples in front, and begin with `h = h0`.",
        zh="有两处：你的数组是 (T, B, H)，而且是从零开始的。"
        "样本要放在最前面，开头写 `h = h0`。",
    )
)
def steps_in_front_from_zero(x, h0, W_xh, W_hh, b_h):
    return starts_at_zero(x, h0, W_xh, W_hh, b_h).swapaxes(0, 1)


@exercises.rnn_forward.mistake(
    Text(
        en="`h0` has taken the first place, so `x[:, 0]` is never read. Place 0 is for "
        "the state after step 0; keep `h0` in a variable of its own.",
        zh="`h0` 占了第一个位置，`x[:, 0]` 就没读到。"
        "0 号位置该放第 0 步之后的状态；`h0` 另用一个变量装。",
    )
)
def h0_in_the_first_place(x, h0, W_xh, W_hh, b_h):
    later = rnn_forward(x[:, 1:], h0, W_xh, W_hh, b_h)
    return np.concatenate([h0[:, None], later], axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="Only the last state is in your list: the `append` stands below the loop. "
        "Move it to the right, so that each step keeps its state.",
        zh="列表里只有最后一个状态：`append` 写到循环外面去了。"
        "把它往右缩进，让每一步都存一次。",
    )
)
def append_below_the_loop(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x, h0, W_xh, W_hh, b_h)[:, -1:]


@exercises.rnn_forward.mistake(
    Text(
        en="That is the first state only: the `return` stands inside the loop and ends "
        "it at once. Move it to the left, below the loop.",
        zh="只有第一个状态：`return` 写在循环里面，走一步就结束了。"
        "把它往左移，放到循环下面。",
    )
)
def return_inside_the_loop(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x, h0, W_xh, W_hh, b_h)[:, :1]


@exercises.rnn_forward.mistake(
    Text(
        en="`np.concatenate` glues the states end to end: (B, T·H). `np.stack` gives "
        "time an axis of its own.",
        zh="`np.concatenate` 把状态首尾相接，成了 (B, T·H)。"
        "`np.stack` 才会给时间单开一个轴。",
    )
)
def glued_end_to_end(x, h0, W_xh, W_hh, b_h):
    return np.concatenate(list_of_states(x, h0, W_xh, W_hh, b_h), axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="Time has become the last axis: yours is (B, H, T). Stack along axis 1, "
        "right after the samples.",
        zh="时间跑到最后一个轴去了：你的是 (B, H, T)。沿第 1 轴叠，紧跟在样本后面。",
    )
)
def time_at_the_end(x, h0, W_xh, W_hh, b_h):
    return np.stack(list_of_states(x, h0, W_xh, W_hh, b_h), axis=2)


@exercises.rnn_forward.mistake(
    Text(
        en="The first input is never read: steps are counted from 0, "
        "so the loop is `range(x.shape[1])`.",
        zh="第一个输入没读到：步数从 0 数起，循环应是 `range(x.shape[1])`。",
    )
)
def first_step_skipped(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x[:, 1:], h0, W_xh, W_hh, b_h)


@exercises.rnn_forward.mistake(
    Text(
        en="You read from the last step to the first. That is a backward reader; it "
        "comes at the end of this lesson. Here, start at step 0.",
        zh="你从最后一步读到了第一步。这是“倒着读”，本课末尾才轮到它。这里请从第 0 "
        "步读起。",
    )
)
def read_backwards(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x[:, ::-1], h0, W_xh, W_hh, b_h)


# --- one matrix on [h; x] -----------------------------------------------------


def joined_cases() -> list[Arrays]:
    """H is never E: joined along the wrong axis, the arrays do not fit."""
    W_xh, W_hh, b_h = _small_weights()
    x, h = np.array([[1.0, 0.5]]), np.array([[0.5, 0.0, -0.5]])
    return [
        (x, h, np.hstack([W_hh, W_xh]), b_h),
        _random((4, 3), (4, 5), (5, 8), (5,), seed=5),
        _random((3, 2), (3, 3), (3, 5), (3,), seed=6),
    ]


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
        en="Only the state's columns of `A` are used: the input never arrives. The "
        "last E columns are waiting for `x`.",
        zh="只用了 `A` 里属于状态的那几列，输入没进来。后 E 列还等着 `x`。",
    )
)
def joined_state_only(x, h, A, b_h):
    return np.tanh(h @ A[:, : h.shape[1]].T + b_h)


# --- the read-out -------------------------------------------------------------


def read_out_cases() -> list[Arrays]:
    """A small case, a usual one, and one in which V, T and H are equal."""
    h = np.array([[[0.5, 0.0, -0.5], [1.0, -1.0, 0.5]]])
    W_hy = np.array([[1.0, 0.0, 1.0], [0.0, 2.0, -1.0]])
    return [
        (h, W_hy, np.array([0.0, 0.5])),
        _random((2, 4, 5), (7, 5), (7,), seed=7),
        _random((2, 4, 4), (4, 4), (4,), seed=8),
    ]


exercises.add(
    task=Text(
        en="From the states `h` (B, T, H) read off V scores at every step: (B, T, V).",
        zh="从状态 `h` (B, T, H) 读出每一步的 V 个得分：(B, T, V)。",
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
)(scratch.readout_forward)


@exercises.readout_forward.mistake(
    Text(
        en="Those are probabilities. The read-out stops at the scores; softmax belongs "
        "to the loss, in lesson 03, where it can be computed safely.",
        zh="你给的是概率。读出只到得分为止；softmax 留到第 03 课，"
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
        zh="你只读了最后一个状态。这里每一步都要读：(B, T, V)。你写的适合 N-1。",
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


# --- five shapes --------------------------------------------------------------


def no_arguments() -> list[tuple[()]]:
    """One call without arguments."""
    return [()]


@exercises.add(
    task=Text(
        en="Return the shape of each task: a `dict` from the letters a to e to "
        '`"1-1"`, `"1-N"`, `"N-1"`, `"N-N"`, `"N-M"`. Each shape comes once.',
        zh="返回每个任务的形状：一个 `dict`，从字母 a 到 e 对应到 "
        '`"1-1"`、`"1-N"`、`"N-1"`、`"N-N"`、`"N-M"`。每种形状各出现一次。',
    ),
    hints=(
        Text(
            en="Ask two questions of each task. How many symbols go in? How many "
            "answers come out?",
            zh="对每个任务问两句：进去多少个符号？出来多少个答案？",
        ),
        Text(
            en="Start with the tasks that have one input: is there one answer, or a "
            "row of them? Then those with many inputs: one answer, one for each "
            "input, or any number?",
            zh="先看只有一个输入的：答一次，还是答一串？"
            "再看有许多输入的：只答一次，每个输入答一次，还是答多少次都行？",
        ),
        Text(
            en="A film has as many answers as frames. A question and its answer may "
            "differ in length. And which one has to be heard to its end before it can "
            "be answered?",
            zh="电影有多少帧，就有多少个答案。问题和回答的长短可以不同。"
            "再想一想：哪一个要从头听到尾，才能答一句？",
        ),
    ),
    cases=no_arguments,
)
def name_shapes() -> dict[str, str]:
    """-> {"a": ..., "b": ..., "c": ..., "d": ..., "e": ...}"""
    return {"a": "1-N", "b": "N-N", "c": "N-1", "d": "N-M", "e": "1-1"}


def swapped(one: str, other: str) -> dict[str, str]:
    """The right shapes, but for two letters that have changed places."""
    shapes = name_shapes()
    return {**shapes, one: shapes[other], other: shapes[one]}


@exercises.name_shapes.mistake(
    Text(
        en="(a) and (c) have changed places. A name is read from left to right: first "
        "what goes in, then what comes out.",
        zh="(a) 和 (c) 弄反了。名字从左往右读：先是进去多少，再是出来多少。",
    )
)
def read_from_the_right() -> dict[str, str]:
    return swapped("a", "c")


@exercises.name_shapes.mistake(
    Text(
        en="(b) and (c) have changed places. Both are answered with yes or no. But "
        "how often: once for the whole film, or once for each frame?",
        zh="(b) 和 (c) 弄反了。两个都是回答“是”或“不是”，"
        "可各答几次？整部电影答一次，还是每一帧都答？",
    )
)
def yes_or_no() -> dict[str, str]:
    return swapped("b", "c")


@exercises.name_shapes.mistake(
    Text(
        en="(b) and (d) have changed places. Is there an answer for each input, or do "
        "both sides have a length of their own?",
        zh="(b) 和 (d) 弄反了。是每个输入都有一个答案，还是两边各有各的长短？",
    )
)
def many_to_many() -> dict[str, str]:
    return swapped("b", "d")


@exercises.name_shapes.mistake(
    Text(
        en="(c) and (e) have changed places. Both give one answer. But a photograph "
        "of fixed size is one input; a voice message may last any time.",
        zh="(c) 和 (e) 弄反了。两个都只答一次。可大小固定的照片是一个输入，"
        "语音留言却可长可短。",
    )
)
def one_answer() -> dict[str, str]:
    return swapped("c", "e")


@exercises.name_shapes.mistake(
    Text(
        en="(a) and (d) have changed places. Both write a text. But one starts from a "
        "single word, the other from a question of many.",
        zh="(a) 和 (d) 弄反了。两个都要写出一段文字，"
        "可一个只从一个字写起，另一个先读了一整句问话。",
    )
)
def text_comes_out() -> dict[str, str]:
    return swapped("a", "d")


@exercises.name_shapes.mistake(
    Text(
        en="(a) and (e) have changed places. Both have one input. But how many answers "
        "does a poem need, and how many does an age?",
        zh="(a) 和 (e) 弄反了。两个都只有一个输入。"
        "可一首诗要答多少次，一个年纪要答多少次？",
    )
)
def one_input() -> dict[str, str]:
    return swapped("a", "e")


@exercises.name_shapes.mistake(
    Text(
        en="(c) and (d) have changed places. Both read many symbols. Which of them is "
        "answered in a single word, which in a sentence?",
        zh="(c) 和 (d) 弄反了。两个都要读许多符号。"
        "哪个一个词就答完了，哪个要答一整句？",
    )
)
def many_inputs() -> dict[str, str]:
    return swapped("c", "d")


@exercises.name_shapes.mistake(
    Text(
        en="(b) is not N-1, and each shape comes once. How many answers does a film of "
        "a thousand frames get?",
        zh="(b) 不是 N-1，何况每种形状只出现一次。一千帧的电影，要答多少次？",
    )
)
def film_answered_once() -> dict[str, str]:
    return {**name_shapes(), "b": "N-1"}


@exercises.name_shapes.mistake(
    Text(
        en="(e) is not N-1, and each shape comes once. A photograph has many pixels, "
        "but always the same number: it goes in all at once.",
        zh="(e) 不是 N-1，何况每种形状只出现一次。照片像素虽多，"
        "数目却总是一样，一次就全进去了。",
    )
)
def photograph_as_a_sequence() -> dict[str, str]:
    return {**name_shapes(), "e": "N-1"}


@exercises.name_shapes.mistake(
    Text(
        en="(d) is not N-N, and each shape comes once. Must an answer have as many "
        "words as its question?",
        zh="(d) 不是 N-N，何况每种形状只出现一次。问话有几个字，回答就得有几个字吗？",
    )
)
def answer_as_long_as_the_question() -> dict[str, str]:
    return {**name_shapes(), "d": "N-N"}


@exercises.name_shapes.mistake(
    Text(
        en="The tasks are right, the spelling is not: write N and M as capitals.",
        zh="任务都认对了，只是写法不同：N 和 M 请用大写。",
    )
)
def small_letters() -> dict[str, str]:
    return {letter: shape.lower() for letter, shape in name_shapes().items()}


# --- predictions --------------------------------------------------------------

predictions.add(
    "harry_moved",
    answer="c",
    choices={
        "a": Text(
            en="That is what you would say: Harry is Harry. But these weights belong "
            "to places. Those of place 4 have never met Harry.",
            zh="换了你，当然认得：哈利就是哈利。可这里的权重是按位置分的，"
            "管第 4 个位置的那组权重，从没见过哈利。",
        ),
        "b": Text(
            en="It would be honest to be unsure. But place 1 does have an opinion: "
            "there stands some other word, and that always meant no.",
            zh="拿不准，倒还老实。可第 1 个位置是有主意的：那儿站着别的词，"
            "而以前凡是这样，答案都是“没有”。",
        ),
        "c": Text(
            en="Place 4 has nothing to say about Harry, and place 1 sees another word, "
            "which always meant no. It is wrong, and sure of it.",
            zh="第 4 个位置对哈利无话可说；第 1 个位置看到的是别的词，"
            "而那一向意味着“没有”。错了，还错得很有把握。",
        ),
    },
)

predictions.add(
    "doubling",
    answer="c",
    choices={
        "a": Text(
            en="That is what happens for 0.5, as in lesson 00. Here each step doubles "
            "first, and a small state more than survives that.",
            zh="那是 0.5 的结局，第 00 课见过。"
            "这里每一步先翻倍，状态小的时候只会变大。",
        ),
        "b": Text(
            en="Without the tanh, yes. But tanh never gives more than 1, however large "
            "the number inside.",
            zh="没有 tanh 才会这样。可不管里面的数多大，tanh 的结果都超不过 1。",
        ),
        "c": Text(
            en="Doubling pushes up, the tanh pushes down, and at 0.958 they balance.",
            zh="翻倍往上推，tanh 往下压，到 0.958 两边正好打平。",
        ),
    },
)

predictions.add(
    "row_of_zeros",
    answer="c",
    choices={
        "a": Text(
            en="Zeros go in, but not only zeros: the state of step 1 and the bias go "
            "in too.",
            zh="进去的有零，但不只有零：第 1 步的状态和偏置也进去了。",
        ),
        "b": Text(
            en="That would be the answer at step 1, from h = 0. Here the state has "
            "already read [3, 4, 5].",
            zh="如果这是第 1 步，h = 0，你就对了。可此时状态已经读过 [3, 4, 5]。",
        ),
        "c": Text(
            en="The input adds nothing, so what is left is the old state times "
            "`W_hh`, plus the bias: tanh(W_hh h + b).",
            zh="输入什么也没添，剩下的是旧状态乘上 `W_hh`，"
            "再加偏置，然后过 tanh：tanh(W_hh h + b)。",
        ),
    },
)

predictions.add(
    "weights_for_a_thousand_steps",
    answer="a",
    choices={
        "a": Text(
            en="The loop calls the same step with the same three arrays. A longer text "
            "takes more time, not more weights.",
            zh="循环每次用的都是同一步、同样三个数组。"
            "文字长了，花的时间更多，权重一个也不多。",
        ),
        "b": Text(
            en="That is how a network with places grows: a set of weights for each. "
            "Count what the loop hands to each step.",
            zh="每个位置各配一组权重的网络，权重才会这样增加。"
            "数一数，循环交给每一步的是哪几个数组。",
        ),
        "c": Text(
            en="`W_hh` is used once more per step, but it is one and the same array. "
            "Used often is not stored often.",
            zh="`W_hh` 每一步都要再用一次，可用来用去是同一个数组。"
            "用得多，不等于存得多。",
        ),
    },
)

predictions.add(
    "the_twice",
    answer="b",
    choices={
        "a": Text(
            en="Same word, same weights: that holds for the input. But the step also "
            "takes the old state, and that one differs.",
            zh="词一样，权重也一样，所以输入那一项确实相等。"
            "可每一步还要加上旧状态那一项，而旧状态不一样。",
        ),
        "b": Text(
            en="The first one comes after nothing, the second after `the cat sat on`. "
            "The state tells them apart.",
            zh="第一个前面空空如也，第二个前面已经有了 `the cat sat on`。状态分得清。",
        ),
        "c": Text(
            en="A small state can lose much, but two different pasts hardly ever land "
            "on the very same eight numbers.",
            zh="状态小，确实会丢不少东西；但两段不同的过去，"
            "几乎不可能恰好落在同样的八个数上。",
        ),
    },
)

predictions.add(
    "reach_of_the_first",
    answer="c",
    choices={
        "a": Text(
            en="Each state is made from the one before. If the first changes, the "
            "second has a different past, and so on.",
            zh="每个状态都由前一个算来。第一个变了，第二个的“过去”就变了，"
            "如此一路传下去。",
        ),
        "b": Text(
            en="It looks like that when printed with three decimals. Nothing in the "
            "step sets a difference to zero, though.",
            zh="只印三位小数，看上去确实如此。可这一步里没有什么会把差别清零。",
        ),
        "c": Text(
            en="All of them: each state is made from the one before. By how much? That "
            "is up to the weights, as you are about to see.",
            zh="全都会变，因为每个状态都由前一个算来。变多少由权重决定，马上就能看到。",
        ),
    },
)

predictions.add(
    "what_a_reader_knows",
    answer="b",
    choices={
        "a": Text(
            en="The first state would have to know the last symbol before reading it. "
            "A state knows its past, never its future.",
            zh="那样的话，第一个状态就得未读先知，知道最后一个字。"
            "状态只知过去，不知将来。",
        ),
        "b": Text(
            en="State 1 depends on one symbol, state 2 on two, ... state 16 on "
            "sixteen: "
            "1 + 2 + ... + 16 = 136, just over half.",
            zh="第 1 个状态取决于 1 个字，第 2 个取决于 2 个……第 16 个取决于 16 个："
            "1 + 2 + ... + 16 = 136，一半多一点。",
        ),
        "c": Text(
            en="Those sixteen are each state with its own symbol. But a state also "
            "carries all that came before.",
            zh="这 16 个，是每个状态和它自己的那个字。可状态里还装着前面的所有字。",
        ),
    },
)


# --- pictures ---------------------------------------------------------------

alts = {
    "unrolled": Text(
        en="A loop, and the same loop laid out over three words.",
        zh="左边是一个环，右边是同一个环沿三个词展开的样子。",
    ),
    "five_shapes": Text(
        en="Five unrolled networks, from 1-1 to N-M, each with a task.",
        zh="五个展开的网络，从 1-1 到 N-M，各配一个任务。",
    ),
    "influence": Text(
        en="Left, each state differs less than the one before, along a line "
        "that falls; right, the line hardly falls at all.",
        zh="左图：每个状态都变了，越往后变得越少；纵轴取对数，"
        "各点大致沿一条直线下降。右图：几乎不降。",
    ),
    "changes": Text(
        en="Triangles: forward, a symbol changes the state at its place and "
        "those after it; backward, at its place and before it.",
        zh="三角形：顺着读，一个字影响它那里和后面的状态；"
        "倒着读，影响它那里和前面的状态。",
    ),
}
