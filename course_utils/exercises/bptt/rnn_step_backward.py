"""One step back: from the gradient of the new state to all that made it."""

from __future__ import annotations

import numpy as np

from course_utils import scratch
from course_utils.checking.lists import Exercises
from course_utils.exercises.bptt.arrays import random_states, states_like
from course_utils.exercises.vanilla_rnn.arrays import (
    Arrays,
    draw_arrays,
    draw_sizes,
    random_arrays,
)
from course_utils.text import Text

exercises = Exercises("03_bptt")


def step_back_cases() -> list[Arrays]:
    """One sample to read; a usual batch; and B = E = H, where axes get mixed up."""
    dh_t, x = np.array([[1.0, 0.0, -1.0]]), np.array([[1.0, 0.5]])
    h_t, h = np.array([[0.5, 0.0, -0.5]]), np.array([[0.0, 0.5, 1.0]])
    W_xh = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]])
    W_hh = np.array([[0.5, 0.0, 0.0], [1.0, 0.5, 0.0], [0.0, 2.0, -0.5]])
    cases: list[Arrays] = [(dh_t, h_t, x, h, W_xh, W_hh)]
    for (B, E, H), seed in (((4, 3, 5), 34), ((3, 3, 3), 35)):
        dh_t, x, W_xh, W_hh = random_arrays((B, H), (B, E), (H, E), (H, H), seed=seed)
        h_t, h = states_like((2, B, H), seed)
        cases.append((dh_t, h_t, x, h, W_xh, W_hh))
    return cases


def new_step_back_case(rng: np.random.Generator) -> Arrays:
    B, E, H = draw_sizes(rng, 3)
    dh_t, x, W_xh, W_hh = draw_arrays(rng, (B, H), (B, E), (H, E), (H, H))
    h_t, h = random_states(rng, (2, B, H))
    return dh_t, h_t, x, h, W_xh, W_hh


exercises.add(
    task=Text(
        en="Given `dh_t`, the gradient of the loss for the new state, return those of "
        "all that made it: `dx, dh, dW_xh, dW_hh, db_h`.",
        zh="已知损失对新状态的梯度 `dh_t`，依次返回对其余各项的梯度："
        "`dx, dh, dW_xh, dW_hh, db_h`。",
    ),
    hints=(
        Text(
            en="Go backwards through the table above, from its last line to its first. "
            "Each gradient has the shape of what it belongs to.",
            zh="把上面那张表从最后一行倒着走到第一行。谁的梯度，就和谁形状相同。",
        ),
        Text(
            en="First `da`, through the tanh. Its slope is 1 - h_t², computed from the "
            "output. Everything else is `da` times something: which shapes fit?",
            zh="先穿过 tanh，求出 `da`。tanh 的斜率是 1 - h_t²，用输出就能算。"
            "其余各项都是 `da` 乘上某个数组：哪两个形状对得上？",
        ),
        Text(
            en="With `da = dh_t * (1 - h_t**2)`: `dx` is `da @ ...`, `dW_xh` is "
            "`da.T @ ...`, and `db_h` adds up the samples.",
            zh="有了 `da = dh_t * (1 - h_t**2)`：`dx` 是 `da @ ...`，"
            "`dW_xh` 是 `da.T @ ...`，`db_h` 把各个样本加起来。",
        ),
    ),
    cases=step_back_cases,
    fresh=new_step_back_case,
)(scratch.rnn_step_backward)


def gradients(da, x, h, W_xh, W_hh):
    return da @ W_xh, da @ W_hh, da.T @ x, da.T @ h, da.sum(axis=0)


@exercises.rnn_step_backward.mistake(
    Text(
        en="The tanh is left out: `dh_t` goes through as it is. Where the state is "
        "near 1 or -1, hardly anything should pass.",
        zh="漏了 tanh：`dh_t` 原样穿了过去。状态接近 1 或 -1 的地方，"
        "本该几乎什么都过不去。",
    )
)
def without_the_slope(dh_t, h_t, x, h, W_xh, W_hh):
    return gradients(dh_t, x, h, W_xh, W_hh)


