"""`course bench`: measurements beside others'."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from course_utils.cli.options import (
    folder_option,
    json_option,
    own_folder,
    turns_option,
    weights_option,
)
from course_utils.cli.spoken import SpokenGroup, spoken_option
from course_utils.files import make_folder
from course_utils.places import AFTER_DATA, POET_WEIGHTS, TEXT_DATA
from course_utils.text import Text

_say = partial(click.echo, err=True)
_json_option = json_option(
    Text(en="All figures as one JSON object.", zh="以一个 JSON 对象输出全部数字。")
)


@click.group(
    cls=SpokenGroup,
    text=Text(
        en="Measure the poet, the networks by hand and the models of the lessons.",
        zh="衡量诗人、手写的网络和各课的模型，并与别的实现对照。",
    ),
)
def bench() -> None:
    pass


@bench.command(
    "poet",
    text=Text(
        en="One table: the poet beside n-grams, real poems and its best-known peer.",
        zh="一张表：诗人与 n 元模型、真诗和最知名的同类项目对照。",
    ),
)
@weights_option
@spoken_option(
    "--heads",
    "num_heads",
    type=click.IntRange(2, 100),
    default=100,
    show_default=True,
    text=Text(
        en="How many heads of the list to write for.", zh="写列表中的多少个藏头。"
    ),
)
@_json_option
@folder_option(
    "--out",
    Text(
        en="A folder in which bench.md and bench.json are written, too.",
        zh="同时把 bench.md 和 bench.json 写入这个文件夹。",
    ),
)
def bench_poet_command(
    weights: Path | None, num_heads: int, as_json: bool, folder: Path | None
) -> None:
    from course_utils.bench import pages, poet, poet_page
    from course_utils.poet.course_poet import load_poet

    if folder:  # no need to measure for what cannot be written
        make_folder(folder)
    writer = load_poet(weights or POET_WEIGHTS, _say)
    poems = poet.BenchPoems.load()
    heads = poet.load_heads(num_heads)
    figures = poet.bench_poet(writer, poems, heads, _say)
    if folder:
        page = poet_page.show_poet_page(figures)
        pages.write_figures(folder, "bench", figures, page)
    _show(figures, poet_page.show_poet_table, as_json)


@bench.command(
    text=Text(
        en="One table: the networks by hand in NumPy, as a ratio to torch.nn.",
        zh="一张表：NumPy 手写网络的用时是 torch.nn 的几倍。",
    )
)
@turns_option(5)
@_json_option
def scratch(turns: int, as_json: bool) -> None:
    from course_utils.bench import scratch

    figures = scratch.measure_in_one_thread(turns)
    _show(figures, scratch.show_scratch_table, as_json)


@bench.command(
    text=Text(
        en="Train and measure all models of lessons 07 to 10, or those of CORPORA: "
        "movies, reviews, tagging ...",
        zh="训练并衡量第 07 至 10 课的全部模型，或指定的 CORPORA："
        "movies、reviews、tagging……",
    )
)
@click.argument("corpora", nargs=-1)
@folder_option(
    "--out",
    Text(
        en="The folder of results.json, results.md and log.jsonl; what is in it is not "
        "measured again.  [default: data/text]",
        zh="存放 results.json、results.md 和 log.jsonl 的文件夹；"
        "里面已有的不再测。[默认：data/text]",
    ),
)
@spoken_option(
    "--seeds",
    default="1,2,3",
    show_default=True,
    text=Text(en="Seeds of each model.", zh="每个模型用哪些种子。"),
)
@_json_option
def text(
    corpora: tuple[str, ...], folder: Path | None, seeds: str, as_json: bool
) -> None:
    target = own_folder(folder, TEXT_DATA, "--out")

    from course_utils.bench.text import measure as bench_text
    from course_utils.bench.text import page as bench_text_page
    from course_utils.measured import recipes as text_recipes

    recipes = text_recipes.recipes_of(corpora)
    results = bench_text.bench_text(recipes, target, _say, bench_text.read_seeds(seeds))
    _show_results(results, bench_text_page.show_text_table, as_json)


@bench.command(
    text=Text(
        en="One table: ways to read texts of different lengths, timed side by side.",
        zh="一张表：读取长短不一的文本的几种做法，并排计时。",
    )
)
@turns_option(3)
@_json_option
@folder_option(
    "--out",
    Text(
        en="A folder in which batching.json, .md and .svg are written, too.",
        zh="同时把 batching.json、.md 和 .svg 写入这个文件夹。",
    ),
)
def batching(turns: int, as_json: bool, folder: Path | None) -> None:
    from course_utils.bench import batching, batching_page

    if folder:  # no need to measure for what cannot be written
        make_folder(folder)
    figures = batching.measure_batching(turns, *batching.load_texts())
    if folder:
        batching_page.write_files(folder, figures)
    _show(figures, batching_page.show_batching_table, as_json)


@bench.command(
    text=Text(
        en="State, scan and attention side by side (lesson 13): tasks, poems, costs.",
        zh="状态、扫描和注意力并排比较（第 13 课）：任务、唐诗、开销。",
    )
)
@folder_option(
    "--out",
    Text(
        en="The folder of results.json, results.md and log.jsonl; what is in it is not "
        "measured again.  [default: data/after]",
        zh="存放 results.json、results.md 和 log.jsonl 的文件夹；"
        "里面已有的不再测。[默认：data/after]",
    ),
)
@spoken_option(
    "--seeds",
    default="1,2,3",
    show_default=True,
    text=Text(en="Seeds of each net.", zh="每个网络用哪些种子。"),
)
@spoken_option(
    "--seconds",
    type=click.FloatRange(0.1, 3600),
    default=20.0,
    show_default=True,
    text=Text(
        en="Processor seconds of each training on poems.",
        zh="每次在唐诗上训练的 CPU 秒数。",
    ),
)
@spoken_option(
    "--quick",
    is_flag=True,
    text=Text(
        en="Some minutes, hardly trained: to see that all works. Needs --out.",
        zh="只用几分钟，几乎没有训练：看看是否一切正常。须给出 --out。",
    ),
)
@_json_option
def after(
    folder: Path | None, seeds: str, seconds: float, quick: bool, as_json: bool
) -> None:
    if quick and folder is None:
        raise ValueError(str(_QUICK_WHERE))
    target = own_folder(folder, AFTER_DATA, "--out")

    from course_utils.bench.after import measure, page
    from course_utils.bench.text import measure as text_measure

    plan = (
        measure.AfterPlan.quick()
        if quick
        else measure.AfterPlan(
            seeds=text_measure.read_seeds(seeds), poem_seconds=seconds
        )
    )
    results = measure.bench_after(plan, target, _say)
    _show_results(results, page.show_after_table, as_json)


_QUICK_WHERE = Text(
    en="--quick: name a folder with --out, so that the committed results stay.",
    zh="--quick：请用 --out 另给一个文件夹，以免覆盖已提交的结果。",
)


def _show_results(results: Any, table: Callable[[Any], str], as_json: bool) -> None:
    click.echo(json.dumps(results.to_json()) if as_json else table(results))


def _show(figures: Any, table: Callable[[Any], str], as_json: bool) -> None:
    click.echo(json.dumps(figures) if as_json else table(figures))
