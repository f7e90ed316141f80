"""What a language model reads, and what it is to expect."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("11_language_model")

Pair = tuple[np.ndarray, np.ndarray]


def shift_cases() -> list[tuple[np.ndarray, int]]:
    """One short sequence; a batch; a square batch and another beginning."""
    rng = np.random.default_rng(2)
    return [
        (np.array([[5, 6, 7]]), 0),
        (rng.integers(1, 9, size=(3, 5)), 0),
        (rng.integers(1, 9, size=(4, 4)), 9),
    ]


def drawn_ids(rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """Another batch, another beginning."""
    size = (int(rng.integers(2, 4)), int(rng.integers(4, 7)))
    return rng.integers(1, 99, size=size), int(rng.integers(100, 200))


@exercises.add(
    task=Text(
        en="Make of `ids` the pair (inputs, targets), both (B, T). At each step the "
        "target is the symbol of that step, the input the one before it; before the "
        "first stands `begin`.",
        zh="由 `ids` 得到一对 (inputs, targets)，形状都是 (B, T)。"
        "每一步的目标是这一步的符号，输入是前一个符号；第一个前面放 `begin`。",
    ),
    hints=(
        Text(
            en="Write four characters on a line, and under each the one the model "
            "has just read when it must say that character.",
            zh="把“春眠不覺”写成一行，在每个字下面写出："
            "要说出这个字时，模型刚读完的是哪个字。",
        ),
        Text(
            en="Everything moves one place to the right: a column of `begin` comes in "
            "at the left, the last column drops out. The targets stay as they are.",
            zh="整个往右挪一格：左边补一列 `begin`，最右一列移出去。目标原样不动。",
        ),
        Text(
            en="`np.pad(ids[:, :-1], ((0, 0), (1, 0)), constant_values=...)` makes the "
            "inputs.",
            zh="`np.pad(ids[:, :-1], ((0, 0), (1, 0)), constant_values=...)` "
            "就是输入。",
        ),
    ),
    cases=shift_cases,
    fresh=drawn_ids,
)
def shift(ids: np.ndarray, begin: int) -> Pair:
    """ids (B, T), begin: an id -> inputs (B, T), targets (B, T)"""
    inputs = np.pad(ids[:, :-1], ((0, 0), (1, 0)), constant_values=begin)
    return inputs, ids


@exercises.shift.mistake(
    Text(
        en="Inputs and targets are the same: the model is shown the answer and learns "
        "to copy. Its loss falls to 0, and it can write nothing.",
        zh="输入和目标一模一样：答案摆在眼前，模型学会的只是照抄。"
        "损失会降到 0，可它什么也写不出来。",
    )
)
def not_shifted(ids, begin):
    return ids.copy(), ids


@exercises.shift.mistake(
    Text(
        en="Shifted the wrong way: the model reads the next symbol and is asked for "
        "the one before. It must know the future to write.",
        zh="挪反了：模型读的是后一个字，要猜的却是前一个。那得先知道将来，才能写字。",
    )
)
def shifted_to_the_left(ids, begin):
    inputs = np.pad(ids[:, 1:], ((0, 0), (0, 1)), constant_values=begin)
    return inputs, ids


@exercises.shift.mistake(
    Text(
        en="The last symbol has come round to the front: at its first step the model "
        "is told how the text ends. Put `begin` there.",
        zh="最后一个字绕到了最前面：第一步就泄露了结尾。那里应当放 `begin`。",
    )
)
def rolled(ids, begin):
    return np.roll(ids, 1, axis=1), ids


@exercises.shift.mistake(
    Text(
        en="T − 1 steps only: the first symbol is never a target, so the model never "
        "learns how a text begins. `begin` gives that step an input.",
        zh="只有 T − 1 步：第一个字从没当过目标，模型就学不到怎么开头。"
        "有了 `begin`，这一步才有输入。",
    )
)
def first_symbol_lost(ids, begin):
    return ids[:, :-1], ids[:, 1:]


@exercises.shift.mistake(
    Text(
        en="Both have moved, so they are the same again, and the last symbol is lost. "
        "Only the inputs move.",
        zh="输入和目标一起挪了，结果又一模一样，还丢了最后一个字。只挪输入。",
    )
)
def both_shifted(ids, begin):
    inputs = np.pad(ids[:, :-1], ((0, 0), (1, 0)), constant_values=begin)
    return inputs, inputs.copy()


@exercises.shift.mistake(
    Text(
        en="The pair is the other way round: first the inputs, then the targets.",
        zh="次序颠倒了：先是输入，后是目标。",
    )
)
def swapped(ids, begin):
    inputs, targets = shift(ids, begin)
    return targets, inputs


@exercises.shift.mistake(
    Text(
        en="You moved the sequences, not the symbols: a row is a sequence, so time is "
        "axis 1.",
        zh="挪动的是序列，不是字：一行是一个序列，时间在第 1 轴。",
    )
)
def shifted_along_the_batch(ids, begin):
    return np.pad(ids[:-1], ((1, 0), (0, 0)), constant_values=begin), ids


@exercises.shift.mistake(
    Text(
        en="The inputs are one symbol too long, T + 1: nothing follows the last "
        "symbol, so it is never read. Leave it out.",
        zh="输入多了一个，长 T + 1：最后一个字后面没有要猜的，也就不必读。把它去掉。",
    )
)
def last_symbol_kept(ids, begin):
    return np.pad(ids, ((0, 0), (1, 0)), constant_values=begin), ids


@exercises.shift.mistake(
    Text(
        en="The first input is 0, whatever `begin` says.",
        zh="第一个输入总是 0，没有用上 `begin`。",
    )
)
def begins_with_zero(ids, begin):
    return np.pad(ids[:, :-1], ((0, 0), (1, 0))), ids


@exercises.shift.mistake(
    Text(
        en="The inputs have moved by two places. The model must read every symbol "
        "before the one that it is to say.",
        zh="输入挪了两格。要猜的字前面的每个字，模型都要读到。",
    )
)
def shifted_by_two(ids, begin):
    inputs = np.full_like(ids, begin)
    inputs[:, 2:] = ids[:, :-2]
    return inputs, ids


@exercises.shift.mistake(
    Text(
        en="The targets have moved, and `begin` stands behind the last symbol. It is "
        "the inputs that move: `begin` comes before the first.",
        zh="你挪的是目标，`begin` 放到了最后一个字后面。该挪的是输入：`begin` 在第一个"
        "字前面。",
    )
)
def targets_moved(ids, begin):
    return ids, np.pad(ids[:, 1:], ((0, 0), (0, 1)), constant_values=begin)


@exercises.shift.mistake(
    Text(
        en="The inputs are right, but the targets lack the first symbol: it is due "
        "at the first step, after `begin`.",
        zh="输入对了，目标却少了第一个符号：第一步读的是 `begin`，要写的正是它。",
    )
)
def first_target_lost(ids, begin):
    return shift(ids, begin)[0], ids[:, 1:]


@exercises.shift.mistake(
    Text(
        en="You wrote `begin` over the first symbol. It should stand before it: "
        "everything moves one place to the right.",
        zh="你用 `begin` 盖掉了第一个符号。`begin` 应该排在它前面：整行往右挪一格。",
    )
)
def first_symbol_overwritten(ids, begin):
    inputs = ids.copy()
    inputs[:, 0] = begin
    return inputs, ids


@exercises.shift.mistake(
    Text(
        en="You copy from what you have just written, so the first symbol runs "
        "through the whole row. Read from `ids`, write into another array.",
        zh="你抄的是刚写进去的值，第一个符号就一路传到了行尾。从 `ids` 读，写进另一个"
        "数组。",
    )
)
def copied_from_itself(ids, begin):
    inputs = np.repeat(ids[:, :1], ids.shape[1], axis=1)
    inputs[:, 0] = begin
    return inputs, ids
