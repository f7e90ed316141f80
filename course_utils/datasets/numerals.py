"""Numbers in words: Chinese numerals of up to eight digits, English names up to 99.

Chinese groups digits by four: 2040 is 二千零四十, 20400000 is 二千零四十 of the
unit 万. Inside a number zeros are read once, as 零, and not at all at the end of a
group.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from course_utils.shapes.whole_numbers import POSITIVE, whole_number
from course_utils.text import Text

NUMERAL_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
MYRIAD = "万"
MAX_DIGITS = 9
"""One more than is trained: enough to ask for one digit too many."""

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
TENS = "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"


def chinese_numeral(number: int) -> str:
    """0 to 999,999,999 as it is read out: 20405 -> 二万零四百零五.

    The formal reading, with 二 throughout (not 两), and 一十 only after a larger unit:
    12 -> 十二, 112 -> 一百一十二.
    """
    number = whole_number(number, "number", range(10**MAX_DIGITS))
    if number == 0:
        return NUMERAL_DIGITS[0]
    hundred_millions, rest = divmod(number, 10**8)
    high, low = divmod(rest, 10**4)
    text, skipped = "", False
    for group, unit in ((hundred_millions, "亿"), (high, MYRIAD), (low, "")):
        if group and text and (skipped or group < 1000):
            text += NUMERAL_DIGITS[0]
        text += _read_group(group) + unit if group else ""
        skipped = group == 0
    return text[1:] if text.startswith("一十") else text


def _read_group(group: int) -> str:
    """1 to 9999 with the units inside a group: 2040 -> 二千零四十."""
    text = ""
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            text += NUMERAL_DIGITS[digit] + _UNITS[place]
        elif text and not text.endswith(NUMERAL_DIGITS[0]):
            text += NUMERAL_DIGITS[0]
    return text.rstrip(NUMERAL_DIGITS[0])


def read_numeral(text: str) -> int:
    """What a Chinese numeral says: the inverse of `chinese_numeral`.

    Raises `ValueError` for a text that no number is written as.
    """
    total = group = 0
    digit = None
    for character in text:
        if character in NUMERAL_DIGITS:
            digit = NUMERAL_DIGITS.index(character)
        elif character in _UNITS[1:]:
            group += (1 if digit is None else digit) * 10 ** _UNITS.index(character)
            digit = None
        elif character in "万亿":
            total += (group + (digit or 0)) * 10 ** (4 if character == MYRIAD else 8)
            group, digit = 0, None
    number = total + group + (digit or 0)
    if number >= 10**MAX_DIGITS or chinese_numeral(number) != text:
        raise ValueError(str(_NOT_A_NUMERAL.format(text=repr(text))))
    return number


def english_numeral(number: int) -> str:
    """0 to 99 as an English word: 75 -> seventy-five."""
    number = whole_number(number, "number", range(100))
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f"-{ONES[ones]}" if ones else "")


def draw_numbers(
    num_numbers: int,
    rng: np.random.Generator,
    min_digits: int = 1,
    max_digits: int = 8,
) -> np.ndarray:
    """Numbers (num_numbers,) of so many digits, each length as often as the others.

    In a third of them each digit behind the first is set to 0 with a chance of 0.6, so
    that the rules of 零 come up often.
    """
    num_numbers = whole_number(num_numbers, "num_numbers", POSITIVE)
    allowed = range(1, MAX_DIGITS + 1)
    max_digits = whole_number(max_digits, "max_digits", allowed)
    allowed = range(1, max_digits + 1)
    min_digits = whole_number(min_digits, "min_digits", allowed)
    num_digits = rng.integers(min_digits, max_digits + 1, num_numbers)
    digits = rng.integers(10, size=(num_numbers, max_digits))
    digits[:, 0] = rng.integers(1, 10, num_numbers)
    chance = np.where(rng.random(num_numbers) < 1 / 3, 0.6, 0.0)
    digits[:, 1:][rng.random((num_numbers, max_digits - 1)) < chance[:, None]] = 0
    powers = 10 ** np.arange(max_digits)[::-1]
    numbers: np.ndarray = digits @ powers // 10 ** (max_digits - num_digits)
    return numbers


@cache
def held_out_numbers(num_numbers: int = 1000, seed: int = 2024) -> tuple[int, ...]:
    """Different numbers of 3 to 8 digits, for testing only."""
    rng = np.random.default_rng(seed)
    drawn = draw_numbers(2 * num_numbers, rng, min_digits=3)
    different = tuple(dict.fromkeys(drawn.tolist()))
    if len(different) < num_numbers:
        raise ValueError(str(_TOO_MANY.format(num=num_numbers, drawn=len(different))))
    return different[:num_numbers]


def draw_training_numbers(num_numbers: int, rng: np.random.Generator) -> list[int]:
    """About `num_numbers` numbers of 1 to 8 digits, none of them held out."""
    held_out = set(held_out_numbers())
    drawn = draw_numbers(num_numbers, rng).tolist()
    return [number for number in drawn if number not in held_out]


_TOO_MANY = Text(
    en="Expected at most {drawn} different numbers, asked for {num}. Ask for fewer.",
    zh="最多有 {drawn} 个不同的数，而要的是 {num} 个。请少要一些。",
)
_NOT_A_NUMERAL = Text(
    en="{text} is not a Chinese numeral of the course. Write one as "
    "`chinese_numeral(20405)` does: 二万零四百零五.",
    zh="{text} 不是规范的汉字数字。"
    "写法请参照 `chinese_numeral(20405)`：二万零四百零五。",
)
