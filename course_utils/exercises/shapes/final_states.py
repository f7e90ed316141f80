"""What both directions know when they have read everything."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.shapes.tensors import random_tensor, recurrent, torch
from course_utils.text import Text

exercises = Exercises("06_shapes")


def final_states_cases() -> list[tuple[Any, ...]]:
    """One layer; two layers, where the bottom is not the top; three; B = T = 2H."""
    sizes = [(1, 3, 2, 2), (2, 5, 3, 4), (3, 4, 2, 3), (2, 4, 4, 2)]
    cases = []
    for seed, (num_layers, num_steps, num_sequences, num_units) in enumerate(sizes):
        net = recurrent(seed, 3, num_units, num_layers, bidirectional=True)
        with torch.no_grad():
            cases.append(net(random_tensor(num_steps, num_sequences, 3, seed=seed)))
    return cases


def drawn_states(rng: np.random.Generator) -> tuple[Any, ...]:
    """What a net of one to three layers leaves behind."""
    seed, num_layers = int(rng.integers(1, 2**31)), int(rng.integers(1, 4))
    net = recurrent(seed, 3, 2, num_layers, bidirectional=True)
    with torch.no_grad():
        return net(random_tensor(5, 4, 3, seed=seed))


@exercises.add(
    task=Text(
        en="A bidirectional net has returned `output` and `h_n`. Return the final "
        "states "
        "of its top layer side by side: forward, then backward.",
        zh="双向网络给出了 `output` 和 `h_n`。请返回最上层两个方向的末状态，"
        "并排放：先正向，后反向。",
    ),
    hints=(
        Text(
            en="Each direction is final where it has read everything. Where is that "
            "for "
            "the one that begins at the end?",
            zh="走完全程的地方，才是末状态。从末尾读起的那个方向，在哪里走完？",
        ),
        Text(
            en="`h_n` keeps layer by layer, forward before backward. The top layer "
            "comes "
            "last, so two entries counted from the end are yours.",
            zh="`h_n` 一层一层地排，先正向后反向。最上层排在最后，所以倒数的两份就是。",
        ),
        Text(
            en="Join `h_n[-2]` and `h_n[-1]`, both (B, H), along the axis of the "
            "units: `torch.cat` with `dim=1`.",
            zh="`h_n[-2]` 和 `h_n[-1]` 都是 (B, H)，沿着单元那个轴拼起来："
            "`torch.cat`，`dim=1`。",
        ),
    ),
    cases=final_states_cases,
    fresh=drawn_states,
)
def final_states(output: Any, h_n: Any) -> Any:
    """output (T, B, 2H), h_n (2L, B, H) -> (B, 2H)"""
    return torch.cat([h_n[-2], h_n[-1]], dim=1)


@exercises.final_states.mistake(
    Text(
        en="`h_n[-1]` is one direction: the backward one. The forward state stands "
        "just "
        "before it.",
        zh="`h_n[-1]` 只是一个方向：反向。正向的就排在它前面。",
    )
)
def last_entry_only(output, h_n):
    return h_n[-1]


@exercises.final_states.mistake(
    Text(
        en="The forward half of `output[-1]` is final, the backward half is not: it "
        "reads from the end, and has seen only the last symbol there.",
        zh="`output[-1]` 的正向那一半走完了，反向那一半没有："
        "它从末尾读起，在那里才见过最后一个符号。",
    )
)
def both_halves_of_the_last_step(output, h_n):
    return output[-1]


@exercises.final_states.mistake(
    Text(
        en="At `output[0]` the backward half is final, but the forward half has "
        "seen only the first symbol.",
        zh="在 `output[0]`，反向那一半走完了，正向那一半却才见过第一个符号。",
    )
)
def both_halves_of_the_first_step(output, h_n):
    return output[0]


@exercises.final_states.mistake(
    Text(
        en="Both halves are read at the wrong end: forward is final at the last step, "
        "backward at the first.",
        zh="两半都在错的一头取了：正向到最后一步才走完，反向到第一步才走完。",
    )
)
def each_at_its_first_symbol(output, h_n):
    size = h_n.shape[-1]
    return torch.cat([output[0, :, :size], output[-1, :, size:]], dim=1)


@exercises.final_states.mistake(
    Text(
        en="Those are the states of the bottom layer. Layers are counted from below, "
        "so "
        "the top is at the end of `h_n`.",
        zh="这是最下层的状态。层从下往上数，最上层在 `h_n` 的末尾。",
    )
)
def bottom_layer(output, h_n):
    return torch.cat([h_n[0], h_n[1]], dim=1)


@exercises.final_states.mistake(
    Text(
        en="The right two states, in the wrong order: forward comes first, as in "
        "`output`.",
        zh="两个状态都对，次序反了：正向在前，和 `output` 里一样。",
    )
)
def backward_in_front(output, h_n):
    return torch.cat([h_n[-1], h_n[-2]], dim=1)


@exercises.final_states.mistake(
    Text(
        en="`h_n` runs layer by layer, so it is `h_n.view(L, 2, B, H)`. You took all "
        "forward layers first: layers and directions are swapped.",
        zh="`h_n` 一层一层地排，所以是 `h_n.view(L, 2, B, H)`。"
        "你当成先排完正向各层了：层和方向弄反了。",
    )
)
def layers_and_directions_swapped(output, h_n):
    entries, num_sequences, size = h_n.shape
    top = h_n.view(2, entries // 2, num_sequences, size)[:, -1]
    return torch.cat([top[0], top[1]], dim=1)


@exercises.final_states.mistake(
    Text(
        en="The shape is right, but `reshape` has put two sequences into one row. "
        "Move the batch to the front first, or join the two entries.",
        zh="形状对了，可 `reshape` 把两个序列拼进了同一行。"
        "先把批量换到最前面，或者把两份拼起来。",
    )
)
def sequences_mixed(output, h_n):
    return h_n[-2:].reshape(h_n.shape[1], -1)


@exercises.final_states.mistake(
    Text(
        en="You have joined the two one below the other, (2B, H). Join them along the "
        "axis of the units.",
        zh="你把两份上下接在一起了，成了 (2B, H)。要沿着单元那个轴拼。",
    )
)
def one_below_the_other(output, h_n):
    return torch.cat([h_n[-2], h_n[-1]])


@exercises.final_states.mistake(
    Text(
        en="The two states are right, but still in two entries, (2, B, H). Put them "
        "side "
        "by side.",
        zh="两个状态都对，可还分成两份，(2, B, H)。要并排拼成一份。",
    )
)
def not_joined(output, h_n):
    return h_n[-2:]


@exercises.final_states.mistake(
    Text(
        en="Adding the two directions leaves H numbers and loses which is which. Put "
        "them side by side.",
        zh="两个方向一相加，只剩 H 个数，谁是谁也分不清了。要并排放。",
    )
)
def added(output, h_n):
    return h_n[-2] + h_n[-1]


@exercises.final_states.mistake(
    Text(
        en="`h_n[-2]` is one direction: the forward one. The backward state stands "
        "just behind it.",
        zh="`h_n[-2]` 只是一个方向：正向。反向的就排在它后面。",
    )
)
def forward_only(output, h_n):
    return h_n[-2]


@exercises.final_states.mistake(
    Text(
        en="`output` has time in front, so `output[:, -1]` is every step of the last "
        "sequence. Final states are asked for, of all sequences.",
        zh="`output` 第一个轴是时间，所以 `output[:, -1]` 是最后一个序列的每一步。"
        "要的是所有序列的末状态。",
    )
)
def last_sequence(output, h_n):
    return output[:, -1]


@exercises.final_states.mistake(
    Text(
        en="The right two states, but `stack` gives the directions an axis of their "
        "own, (B, 2, H). `cat` joins them along an axis that is there.",
        zh="两个状态都对，可 `stack` 给方向新添了一个轴，成了 (B, 2, H)。"
        "`cat` 才是沿着已有的轴拼。",
    )
)
def on_an_axis_of_their_own(output, h_n):
    return torch.stack([h_n[-2], h_n[-1]], dim=1)


@exercises.final_states.mistake(
    Text(
        en="`output[-1]` and `output[0]` hold both directions each, and you have put "
        "them one below the other. Take the final half of each, side by side.",
        zh="`output[-1]` 和 `output[0]` 各有两个方向，你又把它们上下接了起来。"
        "各取走完的那一半，并排放。",
    )
)
def two_steps_one_below_the_other(output, h_n):
    return torch.cat([output[-1], output[0]])


@exercises.final_states.mistake(
    Text(
        en="(B, 4H): each of the two steps brings both directions, one final and one "
        "just begun. Keep only the final half of each.",
        zh="成了 (B, 4H)：这两步各带着两个方向，一个走完了，一个才起步。"
        "各留走完的那一半。",
    )
)
def two_steps_side_by_side(output, h_n):
    return torch.cat([output[-1], output[0]], dim=1)


@exercises.final_states.mistake(
    Text(
        en="`h_n[0]` is the forward state of the bottom layer. Both directions of the "
        "top layer stand at the end.",
        zh="`h_n[0]` 是最下层的正向状态。最上层的两个方向都在末尾。",
    )
)
def first_and_last_entry(output, h_n):
    return torch.cat([h_n[0], h_n[-1]], dim=1)


@exercises.final_states.mistake(
    Text(
        en="All layers stand side by side. Only the two entries of the top layer are "
        "asked for.",
        zh="你把各层全并排了。只要最上层的两份。",
    )
)
def all_layers(output, h_n):
    return torch.cat(list(h_n), dim=1)


@exercises.final_states.mistake(
    Text(
        en="You averaged over the steps. A final state is that of one step: where its "
        "net has read everything.",
        zh="你对各步求了平均。末状态只是某一步的状态：读完全部的那一步。",
    )
)
def mean_of_the_steps(output, h_n):
    return output.mean(dim=0)


@exercises.final_states.mistake(
    Text(
        en="You added up the steps. A final state is that of one step: where its net "
        "has read everything.",
        zh="你把各步加起来了。末状态只是某一步的状态：读完全部的那一步。",
    )
)
def sum_of_the_steps(output, h_n):
    return output.sum(dim=0)


@exercises.final_states.mistake(
    Text(
        en="The halves are the other way round: of the numbers in `output`, the "
        "first H are forward and the last H backward. Forward is final at "
        "`output[-1]`, backward at `output[0]`.",
        zh="两半用反了：`output` 里前 H 个数是正向，后 H 个才是反向。正向在 "
        "`output[-1]` 走完，反向在 `output[0]` 走"
        "完。",
    )
)
def halves_exchanged(output, h_n):
    size = h_n.shape[-1]
    return torch.cat([output[-1, :, size:], output[0, :, :size]], dim=1)


@exercises.final_states.mistake(
    Text(
        en="You look for the batch in front, but `output` has time there: `output[:, "
        "-1]` is the last sequence at every step. The last step is `output[-1]`, "
        "the first `output[0]`.",
        zh="你以为第一个轴是批量，可 `output` 的第一个轴是时间：`output[:, -1]` 是最后"
        "一个序列的每一步。最后一步是 "
        "`output[-1]`，第一步是 `output[0]`。",
    )
)
def batch_sought_in_front(output, h_n):
    size = h_n.shape[-1]
    return torch.cat([output[:, -1, :size], output[:, 0, size:]], dim=1)
