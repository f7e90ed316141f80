"""One number for all the names that are found, missed and invented."""

from __future__ import annotations

import math

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("10_tagging")

Names = list[set[tuple[int, int, str]]]


def found_cases() -> list[tuple[Names, Names]]:
    """One right of two; four sentences with all sorts of errors; nothing right,
    twice; two sentences that differ."""
    return [
        ([{(0, 2, "PER"), (3, 5, "LOC")}], [{(0, 2, "PER")}]),
        (
            [
                {(0, 2, "PER"), (4, 6, "LOC"), (7, 9, "PER")},
                {(1, 4, "ORG")},
                {(2, 4, "LOC")},
                {(0, 2, "PER"), (5, 7, "LOC")},
            ],
            [
                {(0, 2, "PER"), (4, 6, "PER"), (7, 8, "PER"), (9, 10, "LOC")},
                {(1, 4, "ORG")},
                {(0, 1, "PER"), (2, 3, "LOC")},
                {(0, 2, "PER")},
            ],
        ),
        ([{(0, 2, "LOC")}, {(5, 8, "PER")}], [set(), set()]),
        ([{(0, 2, "LOC"), (4, 6, "PER")}], [{(0, 2, "PER")}]),
        (
            [{(0, 2, "PER"), (4, 6, "LOC")}, {(1, 3, "LOC")}],
            [{(0, 2, "PER")}, {(1, 3, "LOC"), (3, 4, "LOC"), (6, 8, "PER")}],
        ),
    ]


def drawn_names(rng: np.random.Generator) -> tuple[Names, Names]:
    """Five sentences: some names are found, some missed, and some invented."""
    gold: Names = []
    found: Names = []
    for number in range(5):
        names = {(at, at + 2, "PER") for at in range(0, 3 * int(rng.integers(1, 5)), 3)}
        kept = {name for name in sorted(names) if number == 0 or rng.random() < 0.6}
        longer = {(start, end + 1, "PER") for start, end, _ in names - kept}
        places = {(0, 2, "LOC")} if number % 2 else set()
        gold.append(names)
        found.append(kept | longer | places)
    return gold, found


@exercises.add(
    task=Text(
        en="`gold` holds the names that are there, `found` those that were found: "
        "both a set for each sentence. A name counts only if start, end and kind are "
        "all right. Return F1 over all sentences, and 0 if nothing is right.",
        zh="`gold` 是真正的名字，`found` 是找到的名字，都是每句一个集合。"
        "起点、终点、类别全对才算对。返回所有句子合起来的 F1；一个都没对，就是 0。",
    ),
    hints=(
        Text(
            en="Which names are in both sets of a sentence? Count them over all "
            "sentences, and count all names of each side.",
            zh="一个句子的两个集合里，哪些名字两边都有？把所有句子的加起来；"
            "两边各有多少名字也要数。",
        ),
        Text(
            en="Precision is hits divided by all found, recall hits divided by all "
            "gold; F1 = 2PR / (P + R). Put together: what is left, when you cancel?",
            zh="精确率 P 是命中数除以找到的总数，召回率 R 是命中数除以真正名字的总数，"
            "F1 = 2PR / (P + R)。代进去约一约，还剩什么？",
        ),
        Text(
            en="It is 2 · hits / (names in gold + names found), with "
            "`len(own & other)` hits in a sentence.",
            zh="就是 2 · 命中数 / (真正名字的总数 + 找到的总数)；"
            "一个句子的命中数是 `len(own & other)`。",
        ),
    ),
    cases=found_cases,
    fresh=drawn_names,
)
def f1(gold: Names, found: Names) -> float:
    """N sets of names (start, end, kind), N sets -> a number from 0 to 1"""
    both = zip(gold, found, strict=True)
    hits = sum(len(own & other) for own, other in both)
    num_names = sum(map(len, gold)) + sum(map(len, found))
    return 2 * hits / num_names if hits else 0.0


def pairs_of(gold, found):
    return zip(gold, found, strict=True)


def count_hits(gold, found):
    return sum(len(own & other) for own, other in pairs_of(gold, found))


def harmonic(hits, num_found, num_gold):
    return 2 * hits / (num_found + num_gold) if hits else 0.0


def count(sides):
    return sum(map(len, sides))


def shares(gold, found):
    """Precision and recall; 0 where there is nothing to share."""
    hits = count_hits(gold, found)
    return hits / max(count(found), 1), hits / max(count(gold), 1)


