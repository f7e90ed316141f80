"""The tagger of the long run: bigrams on both sides, a BiLSTM, a chain of tags."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_utils.models.recurrent import Recurrent, check_ids, make_embedding
from course_utils.shapes.arrays import expect
from course_utils.shapes.numbers import number_within
from course_utils.shapes.whole_numbers import POSITIVE, whole_number
from course_utils.text import Text
from course_utils.training.batching import Batch, mask_like


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
        number_within(dropout, "dropout", 0, 1, 0.5)
        whole_number(num_tags, "num_tags", POSITIVE)
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


class LinearChain(nn.Module):
    """Scores of first tags (C,), and of steps from one tag to the next (C, C)."""

    def __init__(self, num_tags: int) -> None:
        super().__init__()
        whole_number(num_tags, "num_tags", POSITIVE)
        self.first = nn.Parameter(torch.zeros(num_tags))
        self.steps = nn.Parameter(torch.zeros(num_tags, num_tags))

    def log_likelihood(self, scores: Tensor, tags: Tensor, lengths: Tensor) -> Tensor:
        """scores (B, T, C), tags (B, T), lengths (B,) -> log P(tags | scores), (B,).

        Tags on pads may be anything; others are whole numbers from 0 to C - 1.
        """
        mask = self._mask(scores, lengths)
        expect(tags, "B T", name="tags", B=mask.shape[0], T=mask.shape[1])
        tags = tags.masked_fill(~mask, 0)
        last = len(self.first) - 1
        if tags.is_floating_point() or not 0 <= tags.min() <= tags.max() <= last:
            found = f"{tags.dtype} {tags.min().item()} ... {tags.max().item()}"
            raise ValueError(str(_NOT_TAGS.format(last=last, found=found)))
        return self._score(scores, tags, mask) - self._log_sum(scores, mask)

    def best(self, scores: Tensor, lengths: Tensor) -> list[np.ndarray]:
        """The best tag sequence of each text: B arrays (T,), by `viterbi`."""
        self._mask(scores, lengths)
        first, steps = self.first.detach().numpy(), self.steps.detach().numpy()
        rows = zip(scores.detach().numpy(), lengths.tolist(), strict=True)
        return [viterbi(row[:length], first, steps) for row, length in rows]

    def _mask(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """(B, T): True where scores (B, T, C) of these lengths (B,) stand."""
        expect(scores, "B T C", name="scores", floats=True, C=len(self.first))
        return mask_like(scores, lengths)

    def _score(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """The score of one tag sequence a text, (B,)."""
        own = scores.gather(2, tags[:, :, None])[:, :, 0]
        steps = self.steps[tags[:, :-1], tags[:, 1:]]
        own = (own * mask).sum(dim=1)
        return own + self.first[tags[:, 0]] + (steps * mask[:, 1:]).sum(dim=1)

    def _log_sum(self, scores: Tensor, mask: Tensor) -> Tensor:
        """log of the sum of exp(score) over all C^T tag sequences, (B,).

        The forward algorithm: `sums` (B, C) are over all beginnings that end in a tag.
        """
        sums = self.first + scores[:, 0]
        for now in range(1, scores.shape[1]):
            longer = torch.logsumexp(sums[:, :, None] + self.steps, dim=1)
            sums = torch.where(mask[:, now, None], longer + scores[:, now], sums)
        return torch.logsumexp(sums, dim=1)


def viterbi(scores: np.ndarray, first: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """scores (T, C), first (C,), steps (C, C) -> tags (T,) of the largest score.

    `best` (C,) is the largest score of any beginning that ends in each tag, `before`
    the tag it came from (Viterbi, 1967). NaN has no largest: a `ValueError`.
    """
    expect(first, "C", name="first")
    expect(scores, "T C", name="scores", C=len(first))
    expect(steps, "C C", name="steps", C=len(first))
    best, before = first + scores[0], []
    for own in scores[1:]:
        longer = best[:, None] + steps
        before.append(longer.argmax(axis=0))
        best = longer.max(axis=0) + own
    if np.isnan(best).any():  # one NaN anywhere has come as far as this
        raise ValueError(str(_NAN))
    tags = [int(best.argmax())]
    for came_from in reversed(before):
        tags.append(int(came_from[tags[-1]]))
    return np.array(tags[::-1])


_NOT_TAGS = Text(
    en="tags: expected whole numbers from 0 to {last} within the lengths, found "
    "{found}. Take tags and lengths of the same batch; only pads may be -100.",
    zh="在 lengths 之内，tags 应是 0 到 {last} 的整数，实际是 {found}。"
    "tags 和 lengths 请取自同一批；只有填充处可以是 -100。",
)
_NAN = Text(
    en="scores: expected numbers, found NaN, of which none is the best. The net that "
    "gave them is damaged or has diverged: train it anew with a lower rate.",
    zh="scores 里有 NaN，分不出哪个最好。给出它的网络损坏了，或者训练发散了："
    "请调低 rate 重新训练。",
)
