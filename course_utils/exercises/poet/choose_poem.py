"""Which of some candidates the model finds likeliest, as a whole."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("12_poet")


def choose_poem_cases() -> list[tuple[np.ndarray]]:
    """A small case; as many candidates as places; a poem of many lines; and more
    candidates, so that a wrong way does not find the right one by luck."""
    small = np.array([[-2.0, -1.0, -3.0], [-3.0, -1.0, -2.0], [-1.0, -5.0, -3.5]])
    rng = np.random.default_rng(1)
    square = -rng.uniform(2, 8, (20, 20))
    usual = -rng.uniform(2, 8, (20, 16))
    usual[:, 3] += 0.7
    usual[-6:, 5] = -1.9
    long = -rng.uniform(5, 9, (140, 8))
    long[:, 5] += 0.3
    many = [-rng.uniform(1, 6, size) for size in ((7, 30), (28, 40), (9, 25))]
    return [(small,), (usual,), (square,), (long,), *((each,) for each in many)]


def drawn_candidates(rng: np.random.Generator) -> tuple[np.ndarray]:
    """Twelve candidates of one length."""
    return (-rng.uniform(1, 7, size=(int(rng.integers(8, 20)), 12)),)


@exercises.add(
    task=Text(
        en="`log_probs` (T, B) has the log-probability of each of T characters of B "
        "candidates. Return the number, from 0, of the candidate that is likeliest as "
        "a whole poem.",
        zh="`log_probs` (T, B) 是 B 首候选诗里 T 个字各自的对数概率。"
        "返回整首诗最可能的那一首的编号，从 0 数起。",
    ),
    hints=(
        Text(
            en="A poem's probability is the product of those of its characters. What "
            "becomes of a product under a logarithm?",
            zh="整首诗的概率，是各个字概率的乘积。取了对数，乘积变成什么？",
        ),
        Text(
            en="Sum over the characters of each candidate: that axis is 0. Then ask "
            "for the place of the largest sum.",
            zh="把每首候选各个字的对数概率加起来：字在第 0 轴。"
            "再找最大的和在哪个位置。",
        ),
        Text(
            en="`log_probs.sum(axis=...)` and `.argmax()`",
            zh="用 `log_probs.sum(axis=...)` 和 `.argmax()`",
        ),
    ),
    cases=choose_poem_cases,
    fresh=drawn_candidates,
)
def choose_poem(log_probs: np.ndarray) -> int:
    """log_probs (T, B) -> int"""
    return int(log_probs.sum(axis=0).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="You summed over the candidates, and found the likeliest place. Characters "
        "are axis 0: sum over those.",
        zh="你沿候选那一轴求了和，找到的是最可能的位置。字在第 0 轴，要沿它求和。",
    )
)
def likeliest_place(log_probs):
    return int(log_probs.sum(axis=1).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="That is the unlikeliest poem. Log-probabilities are negative: the best is "
        "the largest, nearest to 0.",
        zh="你选的是最不可能的一首。对数概率是负数，最好的那首最大，也就是离 0 最近。",
    )
)
def the_unlikeliest(log_probs):
    return int(log_probs.sum(axis=0).argmin())


@exercises.choose_poem.mistake(
    Text(
        en="You look only at the last character. A poem that ends well may have begun "
        "badly.",
        zh="你只看了最后一个字。收尾好的诗，开头未必好。",
    )
)
def last_character(log_probs):
    return int(log_probs[-1].argmax())


@exercises.choose_poem.mistake(
    Text(
        en="You look only at the last line. Its fate was decided in the lines before.",
        zh="你只看了最后一句。前面几句也要算。",
    )
)
def last_line(log_probs):
    return int(log_probs[-5:].sum(axis=0).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="That is how likely the best one is, not which it is: `argmax`, not `max`.",
        zh="你返回的是最好那首有多可能，不是它是哪一首：该用 `argmax`，不是 `max`。",
    )
)
def its_score(log_probs):
    return float(log_probs.sum(axis=0).max())


@exercises.choose_poem.mistake(
    Text(
        en="You found the one likeliest character of all, and its place in the "
        "flattened table. Sum first, over the characters of each candidate.",
        zh="你找到的是全表最可能的那个字，还是展平以后的位置。"
        "要先把每首候选的各个字加起来。",
    )
)
def likeliest_character(log_probs):
    return int(log_probs.argmax())


@exercises.choose_poem.mistake(
    Text(
        en="You added probabilities. A poem needs all its characters, so they are "
        "multiplied; their logarithms are added.",
        zh="你把概率加起来了。一首诗要每个字都写成，所以概率相乘；相加的是对数。",
    )
)
def sum_of_probabilities(log_probs):
    return int(np.exp(log_probs).sum(axis=0).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="Right on paper, but the product of 140 small numbers is below the "
        "smallest `float64`: all become 0, and the first wins. That is why one adds "
        "logarithms.",
        zh="数学上没有错，可是 140 个很小的数连乘，会比最小的 `float64` 还小，"
        "全都成了 0，于是总是第一首胜出。所以才要把对数相加。",
    )
)
def product_of_probabilities(log_probs):
    return int(np.exp(log_probs).prod(axis=0).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="You multiplied log-probabilities. Logarithms of factors are added; the "
        "product even changes its sign with their number.",
        zh="你把对数概率乘起来了。对数该相加；乘起来的话，连正负号都随个数变。",
    )
)
def product_of_logarithms(log_probs):
    return int(log_probs.prod(axis=0).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="You compare only the worst character of each poem. The others count, too.",
        zh="你只比了每首诗里最差的那个字。别的字也要算。",
    )
)
def best_of_the_worst(log_probs):
    return int(log_probs.min(axis=0).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="You take the candidate with the one likeliest character. The others count, "
        "too: sum, not max.",
        zh="你选的那首，只是有一个字最可能。别的字也要算：该求和，不是取最大值。",
    )
)
def best_of_the_best(log_probs):
    return int(log_probs.max(axis=0).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="You look only at the first character. A poem that begins well may go on "
        "badly.",
        zh="你只看了第一个字。开头好的诗，后面未必好。",
    )
)
def first_character(log_probs):
    return int(log_probs[0].argmax())


@exercises.choose_poem.mistake(
    Text(
        en="The candidate wins that is the likeliest at most places. How likely it is "
        "at the others counts, too: sum.",
        zh="你选的是在最多的位置上领先的那一首。别的位置上有多可能，也要算：该求和。",
    )
)
def most_places_won(log_probs):
    return int(np.bincount(log_probs.argmax(axis=1)).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="The median leaves the worst characters out of account. Every character "
        "counts: sum.",
        zh="中位数不理会最差的那些字。每个字都要算：该求和。",
    )
)
def median_instead(log_probs):
    return int(np.median(log_probs, axis=0).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="You count the candidates from 1. The first is number 0, as `argmax` has "
        "it.",
        zh="你给候选编号是从 1 开始的。第一个应该是 0 号，`argmax` 就是这样数的。",
    )
)
def counted_from_one(log_probs):
    return choose_poem(log_probs) + 1


@exercises.choose_poem.mistake(
    Text(
        en="You look only at the first half of the poem. Every character counts.",
        zh="你只看了前半首。每个字都要算。",
    )
)
def first_half_only(log_probs):
    return int(log_probs[: len(log_probs) // 2].sum(axis=0).argmax())


@exercises.choose_poem.mistake(
    Text(
        en="Log-probabilities are below 0, so none ever beats a best score of 0. "
        "Begin with minus infinity, or with the first candidate.",
        zh="对数概率都小于 0，谁也超不过起初的 0 分。最高分要从负无穷开始，或者从第一"
        "首开始。",
    )
)
def zero_never_beaten(log_probs):
    return 0
