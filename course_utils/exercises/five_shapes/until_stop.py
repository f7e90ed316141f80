"""Where a written text ends."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("07_five_shapes")


def written_cases() -> list[tuple[list[int], int]]:
    """Stop and go on; stop twice; never; at once; stop again at the very end."""
    return [
        ([5, 6, 3, 7], 3),
        ([4, 4, 3, 8, 3, 6], 3),
        ([9, 8, 7], 3),
        ([3, 5, 6], 3),
        ([1, 2, 2, 5, 1, 6, 5], 5),
    ]


def drawn_ids(rng: np.random.Generator) -> tuple[list[int], int]:
    """Ids of which the stop may be one, once, more often, or never."""
    ids = [int(each) for each in rng.integers(2, 9, size=8)]
    return ids, int(rng.integers(2, 9))


@exercises.add(
    task=Text(
        en="A net wrote `ids`, maybe beyond its end. Return the list of symbols "
        "before its first `stop`; if there is none, all of them.",
        zh="网络写出了 `ids`，写完以后可能还多写了一些。"
        "返回第一个 `stop` 之前的符号；要是没有 `stop`，就全部返回。",
    ),
    hints=(
        Text(
            en="In a batch, a short text goes on being written until the longest has "
            "ended. What of it still counts?",
            zh="一批文本一起写，短的写完以后还要接着写，直到最长的写完。"
            "短的那些，哪些符号才算数？",
        ),
        Text(
            en="Go through the list and collect; end the loop at `stop`. Or ask the "
            "list for the first place of `stop`, but look whether it is there.",
            zh="从头收集，遇到 `stop` 就结束循环。"
            "也可以让列表找 `stop` 的位置，不过先看看有没有。",
        ),
        Text(
            en="`ids.index(stop)` is the first place, and a `ValueError` if there is "
            "none. `ids[:end]` leaves out what stands at `end`.",
            zh="`ids.index(stop)` 是第一次出现的位置，没有就抛出 `ValueError`。"
            "`ids[:end]` 不含 `end` 处的那个。",
        ),
    ),
    cases=written_cases,
    fresh=drawn_ids,
)
def until_stop(ids: list[int], stop: int) -> list[int]:
    """ids (L), stop: an id -> the ids before the first stop"""
    kept = []
    for symbol in ids:
        if symbol == stop:
            break
        kept.append(symbol)
    return kept


@exercises.until_stop.mistake(
    Text(
        en="The stop itself is still there. It ends the text, it is no part of it.",
        zh="`stop` 还留在里面。它只表示写完了，不是正文。",
    )
)
def with_the_stop(ids, stop):
    end = ids.index(stop) + 1 if stop in ids else len(ids)
    return ids[:end]


@exercises.until_stop.mistake(
    Text(
        en="You took the stops out and kept what follows them. After the first `stop` "
        "nothing counts.",
        zh="你只是把 `stop` 挑了出来，后面的还留着。第一个 `stop` 之后全不算数。",
    )
)
def stops_taken_out(ids, stop):
    return [symbol for symbol in ids if symbol != stop]


@exercises.until_stop.mistake(
    Text(
        en="You cut at the last stop. What stands between the first and the last was "
        "written after the end.",
        zh="你截在最后一个 `stop`。第一个和最后一个之间的，是写完以后多写的。",
    )
)
def until_the_last_stop(ids, stop):
    places = [place for place, symbol in enumerate(ids) if symbol == stop]
    return ids[: places[-1]] if places else list(ids)


@exercises.until_stop.mistake(
    Text(
        en="Without a `stop` you return nothing. The net was cut off while writing: "
        "all it wrote stands.",
        zh="没有 `stop` 时，你一个符号也没留下。那是网络写到一半被打断，写出来的都算。",
    )
)
def nothing_without_a_stop(ids, stop):
    return ids[: ids.index(stop)] if stop in ids else []


@exercises.until_stop.mistake(
    Text(
        en="Without a `stop`, `index` raises a `ValueError`. A net may run out of "
        "steps before it stops: then all it wrote stands.",
        zh="没有 `stop` 时，`index` 会抛出 `ValueError`。"
        "步数用完还没停，写出来的就都算。",
    )
)
def always_looks_it_up(ids, stop):
    return ids[: ids.index(stop)]


@exercises.until_stop.mistake(
    Text(
        en="Without a `stop`, `str.find` and its kin say -1, and `ids[:-1]` loses the "
        "last symbol.",
        zh="没有 `stop` 时，位置成了 -1，`ids[:-1]` 就丢了最后一个符号。",
    )
)
def last_symbol_lost(ids, stop):
    return ids[: ids.index(stop)] if stop in ids else ids[:-1]


@exercises.until_stop.mistake(
    Text(
        en="That is what stands behind the stop. The text is in front of it.",
        zh="这是 `stop` 后面的部分。正文在前面。",
    )
)
def what_follows(ids, stop):
    return ids[ids.index(stop) + 1 :] if stop in ids else list(ids)


@exercises.until_stop.mistake(
    Text(
        en="That is the place of the first `stop`. Return the symbols before it.",
        zh="这是第一个 `stop` 的位置。要返回它之前的符号。",
    )
)
def place_of_the_stop(ids, stop):
    return ids.index(stop) if stop in ids else len(ids)


@exercises.until_stop.mistake(
    Text(
        en="One symbol too few: `ids[:end]` already leaves out what stands at `end`.",
        zh="少了一个：`ids[:end]` 本来就不含 `end` 处的那个。",
    )
)
def one_too_few(ids, stop):
    return ids[: ids.index(stop) - 1] if stop in ids else ids


@exercises.until_stop.mistake(
    Text(
        en="Where there is no `stop` you look for it beyond the end. Then all that "
        "was written stands.",
        zh="没有 `stop` 的时候，你一直找到了末尾之外。这时写出的全都算数。",
    )
)
def looks_beyond_the_end(ids, stop):
    end = 0
    while ids[end] != stop:
        end += 1
    return ids[:end]


@exercises.until_stop.mistake(
    Text(
        en="`stop` is a symbol, not a place: `ids[:stop]` takes as many symbols as "
        "its number says. At which place does it stand?",
        zh="`stop` 是一个符号，不是位置：`ids[:stop]` 把它的编号当成了个数。它在第几个"
        "位置？",
    )
)
def symbol_for_a_place(ids, stop):
    return ids[:stop]
