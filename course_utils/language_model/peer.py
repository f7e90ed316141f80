"""The best-known poem writer in PyTorch, made again to be measured beside.

Its published settings: a stack of two LSTMs, 128 numbers a character and 256 a state;
every poem with its punctuation as 125 symbols, filled up on the left; a loss over all
of them; one poem at a time, one character at a time. The code is the course's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from course_utils.datasets.loaders import Poem
from course_utils.datasets.vocab import Vocabulary

_START, _END = "<start>", "<end>"
COMMA, _STOP = "，", "。"
LENGTH = 125
PEER_BATCH = 128
PEER_RATE = 1e-3

PeerState = tuple[Tensor, Tensor]


class PeerModel(nn.Module):
    """Embedding, two LSTM layers, a linear layer to the V symbols."""

    def __init__(self, num_symbols: int, embedding: int = 128, hidden: int = 256):
        super().__init__()
        self.embedding = nn.Embedding(num_symbols, embedding)
        self.lstm = nn.LSTM(embedding, hidden, num_layers=2)
        self.output = nn.Linear(hidden, num_symbols)

    def forward(
        self, ids: Tensor, state: PeerState | None = None
    ) -> tuple[Tensor, PeerState]:
        """ids (T, B) to logits (T, B, V) of what follows, and the state to go on."""
        states, state = self.lstm(self.embedding(ids), state)
        return self.output(states), state


def peer_vocabulary(poems: Iterable[Poem]) -> Vocabulary:
    """All characters, and the four marks the peer writes, too."""
    texts = (poem.text.replace(" ", "") for poem in poems)
    return Vocabulary.build(texts, extra=(_START, _END, COMMA, _STOP))


def encode_padded(poems: Sequence[Poem], vocabulary: Vocabulary) -> NDArray[np.int64]:
    """Poems as (N, LENGTH) ids, cut at the end, filled up with pads on the left."""
    table = np.full((len(poems), LENGTH), vocabulary.pad_id)
    for row, poem in zip(table, poems, strict=True):
        ids = vocabulary.encode(_with_marks(poem))[:LENGTH]
        row[LENGTH - len(ids) :] = ids
    return table


def count_han(ids: NDArray, vocabulary: Vocabulary) -> int:
    """The characters of poems among some ids: no pads, no marks."""
    first = vocabulary.id_of(_STOP) + 1
    return int(((ids >= first) | (ids == vocabulary.unknown_id)).sum())


def learn_padded(
    model: PeerModel, optimizer: torch.optim.Optimizer, ids: NDArray
) -> float:
    """One update on poems (B, LENGTH); the mean loss, of pads as of characters."""
    steps = torch.from_numpy(ids.T.copy())
    optimizer.zero_grad()
    logits, _ = model(steps[:-1])
    loss = F.cross_entropy(logits.flatten(0, 1), steps[1:].flatten())
    loss.backward()
    optimizer.step()
    return loss.item()


@torch.inference_mode()
def write_acrostic(
    model: PeerModel, vocabulary: Vocabulary, head: str, width: int
) -> list[str]:
    """The lines of one acrostic, by its loop: the likeliest symbol, fed back.

    A line ends after `width` characters, whatever comes: an untrained model ends none,
    and is measured as if it did at the right place.
    """
    symbol, state = vocabulary.id_of(_START), None
    lines = []
    for number, character in enumerate(head):
        _, state = _step(model, symbol, state)
        symbol = vocabulary.id_of(character)
        line = character
        while len(line) < width:
            symbol, state = _step(model, symbol, state)
            line += vocabulary.symbols[symbol][0]
        _, state = _step(model, symbol, state)
        symbol = vocabulary.id_of(_STOP if number % 2 else COMMA)
        lines.append(line)
    return lines


def _step(
    model: PeerModel, symbol: int, state: PeerState | None
) -> tuple[int, PeerState]:
    """The likeliest symbol after one more, and the new state."""
    logits, state = model(torch.tensor([[symbol]]), state)
    return int(logits[0, 0].argmax()), state


def _with_marks(poem: Poem) -> Iterator[str]:
    yield _START
    for number, line in enumerate(poem.lines):
        yield from line
        yield _STOP if number % 2 else COMMA
    yield _END
