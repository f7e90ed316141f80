"""A wait goes on while something moves, and ends in words when nothing does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from browser.patience import processor_seconds, wait_until
from browser.servers import running

COMPUTE = "while True: pass"
REST = "import time; time.sleep(600)"


def test_a_server_that_computes_is_waited_for(tmp_path: Path) -> None:
    with running(["-c", COMPUTE], tmp_path / "log", {}):
        began, enough = time.monotonic(), processor_seconds() + 4
        wait_until(lambda: processor_seconds() > enough, "four seconds", still=3)
        assert time.monotonic() - began > 3, "it was more patient than `still`"


def test_one_that_rests_is_not(tmp_path: Path) -> None:
    words = r"waited for a poem: for \d+ s the page did not change"
    with (
        running(["-c", REST], tmp_path / "log", {}),
        pytest.raises(AssertionError, match=words),
    ):
        wait_until(lambda: False, "a poem", still=1)


def test_one_that_computes_for_ever_is_not(tmp_path: Path) -> None:
    with (
        running(["-c", COMPUTE], tmp_path / "log", {}),
        pytest.raises(AssertionError, match="waited for a poem: the servers used"),
    ):
        wait_until(lambda: False, "a poem", budget=1)
