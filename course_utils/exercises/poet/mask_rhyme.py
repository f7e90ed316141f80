"""A mask that lets even lines end in one rhyme group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

Cases = list[tuple[tuple[str, ...], str, int, dict[str, int]]]

exercises = Exercises("12_poet")

SYMBOLS = tuple("流秋愁人春光香之曉")
GROUPS = {"流": 5, "秋": 5, "愁": 5, "人": 0, "春": 0, "光": 4, "香": 4}
POEM_OF_FIVE = "山光不之秋之山之香人不知之曉光山之不流春山之之不秋之山曉之"
WITHOUT_RHYME = "山光不之秋之山之不人不知之曉光山之不曉光山春之之不秋之山曉之"
POEM_OF_SEVEN = "山光不之山之春之山之不山之愁不知之曉之山光山之不曉之之"
FIVES = (19, 9, 3, 4, 14, 10, 18, 29, 0)
"""Lines 2 end in a character of another group than lines 3, and than what stands just
before the end of line 4 of the poem in lines of five."""


def mask_rhyme_cases() -> Cases:
    """Ends of lines 2, 4 and 6, of lines 1 and 3, and places between; line 6 of a text
    whose line 4 did not rhyme."""
    fives = [(SYMBOLS, POEM_OF_FIVE[:step], 5, GROUPS) for step in FIVES]
    sevens = [(SYMBOLS, POEM_OF_SEVEN[:step], 7, GROUPS) for step in (13, 27, 26, 6)]
    return [*fives, *sevens, (SYMBOLS, WITHOUT_RHYME[:29], 5, GROUPS)]


def drawn_text(
    rng: np.random.Generator,
) -> tuple[tuple[str, ...], str, int, dict[str, int]]:
    """A text up to the end of line 2, 4 or 6, or to any other place."""
    width = int(rng.integers(3, 8))
    text = rng.choice(SYMBOLS, size=6 * width)
    text[2 * width - 1] = rng.choice(list(GROUPS))
    ends = [2 * width - 1, 4 * width - 1, 4 * width - 1, 6 * width - 1, 3 * width - 1]
    return SYMBOLS, "".join(text[: ends[rng.integers(5)]]), width, GROUPS


@exercises.add(
    task=Text(
        en="`text` is written, the next character stands in question; lines have "
        "`width`. At the end of line 2, allow every symbol that has a group in the "
        "dictionary `group_of`; at the end of lines 4, 6, ... only those of the "
        "group that line 2 ends in; elsewhere everything. Return a mask (V,).",
        zh="`text` 已经写好，现在要写下一个字；每句 `width` 个字。"
        "第 2 句末放行所有在 `group_of` 这个 dict 里有韵部的字；第 4、6……句末，"
        "只放行与第 2 句末同韵部的字；其他位置全部放行。返回掩码 (V,)。",
    ),
    hints=(
        Text(
            en="The place to be written is `len(text)`, counted from 0. For lines of "
            "five: which places end lines 2 and 4?",
            zh="要写的位置是 `len(text)`，从 0 数起。五言诗里，第 2、4 句的末字"
            "各在哪个位置？",
        ),
        Text(
            en="9 and 19: one less than a multiple of `2 * width`. And the character "
            "to rhyme with stands at `2 * width - 1`.",
            zh="9 和 19：都比 `2 * width` 的倍数少 1。要押的那个字，"
            "就在位置 `2 * width - 1`。",
        ),
        Text(
            en="`group = group_of[text[2 * width - 1]]`, then compare each "
            "`group_of.get(symbol)` with it.",
            zh="先取 `group = group_of[text[2 * width - 1]]`，"
            "再拿每个 `group_of.get(symbol)` 和它比。",
        ),
    ),
    cases=mask_rhyme_cases,
    fresh=drawn_text,
)
def mask_rhyme(
    symbols: Sequence[str], text: str, width: int, group_of: Mapping[str, int]
) -> np.ndarray:
    """V symbols -> bool (V,)"""
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([symbol in group_of for symbol in symbols])
    group = group_of[text[2 * width - 1]]
    return np.array([group_of.get(symbol) == group for symbol in symbols])


def of_group(symbols: Sequence[str], group_of, group) -> np.ndarray:
    """True (V,) for the symbols of a group."""
    return np.array([group_of.get(symbol) == group for symbol in symbols])


@exercises.mask_rhyme.mistake(
    Text(
        en="You make every line rhyme. Only even lines do: lines 1 and 3 end as they "
        "like.",
        zh="你让每一句都押韵了。只有偶数句才押，第 1、3 句末尾随意。",
    )
)
def every_line(symbols, text, width, group_of):
    if (len(text) + 1) % width:
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([symbol in group_of for symbol in symbols])
    return of_group(symbols, group_of, group_of[text[2 * width - 1]])


@exercises.mask_rhyme.mistake(
    Text(
        en="Your rhyme is one place late: it falls on the start of the next line. "
        "`len(text)` is the place to be written; the end of line 2 is place 9, not "
        "10, in lines of five.",
        zh="你的韵脚晚了一格，落到了下一句的句首。`len(text)` 就是要写的位置；"
        "五言诗第 2 句的末字在位置 9，不在 10。",
    )
)
def one_place_late(symbols, text, width, group_of):
    if not text or len(text) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    return of_group(symbols, group_of, group_of.get(text[2 * width - 1]))


@exercises.mask_rhyme.mistake(
    Text(
        en="You rhyme with the line just above. Lines 1 and 3 need not rhyme: line 4 "
        "answers line 2.",
        zh="你押的是紧挨着的上一句。第 1、3 句不必押韵，第 4 句要押的是第 2 句。",
    )
)
def with_the_line_above(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([symbol in group_of for symbol in symbols])
    return of_group(symbols, group_of, group_of.get(text[-width]))


@exercises.mask_rhyme.mistake(
    Text(
        en="You allow only the character that ends line 2. A rhyme is another "
        "character of its group.",
        zh="你只放行第 2 句末的那个字本身。押韵要的是同一个韵部，不是同一个字。",
    )
)
def the_same_character(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([symbol in group_of for symbol in symbols])
    return np.array([symbol == text[2 * width - 1] for symbol in symbols])


@exercises.mask_rhyme.mistake(
    Text(
        en="At the end of line 2 there is nothing to rhyme with yet. Ask first whether "
        "`text` is that long; there, any group may begin.",
        zh="写到第 2 句末，还没有可押的字。先看 `text` 够不够长；"
        "在这里，选哪个韵部都可以。",
    )
)
def no_first_rhyme(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    return of_group(symbols, group_of, group_of[text[2 * width - 1]])


@exercises.mask_rhyme.mistake(
    Text(
        en="At the end of line 2 you allow everything. A character without a group "
        "there, and line 4 finds nothing to rhyme with.",
        zh="第 2 句末你全放行了。要是落在没有韵部的字上，第 4 句就无韵可押。",
    )
)
def begins_with_anything(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width) or len(text) < 2 * width:
        return np.ones(len(symbols), dtype=bool)
    return of_group(symbols, group_of, group_of[text[2 * width - 1]])


@exercises.mask_rhyme.mistake(
    Text(
        en="At the ends of lines 4, 6, ... you allow any character that has a group. "
        "It has to be the group of line 2.",
        zh="第 4、6……句末，凡是有韵部的字你都放行了。要的是第 2 句末的那个韵部。",
    )
)
def any_rhyme(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    return np.array([symbol in group_of for symbol in symbols])


@exercises.mask_rhyme.mistake(
    Text(
        en="Only line 4 rhymes. Longer poems go on: lines 6, 8, ... rhyme, too.",
        zh="你只让第 4 句押了韵。诗再长，第 6、8……句也要押。",
    )
)
def only_line_four(symbols, text, width, group_of):
    if len(text) + 1 > 4 * width:
        return np.ones(len(symbols), dtype=bool)
    return mask_rhyme(symbols, text, width, group_of)


@exercises.mask_rhyme.mistake(
    Text(
        en="You rhyme with the even line before: line 6 with line 4. All of them take "
        "the group that line 2 ends in.",
        zh="你押的是前一个偶数句：第 6 句押第 4 句。所有偶数句都该押第 2 句末的韵部。",
    )
)
def with_two_lines_above(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([symbol in group_of for symbol in symbols])
    return of_group(symbols, group_of, group_of.get(text[-2 * width]))


@exercises.mask_rhyme.mistake(
    Text(
        en="`text[2 * width]` begins line 3. Line 2 ends one place before it.",
        zh="`text[2 * width]` 是第 3 句的第一个字。第 2 句的末字在它前面一格。",
    )
)
def start_of_line_three(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([symbol in group_of for symbol in symbols])
    return of_group(symbols, group_of, group_of.get(text[2 * width]))


@exercises.mask_rhyme.mistake(
    Text(
        en="Where no rhyme is asked, you allow nothing. There, every symbol may come: "
        "all True.",
        zh="不用押韵的地方，你什么也不放行。那里什么字都可以用：全是 True。",
    )
)
def nothing_between(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.zeros(len(symbols), dtype=bool)
    return mask_rhyme(symbols, text, width, group_of)


@exercises.mask_rhyme.mistake(
    Text(
        en="You rhyme with line 1. Line 1 ends as it likes; the rhyme begins with "
        "line 2.",
        zh="你押的是第 1 句。第 1 句末尾随意，韵从第 2 句起。",
    )
)
def with_line_one(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([symbol in group_of for symbol in symbols])
    return of_group(symbols, group_of, group_of.get(text[width - 1]))


@exercises.mask_rhyme.mistake(
    Text(
        en="The character that ends line 2 is refused. It is of its own group, and "
        "the task allows it.",
        zh="第 2 句末的那个字本身被你挡掉了。它也在这个韵部里，题目是放行的。",
    )
)
def not_the_same_character(symbols, text, width, group_of):
    mask = mask_rhyme(symbols, text, width, group_of)
    if (len(text) + 1) % (2 * width) or len(text) < 2 * width:
        return mask
    return mask & np.array([symbol != text[2 * width - 1] for symbol in symbols])


@exercises.mask_rhyme.mistake(
    Text(
        en="You rhyme with the character just before. The rhyme is that of the end of "
        "line 2: `text[2 * width - 1]`.",
        zh="你押的是前一个字的韵。应该押第 2 句末字的韵：`text[2 * width - 1]`。",
    )
)
def with_the_character_just_before(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([symbol in group_of for symbol in symbols])
    return of_group(symbols, group_of, group_of.get(text[-1]))


@exercises.mask_rhyme.mistake(
    Text(
        en="At the ends of lines 4, 6, ... characters without a group are allowed. "
        "Nobody knows that they rhyme: they stay out.",
        zh="第 4、6……句末，你放行了没有韵部的字。谁也不知道它们押不押韵，不能放行。",
    )
)
def without_a_group_too(symbols, text, width, group_of):
    mask = mask_rhyme(symbols, text, width, group_of)
    if (len(text) + 1) % (2 * width) or len(text) < 2 * width:
        return mask
    return mask | np.array([symbol not in group_of for symbol in symbols])


@exercises.mask_rhyme.mistake(
    Text(
        en="Symbols without a group get group 0 in yours, and rhyme with those that "
        "have it. `group_of.get(symbol)` alone gives `None`, which is no group.",
        zh="没有韵部的字，你当成了第 0 部，于是跟真正的第 0 部押上了韵。只写 "
        "`group_of.get(symbol)`，得到的是 `None`，不是"
        "哪一部。",
    )
)
def no_group_taken_for_group_0(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([symbol in group_of for symbol in symbols])
    group = group_of[text[2 * width - 1]]
    return np.array([group_of.get(symbol, 0) == group for symbol in symbols])


@exercises.mask_rhyme.mistake(
    Text(
        en="Group 0 is a group as well, but 0 counts as false. At the end of line 2 "
        "ask whether the symbol is `in group_of`.",
        zh="第 0 部也是韵部，可是 0 会被当成假。第 2 句末要问的是这个字在不在 "
        "`group_of` 里（`in`）。",
    )
)
def group_0_taken_for_none(symbols, text, width, group_of):
    mask = mask_rhyme(symbols, text, width, group_of)
    if len(text) != 2 * width - 1:
        return mask
    return np.array([bool(group_of.get(symbol)) for symbol in symbols])


@exercises.mask_rhyme.mistake(
    Text(
        en="Line 2 ends at place `2 * width - 1`. You look one place before it: `2 * "
        "(width - 1)` is two less than `2 * width`.",
        zh="第 2 句的末字在位置 `2 * width - 1`。你看的是它前面一个字："
        "`2 * (width - 1)` 比 `2 * width` 少 "
        "2。",
    )
)
def one_place_before_the_end(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([symbol in group_of for symbol in symbols])
    return of_group(symbols, group_of, group_of.get(text[2 * width - 2]))


@exercises.mask_rhyme.mistake(
    Text(
        en="You compare a group with a character, and these are never equal. Look up "
        "the group of the character that ends line 2, too.",
        zh="你拿韵部去和字比，永远不会相等。第 2 句末字的韵部也要先查出来。",
    )
)
def group_against_a_character(symbols, text, width, group_of):
    mask = mask_rhyme(symbols, text, width, group_of)
    if (len(text) + 1) % (2 * width) or len(text) < 2 * width:
        return mask
    return np.zeros(len(symbols), dtype=bool)
