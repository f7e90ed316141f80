"""Beam search: the likeliest sequence that a few rivals lead to.

Sampling draws one symbol a sequence. A beam lets each of its sequences go on in every
way, and keeps the W likeliest of all. With a single sequence that is greedy search.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor

from course_utils.language_model.sampling import (
    Constraint,
    Samples,
    check_probabilities,
    combine,
)


class BeamReader(Protocol):
    """A predictor with a memory of its own, one row for each sequence."""

    def __call__(self, ids: Tensor) -> Tensor:
        """Logits (W, V) of the symbol that follows ids (t, W)."""

    def keep(self, rows: Tensor) -> None:
        """Row n goes on from what row `rows[n]` has read; rows (W,)."""


@torch.inference_mode()
def beam_search(
    reader: BeamReader, constraints: Sequence[Constraint], num_steps: int, width: int
) -> Samples:
    """The W = `width` sequences of T symbols left in the end, the likeliest first.

    Constraints as in `sampling.sample`, the firmest first; `reader` has W rows. Where
    fewer than W sequences are allowed, the rest has the log-probability -inf.
    """
    ids = torch.zeros(num_steps, width, dtype=torch.long)
    log_probs = torch.zeros(num_steps, width, dtype=torch.float32)
    gave_way = torch.zeros(len(constraints), num_steps, width, dtype=torch.bool)
    for step in range(num_steps):
        before = ids[:step]
        likely = reader(before).log_softmax(1)
        check_probabilities(likely)
        masks = [constraint(before) for constraint in constraints]
        allowed, gave_way[:, step] = combine(masks, likely.shape)
        totals = log_probs.sum(dim=0)[:, None] + likely
        totals = totals.masked_fill(~allowed, -torch.inf)
        if step == 0:  # all rows are still alike: only the first may go on
            totals[1:] = -torch.inf
        kept, best = totals.flatten().topk(width)
        rows, chosen = best // likely.shape[1], best % likely.shape[1]
        ids, log_probs, gave_way = ids[:, rows], log_probs[:, rows], gave_way[..., rows]
        ids[step] = chosen
        log_probs[step] = likely[rows, chosen].where(kept.isfinite(), -torch.inf)
        reader.keep(rows)
    return Samples(ids, log_probs, gave_way)
