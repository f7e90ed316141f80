"""Which exercises are done: one local JSON file, written atomically, never sent."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from course_utils.files import write_atomically
from course_utils.text import Text

Done = dict[str, dict[str, str]]
"""Lesson slug -> exercise id -> the day it was first solved (ISO date)."""

PROGRESS_VARIABLE = "COURSE_PROGRESS"
IN_MEMORY = "memory"
LOCK_SECONDS = 5.0

_memory: Done = {}


def progress_path() -> Path | None:
    """The progress file: `COURSE_PROGRESS` or the user's data folder.

    None when `COURSE_PROGRESS=memory`: progress then ends with the process.
    """
    setting = os.environ.get(PROGRESS_VARIABLE, "")
    if setting == IN_MEMORY:
        return None
    if setting:
        return Path(setting).expanduser()
    return user_data_path("rnn-course", appauthor=False) / "progress.json"


def load_progress() -> tuple[Done, list[Text]]:
    """What is done so far, and what the reader must be told about the file."""
    path = progress_path()
    if path is None:
        return _merge(_memory, {}), []
    try:
        done, notices = _read(path)
    except OSError as error:
        done, notices = {}, [_CANNOT_READ.format(path=path, error=error)]
    return _merge(done, _memory), notices


def record(slug: str, exercise: str) -> list[Text]:
    """Note that `exercise` of lesson `slug` is done; return notices for the reader.

    A file that cannot be written costs a notice, never the learner's answer.
    """
    entry = {slug: {exercise: date.today().isoformat()}}
    path = progress_path()
    if path is not None:
        try:
            with _locked(path):
                done, notices = _read(path)
                _write(path, _merge(done, entry))
            return notices
        except (OSError, Timeout) as error:
            notices = [_NOT_WRITTEN.format(path=path, error=error)]
    else:
        notices = []
    _memory.update(_merge(_memory, entry))
    return notices


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(path.name + ".lock"), timeout=LOCK_SECONDS):
        yield


def _read(path: Path) -> tuple[Done, list[Text]]:
    try:
        done = json.loads(path.read_text(encoding="utf-8"))["done"]
        _check(done)
        return done, []
    except FileNotFoundError:
        return {}, []
    except (ValueError, KeyError, TypeError):
        return {}, [_set_aside(path)]


def _check(done: object) -> None:
    if not isinstance(done, dict):
        raise ValueError("expected an object of lessons")
    for lesson in done.values():
        if not isinstance(lesson, dict):
            raise ValueError("expected an object of exercises")
        if not all(isinstance(day, str) for day in lesson.values()):
            raise ValueError("expected a date for each exercise")


def _set_aside(path: Path) -> Text:
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}.json")).exists():
        number += 1
    with suppress(FileNotFoundError):  # another notebook has just set it aside
        path.rename(aside)
    return _DAMAGED.format(path=path, aside=aside.name)


def _merge(old: Done, new: Done) -> Done:
    """Both together; the earlier day of an exercise wins."""
    merged = {slug: dict(entries) for slug, entries in old.items()}
    for slug, entries in new.items():
        known = merged.setdefault(slug, {})
        for exercise, day in entries.items():
            known[exercise] = min(day, known.get(exercise, day))
    return merged


def _write(path: Path, done: Done) -> None:
    text = json.dumps({"version": 1, "done": done}, indent=1, sort_keys=True)
    write_atomically(path, (text + "\n").encode())


_DAMAGED = Text(
    en="Your progress file {path} could not be read, so it was set aside as {aside} "
    "and a new one was begun. Nothing was deleted.",
    zh="进度文件 {path} 读不出来，已改名为 {aside} 保存，并新建了一个。"
    "什么都没有删除。",
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
