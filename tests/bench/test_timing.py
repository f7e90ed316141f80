"""The timers of the benches, by a clock that only the work moves."""

# ruff: noqa: E402
import gc
from time import sleep

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.bench import timing
from course_utils.bench.timing import Clock, clocks_of, fastest


@pytest.fixture
def work(monkeypatch):
    """Makes works: each call takes the next of their seconds, and is noted."""
    now = 0.0
    done = []

    def make(name, seconds):
        spent = iter(seconds)

        def run():
            nonlocal now
            now += next(spent)
            done.append(name)
            return 10

        return run

    monkeypatch.setattr(timing, "process_time", lambda: now)
    make.done = done
    return make


def test_all_take_turns_and_the_fastest_turn_counts(work):
    works = [work("a", [4, 2, 3]), work("b", [5, 9, 7])]
    assert fastest(works, 3) == [2, 5]
    assert work.done == ["a", "b"] * 3


def test_a_call_is_the_mean_of_its_turn(work):
    works = [work("a", [1, 2, 1, 4]), work("b", [3, 2])]
    assert fastest(works, 2, [2, 1]) == [1.5, 2]
    assert work.done == ["a", "a", "b"] * 2


def test_a_turn_lasts_as_long_as_asked(work):
    run = work("a", [0.25] * 10)
    assert timing.repeats_in(2.0, run) == 8
    assert len(work.done) == 2  # one call to warm up, one that is timed
    assert timing.processor_seconds(run, 8) == 0.25
    assert len(work.done) == 10


def test_a_work_longer_than_a_turn_is_called_once(work):
    assert timing.repeats_in(2.0, work("a", [9, 9])) == 1


def test_garbage_is_collected_while_it_is_timed():
    seen = []
    timing.processor_seconds(lambda: seen.append(gc.isenabled()))
    assert seen == [True] and gc.isenabled()


def test_a_clock_counts_what_was_done(work):
    clock = Clock()
    run = work("a", [2, 3])
    for _ in range(2):
        clock.time(run)
    assert (clock.done, clock.seconds, clock.speed) == (20, 5, 4)


def test_clocks_take_turns_and_the_first_round_is_not_counted(work):
    works = {"a": work("a", [9, 2, 3]), "b": work("b", [9, 5, 5])}
    clocks = clocks_of([works] * 3)
    assert work.done == ["a", "b"] * 3
    assert clocks == {"a": Clock(20, 5), "b": Clock(20, 10)}


def test_seconds_are_those_of_the_processor():
    assert timing.processor_seconds(lambda: sum(range(200_000))) > 0
    assert timing.processor_seconds(lambda: sleep(0.2)) < 0.1
