"""Every wait in a browser: it goes on as long as something moves.

A busy computer is slow, not broken. So what ends a wait is no clock: it is that neither
the page changes nor the servers compute, or that they compute far too much.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import psutil
from playwright.sync_api import Browser, Error, Locator, LocatorAssertions, Page
from playwright.sync_api import expect as expect_now

from browser.servers import SERVERS

STILL = 60.0
"""Seconds in which nothing moves: then a wait is in vain."""
SHARE = 1 / 30
"""Of a processor; a server and its kernels that do nothing use less."""
BUDGET = 300.0
"""Seconds of processor time that servers and kernels may use in one wait."""
GLANCE = 1000
"""Milliseconds in which playwright itself waits, before progress is asked for."""
LAST_RESORT = 600_000
"""Milliseconds for what playwright does to an element that is there, as a click."""

# What an idle JupyterLab changes now and then, its title and its list of files, is no
# progress; nor is an attribute, unless a picture is another.
_COUNT = """
window.changes = 0;
const counts = ({target}) => {
    const element = target.closest ? target : target.parentElement;
    return element !== null && !element.closest('head, .jp-DirListing');
};
new MutationObserver(seen => window.changes += seen.filter(counts).length).observe(
    document,
    {subtree: true, childList: true, characterData: true, attributeFilter: ['src']});
"""
_CHANGES = "() => [document.URL, document.readyState, window.changes].join()"
_PROMISE = """argument => {
    window.kept = null;
    (%s)(argument).then(value => window.kept = {value},
        error => window.kept = {broken: String(error)});
}"""


def open_page(browser: Browser, **settings: Any) -> Page:
    """A page that counts its changes, in a context of its own with `settings`."""
    page = browser.new_context(**settings).new_page()
    page.add_init_script(_COUNT)
    page.set_default_timeout(LAST_RESORT)
    return page


def wait_until(
    condition: Callable[[], bool],
    what: str,
    page: Page | None = None,
    *,
    still: float = STILL,
    budget: float = BUDGET,
) -> None:
    """Come back when `condition` holds; an `AssertionError` if all hope is gone.

    what: said then, after "waited for"; still: seconds; budget: processor seconds
    """
    progress, pause = Progress(page), 0.05
    while not condition():
        seconds = progress.seconds_still()
        assert seconds < still, (
            f"waited for {what}: for {seconds:.0f} s the page did not change, "
            f"and the servers used no processor time to speak of"
        )
        used = progress.used()
        assert used < budget, (
            f"waited for {what}: the servers used {used:.0f} s of processor time"
        )
        time.sleep(pause)
        pause = min(1.5 * pause, 0.5)


def evaluate(page: Page, script: str, what: str, argument: Any = None) -> Any:
    """What the promise of `script` is kept with; `what`: said if nobody keeps it."""
    page.evaluate(_PROMISE % script, argument)
    wait_until(lambda: bool(page.evaluate("() => window.kept")), what, page)
    kept = page.evaluate("() => window.kept")
    assert "broken" not in kept, f"asked for {what}: {kept['broken']}"
    return kept.get("value")


@dataclass
class Progress:
    """What has moved since a wait began, on `page` and in the servers of the tests."""

    page: Page | None
    _began: float = field(default_factory=lambda: processor_seconds())
    _shown: str = ""
    _computed: float = 0.0
    _moved: float = field(default_factory=time.monotonic)

    def used(self) -> float:
        """Seconds of processor time."""
        return processor_seconds() - self._began

    def seconds_still(self) -> float:
        """How long ago, by the clock, something moved."""
        now, computed, shown = time.monotonic(), self.used(), _changes(self.page)
        enough = SHARE * (now - self._moved)
        if shown != self._shown or abs(computed - self._computed) > max(enough, 0.1):
            self._moved, self._computed, self._shown = now, computed, shown
        return now - self._moved


def _changes(page: Page | None) -> str:
    try:
        return str(page.evaluate(_CHANGES)) if page else ""
    except Error as error:  # between two documents
        return str(error)


def processor_seconds() -> float:
    """Processor time that the running servers and their kernels have used."""
    return sum(map(_seconds, _processes()))


def _processes() -> Iterator[psutil.Process]:
    for server in SERVERS:
        try:
            process = psutil.Process(server)
            yield from (process, *process.children(recursive=True))
        except psutil.NoSuchProcess:
            continue


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def expect(locator: Locator) -> LocatorAssertions:
    """As playwright's `expect`, but patient: it waits as long as something moves."""
    return cast(LocatorAssertions, _Expectations(locator))


@dataclass
class _Expectations:
    locator: Locator

    def __getattr__(self, name: str) -> Callable[..., None]:
        def expect_it(*wanted: Any, **settings: Any) -> None:
            found = ""

            def holds() -> bool:
                nonlocal found
                try:
                    now = getattr(expect_now(self.locator), name)
                    now(*wanted, **settings, timeout=GLANCE)
                except AssertionError as error:
                    found = str(error)
                    return False
                return True

            try:
                wait_until(holds, f"{name}{wanted}", self.locator.page)
            except AssertionError as error:
                raise AssertionError(f"{error}\n{found}") from None

        return expect_it
