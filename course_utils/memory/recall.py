"""The recall task: which symbol came first?

A sequence of T random symbols, and one question at its end. Nothing but memory is
asked for; chance is one in eight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, one_hot

from course_utils.training.computing import course_threads, own_randomness

NUM_SYMBOLS = 8
_BATCH_SIZE = 64
NUM_TESTED = 500
_LEARNING_RATE = 2e-3
MAX_NORM = 1.0
_SOLVED = 0.99


@dataclass(frozen=True)
class RecallModel:
    """How a training ended: accuracy on new sequences, and after how many updates."""

    accuracy: float
    num_updates: int

    @property
    def solved(self) -> bool:
        return self.accuracy > _SOLVED


def random_symbols(
    num_sequences: int, num_steps: int, rng: np.random.Generator
) -> np.ndarray:
    """Symbols 0 ... 7, each as likely as the others: (B, T)."""
    return rng.integers(NUM_SYMBOLS, size=(num_sequences, num_steps))


def train_recall(
    net: nn.RNNBase, num_steps: int, *, num_updates: int = 500, seed: int = 0
) -> RecallModel:
    """Teach `net` to name the first of `num_steps` symbols; it is changed in place.

    Adam, batches of 64, gradients clipped to norm 1. Every 50 updates it is tested
    on 500 new sequences; it stops when more than 99 % are right.
    """
    rng = np.random.default_rng(seed)
    with own_randomness(seed):
        readout = nn.Linear(net.hidden_size, NUM_SYMBOLS, dtype=_dtype(net))
    weights = [*net.parameters(), *readout.parameters()]
    optimiser = torch.optim.Adam(weights, lr=_LEARNING_RATE)
    result = RecallModel(0.0, 0)
    with course_threads():
        while result.num_updates < num_updates and not result.solved:
            for _ in range(min(50, num_updates - result.num_updates)):
                symbols = torch.from_numpy(random_symbols(_BATCH_SIZE, num_steps, rng))
                loss = cross_entropy(scores(net, readout, symbols), symbols[:, 0])
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(weights, MAX_NORM)
                optimiser.step()
            done = min(num_updates, result.num_updates + 50)
            result = RecallModel(test_recall(net, readout, num_steps, rng), done)
    return result


@torch.no_grad()
def test_recall(
    net: nn.RNNBase, readout: nn.Linear, num_steps: int, rng: np.random.Generator
) -> float:
    """The share of right answers on 500 new sequences."""
    symbols = torch.from_numpy(random_symbols(NUM_TESTED, num_steps, rng))
    answers = scores(net, readout, symbols).argmax(dim=1)
    return float((answers == symbols[:, 0]).float().mean())


def scores(net: nn.RNNBase, readout: nn.Linear, symbols: Tensor) -> Tensor:
    """symbols (B, T) -> scores (B, 8), read out of the last state."""
    states, _ = net(one_hot(symbols, NUM_SYMBOLS).to(_dtype(net)))
    result: Tensor = readout(states[:, -1])
    return result


def _dtype(net: nn.RNNBase) -> torch.dtype:
    return next(net.parameters()).dtype
