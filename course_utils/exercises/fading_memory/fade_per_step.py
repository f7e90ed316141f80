"""Read a gradient curve: what does one step leave?"""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("04_fading_memory")


def curve_cases() -> list[tuple[np.ndarray]]:
    """A straight curve, a bent one, one that grows, and one of two points."""
    return [
        (np.array([8.0, 4.0, 2.0, 1.0]),),
        (np.array([5.0, 4.5, 2.0, 0.3, 0.1, 0.02]),),
        (np.array([2.0, 3.0, 9.0, 12.0, 40.0]),),
        (np.array([4.0, 3.0]),),
    ]


def new_curve_case(rng: np.random.Generator) -> tuple[np.ndarray]:
    return (rng.uniform(0.2, 9.0, size=int(rng.integers(3, 9))).round(2),)


@exercises.add(
    task=Text(
        en="`norms` holds ‖∂h_t/∂x_1‖ for t = 1 to T. If every "
        "step multiplied by the same factor, which one would lead from the first "
        "entry to the last?",
        zh="`norms` 装着 ‖∂h_t/∂x_1‖，t 从 1 到 T。"
        "假设每一步都乘上同一个数，要从第一个数走到最后一个数，这个数是多少？",
    ),
    hints=(
        Text(
            en="From 8 to 1 in three steps: each step halves. How did you find that?",
            zh="三步从 8 变到 1，每步减半。你是怎么看出来的？",
        ),
        Text(
            en="In all, the curve changes by last over first. That is the factor, "
            "multiplied by itself once for each *step*: between T points there are "
            "T - 1 of them.",
            zh="总的变化是最后一个除以第一个，也就是那个数自己连乘，"
            "走几步就乘几次；T 个点之间有 T - 1 步。",
        ),
        Text(
            en="`(last / first) ** (1 / number_of_steps)`",
            zh="`(last / first) ** (1 / number_of_steps)`",
        ),
    ),
    cases=curve_cases,
    fresh=new_curve_case,
)
def fade_per_step(norms: np.ndarray) -> float:
    """norms (T,) -> factor"""
    return (norms[-1] / norms[0]) ** (1 / (len(norms) - 1))


@exercises.fade_per_step.mistake(
    Text(
        en="You divide by the number of points. Between T points there are T - 1 "
        "steps.",
        zh="你数的是点数。T 个点之间只有 T - 1 步。",
    )
)
def points_for_steps(norms):
    return (norms[-1] / norms[0]) ** (1 / len(norms))


@exercises.fade_per_step.mistake(
    Text(
        en="That is what all steps leave together. What does one of them leave?",
        zh="这是所有步加在一起剩下的。每一步剩多少？",
    )
)
def all_steps_together(norms):
    return norms[-1] / norms[0]


@exercises.fade_per_step.mistake(
    Text(
        en="You share out the whole change by division. But factors multiply: "
        "the same factor T - 1 times calls for a root.",
        zh="你用除法来平分总的变化。可每步是相乘的，"
        "T - 1 个同样的数连乘，要开方才能求出来。",
    )
)
def divided_for_a_root(norms):
    return norms[-1] / norms[0] / (len(norms) - 1)


@exercises.fade_per_step.mistake(
    Text(
        en="Upside down: first over last. Yours is above 1 where the curve falls.",
        zh="颠倒了，你写的是第一个除以最后一个。曲线下降时，你的结果反而大于 1。",
    )
)
def first_over_last(norms):
    return (norms[0] / norms[-1]) ** (1 / (len(norms) - 1))


@exercises.fade_per_step.mistake(
    Text(
        en="That is the mean difference of neighbours. A gradient does not lose the "
        "same amount at each step, but the same share.",
        zh="这是相邻两数之差的平均。梯度每步少掉的不是同样的量，而是同样的比例。",
    )
)
def mean_difference(norms):
    return np.diff(norms).mean()


@exercises.fade_per_step.mistake(
    Text(
        en="You average the factors of the steps by adding them. Multiplied out, that "
        "mean does not lead to the last entry: steps of 2 and 0.5 change nothing, and "
        "their mean is 1.25.",
        zh="你把各步的倍数加起来求平均。用这个平均数连乘，走不到最后一个数："
        "先乘 2 再乘 0.5 等于没变，平均却是 1.25。",
    )
)
def mean_of_the_factors(norms):
    return (norms[1:] / norms[:-1]).mean()


@exercises.fade_per_step.mistake(
    Text(
        en="That is the logarithm of the factor, the slope of the curve. Go back with "
        "`np.exp`.",
        zh="这是那个数的对数，也就是曲线的斜率。再用 `np.exp` 变回来。",
    )
)
def logarithm_of_the_factor(norms):
    return np.log(norms[-1] / norms[0]) / (len(norms) - 1)


@exercises.fade_per_step.mistake(
    Text(
        en="You look at the last step only. The question is about all of them.",
        zh="你只看了最后一步。问的是从头到尾每一步。",
    )
)
def last_step_only(norms):
    return norms[-1] / norms[-2]


