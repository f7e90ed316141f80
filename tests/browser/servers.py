"""What a server started by a test needs: a port, and settings of its own."""

from __future__ import annotations

import socket
from pathlib import Path


def private(folder: Path) -> dict[str, str]:
    """Settings folders of its own: the learner's are neither read nor written."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    names += ("IPYTHONDIR", "XDG_DATA_HOME")
    return {name: str(folder / name.lower()) for name in names}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
