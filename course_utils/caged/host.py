"""A process that lends itself to submissions: each answer runs in a copy of it, caged.

It holds the exercises of one lesson and what its cells import, but nothing worth
stealing: the solutions raise an error where an answer could call them, and the judge is
another process. `serve_jobs` reads one `Job` a line, and answers each with one line.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import inspect
import json
import linecache
import os
import select
import shutil
import signal
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import IO, Any

import psutil

from course_utils.caged.cage import Limits, close_cage
from course_utils.caged.job import (
    BORROWED_MARK,
    READY,
    Job,
    Piece,
    case_lists,
    statements_of,
)
from course_utils.caged.wire import to_line
from course_utils.checking.calls import Call, call, capture
from course_utils.checking.checks import Case, Exercise
from course_utils.checking.feedback import Feedback
from course_utils.checking.lists import Exercises
from course_utils.checking.own_code import original
from course_utils.checking.sandbox import keep_to_itself
from course_utils.checking.surroundings import put_functions_back
from course_utils.datasets.store import data_folder
from course_utils.places import COURSE
from course_utils.syllabus import lesson

MOST_SAID = 32 << 20
"""Bytes that an answer may send in all."""
_MOST_WORK = 64 << 20
_LONGEST_ERROR = 300
_OUT, _MOST_OPEN = 3, 1 << 16
_LOOK_SECONDS = 0.05
_LONGEST_WAIT = 6
_IDLE = 20
"""Who uses less than a twentieth of the processor waits for something."""
_OF_THE_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime"),
    *("/dev/urandom", "/dev/zero", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat"),
    "/sys/devices/system/cpu",
)


@dataclass
class Host:
    """The exercises of a lesson, and the functions of the course by their names."""

    exercises: Exercises
    functions: dict[str, list[FunctionType]] = field(default_factory=dict)

    @classmethod
    def of(cls, slug: str, imports: Iterable[str]) -> Host:
        """Load what the lesson needs, because nothing of the course can be read later.

        imports: its import statements
        """
        module = import_module(f"course_utils.exercises.{lesson(slug).name}")
        for statement in imports:
            exec(statement, {})
        for exercise in module.exercises:  # what they import is loaded once, for all
            case_lists(exercise, [0])
        _silence_checks()
        host = cls(module.exercises)
        for each in gc.get_objects():
            if type(each) is FunctionType and _is_of_course(each):
                host.functions.setdefault(each.__code__.co_name, []).append(each)
        put_functions_back()  # notes what they are
        return host

    def serve(self, jobs: IO[str], tell: IO[str]) -> None:
        """Do each job until there are no more."""
        for line in jobs:
            ending, said = self.run(Job.from_json(line))
            reply = {"ending": ending, "said": said.decode(errors="replace")}
            tell.write(json.dumps(reply) + "\n")
            tell.flush()

    def run(self, job: Job) -> tuple[str, bytes]:
        """How a job ended ("ended", "too_slow"), and what it has said until then."""
        work = Path(tempfile.mkdtemp(prefix="answer-"))
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            self._be_the_answer(job, work, writer)
        os.close(writer)
        try:
            return _listen(reader, child, job.limits.seconds, work)
        finally:
            os.close(reader)
            shutil.rmtree(work, ignore_errors=True)

    def _be_the_answer(self, job: Job, work: Path, writer: int) -> None:
        """In the copy: it never returns."""
        try:
            exercise = getattr(self.exercises, job.exercise)
            cases = [one for some in case_lists(exercise, job.seeds) for one in some]
            self._close_solutions(exercise)
            _move_to(work, writer)
            close_cage(work, readable_places(), job.limits)
            for message in _messages(job, cases):
                _write(_OUT, f"{to_line(message)}\n".encode())
        finally:
            os._exit(0)

    def _close_solutions(self, exercise: Exercise) -> None:
        """Whoever calls what the course has for this answer gets an error."""
        names = {exercise.name, *exercise.course_versions}
        closed = [inspect.unwrap(each.solved) for each in self.exercises]
        closed = [each for each in closed if ".exercises." in each.__module__]
        closed += [inspect.unwrap(exercise.solved)]
        for name in names:
            closed += self.functions.get(name, [])
        for function in closed:
            _close(function)


def _silence_checks() -> None:
    """A check in a learner's cells says nothing here: the judge is elsewhere."""
    Exercise.check = _not_here  # type: ignore[method-assign]
    Exercise.mine = _taken_as_it_is  # type: ignore[method-assign]


def _not_here(self: Exercise, answer: Any) -> Feedback:
    return Feedback("note", self.task)


def _taken_as_it_is(self: Exercise, answer: Any) -> Any:
    return answer


def _is_of_course(function: FunctionType) -> bool:
    return str(function.__module__).startswith("course_utils.")


def _close(function: Any) -> None:
    """Under whatever name it is known: its code becomes an error."""
    mark = f"{BORROWED_MARK}{function.__name__}"
    space: dict[str, Any] = {}
    exec(f"def closed(*args, **named):\n    raise PermissionError({mark!r})", space)
    free = function.__code__.co_freevars
    function.__code__ = space["closed"].__code__.replace(co_freevars=free)


def _move_to(work: Path, writer: int) -> None:
    """Everything that says where to write says `work`; only `_OUT` leads out."""
    keep_to_itself()
    os.chdir(work)
    for name in ("HOME", "TMPDIR", "MPLCONFIGDIR", "XDG_CACHE_HOME"):
        os.environ[name] = str(work)
    tempfile.tempdir = None
    os.dup2(writer, _OUT)
    os.closerange(_OUT + 1, _MOST_OPEN)


