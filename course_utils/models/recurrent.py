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

from course_utils.shapes.numbers import finite_number
from course_utils.shapes.whole_numbers import POSITIVE, whole_number
from course_utils.text import Text, join
from course_utils.training.batching import check_lengths, mask_like, reverse_within

CellName = Literal["rnn", "lstm", "gru"]

TORCH_CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
_START = 0.1


class Recurrent(nn.Module):
    """One recurrent layer that reads each sequence within its own length.

    Two directions are two nets: the second one reads each sequence backwards from its
    own last symbol. So no pad is ever read before a symbol, and PyTorch's fast path
    for rectangles is used.
    """

    def __init__(
        self,
        cell: CellName,
        input_size: int,
        hidden_size: int,
        directions: int = 1,
        forget_bias: float | None = 1.0,
    ) -> None:
        """`forget_bias`: of an LSTM; None leaves PyTorch's, near 0."""
        super().__init__()
        whole_number(input_size, "input_size", POSITIVE)
        whole_number(hidden_size, "hidden_size", POSITIVE)
        check_choice("cell", cell, TORCH_CELLS)
        check_choice("directions", directions, (1, 2))
        nets = [
            TORCH_CELLS[cell](input_size, hidden_size, batch_first=True)
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
    check_choice("directions", directions, (1, 2))
    if outputs.shape[2] % directions:
        message = _UNEVEN.format(directions=directions, found=outputs.shape[2])
        raise ValueError(str(message))
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


def make_embedding(num_symbols: int, size: int, pad_id: int = 0) -> nn.Embedding:
    """A table (V, E), uniform in ±0.1, and 0 for the pad.

    PyTorch's own start, of standard deviation 1, is too large for small data.
    """
    whole_number(num_symbols, "num_symbols", POSITIVE)
    whole_number(size, "embedding", POSITIVE)
    whole_number(pad_id, "pad_id", range(num_symbols))
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
_UNEVEN = Text(
    en="outputs: expected the units of {directions} directions side by side, found "
    "{found}. Give directions as the net has them.",
    zh="outputs 应是 {directions} 个方向的单元并排，实际是 {found} 个。"
    "directions 请与网络一致。",
)
_NOT_WEIGHTS = Text(
    en="{name}: expected finite numbers in the shape {expected}, found shape {found}. "
    "Take values for every weight.",
    zh="{name} 应是形状为 {expected} 的有限数，实际形状是 {found}。"
    "请给每个权重一个值。",
)


def set_gate_bias(net: nn.RNNBase, block: int, bias: float) -> None:
    """Give one gate, `block` of H rows, the bias `bias`; PyTorch's second one is 0."""
    num_blocks = len(net.get_parameter("bias_ih_l0")) // net.hidden_size
    whole_number(block, "block", range(num_blocks))
    finite_number(bias, "bias", 1.0)
    rows = slice(block * net.hidden_size, (block + 1) * net.hidden_size)
    for name, value in (("bias_ih_l0", bias), ("bias_hh_l0", 0.0)):
        biases = net.get_parameter(name).detach().numpy().copy()
        biases[rows] = value
        overwrite(net, **{name: biases})


def overwrite(net: nn.Module, **weights: np.ndarray) -> None:
    """Give weights of a net, by name, other values in place."""
    with torch.no_grad():
        for name, values in weights.items():
            weight = net.get_parameter(name)
            if values.shape != weight.shape or not np.isfinite(values).all():
                expected, found = tuple(weight.shape), values.shape
                message = _NOT_WEIGHTS.format(name=name, expected=expected, found=found)
                raise ValueError(str(message))
            weight.copy_(torch.from_numpy(values))


def read_and_hold(net: nn.RNN, x: Tensor, lengths: Tensor) -> Tensor:
    """x (B, T, E) of B texts padded at the end, lengths (B,) -> last states (B, H).

    The same as the last real states of one call for all steps, only slower.
    """
    check_lengths(lengths, x.shape[1], len(x))
    h = x.new_zeros(len(x), net.hidden_size)
    for t in range(x.shape[1]):
        _, (stepped,) = net(x[:, t : t + 1], h[None])
        h = torch.where((t < lengths)[:, None], stepped, h)
    return h
