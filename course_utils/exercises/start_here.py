"""Exercise and predictions of lesson 00: a memory that is one number."""

import numpy as np

from course_utils.checking.lists import Exercises, Predictions
from course_utils.text import Text

exercises = Exercises("00_start_here")
predictions = Predictions("00_start_here")


def remember_cases() -> list[tuple[float, float, float]]:
    """(state, x, keep): no two formulas agree on all of them."""
    return [(2.0, 1.0, 0.5), (-1.0, 0.25, 0.9), (3.0, 0.0, 0.1), (0.5, -2.0, 1.0)]


def new_remember_case(rng: np.random.Generator) -> tuple[float, float, float]:
    state, x, keep = rng.uniform((-3, -3, 0.1), (3, 3, 0.9)).round(3)
    return float(state), float(x), float(keep)


@exercises.add(
    task=Text(
        en="Write one step of the memory: keep a part of the old state, "
        "then add what is new.",
        zh="写出记忆走一步的代码：旧状态留下一部分，再加上新读到的。",
    ),
    hints=(
        Text(
            en="Two things end up in the new state: what is left of the old one, "
            "and the number just read.",
            zh="新状态由两样东西组成：旧状态剩下的部分，和刚读到的数。",
        ),
        Text(
            en="'Keep half of it' is a multiplication: `0.5 * state`. Here the share "
            "is called `keep`.",
            zh="“留下一半”就是乘以 0.5：`0.5 * state`。这里的比例叫 `keep`。",
        ),
        Text(
            en="Return the sum of `keep * state` and `x`.",
            zh="返回 `keep * state` 与 `x` 之和。",
        ),
    ),
    cases=remember_cases,
    fresh=new_remember_case,
)
def remember(state: float, x: float, keep: float) -> float:
    """state, x, keep: numbers -> next state: a number"""
    return keep * state + x


@exercises.remember.mistake(
    Text(
        en="This one forgets everything: the new state is just `x`. "
        "Where did the old `state` go?",
        zh="它把什么都忘了：新状态就等于 `x`。旧的 `state` 去哪儿了？",
    )
)
def forgets_everything(state, x, keep):
    return x


@exercises.remember.mistake(
    Text(
        en="This one never forgets: the old state is added whole. "
        "`keep` says which share of it stays.",
        zh="它什么都忘不掉：旧状态原封不动地加了进去。留下多少，要由 `keep` 决定。",
    )
)
def never_forgets(state, x, keep):
    return state + x


@exercises.remember.mistake(
    Text(
        en="This one always keeps half. Another memory may keep more, or less: "
        "its share is handed in as `keep`.",
        zh="它总是留下一半。别的记忆可以多留，也可以少留："
        "留下多少，看传进来的 `keep`。",
    )
)
def always_keeps_half(state, x, keep):
    return 0.5 * state + x


@exercises.remember.mistake(
    Text(
        en="This one only fades: the number just read never arrives. "
        "Where does `x` come in?",
        zh="它只会变淡，刚读到的数没有进来。`x` 该放在哪里？",
    )
)
def reads_nothing(state, x, keep):
    return keep * state


@exercises.remember.mistake(
    Text(
        en="The share is on the wrong term: it is the old state that fades, "
        "not the number just read.",
        zh="比例乘错了地方：变淡的是旧状态，不是刚读到的数。",
    )
)
def shrinks_the_new(state, x, keep):
    return state + keep * x


@exercises.remember.mistake(
    Text(
        en="`keep` is the share that stays. You used `1 - keep`, the share that goes.",
        zh="`keep` 是留下的比例，你用的 `1 - keep` 是丢掉的比例。",
    )
)
def keeps_the_rest(state, x, keep):
    return (1 - keep) * state + x


@exercises.remember.mistake(
    Text(
        en="Here `x` is shrunk too. Only the old state fades; the new number comes in "
        "whole. Where do the brackets belong?",
        zh="这样连 `x` 也缩小了。会变淡的只有旧状态，新数要完整地进来。"
        "括号该放在哪里？",
    )
)
def shrinks_both(state, x, keep):
    return keep * (state + x)


