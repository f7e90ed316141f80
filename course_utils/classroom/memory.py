"""Memory of a class on one computer, learner by learner, while it is at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import psutil

_MEGABYTE = 1e6


def processes_of(address: str) -> Iterator[tuple[str, psutil.Process]]:
    """Each process that a hub has started for a learner, by the learner's name.

    address: of the hub's API, which the servers are told and their kernels inherit
    """
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            variables = process.environ()
            if variables.get("JUPYTERHUB_API_URL") == address:
                yield variables.get("JUPYTERHUB_USER", ""), process


def memory_by_learner(address: str) -> dict[str, float]:
    """MB of each learner now."""
    found: dict[str, float] = {}
    for name, process in processes_of(address):
        with suppress(psutil.Error):
            found[name] = found.get(name, 0.0) + _megabytes(process)
    return found


def memory_of_hub(process_id: int) -> float:
    """MB of the hub, which is that process, and its proxy."""
    total = 0.0
    with suppress(psutil.Error):
        hub = psutil.Process(process_id)
        for process in (hub, *hub.children()):
            if "JUPYTERHUB_USER" not in process.environ():
                total += _megabytes(process)
    return total


def _megabytes(process: psutil.Process) -> float:
    """Its memory: what processes share is divided among them (PSS).

    Only Linux tells that; elsewhere what is shared does not count (USS).
    """
    memory = process.memory_full_info()
    return float(getattr(memory, "pss", memory.uss)) / _MEGABYTE
