"""What every net that writes shares: a start, a stop, teacher forcing, greedy writing.

A text of L symbols is learnt in L + 1 steps: each reads the symbol before and is to
give the next one; the first reads START, the last is to give STOP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from course_utils.datasets.vocab import Vocabulary
from course_utils.text import Text
from course_utils.training.batching import IGNORED_TARGET

_START, _STOP = "<start>", "<stop>"
START_ID, STOP_ID = 2, 3
MAX_SYMBOLS = 40

WritingState = TypeVar("WritingState")
WritingStep = Callable[[Tensor, WritingState], tuple[Tensor, WritingState]]
"""One step of a decoder: ids (B,) and a state to scores (B, V) and the next state."""


def writing_vocabulary(texts: Iterable[Iterable[str]]) -> Vocabulary:
    """The symbols of `texts`, and those a net needs to begin and to end."""
    return Vocabulary.build(texts, extra=(_START, _STOP))


def teacher_forced(
    texts: Sequence[str], vocabulary: Vocabulary
) -> tuple[Tensor, Tensor]:
    """B texts to inputs and targets (B, L + 1), L the length of the longest text.

    Inputs are filled up with the padding's id, targets with IGNORED: no loss there.
    Raises `ValueError` for a symbol that the vocabulary does not have.
    """
    width = max(map(len, texts)) + 1
    inputs = torch.full((len(texts), width), vocabulary.pad_id)
    targets = torch.full((len(texts), width), IGNORED_TARGET)
    for row, text in enumerate(texts):
        ids = vocabulary.encode(text)
        if vocabulary.unknown_id in ids:
            unknown = text[ids.index(vocabulary.unknown_id)]
            raise ValueError(str(_UNKNOWN.format(symbol=repr(unknown), text=text)))
        inputs[row, : len(ids) + 1] = torch.tensor([START_ID, *ids])
        targets[row, : len(ids) + 1] = torch.tensor([*ids, STOP_ID])
    return inputs, targets


def writing_loss(scores: Tensor, targets: Tensor) -> Tensor:
    """Mean nats of the targets (B, L) under the scores (B, L, V), padding left out."""
    return cross_entropy(
        scores.flatten(0, 1), targets.flatten(), ignore_index=IGNORED_TARGET
    )


def write_greedily(
    step: WritingStep[WritingState],
    state: WritingState,
    num_texts: int,
    max_symbols: int = MAX_SYMBOLS,
) -> Tensor:
    """The likeliest symbol at each step, read again at the next: ids (B, L).

    Ends when all texts have stopped, at `max_symbols` at the latest; what stands
    behind a text's first STOP means nothing.
    """
    ids = torch.full((num_texts,), START_ID)
    stopped = torch.zeros(num_texts, dtype=torch.bool)
    written: list[Tensor] = []
    while len(written) < max_symbols and not stopped.all():
        scores, state = step(ids, state)
        ids = scores.argmax(dim=1)
        stopped |= ids == STOP_ID
        written.append(ids)
    return torch.stack(written, dim=1)


def texts_of(ids: Tensor, vocabulary: Vocabulary) -> list[str]:
    """Written ids (B, L) as texts, each up to its first STOP."""
    return ["".join(vocabulary.decode(until_stop(row))) for row in ids.tolist()]


def until_stop(ids: Sequence[int]) -> list[int]:
    """The ids before the first STOP; all of them if there is none."""
    end = ids.index(STOP_ID) if STOP_ID in ids else len(ids)
    return list(ids[:end])


_UNKNOWN = Text(
    en="The net cannot learn to write {symbol} of {text!r}: it is not in its "
    "vocabulary. Make it with writing_vocabulary(texts).",
    zh="{text!r} 里的 {symbol} 不在词表里，网络学不会写。"
    "请用 writing_vocabulary(texts) 建立词表。",
)
