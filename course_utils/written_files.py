"""A file is written over only if it is as a command of the course has written it.

A file that stands alone is signed: its last line is a comment with the checksum of all
above it. A folder of files keeps a list of their checksums.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any

from course_utils.files import (
    FileMissingError,
    NotJsonError,
    checksum,
    in_words,
    make_folder,
    read_json,
    read_whole,
    write_atomically,
    write_json,
)
from course_utils.text import Text


def sign(content: bytes, ending: str, command: str) -> bytes:
    """`content`, which ends a line, and a comment that tells whether it is changed.

    ending: of the file's name, such as `.pdf`; command: what has made it
    """
    mark = f"{command} {checksum(content)}"
    return content + _COMMENTS[ending.lower()].format(mark=mark).encode() + b"\n"


def is_signed(content: bytes, ending: str, command: str) -> bool:
    """Whether `command` signed `content`, and nobody has changed a byte since."""
    above, end, _ = content.removesuffix(b"\n").rpartition(b"\n")
    return content == sign(above + end, ending, command)


def check_signed(path: Path, command: str) -> None:
    """Raise a `ValueError` if anything lies at `path` but what `command` signed.

    Raises a `FileError` if it cannot be read.
    """
    if os.path.lexists(path):
        _check(is_signed(read_whole(path), path.suffix, command), path, command)


def write_signed(path: Path, content: bytes, command: str) -> None:
    """Sign `content`, which ends a line, and write it; raises as `check_signed`."""
    check_signed(path, command)
    make_folder(path.parent)
    write_atomically(path, sign(content, path.suffix, command))


class WrittenFiles:
    """The files of one command in a folder, which holds a list of their checksums.

    Each is named by its path in the folder.
    """

    def __init__(self, folder: Path, list_name: str, command: str) -> None:
        """Read the list; a `ValueError` if it is none, `FileError`."""
        self._folder, self._command = folder, command
        self._list = folder / list_name
        known = self._read()
        self.has_list = known is not None
        self._known = known or {}

    @property
    def paths(self) -> Set[str]:
        """Of all files that are on the list."""
        return self._known.keys()

    def check(self, paths: Iterable[str]) -> None:
        """Raise a `ValueError` if one of them is there, not as it was written.

        Raises a `FileError` if it cannot be read.
        """
        for path in paths:
            place = self._folder / path
            if os.path.lexists(place):
                known = checksum(read_whole(place)) in self._known.get(path, [])
                _check(known, place, self._command)

    def write(self, contents: Mapping[str, bytes]) -> None:
        """Write the files, or none if one of them was changed; raises as `check`."""
        self.check(contents)
        sums = {path: checksum(content) for path, content in contents.items()}
        # Whatever interrupts this, each file is as it was or as it is to be.
        both = {path: [*self._known.get(path, []), sums[path]] for path in sums}
        self._note(self._known | both)
        for path, content in contents.items():
            make_folder((self._folder / path).parent)
            write_atomically(self._folder / path, content)
        self._note(self._known | {path: [each] for path, each in sums.items()})

    def remove(self, paths: Set[str]) -> None:
        """Remove the files, or none if one of them was changed; raises as `check`."""
        self.check(paths)
        for path in paths:
            with in_words(self._folder / path):
                (self._folder / path).unlink(missing_ok=True)
        left = {path: each for path, each in self._known.items() if path not in paths}
        self._note(left)

    def _note(self, known: dict[str, list[str]]) -> None:
        make_folder(self._folder)
        write_json(self._list, known, indent=0)
        self._known = known

    def _read(self) -> dict[str, list[str]] | None:
        """What the list says; None if there is none."""
        try:
            found = read_json(self._list)
        except FileMissingError:
            return None
        except NotJsonError:
            found = None
        if not _lists_checksums(found):
            facts = {"command": self._command, "folder": self._folder}
            raise ValueError(str(_NO_LIST.format(path=self._list, **facts)))
        return dict(found)


def _check(as_written: bool, path: Path, command: str) -> None:
    if not as_written:
        raise ValueError(str(_NOT_AS_WRITTEN.format(path=path, command=command)))


def _lists_checksums(found: Any) -> bool:
    """Whether JSON lists files below its folder: it may be damaged, or a forger's."""
    return isinstance(found, dict) and all(
        isinstance(sums, list)
        and not Path(path).is_absolute()
        and ".." not in Path(path).parts
        for path, sums in found.items()
    )


_COMMENTS = {".md": "<!-- {mark} -->", ".html": "<!-- {mark} -->", ".pdf": "% {mark}"}
"""By ending: how a comment looks."""
_NOT_AS_WRITTEN = Text(
    en="{path} is there already, and not as `{command}` writes it: it is another file, "
    "or was changed since. It stays as it is. Move it away, or name another place with "
    "--out.",
    zh="{path} 已经存在，但不是 `{command}` 写出的原样：可能是别的文件，"
    "也可能后来改过，所以没有动它。请先把它移走，或用 --out 另选一个位置。",
)
_NO_LIST = Text(
    en="{path} should list what `{command}` has written there, and cannot be read as "
    "such a list: it is damaged, or of another program or version. So nothing is "
    "written there. Put back a copy of it, move {folder} away, or name another place "
    "with --out.",
    zh="{path} 应是 `{command}` 写出的文件的清单，但无法这样读取：可能已损坏，"
    "也可能出自别的程序或版本，所以没有往那里写。请换回它的副本，或移走 {folder}，"
    "或用 --out 另选一个位置。",
)
