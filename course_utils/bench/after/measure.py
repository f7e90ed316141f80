"""`course bench after`: the race of lesson 13, run after run, into files.

After each run the file of results is written whole, so that a bench that was stopped
goes on where it was. What is soon done comes first, then seed after seed.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course_utils.bench.after.costs import measure_lengths, measure_nexts
from course_utils.bench.after.page import write_after_page
from course_utils.bench.after.poems import SplitPoems, measure_poem_net
from course_utils.bench.pages import write_into_log
from course_utils.files import make_folder, write_json_lines
from course_utils.measured.after_gates import (
    AfterResults,
    RateRun,
    TaskRun,
    load_after_results,
)
from course_utils.measured.results import ResultError, save_results
from course_utils.parallel.nets import BODIES, BodyName
from course_utils.parallel.race import RACE_PARAMETERS, RACE_RATES, run_race
from course_utils.parallel.tasks import TASKS
from course_utils.text import Text
from course_utils.training.resumable import differing_facts

POEM_KINDS: tuple[BodyName, ...] = ("lstm", "minimal_gru", "transformer")


@dataclass(frozen=True)
class AfterPlan:
    """How much is measured; seconds are processor time of one thread, of a training."""

    seeds: tuple[int, ...] = (1, 2, 3)
    shares: tuple[float, ...] = (0.01, 0.03, 0.1, 0.3, 1.0)
    poem_seconds: float = 20.0
    poem_parameters: int = 400_000
    rates: tuple[float, ...] = (0.002, 0.004, 0.008, 0.016)
    rate_seconds: float = 8.0
    rate_share: float = 0.1
    tasks: tuple[str, ...] = tuple(TASKS)
    task_seconds: float = 6.0
    task_parameters: int = RACE_PARAMETERS
    turns: int = 5

    @classmethod
    def quick(cls) -> AfterPlan:
        """A few minutes: all that there is, but hardly trained."""
        return cls(
            seeds=(1,),
            shares=(0.01, 0.1),
            poem_seconds=4.0,
            rates=(0.004,),
            rate_seconds=1.0,
            task_seconds=2.0,
            turns=1,
        )

    def command(self) -> str:
        """What is typed to measure it."""
        if self == self.quick():
            return "course bench after --quick"
        seeds = ",".join(map(str, self.seeds))
        return f"course bench after --seconds {self.poem_seconds:g} --seeds {seeds}"

    def facts(self) -> dict[str, Any]:
        """All that one run depends on, as JSON knows it."""
        known = asdict(self)
        del known["seeds"]
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in known.items()
        }


@dataclass(frozen=True)
class _Step:
    """One thing to measure: its name, and what adds it to the results."""

    name: str
    is_done: Callable[[AfterResults], bool]
    measure: Callable[[AfterResults], tuple[AfterResults, dict[str, Any]]]


def bench_after(
    plan: AfterPlan,
    folder: Path,
    say: Callable[[object], object],
    poems: SplitPoems | None = None,
    stop_after: int | None = None,
) -> AfterResults:
    """Measure what is missing, and write it into `folder`, run by run.

    There: `results.json`, `results.md` and `log.jsonl`. Raises a `ResultError` if
    they are of another plan. `stop_after` ends it after so many measurements.
    """
    make_folder(folder)
    path, log = folder / "results.json", folder / "log.jsonl"
    if not path.exists():
        write_json_lines(log, [])  # what is there is of other results
    results = _start_or_resume(path, plan)
    poems = SplitPoems.load() if poems is None else poems
    left = [step for step in _steps(plan, poems) if not step.is_done(results)]
    for number, step in enumerate(left[:stop_after], start=1):
        say(_MEASURING.format(name=step.name, number=number, count=len(left)))
        results, facts = step.measure(results)
        save_results(results, path)
        _log_run(log, step.name, facts)
        write_after_page(folder)
    return results


def _log_run(path: Path, name: str, facts: dict[str, Any]) -> None:
    write_into_log(path, {"run": name, **facts}, lambda old: old["run"] == name)


def _start_or_resume(path: Path, plan: AfterPlan) -> AfterResults:
    """The results in the file, which are of this plan, with the setting of today."""
    setting = {
        "command": plan.command(),
        "plan": plan.facts(),
        "seeds": list(plan.seeds),
        "python": platform.python_version(),
        "threads": 1,
        **{name: version(name) for name in ("torch", "numpy")},
    }
    if not path.exists():
        return AfterResults(setting)
    known = load_after_results(path)
    for difference in differing_facts(known.setting["plan"], plan.facts()):
        message = _OTHER_PLAN.format(path=path, difference=difference)
        raise ResultError(str(message))
    return replace(known, setting=setting)


def _steps(plan: AfterPlan, poems: SplitPoems) -> Iterator[_Step]:
    yield _length_step(plan)
    yield _next_step(plan)
    for kind in POEM_KINDS:
        for rate in plan.rates:
            yield _rate_step(plan, poems, kind, rate)
    for seed in plan.seeds:
        for task in plan.tasks:
            for kind in BODIES:
                yield _task_step(plan, task, kind, seed)
    for seed in plan.seeds:
        for share in plan.shares:
            for kind in POEM_KINDS:
                yield _poem_step(plan, poems, kind, share, seed)


def _length_step(plan: AfterPlan) -> _Step:
    def measure(known: AfterResults) -> tuple[AfterResults, dict[str, Any]]:
        return known.with_runs(lengths=measure_lengths(turns=plan.turns)), {}

    return _Step("costs of all steps", lambda known: bool(known.lengths), measure)


def _next_step(plan: AfterPlan) -> _Step:
    def measure(known: AfterResults) -> tuple[AfterResults, dict[str, Any]]:
        # These works are short, so their noise is large.
        return known.with_runs(nexts=measure_nexts(turns=4 * plan.turns)), {}

    return _Step("costs of one step more", lambda known: bool(known.nexts), measure)


def _rate_step(
    plan: AfterPlan, poems: SplitPoems, kind: BodyName, rate: float
) -> _Step:
    def is_done(known: AfterResults) -> bool:
        return any((run.kind, run.rate) == (kind, rate) for run in known.rates)

    def measure(known: AfterResults) -> tuple[AfterResults, dict[str, Any]]:
        run, facts = measure_poem_net(
            poems,
            kind,
            plan.rate_share,
            0,
            rate,
            seconds=plan.rate_seconds,
            parameters=plan.poem_parameters,
            test=False,
        )
        tried = RateRun(kind, rate, run.validation)
        return known.with_runs(rates=(tried,)), facts

    return _Step(f"rate {rate:g} {kind}", is_done, measure)


def _poem_step(
    plan: AfterPlan, poems: SplitPoems, kind: BodyName, share: float, seed: int
) -> _Step:
    def is_done(known: AfterResults) -> bool:
        key = (kind, share, seed)
        return any((run.kind, run.share, run.seed) == key for run in known.poems)

    def measure(known: AfterResults) -> tuple[AfterResults, dict[str, Any]]:
        run, facts = measure_poem_net(
            poems,
            kind,
            share,
            seed,
            known.best_rate(kind),
            seconds=plan.poem_seconds,
            parameters=plan.poem_parameters,
        )
        return known.with_runs(poems=(run,)), facts

    return _Step(f"poems {share:g} {kind} seed {seed}", is_done, measure)


def _task_step(plan: AfterPlan, task: str, kind: BodyName, seed: int) -> _Step:
    def is_done(known: AfterResults) -> bool:
        key = (task, kind, seed)
        return any((run.task, run.kind, run.seed) == key for run in known.tasks)

    def measure(known: AfterResults) -> tuple[AfterResults, dict[str, Any]]:
        found = run_race(
            TASKS[task],
            kind,
            seconds=plan.task_seconds,
            seed=seed,
            parameters=plan.task_parameters,
        )
        run = TaskRun(
            task=task,
            kind=kind,
            seed=seed,
            rate=RACE_RATES[kind],
            parameters=found.parameters,
            updates=found.updates,
            seconds=plan.task_seconds,
            scores=found.scores,
        )
        return known.with_runs(tasks=(run,)), {}

    return _Step(f"task {task} {kind} seed {seed}", is_done, measure)


_MEASURING = Text(en="{number} of {count}: {name}", zh="第 {number}/{count} 项：{name}")
_OTHER_PLAN = Text(
    en="{path} holds results measured in another way: {difference} there. Name another "
    "folder with --out, or move that file away.",
    zh="{path} 里的结果是用别的设置测得的：其中 {difference}。"
    "请用 --out 换一个文件夹，或移走那个文件。",
)
