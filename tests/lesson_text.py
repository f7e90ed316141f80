"""Counting a lesson's prose: words, questions, formulas, numbers."""

from __future__ import annotations

import re
from collections import Counter

CJK = r"[\u3400-\u9fff]"
ENGLISH_WORD = re.compile(r"[A-Za-z][\w'’-]*")
CHARACTERS_A_WORD = 2
"""How many Chinese characters say what one English word says (style budget)."""

NOT_OUR_TERMS = (
    *("递归神经网络", "隐藏态", "单元状态", "时刻步", "忘记门", "图层", "字典"),
    *("正确率", "切词", "社群", "融合代码", "多进一出", "一条偏置", "您"),
    *("遮罩", "掩模"),
)
"""Right elsewhere; this course has one word for one thing (its table of terms)."""


def formulas(text: str) -> Counter[str]:
    """Each `$formula$`, spaces left out."""
    found = re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", text, re.DOTALL)
    return Counter(re.sub(r"\s", "", display or inline) for display, inline in found)


def code_words(text: str) -> Counter[str]:
    """Each `code` word, fenced blocks included."""
    return Counter(re.findall(r"`+([^`]+)`+", text))


def numbers(text: str) -> Counter[str]:
    """Numbers with a decimal point or of three digits and more, outside formulas."""
    prose = re.sub(r"\$\$?.+?\$\$?|`[^`]+`", " ", text, flags=re.DOTALL)
    joined = re.sub(r"(?<=\d)[ ,\u202f](?=\d{3}\b)", "", prose)
    return Counter(re.findall(r"\d+\.\d+|\d{3,}", joined))


def running_text(text: str) -> str:
    """The sentences a reader reads: no formulas, no code, no tables."""
    lines = [line for line in text.splitlines() if not line.startswith("|")]
    plain = re.sub(r"```.+?```|\$\$.+?\$\$", " ", "\n".join(lines), flags=re.DOTALL)
    return re.sub(r"\$.+?\$|`[^`]+`", " ", plain)


def count_words(text: str, lang: str) -> float:
    """English words; in Chinese, characters as words plus the Latin words."""
    plain = running_text(text)
    latin = len(ENGLISH_WORD.findall(plain))
    if lang == "en":
        return latin
    return latin + len(re.findall(CJK, plain)) / CHARACTERS_A_WORD


def count_questions(text: str) -> int:
    return len(re.findall(r"[?？]", running_text(text)))


def sentences_on_one_line(text: str) -> list[str]:
    """Source lines on which a second sentence begins."""
    second = rf"[a-z)$`][.?!] +[A-Z]|[。？！](?=[^\s”’」』）*]*{CJK})"
    return [line for line in text.splitlines() if re.search(second, line)]
