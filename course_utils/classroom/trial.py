"""A class on trial: a hub on this computer, learners who come in all at once.

The hub has the settings of `hub/jupyterhub_config.py`, but for what needs root: the
learners have folders instead of accounts.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from socket import create_server
from tempfile import TemporaryDirectory

import psutil

from course_utils.classroom.memory import (
    memory_by_learner,
    memory_of_hub,
    processes_of,
)
from course_utils.classroom.visitor import (
    Door,
    Visit,
    VisitError,
    get_server,
    run_lesson,
)
from course_utils.datasets.store import data_folder
from course_utils.measured.class_memory import ClassMemory
from course_utils.places import COURSE
from course_utils.syllabus import Lesson
from course_utils.text import Language, Text

PROXY = "configurable-http-proxy"
CONFIG = COURSE / "hub" / "jupyterhub_config.py"
_SAMPLE_SECONDS = 2.0
_STOP_SECONDS = 60
_LOOK_SECONDS = 0.5
_LOG_END = 2000
_OVERRIDES = """
load_subconfig({config!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub_port}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.log_level = "WARN"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r}
c.Spawner.pre_spawn_hook = None
c.JupyterHub.services = [{{"name": "trial", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [{{"name": "trial", "services": ["trial"],
    "scopes": ["admin:users", "admin:servers", "access:servers"]}}]
"""


@dataclass(frozen=True)
class ClassPlan:
    """Who comes, and what they do; `tabs` of each, `restart`: of the hub meanwhile."""

    learners: int
    lessons: Sequence[Lesson]
    lang: Language = "en"
    tabs: int = 1
    restart: bool = False


@dataclass
class ClassReport:
    """What became of a class: the visits, and MB of each learner at most."""

    visits: list[Visit]
    peaks: dict[str, float] = field(default_factory=dict)
    hub: float = 0.0
    seconds: float = 0.0

    @property
    def failures(self) -> list[str]:
        return [f"{one.name}: {said}" for one in self.visits for said in one.failures]

    def measured(self, plan: ClassPlan) -> ClassMemory:
        """The memory of this class, for the table."""
        sizes = [*self.peaks.values()] or [0.0]
        return ClassMemory(
            plan.learners,
            [each.number for each in plan.lessons],
            round(sum(sizes) / len(sizes)),
            round(max(sizes)),
            round(self.hub),
            len(self.failures),
        )


@dataclass
class TrialHub:
    """A hub that runs on this computer only, with all that it keeps in `folder`."""

    folder: Path
    proxy: str
    door: Door = field(init=False)
    api: str = field(init=False)
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        port, hub_port, proxy_port = _free_ports(3)
        token = secrets.token_hex(16)
        self.door = Door(f"http://127.0.0.1:{port}", token)
        self.api = f"http://127.0.0.1:{hub_port}/hub/api"
        homes = self.folder / "homes"
        homes.mkdir()
        settings = _OVERRIDES.format(
            config=str(CONFIG),
            port=port,
            hub_port=hub_port,
            proxy_port=proxy_port,
            proxy=self.proxy,
            homes=f"{homes}/{{username}}",
            token=token,
        )
        (self.folder / "config.py").write_text(settings, encoding="utf-8")

    @property
    def process_id(self) -> int:
        """0 before it is started."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        variables = {
            "HUB_STATE": str(self.folder),
            "HUB_HOMES": str(self.folder / "homes"),
            "COURSE_DATA_DIR": str(data_folder()),
        }
        command = [sys.executable, "-m", "jupyterhub", "-f", "config.py"]
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, **variables},
                stdout=log,
                stderr=log,
            )

    async def opened(self) -> None:
        """Wait until it answers; `ValueError` with the end of its log if it ends."""
        while self._process is not None:
            with suppress(VisitError):
                return await self.door.ask("GET", "/hub/api/users")
            if self._process.poll() is not None:
                log = (self.folder / "log.txt").read_text("utf-8", errors="replace")
                raise ValueError(str(_ENDED.format(log=log[-_LOG_END:])))
            await asyncio.sleep(_LOOK_SECONDS)

    def stop(self) -> None:
        """The hub and its proxy; the learners' servers run on."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def end(self) -> None:
        """Everything that it has started."""
        self.stop()
        left = [process for _, process in processes_of(self.api)]
        for process in left:
            with suppress(psutil.Error):
                process.terminate()
        for process in psutil.wait_procs(left, 10)[1]:
            with suppress(psutil.Error):
                process.kill()


def try_class(
    plan: ClassPlan, proxy: str | None, say: Callable[[object], None]
) -> ClassReport:
    """Let a class work on a hub of its own, and report.

    Raises `ValueError` where JupyterHub or its proxy is missing.
    """
    with _hub(hub_proxy(proxy)) as hub:
        return asyncio.run(_teach(plan, hub, say))


def hub_proxy(proxy: str | None) -> str:
    """The program before the hub; `ValueError` if that or JupyterHub is missing.

    Or where JupyterHub does not run at all.
    """
    if sys.platform == "win32":
        raise ValueError(str(_NOT_ON_WINDOWS))
    if find_spec("jupyterhub") is None:
        raise ValueError(str(_NO_HUB))
    found = shutil.which(proxy or PROXY)
    if found is None:
        raise ValueError(str(_NO_PROXY.format(name=proxy or PROXY)))
    return os.path.abspath(found)


@contextmanager
def _hub(proxy: str) -> Iterator[TrialHub]:
    with TemporaryDirectory(prefix="rnn-hub-", ignore_cleanup_errors=True) as folder:
        hub = TrialHub(Path(folder), proxy)
        try:
            hub.start()
            yield hub
        finally:
            hub.end()


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [
            stack.enter_context(create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [each.getsockname()[1] for each in sockets]


async def _teach(
    plan: ClassPlan, hub: TrialHub, say: Callable[[object], None]
) -> ClassReport:
    begin = time.monotonic()
    await hub.opened()
    report = ClassReport([Visit(f"learner-{i + 1}") for i in range(plan.learners)])
    watching = asyncio.create_task(_watch(hub, report))
    if plan.restart:
        restarting = asyncio.create_task(_restart(hub, report, say))
    done = [_visit(plan, hub.door, visit, say) for visit in report.visits]
    await asyncio.gather(*done)
    if plan.restart:
        await restarting
    await asyncio.sleep(_SAMPLE_SECONDS)  # once more, while all are there
    watching.cancel()
    _sample(hub, report)
    report.seconds = time.monotonic() - begin
    return report


async def _visit(
    plan: ClassPlan, door: Door, visit: Visit, say: Callable[[object], None]
) -> None:
    try:
        base = await get_server(door, visit, plan.lang)
        for lesson in plan.lessons:
            notebook = f"{plan.lang}/{lesson.slug}.ipynb"
            await run_lesson(door, base, notebook, visit, plan.tabs)
    except VisitError as error:
        visit.failures.append(str(error))
    facts = {"name": visit.name, "cells": visit.cells, "wait": visit.wait_seconds}
    say(_DONE.format(**facts, failures=len(visit.failures)))


async def _watch(hub: TrialHub, report: ClassReport) -> None:
    while True:
        await asyncio.sleep(_SAMPLE_SECONDS)
        await asyncio.to_thread(_sample, hub, report)


def _sample(hub: TrialHub, report: ClassReport) -> None:
    for name, size in memory_by_learner(hub.api).items():
        report.peaks[name] = max(size, report.peaks.get(name, 0.0))
    report.hub = max(report.hub, memory_of_hub(hub.process_id))


async def _restart(
    hub: TrialHub, report: ClassReport, say: Callable[[object], None]
) -> None:
    """Once all are at work."""
    while not all(visit.cells > 2 or visit.failures for visit in report.visits):
        await asyncio.sleep(_SAMPLE_SECONDS)
    await asyncio.to_thread(hub.stop)
    hub.start()
    await hub.opened()
    say(_RESTARTED)


_NOT_ON_WINDOWS = Text(
    en="JupyterHub does not run on Windows. Try the class in WSL 2, on Linux or macOS.",
    zh="JupyterHub 不能在 Windows 上运行。请在 WSL 2、Linux 或 macOS 里试课。",
)
_NO_HUB = Text(
    en="A class on trial needs JupyterHub, found none. Install it with: "
    "python -m pip install -c requirements.lock jupyterhub",
    zh="试课需要 JupyterHub，这里没有。请先安装："
    "python -m pip install -c requirements.lock jupyterhub",
)
_NO_PROXY = Text(
    en="JupyterHub needs its proxy, and there is no program {name}. Install it with: "
    "npm install --prefix DIR configurable-http-proxy. Then give "
    "--proxy DIR/node_modules/.bin/configurable-http-proxy",
    zh="JupyterHub 还需要代理程序，这里没有 {name}。请先安装："
    "npm install --prefix DIR configurable-http-proxy，"
    "再加上 --proxy DIR/node_modules/.bin/configurable-http-proxy",
)
_ENDED = Text(
    en="The hub has ended. The end of its log:\n{log}",
    zh="JupyterHub 退出了，日志的最后几行是：\n{log}",
)
_DONE = Text(
    en="{name}: server after {wait:.0f} s, {cells} cells run, failures: {failures}",
    zh="{name}：{wait:.0f} 秒后服务器就绪，运行了 {cells} 格，失败 {failures} 处",
)
_RESTARTED = Text(
    en="The hub was stopped and started again.",
    zh="JupyterHub 已停下并重新启动。",
)
