"""How a character is read in its words, and so which tone it has there.

Some characters are level and oblique. Of these, some mean the same either way, such as
看 or 過; the tone of others follows what they mean: 長 is level where it is “long”,
oblique where it is “elder”. What a character means is told by its word, as pypinyin's
dictionary of phrases reads it, or by its neighbours. Where nothing tells, it is either.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_utils.verse.heads import to_simplified
from course_utils.verse.prosody import Prosody, Tone
from course_utils.verse.rules import LEVEL, OBLIQUE

# Their tones change before others in speech; a dictionary gives them as they are.
CHANGEABLE = "一不"
# Words, and characters by themselves, that pypinyin reads in another way.
_OF_WORDS: dict[str, tuple[str, ...]] = {
    **{"图为": ("tú", "wéi"), "朝朝": ("zhāo", "zhāo")},
    **{"尽": ("jìn",), "长": ("cháng",), "相": ("xiāng",)},
}
_ACCENTS = {"\u0304": Tone.LEVEL, "\u0301": Tone.LEVEL}
_ACCENTS |= {"\u030c": Tone.OBLIQUE, "\u0300": Tone.OBLIQUE}
_LONGEST_PHRASE = 4
_END = "$"
_EITHER = Tone.EITHER


@dataclass(frozen=True)
class _Meaning:
    """The tone of a character, and the neighbours that decide for another one.

    Neighbours are in simplified script: those before the character, then those after
    it; `$` is the end of a line.
    """

    usual: Tone = _EITHER
    level: tuple[str, str] = ("", "")
    oblique: tuple[str, str] = ("", "")
    either: tuple[str, str] = ("", "")

    def among(self, before: str, after: str) -> Tone | None:
        """The tone that the neighbours decide for; None if they do not."""
        groups = ((_EITHER, self.either), (LEVEL, self.level), (OBLIQUE, self.oblique))
        for tone, (befores, afters) in groups:
            if (before and before in befores) or after in afters:
                return tone
        return None


_SAME_MEANING = "看过忘听醒论"
"""Read level or oblique as the place asks, with no other meaning (Wang Li, 1958)."""
_ALWAYS_OBLIQUE = "可已又五各且快七"
"""Once of one tone as they are today: what poems show of another is by chance."""
_MEANINGS = {
    **dict.fromkeys(_ALWAYS_OBLIQUE, _Meaning(OBLIQUE)),
    "不": _Meaning(OBLIQUE, either=("", _END)),  # at the end it asks: 否
    "相": _Meaning(LEVEL, level=("长", ""), oblique=("丞宰卿", "公国府")),
    "长": _Meaning(
        LEVEL,
        level=("", "相"),
        oblique=("", "者老官吏史子兄养孙"),
        either=("生成年渐初新草少日春夏", _END),
    ),
    "分": _Meaning(LEVEL, oblique=("天缘名本职福非", "外内"), either=("有无自常", "")),
    "重": _Meaning(level=("一二三四五六七八九十百千万几数两", "来寻阳逢游见归回相裁")),
    "为": _Meaning(level=("", _END)),
    "应": _Meaning(level=("", "有是须不难似知无共怜见念得自同在未更笑")),
    "更": _Meaning(
        OBLIQUE, level=("三五", "漏筹鼓阑番"), either=("一二四初残深寒长晓数", _END)
    ),
    "教": _Meaning(level=("若莫不休谁但争遂却便空肯", "")),
    "令": _Meaning(level=("若莫不能还遂使但谁坐空却", "")),
    "思": _Meaning(level=("相", "妇归")),
    "吹": _Meaning(level=("风", "入落折破散断动玉笛箫"), oblique=("鼓歌", "")),
    "浪": _Meaning(OBLIQUE, level=("沧", ""), either=("浪", "浪")),
    "骑": _Meaning(
        level=("", "马驴鹤鲸龙虎牛竹"), oblique=("千万百铁车羽飞轻突胡征单驿", "")
    ),
    "乘": _Meaning(level=("", "舟船风槎云月兴龙鸾白"), oblique=("千百", "")),
    "将": _Meaning(level=("", "军欲"), oblique=("大老名飞诸汉良边宿", "")),
    "禁": _Meaning(level=("不难谁", ""), oblique=("丹紫宫", "城苑中门")),
    "胜": _Meaning(level=("不谁难", ""), oblique=("名形", "游地事概")),
    "燕": _Meaning(
        level=("幽", "山赵歌丹台京支"), oblique=("春新归海双乳社梁", "子泥巢雀飞来语")
    ),
    "正": _Meaning(OBLIQUE, level=("新", "月朔旦")),
    "从": _Meaning(LEVEL, oblique=("侍仆扈", "")),
    "观": _Meaning(level=("", "心鱼棋"), oblique=("道寺仙宫楼台", "")),
    "荷": _Meaning(level=("圆新枯败绿秋晚芰", "花叶衣风香钱")),
    "泥": _Meaning(level=("雪紫芹燕尘春香落", "丸")),
    "兴": _Meaning(level=("", "亡废衰"), oblique=("乘佳清诗高野酒逸幽", "")),
    "弹": _Meaning(level=("", "琴冠铗棋筝指剑")),
    "称": _Meaning(level=("人自所", ""), oblique=("相不", "")),
}


def tones_in_words(line: str, prosody: Prosody) -> tuple[Tone | None, ...]:
    """The tone of each character of a line: that of its meaning, if this decides.

    None: the poems say too little about it.
    """
    known = [prosody.tone(character) for character in line]
    if _EITHER not in known:
        return tuple(known)
    plain = _plain(line)
    phrases = _phrases(plain)
    return tuple(
        _of_meaning(line[place], plain, place, phrases[place])
        if tone is _EITHER
        else tone
        for place, tone in enumerate(known)
    )


def readings_in_words(line: str) -> list[str]:
    """A reading for each character, as its word is read; itself if it has none.

    Words are known in simplified script, but only the traditional character tells 髮
    from 發: so the word only decides among the readings of that one. The words are
    found first: else 上行, a word of its own, would hide the 行人 in 江上行人.
    """
    import rjieba
    from pypinyin import pinyin

    singly: Any = list  # what is unknown comes character by character, too
    return [
        reading
        for word in rjieba.cut(_plain(line))
        for reading in _OF_WORDS.get(word)
        or [readings[0] for readings in pinyin(word, errors=singly)]
    ]


@cache
def readings_of(character: str) -> tuple[str, ...]:
    """The readings of a character, the commonest first; none if it has no pinyin."""
    from pypinyin import pinyin

    (found,) = pinyin(character, heteronym=True, errors="ignore") or ((),)
    return tuple(found)


def modern_tone(pinyin: str) -> Tone | None:
    """Level for tones 1 and 2 of Mandarin, oblique for 3 and 4; None: neutral."""
    marks = (_ACCENTS.get(one) for one in unicodedata.normalize("NFD", pinyin))
    return next(filter(None, marks), None)


def common_readings(character: str) -> tuple[str, ...]:
    """The two commonest readings of a character that are not neutral (子 zi, 了 le)."""
    return tuple(one for one in readings_of(character) if modern_tone(one))[:2]


def _of_meaning(character: str, plain: str, place: int, phrase: str | None) -> Tone:
    """The tone by the neighbours, else by the phrase, else the usual one."""
    one = plain[place]
    meaning = _MEANINGS.get(one, _Meaning())
    before, after = plain[max(place - 1, 0) : place], plain[place + 1 : place + 2]
    found = meaning.among(before, after or _END)
    if found is None and phrase and one not in CHANGEABLE + _SAME_MEANING:
        tones = {modern_tone(reading) for reading in common_readings(character)}
        found = modern_tone(phrase) if len(tones) > 1 else None
    return found or meaning.usual


def _phrases(plain: str) -> list[str | None]:
    """The reading of each character that stands in a phrase; None for the others.

    A word that was only guessed is searched for phrases, the longest first.
    """
    import rjieba
    from pypinyin.constants import PHRASES_DICT

    found: list[str | None] = []
    for word in rjieba.cut(plain):
        end = len(found) + len(word)
        while len(found) < end:
            left = word[len(found) - end :]
            sizes = range(min(len(left), _LONGEST_PHRASE), 1, -1)
            known = (PHRASES_DICT.get(left[:size]) for size in sizes)
            readings = next(filter(None, known), None)
            found += [one[0] for one in readings] if readings else [None]
    return found


def _plain(line: str) -> str:
    """The line in simplified script; what no encoding holds is replaced."""
    return to_simplified(line).encode(errors="replace").decode()
