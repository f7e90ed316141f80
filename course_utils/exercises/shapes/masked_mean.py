"""The mean of the real states, without the padding."""

from __future__ import annotations

from typing import Any

from course_utils.checking.lists import Exercises
from course_utils.exercises.shapes.last_real_state import drawn_batch, padded_cases
from course_utils.exercises.shapes.tensors import torch
from course_utils.text import Text

exercises = Exercises("06_shapes")


@exercises.add(
    task=Text(
        en="Return for each sequence the mean of its real states: the padded steps "
        "count neither in the sum nor in the number.",
        zh="对每个序列，返回真实步状态的平均：求和、计数都不算填充的步。",
    ),
    hints=(
        Text(
            en="A mean is a sum and a number. The padding must be kept out of both.",
            zh="平均是一个和，再除以一个个数。两处都不能让填充混进去。",
        ),
        Text(
            en="Make a mask (B, T), true where a step comes before the length. "
            "Multiplied by it, padded states become zero.",
            zh="做一个掩码（mask），形状 (B, T)：步的编号小于长度的地方为真。"
            "乘上掩码，填充处的状态就成了零。",
        ),
        Text(
            en="`mask = torch.arange(T) < lengths[:, None]`. It needs one more axis, "
            "`mask[:, :, None]`, to meet `output`; the sum runs over axis 1.",
            zh="`mask = torch.arange(T) < lengths[:, None]`。要和 `output` 相乘，"
            "还得添一个轴：`mask[:, :, None]`；求和沿第 1 轴。",
        ),
    ),
    cases=padded_cases,
    fresh=drawn_batch,
)
def masked_mean(output: Any, lengths: Any) -> Any:
    """output (B, T, H), lengths (B) -> (B, H)"""
    mask = torch.arange(output.shape[1]) < lengths[:, None]
    sums = (output * mask[:, :, None]).sum(dim=1)
    return sums / lengths[:, None]


def masked_sum(output: Any, lengths: Any) -> Any:
    """The sum of the real states."""
    return masked_mean(output, lengths) * lengths[:, None]


@exercises.masked_mean.mistake(
    Text(
        en="That is the mean of all T steps, padding included.",
        zh="这是全部 T 步的平均，填充也算进去了。",
    )
)
def mean_of_all_steps(output, lengths):
    return output.mean(dim=1)


@exercises.masked_mean.mistake(
    Text(
        en="The sum is right, but you divide by T, as `mean` does after masking. "
        "Divide by the number of real steps of each sequence.",
        zh="和是对的，可你除以的是 T（先盖掩码再用 `mean`，也是这样）。"
        "要除以每个序列真实的步数。",
    )
)
def divided_by_all_steps(output, lengths):
    return masked_sum(output, lengths) / output.shape[1]


@exercises.masked_mean.mistake(
    Text(
        en="You divide by the right number, but the sum holds the padded states too. "
        "After padding the states are not zero: the net has read on.",
        zh="除数对了，可和里还有填充处的状态。那些状态不是零：网络还在往下读。",
    )
)
def padding_in_the_sum(output, lengths):
    return output.sum(dim=1) / lengths[:, None]


@exercises.masked_mean.mistake(
    Text(
        en="That is the sum of the real states. Divide it by how many they are.",
        zh="这是真实状态的和，还要除以个数。",
    )
)
def sum_only(output, lengths):
    return masked_sum(output, lengths)


@exercises.masked_mean.mistake(
    Text(
        en="One step too many: steps are counted from 0, so a step is real if it is "
        "less than the length, not equal.",
        zh="多算了一步：时间步从 0 数起，编号小于长度才是真实的，等于就不是了。",
    )
)
def mask_one_too_long(output, lengths):
    mask = torch.arange(output.shape[1]) <= lengths[:, None]
    return (output * mask[:, :, None]).sum(dim=1) / lengths[:, None]


