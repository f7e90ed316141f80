"""What a submission runs in: it computes, writes in its folder, says its results.

By means of Linux that need no rights: limits of resources; Landlock for files, network
and signals; a filter of system calls (seccomp), which lets it start no process, open no
socket and raise no limit. Once closed, the cage cannot be opened from within.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import signal
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

MEBIBYTE = 1 << 20
_FILE_SIZE = 16 * MEBIBYTE
_MOST_FILES = 128


@dataclass(frozen=True)
class Limits:
    """What one answer may use: seconds of processor, MiB beyond what is loaded."""

    seconds: int = 10
    memory: int = 1024


class _Machine(NamedTuple):
    """How the kernel calls a kind of processor, and the numbers of its calls.

    forbidden: an error for whoever calls it; own_only: allowed on its own process
    """

    audit: int
    forbidden: Sequence[int]
    own_only: Sequence[int]
    clone: int
    clone3: int


# socket, execve, execveat, fork, vfork, ptrace, process_vm_readv, process_vm_writev,
# io_uring_setup, setrlimit, prlimit64, unshare, setns, bpf, perf_event_open, shmget,
# memfd_create, pidfd_send_signal, rt_sigqueueinfo, rt_tgsigqueueinfo, userfaultfd;
# kill, tkill, tgkill
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        (
            *(41, 59, 322, 57, 58, 101, 310, 311, 425, 160, 302, 272, 308, 321, 298),
            *(29, 319, 424, 129, 297, 323),
        ),
        (62, 200, 234),
        clone=56,
        clone3=435,
    ),
    "aarch64": _Machine(
        0xC00000B7,
        (
            *(198, 221, 281, 117, 270, 271, 425, 164, 261, 97, 268, 280, 241, 194),
            *(279, 424, 138, 240, 282),
        ),
        (129, 130, 131),
        clone=220,
        clone3=435,
    ),
}

_SET_DEATH_SIGNAL, _SET_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 1, 38, 22, 2
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _REFUSE, _NOT_THERE = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_OTHER_NUMBERS = 0x40000000  # x86-64 has a second set of calls from here on
_CLONE_THREAD = 0x00010000

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ, _WRITE = 0b1101, 0b11111110010  # execute, read files and folders; the rest
_RIGHTS_OF = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""By version of Landlock: how many rights on files it knows."""
_FILE_RIGHTS = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15


def can_cage() -> bool:
    """Whether this computer has what the cage is made of."""
    return sys.platform == "linux" and platform.machine() in _MACHINES


def shuts_files() -> bool:
    """Whether this kernel can shut the files of others, too: Landlock, Linux 5.13."""
    return _landlock_version() > 0


def close_cage(work: Path, readable: Sequence[Path], limits: Limits) -> None:
    """From here on, this process writes only in `work` and reads only `readable`.

    What is closed stays so. Raises `OSError` where the system cannot.
    """
    _set_limits(limits)
    _give_up_rights()
    if shuts_files():
        _shut_files(work, readable)
    _filter_calls(_MACHINES[platform.machine()])


def _set_limits(limits: Limits) -> None:
    import resource  # Windows has none, and must be able to say that it has no cage

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * resource.getpagesize() + limits.memory * MEBIBYTE
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, _FILE_SIZE),
        (resource.RLIMIT_NOFILE, _MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # an error will do
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))


def _give_up_rights() -> None:
    """No rights of root: its limits hold, and what others own is closed to it."""
    libc = _libc()
    header = struct.pack("Ii", 0x20080522, 0)
    _expect(libc.capset(header, bytes(24)))
    _expect(libc.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0))  # of its parent
    _expect(libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def _shut_files(work: Path, readable: Sequence[Path]) -> None:
    version, libc = _landlock_version(), _libc()
    known = (1 << _RIGHTS_OF.get(version, 16)) - 1
    network, scopes = (0b11 if version >= 4 else 0), (0b11 if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = struct.pack("QQQ", known, network, scopes)[:size]
    ruleset = _expect(libc.syscall(_CREATE_RULESET, rules, size, 0))
    allowed = [(path, _READ) for path in readable]
    allowed += [(work, known), (Path(os.devnull), _READ | _WRITE)]
    for path, rights in allowed:
        with contextlib.suppress(FileNotFoundError), _opened(path) as folder:
            rights &= known if path.is_dir() else known & _FILE_RIGHTS
            rule = struct.pack("=Qi", rights, folder)
            _expect(libc.syscall(_ADD_RULE, ruleset, 1, rule, 0))
    _expect(libc.syscall(_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_PATH)
    try:
        yield handle
    finally:
        os.close(handle)


def _landlock_version() -> int:
    """0 where the kernel has none, or it is switched off."""
    return max(int(_libc().syscall(_CREATE_RULESET, None, 0, 1)), 0)


def _filter_calls(machine: _Machine) -> None:
    """Let the kernel ask a small program at each system call."""
    program = _program(machine, os.getpid())
    code = ctypes.create_string_buffer(b"".join(program))
    wanted = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    _expect(_libc().prctl(_SET_SECCOMP, _FILTER, wanted, 0, 0))


def _program(machine: _Machine, own: int) -> list[bytes]:
    """In the language of packet filters: a test jumps over as many steps as it says."""
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, machine.audit, 1, 0),
        _step(_RETURN, _REFUSE),
        _step(_LOAD, _NUMBER),
        _step(_AT_LEAST, _OTHER_NUMBERS, 0, 1),
        _step(_RETURN, _REFUSE),
        _step(_EQUAL, machine.clone3, 0, 1),
        _step(_RETURN, _NOT_THERE),  # then the C library takes `clone`
        _step(_EQUAL, machine.clone, 0, 4),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_ANY_BIT, _CLONE_THREAD, 1, 0),
        _step(_RETURN, _REFUSE),
        _step(_RETURN, _ALLOW),
    ]
    for number in machine.forbidden:
        steps += [_step(_EQUAL, number, 0, 1), _step(_RETURN, _REFUSE)]
    for number in machine.own_only:
        steps += [
            _step(_EQUAL, number, 0, 4),
            _step(_LOAD, _FIRST_ARGUMENT),
            _step(_EQUAL, own, 1, 0),
            _step(_RETURN, _REFUSE),
            _step(_RETURN, _ALLOW),
        ]
    return [*steps, _step(_RETURN, _ALLOW)]


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _expect(result: int) -> int:
    """The result of a system call; a failed one is an `OSError`."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
