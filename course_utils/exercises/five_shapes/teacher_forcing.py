"""What a writer reads and what it must give, with a start and a stop."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("07_five_shapes")

Pair = tuple[list[int], list[int]]


def word_cases() -> list[tuple[list[int], int, int]]:
    """Three symbols; one; five of which two are equal, and other marks."""
    return [([5, 6, 7], 2, 3), ([9], 2, 3), ([4, 8, 8, 6, 5], 0, 1)]


def drawn_word(rng: np.random.Generator) -> tuple[list[int], int, int]:
    """Some symbols, and marks that are none of them."""
    ids = [int(each) for each in rng.integers(10, 60, size=int(rng.integers(2, 7)))]
    return ids, int(rng.integers(60, 80)), int(rng.integers(80, 100))


@exercises.add(
    task=Text(
        en="A writer is to learn the symbols `ids`. Return the lists (inputs, targets) "
        "for teacher forcing, each one longer than `ids`: the first input is `start`, "
        "the last target `stop`.",
        zh="要教网络写出 `ids` 这几个符号。返回教师强制用的两个列表 (inputs, targets)，"
        "都比 `ids` 多一个：输入以 `start` 开头，目标以 `stop` 结尾。",
    ),
    hints=(
        Text(
            en="Go step by step. What must be written first? What has been read "
            "before? And after the last symbol: what is read, what is due?",
            zh="一步一步来。最先要写的是什么？写之前读到的又是什么？"
            "写完最后一个符号以后，读到什么，该写什么？",
        ),
        Text(
            en="For the symbols 5 6 7 the inputs are start 5 6 7. At each of these "
            "four steps something is due.",
            zh="要写的是 5 6 7，输入就是 start 5 6 7。这四步，每一步都要写出一个符号。",
        ),
        Text(
            en="One list begins with `start`, the other one ends with `stop`, both "
            "hold all of `ids`. `[a, *ids]` makes a longer list.",
            zh="一个列表以 `start` 开头，另一个以 `stop` 结尾，"
            "两个列表里都有完整的 `ids`。`[a, *ids]` 会得到一个更长的列表。",
        ),
    ),
    cases=word_cases,
    fresh=drawn_word,
)
def teacher_forcing(ids: list[int], start: int, stop: int) -> Pair:
    """ids: L numbers -> inputs (L + 1), targets (L + 1)"""
    return [start, *ids], [*ids, stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="Nothing tells the net to end: the last target must be `stop`, so both "
        "lists are one longer than `ids`.",
        zh="没有谁教网络停下来：最后一个目标应当是 `stop`，两个列表都比 `ids` 多一个。",
    )
)
def without_stop(ids, start, stop):
    return [start, *ids[:-1]], list(ids)


@exercises.teacher_forcing.mistake(
    Text(
        en="The inputs are right, but at the last step nothing is due: the targets end "
        "with `stop`.",
        zh="输入对了，可最后一步没有东西可写：目标应当以 `stop` 结尾。",
    )
)
def stop_never_due(ids, start, stop):
    return [start, *ids], list(ids)


@exercises.teacher_forcing.mistake(
    Text(
        en="The targets are right, but the first step has nothing to read: the inputs "
        "begin with `start`.",
        zh="目标对了，可第一步没有东西可读：输入应当以 `start` 开头。",
    )
)
def nothing_read_at_first(ids, start, stop):
    return list(ids), [*ids, stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="Both marks are missing, so the net learns neither how to begin nor when to "
        "end: `start` is the first input, `stop` the last target.",
        zh="两个标记都没有，网络既不会开头，也不会停。"
        "输入以 `start` 开头，目标以 `stop` 结尾。",
    )
)
def without_marks(ids, start, stop):
    return ids[:-1], ids[1:]


@exercises.teacher_forcing.mistake(
    Text(
        en="`start` is only read, never written: the first target is the first symbol.",
        zh="`start` 只用来读，从来不写：第一个目标就是第一个符号。",
    )
)
def start_is_due(ids, start, stop):
    return [start, *ids], [start, *ids, stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="Each step is to give what it has just read, so the net learns to copy. The "
        "targets are one symbol ahead, and end with `stop`.",
        zh="每一步要写的，就是刚读到的，网络只学会照抄。"
        "目标要提前一个符号，最后是 `stop`。",
    )
)
def copies_its_input(ids, start, stop):
    return [start, *ids], [start, *ids]


@exercises.teacher_forcing.mistake(
    Text(
        en="The first symbol is never asked for: it has no input before it. That is "
        "what `start` is for.",
        zh="第一个符号没有教到：它前面没有输入。`start` 就是为它准备的。",
    )
)
def without_start(ids, start, stop):
    return list(ids), [*ids[1:], stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="Inputs and targets are the same, so the answer is in the question. The net "
        "learns to copy and can write nothing by itself.",
        zh="输入和目标一模一样，答案就写在题目里。网络学会的只是照抄，自己什么也写不"
        "出。",
    )
)
def the_same_twice(ids, start, stop):
    return [start, *ids, stop], [start, *ids, stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="Each list has one `stop` too many: when it is written, nothing more is "
        "read, and nothing more is to be written.",
        zh="两边都多了一个 `stop`：写完 `stop` 就结束了，输入里不该有它，"
        "目标里也只要一个。",
    )
)
def both_marks_in_both(ids, start, stop):
    return [start, *ids, stop], [*ids, stop, stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="The two lists have changed places: what is read comes first, then what is "
        "due.",
        zh="两个列表放反了：先是读的，再是要写的。",
    )
)
def targets_first(ids, start, stop):
    return [*ids, stop], [start, *ids]


@exercises.teacher_forcing.mistake(
    Text(
        en="`start` and `stop` are exchanged: a text begins with `start`.",
        zh="`start` 和 `stop` 用反了：开头的是 `start`。",
    )
)
def marks_exchanged(ids, start, stop):
    return [stop, *ids], [*ids, start]


@exercises.teacher_forcing.mistake(
    Text(
        en="Shifted by two: at its first step the net is asked for the second symbol. "
        "Each target is the symbol that follows its input.",
        zh="错开了两位：第一步要写的就成了第二个符号。每个目标应当紧跟在它的输入后面。",
    )
)
def two_steps_on(ids, start, stop):
    return [start, *ids], [*ids[1:], stop, stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="`stop` stands among the inputs, and the step that reads it has nothing to "
        "give. Only the targets have it.",
        zh="输入里出现了 `stop`，多出来的那一步没有东西可写。`stop` 只属于目标。",
    )
)
def stop_among_the_inputs(ids, start, stop):
    return [start, *ids, stop], [*ids, stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="That is one list, the inputs. Return two: the inputs, then the targets.",
        zh="这只是输入那一个列表。要返回两个：先输入，后目标。",
    )
)
def inputs_only(ids, start, stop):
    return [start, *ids]


@exercises.teacher_forcing.mistake(
    Text(
        en="That is one list. Return two: the inputs without the last symbol, the "
        "targets without the first.",
        zh="这只是一个列表。要返回两个：输入不含最后一个，目标不含第一个。",
    )
)
def one_list_with_both_marks(ids, start, stop):
    return [start, *ids, stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="`[start, ids]` has two items, and the second one is a whole list. "
        "`[start, *ids]` puts in what is in it; so does `[start] + ids`.",
        zh="`[start, ids]` 只有两项，第二项是一整个列表。`[start, *ids]` 才会把里面的"
        "一个个放进来，`[start] + ids` 也行。",
    )
)
def a_list_within_a_list(ids, start, stop):
    return [start, ids], [ids, stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="The inputs are right, but the targets lack the first symbol: it is due "
        "when `start` has been read. Each input has its target, so both lists are "
        "equally long.",
        zh="输入对了，目标却少了第一个符号：读到 `start` 时，要写的就是它。每个输入都"
        "有对应的目标，两个列表一样长。",
    )
)
def first_symbol_never_due(ids, start, stop):
    return [start, *ids], [*ids[1:], stop]


@exercises.teacher_forcing.mistake(
    Text(
        en="You return a pair for each step. Two lists are asked for: all the "
        "inputs, then all the targets.",
        zh="你返回的是每一步一对。要的是两个列表：先是全部输入，再是全部目标。",
    )
)
def a_pair_for_each_step(ids, start, stop):
    return list(zip([start, *ids], [*ids, stop], strict=True))
