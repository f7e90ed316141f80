"""How much of a test was in the training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("09_bilstm")


def key_cases() -> list[tuple[list[str], list[str]]]:
    """A small one; repeats within a side; nothing shared; all of it; two in three; "
    "the last one."""
    return [
        (["很好", "不错", "太贵"], ["很好", "一般", "很好", "差"]),
        (["a", "a", "b", "c", "c", "c"], ["c", "d", "c", "e", "a", "f", "f"]),
        (["好", "坏"], ["大", "小", "小"]),
        (["好", "坏", "好"], ["坏", "好"]),
        (["x1", "x2", "x3", "x4"], ["x4", "y", "z", "x", "w"]),
        (["好", "坏"], ["好", "坏", "大"]),
        (["好", "坏"], ["大", "好"]),
    ]


def drawn_keys(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Some keys of training, some of the test, repeats on both sides."""
    train = rng.choice(list("abcdef"), size=5)
    return [str(key) for key in train], [
        str(key) for key in rng.choice(list("abcdefgh"), size=9)
    ]


@exercises.add(
    task=Text(
        en="Return the share of the test lines whose key is among the training keys: "
        "a number from 0 to 1. A test line that stands there twice counts twice.",
        zh="测试的各行里，键也出现在训练里的占多少？返回 0 到 1 之间的数。"
        "测试里出现两次的行，算两次。",
    ),
    hints=(
        Text(
            en="Go through the test lines one by one. What do you ask of each?",
            zh="一行一行地看测试集。对每一行要问什么？",
        ),
        Text(
            en="A `set` of the training keys answers “is it among them?” at once, "
            "however many they are.",
            zh="把训练的键放进 `set`，再多也能马上答出“在不在里面”。",
        ),
        Text(
            en="`[key in known for key in test_keys]` is a list of True and False. Its "
            "sum counts the True.",
            zh="`[key in known for key in test_keys]` 是一串 True 和 False，"
            "求和就是 True 的个数。",
        ),
    ),
    cases=key_cases,
    fresh=drawn_keys,
)
def seen_share(train_keys: Sequence[str], test_keys: Sequence[str]) -> float:
    """N keys, M keys -> a number"""
    known = set(train_keys)
    return sum(key in known for key in test_keys) / len(test_keys)


def num_seen(train_keys: Sequence[str], test_keys: Sequence[str]) -> int:
    """How many test lines have been seen."""
    return sum(key in set(train_keys) for key in test_keys)


@exercises.seen_share.mistake(
    Text(
        en="You count different keys. A line that stands in the test twice is asked "
        "twice, so count lines.",
        zh="你数的是不同的键。测试里出现两次的行要考两次，所以要数行。",
    )
)
def different_keys(train_keys, test_keys):
    keys = set(test_keys)
    return len(keys & set(train_keys)) / len(keys)


@exercises.seen_share.mistake(
    Text(
        en="Above the line are different keys, below it all lines: a repeated line "
        "counts below only. Count lines in both.",
        zh="分子数的是不同的键，分母数的是行，重复的行就只算进了分母。两处都要数行。",
    )
)
def keys_over_lines(train_keys, test_keys):
    return len(set(test_keys) & set(train_keys)) / len(test_keys)


@exercises.seen_share.mistake(
    Text(
        en="That is the share of the training lines that are in the test. Asked is how "
        "much of the test was seen.",
        zh="这是训练行中出现在测试里的比例。要问的是测试里有多少见过。",
    )
)
def share_of_training(train_keys, test_keys):
    return num_seen(test_keys, train_keys) / len(train_keys)


@exercises.seen_share.mistake(
    Text(
        en="You go through the training lines and count those that are in the test. Go "
        "through the test lines: how many of them have been seen?",
        zh="你数的是训练的行里有多少出现在测试里。应当数测试的行：其中有多少见过？",
    )
)
def training_lines_counted(train_keys, test_keys):
    return num_seen(test_keys, train_keys) / len(test_keys)


@exercises.seen_share.mistake(
    Text(
        en="The count is right, but it is divided by the number of training lines. "
        "Divide by the test lines.",
        zh="个数对了，除数却是训练的行数。应当除以测试的行数。",
    )
)
def divided_by_training(train_keys, test_keys):
    return num_seen(train_keys, test_keys) / len(train_keys)


@exercises.seen_share.mistake(
    Text(
        en="That is the share of lines that are new. Asked is the other part.",
        zh="这是没见过的比例。要的是见过的。",
    )
)
def share_of_new(train_keys, test_keys):
    return 1 - seen_share(train_keys, test_keys)


@exercises.seen_share.mistake(
    Text(
        en="That is how many lines, not which share of them. Divide by the number of "
        "test lines.",
        zh="这是行数，不是比例。还要除以测试的行数。",
    )
)
def count_only(train_keys, test_keys):
    return num_seen(train_keys, test_keys)


@exercises.seen_share.mistake(
    Text(
        en="The number is right as a percentage. A share from 0 to 1 is asked for.",
        zh="数是对的，只是写成了百分数。这里要 0 到 1 之间的比例。",
    )
)
def as_percentage(train_keys, test_keys):
    return 100 * seen_share(train_keys, test_keys)


@exercises.seen_share.mistake(
    Text(
        en="You compare line by line: the first test line with the first training "
        "line, and so on. A copy may stand anywhere.",
        zh="你是一行对一行地比：测试第一行比训练第一行，以此类推。重复可能在任何一行。",
    )
)
def line_by_line(train_keys, test_keys):
    pairs = zip(train_keys, test_keys, strict=False)
    return sum(a == b for a, b in pairs) / len(test_keys)


@exercises.seen_share.mistake(
    Text(
        en="You look for the key inside the training keys: `x` is part of `x1`, but no "
        "copy of it. Compare whole keys.",
        zh="你是在每个训练键的里面找：`x` 是 `x1` 的一部分，但不是重复。要比整个键。",
    )
)
def inside_a_key(train_keys, test_keys):
    found = sum(any(key in one for one in train_keys) for key in test_keys)
    return found / len(test_keys)


@exercises.seen_share.mistake(
    Text(
        en="You count every pair of copies: a test line with three copies in training "
        "counts three times. Once is enough.",
        zh="你把每一对都数了：测试的一行在训练里有三份，就数了三次。数一次就够了。",
    )
)
def pairs_of_copies(train_keys, test_keys):
    pairs = sum(list(train_keys).count(key) for key in test_keys)
    return pairs / len(test_keys)


@exercises.seen_share.mistake(
    Text(
        en="Different keys, divided by those of training. Go through the test lines, "
        "and divide by their number.",
        zh="你数的是不同的键，又除以了训练的键数。要一行一行看测试集，除以测试的行数。",
    )
)
def different_keys_of_training(train_keys, test_keys):
    known = set(train_keys)
    return len(known & set(test_keys)) / len(known)


@exercises.seen_share.mistake(
    Text(
        en="`zip` puts the first test line beside the first training line, and so on "
        "to the end of the shorter list. A copy may stand anywhere.",
        zh="`zip` 拿测试第一行对训练第一行，一直对到短的那个结束。重复可能在任何一行。",
    )
)
def line_by_line_of_the_shorter(train_keys, test_keys):
    pairs = list(zip(train_keys, test_keys, strict=False))
    return sum(a == b for a, b in pairs) / len(pairs)


@exercises.seen_share.mistake(
    Text(
        en="You ask whether the whole list of test keys is one of the training keys. "
        "Ask it of each key.",
        zh="你问的是整个测试列表在不在训练的键里。要对每个键分别问。",
    )
)
def whole_list_looked_for(train_keys, test_keys):
    return float(list(test_keys) in list(train_keys))


@exercises.seen_share.mistake(
    Text(
        en="You divided by the lines of both sides. The share is one of the test "
        "lines.",
        zh="你除以了两边的行数之和。要的是在测试的各行里占多少。",
    )
)
def divided_by_both(train_keys, test_keys):
    return num_seen(train_keys, test_keys) / (len(train_keys) + len(test_keys))


@exercises.seen_share.mistake(
    Text(
        en="Different keys of both sides together stand below the line: that is an "
        "overlap of two sets. Count the lines of the test.",
        zh="分母是两边不同的键合在一起的个数，那是两个集合的交并比。要数测试的行。",
    )
)
def intersection_over_union(train_keys, test_keys):
    train, test = set(train_keys), set(test_keys)
    return len(train & test) / len(train | test)


@exercises.seen_share.mistake(
    Text(
        en="You divide by the longer of the two lists. Divide by the number of test "
        "lines.",
        zh="你除以的是两个列表里较长的那个。应该除以测试的行数。",
    )
)
def divided_by_the_larger(train_keys, test_keys):
    return num_seen(train_keys, test_keys) / max(len(train_keys), len(test_keys))


@exercises.seen_share.mistake(
    Text(
        en="Above the line are all lines, below it only different keys. Count lines "
        "in both.",
        zh="分子数的是所有的行，分母却只数不同的键。两处都要数行。",
    )
)
def divided_by_different_keys(train_keys, test_keys):
    return num_seen(train_keys, test_keys) / len(set(test_keys))


@exercises.seen_share.mistake(
    Text(
        en="Only the first test line is asked about. Does `return` stand inside the "
        "loop?",
        zh="你只问了测试的第一行。`return` 是不是写在循环里面了？",
    )
)
def first_line_only(train_keys, test_keys):
    return num_seen(train_keys, test_keys[:1]) / len(test_keys)
