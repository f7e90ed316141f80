"""Temperature: scores to probabilities, bolder or more careful."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("11_language_model")


def score_cases() -> list[tuple[np.ndarray, float]]:
    """Three symbols; large scores; scores far apart; hot; a usual one."""
    rng = np.random.default_rng(3)
    return [
        (np.array([2.0, 1.0, 0.0]), 0.5),
        (np.array([900.0, 899.5, 890.0]), 0.5),
        (np.array([-0.5, 0.0, -2500.0]), 0.5),
        (rng.normal(size=6).round(2), 2.0),
        (rng.normal(size=8).round(2), 0.8),
    ]


def drawn_scores(rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Scores of either sign, colder or hotter than 1."""
    size = int(rng.integers(4, 9))
    return rng.normal(size=size).round(2), float(rng.choice([0.4, 0.7, 1.5, 3.0]))


@exercises.add(
    task=Text(
        en="Turn the scores of V symbols into probabilities at a temperature: divide "
        "the scores by it, then softmax. Scores may be large.",
        zh="把 V 个符号的得分变成某个温度下的概率：先除以温度，再做 softmax。"
        "得分可能很大。",
    ),
    hints=(
        Text(
            en="Below 1, differences between scores must grow. What does dividing by "
            "0.5 do to them?",
            zh="温度低于 1 时，得分之间的差距应当变大。除以 0.5 会怎样？",
        ),
        Text(
            en="`np.exp` overflows beyond 709. Subtract the largest score first: the "
            "same amount from all changes no probability.",
            zh="超过 709，`np.exp` 就溢出。先减去最大的得分：大家都减去同一个数，"
            "概率不变。",
        ),
        Text(
            en="`powers = np.exp((scores - scores.max()) / temperature)`; now make "
            "them sum to 1.",
            zh="`powers = np.exp((scores - scores.max()) / temperature)`，"
            "再让它们的和为 1。",
        ),
    ),
    cases=score_cases,
    fresh=drawn_scores,
)
def soften(scores: np.ndarray, temperature: float) -> np.ndarray:
    """scores (V,), temperature > 0 -> probabilities (V,)"""
    powers = np.exp((scores - scores.max()) / temperature)
    return powers / powers.sum()


@exercises.soften.mistake(
    Text(
        en="You multiplied by the temperature: now 0.5 makes the model bolder, and 2 "
        "more careful. Divide.",
        zh="你乘上了温度：0.5 反而更大胆，2 反而更谨慎。应当相除。",
    )
)
def multiplied(scores, temperature):
    powers = np.exp((scores - scores.max()) * temperature)
    return powers / powers.sum()


@exercises.soften.mistake(
    Text(
        en="The probabilities were divided and then left: they do not sum to 1. The "
        "scores are what temperature divides.",
        zh="你把概率除以了温度，而且它们加起来不再等于 1。该除以温度的是得分。",
    )
)
def probabilities_divided_and_left(scores, temperature):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum() / temperature


@exercises.soften.mistake(
    Text(
        en="Right for small scores, NaN for large ones: `np.exp(1800)` is infinite. "
        "Subtract the largest score before the power.",
        zh="得分小的时候没错，大了就成 NaN：`np.exp(1800)` 是无穷大。"
        "取指数之前，先减去最大的得分。",
    )
)
def overflows(scores, temperature):
    powers = np.exp(scores / temperature)
    return powers / powers.sum()


@exercises.soften.mistake(
    Text(
        en="These are not probabilities yet: divide by their sum.",
        zh="这还不是概率：要除以它们的和。",
    )
)
def not_normalised(scores, temperature):
    return np.exp((scores - scores.max()) / temperature)


@exercises.soften.mistake(
    Text(
        en="These are the model's own probabilities, whatever the temperature. Was it "
        "used? Dividing all *probabilities* by one number changes nothing once they "
        "sum to 1 again: divide the scores.",
        zh="不管温度多少，这都是模型本来的概率。用上温度了吗？"
        "概率都除以同一个数，归一以后还是原样：该除以温度的是得分。",
    )
)
def without_temperature(scores, temperature):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


