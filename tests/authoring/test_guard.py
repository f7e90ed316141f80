"""The guard in a lesson's kernel: what a cell must not do is an error that says so."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.authoring import editions
from course_utils.authoring.notebooks import GUARDED, Edition
from course_utils.places import COURSE

pytestmark = pytest.mark.notebook

SECONDS = 120
Run = Callable[[str], str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the notebooks of a course lie, itself in a temporary folder."""
    path = tmp_path_factory.mktemp("course") / "notebooks" / "en"
    path.mkdir(parents=True)
    return path


@pytest.fixture(scope="module")
def run(folder: Path) -> Iterator[Run]:
    """Runs a cell in a guarded kernel; what it says, errors too."""
    environment = {**os.environ, **GUARDED, "PYTHONPATH": str(COURSE)}
    manager, client = start_new_kernel(
        env=environment, cwd=str(folder), extra_arguments=["--log-level=ERROR"]
    )

    def run_cell(source: str) -> str:
        said = []

        def hear(message: dict[str, dict[str, str]]) -> None:
            content = message["content"]
            kinds = ("ename", "evalue", "text")
            said.extend(content[kind] for kind in kinds if kind in content)

        reply = client.execute_interactive(
            textwrap.dedent(source),
            timeout=SECONDS,
            allow_stdin=False,
            output_hook=hear,
        )
        return " ".join([reply["content"]["status"], *said])

    yield run_cell
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import time; time.sleep(60)", "sleep(60)"),
        ("import time; getattr(time, 'peels'[::-1])(60)", "sleep"),
        ("import asyncio; await asyncio.sleep(60)", "sleep(60)"),
        ("import threading; threading.Event().wait(60)", "wait(60)"),
        ("import queue; queue.Queue().get(timeout=60)", "wait("),
        ("import urllib.request as u; u.urlopen('http://a.invalid')", "a.invalid"),
        ("import socket; socket.create_connection(('192.0.2.1', 80))", "192.0.2.1"),
        (
            "import warnings as w; setattr(w, 'w' + 'arn', lambda *_, **__: None)",
            "warnings.warn",
        ),
        ("import warnings as w; w.simplefilter('ignore')", "warnings.filters"),
        ("import logging as g; g.disable()", "logging.disable"),
        ("import logging as g; g.root.setLevel(99)", "logging.root.level"),
        ("open('x', 'w')", "writes x"),
        ("import os; os.open('x', os.O_CREAT)", "writes x"),
        ("import pathlib; (pathlib.Path.home() / 'x').write_text('')", "writes /"),
        ("import os; os.makedirs('a/b')", "writes a"),
        ("import os; os.remove('there')", "writes there"),
        ("import os; os.rename('there', 'x')", "writes x"),
        ("import shutil; shutil.copy('there', 'x')", "writes x"),
        ("import numpy; numpy.save('x.npy', 1)", "writes x.npy"),
        ("import sqlite3; sqlite3.connect('x')", "writes x"),
        ("import subprocess; subprocess.run(['ls'])", "starts ls"),
        ("import os; os.system('ls')", "starts ls"),
        ("import os; os.popen('ls')", "starts"),
        ("import os; os.fork()", "os.fork"),
        ("get_ipython().system('ls')", "starts"),
        ("import multiprocessing as m; m.Process(target=print).start()", "os.fork"),
        (
            """
            try:
                open('x', 'w')
            except BaseException:
                pass
            """,
            "writes x",
        ),
    ],
)
def test_it_is_stopped(run: Run, folder: Path, source: str, said: str) -> None:
    (folder / "there").touch()
    heard = run(source)
    assert heard.startswith("error NotInALessonError A lesson")
    assert said in heard
    assert [path.name for path in folder.iterdir()] == ["there"]


def test_a_thread_that_reaches_out_is_no_way_around(run: Run) -> None:
    heard = run(
        """
        import threading, urllib.request as u
        asks = threading.Thread(target=u.urlopen, args=['http://b.invalid'])
        asks.start()
        asks.join()
        """
    )
    assert heard.startswith("error") and "reaches for b.invalid" in heard


@pytest.mark.torch
@pytest.mark.parametrize(
    "source",
    [
        "import torch; torch.save(torch.zeros(2), 'x.pt')",
        "from safetensors.torch import save_file; import torch; "
        "save_file({'a': torch.zeros(2)}, 'x.pt')",
    ],
)
def test_what_compiled_code_leaves_behind_is_named(
    run: Run, folder: Path, source: str
) -> None:
    heard = run(source)
    (folder / "x.pt").unlink()
    assert "error NotInALessonError A lesson leaves no file behind" in heard
    assert "writes x.pt" in heard
    assert run("print('on')").split() == ["ok", "on"]


def test_what_a_lesson_does_goes_on(run: Run) -> None:
    source = """
        import asyncio, pathlib, sys, tempfile, threading
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "x")
            path.write_text("kept")
            path.with_suffix(".y").mkdir()
            print(path.read_text())
        open("/dev/null", "w").close()
        await asyncio.sleep(0)
        thread = threading.Thread(target=print, args=("threads",))
        thread.start()
        thread.join()
        sys.stdout.flush()
    """
    assert run(source).split() == ["ok", "kept", "threads"]


def test_it_leaves_no_name_behind(run: Run) -> None:
    assert (
        run("print([name for name in dir() if 'guard' in name.lower()])") == "ok []\n"
    )


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os; os._exit(1)", "The kernel died"),
        ("import time; time.sleep(60)", "A lesson does not wait"),
    ],
)
def test_the_builder_names_lesson_and_cell(
    tmp_path: Path, source: str, said: str
) -> None:
    notebook = new_notebook(cells=[new_code_cell("1"), new_code_cell(source)])
    edition = Edition(tmp_path, "solved", "en", "01_vanilla_rnn")
    with pytest.raises(ValueError, match=said) as error:
        editions.execute(notebook, edition)
    assert "01_vanilla_rnn (en, solved) stopped at cell 2" in str(error.value)
