"""Names in the People's Daily of January 1998: rows of lesson 10."""

from __future__ import annotations

from typing import Any

from course_utils.baselines.name_list import SHORTEST
from course_utils.measured.recipe import TextRecipe
from course_utils.text import Text

_BIGRAMS = 3
"""How often a bigram must occur in the training sentences to be known."""

_SHORT = ((4, 4e-3), (1, 1e-3))


def _net(
    name: str,
    title: Text,
    model: dict[str, Any],
    phases: tuple[tuple[int, float], ...] = ((4, 4e-3), (2, 1e-3)),
    kind: str = "net",
    seeds: tuple[int, ...] = (1, 2, 3),
    **reads: Any,
) -> TextRecipe:
    return TextRecipe(
        "tagging",
        name,
        title,
        kind,
        reads={"min_count": 2} | reads,
        model={"embedding": 64, "dropout": 0.3} | model,
        training={"phases": phases, "batch": 64},
        seeds=seeds,
    )


NAME_RECIPES = (
    TextRecipe(
        "tagging",
        "list",
        Text(en="every name of the training set, looked up", zh="查训练集里的名单"),
        "list",
        model={"shortest": SHORTEST},
        seeds=(1,),
    ),
    _net(
        "no_rnn",
        Text(en="each character by itself, no RNN", zh="逐字判断，没有 RNN"),
        {"cell": None},
    ),
    _net(
        "lstm",
        Text(en="LSTM 128, left to right", zh="LSTM 128，从左到右"),
        {"cell": "lstm", "hidden": 128, "directions": 1},
    ),
    _net(
        "bilstm",
        Text(en="BiLSTM 2 × 64", zh="双向 LSTM 2 × 64"),
        {"cell": "lstm", "hidden": 64, "directions": 2},
    ),
    _net(
        "lstm_explorer",
        Text(en="LSTM 128 of the explorer, 5 epochs", zh="交互演示的 LSTM 128，5 轮"),
        {"cell": "lstm", "hidden": 128, "directions": 1},
        _SHORT,
        seeds=(1,),
    ),
    _net(
        "bilstm_explorer",
        Text(
            en="BiLSTM 2 × 64 of the explorer, 5 epochs", zh="交互演示的双向 LSTM，5 轮"
        ),
        {"cell": "lstm", "hidden": 64, "directions": 2},
        _SHORT,
        seeds=(1,),
    ),
    _net(
        "chain",
        Text(
            en="BiLSTM 2 × 128, bigrams, a chain of tags",
            zh="双向 LSTM 2 × 128，加二元组和标签链",
        ),
        {"hidden": 128, "dropout": 0.5},
        ((2, 4e-3), (1, 1e-3)),
        "chain",
        bigram_min_count=_BIGRAMS,
    ),
    TextRecipe(
        "tagging",
        "crf",
        Text(en="CRF of characters around a place", zh="CRF，看前后各两个字"),
        "crf",
        model={"c1": 0.05, "c2": 0.01, "feature.minfreq": 2, "max_iterations": 60},
        seeds=(1,),
    ),
)
