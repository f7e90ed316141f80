"""A training that outlives a kill: what every kind of run writes, reads and refuses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.files import FileMissingError, make_folder
from course_utils.text import Text
from course_utils.training.checkpoints import (
    CheckpointError,
    load_tensors,
    save_tensors,
)
from course_utils.training.divergence import DivergedError, LossWatch

_DIVERGED = "diverged"
_ADAM = ("step", "exp_avg", "exp_avg_sq")


class ResumableRun(ABC):
    """A model and its optimizer, Adam; with a path, one file there keeps them.

    What else a run has counted, and which other run it cannot go on with, each class
    of runs says itself. `refusal` is a message with a {path} and a {difference}.
    `watch` sees its losses. A run that diverges is noted in its last good checkpoint:
    from there, and only then, it goes on with another learning rate.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        path: Path | None,
        kind: str,
        refusal: Text,
        watch: LossWatch,
    ) -> None:
        self.model, self.optimizer, self.path = model, optimizer, path
        self._kind, self._refusal, self.watch = kind, refusal, watch

    def save(self) -> None:
        """Write the checkpoint, whole or not at all; without a path, nothing.

        Nothing either while the loss is too high. Raises `DivergedError` rather than
        write what is not finite.
        """
        if self.path is not None and self.watch.is_calm:
            save_tensors(self.path, self._kind, self.tensors(), self.facts())

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one.

        Raises `CheckpointError` if it is damaged, of another kind, of another run or of
        another version of the course; `FileError` if there is no place for one.
        """
        if self.path is None:
            return
        try:
            tensors, facts = load_tensors(self.path, self._kind)
        except FileMissingError:
            make_folder(self.path.parent)
            return
        try:
            difference = next(self.differences(facts), None)
            if difference is None:
                self._check(tensors)
                self.restore(tensors, facts)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            message = _OTHER_VERSION.format(path=self.path)
            raise CheckpointError(str(message)) from error
        if difference is not None:
            message = self._refusal.format(path=self.path, difference=difference)
            raise CheckpointError(str(message))

    @contextmanager
    def that_may_diverge(self) -> Iterator[None]:
        """What diverges here leaves a checkpoint that says so."""
        try:
            yield
        except DivergedError:
            with suppress(ValueError):  # without the note, it is as good as before
                self.note_divergence()
            raise

    def note_divergence(self) -> None:
        """Let the last checkpoint say that the run diverged after it."""
        if self.path is not None:
            tensors, facts = load_tensors(self.path, self._kind)
            save_tensors(self.path, self._kind, tensors, facts | {_DIVERGED: True})

    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """What a checkpoint holds beside tensors, as JSON knows it."""

    @abstractmethod
    def differences(self, facts: dict[str, Any]) -> Iterator[str]:
        """What another run has otherwise, if these are its facts; the first is told."""

    def tensors(self) -> dict[str, Tensor]:
        """All tensors of a checkpoint: the weights, and Adam's moments of each."""
        tensors = {f"model.{name}": each for name, each in self.weights().items()}
        for name, parameter in self.model.named_parameters():
            for key, value in self.optimizer.state.get(parameter, {}).items():
                tensors[f"{key}.{name}"] = value
        return tensors

    def restore(self, tensors: dict[str, Tensor], facts: dict[str, Any]) -> None:
        """Be as the run was that had these tensors and facts."""
        weights = {name: tensors[f"model.{name}"] for name in self.model.state_dict()}
        self.model.load_state_dict(weights)
        for name, parameter in self.model.named_parameters():
            if f"step.{name}" in tensors:
                moments = {key: tensors[f"{key}.{name}"] for key in _ADAM}
                self.optimizer.state[parameter] = moments

    def _check(self, tensors: Mapping[str, Tensor]) -> None:
        """Raise a `ValueError` unless these are tensors of this model and its Adam."""
        for name, own in self.model.state_dict().items():
            moments = [key for key in _ADAM if f"{key}.{name}" in tensors]
            of_own_shape = [f"{key}.{name}" for key in ("model", *moments[1:])]
            if moments not in ([], [*_ADAM]) or any(
                tensors[each].shape != own.shape or tensors[each].dtype != own.dtype
                for each in of_own_shape
            ):
                raise ValueError(name)
            for key in moments:
                _check_moment(key, tensors[f"{key}.{name}"])

    def weights(self) -> dict[str, Tensor]:
        """A copy of the model's weights as they are now."""
        return {name: each.clone() for name, each in self.model.state_dict().items()}


def _check_moment(key: str, tensor: Tensor) -> None:
    """Adam's own numbers: a count of steps, and squares, which are not negative."""
    is_count = tensor.dim() == 0 and tensor.dtype == torch.float32
    if key == "step" and not is_count:
        raise ValueError(key)
    if key != "exp_avg" and bool((tensor < 0).any()):
        raise ValueError(key)


def differing_facts(
    found: Mapping[str, Any], expected: Mapping[str, Any]
) -> Iterator[str]:
    """“name = value” of `found` for each expected fact that is another there."""
    for name, value in expected.items():
        if found.get(name) != value:
            yield f"{name} = {found.get(name)}"


def has_diverged(facts: Mapping[str, Any]) -> bool:
    """Whether the run with these facts diverged after its checkpoint."""
    return bool(facts.get(_DIVERGED))


_OTHER_VERSION = Text(
    en="{path} was written by another version of the course. Go on with that version, "
    "or delete the file, and the training begins anew.",
    zh="{path} 是本课程另一版本存下的。请用那个版本接着训练，"
    "或删除这个文件，从头开始训练。",
)
