"""Run a learner's function for as long as it may take, and no longer.

First in a child process, where there is one: no loop, no call written in C and no
crash gets out of it. What comes to an end there runs again here, in a thread: so
nothing is pickled, and what it does to the notebook is done once. Python in a browser
has neither: there it just runs, and the page must be loaded anew to end a loop.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.checking.calls import Call, Ending, Function, Stopped, call, capture

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

HAS_CHILDREN = sys.platform == "linux"
"""Windows has no fork, and libraries of macOS may crash or hang in a forked child."""

TICK = 0.1
_PATIENCE = 1.0
_LONGEST = 4
"""So many times its limit may pass on a computer that is busy with others."""
_ALL_CALLS = 3
"""So many times its limit all calls of a check may take together."""


class _Watch:
    """Says when a function has run for too long, in this process or in a child."""

    def __init__(self, seconds: float, child: int | None = None) -> None:
        self._seconds = seconds
        self._child = child
        self.restart()

    def restart(self) -> None:
        self._began, self._used_before = time.monotonic(), self._look()[0]

    @property
    def passed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    def is_over(self) -> bool:
        """Time is up, unless it went to other programs: neither used nor waited for."""
        passed = self.passed
        if passed < self._seconds:
            return False
        used, works = self._look()
        used -= self._used_before
        went_elsewhere = works and passed / 20 < used < self._seconds / 2
        return passed >= self._seconds * (_LONGEST if went_elsewhere else 1)

    def _look(self) -> tuple[float, bool]:
        """Processor time so far; whether it is at work, as far as can be seen."""
        if self._child is None:
            return time.process_time(), True
        import psutil  # a browser has none, and comes never here

        with contextlib.suppress(psutil.Error):
            child = psutil.Process(self._child)
            at_work = psutil.STATUS_RUNNING, psutil.STATUS_DISK_SLEEP
            return sum(child.cpu_times()[:2]), child.status() in at_work
        return 0.0, False


def run_all(
    function: Function, cases: Sequence[Sequence[Any]], seconds: float
) -> list[Call]:
    """Call `function` on each case; the last call may be one that did not return."""
    tried = _try_apart(function, cases, seconds)
    if tried.ending != "returned":
        return [tried]
    calls: list[Call] = []
    for case in cases:
        calls.append(run(function, case, seconds))
        if calls[-1].ending != "returned":
            break
    return calls


def run(function: Function, args: Sequence[Any], seconds: float) -> Call:
    """Call `function` on copies of `args` in a thread, for at most `seconds`.

    An endless loop is stopped by an exception raised in that thread; so is what still
    runs when the learner presses Stop. Where no thread can start, it runs as it is.
    """
    result = Call()
    ending: Ending = "returned"
    # Not `thread.join`, which takes the thread for ended when Stop interrupts it.
    done = threading.Event()

    def work() -> None:
        try:
            with contextlib.suppress(Stopped):
                call(function, args, result)
        finally:
            done.set()

    thread = threading.Thread(target=work, daemon=True)
    with capture() as printed:
        try:
            if not _has_started(thread):
                work()
            watch = _Watch(seconds)
            while not done.wait(TICK) and not watch.is_over():
                pass  # Windows hears of Stop only in between
        finally:
            if not done.is_set():
                ending = _stop(thread, done)
    if ending != "returned":
        result = Call(ending=ending, seconds=watch.passed)
    result.printed = printed.getvalue()
    return result


def _has_started(thread: threading.Thread) -> bool:
    try:
        thread.start()
    except RuntimeError:  # in a browser, or when a computer has no more of them
        return False
    return True


def _stop(thread: threading.Thread, done: threading.Event) -> Ending:
    """Raise in `thread`, again if it is caught there; nothing reaches a call in C."""
    identity = ctypes.c_ulong(thread.ident or 0)
    end = time.monotonic() + _PATIENCE
    while not done.is_set() and time.monotonic() < end:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(identity, ctypes.py_object(Stopped))
        done.wait(TICK)
    return "too_slow" if done.is_set() else "left_running"


def _try_apart(
    function: Function, cases: Sequence[Sequence[Any]], seconds: float
) -> Call:
    """How the calls end in a child process; "returned" where there is none."""
    if not HAS_CHILDREN:
        return Call()
    import multiprocessing

    if multiprocessing.current_process().daemon:
        return Call()
    context = multiprocessing.get_context("fork")
    reader, writer = context.Pipe(duplex=False)
    child = context.Process(
        target=_try, args=(function, cases, seconds, writer), daemon=True
    )
    with capture(), warnings.catch_warnings():
        # From Python 3.12 on, of a fork beside threads (the kernel has some): they may
        # hold locks. A child that hangs is killed, and a learner cannot act on it.
        warnings.filterwarnings("ignore", "This process .*fork", DeprecationWarning)
        try:
            child.start()
        except OSError:  # no more processes, or no memory
            return Call()
    assert child.pid is not None
    try:
        writer.close()
        watches = [_Watch(limit * seconds, child.pid) for limit in (1, _ALL_CALLS)]
        return _listen(reader, len(cases), *watches)
    finally:
        with contextlib.suppress(ProcessLookupError):  # it is no leader yet
            os.killpg(child.pid, signal.SIGKILL)  # with all that it has started
        child.kill()
        child.join()
        reader.close()


def _listen(
    reader: Connection[bytes, bytes], num_calls: int, this: _Watch, all_calls: _Watch
) -> Call:
    """What the child says: what is printed, and nothing when a call has returned."""
    heard = Call()
    printed = b""
    while num_calls and heard.ending == "returned":
        try:
            over = [watch.passed for watch in (this, all_calls) if watch.is_over()]
            if over:
                heard.ending, heard.seconds = "too_slow", over[-1]
            elif reader.poll(TICK):
                said = reader.recv_bytes()
                printed += said
                if not said:
                    num_calls -= 1
                    this.restart()
        except (EOFError, OSError):
            heard.ending = "died"
    heard.printed = printed.decode(errors="replace")
    return heard


def _try(
    function: Function,
    cases: Sequence[Sequence[Any]],
    seconds: float,
    parent: Connection[bytes, bytes],
) -> None:
    """In the child: call, and say so; left alone, it ends by itself."""
    try:
        keep_to_itself()
        _do_nothing_else()
        for case in cases:
            signal.setitimer(signal.ITIMER_REAL, _LONGEST * seconds + _PATIENCE)
            with capture(lambda text: parent.send_bytes(text.encode(errors="replace"))):
                call(function, case, Call())
            parent.send_bytes(b"")
    finally:
        os._exit(0)


def keep_to_itself() -> None:
    """In a child: it reads and prints nothing, does not hear Stop, is the first to go.

    What it starts belongs to it, and ends with it.
    """
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    with contextlib.suppress(OSError):  # out of memory, it ends before all others
        Path("/proc/self/oom_score_adj").write_text("1000")


def _do_nothing_else() -> None:
    """In the child: one thread, no clearing up, no log; the alarm ends it."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    gc.disable()
    logging.disable()
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)
