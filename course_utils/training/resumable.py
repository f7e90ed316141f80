"""A training that outlives a kill: what every kind of run writes, reads and refuses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.text import Text
from course_utils.training.checkpoints import (
    CheckpointError,
    load_tensors,
    save_tensors,
)

_ADAM = ("step", "exp_avg", "exp_avg_sq")


class ResumableRun(ABC):
    """A model and its optimizer, Adam; with a path, one file there keeps them.

    What else a run has counted, and which other run it cannot go on with, each class
    of runs says itself. `refusal` is a message with a {path} and a {difference}.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        path: Path | None,
        kind: str,
        refusal: Text,
    ) -> None:
        self.model, self.optimizer, self.path = model, optimizer, path
        self._kind, self._refusal = kind, refusal

    def save(self) -> None:
        """Write the checkpoint, whole or not at all; without a path, nothing."""
        if self.path is not None:
            save_tensors(self.path, self._kind, self.tensors(), self.facts())

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one.

        Raises `CheckpointError` if it is damaged, of another kind or of another run.
        """
        if self.path is None or not self.path.exists():
            return
        tensors, facts = load_tensors(self.path, self._kind)
        difference = next(self.differences(facts), None)
        if difference is not None:
            message = self._refusal.format(path=self.path, difference=difference)
            raise CheckpointError(str(message))
        self.restore(tensors, facts)

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

    def weights(self) -> dict[str, Tensor]:
        """A copy of the model's weights as they are now."""
        return {name: each.clone() for name, each in self.model.state_dict().items()}


def differing_facts(
    found: Mapping[str, Any], expected: Mapping[str, Any]
) -> Iterator[str]:
    """“name = value” of `found` for each expected fact that is another there."""
    for name, value in expected.items():
        if found.get(name) != value:
            yield f"{name} = {found.get(name)}"
