"""Names in a text as spans, and as BIO tags: one tag a symbol.

A span is (start, end, kind): the symbols start to end, end not included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from course_utils.shapes.whole_numbers import whole_number
from course_utils.text import Text

Span = tuple[int, int, str]
NAME_KINDS = ("PER", "LOC", "ORG")
_TAG = re.compile(r"O|[BI]-(.+)")


def spans_of(tags: Sequence[str]) -> set[Span]:
    """T BIO tags -> the spans that they mark.

    A name goes on while I- tags of its kind follow. An I- tag that continues nothing
    begins a name, as in the CoNLL shared tasks.
    """
    spans: set[Span] = set()
    start, kind = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        if not (found := _TAG.fullmatch(str(tag))):
            raise ValueError(str(_NOT_A_TAG.format(place=place, found=repr(tag))))
        if kind and tag != f"I-{kind}":
            spans.add((start, place, kind))
            kind = ""
        if not kind and tag != "O":
            start, kind = place, found[1]
    return spans


def bio_of(entities: Iterable[Any], length: int) -> list[str]:
    """Spans, or records with start, end and kind -> one BIO tag a symbol, (T,).

    Source: Ramshaw and Marcus (1995). Spans that overlap or leave the sentence are a
    `ValueError`.
    """
    tags = ["O"] * whole_number(length, "length", range(2**63))
    for start, end, kind in spans_in_order(entities):
        if not 0 <= start < end <= length:
            message = _NO_PLACE.format(span=(start, end, kind), length=length)
            raise ValueError(str(message))
        tags[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return tags


def spans_in_order(entities: Iterable[Any]) -> list[Span]:
    """From left to right; an overlap, or a span of no symbols, is a `ValueError`."""
    spans = sorted(map(_span, entities))
    for one in spans:
        if not 0 <= one[0] < one[1]:
            raise ValueError(str(_NO_SYMBOLS.format(found=one)))
    for one, other in pairwise(spans):
        if other[0] < one[1]:
            raise ValueError(str(_OVERLAP.format(one=one, other=other)))
    return spans


def _span(entity: Any) -> Span:
    if isinstance(entity, (tuple, list)):
        known = tuple(entity)
    else:
        known = tuple(getattr(entity, name, None) for name in ("start", "end", "kind"))
    whole = (int, np.integer)
    if len(known) != 3 or not isinstance(known[2], str):
        raise ValueError(str(_NO_SPAN.format(found=repr(entity)[:80])))
    if not all(isinstance(place, whole) for place in known[:2]):
        raise ValueError(str(_NO_SPAN.format(found=repr(entity)[:80])))
    return int(known[0]), int(known[1]), known[2]


_NO_SPAN = Text(
    en="Expected a span (start, end, kind), two whole numbers and a text, found "
    "{found}. Write it so: (0, 2, 'PER').",
    zh="应是一段 (start, end, kind)，即两个整数和一个文字，实际是 {found}。"
    "请写成 (0, 2, 'PER') 这样。",
)


_NOT_A_TAG = Text(
    en="Tag {place}: expected O, B-kind or I-kind, found {found}. Correct the tag.",
    zh="第 {place} 个标签应是 O、B-类别 或 I-类别，实际是 {found}。请改正。",
)
_NO_PLACE = Text(
    en="{span} does not fit into {length} symbols: expected 0 <= start < end <= "
    "{length}. Correct the span.",
    zh="{span} 放不进 {length} 个符号：应满足 0 <= start < end <= {length}。请改正。",
)
_NO_SYMBOLS = Text(
    en="Expected 0 <= start < end, found {found}. Correct the span.",
    zh="应满足 0 <= start < end，实际是 {found}。请改正。",
)
_OVERLAP = Text(
    en="Expected names that do not overlap, found {one} and {other}. "
    "Leave one of them out.",
    zh="名字不能重叠，这里却有 {one} 和 {other}。请去掉其中一个。",
)
