"""The learner's own copies of the notebooks: made, renewed, never written over.

A notebook knows which edition it was handed out as (`notebook_file.MARK`): a copy that
still is that edition may be replaced by a newer one, all others are the learner's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from course_utils.files import (
    FileError,
    can_write,
    in_words,
    read_json,
    read_whole,
    write_atomically,
    write_json,
)
from course_utils.home import home_folder
from course_utils.lab.notebook_file import (
    UnreadableNotebookError,
    edition_of,
    handed_out,
    is_added_to,
    is_changed,
    is_run,
    read_notebook,
)
from course_utils.places import COURSE, IS_CHECKOUT
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES, Text, join, join_sentences

if TYPE_CHECKING:
    from nbformat import NotebookNode

MY_NOTEBOOKS = "my-notebooks"
"""The learner's folder in the course's own; git ignores it."""
VARIABLE = "COURSE_NOTEBOOKS_DIR"
_LOCK_SECONDS = 30.0
_EDITIONS = ".editions.json"
"""Beside the copies: which edition of each lesson was handed out last."""
NEW_EDITIONS = Text(en="new-editions.txt", zh="新版说明.txt")
"""Beside the copies, too: a line for each time that new editions were laid there."""


def working_folder(course: Path = COURSE) -> Path:
    """Where the learner's copies lie: in a checkout, or at home if that is read-only.

    A course that was installed from a wheel counts as read-only: nobody looks in there.
    `COURSE_NOTEBOOKS_DIR` names another place.
    """
    asked = os.environ.get(VARIABLE)
    if asked:
        return Path(os.path.expanduser(asked)).absolute()
    mine = course / MY_NOTEBOOKS
    is_installed = course == COURSE and not IS_CHECKOUT
    # A file in its place is told.
    if not is_installed and can_write(mine if mine.is_dir() else course):
        return mine
    home = home_folder()
    if home is None:
        raise ValueError(str(_NO_HOME.format(folder=course, variable=VARIABLE)))
    return home / "rnn-course" / "notebooks"


def hand_out(lang: str, folder: Path, course: Path = COURSE) -> list[Text]:
    """Lay the notebooks of `lang` in `folder`; say what a learner must know.

    A copy that nobody has touched is renewed; beside any other the new edition is laid,
    once, and a file tells so: not everybody sees a terminal. Raises `FileError`,
    `ValueError`.
    """
    target, beside, notices = folder / lang, [], []
    with _locked(target, is_named=folder != working_folder(course)):
        known = _read_editions(target)
        for source in _lessons(lang, course):
            try:
                place = _hand_out(source, target, known)
            except UnreadableNotebookError as error:
                notices.append(_BROKEN.format(path=source, reason=error.text))
                continue
            if place.name != source.name:
                beside.append(place.name)
        if beside:
            notices.append(_BESIDE.format(folder=target, names=join(beside)))
            _tell(
                target / NEW_EDITIONS.in_language(lang), notices[-1].in_language(lang)
            )
        write_json(target / _EDITIONS, known, indent=1, sort_keys=True)
    return notices


def copy_to_open(slug: str, lang: str, folder: Path) -> Path:
    """The copy of lesson `slug`, relative to `folder`: the first that can be read.

    Raises a `ValueError` if there is none.
    """
    for place in _places(folder / lang / f"{slug}.ipynb"):
        if _read(place) is not None:
            return place.relative_to(folder)
        if not os.path.lexists(place):
            raise ValueError(str(_NO_COPY.format(path=place)))
    raise AssertionError("there is always another name")


def keep(source: Path, place: Path) -> Path:
    """Copy what somebody wrote in `source` to `place`; where it lies then.

    Only an untouched copy of the course's notebook is written over; a file that is no
    notebook does not get the name of a lesson. Raises `FileError`, `ValueError`.
    """
    content = read_whole(source)
    names = _places(place)
    if _read(source) is None:
        next(names)
    with _locked(place.parent):
        for each in names:
            if not os.path.lexists(each) or _is_untouched(each):
                write_atomically(each, content)
                break
            with suppress(OSError):
                if each.read_bytes() == content:
                    break
    return each


def worked_in(course: Path = COURSE) -> list[Path]:
    """The course's own student notebooks that somebody has opened and saved."""
    paths = [path for lang in LANGUAGES for path in _lessons(lang, course)]
    return [path for path in paths if _was_saved(_read(path))]


def holds_work(path: Path) -> bool:
    """Whether the notebook at `path` must not be written over: when in doubt, yes."""
    notebook = _read(path)
    if notebook is None:
        return True
    return is_changed(notebook) or is_run(notebook) or is_added_to(notebook)


