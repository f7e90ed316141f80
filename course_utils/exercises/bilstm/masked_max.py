"""The largest value of each unit, without the padding."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.shapes.tensors import random_tensor, torch
from course_utils.text import Text

exercises = Exercises("09_bilstm")


def state_cases() -> list[tuple[Any, ...]]:
    """All negative with zeros behind; mixed; pads that are larger; B = T = H; one
    padded beyond its longest sequence, its values below any small number put there."""
    negative = torch.tensor(
        [
            [[-3.0, -1.0], [-2.0, -5.0], [0.0, 0.0]],
            [[-4.0, -2.0], [-6.0, -3.0], [-1.0, -7.0]],
        ],
        dtype=torch.float64,
    )
    large = random_tensor(3, 5, 4, seed=1)
    large[0, 2:] = 9.0
    large[1, 4:] = 9.0
    return [
        (negative, torch.tensor([2, 3])),
        (random_tensor(4, 6, 3, seed=0), torch.tensor([2, 6, 4, 3])),
        (large, torch.tensor([2, 4, 5])),
        (random_tensor(3, 3, 3, seed=2), torch.tensor([2, 3, 1])),
        (random_tensor(2, 6, 2, seed=3) - 500, torch.tensor([4, 2])),
    ]


def drawn_states(rng: np.random.Generator) -> tuple[Any, ...]:
    """Pads of any size, and units that are below 0 throughout."""
    states = torch.from_numpy(rng.normal(size=(3, 6, 4)).round(3))
    states[:, :, 0] -= 10.0
    return states, torch.from_numpy(rng.integers(2, 6, size=3))


@exercises.add(
    task=Text(
        en="For each sequence and each unit, return the largest value on a real step: "
        "(B, H). What stands on pads must not win.",
        zh="对每个序列、每个单元，返回真实步上的最大值，形状 (B, H)。"
        "填充处的数不能胜出。",
    ),
    hints=(
        Text(
            en="Let all values of a unit be negative, and the pads 0. Who is the "
            "largest? Which value can never win?",
            zh="设想某个单元的值全是负的，填充处是 0，谁最大？什么数永远赢不了？",
        ),
        Text(
            en="Make a mask (B, T) as in lesson 06, and put minus infinity where it is "
            "false. Then take the maximum over the steps.",
            zh="像第 06 课那样做一个掩码 (B, T)，为假的地方放上负无穷，"
            "再沿时间步取最大值。",
        ),
        Text(
            en="`outputs.masked_fill(~mask[:, :, None], -torch.inf)`, and over axis 1 "
            "`amax(dim=1)`: the values alone.",
            zh="先 `outputs.masked_fill(~mask[:, :, None], -torch.inf)`，"
            "再沿第 1 轴取 `amax(dim=1)`，它只给出数值。",
        ),
    ),
    cases=state_cases,
    fresh=drawn_states,
)
def masked_max(outputs: Any, lengths: Any) -> Any:
    """outputs (B, T, H), lengths (B) -> (B, H)"""
    mask = torch.arange(outputs.shape[1]) < lengths[:, None]
    return outputs.masked_fill(~mask[:, :, None], -torch.inf).amax(dim=1)


def largest(outputs: Any, lengths: Any, on_pads: float) -> Any:
    """The maximum when `on_pads` stands on the pads."""
    mask = torch.arange(outputs.shape[1]) < lengths[:, None]
    return outputs.masked_fill(~mask[:, :, None], on_pads).amax(dim=1)


@exercises.masked_max.mistake(
    Text(
        en="That is the maximum over all T steps: what stands on the pads can win.",
        zh="这是全部 T 步的最大值：填充处的数也可能胜出。",
    )
)
def over_all_steps(outputs, lengths):
    return outputs.amax(dim=1)


@exercises.masked_max.mistake(
    Text(
        en="Your pads hold 0, and 0 wins wherever all real values are negative. Put "
        "something there that can never win.",
        zh="你在填充处放了 0，真实的值全为负时，0 就赢了。要放一个永远赢不了的数。",
    )
)
def zero_on_pads(outputs, lengths):
    return largest(outputs, lengths, 0.0)


@exercises.masked_max.mistake(
    Text(
        en="Your pads hold -1. States of an LSTM lie above that, but this function is "
        "given other numbers too. Minus infinity is always safe.",
        zh="你在填充处放了 -1。LSTM 的状态确实都比它大，可这个函数也会碰到别的数。"
        "负无穷才万无一失。",
    )
)
def minus_one_on_pads(outputs, lengths):
    return largest(outputs, lengths, -1.0)


@exercises.masked_max.mistake(
    Text(
        en="Turned round: you have covered the real steps, and the pads are left.",
        zh="反了：你盖住的是真实的步，留下的是填充。",
    )
)
def real_steps_covered(outputs, lengths):
    mask = torch.arange(outputs.shape[1]) < lengths[:, None]
    return outputs.masked_fill(mask[:, :, None], -torch.inf).amax(dim=1)


@exercises.masked_max.mistake(
    Text(
        en="Off by one: the step with number n is a pad already. Real is what is less "
        "than the length.",
        zh="差了一步：编号为 n 的那一步已经是填充了。编号小于长度才是真实的。",
    )
)
def one_pad_too_many(outputs, lengths):
    return largest(outputs, lengths + 1, -torch.inf)


@exercises.masked_max.mistake(
    Text(
        en="Off by one: the last real step is covered too.",
        zh="差了一步：最后一个真实步也被盖住了。",
    )
)
def last_step_covered(outputs, lengths):
    return largest(outputs, lengths - 1, -torch.inf)


@exercises.masked_max.mistake(
    Text(
        en="That is the mean of the real steps, lesson 06's exercise. Here the largest "
        "value of each unit is asked for.",
        zh="这是真实步的平均，是第 06 课的练习。这里要每个单元的最大值。",
    )
)
def mean_instead(outputs, lengths):
    return sum_of_real_steps(outputs, lengths) / lengths[:, None]


def sum_of_real_steps(outputs: Any, lengths: Any) -> Any:
    """The sum over the real steps."""
    mask = torch.arange(outputs.shape[1]) < lengths[:, None]
    return (outputs * mask[:, :, None]).sum(dim=1)


@exercises.masked_max.mistake(
    Text(
        en="The maximum runs over the units: one number a step. It should run over the "
        "steps, axis 1.",
        zh="你沿着单元取了最大值，每一步剩一个数。应当沿着时间步，也就是第 1 轴。",
    )
)
def over_the_units(outputs, lengths):
    return outputs.amax(dim=2)


@exercises.masked_max.mistake(
    Text(
        en="`max(dim=1)` returns two things, the values and where they stand. Only the "
        "values are asked for: `.values`, or `amax`.",
        zh="`max(dim=1)` 返回两样：最大值和所在的步。这里只要数值：`.values`，"
        "或者用 `amax`。",
    )
)
def values_and_places(outputs, lengths):
    mask = torch.arange(outputs.shape[1]) < lengths[:, None]
    return outputs.masked_fill(~mask[:, :, None], -torch.inf).max(dim=1)


@exercises.masked_max.mistake(
    Text(
        en="`abs` loses the signs: −7 is not larger than −2. Take the largest of the "
        "values as they are.",
        zh="`abs` 把符号弄丢了：−7 并不比 −2 大。要在原来的数里取最大。",
    )
)
def largest_size(outputs, lengths):
    return largest(outputs.abs(), lengths, 0.0)


@exercises.masked_max.mistake(
    Text(
        en="Those are the places of the largest values, as `argmax` gives them. The "
        "values are asked for.",
        zh="这是最大值所在的步，`argmax` 给的就是它。要的是数值。",
    )
)
def places_instead(outputs, lengths):
    mask = torch.arange(outputs.shape[1]) < lengths[:, None]
    return outputs.masked_fill(~mask[:, :, None], -torch.inf).argmax(dim=1)


@exercises.masked_max.mistake(
    Text(
        en="Plus infinity stands on the pads, and wins everywhere. What can never win?",
        zh="填充处放的是正无穷，处处都赢了。什么数永远赢不了？",
    )
)
def plus_infinity_on_pads(outputs, lengths):
    return largest(outputs, lengths, torch.inf)


@exercises.masked_max.mistake(
    Text(
        en="That is the smallest value of each unit. The largest is asked for.",
        zh="这是每个单元的最小值。要的是最大值。",
    )
)
def the_smallest(outputs, lengths):
    return -largest(-outputs, lengths, -torch.inf)


@exercises.masked_max.mistake(
    Text(
        en="That is the state of the last real step. The largest value over all real "
        "steps is asked for.",
        zh="这是最后一个真实步的状态。题目要的是所有真实步里的最大值。",
    )
)
def last_real_state(outputs, lengths):
    return outputs[torch.arange(len(lengths)), lengths - 1]


@exercises.masked_max.mistake(
    Text(
        en="That is the sum over the real steps. The largest value of each unit is "
        "asked for.",
        zh="这是真实步的和。题目要的是每个单元的最大值。",
    )
)
def sum_instead(outputs, lengths):
    return sum_of_real_steps(outputs, lengths)


@exercises.masked_max.mistake(
    Text(
        en="You cut all sequences to the length of the first. Each has its own.",
        zh="你把所有序列都按第一个的长度来截。每个序列有自己的长度。",
    )
)
def until_the_first_ends(outputs, lengths):
    return outputs[:, : lengths[0]].amax(dim=1)


@exercises.masked_max.mistake(
    Text(
        en="You cut all sequences to the length of the shortest. Their later steps "
        "are real, too.",
        zh="你把所有序列都截到了最短的长度。它们后面的步也是真实的。",
    )
)
def until_the_shortest_ends(outputs, lengths):
    return outputs[:, : lengths.min()].amax(dim=1)


@exercises.masked_max.mistake(
    Text(
        en="You cut all sequences to the length of the longest. The shorter ones are "
        "still padded there.",
        zh="你把所有序列都截到了最长的长度。较短的序列里仍有填充。",
    )
)
def until_the_longest_ends(outputs, lengths):
    return outputs[:, : lengths.max()].amax(dim=1)


@exercises.masked_max.mistake(
    Text(
        en="Your pads hold -100, and that wins where all real values are lower still. "
        "Minus infinity never wins.",
        zh="填充处你放的是 -100，真实的值若全都更小，它就赢了。负无穷永远不会赢。",
    )
)
def minus_hundred_on_pads(outputs, lengths):
    return largest(outputs, lengths, -100.0)


@exercises.masked_max.mistake(
    Text(
        en="The first step is left out: `range` and slices count from 0.",
        zh="第一步漏掉了：`range` 和切片都从 0 数起。",
    )
)
def first_step_left_out(outputs, lengths):
    rows = zip(outputs, lengths, strict=True)
    return torch.stack([row[min(1, n - 1) : n].amax(dim=0) for row, n in rows])


@exercises.masked_max.mistake(
    Text(
        en="The last real step does not count in yours, and of a sequence of one "
        "step nothing is left: `row[:n]` ends with step n - 1 already.",
        zh="最后一个真实步没有算进去，只有一步的序列更是什么也不剩：`row[:n]` 本来就到"
        "第 n - 1 步为止。",
    )
)
def cut_one_step_early(outputs, lengths):
    rows = zip(outputs, lengths, strict=True)
    return torch.stack([row[: n - 1].amax(dim=0) for row, n in rows])


@exercises.masked_max.mistake(
    Text(
        en="That is one maximum for the whole batch. Each sequence has its own.",
        zh="这是整个批量的一个最大值。每个序列要有自己的。",
    )
)
def one_maximum_for_the_batch(outputs, lengths):
    mask = torch.arange(outputs.shape[1]) < lengths[:, None]
    return outputs[mask].amax(dim=0)


@exercises.masked_max.mistake(
    Text(
        en="You take one whole state of each sequence, the longest vector. Each unit "
        "has its own strongest step.",
        zh="你从每个序列里整个取了一步：向量最长的那一步。可每个单元最强的那一步各不相同。",
    )
)
def longest_state_of_each(outputs, lengths):
    rows = [row[:n] for row, n in zip(outputs, lengths, strict=True)]
    return torch.stack([row[row.norm(dim=1).argmax()] for row in rows])
