"""One process or several: `torchrun` starts them, gloo joins them.

Every process has the same weights and takes its share of each batch; what they sum is
the gradient, so any number of them walks the same path.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, distributed, nn


@dataclass(frozen=True)
class Processes:
    """How many processes train together, and which of them this is."""

    rank: int = 0
    count: int = 1

    @property
    def is_first(self) -> bool:
        """The first writes and speaks; the others only compute."""
        return self.rank == 0

    def sum(self, values: Tensor) -> Tensor:
        """The sum of `values` over all processes, in place."""
        if self.count > 1:
            distributed.all_reduce(values)
        return values

    def sum_gradients(self, model: nn.Module) -> None:
        """Give each process the sum of all gradients; none counts as zero."""
        if self.count == 1:
            return
        parameters = list(model.parameters())
        flat = [
            torch.zeros_like(p).flatten() if p.grad is None else p.grad.flatten()
            for p in parameters
        ]
        summed = self.sum(torch.cat(flat)).split([p.numel() for p in parameters])
        for parameter, gradient in zip(parameters, summed, strict=True):
            parameter.grad = gradient.view_as(parameter)


@contextmanager
def joined_processes() -> Iterator[Processes]:
    """The processes `torchrun` started, joined; otherwise this one alone."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield Processes()
        return
    distributed.init_process_group("gloo")
    try:
        yield Processes(distributed.get_rank(), distributed.get_world_size())
    finally:
        distributed.destroy_process_group()
