"""What each word does to a verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("09_bilstm")

WEIGHTS = {"好": 2.0, "不": -0.5, "贵": -1.5, "很": 0.25, "干净": 1.25}


class Score:
    """A verdict on words: some weigh, and 不 before 好 turns it round."""

    def __call__(self, words: Sequence[str]) -> float:
        total = sum(WEIGHTS.get(word, 0.0) for word in words)
        pairs = pairwise(words)
        return total - 3.0 * sum(pair == ("不", "好") for pair in pairs)

    def __repr__(self) -> str:
        return "score"


def sentence_cases() -> list[tuple[list[str], Callable[[Sequence[str]], float]]]:
    """A negation; a word that comes twice, weighing differently; longer ones; one in
    which leaving out a word brings 不 before 好; one of more than characters."""
    sentences = (
        ["不", "好"],
        ["房间", "很", "好", ",", "不", "贵"],
        ["好", "是", "好", ",", "不", "好", "用"],
        ["不", "好", "不", "贵", "很", "好"],
        ["不", "很", "好"],
        ["房间", "不", "干净", "很", "好"],
    )
    return [(words, Score()) for words in sentences]


def drawn_sentence(
    rng: np.random.Generator,
) -> tuple[list[str], Callable[[Sequence[str]], float]]:
    """Any words, and 不 before 好 among them."""
    known = [*WEIGHTS, "房间"]
    words = [known[each] for each in rng.integers(len(known), size=5)]
    place = int(rng.integers(6))
    return [*words[:place], "不", "好", *words[place:]], Score()


@exercises.add(
    task=Text(
        en="`score(words)` is a number: the larger, the more positive. Return an array "
        "(N,): for each of the N words, the score of all words minus the score without "
        "this one.",
        zh="`score(words)` 返回一个数，越大越偏正面。请返回数组 (N,)："
        "对 N 个词中的每一个，用全部词的得分减去缺了它的得分。",
    ),
    hints=(
        Text(
            en="If a word speaks for “positive”, does the score rise or fall without "
            "it? So which sign does its effect have?",
            zh="如果一个词把判断往正面推，去掉它，得分会升还是降？那么它的作用应当是什么符号？",
        ),
        Text(
            en="Go through the places, not the words: a word may come twice. The "
            "words without place i are two pieces put together.",
            zh="要按位置走，不要按词走：同一个词可能出现两次。"
            "去掉第 i 个词，就是把前后两段接起来。",
        ),
        Text(
            en="`words[:i] + words[i + 1:]` are the words without place i; "
            "`score(words)` minus its score is one entry.",
            zh="`words[:i] + words[i + 1:]` 就是去掉第 i 个以后剩下的词；"
            "用 `score(words)` 减去它的得分，就是数组里的一个数。",
        ),
    ),
    cases=sentence_cases,
    fresh=drawn_sentence,
)
def word_effects(words: list[str], score: Callable[[list[str]], float]) -> np.ndarray:
    """N words, a function of words -> (N,)"""
    without = [score(words[:i] + words[i + 1 :]) for i in range(len(words))]
    return score(words) - np.array(without)


@exercises.word_effects.mistake(
    Text(
        en="The signs are turned round: a word that speaks for “positive” should have "
        "a positive effect. The score of all words comes first.",
        zh="符号反了：往正面推的词，作用应当是正的。全部词的得分是被减数。",
    )
)
def signs_reversed(words, score):
    return -word_effects(words, score)


@exercises.word_effects.mistake(
    Text(
        en="Those are the scores without each word. How far is each from the score of "
        "all words?",
        zh="这是去掉每个词以后的得分。和全部词的得分相差多少？",
    )
)
def scores_left(words, score):
    return score(words) - word_effects(words, score)


@exercises.word_effects.mistake(
    Text(
        en="You score each word alone. Alone, `好` is praise even behind `不`: what "
        "counts is what it does here.",
        zh="你是单独给每个词打分。单独看，“不”后面的“好”也成了夸奖："
        "要看词在这句话里起什么作用。",
    )
)
def each_word_alone(words, score):
    return np.array([score([word]) for word in words])


@exercises.word_effects.mistake(
    Text(
        en="You take away the first such word, wherever you are, as `remove` and "
        "`index` do. A word that comes twice needs its place.",
        zh="你去掉的总是第一个这样的词：`remove` 和 `index` 都只找到第一个。"
        "出现两次的词，得按位置来去掉。",
    )
)
def first_of_its_kind(words, score):
    effects = []
    for word in words:
        rest = list(words)
        rest.remove(word)
        effects.append(score(words) - score(rest))
    return np.array(effects)


@exercises.word_effects.mistake(
    Text(
        en="You take away all words that look like this one. Only the one at this "
        "place should go.",
        zh="你把长得一样的词全去掉了。只该去掉这个位置上的那一个。",
    )
)
def all_of_its_kind(words, score):
    rests = [[one for one in words if one != word] for word in words]
    return score(words) - np.array([score(rest) for rest in rests])


@exercises.word_effects.mistake(
    Text(
        en="You put something in the place of the word, so its neighbours do not meet. "
        "Leave the word out: `不 很 好` without `很` is `不 好`.",
        zh="你用别的东西占住了这个词的位置，前后的词碰不到一起。要把词拿掉："
        "“不 很 好”缺了“很”，就是“不 好”。",
    )
)
def replaced_by_another(words, score):
    rests = [[*words[:i], "", *words[i + 1 :]] for i in range(len(words))]
    return score(words) - np.array([score(rest) for rest in rests])


@exercises.word_effects.mistake(
    Text(
        en="You cut off the text at this word: the words behind it are gone as well. "
        "Put the piece behind it back.",
        zh="你从这个词起把后面全截掉了。后面那一段要接回来。",
    )
)
def cut_off(words, score):
    return score(words) - np.array([score(words[:i]) for i in range(len(words))])


@exercises.word_effects.mistake(
    Text(
        en="Those are the steps of the score while the text is read: the score up to "
        "this word minus the score before it. Words that come later count too.",
        zh="这是一路读下来得分的变化：读完这个词的得分，减去读它之前的得分。"
        "后面的词也要算在内。",
    )
)
def steps_of_reading(words, score):
    scores = [score(words[:i]) for i in range(len(words) + 1)]
    return np.diff(scores)


@exercises.word_effects.mistake(
    Text(
        en="All effects are 0, because nothing is left out: `words[:i] + words[i:]` is "
        "the whole text. The second piece begins at i + 1.",
        zh="作用全是 0，因为什么也没去掉：`words[:i] + words[i:]` 就是全文。"
        "后一段要从 i + 1 开始。",
    )
)
def nothing_left_out(words, score):
    return np.zeros(len(words))


@exercises.word_effects.mistake(
    Text(
        en="You take away the word behind each place: `words[:i + 1] + words[i + 2:]` "
        "is without place i + 1.",
        zh="你去掉的是后面那个词：`words[:i + 1] + words[i + 2:]` 缺的是第 i + 1 个。",
    )
)
def the_word_behind(words, score):
    rests = [words[: i + 1] + words[i + 2 :] for i in range(len(words))]
    return score(words) - np.array([score(rest) for rest in rests])


@exercises.word_effects.mistake(
    Text(
        en="Signs are lost: a word against “positive” must have a negative effect.",
        zh="符号丢了：往负面推的词，作用应当是负的。",
    )
)
def sizes_only(words, score):
    return np.abs(word_effects(words, score))


@exercises.word_effects.mistake(
    Text(
        en="You join the words, and `score` gets one text: it takes each character "
        "for a word. Hand it a list of words.",
        zh="你把词连成了一串，`score` 会把每个字都当成一个词。要交给它一个由词组成的列"
        "表。",
    )
)
def words_joined(words, score):
    rests = ["".join(words[:i] + words[i + 1 :]) for i in range(len(words))]
    return score(words) - np.array([score(rest) for rest in rests])


@exercises.word_effects.mistake(
    Text(
        en="You leave out two words at a time: this one and the next. The second "
        "piece begins at i + 1.",
        zh="你每次去掉了两个词：这个和后面一个。后一段要从 i + 1 开始。",
    )
)
def two_words_left_out(words, score):
    rests = [words[:i] + words[i + 2 :] for i in range(len(words))]
    return score(words) - np.array([score(rest) for rest in rests])


@exercises.word_effects.mistake(
    Text(
        en="You score the text from this word on, without the words before it. Put "
        "the piece before it back.",
        zh="你只给这个词后面的部分打分，前面的词全没了。前面那一段要接回来。",
    )
)
def beginning_cut_off(words, score):
    rests = [words[i + 1 :] for i in range(len(words))]
    return score(words) - np.array([score(rest) for rest in rests])


@exercises.word_effects.mistake(
    Text(
        en="You subtract the score of the word alone. What is left then is what all "
        "the *others* do; subtract the score of the others.",
        zh="你减去的是这个词单独的得分，剩下的就成了*其他*词的作用。要减去的是其他词的得分。",
    )
)
def the_word_alone_subtracted(words, score):
    return np.array([score(words) - score([word]) for word in words])


@exercises.word_effects.mistake(
    Text(
        en="The piece in front is one word too short, and the word itself is still "
        "there. Leave out place i: `words[:i]` and `words[i + 1:]`.",
        zh="前面那段少了一个词，这个词自己却还在。要去掉的是第 i 个：`words[:i]` 和 "
        "`words[i + 1:]`。",
    )
)
def the_word_before(words, score):
    rests = [words[: i - 1] + words[i:] for i in range(len(words))]
    return score(words) - np.array([score(rest) for rest in rests])
