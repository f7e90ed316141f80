"""From one tag for each character back to names."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("10_tagging")

Name = tuple[int, int, str]


def tag_cases() -> list[tuple[list[str]]]:
    """Two names; two that touch; a change of kind; I- that continues nothing."""
    return [
        (["B-PER", "I-PER", "O", "B-LOC", "I-LOC", "O"],),
        (["O", "B-PER", "I-PER", "I-PER", "B-PER", "I-PER"],),
        (["B-PER", "I-LOC", "I-LOC", "O", "B-ORG"],),
        (["O", "I-LOC", "I-LOC", "O"],),
        (["O", "O"],),
    ]


def drawn_tags(rng: np.random.Generator) -> tuple[list[str]]:
    """Any tags in any order: a net writes such, too."""
    known = ("O", "B-PER", "I-PER", "I-PER", "B-LOC", "I-LOC", "I-LOC")
    return ([known[each] for each in rng.integers(len(known), size=9)],)


@exercises.add(
    task=Text(
        en="Turn tags into the set of the names they mark, each (start, end, kind). A "
        "name goes on while `I-` tags of its own kind follow; an `I-` that continues "
        "nothing begins a name.",
        zh="由标签还原出名字的集合，每个名字是 (start, end, kind)。"
        "只要后面接着同类的 `I-`，名字就没有完；"
        "接不上任何名字的 `I-`，就由它开始一个名字。",
    ),
    hints=(
        Text(
            en="Walk through the tags and remember where the present name began. Which "
            "tags end it?",
            zh="从左往右走，记住眼下这个名字从哪儿开始。遇到什么标签，它就结束了？",
        ),
        Text(
            en="A name ends at any tag but the I- of its own kind. At that same tag, "
            "another may begin. And what ends a name at the end of the sentence?",
            zh="只要不是同类的 I-，名字就到此为止，而同一个标签也许又开始下一个。"
            "句末的名字又靠什么结束？",
        ),
        Text(
            en="Walk over `[*tags, 'O']`: the extra O closes the last name. "
            "First close (`tag != 'I-' + kind`), then open (`tag != 'O'`).",
            zh="走一遍 `[*tags, 'O']`，多出的 O 会让最后一个名字结束。"
            "先结束旧的（`tag != 'I-' + kind`），再开始新的（`tag != 'O'`）。",
        ),
    ),
    cases=tag_cases,
    fresh=drawn_tags,
)
def read_names(tags: list[str]) -> set[Name]:
    """T tags -> a set of triples (start, end, kind)"""
    names, start, kind = set(), None, ""
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{kind}":
            names.add((start, place, kind))
            start = None
        if start is None and tag != "O":
            start, kind = place, tag[2:]
    return names


@exercises.read_names.mistake(
    Text(
        en="A name at the end of the sentence is lost: nothing after it closes it.",
        zh="句末的名字丢了：后面再没有标签让它结束。",
    )
)
def last_name_lost(tags):
    names, start, kind = set(), None, ""
    for place, tag in enumerate(tags):
        if start is not None and tag != f"I-{kind}":
            names.add((start, place, kind))
            start = None
        if start is None and tag != "O":
            start, kind = place, tag[2:]
    return names


@exercises.read_names.mistake(
    Text(
        en="Two names that touch have become one. A B- ends the name before it, of "
        "the same kind too.",
        zh="挨在一起的两个名字并成了一个。哪怕同类，B- 也会结束前一个名字。",
    )
)
def touching_names_merged(tags):
    names, start, kind = set(), None, ""
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and tag[2:] != kind:
            names.add((start, place, kind))
            start = None
        if start is None and tag != "O":
            start, kind = place, tag[2:]
    return names


@exercises.read_names.mistake(
    Text(
        en="After `B-PER`, an `I-LOC` went on with the person. Compare the kinds, too.",
        zh="`B-PER` 后面的 `I-LOC` 也被算进了人名。类别也要比一比。",
    )
)
def any_inside_continues(tags):
    names, start, kind = set(), None, ""
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I"):
            names.add((start, place, kind))
            start = None
        if start is None and tag != "O":
            start, kind = place, tag[2:]
    return names


@exercises.read_names.mistake(
    Text(
        en="The end is the place of the last character here. It should be one more, so "
        "that `text[start:end]` is the name.",
        zh="这里的 end 是最后一个字的位置。应当再加一，"
        "`text[start:end]` 才是整个名字。",
    )
)
def end_included(tags):
    names, start, kind = set(), None, ""
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{kind}":
            names.add((start, place - 1, kind))
            start = None
        if start is None and tag != "O":
            start, kind = place, tag[2:]
    return names


@exercises.read_names.mistake(
    Text(
        en="An I- that continues nothing is dropped here. A net does write such tags; "
        "the task lets them begin a name.",
        zh="接不上名字的 I- 被丢掉了。网络真会写出这种标签，题目要求由它开始一个名字。",
    )
)
def stray_inside_dropped(tags):
    names, start, kind = set(), None, ""
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{kind}":
            names.add((start, place, kind))
            start = None
        if tag.startswith("B"):
            start, kind = place, tag[2:]
    return names


@exercises.read_names.mistake(
    Text(
        en="An I- of another kind went on with the name, and an I- that continues "
        "nothing was dropped. Each of these begins a name of its own.",
        zh="类别不同的 I- 被接进了前面的名字，接不上的 I- 又被丢掉了。"
        "这样的 I- 都应当自己开始一个名字。",
    )
)
def only_beginnings_count(tags):
    names, start, kind = set(), None, ""
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I"):
            names.add((start, place, kind))
            start = None
        if tag.startswith("B"):
            start, kind = place, tag[2:]
    return names


@exercises.read_names.mistake(
    Text(
        en="The kind is still the whole tag, `B-PER` say. Cut its first two characters "
        "off.",
        zh="类别里还留着整个标签，例如 `B-PER`。要去掉前两个字符。",
    )
)
def whole_tag_as_kind(tags):
    names, start, kind = set(), None, ""
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{kind[2:]}":
            names.add((start, place, kind))
            start = None
        if start is None and tag != "O":
            start, kind = place, tag
    return names


@exercises.read_names.mistake(
    Text(
        en="Only an O ends a name for you. A B- ends it, too, and so does an I- of "
        "another kind.",
        zh="你只让 O 结束一个名字。B- 也会结束它，类别不同的 I- 也会。",
    )
)
def only_outside_ends(tags):
    names, start, kind = set(), None, ""
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and tag == "O":
            names.add((start, place, kind))
            start = None
        if start is None and tag != "O":
            start, kind = place, tag[2:]
    return names


@exercises.read_names.mistake(
    Text(
        en="The second number is how long the name is. Asked for is where it ends.",
        zh="第二个数是名字的长度。要的是它在哪里结束。",
    )
)
def length_for_the_end(tags):
    return {(start, end - start, kind) for start, end, kind in read_names(tags)}


@exercises.read_names.mistake(
    Text(
        en="A tag that ends one name and begins the next only ends it here: the "
        "second name begins too late, or is lost. Close first, then see whether the "
        "same tag opens a name.",
        zh="一个标签结束了前一个名字，同时又开始下一个，你却只让它结束：后面的名字开始"
        "得晚了，或者丢了。先结束旧的，再看同一个标签是不是开始新的。",
    )
)
def closed_but_not_opened(tags):
    names, start, kind = set(), None, ""
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{kind}":
            names.add((start, place, kind))
            start = None
        elif start is None and tag != "O":
            start, kind = place, tag[2:]
    return names


@exercises.read_names.mistake(
    Text(
        en="Each name ends after its first character here. It goes on while `I-` tags "
        "of its kind follow.",
        zh="这里每个名字只有第一个字。只要后面还是同类的 `I-`，名字就没完。",
    )
)
def first_characters_alone(tags):
    return {
        (place, place + 1, tag[2:])
        for place, tag in enumerate(tags)
        if tag.startswith("B")
    }


@exercises.read_names.mistake(
    Text(
        en="Each tagged character is a name of its own here. The `I-` tags that "
        "follow belong to the name before them.",
        zh="这里每个有标签的字都成了一个名字。后面接着的 `I-` 属于前面的名字。",
    )
)
def a_name_for_each_character(tags):
    return {(place, place + 1, tag[2:]) for place, tag in enumerate(tags) if tag != "O"}


@exercises.read_names.mistake(
    Text(
        en="`if start` is false for place 0, too, so a name that begins the sentence "
        "comes out wrong. Ask `start is not None`.",
        zh="位置是 0 的时候，`if start` 也不成立，句首的名字就读错了。要问 "
        "`start is not None`。",
    )
)
def place_0_taken_for_none(tags):
    names, start, kind = set(), None, ""
    for place, tag in enumerate([*tags, "O"]):
        if start and tag != f"I-{kind}":
            names.add((start, place, kind))
            start = None
        if not start and tag != "O":
            start, kind = place, tag[2:]
    return names
