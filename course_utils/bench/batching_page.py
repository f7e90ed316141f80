"""What `course bench batching` shows and writes: a table, a page, a picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from course_utils import plots
from course_utils.bench.batching import BatchingFigures
from course_utils.bench.pages import show_page, write_figures
from course_utils.bench.table import Line, table_text
from course_utils.files import write_atomically
from course_utils.plots import results as batching_plots
from course_utils.text import Text

_NAME = "batching"


def write_files(folder: Path, figures: BatchingFigures) -> None:
    """Leave batching.json, batching.md and batching.svg in `folder`."""
    write_figures(folder, _NAME, figures, show_batching_page(figures))
    write_atomically(folder / f"{_NAME}.svg", _draw(figures))


def _draw(figures: BatchingFigures) -> bytes:
    """The picture as SVG: both numbers of directions, and training."""
    fig, (one, two, training) = plots.figure(1, 3, width=12, height=4.6)
    batching_plots.draw_layer_speeds(one, figures["layer"], 1)
    batching_plots.draw_layer_speeds(two, figures["layer"], 2)
    batching_plots.draw_training_ratios(training, figures["training"])
    return plots.svg(fig)


def show_batching_table(figures: BatchingFigures) -> str:
    """All figures of `measure_batching`, in the reader's language."""
    lines = [*_layer_lines(figures), ("",), *_training_lines(figures)]
    setting = _SETTING.format(**figures["setting"], **_percent(figures["pads"]))
    return f"{table_text(lines)}\n\n{setting}"


def show_batching_page(figures: BatchingFigures) -> str:
    """The tables in both languages, with the picture, as data/text has them."""

    def section() -> str:
        picture = f"![{_ALT}]({_NAME}.svg)"
        table = f"```\n{show_batching_table(figures)}\n```"
        made = _MADE_BY.format(**figures["setting"])
        return f"{made}\n\n{picture}\n\n{table}"

    return show_page("Batches, timed · 批量计时", section)


def _layer_lines(figures: BatchingFigures) -> Iterator[Line]:
    yield _ONE_LAYER, _RANDOM, _BUCKETS, _DIFFERENCE
    rows = figures["layer"]
    for row in rows:
        if row["order"] == "bucket":
            continue
        key = [row[name] for name in ("cell", "directions", "way")]
        both = [row] + [
            each
            for each in rows
            if each["order"] == "bucket"
            and [each[name] for name in ("cell", "directions", "way")] == key
        ]
        way = batching_plots.WAY_NAMES[row["directions"], row["way"]]
        label = f"{row['cell'].upper():5}{row['directions']}  {_WAYS[way]}"
        speeds = [f"{each['tokens_per_second']:,.0f}" for each in both]
        yield label, *speeds, f"{max(each['difference'] for each in both):.0e}"


def _training_lines(figures: BatchingFigures) -> Iterator[Line]:
    yield _TRAINING, _USUAL, _OURS, _RATIO
    for row in figures["training"]:
        label = f"{row['cell'].upper():5}{row['directions']}"
        speeds = (f"{row[name]:,.0f}" for name in ("usual", "ours"))
        yield label, *speeds, f"{row['ratio']:.2f}"


def _percent(pads: dict[str, float]) -> dict[str, str]:
    return {f"pads_{order}": f"{share:.0%}" for order, share in pads.items()}


_WAYS = {
    "packed": Text(en="packed", zh="打包"),
    "padded": Text(en="padded", zh="填充"),
    "padded: reads pads": Text(en="padded: reads pads", zh="填充：会读到填充符"),
    "reversed within length": Text(en="reversed within length", zh="在各自长度内反转"),
}
_ONE_LAYER = Text(en="ONE LAYER: tokens a second", zh="单层：每秒字数")
_RANDOM = Text(en="random", zh="随机")
_BUCKETS = Text(en="buckets", zh="按长度分桶")
_DIFFERENCE = Text(en="difference", zh="差异")
_TRAINING = Text(en="TRAINING A CLASSIFIER: tokens a second", zh="训练分类器：每秒字数")
_USUAL = Text(en="usual", zh="通常写法")
_OURS = Text(en="ours", zh="本课程")
_RATIO = Text(en="ratio", zh="倍数")
_MADE_BY = Text(
    en="Made by `course bench batching --turns {turns} --out data/text`. Compare the "
    "figures with one another, not with those of another computer.",
    zh="由 `course bench batching --turns {turns} --out data/text` 生成。"
    "这些数字只宜互相比较，不宜与别的电脑相比。",
)
_ALT = Text(
    en="Bars of tokens a second: RNN, LSTM and GRU, packed, padded and reversed within "
    "length, in random batches and in buckets; and the ratios in training.",
    zh="每秒字数的条形图：RNN、LSTM、GRU，打包、填充、在各自长度内反转，"
    "随机批量与按长度分桶；以及训练时的倍数。",
)
_SETTING = Text(
    en="Lengths: {texts:,} Chinese reviews, characters, cut at {longest}; mean "
    "{mean_length:.0f}. {batches} batches of {batch_size}.\nPads: {pads_random} of the "
    "places in random batches, {pads_bucket} in buckets; they are not counted as "
    "tokens.\nAfter the cell: directions. E = H = {size}. Forward and backward; "
    "difference: the largest one of an output from the packed one.\nUsual: random "
    "batches, packed. Ours: buckets; two directions reversed within length. Both with "
    "embedding, readout, Adam, clipping.\nThreads: {threads}. Processor time, the "
    "fastest of {turns} turns. PyTorch {torch}.",
    zh="长度：{texts:,} 条中文评论，按字，截到 {longest} 字，"
    "平均 {mean_length:.0f} 字；{batches} 个批量，每个 {batch_size} 条。\n"
    "填充：随机批量里占 {pads_random} 的位置，分桶后占 {pads_bucket}；"
    "填充符不计字数。\n"
    "单元后的数字是方向数。E = H = {size}。前向加反向；"
    "差异：输出与打包算法的输出之间的最大差。\n"
    "通常写法：随机批量，打包。本课程：分桶；双向时在各自长度内反转。"
    "两边都含词嵌入、输出层、Adam 和裁剪。\n"
    "线程：{threads}。CPU 时间，{turns} 次中取最快。PyTorch {torch}。",
)
