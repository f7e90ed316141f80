"""Five tasks and their shapes, from 1-1 to N-M."""

from __future__ import annotations

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("01_vanilla_rnn")


def no_arguments() -> list[tuple[()]]:
    """One call without arguments."""
    return [()]


@exercises.add(
    task=Text(
        en="Return the shape of each task: a `dict` from the letters a to e to "
        '`"1-1"`, `"1-N"`, `"N-1"`, `"N-N"`, `"N-M"`. Each shape comes once.',
        zh="返回每个任务的结构：一个 `dict`，从字母 a 到 e 对应到 "
        '`"1-1"`、`"1-N"`、`"N-1"`、`"N-N"`、`"N-M"`。每种结构各出现一次。',
    ),
    hints=(
        Text(
            en="Ask two questions of each task. How many symbols go in? How many "
            "answers come out?",
            zh="对每个任务问两句：进去多少个符号？出来多少个答案？",
        ),
        Text(
            en="Start with the tasks that have one input: is there one answer, or a "
            "row of them? Then those with many inputs: one answer, one for each "
            "input, or any number?",
            zh="先看只有一个输入的：答一次，还是答一串？"
            "再看有许多输入的：只答一次，每个输入答一次，还是答多少次都行？",
        ),
        Text(
            en="A film has as many answers as frames. A question and its answer may "
            "differ in length. And which one has to be heard to its end before it can "
            "be answered?",
            zh="电影有多少帧，就有多少个答案。问题和回答的长短可以不同。"
            "再想一想：哪一个要从头听到尾，才能答一句？",
        ),
    ),
    cases=no_arguments,
)
def name_shapes() -> dict[str, str]:
    """-> {"a": ..., "b": ..., "c": ..., "d": ..., "e": ...}"""
    return {"a": "1-N", "b": "N-N", "c": "N-1", "d": "N-M", "e": "1-1"}


def swapped(one: str, other: str) -> dict[str, str]:
    """The right shapes, but for two letters that have changed places."""
    shapes = name_shapes()
    return {**shapes, one: shapes[other], other: shapes[one]}


@exercises.name_shapes.mistake(
    Text(
        en="(a) and (c) have changed places. A name is read from left to right: first "
        "what goes in, then what comes out.",
        zh="(a) 和 (c) 弄反了。名字从左往右读：先是进去多少，再是出来多少。",
    )
)
def read_from_the_right() -> dict[str, str]:
    return swapped("a", "c")


@exercises.name_shapes.mistake(
    Text(
        en="(b) and (c) have changed places. Both are answered with yes or no. But "
        "how often: once for the whole film, or once for each frame?",
        zh="(b) 和 (c) 弄反了。两个都是回答“是”或“不是”，"
        "可各答几次？整部电影答一次，还是每一帧都答？",
    )
)
def yes_or_no() -> dict[str, str]:
    return swapped("b", "c")


@exercises.name_shapes.mistake(
    Text(
        en="(b) and (d) have changed places. Is there an answer for each input, or do "
        "both sides have a length of their own?",
        zh="(b) 和 (d) 弄反了。是每个输入都有一个答案，还是两边各有各的长短？",
    )
)
def many_to_many() -> dict[str, str]:
    return swapped("b", "d")


@exercises.name_shapes.mistake(
    Text(
        en="(c) and (e) have changed places. Both give one answer. But a photograph "
        "of fixed size is one input; a voice message may last any time.",
        zh="(c) 和 (e) 弄反了。两个都只答一次。可大小固定的照片是一个输入，"
        "语音留言却可长可短。",
    )
)
def one_answer() -> dict[str, str]:
    return swapped("c", "e")


@exercises.name_shapes.mistake(
    Text(
        en="(a) and (d) have changed places. Both write a text. But one starts from a "
        "single word, the other from a question of many.",
        zh="(a) 和 (d) 弄反了。两个都要写出一段文字，"
        "可一个只从一个字写起，另一个先读了一整句问话。",
    )
)
def text_comes_out() -> dict[str, str]:
    return swapped("a", "d")


@exercises.name_shapes.mistake(
    Text(
        en="(a) and (e) have changed places. Both have one input. But how many answers "
        "does a poem need, and how many does an age?",
        zh="(a) 和 (e) 弄反了。两个都只有一个输入。"
        "可一首诗要答多少次，一个年纪要答多少次？",
    )
)
def one_input() -> dict[str, str]:
    return swapped("a", "e")


