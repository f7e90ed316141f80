"""A picture to a text: a convolutional net sees, a GRU writes.

O. Vinyals et al. (2015) give the picture to the writer once, as its first state;
"inject" (M. Tanti et al., 2018) shows it at every step.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from course_utils.text import Text
from course_utils.writing import MAX_SYMBOLS, write_greedily

HEIGHT, WIDTH = 8, 16


class Captioner(nn.Module):
    """Pictures of two digits side by side to their name, symbol by symbol."""

    def __init__(
        self,
        num_symbols: int,
        *,
        at_every_step: bool = False,
        embedding: int = 32,
        hidden: int = 96,
    ) -> None:
        super().__init__()
        self.at_every_step = at_every_step
        self.see = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(32 * (HEIGHT // 4) * (WIDTH // 4), hidden),
        )
        self.embed = nn.Embedding(num_symbols, embedding)
        extra = hidden if at_every_step else 0
        self.decoder = nn.GRU(embedding + extra, hidden, batch_first=True)
        self.readout = nn.Linear(hidden, num_symbols)

    def forward(self, images: Tensor, inputs: Tensor) -> Tensor:
        """images (B, 8, 16), inputs (B, L) -> scores (B, L, V)."""
        vector = self.vector_of(images)
        states, _ = self.decoder(self._inputs(inputs, vector), vector[None])
        scores: Tensor = self.readout(states)
        return scores

    def vector_of(self, images: Tensor) -> Tensor:
        """images (B, 8, 16) -> what the writer is told of them (B, H)."""
        if images.dim() != 3 or images.shape[1:] != (HEIGHT, WIDTH):
            raise ValueError(str(_NOT_A_PAIR.format(found=tuple(images.shape))))
        vector: Tensor = self.see(images[:, None]).tanh()
        return vector

    @torch.no_grad()
    def write(self, images: Tensor, max_symbols: int = MAX_SYMBOLS) -> Tensor:
        """images (B, 8, 16) -> ids (B, L), the likeliest symbol at each step."""
        vector = self.vector_of(images)

        def step(last: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
            states, state = self.decoder(self._inputs(last[:, None], vector), state)
            return self.readout(states[:, 0]), state

        return write_greedily(step, vector[None], len(images), max_symbols)

    def _inputs(self, ids: Tensor, vector: Tensor) -> Tensor:
        """What the GRU reads: the symbols written, beside them the picture or not."""
        symbols: Tensor = self.embed(ids)
        if not self.at_every_step:
            return symbols
        picture = vector[:, None].expand(-1, ids.shape[1], -1)
        return torch.cat([symbols, picture], dim=2)


_NOT_A_PAIR = Text(
    en="Expected pictures of two digits, (B, 8, 16), found {found}. "
    "Put two of load_digits_8() side by side.",
    zh="需要两个数字并排的图片，形状为 (B, 8, 16)，实际是 {found}。"
    "请把 load_digits_8() 的两张图并排。",
)