@exercises.f1.mistake(
    Text(
        en="That is recall: names that were made up cost nothing. To answer with "
        "every stretch of characters would be perfect.",
        zh="这是召回率：多找出来的不扣分。那样的话，把每一段字都报成名字，就满分了。",
    )
)
def recall_only(gold, found):
    return count_hits(gold, found) / count(gold)


@exercises.f1.mistake(
    Text(
        en="That is precision: names that were missed cost nothing. Finding one sure "
        "name would be enough.",
        zh="这是精确率：漏掉的名字不扣分。那样的话，只找一个最有把握的就够了。",
    )
)
def precision_only(gold, found):
    return count_hits(gold, found) / count(found) if count(found) else 0.0


@exercises.f1.mistake(
    Text(
        en="You took the plain mean of precision and recall. F1 is their harmonic "
        "mean: one of them near 0 pulls it to 0.",
        zh="你对精确率和召回率取了算术平均。F1 是调和平均：有一个接近 0，它就接近 0。",
    )
)
def plain_mean(gold, found):
    hits = count_hits(gold, found)
    return (hits / count(gold) + hits / count(found)) / 2 if hits else 0.0


@exercises.f1.mistake(
    Text(
        en="You took the mean of one F1 a sentence. A sentence with one name would "
        "weigh as much as one with ten. Add all counts up first.",
        zh="你先对每个句子算 F1，再取平均。只有一个名字的句子，"
        "就和有十个名字的句子一样重了。应当先把各句的个数全加起来。",
    )
)
def mean_over_sentences(gold, found):
    each = [harmonic(len(a & b), len(b), len(a)) for a, b in pairs_of(gold, found)]
    return sum(each) / len(each)


@exercises.f1.mistake(
    Text(
        en="You put the names of all sentences into one set. (0, 2) in one sentence "
        "and (0, 2) in another are two names: compare sentence by sentence.",
        zh="你把所有句子的名字倒进了一个集合。这一句的 (0, 2) 和那一句的 (0, 2) "
        "是两个名字：要一句一句地比。",
    )
)
def all_in_one_set(gold, found):
    real, marked = set().union(*gold), set().union(*found)
    return harmonic(len(real & marked), len(marked), len(real))


@exercises.f1.mistake(
    Text(
        en="That is half of F1. Both counts are added below the line, so the hits "
        "count twice above it.",
        zh="这只是 F1 的一半。分母是两边个数之和，分子的命中数也要乘 2。",
    )
)
def hits_once(gold, found):
    return count_hits(gold, found) / (count(gold) + count(found))


@exercises.f1.mistake(
    Text(
        en="The kind does not count here: a place that is taken for a person is wrong.",
        zh="你没有比较类别：把地名当成人名，也算错。",
    )
)
def without_kinds(gold, found):
    sides = [[{one[:2] for one in names} for names in side] for side in (gold, found)]
    return harmonic(count_hits(*sides), count(found), count(gold))


@exercises.f1.mistake(
    Text(
        en="The end does not count here: half a name is no name.",
        zh="你没有比较终点：只找到半个名字，不算找到。",
    )
)
def starts_only(gold, found):
    sides = [
        [{(start, kind) for start, _, kind in names} for names in side]
        for side in (gold, found)
    ]
    return harmonic(count_hits(*sides), count(found), count(gold))


@exercises.f1.mistake(
    Text(
        en="That is the overlap: hits divided by the names of both sides taken once. "
        "F1 counts each side whole, and the hits twice.",
        zh="你算的是交并比：命中数除以并集的大小。"
        "F1 的分母是两边个数之和，分子是命中数乘 2。",
    )
)
def intersection_over_union(gold, found):
    union = sum(len(own | other) for own, other in pairs_of(gold, found))
    return count_hits(gold, found) / union


@exercises.f1.mistake(
    Text(
        en="Where nothing is found, you divide by 0. Deal with that case first.",
        zh="什么也没找到的时候，分母是 0。这种情况要先单独处理。",
    )
)
def divides_by_zero(gold, found):
    hits = count_hits(gold, found)
    precision, recall = hits / count(found), hits / count(gold)
    return 2 * precision * recall / (precision + recall)


@exercises.f1.mistake(
    Text(
        en="Where something is found, but nothing of it is right, precision and "
        "recall are both 0, and you divide by their sum. Ask about the hits, not "
        "about what was found.",
        zh="找到了一些、却一个也不对的时候，精确率和召回率都是 0，"
        "而你的分母正是它们的和。该先看有没有命中，而不是有没有找到名字。",
    )
)
def divides_by_zero_without_hits(gold, found):
    if not count(found):
        return 0.0
    hits = count_hits(gold, found)
    precision, recall = hits / count(found), hits / count(gold)
    return 2 * precision * recall / (precision + recall)


