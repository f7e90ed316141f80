"""One chromium and one JupyterLab a language, on copies of the notebooks."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
from notebook_runs import note_outcome
from playwright.sync_api import Browser, Page, sync_playwright

from browser.lab_page import start
from browser.patience import open_page, wait_until
from browser.servers import free_port, offer_kernel, private, running
from course_utils.places import COURSE

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OPEN_LAB = """
import sys
from pathlib import Path
from course_utils.places import COURSE
from course_utils.lab import lab_arguments, lab_environment, open_lab
root, port, lang = sys.argv[1:]
arguments = lab_arguments(Path(root), Path("notebooks"), int(port), browser=False)
arguments += ["--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"]
open_lab(arguments, lab_environment(lang))
"""
STARTS = 3
NO_CHROMIUM = (
    "The course in a browser was NOT tested: no chromium found. "
    "On Debian and Ubuntu: apt install chromium fonts-noto-cjk"
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    note_outcome(item, report)
    return report


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed with its tests: while it is open, no other may run an event loop."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("COURSE_REQUIRE_BROWSER"):
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def lab(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Page]]:
    """The JupyterLab that speaks a language, started when it is first asked for."""
    pages: dict[str, Page] = {}
    with ExitStack() as servers:

        def page(lang: str) -> Page:
            if lang not in pages:
                folder = tmp_path_factory.mktemp(f"lab-{lang}")
                address = servers.enter_context(_serve(folder, lang))
                opened = open_page(browser)
                start(opened, address)
                pages[lang] = opened
            return pages[lang]

        yield page


@contextmanager
def _serve(folder: Path, lang: str) -> Iterator[str]:
    """The address of a JupyterLab on copies of the notebooks of a language."""
    course = folder / "课程 course"
    for edition in ("notebooks", "solutions"):
        shutil.copytree(COURSE / edition / lang, course / edition / lang)
    offer_kernel(folder)
    for _ in range(STARTS):  # another process may be quicker to take the port
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        arguments = ["-c", OPEN_LAB, str(course), str(port), lang]
        with running(arguments, folder / "log", private(folder)) as process:
            wait_until(partial(_has_ended_or_answers, process, address), "JupyterLab")
            if process.poll() is None and _answers(address):
                yield address
                return
    pytest.fail("JupyterLab did not start:\n" + (folder / "log").read_text())


def _has_ended_or_answers(process: subprocess.Popen[bytes], address: str) -> bool:
    return process.poll() is not None or _answers(address)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/api/status", timeout=5):
            return True
    except (OSError, http.client.HTTPException):
        return False
