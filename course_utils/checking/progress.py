"""Which exercises are done: one local JSON file, written atomically, never sent.

Whatever becomes of the file costs a notice, never the learner's answer; and what a
newer version of the course has written in it stays there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from course_utils.files import (
    check_file,
    in_words,
    try_to_write,
    write_json,
)
from course_utils.text import Text

Done = dict[str, dict[str, str]]
"""Lesson slug -> exercise id -> the day it was first solved (ISO date)."""

PROGRESS_VARIABLE = "COURSE_PROGRESS"
IN_MEMORY = "memory"
VERSION = 1
_NAME = "progress.json"
_LOCK_SECONDS = 5.0
MOST_BYTES = 1_000_000
"""All exercises of the course need 1 % of this; what is longer is not read."""

_memory: dict[Path | None, Done] = {}
"""What is done and not yet in the file of that path."""


class _DamagedError(ValueError):
    """Not a progress file: what to say of it, and what is read of it all the same."""

    def __init__(self, text: Text, known: Done) -> None:
        super().__init__(str(text))
        self.text, self.known = text, known


def progress_path() -> Path | None:
    """The progress file: `COURSE_PROGRESS` or the user's data folder; no link.

    None when `COURSE_PROGRESS=memory`: progress then ends with the process.
    """
    setting = os.environ.get(PROGRESS_VARIABLE, "")
    if setting == IN_MEMORY:
        return None
    try:
        path = Path(setting or _usual_path()).expanduser()
    except RuntimeError as error:
        raise OSError(_NO_HOME) from error
    return Path(os.path.realpath(path))


def load_progress() -> tuple[Done, list[Text]]:
    """What is done so far, and what the reader must be told about the file."""
    path = None
    done: Done = {}
    notices: list[Text] = []
    try:
        path = progress_path()
        if path is not None:
            with in_words(path):
                done = _load(path, notices)
    except Exception as error:  # of a file that may be anything
        words = _CANNOT_READ.format(path=path or _named(), error=_reason(error))
        notices.append(words)
    return _merge(done, _memory.get(path, {})), notices


def record(slug: str, exercise: str) -> list[Text]:
    """Note that `exercise` of lesson `slug` is done; return notices for the reader.

    A file that cannot be written costs a notice, never the learner's answer. What it
    could not take is kept in memory, and written with the next exercise that is done.
    """
    path = None
    notices: list[Text] = []
    entry = {slug: {exercise: date.today().isoformat()}}
    try:
        path = progress_path()
        _remember(path, entry)
        if path is not None:
            with in_words(path):
                _save(path, notices)
    except Exception as error:  # of a file that may be anything
        _remember(path, entry)
        words = _NOT_WRITTEN.format(path=path or _named(), error=_reason(error))
        notices.append(words)
    return notices


def check_place() -> list[Text]:
    """Notices on a place where progress cannot be saved: tried with a file there."""
    path = None
    try:
        path = progress_path()
        if path is not None:
            with in_words(path), _locked(path):
                try_to_write(path.parent)
        return []
    except Exception as error:  # a lock that fails, a home that is not there: whatever
        return [_NOT_WRITTEN.format(path=path or _named(), error=_reason(error))]


def _usual_path() -> Path:
    return user_data_path("rnn-course", appauthor=False) / _NAME


def _named() -> str:
    """What to call a path that cannot be found out."""
    return os.environ.get(PROGRESS_VARIABLE) or _NAME


def _reason(error: Exception) -> object:
    """What an error says, without the path: a `Text` if it has one."""
    return next((each for each in error.args if isinstance(each, Text)), error)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with suppress(FileNotFoundError):
        check_file(path)  # nothing is made beside a device
    path.parent.mkdir(parents=True, exist_ok=True)
    if sys.platform == "emscripten":  # a web page: nobody else has its files
        yield
        return
    from filelock import FileLock  # warns in a web page

    with FileLock(path.with_name(path.name + ".lock"), timeout=_LOCK_SECONDS):
        yield


def _remember(path: Path | None, done: Done) -> None:
    _memory[path] = _merge(_memory.get(path, {}), done)


def _load(path: Path, notices: list[Text]) -> Done:
    try:
        content = _read(path)
    except _DamagedError:
        with _locked(path):  # another notebook may just have written a new one
            content = _read_or_set_aside(path, notices)
    if not _is_known(content):
        notices.append(_NEWER.format(path=path))
    return _known(content)


def _save(path: Path, notices: list[Text]) -> None:
    """Write all that is in memory into the file, but for what finds no place there."""
    with _locked(path):
        content = _read_or_set_aside(path, notices)
        left = _add(content, _memory[path])
        _write(path, content)
    _memory[path] = left
    if left:
        notices.append(_NO_PLACE.format(path=path))


def _read(path: Path) -> dict[str, Any]:
    """What the file holds; raises `_DamagedError`, or `OSError`."""
    try:
        check_file(path)
        is_read = path.stat().st_size <= MOST_BYTES
        content = path.read_bytes() if is_read else b""
    except FileNotFoundError:
        return {"version": VERSION, "done": {}}
    if not is_read:
        raise _DamagedError(_TOO_LARGE, {})
    return _parse(content)


def _parse(content: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _DamagedError(_DAMAGED, {}) from error
    if not isinstance(parsed, dict):
        raise _DamagedError(_DAMAGED, {})
    if not (_is_newer(parsed) or _is_known(parsed)):
        raise _DamagedError(_DAMAGED, _known(parsed))
    return parsed


def _is_newer(content: dict[str, Any]) -> bool:
    return bool(content.get("version", VERSION) != VERSION)


def _is_known(content: dict[str, Any]) -> bool:
    """Whether all that is done is told as this version tells it."""
    return bool(_known(content) == content.get("done"))


def _known(content: dict[str, Any]) -> Done:
    """What is done, as far as this version can read it."""
    lessons = content.get("done")
    return {
        slug: {name: day for name, day in entries.items() if isinstance(day, str)}
        for slug, entries in (lessons.items() if isinstance(lessons, dict) else ())
        if isinstance(entries, dict)
    }


def _add(content: dict[str, Any], new: Done) -> Done:
    """Put `new` beside what the file holds; return what finds no place there."""
    left: Done = {}
    lessons = content.setdefault("done", {})
    for slug, entries in new.items():
        known = lessons.setdefault(slug, {}) if isinstance(lessons, dict) else None
        for name, day in entries.items():
            if isinstance(known, dict) and isinstance(known.get(name, day), str):
                known.setdefault(name, day)
            else:
                left.setdefault(slug, {})[name] = day
    return left


def _read_or_set_aside(path: Path, notices: list[Text]) -> dict[str, Any]:
    """What the file holds; one that is damaged is renamed, and its rest remembered."""
    try:
        return _read(path)
    except _DamagedError as error:
        _remember(path, error.known)
        notices.append(_set_aside(path, error.text))
        return {"version": VERSION, "done": {}}


def _set_aside(path: Path, text: Text) -> Text:
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}.json")).exists():
        number += 1
    with suppress(FileNotFoundError):  # another notebook has just set it aside
        path.rename(aside)
    return text.format(path=path, aside=aside.name)


def _merge(old: Done, new: Done) -> Done:
    """Both together; the earlier day of an exercise wins."""
    merged = {slug: dict(entries) for slug, entries in old.items()}
    for slug, entries in new.items():
        known = merged.setdefault(slug, {})
        for exercise, day in entries.items():
            known[exercise] = min(day, known.get(exercise, day))
    return merged


def _write(path: Path, content: dict[str, Any]) -> None:
    write_json(path, content, indent=1, sort_keys=True)


_DAMAGED = Text(
    en="Your progress file {path} could not be read, so it was set aside as {aside} "
    "and a new one was begun. Nothing was deleted.",
    zh="进度文件 {path} 读不出来，已改名为 {aside} 保存，并新建了一个。"
    "什么都没有删除。",
)
_TOO_LARGE = Text(
    en="Your progress file {path} is larger than 1 MB, which no progress is, so it was "
    "set aside as {aside} and a new one was begun. Nothing was deleted.",
    zh="进度文件 {path} 超过 1 MB，不会只是进度，所以已改名为 {aside} 保存，"
    "并新建了一个。什么都没有删除。",
)
_NO_HOME = Text(en="there is no home folder", zh="没有主目录")
_NEWER = Text(
    en="Your progress file {path} was written by a newer version of the course. What "
    "this version cannot read is not shown, and stays there. Update the course.",
    zh="进度文件 {path} 是由更新版本的课程写入的，这一版读不懂的部分没有显示，"
    "但仍保留在文件里。请更新课程。",
)
_NO_PLACE = Text(
    en="Your progress file {path} was written by a newer version of the course, and "
    "this version cannot write into it. Progress is kept until this notebook closes. "
    "Update the course.",
    zh="进度文件 {path} 是由更新版本的课程写入的，这一版写不进去，"
    "所以进度只保留到这个笔记本关闭为止。请更新课程。",
)
_CANNOT_READ = Text(
    en="Your progress file {path} cannot be opened ({error}). "
    "Progress is kept until this notebook closes.",
    zh="进度文件 {path} 打不开（{error}）。进度只保留到这个笔记本关闭为止。",
)
_NOT_WRITTEN = Text(
    en="Your progress could not be saved to {path} ({error}). It is kept until this "
    "notebook closes. Set COURSE_PROGRESS to a file you may write.",
    zh="进度没能保存到 {path}（{error}），只保留到这个笔记本关闭为止。"
    "可以把环境变量 COURSE_PROGRESS 设为一个你能写入的文件。",
)
