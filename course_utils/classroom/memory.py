"""Memory of a class on one computer: by learner, measured, kept as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from course_utils.files import read_json, write_json

MEGABYTE = 1e6


@dataclass(frozen=True)
class ClassMemory:
    """One measurement: numbers of lessons; MB a learner (mean, most), MB of the hub."""

    learners: int
    lessons: Sequence[int]
    mean: int
    most: int
    hub: int
    failures: int

    @property
    def total(self) -> float:
        """GB of the whole class, with the hub."""
        return (self.learners * self.mean + self.hub) / 1000


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
            size = process.memory_full_info().pss / MEGABYTE
            found[name] = found.get(name, 0.0) + size
    return found


def memory_of_hub(hub: int) -> float:
    """MB of the hub and its proxy; `hub` is the number of its process."""
    total = 0.0
    with suppress(psutil.Error):
        for process in (psutil.Process(hub), *psutil.Process(hub).children()):
            if "JUPYTERHUB_USER" not in process.environ():
                total += process.memory_full_info().pss / MEGABYTE
    return total


def read_measured(path: Path) -> list[ClassMemory]:
    """The measurements in a file; none if it is not there."""
    if not path.is_file():
        return []
    return [ClassMemory(**one) for one in read_json(path)]


def keep_measured(path: Path, measured: ClassMemory) -> None:
    """Put a measurement in the place of an older one of the same class."""
    known = {(one.learners, *one.lessons): one for one in read_measured(path)}
    known[measured.learners, *measured.lessons] = measured
    rows = sorted(known.values(), key=lambda one: (list(one.lessons), one.learners))
    write_json(path, [asdict(one) for one in rows], indent=1)
