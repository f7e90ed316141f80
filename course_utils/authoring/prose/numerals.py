"""Numbers in prose, in digits and in words of either language, as values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from course_utils.text import Language

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_PARTS = "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_WORDS: dict[str, float] = {word: at for at, word in enumerate(_UNITS.split())}
_WORDS |= {word: 10 * at for at, word in enumerate(_TENS.split(), start=2)}
_WORDS |= {word: at for at, word in enumerate(_PARTS.split(), start=3)}
_WORDS |= {f"{word}s": _WORDS[word] for word in _PARTS.split()}
_WORDS |= {"first": 1, "second": 2, "once": 1, "twice": 2, "half": 0.5, "dozen": 12}
_WORDS |= {"quarter": 4, "quarters": 4, "twentieth": 20, "fortieth": 40}
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SCALES |= {f"{word}{end}": n for word, n in _SCALES.items() for end in ("s", "th")}
_CHINESE_WORDS = {word: at for at, word in enumerate("零一二三四五六七八九")}
_CHINESE_WORDS |= {"两": 2}
_CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_DIGITS = r"\d{1,3}(?:[,\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_WORD = "|".join(sorted({*_WORDS, *_SCALES}, key=len, reverse=True))
_ENGLISH = re.compile(
    rf"(?<![\w.])(?P<digits>{_DIGITS})(?P<scale>(?: (?:{'|'.join(_SCALES)}))*)(?!\w)"
    rf"|\b(?P<words>(?:{_WORD})(?:(?:[ -]| and )(?:{_WORD}))*)\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    rf"(?<![A-Za-z0-9_.])(?P<digits>{_DIGITS})(?P<scale> ?[十百千万亿]*)(?![A-Za-z_])"
    r"|(?P<words>(?:[零一二两三四五六七八九十百千万亿]多?)+|半)"
)
_MINUS = re.compile(r"(?<![\w)\]])[-−]\Z")
_SHARE = re.compile(r" ?([%‰])")
_NO_NUMBERS = re.compile("百分[点之]|半径|万一")


@dataclass(frozen=True)
class Numeral:
    """A number as it is written: `value`, and whether in digits or in words.

    sign, unit: the minus before digits, the `%` or `‰` behind them, if one stands there
    """

    written: str
    value: float
    in_digits: bool
    sign: str = ""
    unit: str = ""


@cache
def numerals(text: str, lang: Language) -> tuple[Numeral, ...]:
    """The numbers that `text` says, in order: `三分之一` says 3 and 1."""
    return tuple(_numerals(text, lang))


def _numerals(text: str, lang: Language) -> Iterator[Numeral]:
    text = _NO_NUMBERS.sub(lambda found: "_" * len(found.group()), text)
    for found in (_ENGLISH if lang == "en" else _CHINESE).finditer(text):
        written = found.group().strip()
        if found["digits"]:
            value = float(re.sub(r"[^\d.e+-]", "", found["digits"]))
            for scale in _scales(found["scale"], lang):
                value *= scale
            sign = _MINUS.search(text, 0, found.start())
            unit = _SHARE.match(text, found.end())
            yield Numeral(
                written, value, True, "-" if sign else "", unit[1] if unit else ""
            )
        else:
            for value in (_english if lang == "en" else _chinese)(found["words"]):
                yield Numeral(written, value, False)


def _scales(text: str, lang: Language) -> list[int]:
    if lang == "en":
        return [_SCALES[word.lower()] for word in text.split()]
    return [_CHINESE_SCALES[one] for one in text.strip()]


def _english(text: str) -> Iterator[float]:
    """`forty-six thousand` is one number, `three quarters` are two."""
    total: float | None = None
    last = 0.0
    for word in re.split(r"[ -]", text.lower()):
        if word in _SCALES:
            total, last = (total or 1) * _SCALES[word], _SCALES[word]
        elif word in _WORDS:
            value = _WORDS[word]
            if total is not None and last >= 20 and last > value:
                total += value
            else:
                if total is not None:
                    yield total
                total = value
            last = value
    if total is not None:
        yield total


def _chinese(text: str) -> Iterator[float]:
    """`四万六千` is 46,000; digits in a row (`三四`) are numbers of their own."""
    digits = text.replace("多", "")
    if digits == "半":
        yield 0.5
    elif not set(digits) & set(_CHINESE_SCALES):
        yield from (float(_CHINESE_WORDS[one]) for one in digits)
    else:
        total = section = digit = 0
        for one in digits:
            if one in _CHINESE_WORDS:
                digit = _CHINESE_WORDS[one]
            elif _CHINESE_SCALES[one] >= 10**4:
                total = (total + section + digit or 1) * _CHINESE_SCALES[one]
                section = digit = 0
            else:
                section += (digit or 1) * _CHINESE_SCALES[one]
                digit = 0
        yield float(total + section + digit)
