"""Files: written whole or not at all; what the system refuses is said in words."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from course_utils.text import Text

PARTIAL = ".partial-"
"""How the name of an unfinished file or folder begins."""
LEFT_SECONDS = 3600
"""An unfinished file that is older was left by a process that is gone."""
_BLOCK = 1 << 14
"""Bytes: as much as any file system hands out at once, and more than Python buffers."""


class FileError(OSError, ValueError):
    """A file or folder that cannot be read or written: which, why, what to do.

    `strerror` is the reason alone.
    """

    def __init__(self, path: Path, error: OSError) -> None:
        system = Text(en=f"{error.strerror or error}", zh=f"{error.strerror or error}")
        reason, advice = _REFUSALS.get(error.errno or 0, (system, _LOOK))
        super().__init__(error.errno, reason)
        self.words = _REFUSED.format(path=path, reason=reason, advice=advice)

    def __str__(self) -> str:
        return str(self.words)


class FileMissingError(FileError, FileNotFoundError):
    """A file that is not there."""


class NotJsonError(ValueError):
    """A file that is no JSON, or what no JSON can hold: a number that is not finite."""


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Whatever the system refuses here becomes a `FileError` about `path`."""
    try:
        yield
    except FileError:
        raise
    except FileNotFoundError as error:
        raise FileMissingError(path, error) from error
    except OSError as error:
        raise FileError(path, error) from error


def can_write(folder: Path) -> bool:
    """Whether a file can be written in `folder`, which may have to be made: tried."""
    there = next(
        (one for one in (folder, *folder.parents) if os.path.lexists(one)), folder
    )
    try:
        try_to_write(there)
        return True
    except OSError:
        return False


def try_to_write(folder: Path) -> None:
    """Write a file in `folder`, which is gone at once; raises `OSError`."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"\0" * _BLOCK)  # a full disk still gives a file its name


def check_file(path: Path) -> None:
    """Raise a `FileError` unless a file is there, no folder or device, to be read."""
    with in_words(path):
        if not stat.S_ISREG(path.stat().st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        path.open("rb").close()


def make_folder(path: Path) -> None:
    """Make a folder, if it is not there, that can be written; raises `FileError`."""
    with in_words(path):
        try:
            path.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            path.stat()  # a link that leads in a circle says so itself
            raise
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def read_whole(path: Path) -> bytes:
    """What is in a file; raises `FileError`."""
    check_file(path)
    with in_words(path):
        return path.read_bytes()


def checksum(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_checksum(path: Path) -> str:
    """SHA-256 of a file; raises `FileError`."""
    with in_words(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path: Path) -> Any:
    """What is in a file of JSON; raises `FileError`, `NotJsonError`."""
    return parse_json(path, read_whole(path))


def read_json_lines(path: Path) -> list[Any]:
    """The objects in a file of one JSON a line; raises `FileError`, `NotJsonError`."""
    found = [parse_json(path, line) for line in read_whole(path).splitlines()]
    for one in found:
        if not isinstance(one, dict):
            raise NotJsonError(str(_NO_JSON.format(path=path, reason=one)))
    return found


def parse_json(path: Path, content: bytes | str) -> Any:
    """What a text from the file at `path` says, as JSON; raises `NotJsonError`."""
    try:
        return json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotJsonError(str(_NO_JSON.format(path=path, reason=error))) from error


def write_json(path: Path, facts: Any, **layout: Any) -> None:
    """Write `facts` as JSON, laid out as `json.dumps` is told, whole or not at all.

    Raises `FileError`; `NotJsonError` for a number that is not finite.
    """
    write_atomically(path, f"{to_json(path, facts, **layout)}\n".encode())


def write_json_lines(path: Path, entries: Iterable[Any]) -> None:
    """Write one JSON a line, as `write_json` does."""
    lines = [f"{to_json(path, entry)}\n" for entry in entries]
    write_atomically(path, "".join(lines).encode())


def to_json(path: Path, facts: Any, **layout: Any) -> str:
    """`facts` as JSON for the file at `path`; raises `NotJsonError`."""
    try:
        return json.dumps(facts, allow_nan=False, **layout)
    except ValueError as error:
        raise NotJsonError(str(_NOT_FINITE.format(path=path))) from error


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` under a temporary name beside `path`, then rename it.

    Whatever interrupts this leaves `path` as it was; what it has left behind, a later
    write removes. A link stays a link: its target is written. Raises `FileError`.
    """
    with in_words(path):
        _write(Path(os.path.realpath(path)), content)


def _write(target: Path, content: bytes) -> None:
    if target.is_symlink():  # what is still a link leads in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    _remove_leftovers(target.parent)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=PARTIAL)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # mkstemp lets only its owner read
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _remove_leftovers(folder: Path) -> None:
    """Remove the unfinished files of processes that were killed."""
    newest = time.time() - LEFT_SECONDS
    for left in folder.glob(f"{PARTIAL}*"):
        with suppress(OSError):  # another process has removed it, or it is not ours
            status = left.lstat()
            if stat.S_ISREG(status.st_mode) and status.st_mtime < newest:
                left.unlink()


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


_REFUSED = Text(
    en="{path} cannot be used: {reason}. {advice}",
    zh="无法使用 {path}：{reason}。{advice}",
)
_LOOK = Text(
    en="Look at that disk, or name another folder.",
    zh="请检查那块磁盘，或换一个文件夹。",
)
_NO_ROOM = (
    Text(en="no room is left on the disk", zh="磁盘空间不足"),
    Text(
        en="Make room there, or name another folder. Nothing half-written is left.",
        zh="请腾出空间，或换一个文件夹。没有留下写了一半的文件。",
    ),
)
_FORBIDDEN = (
    Text(en="you have no permission", zh="没有权限"),
    Text(
        en="Ask its owner for the permission, or name another folder.",
        zh="请向所有者申请权限，或换一个文件夹。",
    ),
)
_FILE_IN_PLACE = (
    Text(en="a file is where a folder should be", zh="应为文件夹的地方有一个文件"),
    Text(
        en="Move that file away, or name another folder.",
        zh="请移走那个文件，或换一个文件夹。",
    ),
)
_REFUSALS = {
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.ENOTDIR: _FILE_IN_PLACE,
    errno.EEXIST: _FILE_IN_PLACE,
    errno.EISDIR: (
        Text(en="what is there is no file", zh="那里的不是文件"),
        Text(
            en="Move the folder of that name away, or name another one.",
            zh="请移走那个同名的文件夹，或换一个名字。",
        ),
    ),
    errno.ELOOP: (
        Text(en="a link leads in a circle", zh="链接绕成了圈"),
        Text(
            en="Delete that link, or name another file.",
            zh="请删除那个链接，或换一个文件。",
        ),
    ),
    errno.ENOENT: (
        Text(en="it is not there", zh="找不到"),
        Text(
            en="Put it back, or name another one.",
            zh="请把它放回去，或换一个。",
        ),
    ),
}
"""By number of the system's error: the reason, and what to do."""
_NO_JSON = Text(
    en="{path} is damaged: no JSON of the course ({reason}). Put back a copy of it, "
    "or delete it and make it anew.",
    zh="{path} 已损坏，不是本课程的 JSON（{reason}）。请换回副本，或删除后重新生成。",
)
_NOT_FINITE = Text(
    en="{path} was not written: a number in it is not finite (nan or inf), so what "
    "was measured has failed. Lower the learning rate, or take another seed.",
    zh="没有写入 {path}：其中有数不是有限的（nan 或 inf），说明这次计算失败了。"
    "请调低学习率，或换一个种子。",
)
