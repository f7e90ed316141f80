"""The table of `course bench poet`, for people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from course_utils.bench.pages import show_page
from course_utils.bench.table import Line, table_text
from course_utils.poet.figures import PoemFigures
from course_utils.text import Text

_NATS = {
    "ngram_1": Text(en="unigram", zh="一元"),
    "ngram_2": Text(en="bigram", zh="二元"),
    "ngram_3": Text(en="trigram", zh="三元"),
    "ngram_4": Text(en="4-gram", zh="四元"),
    "poet": Text(en="poet", zh="诗人"),
}
_POEMS: dict[str, tuple[str, Text]] = {
    "poems": ("{:.0f}", Text(en="poems", zh="首数")),
    "heads": ("{:.1%}", Text(en="begin as asked", zh="藏头正确")),
    "form": ("{:.1%}", Text(en="form right", zh="句数字数正确")),
    "relaxed": ("{:.1%}", Text(en="some rule gave way", zh="放宽了某项要求")),
    "rhyme_derived": (
        "{:.1%}",
        Text(en="lines 2 and 4 rhyme: derived groups", zh="二、四句押韵：推导的韵部"),
    ),
    "rhyme_pingshui": (
        "{:.1%}",
        Text(en="  平水韵, of the ends it knows", zh="  平水韵（所收字）"),
    ),
    "rhyme_pingshui_unknown": (
        "{:.1%}",
        Text(en="  ends that it does not know", zh="  平水韵未收"),
    ),
    "rhyme_modern": (
        "{:.1%}",
        Text(en="  Mandarin, 13 rhymes", zh="  普通话十三辙"),
    ),
    "rhyme_modern_unknown": (
        "{:.1%}",
        Text(en="  ends without known Mandarin", zh="  普通话读音不明"),
    ),
    "alternating_derived": (
        "{:.1%}",
        Text(en="lines that alternate: derived tones", zh="平仄相间的句子：推导的平仄"),
    ),
    "alternating_pingshui": ("{:.1%}", Text(en="  平水韵", zh="  平水韵")),
    "tones_derived": (
        "{:.1%}",
        Text(en="all tone rules kept: derived tones", zh="全合平仄：推导的平仄"),
    ),
    "tones_pingshui": ("{:.1%}", Text(en="  平水韵", zh="  平水韵")),
    "run_4": (
        "{:.1%}",
        Text(en="a run of 4 from a training poem", zh="与训练集连续四字相同"),
    ),
    "run_5": (
        "{:.1%}",
        Text(en="a run of 5 from a training poem", zh="与训练集连续五字相同"),
    ),
    "line_copied": (
        "{:.1%}",
        Text(en="a whole line within a training poem", zh="整句见于训练集"),
    ),
    "repeated": (
        "{:.2f}",
        Text(en="repeated characters a poem", zh="每首重复的字数"),
    ),
    "no_repeats": ("{:.1%}", Text(en="poems without any", zh="没有重字的诗")),
    "doubled": (
        "{:.1%}",
        Text(en="  with one directly after itself", zh="  有叠字的诗"),
    ),
    "distinct_1": ("{:.3f}", Text(en="distinct-1", zh="distinct-1")),
    "distinct_2": ("{:.3f}", Text(en="distinct-2", zh="distinct-2")),
    "distinct_3": ("{:.3f}", Text(en="distinct-3", zh="distinct-3")),
    "judge": (
        "{:.3f}",
        Text(en="nats a character to a judge", zh="评判模型给出的每字奈特数"),
    ),
    "judge_shuffled": (
        "{:.3f}",
        Text(en="  the same, shuffled", zh="  打乱字序后"),
    ),
}
_MEANING: dict[str, tuple[str, Text]] = {
    "cliches": (
        "{:.2f}",
        Text(
            en="clichés a poem: the 100 commonest pairs", zh="每首套语数：最常见的百对"
        ),
    ),
    "entropy": (
        "{:.3f}",
        Text(en="entropy of the characters, in nats", zh="用字的熵（奈特）"),
    ),
    "overused": (
        "{:.0f}",
        Text(en="characters over-used", zh="用得过多的字数"),
    ),
    "distinct_2": ("{:.3f}", Text(en="distinct-2", zh="distinct-2")),
    "self_bleu": (
        "{:.3f}",
        Text(en="self-BLEU-3 across heads", zh="不同藏头之间的 self-BLEU-3"),
    ),
    "one_head": (
        "{:.3f}",
        Text(en="  within one head, 16 poems", zh="  同一藏头写 16 首"),
    ),
    "discriminator": (
        "{:.3f}",
        Text(
            en="told from real poems: AUC (.5: not)",
            zh="与真诗的可辨度 AUC（0.5 为不可辨）",
        ),
    ),
    "title": (
        "{:.1%}",
        Text(
            en="written for a title: told from 99 others", zh="命题诗：百题里认出本题"
        ),
    ),
    "glad": (
        "{:.1%}",
        Text(en="gladder than sad", zh="喜多于悲"),
    ),
    "coherence": (
        "{:.4f}",
        Text(en="coherence of lines, in nats a pair", zh="各句的连贯（每对字的奈特）"),
    ),
    "coherence_auc": (
        "{:.3f}",
        Text(en="  told from exchanged lines: AUC", zh="  与换句拼成的诗之可辨度 AUC"),
    ),
    "parallelism": (
        "{:.3f}",
        Text(en="parallelism of couplets, in nats", zh="两句的对仗（奈特）"),
    ),
}
_BEST = Text(en="  best of {candidates}", zh="  {candidates} 首候选取最佳")
_AT_ONCE = Text(
    en="  candidates, {candidates} at once", zh="  候选首数（{candidates} 首同时写）"
)
_SPEED = {
    "single_5": Text(
        en="4×5: poems a second, one candidate", zh="五言绝句：每首只写一首候选"
    ),
    "best_5": _BEST,
    "drawn_5": _AT_ONCE,
    "single_7": Text(
        en="4×7: poems a second, one candidate", zh="七言绝句：每首只写一首候选"
    ),
    "best_7": _BEST,
    "drawn_7": _AT_ONCE,
    "train_full": Text(
        en="characters a second, recipe full", zh="每秒训练字数（full 方案）"
    ),
    "train_quick": Text(
        en="characters a second, recipe quick", zh="每秒训练字数（quick 方案）"
    ),
}


def show_poet_table(figures: Mapping[str, Any]) -> str:
    """All figures of `bench_poet`, in the reader's language."""
    sections = (
        *_nats_lines(figures["nats"]),
        ("",),
        *_poem_lines(figures["poems"], _QUATRAINS, _POEMS),
        ("",),
        *_poem_lines(figures["meaning"], _SAID, _MEANING),
        ("",),
        *_speed_lines(figures["speed"], figures["setting"]["candidates"]),
    )
    return f"{table_text(sections)}\n\n{_SETTING.format(**figures['setting'])}"


