"""What the course needs, one by one: is it here, does it work, how is it mended."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course_utils.files import can_write
from course_utils.home import refused_folders, write_elsewhere
from course_utils.lab import computer as computers
from course_utils.lab import doctor_messages as says
from course_utils.lab import learner_folder
from course_utils.lab.computer import (
    OLDEST_PYTHON,
    Computer,
    why_no_build,
    why_no_python,
)
from course_utils.places import COURSE, IS_CHECKOUT
from course_utils.text import LANGUAGES, Text, join

PROJECT = "rnn-course"
KERNEL_SECONDS = 60
_KERNEL_STARTS = 3


@dataclass(frozen=True)
class DoctorFinding:
    """One line of the report: what was looked at, whether it is well, what was seen."""

    name: Text
    ok: bool
    message: Text

    def __str__(self) -> str:
        mark = says.OK if self.ok else says.PROBLEM
        return str(
            says.FINDING_LINE.format(mark=mark, name=self.name, message=self.message)
        )


def examine() -> Iterator[DoctorFinding]:
    """All findings, each as soon as it is there; the slowest, the kernel, last.

    In a browser there is little to find: what else is asked has no place there.
    """
    if sys.platform == "emscripten":
        yield DoctorFinding(Text(en="browser", zh="浏览器"), True, says.IN_BROWSER)
        yield examine_font()
        yield examine_progress()
        return
    yield examine_home()
    write_elsewhere()  # as `course lab` does
    yield examine_computer()
    yield examine_python()
    yield examine_packages()
    yield examine_torch()
    yield examine_notebooks()
    yield examine_font()
    yield examine_npm()
    yield examine_data()
    yield examine_widgets()
    yield examine_menus()
    yield examine_front_ends()
    yield examine_progress()
    yield examine_kernel()


def examine_computer(
    computer: Computer | None = None, has_torch: bool | None = None
) -> DoctorFinding:
    """The computer: whether pip finds a PyTorch for it, or one is there already."""
    found = computer or computers.this_computer()
    name = Text(en="computer", zh="电脑")
    problem = why_no_build(found)
    if problem and not _has_torch(has_torch):
        return DoctorFinding(name, False, problem)
    on_windows = found.system == "Windows" and IS_CHECKOUT
    message = says.BUILD_ON_WINDOWS if on_windows else says.BUILD
    if problem:
        message = says.BUILT_ELSEWHERE
    return DoctorFinding(name, True, message.format(computer=found.name))


def examine_python(
    version: tuple[int, ...] = sys.version_info[:3], has_torch: bool | None = None
) -> DoctorFinding:
    """Python itself: not too old, nor so new that there is no PyTorch for it."""
    problem = why_no_python(version)
    if version >= OLDEST_PYTHON and _has_torch(has_torch):
        problem = None
    message = says.PYTHON.format(version=".".join(map(str, version)))
    return DoctorFinding(
        Text(en="Python", zh="Python"), problem is None, problem or message
    )


def requirements() -> list[Requirement]:
    """What the course asks for at run time, as `pyproject.toml` says it."""
    parsed = map(Requirement, metadata.requires(PROJECT) or ())
    no_extra = {"extra": ""}
    return [
        each for each in parsed if not each.marker or each.marker.evaluate(no_extra)
    ]


def read_lock(path: Path) -> dict[str, set[str]]:
    """The tested versions of each package: a few have one for each Python."""
    pins: dict[str, set[str]] = {}
    text = path.read_text("utf-8")
    for name, version in re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", text):
        pins.setdefault(canonicalize_name(name), set()).add(version)
    return pins


def examine_packages() -> DoctorFinding:
    """Each package: is it installed, in range, the version that was tested."""
    name = Text(en="packages", zh="软件包")
    try:
        needed = requirements()
    except metadata.PackageNotFoundError:
        return DoctorFinding(name, False, says.NOT_INSTALLED)
    lock = COURSE / "requirements.lock"
    pins = read_lock(lock) if lock.is_file() else {}
    unfit, untested = [], []
    for requirement in needed:
        found = _installed(requirement.name)
        tested = pins.get(canonicalize_name(requirement.name), set())
        if found is None or not requirement.specifier.contains(found):
            here = found or says.ABSENT
            unfit.append(f"{requirement.name} {here} ({requirement.specifier})")
        elif tested and found.split("+")[0] not in tested:
            untested.append(f"{requirement.name} {found} ({join(sorted(tested))})")
    if unfit:
        return DoctorFinding(name, False, says.UNFIT.format(packages=join(unfit)))
    message = says.UNTESTED if untested else says.AS_TESTED
    return DoctorFinding(
        name, True, message.format(count=len(needed), packages=join(untested))
    )


def examine_torch() -> DoctorFinding:
    """PyTorch: it loads, and an RNN runs one step."""
    name = Text(en="PyTorch", zh="PyTorch")
    try:
        import torch

        torch.nn.RNN(2, 3)(torch.zeros(1, 4, 2))
    except (ImportError, OSError) as error:  # OSError: a system library is missing
        return DoctorFinding(name, False, says.NO_TORCH.format(error=error))
    return DoctorFinding(
        name, True, Text(en="{v}", zh="{v}").format(v=torch.__version__)
    )


def examine_notebooks(course: Path = COURSE) -> DoctorFinding:
    """The notebooks: built in each language, and a place for the learner's copies."""
    name = Text(en="notebooks", zh="笔记本")
    folders = [course / "notebooks" / lang for lang in LANGUAGES]
    empty = [str(folder) for folder in folders if not any(folder.glob("*.ipynb"))]
    if empty:
        return DoctorFinding(name, False, says.NO_NOTEBOOKS.format(folders=join(empty)))
    try:
        mine = learner_folder.working_folder(course)
    except ValueError as error:  # there is no home folder
        return DoctorFinding(name, False, Text(en=str(error), zh=str(error)))
    ready = can_write(mine)
    message = says.NOTEBOOKS if ready else says.NO_PLACE
    return DoctorFinding(name, ready, message.format(folder=mine))


