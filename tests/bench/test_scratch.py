"""`course bench scratch`: both sides do the same work, and the fastest turn counts."""

# ruff: noqa: E402
import json
import subprocess
import sys
from itertools import cycle

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from click.testing import CliRunner

from course_utils.bench import scratch as bench
from course_utils.bench import timing
from course_utils.cli.course import course
from course_utils.text import use_language

TINY = bench.Size(B=2, T=3, E=4, H=5)
FIGURES = {
    "sizes": {"tiny": TINY._asdict()},
    "times": {
        "lstm": {
            "tiny": {
                "float64": {"scratch": 3.0, "torch": 1.5, "ratio": 2.0},
                "float32": {"scratch": 3.0, "torch": 1.0, "ratio": 3.0},
            }
        }
    },
    "threads": 1,
    "turns": 7,
}


@pytest.mark.parametrize("kind", bench.PRECISIONS)
@pytest.mark.parametrize("cell", bench.NETS)
def test_both_compute_the_same_gradients_in_the_same_precision(cell, kind):
    ours = bench.by_hand(cell, TINY, kind)()
    theirs = bench.by_torch(cell, TINY, kind)()
    states = 2 if cell == "lstm" else 1
    second = theirs.pop()  # PyTorch's second bias: ours has it for a GRU's n alone
    if cell == "gru":
        np.testing.assert_allclose(ours.pop(), second[-TINY.H :], atol=1e-5)
    assert len(ours) == len(theirs) == 1 + states + 3
    atol = 1e-10 if kind == "float64" else 1e-5
    for mine, torchs in zip(ours, theirs, strict=True):
        assert mine.dtype == torchs.dtype == kind
        np.testing.assert_allclose(mine, torchs, rtol=0, atol=atol)


def test_all_are_measured_at_all_sizes():
    threads = torch.get_num_threads()
    figures = bench.measure_scratch(1, {"tiny": TINY}, turn=0.02)
    assert torch.get_num_threads() == threads
    assert figures["sizes"] == {"tiny": {"B": 2, "T": 3, "E": 4, "H": 5}}
    assert list(figures["times"]) == ["rnn", "lstm", "gru"]
    for by_size in figures["times"].values():
        for times in by_size["tiny"].values():
            assert times["scratch"] > 0
            assert times["ratio"] == times["scratch"] / times["torch"]
    json.dumps(figures)


def test_a_process_that_fails_is_told_in_words(monkeypatch):
    monkeypatch.setattr(bench, "_MEASURE", "raise SystemExit(7)")
    with pytest.raises(ChildProcessError, match="ended with code 7"):
        bench.measure_in_one_thread(1)
    use_language("zh")
    with pytest.raises(ChildProcessError, match="以代码 7 结束"):
        bench.measure_in_one_thread(1)


def test_sizes_grow():
    work = [
        size.B * size.T * size.H * (size.E + size.H) for size in bench.SIZES.values()
    ]
    assert work == sorted(work)


def test_the_fastest_turn_of_each_counts(monkeypatch):
    """By a clock that only the work moves: seconds of each call, in order."""
    now = 0.0

    def work(seconds):
        spent = cycle(seconds)

        def run(*_):
            nonlocal now
            now += next(spent)

        return lambda *_: run

    monkeypatch.setattr(timing, "process_time", lambda: now)
    monkeypatch.setattr(bench, "by_hand", work([9, 9, 6, 4, 5]))  # two to warm up
    monkeypatch.setattr(bench, "by_torch", work([9, 9, 3, 2, 1]))
    figures = bench.measure_scratch(3, {"tiny": TINY}, turn=0.1)
    first = figures["times"]["rnn"]["tiny"]["float64"]
    assert first == {"scratch": 4000.0, "torch": 1000.0, "ratio": 4.0}


def test_numpy_gets_one_thread(monkeypatch):
    asked = {}

    def run(command, env, **_):
        asked.update(command=command, env=env)
        return subprocess.CompletedProcess(command, 0, stdout=json.dumps(FIGURES))

    monkeypatch.setattr(subprocess, "run", run)
    assert bench.measure_in_one_thread(7) == FIGURES
    python, _, code, turns = asked["command"]
    assert (python, turns) == (sys.executable, "7")
    assert bench.__name__ in code
    assert (
        asked["env"]["OMP_NUM_THREADS"] == asked["env"]["OPENBLAS_NUM_THREADS"] == "1"
    )
    assert "PATH" in asked["env"]


@pytest.fixture
def command(monkeypatch):
    asked = []

    def measure(turns):
        asked.append(turns)
        return FIGURES

    monkeypatch.setattr(bench, "measure_in_one_thread", measure)

    def run(*arguments):
        return CliRunner().invoke(course, ["bench", "scratch", *arguments]), asked

    return run


def test_the_command_prints_a_table(command):
    found, asked = command("--turns", "7")
    assert found.exit_code == 0, found.output
    assert asked == [7]
    head, row, *_ = found.output.splitlines()
    assert head.split()[-2:] == ["ratio", "float32"]
    assert " ".join(row.split()) == "LSTM B=2 T=3 E=4 H=5 3.00 1.50 2.00 3.00"
    assert len(head) == len(row)
    assert "Threads: 1." in found.output


def test_the_command_prints_json(command):
    found, asked = command("--json")
    assert json.loads(found.output) == FIGURES
    assert asked == [5]


def test_the_table_is_chinese_for_a_chinese_reader():
    use_language("zh")
    table = bench.show_scratch_table(FIGURES)
    assert "前向加反向" in table
    assert "线程：1。" in table


def test_no_turns_are_refused(command):
    found, asked = command("--turns", "0")
    assert found.exit_code == 2
    assert asked == []