def show_poet_page(figures: Mapping[str, Any]) -> str:
    """The tables in both languages, as data/poet/bench.md has them."""
    return show_page(
        "The poet, measured · 衡量诗人",
        lambda: f"{_MADE_BY}\n\n```\n{show_poet_table(figures)}\n```",
    )


def _nats_lines(rows: Mapping[str, PoemFigures]) -> Iterator[Line]:
    yield _TEST, _TANG, _TANG_SONG, _OWN, _PERPLEXITY
    for name, label in _NATS.items():
        cells = rows[name]
        best = min(value for value in cells.values() if value is not None)
        nats = (
            _shown("{:.3f}", cells.get(one)) for one in ("tang", "tang_song", "own")
        )
        yield label, *nats, f"{math.exp(best):.0f}"


def _poem_lines(
    columns: Mapping[str, PoemFigures],
    heading: Text,
    rows: Mapping[str, tuple[str, Text]],
) -> Iterator[Line]:
    yield heading, *(_COLUMNS[name] for name in columns)
    for name, (form, label) in rows.items():
        yield label, *(_shown(form, cells.get(name)) for cells in columns.values())


def _speed_lines(rows: Mapping[str, PoemFigures], candidates: int) -> Iterator[Line]:
    yield _A_CPU_SECOND, _NATS["poet"], _PEER, _RATIO
    for name, cells in rows.items():
        yield (
            _SPEED[name].format(candidates=candidates),
            _shown("{:,.1f}", cells["poet"]),
            _shown("{:,.1f}", cells["peer"]),
            _shown("{:.2f}", cells["ratio"]),
        )


