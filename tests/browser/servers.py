"""What a server started by a test needs: a port, settings of its own, a sure end."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

WATCHED = Path(__file__).with_name("watched.py")
PATIENCE = 60
SERVERS: set[int] = set()
"""The processes that run now."""


def private(folder: Path) -> dict[str, str]:
    """Settings folders of its own: the learner's are neither read nor written."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    names += ("IPYTHONDIR", "XDG_DATA_HOME")
    own = {name: str(folder / name.lower()) for name in names}
    return {**own, "JUPYTER_PREFER_ENV_PATH": "no"}  # else a virtual environment's win


def offer_kernel(folder: Path) -> None:
    """Notebooks of a server that uses `private(folder)` run as nbval runs them."""
    from course_utils.authoring.nbval import environment  # slow to import

    spec = folder / "jupyter_data_dir" / "kernels" / "python3"
    spec.mkdir(parents=True)
    kernel = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "env": environment(),
    }
    (spec / "kernel.json").write_text(json.dumps(kernel))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    arguments: Sequence[str], log: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Python, run with `arguments`: `-m MODULE ...` or `-c CODE ...`; `log` grows.

    It ends with the block, whatever happens in it, and with this process.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, str(WATCHED), *arguments],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
        )
    SERVERS.add(process.pid)
    try:
        yield process
    finally:
        SERVERS.remove(process.pid)
        process.terminate()
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
