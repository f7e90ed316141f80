"""What may stand in the way of a file, and how the course puts it into words."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from course_utils.text import use_language


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, who may read and write anywhere."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def _is_folder(path: Path) -> None:
    (path / "within").mkdir(parents=True)


def _is_pipe(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


def _is_circle(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(path.name)


def _lies_below_a_file(path: Path) -> None:
    path.parent.write_bytes(b"")


def _lies_below_a_circle(path: Path) -> None:
    path.parent.symlink_to(path.parent.name)


OBSTACLES: dict[str, tuple[Callable[[Path], None], str]] = {
    "folder": (_is_folder, "what is there is no file"),
    "pipe": (_is_pipe, "what is there is no file"),
    "circle": (_is_circle, "a link leads in a circle"),
    "below a file": (_lies_below_a_file, "a file is where a folder should be"),
    "below a circle": (_lies_below_a_circle, "a link leads in a circle"),
}
"""By name: what puts it at a path, whose folder is not there yet; the words for it."""


def files_below(folder: Path) -> list[str]:
    """All that is in a folder, however deep: nothing may be left there."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def fill_disk(patch: pytest.MonkeyPatch) -> None:
    """Let no file be written to the end: the disk is full."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    patch.setattr("course_utils.files.os.fsync", full)


def check_refused_in_both_languages(action: Callable[[], object]) -> None:
    """`action` is refused in English words, then in Chinese ones."""
    with pytest.raises(ValueError) as english:
        action()
    use_language("zh")
    with pytest.raises(ValueError) as chinese:
        action()
    assert str(english.value).isascii(), english.value
    assert any("一" <= one <= "鿿" for one in str(chinese.value)), chinese.value
