"""Options that several commands have; what differs between them is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from course_utils.cli.spoken import spoken_option
from course_utils.places import IS_CHECKOUT
from course_utils.text import LANGUAGES, Text

port_option = spoken_option(
    "--port",
    type=click.IntRange(1, 65535),
    text=Text(en="Port to listen on.", zh="监听的端口。"),
)
browser_option = spoken_option(
    "--no-browser",
    is_flag=True,
    text=Text(
        en="Print the address, open no browser.",
        zh="只显示地址，不打开浏览器。",
    ),
)
weights_option = spoken_option(
    "--weights",
    type=click.Path(path_type=Path),
    text=Text(
        en="Weights you have trained, instead of the course's.",
        zh="用你自己训练的权重文件，代替课程自带的。",
    ),
)


def language_option(text: Text) -> Any:
    """`--lang`, English unless COURSE_LANG says otherwise."""
    return spoken_option(
        "--lang",
        type=click.Choice(LANGUAGES),
        envvar="COURSE_LANG",
        default="en",
        show_default=True,
        text=text,
    )


def folder_option(name: str, text: Text) -> Any:
    """An option called `name` that the command knows as `folder`, no file."""
    folder = click.Path(file_okay=False, path_type=Path)
    return spoken_option(name, "folder", type=folder, text=text)


def own_folder(given: Path | None, own: Path, name: str) -> Path:
    """The folder `given` by the option `name`, else the course's `own`.

    Files of a course that was installed from a wheel stay as they are: `ValueError`.
    """
    if given is None and not IS_CHECKOUT:
        raise ValueError(str(_NAME_A_FOLDER.format(name=name)))
    return given or own


def check_sources() -> None:
    """Raise a `ValueError` where only a wheel of the course was installed."""
    if not IS_CHECKOUT:
        raise ValueError(str(_NO_SOURCES))


def json_option(text: Text) -> Any:
    """`--json`, which the command knows as `as_json`."""
    return spoken_option("--json", "as_json", is_flag=True, text=text)


def turns_option(default: int) -> Any:
    """`--turns` of a bench that times."""
    return spoken_option(
        "--turns",
        type=click.IntRange(1, 100),
        default=default,
        show_default=True,
        text=Text(
            en="How often each is timed; the fastest counts.", zh="各计时几次，取最快。"
        ),
    )


_NAME_A_FOLDER = Text(
    en="The course is installed here, and its own files stay as they are. Name a "
    "folder for the results with {name}.",
    zh="这里的课程是安装好的，自带的文件不能改动。请用 {name} 指定存放结果的文件夹。",
)
_NO_SOURCES = Text(
    en="This needs the sources of the course, which are not here: it was installed. "
    "Clone its repository, and run this there; README.md says how.",
    zh="这条命令要用到课程的源文件，而这里的课程是安装好的，没有源文件。"
    "请先克隆课程仓库，再到那里运行；做法见 README.zh.md。",
)
