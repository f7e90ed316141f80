"""One answer for each step: the loss over the real steps of a batch."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.five_shapes.tensors import random_tensor, torch
from course_utils.text import Text

exercises = Exercises("07_five_shapes")


def scored_cases() -> list[tuple[Any, Any, Any]]:
    """Two sequences; three, padded beyond the longest; 4 by 4 by 4."""
    cases = []
    for seed, lengths, num_steps, num_classes in (
        (0, [3, 1], 3, 2),
        (1, [4, 3, 2], 6, 5),
        (2, [4, 2, 3, 1], 4, 4),
    ):
        scores = 2 * random_tensor(len(lengths), num_steps, num_classes, seed=seed)
        places = torch.arange(num_steps) + torch.arange(len(lengths))[:, None]
        targets = places * 7 % num_classes
        cases.append((scores, targets, torch.tensor(lengths)))
    return cases


def nats_of(scores: Any, targets: Any) -> Any:
    """The cross-entropy of each step: (B, T, C), (B, T) -> (B, T)."""
    return -scores.log_softmax(dim=2).gather(2, targets[:, :, None])[:, :, 0]


def mask_of(scores: Any, lengths: Any) -> Any:
    """True on the real steps (B, T)."""
    return torch.arange(scores.shape[1]) < lengths[:, None]


def drawn_batch(rng: np.random.Generator) -> tuple[Any, Any, Any]:
    """Two sequences of up to five steps, padded to seven."""
    scores = torch.from_numpy(rng.normal(size=(2, 7, 4)).round(3))
    targets = torch.from_numpy(rng.integers(4, size=(2, 7)))
    return scores, targets, torch.from_numpy(rng.permutation(5)[:2] + 1)


@exercises.add(
    task=Text(
        en="Return the mean cross-entropy over all real steps of the batch, one "
        "number. Steps behind the length do not count, all others count equally.",
        zh="对整批里所有真实的步求交叉熵的平均，返回一个数。"
        "超出长度的步不算，其余每一步分量相同。",
    ),
    hints=(
        Text(
            en="A padded step must be missing twice: in the sum and in the number of "
            "steps.",
            zh="填充的步要缺席两次：求和时不算，数步数时也不算。",
        ),
        Text(
            en="A boolean mask (B, T) picks the real steps of both tensors: "
            "`scores[mask]` is a list of all real steps, (N, C).",
            zh="用布尔掩码 (B, T) 把真实的步从两个张量里挑出来："
            "`scores[mask]` 就是全部真实步，形状 (N, C)。",
        ),
        Text(
            en="`torch.nn.functional.cross_entropy` takes scores (N, C), not "
            "probabilities, and classes (N,), and gives their mean.",
            zh="`torch.nn.functional.cross_entropy` 要的是得分 (N, C)（不是概率）"
            "和类别 (N,)，给出的就是平均。",
        ),
    ),
    cases=scored_cases,
    fresh=drawn_batch,
)
def mean_step_loss(scores: Any, targets: Any, lengths: Any) -> Any:
    """scores (B, T, C), targets (B, T), lengths (B) -> one number"""
    mask = torch.arange(scores.shape[1]) < lengths[:, None]
    return torch.nn.functional.cross_entropy(scores[mask], targets[mask])


@exercises.mean_step_loss.mistake(
    Text(
        en="The padding counts too: the net is taught, and blamed, for steps that do "
        "not exist.",
        zh="填充也算进去了：那些步根本不存在，网络却要为它们承担损失。",
    )
)
def padding_counts(scores, targets, lengths):
    return nats_of(scores, targets).mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="The sum leaves the padding out, but you divide by all B × T steps. Divide "
        "by the number of real ones.",
        zh="求和时去掉了填充，却除以了全部 B × T 步。要除以真实的步数。",
    )
)
def divided_by_all_steps(scores, targets, lengths):
    return (nats_of(scores, targets) * mask_of(scores, lengths)).mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="That is the sum over the real steps. Its size depends on how long the "
        "batch is; divide by the number of real steps.",
        zh="这是所有真实步的损失之和，真实的步越多，它就越大。还要除以真实的步数。",
    )
)
def summed(scores, targets, lengths):
    return (nats_of(scores, targets) * mask_of(scores, lengths)).sum()


@exercises.mean_step_loss.mistake(
    Text(
        en="You took the mean of each sequence first, then the mean of those: a step "
        "of a short sequence then counts more than one of a long sequence.",
        zh="你先对每个序列求平均，再对这些平均求平均："
        "这样短序列的一步就比长序列的一步分量重。",
    )
)
def mean_of_means(scores, targets, lengths):
    sums = (nats_of(scores, targets) * mask_of(scores, lengths)).sum(dim=1)
    return (sums / lengths).mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="You summed over the steps and divided by the number of sequences, so long "
        "sequences weigh more. Divide by the number of real steps.",
        zh="你把每一步加起来，却除以序列的个数，序列越长损失越大。要除以真实的步数。",
    )
)
def divided_by_sequences(scores, targets, lengths):
    return (nats_of(scores, targets) * mask_of(scores, lengths)).sum() / len(lengths)


@exercises.mean_step_loss.mistake(
    Text(
        en="The mask compares step t with the length of sequence t. Each sequence has "
        "its own length for all its steps: `lengths[:, None]`.",
        zh="在你的掩码里，第 t 步比的是第 t 个序列的长度。"
        "同一个序列的各步，都要跟自己的长度比：`lengths[:, None]`。",
    )
)
def lengths_along_the_steps(scores, targets, lengths):
    mask = torch.arange(scores.shape[1]) < lengths
    return torch.nn.functional.cross_entropy(scores[mask], targets[mask])


@exercises.mean_step_loss.mistake(
    Text(
        en="Scores of 0 are a guess at random, with a loss of its own: padding still "
        "counts. Leave these steps out instead.",
        zh="得分全是 0 等于瞎猜，照样有损失，填充还是算进去了。应当把这些步去掉。",
    )
)
def scores_set_to_zero(scores, targets, lengths):
    return nats_of(scores * mask_of(scores, lengths)[:, :, None], targets).mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="`cross_entropy` looks for the classes along axis 1; here these are the "
        "steps. Pick the real steps first: `scores[mask]` is (N, C).",
        zh="`cross_entropy` 把第 1 轴当成类别，这里的第 1 轴却是步。"
        "先挑出真实的步：`scores[mask]` 是 (N, C)。",
    )
)
def classes_along_the_steps(scores, targets, lengths):
    return torch.nn.functional.cross_entropy(scores, targets)


@exercises.mean_step_loss.mistake(
    Text(
        en="Only the last real step of each sequence counts: that is many in, one out. "
        "Here every step has its answer.",
        zh="只算了每个序列最后一个真实的步：那是“多对一”的损失。这里每一步都有答案。",
    )
)
def last_step_only(scores, targets, lengths):
    rows = torch.arange(len(lengths))
    return nats_of(scores, targets)[rows, lengths - 1].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="A softmax too many: `cross_entropy` takes scores and makes the "
        "probabilities itself.",
        zh="多做了一次 softmax：`cross_entropy` 要的是得分，概率由它自己算。",
    )
)
def softmax_twice(scores, targets, lengths):
    mask = mask_of(scores, lengths)
    return nats_of(scores.softmax(dim=2), targets)[mask].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="The mask is one step too long: steps are counted from 0, so a step is real "
        "if its number is less than the length.",
        zh="掩码长了一步：步从 0 数起，编号小于长度的才是真实的。",
    )
)
def one_step_too_many(scores, targets, lengths):
    mask = torch.arange(scores.shape[1]) <= lengths[:, None]
    return nats_of(scores, targets)[mask].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="The sign is turned: a loss is the negative logarithm, so it is never below "
        "0.",
        zh="符号反了：损失是负的对数，从不小于 0。",
    )
)
def sign_turned(scores, targets, lengths):
    return -nats_of(scores, targets)[mask_of(scores, lengths)].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="You return one number for each step. The mean over the real steps is one "
        "number for the batch.",
        zh="你返回的是每一步各一个数。对真实的步求平均，整批只有一个数。",
    )
)
def one_number_a_step(scores, targets, lengths):
    return nats_of(scores, targets)[mask_of(scores, lengths)]


@exercises.mean_step_loss.mistake(
    Text(
        en="You left out the steps whose class is 0, real ones too. Only the lengths "
        "tell what is padding.",
        zh="你去掉的是类别为 0 的步，其中也有真实的。哪些是填充，只有长度说了算。",
    )
)
def class_0_left_out(scores, targets, lengths):
    return nats_of(scores, targets)[targets != 0].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="You divided by the length of the longest sequence. Divide by the number "
        "of all real steps.",
        zh="你除以了最长序列的步数。应当除以全部真实步的个数。",
    )
)
def divided_by_the_longest(scores, targets, lengths):
    nats = nats_of(scores, targets)[mask_of(scores, lengths)]
    return nats.sum() / lengths.max()


@exercises.mean_step_loss.mistake(
    Text(
        en="You divided by T, the steps of one row. Divide by the number of all real "
        "steps.",
        zh="你除以了 T，也就是一行的步数。应当除以全部真实步的个数。",
    )
)
def divided_by_the_steps_of_a_row(scores, targets, lengths):
    nats = nats_of(scores, targets)[mask_of(scores, lengths)]
    return nats.sum() / scores.shape[1]


@exercises.mean_step_loss.mistake(
    Text(
        en="Those are the scores of the right classes. A score is no logarithm of a "
        "probability yet: softmax comes first.",
        zh="这是正确类别的得分。得分还不是概率的对数：要先做 softmax。",
    )
)
def scores_for_logarithms(scores, targets, lengths):
    picked = scores.gather(2, targets[:, :, None])[:, :, 0]
    return -picked[mask_of(scores, lengths)].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="You cut all sequences to the shortest one. Their later steps are real, "
        "too.",
        zh="你把所有序列都截到了最短的那么长。后面的步也是真实的。",
    )
)
def cut_to_the_shortest(scores, targets, lengths):
    return nats_of(scores, targets)[:, : lengths.min()].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="You cut all sequences to the length of the longest. The shorter ones are "
        "still padded there.",
        zh="你把所有序列都截到了最长的那么长。短的序列在那里还有填充。",
    )
)
def cut_to_the_longest(scores, targets, lengths):
    return nats_of(scores, targets)[:, : lengths.max()].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="Those are probabilities. The loss is the negative logarithm of the right "
        "one.",
        zh="这是概率。损失是正确类别概率的负对数。",
    )
)
def mean_probability(scores, targets, lengths):
    return (-nats_of(scores, targets)[mask_of(scores, lengths)]).exp().mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="The mask is the wrong way round: that is the mean over the padding.",
        zh="掩码反了：这是填充那些步的平均。",
    )
)
def only_the_padding(scores, targets, lengths):
    return nats_of(scores, targets)[~mask_of(scores, lengths)].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="That is the median of the steps' losses. The mean is asked for.",
        zh="这是各步损失的中位数。题目要的是平均。",
    )
)
def median_of_the_steps(scores, targets, lengths):
    return nats_of(scores, targets)[mask_of(scores, lengths)].median()


@exercises.mean_step_loss.mistake(
    Text(
        en="You divide by the number of classes as well. A step has one loss, however "
        "many classes there are.",
        zh="你还除以了类别数。一步只有一个损失，和有几个类别无关。",
    )
)
def divided_by_the_classes_too(scores, targets, lengths):
    return nats_of(scores, targets)[mask_of(scores, lengths)].mean() / scores.shape[2]


@exercises.mean_step_loss.mistake(
    Text(
        en="That is the share of steps that are answered rightly. The loss also asks "
        "how sure the net was.",
        zh="这是答对的步所占的比例。损失还要看网络有多大把握。",
    )
)
def share_of_right_answers(scores, targets, lengths):
    mask = mask_of(scores, lengths)
    return (scores.argmax(dim=2) == targets)[mask].double().mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="The last real step of each sequence is missing: step n - 1 is real where "
        "the length is n.",
        zh="每个序列都漏了最后一个真实的步：长度为 n 时，第 n - 1 步也是真实的。",
    )
)
def last_real_step_lost(scores, targets, lengths):
    return nats_of(scores, targets)[mask_of(scores, lengths - 1)].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="That is the largest loss of a step. The mean over all real steps is asked "
        "for.",
        zh="这是各步的损失里最大的一个。题目要的是所有真实步的平均。",
    )
)
def largest_loss(scores, targets, lengths):
    return nats_of(scores, targets)[mask_of(scores, lengths)].max()


@exercises.mean_step_loss.mistake(
    Text(
        en="You divide by the number of real steps, but the padding is still in the "
        "sum.",
        zh="除数是真实的步数，可和里仍包含填充的步。",
    )
)
def padding_over_the_real_steps(scores, targets, lengths):
    return nats_of(scores, targets).sum() / lengths.sum()


@exercises.mean_step_loss.mistake(
    Text(
        en="Only the first step of each sequence counts. All real steps do.",
        zh="你只算了每个序列的第一步。所有真实的步都要算。",
    )
)
def first_step_of_each_only(scores, targets, lengths):
    return nats_of(scores, targets)[:, 0].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="The softmax runs over the steps. At each step it is the classes that "
        "share the probability: they are the last axis.",
        zh="你沿着时间步做了 softmax。每一步里，分享概率的是各个类别：那是最后一个轴。",
    )
)
def softmax_over_the_steps(scores, targets, lengths):
    logarithms = scores.log_softmax(dim=1)
    picked = logarithms.gather(2, targets[:, :, None])[:, :, 0]
    return -picked[mask_of(scores, lengths)].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="You took the mean of the probabilities, and the logarithm of that. Each "
        "step has a loss of its own: first the logarithms, then their mean.",
        zh="你先对概率求平均，再取对数。每一步各有各的损失：先取对数，再求平均。",
    )
)
def logarithm_of_the_mean(scores, targets, lengths):
    nats = nats_of(scores, targets)[mask_of(scores, lengths)]
    return -(-nats).exp().mean().log()


@exercises.mean_step_loss.mistake(
    Text(
        en="Only the last sequence is left: each round of the loop replaces what the "
        "one before found. Add up over all, then divide once.",
        zh="只剩下最后一个序列了：循环每走一轮，就盖掉了上一轮的结果。先把所有序列加起来，最后只除一次。",
    )
)
def last_sequence_only(scores, targets, lengths):
    return nats_of(scores, targets)[-1, : lengths[-1]].mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="With their targets set to 0, the padded steps are asked for class 0, and "
        "count. They must not be asked at all.",
        zh="你把填充处的目标设成 0，等于要求那里答出第 0 类，还照样算分。那些步根本不"
        "该问。",
    )
)
def padding_asked_for_class_0(scores, targets, lengths):
    return nats_of(scores, targets * mask_of(scores, lengths)).mean()


@exercises.mean_step_loss.mistake(
    Text(
        en="Only the first sequence is added up, but divided by the steps of all. "
        "Does `return` stand inside the loop?",
        zh="只加了第一个序列的损失，除的却是所有序列的步数。`return` 是不是写在循环里"
        "面了？",
    )
)
def returned_in_the_first_round(scores, targets, lengths):
    return nats_of(scores, targets)[0, : lengths[0]].sum() / lengths.sum()