def _is_untouched(path: Path) -> bool:
    return os.path.lexists(path) and not holds_work(path)


def _was_saved(notebook: NotebookNode | None) -> bool:
    """Whether a front end has saved it: a kernel has told it Python's version, say."""
    if notebook is None:
        return False
    told = "version" in (notebook.metadata.get("language_info") or {})
    saved = is_changed(notebook) or is_run(notebook) or is_added_to(notebook)
    return told or saved


def _lessons(lang: str, course: Path) -> Iterator[Path]:
    """The course's own student notebooks of `lang`; nothing else that lies there."""
    for lesson in LESSONS:
        path = course / "notebooks" / lang / f"{lesson.slug}.ipynb"
        if path.is_file():
            yield path


def _hand_out(source: Path, target: Path, known: dict[str, str]) -> Path:
    """Where this edition lies in the folder `target`, at the first name if anywhere."""
    first = target / source.name
    edition = edition_of(read_notebook(source)[0].cells)
    if known.get(source.stem) == edition and _read(first):
        return first
    for place in _places(first):
        copy = _read(place)
        if copy and edition in (handed_out(copy), edition_of(copy.cells)):
            place = first  # nothing new to tell
            break
        if not os.path.lexists(place) or _is_untouched(place):
            write_atomically(place, read_whole(source))
            break
    known[source.stem] = edition
    return place


def _tell(path: Path, line: str) -> None:
    """Add a line, with today's date, to what `path` has told already."""
    told = path.read_bytes() if path.is_file() else b""
    write_atomically(path, told + f"{date.today()}  {line}\n".encode())


def _places(first: Path) -> Iterator[Path]:
    """`x.ipynb`, `x-2.ipynb`, `x-3.ipynb` and so on."""
    yield first
    for number in count(2):
        yield first.with_stem(f"{first.stem}-{number}")


def _read(path: Path) -> NotebookNode | None:
    try:
        return read_notebook(path)[0]
    except UnreadableNotebookError:
        return None


def _read_editions(target: Path) -> dict[str, str]:
    """What was handed out; nothing if the file is missing or damaged: it is a help."""
    with suppress(OSError, ValueError):
        known = read_json(target / _EDITIONS)
        if isinstance(known, dict):
            return {str(name): str(edition) for name, edition in known.items()}
    return {}


@contextmanager
def _locked(target: Path, is_named: bool = False) -> Iterator[None]:
    """Make the folder, and keep every other `course` out of it.

    is_named: the command named it, so no variable leads elsewhere
    """
    from filelock import FileLock, Timeout  # warns in a web page, which needs none

    lock = FileLock(target / ".lock", timeout=_LOCK_SECONDS)
    try:
        with in_words(target):
            target.mkdir(parents=True, exist_ok=True)
            lock.acquire()
    except FileError as error:
        if isinstance(error.__cause__, Timeout):
            raise ValueError(str(_BUSY.format(folder=target))) from error
        if is_named:
            raise
        words = join_sentences([error.words, _ELSEWHERE.format(variable=VARIABLE)])
        raise ValueError(str(words)) from error
    try:
        yield
    finally:
        lock.release()


_BESIDE = Text(
    en="New editions have come. Your own notebooks stay as they are; beside them, "
    "in {folder}: {names}",
    zh="有几课出了新版。你自己的笔记本原样保留，新版放在旁边（{folder}）：{names}",
)
_BROKEN = Text(
    en="The course's own {path} cannot be handed out. {reason}",
    zh="课程里的 {path} 无法发给你。{reason}",
)
_NO_COPY = Text(
    en="Expected a notebook at {path}, found none. Build the course's own with "
    "`course build`, or choose another lesson.",
    zh="{path} 处没有笔记本。请用 `course build` 生成课程自己的那本，或换一课。",
)
_BUSY = Text(
    en="Another `course` command is writing in {folder}. Wait for it, then try again.",
    zh="另一条 `course` 命令正在写 {folder}。请等它结束再试。",
)
_NO_HOME = Text(
    en="{folder} is read-only, and there is no home folder: your notebooks have no "
    "place. Name a folder for them in the variable {variable}.",
    zh="{folder} 是只读的，又没有主目录，你的笔记本没有地方可放。"
    "请用环境变量 {variable} 指定一个文件夹。",
)
_ELSEWHERE = Text(
    en="The variable {variable} can name another folder for your notebooks.",
    zh="也可以用环境变量 {variable} 为你的笔记本另选一个文件夹。",
)