@exercises.rnn_step_backward.mistake(
    Text(
        en="`h_t` already is the output of the tanh. You took its tanh once more: the "
        "slope is `1 - h_t**2`, and `1 - np.tanh(a)**2` only with a from *before* it.",
        zh="`h_t` 已经是 tanh 的输出，你又套了一次 tanh。"
        "斜率就是 `1 - h_t**2`；`1 - np.tanh(a)**2` 里的 a 是过 tanh 之前的数。",
    )
)
def tanh_once_more(dh_t, h_t, x, h, W_xh, W_hh):
    return gradients(dh_t * (1 - np.tanh(h_t) ** 2), x, h, W_xh, W_hh)


@exercises.rnn_step_backward.mistake(
    Text(
        en="You put the number from before the tanh into `1 - a**2`. The slope is "
        "1 - tanh(a)², and tanh(a) is the `h_t` you were given.",
        zh="你把过 tanh 之前的数代进了 `1 - a**2`。斜率是 1 - tanh(a)²，"
        "而 tanh(a) 就是现成的 `h_t`。",
    )
)
def slope_before_the_tanh(dh_t, h_t, x, h, W_xh, W_hh):
    return gradients(dh_t * (1 - np.arctanh(h_t) ** 2), x, h, W_xh, W_hh)


@exercises.rnn_step_backward.mistake(
    Text(
        en="The slope is taken at the old state `h`. The tanh gave `h_t`.",
        zh="斜率用错了状态：你用的是旧状态 `h`，tanh 的输出是 `h_t`。",
    )
)
def slope_of_the_old_state(dh_t, h_t, x, h, W_xh, W_hh):
    return gradients(dh_t * (1 - h**2), x, h, W_xh, W_hh)


@exercises.rnn_step_backward.mistake(
    Text(
        en="`1 - h_t` misses its square: the slope of tanh is 1 - tanh².",
        zh="`1 - h_t` 少了平方：tanh 的斜率是 1 - tanh²。",
    )
)
def slope_not_squared(dh_t, h_t, x, h, W_xh, W_hh):
    return gradients(dh_t * (1 - h_t), x, h, W_xh, W_hh)


@exercises.rnn_step_backward.mistake(
    Text(
        en="`h_t * (1 - h_t)` is the slope of the sigmoid. This is tanh: `1 - h_t**2`.",
        zh="`h_t * (1 - h_t)` 是 sigmoid 的斜率。这里是 tanh：`1 - h_t**2`。",
    )
)
def slope_of_the_sigmoid(dh_t, h_t, x, h, W_xh, W_hh):
    return gradients(dh_t * h_t * (1 - h_t), x, h, W_xh, W_hh)


@exercises.rnn_step_backward.mistake(
    Text(
        en="`dW_hh` belongs to what `W_hh` was multiplied with on the way forward: the "
        "old state `h`, not the new one.",
        zh="`dW_hh` 要看前向时 `W_hh` 乘的是谁：是旧状态 `h`，不是新状态。",
    )
)
def new_state_for_the_old(dh_t, h_t, x, h, W_xh, W_hh):
    return gradients(dh_t * (1 - h_t**2), x, h_t, W_xh, W_hh)


@exercises.rnn_step_backward.mistake(
    Text(
        en="`dh` goes through `W_hh` turned the wrong way. Forward it was "
        "`h @ W_hh.T`; back it is `da @ W_hh`, without `.T`. It is square, so NumPy "
        "cannot notice.",
        zh="`dh` 里 `W_hh` 转错了方向。前向是 `h @ W_hh.T`，往回是 `da @ W_hh`，"
        "没有 `.T`。它是方阵，NumPy 看不出毛病。",
    )
)
def still_transposed(dh_t, h_t, x, h, W_xh, W_hh):
    dx, _, *weights = scratch.rnn_step_backward(dh_t, h_t, x, h, W_xh, W_hh)
    return dx, (dh_t * (1 - h_t**2)) @ W_hh.T, *weights


@exercises.rnn_step_backward.mistake(
    Text(
        en="The two weight gradients lie on their sides: `dW_xh` must be (H, E) like "
        "`W_xh`, so `da.T` comes first.",
        zh="两个权重的梯度行列颠倒了：`dW_xh` 要和 `W_xh` 一样是 (H, E)，"
        "所以 `da.T` 放前面。",
    )
)
def weights_on_their_side(dh_t, h_t, x, h, W_xh, W_hh):
    da = dh_t * (1 - h_t**2)
    return da @ W_xh, da @ W_hh, x.T @ da, h.T @ da, da.sum(axis=0)


