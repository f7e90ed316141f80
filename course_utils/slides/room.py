"""How many words find room on a slide, and how many a text takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from course_utils.sentences import CODE_OR_FORMULA
from course_utils.text import Language

MOST_WORDS: dict[Language, int] = {"en": 40, "zh": 70}
"""On a slide: words in English; in Chinese, characters, and words in other letters."""

_CHINESE = r"\u3400-\u9fff"
_WORD: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\w+(?:['’.,-]\w+)*"),
    "zh": re.compile(rf"[{_CHINESE}]|[^\W{_CHINESE}]+(?:['’.,-][^\W{_CHINESE}]+)*"),
}


def count_shown_words(text: str, lang: Language) -> int:
    """The words of Markdown; a formula or code within a line counts as one."""
    plain = re.sub(r"\$\$.+?\$\$", " ", text, flags=re.DOTALL)
    return len(_WORD[lang].findall(CODE_OR_FORMULA.sub(" x ", plain)))


def count_fitting(parts: Sequence[str], lang: Language, room: int) -> int:
    """How many of the first parts stay within `room` words together."""
    used = 0
    for number, part in enumerate(parts):
        used += count_shown_words(part, lang)
        if used > room:
            return number
    return len(parts)