@exercises.soften.mistake(
    Text(
        en="Softmax twice: you divided its probabilities and put them through again. "
        "Divide the scores, and use it once.",
        zh="做了两次 softmax：把概率除以温度，又送进去一遍。"
        "应当把得分除以温度，只做一次 softmax。",
    )
)
def softmax_twice(scores, temperature):
    once = without_temperature(scores, temperature) / temperature
    powers = np.exp(once - once.max())
    return powers / powers.sum()


@exercises.soften.mistake(
    Text(
        en="These are log-probabilities, below 0. Asked are the probabilities: what "
        "undoes the logarithm?",
        zh="这是对数概率，都小于 0。要的是概率：怎样消去对数？",
    )
)
def logarithms_left(scores, temperature):
    return np.log(soften(scores, temperature))


@exercises.soften.mistake(
    Text(
        en="Raising the probabilities to the power 1/T is a way, too, but they no "
        "longer sum to 1: divide by their sum.",
        zh="把概率取 1/T 次方也行，可它们的和不再是 1：还要除以总和。",
    )
)
def powers_left(scores, temperature):
    return without_temperature(scores, temperature) ** (1 / temperature)


@exercises.soften.mistake(
    Text(
        en="All lies with the likeliest symbol here, as if the temperature were 0. "
        "Every symbol keeps some probability.",
        zh="概率全归了最可能的那个，好像温度是 0。每个符号都该留一点概率。",
    )
)
def all_for_the_likeliest(scores, temperature):
    return (scores == scores.max()).astype(float)


@exercises.soften.mistake(
    Text(
        en="You divided the scores by their sum. That is no softmax: scores may be "
        "negative. Which function makes them positive?",
        zh="你让得分除以了它们的和。这不是 softmax：得分可能是负数。哪个函数能让它们都"
        "变成正数？",
    )
)
def without_the_power(scores, temperature):
    divided = scores / temperature
    return divided / divided.sum()


@exercises.soften.mistake(
    Text(
        en="Clipping keeps `np.exp` finite, but makes all large scores alike. "
        "Subtract the largest instead.",
        zh="截断以后 `np.exp` 不再溢出，可大的得分全成了一样。应当减去最大的得分。",
    )
)
def clipped(scores, temperature):
    powers = np.exp(np.clip(scores / temperature, -700, 700))
    return powers / powers.sum()


@exercises.soften.mistake(
    Text(
        en="The temperature has no effect (is it in the wrong brackets?), and large "
        "scores overflow: divide all scores by it, and subtract the largest before the "
        "power.",
        zh="温度没有起作用（是不是括号的位置不对？），得分大了还会溢出："
        "所有得分都要除以温度，取指数之前先减去最大的。",
    )
)
def without_temperature_and_overflows(scores, temperature):
    powers = np.exp(scores)
    return powers / powers.sum()


@exercises.soften.mistake(
    Text(
        en="Subtracting that keeps the probabilities, but scores far above it still "
        "overflow. Which number is no score above?",
        zh="减去这个数，概率不变，可比它大很多的得分照样溢出。减去哪个数，才不会"
        "有比它更大的得分？",
    )
)
def smallest_subtracted(scores, temperature):
    powers = np.exp((scores - scores.min()) / temperature)
    return powers / powers.sum()


@exercises.soften.mistake(
    Text(
        en="A sigmoid looks at each score alone, and the results do not sum to 1. "
        "Softmax compares the scores of all symbols.",
        zh="sigmoid 只单独看每个得分，结果加起来不等于 1。softmax 会比较所有符号的得"
        "分。",
    )
)
def sigmoid_of_each_score(scores, temperature):
    return 1 / (1 + np.exp(-scores / temperature))


@exercises.soften.mistake(
    Text(
        en="The sign is turned: the lowest score gets the highest probability.",
        zh="符号反了：得分最低的，概率反而最高。",
    )
)
def the_unlikeliest_in_front(scores, temperature):
    return soften(-scores, temperature)