def examine_font() -> DoctorFinding:
    """The font that draws Chinese in figures."""
    from course_utils.plots.font import font_status

    status = font_status()
    return DoctorFinding(
        Text(en="Chinese font", zh="中文字体"), status.ok, status.message
    )


def examine_npm() -> DoctorFinding:
    """npm, which `course data` needs until the poems are there."""
    from course_utils.corpora.npm import find_npm
    from course_utils.datasets.errors import DataError
    from course_utils.datasets.manifest import load_manifest
    from course_utils.datasets.store import status

    name = Text(en="npm", zh="npm")
    manifest = load_manifest()
    packages = {one.package for one in manifest.archives if one.client == "npm"}
    corpora = [one.name for one in manifest.corpora if one.package in packages]
    try:
        find_npm(", ".join(packages))
    except DataError:
        fetched = all(state.ready for state in status(corpora))
        message = says.NPM_DONE if fetched else says.NO_NPM_YET
        return DoctorFinding(name, fetched, message)
    return DoctorFinding(name, True, says.NPM)


def examine_data() -> DoctorFinding:
    """The corpora: fetched and whole."""
    from course_utils.datasets.known_runs import data_states
    from course_utils.datasets.store import data_folder

    name = Text(en="data", zh="数据")
    try:
        unfit = [state for state in data_states() if not state.ready]
        folder = data_folder()
    except ValueError as error:
        return DoctorFinding(name, False, Text(en=str(error), zh=str(error)))
    if any(state.problem != "missing" for state in unfit):
        english, chinese = (
            [f"{state.name}: {state.message.in_language(lang)}" for state in unfit]
            for lang in LANGUAGES
        )
        states = Text(en="; ".join(english), zh="；".join(chinese))
        return DoctorFinding(name, False, states)
    if unfit:
        missing = join(state.name for state in unfit)
        return DoctorFinding(name, False, says.NO_DATA.format(missing=missing))
    return DoctorFinding(name, True, says.DATA.format(folder=folder))


