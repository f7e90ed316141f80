"""From the probabilities of what really came, to one number."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("11_language_model")


def line_cases() -> list[tuple[list[np.ndarray]]]:
    """Two lines of two lengths; one line; many."""
    rng = np.random.default_rng(1)
    return [
        ([np.array([0.5, 0.25, 0.125]), np.array([0.25])],),
        ([np.array([0.1, 0.1, 0.1, 0.1])],),
        ([rng.uniform(0.01, 0.9, size) for size in (5, 7, 7, 5)],),
    ]


def drawn_lines(rng: np.random.Generator) -> tuple[list[np.ndarray]]:
    """Three lines of three lengths."""
    return (
        [rng.uniform(0.05, 0.9, size=int(size)) for size in rng.permutation(9)[:3] + 2],
    )


@exercises.add(
    task=Text(
        en="`lines` holds, for each line of a test text, the probabilities that a "
        "model gave to the characters that really came. Return the perplexity of all "
        "characters: e to the power of their mean nats.",
        zh="`lines` 里每个数组对应测试集的一行，"
        "装着模型给实际出现的每个字的概率。返回全部字的困惑度："
        "以 e 为底，每字平均奈特数为指数。",
    ),
    hints=(
        Text(
            en="A character that had probability p costs −log p nats. The lines differ "
            "in length: what is the mean to be taken over?",
            zh="概率为 p 的字，代价是 −log p 奈特。各行长短不一，平均该对什么取？",
        ),
        Text(
            en="Glue all lines together (`np.concatenate`), take −log, take the mean; "
            "at the very end, `np.exp`.",
            zh="先把所有行接起来（`np.concatenate`），取 −log，求平均，"
            "最后才用 `np.exp`。",
        ),
        Text(
            en="`nats = -np.log(np.concatenate(lines))`; what is left is the power of "
            "its mean.",
            zh="`nats = -np.log(np.concatenate(lines))`，剩下的就是求平均，再取指数。",
        ),
    ),
    cases=line_cases,
    fresh=drawn_lines,
)
def perplexity(lines: list[np.ndarray]) -> float:
    """lines: N arrays (T_n,) of probabilities -> a number, at least 1"""
    nats = -np.log(np.concatenate(lines))
    return float(np.exp(nats.mean()))


@exercises.perplexity.mistake(
    Text(
        en="Those are the nats themselves. Perplexity is e to that power: among how "
        "many equally likely characters the model seems to choose.",
        zh="这是平均奈特数本身。困惑度还要取指数："
        "模型好像在多少个同样可能的字里挑一个。",
    )
)
def nats_only(lines):
    return float(-np.log(np.concatenate(lines)).mean())


@exercises.perplexity.mistake(
    Text(
        en="Each line counts the same here, whatever its length, so a character of a "
        "short line weighs more. Take the mean over characters.",
        zh="你让每一行的分量相同，短行里的每个字就算得更重了。应该对字取平均。",
    )
)
def mean_of_line_means(lines):
    return float(np.exp(np.mean([-np.log(line).mean() for line in lines])))


@exercises.perplexity.mistake(
    Text(
        en="You took the mean of the lines' perplexities. Take the mean of the nats "
        "first, the power once, at the end.",
        zh="你对各行的困惑度求了平均。应先把奈特数平均，最后只取一次指数。",
    )
)
def mean_of_perplexities(lines):
    return float(np.mean([np.exp(-np.log(line).mean()) for line in lines]))


@exercises.perplexity.mistake(
    Text(
        en="You inverted the mean probability. A single careless 0.001 hardly moves "
        "that mean; the mean of the logarithms feels it.",
        zh="你取的是平均概率的倒数。哪怕有个字只得了 0.001，这个平均也几乎不动；"
        "对数的平均就感觉得到。",
    )
)
def inverse_of_the_mean(lines):
    return float(1 / np.concatenate(lines).mean())


@exercises.perplexity.mistake(
    Text(
        en="You took the mean of 1/p. One unlikely character then rules it. Take the "
        "mean of log p, then the power.",
        zh="你对 1/p 求了平均，一个冷僻的字就能左右结果。应对 log p 求平均，再取指数。",
    )
)
def mean_of_inverses(lines):
    return float((1 / np.concatenate(lines)).mean())


@exercises.perplexity.mistake(
    Text(
        en="The sign is missing: this is below 1. log p is negative; nats are −log p.",
        zh="少了负号，结果小于 1。log p 是负数，奈特数是 −log p。",
    )
)
def without_the_sign(lines):
    return float(np.exp(np.log(np.concatenate(lines)).mean()))


@exercises.perplexity.mistake(
    Text(
        en="The sum instead of the mean: a longer text would always seem worse.",
        zh="用了总和，没有取平均：那样的话，文字越长就显得越差。",
    )
)
def of_the_sum(lines):
    return float(np.exp(-np.log(np.concatenate(lines)).sum()))


@exercises.perplexity.mistake(
    Text(
        en="The logarithm is to base 2 and the power to base e. Use one base for both: "
        "`np.log` with `np.exp`.",
        zh="取对数用的底是 2，取指数用的底是 e。两处要一致：`np.log` 配 `np.exp`。",
    )
)
def two_bases(lines):
    return float(np.exp(-np.log2(np.concatenate(lines)).mean()))


@exercises.perplexity.mistake(
    Text(
        en="The logarithm is to base e and the power to base 2. Use one base for both: "
        "`np.log` with `np.exp`.",
        zh="取对数用的底是 e，取指数用的底是 2。两处要一致：`np.log` 配 `np.exp`。",
    )
)
def power_of_two(lines):
    return float(2 ** (-np.log(np.concatenate(lines)).mean()))


@exercises.perplexity.mistake(
    Text(
        en="You divided by the number of lines. The mean is taken over characters: "
        "how many are there in all lines?",
        zh="你除以的是行数。平均是对字取的：所有行一共多少个字？",
    )
)
def divided_by_the_lines(lines):
    return float(np.exp(-np.log(np.concatenate(lines)).sum() / len(lines)))


@exercises.perplexity.mistake(
    Text(
        en="Only the first line counts here. The perplexity of all characters is "
        "asked for.",
        zh="这里只算了第一行。要的是全部字的困惑度。",
    )
)
def first_line_only(lines):
    return perplexity(lines[:1])


@exercises.perplexity.mistake(
    Text(
        en="Only the last line counts here. The perplexity of all characters is asked "
        "for.",
        zh="这里只算了最后一行。要的是全部字的困惑度。",
    )
)
def last_line_only(lines):
    return perplexity(lines[-1:])


@exercises.perplexity.mistake(
    Text(
        en="That is the probability of the whole text. Perplexity takes the mean of "
        "its nats, and e to that power.",
        zh="这是整个文本的概率。困惑度要先对每个字的奈特取平均，再求 e 的这个次方。",
    )
)
def product_of_the_probabilities(lines):
    return float(np.prod(np.concatenate(lines)))


@exercises.perplexity.mistake(
    Text(
        en="You divide by one character less than there are.",
        zh="除数比字数少了 1。",
    )
)
def one_character_less(lines):
    p = np.concatenate(lines)
    return float(np.exp(-np.log(p).sum() / (len(p) - 1)))


@exercises.perplexity.mistake(
    Text(
        en="That is the formula of entropy, p times log p. Here each character that "
        "came counts once: the mean of -log p.",
        zh="这是熵的公式，p 乘 log p。这里每个真正出现的字只算一次：取 -log p 的平均。",
    )
)
def weighted_by_the_probability(lines):
    p = np.concatenate(lines)
    return float(np.exp(-(p * np.log(p)).sum()))


@exercises.perplexity.mistake(
    Text(
        en="The logarithm is to base e and the power to base 10. Use one base for "
        "both: `np.log` with `np.exp`.",
        zh="对数的底是 e，次方的底却是 10。两处要用同一个底：`np.log` 配 `np.exp`。",
    )
)
def to_base_ten(lines):
    return float(10 ** (-np.log(np.concatenate(lines)).mean()))
