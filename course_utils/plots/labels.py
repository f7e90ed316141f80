"""The words in pictures and tables, in the language that is spoken when they show.

Code draws with English words, the same in both editions. Before a figure is shown,
`put_in_language` replaces them by those of `LABELS`. A word without an entry stays, and
the gate names it (`label_in_other_language`) unless it is called the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from matplotlib import text as mtext
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure

from course_utils.text import CHINESE, language

AS_READ = "data"
"""The gid of a text that is what was read or written, so it has no translation."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        # axes
        "accuracy": "准确率",
        "accuracy, clean split": "干净划分的准确率",
        "accuracy seen": "见过的评论的准确率",
        "accuracy unseen": "没见过的评论的准确率",
        "share seen": "见过的评论占比",
        "test accuracy": "测试准确率",
        "characters": "按字",
        "characters read": "读过的字数",
        "characters, and how many reviews": "字数，以及评论条数",
        "digits": "位数",
        "epoch": "轮",
        "epochs": "轮",
        "error of the gradient": "梯度的误差",
        "learning rate": "学习率",
        "loss": "损失",
        "million characters read": "读过的字数（百万）",
        "nats": "奈特",
        "nats per character": "每字奈特数",
        "number of texts": "条数",
        "$p$ of the right letter": "正确字母的概率 $p$",
        "place": "位置",
        "probability": "概率",
        "rating": "评分",
        "recall": "召回率",
        "right": "答对的比例",
        "round": "第几轮",
        "recall, unseen": "没见过的名字的召回率",
        "score": "得分",
        "seed": "种子",
        "seen numbers": "出现过的数",
        "unseen numbers": "没出现过的数",
        "seen": "见过",
        "unseen": "没见过",
        "known": "见过",
        "parameters": "参数个数",
        "first character": "首字",
        "last character": "末字",
        "mean of the seeds": "各个种子的平均",
        "standard deviation": "标准差",
        "always the same": "总猜多数类",
        "unknown words": "未知词占比",
        "in order": "原顺序",
        "shuffled": "打乱",
        "same verdict": "判断相同",
        "errors of the LSTM": "LSTM 的错误分布",
        "share of units": "单元所占比例",
        "state at place": "状态所在的位置",
        "symbol replaced": "被换掉的符号",
        "temperature": "温度",
        "texts": "条数",
        "thousand tokens a second": "每秒读多少千个符号",
        "times as fast": "加速倍数",
        "training": "训练",
        "update": "更新次数",
        "window": "窗口",
        "words": "词数",
        # models, and what is left out of them or put in
        "BiLSTM, words": "BiLSTM，按词",
        "bias": "偏置",
        "bigram": "二元模型",
        "end of line 2 covered": "第 2 句末字被遮住",
        "free": "不限",
        "fresh": "刚建好",
        "full": "完整",
        "last states": "末状态",
        "linear": "线性模型",
        "larger": "更大",
        "bigrams": "字对",
        "chain": "标签链",
        "list of names": "名单",
        "no net": "没有网络",
        "no recurrent net": "没有循环网络",
        "logistic": "逻辑回归",
        "max": "最大池化",
        "mean": "平均",
        "mean pooling": "平均池化",
        "naive Bayes": "朴素贝叶斯",
        "Bayes": "朴素贝叶斯",
        "no dropout": "无 dropout",
        "no order": "不看顺序",
        "one direction": "单向",
        "peephole": "窥视孔",
        "reads pads": "读进填充",
        "rotation": "旋转矩阵",
        "trigram": "三元模型",
        "unigram": "一元模型",
        "poet": "诗人",
        "two directions": "双向",
        "one, small": "单向，小",
        "two, small": "双向，小",
        "rows": "按行读",
        "columns": "按列读",
        "higher rate": "学习率更高",
        "as drawn": "抽字时",
        "model": "模型",
        "real poems": "真诗",
        "really comes": "原诗的字",
        "attention": "注意力",
        "one state": "单个状态",
        "both": "双向",
        "both attention": "双向，加注意力",
        "each step": "每一步都有答案",
        "last step": "只有末步有答案",
        "Chinese": "中文",
        "English": "英文",
        "first": "只在开头看图",
        "every": "每一步都看图",
        "amazon": "商品评论",
        "news": "报纸句子",
        "tweets": "推文",
        "loess": "黄土层",
        "river": "黄河浪",
        # state, scan and attention
        "minimal GRU": "最小 GRU",
        "scan": "扫描",
        "time": "用时",
        "recall task": "回忆",
        "flip": "翻转",
        "numerals": "数字读法",
        "share of the training characters": "训练用字的比例",
        "times the first figure of the LSTM": "相对用时（LSTM 的第一点为 1）",
        "characters before": "之前读过的字数",
        # batches and layers
        "backward": "反向",
        "cell": "逐步调用单元",
        "embedding": "词嵌入",
        "formula": "按公式",
        "forward": "正向",
        "layer": "整层",
        "loop": "逐步循环",
        "output": "输出层",
        "packed": "打包",
        "padded": "填充",
        "padded: reads pads": "填充：读进填充",
        "pale: random batches": "浅色：随机分批",
        "recurrent": "循环层",
        "reversed within length": "在各自长度内倒读",
        # verdicts and names
        "negative": "负面",
        "positive": "正面",
        "all": "全部",
        # verses
        "all seen": "全都可见",
        "head": "藏头",
        "copied": "抄来的",
        "new": "不抄原诗",
        "repeated": "重复字数",
        "rhyme": "押韵",
        "tones": "平仄",
        "varied": "不重字",
    }
)
"""What English words are called in the Chinese edition, alone or as a part of more."""

