"""What holds for every test: no network, no progress file of the learner, English."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from small_corpora import archive_folder, cache_folder, manifest
from xdist.scheduler.loadscope import LoadScopeScheduling

__all__ = ["archive_folder", "cache_folder", "manifest"]  # fixtures of small corpora

# Before any import of NumPy, and inherited by every kernel a test starts.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["COURSE_PROGRESS"] = "memory"
os.environ["MPLBACKEND"] = "Agg"
os.environ.pop("COURSE_NOTEBOOKS_DIR", None)  # a learner's own notebooks

# A slow or busy computer is no failure; what must be fast says so in its own test.
settings.register_profile("course", deadline=None)
settings.load_profile("course")


class ByFileOrLanguage(LoadScopeScheduling):
    """A file's tests share what they set up, so one worker runs them.

    What needs a JupyterLab, or reads the runs of the browser, goes by language.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        lang = re.search(r"\[(?:notebooks/|solutions/)?(en|zh)[]/]", test)
        if lang and file.endswith(("_browser.py", "test_notebooks.py")):
            return f"lab-{lang[1]}"
        return file


CHANGES_BY_ITSELF = re.compile(r"\{'[^{}:]*', '[^{}:]*'\}| at 0x[0-9a-f]")
"""A set of strings, an address: another in each process, and workers must agree."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if CHANGES_BY_ITSELF.search(item.nodeid):
            raise pytest.UsageError(f"{item.nodeid}: name this case by itself (`ids`)")
    _longest_first(items)


def _longest_first(items: list[pytest.Item]) -> None:
    """The browser, other runs of notebooks, the files with most tests, the others.

    Workers take files in this order (`--no-loadscope-reorder`), so that none waits for
    a long one at the end; and what the browser ran is not run again.
    """
    tests = Counter(item.path for item in items)
    marked = {(item.path, mark.name) for item in items for mark in item.iter_markers()}
    items.sort(
        key=lambda item: (
            (item.path, "browser") not in marked,
            (item.path, "notebook") not in marked,
            -tests[item.path],
        )
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFileOrLanguage:
    return ByFileOrLanguage(config, log)


@pytest.fixture(autouse=True)
def speak_english() -> Iterator[None]:
    """Each test starts in English, and leaves no other language behind."""
    from course_utils.text import use_language

    use_language("en")
    yield
    use_language("en")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that asks for another computer fails: the course runs offline."""
    connect = socket.socket.connect

    def connect_here(sock: socket.socket, address: Any) -> None:
        if sock.family != socket.AF_UNIX and not _is_loopback(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(sock, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
