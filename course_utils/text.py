"""Every message a learner can meet, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, cast, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

CHINESE = re.compile(r"[\u3400-\u9fff]")
"""A Chinese character; rarer ones, beyond the first plane, stand in no message."""

_TAGS: dict[Language, str] = {"en": "en", "zh": "zh-CN"}
_current: Language = "en"


@dataclass(frozen=True, kw_only=True)
class Text:
    """A message in English and Chinese; its language is chosen when it is shown."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.in_language(_current)

    def in_language(self, lang: str) -> str:
        """The message in `lang`."""
        return cast(str, getattr(self, check_language(lang)))

    def format(self, **values: object) -> Text:
        """Fill `{name}` in both languages; a `Text` value fills in its own."""

        def fill(lang: Language) -> str:
            own = {
                name: value.in_language(lang) if isinstance(value, Text) else value
                for name, value in values.items()
            }
            return self.in_language(lang).format(**own)

        return Text(en=fill("en"), zh=_spaced(fill("zh")))


def _spaced(text: str) -> str:
    """With a blank between code and the Chinese characters beside it."""
    if "`" not in text:
        return text
    return _CODE_BEFORE.sub(r"\1 ", _CODE_AFTER.sub(r"\1 \2", text))


_CODE_AFTER = re.compile(r"([一-鿿])(`[^`\n]+`)")
_CODE_BEFORE = re.compile(r"(`[^`\n]+`)(?=[一-鿿])")


def join(items: Iterable[object]) -> Text:
    """The items as a list in a sentence; of a `Text`, what it says in each language."""
    each = list(items)
    return Text(
        en=", ".join(_words(item, "en") for item in each),
        zh="、".join(_words(item, "zh") for item in each),
    )


def _words(item: object, lang: Language) -> str:
    return item.in_language(lang) if isinstance(item, Text) else str(item)


def join_sentences(sentences: Iterable[Text]) -> Text:
    """One paragraph: with a blank between two sentences in English, none in Chinese."""
    each = list(sentences)
    return Text(en=" ".join(one.en for one in each), zh="".join(one.zh for one in each))


def check_language(lang: str) -> Language:
    """Return `lang` if the course speaks it, else raise a `ValueError`."""
    if lang not in LANGUAGES:
        raise ValueError(
            f"The course speaks 'en' (English) and 'zh' (中文), found {lang!r}. "
            f"Choose one of the two. / 本课程只有 'en' 和 'zh' 两种，没有 {lang!r}。"
        )
    return lang


def use_language(lang: str) -> None:
    """Speak `lang` ("en" or "zh") from now on."""
    global _current
    _current = check_language(lang)


def language() -> Language:
    """The language spoken now."""
    return _current


def language_tag() -> str:
    """The language spoken now, as web pages name it."""
    return _TAGS[_current]


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak `lang` within a `with` block, and what was spoken before it after it."""
    before = _current
    use_language(lang)
    try:
        yield
    finally:
        use_language(before)
