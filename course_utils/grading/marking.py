"""The judge: draws secret cases, lets answers run elsewhere, and compares by itself."""

from __future__ import annotations

import hashlib
import json
import os
import queue
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from course_utils.authoring.notebooks import BUILT_WITH, OWN_RUN
from course_utils.caged.cage import Limits, can_cage
from course_utils.caged.job import BORROWED_MARK, READY, Job, case_lists
from course_utils.caged.wire import WireError, from_line
from course_utils.checking import messages as checks_say
from course_utils.checking.calls import Call, Raised
from course_utils.checking.checks import Exercise, Tried
from course_utils.checking.compare import fitted
from course_utils.checking.feedback import Feedback
from course_utils.checking.sandbox import run
from course_utils.exercises import load_exercises
from course_utils.grading import messages as say
from course_utils.grading.answers import Attempts, FoundAnswer, Template
from course_utils.grading.submissions import Submission, template_of
from course_utils.syllabus import lesson
from course_utils.text import Text, join

AT_ONCE = 2
FRESH_CASES = 5
_LONGEST_LOG = 2000
_SERVE = "from course_utils.caged.host import serve_jobs; serve_jobs()"
_KEPT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
_SETTINGS = {
    **OWN_RUN,
    "MPLBACKEND": "Agg",
    "PYTHONHASHSEED": BUILT_WITH,
}


@dataclass
class Marked:
    """A submission with what is said to each of its exercises, in their order."""

    submission: Submission
    feedback: dict[str, Feedback] = field(default_factory=dict)

    @property
    def points(self) -> dict[str, int]:
        """By exercise: 1 for a right answer, 0 for any other and for none."""
        told = self.feedback.items()
        return {name: int(each.outcome == "right") for name, each in told}

    @property
    def total(self) -> int:
        return sum(self.points.values())


class Judge:
    """Knows the solutions of one lesson, and cases that nobody has seen before.

    The cases are drawn anew for each judge; all that it judges meet the same ones.
    """

    def __init__(self, slug: str) -> None:
        loaded = load_exercises(lesson(slug))
        exercises = () if loaded is None else loaded[0]
        self._exercises = {each.name: each for each in exercises}
        self.seeds = [secrets.randbits(64) for _ in range(FRESH_CASES)]
        self._wanted: dict[str, list[tuple[list[Any], list[Call]]]] = {}
        self._known: dict[tuple[str, str, bytes], Feedback] = {}

    def judge(self, job: Job, ending: str, said: str) -> Feedback:
        """What an answer deserves, by what its process said; nothing of it is run."""
        key = (job.exercise, ending, hashlib.sha256(said.encode()).digest())
        if key not in self._known:
            self._known[key] = self._judge(job, ending, said)
        return self._known[key]

    def unanswered(self, name: str) -> Feedback:
        """What is said of an exercise that nobody has begun."""
        task = self._exercises[name].task
        return Feedback("not_tried", checks_say.NOT_TRIED.format(name=name), [task])

    def broken(self, name: str, text: Text, kind: str) -> Feedback:
        """What is said of a cell that gives no answer at all."""
        title = checks_say.WRONG.format(name=name)
        return Feedback("mistake", title, [text], kind)

    def _judge(self, job: Job, ending: str, said: str) -> Feedback:
        name, exercise = job.exercise, self._exercises[job.exercise]
        try:
            messages = [from_line(line) for line in said.splitlines()]
            if messages and "setup" in messages[0]:
                return self._not_there(job, messages[0])
            runs = [_as_call(each) for each in messages]
        except (WireError, KeyError, TypeError, ValueError):
            return self.broken(name, say.UNREADABLE_REPLY, "unreadable")
        borrowed = next(filter(None, map(_borrowed, runs)), None)
        if borrowed is not None:
            return self.broken(name, borrowed, "borrowed")
        parts = self._parts(exercise, runs)
        if len(runs) != sum(len(cases) for cases, _, _ in parts):
            return self._unfinished(job, ending, runs)
        return self._compared(exercise, parts)

    def _compared(self, exercise: Exercise, parts: Sequence[Tried]) -> Feedback:
        """By the exercise itself; what it cannot describe is no point, and told."""
        printed = "".join(one.printed for one in parts[0][2])
        try:
            return replace(exercise.judge(parts), printed=printed)
        except Exception as error:
            words = {"name": exercise.name, "error": type(error).__name__}
            return Feedback("note", checks_say.NOT_JUDGED.format(**words))

    def _not_there(self, job: Job, told: dict[str, Any]) -> Feedback:
        """The cells ran, and gave nothing that can be called."""
        error = str(told["setup"])[:500]
        if told.get("found"):
            return self.broken(job.exercise, checks_say.NOT_CALLABLE, "not_callable")
        if BORROWED_MARK in error:
            text = checks_say.BORROWED.format(name=error.rpartition(": ")[2])
            return self.broken(job.exercise, text, "borrowed")
        text = say.NOT_DEFINED.format(name=job.answer)
        if error:
            text = say.NOT_DEFINED_BECAUSE.format(error=error)
        return self.broken(job.exercise, text, "not_defined")

    def _unfinished(self, job: Job, ending: str, runs: Sequence[Call]) -> Feedback:
        tried = [one for one in runs if one.error and one.error.not_tried]
        if tried:
            return self.unanswered(job.exercise)
        if ending == "too_slow":
            text = say.ABOVE_LIMIT.format(seconds=job.limits.seconds)
            return self.broken(job.exercise, text, "too_slow")
        return self.broken(job.exercise, say.ENDS_ALL, "died")

    def _parts(self, exercise: Exercise, runs: Sequence[Call]) -> list[Tried]:
        """The cases that never change, then the secret ones: wanted and found."""
        if exercise.name not in self._wanted:
            limit = exercise.time_limit
            self._wanted[exercise.name] = [
                (cases, [run(exercise.solved, each, limit) for each in cases])
                for cases in case_lists(exercise, self.seeds)
            ]
        parts: list[Tried] = []
        rest = list(runs)
        for cases, wanted in self._wanted[exercise.name]:
            found, rest = rest[: len(cases)], rest[len(cases) :]
            for want, one in zip(wanted, found, strict=False):
                one.value = fitted(want.value, one.value)
            parts.append((cases, wanted, found))
        return parts


