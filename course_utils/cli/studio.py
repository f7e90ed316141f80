"""`course studio`: the poet's studio as a web page on this computer."""

from __future__ import annotations

import click

from course_utils.cli.options import browser_option, language_option, port_option
from course_utils.cli.spoken import SpokenCommand, spoken_option
from course_utils.text import Text, use_language


@click.command(
    cls=SpokenCommand,
    text=Text(
        en="Open the poet's studio: a web page on this computer that writes poems.",
        zh="打开诗人工作室：在本机浏览器里作诗。",
    ),
)
@language_option(
    Text(
        en="Language of the page; COURSE_LANG sets it, too.",
        zh="页面语言，也可以用环境变量 COURSE_LANG 设置。",
    ),
)
@port_option
@spoken_option(
    "--pages",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    text=Text(en="How many pages may be open at a time.", zh="最多同时打开几个页面。"),
)
@browser_option
def studio(lang: str, port: int | None, pages: int, no_browser: bool) -> None:
    from course_utils.lab import web_studio

    use_language(lang)
    with web_studio.listen(port) as listening:
        web_studio.check_studio(click.echo)
        web_studio.open_studio(listening, click.echo, pages, not no_browser)
