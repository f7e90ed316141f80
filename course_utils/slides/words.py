"""How many words stand on a slide, and which sentences still find room on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from course_utils.text import Language

MOST_WORDS: dict[Language, int] = {"en": 40, "zh": 70}
"""On a slide: words in English; in Chinese, characters, and words in other letters."""

_CHINESE = r"\u3400-\u9fff"
_WORD: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\w+(?:['’.,-]\w+)*"),
    "zh": re.compile(rf"[{_CHINESE}]|[^\W{_CHINESE}]+(?:['’.,-][^\W{_CHINESE}]+)*"),
}
_SET = re.compile(r"\$\$.+?\$\$|`[^`]+`|\$[^$]+\$", re.DOTALL)
_END = re.compile(r"(?<!\.)[.?!][\"”’')*]*(?=\s|$)|[。？！][”’』」）*]*")
ASKS = re.compile(r"[?？][\"”’')*』」）]*$")
"""How a sentence ends that asks something."""


def count_shown_words(text: str, lang: Language) -> int:
    """The words of Markdown; a formula or code within a line counts as one."""
    plain = re.sub(r"\$\$.+?\$\$", " ", text, flags=re.DOTALL)
    return len(_WORD[lang].findall(_SET.sub(" x ", plain)))


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph, in either language; code and formulas are whole."""
    hidden = _SET.sub(lambda found: "x" * len(found[0]), text)
    ends = [found.end() for found in _END.finditer(hidden)]
    cuts = zip([0, *ends], [*ends, len(text)], strict=True)
    parts = (text[start:end].strip() for start, end in cuts)
    return [part for part in parts if re.search(r"\w", part)]


def join_again(sentences: Iterable[str], lang: Language) -> str:
    """Sentences as one paragraph again."""
    return ("\n" if lang == "en" else "").join(sentences)


def count_fitting(parts: Sequence[str], lang: Language, room: int) -> int:
    """How many of the first parts stay within `room` words together."""
    used = 0
    for number, part in enumerate(parts):
        used += count_shown_words(part, lang)
        if used > room:
            return number
    return len(parts)
