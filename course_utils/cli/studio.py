"""`course studio`: the poet's studio as a web page on this computer."""

from __future__ import annotations

import click

from course_utils.cli.options import browser_option, language_option, port_option
from course_utils.cli.spoken import SpokenCommand
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
@browser_option
def studio(lang: str, port: int | None, no_browser: bool) -> None:
    from course_utils.lab import web_studio

    use_language(lang)
    port = web_studio.choose_port(port)
    web_studio.check_studio(click.echo)
    click.echo(_OPENING.format(port=port))
    web_studio.open_studio(port, not no_browser)


_OPENING = Text(
    en="Opening the studio at http://127.0.0.1:{port}/ . If no browser window appears, "
    "copy this address into one. Ctrl+C here closes the studio.",
    zh="正在打开诗人工作室：http://127.0.0.1:{port}/ 。如果没有弹出浏览器窗口，"
    "请把这个地址复制到浏览器里。在这里按 Ctrl+C 可关闭工作室。",
)
