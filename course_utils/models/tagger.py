"""One tag for each symbol of a text."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from course_utils.models.recurrent import CellName, Recurrent, check_ids, make_embedding
from course_utils.shapes.numbers import number_within
from course_utils.shapes.whole_numbers import POSITIVE, whole_number
from course_utils.text import Text


class Tagger(nn.Module):
    """One tag for each symbol. Without a cell, each symbol is tagged by itself."""

    def __init__(
        self,
        num_symbols: int,
        num_tags: int,
        *,
        cell: CellName | None = "lstm",
        embedding: int = 64,
        hidden: int = 64,
        directions: int = 2,
        dropout: float = 0.3,
        num_bigrams: int = 0,
        bigram_embedding: int = 48,
        forget_bias: float | None = 1.0,
        pad_id: int = 0,
    ) -> None:
        """`num_bigrams`: kinds of a second id for each place; 0 reads none."""
        super().__init__()
        whole_number(num_tags, "num_tags", POSITIVE)
        number_within(dropout, "dropout", 0, 1, 0.3)
        self.embedding = make_embedding(num_symbols, embedding, pad_id)
        self.bigrams = None
        size = embedding
        if num_bigrams:
            self.bigrams = make_embedding(num_bigrams, bigram_embedding, pad_id)
            size += bigram_embedding
        self.dropout = nn.Dropout(dropout)
        self.recurrent = None
        if cell is not None:
            self.recurrent = Recurrent(cell, size, hidden, directions, forget_bias)
            size = directions * hidden
        self.readout = nn.Linear(size, num_tags)

    def forward(
        self, ids: Tensor, lengths: Tensor, bigrams: Tensor | None = None
    ) -> Tensor:
        """ids (B, T), lengths (B,), bigrams (B, T) -> scores (B, T, C)."""
        x = self._embed(ids, bigrams)
        if self.recurrent is not None:
            x = self.recurrent(self.dropout(x), lengths)
        scores: Tensor = self.readout(self.dropout(x))
        return scores

    def _embed(self, ids: Tensor, bigrams: Tensor | None) -> Tensor:
        check_ids(ids, self.embedding)
        x: Tensor = self.embedding(ids)
        if (bigrams is None) != (self.bigrams is None):
            raise ValueError(str(_BIGRAMS if bigrams is None else _NO_BIGRAMS))
        if self.bigrams is None or bigrams is None:
            return x
        check_ids(bigrams, self.bigrams)
        return torch.cat([x, self.bigrams(bigrams)], dim=2)


_BIGRAMS = Text(
    en="This tagger reads bigrams, too, found none. Give bigrams (B, T) as the third "
    "argument.",
    zh="这个标注器还要读二元组，却没有得到。请把 bigrams (B, T) 作为第三个参数。",
)
_NO_BIGRAMS = Text(
    en="This tagger reads no bigrams, found some. Make it with num_bigrams=...",
    zh="这个标注器不读二元组，却得到了。请在建立时给出 num_bigrams=...",
)
