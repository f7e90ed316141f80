"""Heads: what someone types becomes characters that lines of a poem can begin with.

Tang poems are learnt in traditional characters. A head in simplified ones is converted
for the model, which then writes the poem; the reader gets the script that was asked
for, and the head as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from course_utils.datasets.vocab import Vocabulary
from course_utils.text import Text, join

if TYPE_CHECKING:
    import opencc

Script = Literal["simplified", "traditional"]
SCRIPTS: tuple[Script, ...] = get_args(Script)
MAX_HEADS = 20

_HAN = (
    (0x3007, 0x3007),  # 〇
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0x20000, 0x323AF),
)


_VARIANTS = str.maketrans(
    "疎踈簷鴈鬰頼髪鶑浄慙徧粧鬭鬬劒媿僊蘂臯髙猨鼇賸煖馿嬾牋罇妬寛隣覩隄閙彊慇懃褭鑪筯"
    "鳯峩檝缾畧虀堦邉麤羮飜鼈歳廻怳欵栢磵覊幙烱蔕槩竝旛薫嚬緜暎毎纒輙蠧桮顇壻姪朶憇呌"
    "懐翺盌椀臙毬燄諠碁瓌隠巵櫂歛餠槃懽俛鉏斾怱髣髴撚穉遯犂鏁𫏐畬崄笻櫺揺秔𥩟悮穽驩繙"
    "衒秖偪頳箎殽搆牓顦倐躭渇氊蕚鵶鬛囘廐濶徴繖様艶荅羇髠塲闗鸎寜霶穏効朞棃駮厓戯皷勲"
    "啣嚢筭啗袠窻闚碪鐡醤寃籖廼迺衞欬毘汚狥凖釡倣愬箒勗歴黙牕甆趂飡𫘞燋氷覔勅専覧帬帯"
    "曵纎凴欝覇劔喣囓捜舃蠭袵僣掲颕昻菓蟇涙戸壊壍荘嘷瓈莵眀頬煑麄冩従増歩舎恊呑羗虗嵓"
    "巓聴聼縦娯卭鼔寕湼畆畒徃厐諌肻畊埜巌圎塜竢皜燿瞇躶臝鷰蟁鵞蝱瘖謌疉擕郷鬂旜騐緐悤"
    "塼甎觔鶵韈糓嘅淛輭韮鞵頋舩逺胷蛬虵嬝鍳繋礲鉼餙飰韲駈馽踘痩珎煕熈檥濵沍湌冦凾傚儵"
    "乗丗",
    "疏疏檐雁郁赖发莺净惭遍妆斗斗剑愧仙蕊皋高猿鳌剩暖驴懒笺樽妒宽邻睹堤闹强殷勤袅炉箸"
    "凤峨楫瓶略齑阶边粗羹翻鳖岁回恍款柏涧羁幕炯蒂概并幡薰颦绵映每缠辄蠹杯悴婿侄朵憩叫"
    "怀翱碗碗胭球焰喧棋瑰隐卮棹敛饼盘欢俯锄旆匆仿佛捻稚遁犁锁暂畲险筇棂摇粳伫误阱欢翻"
    "炫只逼赪篪肴构榜憔倏耽渴毡萼鸦鬣回厩阔征伞样艳答羁髡场关莺宁滂稳效期梨驳崖戏鼓勋"
    "衔囊算啖帙窗窥砧铁酱冤签乃乃卫咳毗污徇准釜仿诉帚勖历默窗瓷趁餐驼焦冰觅敕专览裙带"
    "曳纤凭郁霸剑煦啮搜舄蜂衽僭揭颖昂果蟆泪户坏堑庄嗥璃菟明颊煮粗写从增步舍协吞羌虚岩"
    "巅听听纵娱邛鼓宁涅亩亩往庞谏肯耕野岩圆冢俟皓耀眯裸裸燕蚊鹅虻喑歌叠携乡鬓旃验繁匆"
    "砖砖斤雏袜谷慨浙软韭鞋顾船远胸蛩蛇袅鉴系砻瓶饰饭齑驱絷鞠瘦珍熙熙舣滨冱餐寇函效倏"
    "乘世",
)
"""Variants that stand in old poems, and that OpenCC leaves as they are."""
_ROAD = re.compile(
    "(?<=[歸归路前長长世窮穷半中征遠远迷畏同殊當当仕宦客旅川津道遵夷])塗"
    "|塗(?=[窮穷遙遥])"
)
"""塗 where it means a road, 途; elsewhere mud or paint, 涂."""


class HeadError(ValueError):
    """No poem can begin its lines with this."""


@dataclass(frozen=True)
class Head:
    """The characters as typed, and in traditional form; the script they suggest."""

    typed: str
    traditional: str
    script: Script

    def __len__(self) -> int:
        return len(self.typed)

    def encode(self, vocabulary: Vocabulary) -> list[int]:
        """Ids the model reads: of a known variant of each character, if there is one.

        A character no poem of the training set has is the unknown symbol.
        """
        pairs = zip(self.typed, self.traditional, strict=True)
        return [vocabulary.id_of(_known_form(*pair, vocabulary)) for pair in pairs]

    def printed(self, script: Script | None, vocabulary: Vocabulary) -> str:
        """The characters in `script`; as they were typed if none is asked for."""
        if script is None:
            return self.typed
        if script == "simplified":
            return to_simplified(self.typed)
        pairs = zip(self.typed, self.traditional, strict=True)
        return "".join(_known_form(*pair, vocabulary) for pair in pairs)


def read_head(text: str) -> Head:
    """The head in what someone typed; spaces and punctuation are passed over.

    Full-width and compatibility forms count as the plain ones (NFKC). Raises
    `HeadError` for anything that is not Chinese, for nothing and for too much.
    """
    if not isinstance(text, str):
        raise HeadError(str(_NOT_TEXT.format(found=type(text).__name__)))
    kept = [one for one in unicodedata.normalize("NFKC", text) if not _is_silent(one)]
    strangers = [one for one in kept if not is_han(one)]
    if strangers:
        shown = join(_shown(one) for one in dict.fromkeys(strangers[:3]))
        raise HeadError(str(_NOT_HAN.format(found=shown, most=MAX_HEADS)))
    if not kept:
        raise HeadError(str(_EMPTY.format(found=_shown(text), most=MAX_HEADS)))
    if len(kept) > MAX_HEADS:
        raise HeadError(str(_TOO_LONG.format(found=len(kept), most=MAX_HEADS)))
    typed = "".join(kept)
    if to_simplified(typed) != typed:
        return Head(typed, typed, "traditional")
    return Head(typed, _convert("s2t", typed), "simplified")


def is_han(character: str) -> bool:
    """Whether it is one Chinese character."""
    return any(first <= ord(character) <= last for first, last in _HAN)


def to_simplified(text: str) -> str:
    """The same text in simplified characters, one for one; variants are replaced."""
    return _convert("t2s", _ROAD.sub("途", text)).translate(_VARIANTS)


def check_script(script: str | None) -> Script | None:
    """Return `script` if it is one of `SCRIPTS` or None, else raise a `ValueError`."""
    for known in SCRIPTS:
        if script == known:
            return known
    if script is None:
        return None
    raise ValueError(str(_NO_SCRIPT.format(found=script)))


def _known_form(typed: str, traditional: str, vocabulary: Vocabulary) -> str:
    """The commonest known variant; what conversion said if there is none.

    Ids count down from the commonest character, so the smallest id is the commonest.
    """
    groups: Sequence[set[str]] = (
        {typed} if typed == traditional else {traditional, _convert("s2tw", typed)},
        {_convert("s2t", to_simplified(typed)), _convert("jp2t", typed), typed},
    )
    for variants in groups:
        known = [one for one in variants if one in vocabulary]
        if known:
            return min(known, key=vocabulary.id_of)
    return traditional


def _convert(rule: str, text: str) -> str:
    converted = _converter(rule).convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_converter(rule).convert(one)[:1] for one in text)


@cache
def _converter(rule: str) -> opencc.OpenCC:
    import opencc  # a browser has none: lessons that write no poems do without

    return opencc.OpenCC(rule)


def _is_silent(character: str) -> bool:
    category = unicodedata.category(character)
    blank = character.isspace() or category in ("Cf", "Mn")
    return blank or category.startswith(("P", "Z"))


def _shown(text: str) -> Text:
    """The text in a form every terminal can print."""
    if not text:
        return Text(en="“”", zh="“”")
    if len(text) > 10:
        some = _shown(text[:10])
        return Text(en=f"{some.en}…", zh=f"{some.zh}……")
    codes = " ".join(f"U+{ord(one):04X}" for one in text)
    if not (text.isprintable() or text.isspace()):
        return Text(en=codes, zh=codes)
    return Text(en=f"“{text}” ({codes})", zh=f"“{text}”（{codes}）")


_NOT_TEXT = Text(
    en="Expected text, found {found}. Write Chinese characters, such as 春江花月.",
    zh="需要的是文字，收到的是 {found}。请写汉字，例如：春江花月。",
)
_NOT_HAN = Text(
    en="Found {found}: no line of a Tang poem begins with that. Write 1 to {most} "
    "Chinese characters, such as 春江花月; spaces and punctuation are passed over.",
    zh="输入里有 {found}，不能用来作诗句的第一个字。请写 1 到 {most} 个汉字，"
    "例如：春江花月；空格和标点会被略过。",
)
_EMPTY = Text(
    en="Found no character in {found}. Write 1 to {most} Chinese characters, such as "
    "春江花月.",
    zh="{found} 里一个汉字也没有。请写 1 到 {most} 个汉字，例如：春江花月。",
)
_TOO_LONG = Text(
    en="Found {found} characters; a poem has at most {most} lines. Leave some out.",
    zh="一共有 {found} 个字，而一首诗最多 {most} 行。请去掉一些。",
)
_NO_SCRIPT = Text(
    en="Expected the script simplified or traditional, found {found!r}.",
    zh="字体只能是 simplified（简体）或 traditional（繁体），收到的是 {found!r}。",
)
