"""A guard in the kernel that runs a lesson: what a cell must not do is an error there.

`startup.py` puts it into the kernels of the builder, of nbval and of the browser's
tests. Python tells it of each file, process and address before it is opened (PEP 578),
however the code is written. No code of the authoring folder may be imported here.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

from course_utils.text import Text

_PACKAGE = str(Path(__file__).resolve().parents[2]) + os.sep
_MAY_WRITE = tuple(
    os.path.join(_PACKAGE, name) for name in ("checking", "datasets", "lab", "home.py")
)
"""Progress is kept, corpora have an index, and it is tried what can be written."""
_FONTS = tuple(
    str(Path("matplotlib", name)) for name in ("font_manager.py", "__init__.py")
)
"""matplotlib keeps a list of the fonts that it found."""
_SHELLS = ("IPython", "ipykernel", "pexpect", "ptyprocess")
_LIBRARIES = ("site-packages", "dist-packages", _PACKAGE)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_ADDRESSES = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
_ADDRESSES |= {"socket.getaddrinfo": 0, "socket.gethostbyname": 0}
_PLACES = {"open": 0, "os.mkdir": 0, "os.remove": 0, "os.rmdir": 0, "os.rename": 1}
_PLACES |= {"os.link": 1, "os.symlink": 1, "os.truncate": 0, "shutil.rmtree": 0}
_PLACES |= {"os.chmod": 0, "sqlite3.connect": 0}
_PROGRAMS: dict[str, int | None] = {
    "subprocess.Popen": 0,
    "os.system": 0,
    "os.exec": 0,
    "os.spawn": 1,
}
_PROGRAMS |= {"os.posix_spawn": 0, "os.startfile": 0, "webbrowser.open": 0}
_PROGRAMS |= {"os.fork": None, "os.forkpty": None, "pty.spawn": None}
"""Audit events, and which of their arguments says what is reached for."""


class NotInALessonError(BaseException):
    """A cell did what a lesson does not; no `except Exception` may hide it."""


class Guard:
    """Stops a cell of `shell` that reaches out, writes outside, starts or waits."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.stopped: NotInALessonError | None = None
        self.course = _course_around(Path.cwd())
        self.temporary = os.path.realpath(tempfile.gettempdir())  # writes a file
        self.lying_there = _files_in(Path.cwd())
        self.heard = _what_is_heard()

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Called by Python at each event, so the usual ones must cost nothing."""
        if event in _PLACES:
            self._check_writing(event, arguments)
        elif event in _ADDRESSES:
            host = _host(arguments[_ADDRESSES[event]])
            if host and not _is_loopback(host) and not self._asks(_shell_alone):
                self._stop(_NETWORK, host)
        elif event in _PROGRAMS and self._asks(_cell_or_its_shell):
            place = _PROGRAMS[event]
            self._stop(_STARTS, event if place is None else arguments[place])

    def _check_writing(self, event: str, arguments: tuple[Any, ...]) -> None:
        target = arguments[_PLACES[event]]
        if event == "open" and not (arguments[2] or 0) & _WRITING:
            return
        if not isinstance(target, str | bytes | os.PathLike):
            return  # a file that is open already
        if event in ("os.remove", "os.rmdir", "os.mkdir") and arguments[-1] != -1:
            return  # below a folder that was opened, as `shutil.rmtree` does
        path = os.path.realpath(os.fsdecode(target))
        if not self._may_be_written(path) and self._asks(_cell_that_writes):
            self._stop(_WRITES, os.fsdecode(target))

    def _may_be_written(self, path: str) -> bool:
        if "__pycache__" in path or path.startswith(("/dev/", "/proc/", os.devnull)):
            return True
        if self.course and Path(path).is_relative_to(self.course):
            return False
        return Path(path).is_relative_to(self.temporary)

    def _asks(self, judge: Callable[[FrameType, dict[str, Any]], bool | None]) -> bool:
        """What `judge` says of the first frame of which it says something."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename != __file__:
                answer = judge(frame, self.shell.user_global_ns)
                if answer is not None:
                    return answer
            frame = frame.f_back
        return False

    def _stop(self, why: Text, what: object) -> None:
        what = os.fsdecode(what) if isinstance(what, bytes) else what
        self.stopped = NotInALessonError(str(why.format(what=str(what)[:200])))
        raise self.stopped

    def wait(self, function: Callable[..., Any], seconds: object) -> None:
        """A cell asks `function` to wait that long."""
        if seconds and self._asks(_cell_itself):
            self._stop(_WAITS, f"{function.__qualname__}({seconds!r})")

    def surface(self, result: Any) -> None:
        """After a cell: what its code has caught fails the cell all the same."""
        before, self.lying_there = self.lying_there, _files_in(Path.cwd())
        left = self.lying_there - before
        if left and self.course:  # C++ writes, as in `torch.save`: no event
            what = sorted(left)[0]
            self.stopped = NotInALessonError(str(_WRITES.format(what=what)))
        earlier, self.heard = self.heard, _what_is_heard()
        for name, now in self.heard.items():
            if earlier[name] != now:
                self.stopped = NotInALessonError(str(_SILENCES.format(what=name)))
        hidden, self.stopped = self.stopped, None
        if hidden and result.error_in_exec is None:
            result.error_in_exec = hidden
            self.shell.showtraceback((type(hidden), hidden, hidden.__traceback__))


