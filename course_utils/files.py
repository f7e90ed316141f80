"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PARTIAL = ".partial-"
"""How the name of an unfinished file or folder begins."""


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` under a temporary name beside `path`, then rename it.

    Whatever interrupts this leaves `path` as it was. Raises `OSError`.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=PARTIAL)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # mkstemp lets only its owner read
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
