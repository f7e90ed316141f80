"""Digits line by line, captions and numerals: rows of lesson 07."""

from __future__ import annotations

from typing import Any

from course_utils.measured.recipe import TextRecipe
from course_utils.text import Text


def _digits(
    name: str,
    title: Text,
    reader: str | None,
    epochs: int,
    rate: float,
    **reads: Any,
) -> TextRecipe:
    return TextRecipe(
        "digits",
        name,
        title,
        "net",
        reads={"size": int(name.partition("_")[0])} | reads,
        model={"reader": reader, "hidden": 150},
        training={"phases": ((epochs, rate),), "batch": 50},
    )


def _captions(name: str, title: Text) -> TextRecipe:
    language, _, how = name.partition("_")
    return TextRecipe(
        "captions",
        name,
        title,
        "net",
        reads={"language": language},
        model={"at_every_step": how == "every"},
        training={"phases": ((24, 2e-3),)},
    )


def _numerals(
    name: str,
    title: Text,
    directions: int,
    attention: bool,
    phases: tuple[tuple[int, float], ...] = ((15, 3e-3),),
    seeds: tuple[int, ...] = (1, 2, 3),
) -> TextRecipe:
    return TextRecipe(
        "numerals",
        name,
        title,
        "net",
        model={"attention": attention, "directions": directions},
        training={"phases": phases},
        seeds=seeds,
    )


DIGIT_RECIPES = (
    _digits(
        "8_linear",
        Text(en="8 × 8: all pixels at once, linear", zh="8 × 8：一次看全部像素，线性"),
        None,
        40,
        1e-2,
    ),
    _digits("8_rnn", Text(en="8 × 8: RNN", zh="8 × 8：RNN"), "rnn", 40, 2e-3),
    _digits(
        "8_rnn_columns",
        Text(en="8 × 8: RNN, column by column", zh="8 × 8：RNN，逐列读"),
        "rnn",
        40,
        2e-3,
        columns=True,
    ),
    _digits(
        "28_linear",
        Text(
            en="28 × 28: all pixels at once, linear", zh="28 × 28：一次看全部像素，线性"
        ),
        None,
        20,
        3e-3,
    ),
    _digits(
        "28_rnn",
        Text(en="28 × 28: RNN, rate .001", zh="28 × 28：RNN，学习率 .001"),
        "rnn",
        20,
        1e-3,
    ),
    _digits(
        "28_rnn_fast",
        Text(en="28 × 28: RNN, rate .003", zh="28 × 28：RNN，学习率 .003"),
        "rnn",
        20,
        3e-3,
    ),
    _digits("28_lstm", Text(en="28 × 28: LSTM", zh="28 × 28：LSTM"), "lstm", 20, 3e-3),
)

CAPTION_RECIPES = (
    _captions(
        "zh_first",
        Text(en="Chinese, the picture as first state", zh="中文，图像只作初始状态"),
    ),
    _captions(
        "zh_every",
        Text(en="Chinese, the picture at every step", zh="中文，每一步都给图像"),
    ),
    _captions(
        "en_first",
        Text(en="English, the picture as first state", zh="英文，图像只作初始状态"),
    ),
    _captions(
        "en_every",
        Text(en="English, the picture at every step", zh="英文，每一步都给图像"),
    ),
)

NUMERAL_RECIPES = (
    _numerals(
        "one",
        Text(en="one direction, one state between", zh="单向，中间只传一个状态"),
        1,
        False,
    ),
    _numerals(
        "both",
        Text(en="two directions, one state between", zh="双向，中间只传一个状态"),
        2,
        False,
    ),
    _numerals(
        "one_attention",
        Text(en="one direction, attention", zh="单向，注意力"),
        1,
        True,
    ),
    _numerals(
        "both_attention",
        Text(en="two directions, attention", zh="双向，注意力"),
        2,
        True,
    ),
)
