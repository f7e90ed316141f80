"""`course train movies`, `reviews`, `tagging`, `numerals`: nets of the explorers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from course_utils.spoken import SpokenCommand, SpokenOption
from course_utils.text import Text

_WHAT = {
    "movies": Text(
        en="Train the net that reads movie reviews (lesson 08); seconds.",
        zh="训练读影评的网络（第 08 课），几秒钟。",
    ),
    "reviews": Text(
        en="Train the net that reads Chinese reviews (lesson 09); a minute.",
        zh="训练读中文评论的网络（第 09 课），一分钟左右。",
    ),
    "tagging": Text(
        en="Train the two taggers that find names (lesson 10); minutes.",
        zh="训练找名字的两个标注器（第 10 课），几分钟。",
    ),
    "numerals": Text(
        en="Train the net that writes Chinese numerals (lesson 07); minutes.",
        zh="训练写中文数字的网络（第 07 课），几分钟。",
    ),
}


def _train(name: str, folder: Path | None) -> None:
    from course_utils.bench_weights import train_weights

    train_weights(name, folder, click.echo)


def _command(name: str, text: Text) -> click.Command:
    folder = SpokenOption(
        ["--folder"],
        type=click.Path(file_okay=False, path_type=Path),
        text=Text(
            en="Where the weights go instead of data/text/.",
            zh="存放权重的文件夹（默认 data/text/）。",
        ),
    )
    return SpokenCommand(
        name, text=text, callback=partial(_train, name), params=[folder]
    )


COMMANDS = [_command(name, text) for name, text in _WHAT.items()]
