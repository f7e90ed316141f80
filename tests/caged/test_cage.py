"""From within the cage nothing is reached, changed or started but the own folder."""

from __future__ import annotations

import errno
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from course_utils.caged import cage, host
from course_utils.caged.cage import Limits, close_cage, shuts_files
from course_utils.caged.host import readable_places
from course_utils.places import COURSE

needs_landlock = pytest.mark.skipif(
    not shuts_files(), reason="this kernel has no Landlock"
)


def said_within(code: str, work: Path) -> str:
    """What `code` puts into `said`, or its error, run in a process in the cage."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        space: dict[str, object] = {"work": work, "said": "done"}
        try:
            signal.alarm(20)
            close_cage(work, readable_places(), Limits(5, 256))
            exec(code, space)
        except BaseException as error:
            space["said"] = type(error).__name__
        os.write(writer, str(space["said"]).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "secret.txt"
    path.write_text("the answers", encoding="utf-8")
    yield path
    assert path.read_text("utf-8") == "the answers"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    path = tmp_path / "work"
    path.mkdir()
    return path


@needs_landlock
@pytest.mark.parametrize(
    "code",
    [
        "open({path!r}).read()",
        "open({path!r}, 'a').write('x')",
        "import os; os.remove({path!r})",
        "import os; os.rename({path!r}, {path!r} + '2')",
        "import os; os.truncate({path!r}, 0)",
        "import os; os.link({path!r}, work / 'link')",
        "import os; os.symlink({path!r}, work / 'a'); open(work / 'a').read()",
        "import os; os.listdir(os.path.dirname({path!r}))",
        "open({path!r} + '2', 'w')",
    ],
)
def test_files_of_others_are_shut(code: str, secret: Path, work: Path) -> None:
    said = said_within(code.format(path=str(secret)), work)
    assert said in ("PermissionError", "OSError"), said


@needs_landlock
def test_the_source_of_the_course_is_shut_and_its_data_is_open(work: Path) -> None:
    source = COURSE / "course_utils" / "scratch" / "rnn.py"
    assert said_within(f"open({str(source)!r})", work) == "PermissionError"
    manifest = COURSE / "data" / "manifest.json"
    assert said_within(f"said = open({str(manifest)!r}).read(1)", work) == "{"


def test_the_own_folder_is_open(work: Path) -> None:
    code = "(work / 'a').write_text('b'); said = (work / 'a').read_text()"
    assert said_within(code, work) == "b"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import os; os.fork()", "PermissionError"),
        ("import os; os.execv('/bin/true', ['true'])", "PermissionError"),
        ("import os; os.posix_spawn('/bin/true', ['true'], {})", "PermissionError"),
        ("import socket; socket.socket()", "PermissionError"),
        ("import socket; socket.socket(socket.AF_UNIX)", "PermissionError"),
        ("import os; os.kill(os.getppid(), 0)", "PermissionError"),
        ("import os; os.kill(-1, 0)", "PermissionError"),
        ("import resource as r; r.setrlimit(r.RLIMIT_AS, (-1, -1))", "ValueError"),
        ("bytes(1 << 30)", "MemoryError"),
        ("(work / 'large').write_bytes(bytes(20 << 20))", "OSError"),
    ],
)
def test_no_process_no_network_no_signal_no_more_memory(
    code: str, error: str, work: Path
) -> None:
    assert said_within(code, work) == error


def test_a_system_that_lets_no_cage_be_closed_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host.try_cage()

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(host, "close_cage", refuse)
    with pytest.raises(PermissionError):
        host.try_cage()


def test_a_thread_and_its_own_signals_are_allowed(work: Path) -> None:
    code = (
        "import threading, os\n"
        "one = threading.Thread(target=print)\none.start()\none.join()\n"
        "os.kill(os.getpid(), 0)"
    )
    assert said_within(code, work) == "done"


HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


@pytest.mark.parametrize("machine", HEADERS)
def test_the_calls_that_are_refused_are_known_by_number(machine: str) -> None:
    """Against the names that the system's headers give, where it has them."""
    if not HEADERS[machine].is_file():
        pytest.skip("no header with the numbers of system calls")
    text = HEADERS[machine].read_text("utf-8")
    names = {int(n): name for name, n in re.findall(r"define __NR_(\w+) (\d+)\n", text)}
    known = cage._MACHINES[machine]
    assert {names[number] for number in known.forbidden} == {*REFUSED} - (
        {"fork", "vfork"} if machine == "aarch64" else set()
    )
    assert [names[number] for number in known.own_only] == ["kill", "tkill", "tgkill"]
    assert (names[known.clone], names[known.clone3]) == ("clone", "clone3")


REFUSED = {
    *("socket", "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv"),
    *("process_vm_writev", "io_uring_setup", "setrlimit", "prlimit64", "unshare"),
    *("setns", "bpf", "perf_event_open", "shmget", "memfd_create", "userfaultfd"),
    *("pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo"),
}
