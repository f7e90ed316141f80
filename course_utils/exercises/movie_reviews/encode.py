"""Words to numbers, the unknown ones too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("08_movie_reviews")

IDS = {"<pad>": 0, "<unk>": 1, ".": 2, "a": 3, "film": 4, "good": 5, "not": 6}


def encode_cases() -> list[tuple[Any, ...]]:
    """One unknown word; several, one of them twice; all known; none known; pads; "
    "capitals."""
    texts = [
        "a good movie .",
        "not a good movie , not a movie",
        "not a good film .",
        "meh",
        "good film <pad> <pad>",
        "a FILM .",
    ]
    return [(text.split(), dict(IDS)) for text in texts]


def drawn_words(rng: np.random.Generator) -> tuple[Any, ...]:
    """The words of the table under other numbers, and some that it does not have."""
    words = [".", "a", "film", "good", "not"]
    numbers = rng.permutation(90)[: len(words)] + 2
    ids = {"<pad>": 0, "<unk>": 1, **dict(zip(words, map(int, numbers), strict=True))}
    known = [*words, "plot", "meh"]
    return [known[each] for each in rng.integers(len(known), size=7)], ids


@exercises.add(
    task=Text(
        en="Return a list with the number of each word, in order. A word that is not "
        "in `ids` gets the number 1.",
        zh="返回一个列表，依次是每个词的编号。`ids` 里没有的词，编号一律是 1。",
    ),
    hints=(
        Text(
            en="Take the words one after another. What should happen when a word is "
            "not in the table?",
            zh="一个词一个词来。词表里查不到的词，该怎么办？",
        ),
        Text(
            en="`ids[word]` fails for an unknown word. A `dict` has a method that "
            "takes a second value for that case.",
            zh="碰到不认识的词，`ids[word]` 会报错。`dict` 有一个方法，"
            "可以多给一个值，查不到时就用它。",
        ),
        Text(
            en="`ids.get(word, ...)` looks one word up; a list comprehension does it "
            "for all.",
            zh="`ids.get(word, ...)` 查一个词；用列表推导式就能查完所有的词。",
        ),
    ),
    cases=encode_cases,
    fresh=drawn_words,
)
def encode(words: Sequence[str], ids: Mapping[str, int]) -> list[int]:
    """words: T strings, ids: {word: number} -> list of T numbers"""
    return [ids.get(word, 1) for word in words]


@exercises.encode.mistake(
    Text(
        en="Unknown words are left out. Then the text is shorter than it was; a word "
        "nobody knows is still a word: give it 1.",
        zh="不认识的词被你丢掉了，文本就变短了。没人认识的词也是词：编号给 1。",
    )
)
def leaves_unknown_out(words, ids):
    return [ids[word] for word in words if word in ids]


@exercises.encode.mistake(
    Text(
        en="Unknown words are left out, and so are the pads, whose number is 0. Every "
        "word gets a number: the unknown ones 1.",
        zh="不认识的词被你丢掉了，编号为 0 的填充也丢了。每个词都要有编号：不认识的给 "
        "1。",
    )
)
def leaves_unknown_and_pads_out(words, ids):
    return [ids[word] for word in words if ids.get(word)]


@exercises.encode.mistake(
    Text(
        en="Unknown words get 0, and 0 is the pad. Nobody could tell them from filling "
        "then. Their number is 1.",
        zh="不认识的词得了 0，可 0 是填充用的，这样谁也分不清它和填充。应该给 1。",
    )
)
def unknown_is_the_pad(words, ids):
    return [ids.get(word, 0) for word in words]


@exercises.encode.mistake(
    Text(
        en="A word that is not in the table raises `KeyError`. Test reviews are full "
        "of such words; they all get 1.",
        zh="查不到的词会引发 `KeyError`。测试集里这样的词多得是，一律给 1。",
    )
)
def fails_for_unknown(words, ids):
    return [ids[word] for word in words]


@exercises.encode.mistake(
    Text(
        en="You give new words new numbers. The net has no row for them in its table: "
        "the vocabulary is closed before training begins.",
        zh="你给新词编了新号。可网络的嵌入表里没有这些行：词表在训练之前就定好了。",
    )
)
def numbers_new_words(words, ids):
    grown = dict(ids)
    return [grown.setdefault(word, len(grown)) for word in words]