@exercises.name_shapes.mistake(
    Text(
        en="(c) and (d) have changed places. Both read many symbols. Which of them is "
        "answered in a single word, which in a sentence?",
        zh="(c) 和 (d) 弄反了。两个都要读许多符号。"
        "哪个一个词就答完了，哪个要答一整句？",
    )
)
def many_inputs() -> dict[str, str]:
    return swapped("c", "d")


@exercises.name_shapes.mistake(
    Text(
        en="(b) is not N-1, and each shape comes once. How many answers does a film of "
        "a thousand frames get?",
        zh="(b) 不是 N-1，何况每种结构只出现一次。一千帧的电影，要答多少次？",
    )
)
def film_answered_once() -> dict[str, str]:
    return {**name_shapes(), "b": "N-1"}


@exercises.name_shapes.mistake(
    Text(
        en="(e) is not N-1, and each shape comes once. A photograph has many pixels, "
        "but always the same number: it goes in all at once.",
        zh="(e) 不是 N-1，何况每种结构只出现一次。照片像素虽多，"
        "数目却总是一样，一次就全进去了。",
    )
)
def photograph_as_a_sequence() -> dict[str, str]:
    return {**name_shapes(), "e": "N-1"}


@exercises.name_shapes.mistake(
    Text(
        en="(c) is not 1-1, and each shape comes once. A message is one recording, "
        "but it may last any time: it goes in piece by piece.",
        zh="(c) 不是 1-1，何况每种结构只出现一次。留言虽是一段录音，"
        "却可长可短，只能一点一点地听进去。",
    )
)
def message_all_at_once() -> dict[str, str]:
    return {**name_shapes(), "c": "1-1"}


@exercises.name_shapes.mistake(
    Text(
        en="(d) is not N-N, and each shape comes once. Must an answer have as many "
        "words as its question?",
        zh="(d) 不是 N-N，何况每种结构只出现一次。问话有几个字，回答就得有几个字吗？",
    )
)
def answer_as_long_as_the_question() -> dict[str, str]:
    return {**name_shapes(), "d": "N-N"}


@exercises.name_shapes.mistake(
    Text(
        en="The tasks are right, the spelling is not: write N and M as capitals.",
        zh="任务都认对了，只是写法不同：N 和 M 请用大写。",
    )
)
def small_letters() -> dict[str, str]:
    return {letter: shape.lower() for letter, shape in name_shapes().items()}


@exercises.name_shapes.mistake(
    Text(
        en='The tasks are right, the spelling is not: no spaces, as in `"1-1"`.',
        zh='任务都认对了，只是写法不同：不要加空格，像 `"1-1"` 这样。',
    )
)
def spaces_between() -> dict[str, str]:
    return {
        letter: shape.replace("-", " - ") for letter, shape in name_shapes().items()
    }


@exercises.name_shapes.mistake(
    Text(
        en="The tasks are right, the spelling is not: where both sides have a "
        "length of their own, the name is N-M.",
        zh="任务都认对了，只是写法不同：两边长短各不相同的，写作 N-M。",
    )
)
def m_before_n():
    return {**name_shapes(), "d": "M-N"}


@exercises.name_shapes.mistake(
    Text(
        en="The tasks are right, the spelling is not: the dash is the minus of the "
        "keyboard, `-`.",
        zh="任务都认对了，只是写法不同：横线请用键盘上的减号 `-`。",
    )
)
def other_dashes():
    return {letter: shape.replace("-", "–") for letter, shape in name_shapes().items()}


@exercises.name_shapes.mistake(
    Text(
        en="(a) and (b) have changed places. How many symbols does a film bring in, "
        "and how many the single word?",
        zh="(a) 和 (b) 弄反了。一部电影进来多少个符号，一个词又是多少个？",
    )
)
def poem_and_film():
    return swapped("a", "b")


@exercises.name_shapes.mistake(
    Text(
        en="(b) and (e) have changed places. A film is many pictures, a photograph "
        "only one.",
        zh="(b) 和 (e) 弄反了。电影是许多张画面，照片只有一张。",
    )
)
def film_and_photograph():
    return swapped("b", "e")


@exercises.name_shapes.mistake(
    Text(
        en="(d) and (e) have changed places. Which of them reads and writes "
        "sentences, and which sees one picture and says one number?",
        zh="(d) 和 (e) 弄反了。哪个读一句话、再写一句话，哪个只看一张照片、答一个数？",
    )
)
def question_and_photograph():
    return swapped("d", "e")
