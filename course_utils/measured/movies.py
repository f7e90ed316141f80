"""English movie review snippets, about 21 words each: rows of lesson 08.

All cells learn at the same rate and for as many epochs, so that only they differ.
"""

from __future__ import annotations

from typing import Any

from course_utils.measured.recipe import TextRecipe
from course_utils.text import Text

_PADDED = {"longest": 60, "pad_to": 60}
"""Where pads are read, all snippets are made so long; none of them is longer."""

_READS = {"unit": "words", "min_count": 2}
_SMALL = {"embedding": 64, "hidden": 64}


def _linear(name: str, title: Text, kind: str, **model: Any) -> TextRecipe:
    model = {"unit": "words"} | model
    return TextRecipe("movies", name, title, kind, model=model, seeds=(1,))


def _net(
    name: str,
    title: Text,
    model: dict[str, Any],
    rate: float = 1e-3,
    **reads: Any,
) -> TextRecipe:
    return TextRecipe(
        "movies",
        name,
        title,
        "net",
        reads=_READS | reads,
        model=_SMALL | model,
        training={"phases": ((6, rate),), "batch": 64},
    )


MOVIE_RECIPES = (
    TextRecipe(
        "movies",
        "majority",
        Text(en="always the commoner label", zh="总猜多数类"),
        "majority",
        seeds=(1,),
    ),
    _linear(
        "logistic",
        Text(
            en="TF-IDF of 1-2 words, logistic regression",
            zh="TF-IDF（1-2 个词）+ 逻辑回归",
        ),
        "logistic",
        longest=2,
        min_count=2,
        strength=30.0,
    ),
    _linear(
        "bayes",
        Text(en="1-2 words, naive Bayes", zh="1-2 个词 + 朴素贝叶斯"),
        "bayes",
        longest=2,
        min_count=1,
    ),
    _net(
        "mean",
        Text(en="mean of embeddings, no order", zh="词嵌入取平均，不看词序"),
        {"cell": None, "dropout": 0.3},
        rate=5e-3,
    ),
    _net(
        "rnn",
        Text(en="RNN, last real state", zh="RNN，取最后一个真实状态"),
        {"cell": "rnn"},
    ),
    _net(
        "rnn_pad_end",
        Text(
            en="RNN, padded at the end to 60 and read to the end",
            zh="RNN，在后面填充到 60，一直读到底",
        ),
        {"cell": "rnn"},
        **_PADDED,
    ),
    _net(
        "gru",
        Text(en="GRU, last real state", zh="GRU，取最后一个真实状态"),
        {"cell": "gru"},
    ),
    _net(
        "lstm_default",
        Text(en="LSTM, PyTorch's forget bias", zh="LSTM，PyTorch 默认的遗忘门偏置"),
        {"cell": "lstm", "forget_bias": None},
    ),
    _net(
        "lstm",
        Text(
            en="LSTM, forget bias 1, last real state",
            zh="LSTM，遗忘门偏置 1，取最后一个真实状态",
        ),
        {"cell": "lstm"},
    ),
    _net(
        "lstm_pad_end_default",
        Text(
            en="LSTM, PyTorch's forget bias, padded at the end to 60",
            zh="LSTM，PyTorch 默认的遗忘门偏置，在后面填充到 60",
        ),
        {"cell": "lstm", "forget_bias": None},
        **_PADDED,
    ),
    _net(
        "lstm_pad_end",
        Text(
            en="LSTM, forget bias 1, padded at the end to 60",
            zh="LSTM，遗忘门偏置 1，在后面填充到 60",
        ),
        {"cell": "lstm"},
        **_PADDED,
    ),
    _net(
        "lstm_pad_end_bias_3",
        Text(
            en="LSTM, forget bias 3, padded at the end to 60",
            zh="LSTM，遗忘门偏置 3，在后面填充到 60",
        ),
        {"cell": "lstm", "forget_bias": 3.0},
        **_PADDED,
    ),
    _net(
        "bilstm",
        Text(
            en="BiLSTM, forget bias 1, last states",
            zh="双向 LSTM，遗忘门偏置 1，取两端的最后状态",
        ),
        {"cell": "lstm", "directions": 2},
    ),
    _net(
        "bilstm_large",
        Text(
            en="BiLSTM 128, max pooling, dropout of units and words",
            zh="双向 LSTM 128，最大池化，丢弃单元和词",
        ),
        {
            "cell": "lstm",
            "embedding": 100,
            "hidden": 128,
            "directions": 2,
            "pooling": "max",
            "dropout": 0.5,
            "word_dropout": 0.2,
        },
    ),
    TextRecipe(
        "movies",
        "bilstm_large_3",
        Text(en="three of those, averaged", zh="三个这样的模型取平均"),
        "average",
        model={"of": "bilstm_large", "seeds": (1, 2, 3)},
        seeds=(1,),
    ),
)
