"""Processor seconds of works that take turns, by the standard library's `timeit`.

Processor time, so that other programs hardly matter; in turns, so that a slow moment of
the computer falls to all alike. The collector of garbage is at work, as it always is.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import process_time
from timeit import Timer

Work = Callable[[], object]


def processor_seconds(work: Work, repeats: int = 1) -> float:
    """Processor seconds of one call of `work`, the mean of `repeats` in a row."""
    return Timer(work, gc.enable, process_time).timeit(repeats) / repeats


def repeats_in(seconds: float, work: Work) -> int:
    """How often `work` can be called in these seconds; it is then warm, too."""
    work()
    return max(1, round(seconds / max(processor_seconds(work), 1e-6)))


def fastest(
    works: Sequence[Work], turns: int, repeats: Sequence[int] | None = None
) -> list[float]:
    """Processor seconds of a call of each in its fastest turn; all take turns.

    `repeats`: how often each is called in a turn, once if it is not given.
    """
    counts = repeats or [1] * len(works)
    seconds = [
        [processor_seconds(*each) for each in zip(works, counts, strict=True)]
        for _ in range(turns)
    ]
    return [min(column) for column in zip(*seconds, strict=True)]


@dataclass
class Clock:
    """Things done, and the processor seconds they took."""

    done: int = 0
    seconds: float = 0.0

    def time(self, work: Callable[[], int]) -> None:
        """Do some work that returns how much it was."""

        def counted() -> None:
            self.done += work()

        self.seconds += processor_seconds(counted)

    @property
    def speed(self) -> float:
        """Things a second."""
        return self.done / self.seconds


def clocks_of(rounds: Iterable[Mapping[str, Callable[[], int]]]) -> dict[str, Clock]:
    """A clock for each name, whose works are done in turns, round by round.

    A work returns how much it was. The first round warms up and is not counted.
    """
    clocks: dict[str, Clock] = {}
    for number, works in enumerate(rounds):
        if number < 2:
            clocks = {name: Clock() for name in works}
        for name, work in works.items():
            clocks[name].time(work)
    return clocks
