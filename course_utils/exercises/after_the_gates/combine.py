"""Two steps of a linear recurrence as one."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.vanilla_rnn.arrays import (
    Arrays,
    draw_arrays,
    draw_sizes,
    random_arrays,
)
from course_utils.text import Text

exercises = Exercises("13_after_the_gates")


def two_steps() -> list[Arrays]:
    """Numbers for the head, then one unit, then a batch, then sequences."""
    by_hand = (np.array([[each]]) for each in (2.0, 1.0, 3.0, 5.0))
    return [
        tuple(by_hand),
        random_arrays(*[(1, 3)] * 4, seed=131),
        random_arrays(*[(4, 2)] * 4, seed=132),
        random_arrays(*[(2, 3, 4)] * 4, seed=133),
    ]


def new_steps(rng: np.random.Generator) -> Arrays:
    shape = tuple(draw_sizes(rng, 2))
    return draw_arrays(rng, shape, shape, shape, shape)


@exercises.add(
    task=Text(
        en="A step turns `h` into `a * h + b`. First comes the step with `a1`, `b1`, "
        "then the one with `a2`, `b2`. Return the `a` and `b` of the one step that "
        "does both.",
        zh="走一步，就是把 `h` 变成 `a * h + b`。先走系数是 `a1`、`b1` 的一步，"
        "再走系数是 `a2`、`b2` 的一步。把两步合成一步，返回这一步的 `a` 和 `b`。",
    ),
    hints=(
        Text(
            en="Write the second step down, and put the first one in the place of its "
            "`h`.",
            zh="先写出第二步的式子，再把其中的 `h` 换成第一步的结果。",
        ),
        Text(
            en="a2 · (a1 · h + b1) + b2: multiply it out. What stands beside `h` is "
            "`a`, and all the rest is `b`.",
            zh="把 a2 · (a1 · h + b1) + b2 的括号展开。跟 `h` 相乘的是 `a`，"
            "其余的都属于 `b`。",
        ),
        Text(
            en="`a` is `a1 * a2`. The second step scales what the first one added, so "
            "`b1` gets a factor; `b2` comes last, and has none.",
            zh="`a` 就是 `a1 * a2`。第一步加上的 `b1`，到了第二步也要被缩放，"
            "所以它前面有个系数；`b2` 是最后才加的，没有系数。",
        ),
    ),
    cases=two_steps,
    fresh=new_steps,
    course_versions=("combine_steps",),
)
def combine(
    a1: np.ndarray, b1: np.ndarray, a2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """a1, b1, a2, b2 (..., H) -> a, b (..., H)"""
    return a1 * a2, a2 * b1 + b2


@exercises.combine.mistake(
    Text(
        en="You go in the wrong order: step 2 first, then step 1. So it is `b2` that "
        "you scale. The first step is the one that lies inside the brackets.",
        zh="顺序反了：你先走了第二步，再走第一步，结果缩放的是 `b2`。"
        "括号里面的才是先走的那一步。",
    )
)
def other_way_round(a1, b1, a2, b2):
    return a1 * a2, a1 * b2 + b1


@exercises.combine.mistake(
    Text(
        en="`b1` is added as it is. But the second step scales all that it finds, "
        "`b1` too: `a2 * b1`.",
        zh="你把 `b1` 原样加了进去。可是第二步会缩放第一步的整个结果，"
        "`b1` 也不例外：`a2 * b1`。",
    )
)
def first_part_not_scaled(a1, b1, a2, b2):
    return a1 * a2, b1 + b2


@exercises.combine.mistake(
    Text(
        en="The factors are added. `h` is multiplied by `a1`, then by `a2`: "
        "by their product.",
        zh="你把两个系数加起来了。`h` 先乘 `a1`，再乘 `a2`，合起来是乘它们的积。",
    )
)
def factors_added(a1, b1, a2, b2):
    return a1 + a2, a2 * b1 + b2


@exercises.combine.mistake(
    Text(
        en="`a` is the factor of the second step alone. The old `h` has gone through "
        "both: `a1 * a2`.",
        zh="你的 `a` 只是第二步的系数。旧的 `h` 两步都要经过，所以是 `a1 * a2`。",
    )
)
def last_factor_only(a1, b1, a2, b2):
    return a2, a2 * b1 + b2


@exercises.combine.mistake(
    Text(
        en="`b2` is scaled as well. It is added after the scaling, so it stands "
        "outside the brackets.",
        zh="你把 `b2` 也缩放了。它是缩放之后才加上去的，要写在括号外面。",
    )
)
def second_part_scaled_too(a1, b1, a2, b2):
    return a1 * a2, a2 * (b1 + b2)


@exercises.combine.mistake(
    Text(
        en="You scale `b1` by `a1`. But `a1` acts on the old `h`, before `b1` comes; "
        "what scales `b1` is the next factor, `a2`.",
        zh="你用 `a1` 去缩放 `b1`。可是 `a1` 乘的是旧的 `h`，那时 `b1` 还没加进来；"
        "缩放 `b1` 的是后一步的 `a2`。",
    )
)
def scaled_by_its_own_factor(a1, b1, a2, b2):
    return a1 * a2, a1 * b1 + b2


@exercises.combine.mistake(
    Text(
        en="`b1` is scaled by both factors. Only `a2` comes after it.",
        zh="你给 `b1` 乘了两个系数。它加进来以后，只会再乘 `a2`。",
    )
)
def scaled_by_both_factors(a1, b1, a2, b2):
    return a1 * a2, a1 * a2 * b1 + b2


@exercises.combine.mistake(
    Text(
        en="Both are multiplied. That would be right for two scalings, but a step also "
        "adds: write a2 · (a1 · h + b1) + b2, and multiply it out.",
        zh="你把两个 `a` 相乘，两个 `b` 也相乘。如果只有缩放，确实可以直接相乘，"
        "可是一步里还有加法：把 a2 · (a1 · h + b1) + b2 展开看看。",
    )
)
def both_multiplied(a1, b1, a2, b2):
    return a1 * a2, b1 * b2


@exercises.combine.mistake(
    Text(
        en="The second step's own `b2` is missing.",
        zh="你漏掉了第二步自己的 `b2`。",
    )
)
def second_part_missing(a1, b1, a2, b2):
    return a1 * a2, a2 * b1


@exercises.combine.mistake(
    Text(
        en="Only `b` comes back. Without `a`, nobody can do this step to another `h`: "
        "return both.",
        zh="你只返回了 `b`。没有 `a`，换一个 `h` 就没法走这一步：两个都要返回。",
    )
)
def what_is_added_only(a1, b1, a2, b2):
    return a2 * b1 + b2


@exercises.combine.mistake(
    Text(
        en="Everything is added. `h` is multiplied by `a1`, then by `a2`: by their "
        "product. And the second step multiplies `b1` as well: `a2 * b1`.",
        zh="你全都加起来了。`h` 先乘 `a1`，再乘 `a2`，合起来是乘它们的积；"
        "`b1` 到了第二步，也要乘上 `a2`。",
    )
)
def everything_added(a1, b1, a2, b2):
    return a1 + a2, b1 + b2


@exercises.combine.mistake(
    Text(
        en="You scale each addition by the factor of its own step. Within a step, what "
        "is added comes after the scaling: `b1` meets `a2` only, and `b2` no factor.",
        zh="你让每个 `b` 都乘了自己那一步的系数。可同一步里是先缩放、后相加："
        "`b1` 只会遇到 `a2`，`b2` 什么系数也遇不到。",
    )
)
def each_scaled_by_its_own_factor(a1, b1, a2, b2):
    return a1 * a2, a1 * b1 + a2 * b2


@exercises.combine.mistake(
    Text(
        en="`@` is a matrix product. Here each unit has a factor of its own, so "
        "multiply place by place: `*`.",
        zh="`@` 是矩阵乘法。这里每个单元各有自己的系数，要按元素相乘，用 `*`。",
    )
)
def matrix_products(a1, b1, a2, b2):
    return a1 @ a2, a2 @ b1 + b2