def install(shell: Any) -> Guard:
    """Guard the cells that `shell` will run, until the process ends."""
    guard = Guard(shell)
    time.sleep = _waiting(guard, time.sleep)
    threading.Condition.wait = _waiting(  # type: ignore[method-assign]
        guard, threading.Condition.wait, after=1
    )
    asyncio.sleep = _waiting_async(guard, asyncio.sleep)
    shell.events.register("post_run_cell", guard.surface)
    sys.addaudithook(guard.hear)
    return guard


def _waiting(guard: Guard, waits: Callable[..., Any], after: int = 0) -> Any:
    @wraps(waits)
    def watched(*arguments: Any, **named: Any) -> Any:
        given = arguments[after] if len(arguments) > after else named.get("timeout")
        guard.wait(waits, given)
        return waits(*arguments, **named)

    return watched


def _waiting_async(guard: Guard, waits: Callable[..., Any]) -> Any:
    @wraps(waits)
    async def watched(delay: float, *arguments: Any, **named: Any) -> Any:
        guard.wait(waits, delay)
        return await waits(delay, *arguments, **named)

    return watched


def _cell_anywhere(frame: FrameType, cells: dict[str, Any]) -> bool | None:
    return True if frame.f_globals is cells else None


def _shell_alone(frame: FrameType, cells: dict[str, Any]) -> bool | None:
    """The kernel on its own: a thread that a cell has started is no part of it."""
    if frame.f_globals is cells:
        return False
    parts = Path(frame.f_code.co_filename).parts
    return True if any(each in parts for each in _SHELLS) else None


def _cell_itself(frame: FrameType, cells: dict[str, Any]) -> bool | None:
    """Through Python's own library perhaps, but not by what another library does."""
    if frame.f_globals is cells:
        return True
    named = any(each in frame.f_code.co_filename for each in _LIBRARIES)
    return False if named else None


def _cell_or_its_shell(frame: FrameType, cells: dict[str, Any]) -> bool | None:
    """`get_ipython().system(...)` is the cell's own doing."""
    if any(each in Path(frame.f_code.co_filename).parts for each in _SHELLS):
        return None
    return _cell_itself(frame, cells)


def _cell_that_writes(frame: FrameType, cells: dict[str, Any]) -> bool | None:
    file = frame.f_code.co_filename
    if file.startswith(_MAY_WRITE) or file.endswith(_FONTS):
        return False
    return _cell_anywhere(frame, cells)


def _what_is_heard() -> dict[str, Any]:
    """By name: what decides whether warnings and messages reach a reader."""
    ignored = {
        each[2]
        for each in warnings.filters
        if each[0] == "ignore" and not each[1] and not each[3]
    }
    return {
        "warnings.filters": ignored,
        "warnings.warn": warnings.warn,
        "logging.disable": logging.root.manager.disable,
        "logging.root.level": logging.root.level,
        "sys.stderr": sys.stderr,
    }


def _files_in(folder: Path) -> set[str]:
    """Names in a folder, but those of notebooks, and what JupyterLab hides there."""
    names = {path.name for path in folder.iterdir() if path.suffix != ".ipynb"}
    return {name for name in names if not name.startswith(".")}


def _course_around(folder: Path) -> Path | None:
    """The course whose notebooks lie in `folder`; a course may be a temporary one."""
    is_edition = folder.parent.name in ("notebooks", "solutions")
    return folder.parents[1].resolve() if is_edition else None


def _host(address: Any) -> str:
    """The host of an address; none for a socket of this computer."""
    host = address[0] if isinstance(address, tuple) and address else address
    if isinstance(address, str | bytes) and os.sep in os.fsdecode(address):
        return ""
    return os.fsdecode(host) if isinstance(host, str | bytes) else ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


_NETWORK = Text(
    en="A lesson runs offline, and this cell reaches for {what}. What it needs comes "
    "with the course, or is a corpus of `course data`.",
    zh="课程离线运行，这个单元格却要连接 {what}。"
    "要用的东西请随课程一起给，或者做成 `course data` 的语料。",
)
_WRITES = Text(
    en="A lesson leaves no file behind, and this cell writes {what}. "
    "Write into a `tempfile.TemporaryDirectory()`.",
    zh="课程不留下任何文件，这个单元格却要写 {what}。"
    "请写到 `tempfile.TemporaryDirectory()` 里。",
)
_STARTS = Text(
    en="A lesson starts no other program, and this cell starts {what}. "
    "Do it in Python, in this process.",
    zh="课程不启动别的程序，这个单元格却要启动 {what}。请在本进程里用 Python 来做。",
)
_SILENCES = Text(
    en="A lesson lets its warnings be heard, and this cell changes {what}. "
    "Mend what is warned of.",
    zh="课程不掩盖警告，这个单元格却改动了 {what}。请处理警告本身。",
)
_WAITS = Text(
    en="A lesson does not wait, and this cell does: {what}. Remove it.",
    zh="课程不空等，这个单元格却在等：{what}。请去掉。",
)
