"""`course sheet`: questions on paper for a class, the answers apart."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import Any

import click

from course_utils.cli.options import language_option, weights_option
from course_utils.cli.spoken import SpokenGroup, spoken_option
from course_utils.places import POET_WEIGHTS
from course_utils.text import Text, use_language

_say = partial(click.echo, err=True)
_SEEDS = 2**32
_language_option = language_option(
    Text(
        en="Language of the sheet; COURSE_LANG sets it, too.",
        zh="题目的语言，也可以用环境变量 COURSE_LANG 设置。",
    ),
)
_answers_option = spoken_option(
    "--answers/--no-answers",
    default=True,
    show_default=True,
    text=Text(en="Whether the answers follow.", zh="后面是否附答案。"),
)
_out_option = spoken_option(
    "--out",
    "path",
    type=click.Path(path_type=Path),
    text=Text(
        en="A file ending in .md, .html or .pdf, instead of Markdown on the screen.",
        zh="写入文件（以 .md、.html 或 .pdf 结尾），不写就在屏幕上显示 Markdown。",
    ),
)


@click.group(
    cls=SpokenGroup,
    invoke_without_command=True,
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
@_language_option
@_answers_option
@_out_option
@click.pass_context
def sheet(
    context: click.Context,
    num_questions: int,
    seed: int | None,
    kind: str,
    copies: int,
    lang: str,
    answers: bool,
    path: Path | None,
) -> None:
    if context.invoked_subcommand:
        return
    from course_utils import sheets

    use_language(lang)
    if path is not None:
        sheets.check_sheet_file(path)  # no need to ask what cannot be written
    sown = SystemRandom().randrange(_SEEDS) if seed is None else seed
    chosen = sheets.choose_sheets(num_questions, sown, kind, copies)
    command = f"course sheet --questions {num_questions} --seed {sown} --kind {kind}"
    command += f" --copies {copies}" if copies > 1 else ""
    command += _in_language(lang)
    shown = command if answers else ""
    if path is None:
        click.echo(sheets.show_markdown(chosen, shown), nl=False)
    else:
        sheets.save_sheets(path, chosen, shown)
    _tell(path, None if seed is not None else _SOWN.format(command=command))


@sheet.command(
    "poems",
    text=Text(
        en="Mix poems of the poet with Tang poems that it never read, for people to "
        "tell apart; which is which stands on the last page.",
        zh="把诗人写的诗和它没读过的唐诗混在一起，让人来分辨；答案在最后一页。",
    ),
)
@spoken_option(
    "--blind",
    "count",
    type=click.IntRange(6, 100),
    default=20,
    show_default=True,
    text=Text(
        en="Poems on the sheet, an even number: half are real.",
        zh="一共多少首，须为偶数：真诗占一半。",
    ),
)
@spoken_option(
    "--form",
    type=click.Choice(["5", "7"]),
    default="7",
    show_default=True,
    text=Text(en="Characters a line.", zh="每句字数。"),
)
@spoken_option(
    "--script",
    type=click.Choice(["simplified", "traditional"]),
    default="simplified",
    show_default=True,
    metavar="SCRIPT",
    text=Text(
        en="simplified or traditional.", zh="simplified（简体）或 traditional（繁体）。"
    ),
)
@spoken_option(
    "--seed",
    type=click.IntRange(0, _SEEDS - 1),
    text=Text(
        en="Same seed, same poems; drawn if not given.",
        zh="种子相同，诗就相同；不写就随机选一个。",
    ),
)
@_language_option
@_answers_option
@_out_option
@weights_option
def sheet_of_poems(
    count: int,
    form: str,
    script: Any,
    seed: int | None,
    lang: str,
    answers: bool,
    path: Path | None,
    weights: Path | None,
) -> None:
    from course_utils import sheets
    from course_utils.bench.blind import blind_sheet
    from course_utils.datasets.loaders import load_tang_poems
    from course_utils.poet.course_poet import load_poet

    use_language(lang)
    if count % 2:
        message = _BLIND_ODD.format(found=count, example=count + 1)
        raise ValueError(str(message))
    if path is not None:
        sheets.check_sheet_file(path)
    sown = SystemRandom().randrange(_SEEDS) if seed is None else seed
    real = load_tang_poems().test
    writer = load_poet(weights or POET_WEIGHTS, _say)
    chosen = blind_sheet(writer, real, count, int(form), sown, script)
    command = f"course sheet poems --blind {count} --form {form} --seed {sown}"
    command += f" --script {script}" if script != "simplified" else ""
    command += _in_language(lang)
    shown = command if answers else ""
    if path is None:
        click.echo(sheets.show_blind_sheet(chosen, shown), nl=False)
    else:
        sheets.save_blind_sheet(path, chosen, shown)
    _tell(path, None if seed is not None else _SOWN_POEMS.format(command=command))


def _in_language(lang: str) -> str:
    """What a command needs, so that it says the same whoever gives it."""
    return "" if lang == "en" else f" --lang {lang}"


def _tell(path: Path | None, again: Text | None) -> None:
    """Where a sheet was written, and how to get it again if the seed was drawn."""
    if path is not None:
        click.echo(_WRITTEN.format(path=path))
    if again is not None:
        _say(again)


_WRITTEN = Text(en="Written: {path}", zh="已写入 {path}")
_SOWN = Text(
    en="To get the same questions again, now with answers: {command}",
    zh="想再得到同样的题目（附答案），请运行：{command}",
)
_SOWN_POEMS = Text(
    en="To get the same poems again, now with answers: {command}",
    zh="想再得到同样的诗（附答案），请运行：{command}",
)
_BLIND_ODD = Text(
    en="Expected an even number of poems, half of them real, found {found}. Take "
    "{example}.",
    zh="诗的数目应是偶数，真诗占一半，现在是 {found}。可以用 {example}。",
)