@exercises.masked_mean.mistake(
    Text(
        en="The mask is longer than the sequence by one step, in the sum and in the "
        "number. A step is real if its number is less than the length.",
        zh="掩码比序列多一步，求和、计数都多算了。编号小于长度的步才是真实的。",
    )
)
def one_step_of_padding(output, lengths):
    mask = torch.arange(output.shape[1]) <= lengths[:, None]
    count = mask.sum(dim=1)
    return (output * mask[:, :, None]).sum(dim=1) / count[:, None]


@exercises.masked_mean.mistake(
    Text(
        en="You divide every sequence by the same number. Each has its own length: "
        "`lengths[:, None]`.",
        zh="每个序列你都除以同一个数。长度各不相同：要用 `lengths[:, None]`。",
    )
)
def divided_by_the_longest(output, lengths):
    return masked_sum(output, lengths) / lengths.max()


@exercises.masked_mean.mistake(
    Text(
        en="You leave out the last real state. `row[:n]` has n of them; "
        "`row[:n - 1]` has one less.",
        zh="你漏了最后一个真实状态。`row[:n]` 有 n 个，`row[:n - 1]` 少一个。",
    )
)
def last_real_state_left_out(output, lengths):
    rows = zip(output, lengths, strict=True)
    return torch.stack([row[: n - 1].mean(dim=0) for row, n in rows])


@exercises.masked_mean.mistake(
    Text(
        en="That is one mean for the whole batch. Each sequence has its own.",
        zh="你把一整批平均成了一个状态。每个序列要有自己的平均。",
    )
)
def one_mean_for_the_batch(output, lengths):
    return masked_sum(output, lengths).sum(dim=0) / lengths.sum()


@exercises.masked_mean.mistake(
    Text(
        en="The sums are (B, H), `lengths` is (B): it meets the last axis, H, not the "
        "sequences. Give it an axis for the units, of size 1.",
        zh="和是 (B, H)，`lengths` 是 (B)：它对上的是最后的 H，不是各个序列。"
        "给它添一个大小为 1 的轴，对应单元。",
    )
)
def lengths_along_the_units(output, lengths):
    return masked_sum(output, lengths) / lengths


@exercises.masked_mean.mistake(
    Text(
        en="`output` is (B, T, H), the mask (B, T): axes are matched from the last, so "
        "its T meets H. It needs a last axis of size 1.",
        zh="`output` 是 (B, T, H)，掩码是 (B, T)：轴从最后对起，T 就对上了 H。"
        "掩码末尾还缺一个大小为 1 的轴。",
    )
)
def mask_along_the_units(output, lengths):
    mask = torch.arange(output.shape[1]) < lengths[:, None]
    return (output * mask).sum(dim=1) / lengths[:, None]


@exercises.masked_mean.mistake(
    Text(
        en="T step numbers meet B lengths, one to one. Each length must be compared "
        "with every step: put the lengths in a column, (B, 1).",
        zh="T 个步的编号和 B 个长度一对一地比了。每个长度都要和每一步比："
        "把长度排成一列，(B, 1)。",
    )
)
def steps_against_sequences(output, lengths):
    mask = torch.arange(output.shape[1]) < lengths
    return (output * mask[:, :, None]).sum(dim=1) / lengths[:, None]


@exercises.masked_mean.mistake(
    Text(
        en="The mask is one step too short: the last real state is missing in the "
        "sum, but counted.",
        zh="掩码短了一步：求和时漏了最后一个真实状态，个数里却算上了它。",
    )
)
def mask_one_too_short(output, lengths):
    mask = torch.arange(output.shape[1]) < lengths[:, None] - 1
    return (output * mask[:, :, None]).sum(dim=1) / lengths[:, None]


@exercises.masked_mean.mistake(
    Text(
        en="That is the last real state. Here the mean of all real ones is asked for.",
        zh="这是最后一个真实状态。这里要的是全部真实状态的平均。",
    )
)
def last_real_state_instead(output, lengths):
    return output[torch.arange(len(lengths)), lengths - 1]


