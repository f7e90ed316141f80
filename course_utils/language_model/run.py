"""A training run as it stands: weights, optimizer, counters and log, kept together."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from course_utils.datasets.vocab import Vocabulary
from course_utils.files import write_json_lines
from course_utils.language_model.model import PoemModel
from course_utils.language_model.plan import Plan
from course_utils.shapes.numbers import finite_number
from course_utils.shapes.whole_numbers import NOT_NEGATIVE, whole_number
from course_utils.text import Text
from course_utils.training.divergence import LossWatch
from course_utils.training.resumable import (
    ResumableRun,
    differing_facts,
    has_diverged,
)

_KIND = "poet in training"
_ABOVE_UNIFORM = 1.0
"""Nats above those of a blind guess that are too high: it begins with fewer."""


@dataclass
class Counters:
    """What a run has counted; `nats` and `recent` characters since the last note."""

    step: int = 0
    characters: int = 0
    seconds: float = 0.0
    nats: float = 0.0
    recent: int = 0
    log: list[dict[str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("step", "characters", "recent"):
            whole_number(getattr(self, name), name, NOT_NEGATIVE)
        for name in ("seconds", "nats"):
            finite_number(getattr(self, name), name, 0.0)
        if not isinstance(self.log, list) or not all(
            isinstance(entry, dict) for entry in self.log
        ):
            raise ValueError("log")

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


class PoetRun(ResumableRun):
    """Everything that has to survive a kill: one file in `folder`, and a log."""

    model: PoemModel

    def __init__(
        self,
        folder: Path,
        plan: Plan,
        vocabulary: Vocabulary,
        model: PoemModel,
        optimizer: torch.optim.Optimizer,
    ) -> None:
        path = folder / "checkpoint.safetensors"
        ceiling = math.log(len(vocabulary)) + _ABOVE_UNIFORM
        watch = LossWatch(_ADVICE.format(path=path), ceiling)
        super().__init__(model, optimizer, path, _KIND, _OTHER_RUN, watch)
        self.folder = folder
        self.plan = plan
        self.counters = Counters()
        symbols = json.dumps(vocabulary.symbols).encode()
        self._vocabulary = hashlib.sha256(symbols).hexdigest()

    def save(self) -> None:
        """Write the checkpoint, whole or not at all, and the log for people."""
        super().save()
        write_json_lines(self.folder / "log.jsonl", self.counters.log)

    def place(self) -> Text:
        """Where the training is, for a message."""
        return _STEP.format(step=self.counters.step + 1)

    def facts(self) -> dict[str, Any]:
        """The recipe, and how far in it the run is."""
        return {
            "recipe": self.plan.recipe.facts(),
            "phase": self.plan.phase_of(self.counters.step),
            "vocabulary": self._vocabulary,
            "counters": asdict(self.counters),
        }

    def differences(self, facts: dict[str, Any]) -> Iterator[str]:
        """Another vocabulary, another recipe, phases that did not begin this plan."""
        if facts["vocabulary"] != self._vocabulary:
            yield "vocabulary"
        found, expected = dict(facts["recipe"]), self.plan.recipe.facts()
        phases = found.pop("phases")
        del expected["phases"]
        diverged = has_diverged(facts)
        if diverged:
            del expected["seed"], found["seed"]
        yield from differing_facts(found, dict.fromkeys(found) | expected)
        step = whole_number(facts["counters"]["step"], "step", NOT_NEGATIVE)
        phase = whole_number(facts["phase"], "phase", NOT_NEGATIVE)
        too_far = step > self.plan.num_steps
        if too_far or not self.plan.continues(phases, phase, step, diverged):
            yield f"phases = {phases}"

    def restore(self, tensors: dict[str, Tensor], facts: dict[str, Any]) -> None:
        """With all that was counted."""
        counters = Counters(**facts["counters"])
        super().restore(tensors, facts)
        self.counters = counters


_STEP = Text(en="step {step}", zh="第 {step} 步")
_ADVICE = Text(
    en="What was written before stays. Repeat the command with lower learning rates, "
    "such as --rate-factor 0.5, or with another --seed: the training goes on from "
    "{path}, or begins anew if that is not there.",
    zh="先前存下的都还在。请再运行同一条命令，调低学习率（例如 --rate-factor 0.5），"
    "或换一个 --seed：训练会从 {path} 接着进行；如果没有这个文件，就从头开始。",
)
_OTHER_RUN = Text(
    en="{path} belongs to another training run: there, {difference}. Repeat the "
    "command it was made with, or name another folder with --folder.",
    zh="{path} 属于另一次训练：那里的 {difference}。"
    "请使用当时的命令，或用 --folder 指定另一个文件夹。",
)
