"""Splits that leak nothing: chosen by the hash of a key, one key for a whole group."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict

SplitRule = tuple[tuple[str, int], ...]
"""Name of a split and the bucket before which it ends, in ascending order."""

REVIEW_RULE: SplitRule = (("train", 70), ("validation", 80), ("test", 100))
NEWS_RULE: SplitRule = (("train", 80), ("validation", 90), ("test", 100))
POEM_RULE: SplitRule = (("test", 5), ("validation", 10), ("train", 100))
DIGIT_RULE: SplitRule = (("train", 80), ("test", 100))


def split_of(key: str, rule: SplitRule) -> str:
    """The split of `key`: the same on every machine, whatever else is in the corpus."""
    bucket = hash_of(key) % 100
    return next(split for split, end in rule if bucket < end)


def hash_of(key: str) -> int:
    """SHA-256 as a number. Sorted by it, things stand in a fair and fixed order."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16)


class Groups:
    """Items 0 ... num_items - 1, joined two by two into groups (union-find)."""

    def __init__(self, num_items: int) -> None:
        self._parent = list(range(num_items))

    def join(self, a: int, b: int) -> None:
        """Put the groups of `a` and `b` together."""
        self._parent[self._root(a)] = self._root(b)

    def groups(self) -> list[list[int]]:
        """All groups, each in ascending order, by their first item."""
        members: dict[int, list[int]] = defaultdict(list)
        for item in range(len(self._parent)):
            members[self._root(item)].append(item)
        return list(members.values())

    def _root(self, item: int) -> int:
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item


def chinese_key(text: str) -> str:
    """What two copies of a review have in common: digits, letters and characters."""
    return re.sub("[^0-9a-z一-鿿]", "", text.lower())
