"""The gradient at the end of the network: softmax with cross-entropy."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.vanilla_rnn.arrays import (
    Arrays,
    draw_arrays,
    draw_sizes,
    random_arrays,
)
from course_utils.scratch.readout import softmax
from course_utils.text import Text

exercises = Exercises("03_bptt")


def gradient_cases() -> list[Arrays]:
    """Two guesses to read; a usual case; N = V; and scores too large for exp."""
    (usual,) = random_arrays((5, 4), seed=31)
    (square,) = random_arrays((4, 4), seed=32)
    return [
        (np.array([[0.0, 1.0, 2.0], [1.0, 1.0, 0.0]]), np.array([2, 0])),
        (usual, np.array([3, 0, 1, 1, 2])),
        (square, np.array([0, 2, 1, 2])),
        (np.array([[1000.0, 1001.0], [-2000.0, -2001.0]]), np.array([0, 0])),
    ]


def new_gradient_case(rng: np.random.Generator) -> Arrays:
    N, V = draw_sizes(rng, 2)
    return *draw_arrays(rng, (N, V)), rng.integers(V, size=N)


@exercises.add(
    task=Text(
        en="From `scores` (N, V) and the right symbols `targets` (N,), return the "
        "gradient of the summed loss with respect to every score: (N, V).",
        zh="由得分 `scores` (N, V) 和正确符号的编号 `targets` (N,)，"
        "求总损失对每个得分的梯度，形状 (N, V)。",
    ),
    hints=(
        Text(
            en="Print `softmax(scores)` beside the numbers measured above. In which "
            "entries do they differ, and by how much?",
            zh="把 `softmax(scores)` 和上面量出来的梯度并排打印。哪几项不同，差多少？",
        ),
        Text(
            en="Start from the probabilities. In each row, exactly one entry loses 1: "
            "that of the right symbol.",
            zh="从概率出发。每一行恰好有一项要减 1：正确符号的那一项。",
        ),
        Text(
            en="A pair of index arrays picks one entry a row: "
            "`p[np.arange(len(targets)), targets]`.",
            zh="用一对下标数组，就能每行取一项："
            "`p[np.arange(len(targets)), targets]`。",
        ),
    ),
    cases=gradient_cases,
    fresh=new_gradient_case,
)
def cross_entropy_gradient(scores: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """scores (N, V), targets (N,) -> dscores (N, V)"""
    dscores = softmax(scores)
    dscores[np.arange(len(targets)), targets] -= 1
    return dscores


def one_hot(scores, targets):
    return np.eye(scores.shape[1])[targets]


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="Those are the probabilities: the right symbol is treated like the others. "
        "Where do the `targets` come in?",
        zh="这只是概率，没有把正确的符号区分出来。`targets` 用在哪儿？",
    )
)
def probabilities_only(scores, targets):
    return softmax(scores)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="The sign is turned. A gradient points to where the loss grows; the step "
        "downhill, minus the gradient, is taken later.",
        zh="正负号反了。梯度指向损失变大的方向；取负号、往下走，是更新时才做的事。",
    )
)
def downhill(scores, targets):
    return one_hot(scores, targets) - softmax(scores)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="That is the gradient of the mean: yours is divided by N. Here the losses "
        "are added. (`F.cross_entropy` takes the mean unless told otherwise.)",
        zh="这是平均损失的梯度，多除了一个 N。这里的损失是相加的。"
        "（默认取平均的，是 `F.cross_entropy`。）",
    )
)
def of_the_mean(scores, targets):
    return cross_entropy_gradient(scores, targets) / len(targets)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="`p[targets]` picks whole rows. One entry in each row loses 1: give the row "
        "numbers too, as a pair of index arrays.",
        zh="`p[targets]` 取出的是整行。每行只有一项减 1："
        "还要给出行号，用一对下标数组。",
    )
)
def whole_rows(scores, targets):
    dscores = softmax(scores)
    dscores[targets] -= 1
    return dscores


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="`p[:, targets]` picks these columns in every row. Pair each row with its "
        "own target: `np.arange(...)` in place of the colon.",
        zh="`p[:, targets]` 在每一行里都取了这些列。每行只配自己的那个目标："
        "冒号换成 `np.arange(...)`。",
    )
)
def whole_columns(scores, targets):
    dscores = softmax(scores)
    dscores[:, targets] -= 1
    return dscores


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="Only the right symbols got a gradient. The wrong ones share in the "
        "softmax: raise any of their scores, and the right one becomes less likely.",
        zh="只有正确的符号分到了梯度。别的符号也在 softmax 里："
        "别的得分一涨，正确的那个概率就要跌。",
    )
)
def right_entries_only(scores, targets):
    return (softmax(scores) - 1) * one_hot(scores, targets)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="It overflows: for a score of 1000, exp is infinite and the result NaN. "
        "The formula is right; take `softmax`, which subtracts the largest score.",
        zh="公式对，数值溢出了：得分是 1000 时，exp 成了无穷大，结果是 NaN。"
        "请用 `softmax`，它会先减去最大的得分。",
    )
)
def exp_of_large_scores(scores, targets):
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return p - one_hot(scores, targets)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="The softmax runs down the columns. The V scores of one guess stand in one "
        "row: add along `axis=1`.",
        zh="你的 softmax 是竖着算的。一次猜测的 V 个得分在同一行，应沿 `axis=1` 求和。",
    )
)
def down_the_columns(scores, targets):
    return softmax(scores.T).T - one_hot(scores, targets)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="One maximum and one sum are taken over the whole table, so all rows share "
        "one probability. Each row is a guess of its own: `axis=1`, `keepdims=True`.",
        zh="你对整张表只求了一次最大值和一次和，所有行合在一起才是 1。"
        "每一行各自是一次猜测：`axis=1`、`keepdims=True`。",
    )
)
def one_softmax_for_all(scores, targets):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum() - one_hot(scores, targets)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="You took 1 from the raw scores. First turn them into probabilities with "
        "`softmax`.",
        zh="你直接从得分里减了 1。先用 `softmax` 把得分变成概率。",
    )
)
def from_raw_scores(scores, targets):
    return scores - one_hot(scores, targets)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="You multiplied by p(1 - p) as well. That slope belongs to a sigmoid with a "
        "squared error; with softmax and cross-entropy it cancels.",
        zh="多乘了 p(1 - p)：sigmoid 配平方误差，梯度里才有这个因子。"
        "换成交叉熵，正好约掉了。",
    )
)
def with_a_slope(scores, targets):
    p = softmax(scores)
    return (p - one_hot(scores, targets)) * p * (1 - p)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="In row n, entry n loses the 1, whatever the target is. Which column "
        "does `targets` name for it?",
        zh="第 n 行总是第 n 项减了 1，不管目标是哪个。`targets` 给这一行指的是哪一列？",
    )
)
def row_number_for_the_target(scores, targets):
    p = softmax(scores)
    rows = np.arange(len(targets))
    p[rows, rows] -= 1
    return p


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="Those are the logarithms of the probabilities. The loss is made of "
        "them; its gradient needs the probabilities themselves.",
        zh="这是概率的对数。损失是用对数算的，它的梯度却要用概率本身。",
    )
)
def log_probabilities(scores, targets):
    return np.log(softmax(scores))


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="Those would be the losses, were each symbol the right one in turn. What "
        "is asked for is how the loss changes with each score.",
        zh="这是假定每个符号轮流当正确答案时的损失。题目问的是：每个得分变一点，损失"
        "变多少。",
    )
)
def losses_of_every_symbol(scores, targets):
    return -np.log(softmax(scores))


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="Those are the losses, one for each guess. The gradient has a number for "
        "every score: (N, V).",
        zh="这是损失，每次猜测一个。梯度是每个得分一个数：(N, V)。",
    )
)
def the_losses(scores, targets):
    p = softmax(scores)
    return -np.log(p[np.arange(len(targets)), targets])


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="That is the loss, one number. The gradient says for each score how the "
        "loss changes with it: (N, V).",
        zh="这是损失，只有一个数。梯度要说的是：损失怎样随每个得分变化，形状 (N, V)。",
    )
)
def the_loss(scores, targets):
    p = softmax(scores)
    return -np.log(p[np.arange(len(targets)), targets]).sum()


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="Only the entries of the right symbols come back. Change them in place, "
        "and return the whole table.",
        zh="你只返回了正确符号的那几项。改好以后，要返回整张表。",
    )
)
def picked_entries(scores, targets):
    p = softmax(scores)
    return p[np.arange(len(targets)), targets] - 1


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="p(1 - p) says how a probability changes with its own score. But which "
        "probability counts for the loss? `targets` says so.",
        zh="p(1 - p) 是概率随自己的得分变化的斜率。可损失看的是哪个概率？这要问 "
        "`targets`。",
    )
)
def slope_of_the_softmax(scores, targets):
    p = softmax(scores)
    return p * (1 - p)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="In the right entry stands 1, or -1, in place of p - 1. Subtract; do not "
        "put in.",
        zh="正确的那一项，你直接换成了数，而不是 p - 1。是减去 1，不是换掉。",
    )
)
def one_at_the_target(scores, targets):
    p = softmax(scores)
    p[np.arange(len(targets)), targets] = -1
    return p


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="You added 1 at the right symbol. Its score should grow, so its gradient "
        "is negative: p - 1.",
        zh="正确的那一项，你加了 1。它的得分应当变大，所以梯度是负的：p - 1。",
    )
)
def one_more_at_the_target(scores, targets):
    p = softmax(scores)
    p[np.arange(len(targets)), targets] += 1
    return p


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="You subtract the 1 one column too far to the right. `targets` counts from "
        "0, as the columns do.",
        zh="你把 1 减在了右边一列。`targets` 和列号一样，都从 0 数起。",
    )
)
def symbol_after_the_right_one(scores, targets):
    p, rows = softmax(scores), np.arange(len(targets))
    p[rows, (targets + 1) % scores.shape[1]] -= 1
    return p


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="You subtract the 1 one column too far to the left. `targets` counts from "
        "0, as the columns do: take it as it is.",
        zh="你把 1 减在了左边一列。`targets` 和列号一样，都从 0 数起，直接用就行。",
    )
)
def symbol_before_the_right_one(scores, targets):
    p, rows = softmax(scores), np.arange(len(targets))
    p[rows, targets - 1] -= 1
    return p


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="You subtract 1 from every entry. Only the right symbol's entry in each "
        "row loses it.",
        zh="你让每一处都减了 1。每一行里，只有正确符号那一处才减。",
    )
)
def one_taken_from_every_entry(scores, targets):
    return softmax(scores) - 1


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="At the right symbol you only turn the sign: -p. It should be p - 1, so "
        "that each row sums to 0.",
        zh="在正确符号那一处，你只把符号反了过来，得到 -p。应该是 p - 1，这样每一行加"
        "起来才是 0。",
    )
)
def sign_turned_at_the_target(scores, targets):
    p, rows = softmax(scores), np.arange(len(targets))
    p[rows, targets] *= -1
    return p


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="You subtract the numbers of the symbols. They are names: `targets` says "
        "in which column the 1 is subtracted.",
        zh="你减掉的是符号的编号。编号只是名字：`targets` 说的是该在哪一列减 1。",
    )
)
def target_numbers_subtracted(scores, targets):
    return softmax(scores) - targets[:, None]


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="You took a sigmoid of each score. The symbols of a row compete: `softmax` "
        "makes their probabilities sum to 1.",
        zh="你对每个得分各做了 sigmoid。同一行的符号是互相竞争的：要用 `softmax`，让概"
        "率加起来等于 1。",
    )
)
def through_a_sigmoid(scores, targets):
    return 1 / (1 + np.exp(-scores)) - one_hot(scores, targets)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="That is the slope of -log p by the probability p. Go on through the "
        "softmax, to the scores.",
        zh="这是 -log p 对概率 p 的导数。还要再往前穿过 softmax，求到得分上。",
    )
)
def slope_of_the_logarithm_alone(scores, targets):
    return -one_hot(scores, targets) / softmax(scores)


@exercises.cross_entropy_gradient.mistake(
    Text(
        en="You subtract the 1 from the score, before the softmax. It is subtracted "
        "from the probability.",
        zh="你在 softmax 之前就从得分里减了 1。这个 1 要从概率里减。",
    )
)
def softmax_of_the_changed_scores(scores, targets):
    return softmax(scores - one_hot(scores, targets))
