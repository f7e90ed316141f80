"""A learner's function runs for as long as it may, and then nothing of it runs."""

import _thread
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import hostile
import numpy as np
import psutil
import pytest

from course_utils.checking import sandbox
from course_utils.checking.calls import LONGEST_ERROR, MOST_PRINTED
from course_utils.checking.sandbox import run, run_all

APART = pytest.mark.skipif(not sandbox.HAS_CHILDREN, reason="needs child processes")
SECONDS = 0.3


@pytest.fixture(autouse=True)
def nothing_is_left():
    """No process and no thread is there that was not there before."""
    threads = set(threading.enumerate())
    children = set(psutil.Process().children())
    yield
    time.sleep(0.05)
    assert set(psutil.Process().children()) <= children
    assert set(threading.enumerate()) <= threads


@pytest.fixture
def here(monkeypatch):
    """As on a machine without child processes."""
    monkeypatch.setattr(sandbox, "HAS_CHILDREN", False)


def loops(x):
    while True:
        print("round", x)
        time.sleep(0.001)


def catches_all(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def goes_too_deep(x):
    sys.setrecursionlimit(10**9)
    return goes_too_deep(x)


NEVER_BACK = {
    "loop": loops,
    "catches all": catches_all,
    "sum": lambda x: sum(range(4 * 10**9)),
    "power": lambda x: 3 ** (10**8),
    "sleep": lambda x: time.sleep(1000),
    "lock": lambda x: threading.Lock().acquire() and threading.Event().wait(),
    "product": lambda x: np.ones((9000, 9000)) @ np.ones((9000, 9000)),
    "thread": lambda x: [threading.Thread(target=loops, args=(1,)).start(), loops(1)],
}


@APART
@pytest.mark.parametrize("name", NEVER_BACK)
def test_what_never_comes_back_is_ended_in_time(name):
    began = time.perf_counter()
    (one,) = run_all(NEVER_BACK[name], [(1,)], SECONDS)
    assert one.ending == "too_slow" and time.perf_counter() - began < 10 * SECONDS + 3


DEADLY = {
    "exit": lambda x: os._exit(0),
    "signal": lambda x: os.kill(os.getpid(), signal.SIGKILL),
    "memory": lambda x: ctypes.string_at(0),
}


@APART
@pytest.mark.parametrize("name", DEADLY)
def test_what_ends_the_process_does_not_end_this_one(name):
    (one,) = run_all(DEADLY[name], [(1,)], 5.0)
    assert one.ending == "died"


@APART
def test_the_first_prints_of_an_endless_loop_come_back():
    (one,) = run_all(loops, [(7,)], SECONDS)
    assert one.printed.startswith("round 7\nround 7\n")
    assert len(one.printed) <= MOST_PRINTED


@APART
def test_each_call_has_its_own_time():
    calls = run_all(lambda x: time.sleep(0.6 * SECONDS), [(1,)] * 3, SECONDS)
    assert [one.ending for one in calls] == ["returned"] * 3


@APART
def test_all_calls_together_have_an_end():
    (one,) = run_all(lambda x: time.sleep(0.6 * SECONDS), [(1,)] * 20, SECONDS)
    assert one.ending == "too_slow"
    assert 3 * SECONDS <= one.seconds < 20 * 0.6 * SECONDS


@APART
def test_what_an_answer_starts_ends_with_it(tmp_path):
    def starts(x):
        for _ in range(2):
            process = subprocess.Popen(["sleep", "60"])
            with (tmp_path / "started").open("a") as file:
                file.write(f"{process.pid} ")
        process.wait()

    (one,) = run_all(starts, [(1,)], SECONDS)
    assert one.ending == "too_slow"
    started = list(map(int, (tmp_path / "started").read_text().split()))
    for _ in range(100):
        if not any(map(is_running, started)):
            break
        time.sleep(0.05)
    assert len(started) == 2 and not any(map(is_running, started))


def is_running(process):
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@APART
def test_a_signal_to_its_group_stays_with_the_answer():
    (one,) = run_all(lambda x: os.killpg(0, signal.SIGTERM), [(1,)], 5.0)
    assert one.ending == "died"


@APART
def test_a_child_keeps_to_itself():
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            sandbox.keep_to_itself()
            nowhere = os.stat(os.devnull)
            leads, hears = os.getsid(0) == os.getpid(), signal.getsignal(signal.SIGINT)
            speaks = [os.path.samestat(os.fstat(one), nowhere) for one in range(3)]
            first = Path("/proc/self/oom_score_adj").read_text()
            said = leads, hears == signal.SIG_IGN, all(speaks), int(first)
            os.write(writer, repr(said).encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as pipe:
        assert pipe.read() == "(True, True, True, 1000)"


@APART
def test_a_copy_that_an_answer_makes_of_all_this_ends():
    seen = []

    def forks(x):
        if os.getpid() != here and os.getpid() not in seen:
            seen.append(os.getpid())
            if os.fork():
                os.wait()
        return x

    here = os.getpid()
    calls = run_all(forks, [(1,), (2,), (3,)], 5.0)
    assert [one.value for one in calls] == [1, 2, 3]


@APART
def test_what_an_answer_does_to_the_notebook_it_does_once():
    seen = []
    calls = run_all(lambda x: seen.append(x) or len(seen), [(5,), (6,)], 5.0)
    assert seen == [5, 6] and [one.value for one in calls] == [1, 2]


def test_without_a_child_a_loop_is_stopped_in_its_thread(here):
    ticks = []

    def counts(x):
        while True:
            ticks.append(x)
            time.sleep(0.001)

    (one,) = run_all(counts, [(1,)], SECONDS)
    count = len(ticks)
    time.sleep(0.05)
    assert one.ending == "too_slow" and len(ticks) == count > 0


def test_without_a_child_a_call_in_c_is_left(here, monkeypatch):
    monkeypatch.setattr(sandbox, "_PATIENCE", 0.1)
    (one,) = run_all(lambda x: time.sleep(1.0), [(1,)], 0.1)
    assert one.ending == "left_running"
    time.sleep(1.0)


def test_a_process_too_many_is_no_reason_not_to_check(monkeypatch):
    def none_left():
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", none_left)
    assert run_all(abs, [(-3,)], 5.0)[0].value == 3


@pytest.fixture
def stop_soon(monkeypatch):
    """The learner presses Stop."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.2, _thread.interrupt_main)
    timer.start()
    yield
    timer.join()
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("apart", [pytest.param(True, marks=APART), False])
def test_stop_ends_what_runs(stop_soon, monkeypatch, apart):
    monkeypatch.setattr(sandbox, "HAS_CHILDREN", apart)
    began = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        run_all(loops, [(1,)], 60.0)
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize("name", hostile.ERRORS)
def test_any_error_is_put_into_words(name):
    def fails(x):
        raise hostile.ERRORS[name]()

    one = run(fails, (1,), 5.0)
    assert one.error is not None and one.error.words
    assert one.error.place == "raise hostile.ERRORS[name]()"
    assert len(one.error.words) <= LONGEST_ERROR + 100
    one.error.words.encode()


def test_input_is_refused_and_comes_back():
    asked = input
    one = run(lambda: input("your name? "), (), 5.0)
    assert one.error and "input()" in one.error.words and input is asked


def test_a_closed_stdout_is_the_learners_own():
    def closes():
        print("a")
        sys.stdout.close()
        print("b")
        sys.stdout = None
        return 3

    before = sys.stdout
    one = run(closes, (), 5.0)
    assert (one.value, one.printed) == (3, "a\nb\n") and sys.stdout is before


def test_errors_are_printed_too_and_only_the_beginning_is_kept():
    def prints():
        print("x" * 10**7)
        print("late", file=sys.stderr)

    assert run(prints, (), 5.0).printed == "x" * MOST_PRINTED
    assert run(lambda: print("e", file=sys.stderr), (), 5.0).printed == "e\n"


def test_arguments_are_copied_and_changes_are_noted():
    given = ([1, 2], np.zeros(2), {"a": 1}, (3,))

    def changes(numbers, array, names, pair):
        numbers.append(hostile.Raises())
        array += 1
        return pair

    one = run(changes, given, 5.0)
    assert one.changed == (0, 1) and one.value == (3,) and given[0] == [1, 2]


def test_where_no_thread_can_start_it_just_runs(here, monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    calls = run_all(lambda x: print("seen", x) or x + 1, [(1,), (2,)], SECONDS)
    assert [(each.value, each.printed) for each in calls] == [
        (2, "seen 1\n"),
        (3, "seen 2\n"),
    ]
    (failed,) = run_all(lambda x: x / 0, [(1,)], SECONDS)
    assert failed.ending == "returned" and failed.error.kind == "ZeroDivisionError"
