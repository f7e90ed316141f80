"""A batch read by a net that wants time in front."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.shapes.tensors import random_tensor, recurrent, torch
from course_utils.text import Text

exercises = Exercises("06_shapes")


def read_batch_cases() -> list[tuple[Any, ...]]:
    """B < T, B > T, and B = T, where no shape gives the fault away.

    In single precision, as nets are unless told otherwise: `torch.zeros` fits.
    """
    sizes = [(2, 3, 2, 2), (5, 3, 4, 3), (4, 4, 2, 3), (3, 3, 2, 3)]
    return [
        (recurrent(seed, E, H).float(), random_tensor(B, T, E, seed=seed).float())
        for seed, (B, T, E, H) in enumerate(sizes)
    ]


def drawn_batch(rng: np.random.Generator) -> tuple[Any, ...]:
    """Another net, and a batch that is as long as it is wide."""
    seed, size = int(rng.integers(2**31)), int(rng.integers(3, 6))
    x = random_tensor(size, size, 3, seed=seed).float()
    return recurrent(seed, 3, 2).float(), x


@exercises.add(
    task=Text(
        en="Repair it: `x` is (B, T, E), and `rnn` (one layer, one direction) was "
        "built "
        "without `batch_first`. Return the last state of each sequence.",
        zh="请修好：`x` 是 (B, T, E)，而 `rnn`（一层、单向）没有开 `batch_first`。"
        "返回每个序列的末状态。",
    ),
    hints=(
        Text(
            en="Which of the two axes does `rnn` walk along? And which should it?",
            zh="`rnn` 沿着哪个轴一步步走？应该沿着哪个轴？",
        ),
        Text(
            en="Swap the first two axes of `x` before `rnn` sees it. Not by `reshape`: "
            "that keeps the order of the numbers and mixes the sequences.",
            zh="先调换 `x` 的前两个轴，再交给 `rnn`。不能用 `reshape`："
            "数的先后没有变，各序列却串了。",
        ),
        Text(
            en="`output, h_n = rnn(x.transpose(0, 1))`. Now step stands first in "
            "`output`, and `h_n` has one entry for the one layer.",
            zh="`output, h_n = rnn(x.transpose(0, 1))`。这样 `output` 先是时间步，"
            "`h_n` 只有一层的一份。",
        ),
    ),
    cases=read_batch_cases,
    fresh=drawn_batch,
)
def read_batch(rnn: Any, x: Any) -> Any:
    """rnn: nn.GRU(E, H), x (B, T, E) -> (B, H)"""
    output, _ = rnn(x.transpose(0, 1))
    return output[-1]


@exercises.read_batch.mistake(
    Text(
        en="That is the fault itself: `rnn` walks along the batch, so a sequence "
        "remembers the sequences before it.",
        zh="毛病就在这里：`rnn` 是沿着批量走的，一个序列记住了排在它前面的序列。",
    )
)
def batch_for_time(rnn, x):
    output, _ = rnn(x)
    return output[:, -1]


@exercises.read_batch.mistake(
    Text(
        en="`rnn` still walks along the batch: `x` goes in as it is. The axes must be "
        "swapped before, not after.",
        zh="`rnn` 还是沿着批量走：`x` 原样就进去了。要先调换轴，不能等出来再换。",
    )
)
def last_of_the_batch(rnn, x):
    output, _ = rnn(x)
    return output[-1]


@exercises.read_batch.mistake(
    Text(
        en="`reshape` counts the numbers off in their old order, so each new sequence "
        "is "
        "made of pieces of others. Swap the axes with `transpose`.",
        zh="`reshape` 按原来的先后重新分段，新序列就是拿别的序列拼凑的。"
        "调换轴要用 `transpose`。",
    )
)
def reshaped(rnn, x):
    num_sequences, num_steps, size = x.shape
    output, _ = rnn(x.reshape(num_steps, num_sequences, size))
    return output[-1]


@exercises.read_batch.mistake(
    Text(
        en="That is every step of the last sequence. Asked is the last step of every "
        "sequence: look which axis of your `output` is time now.",
        zh="这是最后一个序列的每一步。要的是每个序列的最后一步："
        "看看你的 `output` 现在哪个轴是时间。",
    )
)
def last_sequence(rnn, x):
    output, _ = rnn(x.transpose(0, 1))
    return output[:, -1]


@exercises.read_batch.mistake(
    Text(
        en="`h_n` has the batch in its second place, always. `h_n[:, -1]` is the last "
        "sequence; the entry of the only layer is wanted.",
        zh="`h_n` 的批量永远在第二位。`h_n[:, -1]` 是最后一个序列；"
        "要的是那唯一一层的那一份。",
    )
)
def batch_sought_in_front_of_h_n(rnn, x):
    _, h_n = rnn(x.transpose(0, 1))
    return h_n[:, -1]


@exercises.read_batch.mistake(
    Text(
        en="The numbers are right. One axis is left over: `h_n` is (1, B, H), with an "
        "entry for each layer and direction. Take the one entry.",
        zh="数都对了，只是多了一个轴：`h_n` 是 (1, B, H)，每层每个方向一份。"
        "取出那一份。",
    )
)
def entry_not_taken(rnn, x):
    return rnn(x.transpose(0, 1))[1]


@exercises.read_batch.mistake(
    Text(
        en="Each sequence is read rightly, but those are the states after its first "
        "symbol.",
        zh="每个序列都读对了，可你取的是读完第一个符号时的状态。",
    )
)
def first_step(rnn, x):
    output, _ = rnn(x.transpose(0, 1))
    return output[0]


@exercises.read_batch.mistake(
    Text(
        en="Those are the states of all steps, (T, B, H). Only the last is asked for.",
        zh="这是每一步的状态，(T, B, H)。要的只是最后一步。",
    )
)
def all_steps(rnn, x):
    return rnn(x.transpose(0, 1))[0]


@exercises.read_batch.mistake(
    Text(
        en="Those are the states of all steps, turned back to (B, T, H). Only the "
        "last is asked for.",
        zh="这是每一步的状态，还换回了 (B, T, H)。要的只是最后一步。",
    )
)
def all_steps_turned_back(rnn, x):
    return rnn(x.transpose(0, 1))[0].transpose(0, 1)


@exercises.read_batch.mistake(
    Text(
        en="You averaged over the steps. The last state of each sequence is asked for.",
        zh="你对各步求了平均。要的是每个序列的末状态。",
    )
)
def mean_of_the_steps(rnn, x):
    output, _ = rnn(x.transpose(0, 1))
    return output.mean(dim=0)


@exercises.read_batch.mistake(
    Text(
        en="The last axis of `x` holds the numbers of one symbol, and must stay the "
        "last. Only batch and time change places.",
        zh="`x` 最后一个轴是一个符号的几个数，必须留在最后。只该调换批量和时间。",
    )
)
def last_axis_moved(rnn, x):
    output, _ = rnn(x.transpose(1, 2))
    return output[-1]


@exercises.read_batch.mistake(
    Text(
        en="`rnn` takes your sequences for steps: `x` goes in as it is. Swap the two "
        "axes before.",
        zh="`rnn` 把你的序列当成了时间步：`x` 原样就传了进去。要先把这两个轴对调。",
    )
)
def first_of_the_batch(rnn, x):
    return rnn(x)[0][:, 0]


@exercises.read_batch.mistake(
    Text(
        en="Each sequence is read from its end to its beginning. Leave out `flip`.",
        zh="每个序列都是从尾读到头的。把 `flip` 去掉。",
    )
)
def read_backwards(rnn, x):
    return rnn(x.transpose(0, 1).flip(0))[0][-1]


@exercises.read_batch.mistake(
    Text(
        en="You added up the states of all steps. The last state of each sequence is "
        "asked for.",
        zh="你把每一步的状态都加了起来。题目要的是每个序列的最后一个状态。",
    )
)
def sum_of_the_steps(rnn, x):
    return rnn(x.transpose(0, 1))[0].sum(dim=0)


@exercises.read_batch.mistake(
    Text(
        en="`x.T` turns all three axes round, so the numbers of a symbol come first. "
        "Only batch and time should change places.",
        zh="`x.T` 把三个轴全颠倒了，一个符号的各个数跑到了最前面。要对调的只有批量和时"
        "间。",
    )
)
def all_axes_turned(rnn, x):
    return rnn(x.permute(2, 1, 0))[0][-1]


@exercises.read_batch.mistake(
    Text(
        en="Each sequence is read rightly, but the next one goes on from its last "
        "state. Every sequence begins anew, from zeros.",
        zh="每个序列读得都对，可下一个序列接着用了上一个的末状态。每个序列都要从零开始。",
    )
)
def state_handed_on(rnn, x):
    states, h = [], None
    for row in x:
        _, h = rnn(row[:, None], h)
        states.append(h[0, 0])
    return torch.stack(states)
