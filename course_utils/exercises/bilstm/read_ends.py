"""The final states of two nets that read from opposite ends."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.shapes.last_real_state import drawn_batch, padded_cases
from course_utils.exercises.shapes.tensors import random_tensor, torch
from course_utils.text import Text

exercises = Exercises("09_bilstm")


def output_cases() -> list[tuple[Any, ...]]:
    """A small batch; a usual one; B = T; and one padded beyond its longest sequence."""
    doubled = []
    for seed, (output, lengths) in enumerate(padded_cases()):
        backward = random_tensor(*output.shape, seed=10 + seed)
        doubled.append((torch.cat([output, backward], dim=2), lengths))
    return doubled


def drawn_outputs(rng: np.random.Generator) -> tuple[Any, ...]:
    """Another batch of both directions."""
    output, lengths = drawn_batch(rng)
    backward = torch.from_numpy(rng.normal(size=output.shape))
    return torch.cat([output, backward], dim=2), lengths


@exercises.add(
    task=Text(
        en="`outputs` (B, T, 2H) holds the forward states, then the backward states, "
        "both standing at their symbols. Return for each sequence both final states "
        "side by side (B, 2H).",
        zh="`outputs` (B, T, 2H) 前一半是正向状态，后一半是反向状态，都对着各自的符号。"
        "返回每个序列两个方向的末状态，并排放，形状 (B, 2H)。",
    ),
    hints=(
        Text(
            en="A state is final when its net has read everything. At which symbol is "
            "the forward net then, at which the backward one?",
            zh="读完全部，才是末状态。那时正向网络停在哪个符号，反向又停在哪个？",
        ),
        Text(
            en="Forward: step n - 1, with n from `lengths`. Backward: the first "
            "symbol. The halves are `[..., :H]` and `[..., H:]`.",
            zh="正向停在第 n - 1 步，n 取自 `lengths`；反向停在第一个符号。"
            "两半是 `[..., :H]` 和 `[..., H:]`。",
        ),
        Text(
            en="`outputs[torch.arange(len(lengths)), lengths - 1, :H]` and "
            "`outputs[:, 0, H:]`, joined by `torch.cat` with `dim=1`.",
            zh="`outputs[torch.arange(len(lengths)), lengths - 1, :H]` 和 "
            "`outputs[:, 0, H:]`，用 `torch.cat` 沿 `dim=1` 拼起来。",
        ),
    ),
    cases=output_cases,
    fresh=drawn_outputs,
)
def read_ends(outputs: Any, lengths: Any) -> Any:
    """outputs (B, T, 2H), lengths (B) -> (B, 2H)"""
    H = outputs.shape[2] // 2
    forward = outputs[torch.arange(len(lengths)), lengths - 1, :H]
    backward = outputs[:, 0, H:]
    return torch.cat([forward, backward], dim=1)


def both_at(outputs: Any, steps: Any) -> Any:
    """Both halves at one step a sequence (B)."""
    return outputs[torch.arange(len(outputs)), steps]


def halves(forward: Any, backward: Any) -> Any:
    """The forward half of the one (B, 2H), the backward half of the other."""
    size = forward.shape[1] // 2
    return torch.cat([forward[:, :size], backward[:, size:]], dim=1)


@exercises.read_ends.mistake(
    Text(
        en="At its last symbol the forward half is final, but the backward half has "
        "just begun: it has read one symbol. If you did take halves: is your H half of "
        "the last axis?",
        zh="在最后一个符号，正向那一半读完了，反向那一半才刚起步：只读了一个符号。"
        "如果你取的只是其中一半：你的 H 是不是最后一个轴长度的一半？",
    )
)
def both_at_the_last_symbol(outputs, lengths):
    return both_at(outputs, lengths - 1)


@exercises.read_ends.mistake(
    Text(
        en="At step 0 the backward half is final, but the forward half has read one "
        "symbol only.",
        zh="在第 0 步，反向那一半读完了，正向那一半却只读了一个符号。",
    )
)
def both_at_the_first_symbol(outputs, lengths):
    return outputs[:, 0]


@exercises.read_ends.mistake(
    Text(
        en="Both are read at the wrong end: the forward net has just begun at step 0, "
        "the backward net at the last symbol.",
        zh="两头都取反了：正向在第 0 步才开始读，反向在最后一个符号才开始读。",
    )
)
def each_at_its_beginning(outputs, lengths):
    return halves(outputs[:, 0], both_at(outputs, lengths - 1))


@exercises.read_ends.mistake(
    Text(
        en="The forward half comes from the padding: `outputs[:, -1]` is the last "
        "column of the batch, not the last symbol of each sequence.",
        zh="正向那一半取到填充里去了：`outputs[:, -1]` 是整批的最后一列，"
        "不是每个序列的最后一个符号。",
    )
)
def forward_from_the_padding(outputs, lengths):
    return halves(outputs[:, -1], outputs[:, 0])


@exercises.read_ends.mistake(
    Text(
        en="The forward half is right. The backward half comes from the last column, "
        "which is padding, or the symbol at which its net begins. It ends at step 0.",
        zh="正向那一半对了。反向那一半取自最后一列，那里不是填充，"
        "就是它的起点。它的终点在第 0 步。",
    )
)
def backward_from_the_last_column(outputs, lengths):
    return halves(both_at(outputs, lengths - 1), outputs[:, -1])


@exercises.read_ends.mistake(
    Text(
        en="Both halves come from the last column, which is padding for the shorter "
        "sequences; and for the backward half it is the wrong end.",
        zh="两半都取自最后一列。对短的序列，那里是填充；对反向那一半，那里又是错的一"
        "头。",
    )
)
def last_column(outputs, lengths):
    return outputs[:, -1]


@exercises.read_ends.mistake(
    Text(
        en="The forward half is one step too far: n symbols end at step n - 1.",
        zh="正向那一半多走了一步：n 个符号，最后一步是 n - 1。",
    )
)
def one_step_too_far(outputs, lengths):
    return halves(both_at(outputs, lengths), outputs[:, 0])


@exercises.read_ends.mistake(
    Text(
        en="The right two states, in the wrong order: forward first.",
        zh="两个状态都对，次序反了：正向在前。",
    )
)
def backward_in_front(outputs, lengths):
    found = read_ends(outputs, lengths)
    return found.roll(found.shape[1] // 2, dims=1)


@exercises.read_ends.mistake(
    Text(
        en="The halves are mixed up: the first H numbers are the forward states. You "
        "took the backward half at the last symbol and the forward half at step 0.",
        zh="两半弄混了：前 H 个数是正向状态。你在最后一个符号取了反向的，"
        "在第 0 步取了正向的。",
    )
)
def halves_swapped(outputs, lengths):
    size = outputs.shape[2] // 2
    backward = both_at(outputs, lengths - 1)[:, size:]
    return torch.cat([backward, outputs[:, 0, :size]], dim=1)


@exercises.read_ends.mistake(
    Text(
        en="The two states are right, one below the other: (2B, H). Join them along "
        "`dim=1`.",
        zh="两个状态都对，可上下接在了一起：(2B, H)。要沿 `dim=1` 拼。",
    )
)
def one_below_the_other(outputs, lengths):
    found = read_ends(outputs, lengths)
    return torch.cat(found.chunk(2, dim=1))


@exercises.read_ends.mistake(
    Text(
        en="(B, 4H): at each of the two steps you kept both halves. Of each step only "
        "one is final.",
        zh="成了 (B, 4H)：你取了两步，每步都留下了两半。每一步只有一半是末状态。",
    )
)
def both_halves_of_both(outputs, lengths):
    return torch.cat([both_at(outputs, lengths - 1), outputs[:, 0]], dim=1)


@exercises.read_ends.mistake(
    Text(
        en="The right two states, but `stack` gives them an axis of their own: (B, 2, "
        "H). `cat` joins them along an axis that is there.",
        zh="两个状态都对，可 `stack` 给它们新添了一个轴，成了 (B, 2, H)。`cat` 才是沿"
        "着已有的轴拼。",
    )
)
def on_an_axis_of_their_own(outputs, lengths):
    return torch.stack(read_ends(outputs, lengths).chunk(2, dim=1), dim=1)


@exercises.read_ends.mistake(
    Text(
        en="You added the two states, and only H numbers are left. Put them side by "
        "side.",
        zh="你把两个状态加起来了，只剩 H 个数。要并排放。",
    )
)
def added(outputs, lengths):
    return sum(read_ends(outputs, lengths).chunk(2, dim=1))


@exercises.read_ends.mistake(
    Text(
        en="The forward half is one step too early: n symbols end at step n - 1.",
        zh="正向那一半少走了一步：n 个符号，最后一步是 n - 1。",
    )
)
def one_step_too_early(outputs, lengths):
    return halves(both_at(outputs, lengths - 2), outputs[:, 0])


@exercises.read_ends.mistake(
    Text(
        en="Only the forward state is there, (B, H). The backward net has a final "
        "state, too.",
        zh="只有正向的末状态，(B, H)。反向网络也有末状态。",
    )
)
def forward_only(outputs, lengths):
    return read_ends(outputs, lengths).chunk(2, dim=1)[0]


@exercises.read_ends.mistake(
    Text(
        en="Both halves are forward states. The backward states are the last H "
        "numbers: `H:`.",
        zh="两半取的都是正向的状态。反向的状态是后 H 个数：`H:`。",
    )
)
def forward_halves_twice(outputs, lengths):
    last, first = both_at(outputs, lengths - 1), outputs[:, 0]
    return halves(last, first.roll(first.shape[1] // 2, dims=1))


@exercises.read_ends.mistake(
    Text(
        en="Both halves are backward states. The forward states are the first H "
        "numbers: `:H`.",
        zh="两半取的都是反向的状态。正向的状态是前 H 个数：`:H`。",
    )
)
def backward_halves_twice(outputs, lengths):
    last, first = both_at(outputs, lengths - 1), outputs[:, 0]
    return halves(last.roll(last.shape[1] // 2, dims=1), first)


@exercises.read_ends.mistake(
    Text(
        en="All forward states are taken at the step where the longest sequence "
        "ends. Each sequence ends at a step of its own.",
        zh="正向状态都取在最长的序列结束的那一步。每个序列在自己的那一步结束。",
    )
)
def end_of_the_longest(outputs, lengths):
    return halves(outputs[:, lengths.max() - 1], outputs[:, 0])
