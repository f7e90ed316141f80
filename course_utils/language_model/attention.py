"""Attention over the poem so far: what the state no longer holds is looked up.

A line answers the one above it, character by character, and a state of fixed size has
to keep all of it. Here it looks back, as the decoder of lesson 07 does. In a language
model: Daniluk et al. (2017); a bias for each distance: Shaw et al. (2018), Raffel et
al. (2020).
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from course_utils.language_model.grid import MAX_PART_LINES, PLACE_WIDTHS


class PoemMemory(NamedTuple):
    """What can be looked up: keys (t, B, M, K) and values (t, B, M, U)."""

    keys: Tensor
    values: Tensor

    def keep(self, rows: Tensor) -> PoemMemory:
        """That of poems `rows` (B,)."""
        return PoemMemory(self.keys[:, rows], self.values[:, rows])

    def then(self, later: PoemMemory) -> PoemMemory:
        """This, and what was read after it."""
        return PoemMemory(
            torch.cat([self.keys, later.keys]), torch.cat([self.values, later.values])
        )


class LookBack(nn.Module):
    """Attention of M heads over LSTM states: H units, D of a character, K, U a head.

    Lines of each width have biases of their own, one for each distance in characters.
    """

    def __init__(
        self,
        hidden: int,
        embedding: int,
        heads: int,
        key: int = 32,
        value: int = 64,
    ) -> None:
        super().__init__()
        self._heads = heads
        self._widths = heads * key, heads * key, heads * value
        self.num_outputs = heads * value
        self.looking = nn.Linear(hidden, sum(self._widths))  # one product, not three
        self.reading = nn.Linear(embedding, heads * value, bias=False)
        num_distances = MAX_PART_LINES * max(PLACE_WIDTHS)
        self.bias = nn.Parameter(torch.zeros(len(PLACE_WIDTHS), heads, num_distances))

    def forward(
        self, states: Tensor, read: Tensor, width: int, memory: PoemMemory | None = None
    ) -> tuple[Tensor, PoemMemory]:
        """What states (T, B, H) see (T, B, M·U), and all that can be looked up now.

        read (T, B, D): the characters the states have read last; `width`: characters a
        line; `memory`: of the steps before these.
        """
        looking = self.looking(states).split(self._widths, dim=-1)
        queries, keys, values = (self._split(each) for each in looking)
        own = PoemMemory(keys, values + self._split(self.reading(read)))
        memory = memory.then(own) if memory else own
        scale = queries.shape[-1] ** -0.5
        scores = torch.einsum("tbmk,sbmk->bmts", queries * scale, memory.keys)
        weights = (scores + self._bias(len(states), len(memory.keys), width)).softmax(3)
        seen = torch.einsum(
            "bmts,sbmu->tbmu", weights.to(memory.values.dtype), memory.values
        )
        return seen.flatten(2), memory

    def _split(self, x: Tensor) -> Tensor:
        """(t, B, M·K) -> (t, B, M, K)."""
        return x.unflatten(-1, (self._heads, -1))

    def _bias(self, num_steps: int, num_known: int, width: int) -> Tensor:
        """(M, T, t): of each distance; minus infinity where nothing is to be seen."""
        now = torch.arange(num_known - num_steps, num_known)[:, None]
        distances = now - torch.arange(num_known)
        farthest = MAX_PART_LINES * width - 1
        bias = self.bias[PLACE_WIDTHS.index(width)][:, distances.clamp(0, farthest)]
        hidden = (distances < 0) | (distances > farthest)
        return bias.masked_fill(hidden, -torch.inf)
