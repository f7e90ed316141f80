"""The derived parts of the README files: what is ready, lessons, map, memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from course_utils.files import make_folder, write_atomically
from course_utils.measured.class_memory import memory_advice, read_class_memory
from course_utils.syllabus import LESSONS, Lesson, hours_of
from course_utils.text import LANGUAGES, Text, join, speaking

CLASS_MEMORY = Path("hub", "memory.json")
PAGES = {"en": "README.md", "zh": "README.zh.md"}


def build_front_page(root: Path, *, check: bool = False) -> list[Text]:
    """Bring the README files and their pictures below `root` up to date.

    With `check` nothing is written: the result names each file that would change.
    """
    return bring_up_to_date(root, front_page_files(root), check)


def bring_up_to_date(
    root: Path, files: Iterable[tuple[Path, bytes]], check: bool
) -> list[Text]:
    """Write what differs, or with `check` name it, relative to `root`."""
    stale = []
    for path, content in files:
        if path.is_file() and path.read_bytes() == content:
            continue
        if check:
            stale.append(_STALE.format(path=path.relative_to(root)))
        else:
            make_folder(path.parent)
            write_atomically(path, content)
    return stale


def front_page_files(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Each file of the front page with the bytes it should hold."""
    for lang in LANGUAGES:
        page = root / PAGES[lang]
        text = page.read_text(encoding="utf-8")
        text = fill_part(text, "ready", ready_lessons(root, lang), page.name)
        text = fill_part(text, "lessons", lesson_table(root, lang), page.name)
        advice = memory_advice(read_class_memory(root / CLASS_MEMORY))
        text = fill_part(text, "memory", advice.in_language(lang), page.name)
        yield page, text.encode()
        yield root / "assets" / f"course.{lang}.svg", course_map(lang)


def fill_part(text: str, part: str, content: str, page: str) -> str:
    """Put `content` between the two marks of `part` in the text of a `page`."""
    begin, end = f"<!-- {part} -->\n", f"<!-- end of {part} -->"
    place = re.compile(f"(?s)({begin}).*?({end})")
    text, count = place.subn(lambda marks: marks[1] + content + marks[2], text)
    if count != 1:
        message = _NO_PLACE.format(page=page, begin=begin.strip(), end=end)
        raise ValueError(str(message))
    return text


def ready_lessons(root: Path, lang: str) -> str:
    """One line: how long the course is, and which lessons can be read today."""
    ready = [lesson for lesson in LESSONS if _is_written(root, lesson)]
    line = _ALL_READY if len(ready) == len(LESSONS) else _SOME_READY
    numbers = join(f"{lesson.number:02d}" for lesson in ready)
    count, hours = len(LESSONS), hours_of(LESSONS)
    filled = line.format(
        count=count, hours=hours, numbers=numbers, ready_hours=hours_of(ready)
    )
    return filled.in_language(lang) + "\n"


def _is_written(root: Path, lesson: Lesson) -> bool:
    return (root / "lessons" / f"{lesson.slug}.py").is_file()


def lesson_table(root: Path, lang: str) -> str:
    """The lessons as a Markdown table; a lesson that is written has a link."""
    rows = [_row(root, lesson, lang) for lesson in LESSONS]
    return "\n".join([_HEADER.in_language(lang), "|---|---|---|---|", *rows, ""])


def _row(root: Path, lesson: Lesson, lang: str) -> str:
    title = lesson.title.in_language(lang)
    if _is_written(root, lesson):
        title = f"[{title}](notebooks/{lang}/{lesson.slug}.ipynb)"
    before = join(f"{number:02d}" for number in lesson.builds_on).in_language(lang)
    return f"| {lesson.number:02d} | {title} | {lesson.minutes} | {before} |"


def course_map(lang: str) -> bytes:
    """The map of the course, in `lang`, as an SVG file."""
    from course_utils import plots

    with speaking(lang):
        width, height = plots.MAP_SIZE
        fig, ax = plots.figure(width=width, height=height)
        plots.draw_course_map(ax, LESSONS)
        return plots.svg(fig)


_HEADER = Text(en="| | Lesson | Minutes | Builds on |", zh="| | 课 | 分钟 | 先学 |")
_STALE = Text(
    en="{path}: not what `course build` writes today. Run it.",
    zh="{path}：与 `course build` 现在生成的不一致。请运行它。",
)
_SOME_READY = Text(
    en="{count} lessons, about {hours} hours. **Ready now: {numbers}** (about "
    "{ready_hours} hours); the others are still being written.",
    zh="共 {count} 课，约 {hours} 小时。**现在可以学的是 {numbers}**"
    "（约 {ready_hours} 小时），其余各课还在编写。",
)
_ALL_READY = Text(
    en="{count} lessons, about {hours} hours.",
    zh="共 {count} 课，约 {hours} 小时。",
)
_NO_PLACE = Text(
    en="Expected one place in {page} between `{begin}` and `{end}`, for what "
    "`course build` writes there. Put the two lines back.",
    zh="{page} 中应当有一处 `{begin}` 和 `{end}`，由 `course build` 填写中间的内容。"
    "请把这两行补回去。",
)
