"""The list of lessons: the one place that knows their order, names and length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from course_utils.text import Text, join


@dataclass(frozen=True)
class Lesson:
    """One lesson; `slug` names its source, its notebooks and its exercises."""

    slug: str
    title: Text
    minutes: int
    builds_on: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        return int(self.slug[:2])

    @property
    def name(self) -> str:
        """The slug without its number: the module of its exercises."""
        return self.slug[3:]


LESSONS: tuple[Lesson, ...] = (
    Lesson("00_start_here", Text(en="Start here", zh="从这里开始"), 25),
    Lesson(
        "01_vanilla_rnn",
        Text(
            en="One symbol at a time: the vanilla RNN",
            zh="一次读一个符号：朴素循环神经网络",
        ),
        90,
        (0,),
    ),
    Lesson("02_parameters", Text(en="Counting parameters", zh="数一数参数"), 85, (1,)),
    Lesson(
        "03_bptt",
        Text(en="Learning through time: BPTT", zh="沿着时间往回学：BPTT"),
        90,
        (1,),
    ),
    Lesson(
        "04_fading_memory",
        Text(en="Why memories fade", zh="记忆为什么会消失"),
        80,
        (3,),
    ),
    Lesson("05_gates", Text(en="Gates: LSTM and GRU", zh="门：LSTM 与 GRU"), 90, (4,)),
    Lesson("06_shapes", Text(en="Shapes in PyTorch", zh="PyTorch 里的形状"), 75, (5,)),
    Lesson(
        "07_five_shapes",
        Text(en="Five shapes of problem", zh="五种输入输出结构"),
        85,
        (6,),
    ),
    Lesson(
        "08_movie_reviews",
        Text(
            en="Movie reviews: from a simple RNN to an LSTM",
            zh="影评：从朴素 RNN 到 LSTM",
        ),
        90,
        (7,),
    ),
    Lesson(
        "09_bilstm", Text(en="BiLSTM classification", zh="双向 LSTM 分类"), 90, (8,)
    ),
    Lesson(
        "10_tagging",
        Text(
            en="Names in sentences: BiLSTM tagging", zh="句子里的名字：BiLSTM 序列标注"
        ),
        60,
        (9,),
    ),
    Lesson(
        "11_language_model",
        Text(en="A character language model", zh="字符级语言模型"),
        90,
        (6,),
    ),
    Lesson("12_poet", Text(en="The acrostic poet", zh="藏头诗人"), 90, (11,)),
    Lesson(
        "13_after_the_gates",
        Text(en="After the gates: scans and attention", zh="门之后：扫描与注意力"),
        75,
        (5, 7, 11),
    ),
)


def lesson(slug: str) -> Lesson:
    """The lesson called `slug`; an unknown slug is a `ValueError`."""
    for candidate in LESSONS:
        if candidate.slug == slug:
            return candidate
    raise _no_lesson(slug)


def find_lesson(name: str) -> Lesson:
    """The lesson meant by `name`: a slug, its number ("1", "01") or its short name."""
    for lesson in LESSONS:
        number = name.isascii() and name.isdigit() and int(name) == lesson.number
        if number or name in (lesson.slug, lesson.name):
            return lesson
    raise _no_lesson(name)


def hours_of(lessons: Iterable[Lesson]) -> str:
    """How many hours all `lessons` take, to half an hour."""
    return f"{round(sum(lesson.minutes for lesson in lessons) / 30) / 2:g}"


def _no_lesson(name: str) -> ValueError:
    known = join(lesson.slug for lesson in LESSONS)
    return ValueError(str(_NO_LESSON.format(name=name, known=known)))


_NO_LESSON = Text(
    en="There is no lesson {name!r}. The lessons are: {known}.",
    zh="没有 {name!r} 这一课。现有的课是：{known}。",
)
