"""Train any model: one loop, its history, losses for texts, and what comes out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from tqdm.auto import tqdm

from course_utils.text import Text
from course_utils.training.batching import IGNORED_TARGET, Batch, TextSet
from course_utils.training.computing import course_threads, evaluation, own_randomness
from course_utils.training.divergence import LossWatch
from course_utils.training.run import History, Settings, TrainingRun

AnyBatch = TypeVar("AnyBatch")
_EVALUATION_SIZE = 256


def fit(
    model: nn.Module,
    batches: Callable[[np.random.Generator], Iterable[AnyBatch]],
    loss: Callable[[nn.Module, AnyBatch], Tensor],
    *,
    epochs: int,
    rate: float,
    score: Callable[[nn.Module], float] | None = None,
    clip: float | None = 1.0,
    patience: int | None = None,
    seed: int = 0,
    folder: Path | None = None,
    progress: bool = True,
) -> History:
    """Train `model` in place by Adam, and leave it with its best weights.

    batches(rng): the batches of an epoch. loss(model, batch): a scalar.
    score(model): how good it is on other data, higher is better; without it, the last
    weights stay. clip: the largest norm of a gradient. patience: stop after so many
    epochs without a better score. folder: go on from the checkpoint there, if any.
    """
    settings = Settings(rate, clip, patience, seed, score is not None)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    run = TrainingRun(model, optimizer, settings, epochs, folder)
    run.resume()
    left = epochs - run.history.num_epochs
    bar = tqdm(unit="batch", disable=None if progress else True)  # None: if unwatched
    with run.that_may_diverge(), course_threads(), bar:
        while run.goes_on():
            start = process_time()
            with own_randomness(run.torch_seed()):
                steps = list(batches(run.rng()))
                bar.total = left * len(steps)
                how = (optimizer, clip, run.watch, run.place())
                mean = learn_batch(model, _counted(steps, bar), loss, *how)
            found = score(model) if score else None
            run.note(mean, found, process_time() - start)
            bar.set_postfix_str(str(run.history))
    run.keep_best()
    return run.history


def learn_batch(
    model: nn.Module,
    batches: Iterable[AnyBatch],
    loss: Callable[[nn.Module, AnyBatch], Tensor],
    optimizer: torch.optim.Optimizer,
    clip: float | None = 1.0,
    watch: LossWatch | None = None,
    where: Text | None = None,
) -> float:
    """One epoch, one update a batch; returns the mean loss of the batches.

    Raises `DivergedError` before an update by what is not finite; `where` tells the
    epoch to `watch`.
    """
    watch, where = watch or LossWatch(_ADVICE), where or _THE_EPOCH
    model.train()
    losses = []
    for batch in batches:
        value = loss(model, batch)
        losses.append(
            learn_step(value, list(model.parameters()), optimizer, clip, watch, where)
        )
    if not losses:
        raise ValueError(str(_NO_BATCHES))
    return float(np.mean(losses))


def learn_step(
    loss: Tensor,
    weights: Sequence[Tensor],
    optimizer: torch.optim.Optimizer,
    clip: float | None,
    watch: LossWatch,
    where: Text,
) -> float:
    """One update of `weights` that lowers `loss`; returns the loss before it.

    Raises `DivergedError` before an update by what is not finite.
    """
    value = loss.item()
    watch.see(value, where)
    optimizer.zero_grad()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(weights, math.inf if clip is None else clip)
    watch.see_gradient(norm.item(), where)
    optimizer.step()
    return value


def _counted(steps: list[AnyBatch], bar: Any) -> Iterator[AnyBatch]:
    for step in steps:
        yield step
        bar.update()


def classification_loss(model: nn.Module, batch: Batch) -> Tensor:
    """The mean cross-entropy of a batch of texts, in nats."""
    return cross_entropy(model(batch.ids, batch.lengths), batch.labels)


def tagging_loss(model: nn.Module, batch: Batch) -> Tensor:
    """The mean cross-entropy of a batch of symbols, in nats; pads do not count."""
    scores = scores_of(model, batch)
    return cross_entropy(
        scores.flatten(0, 1), batch.labels.flatten(), ignore_index=IGNORED_TARGET
    )


def scores_of(model: nn.Module, batch: Batch) -> Tensor:
    """What `model` says of a batch: (B, C), or (B, T, C) of a tagger."""
    extra = () if batch.bigrams is None else (batch.bigrams,)
    scores: Tensor = model(batch.ids, batch.lengths, *extra)
    return scores


def predict(model: nn.Module, texts: TextSet) -> np.ndarray:
    """Scores (N, C) of all texts, in their order."""
    rows = texts.rows(_EVALUATION_SIZE)
    with evaluation(model), course_threads():
        found = [scores_of(model, texts.take(some)) for some in rows]
    scores = torch.cat(found).numpy()
    in_order = np.empty_like(scores)
    in_order[np.concatenate(rows)] = scores
    return in_order


def predict_tags(model: nn.Module, texts: TextSet) -> list[np.ndarray]:
    """The best tag of each symbol: N arrays (T,), in the order of the texts."""
    tags: dict[int, np.ndarray] = {}
    with evaluation(model), course_threads():
        for some in texts.rows(_EVALUATION_SIZE):
            best = scores_of(model, texts.take(some)).argmax(dim=2).numpy()
            tags |= {row: best[k, : texts.lengths[row]] for k, row in enumerate(some)}
    return [tags[row] for row in range(len(texts))]


def accuracy(model: nn.Module, texts: TextSet) -> float:
    """The share of texts whose best class is the right one."""
    return float((predict(model, texts).argmax(axis=1) == texts.labels).mean())


_THE_EPOCH = Text(en="the epoch", zh="这一轮")
_ADVICE = Text(
    en="Lower the learning rate, or clip the gradients: clip=1.0.",
    zh="请调低学习率，或裁剪梯度：clip=1.0。",
)
_NO_BATCHES = Text(
    en="An epoch needs at least one batch, found none. Look at what batches(rng) "
    "returns.",
    zh="一轮至少要有一个批量，现在一个也没有。请检查 batches(rng) 返回了什么。",
)
