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

from course_utils.text import Text
from course_utils.training.computing import course_threads, own_randomness
from course_utils.training.divergence import LossWatch
from course_utils.training.loop import learn_step

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
    on 500 new sequences; it stops when more than 99 % are right. Raises
    `DivergedError` where a loss or gradient is no number.
    """
    rng = np.random.default_rng(seed)
    with own_randomness(seed):
        readout = nn.Linear(net.hidden_size, NUM_SYMBOLS, dtype=_dtype(net))
    weights = [*net.parameters(), *readout.parameters()]
    optimizer = torch.optim.Adam(weights, lr=_LEARNING_RATE)
    watch, result = LossWatch(_ADVICE), RecallModel(0.0, 0)
    with course_threads():
        while result.num_updates < num_updates and not result.solved:
            for _ in range(min(50, num_updates - result.num_updates)):
                symbols = torch.from_numpy(random_symbols(_BATCH_SIZE, num_steps, rng))
                loss = cross_entropy(scores(net, readout, symbols), symbols[:, 0])
                learn_step(loss, weights, optimizer, MAX_NORM, watch, _THE_UPDATE)
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


_THE_UPDATE = Text(en="an update", zh="这次更新")
_ADVICE = Text(
    en="Give it a new net: the weights of this one are no longer of use.",
    zh="请换一个新的网络：这个网络的权重已经不能用了。",
)