@exercises.fade_per_step.mistake(
    Text(
        en="You look at the first step only. The question is about all of them.",
        zh="你只看了第一步。问的是从头到尾每一步。",
    )
)
def first_step_only(norms):
    return norms[1] / norms[0]


@exercises.fade_per_step.mistake(
    Text(
        en="You fit a line through all the points. That is good practice for noisy "
        "curves, but asked for is the factor from the first entry to the last.",
        zh="你给所有点拟合了一条直线。曲线有噪声时这样做很好，"
        "但这里只问从第一个数到最后一个数。",
    )
)
def fitted_line(norms):
    return np.exp(np.polyfit(range(len(norms)), np.log(norms), 1)[0])


@exercises.fade_per_step.mistake(
    Text(
        en="You take the root of the last entry alone. The curve does not begin at 1: "
        "divide by the first entry.",
        zh="你只对最后一个数开了方。曲线不是从 1 开始的，要先除以第一个数。",
    )
)
def as_if_it_began_at_one(norms):
    return norms[-1] ** (1 / (len(norms) - 1))


@exercises.fade_per_step.mistake(
    Text(
        en="Brackets are missing in the exponent: `1 / len(norms) - 1` divides first, "
        "then subtracts. The number of steps needs brackets of its own.",
        zh="指数里少了括号：`1 / len(norms) - 1` 是先除后减。步数要用括号括起来。",
    )
)
def exponent_without_brackets(norms):
    return (norms[-1] / norms[0]) ** (1 / len(norms) - 1)


@exercises.fade_per_step.mistake(
    Text(
        en="That is the share which a step takes away. Asked for is the factor by "
        "which it multiplies, what it leaves.",
        zh="这是每一步减少的那一份。题目问的是每一步乘上的数，也就是留下的那一份。",
    )
)
def what_goes(norms):
    return 1 - fade_per_step(norms)


@exercises.fade_per_step.mistake(
    Text(
        en="You take the middle one of the steps' factors. It need not lead from "
        "the first entry to the last.",
        zh="你取的是各步倍数的中位数。一步步乘下去，它不一定能从第一个数走到最后一个"
        "数。",
    )
)
def middle_of_the_factors(norms):
    return np.median(norms[1:] / norms[:-1])


@exercises.fade_per_step.mistake(
    Text(
        en="That is the geometric mean of the entries themselves. Asked for is the "
        "factor from one entry to the next.",
        zh="这是各个值本身的几何平均。题目要的是从一个值到下一个值的倍数。",
    )
)
def geometric_mean_of_the_curve(norms):
    return np.exp(np.log(norms).mean())


@exercises.fade_per_step.mistake(
    Text(
        en="You take the smallest over the largest. A curve may grow, too: the last "
        "over the first.",
        zh="你用最小值除以最大值。曲线也可能上升：应该用最后一个除以第一个。",
    )
)
def smallest_over_largest(norms):
    return (norms.min() / norms.max()) ** (1 / (len(norms) - 1))


@exercises.fade_per_step.mistake(
    Text(
        en="You take the square root, as if there were two steps. How many steps lead "
        "from the first entry to the last?",
        zh="你开的是平方根，好像只有两步。从第一个值到最后一个值，一共走了几步？",
    )
)
def square_root(norms):
    return (norms[-1] / norms[0]) ** 0.5


@exercises.fade_per_step.mistake(
    Text(
        en="The logarithm is to base 10 and the power to base e. Use one base for "
        "both.",
        zh="对数的底是 10，指数的底却是 e。两处要用同一个底。",
    )
)
def two_bases(norms):
    return np.exp(np.log10(norms[-1] / norms[0]) / (len(norms) - 1))


@exercises.fade_per_step.mistake(
    Text(
        en="You raise to the power T - 1. The steps have done that already; take the "
        "root: the power 1 / (T - 1).",
        zh="你做的是 T - 1 次方。走这几步时已经乘过了，现在要反过来开方：1 / (T - 1) "
        "次方。",
    )
)
def power_for_the_root(norms):
    return (norms[-1] / norms[0]) ** (len(norms) - 1)


@exercises.fade_per_step.mistake(
    Text(
        en="You take the root of a difference. A factor comes of a ratio: last over "
        "first.",
        zh="你对差开了方。倍数要从比值来：最后一个除以第一个。",
    )
)
def root_of_the_difference(norms):
    return np.abs(norms[0] - norms[-1]) ** (1 / (len(norms) - 1))


@exercises.fade_per_step.mistake(
    Text(
        en="Brackets are missing: `**` binds before `/`, so the root is taken of the "
        "first entry alone.",
        zh="少了一对括号：`**` 先于 `/`，结果只对第一个值开了方。",
    )
)
def root_of_the_first_alone(norms):
    return norms[-1] / norms[0] ** (1 / (len(norms) - 1))
