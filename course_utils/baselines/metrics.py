"""How good answers are: by kinds of text, and of names found in a sentence."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from course_utils.datasets.spans import NAME_KINDS, spans_in_order
from course_utils.text import Text


class Scores(NamedTuple):
    """How many of the names found are right, how many of the `num` names are found.

    f1 is the harmonic mean of precision and recall; all are 0 where nothing is right.
    """

    precision: float
    recall: float
    f1: float
    num: int


class Share(NamedTuple):
    """The accuracy of the `num` answers from `low` to below `high`; NaN of none."""

    low: float
    high: float
    accuracy: float
    num: int


def accuracy_by(
    values: Sequence[float] | np.ndarray,
    edges: Sequence[float] | np.ndarray,
    right: Sequence[bool] | np.ndarray,
) -> list[Share]:
    """Accuracy in bins of `values` (N,), a length say; right (N,): answered rightly.

    K + 1 rising edges make K bins, each from its edge to below the next one. Values
    outside all bins do not count.
    """
    values, right = np.asarray(values), np.asarray(right)
    if values.dtype.kind not in "iufb" or np.isnan(values).any():
        raise ValueError(str(_NOT_VALUES.format(found=reprlib.repr(values.tolist()))))
    if not np.isin(right, (0, 1)).all():
        raise ValueError(str(_NOT_RIGHT.format(found=reprlib.repr(right.tolist()))))
    right = right.astype(bool)
    if values.shape != right.shape or values.ndim != 1:
        message = _NOT_ONE_EACH.format(values=values.shape, right=right.shape)
        raise ValueError(str(message))
    if len(edges) < 2 or not np.all(np.diff(edges) > 0):
        raise ValueError(str(_NOT_RISING.format(found=list(edges))))
    shares = []
    for low, high in pairwise(edges):
        inside = right[(values >= low) & (values < high)]
        mean = float(inside.mean()) if len(inside) else float("nan")
        shares.append(Share(float(low), float(high), mean, len(inside)))
    return shares


def entity_scores(
    gold: Sequence[Iterable[Any]], predicted: Sequence[Iterable[Any]]
) -> Mapping[str, Scores]:
    """Scores of "all" spans and of each kind; both: the spans of each sentence.

    Only the same start, end and kind count: the strict score of SemEval 2013, by the
    package nervaluate.
    """
    from nervaluate import Evaluator

    if len(gold) != len(predicted):
        message = _NOT_AS_MANY.format(gold=len(gold), predicted=len(predicted))
        raise ValueError(str(message))
    both = [_documents(gold), _documents(predicted)]
    found = {span["label"] for side in both for spans in side for span in spans}
    kinds = [*NAME_KINDS, *sorted(found - set(NAME_KINDS))]
    result = Evaluator(*both, tags=kinds, loader="dict").evaluate()
    return {"all": _scores(result["overall"])} | {
        kind: _scores(result["entities"].get(kind, {})) for kind in kinds
    }


def _documents(sentences: Sequence[Iterable[Any]]) -> list[list[dict[str, Any]]]:
    """What nervaluate reads; its ends are the last symbols themselves."""
    return [
        [
            {"label": kind, "start": start, "end": end - 1}
            for start, end, kind in spans_in_order(spans)
        ]
        for spans in sentences
    ]


def _scores(result: Mapping[str, Any]) -> Scores:
    if "strict" not in result:
        return Scores(0.0, 0.0, 0.0, 0)
    strict = result["strict"]
    return Scores(strict.precision, strict.recall, strict.f1, strict.possible)


_NOT_VALUES = Text(
    en="values: expected numbers, found {found}. Leave out what has no number, and its "
    "answer.",
    zh="values 应是数，实际是 {found}。没有数的请连同它的答案一起去掉。",
)
_NOT_RIGHT = Text(
    en="right: expected True or False for each answer, found {found}. Try "
    "predicted == labels.",
    zh="right 应是每个答案的 True 或 False，实际是 {found}。"
    "可以试试 predicted == labels。",
)
_NOT_ONE_EACH = Text(
    en="accuracy_by: expected values (N,) and right (N,), found {values} and {right}. "
    "Take both from the same texts.",
    zh="accuracy_by 需要 values (N,) 和 right (N,)，实际是 {values} 和 {right}。"
    "请取自同一批文本。",
)
_NOT_RISING = Text(
    en="edges: expected at least two rising numbers, found {found}. Try [0, 20, 50].",
    zh="edges 应是至少两个递增的数，实际是 {found}。可以试试 [0, 20, 50]。",
)
_NOT_AS_MANY = Text(
    en="Expected the spans of the same sentences, found {gold} sentences and "
    "{predicted} answers. Give one set for each sentence, if empty.",
    zh="两边应是同一批句子，实际有 {gold} 个句子、{predicted} 份答案。"
    "每个句子给一个集合，可以是空集。",
)
