"""What the nets of lesson 13 are asked: to recall, to flip one bit, to write numerals.

Letters: B sequences, T steps; a target is IGNORED where nothing is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from course_utils.datasets.numerals import (
    NUMERAL_DIGITS,
    chinese_numeral,
    draw_training_numbers,
    held_out_numbers,
)
from course_utils.memory.recall import NUM_SYMBOLS, random_symbols
from course_utils.parallel.nets import SequenceModel
from course_utils.problems.brackets import SYMBOLS, draw_brackets
from course_utils.problems.writing import (
    START_ID,
    STOP_ID,
    until_stop,
    write_greedily,
    writing_vocabulary,
)
from course_utils.training.batching import IGNORED_TARGET
from course_utils.training.computing import evaluation

Drawn = tuple[Tensor, Tensor]
"""ids (B, T) and targets (B, T)."""
_NUM_TESTED = 300
_TESTED_AT_A_TIME = 50
"""All pairs of steps of more sequences would take too much memory."""
_NUM_NUMBERS = 300
_TEST_SEED = 2024


@dataclass(frozen=True)
class SequenceTask:
    """A task: its symbols and answers, how sequences are drawn, at which lengths.

    draw(num_sequences, num_steps, rng) -> ids, targets. `num_steps` are trained;
    `tested` are the lengths at which answers are looked at.
    """

    name: str
    num_symbols: int
    num_outputs: int
    draw: Callable[[int, int, np.random.Generator], Drawn]
    num_steps: int
    tested: tuple[int, ...]
    score: Callable[[SequenceModel, SequenceTask, int], float]

    def loss(self, model: SequenceModel, drawn: Drawn) -> Tensor:
        """Mean nats of the right answers."""
        ids, targets = drawn
        scores, _ = model(ids)
        return cross_entropy(
            scores.flatten(0, 1), targets.flatten(), ignore_index=IGNORED_TARGET
        )


def score_task(model: SequenceModel, task: SequenceTask) -> dict[int, float]:
    """The share of right answers at each length that is tested."""
    with evaluation(model):
        return {steps: task.score(model, task, steps) for steps in task.tested}


def recall_batch(num_sequences: int, num_steps: int, rng: np.random.Generator) -> Drawn:
    """Symbols (B, T); asked once, at the last step: which one came first?"""
    ids = torch.from_numpy(random_symbols(num_sequences, num_steps, rng))
    targets = torch.full_like(ids, IGNORED_TARGET)
    targets[:, -1] = ids[:, 0]
    return ids, targets


def parity_batch(num_sequences: int, num_steps: int, rng: np.random.Generator) -> Drawn:
    """Brackets and dots (B, T); asked after each: is the depth even?"""
    ids, is_even = draw_brackets(num_sequences, num_steps, rng)
    return torch.from_numpy(ids), torch.from_numpy(is_even)


def numeral_stream(num_numbers: int, _: int, rng: np.random.Generator) -> Drawn:
    """Numbers as one text each, "12", START, "十二", STOP; asked from START on.

    What is read and what is to come next, both (B, L), filled up behind the end.
    """
    numbers = draw_training_numbers(num_numbers * 11 // 10 + 1, rng)[:num_numbers]
    texts = [_numeral_ids(number) for number in numbers]
    width = max(map(len, texts)) - 1
    ids = torch.full((len(texts), width), NUMERALS.pad_id)
    targets = torch.full((len(texts), width), IGNORED_TARGET)
    for row, text in enumerate(texts):
        asked = text.index(START_ID)
        ids[row, : len(text) - 1] = torch.tensor(text[:-1])
        targets[row, asked : len(text) - 1] = torch.tensor(text[asked + 1 :])
    return ids, targets


def write_numbers(model: SequenceModel, numbers: Sequence[int]) -> dict[int, str]:
    """What the model writes for each number, reading one symbol more at a time."""

    def step(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        scores, state = model(last[:, None], state)
        return scores[:, 0], state

    found = {}
    for _, group in groupby(sorted(numbers), key=lambda number: len(str(number))):
        some = list(group)
        digits = torch.tensor([NUMERALS.encode(str(number)) for number in some])
        with evaluation(model):
            _, state = model(digits)
            written = write_greedily(step, state, len(some))
        for number, row in zip(some, written.tolist(), strict=True):
            found[number] = "".join(NUMERALS.decode(until_stop(row)))
    return found


def _score_numerals(model: SequenceModel, *_: object) -> float:
    """The share of held-out numbers that are written without a fault."""
    numbers = held_out_numbers()[:_NUM_NUMBERS]
    written = write_numbers(model, numbers)
    right = [written[number] == chinese_numeral(number) for number in numbers]
    return float(np.mean(right))


def _score_late(model: SequenceModel, task: SequenceTask, num_steps: int) -> float:
    """The share of right answers in the last quarter of new sequences."""
    rng = np.random.default_rng(_TEST_SEED)
    ids, targets = task.draw(_NUM_TESTED, num_steps, rng)
    late = slice(num_steps - num_steps // 4, None)
    parts = [model(some)[0][:, late] for some in ids.split(_TESTED_AT_A_TIME)]
    answers, asked = torch.cat(parts).argmax(dim=2), targets[:, late]
    is_right = (answers == asked)[asked != IGNORED_TARGET]
    return float(is_right.float().mean())


def _numeral_ids(number: int) -> list[int]:
    written = NUMERALS.encode(chinese_numeral(number))
    return [*NUMERALS.encode(str(number)), START_ID, *written, STOP_ID]


NUMERALS = writing_vocabulary(["0123456789" + NUMERAL_DIGITS + "十百千万"])
_RECALL = (NUM_SYMBOLS, NUM_SYMBOLS, recall_batch)
TASKS = {
    task.name: task
    for task in (
        SequenceTask("recall", *_RECALL, 30, (30, 60, 120, 200), _score_late),
        SequenceTask(
            "parity", len(SYMBOLS), 2, parity_batch, 20, (20, 40, 80, 160), _score_late
        ),
        SequenceTask(
            "numerals",
            len(NUMERALS),
            len(NUMERALS),
            numeral_stream,
            1,
            (1,),
            _score_numerals,
        ),
    )
}
