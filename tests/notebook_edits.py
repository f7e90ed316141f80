"""A notebook on the disk, changed as somebody who works on it would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode


def change(path: Path, how: Callable[[NotebookNode], object]) -> bytes:
    """Let `how` change the notebook; what is in the file afterwards."""
    notebook = nbformat.read(path, as_version=4)
    how(notebook)
    nbformat.write(notebook, path)
    return path.read_bytes()