@exercises.f1.mistake(
    Text(
        en="You took the smaller of precision and recall. F1 lies between the two.",
        zh="你取的是精确率和召回率里较小的一个。F1 在两者之间。",
    )
)
def the_smaller(gold, found):
    hits = count_hits(gold, found)
    return hits / max(count(gold), count(found)) if hits else 0.0


@exercises.f1.mistake(
    Text(
        en="You compare the starts alone. The end and the kind must be right, too.",
        zh="你只比了起点。终点和类别也要对。",
    )
)
def starts_alone(gold, found):
    sides = [[{one[0] for one in names} for names in side] for side in (gold, found)]
    hits = count_hits(*sides)
    return 2 * hits / (count(sides[0]) + count(sides[1])) if hits else 0.0


@exercises.f1.mistake(
    Text(
        en="You ask of each sentence whether all its names are right. F1 counts "
        "names, not sentences.",
        zh="你看的是每句的名字是不是全对。F1 数的是名字，不是句子。",
    )
)
def whole_sentences(gold, found):
    return sum(a == b for a, b in pairs_of(gold, found)) / len(gold)


@exercises.f1.mistake(
    Text(
        en="`len(gold)` counts the sentences. How many names are in all of them?",
        zh="`len(gold)` 数的是句子。所有句子里一共有多少个名字？",
    )
)
def sentences_counted(gold, found):
    return harmonic(count_hits(gold, found), len(found), len(gold))


@exercises.f1.mistake(
    Text(
        en="You took the geometric mean, the root of precision times recall. F1 is "
        "the harmonic one: 2PR / (P + R).",
        zh="你取的是几何平均，也就是精确率乘召回率再开方。F1 是调和平均：2PR / (P + R"
        ")。",
    )
)
def geometric_mean(gold, found):
    hits = count_hits(gold, found)
    return hits / (count(gold) * count(found)) ** 0.5 if hits else 0.0


@exercises.f1.mistake(
    Text(
        en="You add precision and recall. F1 is their harmonic mean: 2PR / (P + R).",
        zh="你把精确率和召回率加了起来。F1 是它们的调和平均：2PR / (P + R)。",
    )
)
def sum_of_both(gold, found):
    return sum(shares(gold, found))


@exercises.f1.mistake(
    Text(
        en="You multiply precision and recall. F1 is their harmonic mean: 2PR / (P + "
        "R).",
        zh="你把精确率和召回率乘了起来。F1 是它们的调和平均：2PR / (P + R)。",
    )
)
def product_of_both(gold, found):
    return math.prod(shares(gold, found))


@exercises.f1.mistake(
    Text(
        en="2PR is right above the line. Divide it by P + R.",
        zh="分子 2PR 是对的。还要除以 P + R。",
    )
)
def twice_the_product(gold, found):
    return 2 * math.prod(shares(gold, found))


@exercises.f1.mistake(
    Text(
        en="You took the larger of precision and recall. F1 lies between the two, "
        "nearer to the smaller.",
        zh="你取了精确率和召回率里较大的一个。F1 在两者之间，更靠近小的那个。",
    )
)
def the_larger(gold, found):
    return max(shares(gold, found))


@exercises.f1.mistake(
    Text(
        en="Only the last sentence counts: each round of the loop replaces the "
        "counts of the one before. Add them up.",
        zh="只算了最后一句：循环每走一轮，就盖掉了上一句的个数。要累加。",
    )
)
def last_sentence_only(gold, found):
    return f1(gold[-1:], found[-1:])


@exercises.f1.mistake(
    Text(
        en="Only the first sentence counts. Does `return` stand inside the loop?",
        zh="只算了第一句。`return` 是不是写在循环里面了？",
    )
)
def first_sentence_only(gold, found):
    return f1(gold[:1], found[:1])


@exercises.f1.mistake(
    Text(
        en="Where nothing is right you return 1, the best there is. It should be 0.",
        zh="一个都没对的时候，你返回了 1，那是满分。应该是 0。",
    )
)
def full_marks_for_nothing(gold, found):
    return f1(gold, found) or 1.0


@exercises.f1.mistake(
    Text(
        en="Below the line the names of both sides are taken once, above it the hits "
        "twice. Count each side whole: a hit stands in both.",
        zh="分母里，两边的名字合起来只算了一遍，分子里命中却算了两遍。两边要各自全数：命中的名字，两边都有它。",
    )
)
def twice_the_overlap(gold, found):
    union = sum(len(own | other) for own, other in pairs_of(gold, found))
    return 2 * count_hits(gold, found) / union
