"""Blocks that mix steps and then think about each: a Transformer, and its sibling.

Letters: B sequences, T steps, E inputs, D units, F units of the feed-forward net.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.parallel.attention import CausalAttention
from course_utils.parallel.inputs import check_input
from course_utils.parallel.recurrence import MinimalGRU
from course_utils.scratch.transformer import LONGEST_WAVE
from course_utils.shapes.whole_numbers import POSITIVE, whole_number

NUM_BLOCKS = 2
NUM_HEADS = 4


class ResidualBlock(nn.Module):
    """Mix the steps, then think about each; what is found is added to x.

    Normalised before, not after: Xiong et al. (2020).
    """

    def __init__(self, size: int, hidden: int, mixer: nn.Module) -> None:
        """mixer: x (B, T, D), state -> (B, T, D), state."""
        super().__init__()
        self.mixer = mixer
        self.thinking = nn.Sequential(
            nn.Linear(size, hidden), nn.ReLU(), nn.Linear(hidden, size)
        )
        self.norm_to_mix, self.norm_to_think = nn.LayerNorm(size), nn.LayerNorm(size)

    def forward(self, x: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        """x (B, T, D), the mixer's state -> (B, T, D), its next state."""
        mixed, state = self.mixer(self.norm_to_mix(x), state)
        x = x + mixed
        return x + self.thinking(self.norm_to_think(x)), state


class BlockStack(nn.Module):
    """Inputs E, blocks of D, one after another; the state is one a block."""

    def __init__(
        self, input_size: int, size: int, blocks: Sequence[ResidualBlock]
    ) -> None:
        super().__init__()
        self.hidden_size = whole_number(size, "size", POSITIVE)
        self.enter = nn.Linear(input_size, size)
        self.blocks = nn.ModuleList(blocks)
        self.norm = nn.LayerNorm(size)

    def forward(self, x: Tensor, states: Any = None) -> tuple[Tensor, list[Any]]:
        """x (B, T, E) -> (B, T, D), and the state of each block after it."""
        check_input(x, self.enter.in_features)
        x, found = self.enter(self.tell_places(x, states)), []
        states = states or [None] * len(self.blocks)
        for block, state in zip(self.blocks, states, strict=True):
            x, state = block(x, state)
            found.append(state)
        return self.norm(x), found

    def tell_places(self, x: Tensor, states: Any) -> Tensor:
        """x as it is: a state that reads step by step knows early from late."""
        return x


class MinimalGRUStack(BlockStack):
    """Blocks in which a minimal GRU mixes the steps."""

    def __init__(
        self,
        input_size: int,
        size: int,
        hidden: int,
        num_blocks: int = NUM_BLOCKS,
        keeping: float = 2.0,
    ) -> None:
        mixers = [MinimalGRU(size, size, keeping) for _ in range(num_blocks)]
        blocks = [ResidualBlock(size, hidden, mixer) for mixer in mixers]
        super().__init__(input_size, size, blocks)


class Transformer(BlockStack):
    """Blocks in which attention mixes the steps, after each is told its place.

    Without places (`places=False`), only the mask tells early from late.
    """

    def __init__(
        self,
        input_size: int,
        size: int,
        hidden: int,
        num_blocks: int = NUM_BLOCKS,
        heads: int = NUM_HEADS,
        places: bool = True,
    ) -> None:
        mixers = [CausalAttention(size, heads) for _ in range(num_blocks)]
        blocks = [ResidualBlock(size, hidden, mixer) for mixer in mixers]
        super().__init__(input_size, size, blocks)
        self.places = places

    def tell_places(self, x: Tensor, states: Any) -> Tensor:
        """x (B, T, E), and to each step the place it has after those in `states`."""
        if not self.places:
            return x
        first = states[0].keys.shape[2] if states else 0
        return x + wave_places(first, x.shape[1], x.shape[2]).to(x)


def wave_places(first: int, num_steps: int, size: int) -> Tensor:
    """Places from `first` on as waves (T, E): sines in the even units, cosines in odd.

    The wavelengths grow from 2 pi to 10,000 times that. Source: Vaswani et al. (2017).
    """
    steps = torch.arange(first, first + num_steps)[:, None]
    halves = torch.arange(size) // 2
    angles = steps / LONGEST_WAVE ** (2 * halves / size)
    return torch.where(torch.arange(size) % 2 == 0, angles.sin(), angles.cos())
