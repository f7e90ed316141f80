"""Tensors and facts in one file: safetensors, with JSON in its header.

One file is written under a temporary name and renamed, so tensors and facts always
belong together. No pickle: reading a file runs nothing that is in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from course_utils.files import (
    NotJsonError,
    check_file,
    in_words,
    make_folder,
    parse_json,
    to_json,
    write_atomically,
)
from course_utils.text import Text
from course_utils.training.divergence import DivergedError

_KIND = "rnn-course"
_HEADER = 8
"""Where the header of safetensors begins: after its length."""


class CheckpointError(ValueError):
    """A file of tensors that is damaged, or not what was expected."""


def save_tensors(
    path: Path, kind: str, tensors: Mapping[str, Tensor], facts: Mapping[str, Any]
) -> None:
    """Write `tensors` and JSON-able `facts`, whole or not at all.

    Raises `FileError`, and `DivergedError` rather than write what is not finite.
    """
    plain = {name: tensor.detach().contiguous() for name, tensor in tensors.items()}
    broken = _first_not_finite(plain)
    if broken is not None:
        message = _NOT_FINITE.format(path=path, name=broken)
        raise DivergedError(str(message))
    text = to_json(path, facts, ensure_ascii=False)
    metadata = {_KIND: kind, "facts": text, "sha256": _digest(plain, text)}
    make_folder(path.parent)
    write_atomically(path, save(plain, metadata))


def load_tensors(path: Path, kind: str) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """What `save_tensors` wrote for this kind.

    Raises `CheckpointError` for any other file, and for one with a changed byte;
    `FileError` for one that cannot be read.
    """
    check_file(path)
    try:
        with in_words(path), safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            names = list(file.keys())
            # Cloned, so that the file may be replaced while the tensors live.
            tensors = {name: file.get_tensor(name).clone() for name in names}
    except SafetensorError as error:
        says = _NO_TENSORS if _is_something_else(path) else _DAMAGED
        message = says.format(path=path, reason=error)
        raise CheckpointError(str(message)) from error
    found = metadata.get(_KIND)
    if found != kind:
        message = _FOREIGN.format(path=path, expected=kind, found=found)
        raise CheckpointError(str(message))
    if metadata.get("sha256") != _digest(tensors, metadata.get("facts", "")):
        message = _DAMAGED.format(path=path, reason="sha256")
        raise CheckpointError(str(message))
    broken = _first_not_finite(tensors)
    if broken is not None:
        message = _DAMAGED.format(path=path, reason=f"{broken}: nan, inf")
        raise CheckpointError(str(message))
    try:
        return tensors, parse_json(path, metadata["facts"])
    except NotJsonError as error:
        raise CheckpointError(str(error)) from error


def _is_something_else(path: Path) -> bool:
    """Whether a file has other contents than tensors: their header is JSON.

    Somebody may need such a file, so nobody is told to delete it.
    """
    with in_words(path), path.open("rb") as file:
        start = file.read(_HEADER + 1)
    return start != b"" and start[_HEADER:] != b"{"


def _first_not_finite(tensors: Mapping[str, Tensor]) -> str | None:
    """The name of the first tensor with a number that is not finite."""
    return next((n for n, one in tensors.items() if not one.isfinite().all()), None)


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
_NO_TENSORS = Text(
    en="{path} is no file of weights ({reason}). Name another file.",
    zh="{path} 不是权重文件（{reason}）。请换一个文件。",
)
_NOT_FINITE = Text(
    en="{path} was not written, and is as it was: {name} holds numbers that are not "
    "finite, so the training has failed. Lower the learning rate, clip the gradients, "
    "or take another seed.",
    zh="没有写入 {path}，它保持原样：{name} 中有数不是有限的，训练失败了。"
    "请调低学习率、裁剪梯度，或换一个种子。",
)
_FOREIGN = Text(
    en="{path}: expected a file of the course of the kind “{expected}”, found "
    "“{found}”. Name another file or folder.",
    zh="{path}：这里需要本课程的“{expected}”文件，找到的却是“{found}”。"
    "请换一个文件或文件夹。",
)