def examine_widgets() -> DoctorFinding:
    """The part of ipywidgets that lives in JupyterLab, without which nothing moves."""
    from jupyter_core.paths import jupyter_path

    found = [
        folder
        for folder in map(Path, jupyter_path("labextensions"))
        if (folder / "@jupyter-widgets/jupyterlab-manager/package.json").is_file()
    ]
    name = Text(en="widgets", zh="交互控件")
    return DoctorFinding(name, bool(found), says.WIDGETS if found else says.NO_WIDGETS)


def examine_menus() -> DoctorFinding:
    """JupyterLab's language pack for the Chinese edition."""
    packs = metadata.entry_points(group="jupyterlab.languagepack", name="zh_CN")
    name = Text(en="Chinese menus", zh="中文菜单")
    return DoctorFinding(name, bool(packs), says.MENUS if packs else says.NO_MENUS)


def examine_front_ends() -> DoctorFinding:
    """Where else than in JupyterLab the notebooks can be opened, and how."""
    version = _installed("notebook")
    there = version is not None and int(version.split(".")[0]) >= 7
    how = says.NOTEBOOK_HERE if there else says.NOTEBOOK_MISSING
    message = says.FRONT_ENDS.format(
        environment=says.ENVIRONMENT, notebook=how.format(version=version)
    )
    return DoctorFinding(Text(en="other front ends", zh="其他界面"), True, message)


def examine_home() -> DoctorFinding:
    """The home folder, in which Jupyter and others keep their settings."""
    refused = refused_folders()
    name = Text(en="home folder", zh="主目录")
    message = says.HOME_READ_ONLY if refused else says.HOME
    return DoctorFinding(
        name, True, message.format(folders=join(dict.fromkeys(refused.values())))
    )


def examine_progress() -> DoctorFinding:
    """The learner's progress file: readable, writable, and no damaged one set aside."""
    from course_utils.checking.progress import check_place, load_progress

    done, notices = load_progress()
    notices += check_place()
    name = Text(en="progress", zh="进度")
    if notices:
        return DoctorFinding(name, False, notices[-1])
    count = sum(map(len, done.values()))
    return DoctorFinding(name, True, says.PROGRESS.format(count=count))


def examine_kernel() -> DoctorFinding:
    """A kernel: it starts, it is this Python, and it finds the course."""
    name = Text(en="kernel", zh="内核")
    try:
        prefix = run_in_kernel("import sys, course_utils; print(sys.prefix)").strip()
    except (OSError, RuntimeError, LookupError) as error:
        return DoctorFinding(name, False, says.NO_KERNEL.format(error=error))
    if prefix != sys.prefix:
        found = says.OTHER_KERNEL.format(found=prefix, expected=sys.prefix)
        return DoctorFinding(name, False, found)
    return DoctorFinding(
        name, True, says.KERNEL.format(python=platform.python_version())
    )


def run_in_kernel(code: str) -> str:
    """What `code` prints in a fresh kernel, the one a notebook would get.

    Raises `RuntimeError` if the code fails or the kernel dies, `TimeoutError` after
    a minute, `LookupError` if there is no kernel called python3.
    """
    printed: list[str] = []

    def collect(message: dict) -> None:
        if message["msg_type"] == "stream":
            printed.append(message["content"]["text"])

    manager, client = _start_kernel()
    try:
        reply = client.execute_interactive(
            code, timeout=KERNEL_SECONDS, output_hook=collect
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if reply["content"]["status"] != "ok":
        content = reply["content"]
        raise RuntimeError(f"{content.get('ename')}: {content.get('evalue')}")
    return "".join(printed)


def _start_kernel() -> tuple[Any, Any]:
    """A kernel and its client; a port taken by another process is no reason to fail."""
    from jupyter_client.manager import start_new_kernel

    for _ in range(_KERNEL_STARTS - 1):
        with suppress(RuntimeError):
            return start_new_kernel(KERNEL_SECONDS, stderr=subprocess.DEVNULL)
    return start_new_kernel(KERNEL_SECONDS, stderr=subprocess.DEVNULL)


def _has_torch(known: bool | None) -> bool:
    return _installed("torch") is not None if known is None else known


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
