"""Rhyme as Mandarin speakers hear it today: the thirteen rhymes 十三轍 of its stage.

The finals of characters come from the package `pypinyin` (MIT). Of several readings of
a character, the commonest counts.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from course_utils.text import Text

_RHYMES = (
    "a ia ua",
    "o e uo",
    "ê ie ve",
    "i v er",
    "u",
    "ai uai",
    "ei uei",
    "ao iao",
    "ou iou",
    "an ian uan van",
    "en in uen vn",
    "ang iang uang",
    "eng ing ueng ong iong",
)
_RHYME_OF = {
    final: number for number, finals in enumerate(_RHYMES) for final in finals.split()
}


def same_modern_rhyme(one: str, other: str) -> bool | None:
    """Whether two characters rhyme today; `None` if one of them is not known."""
    rhyme, another = modern_rhyme(one), modern_rhyme(other)
    return None if rhyme is None or another is None else rhyme == another


@cache
def modern_rhyme(character: str) -> int | None:
    """The number, 0 to 12, of a character's rhyme; `None` if it is not known.

    Raises `ValueError` if `pypinyin` is not installed.
    """
    if find_spec("pypinyin") is None:
        raise ValueError(str(_MISSING))
    from pypinyin import Style, lazy_pinyin

    finals = lazy_pinyin(character, style=Style.FINALS, errors="ignore")
    return _RHYME_OF.get(finals[0]) if finals else None


_MISSING = Text(
    en="pypinyin is not installed. Install it with: pip install pypinyin",
    zh="没有安装 pypinyin。请运行：pip install pypinyin",
)
