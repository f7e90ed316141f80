"""A text that has ended keeps its state."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.shapes.tensors import random_tensor, torch
from course_utils.text import Text

exercises = Exercises("08_movie_reviews")


def hold_cases() -> list[tuple[Any, ...]]:
    """Before, at and after the ends of texts; as many texts as units; all ended."""
    sizes = [
        ((3, 2), 2, [3, 2, 1]),
        ((4, 3), 0, [1, 2, 5, 3]),
        ((3, 3), 4, [4, 6, 5]),
        ((2, 4), 5, [3, 5]),
    ]
    return [
        (
            random_tensor(*shape, seed=2 * k),
            random_tensor(*shape, seed=2 * k + 1),
            t,
            torch.tensor(lengths),
        )
        for k, (shape, t, lengths) in enumerate(sizes)
    ]


def drawn_states(rng: np.random.Generator) -> tuple[Any, ...]:
    """A step at which some texts go on, one ends, and one has ended."""
    t = int(rng.integers(2, 6))
    h, h_new = (torch.from_numpy(rng.normal(size=(4, 3)).round(2)) for _ in range(2))
    lengths = rng.permutation([t - 1, t, t + 1, t + 3])
    return h, h_new, t, torch.from_numpy(lengths)


@exercises.add(
    task=Text(
        en="At step `t`, counted from 0, a text still has a word if `t` is below its "
        "length. Return the states after the step: the new one where there is a word, "
        "the old one where the text has ended.",
        zh="步数 `t` 从 0 数起；`t` 小于某条文本的长度，说明这一步还有词。"
        "返回这一步之后的状态：还有词的用新状态，已经读完的保留旧状态。",
    ),
    hints=(
        Text(
            en="Which of the texts still have a word at step `t`? Compare `t` with all "
            "lengths at once.",
            zh="到第 `t` 步，哪些文本还有词？拿 `t` 跟所有长度一起比。",
        ),
        Text(
            en="`t < lengths` is a mask (B). It has to choose between whole rows of "
            "(B, H), so it needs a second axis.",
            zh="`t < lengths` 是一个掩码 (B)。它要在 (B, H) 的整行之间做选择，"
            "所以还缺一个轴。",
        ),
        Text(
            en="With `mask[:, None]` of shape (B, 1), `torch.where(mask, this, that)` "
            "takes `this` where the mask is true.",
            zh="把掩码变成 (B, 1)：`mask[:, None]`。"
            "`torch.where(mask, this, that)` 在掩码为真的地方取 `this`。",
        ),
    ),
    cases=hold_cases,
    fresh=drawn_states,
)
def hold(h: Any, h_new: Any, t: int, lengths: Any) -> Any:
    """h, h_new (B, H), lengths (B) -> (B, H)"""
    return torch.where((t < lengths)[:, None], h_new, h)


@exercises.hold.mistake(
    Text(
        en="Turned round: texts that go on keep the old state, and those that have "
        "ended take the new one.",
        zh="弄反了：还没读完的留了旧状态，读完的反而换成了新状态。",
    )
)
def the_other_way_round(h, h_new, t, lengths):
    return torch.where((t < lengths)[:, None], h, h_new)


@exercises.hold.mistake(
    Text(
        en="One step too long. Steps count from 0, so a text of three words has words "
        "at 0, 1 and 2: `t < lengths`.",
        zh="多读了一步。步数从 0 数起，三个词的文本在第 0、1、2 步有词："
        "`t < lengths`。",
    )
)
def one_step_too_long(h, h_new, t, lengths):
    return torch.where((t <= lengths)[:, None], h_new, h)


@exercises.hold.mistake(
    Text(
        en="One step too short: the last word of each text is not read.",
        zh="少读了一步：每条文本的最后一个词没读到。",
    )
)
def one_step_too_short(h, h_new, t, lengths):
    return torch.where((t < lengths - 1)[:, None], h_new, h)


@exercises.hold.mistake(
    Text(
        en="States of texts that have ended become 0, and what was read is lost. They "
        "should stay as they were.",
        zh="读完的文本，状态被你清成了 0，读到的全丢了。应该原样留着。",
    )
)
def zero_after_the_end(h, h_new, t, lengths):
    return h_new * (t < lengths)[:, None]


@exercises.hold.mistake(
    Text(
        en="The mask (B) has met the axis of the units. Where B and H are equal "
        "nothing complains; write `mask[:, None]`.",
        zh="掩码 (B) 对到单元那个轴上去了。B 和 H 恰好相等时还不报错；"
        "请写 `mask[:, None]`。",
    )
)
def mask_along_the_units(h, h_new, t, lengths):
    return torch.where(t < lengths, h_new, h)


@exercises.hold.mistake(
    Text(
        en="You always take the new state, so the pads are read like words.",
        zh="你总是取新状态，填充就跟词一样被读进去了。",
    )
)
def reads_the_pads(h, h_new, t, lengths):
    return h_new.clone()


@exercises.hold.mistake(
    Text(
        en="As soon as the shortest text ends, all stop. Each has an end of its own.",
        zh="最短的那条一读完，你就让所有文本都停了。每条文本有自己的末尾。",
    )
)
def all_stop_together(h, h_new, t, lengths):
    return h_new.clone() if t < lengths.min() else h.clone()


@exercises.hold.mistake(
    Text(
        en="All go on until the longest text ends. Each has an end of its own.",
        zh="你让大家一直读到最长的那条读完。每条文本有自己的末尾。",
    )
)
def all_go_on_together(h, h_new, t, lengths):
    return h_new.clone() if t < lengths.max() else h.clone()


@exercises.hold.mistake(
    Text(
        en="The old state is added to the new one. At each step exactly one of the two "
        "counts.",
        zh="你把新旧状态加在一起了。每一步，两者只取一个。",
    )
)
def both_added(h, h_new, t, lengths):
    return h_new * (t < lengths)[:, None] + h


@exercises.hold.mistake(
    Text(
        en="Only the texts that go on are left, and their rows have lost their "
        "places. Return a row for every text.",
        zh="只剩下还没读完的文本，行的位置也对不上了。每条文本都要返回一行。",
    )
)
def running_rows_only(h, h_new, t, lengths):
    return h_new[t < lengths]


@exercises.hold.mistake(
    Text(
        en="A text keeps its state only at the step where it ends; later it takes the "
        "new one again. Once it has ended, it stays so.",
        zh="文本只在结束的那一步保留了旧状态，之后又换成了新状态。结束以后，"
        "状态就不该再变。",
    )
)
def only_at_the_end(h, h_new, t, lengths):
    return torch.where((t == lengths)[:, None], h, h_new)


@exercises.hold.mistake(
    Text(
        en="You keep the old state of every text. Those that still have a word take "
        "the new one.",
        zh="所有文本你都留了旧状态。还有词的要换成新状态。",
    )
)
def never_goes_on(h, h_new, t, lengths):
    return h.clone()
