"""Sequences of different lengths in one rectangle: padding, masks, length buckets.

Letters: B sequences in a batch, T steps of the longest, N sequences in all.
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import torch
from torch import Tensor

from course_utils.shapes.whole_numbers import POSITIVE, whole_number
from course_utils.text import Text

IGNORED_TARGET = -100
"""The label of a pad: PyTorch's `cross_entropy` leaves it out."""
_LONG = range(-(2**63), 2**63)

Ids = Sequence[int] | np.ndarray | Tensor


class Batch(NamedTuple):
    """B sequences as a model takes them.

    ids (B, T): padded at the end. lengths (B,): without the pads.
    labels: classes (B,), or tags (B, T), which are `IGNORED` on pads.
    bigrams (B, T): a second id for each place, if the set has them.
    """

    ids: Tensor
    lengths: Tensor
    labels: Tensor
    bigrams: Tensor | None = None


def pad(
    sequences: Sequence[Ids],
    pad_id: int = 0,
    at: Literal["end", "start"] = "end",
    width: int | None = None,
) -> tuple[Tensor, Tensor]:
    """B sequences of whole numbers -> ids (B, T), lengths (B,), both long.

    T is the longest length, or `width`, which no sequence may exceed. An empty
    sequence, or numbers that are not whole, are a `ValueError`.
    """
    rows = [_as_row(place, each) for place, each in enumerate(sequences)]
    lengths = _lengths_of(rows)
    pad_id = whole_number(pad_id, "pad_id", _LONG)
    longest = int(lengths.max())
    width = longest if width is None else whole_number(width, "width", POSITIVE)
    if width < longest:
        raise ValueError(str(_TOO_LONG.format(longest=longest, width=width)))
    places = np.arange(width)
    if at == "start":
        places = places[::-1]
    elif at != "end":
        raise ValueError(str(_NO_SUCH_END.format(found=at)))
    ids = np.full((len(rows), width), pad_id)
    ids[places < lengths[:, None]] = np.concatenate([row.astype(int) for row in rows])
    return torch.from_numpy(ids), torch.from_numpy(lengths)


def mask_of(lengths: Tensor, num_steps: int) -> Tensor:
    """lengths (B,) -> (B, T): True where a symbol stands, False on pads.

    A length below 1 or above T is a `ValueError`.
    """
    check_lengths(lengths, whole_number(num_steps, "num_steps", POSITIVE))
    return torch.arange(num_steps) < lengths[:, None]


def mask_like(x: Tensor, lengths: Tensor) -> Tensor:
    """`mask_of` for x (B, T, ...), which must have as many sequences: (B, T)."""
    if not isinstance(x, Tensor) or x.dim() < 2:
        raise ValueError(str(_NOT_ROWS.format(found=_kind_of(x))))
    num_sequences, num_steps = x.shape[:2]
    check_lengths(lengths, num_steps, num_sequences)
    return mask_of(lengths, num_steps)


def reverse_within(x: Tensor, lengths: Tensor) -> Tensor:
    """x (B, T, ...) -> the same, each sequence reversed within its own length.

    Pads stay where they are. Twice is no change.
    """
    mask = mask_like(x, lengths)
    steps, rows = torch.arange(x.shape[1]), torch.arange(len(x))
    places = torch.where(mask, lengths[:, None] - 1 - steps, steps)
    return x[rows[:, None], places]


