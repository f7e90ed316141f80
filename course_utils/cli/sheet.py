"""`course sheet`: questions on paper for a class, the answers apart."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import SystemRandom

import click

from course_utils.cli.options import language_option
from course_utils.cli.spoken import SpokenCommand, spoken_option
from course_utils.text import Text, use_language

_say = partial(click.echo, err=True)
_SEEDS = 2**32


@click.command(
    cls=SpokenCommand,
    text=Text(
        en="Print questions about shapes, states and parameters (lessons 02 and 06) as "
        "a sheet for a class: all questions, then all answers with their reasons.",
        zh="给全班出一份练习题（第 02、06 课的形状、状态和参数）：先是题目，"
        "后是答案和理由。",
    ),
)
@spoken_option(
    "--questions",
    "num_questions",
    type=click.IntRange(1, 100),
    default=20,
    show_default=True,
    text=Text(en="Questions on a sheet.", zh="每份多少题。"),
)
@spoken_option(
    "--seed",
    type=click.IntRange(0, _SEEDS - 1),
    text=Text(
        en="Same seed, same questions, in either language; drawn if not given.",
        zh="种子相同，题目就相同，与语言无关；不写就随机选一个。",
    ),
)
@spoken_option(
    "--kind",
    type=click.Choice(["shapes", "states", "parameters", "mixed"]),
    default="mixed",
    show_default=True,
    metavar="KIND",
    text=Text(
        en="shapes, states, parameters, or mixed.",
        zh="shapes（形状）、states（状态）、parameters（参数）或 mixed（都有）。",
    ),
)
@spoken_option(
    "--copies",
    type=click.IntRange(1, 26),
    default=1,
    show_default=True,
    text=Text(
        en="Versions A, B, C ... with different questions, equally hard.",
        zh="出几卷（A 卷、B 卷……）：题目各不相同，难度一样。",
    ),
)
@language_option(
    Text(
        en="Language of the sheet; COURSE_LANG sets it, too.",
        zh="题目的语言，也可以用环境变量 COURSE_LANG 设置。",
    ),
)
@spoken_option(
    "--answers/--no-answers",
    default=True,
    show_default=True,
    text=Text(en="Whether the answers follow.", zh="后面是否附答案。"),
)
@spoken_option(
    "--out",
    "path",
    type=click.Path(path_type=Path),
    text=Text(
        en="A file ending in .md, .html or .pdf, instead of Markdown on the screen.",
        zh="写入文件（以 .md、.html 或 .pdf 结尾），不写就在屏幕上显示 Markdown。",
    ),
)
def sheet(
    num_questions: int,
    seed: int | None,
    kind: str,
    copies: int,
    lang: str,
    answers: bool,
    path: Path | None,
) -> None:
    from course_utils import sheets

    use_language(lang)
    if path is not None:
        sheets.check_sheet_file(path)  # no need to ask what cannot be written
    sown = SystemRandom().randrange(_SEEDS) if seed is None else seed
    chosen = sheets.choose_sheets(num_questions, sown, kind, copies)
    command = f"course sheet --questions {num_questions} --seed {sown} --kind {kind}"
    command += f" --copies {copies}" if copies > 1 else ""
    shown = command if answers else ""
    if path is None:
        click.echo(sheets.show_markdown(chosen, shown), nl=False)
    else:
        sheets.save_sheets(path, chosen, shown)
        click.echo(_WRITTEN.format(path=path))
    if seed is None:
        _say(_SOWN.format(command=command))


_WRITTEN = Text(en="Written: {path}", zh="已写入 {path}")
_SOWN = Text(
    en="To get the same questions again, now with answers: {command}",
    zh="想再得到同样的题目（附答案），请运行：{command}",
)