def try_cage() -> None:
    """Close the cage in a copy; raises an `OSError` where the system does not let it.

    Otherwise no answer would be heard, and all would seem wrong.
    """
    child = os.fork()
    if not child:
        code = 255
        try:
            close_cage(Path(tempfile.gettempdir()), readable_places(), Limits())
            code = 0
        except OSError as error:
            code = error.errno or code
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        raise OSError(code, os.strerror(code))


def readable_places() -> list[Path]:
    """Python, libraries, the system, the data of the course: nobody's home.

    Nor the package of the course, in which the solutions stand.
    """
    own = Path(__file__).resolve().parents[1]
    paths = sysconfig.get_paths()
    python = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    python += [os.path.join(prefix, "lib") for prefix in (sys.prefix, sys.base_prefix)]
    places = (*map(Path, (*python, *_OF_THE_SYSTEM)), COURSE / "data", data_folder())
    there = {each.resolve() for each in places if each.exists()}
    return [each for place in there for each in _around(place, own)]


def _around(folder: Path, hidden: Path) -> Iterator[Path]:
    """`folder`, or where `hidden` lies in it, all else that does."""
    if not hidden.is_relative_to(folder):
        yield folder
    elif folder != hidden:
        for each in folder.iterdir():
            yield from _around(each, hidden)


def _messages(job: Job, cases: Sequence[Case]) -> Iterator[dict[str, Any]]:
    """What becomes of the cells, and then of each case."""
    names: dict[str, Any] = {"__name__": "__main__"}
    failed = _run_pieces(job.pieces, names)
    answer = original(names.get(job.answer))
    if not callable(answer):
        yield {"setup": failed, "found": job.answer in names}
        return
    put_functions_back()  # what the cells replaced, for whether arguments are changed
    for case in cases:
        result = Call()
        with capture() as printed:
            call(answer, case, result)
        error = None if result.error is None else asdict(result.error)
        yield {
            "value": result.value,
            "error": error,
            "printed": printed.getvalue(),
            "changed": list(result.changed),
        }


def _run_pieces(pieces: Sequence[Piece], names: dict[str, Any]) -> str:
    """Run the statements in turn; what fails is tried again after those that follow.

    Returns the first error that remains, in words; "" if there is none.
    """
    waiting = [each for piece in pieces for each in _kept_of(piece)]
    errors: list[str] = []
    while waiting:
        before, waiting, errors = waiting, [], []
        for statement, file in before:
            error = _run_statement(statement, file, names)
            if error is not None:
                waiting.append((statement, file))
                errors.append(f"{type(error).__name__}: {error}"[:_LONGEST_ERROR])
        if len(waiting) == len(before):
            break
    return errors[0] if errors else ""


def _kept_of(piece: Piece) -> Iterator[tuple[ast.stmt, str]]:
    """The statements that run, and the name under which errors find their lines."""
    file = f"<{piece.label}>"
    lines = piece.source.splitlines(keepends=True)
    linecache.cache[file] = (len(piece.source), None, lines, file)
    body = statements_of(piece.source)
    yield from ((body[index], file) for index in piece.kept)


def _run_statement(
    statement: ast.stmt, file: str, names: dict[str, Any]
) -> BaseException | None:
    try:
        with capture():
            exec(compile(ast.Module([statement], []), file, "exec"), names)
    except BaseException as error:  # SystemExit, too, is no more than an error
        return error
    return None


def _listen(reader: int, child: int, seconds: int, work: Path) -> tuple[str, bytes]:
    """Hear the child until it ends; end it when it takes too long or says too much."""
    watch, said, ending = _Watched(child, seconds), bytearray(), "ended"
    while len(said) <= MOST_SAID:
        if select.select([reader], [], [], _LOOK_SECONDS)[0]:
            piece = os.read(reader, 1 << 16)
            if not piece:
                break
            said += piece
        elif watch.is_over():
            ending = "too_slow"
            break
        elif _size_of(work) > _MOST_WORK:
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    limit_passed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU
    if limit_passed or used.ru_utime + used.ru_stime >= seconds:
        ending = "too_slow"
    return ending, bytes(said[:MOST_SAID])


class _Watched:
    """Says when a child has run too long by the clock.

    Its processor time is limited by the system; here it may wait, or wait for others.
    """

    def __init__(self, child: int, seconds: int) -> None:
        self._child, self._seconds = child, seconds
        self._began = time.monotonic()

    def is_over(self) -> bool:
        passed = time.monotonic() - self._began
        if passed < 2 * self._seconds:
            return False
        used = 0.0
        with contextlib.suppress(psutil.Error):
            used = sum(psutil.Process(self._child).cpu_times()[:2])
        return used < passed / _IDLE or passed > _LONGEST_WAIT * self._seconds


def _size_of(work: Path) -> int:
    """Bytes in a folder; what lies deeper than one folder counts, too."""
    total = 0
    with contextlib.suppress(OSError):
        for folder, _, names in os.walk(work):
            total += sum(os.lstat(os.path.join(folder, one)).st_size for one in names)
    return total


def _write(writer: int, content: bytes) -> None:
    while content:
        content = content[os.write(writer, content) :]


def serve_jobs() -> None:
    """Serve jobs for the lesson that the command line names, then its imports."""
    tell = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what an import prints
    slug, *imports = sys.argv[1:]
    try_cage()
    host = Host.of(slug, imports)
    tell.write(READY)
    tell.flush()
    host.serve(sys.stdin, tell)
