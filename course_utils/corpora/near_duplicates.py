"""Texts that say nearly the same, found exactly by their shared character 6-grams."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from course_utils.datasets.splits import Groups

GRAM = 6
BOILERPLATE = 50
"""A 6-gram in more texts than this is boilerplate and says nothing about a pair."""
JACCARD = 0.5
CONTAINMENT = 0.8
CONTAINMENT_GRAMS = 10
"""In shorter texts (under 15 characters) containment is chance."""


def near_duplicate_groups(texts: Sequence[str]) -> list[list[int]]:
    """Indices of `texts`, grouped; a text like no other is a group of its own."""
    grams = [_grams(text) for text in texts]
    groups = Groups(len(texts))
    for (a, b), num_shared in _count_shared(grams).items():
        if _alike(len(grams[a]), len(grams[b]), num_shared):
            groups.join(a, b)
    return groups.groups()


def _grams(text: str) -> set[str]:
    return {text[start : start + GRAM] for start in range(len(text) - GRAM + 1)}


def _count_shared(grams: Sequence[set[str]]) -> Counter[tuple[int, int]]:
    """For each pair of texts, how many 6-grams are in both."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(grams):
        for gram in own:
            places[gram].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for found in places.values():
        if len(found) <= BOILERPLATE:
            shared.update(combinations(found, 2))
    return shared


def _alike(num_a: int, num_b: int, num_shared: int) -> bool:
    """Jaccard similarity, or the smaller text inside the larger."""
    smaller = min(num_a, num_b)
    if num_shared >= JACCARD * (num_a + num_b - num_shared):
        return True
    return smaller >= CONTAINMENT_GRAMS and num_shared / smaller >= CONTAINMENT
