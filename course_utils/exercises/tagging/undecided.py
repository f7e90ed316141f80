"""Beginnings after which nobody can know: the same past, several right answers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.datasets.name_tags import undecided
from course_utils.text import Text

exercises = Exercises("10_tagging")

Sentences = list[tuple[str, list[str]]]


def sentence_cases() -> list[tuple[Sentences]]:
    """One undecided beginning; longer ones, and repeats; none; one kind; a last
    character."""
    return [
        ([("黄河", ["B-LOC", "I-LOC"]), ("黄土", ["O", "O"])],),
        (
            [
                ("像黄河", ["O", "B-LOC", "I-LOC"]),
                ("黄明", ["B-PER", "I-PER"]),
                ("像黄土", ["O", "O", "O"]),
                ("像黄土", ["O", "O", "O"]),
                ("黄河", ["B-LOC", "I-LOC"]),
                ("看黄明", ["O", "B-PER", "I-PER"]),
                ("高明说", ["B-PER", "I-PER", "O"]),
                ("高明说", ["O", "O", "O"]),
            ],
        ),
        (
            [
                ("李明李", ["B-PER", "I-PER", "O"]),
                ("李明去", ["B-PER", "I-PER", "O"]),
                ("去李家", ["O", "O", "O"]),
            ],
        ),
        ([("老王", ["B-PER", "I-PER"]), ("老王", ["O", "B-PER"])],),
        ([("去京", ["O", "B-LOC"]), ("去京", ["O", "O"])],),
    ]


def drawn_sentences(rng: np.random.Generator) -> tuple[Sentences]:
    """Texts of two characters only, so that many share their beginnings."""
    tags = ("O", "B-PER", "I-PER", "B-LOC")
    return (
        [
            (
                "".join(rng.choice(["山", "水"], size=size)),
                [tags[each] for each in rng.integers(len(tags), size=size)],
            )
            for size in (2, 3, 3, 4, 3)
        ],
    )


exercises.add(
    task=Text(
        en="`sentences` are pairs (text, tags). A beginning is undecided if its last "
        "character has one tag in one sentence and another in another one. Return the "
        "set of these beginnings: the first characters of a text, up to and with that "
        "character.",
        zh="`sentences` 是若干对 (text, tags)。从句首到某个字（含这个字）叫一个开头。"
        "如果同一个开头在不同的句子里，最后一个字的标签不一样，"
        "这个开头就还定不下来。返回所有这样的开头，组成集合。",
    ),
    hints=(
        Text(
            en="Collect for each beginning the tags that its last character was given.",
            zh="给每个开头记下：它的最后一个字得过哪些标签。",
        ),
        Text(
            en="A dictionary from beginnings to sets of tags. The beginning that ends "
            "at `place` has `place + 1` characters.",
            zh="用一个 dict，键是开头，值是标签的集合。"
            "到 `place` 为止的开头有 `place + 1` 个字。",
        ),
        Text(
            en="In the inner loop: `fates.setdefault(text[:place + 1], set()).add(tag)`"
            ". At the end keep the beginnings that have more than one tag.",
            zh="内层循环里写 `fates.setdefault(text[:place + 1], set()).add(tag)`，"
            "最后留下标签不止一种的开头。",
        ),
    ),
    cases=sentence_cases,
    fresh=drawn_sentences,
)(undecided)


@exercises.undecided.mistake(
    Text(
        en="You compared single characters. A net that reads from the left remembers "
        "what came before: compare whole beginnings.",
        zh="你比的是单个的字。从左往右读的网络记得前面的内容，要比整个开头。",
    )
)
def only_the_character(sentences):
    fates: dict[str, set[str]] = {}
    for text, tags in sentences:
        for place, tag in enumerate(tags):
            fates.setdefault(text[place], set()).add(tag)
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="The beginning stops one character early: the tagged character itself has "
        "been read, too.",
        zh="开头少了一个字：要标的那个字，网络也读过了。",
    )
)
def without_the_character(sentences):
    fates: dict[str, set[str]] = {}
    for text, tags in sentences:
        for place, tag in enumerate(tags):
            fates.setdefault(text[:place], set()).add(tag)
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="A beginning that comes twice with the same tag is decided. Count different "
        "tags, not sentences.",
        zh="同一个开头出现两次，标签也一样，那就已经定了。要数的是不同的标签，"
        "不是句子。",
    )
)
def seen_twice(sentences):
    fates: dict[str, list[str]] = {}
    for text, tags in sentences:
        for place, tag in enumerate(tags):
            fates.setdefault(text[: place + 1], []).append(tag)
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="For you, B-PER and B-LOC are alike. They are different tags: person or "
        "place is undecided, too.",
        zh="你把 B-PER 和 B-LOC 当成一样的了。它们是不同的标签："
        "是人名还是地名，也算没定下来。",
    )
)
def kinds_ignored(sentences):
    fates: dict[str, set[str]] = {}
    for text, tags in sentences:
        for place, tag in enumerate(tags):
            fates.setdefault(text[: place + 1], set()).add(tag[0])
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="You compared all tags up to here. Only the last one counts: an earlier "
        "doubt belongs to an earlier beginning.",
        zh="你把到这里为止的标签全比了。只看最后一个字的标签："
        "前面的字没定下来，算在前面那个开头上。",
    )
)
def all_tags_so_far(sentences):
    fates: dict[str, set[tuple[str, ...]]] = {}
    for text, tags in sentences:
        for place in range(len(tags)):
            so_far = tuple(tags[: place + 1])
            fates.setdefault(text[: place + 1], set()).add(so_far)
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="You looked at the end of each text only. Every place has a beginning that "
        "ends there.",
        zh="你只看了每句的最后一个字。每个位置都有一个到此为止的开头。",
    )
)
def whole_texts_only(sentences):
    fates: dict[str, set[str]] = {}
    for text, tags in sentences:
        fates.setdefault(text, set()).add(tags[-1])
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="You return the tags along with the beginnings. Asked for are the "
        "beginnings alone.",
        zh="你把标签也一起返回了。题目只要开头。",
    )
)
def with_their_tags(sentences):
    fates: dict[str, set[str]] = {}
    for text, tags in sentences:
        for place, tag in enumerate(tags):
            fates.setdefault(text[: place + 1], set()).add(tag)
    return {one: found for one, found in fates.items() if len(found) > 1}


def differing(one, other):
    """Beginnings that two sentences share, and whose last tags differ."""
    (text, tags), (other_text, other_tags) = one, other
    for place in range(min(len(text), len(other_text))):
        if text[place] != other_text[place]:
            return
        if tags[place] != other_tags[place]:
            yield text[: place + 1]


@exercises.undecided.mistake(
    Text(
        en="You compared each sentence with the next one only. Two that disagree may "
        "stand far apart.",
        zh="你只拿每一句跟下一句比。标签不同的两句，可能隔得很远。",
    )
)
def neighbours_only(sentences):
    return {one for pair in pairwise(sentences) for one in differing(*pair)}


@exercises.undecided.mistake(
    Text(
        en="You stopped at the first difference of two sentences. Longer beginnings "
        "that they share can be undecided, too.",
        zh="两句的标签第一次出现不同，你就停了。它们共有的更长的开头，也可能定不下来。",
    )
)
def first_difference_only(sentences):
    found = set()
    for one in sentences:
        for other in sentences:
            found |= set(list(differing(one, other))[:1])
    return found


@exercises.undecided.mistake(
    Text(
        en="For you, all tags but O are alike. They are different tags: person or "
        "place, beginning or inside is undecided, too.",
        zh="除了 O，其余的标签你都当成一样的了。它们是不同的标签："
        "是人名还是地名，是开头还是中间，也算没定下来。",
    )
)
def name_or_not(sentences):
    fates: dict[str, set[bool]] = {}
    for text, tags in sentences:
        for place, tag in enumerate(tags):
            fates.setdefault(text[: place + 1], set()).add(tag == "O")
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="You compare the kinds alone. B-PER and I-PER are different tags: whether "
        "a name begins here or goes on is undecided, too.",
        zh="你只比了类别。B-PER 和 I-PER 是不同的标签：名字是从这里开始，还是接着前面"
        "的，也算没定。",
    )
)
def kinds_alone(sentences):
    fates: dict[str, set[str]] = {}
    for text, tags in sentences:
        for place, tag in enumerate(tags):
            fates.setdefault(text[: place + 1], set()).add(tag[2:])
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="You compare whole texts only. Every place of a text has a beginning that "
        "ends there.",
        zh="你只比了整句。句中每个位置，都有一个到此为止的开头。",
    )
)
def whole_texts_and_all_tags(sentences):
    fates: dict[str, set[tuple[str, ...]]] = {}
    for text, tags in sentences:
        fates.setdefault(text, set()).add(tuple(tags))
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="You give each beginning the tag of the character that comes next. Its own "
        "last character is asked about.",
        zh="你给每个开头记的是下一个字的标签。要记的是它自己最后一个字的标签。",
    )
)
def tag_of_the_next(sentences):
    fates: dict[str, set[str]] = {}
    for text, tags in sentences:
        for place, tag in enumerate(tags[1:]):
            fates.setdefault(text[: place + 1], set()).add(tag)
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="You take pieces from anywhere in the texts. A beginning starts with the "
        "first character.",
        zh="你从句子中间也取了片段。开头总是从第一个字算起。",
    )
)
def pieces_from_anywhere(sentences):
    fates: dict[str, set[str]] = {}
    for text, tags in sentences:
        for end, tag in enumerate(tags, start=1):
            for start in range(end):
                fates.setdefault(text[start:end], set()).add(tag)
    return {one for one, found in fates.items() if len(found) > 1}


@exercises.undecided.mistake(
    Text(
        en="The last character of each text is never looked at: `range(len(tags))` "
        "ends with it already.",
        zh="每个文本的最后一个字你都没有看：`range(len(tags))` 本来就到它为止。",
    )
)
def last_character_never_asked(sentences):
    return undecided([(text, tags[:-1]) for text, tags in sentences])


@exercises.undecided.mistake(
    Text(
        en="You leave the tag O out. That a name begins here in one sentence, and "
        "none in another, is just what is undecided.",
        zh="你跳过了标签 O。同一个地方，一句里开始一个名字，另一句里没有名字，这正是定"
        "不下来。",
    )
)
def outside_left_out(sentences):
    fates: dict[str, set[str]] = {}
    for text, tags in sentences:
        for place, tag in enumerate(tags):
            if tag != "O":
                fates.setdefault(text[: place + 1], set()).add(tag)
    return {one for one, own in fates.items() if len(own) > 1}


@exercises.undecided.mistake(
    Text(
        en="These are the last characters of the beginnings. Return each of them "
        "whole, from the start of its text.",
        zh="这些只是各个开头的最后一个字。要返回整个开头，从句首算起。",
    )
)
def last_characters_of_them(sentences):
    return {beginning[-1] for beginning in undecided(sentences)}
