"""A learner of a class on trial: runs a notebook on a real server, and comes back."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from browser.servers import free_port, private, running
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.classroom import trial, visitor
from course_utils.classroom.memory import memory_by_learner, memory_of_hub
from course_utils.classroom.trial import hub_proxy
from course_utils.classroom.visitor import Door, Tab, Visit, VisitError, run_lesson
from course_utils.text import LANGUAGES, use_language

CELLS = ("x = 20", "x += 1\nx", "1 / 0", "import time; time.sleep(1.5); x += 1")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A Jupyter server with one notebook, as a hub would give it to a learner."""
    folder = tmp_path_factory.mktemp("server")
    cells = [new_markdown_cell("# 课"), *map(new_code_cell, CELLS)]
    nbformat.write(new_notebook(cells=cells), folder / "课.ipynb")
    port, token = free_port(), "a-token"
    arguments = ["-m", "jupyter_server", f"--ServerApp.root_dir={folder}"]
    arguments += [f"--ServerApp.port={port}", f"--IdentityProvider.token={token}"]
    arguments += ["--ServerApp.open_browser=False", "--allow-root"]
    arguments += ["--ServerApp.jpserver_extensions={}"]
    variables = {**private(folder / "settings"), "HOME": str(folder)}
    with running(arguments, folder / "log.txt", variables):
        opened = Door(f"http://127.0.0.1:{port}", token)
        asyncio.run(opened.ask_until("GET", "/api/status"))
        yield opened


def test_a_lesson_is_run_and_saved_and_its_error_told(door: Door) -> None:
    visit = Visit("ana")
    asyncio.run(run_lesson(door, "", "课.ipynb", visit, tabs=2))
    assert visit.cells == len(CELLS)
    assert visit.failures == ["code cell 3: ZeroDivisionError: division by zero"]


def test_a_notebook_that_is_not_there_is_told(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor, "RESTART_SECONDS", 1.0)
    with pytest.raises(VisitError, match="404"):
        asyncio.run(run_lesson(door, "", "none.ipynb", Visit("ana")))


def test_who_is_cut_off_comes_back_and_runs_the_cell_again(door: Door) -> None:
    async def work() -> object:
        session = await door.ask("POST", "/api/kernels", {"name": "python3"})
        tab = Tab(door, f"/api/kernels/{session['id']}/channels")
        assert await tab.run("import time; runs = []") == []
        cell = asyncio.create_task(tab.run("runs.append(1); time.sleep(1)"))
        await asyncio.sleep(0.5)
        assert tab._socket is not None
        tab._socket.close()
        assert await cell == []
        said = await tab.run("assert len(runs) == 2, runs")
        await tab.close()
        return said

    assert asyncio.run(work()) == []


def test_where_shares_are_not_told_own_memory_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = SimpleNamespace(uss=3e6)  # as macOS tells it: no `pss`
    monkeypatch.setattr("psutil.Process.memory_full_info", lambda process: own)
    assert memory_of_hub(os.getpid()) % 3 == 0 < memory_of_hub(os.getpid())


def test_memory_is_told_by_learner() -> None:
    address = "http://127.0.0.1:1/hub/api"
    code = "held = bytearray(b'x' * 50_000_000); print(); input()"
    processes = []
    for name in ("ana", "ana", "ben"):
        own = {"JUPYTERHUB_API_URL": address, "JUPYTERHUB_USER": name}
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, **own},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        processes.append(process)
    try:
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()
        found = memory_by_learner(address)
    finally:
        for process in processes:
            process.communicate(b"\n")
    assert set(found) == {"ana", "ben"}
    assert found["ana"] > 100 > found["ben"] > 50


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_trial_lacks_is_said(
    lang: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_language(lang)
    monkeypatch.setattr(trial, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"pip install .* jupyterhub"):
        hub_proxy(None)
    monkeypatch.setattr(trial, "find_spec", lambda name: True)
    with pytest.raises(ValueError, match=r"npm install .* configurable-http-proxy"):
        hub_proxy(str(tmp_path / "none"))
    monkeypatch.setattr(trial.sys, "platform", "win32")
    with pytest.raises(ValueError, match="WSL 2"):
        hub_proxy(None)


def test_requests_are_those_of_a_front_end() -> None:
    asked = Tab(Door("http://127.0.0.1:1", "t"), "/c")._request("1 + 1")
    assert json.loads(json.dumps(asked)) == asked
    assert (asked["channel"], asked["content"]["code"]) == ("shell", "1 + 1")
