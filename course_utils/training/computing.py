"""How PyTorch computes for a while: with how many threads, by what chance, untrained.

Also how many numbers a model learns, trained or not.
Two threads on a busy computer can be slower than one, so one is the default.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

from course_utils.text import Text

_VARIABLE = "COURSE_THREADS"


def thread_count() -> int:
    """The number in COURSE_THREADS; 1 if it is not set. Raises `ValueError`."""
    setting = os.environ.get(_VARIABLE) or "1"
    if not setting.isdecimal() or int(setting) < 1:
        raise ValueError(str(_NOT_A_COUNT.format(name=_VARIABLE, found=repr(setting))))
    return int(setting)


@contextmanager
def course_threads(count: int | None = None) -> Iterator[None]:
    """PyTorch computes with `count` threads here, and as before after it.

    None stands for `thread_count()`.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(thread_count() if count is None else count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


_NOT_A_COUNT = Text(
    en="{name}: expected a whole number of threads, at least 1, found {found}. "
    "Set {name}=1.",
    zh="{name} 应是不小于 1 的整数（线程数），现在是 {found}。请设为 {name}=1。",
)


@contextmanager
def own_randomness(seed: int) -> Iterator[None]:
    """PyTorch's random numbers begin at `seed` here, and go on as before after it."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


@contextmanager
def initial_weights(seed: int) -> Iterator[None]:
    """Nets made here start at `seed`, in float32, whatever PyTorch is set to."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float32)
    try:
        with own_randomness(seed):
            yield
    finally:
        torch.set_default_dtype(before)


def count_parameters(model: nn.Module) -> int:
    """How many numbers a model learns."""
    return sum(parameter.numel() for parameter in model.parameters())


@contextmanager
def evaluation(model: nn.Module) -> Iterator[None]:
    """Here `model` drops nothing out and keeps no gradients; then it is as before."""
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        model.train(was_training)
