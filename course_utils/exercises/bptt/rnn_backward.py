"""All the way back: what every step says, added up."""

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


def way_back_cases() -> list[Arrays]:
    """Two steps; a usual batch; B = T = E = H. The first state is never zero."""
    cases: list[Arrays] = []
    for (B, T, E, H), seed in (
        ((1, 2, 2, 2), 36),
        ((3, 5, 2, 4), 37),
        ((3, 3, 3, 3), 38),
    ):
        dstates, x, W_xh, W_hh = random_arrays(
            (B, T, H), (B, T, E), (H, E), (H, H), seed=seed
        )
        states, h0 = states_like((B, T, H), seed), states_like((B, H), seed + 10)
        cases.append((dstates, states, x, h0, W_xh, W_hh))
    return cases


def new_way_back_case(rng: np.random.Generator) -> Arrays:
    B, T, E, H = draw_sizes(rng, 4)
    dstates, x, W_xh, W_hh = draw_arrays(rng, (B, T, H), (B, T, E), (H, E), (H, H))
    states, h0 = random_states(rng, (B, T, H)), random_states(rng, (B, H))
    return dstates, states, x, h0, W_xh, W_hh


@exercises.add(
    task=Text(
        en="Go back from the last step to the first with `scratch.rnn_step_backward`. "
        "`dstates[:, t]` is what the loss at step t alone says of its state. "
        "Return `dh0, dW_xh, dW_hh, db_h`.",
        zh="用 `scratch.rnn_step_backward` 从最后一步走回第一步。"
        "`dstates[:, t]` 只是第 t 步自己的损失对该步状态的梯度。"
        "返回 `dh0, dW_xh, dW_hh, db_h`。",
    ),
    hints=(
        Text(
            en="Two messages reach a state: one from its own loss, one from the step "
            "after it. And each step has something to say about the same weights.",
            zh="每个状态会收到两份梯度：一份来自自己的损失，一份来自后一步。"
            "而权重只有一组，每一步都会给一份梯度。",
        ),
        Text(
            en="Keep a `dh`, zero at first. At each step add `dstates[:, t]` to it, "
            "go one step back, and add the weight gradients to running sums. The old "
            "state of step 0 is `h0`.",
            zh="留一个 `dh`，起初是零。每一步先加上 `dstates[:, t]`，再往回走一步，"
            "把权重的梯度累加起来。第 0 步的旧状态是 `h0`。",
        ),
        Text(
            en="`for t in reversed(range(x.shape[1])):`, with "
            "`h = states[:, t - 1] if t > 0 else h0`. Then "
            "`_, dh, dW, dU, db = scratch.rnn_step_backward(dh + ..., ...)`.",
            zh="`for t in reversed(range(x.shape[1])):`，旧状态是 "
            "`h = states[:, t - 1] if t > 0 else h0`。然后 "
            "`_, dh, dW, dU, db = scratch.rnn_step_backward(dh + ..., ...)`。",
        ),
    ),
    cases=way_back_cases,
    fresh=new_way_back_case,
)
def rnn_backward(
    dstates: np.ndarray,
    states: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """dstates, states (B, T, H), x (B, T, E), h0 (B, H)
    -> dh0 (B, H), dW_xh (H, E), dW_hh (H, H), db_h (H)
    """
    dh = np.zeros_like(h0)
    dW_xh, dW_hh = np.zeros_like(W_xh), np.zeros_like(W_hh)
    db_h = np.zeros(len(W_hh))
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *shares = scratch.rnn_step_backward(
            dh + dstates[:, t], states[:, t], x[:, t], h, W_xh, W_hh
        )
        dW_xh = dW_xh + shares[0]
        dW_hh = dW_hh + shares[1]
        db_h = db_h + shares[2]
    return dh, dW_xh, dW_hh, db_h


def way_back(
    dstates, states, x, h0, W_xh, W_hh, carry=1.0, own=True, first=None, order=reversed
):
    """dh0, and the shares of the steps in the order they were met."""
    dh, shares = np.zeros_like(h0), []
    for t in order(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else (h0 if first is None else first)
        said = dstates[:, t] if own or t == x.shape[1] - 1 else 0.0
        _, dh, *share = scratch.rnn_step_backward(
            carry * dh + said, states[:, t], x[:, t], h, W_xh, W_hh
        )
        shares.append(share)
    return dh, shares


def summed(dh, shares):
    return dh, *(np.sum(each, axis=0) for each in zip(*shares, strict=True))


@exercises.rnn_backward.mistake(
    Text(
        en="The weights get the share of one step only: each turn of the loop "
        "overwrites the one before. All steps used the same weights, so their shares "
        "are added: `+=`.",
        zh="权重只拿到了一步的份额：循环每转一圈，就把上一圈的盖掉了。"
        "所有步用的是同一组权重，份额要累加：`+=`。",
    )
)
def only_the_first_step(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = way_back(dstates, states, x, h0, W_xh, W_hh)
    return dh, *shares[-1]


@exercises.rnn_backward.mistake(
    Text(
        en="Your loop ends after one turn: a `return` stands inside it. What comes "
        "back is the last step alone.",
        zh="循环只转了一圈：`return` 写进了循环里。返回的只有最后一步。",
    )
)
def only_the_last_step(dstates, states, x, h0, W_xh, W_hh):
    _, dh, *share = scratch.rnn_step_backward(
        dstates[:, -1], states[:, -1], x[:, -1], states[:, -2], W_xh, W_hh
    )
    return dh, *share


@exercises.rnn_backward.mistake(
    Text(
        en="Nothing is handed back from step to step: each state hears its own loss "
        "only. Add the `dh` of the step after it.",
        zh="步与步之间没有往回传：每个状态只收到自己那一步的损失。"
        "还要加上后一步传回来的 `dh`。",
    )
)
def nothing_handed_back(dstates, states, x, h0, W_xh, W_hh):
    return summed(*way_back(dstates, states, x, h0, W_xh, W_hh, carry=0.0))


@exercises.rnn_backward.mistake(
    Text(
        en="Only the last loss is heard. Every step has one: add `dstates[:, t]` at "
        "each t.",
        zh="只用到了最后一步的损失。每一步都有损失：每个 t 都要加 `dstates[:, t]`。",
    )
)
def only_the_last_loss(dstates, states, x, h0, W_xh, W_hh):
    return summed(*way_back(dstates, states, x, h0, W_xh, W_hh, own=False))


@exercises.rnn_backward.mistake(
    Text(
        en="At step 0, `states[:, t - 1]` is `states[:, -1]`: Python hands you the "
        "*last* state. The state before step 0 is `h0`.",
        zh="t 为 0 时，`states[:, t - 1]` 就是 `states[:, -1]`："
        "Python 给的是末状态。第 0 步之前是 `h0`。",
    )
)
def last_state_before_the_first(dstates, states, x, h0, W_xh, W_hh):
    last = states[:, -1]
    return summed(*way_back(dstates, states, x, h0, W_xh, W_hh, first=last))


@exercises.rnn_backward.mistake(
    Text(
        en="The first step starts from zeros, but the caller handed you `h0`: "
        "`dW_hh` needs it.",
        zh="你让第一步从零开始，可调用者给了 `h0`，算 `dW_hh` 要用到它。",
    )
)
def zeros_before_the_first(dstates, states, x, h0, W_xh, W_hh):
    zeros = np.zeros_like(h0)
    return summed(*way_back(dstates, states, x, h0, W_xh, W_hh, first=zeros))


@exercises.rnn_backward.mistake(
    Text(
        en="You walk from the first step to the last. A gradient comes from the loss "
        "and goes back: `reversed(range(...))`.",
        zh="你从第一步走到了最后一步。梯度从损失出发往回走：`reversed(range(...))`。",
    )
)
def from_first_to_last(dstates, states, x, h0, W_xh, W_hh):
    return summed(*way_back(dstates, states, x, h0, W_xh, W_hh, order=iter))


@exercises.rnn_backward.mistake(
    Text(
        en="You took the mean over the steps. The losses are added, so the shares are "
        "added too.",
        zh="你对时间步取了平均。损失是相加的，份额也要相加。",
    )
)
def mean_over_steps(dstates, states, x, h0, W_xh, W_hh):
    dh, *weights = rnn_backward(dstates, states, x, h0, W_xh, W_hh)
    return dh, *(each / x.shape[1] for each in weights)


@exercises.rnn_backward.mistake(
    Text(
        en="As its old state, each step is given its own new one. It started from the "
        "state before: `states[:, t - 1]`.",
        zh="你把每一步自己的新状态当成了旧状态。旧状态是前一步的 `states[:, t - 1]`。",
    )
)
def own_state_for_the_old(dstates, states, x, h0, W_xh, W_hh):
    dh, dW_xh, _, db_h = rnn_backward(dstates, states, x, h0, W_xh, W_hh)
    da = np.zeros_like(states)
    carried = np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        da[:, t] = (carried + dstates[:, t]) * (1 - states[:, t] ** 2)
        carried = da[:, t] @ W_hh
    return dh, dW_xh, np.einsum("btk,btj->kj", da, states), db_h


@exercises.rnn_backward.mistake(
    Text(
        en="You return five arrays, the gradient of the inputs first. Four are asked "
        "for: `dh0, dW_xh, dW_hh, db_h`.",
        zh="你返回了五个，最前面多了对输入的梯度。"
        "只要四个：`dh0, dW_xh, dW_hh, db_h`。",
    )
)
def with_the_inputs(dstates, states, x, h0, W_xh, W_hh):
    return scratch.rnn_backward(dstates, states, x, h0, W_xh, W_hh)


@exercises.rnn_backward.mistake(
    Text(
        en="What comes back from the step after is subtracted. Both messages to a "
        "state are added.",
        zh="后一步传回来的梯度，你减掉了。一个状态收到的两份梯度要相加。",
    )
)
def later_steps_subtracted(dstates, states, x, h0, W_xh, W_hh):
    return summed(*way_back(dstates, states, x, h0, W_xh, W_hh, carry=-1.0))


@exercises.rnn_backward.mistake(
    Text(
        en="Every step is given `h0` as its old state. Only step 0 started from it; "
        "the others started from the state before: `states[:, t - 1]`.",
        zh="每一步的旧状态你都给成了 `h0`。只有第 0 步从 `h0` 出发，其余各步从前一步"
        "的 `states[:, t - 1]` 出发。",
    )
)
def h0_for_every_old_state(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = h0
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[:, t], states[:, t], x[:, t], h, W_xh, W_hh
        )
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="The `dh` that a step hands back is added to the older ones. It holds "
        "what they said already: let the new one take its place.",
        zh="每一步传回来的 `dh`，你又加到了以前的上面。新的里面已经含有旧的：换掉就"
        "行，不要再加。",
    )
)
def messages_pile_up(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, more, *share = scratch.rnn_step_backward(
            dh + dstates[:, t], states[:, t], x[:, t], h, W_xh, W_hh
        )
        dh = dh + more
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="Step t hears the loss of step t - 1 (and step 0 that of the last). Its "
        "own is `dstates[:, t]`; only the old state comes from t - 1.",
        zh="第 t 步用的是第 t - 1 步的损失（第 0 步用了最后一步的）。自己那一步是 "
        "`dstates[:, t]`；只有旧状态才来自 t - 1。",
    )
)
def loss_of_the_step_before(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[:, t - 1], states[:, t], x[:, t], h, W_xh, W_hh
        )
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="The loss of a step is added after its step back, so it reaches only the "
        "step before, and that of step 0 goes straight into `dh0`. Add it first.",
        zh="你走完一步才加上这一步的损失，它只传到了前一步，第 0 步的更是直接进了 "
        "`dh0`。要先加，再往回走。",
    )
)
def loss_of_the_step_added_late(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *share = scratch.rnn_step_backward(
            dh, states[:, t], x[:, t], h, W_xh, W_hh
        )
        dh = dh + dstates[:, t]
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="`x[t]` is sample t with all its steps. Step t of all samples is `x[:, t]`.",
        zh="`x[t]` 是第 t 个样本的所有步。所有样本的第 t 步是 `x[:, t]`。",
    )
)
def sample_for_the_step(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[:, t], states[:, t], x[t], h, W_xh, W_hh
        )
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="`dstates[t]`, `states[t]` and `x[t]` are sample t. Step t of all "
        "samples has a colon in front: `[:, t]`.",
        zh="`dstates[t]`、`states[t]`、`x[t]` 取的是第 t 个样本。所有样本的第 t 步，"
        "前面要有冒号：`[:, t]`。",
    )
)
def samples_for_steps(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[t], states[t], x[t], h, W_xh, W_hh
        )
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="`dW_xh` and `db_h` hold the share of one step: the loop overwrites "
        "them. Add them up, as you do with `dW_hh`.",
        zh="`dW_xh` 和 `db_h` 只有一步的份额：循环里把它们盖掉了。要像 `dW_hh` 那样"
        "累加。",
    )
)
def only_W_hh_summed(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = way_back(dstates, states, x, h0, W_xh, W_hh)
    _, _, dW_hh, _ = summed(dh, shares)
    return dh, shares[-1][0], dW_hh, shares[-1][2]


@exercises.rnn_backward.mistake(
    Text(
        en="`dW_hh` and `db_h` hold the share of one step: the loop overwrites "
        "them. Add them up, as you do with `dW_xh`.",
        zh="`dW_hh` 和 `db_h` 只有一步的份额：循环里把它们盖掉了。要像 `dW_xh` 那样"
        "累加。",
    )
)
def only_W_xh_summed(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = way_back(dstates, states, x, h0, W_xh, W_hh)
    _, dW_xh, _, _ = summed(dh, shares)
    return dh, dW_xh, *shares[-1][1:]


@exercises.rnn_backward.mistake(
    Text(
        en="`dW_xh` and `dW_hh` hold the share of one step: the loop overwrites "
        "them. Add them up, as you do with `db_h`.",
        zh="`dW_xh` 和 `dW_hh` 只有一步的份额：循环里把它们盖掉了。要像 `db_h` 那样"
        "累加。",
    )
)
def only_the_bias_summed(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = way_back(dstates, states, x, h0, W_xh, W_hh)
    *_, db_h = summed(dh, shares)
    return dh, *shares[-1][:2], db_h


@exercises.rnn_backward.mistake(
    Text(
        en="`dh0` is missing: what is left of `dh` when the loop has ended. Four "
        "arrays are asked for, it is the first.",
        zh="少了 `dh0`：循环结束时剩下的 `dh`。一共要四个数组，它排第一。",
    )
)
def without_dh0(dstates, states, x, h0, W_xh, W_hh):
    return rnn_backward(dstates, states, x, h0, W_xh, W_hh)[1:]


@exercises.rnn_backward.mistake(
    Text(
        en="The loss of the last step is heard twice: `dh` starts with it, and in the "
        "loop it is added again. Nothing comes after the last step: start from zeros.",
        zh="最后一步的损失算了两遍：`dh` 一开始就是它，循环里又加了一次。最后一步之后"
        "什么也没有，应该从零开始。",
    )
)
def last_loss_heard_twice(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = dstates[:, -1], []
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[:, t], states[:, t], x[:, t], h, W_xh, W_hh
        )
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="As its old state, each step is given the one after it. It started from "
        "the one before: `states[:, t - 1]`.",
        zh="你给每一步的“旧状态”是它后面那一步的状态。它是从前一步的状态出发的："
        "`states[:, t - 1]`。",
    )
)
def next_state_for_the_old(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = states[:, t + 1] if t + 1 < x.shape[1] else h0
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[:, t], states[:, t], x[:, t], h, W_xh, W_hh
        )
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="Each step is given the input of the step before. Only the state comes "
        "from there: the input is `x[:, t]`.",
        zh="你给每一步的是前一步的输入。只有状态才取自前一步，输入就是 `x[:, t]`。",
    )
)
def input_of_the_step_before(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[:, t], states[:, t], x[:, t - 1], h, W_xh, W_hh
        )
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="The new and the old state have changed places: `rnn_step_backward` takes "
        "the state after the step, `states[:, t]`, ahead of `x`, and the one "
        "before it behind.",
        zh="新旧两个状态放反了：`rnn_step_backward` 先要这一步之后的状态 "
        "`states[:, t]`，再要 `x`，最后才是这一步之前的"
        "状态。",
    )
)
def new_and_old_state_exchanged(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[:, t], h, x[:, t], states[:, t], W_xh, W_hh
        )
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="`x` and the old state come first in yours, as in the step forward. Here "
        "the new state stands between the gradient and `x`: see "
        "`help(scratch.rnn_step_backward)`.",
        zh="你照正向那一步的次序，先给了 `x` 和旧状态。这里梯度之后是新状态，然后才是 "
        "`x`：看看 "
        "`help(scratch.rnn_step_backward)`。",
    )
)
def order_of_the_step_forward(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[:, t], x[:, t], h, states[:, t], W_xh, W_hh
        )
        shares.append(share)
    return summed(dh, shares)


@exercises.rnn_backward.mistake(
    Text(
        en="The gradient goes in first: `rnn_step_backward` takes what is said of "
        "the new state, then that state, then `x` and the old one.",
        zh="梯度要放在最前面：`rnn_step_backward` 先要新状态的梯度，再要新状态，然后是"
        " `x` 和旧状态。",
    )
)
def gradient_behind_the_states(dstates, states, x, h0, W_xh, W_hh):
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *share = scratch.rnn_step_backward(
            x[:, t], h, states[:, t], dh + dstates[:, t], W_xh, W_hh
        )
        shares.append(share)
    return summed(dh, shares)