def _shown(form: str, value: float | None) -> str:
    return "–" if value is None else form.format(value)


_TEST = Text(en="TEST POEMS: nats a character", zh="测试集：每字奈特数")
_TANG = Text(en="of Tang", zh="学唐诗")
_TANG_SONG = Text(en="Tang+Song", zh="学唐宋诗")
_OWN = Text(en="as trained", zh="按其训练")
_PERPLEXITY = Text(en="perplexity", zh="困惑度")
_QUATRAINS = Text(en="QUATRAINS", zh="绝句")
_SAID = Text(en="WHAT THEY SAY", zh="写了什么")
_COLUMNS = {
    "poet_5": Text(en="poet 4×5", zh="诗人五言"),
    "real_5": Text(en="real 4×5", zh="真诗五言"),
    "likeliest_7": Text(en="likeliest", zh="似然最高"),
    "poet_7": Text(en="poet 4×7", zh="诗人七言"),
    "real_7": Text(en="real 4×7", zh="真诗七言"),
}
_A_CPU_SECOND = Text(en="SPEED: a processor second", zh="速度：每 CPU 秒")
_PEER = Text(en="peer", zh="同类项目")
_RATIO = Text(en="ratio", zh="倍数")
_MADE_BY = Text(
    en="Made by `course bench poet --out data/poet`.",
    zh="由 `course bench poet --out data/poet` 生成。",
)
_SETTING = Text(
    en="Poet: {poet_parameters:,} parameters, one poem a head for {heads} heads, best "
    "of {candidates}.\nReal poems: held-out Tang quatrains; distinct-k of as many as "
    "there are heads.\nJudge: a 4-gram model of Song poems alone; first characters of "
    "lines left out.\nWhat they say: judged by counts in half of the Song poems, which "
    "moods and themes were not\nlearnt from; as many real poems as heads. Likeliest: "
    "4×7 for the same heads, chosen by likelihood.\nOver-used: in a tenth of the "
    "poems, twice as often as in training poems. Discriminator: logistic\n"
    "regression on characters and pairs, in five folds.\nN-grams: interpolated Kneser-"
    "Ney, three discounts; test of {test_characters:,} characters.\nPeer: "
    "{peer_parameters:,} parameters, its "
    "published settings, its lines ended for it at the right place; neither pads nor "
    "marks are counted.\nThreads: {threads} of {cores} cores. In all: {cpu_seconds} "
    "processor seconds.",
    zh="诗人：{poet_parameters:,} 个参数；{heads} 个藏头，每个一首，"
    "{candidates} 首候选取最佳。\n真诗：测试集里的唐人绝句；"
    "distinct-k 取与藏头同样多的首数。\n"
    "评判模型：只学过宋诗的四元模型，不计每句第一个字。"
    "\n写了什么：由统计过一半宋诗的评判来看，情调和主题没有学过这一半；"
    "真诗取与藏头同样多的首数。\n似然最高：同样的藏头写七言，按似然挑选。"
    "用得过多：十首里至少有一首用到，且比训练集多出一倍。\n"
    "可辨度：对单字和两字做逻辑回归，分五份交叉检验。"
    "\nn 元模型：插值 Kneser-Ney，三个折扣；测试集 {test_characters:,} 字。\n"
    "同类项目：{peer_parameters:,} 个参数，按其公布的设置；每句由程序替它在正确处结束；"
    "填充符和标点不计字数。\n"
    "线程：{threads}（共 {cores} 核）。总计 {cpu_seconds} CPU 秒。",
)
