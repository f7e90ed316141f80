"""A server that a test starts ends with it, however the test ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from browser.servers import running

from course_utils.places import COURSE

SERVE = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
TEST = """
import signal, sys, time
from pathlib import Path
from browser.servers import running
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may ignore it
with running(["-c", sys.argv[1]], Path(sys.argv[2]), {}):
    time.sleep(600)
"""


def number_in(log: Path) -> int:
    deadline = time.monotonic() + 600
    while not (log.exists() and log.read_text().endswith("\n")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return int(log.read_text())


def has_ended(process: int) -> bool:
    """True once it is gone, or waits only to be noticed by its parent."""
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(") ")[2][0] == "Z"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_whoever_started_it(tmp_path: Path, how: signal.Signals) -> None:
    log = tmp_path / "log"
    starter = subprocess.Popen(
        [sys.executable, "-c", TEST, SERVE, str(log)],
        env={"PYTHONPATH": str(COURSE / "tests")},
        stderr=subprocess.DEVNULL,
    )
    server = number_in(log)
    starter.send_signal(how)
    starter.wait(600)
    deadline = time.monotonic() + 600
    while not has_ended(server):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_it_ends_with_a_test_that_fails(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with pytest.raises(ZeroDivisionError), running(["-c", SERVE], log, {}) as process:
        number_in(log)
        _ = 1 / 0
    assert process.poll() is not None