@exercises.encode.mistake(
    Text(
        en="Unknown words get the first number after the table. The net has no row "
        "for it; the number for all of them is 1.",
        zh="不认识的词得了词表之后的第一个编号，可网络的嵌入表里没有这一行。一律给 1。",
    )
)
def unknown_after_the_last(words, ids):
    return [ids.get(word, len(ids)) for word in words]


@exercises.encode.mistake(
    Text(
        en="Each word is kept once only. A text may say a word twice, and the second "
        "time counts too.",
        zh="每个词你只留了一次。同一个词可以出现两次，第二次也算数。",
    )
)
def each_word_once(words, ids):
    return [ids.get(word, 1) for word in dict.fromkeys(words)]


@exercises.encode.mistake(
    Text(
        en="The reading stops at the first unknown word. Give it 1 and go on.",
        zh="碰到第一个不认识的词，你就停了。给 1，接着往下读。",
    )
)
def stops_at_unknown(words, ids):
    numbers = []
    for word in words:
        if word not in ids:
            break
        numbers.append(ids[word])
    return numbers


@exercises.encode.mistake(
    Text(
        en="Unknown words stay as they are, strings among numbers. The net needs a "
        "number: 1.",
        zh="不认识的词原样留着，数字里夹了字符串。网络要的是数：给 1。",
    )
)
def unknown_stays_a_word(words, ids):
    return [ids.get(word, word) for word in words]


@exercises.encode.mistake(
    Text(
        en="Unknown words become `None`: `get` was given no second value, 1.",
        zh="不认识的词成了 `None`：`get` 没有给第二个值。这里要给 1。",
    )
)
def unknown_is_none(words, ids):
    return [ids.get(word) for word in words]


@exercises.encode.mistake(
    Text(
        en="The numbers are sorted. Keep the order of the words: an RNN reads them one "
        "after another.",
        zh="编号被你排了序。请保持词的原顺序：RNN 是一个接一个读的。",
    )
)
def sorted_numbers(words, ids):
    return sorted(ids.get(word, 1) for word in words)


@exercises.encode.mistake(
    Text(
        en="The pad `<pad>` has the number 0, and `or` takes 0 for “not there”. Give "
        "the second value to `get`.",
        zh="填充 `<pad>` 的编号是 0，`or` 把 0 当成了“没有”。第二个值要交给 `get`。",
    )
)
def zero_taken_for_missing(words, ids):
    return [ids.get(word) or 1 for word in words]


@exercises.encode.mistake(
    Text(
        en="You look up letters. `words` is a list: take one word after another.",
        zh="你查的是一个个字母。`words` 是列表，要一个词一个词地取。",
    )
)
def letters_looked_up(words, ids):
    return [ids.get(letter, 1) for letter in "".join(words)]


@exercises.encode.mistake(
    Text(
        en="Only the first word is looked up. Does `return` stand inside the loop?",
        zh="只查了第一个词。`return` 是不是写在循环里面了？",
    )
)
def first_word_only(words, ids):
    return encode(words[:1], ids)


@exercises.encode.mistake(
    Text(
        en="Those are the places of the words in the text. Look each word up in `ids`.",
        zh="这是各个词在文本里的位置。要到 `ids` 里去查每个词的编号。",
    )
)
def places_in_the_text(words, ids):
    return list(range(len(words)))


@exercises.encode.mistake(
    Text(
        en="That says whether each word is known. Which number does it have?",
        zh="这只说明每个词在不在表里。它的编号是多少？",
    )
)
def known_or_not(words, ids):
    return [word in ids for word in words]


@exercises.encode.mistake(
    Text(
        en="You make the words small, so `FILM` counts as known. They are looked up "
        "as they are: small letters were the business of the tokenizer.",
        zh="你把词改成了小写，于是 `FILM` 也算认识了。词是什么样，就照什么样去查；改小"
        "写是分词时的事。",
    )
)
def made_small_first(words, ids):
    return [ids.get(word.lower(), 1) for word in words]
