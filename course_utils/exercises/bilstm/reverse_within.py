"""Each sequence of a padded batch, turned round within its own length."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.shapes.tensors import random_tensor, torch
from course_utils.text import Text

exercises = Exercises("09_bilstm")


def batch_cases() -> list[tuple[Any, ...]]:
    """Ids to read at a glance; vectors; B = T; and one with no padding at all."""
    ids = torch.tensor([[1, 2, 3, 4], [5, 6, 0, 0], [7, 8, 9, 0]])
    return [
        (ids, torch.tensor([4, 2, 3])),
        *(
            padded_vectors(*shape, lengths=lengths, seed=seed)
            for seed, (shape, lengths) in enumerate(
                [((3, 5, 2), [3, 5, 4]), ((4, 4, 4), [1, 4, 2, 3]), ((2, 3, 2), [3, 3])]
            )
        ),
    ]


def padded_vectors(*shape: int, lengths: list[int], seed: int) -> tuple[Any, ...]:
    """Vectors (B, T, E), zero on the pads, and their lengths."""
    x = random_tensor(*shape, seed=seed)
    for row, length in zip(x, lengths, strict=True):
        row[length:] = 0.0
    return x, torch.tensor(lengths)


def drawn_batch(rng: np.random.Generator) -> tuple[Any, ...]:
    """Ids in rows of another size, zero on the pads."""
    ids = torch.from_numpy(rng.integers(1, 99, size=(4, 7)))
    lengths = torch.from_numpy(rng.integers(1, 8, size=4))
    return ids * (torch.arange(7) < lengths[:, None]), lengths


@exercises.add(
    task=Text(
        en="Turn each sequence round within its own length; the pads stay at the end. "
        "`x` is (B, T) or (B, T, E). Leave `x` itself as it is.",
        zh="把每个序列在自己的长度之内倒过来，填充留在末尾。"
        "`x` 的形状是 (B, T) 或 (B, T, E)。不要改动 `x` 本身。",
    ),
    hints=(
        Text(
            en="One sequence first: `row[:n]` are its n real steps. What about the "
            "others?",
            zh="先看一个序列：`row[:n]` 是它的 n 个真实步。其余的怎么办？",
        ),
        Text(
            en="Begin with a copy, `x.clone()`, and write into each of its rows, up to "
            "the length only. A tensor turns round with `flip`.",
            zh="先用 `x.clone()` 复制一份，再一行一行地改，只改到长度为止。"
            "张量倒过来用 `flip`。",
        ),
        Text(
            en="For row b of length n, `x[b, :n].flip(0)` goes into `result[b, :n]`.",
            zh="对长度为 n 的第 b 行，把 `x[b, :n].flip(0)` 放进 `result[b, :n]`。",
        ),
    ),
    cases=batch_cases,
    fresh=drawn_batch,
    course_versions=("reverse_within",),
)
def reverse_within(x: Any, lengths: Any) -> Any:
    """x (B, T, ...), lengths (B) -> (B, T, ...)"""
    result = x.clone()
    for b, n in enumerate(lengths):
        result[b, :n] = x[b, :n].flip(0)
    return result


@exercises.reverse_within.mistake(
    Text(
        en="The padding is turned round too: it now stands at the beginning, and is "
        "what the backward net reads first.",
        zh="填充也跟着倒过来，跑到开头去了：反向网络一上来读到的就是填充。",
    )
)
def padding_in_front(x, lengths):
    return x.flip(1)


@exercises.reverse_within.mistake(
    Text(
        en="You have turned the batch round: the last sequence is first, and each "
        "still reads forwards. Time is axis 1.",
        zh="你把批量的次序倒过来了：最后一个序列跑到最前面，每个序列却还是正着的。"
        "时间是第 1 轴。",
    )
)
def batch_reversed(x, lengths):
    return x.flip(0)


@exercises.reverse_within.mistake(
    Text(
        en="Off by one: the last real step stays where it is. `row[:n]` already stops "
        "before step n.",
        zh="差了一步：最后一个真实步没动。`row[:n]` 本来就只到编号为 n - 1 的那一步。",
    )
)
def last_step_stays(x, lengths):
    return reverse_within(x, lengths - 1)


@exercises.reverse_within.mistake(
    Text(
        en="Off by one: one pad is taken along and comes out in front. Real steps are "
        "0 to n - 1.",
        zh="差了一步：多带上了一个填充，倒过来就到了开头。真实的步是 0 到 n - 1。",
    )
)
def one_pad_in_front(x, lengths):
    return reverse_within(x, (lengths + 1).clamp(max=x.shape[1]))


@exercises.reverse_within.mistake(
    Text(
        en="You stop all sequences at the length of the first. Each has its own.",
        zh="你让所有序列都按第一个的长度来。每个序列有自己的长度。",
    )
)
def length_of_the_first(x, lengths):
    return reverse_within(x, lengths[0].expand(len(x)))


@exercises.reverse_within.mistake(
    Text(
        en="Nothing has turned round: `x[b, :n]` is put back as it was.",
        zh="什么也没倒过来：`x[b, :n]` 原样放回去了。",
    )
)
def not_reversed(x, lengths):
    return x.clone()


@exercises.reverse_within.mistake(
    Text(
        en="The last axis is turned round: with vectors that mixes up the numbers of "
        "each symbol. Time is axis 1, after the batch.",
        zh="你倒的是最后一个轴：每个符号若是向量，向量里的数就乱了。时间是第 1 轴，"
        "紧跟在批量后面。",
    )
)
def last_axis_reversed(x, lengths):
    result = x.clone()
    for b, n in enumerate(lengths):
        result[b, :n] = x[b, :n].flip(-1)
    return result


@exercises.reverse_within.mistake(
    Text(
        en="You read from `result` what you have just overwritten, so the second "
        "half only mirrors the first. Read from `x`, write into `result`.",
        zh="你从 `result` 里读的，是刚刚改过的值，后一半就成了前一半的镜像。从 `x` "
        "读，往 `result` 里写。",
    )
)
def read_after_writing(x, lengths):
    result = x.clone()
    for b, n in enumerate(lengths):
        for t in range(n):
            result[b, t] = result[b, n - 1 - t]
    return result
