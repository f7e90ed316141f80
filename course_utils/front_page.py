"""The derived parts of the README files: the table of lessons, the course map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from course_utils.files import write_atomically
from course_utils.syllabus import LESSONS, Lesson
from course_utils.text import LANGUAGES, Text, language, use_language

PAGES = {"en": "README.md", "zh": "README.zh.md"}
TABLE = re.compile(r"(?s)(<!-- lessons -->\n).*?(<!-- end of lessons -->)")


def build_front_page(root: Path, *, check: bool = False) -> list[Text]:
    """Bring the README files and their pictures below `root` up to date.

    With `check` nothing is written: the result names each file that would change.
    """
    stale = []
    for path, content in front_page_files(root):
        if path.is_file() and path.read_bytes() == content:
            continue
        if check:
            stale.append(_STALE.format(path=path.relative_to(root)))
        else:
            path.parent.mkdir(exist_ok=True)
            write_atomically(path, content)
    return stale


def front_page_files(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Each file of the front page with the bytes it should hold."""
    for lang in LANGUAGES:
        page = root / PAGES[lang]
        table = rf"\g<1>{lesson_table(root, lang)}\g<2>"
        text, count = TABLE.subn(table, page.read_text(encoding="utf-8"))
        if count != 1:
            raise ValueError(str(_NO_TABLE.format(page=page.name)))
        yield page, text.encode()
        yield root / "assets" / f"course.{lang}.svg", course_map(lang)


def lesson_table(root: Path, lang: str) -> str:
    """The lessons as a Markdown table; a lesson that is written has a link."""
    rows = [_row(root, lesson, lang) for lesson in LESSONS]
    return "\n".join([_HEADER.in_language(lang), "|---|---|---|---|", *rows, ""])


def _row(root: Path, lesson: Lesson, lang: str) -> str:
    title = lesson.title.in_language(lang)
    if (root / "lessons" / f"{lesson.slug}.py").is_file():
        title = f"[{title}](notebooks/{lang}/{lesson.slug}.ipynb)"
    before = ", ".join(f"{number:02d}" for number in lesson.builds_on)
    return f"| {lesson.number:02d} | {title} | {lesson.minutes} | {before} |"


def course_map(lang: str) -> bytes:
    """The map of the course, in `lang`, as an SVG file."""
    from course_utils import diagrams, plots

    spoken = language()
    use_language(lang)
    try:
        width, height = diagrams.MAP_SIZE
        fig, ax = plots.figure(width=width, height=height)
        diagrams.draw_course_map(ax, LESSONS)
        return plots.svg(fig)
    finally:
        use_language(spoken)


_HEADER = Text(en="| | Lesson | Minutes | Builds on |", zh="| | 课 | 分钟 | 先学 |")
_STALE = Text(
    en="{path}: not what the syllabus builds. Run `course build`.",
    zh="{path}：与课程目录不一致。请运行 `course build`。",
)
_NO_TABLE = Text(
    en="Expected one place for the table of lessons in {page}, between "
    "`<!-- lessons -->` and `<!-- end of lessons -->`. Put the two lines back.",
    zh="{page} 中应当有一处课程表，放在 `<!-- lessons -->` 和 "
    "`<!-- end of lessons -->` 之间。请把这两行补回去。",
)
