"""Chinese shopping reviews, good or bad: rows of lesson 09.

`full` is the headline; the rows after it change one thing each.
"""

from __future__ import annotations

from typing import Any

from course_utils.measured.recipe import TextRecipe
from course_utils.text import Text

_READS = {
    "words": {"unit": "chinese_words", "min_count": 2, "longest": 120},
    "chars": {"unit": "characters", "min_count": 2, "longest": 200},
}
_FULL = {
    "cell": "lstm",
    "embedding": 64,
    "hidden": 64,
    "directions": 2,
    "pooling": "max",
    "dropout": 0.5,
    "word_dropout": 0.2,
}
_PLAIN = {"directions": 1, "pooling": "last", "dropout": 0.0, "word_dropout": 0.0}


def _linear(
    name: str, title: Text, longest: int, strength: float, kind: str = "logistic"
) -> TextRecipe:
    model = {
        "unit": "characters",
        "min_count": 2,
        "longest": longest,
        "strength": strength,
    }
    seeds = (1,) if kind == "logistic" else (1, 2, 3)
    return TextRecipe("reviews", name, title, kind, model=model, seeds=seeds)


def _net(
    name: str,
    title: Text,
    changes: dict[str, Any],
    units: str = "words",
    rate: float = 2e-3,
) -> TextRecipe:
    return TextRecipe(
        "reviews",
        name,
        title,
        "net",
        reads=_READS[units],
        model=_FULL | changes,
        training={"phases": ((4, rate),), "batch": 64},
    )


REVIEW_RECIPES = (
    TextRecipe(
        "reviews",
        "majority",
        Text(en="always the commoner label", zh="总猜多数类"),
        "majority",
        seeds=(1,),
    ),
    _linear(
        "naive",
        Text(
            en="1-3 characters, lines split at random: repeats leak",
            zh="1-3 个字，按行随机划分：重复的行泄漏",
        ),
        3,
        30.0,
        "naive_split",
    ),
    _linear(
        "linear_13",
        Text(en="1-3 characters, the clean split", zh="1-3 个字，干净的划分"),
        3,
        30.0,
    ),
    _linear(
        "linear_14",
        Text(en="1-4 characters, logistic regression", zh="1-4 个字，逻辑回归"),
        4,
        10.0,
    ),
    _net(
        "chars_rnn_last",
        Text(en="characters, RNN, last state", zh="字，RNN，最后状态"),
        _PLAIN | {"cell": "rnn"},
        "chars",
        1e-3,
    ),
    _net(
        "chars_lstm_last",
        Text(en="characters, LSTM, last state", zh="字，LSTM，最后状态"),
        _PLAIN,
        "chars",
    ),
    _net(
        "full",
        Text(
            en="words, BiLSTM, max pooling, dropout",
            zh="词，双向 LSTM，最大池化，dropout",
        ),
        {},
    ),
    _net("chars", Text(en="  characters, not words", zh="  用字，不用词"), {}, "chars"),
    _net(
        "one_direction",
        Text(en="  one direction", zh="  只用一个方向"),
        {"directions": 1},
    ),
    _net(
        "last",
        Text(en="  last states, no pooling", zh="  取最后状态，不池化"),
        {"pooling": "last"},
    ),
    _net(
        "mean",
        Text(en="  mean pooling", zh="  平均池化"),
        {"pooling": "mean"},
    ),
    _net(
        "no_dropout",
        Text(en="  no dropout", zh="  不用 dropout"),
        {"dropout": 0.0, "word_dropout": 0.0},
    ),
    _net("rnn", Text(en="  RNN", zh="  RNN"), {"cell": "rnn"}, rate=1e-3),
    _net(
        "no_order",
        Text(en="  mean of embeddings, no order", zh="  词嵌入取平均，不看词序"),
        {"cell": None},
        rate=5e-3,
    ),
    TextRecipe(
        "reviews",
        "mean_of_three",
        Text(en="three of `full`, averaged", zh="三个 `full` 取平均"),
        "average",
        model={"of": "full", "seeds": (1, 2, 3)},
        seeds=(1,),
    ),
)