SAME_IN_BOTH = frozenset(
    {
        *("BPTT", "BiGRU", "BiLSTM", "BiRNN", "CRF", "GRU", "LOC", "LSTM", "NumPy"),
        *("ORG", "PER", "PyTorch", "RNN", "Transformer", "dropout", "orth", "softmax"),
        "tanh",
    }
)
"""Names that are written alike in both languages."""

_FORMULA = re.compile(r"\$[^$]*\$")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_RUN = re.compile(r"(?<![A-Za-z])[A-Z]?[a-z]+(?:[ -][A-Z]?[a-z]+)*")
_PERCENT = re.compile(r"(?<=\d) %")


def label(words: str) -> str:
    """`words`, English, in the language spoken now; unknown ones as they are.

    What is not in `LABELS` as a whole is looked up in its parts: runs of words.
    """
    if language() == "en":
        return words
    words = _PERCENT.sub("%", words)
    if not _LATIN.search(words):
        return words
    if words in LABELS:
        return LABELS[words]
    kept = _FORMULA.split(words)
    formulas = [*_FORMULA.findall(words), ""]
    found = [_RUN.sub(lambda run: LABELS.get(run[0], run[0]), one) for one in kept]
    if not CHINESE.search("".join(found)):
        return words
    marked = (one.replace(", ", "，").replace(": ", "：") for one in found)
    return "".join(map("".join, zip(marked, formulas, strict=True)))


def put_in_language(fig: Figure) -> None:
    """Replace the English words of `fig` by those of the language spoken now."""
    if language() == "en":
        return
    for ax in fig.findobj(Axes):
        for axis in (ax.xaxis, ax.yaxis):
            _rename_ticks(axis)
    for words in _texts(fig):
        words.set_text(label(words.get_text()))


def labels_of(fig: Figure) -> list[str]:
    """The words that stand in `fig`, but for formulas and what is data."""
    found = (_FORMULA.sub("", words.get_text()) for words in _texts(fig))
    return sorted({one for one in found if _LATIN.search(one) or CHINESE.search(one)})


def foreign_labels(labels: Sequence[str], lang: str) -> list[str]:
    """Those that speak the other language."""
    if lang == "en":
        return [words for words in labels if CHINESE.search(words)]
    return [words for words in labels if set(_LATIN.findall(words)) - SAME_IN_BOTH]


def _rename_ticks(axis: Axis) -> None:
    ticks = axis.get_ticklabels()
    names = [tick.get_text() for tick in ticks]
    renamed = [label(name) for name in names]
    if renamed != names and AS_READ not in {tick.get_gid() for tick in ticks}:
        axis.set_ticks(axis.get_ticklocs(), renamed)


def _texts(fig: Figure) -> Iterator[mtext.Text]:
    for found in fig.findobj(mtext.Text):
        if isinstance(found, mtext.Text) and found.get_gid() != AS_READ:
            yield found
