"""A training as it stands: history, best weights, and a checkpoint to go on from."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.shapes.whole_numbers import POSITIVE, whole_number
from course_utils.text import Text
from course_utils.training.checkpoints import (
    CheckpointError,
    load_tensors,
    save_tensors,
)

_KIND = "model in training"
_ADAM = ("step", "exp_avg", "exp_avg_sq")


class DivergedError(ValueError):
    """The loss is no longer a number."""


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
    """What decides how a training goes; `scored`: the weights of the best score."""

    rate: float
    clip: float | None
    patience: int | None
    seed: int
    scored: bool


class TrainingRun:
    """A model, its optimizer and its history; with a folder, all outlive a kill."""

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        settings: Settings,
        folder: Path | None,
    ) -> None:
        if settings.patience is not None:
            whole_number(settings.patience, "patience", POSITIVE)
            if not settings.scored:
                raise ValueError(str(_NO_SCORE))
        self.model, self.optimizer = model, optimizer
        self.settings = settings
        self.path = None if folder is None else Path(folder) / "training.safetensors"
        self.history = History()
        self.best = self._weights()

    def goes_on(self, epochs: int) -> bool:
        """Whether one more epoch is wanted."""
        history = self.history
        waited = history.num_epochs - history.best_epoch
        patience = self.settings.patience
        if patience is not None and waited >= patience:
            return False
        return history.num_epochs < epochs

    def torch_seed(self) -> int:
        """Of the next epoch's dropout, whatever came before."""
        return self.settings.seed * 1_000_003 + self.history.num_epochs

    def rng(self) -> np.random.Generator:
        """For the next epoch's batches, whatever came before."""
        return np.random.default_rng((self.settings.seed, self.history.num_epochs))

    def note(self, loss: float, score: float | None, seconds: float) -> None:
        """An epoch is over: keep what is best, and write the checkpoint."""
        if not math.isfinite(loss):
            message = _DIVERGED.format(epoch=self.history.num_epochs + 1, loss=loss)
            raise DivergedError(str(message))
        self.history.losses.append(loss)
        self.history.seconds += seconds
        if score is not None:
            self.history.scores.append(float(score))
        if self.history.best_epoch == self.history.num_epochs:
            self.best = self._weights()
        if self.path is not None:
            facts = asdict(self.settings) | {"weights": self._shapes()}
            facts["history"] = asdict(self.history)
            save_tensors(self.path, _KIND, self._tensors(), facts)

    def keep_best(self) -> None:
        """Give the model the weights of its best epoch, ready for use."""
        self.model.load_state_dict(self.best)
        self.model.eval()

    def resume(self, epochs: int) -> None:
        """Go on from the checkpoint, if there is one.

        Raises `CheckpointError` if it is damaged, of another model or of another run.
        """
        whole_number(epochs, "epochs", POSITIVE)
        if self.path is None or not self.path.exists():
            return
        tensors, facts = load_tensors(self.path, _KIND)
        for name, value in asdict(self.settings).items():
            if facts[name] != value:
                self._refuse(f"{name} = {facts[name]}")
        found, expected = facts["weights"], self._shapes()
        for name in {**found, **expected}:
            if found.get(name) != expected.get(name):
                self._refuse(f"{name} = {found.get(name)}")
        history = History(**facts["history"])
        if history.num_epochs > epochs:
            self._refuse(f"epochs = {history.num_epochs}")
        self.history = history
        self._restore(tensors)

    def _refuse(self, difference: str) -> None:
        message = _OTHER_RUN.format(path=self.path, difference=difference)
        raise CheckpointError(str(message))

    def _shapes(self) -> dict[str, str]:
        return {name: str(list(each.shape)) for name, each in self.best.items()}

    def _weights(self) -> dict[str, Tensor]:
        """A copy of the model's weights as they are now."""
        return {name: each.clone() for name, each in self.model.state_dict().items()}

    def _tensors(self) -> dict[str, Tensor]:
        tensors = {f"model.{name}": each for name, each in self._weights().items()}
        tensors |= {f"best.{name}": each for name, each in self.best.items()}
        for name, parameter in self.model.named_parameters():
            for key, value in self.optimizer.state.get(parameter, {}).items():
                tensors[f"{key}.{name}"] = value
        return tensors

    def _restore(self, tensors: dict[str, Tensor]) -> None:
        self.best = {name: tensors[f"best.{name}"] for name in self.best}
        weights = {name: tensors[f"model.{name}"] for name in self.best}
        self.model.load_state_dict(weights)
        for name, parameter in self.model.named_parameters():
            if f"step.{name}" in tensors:
                moments = {key: tensors[f"{key}.{name}"] for key in _ADAM}
                self.optimizer.state[parameter] = moments


_NO_SCORE = Text(
    en="patience waits for a better score, found no score. Give fit(..., score=...).",
    zh="patience 要等更高的分数，却没有 score。请写上 fit(..., score=...)。",
)
_DIVERGED = Text(
    en="The loss of epoch {epoch} is {loss}, so the training has failed. Lower rate, "
    "or clip the gradients: clip=1.0.",
    zh="第 {epoch} 轮的损失是 {loss}，训练失败了。请调低 rate，或裁剪梯度：clip=1.0。",
)
_OTHER_RUN = Text(
    en="{path} belongs to another training: there, {difference}. Repeat the settings "
    "it was made with, or name another folder.",
    zh="{path} 属于另一次训练：那里的 {difference}。请使用当时的设置，或换一个文件夹。",
)
