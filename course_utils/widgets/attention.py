"""Explorer of lesson 07: a number becomes words, and the net shows where it looks."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import ipywidgets
import numpy as np

from course_utils import plots
from course_utils.datasets.numerals import MAX_DIGITS, chinese_numeral
from course_utils.plots.attention import draw_attention
from course_utils.text import Text
from course_utils.widgets.explorer import Data, Explorer, frozen_look, slider

END = "■"
TRAINED_DIGITS = 8
_ALT = Text(
    en="A grid: a column for each digit, a row for each character written; the darker "
    "a field, the more the net looks at that digit while writing that character.",
    zh="一张网格：一列是一位数字，一行是写出的一个字；"
    "格子颜色越深，写这个字时就越是在看这位数字。",
)


def explore_attention(
    write: Callable[[str], tuple[str, np.ndarray]],
    number: str = "20405",
    *,
    place: int = 1,
) -> Explorer:
    """Type a number, and point at one character after the other of what is written.

    write: digits (S,) → the text of L characters and weights (L, S), or (L + 1, S) if
    the net has stopped by itself
    number, place: what the controls say at first; places count from 1

    `data`: `digits`, `written`, `right` (texts), `rows` (what stands at each row),
    `weights` (rows, S), `place`.
    """
    written_for = lru_cache(maxsize=64)(write)

    def compute(number: str, place: int) -> Data:
        digits = clean_number(number)
        return _look(digits, *written_for(digits), place)

    def fit_places(controls: Mapping[str, Any]) -> None:
        text, weights = written_for(clean_number(controls["number"].value))
        controls["place"].max = min(len(text) + 1, len(weights))

    return Explorer(
        _controls(number, place),
        compute,
        _draw,
        describe=describe,
        alt=_ALT,
        play="place",
        adjust=fit_places,
    )


def _controls(number: str, place: int) -> dict[str, Any]:
    """Which number is read, and at which character written we look."""
    box = ipywidgets.Text(
        value=number,
        description=str(Text(en="number", zh="整数")),
        continuous_update=False,
        **frozen_look("16em"),
    )
    label = Text(en="character", zh="第几个字")
    return {"number": box, "place": slider(label, place, 1, MAX_DIGITS)}


def _look(digits: str, text: str, weights: np.ndarray, place: int) -> Data:
    """What stands at each row of the weights, and what should have been written."""
    rows = [*text, END][: len(weights)]
    return {
        "digits": digits,
        "written": text,
        "right": chinese_numeral(int(digits)),
        "rows": rows,
        "weights": weights[: len(rows)],
        "place": min(place, len(rows)),
    }


def clean_number(typed: str) -> str:
    """The digits of what was typed; spaces, commas and leading zeros do not count.

    Raises `ValueError` for anything but a number of 1 to 9 digits.
    """
    plain = unicodedata.normalize("NFKC", typed)
    plain = "".join(one for one in plain if not one.isspace() and one not in ",'_")
    if not plain:
        raise ValueError(str(_EMPTY))
    strangers = [one for one in plain if not (one.isascii() and one.isdigit())]
    if strangers:
        raise ValueError(str(_NO_DIGIT.format(found=strangers[0])))
    digits = plain.lstrip("0") or "0"
    if len(digits) > MAX_DIGITS:
        raise ValueError(str(_TOO_LONG.format(found=len(digits), most=MAX_DIGITS)))
    return digits


def _draw(data: Data) -> Any:
    num_rows, num_columns = data["weights"].shape
    width, height = 1.4 + 0.62 * num_columns, 0.7 + 0.38 * num_rows
    margins = {
        "left": 0.9 / width,
        "right": 1 - 0.3 / width,
        "top": 1 - 0.5 / height,
        "bottom": 0.1 / height,
    }
    fig, ax = plots.figure(width=width, height=height, margins=margins)
    draw_attention(
        ax, data["weights"], list(data["digits"]), data["rows"], data["place"] - 1
    )
    return fig


def describe(data: Data) -> Text:
    row = data["weights"][data["place"] - 1]
    best = int(row.argmax())
    return Text(
        en="{digits} → {written} ({verdict}). At “{character}” it looks most at digit "
        "{column} ({digit}): weight {share:.2f}.{note}",
        zh="{digits} → {written}（{verdict}）。写“{character}”时，看得最多的是"
        "第 {column} 位的 {digit}，权重 {share:.2f}。{note}",
    ).format(
        digits=data["digits"],
        written=data["written"] or "∅",
        verdict=verdict_on(data),
        character=data["rows"][data["place"] - 1],
        column=best + 1,
        digit=data["digits"][best],
        share=float(row[best]),
        note=note_on(data["digits"]),
    )


def verdict_on(data: Data) -> Text:
    """Right, or what would have been."""
    if data["written"] == data["right"]:
        return Text(en="right", zh="正确")
    return Text(en="wrong: it is {right}", zh="错了，应为{right}").format(
        right=data["right"]
    )


def note_on(digits: str) -> Text:
    """What the net cannot know about such a number."""
    if len(digits) > TRAINED_DIGITS:
        return Text(
            en=" It was trained on numbers of at most {most} digits.",
            zh="训练时的数最多 {most} 位。",
        ).format(most=TRAINED_DIGITS)
    if digits == "0":
        return Text(en=" It was never shown a 0 alone.", zh="训练时没有单独的 0。")
    return Text(en="", zh="")


_EMPTY = Text(
    en="There is no number yet. Type some digits, such as 20405.",
    zh="还没有数字。请输入几位，比如 20405。",
)
_NO_DIGIT = Text(
    en="“{found}” is not a digit. Type a whole number, such as 20405.",
    zh="“{found}”不是数字。请输入一个整数，比如 20405。",
)
_TOO_LONG = Text(
    en="{found} digits are too many: type at most {most}.",
    zh="{found} 位太长了：最多输入 {most} 位。",
)
