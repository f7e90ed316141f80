"""The tagger of the long run: bigrams on both sides, a BiLSTM, a chain of tags."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_utils.batching import Batch
from course_utils.linear_chain import LinearChain
from course_utils.models import Recurrent, check_ids, make_embedding


class ChainTagger(nn.Module):
    """Scores for each character, and a chain that judges the tags together.

    A place reads its character, the bigram that begins there, and the one that ends
    there. Letters: B sentences, T characters, C tags.
    """

    def __init__(
        self,
        num_symbols: int,
        num_bigrams: int,
        num_tags: int,
        *,
        embedding: int = 64,
        bigram_embedding: int = 48,
        hidden: int = 128,
        dropout: float = 0.5,
    ) -> None:
        super().__init__()
        self.embedding = make_embedding(num_symbols, embedding)
        self.bigrams = make_embedding(num_bigrams, bigram_embedding)
        self.dropout = nn.Dropout(dropout)
        size = embedding + 2 * bigram_embedding
        self.recurrent = Recurrent("lstm", size, hidden, directions=2)
        self.readout = nn.Linear(2 * hidden, num_tags)
        self.chain = LinearChain(num_tags)

    def forward(self, ids: Tensor, lengths: Tensor, bigrams: Tensor) -> Tensor:
        """ids (B, T), lengths (B,), bigrams (B, T) -> scores (B, T, C)."""
        check_ids(ids, self.embedding)
        check_ids(bigrams, self.bigrams)
        begins = self.bigrams(bigrams)
        ends = F.pad(begins[:, :-1], (0, 0, 1, 0))  # one place later
        x = torch.cat([self.embedding(ids), begins, ends], dim=2)
        outputs = self.recurrent(self.dropout(x), lengths)
        scores: Tensor = self.readout(self.dropout(outputs))
        return scores


def chain_loss(model: ChainTagger, batch: Batch) -> Tensor:
    """Minus the log-likelihood of the right tag sequences, in nats per character."""
    scores = model(batch.ids, batch.lengths, batch.bigrams)
    likelihoods = model.chain.log_likelihood(scores, batch.labels, batch.lengths)
    return -likelihoods.sum() / batch.lengths.sum()
