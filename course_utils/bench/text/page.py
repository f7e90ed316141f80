"""The table of `course bench text`: on the terminal, and as a page in two languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from course_utils.bench.pages import show_page
from course_utils.bench.table import Line, table_text
from course_utils.files import read_json, write_atomically
from course_utils.measured.recipes import TEXT_RECIPES, find_text_recipe
from course_utils.measured.results import MeasuredRow, Results, load_results
from course_utils.text import Text

WEIGHTS = "weights.json"
"""Beside the results: which rows, of which seeds, lie in the files of weights."""


def write_page(folder: Path) -> None:
    """Write `results.md` of what is in the folder: results, and weights if any."""
    path = folder / WEIGHTS
    known = read_json(path) if path.exists() else {}
    page = show_text_page(load_results(folder / "results.json"), known)
    write_atomically(folder / "results.md", page.encode())


def show_text_table(results: Results) -> str:
    """All measured rows, corpus by corpus, in the reader's language."""
    return table_text(_lines(results), label_width=0).strip("\n")


def show_text_page(results: Results, weights: Mapping[str, Any]) -> str:
    """The table in both languages, as data/text/results.md has it."""

    def section() -> str:
        table = show_text_table(results)
        if weights:
            lines = _weights_lines(results, weights)
            table += f"\n\n{table_text(lines, label_width=0)}"
        return f"{_MADE_BY}\n\n```\n{table}\n```\n\n{_NOTES}"

    return show_page(_TITLE, section)


def _lines(results: Results) -> Iterator[Line]:
    corpus = ""
    for recipe in TEXT_RECIPES:
        row = results.row_of(recipe)
        if row is None:
            continue
        if recipe.corpus != corpus:
            corpus = recipe.corpus
            yield ("",)
            yield HEADS[corpus], _MEAN, _SD, _SEEDS, _PARAMETERS, _SECONDS
        yield recipe.title, *_cells(row)


def _weights_lines(results: Results, weights: Mapping[str, Any]) -> Iterator[Line]:
    """Each net of the explorers: its file, its row, and the run that it is."""
    yield _WEIGHTS, _TEST, _SEED
    for file, facts in weights.items():
        for name, seed in facts["rows"].items():
            row = results.row_of(find_text_recipe(facts["corpus"], name))
            tests = dict(zip(row.seeds, row.tests, strict=True)) if row else {}
            test = f"{tests[seed]:.4f}" if seed in tests else "–"
            yield f"{file}: {name}", test, seed


def _cells(row: MeasuredRow) -> Iterator[str]:
    yield f"{row.mean:.4f}"
    yield "" if row.sd is None else f"{row.sd:.4f}"
    yield str(len(row.seeds))
    yield "" if row.parameters is None else f"{row.parameters:,}"
    yield f"{row.cpu_seconds:.1f}"


_TITLE = "Lessons 07 to 10, measured · 第 07 至 10 课的测量"
HEADS = {
    "digits": Text(en="HANDWRITTEN DIGITS: accuracy", zh="手写数字：准确率"),
    "captions": Text(en="CAPTIONS: without a fault", zh="看图写数：全对的比例"),
    "numerals": Text(en="NUMERALS: without a fault", zh="中文数字：全对的比例"),
    "movies": Text(en="MOVIE REVIEWS: accuracy", zh="英文影评：准确率"),
    "reviews": Text(en="CHINESE REVIEWS: accuracy", zh="中文评论：准确率"),
    "tagging": Text(en="NAMES IN THE NEWS: F1", zh="新闻里的人名地名：F1"),
}
_WEIGHTS = Text(en="WEIGHTS OF THE EXPLORERS: row", zh="交互演示的权重：所属的行")
_TEST = Text(en="test", zh="测试")
_SEED = Text(en="seed", zh="种子")
_MEAN = Text(en="mean", zh="均值")
_SD = Text(en="sd", zh="标准差")
_SEEDS = Text(en="seeds", zh="种子")
_PARAMETERS = Text(en="parameters", zh="参数")
_SECONDS = Text(en="CPU s", zh="CPU 秒")
_MADE_BY = Text(
    en="Made by `course bench text`. The same figures by length, kind and seed: "
    "`results.json`; epoch by epoch: `log.jsonl`.",
    zh="由 `course bench text` 生成。按长度、类别和种子细分的数字在 `results.json`，"
    "逐轮记录在 `log.jsonl`。",
)
_NOTES = Text(
    en="On the test splits, with the weights of the best epoch on the validation "
    "split; digits, captions and numerals have none, so their last weights count. "
    "Seconds are those of one processor thread, for one training, on a computer that "
    "did other work, too.",
    zh="都在测试集上测，权重取验证集上最好的一轮；"
    "手写数字、看图写数和中文数字没有验证集，取最后的权重。"
    "秒数是单线程训练一次的 CPU 时间，电脑同时还在做别的事。",
)
