"""`course slides`: a lesson as slides with notes, for those who teach."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from course_utils.cli.options import check_sources, folder_option, language_option
from course_utils.cli.spoken import SpokenCommand, spoken_option
from course_utils.places import COURSE
from course_utils.text import Text, check_language, use_language

_NEEDED = ("latex2mathml", "pygments", "ziamath", "fontTools")


@click.command(
    cls=SpokenCommand,
    text=Text(
        en="Make slides of LESSONS, or of all lessons: a file each, which opens in a "
        "browser and needs no network. S opens the speaker's notes.",
        zh="把指定的 LESSONS（或全部课）做成幻灯片：每课一个文件，用浏览器打开，"
        "不需要联网。按 S 键打开讲者备注。",
    ),
)
@click.argument("lessons", nargs=-1)
@language_option(
    Text(
        en="Language of the slides; COURSE_LANG sets it, too.",
        zh="幻灯片的语言，也可以用环境变量 COURSE_LANG 设置。",
    ),
)
@folder_option(
    "--out",
    Text(
        en="Folder for the files; `slides` here, if not given.",
        zh="文件放在哪个文件夹；不写就是这里的 slides。",
    ),
)
@spoken_option(
    "--pdf",
    is_flag=True,
    text=Text(
        en="Print each as a PDF, too: Chromium or Chrome must be here.",
        zh="另外再打印成 PDF：需要 Chromium 或 Chrome。",
    ),
)
@spoken_option(
    "--fetch",
    is_flag=True,
    text=Text(
        en="Only fetch reveal.js, which turns the slides, with npm: once.",
        zh="只下载翻页用的 reveal.js（通过 npm），一次就够。",
    ),
)
def slides(
    lessons: tuple[str, ...], lang: str, folder: Path | None, pdf: bool, fetch: bool
) -> None:
    use_language(lang)
    _check_tools()
    from course_utils import slides as making
    from course_utils.syllabus import LESSONS, find_lesson

    if fetch:
        making.fetch_reveal(click.echo)
        return
    spoken = check_language(lang)
    chosen = [find_lesson(name) for name in lessons] or list(LESSONS)
    reveal = making.load_reveal()
    if pdf:
        making.find_browser()  # else the first lesson would have to be made in vain
    place = folder or Path("slides")
    for slug in dict.fromkeys(lesson.slug for lesson in chosen):
        path = making.slide_file(place, slug, spoken)
        printed = making.slide_file(place, slug, spoken, ".pdf") if pdf else None
        deck = making.make_deck(COURSE, slug, spoken)
        making.save_slides(path, making.show_deck(deck, reveal))
        click.echo(_WRITTEN.format(path=path, count=len(deck.slides)))
        if printed is not None:
            making.save_printed(printed, path)
            click.echo(_PRINTED.format(path=printed))


def _check_tools() -> None:
    """Raise a `ValueError` that says what is missing here to make slides."""
    check_sources()
    for name in _NEEDED:
        if find_spec(name) is None:
            raise ValueError(str(_NO_TOOL.format(name=name)))


_WRITTEN = Text(en="Written: {path} ({count} slides)", zh="已写入 {path}（{count} 张）")
_PRINTED = Text(en="Written: {path}", zh="已写入 {path}")
_NO_TOOL = Text(
    en="The slides need the Python package {name}, which is not here. Install what "
    'they need: python -m pip install -c requirements.lock -e ".[slides]"',
    zh="生成幻灯片要用 Python 软件包 {name}，而这里没有。请装上所需的软件包："
    'python -m pip install -c requirements.lock -e ".[slides]"',
)
