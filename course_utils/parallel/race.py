"""Equal parameters, equal processor time: each kind of net learns as much as it can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from time import process_time

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.parallel.nets import BodyName, make_sequence_model
from course_utils.parallel.tasks import SequenceTask, score_task
from course_utils.shapes.numbers import positive_number
from course_utils.text import Text
from course_utils.training.computing import (
    count_parameters,
    course_threads,
    own_randomness,
)
from course_utils.training.divergence import LossWatch
from course_utils.training.loop import learn_step

CLIP = 1.0
WARM_UP = 30
_BETAS = (0.9, 0.99)
RACE_PARAMETERS = 20_000
_BATCH_SIZE = 32
RACE_RATES: dict[str, float] = {
    "rnn": 3e-3,
    "lstm": 1e-2,
    "gru": 1e-2,
    "minimal_gru": 1e-2,
    "transformer": 3e-3,
}

ReadClock = Callable[[], float]


@dataclass(frozen=True)
class RaceResult:
    """What one net has reached: shares of right answers by length."""

    kind: BodyName
    seed: int
    parameters: int
    updates: int
    seconds: float
    scores: dict[int, float]


def learn_for(
    seconds: float,
    model: nn.Module,
    losses: Iterator[Callable[[], Tensor]],
    rate: float,
    *,
    clock: ReadClock = process_time,
    after: Callable[[int, float], None] | None = None,
) -> int:
    """Train `model` in place for so many processor seconds; returns the updates.

    Adam; the gradient is clipped to norm 1; the rate rises for 30 updates, and falls
    to 0 as the time runs out. losses: each makes the loss of a batch. after(updates,
    seconds used): what is to be done between two updates; its time does not count.
    Raises `DivergedError` where a loss or gradient is no number.
    """
    positive_number(seconds, "seconds", 5.0)
    positive_number(rate, "rate", 0.01)
    weights = list(model.parameters())
    optimizer = torch.optim.Adam(weights, betas=_BETAS, fused=True)
    watch = LossWatch(_ADVICE)
    updates, used, start = 0, 0.0, clock()
    while used < seconds:
        for group in optimizer.param_groups:
            warm = min(1.0, (updates + 1) / WARM_UP)
            group["lr"] = rate * warm * (1 - used / seconds)
        where = _UPDATE.format(number=updates)
        learn_step(next(losses)(), weights, optimizer, CLIP, watch, where)
        updates, used = updates + 1, clock() - start
        if after:
            before = clock()
            after(updates, used)
            start += clock() - before
    return updates


def run_race(
    task: SequenceTask,
    kind: BodyName,
    *,
    seconds: float,
    seed: int = 0,
    parameters: int = RACE_PARAMETERS,
    rate: float | None = None,
    clock: ReadClock = process_time,
) -> RaceResult:
    """Let one kind of net learn a task, by one thread, and test it."""
    model = make_sequence_model(
        kind, task.num_symbols, task.num_outputs, parameters, seed
    )
    rng = np.random.default_rng(seed)

    def losses() -> Iterator[Callable[[], Tensor]]:
        while True:
            drawn = task.draw(_BATCH_SIZE, task.num_steps, rng)
            yield partial(task.loss, model, drawn)

    with course_threads(1), own_randomness(seed):
        rate = RACE_RATES[kind] if rate is None else rate
        updates = learn_for(seconds, model, losses(), rate, clock=clock)
        scores = score_task(model, task)
    return RaceResult(kind, seed, count_parameters(model), updates, seconds, scores)


_ADVICE = Text(
    en="Lower the learning rate, or take another seed.",
    zh="请调低学习率，或换一个种子。",
)
_UPDATE = Text(en="update {number}", zh="第 {number} 次更新")
