"""The last state of each sequence of a padded batch."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.shapes.tensors import random_tensor, torch
from course_utils.text import Text

exercises = Exercises("06_shapes")


def padded_cases() -> list[tuple[Any, ...]]:
    """A small batch; a usual one; B = T; and one padded beyond its longest sequence."""
    sizes = [
        ((2, 3, 2), [3, 2]),
        ((4, 6, 3), [3, 6, 4, 5]),
        ((3, 3, 3), [2, 3, 2]),
        ((3, 6, 2), [4, 2, 3]),
    ]
    return [
        (random_tensor(*shape, seed=seed), torch.tensor(lengths))
        for seed, (shape, lengths) in enumerate(sizes)
    ]


def drawn_batch(rng: np.random.Generator) -> tuple[Any, ...]:
    """Another batch, padded beyond its longest sequence."""
    num_steps, num_units = int(rng.integers(5, 8)), int(rng.integers(2, 5))
    states = torch.from_numpy(rng.normal(size=(3, num_steps, num_units)).round(3))
    return states, torch.from_numpy(rng.integers(2, num_steps, size=3))


@exercises.add(
    task=Text(
        en="A padded batch, read in one direction, gave `output` (B, T, H). Return the "
        "state of each sequence after its last real step; `lengths` counts the real "
        "steps.",
        zh="一批填充过的序列，单向读完得到 `output` (B, T, H)。"
        "返回每个序列读完最后一个真实步时的状态；`lengths` 是各有多少个真实步。",
    ),
    hints=(
        Text(
            en="For one sequence: which step, counted from 0, is the last of three?",
            zh="先看一个序列：从 0 数起，三步里的最后一步是第几步？",
        ),
        Text(
            en="You need one step from each sequence, another one each time. Two lists "
            "of "
            "places do that: the sequences 0, 1, 2, ... and their steps.",
            zh="每个序列取一步，步数各不相同。用两列下标：序列 0、1、2……，"
            "和各自的那一步。",
        ),
        Text(
            en="The sequences are `torch.arange(len(lengths))`, the steps are "
            "`lengths - 1`. Both go between the brackets of `output`.",
            zh="序列是 `torch.arange(len(lengths))`，步是 `lengths - 1`。"
            "两个一起放进 `output` 的方括号。",
        ),
    ),
    cases=padded_cases,
    fresh=drawn_batch,
)
def last_real_state(output: Any, lengths: Any) -> Any:
    """output (B, T, H), lengths (B) -> (B, H)"""
    return output[torch.arange(len(lengths)), lengths - 1]


@exercises.last_real_state.mistake(
    Text(
        en="You read through the padding: the last step of the array is the last real "
        "one only for sequences without padding.",
        zh="你读到填充里去了：序列没有填充，数组的最后一步才是真实的最后一步。",
    )
)
def through_the_padding(output, lengths):
    return output[:, -1]


@exercises.last_real_state.mistake(
    Text(
        en="One step too far. Steps are counted from 0, so three real steps end at 2.",
        zh="多走了一步。时间步从 0 数起，三个真实步的最后一步是 2。",
    )
)
def one_step_too_far(output, lengths):
    return output[torch.arange(len(lengths)), lengths]


@exercises.last_real_state.mistake(
    Text(
        en="One step too early. Three real steps end at 2, which is `lengths - 1`.",
        zh="少走了一步。三个真实步的最后一步是 2，也就是 `lengths - 1`。",
    )
)
def one_step_too_early(output, lengths):
    return output[torch.arange(len(lengths)), lengths - 2]


@exercises.last_real_state.mistake(
    Text(
        en="`output[:, lengths - 1]` takes every one of these steps from every "
        "sequence, "
        "(B, B, H). Name the sequences too.",
        zh="`output[:, lengths - 1]` 会从每个序列里把这些步全取一遍，成了 (B, B, H)。"
        "序列也要用下标点名。",
    )
)
def every_step_of_every_sequence(output, lengths):
    return output[:, lengths - 1]


@exercises.last_real_state.mistake(
    Text(
        en="You stop all sequences where the longest ends. Each has an end of its own.",
        zh="你让所有序列都停在最长的那个的末尾。每个序列有自己的末尾。",
    )
)
def end_of_the_longest(output, lengths):
    return output[:, lengths.max() - 1]


@exercises.last_real_state.mistake(
    Text(
        en="You stop all sequences where the first one ends. Each has an end of its "
        "own.",
        zh="你让所有序列都停在第一个的末尾。每个序列有自己的末尾。",
    )
)
def end_of_the_first(output, lengths):
    return output[:, lengths[0] - 1]


@exercises.last_real_state.mistake(
    Text(
        en="The two places are swapped: `output` is (B, T, H), so the sequence comes "
        "first, then its step.",
        zh="两个下标的次序反了：`output` 是 (B, T, H)，先写序列，再写步。",
    )
)
def places_swapped(output, lengths):
    return output[lengths - 1, torch.arange(len(lengths))]


@exercises.last_real_state.mistake(
    Text(
        en="That is the last real *and* all earlier ones, averaged. Only the last is "
        "asked for; the mean comes next.",
        zh="你把所有真实步平均了。这里只要最后一步；平均是后面的练习。",
    )
)
def averaged(output, lengths):
    rows = zip(output, lengths, strict=True)
    return torch.stack([row[:n].mean(dim=0) for row, n in rows])


@exercises.last_real_state.mistake(
    Text(
        en="One place between the brackets counts along the first axis: "
        "`output[lengths - 1]` takes whole sequences. "
        "Name the sequence, then its step.",
        zh="方括号里只写一个下标，数的是第一个轴："
        "`output[lengths - 1]` 取的是整个序列。先写序列，再写步。",
    )
)
def steps_taken_for_sequences(output, lengths):
    return output[lengths - 1]


@exercises.last_real_state.mistake(
    Text(
        en="The states are right. One axis is left over, (B, 1, H): `squeeze(1)` "
        "takes it away.",
        zh="状态都对，只是多了一个轴，(B, 1, H)：用 `squeeze(1)` 去掉。",
    )
)
def axis_of_one_left(output, lengths):
    return last_real_state(output, lengths)[:, None]


@exercises.last_real_state.mistake(
    Text(
        en="Negative places count from the end: `-lengths` starts from the end of the "
        "padding. Count from the front.",
        zh="负的下标从末尾数起，`-lengths` 是从填充的末尾往回数的。要从头数起。",
    )
)
def counted_from_the_end(output, lengths):
    return output[torch.arange(len(lengths)), -lengths]


@exercises.last_real_state.mistake(
    Text(
        en="That is the state after the first step. The last real one is asked for.",
        zh="这是第一步之后的状态。要的是最后一个真实步的。",
    )
)
def first_state(output, lengths):
    return output[:, 0]


@exercises.last_real_state.mistake(
    Text(
        en="You added all real states. Only the last is asked for.",
        zh="你把真实步的状态全加起来了。这里只要最后一步。",
    )
)
def summed(output, lengths):
    rows = zip(output, lengths, strict=True)
    return torch.stack([row[:n].sum(dim=0) for row, n in rows])


@exercises.last_real_state.mistake(
    Text(
        en="That is the largest value of each unit over all steps. The state of one "
        "step is asked for, the last real one.",
        zh="这是每个单元在各步里的最大值。要的是某一步的状态：最后一个真实步。",
    )
)
def largest_over_the_steps(output, lengths):
    return output.max(dim=1).values


@exercises.last_real_state.mistake(
    Text(
        en="You stop all sequences where the shortest ends. Each has an end of its "
        "own.",
        zh="你让所有序列都停在最短的那个结束的地方。每个序列都有自己的终点。",
    )
)
def end_of_the_shortest(output, lengths):
    return output[:, lengths.min() - 1]


@exercises.last_real_state.mistake(
    Text(
        en="Your mask marks step n of a sequence of length n: that is the first step "
        "behind its end, and where there is none, nothing is marked. The last "
        "real step is n - 1.",
        zh="长度是 n，你的掩码标出的却是第 n 步：那已经是末尾后面的第一步，后面没有步"
        "时，一步也没标出来。最后一个真实步是 n - 1。",
    )
)
def marked_one_step_too_far(output, lengths):
    mask = torch.arange(output.shape[1]) == lengths[:, None]
    return (output * mask[:, :, None]).sum(dim=1)


@exercises.last_real_state.mistake(
    Text(
        en="All of these states are taken from the first sequence. Each length "
        "belongs to a sequence of its own.",
        zh="这些状态全是从第一个序列里取的。每个长度对应的是它自己的那个序列。",
    )
)
def steps_of_the_first_sequence(output, lengths):
    return output[0, lengths - 1]
