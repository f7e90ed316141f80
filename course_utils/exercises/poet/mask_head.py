"""A mask that lets each line begin with its character of the head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

Cases = list[tuple[tuple[str, ...], int, int, str]]

exercises = Exercises("12_poet")

SYMBOLS = tuple("人春山江不花月")


def mask_head_cases() -> Cases:
    """Starts and ends of lines, places between, a line that the head does not reach."""
    fives = [(SYMBOLS, step, 5, "春江花月") for step in (5, 0, 2, 3, 4, 6, 15, 19, 20)]
    sevens = [(SYMBOLS, step, 7, "山人") for step in (7, 5, 6, 1, 14)]
    return fives + sevens


def drawn_place(rng: np.random.Generator) -> tuple[tuple[str, ...], int, int, str]:
    """The start of any line, of which the head reaches some."""
    head = "".join(rng.permutation(SYMBOLS)[: int(rng.integers(2, 5))])
    width = int(rng.integers(3, 8))
    return SYMBOLS, width * int(rng.integers(5)) + int(rng.integers(2)), width, head


@exercises.add(
    task=Text(
        en="Return a mask (V,) for the character after `step` others, in lines of "
        "`width`: at the start of line n only `head[n]` is True, at every other place "
        "all `symbols` are. Lines that the head does not reach are free.",
        zh="前面已经写了 `step` 个字，每句 `width` 个字，请返回下一个字的掩码 (V,)："
        "第 n 句开头只有 `head[n]` 是 True，其他位置上所有 `symbols` 都是 True。"
        "藏头字管不到的句子不加限制。",
    ),
    hints=(
        Text(
            en="Two numbers follow from `step`: which line, and which column. In "
            "which column does a line begin?",
            zh="由 `step` 能算出两个数：第几句、第几列。一句的开头在第几列？",
        ),
        Text(
            en="`divmod(step, width)` gives both. Outside column 0, or beyond the "
            "head, return `np.ones(len(symbols), dtype=bool)`.",
            zh="`divmod(step, width)` 一次给出这两个数。不在第 0 列，"
            "或者已经超出藏头字，就返回 `np.ones(len(symbols), dtype=bool)`。",
        ),
        Text(
            en="`np.array([symbol == head[line] for symbol in ...])`",
            zh="`np.array([symbol == head[line] for symbol in ...])`",
        ),
    ),
    cases=mask_head_cases,
    fresh=drawn_place,
)
def mask_head(symbols: Sequence[str], step: int, width: int, head: str) -> np.ndarray:
    """V symbols -> bool (V,)"""
    line, column = divmod(step, width)
    if column or line >= len(head):
        return np.ones(len(symbols), dtype=bool)
    return np.array([symbol == head[line] for symbol in symbols])


def only(symbols: Sequence[str], wanted: str) -> np.ndarray:
    """True (V,) for one symbol."""
    return np.array([symbol == wanted for symbol in symbols])


@exercises.mask_head.mistake(
    Text(
        en="The mask is turned round: at the start of a line it forbids the head's "
        "character and allows all others. True means: may come.",
        zh="掩码反了：句首偏偏禁了藏头字，放行了别的字。True 的意思是“可以用”。",
    )
)
def head_forbidden(symbols, step, width, head):
    line, column = divmod(step, width)
    if column or line >= len(head):
        return np.ones(len(symbols), dtype=bool)
    return np.array([symbol != head[line] for symbol in symbols])


@exercises.mask_head.mistake(
    Text(
        en="Your mask forces the head at every place of the line, not only at its "
        "start. What should column 3 allow?",
        zh="整句每个位置都被你锁成了藏头字，可只有句首该锁。第 3 列应该放行什么？",
    )
)
def head_at_every_place(symbols, step, width, head):
    line = step // width
    if line >= len(head):
        return np.ones(len(symbols), dtype=bool)
    return only(symbols, head[line])


@exercises.mask_head.mistake(
    Text(
        en="Between the starts of lines nothing is allowed. A place without a "
        "constraint allows everything: start from ones, not from zeros.",
        zh="不是句首的位置，你一个字也不放行。没有约束就是全部放行："
        "该从全 True 开始，不是从全 False 开始。",
    )
)
def nothing_between(symbols, step, width, head):
    line, column = divmod(step, width)
    if line >= len(head):
        return np.ones(len(symbols), dtype=bool)
    return only(symbols, head[line]) & (column == 0)


@exercises.mask_head.mistake(
    Text(
        en="The head stands at the end of each line. Steps are counted from 0, so a "
        "line begins where `step % width` is 0.",
        zh="藏头字跑到了句尾。步数从 0 数起，`step % width` 等于 0 的地方才是句首。",
    )
)
def head_at_the_end(symbols, step, width, head):
    line, column = divmod(step, width)
    if column != width - 1 or line >= len(head):
        return np.ones(len(symbols), dtype=bool)
    return only(symbols, head[line])


@exercises.mask_head.mistake(
    Text(
        en="The column is right, the character is not: every line begins with the "
        "first character of the head. Which line is it?",
        zh="列找对了，字没找对：你让每一句都以藏头的第一个字开头。"
        "想一想，现在是第几句？",
    )
)
def always_the_first(symbols, step, width, head):
    if step % width or step // width >= len(head):
        return np.ones(len(symbols), dtype=bool)
    return only(symbols, head[0])


@exercises.mask_head.mistake(
    Text(
        en="A poem may have more lines than its head has characters. At such a line "
        "your function looks for a character that is not there; everything may come.",
        zh="诗的句数可以比藏头字多。到了多出来的句子，你的函数还去找藏头字，"
        "当然找不到；这时应该全部放行。",
    )
)
def beyond_the_head(symbols, step, width, head):
    line, column = divmod(step, width)
    return np.ones(len(symbols), dtype=bool) if column else only(symbols, head[line])


@exercises.mask_head.mistake(
    Text(
        en="Beyond the head you allow nothing. Such a line is free: it may begin with "
        "anything.",
        zh="藏头字用完以后，你一个字也不放行。多出来的句子没有约束，用什么开头都行。",
    )
)
def nothing_beyond(symbols, step, width, head):
    line, column = divmod(step, width)
    if column:
        return np.ones(len(symbols), dtype=bool)
    return only(symbols, head[line : line + 1])


@exercises.mask_head.mistake(
    Text(
        en="Beyond the head you begin again with its first character. The task leaves "
        "those lines free.",
        zh="藏头字用完以后，你又从第一个字重新轮起。题目要的是：这些句子不加限制。",
    )
)
def round_and_round(symbols, step, width, head):
    line, column = divmod(step, width)
    if column:
        return np.ones(len(symbols), dtype=bool)
    return only(symbols, head[line % len(head)])


@exercises.mask_head.mistake(
    Text(
        en="At the start of a line every character of the head may come here. Line n "
        "wants one: `head[n]`.",
        zh="句首放行了藏头的每一个字。第 n 句只要一个：`head[n]`。",
    )
)
def any_of_the_head(symbols, step, width, head):
    line, column = divmod(step, width)
    if column or line >= len(head):
        return np.ones(len(symbols), dtype=bool)
    return np.array([symbol in head for symbol in symbols])


@exercises.mask_head.mistake(
    Text(
        en="Your lines begin one place too late. `step` characters are written, so "
        "the next one stands at place `step`, counted from 0.",
        zh="你的句首晚了一格。已经写了 `step` 个字，下一个字的位置就是 `step`，从 0 数"
        "起。",
    )
)
def one_place_late(symbols, step, width, head):
    return mask_head(symbols, step - 1, width, head)


@exercises.mask_head.mistake(
    Text(
        en="Only the first line begins with its character. Every line that the head "
        "reaches does.",
        zh="只有第一句用了藏头字。藏头管得到的每一句都要用。",
    )
)
def first_line_only(symbols, step, width, head):
    if step:
        return np.ones(len(symbols), dtype=bool)
    return only(symbols, head[0])


@exercises.mask_head.mistake(
    Text(
        en="The last character of the head is never used: `head` has the places 0 to "
        "`len(head) - 1`.",
        zh="藏头的最后一个字从没用上：`head` 的位置是 0 到 `len(head) - 1`。",
    )
)
def last_of_the_head_lost(symbols, step, width, head):
    return mask_head(symbols, step, width, head[:-1])


@exercises.mask_head.mistake(
    Text(
        en="Where nothing is asked, you allow nothing. There, every symbol may come: "
        "all True.",
        zh="没有要求的地方，你什么也不放行。那里什么字都可以用：全是 True。",
    )
)
def nothing_where_nothing_is_asked(symbols, step, width, head):
    line, column = divmod(step, width)
    if column or line >= len(head):
        return np.zeros(len(symbols), dtype=bool)
    return only(symbols, head[line])


@exercises.mask_head.mistake(
    Text(
        en="`head[column]` asks for the place in the line. Which line it is says the "
        "character.",
        zh="`head[column]` 用的是句中的位置。该用哪个字，要看是第几句。",
    )
)
def character_of_the_column(symbols, step, width, head):
    line, column = divmod(step, width)
    if line or column >= len(head):
        return np.ones(len(symbols), dtype=bool)
    return only(symbols, head[column])


@exercises.mask_head.mistake(
    Text(
        en="Your lines have one character too many: marks between lines are not "
        "counted here, so a line has `width`.",
        zh="你的每句多了一个字：这里不算句间的标点，每句就是 `width` 个字。",
    )
)
def lines_of_one_more(symbols, step, width, head):
    return mask_head(symbols, step, width + 1, head)


@exercises.mask_head.mistake(
    Text(
        en="You read the head from its end. Line 0 begins with `head[0]`.",
        zh="你是从尾到头用藏头字的。第 0 句以 `head[0]` 开头。",
    )
)
def head_from_the_end(symbols, step, width, head):
    return mask_head(symbols, step, width, head[::-1])


@exercises.mask_head.mistake(
    Text(
        en="Each line takes the head's character of the next one. Lines count from 0: "
        "line 0 begins with `head[0]`.",
        zh="每一句用的都是下一句的藏头字。句从 0 数起：第 0 句以 `head[0]` 开头。",
    )
)
def next_character_of_the_head(symbols, step, width, head):
    return mask_head(symbols, step, width, head[1:])


@exercises.mask_head.mistake(
    Text(
        en="Everything may come everywhere. At the start of a line that the head "
        "reaches, only its character may.",
        zh="你在每个位置都放行了所有的字。有藏头字的句子，句首只能放行那个字。",
    )
)
def always_free(symbols, step, width, head):
    return np.ones(len(symbols), dtype=bool)


@exercises.mask_head.mistake(
    Text(
        en="One place too early: when `step` characters are written, the next one "
        "stands at place `step`, counted from 0.",
        zh="早了一位：已经写了 `step` 个字，下一个字就在位置 `step`，从 0 数起。",
    )
)
def one_place_early(symbols, step, width, head):
    return mask_head(symbols, step + 1, width, head)