def random_batches(
    lengths: Sequence[int] | np.ndarray, size: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Indices of an epoch: each of N sequences once, `size` at a time, at random."""
    return _cut(rng.permutation(len(lengths)), size)


def bucket_batches(
    lengths: Sequence[int] | np.ndarray, size: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Indices of an epoch in batches of near-equal length: hardly any pads.

    Chance decides among equal lengths, and in which order the batches come.
    """
    known = np.asarray(lengths)
    if not _is_row(known):
        found = f"{known.dtype} {known.shape}"
        raise ValueError(str(_NOT_LENGTHS.format(found=found)))
    order = rng.permutation(len(known))
    order = order[np.argsort(known[order], kind="stable")]
    batches = _cut(order, size)
    return [batches[place] for place in rng.permutation(len(batches))]


class TextSet:
    """N sequences of ids, each with a class, or with a tag for each of its symbols.

    Classes count from 0; so do tags, but `IGNORED_TARGET` is one that does not count.
    """

    def __init__(
        self,
        ids: Sequence[Ids],
        labels: Sequence[int] | Sequence[Ids] | np.ndarray,
        bigrams: Sequence[Ids] | None = None,
    ) -> None:
        self.ids = list(ids)
        self.labels: list[Any] = list(labels)
        self.bigrams = None if bigrams is None else list(bigrams)
        self.lengths = _lengths_of([np.asarray(each) for each in self.ids])
        self.has_tags = bool(np.ndim(self.labels[0])) if self.labels else False
        self._check_labels()
        self._check("labels", self.labels, self.has_tags)
        if self.bigrams is not None:
            _lengths_of([np.asarray(each) for each in self.bigrams])
            self._check("bigrams", self.bigrams, True)

    def __len__(self) -> int:
        return len(self.ids)

    def batches(
        self, size: int, rng: np.random.Generator | None = None, bucket: bool = True
    ) -> Iterator[Batch]:
        """An epoch. Without `rng`, in order of length: that is enough to evaluate."""
        return map(self.take, self.rows(size, rng, bucket))

    def rows(
        self, size: int, rng: np.random.Generator | None = None, bucket: bool = True
    ) -> list[np.ndarray]:
        """Which sequences are in each of `batches`."""
        if rng is None:
            return _cut(np.argsort(self.lengths, kind="stable"), size)
        choose = bucket_batches if bucket else random_batches
        return choose(self.lengths, size, rng)

    def take(self, rows: Sequence[int] | np.ndarray) -> Batch:
        """These sequences as a batch; a row that is not there is a `ValueError`."""
        if np.ndim(rows) != 1:
            raise ValueError(str(_NOT_NUMBERED.format(found=reprlib.repr(rows))))
        rows = [whole_number(row, "row", range(len(self))) for row in rows]
        ids, lengths = pad([self.ids[row] for row in rows])
        labels = [self.labels[row] for row in rows]
        targets = (
            pad(labels, IGNORED_TARGET)[0] if self.has_tags else torch.tensor(labels)
        )
        if self.bigrams is None:
            return Batch(ids, lengths, targets)
        bigrams, _ = pad([self.bigrams[row] for row in rows])
        return Batch(ids, lengths, targets, bigrams)

    def _check(self, name: str, values: Sequence[Any], for_each_symbol: bool) -> None:
        if len(values) != len(self.ids):
            message = _NOT_ONE_EACH.format(
                name=name, expected=len(self.ids), found=len(values)
            )
            raise ValueError(str(message))
        if not for_each_symbol:
            return
        for row, (length, own) in enumerate(zip(self.lengths, values, strict=True)):
            if len(own) != length:
                message = _NOT_ONE_A_SYMBOL.format(
                    name=name, row=row, expected=length, found=len(own)
                )
                raise ValueError(str(message))

    def _check_labels(self) -> None:
        """Each label must be a class, or a row of tags; not both in one set."""
        rows = self.labels if self.has_tags else [self.labels]
        for row, own in enumerate(rows):
            if not _are_labels(own, self.has_tags):
                message = _BAD_TAGS if self.has_tags else _BAD_CLASSES
                found = reprlib.repr(own)
                raise ValueError(str(message.format(row=row, found=found)))


def check_lengths(
    lengths: Tensor, num_steps: int, num_sequences: int | None = None
) -> None:
    """lengths (B,) must be whole numbers from 1 to T, else a `ValueError`."""
    whole = isinstance(lengths, Tensor) and lengths.dtype in (torch.int64, torch.int32)
    if not whole or lengths.dim() != 1:
        found = _kind_of(lengths)
        raise ValueError(str(_NOT_LENGTHS.format(found=found)))
    if len(lengths) and not 1 <= lengths.min() <= lengths.max() <= num_steps:
        found = f"{int(lengths.min())} ... {int(lengths.max())}"
        raise ValueError(str(_BAD_LENGTHS.format(last=num_steps, found=found)))
    if num_sequences not in (None, len(lengths)):
        message = _OTHER_LENGTHS.format(expected=num_sequences, found=len(lengths))
        raise ValueError(str(message))


def _kind_of(value: object) -> str:
    if isinstance(value, Tensor):
        return f"{value.dtype} {tuple(value.shape)}"
    return type(value).__name__


def _as_row(place: int, sequence: Any) -> np.ndarray:
    try:
        return np.asarray(sequence)
    except (TypeError, ValueError, RuntimeError):  # ragged, or a tensor that learns
        found = f"{_kind_of(sequence)}: {reprlib.repr(sequence)}"
        raise ValueError(str(_NOT_IDS.format(row=place, found=found))) from None


def _lengths_of(rows: Sequence[np.ndarray]) -> np.ndarray:
    """How long each of at least one sequence of whole numbers is."""
    if not rows:
        raise ValueError(str(_NO_SEQUENCES))
    for place, row in enumerate(rows):
        if row.ndim == 1 and len(row) == 0:
            raise ValueError(str(_EMPTY.format(row=place)))
        if not _is_row(row):
            found = f"{row.dtype} {row.shape}"
            raise ValueError(str(_NOT_IDS.format(row=place, found=found)))
    return np.array([len(row) for row in rows])


def _is_row(values: np.ndarray) -> bool:
    """Whether these are whole numbers in a row, of a size that torch can hold."""
    if values.ndim != 1 or values.dtype.kind not in "iu":
        return False
    return values.dtype.kind == "i" or not len(values) or int(values.max()) in _LONG


def _are_labels(values: Any, are_tags: bool) -> bool:
    try:
        found = np.asarray(values)
    except (TypeError, ValueError):  # some of them are lists
        return False
    if not found.size:
        return True  # how many there must be is another question
    if not _is_row(found):
        return False
    return bool(((found >= 0) | (are_tags & (found == IGNORED_TARGET))).all())


def _cut(order: np.ndarray, size: int) -> list[np.ndarray]:
    size = whole_number(size, "size", POSITIVE)
    return [order[at : at + size] for at in range(0, len(order), size)]


_NOT_ROWS = Text(
    en="x: expected a tensor (B, T, ...), found {found}. Take what a batch or a layer "
    "gives.",
    zh="x 应是张量 (B, T, ...)，实际是 {found}。请用批次或网络层给出的张量。",
)
_NOT_NUMBERED = Text(
    en="rows: expected a list of numbers of sequences, found {found}. "
    "Write take([0, 5]).",
    zh="rows 应是序列编号的列表，实际是 {found}。请写成 take([0, 5])。",
)
_NO_SEQUENCES = Text(
    en="Expected at least one sequence, found none. Is the list of texts empty?",
    zh="至少要有一个序列，现在一个也没有。文本列表是不是空的？",
)
_EMPTY = Text(
    en="Sequence {row} is empty, so there is nothing to read. Leave it out, or let the "
    "unknown symbol stand for it.",
    zh="第 {row} 个序列是空的，没有可读的内容。请去掉它，或用未知符号代替。",
)
_NOT_IDS = Text(
    en="Sequence {row}: expected one row of whole numbers (int64), found {found}. "
    "Look the symbols up first: vocabulary.encode(text).",
    zh="第 {row} 个序列应是一行整数（int64），实际是 {found}。"
    "请先用 vocabulary.encode(text) 查出编号。",
)
_BAD_CLASSES = Text(
    en="labels: expected a class for each sequence, whole numbers from 0, found "
    "{found}. Number the classes 0, 1, 2 ...",
    zh="labels 应是每个序列一个类别，是从 0 开始的整数，实际是 {found}。"
    "请把类别编号为 0、1、2……",
)
_BAD_TAGS = Text(
    en="labels of sequence {row}: expected a row of tags, whole numbers from 0 (-100 "
    "does not count), found {found}. Number the tags 0, 1, 2 ...",
    zh="第 {row} 个序列的 labels 应是一行标签，是从 0 开始的整数（-100 不计），"
    "实际是 {found}。请把标签编号为 0、1、2……",
)
_TOO_LONG = Text(
    en="width: expected at least {longest}, the longest sequence, found {width}. "
    "Cut the sequences first: ids[:{width}].",
    zh="width 至少应为最长序列的长度 {longest}，实际是 {width}。"
    "请先截短序列：ids[:{width}]。",
)
_NO_SUCH_END = Text(
    en="at: expected 'end' or 'start', found {found!r}. Choose where the pads go.",
    zh="at 应为 'end' 或 'start'，实际是 {found!r}。请选择填充在哪一端。",
)
_NOT_ONE_EACH = Text(
    en="{name}: expected one for each of {expected} sequences, found {found}. "
    "Make both lists from the same texts.",
    zh="{name} 应与 {expected} 个序列一一对应，实际有 {found} 个。"
    "请用同一批文本生成两个列表。",
)
_NOT_ONE_A_SYMBOL = Text(
    en="{name} of sequence {row}: expected {expected}, one a symbol, found {found}. "
    "Cut both at the same place.",
    zh="第 {row} 个序列的 {name} 应有 {expected} 个，每个符号一个，实际有 {found} 个。"
    "请在同一处截断。",
)
_NOT_LENGTHS = Text(
    en="lengths: expected a tensor of whole numbers (B,), found {found}. "
    "Take the one that pad(sequences) returns.",
    zh="lengths 应是整数张量 (B,)，实际是 {found}。请用 pad(sequences) 返回的那个。",
)
_OTHER_LENGTHS = Text(
    en="lengths: expected one for each of {expected} sequences, found {found}. "
    "Take the ids and lengths of the same batch.",
    zh="lengths 应与 {expected} 个序列一一对应，实际有 {found} 个。"
    "请取同一批的 ids 和 lengths。",
)
_BAD_LENGTHS = Text(
    en="lengths: expected numbers from 1 to T = {last}, found {found}. "
    "Take the ids and lengths of the same batch.",
    zh="lengths 应在 1 到 T = {last} 之间，实际是 {found}。"
    "请取同一批的 ids 和 lengths。",
)
