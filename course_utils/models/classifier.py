"""One class for a sequence: of a text, or of a picture read row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor, nn

from course_utils.models.recurrent import (
    CellName,
    Recurrent,
    check_choice,
    check_ids,
    last_states,
    make_embedding,
    max_states,
    mean_states,
)
from course_utils.shapes.numbers import number_within
from course_utils.shapes.whole_numbers import POSITIVE, whole_number
from course_utils.text import Text
from course_utils.training.computing import evaluation

Pooling = Literal["last", "mean", "max"]
POOLINGS = ("last", "mean", "max")
_PREFIXES = 64


class TextClassifier(nn.Module):
    """One class for a text. Without a cell: the mean of its embeddings, no order."""

    def __init__(
        self,
        num_symbols: int,
        num_classes: int,
        *,
        cell: CellName | None = "lstm",
        embedding: int = 64,
        hidden: int = 64,
        directions: int = 1,
        pooling: Pooling = "last",
        dropout: float = 0.0,
        word_dropout: float = 0.0,
        forget_bias: float | None = 1.0,
        pad_id: int = 0,
        unknown_id: int = 1,
    ) -> None:
        """`word_dropout`: how often a symbol is read as `unknown_id` in training."""
        super().__init__()
        whole_number(num_classes, "num_classes", POSITIVE)
        number_within(dropout, "dropout", 0, 1, 0.3)
        if number_within(word_dropout, "word_dropout", 0, 1, 0.1):
            whole_number(unknown_id, "unknown_id", range(num_symbols))
        check_choice("pooling", pooling, POOLINGS)
        self.pooling, self.directions = pooling, directions
        self.word_dropout, self.unknown_id = word_dropout, unknown_id
        self.embedding = make_embedding(num_symbols, embedding, pad_id)
        self.dropout = nn.Dropout(dropout)
        self.recurrent = None
        size = embedding
        if cell is not None:
            self.recurrent = Recurrent(cell, embedding, hidden, directions, forget_bias)
            size = directions * hidden
        self.readout = nn.Linear(size, num_classes)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """ids (B, T), lengths (B,) -> scores (B, C)."""
        scores: Tensor = self.readout(self.dropout(self._summary(ids, lengths)))
        return scores

    def _summary(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """ids (B, T) -> (B, D·H), or (B, E) without a cell."""
        check_ids(ids, self.embedding)
        if self.training and self.word_dropout:
            lost = torch.rand(ids.shape) < self.word_dropout
            ids = ids.masked_fill(lost, self.unknown_id)
        x = self.dropout(self.embedding(ids))
        if self.recurrent is None:
            return mean_states(x, lengths)
        outputs = self.recurrent(x, lengths)
        if self.pooling == "last":
            return last_states(outputs, lengths, self.directions)
        return {"mean": mean_states, "max": max_states}[self.pooling](outputs, lengths)

    def read(self, ids: Sequence[int] | Tensor) -> Tensor:
        """ids (T,) of one text -> probabilities after each symbol (T, C).

        Row t is the verdict on the first t + 1 symbols, as if the text ended there.
        """
        whole = torch.as_tensor(ids)
        if whole.dim() != 1 or not len(whole):
            raise ValueError(str(_NOT_A_TEXT.format(found=tuple(whole.shape))))
        with evaluation(self):
            if self.recurrent and self.pooling == "last" and self.directions == 1:
                check_ids(whole[None], self.embedding)
                x = self.embedding(whole)[None]
                scores = self.readout(self.recurrent(x, torch.tensor([len(whole)]))[0])
            else:
                ends = torch.arange(1, len(whole) + 1).split(_PREFIXES)
                scores = torch.cat(
                    [self(whole[: end[-1]].expand(len(end), -1), end) for end in ends]
                )
            return scores.softmax(dim=1)


class RowReader(nn.Module):
    """One class for a sequence of T vectors, all of one length: a picture by rows."""

    def __init__(
        self,
        cell: CellName,
        num_features: int,
        hidden: int,
        num_classes: int,
        forget_bias: float | None = 1.0,
    ) -> None:
        super().__init__()
        whole_number(num_classes, "num_classes", POSITIVE)
        self.recurrent = Recurrent(cell, num_features, hidden, 1, forget_bias)
        self.readout = nn.Linear(hidden, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        """x (B, T, F) -> scores (B, C), read from the last state."""
        lengths = torch.full((len(x),), x.shape[1])
        scores: Tensor = self.readout(self.recurrent(x, lengths)[:, -1])
        return scores


_NOT_A_TEXT = Text(
    en="read: expected the ids of one text (T,), at least one, found shape {found}. "
    "Give it vocabulary.encode(text).",
    zh="read 需要一段文本的编号 (T,)，至少一个，实际形状是 {found}。"
    "请传入 vocabulary.encode(text)。",
)
