"""From a folder of notebooks to a folder of marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic

from tqdm import tqdm

from course_utils.caged.cage import Limits, can_cage, shuts_files
from course_utils.files import make_folder
from course_utils.grading import messages as say
from course_utils.grading.marking import Marked, mark_all
from course_utils.grading.pages import class_page, feedback_page, marks_table
from course_utils.grading.submissions import Submission, find_submissions
from course_utils.syllabus import lesson
from course_utils.text import Language
from course_utils.written_files import WrittenFiles

MARKS, CLASS, FEEDBACK = "marks.csv", "class.html", "feedback"
_LONGEST_NAME = 60
"""Characters: file systems take 255 bytes, and Chinese has three a character."""
_LIST_OF_FILES = ".marks.json"


def grade_folder(
    folder: Path,
    out: Path,
    slug: str | None = None,
    language: Language = "en",
    limits: Limits | None = None,
    say_it: Callable[[object], None] = print,
) -> dict[str, list[Marked]]:
    """Mark what lies in `folder`; by lesson, the marks, which are written below `out`.

    `slug` names the one lesson to mark. Raises `FileError`, `ValueError`.
    """
    if not can_cage():
        raise ValueError(str(say.NO_CAGE))
    folder, out = folder.resolve(), out.resolve()
    if out.is_relative_to(folder):
        raise ValueError(str(say.OUT_WITHIN.format(out=out, folder=folder)))
    if not shuts_files():
        say_it(say.FILES_OPEN)
    found = find_submissions(folder, slug, language)
    for each, submissions in found.items():  # nothing is marked that cannot be kept
        _prepare(out / each, submissions)
    marked = {}
    for each, submissions in found.items():
        began = monotonic()
        marked[each] = _mark(each, submissions, limits or Limits())
        target = out / each
        _write_marks(each, marked[each], target, language)
        seconds = f"{monotonic() - began:.0f}"
        facts = {"lesson": lesson(each).title, "seconds": seconds, "folder": target}
        say_it(say.MARKED_ALL.format(learners=len(submissions), **facts))
    return marked


def _mark(slug: str, submissions: list[Submission], limits: Limits) -> list[Marked]:
    """In the order of the learners."""
    coming = mark_all(slug, submissions, limits)
    bar = tqdm(coming, total=len(submissions), unit="notebook", disable=None)
    done = {each.submission.learner: each for each in bar}
    return [done[each.learner] for each in submissions]


def _write_marks(
    slug: str, marked: list[Marked], out: Path, language: Language
) -> None:
    """The table, the class and a page for each."""
    about = lesson(slug)
    contents = [marks_table(marked), class_page(about, marked, language)]
    contents += [feedback_page(about, each) for each in marked]
    paths = _paths(each.submission for each in marked)
    _written_in(out).write(dict(zip(paths, contents, strict=True)))


def _prepare(out: Path, submissions: Iterable[Submission]) -> None:
    """Raise what writing the marks would, before anything is marked."""
    written = _written_in(out)
    written.check(_paths(submissions))
    make_folder(out / FEEDBACK)
    written.write({})  # its list, as a trial


def _paths(submissions: Iterable[Submission]) -> list[str]:
    pages = _page_names(each.learner for each in submissions)
    return [MARKS, CLASS, *(f"{FEEDBACK}/{page}" for page in pages)]


def _written_in(out: Path) -> WrittenFiles:
    return WrittenFiles(out, _LIST_OF_FILES, "course grade")


def _page_names(learners: Iterable[str]) -> list[str]:
    """A file name for each, of letters, digits, `.`, `-` and `_`; no two alike."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for learner in learners:
        plain = re.sub(r"[^\w.-]+", "-", learner)[:_LONGEST_NAME].strip(".-")
        plain = plain or "learner"
        seen[plain.casefold()] = seen.get(plain.casefold(), 0) + 1
        count = seen[plain.casefold()]
        names.append(f"{plain}.html" if count == 1 else f"{plain}~{count}.html")
    return names
