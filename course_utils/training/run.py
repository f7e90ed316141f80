"""A training as it stands: history, best weights, and a checkpoint to go on from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.shapes.whole_numbers import ANY_SEED, POSITIVE, whole_number
from course_utils.text import Text, join_sentences
from course_utils.training.divergence import DivergedError, LossWatch
from course_utils.training.resumable import (
    ResumableRun,
    differing_facts,
    has_diverged,
)

_KIND = "model in training"
_MENDING = ("rate", "clip", "seed")
"""Settings that may change when a training has diverged."""


@dataclass
class History:
    """What an epoch cost and how good the model then was; epochs count from 1.

    losses: mean over the batches of an epoch, while it learns. scores: after it, on
    other data; empty if nothing was asked. seconds: of the processor, for all epochs.
    """

    losses: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    seconds: float = field(default=0.0, compare=False)

    @property
    def num_epochs(self) -> int:
        """How many epochs there were."""
        return len(self.losses)

    @property
    def best_epoch(self) -> int:
        """The first epoch with the highest score; without scores, the last one."""
        return int(np.argmax(self.scores)) + 1 if self.scores else self.num_epochs

    def __str__(self) -> str:
        score = f", score {self.scores[-1]:.3f}" if self.scores else ""
        return f"loss {self.losses[-1]:.3f}{score}" if self.losses else "-"


@dataclass(frozen=True)
class Settings:
    """What decides how a training goes; `scored`: the weights of the best score.

    Raises `ValueError` for a rate or clip that is no positive number.
    """

    rate: float
    clip: float | None
    patience: int | None
    seed: int
    scored: bool

    def __post_init__(self) -> None:
        _check_positive("rate", self.rate)
        if self.clip is not None:
            _check_positive("clip", self.clip)
        whole_number(self.seed, "seed", ANY_SEED)


def _check_positive(name: str, value: Any) -> None:
    is_number = isinstance(value, (int, float, np.number))
    if not is_number or not 0 < value < math.inf:
        raise ValueError(str(_NOT_POSITIVE.format(name=name, found=value)))


class TrainingRun(ResumableRun):
    """A run of so many epochs, its history and best weights; with a folder, kept."""

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        settings: Settings,
        epochs: int,
        folder: Path | None,
    ) -> None:
        path = None if folder is None else Path(folder) / "training.safetensors"
        advice = _ADVICE.format(**asdict(settings))
        if path is not None:
            advice = join_sentences([advice, _GO_ON.format(path=path)])
        watch = LossWatch(advice)
        super().__init__(model, optimizer, path, _KIND, _OTHER_RUN, watch)
        if settings.patience is not None:
            whole_number(settings.patience, "patience", POSITIVE)
            if not settings.scored:
                raise ValueError(str(_NO_SCORE))
        self.settings = settings
        self.epochs = whole_number(epochs, "epochs", POSITIVE)
        self.history = History()
        self.best = self.weights()

    def goes_on(self) -> bool:
        """Whether one more epoch is wanted."""
        history = self.history
        waited = history.num_epochs - history.best_epoch
        patience = self.settings.patience
        if patience is not None and waited >= patience:
            return False
        return history.num_epochs < self.epochs

    def torch_seed(self) -> int:
        """Of the next epoch's dropout, whatever came before."""
        return self.settings.seed * 1_000_003 + self.history.num_epochs

    def rng(self) -> np.random.Generator:
        """For the next epoch's batches, whatever came before."""
        return np.random.default_rng((self.settings.seed, self.history.num_epochs))

    def note(self, loss: float, score: float | None, seconds: float) -> None:
        """An epoch is over: keep what is best, and write the checkpoint."""
        if score is not None:
            if not math.isfinite(score):
                values = {"epoch": self.history.num_epochs + 1, "score": score}
                raise DivergedError(str(_NO_NUMBER.format(**values)))
            self.history.scores.append(float(score))
        self.history.losses.append(loss)
        self.history.seconds += seconds
        if self.history.best_epoch == self.history.num_epochs:
            self.best = self.weights()
        self.save()

    def place(self) -> Text:
        """Where the training is, for a message."""
        return _EPOCH.format(epoch=self.history.num_epochs + 1)

    def note_divergence(self) -> None:
        """The model, too, has its last good weights again."""
        self.keep_best()
        super().note_divergence()

    def keep_best(self) -> None:
        """Give the model the weights of its best epoch, ready for use."""
        self.model.load_state_dict(self.best)
        self.model.eval()

    def facts(self) -> dict[str, Any]:
        """The settings, the shapes of the weights, the history."""
        facts = asdict(self.settings) | {"weights": self._shapes()}
        return facts | {"history": asdict(self.history)}

    def differences(self, facts: dict[str, Any]) -> Iterator[str]:
        """Other settings, weights of another model, more epochs than are wanted."""
        settings = asdict(self.settings)
        if has_diverged(facts):
            for name in _MENDING:
                del settings[name]
        yield from differing_facts(facts, settings)
        found = facts["weights"]
        yield from differing_facts(found, dict.fromkeys(found) | self._shapes())
        num_epochs = History(**facts["history"]).num_epochs
        if num_epochs > self.epochs:
            yield f"epochs = {num_epochs}"

    def tensors(self) -> dict[str, Tensor]:
        """With the weights of the best epoch."""
        best = {f"best.{name}": each for name, each in self.best.items()}
        return super().tensors() | best

    def restore(self, tensors: dict[str, Tensor], facts: dict[str, Any]) -> None:
        """With the history, and the weights of the best epoch."""
        history = History(**facts["history"])
        best = {name: tensors[f"best.{name}"] for name in self.best}
        super().restore(tensors, facts)
        self.history, self.best = history, best

    def _shapes(self) -> dict[str, str]:
        return {name: str(list(each.shape)) for name, each in self.best.items()}


_NOT_POSITIVE = Text(
    en="Expected a positive number as `{name}`, found {found}. A rate of 1e-3 and a "
    "clip of 1.0 are good to begin with; clip=None cuts nothing.",
    zh="`{name}` 应该是一个正数，得到的是 {found}。"
    "可以从 rate=1e-3、clip=1.0 开始；clip=None 表示不裁剪。",
)
_NO_SCORE = Text(
    en="patience waits for a better score, found no score. Give fit(..., score=...).",
    zh="patience 要等更高的分数，却没有 score。请写上 fit(..., score=...)。",
)
_EPOCH = Text(en="epoch {epoch}", zh="第 {epoch} 轮")
_NO_NUMBER = Text(
    en="The score of epoch {epoch} is {score}; expected a finite number. Look at what "
    "score(model) returns.",
    zh="第 {epoch} 轮的分数是 {score}，应为有限的数。请检查 score(model) 返回了什么。",
)
_ADVICE = Text(
    en="Give a lower rate (it was {rate:g}), clip the gradients (clip=1.0; it was "
    "{clip}), or take another seed (it was {seed}). The model has its best weights so "
    "far.",
    zh="请调低 rate（现在是 {rate:g}）、裁剪梯度（clip=1.0，现在是 {clip}），"
    "或换一个 seed（现在是 {seed}）。模型已恢复到目前最好的权重。",
)
_GO_ON = Text(
    en="The training then goes on from {path}, or begins anew if that is not there.",
    zh="之后训练会从 {path} 接着进行；如果没有这个文件，就从头开始。",
)
_OTHER_RUN = Text(
    en="{path} belongs to another training: there, {difference}. Repeat the settings "
    "it was made with, or name another folder.",
    zh="{path} 属于另一次训练：那里的 {difference}。请使用当时的设置，或换一个文件夹。",
)