@exercises.rnn_step_backward.mistake(
    Text(
        en="`dW_hh` lies on its side: like `dW_xh`, it is `da.T @ ...`. As `W_hh` is "
        "square, no shape gives that away.",
        zh="`dW_hh` 行列颠倒了：和 `dW_xh` 一样，应是 `da.T @ ...`。"
        "`W_hh` 是方阵，从形状上看不出来。",
    )
)
def one_weight_on_its_side(dh_t, h_t, x, h, W_xh, W_hh):
    da = dh_t * (1 - h_t**2)
    return da @ W_xh, da @ W_hh, da.T @ x, h.T @ da, da.sum(axis=0)


@exercises.rnn_step_backward.mistake(
    Text(
        en="`db_h` still has a row for each sample. All samples used the one `b_h`, "
        "so their shares are added: `axis=0`.",
        zh="`db_h` 还是一个样本一行。所有样本共用一条 `b_h`，各自的份额要加起来："
        "`axis=0`。",
    )
)
def bias_not_summed(dh_t, h_t, x, h, W_xh, W_hh):
    da = dh_t * (1 - h_t**2)
    return da @ W_xh, da @ W_hh, da.T @ x, da.T @ h, da


@exercises.rnn_step_backward.mistake(
    Text(
        en="The bias takes the mean over the samples, while the loss is a sum. "
        "`da.T @ x` adds them too.",
        zh="偏置对样本取了平均，可损失是相加的。`da.T @ x` 也是把样本加起来。",
    )
)
def mean_over_samples(dh_t, h_t, x, h, W_xh, W_hh):
    da = dh_t * (1 - h_t**2)
    return da @ W_xh, da @ W_hh, da.T @ x, da.T @ h, da.mean(axis=0)


@exercises.rnn_step_backward.mistake(
    Text(
        en="All five are there, in another order: first `dx`, then `dh`, then the "
        "weights.",
        zh="五个都对，次序不对：先 `dx`，再 `dh`，然后才是权重。",
    )
)
def state_in_front(dh_t, h_t, x, h, W_xh, W_hh):
    dx, dh, *weights = scratch.rnn_step_backward(dh_t, h_t, x, h, W_xh, W_hh)
    return dh, dx, *weights


@exercises.rnn_step_backward.mistake(
    Text(
        en="`dW_xh` and `dW_hh` start from `dh_t`. They lie behind the tanh like "
        "all the rest: start from `da`.",
        zh="`dW_xh` 和 `dW_hh` 是从 `dh_t` 出发的。它们和别的一样，隔着 tanh：要从 "
        "`da` 出发。",
    )
)
def slope_not_used_for_the_weights(dh_t, h_t, x, h, W_xh, W_hh):
    dx, dh, _, _, db_h = scratch.rnn_step_backward(dh_t, h_t, x, h, W_xh, W_hh)
    return dx, dh, dh_t.T @ x, dh_t.T @ h, db_h


@exercises.rnn_step_backward.mistake(
    Text(
        en="`da` is the slope alone. Multiply it by what comes from behind, `dh_t`.",
        zh="你的 `da` 只有斜率。还要乘上后面传来的 `dh_t`。",
    )
)
def slope_without_the_message(dh_t, h_t, x, h, W_xh, W_hh):
    return gradients(1 - h_t**2, x, h, W_xh, W_hh)


@exercises.rnn_step_backward.mistake(
    Text(
        en="The three gradients of the weights are divided by the number of samples. "
        "The loss is a sum, so they are sums, too.",
        zh="三个参数的梯度都除以了样本个数。损失是求和得来的，它们也该是和。",
    )
)
def weights_averaged(dh_t, h_t, x, h, W_xh, W_hh):
    dx, dh, *weights = scratch.rnn_step_backward(dh_t, h_t, x, h, W_xh, W_hh)
    return dx, dh, *(each / len(x) for each in weights)


@exercises.rnn_step_backward.mistake(
    Text(
        en="`dh` has `dh_t` added to it. The old state reaches the new one through "
        "`W_hh` and the tanh only, so nothing goes back past them.",
        zh="`dh` 里多加了 `dh_t`。旧状态只经过 `W_hh` 和 tanh 影响新状态，梯度没有别的"
        "路可以绕回去。",
    )
)
def message_added_whole(dh_t, h_t, x, h, W_xh, W_hh):
    dx, dh, *weights = scratch.rnn_step_backward(dh_t, h_t, x, h, W_xh, W_hh)
    return dx, dh + dh_t, *weights
