"""How strongly the last state depends on the first input, by autograd.

PyTorch is imported when a check is made, not before.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.vanilla_rnn.arrays import draw_sizes
from course_utils.text import Text

exercises = Exercises("04_fading_memory")


def gradient_cases() -> list[tuple[Any, Any]]:
    """(rnn, x): a small one, a usual one, and one in which E = H."""
    import torch

    from course_utils.memory.nets import make_rnn

    cases = []
    for seed, (num_steps, E, H) in enumerate([(3, 2, 3), (7, 3, 5), (4, 4, 4)]):
        rng = np.random.default_rng(seed)
        x = torch.from_numpy(rng.normal(size=(num_steps, E)).round(1))
        cases.append((make_rnn(E, H, 1.2, input_gain=0.5, seed=seed), x))
    return cases


def new_gradient_case(rng: np.random.Generator) -> tuple[Any, Any]:
    import torch

    from course_utils.memory.nets import make_rnn

    T, E, H = draw_sizes(rng, 3)
    rnn = make_rnn(E, H, 1.2, input_gain=0.5, seed=int(rng.integers(1000)))
    return rnn, torch.from_numpy(rng.normal(size=(T, E)).round(1))


@exercises.add(
    task=Text(
        en="Read `x` (T, E) with `rnn`, and return ‖∂h_T/∂x_1‖: "
        "the root of the sum of all squared entries of that (H, E) matrix.",
        zh="让 `rnn` 读完 `x` (T, E)，返回 ‖∂h_T/∂x_1‖："
        "这个 (H, E) 矩阵所有元素的平方和，再开平方。",
    ),
    hints=(
        Text(
            en="`backward` starts from one number, and `h_T` has H of them. So how "
            "often must you go back?",
            zh="`backward` 只能从一个数出发，而 `h_T` 有 H 个数。那要往回走几趟？",
        ),
        Text(
            en="A copy of `x` must ask for its gradient: `x.clone().requires_grad_()`. "
            "Then for each number of `h_T`: empty `x.grad`, go back with "
            "`retain_graph=True`, and read the row `x.grad[0]`.",
            zh="先让 `x` 的副本记下梯度：`x.clone().requires_grad_()`。"
            "然后对 `h_T` 的每个数：清空 `x.grad`，"
            "带上 `retain_graph=True` 往回走，取出 `x.grad[0]` 这一行。",
        ),
        Text(
            en="`h_T = rnn(x)[0][-1]`. In the loop: `x.grad = None`, "
            "`h_i.backward(retain_graph=True)`, and add "
            "`x.grad[0].square().sum()`. The root comes at the end.",
            zh="`h_T = rnn(x)[0][-1]`。循环里：`x.grad = None`，"
            "`h_i.backward(retain_graph=True)`，"
            "再累加 `x.grad[0].square().sum()`。最后才开平方。",
        ),
    ),
    cases=gradient_cases,
    fresh=new_gradient_case,
    course_versions=("measure_memory",),
    time_limit=10.0,  # a first batched derivative loads PyTorch for seconds
)
def gradient_norm(rnn: Any, x: Any) -> Any:
    """rnn: x (T, E) -> output (T, H), h_n (1, H); returns one number"""
    x = x.clone().requires_grad_()
    h_T = rnn(x)[0][-1]
    squares = 0.0
    for h_i in h_T:
        x.grad = None
        h_i.backward(retain_graph=True)
        squares = squares + x.grad[0].square().sum()
    return squares**0.5


def jacobian(rnn: Any, x: Any, step: int = -1) -> Any:
    """∂h/∂x of the state at `step` by all inputs: (H, T, E)"""
    import torch

    x = x.clone().requires_grad_()
    states = rnn(x)[0][step]
    rows = [torch.autograd.grad(h_i, x, retain_graph=True)[0] for h_i in states]
    return torch.stack(rows)


@exercises.gradient_norm.mistake(
    Text(
        en="You go back once, from the sum of `h_T`. In a sum, positive and negative "
        "effects of `x_1` cancel. Go back from each of the H numbers.",
        zh="你把 `h_T` 加起来，只往回走了一趟。"
        "一加，`x_1` 的正负影响就抵消了。H 个数要各走一趟。",
    )
)
def of_the_sum(rnn, x):
    return jacobian(rnn, x)[:, 0].sum(dim=0).norm()


@exercises.gradient_norm.mistake(
    Text(
        en="You go back from the mean of `h_T`: positive and negative effects cancel, "
        "and all are divided by H. Go back from each of the H numbers.",
        zh="你是从 `h_T` 的平均值往回走的：正负影响互相抵消，还都除以了 H。"
        "H 个数要各走一趟。",
    )
)
def of_the_mean(rnn, x):
    return jacobian(rnn, x)[:, 0].mean(dim=0).norm()


@exercises.gradient_norm.mistake(
    Text(
        en="You differentiate the length of `h_T`. That asks how much longer the state "
        "becomes; but it may also turn.",
        zh="你求的是 `h_T` 长度的导数。那只问状态会变长多少，可状态还会转方向。",
    )
)
def of_the_length(rnn, x):
    x = x.clone().requires_grad_()
    rnn(x)[0][-1].norm().backward()
    return x.grad[0].norm()


@exercises.gradient_norm.mistake(
    Text(
        en="You count the gradient of every input. Only that of the first, "
        "`x.grad[0]`, is asked for.",
        zh="你把所有输入的梯度都算进去了。这里只问第一个输入：`x.grad[0]`。",
    )
)
def by_every_input(rnn, x):
    return jacobian(rnn, x).norm()


@exercises.gradient_norm.mistake(
    Text(
        en="You look at the gradient of the last input. How the first one is "
        "remembered stands in `x.grad[0]`.",
        zh="你看的是最后一个输入的梯度。记不记得住第一个输入，要看 `x.grad[0]`。",
    )
)
def by_the_last_input(rnn, x):
    return jacobian(rnn, x)[:, -1].norm()


@exercises.gradient_norm.mistake(
    Text(
        en="`backward` adds to what is in `x.grad` already. Empty it before each row: "
        "`x.grad = None`.",
        zh="`backward` 会把新梯度加到 `x.grad` 原有的数上。"
        "每一行之前要先清空：`x.grad = None`。",
    )
)
def never_emptied(rnn, x):
    return jacobian(rnn, x)[:, 0].cumsum(dim=0).norm()


@exercises.gradient_norm.mistake(
    Text(
        en="The root is missing: you return the sum of the squares.",
        zh="少了开平方：你返回的是平方和。",
    )
)
def without_the_root(rnn, x):
    return jacobian(rnn, x)[:, 0].square().sum()


@exercises.gradient_norm.mistake(
    Text(
        en="You start from `h_1`, the first state. What is left of `x_1` at the end "
        "stands in the last one, `output[-1]`.",
        zh="你是从第一个状态 `h_1` 出发的。走到最后还剩多少，要看末状态 `output[-1]`。",
    )
)
def of_the_first_state(rnn, x):
    return jacobian(rnn, x, step=0)[:, 0].norm()


@exercises.gradient_norm.mistake(
    Text(
        en="You go back from all the states. Only the last one, `output[-1]`, is "
        "asked for.",
        zh="你从所有状态往回走了。这里只问最后一个：`output[-1]`。",
    )
)
def of_every_state(rnn, x):
    steps = range(len(x))
    return sum(jacobian(rnn, x, t)[:, 0].square().sum() for t in steps) ** 0.5


@exercises.gradient_norm.mistake(
    Text(
        en="You add the lengths of the rows. Add their squares, and take one root at "
        "the end.",
        zh="你把各行的长度加了起来。应该先把平方加起来，最后才开平方。",
    )
)
def sum_of_row_lengths(rnn, x):
    return jacobian(rnn, x)[:, 0].norm(dim=1).sum()


@exercises.gradient_norm.mistake(
    Text(
        en="You return the largest singular value of the matrix. That is a norm too, "
        "but the one asked for counts every entry.",
        zh="你返回的是矩阵的最大奇异值。那也是一种范数，但这里要的是把每个元素都算上的那种。",
    )
)
def largest_singular_value(rnn, x):
    import torch

    return torch.linalg.matrix_norm(jacobian(rnn, x)[:, 0], 2)


@exercises.gradient_norm.mistake(
    Text(
        en="The (H, E) matrix is right. Now its norm: square every entry, add, take "
        "the root.",
        zh="(H, E) 矩阵算对了。还差一步，求范数：每个元素平方，相加，再开平方。",
    )
)
def the_matrix_itself(rnn, x):
    return jacobian(rnn, x)[:, 0]


@exercises.gradient_norm.mistake(
    Text(
        en="Two things are missing: empty `x.grad` before each row, for `backward` "
        "adds to it; and at the end take the root.",
        zh="漏了两处：`backward` 会累加，每一行之前要清空 `x.grad`；最后还要开平方。",
    )
)
def never_emptied_without_the_root(rnn, x):
    return jacobian(rnn, x)[:, 0].cumsum(dim=0).square().sum()


@exercises.gradient_norm.mistake(
    Text(
        en="You go back once, from the sum of all states. Only the last is asked "
        "for, and each of its H numbers on its own.",
        zh="你把所有状态加起来，只往回走了一趟。这里只问末状态，而且它的 H 个"
        "数要各走一趟。",
    )
)
def of_the_sum_of_all_states(rnn, x):
    return sum(jacobian(rnn, x, t)[:, 0].sum(dim=0) for t in range(len(x))).norm()


@exercises.gradient_norm.mistake(
    Text(
        en="That is the gradient of a weight matrix. Asked for is how `h_T` depends "
        "on the input `x_1`: `x.grad[0]`.",
        zh="这是权重矩阵的梯度。题目问的是 `h_T` 怎样依赖输入 `x_1`：`x.grad[0]`。",
    )
)
def by_the_weights(rnn, x):
    rnn.zero_grad()
    rnn(x)[0][-1].sum().backward()
    return rnn.weight_hh_l0.grad.norm()


@exercises.gradient_norm.mistake(
    Text(
        en="That is the gradient of the weights that read the input. Asked for is "
        "that of the input itself: `x.grad[0]`.",
        zh="这是读输入的那组权重的梯度。题目问的是输入本身的梯度：`x.grad[0]`。",
    )
)
def by_the_input_weights(rnn, x):
    rnn.zero_grad()
    rnn(x)[0][-1].sum().backward()
    return rnn.weight_ih_l0.grad.norm()


@exercises.gradient_norm.mistake(
    Text(
        en="You go back from one number of `h_T` only. It has H; each gives a row "
        "of the matrix.",
        zh="你只从 `h_T` 的一个数往回走了。它有 H 个数，每个都给出矩阵的一行。",
    )
)
def of_one_number(rnn, x):
    return jacobian(rnn, x)[0, 0].norm()


@exercises.gradient_norm.mistake(
    Text(
        en="Only the last number of `h_T` counts in yours. Add up the squares of "
        "all H rows.",
        zh="你只算了 `h_T` 的最后一个数。H 行的平方都要加起来。",
    )
)
def of_the_last_number(rnn, x):
    return jacobian(rnn, x)[-1, 0].norm()


@exercises.gradient_norm.mistake(
    Text(
        en="You average the squares. Add them, and take the root of the sum.",
        zh="你对平方取了平均。应当求和，再开平方。",
    )
)
def mean_square(rnn, x):
    return jacobian(rnn, x)[:, 0].square().mean() ** 0.5


@exercises.gradient_norm.mistake(
    Text(
        en="You add absolute values. The norm asked for adds squares, and takes one "
        "root.",
        zh="你加的是绝对值。这里的范数是平方相加，最后开平方。",
    )
)
def absolute_values(rnn, x):
    return jacobian(rnn, x)[:, 0].abs().sum()


@exercises.gradient_norm.mistake(
    Text(
        en="You go back once, from the sum of the squares of `h_T`. Go back from each "
        "of its H numbers, and square the gradients.",
        zh="你只从 `h_T` 的平方和反传了一次。应该从它的 H 个数各反传一次，再把得到的梯"
        "度平方。",
    )
)
def of_the_squares(rnn, x):
    x = x.clone().requires_grad_()
    rnn(x)[0][-1].square().sum().backward()
    return x.grad[0].norm()


@exercises.gradient_norm.mistake(
    Text(
        en="All rows you kept are the last one: `x.grad` is one tensor, emptied in "
        "place and filled anew. Keep `x.grad[0].clone()`, or set `x.grad = None`.",
        zh="你存下的每一行都成了最后一行：`x.grad` 一直是同一个张量，就地清零后又被重"
        "新填上。存 `x.grad[0].clone()`，或者把 `x.grad` 设为 `None`。",
    )
)
def last_row_in_every_place(rnn, x):
    rows = jacobian(rnn, x)[:, 0]
    return rows[-1].norm() * len(rows) ** 0.5


@exercises.gradient_norm.mistake(
    Text(
        en="All rows you kept are the same, the sum of all: `x.grad` is one tensor, "
        "to which `backward` adds. Set `x.grad = None` before each row.",
        zh="你存下的每一行都一样，都是所有行的和：`x.grad` 一直是同一个张量，"
        "`backward` 不断往里加。每算一行之前，先写 `x.grad = None`。",
    )
)
def sum_in_every_place(rnn, x):
    rows = jacobian(rnn, x)[:, 0]
    return rows.sum(dim=0).norm() * len(rows) ** 0.5


@exercises.gradient_norm.mistake(
    Text(
        en="That is the length of the longest row. Add the squares of all rows, and "
        "take one root.",
        zh="这是最长的一行的长度。要把所有行的平方加起来，再开一次方。",
    )
)
def longest_row(rnn, x):
    return jacobian(rnn, x)[:, 0].norm(dim=1).max()


@exercises.gradient_norm.mistake(
    Text(
        en="You average the lengths of the rows. Add the squares of all rows, and "
        "take one root.",
        zh="你取了各行长度的平均。要把所有行的平方加起来，再开一次方。",
    )
)
def mean_row_length(rnn, x):
    return jacobian(rnn, x)[:, 0].norm(dim=1).mean()


@exercises.gradient_norm.mistake(
    Text(
        en="You add up the entries of each row, and square only then: entries of both "
        "signs cancel. Square each entry.",
        zh="你先把每一行的元素加起来，再平方，正负就抵消了。每个元素都要先平方。",
    )
)
def sums_of_the_rows(rnn, x):
    return jacobian(rnn, x)[:, 0].sum(dim=1).norm()


@exercises.gradient_norm.mistake(
    Text(
        en="`backward` starts from one number, and `h_T` has H of them. Go back from "
        "each in turn: their sum would mix them up.",
        zh="`backward` 只能从一个数出发，而 `h_T` 有 H 个数。要一个一个地往回走：加在"
        "一起就混了。",
    )
)
def backward_of_the_whole_state(rnn, x):
    x = x.clone().requires_grad_()
    rnn(x)[0][-1].backward()
    return x.grad[0].norm()


@exercises.gradient_norm.mistake(
    Text(
        en="`x.grad` is `None`: nobody asked for the gradient of `x`. Begin with `x "
        "= x.clone().requires_grad_()`.",
        zh="`x.grad` 是 `None`：没有人要过 `x` 的梯度。开头要写 "
        "`x = x.clone().requires_grad_()`。",
    )
)
def gradient_of_x_not_asked_for(rnn, x):
    rnn(x)[0][-1][0].backward()
    return x.grad[0].norm()
