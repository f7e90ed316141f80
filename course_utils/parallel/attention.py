"""Attention of a sequence to itself: each step sees itself and what came before it.

Letters: B sequences, T steps now, S steps known with them, D units, M heads of K.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from course_utils.parallel.inputs import MOST_PAIR_BYTES, check_input, check_memory
from course_utils.shapes.whole_numbers import POSITIVE, whole_number
from course_utils.text import Text


class KeyMemory(NamedTuple):
    """What was read: keys (B, M, S, K) and values (B, M, S, K)."""

    keys: Tensor
    values: Tensor

    def then(self, later: KeyMemory) -> KeyMemory:
        """This, and what was read after it."""
        keys = torch.cat([self.keys, later.keys], dim=2)
        return KeyMemory(keys, torch.cat([self.values, later.values], dim=2))


def causal_weights(queries: Tensor, keys: Tensor) -> Tensor:
    """queries (B, M, T, K), keys (B, M, S, K) -> weights (B, M, T, S).

    The last query belongs to the last key; what comes later gets 0.
    """
    T, S, K = queries.shape[2], *keys.shape[2:]
    scores = queries @ keys.transpose(2, 3) / K**0.5
    later = torch.ones(T, S, dtype=torch.bool).triu(1 + S - T)
    return scores.masked_fill(later, -torch.inf).softmax(dim=3)


class CausalAttention(nn.Module):
    """M heads of scaled dot products that look back. Source: Vaswani et al. (2017)."""

    def __init__(self, size: int, heads: int, max_bytes: int = MOST_PAIR_BYTES) -> None:
        super().__init__()
        self.hidden_size = whole_number(size, "size", POSITIVE)
        self.heads = whole_number(heads, "heads", POSITIVE)
        if size % heads:
            raise ValueError(str(_UNEVEN.format(size=size, heads=heads)))
        self.max_bytes = max_bytes
        self.looking = nn.Linear(size, 3 * size)  # one product, not three
        self.joining = nn.Linear(size, size)

    def forward(
        self, x: Tensor, memory: KeyMemory | None = None
    ) -> tuple[Tensor, KeyMemory]:
        """x (B, T, D) after `memory` -> what each step sees (B, T, D), all known."""
        weights, memory = self.look(x, memory)
        return self.join(weights @ memory.values), memory

    def look(
        self, x: Tensor, memory: KeyMemory | None = None
    ) -> tuple[Tensor, KeyMemory]:
        """x (B, T, D) -> weights (B, M, T, S), each row sums to 1, and all known."""
        check_input(x, self.hidden_size)
        queries, keys, values = self.split(x)
        own = KeyMemory(keys, values)
        known = own if memory is None else memory.then(own)
        T, S = x.shape[1], known.keys.shape[2]
        check_memory(len(x) * self.heads, T, S, self.max_bytes)
        return causal_weights(queries, known.keys), known

    def split(self, x: Tensor) -> list[Tensor]:
        """x (B, T, D) -> queries, keys and values (B, M, T, K)."""
        parts = self.looking(x).chunk(3, dim=2)
        return [part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in parts]

    def join(self, seen: Tensor) -> Tensor:
        """What the heads have seen (B, M, T, K) -> (B, T, D)."""
        joined: Tensor = self.joining(seen.transpose(1, 2).flatten(2))
        return joined


_UNEVEN = Text(
    en="size: expected a multiple of the {heads} heads, found {size}. Each head takes "
    "an equal part: try another number of heads.",
    zh="size 应是头数 {heads} 的倍数，实际是 {size}。"
    "每个头分到的大小相同，请换一个头数。",
)
