"""Tensors and facts in one file: safetensors, with JSON in its header.

One file is written under a temporary name and renamed, so tensors and facts always
belong together. No pickle: reading a file runs nothing that is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from course_utils.files import write_atomically
from course_utils.text import Text

_KIND = "rnn-course"


class CheckpointError(ValueError):
    """A file of tensors that is damaged, or not what was expected."""


def save_tensors(
    path: Path, kind: str, tensors: Mapping[str, Tensor], facts: Mapping[str, Any]
) -> None:
    """Write `tensors` and JSON-able `facts`, whole or not at all."""
    plain = {name: tensor.detach().contiguous() for name, tensor in tensors.items()}
    text = json.dumps(facts, ensure_ascii=False)
    metadata = {_KIND: kind, "facts": text, "sha256": _digest(plain, text)}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, save(plain, metadata))


def load_tensors(path: Path, kind: str) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """What `save_tensors` wrote for this kind.

    Raises `CheckpointError` for any other file, and for one with a changed byte.
    """
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            names = list(file.keys())
            # Cloned, so that the file may be replaced while the tensors live.
            tensors = {name: file.get_tensor(name).clone() for name in names}
    except SafetensorError as error:
        message = _DAMAGED.format(path=path, reason=error)
        raise CheckpointError(str(message)) from error
    found = metadata.get(_KIND)
    if found != kind:
        message = _FOREIGN.format(path=path, expected=kind, found=found)
        raise CheckpointError(str(message))
    if metadata.get("sha256") != _digest(tensors, metadata.get("facts", "")):
        message = _DAMAGED.format(path=path, reason="sha256")
        raise CheckpointError(str(message))
    return tensors, json.loads(metadata["facts"])


def _digest(tensors: Mapping[str, Tensor], text: str) -> str:
    digest = hashlib.sha256(text.encode())
    for name in sorted(tensors):
        tensor = tensors[name]
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.reshape(-1).view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


_DAMAGED = Text(
    en="{path} is damaged ({reason}). Delete it, or put back a copy of yours.",
    zh="{path} 已损坏（{reason}）。请删除它，或换回你保存的副本。",
)
_FOREIGN = Text(
    en="{path}: expected a file of the course of the kind “{expected}”, found "
    "“{found}”. Name another file or folder.",
    zh="{path}：这里需要本课程的“{expected}”文件，找到的却是“{found}”。"
    "请换一个文件或文件夹。",
)
