"""How much of a text is copied, word for word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("12_poet")

MOON = "床前看月光疑是地上霜舉頭望山月低頭思故鄉"
TOWER = "白日依山盡黃河入海流欲窮千里目更上一層樓"
SPRING = "春眠不覺曉處處聞啼鳥夜來風雨聲花落知多少"


def longest_shared_run_cases() -> list[tuple[str, Sequence[str]]]:
    """At the start, in the middle, at the end; all of it, nothing; across two poems;
    one character at the end; of the poem in the middle; how a poem ends."""
    return [
        ("月下看月光花", (MOON, TOWER)),
        ("白日看山月光", (MOON, TOWER)),
        ("人思故鄉白日遠", (MOON, TOWER)),
        ("山入海流", (MOON, TOWER)),
        ("黃河入海流", (MOON, TOWER)),
        ("秋風", (MOON, TOWER)),
        (TOWER, (MOON, TOWER)),
        ("故人頭上千里目", (MOON, TOWER)),
        ("風月", (MOON, TOWER)),
        ("千里黃河入海", (MOON, TOWER, SPRING)),
        ("望故鄉", (MOON, TOWER)),
    ]


def drawn_text(rng: np.random.Generator) -> tuple[str, Sequence[str]]:
    """A text and three poems of few different characters."""
    few = list("山月水風雲")
    poems = tuple("".join(rng.choice(few, size=12)) for _ in range(3))
    return "".join(rng.choice(few, size=9)), poems


@exercises.add(
    task=Text(
        en="Return the length of the longest run of neighbouring characters that "
        "`text` shares with one of the `poems`; 0 if it shares none.",
        zh="求 `text` 和 `poems` 里某一首诗共有的最长连续片段，返回它的长度；"
        "一个字也不共有，就返回 0。",
    ),
    hints=(
        Text(
            en="A run of `text` is a slice of it. How do you ask Python whether a "
            "slice stands in a poem?",
            zh="`text` 的连续片段就是它的切片。"
            "怎么用 Python 问一个切片在不在某首诗里？",
        ),
        Text(
            en="Try all starts and all ends: `text[start:end] in poem`. Keep the "
            "largest length.",
            zh="所有的起点和终点都试一遍：`text[start:end] in poem`，记下最大的长度。",
        ),
        Text(
            en="`for start in range(len(text)):` and inside it "
            "`for end in range(start + 1, len(text) + 1):`",
            zh="外层 `for start in range(len(text)):`，"
            "里层 `for end in range(start + 1, len(text) + 1):`",
        ),
    ),
    cases=longest_shared_run_cases,
    fresh=drawn_text,
)
def longest_shared_run(text: str, poems: Sequence[str]) -> int:
    """text, poems -> int"""
    longest = 0
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            if any(text[start:end] in poem for poem in poems):
                longest = max(longest, end - start)
    return longest


@exercises.longest_shared_run.mistake(
    Text(
        en="You count the characters that both have. They must stand side by side, in "
        "the same order.",
        zh="你数的是两边都有的字。它们得连在一起，次序也要一样。",
    )
)
def characters_in_common(text, poems):
    return max(len(set(text) & set(poem)) for poem in poems)


@exercises.longest_shared_run.mistake(
    Text(
        en="You allow gaps: that is the longest common subsequence. A run has none.",
        zh="你允许中间隔着别的字，那是最长公共子序列。连续片段中间不能断。",
    )
)
def with_gaps(text, poems):
    return max(_subsequence(text, poem) for poem in poems)


def _subsequence(text: str, poem: str) -> int:
    best = [0] * (len(poem) + 1)
    for character in text:
        above = best[:]
        for place, other in enumerate(poem, start=1):
            same = above[place - 1] + 1
            best[place] = (
                same if character == other else max(above[place], best[place - 1])
            )
    return best[-1]


@exercises.longest_shared_run.mistake(
    Text(
        en="You joined the poems, and found a run that crosses from one into the next. "
        "Nobody wrote that: look at each poem by itself.",
        zh="你把诗接成一长串，找到的片段跨了两首诗。谁也没这么写过：要一首一首地查。",
    )
)
def across_two_poems(text, poems):
    return longest_shared_run(text, ["".join(poems)])


@exercises.longest_shared_run.mistake(
    Text(
        en="Only runs from the first character on are found. A copied run may begin "
        "anywhere in `text`.",
        zh="你只找从第一个字开始的片段。抄来的片段，可以从 `text` 的任何地方开始。",
    )
)
def from_the_start(text, poems):
    return max(
        end for end in range(len(text) + 1) if any(text[:end] in poem for poem in poems)
    )


@exercises.longest_shared_run.mistake(
    Text(
        en="The last character never counts. `text[start:end]` ends before `end`, so "
        "`end` must reach `len(text)`.",
        zh="最后一个字总是没算上。`text[start:end]` 不含 `end` 那个字，"
        "所以 `end` 要取到 `len(text)`。",
    )
)
def without_the_last(text, poems):
    return longest_shared_run(text[:-1], poems)


@exercises.longest_shared_run.mistake(
    Text(
        en="Only the first poem is looked at. Any of them may have been copied.",
        zh="你只查了第一首诗。哪一首都可能被抄。",
    )
)
def only_the_first_poem(text, poems):
    return longest_shared_run(text, poems[:1])


@exercises.longest_shared_run.mistake(
    Text(
        en="Only characters at the same place in both are compared. A copied run may "
        "have moved.",
        zh="你只比较两边同一位置的字。抄来的片段可能挪了地方。",
    )
)
def at_the_same_place(text, poems):
    longest = 0
    for poem in poems:
        length = 0
        for one, other in zip(text, poem, strict=False):
            length = length + 1 if one == other else 0
            longest = max(longest, length)
    return longest


@exercises.longest_shared_run.mistake(
    Text(
        en="That is the run itself. How long is it?",
        zh="你返回的是那个片段本身。要的是它有多长。",
    )
)
def the_run_itself(text, poems):
    length = longest_shared_run(text, poems)
    runs = [text[start : start + length] for start in range(len(text))]
    return next(run for run in runs if any(run in poem for poem in poems))


@exercises.longest_shared_run.mistake(
    Text(
        en="You only ask whether all of `text` is copied. A part of it may be.",
        zh="你只问整段是不是照抄。也可能只抄了一部分。",
    )
)
def all_or_nothing(text, poems):
    return len(text) if any(text in poem for poem in poems) else 0


@exercises.longest_shared_run.mistake(
    Text(
        en="Only the last poem counts. Do you begin again with 0 for each one?",
        zh="只有最后一首诗起了作用。是不是每首诗都从 0 重新开始了？",
    )
)
def only_the_last_poem(text, poems):
    return longest_shared_run(text, poems[-1:])


@exercises.longest_shared_run.mistake(
    Text(
        en="`in poems` asks whether a piece is one of the poems, all of it. Ask "
        "whether it stands in a poem.",
        zh="`in poems` 问的是某个片段是不是整首诗。要问它在不在某一首诗里面。",
    )
)
def piece_among_the_poems(text, poems):
    pieces = [
        text[:end][start:] for end in range(len(text) + 1) for start in range(end)
    ]
    return max((len(piece) for piece in pieces if piece in poems), default=0)


@exercises.longest_shared_run.mistake(
    Text(
        en="You count the pairs of neighbours that are shared. The length of the "
        "longest run is asked for.",
        zh="你数的是共有的相邻字对。要的是最长那一段的长度。",
    )
)
def pairs_counted(text, poems):
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    return sum(any(pair in poem for poem in poems) for pair in pairs)


@exercises.longest_shared_run.mistake(
    Text(
        en="Runs of all poems are added up. The longest in one poem is asked for.",
        zh="你把各首诗里的长度加起来了。要的是在某一首诗里最长的那一段。",
    )
)
def sum_over_the_poems(text, poems):
    return sum(longest_shared_run(text, [poem]) for poem in poems)


@exercises.longest_shared_run.mistake(
    Text(
        en="One too long: `text[start:end]` has `end - start` characters.",
        zh="多算了一个：`text[start:end]` 有 `end - start` 个字。",
    )
)
def one_too_long(text, poems):
    found = longest_shared_run(text, poems)
    return found + 1 if found else 0


@exercises.longest_shared_run.mistake(
    Text(
        en="Each character of your run stands somewhere in a poem, but not side by "
        "side. Ask for the whole run: `text[start:end] in poem`.",
        zh="片段里每个字都在某首诗里，可它们在诗里并不挨着。要整段地问："
        "`text[start:end] in poem`。",
    )
)
def characters_anywhere(text, poems):
    longest = length = 0
    for character in text:
        found = any(character in poem for poem in poems)
        length = length + 1 if found else 0
        longest = max(longest, length)
    return longest


@exercises.longest_shared_run.mistake(
    Text(
        en="A run counts in yours only where the text and the poem both end with it. "
        "In a table of runs, the last cell is not the largest: keep the largest "
        "of all.",
        zh="你只数了文字和诗都以它收尾的片段。在记录片段长度的表里，最后一格不一定最大：要取所有格子里最大的。",
    )
)
def common_ending(text, poems):
    return max(
        size
        for size in range(len(text) + 1)
        if any(poem.endswith(text[len(text) - size :]) for poem in poems)
    )


@exercises.longest_shared_run.mistake(
    Text(
        en="You keep the last run that was found, not the longest. Compare before "
        "you replace.",
        zh="你留下的是最后找到的片段，不是最长的。先比一比，再替换。",
    )
)
def last_run_found(text, poems):
    found = 0
    for poem in poems:
        for start in range(len(text)):
            for end in range(start + 1, len(text) + 1):
                if text[start:end] in poem:
                    found = end - start
    return found
