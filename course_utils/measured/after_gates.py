"""The measured rows of `course bench after`: read them, and write them. Lesson 13.

`data/after/results.json` holds a run for each kind of net, task or share of the poems,
and seed. Lessons read it: `load_after_results().nats("lstm")`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from course_utils.measured.results import (
    ResultError,
    names_or_none,
    read_results,
)
from course_utils.places import AFTER_RESULTS
from course_utils.text import Text


@dataclass(frozen=True)
class RateRun:
    """One try of a learning rate: nats per character of the validation poems."""

    kind: str
    rate: float
    validation: float


@dataclass(frozen=True)
class PoemRun:
    """One training on a share of the poems; nats per character.

    characters: that could be read; read: how many were, again and again or in part.
    """

    kind: str
    share: float
    seed: int
    rate: float
    parameters: int
    characters: int
    read: int
    updates: int
    seconds: float
    validation: float
    test: float


@dataclass(frozen=True)
class TaskRun:
    """One training on a task: the share of right answers at each length tested."""

    task: str
    kind: str
    seed: int
    rate: float
    parameters: int
    updates: int
    seconds: float
    scores: Mapping[int, float]


@dataclass(frozen=True)
class LengthCost:
    """Forward and backward over so many steps, by layer.

    seconds: as ratios to those of the LSTM at the shortest length.
    """

    steps: int
    seconds: Mapping[str, float]


@dataclass(frozen=True)
class NextCost:
    """One character more after so many, by kind: seconds as ratios, numbers kept."""

    known: int
    seconds: Mapping[str, float]
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class AfterResults:
    """All that `course bench after` has measured so far, and how."""

    setting: Mapping[str, Any]
    rates: tuple[RateRun, ...] = ()
    poems: tuple[PoemRun, ...] = ()
    tasks: tuple[TaskRun, ...] = ()
    lengths: tuple[LengthCost, ...] = ()
    nexts: tuple[NextCost, ...] = ()

    def __post_init__(self) -> None:
        """Raise a `ResultError` for a figure that is no finite number."""
        _check_finite(self.to_json())

    def nats(self, kind: str) -> dict[float, tuple[float, ...]]:
        """Test nats per character of each seed, by share of the training characters."""
        found: dict[float, tuple[float, ...]] = {}
        for run in sorted(self._of_kind(self.poems, kind), key=lambda one: one.share):
            found[run.share] = (*found.get(run.share, ()), run.test)
        return found

    def scores(self, task: str, kind: str) -> dict[int, tuple[float, ...]]:
        """The share of right answers of each seed, by length."""
        found: dict[int, tuple[float, ...]] = {}
        runs = [run for run in self._of_kind(self.tasks, kind) if run.task == task]
        if not runs:
            raise _no_runs(task, (run.task for run in self.tasks))
        for run in runs:
            for steps, score in run.scores.items():
                found[steps] = (*found.get(steps, ()), score)
        return found

    def best_rate(self, kind: str) -> float:
        """The rate with which the validation poems cost least."""
        tried = self._of_kind(self.rates, kind)
        return min(tried, key=lambda run: run.validation).rate

    def crossing(self, one: str = "lstm", other: str = "attention") -> int | None:
        """The shortest length from which on `other` always takes longer than `one`."""
        slower = [cost.seconds[other] > cost.seconds[one] for cost in self.lengths]
        for place, cost in enumerate(self.lengths):
            if all(slower[place:]):
                return cost.steps
        return None

    def with_runs(self, **more: tuple[Any, ...]) -> AfterResults:
        """The same, with more runs of a field, such as `poems=(run,)`."""
        added: dict[str, Any] = {
            name: (*getattr(self, name), *runs) for name, runs in more.items()
        }
        return replace(self, **added)

    def to_json(self) -> dict[str, Any]:
        """What `load_after_results` reads."""
        return asdict(self)

    def _of_kind(self, runs: tuple[Any, ...], kind: str) -> list[Any]:
        found = [run for run in runs if run.kind == kind]
        if not found:
            raise _no_runs(kind, (run.kind for run in runs))
        return found


def load_after_results(path: Path | str | None = None) -> AfterResults:
    """The committed results, or those of another file.

    Raises `ResultError` if it is damaged or not there, `FileError` if it is no file.
    """
    return read_results(
        AFTER_RESULTS if path is None else Path(path), "course bench after", _results
    )


def _results(known: Any) -> AfterResults:
    return AfterResults(
        setting=dict(known["setting"]),
        rates=tuple(RateRun(**run) for run in known["rates"]),
        poems=tuple(PoemRun(**run) for run in known["poems"]),
        tasks=tuple(_task_run(run) for run in known["tasks"]),
        lengths=tuple(LengthCost(**cost) for cost in known["lengths"]),
        nexts=tuple(NextCost(**cost) for cost in known["nexts"]),
    )


def _task_run(known: dict[str, Any]) -> TaskRun:
    scores = {int(steps): score for steps, score in known.pop("scores").items()}
    return TaskRun(**known, scores=scores)


def _check_finite(known: Any) -> None:
    """Raise a `ResultError` if a number anywhere in it is not finite."""
    if isinstance(known, float) and not math.isfinite(known):
        raise ResultError(str(_NOT_FINITE.format(found=known)))
    parts = known.values() if isinstance(known, Mapping) else known
    if isinstance(known, Mapping | list | tuple):
        for each in parts:
            _check_finite(each)


def _no_runs(what: str, known: Iterable[str]) -> ResultError:
    names = names_or_none(dict.fromkeys(known))
    return ResultError(str(_NO_RUNS.format(what=what, known=names)))


_NO_RUNS = Text(
    en="No results of “{what}”; there are: {known}. "
    "Run `course bench after`, or correct the name.",
    zh="没有“{what}”的结果，现有：{known}。请运行 `course bench after`，或改正名称。",
)
_NOT_FINITE = Text(
    en="A result is {found}, expected a finite number: a training has failed. "
    "Lower the learning rate, or take another seed.",
    zh="有一个结果是 {found}，应为有限的数：某次训练失败了。"
    "请调低学习率，或换一个种子。",
)
