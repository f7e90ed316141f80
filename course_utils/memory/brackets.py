"""A small LSTM that learns whether it is inside brackets, one character at a time.

Nothing at the place itself tells: only what was read before does, however long ago.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, one_hot

from course_utils import scratch
from course_utils.memory.nets import make_lstm, make_rnn
from course_utils.text import Text
from course_utils.training.computing import course_threads, initial_weights
from course_utils.training.divergence import LossWatch
from course_utils.training.loop import learn_step

OPEN, CLOSE = "(（", ")）"
LETTERS = " abcdefghijklmnopqrstuvwxyz"
NUM_KINDS = len(LETTERS) + 3  # the letters, an opening, a closing, anything else
_BATCH_SIZE, _NUM_STEPS = 32, 40
_LEARNING_RATE = 1e-2


class BracketNet(nn.Module):
    """Characters in, one state a character, a yes or no read from each of them.

    An LSTM, or without `gates` a plain RNN.
    """

    def __init__(self, hidden_size: int = 6, seed: int = 0, gates: bool = True) -> None:
        super().__init__()
        single = torch.float32
        self.recurrent: nn.RNNBase = (
            make_lstm(NUM_KINDS, hidden_size, 1.0, seed=seed, dtype=single)
            if gates
            else make_rnn(NUM_KINDS, hidden_size, seed=seed, dtype=single)
        )
        with initial_weights(seed):
            self.readout = nn.Linear(hidden_size, 1)

    def forward(self, ids: Tensor) -> Tensor:
        """ids (B, T) -> scores (B, T); above 0: inside."""
        states, _ = self.recurrent(one_hot(ids, NUM_KINDS).float())
        scores: Tensor = self.readout(states)[..., 0]
        return scores

    def read(self, text: str) -> dict[str, np.ndarray]:
        """What happens while `text` is read by gates, from the same weights in NumPy.

        gates i f g o and cells c (T, H), inside (T,): its answers, between 0 and 1.
        """
        state = {
            key: value.numpy() for key, value in self.recurrent.state_dict().items()
        }
        (weights,), *_ = scratch.network_from_state_dict("lstm", state)
        x = np.eye(NUM_KINDS)[character_ids(text)][None]
        zero = np.zeros((1, self.recurrent.hidden_size))
        trace = scratch.lstm_forward(x, zero, zero, *weights)
        W, b = (part.detach().numpy() for part in self.readout.parameters())
        scores = (trace.states[0] @ W.T + b)[:, 0]
        gates = {name: trace.gates[0, :, k] for k, name in enumerate("ifgo")}
        return {**gates, "c": trace.cells[0], "inside": scratch.sigmoid(scores)}


def train_bracket_net(
    num_updates: int = 200, seed: int = 0, *, gates: bool = True
) -> tuple[BracketNet, float]:
    """A net that was shown random bracketed texts, and its accuracy on new ones."""
    rng = np.random.default_rng(seed)
    net = BracketNet(seed=seed, gates=gates)
    weights, watch = list(net.parameters()), LossWatch(_ADVICE)
    optimizer = torch.optim.Adam(weights, lr=_LEARNING_RATE)
    with course_threads():
        for _ in range(num_updates):
            ids, inside = random_texts(_BATCH_SIZE, _NUM_STEPS, rng)
            loss = binary_cross_entropy_with_logits(net(ids), inside)
            learn_step(loss, weights, optimizer, None, watch, _THE_UPDATE)
        ids, inside = random_texts(500, _NUM_STEPS, rng)
        with torch.no_grad():
            right = (net(ids) > 0) == (inside > 0.5)
    return net, float(right.float().mean())


def character_ids(text: str) -> list[int]:
    """The number of each character's kind; full-width brackets are brackets too."""
    return [_kind(character) for character in text.lower()]


def random_texts(
    num_texts: int, num_steps: int, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """Texts (B, T) of random letters with brackets, and 1 where inside (B, T).

    A bracket comes about every tenth character; the bracket itself counts as inside.
    """
    ids = rng.integers(len(LETTERS), size=(num_texts, num_steps))
    flips = rng.random((num_texts, num_steps)) < 0.1
    opened = np.cumsum(flips, axis=1) % 2 == 1
    ids[flips & opened] = len(LETTERS)
    ids[flips & ~opened] = len(LETTERS) + 1
    inside = opened | flips
    return torch.from_numpy(ids), torch.from_numpy(inside.astype(np.float32))


def _kind(character: str) -> int:
    if character in OPEN:
        return len(LETTERS)
    if character in CLOSE:
        return len(LETTERS) + 1
    place = LETTERS.find(character)
    return place if place >= 0 else len(LETTERS) + 2


_THE_UPDATE = Text(en="an update", zh="这次更新")
_ADVICE = Text(en="Try another seed.", zh="请换一个种子。")
