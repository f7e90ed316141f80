"""Lesson 10: what learners write is understood; its explorer survives any text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from statistics import mean
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils.baselines.metrics import entity_scores
from course_utils.datasets.name_tags import NAME_TAGS
from course_utils.datasets.spans import bio_of, spans_of
from course_utils.exercises.tagging import examples, exercises
from course_utils.exercises.tagging.bio_tags import bio_tags, name_cases
from course_utils.exercises.tagging.f1 import f1, found_cases
from course_utils.exercises.tagging.read_names import read_names, tag_cases
from course_utils.text import use_language
from course_utils.widgets.names import LONGEST, as_printed, explore_names, shares_of

# ---------------------------------------------------------------- solutions


@pytest.mark.parametrize("case", range(5))
def test_the_solutions_agree_with_the_package(case: int) -> None:
    length, names = name_cases()[case]
    assert bio_tags(length, names) == bio_of(names, length)
    (tags,) = tag_cases()[case]
    assert read_names(tags) == spans_of(tags)


@pytest.mark.parametrize("case", range(3))
def test_f1_is_that_of_the_library(case: int) -> None:
    gold, found = found_cases()[case]
    assert f1(gold, found) == pytest.approx(entity_scores(gold, found)["all"].f1)


# ---------------------------------------------------------------- other right answers


def tags_in_a_loop(length, names):
    tags = []
    for place in range(length):
        tag = "O"
        for start, end, kind in names:
            if start <= place < end:
                tag = ("B-" if place == start else "I-") + kind
        tags.append(tag)
    return tags


def tags_by_range(length, names):
    tags = ["O" for _ in range(length)]
    for start, end, kind in names:
        tags[start] = "B-" + kind
        for place in range(start + 1, end):
            tags[place] = "I-" + kind
    return tags


def tags_as_a_tuple(length, names):
    return tuple(tags_by_range(length, names))


def tags_joined(length, names):
    pieces, done = [], 0
    for start, end, kind in sorted(names):
        pieces += ["O"] * (start - done)
        pieces += [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
        done = end
    return pieces + ["O"] * (length - done)


def tags_from_a_dictionary(length, names):
    known = {}
    for start, end, kind in names:
        known |= {place: f"I-{kind}" for place in range(start, end)}
        known[start] = f"B-{kind}"
    return [known.get(place, "O") for place in range(length)]


def names_by_search(tags):
    text = "".join("BIO"["BIO".index(tag[0])] for tag in tags)
    names, place = set(), 0
    while place < len(text):
        end = place + 1
        if text[place] != "O":
            kind = tags[place][2:]
            while end < len(tags) and tags[end] == "I-" + kind:
                end += 1
            names.add((place, end, kind))
        place = end
    return names


def names_by_starts(tags):
    before = ["O", *tags]
    starts = [
        place
        for place, tag in enumerate(tags)
        if tag[0] == "B" or (tag[0] == "I" and before[place][2:] != tag[2:])
    ]
    names = set()
    for start in starts:
        end = start + 1
        while end < len(tags) and tags[end] == "I-" + tags[start][2:]:
            end += 1
        names.add((start, end, tags[start][2:]))
    return names


def names_with_a_check_at_the_end(tags):
    names, start = set(), None
    for place, tag in enumerate(tags):
        if start is not None and tag != "I-" + tags[start][2:]:
            names.add((start, place, tags[start][2:]))
            start = None
        if start is None and tag != "O":
            start = place
    if start is not None:
        names.add((start, len(tags), tags[start][2:]))
    return names


def names_grown(tags):
    found = []
    for place, tag in enumerate(tags):
        if tag == "O":
            continue
        kind = tag[2:]
        fits = found and found[-1][1] == place and found[-1][2] == kind
        if tag[0] == "I" and fits:
            found[-1][1] += 1
        else:
            found.append([place, place + 1, kind])
    return {tuple(one) for one in found}


def names_frozen(tags):
    return frozenset(names_grown(tags))


def f1_from_precision_and_recall(gold, found):
    hits = sum(len(a & b) for a, b in zip(gold, found, strict=True))
    if hits == 0:
        return 0
    precision = hits / sum(len(b) for b in found)
    recall = hits / sum(len(a) for a in gold)
    return 2 * precision * recall / (precision + recall)


def f1_in_loops(gold, found):
    hits = misses = extra = 0
    for number in range(len(gold)):
        for name in gold[number]:
            if name in found[number]:
                hits += 1
            else:
                misses += 1
        extra += sum(name not in gold[number] for name in found[number])
    return hits / (hits + (misses + extra) / 2) if hits else 0.0


def f1_of_one_set(gold, found):
    a = {(row, *name) for row, names in enumerate(gold) for name in names}
    b = {(row, *name) for row, names in enumerate(found) for name in names}
    return 2 * len(a & b) / (len(a) + len(b))


def f1_with_numpy(gold, found):
    hits = np.sum([len(a & b) for a, b in zip(gold, found, strict=True)])
    both = np.sum([len(a) + len(b) for a, b in zip(gold, found, strict=True)])
    return np.float64(2 * hits / both)


def f1_harmonic(gold, found):
    hits = sum(len(a & b) for a, b in zip(gold, found, strict=True))
    if not hits:
        return 0.0
    return 2 / (sum(map(len, found)) / hits + sum(map(len, gold)) / hits)


def undecided_with_defaultdict(sentences):
    fates = defaultdict(set)
    for text, tags in sentences:
        for end in range(1, len(text) + 1):
            fates[text[:end]].add(tags[end - 1])
    return {one for one in fates if len(fates[one]) > 1}


def undecided_by_first_tag(sentences):
    first, found = {}, set()
    for text, tags in sentences:
        beginning = ""
        for character, tag in zip(text, tags, strict=True):
            beginning += character
            if first.setdefault(beginning, tag) != tag:
                found.add(beginning)
    return found


def undecided_by_pairs(sentences):
    return {
        text[: place + 1]
        for text, tags in sentences
        for other, its_tags in sentences
        for place in range(min(len(text), len(other)))
        if text[: place + 1] == other[: place + 1] and tags[place] != its_tags[place]
    }


def undecided_by_set_of_pairs(sentences):
    pairs = {
        (text[: k + 1], tags[k]) for text, tags in sentences for k in range(len(text))
    }
    beginnings = [one for one, _ in pairs]
    return {one for one in beginnings if beginnings.count(one) > 1}


def undecided_as_frozenset(sentences):
    return frozenset(undecided_with_defaultdict(sentences))


def recall_in_a_loop(names, hits, known):
    count = total = 0
    for name, hit in zip(names, hits, strict=True):
        if name in known:
            continue
        total += 1
        count += hit
    return count / total


def recall_by_numpy(names, hits, known):
    unseen = np.array([name not in known for name in names])
    return np.array(hits)[unseen].mean()


def recall_by_mean(names, hits, known):
    return mean(hits[k] for k in range(len(names)) if names[k] not in known)


def recall_weighted(names, hits, known):
    return np.average(hits, weights=[name not in known for name in names])


def recall_by_lists(names, hits, known):
    places = [k for k, name in enumerate(names) if name not in known]
    return [hits[k] for k in places].count(True) / len(places)


ALSO_RIGHT = {
    "bio_tags": (
        tags_in_a_loop,
        tags_by_range,
        tags_as_a_tuple,
        tags_joined,
        tags_from_a_dictionary,
    ),
    "read_names": (
        names_by_search,
        names_by_starts,
        names_with_a_check_at_the_end,
        names_grown,
        names_frozen,
    ),
    "f1": (
        f1_from_precision_and_recall,
        f1_in_loops,
        f1_of_one_set,
        f1_with_numpy,
        f1_harmonic,
    ),
    "undecided": (
        undecided_with_defaultdict,
        undecided_by_first_tag,
        undecided_by_pairs,
        undecided_by_set_of_pairs,
        undecided_as_frozenset,
    ),
    "unseen_recall": (
        recall_in_a_loop,
        recall_by_numpy,
        recall_by_mean,
        recall_weighted,
        recall_by_lists,
    ),
}


@pytest.mark.parametrize(
    ("name", "answer"),
    [(name, answer) for name, answers in ALSO_RIGHT.items() for answer in answers],
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def only_beginnings_open(tags):
    names, start = set(), None
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and tag != "I-" + tags[start][2:]:
            names.add((start, place, tags[start][2:]))
            start = None
        if tag[0] == "B":
            start = place
    return names


def without_the_last(tags):
    names, start = set(), None
    for place, tag in enumerate(tags):
        if start is not None and tag != "I-" + tags[start][2:]:
            names.add((start, place, tags[start][2:]))
            start = None
        if start is None and tag != "O":
            start = place
    return names


def textbook_formula(gold, found):
    hits = sum(len(a & b) for a, b in zip(gold, found, strict=True))
    precision = hits / sum(len(b) for b in found)
    recall = hits / sum(len(a) for a in gold)
    return 2 * precision * recall / (precision + recall)


def jaccard(gold, found):
    both = sum(len(a & b) for a, b in zip(gold, found, strict=True))
    return both / sum(len(a | b) for a, b in zip(gold, found, strict=True))


def tags_of_characters(sentences):
    known = defaultdict(set)
    for text, tags in sentences:
        for character, tag in zip(text, tags, strict=True):
            known[character].add(tag)
    return {one for one in known if len(known[one]) > 1}


def of_those_known(names, hits, known):
    return np.mean(
        [hit for name, hit in zip(names, hits, strict=True) if name in known]
    )


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("read_names", only_beginnings_open, "stray_inside_dropped"),
        ("read_names", without_the_last, "last_name_lost"),
        ("f1", textbook_formula, "divides_by_zero"),
        ("f1", jaccard, "intersection_over_union"),
        ("undecided", tags_of_characters, "only_the_character"),
        ("unseen_recall", of_those_known, "of_the_seen"),
    ],
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)


# ---------------------------------------------------------------- the explorer


def of_character(character: str) -> int:
    """A tagger that knows 北京 and nothing else."""
    return {"北": NAME_TAGS.index("B-LOC"), "京": NAME_TAGS.index("I-LOC")}.get(
        character, 0
    )


def looks_back(text: str) -> np.ndarray:
    """Tags (T, C) that no later character changes."""
    return np.eye(len(NAME_TAGS))[[of_character(one) for one in text]]


def looks_ahead(text: str) -> np.ndarray:
    """北 is a place only if 京 follows."""
    table = looks_back(text)
    for place, one in enumerate(text):
        if one == "北" and text[place + 1 : place + 2] != "京":
            table[place] = np.eye(len(NAME_TAGS))[0]
    return table


def explorer() -> Any:
    return explore_names(
        examples, looks_back, looks_ahead, "在北京上海".__contains__, list
    )


def test_the_second_net_changes_its_mind() -> None:
    shown = explorer()
    shown.controls["own"].value = "在北京"
    assert shown.data["num_read"] == 3
    shown.controls["num_read"].value = 2
    assert shown.data["spans"] == {"one": {(1, 2, "LOC")}, "two": set()}
    shown.controls["num_read"].value = 3
    assert shown.data["spans"] == {"one": {(1, 3, "LOC")}, "two": {(1, 3, "LOC")}}
    assert shown.data["revised"] == {"one": 0, "two": 1}
    assert "changed 1 of" in shown.caption and "北京" in shown.caption


def test_probabilities_are_summed_by_kind() -> None:
    table = np.array([[0.1, 0.2, 0.3, 0.05, 0.15, 0.12, 0.08]])
    np.testing.assert_allclose(shares_of(table), [[0.5, 0.2, 0.2]])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("text", "num_read"),
    [
        ("京", 1),
        ("北京" * 50_000, LONGEST),
        ("qqq", 3),
        ("😀👨‍👩‍👧", 6),
        ("\ud83d北京", 3),
        ("北京 Paris서울 サ", 10),
        ("<b>北京</b><script>alert(1)</script>", 34),
        ("$x$_{1}\\frac$", 13),
        ("北\t京\n。", 3),
    ],
)
@pytest.mark.filterwarnings("error")
def test_any_text_can_be_read(lang: str, text: str, num_read: int) -> None:
    use_language(lang)
    shown = explorer()
    shown.controls["own"].value = text
    assert shown.error is None
    assert shown.data["num_read"] == num_read
    assert shown.data["num_unread"] == max(0, len(as_printed(text)) - LONGEST)
    assert not re.search(r"<b>|<script", shown._words.value)
    shown.caption.encode()  # no half of a pair
    assert len(shown.caption) < 1000


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_written_is_the_sentence_chosen(text: str) -> None:
    shown = explorer()
    before = shown.data["characters"]
    shown.controls["own"].value = "北京"
    shown.controls["own"].value = text
    assert shown.data["characters"] == before
    assert shown.data["num_read"] == len(before)


def test_every_sentence_of_the_lesson_is_read() -> None:
    shown = explorer()
    for sentence in examples:
        shown.controls["sentence"].value = sentence
        assert shown.data["characters"] == sentence
        assert shown.error is None


@pytest.mark.torch
def test_the_course_taggers_show_what_the_second_direction_is_for() -> None:
    from course_utils.models.names import load_taggers

    taggers = load_taggers()
    tables = {
        name: [tagger.probabilities(text) for text in ("温州人来了。", "温如春来了。")]
        for name, tagger in taggers.items()
    }
    one, two = tables["one_direction"], tables["two_directions"]
    np.testing.assert_allclose(one[0][0], one[1][0], atol=1e-6)
    assert abs(two[0][0] - two[1][0]).max() > 0.2
