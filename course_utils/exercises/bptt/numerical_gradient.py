"""A gradient measured, not derived: central differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("03_bptt")


def one_curve(x: np.ndarray) -> float:
    """x_0³ + 2 x_1: its gradient is (3 x_0², 2)."""
    return float(x[0] ** 3 + 2 * x[1])


def of_a_table(x: np.ndarray) -> float:
    """Each entry counts for something else, and they act on one another."""
    return float(np.sum(np.exp(x) * np.arange(1, x.size + 1).reshape(x.shape)))


def of_neighbours(x: np.ndarray) -> float:
    return float(np.sum(np.tanh(x[:-1] * x[1:])) + np.sum(x**4))


def difference_cases() -> list[tuple[Any, ...]]:
    """A curve to check by hand, a table with rows and columns, entries that mix."""
    rng = np.random.default_rng(33)
    return [
        (one_curve, np.array([1.0, -2.0]), 1e-2),
        (of_a_table, rng.normal(size=(2, 3)).round(2), 1e-3),
        (of_neighbours, rng.normal(size=5).round(2), 1e-3),
    ]


def new_difference_case(rng: np.random.Generator) -> tuple[Any, ...]:
    if rng.integers(2):
        return of_a_table, rng.normal(size=(3, 2)).round(2), 1e-3
    return of_neighbours, rng.normal(size=4).round(2), 2e-3


@exercises.add(
    task=Text(
        en="Measure the gradient of the number `f(x)` for an array `x` of any shape: "
        "each entry by central differences of size `step`.",
        zh="用中心差分量出 `f(x)` 的梯度：`f(x)` 是一个数，`x` 是任意形状的数组，"
        "每一项的步长都是 `step`。",
    ),
    hints=(
        Text(
            en="Move one entry at a time, all others stay. `np.ndindex(x.shape)` goes "
            "through all places, whatever the shape.",
            zh="一次只动一项，其余不动。`np.ndindex(x.shape)` 会走遍所有位置，"
            "几维都行。",
        ),
        Text(
            en="Work on copies: `higher = x.copy()`, then `higher[index] += step`; the "
            "same with `lower`. How far apart are the two?",
            zh="在副本上改：先 `higher = x.copy()`，再 `higher[index] += step`；"
            "`lower` 也一样。这两点相距多远？",
        ),
        Text(
            en="`(f(higher) - f(lower)) / ...` goes to `gradient[index]`.",
            zh="`(f(higher) - f(lower)) / ...` 放进 `gradient[index]`。",
        ),
    ),
    cases=difference_cases,
    fresh=new_difference_case,
)
def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, step: float
) -> np.ndarray:
    """f: x -> number, x of any shape -> gradient in the shape of x"""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        higher, lower = x.copy(), x.copy()
        higher[index] += step
        lower[index] -= step
        gradient[index] = (f(higher) - f(lower)) / (2 * step)
    return gradient


def moved(x, index, step):
    other = x.copy()
    other[index] += step
    return other


@exercises.numerical_gradient.mistake(
    Text(
        en="Yours is twice as large. From `x - step` to `x + step` it is two steps.",
        zh="正好大了一倍。从 `x - step` 到 `x + step`，隔着两个步长。",
    )
)
def divided_by_one_step(f, x, step):
    return 2 * numerical_gradient(f, x, step)


@exercises.numerical_gradient.mistake(
    Text(
        en="That is a difference to one side. Its error shrinks with the step; that of "
        "the central difference with its square. Look left as well: "
        "`f(x + step) - f(x - step)`.",
        zh="这是单侧差分，误差与步长成正比；中心差分的误差与步长的平方成正比。"
        "左边也要看：`f(x + step) - f(x - step)`。",
    )
)
def to_one_side(f, x, step):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        gradient[index] = (f(moved(x, index, step)) - f(x)) / step
    return gradient


@exercises.numerical_gradient.mistake(
    Text(
        en="That difference looks to the left only. Look to both sides: "
        "`f(x + step) - f(x - step)`.",
        zh="这个差分只看了左边。两边都要看：`f(x + step) - f(x - step)`。",
    )
)
def to_the_left(f, x, step):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        gradient[index] = (f(x) - f(moved(x, index, -step))) / step
    return gradient


@exercises.numerical_gradient.mistake(
    Text(
        en="You compare two points that lie one step apart, and divide by two steps: "
        "half the slope. Where is `x - step`? (Up by one step and down by one step "
        "is `x` again.)",
        zh="你比较的两点只隔一步，却除以了两步，斜率只剩一半。`x - step` 在哪儿？"
        "（加一步、再减一步，就又回到 `x`。）",
    )
)
def one_side_by_two(f, x, step):
    return to_one_side(f, x, step) / 2


@exercises.numerical_gradient.mistake(
    Text(
        en="All entries move at once, so every entry gets the same number: their sum. "
        "Move one, and leave the others.",
        zh="所有项一起动了，于是每一项都得到同一个数：各项之和。一次只动一项。",
    )
)
def all_at_once(f, x, step):
    return np.full(x.shape, (f(x + step) - f(x - step)) / (2 * step))


@exercises.numerical_gradient.mistake(
    Text(
        en="The entries that were moved stay moved: each entry is measured at another "
        "place. Start every time from a fresh copy of `x`.",
        zh="动过的项没有复原，量后面的项时，位置已经不对。每次都从 `x` 的新副本出发。",
    )
)
def never_moved_back(f, x, step):
    gradient = np.zeros(x.shape)
    higher, lower = x.copy(), x.copy()
    for index in np.ndindex(x.shape):
        higher[index] += step
        lower[index] -= step
        gradient[index] = (f(higher) - f(lower)) / (2 * step)
    return gradient


@exercises.numerical_gradient.mistake(
    Text(
        en="`higher = x` is no copy, only a second name: what you add to the one, you "
        "take from the other, and both are x again. Write `x.copy()`.",
        zh="`higher = x` 没有复制，只是多了个名字：这边加上，那边减掉，又回到原处。"
        "请写 `x.copy()`。",
    )
)
def two_names_for_one(f, x, step):
    return np.zeros(x.shape)


@exercises.numerical_gradient.mistake(
    Text(
        en="The sign is turned: it should be `f(x + step) - f(x - step)`.",
        zh="减反了：应当是 `f(x + step) - f(x - step)`。",
    )
)
def lower_less_higher(f, x, step):
    return -numerical_gradient(f, x, step)


@exercises.numerical_gradient.mistake(
    Text(
        en="Your result does not depend on `step`: is there a step of your own in "
        "it, or a formula? Measure with the one that is handed in.",
        zh="你的结果和 `step` 无关：是不是自己定了步长，或者用了公式？请用传进来的步"
        "长来量。",
    )
)
def step_of_its_own(f, x, step):
    return numerical_gradient(f, x, 1e-6)


@exercises.numerical_gradient.mistake(
    Text(
        en="`/ 2 * step` divides by 2 and then multiplies by `step`. What belongs "
        "beneath needs brackets.",
        zh="`/ 2 * step` 是先除以 2，再乘 `step`。分母要加括号。",
    )
)
def brackets_missing(f, x, step):
    return numerical_gradient(f, x, step) * step**2


@exercises.numerical_gradient.mistake(
    Text(
        en="You divide by the square of the step. Slope is height over distance: "
        "how far apart are the two points?",
        zh="你除以了步长的平方。斜率是高度差除以距离：两点相距多远？",
    )
)
def divided_by_the_square(f, x, step):
    return numerical_gradient(f, x, step) * 2 / step


@exercises.numerical_gradient.mistake(
    Text(
        en="Your gradient is an array of whole numbers, so the fractions are cut "
        "off. Make it with `np.zeros(x.shape)`.",
        zh="你的梯度存成了整数数组，小数都给截掉了。请用 `np.zeros(x.shape)`。",
    )
)
def whole_numbers_only(f, x, step):
    return numerical_gradient(f, x, step).astype(int)


@exercises.numerical_gradient.mistake(
    Text(
        en="Those are the differences in height. For a slope, divide by the "
        "distance of the two points.",
        zh="这只是高度差。要得到斜率，还要除以两点之间的距离。",
    )
)
def differences_only(f, x, step):
    return numerical_gradient(f, x, step) * 2 * step


@exercises.numerical_gradient.mistake(
    Text(
        en="You go half a step to each side, and divide by two whole steps. Go a "
        "whole step to each side.",
        zh="你向两边各走了半步，却除以两整步。向两边各走一整步。",
    )
)
def half_steps_by_two(f, x, step):
    return numerical_gradient(f, x, step / 2) / 2


@exercises.numerical_gradient.mistake(
    Text(
        en="You go half a step to each side. That is a central difference, too, but a "
        "smaller one: here `step` is how far to go to each side.",
        zh="你向两边各走了半步。这也是中心差分，只是更小：这里的 `step` 是向每一边走的"
        "距离。",
    )
)
def half_steps(f, x, step):
    return numerical_gradient(f, x, step / 2)


@exercises.numerical_gradient.mistake(
    Text(
        en="You go two steps to each side, and divide as for one. Go one step to each "
        "side.",
        zh="你向两边各走了两步，除以的却是各走一步的距离。向两边各走一步就够了。",
    )
)
def double_steps_by_two(f, x, step):
    return 2 * numerical_gradient(f, x, 2 * step)


@exercises.numerical_gradient.mistake(
    Text(
        en="You go two steps to each side: that measures more roughly. `step` is how "
        "far to go to each side.",
        zh="你向两边各走了两步，量得更粗。这里的 `step` 是向每一边走的距离。",
    )
)
def double_steps(f, x, step):
    return numerical_gradient(f, x, 2 * step)


@exercises.numerical_gradient.mistake(
    Text(
        en="That is the second derivative, how the slope changes. For the slope "
        "itself: higher minus lower, over 2 steps.",
        zh="这是二阶导数，也就是斜率怎样变化。要斜率本身：高处减低处，除以两步。",
    )
)
def second_difference(f, x, step):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        sides = f(moved(x, index, step)) + f(moved(x, index, -step))
        gradient[index] = (sides - 2 * f(x)) / step**2
    return gradient


@exercises.numerical_gradient.mistake(
    Text(
        en="Your loop runs along the first dimension only: in a table a whole row "
        "moves at once. `np.ndindex(x.shape)` goes to every entry.",
        zh="你的循环只走了第一维：碰到表格，就会把整整一行一起挪动。"
        "`np.ndindex(x.shape)` 会走到每一个位置。",
    )
)
def whole_rows_moved(f, x, step):
    gradient = np.zeros(x.shape)
    for row in range(len(x)):
        higher, lower = x.copy(), x.copy()
        higher[row] += step
        lower[row] -= step
        gradient[row] = (f(higher) - f(lower)) / (2 * step)
    return gradient
