"""Which of some candidates is the best poem.

The likeliest poem is a bland one: it has the characters that all poems have. So what
counts is how much likelier its characters are in their places than anywhere: ln p of
the model less ln p of the character alone, their pointwise mutual information (Church
and Hanks, 1990; for dialogue Li et al., 2016). What fits mood and title counts, too;
without a title, what would stand below the head if it were one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from course_utils.language_model.sampling import Samples


class Leanings(NamedTuple):
    """How many nats likelier mood, title and head make each of V symbols: (V,) each."""

    mood: Tensor
    title: Tensor
    head: Tensor


@dataclass(frozen=True)
class Taste:
    """How much counts what, a nat of the model counting 1.

    `surprise`: rare characters, while choosing; 0 takes the likeliest poem, 1 the one
    of most mutual information; `again` is the share that a repeated character (悠悠)
    counts of a new one. Mood and head, while choosing; the title, while characters are
    drawn, too.
    """

    surprise: float = 1.0
    again: float = 0.75
    chosen_mood: float = 1.0
    chosen_title: float = 3.0
    chosen_head: float = 1.0
    drawn_title: float = 0.5

    def while_drawing(self, leanings: Leanings) -> Tensor:
        """What is added to the logits: (V,)."""
        return self.drawn_title * leanings.title

    def while_choosing(self, leanings: Leanings) -> Tensor:
        """What each character adds to the worth of a poem: (V,)."""
        return (
            self.chosen_mood * leanings.mood
            + self.chosen_title * leanings.title
            + self.chosen_head * leanings.head
        )


def worth_of(
    samples: Samples, surprise: Tensor, leanings: Leanings, taste: Taste
) -> Tensor:
    """What B candidates are worth, in nats a character: (B,).

    A sum over all characters, divided by their number. A character that is repeated is
    likely, and brings little: there it counts `taste.again`, in both.
    """
    counted = torch.where(_first_uses(samples.ids), 1.0, taste.again)
    each = samples.log_probs + taste.surprise * surprise[samples.ids] * counted
    total = (each + taste.while_choosing(leanings)[samples.ids]).sum(dim=0)
    return total / counted.sum(dim=0)


def _first_uses(ids: Tensor) -> Tensor:
    """Where a symbol stands that its sequence did not have before: (T, B)."""
    same = ids[:, None] == ids[None]  # (T, T, B)
    return ~same.permute(2, 0, 1).tril(-1).any(dim=2).T
