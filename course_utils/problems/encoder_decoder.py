"""A sequence to another of any length: an encoder reads, a decoder writes.

K. Cho et al. (2014) and I. Sutskever et al. (2014): all that the decoder learns of the
input is one state. D. Bahdanau et al. (2015): it looks at all states of the encoder
again, at every step; here by the dot product of M.-T. Luong et al. (2015).
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from course_utils.models.recurrent import Recurrent, check_ids, last_states
from course_utils.problems.writing import MAX_SYMBOLS, write_greedily
from course_utils.training.batching import mask_of


class EncoderMemory(NamedTuple):
    """What the encoder leaves: S states, which of them are real, and their end."""

    states: Tensor
    """(B, S, H)"""
    mask: Tensor
    """(B, S) bool, False on padding."""
    final: Tensor
    """(B, H): the decoder's first state."""


class Written(NamedTuple):
    """What a net wrote, and where it looked."""

    ids: Tensor
    """(B, L)"""
    weights: Tensor
    """(B, L, S): each row sums to 1; all 0 without attention."""


class EncoderDecoder(nn.Module):
    """Two GRUs with one state of H between them, or attention to all states."""

    def __init__(
        self,
        num_inputs: int,
        num_outputs: int,
        *,
        attention: bool = True,
        directions: int = 2,
        embedding: int = 32,
        hidden: int = 96,
    ) -> None:
        super().__init__()
        self.attention, self.directions = attention, directions
        self.embed_input = nn.Embedding(num_inputs, embedding)
        self.encoder = Recurrent("gru", embedding, hidden, directions)
        self.project = nn.Linear(directions * hidden, hidden)
        self.embed_output = nn.Embedding(num_outputs, embedding)
        self.decoder = nn.GRU(embedding, hidden, batch_first=True)
        self.readout = nn.Linear((2 if attention else 1) * hidden, num_outputs)

    def forward(self, ids: Tensor, lengths: Tensor, inputs: Tensor) -> Tensor:
        """ids (B, S) to read, inputs (B, L) written so far -> scores (B, L, V)."""
        memory = self.read(ids, lengths)
        states, _ = self.decoder(self.embed_output(inputs), memory.final[None])
        scores, _ = self.score(states, memory)
        return scores

    def read(self, ids: Tensor, lengths: Tensor) -> EncoderMemory:
        """ids (B, S) and their lengths (B,) -> the states of the encoder."""
        check_ids(ids, self.embed_input)
        outputs = self.encoder(self.embed_input(ids), lengths)
        final = self.project(last_states(outputs, lengths, self.directions))
        return EncoderMemory(
            self.project(outputs), mask_of(lengths, ids.shape[1]), final
        )

    def score(self, states: Tensor, memory: EncoderMemory) -> tuple[Tensor, Tensor]:
        """Decoder states (B, L, H) -> scores (B, L, V) and weights (B, L, S)."""
        if not self.attention:
            weights = states.new_zeros(*states.shape[:2], memory.states.shape[1])
            return self.readout(states), weights
        weights = attention_weights(states, memory.states, memory.mask)
        seen = weights @ memory.states
        return self.readout(torch.cat([states, seen], dim=2)), weights

    @torch.no_grad()
    def write(
        self, ids: Tensor, lengths: Tensor, max_symbols: int = MAX_SYMBOLS
    ) -> Written:
        """ids (B, S) -> what is written greedily (B, L), and the weights (B, L, S)."""
        memory = self.read(ids, lengths)
        looked = []

        def step(last: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
            states, state = self.decoder(self.embed_output(last[:, None]), state)
            scores, weights = self.score(states, memory)
            looked.append(weights)
            return scores[:, 0], state

        written = write_greedily(step, memory.final[None], len(ids), max_symbols)
        return Written(written, torch.cat(looked, dim=1))


def attention_weights(queries: Tensor, keys: Tensor, mask: Tensor) -> Tensor:
    """queries (B, L, H), keys (B, S, H), mask (B, S) -> weights (B, L, S).

    Each row is the softmax of the dot products with the real keys; padding gets 0.
    """
    scores = queries @ keys.transpose(1, 2)
    weights: Tensor = scores.masked_fill(~mask[:, None], -torch.inf).softmax(dim=2)
    return weights
