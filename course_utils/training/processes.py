"""One process or several: `torchrun` starts them, gloo joins them.

Every process has the same weights and takes its share of each batch; what they sum is
the gradient, so any number of them walks the same path. One that dies or stops ends
the others, within a time that is given.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import Tensor, distributed, nn

from course_utils.text import Text, join

WAIT_SECONDS = 120.0
"""How long a process waits for one that is silent."""
_ROLL_SECONDS = 5.0


class LostProcessError(ValueError):
    """One of several processes that train together has ended, or is silent."""


class _Roll:
    """How many sums each process has begun: one that is lost has begun fewer."""

    def __init__(
        self, store: distributed.Store, rank: int, count: int, seconds: float
    ) -> None:
        self._store, self._rank, self._count = store, rank, count
        self._seconds = seconds
        self._begun = 0

    @contextmanager
    def sum_with_all(self) -> Iterator[None]:
        """A sum that is begun here; if it fails, a `LostProcessError` says whose."""
        self._begun += 1
        try:
            self._store.set(f"begun {self._rank}", str(self._begun))
            yield
        except RuntimeError as error:
            raise LostProcessError(str(self._describe(_reason(error)))) from error

    def _describe(self, reason: str) -> Text:
        lost = self._find_lost()
        self._leave_after_others(lost)
        who = _RANKS.format(ranks=join(lost)) if lost else _UNKNOWN
        values = {"who": who, "count": self._count, "seconds": self._seconds}
        return _LOST.format(reason=reason, **values)

    def _find_lost(self) -> list[int]:
        """The ranks that are behind, once all that are only slow have caught up."""
        try:
            self._store.set_timeout(timedelta(seconds=_ROLL_SECONDS))
            end = time.monotonic() + _ROLL_SECONDS
            while len(lost := self._behind()) > 1 and time.monotonic() < end:
                time.sleep(0.1)
            return lost
        except RuntimeError:  # the store is gone, and with it the process that kept it
            return [0] if self._rank else []

    def _leave_after_others(self, lost: list[int]) -> None:
        """The first keeps the store that the others still have to ask."""
        waiting = [
            f"asked {rank}" for rank in range(1, self._count) if rank not in lost
        ]
        try:
            self._store.set(f"asked {self._rank}", "")
            end = time.monotonic() + self._seconds + _ROLL_SECONDS
            while self._rank == 0 and time.monotonic() < end:
                if self._store.check(waiting):
                    break
                time.sleep(0.1)
        except RuntimeError:  # the store is gone already
            return

    def _behind(self) -> list[int]:
        keys = [f"begun {rank}" for rank in range(self._count)]
        begun = [
            int(self._store.get(key)) if self._store.check([key]) else 0 for key in keys
        ]
        return [rank for rank, number in enumerate(begun) if number < self._begun]


@dataclass(frozen=True)
class Processes:
    """How many processes train together, and which of them this is."""

    rank: int = 0
    count: int = 1
    roll: _Roll | None = None

    @property
    def is_first(self) -> bool:
        """The first writes and speaks; the others only compute."""
        return self.rank == 0

    def sum(self, values: Tensor) -> Tensor:
        """The sum of `values` over all processes, in place.

        Raises `LostProcessError` if one of them has ended, or stays silent.
        """
        if self.roll is not None:
            with self.roll.sum_with_all():
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
def joined_processes(seconds: float = WAIT_SECONDS) -> Iterator[Processes]:
    """The processes `torchrun` started, joined; otherwise this one alone.

    seconds: how long each waits for the others. Raises `LostProcessError`.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield Processes()
        return
    processes = _join(seconds)
    try:
        yield processes
    finally:
        distributed.destroy_process_group()


def _join(seconds: float) -> Processes:
    limit = timedelta(seconds=seconds)
    try:
        store, rank, count = next(distributed.rendezvous("env://", timeout=limit))
        distributed.init_process_group(
            "gloo", store=store, rank=rank, world_size=count, timeout=limit
        )
    except RuntimeError as error:
        message = _NOT_JOINED.format(seconds=seconds, reason=_reason(error))
        raise LostProcessError(str(message)) from error
    return Processes(rank, count, _Roll(store, rank, count, seconds))


def _reason(error: RuntimeError) -> str:
    """What gloo says, without the place in its own source."""
    return re.sub(r"^\[[^]]*\.cc:\d+\] ", "", str(error).partition("\n")[0])


_RANKS = Text(en="rank {ranks}", zh="第 {ranks} 号进程")
_UNKNOWN = Text(en="which one is not known", zh="不知道是哪一个")
_LOST = Text(
    en="Of the {count} processes that train together one is lost: {who}. It has ended, "
    "or was silent for {seconds:.0f} s ({reason}). So the others end, too. Run the "
    "same command again: the training goes on from its last checkpoint.",
    zh="一起训练的 {count} 个进程少了一个：{who}。它已结束，或有 {seconds:.0f} 秒没有"
    "回应（{reason}），所以其余进程也停下了。再运行同一条命令，"
    "就会从上一个检查点接着训练。",
)
_NOT_JOINED = Text(
    en="The processes did not all join within {seconds:.0f} s ({reason}). Look at the "
    "messages of the others, then start all of them again.",
    zh="各进程没能在 {seconds:.0f} 秒内全部会合（{reason}）。"
    "请看看其他进程的消息，然后全部重新启动。",
)
