"""`course bench poet`: the poet, judged by more than itself.

Everything is measured in one run: how well it predicts poems it never saw, beside
models that only count; how well its poems keep to the form, beside real ones; how
likely they are to a judge that learnt from Song poems alone; how fast it is, beside
the best-known peer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from tqdm import tqdm

from course_utils.baselines.ngrams import NgramModel
from course_utils.bench.poet_meaning import measure_meaning
from course_utils.bench.poet_poems import (
    NUM_LINES,
    WIDTHS,
    BenchPoems,
    as_poems,
    draw_poems,
    write_all,
)
from course_utils.bench.speed import Peer, training_speed, writing_speed
from course_utils.datasets.known_runs import RunIndex
from course_utils.datasets.loaders import Poem
from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.grid import encode_poems
from course_utils.language_model.recipes import POET_RECIPES, PoetRecipe
from course_utils.language_model.training import nats_per_character
from course_utils.places import POET_HEADS
from course_utils.poet.figures import (
    PoemFigures,
    figures_of_copying,
    figures_of_form,
    figures_of_repetition,
    figures_of_rhyme,
    figures_of_tones,
    figures_of_variety,
    share,
)
from course_utils.poet.wish import CANDIDATES
from course_utils.poet.writer import Poet
from course_utils.text import Text
from course_utils.training.computing import (
    count_parameters,
    course_threads,
    thread_count,
)
from course_utils.verse.pingshui import load_pingshui
from course_utils.verse.poem import Acrostic

_ORDERS = (1, 2, 3, 4)
HEADS_TIMED = 16


def load_heads(count: int | None = None, path: Path = POET_HEADS) -> list[str]:
    """The heads of the list, or `count` of them, taken evenly from all kinds."""
    lines = path.read_text(encoding="utf-8").splitlines()
    heads = [line.split()[1] for line in lines]
    count = min(count or len(heads), len(heads))
    return [heads[place * len(heads) // count] for place in range(count)]


def bench_poet(
    poet: Poet,
    poems: BenchPoems,
    heads: Sequence[str],
    say: Callable[[object], None],
    recipes: Mapping[str, PoetRecipe] = POET_RECIPES,
) -> dict[str, Any]:
    """All figures of the table, by section, row and column."""
    start = process_time()
    say(_COUNTING)
    nats = measure_nats(poet, poems)
    say(_WRITING)
    written = {width: write_all(poet, heads, width) for width in WIDTHS}
    say(_JUDGING)
    figures = measure_poems(poet, poems, written)
    say(_READING)
    meaning = measure_meaning(poet, poems, heads, written)
    say(_RACING)
    peer = Peer.of(poems.train)
    speed: dict[str, PoemFigures] = {}
    for width in WIDTHS:
        speed |= writing_speed(poet, peer, heads[:HEADS_TIMED], width, CANDIDATES)
    speed |= training_speed(poems.train, poet.vocabulary, peer, recipes)
    setting = {
        "heads": len(heads),
        "candidates": CANDIDATES,
        "threads": thread_count(),
        "cores": os.cpu_count(),
        "poet_parameters": count_parameters(poet.model),
        "peer_parameters": count_parameters(peer.model),
        "test_characters": sum(len(one.text.replace(" ", "")) for one in poems.test),
        "cpu_seconds": round(process_time() - start),
    }
    sections = {"nats": nats, "poems": figures, "meaning": meaning, "speed": speed}
    return {"setting": setting, **sections}


def measure_nats(poet: Poet, poems: BenchPoems) -> dict[str, PoemFigures]:
    """Nats a character of the test poems, over the poet's vocabulary.

    N-grams count in lines, from the Tang poems alone, and from all poems; where lines
    end is known to them, as it is to the poet.
    """
    vocabulary = poet.vocabulary
    test = encode_lines(poems.test, vocabulary)
    tang = encode_lines(poems.train, vocabulary)
    learnt = {"tang": tang, "tang_song": tang + encode_lines(poems.song, vocabulary)}
    figures: dict[str, PoemFigures] = {
        f"ngram_{order}": {
            name: NgramModel.fit(lines, order, len(vocabulary)).nats(test)
            for name, lines in learnt.items()
        }
        for order in tqdm(_ORDERS, unit="order", disable=None)
    }
    grids = encode_poems([(one, "tang") for one in poems.test], vocabulary)
    with course_threads():
        figures["poet"] = {"own": nats_per_character(poet.model, grids)}
    return figures


def measure_poems(
    poet: Poet, poems: BenchPoems, written: Mapping[int, Sequence[Acrostic]]
) -> dict[str, PoemFigures]:
    """Figures of the poet's poems, `poet_5` and `poet_7`, beside real quatrains'."""
    vocabulary = poet.vocabulary
    index = poet.index or RunIndex.build((*poems.train, *poems.song), vocabulary)
    song = encode_lines(poems.song, vocabulary)
    judge = NgramModel.fit(song, max(_ORDERS), len(vocabulary))
    figures = {}
    for width, acrostics in written.items():
        real = [one for one in poems.test if one.form == (NUM_LINES, width)]
        own = as_poems(acrostics)
        for name, some in (("poet", own), ("real", real)):
            found = figures_of_form(some, NUM_LINES, width)
            found |= _sound_figures(poet, some)
            found |= figures_of_copying(some, index, vocabulary)
            found |= figures_of_repetition(some)
            found |= figures_of_variety(draw_poems(some, len(own)))
            found |= figures_of_judge(some, judge, vocabulary)
            figures[f"{name}_{width}"] = found
        figures[f"poet_{width}"] |= _figures_of_wishes(acrostics)
    return figures


def figures_of_judge(
    poems: Sequence[Poem], judge: NgramModel, vocabulary: Vocabulary
) -> PoemFigures:
    """Nats a character to the judge, and with the characters of each poem mixed.

    The first of each line is left out and stays where it is: heads are not chosen.
    """
    if not poems:
        return {"judge": None, "judge_shuffled": None}
    lines = np.array([[vocabulary.encode(line) for line in one.lines] for one in poems])
    mixed = lines.copy()
    rest = lines[:, :, 1:]
    shuffled = np.random.default_rng(0).permuted(rest.reshape(len(poems), -1), axis=1)
    mixed[:, :, 1:] = shuffled.reshape(rest.shape)
    width = lines.shape[2]
    return {
        name: -float(judge.log_probs(ids.reshape(-1, width))[:, 1:].mean())
        for name, ids in (("judge", lines), ("judge_shuffled", mixed))
    }


def encode_lines(poems: Iterable[Poem], vocabulary: Vocabulary) -> list[np.ndarray]:
    """All lines as ids: an array (N, width) a shape of poems."""
    grids = encode_poems([(one, "tang") for one in poems], vocabulary)
    return [grid.ids.reshape(-1, grid.shape.width) for grid in grids]


def _sound_figures(poet: Poet, poems: Sequence[Poem]) -> PoemFigures:
    book = load_pingshui()
    return figures_of_rhyme(poems, poet.prosody, book) | figures_of_tones(
        poems, poet.prosody, book
    )


def _figures_of_wishes(acrostics: Sequence[Acrostic]) -> PoemFigures:
    """The shares of poems that begin as asked, and where something gave way."""
    begins = ["".join(line[0] for line in one.lines) == one.head for one in acrostics]
    return {
        "heads": share(begins),
        "relaxed": share(bool(one.constraints_relaxed) for one in acrostics),
    }


_COUNTING = Text(
    en="Counting n-grams, reading the test ...", zh="正在统计 n 元组，并计算测试集……"
)
_WRITING = Text(en="Writing poems ...", zh="正在写诗……")
_JUDGING = Text(
    en="Judging them, and real ones ...", zh="正在评判这些诗，并与真诗对照……"
)
_READING = Text(
    en="Reading what they say; writing more of them, for titles ...",
    zh="正在评判诗的内容，并按诗题再写一些……",
)
_RACING = Text(
    en="Writing and learning beside the peer ...",
    zh="正在与同类项目比较写诗和训练的速度……",
)
