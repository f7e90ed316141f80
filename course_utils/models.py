"""Embedding, recurrent net, readout: one family of models for texts.

Letters: B sequences, T steps, E inputs, H units, D directions, V symbols, C classes.
All is batch first, padded at the end, and what stands on a pad changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.batching import check_lengths, mask_like, reverse_within
from course_utils.text import Text, join
from course_utils.threads import evaluation

Cell = Literal["rnn", "lstm", "gru"]
Pooling = Literal["last", "mean", "max"]

CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
POOLINGS = ("last", "mean", "max")
_START = 0.1
_PREFIXES = 64


class Recurrent(nn.Module):
    """One recurrent layer that reads each sequence within its own length.

    Two directions are two nets: the second one reads each sequence backwards from its
    own last symbol. So no pad is ever read before a symbol, and PyTorch's fast path
    for rectangles is used.
    """

    def __init__(
        self,
        cell: Cell,
        input_size: int,
        hidden_size: int,
        directions: int = 1,
        forget_bias: float | None = 1.0,
    ) -> None:
        """`forget_bias`: of an LSTM; None leaves PyTorch's, near 0."""
        super().__init__()
        check_choice("cell", cell, CELLS)
        check_choice("directions", directions, (1, 2))
        nets = [
            CELLS[cell](input_size, hidden_size, batch_first=True)
            for _ in range(directions)
        ]
        self.nets = nn.ModuleList(nets)
        if cell == "lstm" and forget_bias is not None:
            for net in nets:
                set_gate_bias(net, 1, forget_bias)  # rows: input, forget, cell, output

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """x (B, T, E), lengths (B,) -> outputs (B, T, D·H), 0 on pads."""
        mask = mask_like(x, lengths)
        outputs = [self.nets[0](x)[0]]
        for net in self.nets[1:]:
            reverse, _ = net(reverse_within(x, lengths))
            outputs.append(reverse_within(reverse, lengths))
        return torch.cat(outputs, dim=2).masked_fill(~mask[:, :, None], 0.0)


def last_states(outputs: Tensor, lengths: Tensor, directions: int = 1) -> Tensor:
    """outputs (B, T, D·H) -> (B, D·H): each direction after its whole sequence.

    That is the last real step forwards, and the first step backwards.
    """
    check_lengths(lengths, outputs.shape[1], len(outputs))
    rows = torch.arange(len(outputs))
    forwards = outputs[rows, lengths - 1]
    if directions == 1:
        return forwards
    half = outputs.shape[2] // 2
    return torch.cat([forwards[:, :half], outputs[:, 0, half:]], dim=1)


def mean_states(outputs: Tensor, lengths: Tensor) -> Tensor:
    """outputs (B, T, H) -> (B, H): the mean over the real steps."""
    mask = mask_like(outputs, lengths)[:, :, None]
    return outputs.masked_fill(~mask, 0.0).sum(dim=1) / lengths[:, None]


def max_states(outputs: Tensor, lengths: Tensor) -> Tensor:
    """outputs (B, T, H) -> (B, H): the largest value of each unit on a real step."""
    mask = mask_like(outputs, lengths)[:, :, None]
    return outputs.masked_fill(~mask, -torch.inf).amax(dim=1)


