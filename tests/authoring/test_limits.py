"""The limit of a cell: what it computes counts, not what others do meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.authoring.limits import (
    TIMES_BY_THE_CLOCK,
    Limit,
    LimitedClient,
    TooSlow,
    family_seconds,
)
from course_utils.text import use_language

BUSY = "import time\nwhile time.process_time() < {seconds}: pass"


def test_what_is_used_up_passes_the_limit() -> None:
    limit = Limit(os.getpid(), 0.2)
    assert limit.passed() is None
    exec(BUSY.format(seconds=time.process_time() + 0.3))
    assert "more than 0.2 s of processor time" in str(limit.passed())
    use_language("zh")
    assert "处理器时间超过 0.2 秒" in str(limit.passed())


def test_waiting_counts_by_the_clock_and_later() -> None:
    limit = Limit(os.getpid(), 0.1)
    time.sleep(0.2)
    assert limit.passed() is None
    time.sleep(0.1 * TIMES_BY_THE_CLOCK)
    assert "did not end within 0.5 s by the clock" in str(limit.passed())


def test_the_children_of_a_kernel_count() -> None:
    before = family_seconds(os.getpid())
    code = f"{BUSY.format(seconds=0.3)}\nprint(1, flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        alive = family_seconds(os.getpid()) - before
        child.communicate(b"\n")
    assert alive > 0.25
    assert family_seconds(os.getpid()) - before >= alive
    assert family_seconds(child.pid) == 0  # it is gone


def run(source: str, seconds: float) -> None:
    notebook = new_notebook(cells=[new_markdown_cell("x"), new_code_cell(source)])
    LimitedClient(notebook, seconds, kernel_name="python3").execute()


@pytest.mark.notebook
@pytest.mark.parametrize(
    ("source", "seconds", "said"),
    [
        ("while True: pass", 1, "more than 1 s of processor time"),
        ("import time; time.sleep(60)", 0.4, "within 2 s by the clock"),
    ],
)
def test_a_cell_that_never_ends_is_stopped(
    source: str, seconds: float, said: str
) -> None:
    began = time.monotonic()
    with pytest.raises(TooSlow, match=said) as stopped:
        run(source, seconds)
    assert stopped.value.cell == 2
    assert time.monotonic() - began < 50


@pytest.mark.notebook
def test_a_cell_that_is_slow_by_the_clock_only_goes_on() -> None:
    run("import time; time.sleep(1.5)", 0.7)
