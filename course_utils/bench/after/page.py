"""The tables of `course bench after`: on the terminal, and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from course_utils.bench.pages import show_page
from course_utils.bench.table import Line, table_text
from course_utils.files import write_atomically
from course_utils.measured.after_gates import AfterResults, load_after_results
from course_utils.text import Text


def write_after_page(folder: Path) -> None:
    """Write `results.md` of the results in the folder."""
    page = show_after_page(load_after_results(folder / "results.json"))
    write_atomically(folder / "results.md", page.encode())


def show_after_page(results: AfterResults) -> str:
    """The tables in both languages, as data/after/results.md has them."""

    def section() -> str:
        notes = _NOTES.format(**_plan_values(results))
        made = _MADE_BY.format(command=results.setting["command"])
        return f"{made}\n\n```\n{show_after_table(results)}\n```\n\n{notes}"

    return show_page(_TITLE, section)


def show_after_table(results: AfterResults) -> str:
    """All that was measured, in the reader's language."""
    parts = [_poem_lines, _rate_lines, _task_lines, _length_lines, _next_lines]
    blocks = [list(part(results)) for part in parts]
    return "\n\n".join(table_text(block, 0) for block in blocks if block)


def _poem_lines(results: AfterResults) -> Iterator[Line]:
    kinds = list(dict.fromkeys(run.kind for run in results.poems))
    if not kinds:
        return
    shares = sorted({run.share for run in results.poems})
    yield _POEMS, *(f"{share:.0%}" for share in shares)
    found = {kind: results.nats(kind) for kind in kinds}
    for kind in kinds:
        nats = [found[kind].get(share, ()) for share in shares]
        yield KIND_NAMES[kind], *map(_mean, nats)
        if any(len(each) > 1 for each in nats):
            yield _SPREAD, *map(_spread, nats)
    counts = [{len(found[kind].get(share, ())) for kind in kinds} for share in shares]
    yield _SEEDS, *(min(each) for each in counts)


def _rate_lines(results: AfterResults) -> Iterator[Line]:
    rates = sorted({run.rate for run in results.rates})
    if not rates:
        return
    yield _RATES, *(f"{rate:g}" for rate in rates)
    for kind in dict.fromkeys(run.kind for run in results.rates):
        tried = {run.rate: run for run in results.rates if run.kind == kind}
        figures = (
            f"{tried[rate].validation:.3f}" if rate in tried else "" for rate in rates
        )
        yield KIND_NAMES[kind], *figures


def _task_lines(results: AfterResults) -> Iterator[Line]:
    for number, task in enumerate(dict.fromkeys(run.task for run in results.tasks)):
        if number:
            yield ("",)
        runs = [run for run in results.tasks if run.task == task]
        steps = list(runs[0].scores)
        heads = (
            [_STEPS.format(steps=each) for each in steps] if len(steps) > 1 else [""]
        )
        yield TASK_NAMES[task], *heads, _SEEDS
        for kind in dict.fromkeys(run.kind for run in runs):
            scores = results.scores(task, kind)
            cells = (f"{fmean(scores[each]):.3f}" for each in steps)
            count = len(scores[steps[0]])
            yield KIND_NAMES[kind], *cells, count
            if count > 1:
                yield _LOWEST, *(f"{min(scores[each]):.3f}" for each in steps)


def _length_lines(results: AfterResults) -> Iterator[Line]:
    if not results.lengths:
        return
    yield _LENGTHS, *(cost.steps for cost in results.lengths)
    for name in results.lengths[0].seconds:
        ratios = (f"{cost.seconds[name]:.1f}" for cost in results.lengths)
        yield LAYER_NAMES[name], *ratios


def _next_lines(results: AfterResults) -> Iterator[Line]:
    if not results.nexts:
        return
    yield _NEXT, *(cost.known for cost in results.nexts)
    for kind in results.nexts[0].seconds:
        ratios = (f"{cost.seconds[kind]:.2f}" for cost in results.nexts)
        yield KIND_NAMES[kind], *ratios
    yield _NUMBERS, *(cost.known for cost in results.nexts)
    for kind in results.nexts[0].numbers:
        counts = (f"{cost.numbers[kind]:,}" for cost in results.nexts)
        yield KIND_NAMES[kind], *counts


def _mean(values: Sequence[float]) -> str:
    return f"{fmean(values):.3f}" if values else ""


def _spread(values: Sequence[float]) -> str:
    return f"{max(values) - min(values):.3f}" if len(values) > 1 else ""


