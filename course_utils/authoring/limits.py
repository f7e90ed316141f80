"""How long a cell may run: by the processor time it uses, and only then by the clock.

A busy computer makes a cell slow by the clock, but does not make it use more of the
processor. What sleeps or waits uses none, so the clock stops it, much later.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Any

import psutil
from nbclient import NotebookClient
from nbformat import NotebookNode

from course_utils.text import Text

TIMES_BY_THE_CLOCK = 5
"""How many times its limit a cell may take by the clock."""
PATIENCE = 300
"""Seconds by the clock that a busy computer may need to start a kernel or to answer."""
_LOOK_SECONDS = 1


class Limit:
    """The limit of the cell that the kernel `pid` begins now: `seconds` of processor.

    All threads of the kernel count, and all processes that it starts.
    """

    def __init__(self, pid: int, seconds: float) -> None:
        self.kernel = pid
        self.seconds = seconds
        self._used = family_seconds(pid)
        self._began = monotonic()

    def passed(self) -> Text | None:
        """What the cell did to pass its limit; None if it may go on."""
        if family_seconds(self.kernel) - self._used > self.seconds:
            return _TOO_MUCH.format(seconds=f"{self.seconds:g}")
        by_the_clock = TIMES_BY_THE_CLOCK * self.seconds
        if monotonic() - self._began > by_the_clock:
            return _TOO_LONG.format(seconds=f"{by_the_clock:g}")
        return None


class TooSlow(ValueError):
    """The cell numbered `cell` passed its limit; the message says which."""

    def __init__(self, cell: int, passed: Text) -> None:
        super().__init__(str(passed))
        self.cell = cell


class LimitedClient(NotebookClient):
    """Runs a notebook; a cell that passes its limit of `seconds` is a `TooSlow`.

    running: number of the cell that began last, 0 before the first
    """

    running = 0

    def __init__(self, notebook: NotebookNode, seconds: float, **options: Any) -> None:
        options |= {"timeout": _LOOK_SECONDS, "iopub_timeout": PATIENCE}
        options |= {"startup_timeout": PATIENCE}
        super().__init__(notebook, on_cell_execute=self._begin, **options)
        self._seconds = seconds

    def _begin(self, cell: NotebookNode, cell_index: int) -> None:
        kernel: Any = self.km
        self.running = cell_index + 1
        self._limit = Limit(kernel.provisioner.pid, self._seconds)

    async def _async_handle_timeout(
        self, timeout: int, cell: NotebookNode | None = None
    ) -> None:
        """nbclient calls it again and again while a cell runs."""
        await asyncio.sleep(_LOOK_SECONDS / 10)
        passed = self._limit.passed()
        if passed is not None:
            raise TooSlow(self.running, passed)


def family_seconds(pid: int) -> float:
    """The processor time that process `pid` and its children used; 0 if it is gone."""
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        return _seconds(process) + sum(map(_seconds, process.children(recursive=True)))
    return 0.0


def _seconds(process: psutil.Process) -> float:
    """User and system time of a process, and of its children that have ended."""
    with suppress(psutil.Error):
        return float(sum(process.cpu_times()[:4]))
    return 0.0


_TOO_MUCH = Text(
    en="It used more than {seconds} s of processor time, and was stopped. "
    "Make the cell do less.",
    zh="用掉的处理器时间超过 {seconds} 秒，已被中止。请让这一格少做一些计算。",
)
_TOO_LONG = Text(
    en="It did not end within {seconds} s by the clock, though it used little of the "
    "processor, and was stopped. Look for what it waits for.",
    zh="过了 {seconds} 秒仍没有结束，却几乎没用处理器，已被中止。"
    "请看看这一格在等什么。",
)