class TextClassifier(nn.Module):
    """One class for a text. Without a cell: the mean of its embeddings, no order."""

    def __init__(
        self,
        num_symbols: int,
        num_classes: int,
        *,
        cell: Cell | None = "lstm",
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


class Tagger(nn.Module):
    """One tag for each symbol. Without a cell, each symbol is tagged by itself."""

    def __init__(
        self,
        num_symbols: int,
        num_tags: int,
        *,
        cell: Cell | None = "lstm",
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


class RowReader(nn.Module):
    """One class for a sequence of T vectors, all of one length: a picture by rows."""

    def __init__(
        self,
        cell: Cell,
        num_features: int,
        hidden: int,
        num_classes: int,
        forget_bias: float | None = 1.0,
    ) -> None:
        super().__init__()
        self.recurrent = Recurrent(cell, num_features, hidden, 1, forget_bias)
        self.readout = nn.Linear(hidden, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        """x (B, T, F) -> scores (B, C), read from the last state."""
        lengths = torch.full((len(x),), x.shape[1])
        scores: Tensor = self.readout(self.recurrent(x, lengths)[:, -1])
        return scores


def make_embedding(num_symbols: int, size: int, pad_id: int = 0) -> nn.Embedding:
    """A table (V, E), uniform in ±0.1, and 0 for the pad.

    PyTorch's own start, of standard deviation 1, is too large for small data.
    """
    table = nn.Embedding(num_symbols, size, padding_idx=pad_id)
    nn.init.uniform_(table.weight, -_START, _START)
    with torch.no_grad():
        table.weight[pad_id] = 0.0
    return table


def check_ids(ids: Tensor, embedding: nn.Embedding) -> None:
    """ids (B, T) must be whole numbers from 0 to V - 1, else a `ValueError`."""
    if ids.dim() != 2 or ids.dtype not in (torch.int64, torch.int32):
        found = f"{ids.dtype} {tuple(ids.shape)}"
        raise ValueError(str(_NOT_IDS.format(found=found)))
    last = embedding.num_embeddings - 1
    if ids.numel() and not 0 <= ids.min() <= ids.max() <= last:
        found = f"{int(ids.min())} ... {int(ids.max())}"
        raise ValueError(str(_BAD_IDS.format(last=last, found=found)))


def check_choice(name: str, found: object, allowed: Sequence[object] | dict) -> None:
    """`found` must be one of `allowed`, else a `ValueError`."""
    if found not in allowed:
        choices = join(repr(each) for each in allowed)
        message = _NO_SUCH_CHOICE.format(name=name, found=repr(found), choices=choices)
        raise ValueError(str(message))


_NO_SUCH_CHOICE = Text(
    en="{name}: expected one of {choices}, found {found}. Choose one of them.",
    zh="{name} 只能是 {choices} 之一，实际是 {found}。请任选其一。",
)
_NOT_IDS = Text(
    en="ids: expected whole numbers (B, T), found {found}. "
    "Make them with pad(sequences).",
    zh="ids 应是整数张量 (B, T)，实际是 {found}。请用 pad(sequences) 生成。",
)
_BAD_IDS = Text(
    en="ids: expected numbers from 0 to {last}, found {found}. "
    "Use the vocabulary that the model was made for.",
    zh="ids 应在 0 到 {last} 之间，实际是 {found}。请使用建立模型时的词表。",
)
_NOT_A_TEXT = Text(
    en="read: expected the ids of one text (T,), at least one, found shape {found}. "
    "Give it vocabulary.encode(text).",
    zh="read 需要一段文本的编号 (T,)，至少一个，实际形状是 {found}。"
    "请传入 vocabulary.encode(text)。",
)
_BIGRAMS = Text(
    en="This tagger reads bigrams, too, found none. Give bigrams (B, T) as the third "
    "argument.",
    zh="这个标注器还要读二元组，却没有得到。请把 bigrams (B, T) 作为第三个参数。",
)
_NO_BIGRAMS = Text(
    en="This tagger reads no bigrams, found some. Make it with num_bigrams=...",
    zh="这个标注器不读二元组，却得到了。请在建立时给出 num_bigrams=...",
)


def set_gate_bias(net: nn.RNNBase, block: int, bias: float) -> None:
    """Give one gate, `block` of H rows, the bias `bias`; PyTorch's second one is 0."""
    rows = slice(block * net.hidden_size, (block + 1) * net.hidden_size)
    for name, value in (("bias_ih_l0", bias), ("bias_hh_l0", 0.0)):
        biases = net.get_parameter(name).detach().numpy().copy()
        biases[rows] = value
        overwrite(net, **{name: biases})


def overwrite(net: nn.Module, **weights: np.ndarray) -> None:
    """Give weights of a net, by name, other values in place."""
    with torch.no_grad():
        for name, values in weights.items():
            net.get_parameter(name).copy_(torch.from_numpy(values))
