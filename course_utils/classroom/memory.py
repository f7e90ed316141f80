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
    """MB of each learner now; what processes share is divided among them (PSS)."""
    found: dict[str, float] = {}
    for name, process in processes_of(address):
        with suppress(psutil.Error):
            size = process.memory_full_info().pss / _MEGABYTE
            found[name] = found.get(name, 0.0) + size
    return found


def memory_of_hub(hub: int) -> float:
    """MB of the hub and its proxy; `hub` is the number of its process."""
    total = 0.0
    with suppress(psutil.Error):
        for process in (psutil.Process(hub), *psutil.Process(hub).children()):
            if "JUPYTERHUB_USER" not in process.environ():
                total += process.memory_full_info().pss / _MEGABYTE
    return total