@exercises.remember.mistake(
    Text(
        en="This is a weighted average: `x` is multiplied by `1 - keep`. "
        "A good idea (lesson 05 comes back to it), but here `x` comes in whole.",
        zh="你写的是加权平均：`x` 乘上了 `1 - keep`。想法很好（第 05 课会用到），"
        "不过这里的 `x` 要完整地加进来。",
    )
)
def weighted_average(state, x, keep):
    return keep * state + (1 - keep) * x


@exercises.remember.mistake(
    Text(
        en="Your state is cut to a whole number. A memory may hold 0.3: return the "
        "sum as it is.",
        zh="你把状态截成了整数。记忆里可以是 0.3：和是多少就返回多少。",
    )
)
def cut_to_a_whole_number(state, x, keep):
    return int(keep * state + x)


@exercises.remember.mistake(
    Text(
        en="Your state is rounded to a whole number. What is left of it may be a "
        "fraction: do not round.",
        zh="你把状态四舍五入成了整数。剩下的可以是小数：不要取整。",
    )
)
def rounded_to_a_whole_number(state, x, keep):
    return round(keep * state + x)


@exercises.remember.mistake(
    Text(
        en="You take the mean of the old state and the new number. `keep` says how "
        "much of the state stays; `x` comes in whole.",
        zh="你取的是旧状态和新数的平均。状态留下多少由 `keep` 决定；`x` 要完整地加进"
        "来。",
    )
)
def halves_the_sum(state, x, keep):
    return (state + x) / 2


predictions.add(
    "what_is_left",
    answer="b",
    choices={
        "a": Text(
            en="Nothing was added after the 1, but nothing was wiped out either: "
            "each step keeps half.",
            zh="读完 1 之后确实没再加东西，可也没清零：每一步都留下一半。",
        ),
        "b": Text(
            en="Three halvings: 0.5 × 0.5 × 0.5 = 0.125. The memory fades, "
            "but it does not end.",
            zh="减半三次：0.5 × 0.5 × 0.5 = 0.125。记忆变淡了，但没有消失。",
        ),
        "c": Text(
            en="That would be a memory that keeps everything (`keep=1`). "
            "Ours keeps half at each step.",
            zh="那是什么都不丢的记忆（`keep=1`）。我们的记忆每步只留一半。",
        ),
    },
)

predictions.add(
    "order",
    answer="a",
    choices={
        "a": Text(
            en="With `keep=1` the state is a plain sum, and a sum does not know in "
            "which order its terms came.",
            zh="`keep=1` 时状态就是普通的和，而和是不管先后次序的。",
        ),
        "b": Text(
            en="That is what happens with `keep=0.5`: old numbers have faded, new "
            "ones have not. With `keep=1` nothing fades, so all that is left is a sum.",
            zh="`keep=0.5` 才会这样：旧数变淡了，新数还没有。"
            "`keep=1` 时什么都不变淡，剩下的只是一个和。",
        ),
        "c": Text(
            en="What came first is remembered, but no better than what came last: "
            "with `keep=1` nothing fades, and both lists add up to 1.",
            zh="先来的数确实记住了，但并不比后来的记得更牢："
            "`keep=1` 时什么都不变淡，两串数加起来都是 1。",
        ),
    },
)

predictions.add(
    "one_percent",
    answer="b",
    choices={
        "a": Text(
            en="After 4 steps 0.5⁴ = 0.0625 is left: still six percent.",
            zh="4 步之后还剩 0.5⁴ = 0.0625，也就是百分之六。",
        ),
        "b": Text(
            en="0.5⁶ = 0.0156 is still above 0.01, 0.5⁷ = 0.0078 is below. Halving is "
            "quick: that is lesson 04 in one line.",
            zh="0.5⁶ = 0.0156 还在 0.01 之上，0.5⁷ = 0.0078 就低于 0.01 了。"
            "减半就是这么快，第 04 课讲的正是这件事。",
        ),
        "c": Text(
            en="Losing one percent a step would take 459 steps. Here half of it goes "
            "at every step.",
            zh="要是每步只丢百分之一，要丢 459 步才够。这里每一步丢掉的是一半。",
        ),
    },
)

alts = {
    "map": Text(
        en="Map of the lessons, with arrows from each to those it leads to.",
        zh="课程路线图，箭头从每一课指向以它为基础的课。",
    ),
}
