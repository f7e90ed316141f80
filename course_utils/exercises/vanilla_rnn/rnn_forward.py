"""A whole sequence, read step by step."""

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


def forward_cases() -> list[Arrays]:
    """One sample of three steps; a usual batch; and B = T, where axes get mixed up."""
    x = np.array([[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]])
    _, h0, *weights = small_step()
    return [
        (x, h0, *weights),
        random_arrays((2, 6, 3), (2, 5), (5, 3), (5, 5), (5,), seed=3),
        random_arrays((4, 4, 3), (4, 5), (5, 3), (5, 5), (5,), seed=4),
    ]


def new_forward_case(rng: np.random.Generator) -> Arrays:
    B, T, E, H = draw_sizes(rng, 4)
    return draw_arrays(rng, (B, T, E), (B, H), (H, E), (H, H), (H,))


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
    fresh=new_forward_case,
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
        zh="这只是末状态 (B, H)。它没错，可其余的也要：边走边把每个状态收进列表。",
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
        zh="T 个位置装的都是末状态：后一步把先前的全盖掉了。每一步都要另存一个数组。",
    )
)
def overwritten(x, h0, W_xh, W_hh, b_h):
    states = rnn_forward(x, h0, W_xh, W_hh, b_h)
    return np.repeat(states[:, -1:], x.shape[1], axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="You kept the state before the step, so the first place holds `h0` and the "
        "last state is lost. Update first, then keep.",
        zh="你存的是这一步之前的状态：第一个位置成了 `h0`，末状态反而丢了。"
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
        zh="列表里只有末状态：`append` 写到循环外面去了。"
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
    return np.concatenate(list(steps_in_front(x, h0, W_xh, W_hh, b_h)), axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="Time has become the last axis: yours is (B, H, T). Stack along axis 1, "
        "right after the samples.",
        zh="时间跑到最后一个轴去了：你的是 (B, H, T)。沿第 1 轴叠，紧跟在样本后面。",
    )
)
def time_at_the_end(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x, h0, W_xh, W_hh, b_h).swapaxes(1, 2)


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
        en="The last input is never read: `range(n)` already stops at n - 1, "
        "so the loop is `range(x.shape[1])`.",
        zh="最后一个输入没读到：`range(n)` 本来就只数到 n - 1，"
        "循环应是 `range(x.shape[1])`。",
    )
)
def last_step_skipped(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x[:, :-1], h0, W_xh, W_hh, b_h)


@exercises.rnn_forward.mistake(
    Text(
        en="Each step is handed the whole `x`, all its T steps. "
        "Step t of every sample is `x[:, t]`.",
        zh="每一步你都把整个 `x` 递了进去，T 步全在里面。"
        "所有样本的第 t 步是 `x[:, t]`。",
    )
)
def whole_sequence_at_each_step(x, h0, W_xh, W_hh, b_h):
    return scratch.rnn_step(x, h0, W_xh, W_hh, b_h)


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


@exercises.rnn_forward.mistake(
    Text(
        en="`scratch.rnn_step` ends in a tanh already. You squash its result a "
        "second time before the next step.",
        zh="`scratch.rnn_step` 里已经有 tanh 了。你把它的结果又压了一次，才送进下一"
        "步。",
    )
)
def tanh_after_the_step(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(scratch.rnn_step(x[:, t], h, W_xh, W_hh, b_h))
        kept.append(h)
    return np.stack(kept, axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="Each state stands in its place, but the loop begins at the last step. A "
        "state should know what came before it, not what comes after.",
        zh="每个状态都放在了自己的位置上，可循环是从最后一步开始的。状态应当知道前面"
        "读过什么，而不是后面。",
    )
)
def backwards_each_in_its_place(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x[:, ::-1], h0, W_xh, W_hh, b_h)[:, ::-1]


@exercises.rnn_forward.mistake(
    Text(
        en="From the second step on, all steps start from the first state. Each "
        "should start from the one just before it: is `h` replaced inside the "
        "loop?",
        zh="从第二步起，每一步都是从第一个状态出发的。应当从紧挨着的前一个状态出发："
        "循环里换掉 `h` 了吗？",
    )
)
def never_past_the_first_state(x, h0, W_xh, W_hh, b_h):
    h = scratch.rnn_step(x[:, 0], h0, W_xh, W_hh, b_h)
    later = [scratch.rnn_step(x_t, h, W_xh, W_hh, b_h) for x_t in x.swapaxes(0, 1)]
    return np.stack([h, *later[1:]], axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="Every step reads `x[:, 0]`, the first input again. Step t reads `x[:, t]`.",
        zh="每一步读的都是 `x[:, 0]`，总是第一个输入。第 t 步该读 `x[:, t]`。",
    )
)
def first_input_at_each_step(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(np.repeat(x[:, :1], x.shape[1], axis=1), h0, W_xh, W_hh, b_h)


@exercises.rnn_forward.mistake(
    Text(
        en="Each state is added to all before it. The step already makes the new "
        "state from the old one: it replaces it.",
        zh="每个状态都加到了前面各步的和上。新状态已经是由旧状态算出来的：换掉旧的就"
        "行，不用相加。",
    )
)
def states_summed_up(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(x, h0, W_xh, W_hh, b_h).cumsum(axis=1)


@exercises.rnn_forward.mistake(
    Text(
        en="Every step reads `x[:, -1]`, the last input. Step t reads `x[:, t]`.",
        zh="每一步读的都是最后一个输入 `x[:, -1]`。第 t 步应该读 `x[:, t]`。",
    )
)
def last_input_at_each_step(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(np.repeat(x[:, -1:], x.shape[1], axis=1), h0, W_xh, W_hh, b_h)


@exercises.rnn_forward.mistake(
    Text(
        en="Each input is read twice before its state is kept. One call of "
        "`scratch.rnn_step` for each step is enough.",
        zh="每个输入都读了两遍，才把状态存下来。每一步只调用一次 `scratch.rnn_step`。",
    )
)
def two_steps_for_each_input(x, h0, W_xh, W_hh, b_h):
    return rnn_forward(np.repeat(x, 2, axis=1), h0, W_xh, W_hh, b_h)[:, 1::2]
