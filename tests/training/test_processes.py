"""Processes that train together: one that dies or stops ends the others, in words."""

# ruff: noqa: E402
import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.places import COURSE
from course_utils.training.processes import (
    LostProcessError,
    Processes,
    joined_processes,
)

SECONDS = 2.0
LOST = 1
CODE = "from test_processes import lose_one; lose_one({count}, {signal}, {port})"


def sum_for_ever(rank, count, port, pipe):
    """A process of its own: sums until that fails, then tells how."""
    os.environ |= {"RANK": str(rank), "WORLD_SIZE": str(count)}
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    torch.set_num_threads(1)
    try:
        with joined_processes(SECONDS) as processes:
            while True:
                total = processes.sum(torch.ones(1)).item()
                os.write(pipe, f"{total:.0f}\n".encode())
                time.sleep(0.02)
    except LostProcessError as error:
        os.write(pipe, f"{error}\n".encode())
    os._exit(0)


def lose_one(count, lost_by, port):
    """Start `count` processes, send a signal to one, print what the others say."""
    processes, pipes = [], []
    for rank in range(count):
        out, into = os.pipe()
        process = os.fork()
        if not process:
            sum_for_ever(rank, count, port, into)
        os.close(into)
        processes.append(process)
        pipes.append(os.fdopen(out))
    sums = {pipe.readline() for pipe in pipes}
    os.kill(processes[LOST], lost_by)
    start = time.monotonic()
    others = [rank for rank in range(count) if rank != LOST]
    said = {rank: pipes[rank].read().splitlines()[-1] for rank in others}
    seconds = time.monotonic() - start
    os.kill(processes[LOST], signal.SIGKILL)
    print(json.dumps([sorted(sums), said, seconds]))


@pytest.mark.parametrize(
    ("count", "lost_by"), [(2, signal.SIGKILL), (3, signal.SIGSTOP)]
)
def test_one_that_is_lost_ends_the_others_in_time(count, lost_by):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    tests = COURSE / "tests"
    path = os.pathsep.join(map(str, (tests, tests / "training")))
    code = CODE.format(count=count, signal=int(lost_by), port=port)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    sums, said, seconds = json.loads(done.stdout.splitlines()[-1])
    assert sums == [f"{count}\n"]
    for message in said.values():
        assert f"Of the {count} processes" in message
        assert f"rank {LOST}" in message and "same command again" in message
    assert seconds < 30  # gloo itself would wait for half an hour


def test_one_process_alone_waits_for_nobody():
    with joined_processes() as processes:
        assert processes == Processes() and processes.is_first
        assert processes.sum(torch.ones(2)).tolist() == [1, 1]
