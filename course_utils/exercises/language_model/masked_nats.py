"""The loss of sequences that were filled up: pads must not count."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("11_language_model")

Case = tuple[np.ndarray, np.ndarray, np.ndarray, int]


def padded(lengths: list[int], num_symbols: int, pad_id: int, seed: int) -> Case:
    """Sequences filled up on the right, and random log-probabilities."""
    rng = np.random.default_rng(seed)
    width = max(lengths) + 1
    ids = np.full((len(lengths), width + 1), pad_id)
    for row, length in zip(ids, lengths, strict=True):
        symbols = [one for one in range(num_symbols) if one != pad_id]
        row[: length + 1] = rng.choice(symbols, size=length + 1)
    scores = rng.normal(size=(len(lengths), width, num_symbols)).round(2)
    scores -= np.log(np.exp(scores).sum(axis=2, keepdims=True))
    return scores, ids[:, :-1], ids[:, 1:], pad_id


def padded_cases() -> list[Case]:
    """A small case; a usual one; pads that are not 0; pads in front."""
    scores, inputs, targets, pad_id = padded([4, 2, 3], 8, 3, seed=4)
    return [
        padded([3, 1], 5, 0, seed=0),
        padded([5, 2, 4], 7, 0, seed=1),
        padded([2, 6], 5, 4, seed=2),
        (scores, targets[:, ::-1].copy(), inputs[:, ::-1].copy(), pad_id),
    ]


def drawn_batch(rng: np.random.Generator) -> Case:
    """Other lengths, another size, another pad."""
    lengths = [int(each) for each in rng.permutation(6)[:3] + 1]
    return padded(lengths, 9, int(rng.integers(9)), seed=int(rng.integers(2**32)))


@exercises.add(
    task=Text(
        en="`log_probs` says what the model expected at each step, `targets` what was "
        "to come. Return the mean nats of the targets that are no pads.",
        zh="`log_probs` 是模型每一步的预期（对数概率），`targets` 是该出现的符号。"
        "不是填充的那些目标，平均每个要多少奈特？返回这个数。",
    ),
    hints=(
        Text(
            en="Three steps: what each target costs, which targets count, and a mean "
            "over those alone.",
            zh="分三步：每个目标代价多少，哪些目标要算，只对这些求平均。",
        ),
        Text(
            en="`np.take_along_axis(log_probs, targets[..., None], axis=2)` picks the "
            "target's entry at each step. The mask is made from `targets`.",
            zh="`np.take_along_axis(log_probs, targets[..., None], axis=2)` "
            "取出每一步目标对应的那个数。掩码由 `targets` 得出。",
        ),
        Text(
            en="With `nats` of shape (B, T) and `real = targets != pad_id`, "
            "`nats[real]` holds exactly what counts.",
            zh="有了 (B, T) 的 `nats` 和 `real = targets != pad_id`，"
            "`nats[real]` 里正好是要算的那些。",
        ),
    ),
    cases=padded_cases,
    fresh=drawn_batch,
)
def masked_nats(
    log_probs: np.ndarray, inputs: np.ndarray, targets: np.ndarray, pad_id: int
) -> float:
    """log_probs (B, T, V), inputs (B, T), targets (B, T) -> a number"""
    nats = -np.take_along_axis(log_probs, targets[..., None], axis=2)
    return float(nats[targets != pad_id].mean())


def _nats(log_probs, targets):
    return -np.take_along_axis(log_probs, targets[..., None], axis=2)[..., 0]


@exercises.masked_nats.mistake(
    Text(
        en="No mask: every pad counts as a symbol that was predicted. That is the loss "
        "that lies.",
        zh="没有用掩码：每个填充都当成了要预测的符号。会骗人的，正是这种损失。",
    )
)
def without_a_mask(log_probs, inputs, targets, pad_id):
    return float(_nats(log_probs, targets).mean())


@exercises.masked_nats.mistake(
    Text(
        en="The pads cost nothing now, but they are still counted in the mean. Divide "
        "by the number of real targets, not by B·T.",
        zh="填充的代价清零了，可求平均时还把它们数了进去。"
        "应除以真实目标的个数，而不是 B·T。",
    )
)
def pads_in_the_denominator(log_probs, inputs, targets, pad_id):
    return float((_nats(log_probs, targets) * (targets != pad_id)).mean())


@exercises.masked_nats.mistake(
    Text(
        en="The mask comes from `inputs`. After the last real character the input is "
        "real but the target is a pad, and that step counts here. Ask `targets`.",
        zh="掩码取自 `inputs`。读到最后一个真实的字时，输入不是填充，目标却是，"
        "这一步就被算进去了。要看 `targets`。",
    )
)
def mask_of_the_inputs(log_probs, inputs, targets, pad_id):
    return float(_nats(log_probs, targets)[inputs != pad_id].mean())


@exercises.masked_nats.mistake(
    Text(
        en="That is the mean of the pads alone: the mask is the wrong way round.",
        zh="这正好是填充的平均：掩码弄反了。",
    )
)
def only_the_pads(log_probs, inputs, targets, pad_id):
    return float(_nats(log_probs, targets)[targets == pad_id].mean())


@exercises.masked_nats.mistake(
    Text(
        en="A mean of each sequence, then a mean of those: a character of a short "
        "sequence weighs more. Take one mean over all real targets.",
        zh="先对每个序列求平均，再对序列平均，短序列里的字就更有分量了。"
        "应该对所有真实目标一次求平均。",
    )
)
def mean_of_means(log_probs, inputs, targets, pad_id):
    rows = zip(_nats(log_probs, targets), targets != pad_id, strict=True)
    return float(np.mean([row[real].mean() for row, real in rows]))


@exercises.masked_nats.mistake(
    Text(
        en="That is the sum of the nats. Asked is the mean over the real targets.",
        zh="这是奈特数的总和。要的是对真实目标求平均。",
    )
)
def sum_of_nats(log_probs, inputs, targets, pad_id):
    return float(_nats(log_probs, targets)[targets != pad_id].sum())


@exercises.masked_nats.mistake(
    Text(
        en="Pads are taken to be 0. Which id they have is told by `pad_id`.",
        zh="你把 0 当成了填充。填充的编号由 `pad_id` 给出。",
    )
)
def pads_taken_as_zero(log_probs, inputs, targets, pad_id):
    return float(_nats(log_probs, targets)[targets != 0].mean())


@exercises.masked_nats.mistake(
    Text(
        en="The sign is missing. log p is negative; nats are −log p.",
        zh="少了负号。log p 是负数，奈特数是 −log p。",
    )
)
def negative_nats(log_probs, inputs, targets, pad_id):
    return float(-_nats(log_probs, targets)[targets != pad_id].mean())


@exercises.masked_nats.mistake(
    Text(
        en="You looked the inputs up: that asks how well the model foresaw what it had "
        "just read. The targets are to be foreseen.",
        zh="你查的是输入的概率：那是问模型猜没猜中刚读过的字。要猜的是目标。",
    )
)
def nats_of_the_inputs(log_probs, inputs, targets, pad_id):
    return float(_nats(log_probs, inputs)[targets != pad_id].mean())


@exercises.masked_nats.mistake(
    Text(
        en="You took the logarithm of a logarithm: `log_probs` are logarithms already. "
        "What is missing is the sign.",
        zh="你对对数又取了一次对数：`log_probs` 已经是对数了，缺的只是负号。",
    )
)
def logarithm_twice(log_probs, inputs, targets, pad_id):
    with np.errstate(invalid="ignore"):
        return float(np.log(_nats(log_probs, targets) * -1)[targets != pad_id].mean())


@exercises.masked_nats.mistake(
    Text(
        en="You took the largest entry of each step: that is what the model found "
        "likeliest. Take the entry of the target, likely or not.",
        zh="你取的是每一步最大的那个，也就是模型认为最可能的。"
        "不管可能不可能，都该取目标对应的那个。",
    )
)
def nats_of_the_likeliest(log_probs, inputs, targets, pad_id):
    return float(-log_probs.max(axis=2)[targets != pad_id].mean())


@exercises.masked_nats.mistake(
    Text(
        en="Each step is left out whose input or target is a pad. A real target "
        "counts, whatever was read before it: ask `targets` alone.",
        zh="输入或目标是填充的步，你都去掉了。目标是真实的字就要算，不管前面读的是什"
        "么：只看 `targets`。",
    )
)
def mask_of_both(log_probs, inputs, targets, pad_id):
    real = (inputs != pad_id) & (targets != pad_id)
    return float(_nats(log_probs, targets)[real].mean())


@exercises.masked_nats.mistake(
    Text(
        en="You divided by the number of sequences. Divide by the number of real "
        "targets.",
        zh="你除以的是序列的个数，应该除以真实目标的个数。",
    )
)
def divided_by_sequences(log_probs, inputs, targets, pad_id):
    nats = _nats(log_probs, targets)[targets != pad_id]
    return float(nats.sum() / len(targets))


@exercises.masked_nats.mistake(
    Text(
        en="You divided by T, the number of steps. Divide by the number of real "
        "targets.",
        zh="你除以的是步数 T，应该除以真实目标的个数。",
    )
)
def divided_by_steps(log_probs, inputs, targets, pad_id):
    nats = _nats(log_probs, targets)[targets != pad_id]
    return float(nats.sum() / targets.shape[1])


@exercises.masked_nats.mistake(
    Text(
        en="That is the perplexity, e to the power of the mean nats. Asked are the "
        "nats themselves.",
        zh="这是困惑度，也就是以 e 为底、以平均奈特数为指数的幂。要的就是平均奈特数。",
    )
)
def perplexity_instead(log_probs, inputs, targets, pad_id):
    return float(np.exp(_nats(log_probs, targets)[targets != pad_id].mean()))


@exercises.masked_nats.mistake(
    Text(
        en="That is the mean of the probabilities. The nats are the logarithms "
        "themselves, with the other sign.",
        zh="这是概率的平均。奈特数就是这些对数的相反数。",
    )
)
def mean_probability(log_probs, inputs, targets, pad_id):
    return float(np.exp(-_nats(log_probs, targets)[targets != pad_id]).mean())


@exercises.masked_nats.mistake(
    Text(
        en="Those are bits, to base 2. Nats are to base e, as `log_probs` are.",
        zh="这是比特，以 2 为底。奈特以 e 为底，和 `log_probs` 一样。",
    )
)
def bits_instead(log_probs, inputs, targets, pad_id):
    return masked_nats(log_probs, inputs, targets, pad_id) / np.log(2)


@exercises.masked_nats.mistake(
    Text(
        en="That is the median of the nats. The mean is asked for.",
        zh="这是奈特数的中位数。题目要的是平均。",
    )
)
def median_of_the_nats(log_probs, inputs, targets, pad_id):
    return float(np.median(_nats(log_probs, targets)[targets != pad_id]))


@exercises.masked_nats.mistake(
    Text(
        en="You square the nats. Their mean is asked for, as they are.",
        zh="你把奈特数平方了。题目要的就是它们本身的平均。",
    )
)
def squares_of_the_nats(log_probs, inputs, targets, pad_id):
    return float((_nats(log_probs, targets)[targets != pad_id] ** 2).mean())


@exercises.masked_nats.mistake(
    Text(
        en="Only the first sequence counts. The mean is taken over the real targets "
        "of all.",
        zh="只算了第一个序列。要对所有序列的真实目标取平均。",
    )
)
def first_sequence_only(log_probs, inputs, targets, pad_id):
    return float(_nats(log_probs, targets)[0][targets[0] != pad_id].mean())


@exercises.masked_nats.mistake(
    Text(
        en="You take the mean over all V symbols of a step. Only that of the target "
        "counts.",
        zh="你对每一步的 V 个符号都取了平均。只有目标符号的那一个才算。",
    )
)
def all_symbols_of_a_step(log_probs, inputs, targets, pad_id):
    return float(-log_probs[targets != pad_id].mean())


@exercises.masked_nats.mistake(
    Text(
        en="The targets are shifted already: `log_probs` and `targets` of one step "
        "belong together. You ask each step for the target of the next.",
        zh="目标早就错开一位了：同一步的 `log_probs` 和 `targets` 本来就是一对。你拿每"
        "一步去对了下一步的目标。",
    )
)
def shifted_once_more(log_probs, inputs, targets, pad_id):
    return masked_nats(log_probs[:, :-1], inputs[:, 1:], targets[:, 1:], pad_id)


@exercises.masked_nats.mistake(
    Text(
        en="Below the line stands the number of inputs that are no pads. What you "
        "sum are the nats of targets: count those.",
        zh="分母里是不为填充的输入的个数。加起来的是目标的奈特数，要数的也是目标。",
    )
)
def divided_by_the_inputs(log_probs, inputs, targets, pad_id):
    nats = _nats(log_probs, targets)[targets != pad_id]
    return float(nats.sum() / (inputs != pad_id).sum())
