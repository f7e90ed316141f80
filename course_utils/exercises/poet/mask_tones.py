"""A mask for the tone that a pattern wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

Cases = list[tuple[tuple[str, ...], dict[str, str], tuple[str, str], int]]

exercises = Exercises("12_poet")

SYMBOLS = tuple("春月看江白曌")
TONES = {"春": "平", "江": "平", "月": "仄", "白": "仄", "看": "中"}
FIVES = ("中仄平平仄", "平平仄仄平")
SEVENS = ("中平中仄仄平平", "中仄平平仄仄平")


def mask_tones_cases() -> Cases:
    """Level, oblique and free places, of both lines and both forms."""
    fives = [(SYMBOLS, TONES, FIVES, step) for step in (2, 0, 1, 5, 4, 7, 9)]
    sevens = [(SYMBOLS, TONES, SEVENS, step) for step in (8, 0, 3, 6, 12)]
    return fives + sevens


def drawn_pattern(
    rng: np.random.Generator,
) -> tuple[tuple[str, ...], dict[str, str], tuple[str, str], int]:
    """Two lines of any tones, and any place in them."""
    width = int(rng.integers(4, 9))
    first, second = ("".join(rng.choice(list("平仄中"), size=width)) for _ in range(2))
    return SYMBOLS, TONES, (first, second), int(rng.integers(2 * width))


@exercises.add(
    task=Text(
        en="`pattern` has a string for each line: `平` wants a level character, `仄` "
        "an oblique one, `中` is free. `tone_of` gives the tone of a character, "
        "`中` if it has both readings: it fits everywhere. A character that is not in "
        "it fits only where the pattern is free. Return the mask (V,) of place `step`.",
        zh="`pattern` 每句一个字符串：`平` 处要平声字，`仄` 处要仄声字，`中` 处随意。"
        "`tone_of` 给出一个字的平仄，平仄两读的字记作 `中`，放在哪儿都行；"
        "表里没有的字，只能放在随意的位置。返回位置 `step` 的掩码 (V,)。",
    ),
    hints=(
        Text(
            en="First find out what the pattern wants here: which line, which column? "
            "The width is the length of a line.",
            zh="先看格律在这里要什么：第几句、第几列？一行字符串有多长，一句就有多少"
            "字。",
        ),
        Text(
            en="Where it wants `中`, everything fits. Elsewhere two tones fit: the one "
            "that is wanted, and `中`.",
            zh="格律写着 `中`，就全部放行。"
            "否则有两种字放行：平仄正好的，和标着 `中` 的。",
        ),
        Text(
            en="`np.array([tone_of.get(one) in (wanted, ...) for one in symbols])`",
            zh="`np.array([tone_of.get(one) in (wanted, ...) for one in symbols])`",
        ),
    ),
    cases=mask_tones_cases,
    fresh=drawn_pattern,
)
def mask_tones(
    symbols: Sequence[str],
    tone_of: Mapping[str, str],
    pattern: Sequence[str],
    step: int,
) -> np.ndarray:
    """V symbols -> bool (V,)"""
    line, column = divmod(step, len(pattern[0]))
    wanted = pattern[line][column]
    if wanted == "中":
        return np.ones(len(symbols), dtype=bool)
    return np.array([tone_of.get(one) in (wanted, "中") for one in symbols])


def wanted_at(pattern: Sequence[str], step: int) -> str:
    """The tone of a place."""
    return "".join(pattern)[step]


@exercises.mask_tones.mistake(
    Text(
        en="A character of both readings is refused where the pattern is strict. Read "
        "it the way that fits.",
        zh="格律定了平仄的位置，你把平仄两读的字挡掉了。"
        "两读的字，挑合适的那个读法就行。",
    )
)
def both_readings_refused(symbols, tone_of, pattern, step):
    wanted = wanted_at(pattern, step)
    if wanted == "中":
        return np.ones(len(symbols), dtype=bool)
    return np.array([tone_of.get(symbol) == wanted for symbol in symbols])


@exercises.mask_tones.mistake(
    Text(
        en="Where the pattern is free you allow only characters of both readings. "
        "`中` in the pattern means: anything.",
        zh="格律随意的位置，你只放行了平仄两读的字。格律里的 `中`，意思是什么都行。",
    )
)
def free_means_both(symbols, tone_of, pattern, step):
    wanted = wanted_at(pattern, step)
    return np.array([tone_of.get(one) in (wanted, "中") for one in symbols])


@exercises.mask_tones.mistake(
    Text(
        en="You only compare the tone of the character with that of the pattern. Both "
        "have a third value, `中`: in the pattern it allows all, in the dictionary it "
        "fits everywhere.",
        zh="你只比较了字的平仄和格律是否相同。两边都有第三种值 `中`："
        "格律里的 `中` 什么都收，表里的 `中` 哪儿都能去。",
    )
)
def only_equal_tones(symbols, tone_of, pattern, step):
    wanted = wanted_at(pattern, step)
    return np.array([tone_of.get(symbol) == wanted for symbol in symbols])


@exercises.mask_tones.mistake(
    Text(
        en="A character of unknown tone fits wherever you look. Where the pattern is "
        "strict, what is not known to fit must stay out.",
        zh="平仄不明的字，你到处都放行了。格律定了平仄的位置，拿不准的字不能用。",
    )
)
def unknown_allowed(symbols, tone_of, pattern, step):
    wanted = wanted_at(pattern, step)
    if wanted == "中":
        return np.ones(len(symbols), dtype=bool)
    return np.array([tone_of.get(one, "中") in (wanted, "中") for one in symbols])


@exercises.mask_tones.mistake(
    Text(
        en="A character of unknown tone is refused even where the pattern is free. "
        "There, nobody asks for its tone.",
        zh="随意的位置，你也把平仄不明的字挡掉了。那里根本不问平仄。",
    )
)
def unknown_refused(symbols, tone_of, pattern, step):
    wanted = wanted_at(pattern, step)
    return np.array(
        [
            one in tone_of and (wanted == "中" or tone_of[one] in (wanted, "中"))
            for one in symbols
        ]
    )


@exercises.mask_tones.mistake(
    Text(
        en="You always read the first line of the pattern. In the second, other tones "
        "are wanted.",
        zh="你看的总是格律的第一句。到了第二句，平仄要求就变了。",
    )
)
def always_line_one(symbols, tone_of, pattern, step):
    return mask_tones(symbols, tone_of, pattern, step % len(pattern[0]))


@exercises.mask_tones.mistake(
    Text(
        en="Level and oblique have changed places: you allow what does not fit.",
        zh="平和仄反了：你放行的正好是不合的。",
    )
)
def tones_swapped(symbols, tone_of, pattern, step):
    swapped = [line.translate(str.maketrans("平仄", "仄平")) for line in pattern]
    return mask_tones(symbols, tone_of, swapped, step)


@exercises.mask_tones.mistake(
    Text(
        en="Lines of five only: your function divides by 5. The width is the length "
        "of a line of the pattern.",
        zh="你的函数只认五言，因为它总是除以 5。一句有多少字，要看格律一行有多长。",
    )
)
def lines_of_five(symbols, tone_of, pattern, step):
    wanted = pattern[step // 5][step % 5]
    if wanted == "中":
        return np.ones(len(symbols), dtype=bool)
    return np.array([tone_of.get(one) in (wanted, "中") for one in symbols])


@exercises.mask_tones.mistake(
    Text(
        en="You divide by 5, so only lines of five are read rightly. The width is the "
        "length of a line of the pattern.",
        zh="你除以的是 5，只有五言才读得对。一句有多少字，就看格律的一行有多长。",
    )
)
def lines_of_five_in_turn(symbols, tone_of, pattern, step):
    line, column = divmod(step, 5)
    return mask_tones(symbols, tone_of, (pattern[line % 2],), column)


@exercises.mask_tones.mistake(
    Text(
        en="You read the other line of the pattern. `step // width` counts lines from "
        "0, like the places of `pattern`.",
        zh="你看的是格律的另一句。`step // width` 从 0 数起，和 `pattern` 的下标一样。",
    )
)
def the_other_line(symbols, tone_of, pattern, step):
    return mask_tones(symbols, tone_of, pattern[::-1], step)


@exercises.mask_tones.mistake(
    Text(
        en="You read the last line of the pattern at every place. In the first, other "
        "tones are wanted.",
        zh="你在每个位置看的都是格律的最后一句。第一句的平仄要求不一样。",
    )
)
def always_the_last_line(symbols, tone_of, pattern, step):
    return mask_tones(symbols, tone_of, pattern[-1:], step % len(pattern[0]))


@exercises.mask_tones.mistake(
    Text(
        en="Line and column have changed places: `divmod(step, width)` gives the line "
        "first, then the column.",
        zh="句和列弄反了：`divmod(step, width)` 先给第几句，再给第几列。",
    )
)
def line_and_column_exchanged(symbols, tone_of, pattern, step):
    column, line = divmod(step, len(pattern[0]))
    return mask_tones(symbols, tone_of, (pattern[line % len(pattern)],), column)


@exercises.mask_tones.mistake(
    Text(
        en="The mask is turned round: what fits is False, what does not is True. True "
        "means: may come.",
        zh="掩码反了：合格律的成了 False，不合的成了 True。True 的意思是“可以用”。",
    )
)
def turned_round(symbols, tone_of, pattern, step):
    return ~mask_tones(symbols, tone_of, pattern, step)


@exercises.mask_tones.mistake(
    Text(
        en="Where the pattern is strict, you allow just what does not fit. True "
        "means: may come.",
        zh="格律定了平仄的位置，你放行的恰好都是不合的字。True 的意思是“可以用”。",
    )
)
def turned_round_where_strict(symbols, tone_of, pattern, step):
    fits = mask_tones(symbols, tone_of, pattern, step)
    return fits if wanted_at(pattern, step) == "中" else ~fits


@exercises.mask_tones.mistake(
    Text(
        en="`x == a or '中'` is never false: Python reads it as `(x == a) or '中'`. "
        "Ask whether `x in (a, '中')`.",
        zh="`x == a or '中'` 永远不会是假：Python 读成 `(x == a) or '中'`。"
        "要写 `x in (a, '中')`。",
    )
)
def or_by_itself(symbols, tone_of, pattern, step):
    wanted = wanted_at(pattern, step)
    return np.array([tone_of.get(one) == wanted or "中" for one in symbols])