def mark_all(
    slug: str, submissions: Sequence[Submission], limits: Limits
) -> Iterator[Marked]:
    """Mark the submissions for a lesson, two at a time; in the order of finishing.

    Raises a `ValueError` where nothing can be shut in.
    """
    if not can_cage():
        raise ValueError(str(say.NO_CAGE))
    template, judge = template_of(slug), Judge(slug)
    with ThreadPoolExecutor(AT_ONCE) as pool, _hosts(template) as hosts:
        runs = [
            pool.submit(_run_all, hosts, template, one, judge.seeds, limits)
            for one in submissions
        ]
        of_run = dict(zip(runs, submissions, strict=True))
        try:
            for each in as_completed(runs):
                told = {one.answer.exercise: _told(judge, one) for one in each.result()}
                yield Marked(of_run[each], told)
        finally:  # before the hosts go, if the reader has stopped
            pool.shutdown(cancel_futures=True)


@dataclass(frozen=True)
class _Outcome:
    """What came of an answer; without a job, nothing was run."""

    answer: FoundAnswer
    job: Job | None = None
    ending: str = ""
    said: str = ""


def _run_all(
    hosts: queue.Queue[_Host],
    template: Template,
    one: Submission,
    seeds: Sequence[int],
    limits: Limits,
) -> list[_Outcome]:
    """Run the answers of one submission in a host that is free."""
    host = hosts.get()
    try:
        answers = Attempts(template, one.cells).answers()
        return [_run(host, each, seeds, limits) for each in answers]
    finally:
        hosts.put(host)


def _run(
    host: _Host, answer: FoundAnswer, seeds: Sequence[int], limits: Limits
) -> _Outcome:
    if answer.job is None:
        return _Outcome(answer)
    job = replace(answer.job, seeds=seeds, limits=limits)
    return _Outcome(answer, job, *host.run(job))


def _told(judge: Judge, outcome: _Outcome) -> Feedback:
    answer, name = outcome.answer, outcome.answer.exercise
    if outcome.job is None and answer.broken:
        text = say.NO_PYTHON.format(error=answer.broken)
        return judge.broken(name, text, "no_python")
    if outcome.job is None:
        return judge.unanswered(name)
    feedback = judge.judge(outcome.job, outcome.ending, outcome.said)
    if feedback.outcome != "right" and answer.lacks:
        names = join(f"`{each}`" for each in answer.lacks)
        text = say.NOT_WRITTEN_YET.format(names=names)
        return judge.broken(name, text, "not_written")
    return feedback


class _Host:
    """A host process as the judge sees it: a job goes in, what was said comes out."""

    def __init__(self, template: Template, home: str) -> None:
        self._command = [sys.executable, "-P", "-c", _SERVE]
        self._command += [template.slug, *template.imports]
        self._home = home
        self._start()

    def run(self, job: Job) -> tuple[str, str]:
        """How the answer ended, and what it said; a host that is lost is replaced."""
        try:
            print(job.to_json(), file=self._process.stdin, flush=True)
            reply = json.loads(self._read())
        except (OSError, ValueError):
            self.close()
            self._start()
            return "ended", ""
        return reply["ending"], reply["said"]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def _start(self) -> None:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        course = {k: v for k, v in os.environ.items() if k.startswith("COURSE_")}
        own = {"HOME": self._home, "TMPDIR": self._home}
        with tempfile.TemporaryFile() as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self._home,
                env={**kept, **course, **_SETTINGS, **own},
                encoding="utf-8",
            )
            if self._read() != READY:
                self.close()
                log.seek(0)
                error = log.read()[-_LONGEST_LOG:].decode(errors="replace")
                raise ValueError(str(say.NOT_STARTED.format(error=error)))

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def _hosts(template: Template) -> Iterator[queue.Queue[_Host]]:
    """As many hosts as work at once, which are ended at the end."""
    free: queue.Queue[_Host] = queue.Queue()
    with (
        tempfile.TemporaryDirectory(prefix="marking-") as home,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        starting = [pool.submit(_Host, template, home) for _ in range(AT_ONCE)]
        wait(starting)
        try:
            for each in starting:
                free.put(each.result())
            yield free
        finally:
            for each in starting:
                if each.exception() is None:
                    each.result().close()


def _as_call(message: dict[str, Any]) -> Call:
    """A call that was made elsewhere; what is missing or of no use is an error."""
    error = message["error"]
    return Call(
        value=message["value"],
        error=None if error is None else Raised(**_checked(error)),
        printed=str(message["printed"]),
        changed=tuple(int(each) for each in message["changed"]),
    )


def _checked(error: dict[str, Any]) -> dict[str, Any]:
    words = {name: str(error[name])[:1000] for name in ("kind", "words", "place")}
    return {**words, "not_tried": error["not_tried"] is True}


def _borrowed(one: Call) -> Text | None:
    if one.error is None or BORROWED_MARK not in one.error.words:
        return None
    name = one.error.words.rpartition(BORROWED_MARK)[2]
    return checks_say.BORROWED.format(name=name)
