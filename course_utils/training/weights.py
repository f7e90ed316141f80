"""Trained nets on disk: weights in half precision, and what makes their net anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import nn

from course_utils.files import FileMissingError
from course_utils.text import Text
from course_utils.training.checkpoints import (
    CheckpointError,
    load_tensors,
    save_tensors,
)

AnyNet = TypeVar("AnyNet", bound=nn.Module)


class MissingNetError(CheckpointError, FileNotFoundError):
    """A file of weights that is not there."""


@dataclass(frozen=True)
class NetFile:
    """How nets of one kind lie on disk: one file, that `course train COMMAND` makes.

    `kind` stands in the file, `name` in a message. Several nets are a `ModuleDict`.
    """

    kind: str
    name: Text
    command: str

    def save(self, path: Path, net: nn.Module, facts: Mapping[str, Any]) -> None:
        """Write the weights in half precision (10 bits of mantissa), and the facts.

        `facts` are what JSON knows: settings and vocabularies.
        """
        tensors = {name: value.half() for name, value in net.state_dict().items()}
        save_tensors(path, self.kind, tensors, facts)

    def load(
        self, path: Path, make: Callable[[dict[str, Any]], AnyNet]
    ) -> tuple[AnyNet, dict[str, Any]]:
        """The net, ready to be asked (not trained), computing in float32; its facts.

        `make` is given the facts. Raises `CheckpointError` for a file that is not
        there, is of another kind, or holds a net of another build, which these weights
        do not fit; `FileError` for one that cannot be read.
        """
        values = {"path": path, "name": self.name, "command": self.command}
        try:
            tensors, facts = load_tensors(path, self.kind)
        except FileMissingError as error:
            raise MissingNetError(str(_MISSING.format(**values))) from error
        weights = {name: value.float() for name, value in tensors.items()}
        try:
            with torch.random.fork_rng(devices=()):  # what is drawn here is not used
                net = make(facts)
            net.load_state_dict(weights, assign=True)
        except (LookupError, RuntimeError, TypeError, ValueError) as error:
            raise CheckpointError(str(_OTHER_BUILD.format(**values))) from error
        return net.eval(), facts


_MISSING = Text(
    en="{path} is not there, which should hold {name}. Put it back, or train it: "
    "course train {command}",
    zh="找不到 {path}，其中应有{name}。请把它放回去，或重新训练："
    "course train {command}",
)
_OTHER_BUILD = Text(
    en="{path} holds {name} of another build, written by another version of the "
    "course. Train it anew (course train {command}), or use that version.",
    zh="{path} 里的{name}结构不同，是本课程另一版本存下的。"
    "请重新训练（course train {command}），或改用那个版本。",
)
