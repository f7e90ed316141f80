"""From the places of names to one tag for each character."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("10_tagging")

Name = tuple[int, int, str]


def name_cases() -> list[tuple[int, list[Name]]]:
    """Two names; two that touch; one of a single character; at the end; none."""
    return [
        (7, [(0, 2, "PER"), (3, 6, "LOC")]),
        (6, [(0, 3, "PER"), (3, 5, "PER")]),
        (5, [(3, 4, "PER"), (1, 3, "LOC")]),
        (4, [(1, 4, "ORG")]),
        (3, []),
    ]


def drawn_names(rng: np.random.Generator) -> tuple[int, list[Name]]:
    """Three names in any order, apart or touching."""
    names: list[Name] = []
    end = 0
    for kind in ("PER", "LOC", "ORG"):
        start = end + int(rng.integers(3))
        end = start + int(rng.integers(1, 4))
        names.append((start, end, kind))
    order = rng.permutation(len(names))
    return end + int(rng.integers(3)), [names[each] for each in order]


@exercises.add(
    task=Text(
        en="A sentence has `length` characters; each of its `names` is (start, end, "
        "kind), the end not included. Return the list of its BIO tags.",
        zh="句子有 `length` 个字，`names` 里每个名字是 (start, end, kind)，"
        "不含 end。返回每个字的 BIO 标签，排成列表。",
    ),
    hints=(
        Text(
            en="Begin with a sentence without names, and change what each name covers.",
            zh="先当作句子里没有名字，再一个名字一个名字地改它占的那几个字。",
        ),
        Text(
            en="For each name, mark all its characters as inside, then the first one "
            "as its beginning.",
            zh="对每个名字，先把它占的字全标成“内部”，再把第一个字改成“开头”。",
        ),
        Text(
            en="After `tags = ['O'] * length`, a slice takes all at once: "
            "`tags[start:end] = ['I-' + kind] * (end - start)`.",
            zh="先写 `tags = ['O'] * length`，再用切片一次改完："
            "`tags[start:end] = ['I-' + kind] * (end - start)`。",
        ),
    ),
    cases=name_cases,
    fresh=drawn_names,
)
def bio_tags(length: int, names: list[Name]) -> list[str]:
    """T, N triples (start, end, kind) -> T tags: O, B-kind, I-kind"""
    tags = ["O"] * length
    for start, end, kind in names:
        tags[start:end] = [f"I-{kind}"] * (end - start)
        tags[start] = f"B-{kind}"
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="There is no beginning: each name has I- tags only. Two names that touch "
        "would look like one.",
        zh="没有“开头”，整个名字都标成了 I-。两个名字一挨着，就看不出是两个了。",
    )
)
def without_beginning(length, names):
    tags = ["O"] * length
    for start, end, kind in names:
        tags[start:end] = [f"I-{kind}"] * (end - start)
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="Each character of a name begins a name of its own here. Only the first is "
        "B-, the rest are I-.",
        zh="名字里每个字都成了开头。只有第一个字是 B-，后面的是 I-。",
    )
)
def always_beginning(length, names):
    tags = ["O"] * length
    for start, end, kind in names:
        tags[start:end] = [f"B-{kind}"] * (end - start)
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="One character too many: `end` itself is not part of the name, as in "
        "`text[start:end]`.",
        zh="多标了一个字：和 `text[start:end]` 一样，`end` 那个字不算在内。",
    )
)
def end_included(length, names):
    tags = ["O"] * length
    for start, end, kind in names:
        tags[start] = f"B-{kind}"
        for place in range(start + 1, end + 1):
            tags[place] = f"I-{kind}"
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="A name is one character too long, except at the end of the sentence: "
        "`end` is the place behind it.",
        zh="名字多标了一个字，只有句末的名字没有多标：`end` 是名字后面的那个位置。",
    )
)
def end_included_where_there_is_room(length, names):
    tags = ["O"] * length
    for start, end, kind in names:
        tags[start] = f"B-{kind}"
        for place in range(start + 1, min(end + 1, length)):
            tags[place] = f"I-{kind}"
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="One character too many: in `tags[start : end + 1]` the character at `end` "
        "is marked, too.",
        zh="多标了一个字：`tags[start : end + 1]` 把 `end` 那个字也标上了。",
    )
)
def end_included_in_a_slice(length, names):
    tags = ["O"] * length
    for start, end, kind in names:
        tags[start : end + 1] = [f"B-{kind}", *[f"I-{kind}"] * (end - start)]
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="One character too few: the last one of a name is `end - 1`, and "
        "`range(a, b)` stops before b by itself.",
        zh="少标了一个字：名字的最后一个字是 `end - 1`，"
        "而 `range(a, b)` 本来就不含 b。",
    )
)
def last_character_lost(length, names):
    tags = ["O"] * length
    for start, end, kind in names:
        tags[start] = f"B-{kind}"
        for place in range(start + 1, end - 1):
            tags[place] = f"I-{kind}"
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="The kinds are missing: a tag also says whether it is a person or a place, "
        "`B-PER` say.",
        zh="少了类别：标签还要说明是人名还是地名，例如 `B-PER`。",
    )
)
def without_kinds(length, names):
    tags = ["O"] * length
    for start, end, _ in names:
        tags[start:end] = ["I"] * (end - start)
        tags[start] = "B"
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="B- only where a name of the same kind ends just before: that is the older "
        "scheme, IOB1. Here each name begins with B-.",
        zh="只在紧挨着同类名字的时候才用 B-，那是更早的 IOB1 写法。"
        "这里每个名字都以 B- 开头。",
    )
)
def beginning_only_where_needed(length, names):
    tags = ["O"] * length
    for start, end, kind in sorted(names):
        touches = start > 0 and tags[start - 1].endswith(kind)
        tags[start:end] = [f"I-{kind}"] * (end - start)
        if touches:
            tags[start] = f"B-{kind}"
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="A name of one character has a beginning, too: its only tag is B-.",
        zh="只有一个字的名字也有开头：它唯一的标签就是 B-。",
    )
)
def one_character_inside(length, names):
    tags = ["O"] * length
    for start, end, kind in names:
        tags[start:end] = [f"I-{kind}"] * (end - start)
        if end - start > 1:
            tags[start] = f"B-{kind}"
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="You put the tags one after the other, as if the names came in their order. "
        "They need not: begin with `length` times O and write each name in its place.",
        zh="你把标签一个接一个地拼，以为名字是按先后给出的。其实次序不定："
        "先写 `length` 个 O，再把每个名字写到自己的位置上。",
    )
)
def names_in_order(length, names):
    tags: list[str] = []
    for start, end, kind in names:
        tags += ["O"] * (start - len(tags))
        tags += [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return tags + ["O"] * (length - len(tags))


@exercises.bio_tags.mistake(
    Text(
        en="Only the first name is marked. Does `return` stand inside the loop?",
        zh="只标了第一个名字。`return` 是不是写在循环里面了？",
    )
)
def first_name_only(length, names):
    return bio_tags(length, names[:1]) if names else None


@exercises.bio_tags.mistake(
    Text(
        en="Only the last name is marked. Do you begin again with nothing but O for "
        "each one?",
        zh="只标了最后一个名字。是不是每换一个名字，都又从全是 O 的列表开始？",
    )
)
def last_name_only(length, names):
    return bio_tags(length, names[-1:])


@exercises.bio_tags.mistake(
    Text(
        en="Only the beginnings are marked. The other characters of a name are inside "
        "it: I-.",
        zh="只标了开头。名字里其余的字在名字内部，要标 I-。",
    )
)
def beginnings_alone(length, names):
    return bio_tags(length, [(start, start + 1, kind) for start, _, kind in names])


@exercises.bio_tags.mistake(
    Text(
        en="The tags are right, but written with an underscore: `B-PER`, with the "
        "minus of the keyboard.",
        zh="标签是对的，只是写成了下划线。应该用减号：`B-PER`。",
    )
)
def underscores(length, names):
    return [tag.replace("-", "_") for tag in bio_tags(length, names)]


@exercises.bio_tags.mistake(
    Text(
        en="The kind stands in front: it should be `B-PER`, not `PER-B`.",
        zh="类别写到了前面：应该是 `B-PER`，不是 `PER-B`。",
    )
)
def kind_in_front(length, names):
    return ["-".join(tag.split("-")[::-1]) for tag in bio_tags(length, names)]


@exercises.bio_tags.mistake(
    Text(
        en="Outside a name you write the digit 0. The tag is the letter O, for "
        "outside.",
        zh="名字之外你写成了数字 0。标签应该是字母 O，意思是 outside。",
    )
)
def zeros_outside(length, names):
    return [tag if tag != "O" else "0" for tag in bio_tags(length, names)]


@exercises.bio_tags.mistake(
    Text(
        en="The tags are right, but in small letters: write `B-PER`.",
        zh="标签是对的，只是写成了小写：应该写 `B-PER`。",
    )
)
def small_letters(length, names):
    return [tag.lower() if tag != "O" else tag for tag in bio_tags(length, names)]


@exercises.bio_tags.mistake(
    Text(
        en="Only the kind is there. A tag also says whether a name begins, `B-`, or "
        "goes on, `I-`.",
        zh="只写了类别。标签还要说明名字在这里开始（`B-`）还是继续（`I-`）。",
    )
)
def kinds_alone(length, names):
    return [tag.split("-")[-1] for tag in bio_tags(length, names)]


@exercises.bio_tags.mistake(
    Text(
        en="The last character of a name is marked E-: that is the scheme BIOES. In "
        "BIO it is I-.",
        zh="名字的最后一个字标成了 E-，那是 BIOES 的写法。BIO 里用 I-。",
    )
)
def end_marked(length, names):
    tags = bio_tags(length, names)
    for start, end, kind in names:
        if end - start > 1:
            tags[end - 1] = f"E-{kind}"
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="A name of one character is marked S-: that is the scheme BIOES. In BIO it "
        "is B-.",
        zh="只有一个字的名字标成了 S-，那是 BIOES 的写法。BIO 里用 B-。",
    )
)
def single_characters_marked(length, names):
    tags = bio_tags(length, names)
    for start, end, kind in names:
        if end - start == 1:
            tags[start] = f"S-{kind}"
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="You take the second number for the length of a name. It is the place "
        "behind its last character.",
        zh="你把第二个数当成了名字的长度。它是最后一个字后面的那个位置。",
    )
)
def length_for_the_end(length, names):
    kept = [(at, min(at + end, length), kind) for at, end, kind in names]
    return bio_tags(length, [each for each in kept if each[0] < each[1]])


@exercises.bio_tags.mistake(
    Text(
        en="For each character you add as many tags as there are names. It gets one "
        "in all: begin with `O` everywhere, then write the names over it.",
        zh="有几个名字，你就给每个字添了几个标签。一个字总共只有一个：先全标成 `O`，再"
        "把名字写上去。",
    )
)
def a_tag_for_each_name(length, names):
    tags = []
    for place in range(length):
        for start, end, kind in names:
            first = f"B-{kind}" if place == start else "O"
            tags.append(f"I-{kind}" if start < place < end else first)
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="A slice takes a text letter by letter: `tags[0:2] = 'I-PER'` puts in "
        "five letters. Give it a list, with one tag for each character.",
        zh="往切片里放一段文字，会被拆成一个个字母：`tags[0:2] = 'I-PER'` 放进去的是五"
        "个字母。要给它一个列表，一个字一个标签。",
    )
)
def letters_for_tags(length, names):
    tags = ["O"] * length
    for start, end, kind in names:
        tags[start:end] = f"I-{kind}"
        tags[start] = f"B-{kind}"
    return tags


@exercises.bio_tags.mistake(
    Text(
        en="The dash is missing: the tag is `B-PER`, not `BPER`.",
        zh="少了中间的横线：标签是 `B-PER`，不是 `BPER`。",
    )
)
def without_dash(length, names):
    return [tag.replace("-", "") for tag in bio_tags(length, names)]
