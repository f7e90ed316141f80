"""A training run as it stands: weights, optimizer, counters and log, kept together."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from course_utils.datasets.vocab import Vocabulary
from course_utils.files import write_atomically
from course_utils.language_model.model import PoemModel
from course_utils.language_model.plan import Plan
from course_utils.text import Text
from course_utils.training.checkpoints import (
    CheckpointError,
    load_tensors,
    save_tensors,
)

_KIND = "poet in training"
_ADAM = ("step", "exp_avg", "exp_avg_sq")


@dataclass
class Counters:
    """What a run has counted; `nats` and `recent` characters since the last note."""

    step: int = 0
    characters: int = 0
    seconds: float = 0.0
    nats: float = 0.0
    recent: int = 0
    log: list[dict[str, float]] = field(default_factory=list)

    def add(self, nats: float, characters: int, seconds: float) -> None:
        """Count one step of so many nats, characters and seconds."""
        self.step += 1
        self.characters += characters
        self.seconds += seconds
        self.nats += nats
        self.recent += characters

    def note(self, validation: float, rate: float) -> dict[str, float]:
        """A new entry of the log: how well the model does now."""
        entry = {
            "step": self.step,
            "characters": self.characters,
            "training": round(self.nats / self.recent, 4),
            "validation": round(validation, 4),
            "rate": rate,
            "seconds": round(self.seconds),
        }
        self.log.append(entry)
        self.nats, self.recent = 0.0, 0
        return entry


class PoetRun:
    """Everything that has to survive a kill: one file in `folder`."""

    def __init__(
        self,
        folder: Path,
        plan: Plan,
        vocabulary: Vocabulary,
        model: PoemModel,
        optimizer: torch.optim.Optimizer,
    ) -> None:
        self.folder = folder
        self.plan = plan
        self.model = model
        self.optimizer = optimizer
        self.counters = Counters()
        symbols = json.dumps(vocabulary.symbols).encode()
        self._vocabulary = hashlib.sha256(symbols).hexdigest()

    @property
    def path(self) -> Path:
        """Where the checkpoint is."""
        return self.folder / "checkpoint.safetensors"

    def save(self) -> None:
        """Write the checkpoint, whole or not at all, and the log for people."""
        facts = {
            "recipe": self.plan.recipe.facts(),
            "phase": self.plan.phase_of(self.counters.step),
            "vocabulary": self._vocabulary,
            "counters": asdict(self.counters),
        }
        save_tensors(self.path, _KIND, self._tensors(), facts)
        lines = [json.dumps(entry) + "\n" for entry in self.counters.log]
        write_atomically(self.folder / "log.jsonl", "".join(lines).encode())

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one.

        Raises `CheckpointError` if it is damaged or of another recipe or vocabulary.
        """
        if not self.path.exists():
            return
        tensors, facts = load_tensors(self.path, _KIND)
        if facts["vocabulary"] != self._vocabulary:
            self._refuse("vocabulary")
        counters = Counters(**facts["counters"])
        found = facts["recipe"]
        for key, value in self.plan.recipe.facts().items():
            if key != "phases" and found.get(key) != value:
                self._refuse(f"{key} = {found.get(key)}")
        if not self.plan.continues(found["phases"], facts["phase"], counters.step):
            self._refuse(f"phases = {found['phases']}")
        self.counters = counters
        self._restore(tensors)

    def _refuse(self, difference: str) -> None:
        message = _OTHER_RUN.format(path=self.path, difference=difference)
        raise CheckpointError(str(message))

    def _tensors(self) -> dict[str, Tensor]:
        tensors: dict[str, Tensor] = {}
        for name, parameter in self.model.named_parameters():
            tensors[f"model.{name}"] = parameter
            for key, value in self.optimizer.state.get(parameter, {}).items():
                tensors[f"{key}.{name}"] = value
        return tensors

    def _restore(self, tensors: dict[str, Tensor]) -> None:
        for name, parameter in self.model.named_parameters():
            parameter.data.copy_(tensors[f"model.{name}"])
            if f"step.{name}" in tensors:
                moments = {key: tensors[f"{key}.{name}"] for key in _ADAM}
                self.optimizer.state[parameter] = moments


_OTHER_RUN = Text(
    en="{path} belongs to another training run: there, {difference}. Repeat the "
    "command it was made with, or name another folder with --folder.",
    zh="{path} 属于另一次训练：那里的 {difference}。"
    "请使用当时的命令，或用 --folder 指定另一个文件夹。",
)