def _plan_values(results: AfterResults) -> dict[str, object]:
    plan = results.setting["plan"]
    return {
        "poem_seconds": plan["poem_seconds"],
        "poem_parameters": f"{plan['poem_parameters']:,}",
        "rate_seconds": plan["rate_seconds"],
        "rate_share": f"{plan['rate_share']:.0%}",
        "task_seconds": plan["task_seconds"],
        "task_parameters": f"{plan['task_parameters']:,}",
        "turns": plan["turns"],
        "torch": results.setting["torch"],
    }


KIND_NAMES = {
    "rnn": Text(en="RNN", zh="RNN"),
    "lstm": Text(en="LSTM", zh="LSTM"),
    "gru": Text(en="GRU", zh="GRU"),
    "minimal_gru": Text(en="minimal GRU", zh="最小 GRU"),
    "transformer": Text(en="Transformer", zh="Transformer"),
}
LAYER_NAMES = {
    "lstm": Text(en="nn.LSTM", zh="nn.LSTM"),
    "gru": Text(en="nn.GRU", zh="nn.GRU"),
    "attention": Text(en="causal attention, all pairs", zh="因果注意力，保存每一对"),
    "fused": Text(
        en="causal attention, PyTorch's kernel", zh="因果注意力，PyTorch 自带"
    ),
    "loop": Text(en="minimal GRU, step by step", zh="最小 GRU，逐步循环"),
    "scan": Text(en="minimal GRU, scan", zh="最小 GRU，扫描"),
}
TASK_NAMES = {
    "recall": Text(en="RECALL of the first symbol", zh="回忆第一个符号"),
    "parity": Text(en="PARITY (flip) of bracket depth", zh="翻转（括号深度的奇偶）"),
    "numerals": Text(en="NUMERALS without a fault", zh="数字读法，全对才算"),
}
_TITLE = "Lesson 13, measured · 第 13 课的测量"
_POEMS = Text(
    en="POEMS: nats per character, by share", zh="唐诗：每字奈特数，按所用比例"
)
_SPREAD = Text(en="  largest less smallest", zh="  最大减最小")
_SEEDS = Text(en="seeds", zh="种子数")
_LOWEST = Text(en="  lowest of the seeds", zh="  各种子中最低")
_RATES = Text(en="LEARNING RATES: validation nats", zh="学习率：验证集奈特数")
_STEPS = Text(en="{steps} steps", zh="{steps} 步")
_LENGTHS = Text(en="ALL OF T STEPS: T", zh="一次读 T 步：T")
_NEXT = Text(en="ONE CHARACTER MORE after", zh="再读一个字，已读")
_NUMBERS = Text(en="NUMBERS KEPT after", zh="要带着多少个数，已读")
_MADE_BY = Text(
    en="Made by `{command}`. Each run with its seed: `results.json`; the "
    "looks at the validation poems: `log.jsonl`.",
    zh="由 `{command}` 生成。每次训练和它的种子在 `results.json`，"
    "训练途中在验证诗上的成绩在 `log.jsonl`。",
)
_NOTES = Text(
    en="Poems: nets of {poem_parameters} parameters, each trained for {poem_seconds:g} "
    "processor seconds of one thread, whatever its share of the training characters; "
    "the weights that were best on a tenth of the validation poems are tested, once. "
    "Each kind learns at the rate that was best on the same validation poems after "
    "{rate_seconds:g} seconds on {rate_share} of the characters.\n\n"
    "Tasks: {task_parameters} parameters, {task_seconds:g} processor seconds; shares "
    "of right answers. Recall and flip are learnt at the first length and tested at "
    "all, on other sequences; rates and starts were tried by hand before.\n\n"
    "Costs: one thread, the fastest of {turns} turns, as ratios to the LSTM's first "
    "figure. All of T steps: forward and backward. PyTorch {torch}.",
    zh="唐诗：网络都有 {poem_parameters} 个参数，不管能读多少，"
    "都只训练 {poem_seconds:g} 秒（单线程的处理器时间）；"
    "取在十分之一验证诗上最好的权重，只测试一次。"
    "每种网络的学习率，是在 {rate_share} 的字上训练 {rate_seconds:g} 秒后，"
    "在同样的验证诗上最好的那个。\n\n"
    "任务：{task_parameters} 个参数，{task_seconds:g} 秒处理器时间；数字是答对的比例。"
    "回忆和翻转只在第一个长度上学，在所有长度的新序列上测试；"
    "学习率和初始偏置是事先手动试出来的。\n\n"
    "开销：单线程，{turns} 次中取最快，都是与 LSTM 第一个数字的比值。"
    "一次读 T 步的时间是前向加反向。PyTorch {torch}。",
)
