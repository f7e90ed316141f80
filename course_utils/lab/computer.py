"""The computer and its Python: whether PyTorch is built for them.

As PyPI has torch 2.13: macOS 14 or newer on arm64, Windows on amd64, Linux with
glibc 2.28 or newer on x86_64 and aarch64; Python 3.10 to 3.14.
"""

from __future__ import annotations

import platform
import sys
import sysconfig
from dataclasses import dataclass

from course_utils.lab import doctor_messages as says
from course_utils.text import Text

OLDEST_PYTHON = (3, 11)
NEWEST_PYTHON = (3, 14)
OLDEST_MACOS = 14
OLDEST_GLIBC = (2, 28)
_NAMES = {"Darwin": "macOS"}
_BUILT_FOR = {"Windows": {"amd64"}, "Linux": {"x86_64", "aarch64"}}


@dataclass(frozen=True)
class Computer:
    """What decides which build of PyTorch pip takes.

    machine: what Python is made for, as "arm64"; chip: what kernel and computer are
    version: of macOS, or of glibc on Linux; "" if it is unknown
    """

    system: str
    machine: str
    version: str = ""
    chip: str = ""

    @property
    def name(self) -> str:
        """As people call it: "macOS 15.1 arm64"."""
        system = _NAMES.get(self.system, self.system)
        version = f" {self.version}" if self.system == "Darwin" else ""
        return f"{system}{version} {self.machine}"


def this_computer() -> Computer:
    """The computer that this Python runs on."""
    system = platform.system()
    if system == "Darwin":
        machine, version = platform.machine(), platform.mac_ver()[0]
    else:  # on Windows, `platform.machine()` may tell the chip, not what Python is for
        machine = sysconfig.get_platform().rpartition("-")[2]
        library, version = platform.libc_ver() if system == "Linux" else ("", "")
        version = version if library == "glibc" else ""
    return Computer(system, machine, version, platform.version())


def why_no_build(computer: Computer) -> Text | None:
    """Why pip finds no PyTorch for a computer, and what to do; None if it does."""
    if computer.system == "Darwin":
        return _on_macos(computer)
    if computer.system == "Windows" and computer.machine == "arm64":
        return says.WINDOWS_ON_ARM
    if computer.machine not in _BUILT_FOR.get(computer.system, ()):
        return says.NO_BUILD.format(computer=computer.name)
    if computer.system == "Linux" and not computer.version:
        return says.GLIBC_MISSING
    if computer.system == "Linux" and _numbers(computer.version) < OLDEST_GLIBC:
        return says.OLD_GLIBC.format(found=computer.version)
    return None


def _on_macos(computer: Computer) -> Text | None:
    if computer.machine != "arm64":
        translated = "ARM64" in computer.chip
        return says.INTEL_PYTHON if translated else says.INTEL_MAC
    if _numbers(computer.version) < (OLDEST_MACOS,):
        return says.OLD_MACOS.format(found=computer.version)
    return None


def why_no_python(version: tuple[int, ...] = sys.version_info[:3]) -> Text | None:
    """Why a Python will not do, and what to do; None if it will."""
    shown = ".".join(map(str, version))
    if version < OLDEST_PYTHON:
        return says.PYTHON_OLD.format(version=shown)
    if version[:2] > NEWEST_PYTHON:
        return says.PYTHON_NEW.format(version=shown)
    return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