@exercises.masked_mean.mistake(
    Text(
        en="`//` rounds down to a whole number. A mean is divided with `/`.",
        zh="`//` 会向下取整。求平均要用 `/`。",
    )
)
def rounded_down(output, lengths):
    return masked_sum(output, lengths) // lengths[:, None]


@exercises.masked_mean.mistake(
    Text(
        en="You averaged over the sequences: axis 0. Each sequence has its own mean, "
        "over its steps.",
        zh="你沿第 0 轴，对各个序列求了平均。每个序列要有自己的平均，沿着时间步求。",
    )
)
def mean_over_the_sequences(output, lengths):
    return output.mean(dim=0)


@exercises.masked_mean.mistake(
    Text(
        en="You divide all sequences by the mean length. Each has its own: "
        "`lengths[:, None]`.",
        zh="你让所有序列都除以平均长度。每个序列有自己的长度：`lengths[:, None]`。",
    )
)
def divided_by_the_mean_length(output, lengths):
    return masked_sum(output, lengths) / lengths.double().mean()


@exercises.masked_mean.mistake(
    Text(
        en="You divide by the real steps of the whole batch. Each sequence has its "
        "own number: `lengths[:, None]`.",
        zh="你除以的是整批的真实步数。每个序列有自己的步数：`lengths[:, None]`。",
    )
)
def divided_by_all_lengths(output, lengths):
    return masked_sum(output, lengths) / lengths.sum()


@exercises.masked_mean.mistake(
    Text(
        en="The mask is the wrong way round: you add up the padding. Real is what is "
        "less than the length.",
        zh="掩码反了：你加起来的是填充。小于长度的才是真实的步。",
    )
)
def padding_instead_of_real_steps(output, lengths):
    return (output.sum(dim=1) - masked_sum(output, lengths)) / lengths[:, None]


@exercises.masked_mean.mistake(
    Text(
        en="That is the largest real value of each unit. The mean is asked for.",
        zh="这是每个单元在真实步里的最大值。题目要的是平均。",
    )
)
def largest_real_value(output, lengths):
    rows = zip(output, lengths, strict=True)
    return torch.stack([row[:n].amax(dim=0) for row, n in rows])


@exercises.masked_mean.mistake(
    Text(
        en="The sum is right, but you divide by one too many: a sequence of length 3 "
        "has 3 real steps.",
        zh="和是对的，可除数多了 1：长度为 3 的序列就有 3 个真实的步。",
    )
)
def divided_by_one_too_many(output, lengths):
    return masked_sum(output, lengths) / (lengths[:, None] + 1)


@exercises.masked_mean.mistake(
    Text(
        en="The sum is right, but you divide by one too few: a sequence of length 3 "
        "has 3 real steps.",
        zh="和是对的，可除数少了 1：长度为 3 的序列就有 3 个真实的步。",
    )
)
def divided_by_one_too_few(output, lengths):
    return masked_sum(output, lengths) / (lengths[:, None] - 1)


@exercises.masked_mean.mistake(
    Text(
        en="The first step is left out, in the sum and in the number. Steps count "
        "from 0, and step 0 is real.",
        zh="第一步漏掉了，求和、数步数时都没有它。步从 0 数起，第 0 步也是真实的。",
    )
)
def first_step_left_out(output, lengths):
    rows = zip(output, lengths, strict=True)
    return torch.stack([row[1:n].mean(dim=0) for row, n in rows])


@exercises.masked_mean.mistake(
    Text(
        en="You cut all sequences to the length of the first. Each has its own.",
        zh="你把所有序列都按第一个的长度来截。每个序列有自己的长度。",
    )
)
def length_of_the_first_for_all(output, lengths):
    return output[:, : lengths[0]].mean(dim=1)
