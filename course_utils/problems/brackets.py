"""Brackets that open and close, and at every place: is the depth there even?

Each bracket flips the answer, so a net must carry one bit from the first to the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch

from course_utils.training.batching import IGNORED_TARGET, Batch

SYMBOLS = (" ", "(", ")", ".")
"""By id; 0 is padding and occurs in no text."""
OPENING, _CLOSING, DOT = 1, 2, 3
_BATCH_SIZE = 64
_UPDATES_AN_EPOCH = 50


def draw_brackets(
    num_texts: int, num_steps: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Texts (B, T) of ids, and whether the depth is even after each step (B, T).

    Every other symbol is a dot; where the depth is 0 a bracket opens, elsewhere it
    opens or closes with equal chances. The last may stay open.
    """
    ids = np.full((num_texts, num_steps), DOT)
    depth = np.zeros(num_texts, dtype=int)
    is_even = np.zeros((num_texts, num_steps), dtype=int)
    for step in range(num_steps):
        is_bracket = rng.random(num_texts) < 0.5
        opens = (depth == 0) | (rng.random(num_texts) < 0.5)
        ids[is_bracket, step] = np.where(opens, OPENING, _CLOSING)[is_bracket]
        depth += is_bracket * np.where(opens, 1, -1)
        is_even[:, step] = depth % 2 == 0
    return ids, is_even


def bracket_batches(
    num_steps: int, last_only: bool = False
) -> Callable[[np.random.Generator], Iterator[Batch]]:
    """For `fit` with `tagging_loss`: an epoch of 50 batches of 64 texts.

    last_only: only the last step has an answer, all others are IGNORED.
    """

    def draw(rng: np.random.Generator) -> Iterator[Batch]:
        for _ in range(_UPDATES_AN_EPOCH):
            ids, is_even = draw_brackets(_BATCH_SIZE, num_steps, rng)
            if last_only:
                is_even[:, :-1] = IGNORED_TARGET
            lengths = torch.full((_BATCH_SIZE,), num_steps)
            yield Batch(torch.from_numpy(ids), lengths, torch.from_numpy(is_even))

    return draw
