"""Which part of an LSTM has to be open or shut for what?"""

from __future__ import annotations

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("05_gates")


def no_arguments() -> list[tuple[()]]:
    """One call without arguments."""
    return [()]


@exercises.add(
    task=Text(
        en="Return a `dict`: for each wish a to d the three gates in the order f, i, "
        'o, as `"110"`: 1 for open, 0 for shut.',
        zh="返回一个 `dict`：从愿望 a 到 d，各配上三个门的开关，按 f、i、o 的顺序写，"
        '例如 `"110"`：1 是开，0 是关。',
    ),
    hints=(
        Text(
            en="Ask three questions of each wish. Is the old c kept? Is g written? "
            "Is anything shown in h?",
            zh="每个愿望问三句：旧的 c 还留着吗？g 要写进去吗？h 要露出什么吗？",
        ),
        Text(
            en="The answers to the three questions are f, i and o. "
            "To add to what is there, both the old and the new must pass.",
            zh="三句的答案就是 f、i、o。要在原有的上面累加，旧的和新的都得放行。",
        ),
        Text(
            en="Keep means f = 1 and i = 0. Replace is just the opposite. "
            "Hidden means o = 0.",
            zh="保留，就是 f = 1、i = 0；替换，正好相反。不露出来，就是 o = 0。",
        ),
    ),
    cases=no_arguments,
)
def match_gates() -> dict[str, str]:
    """-> {"a": "...", "b": "...", "c": "...", "d": "..."}, each: f i o"""
    return {"a": "100", "b": "011", "c": "111", "d": "001"}


@exercises.match_gates.mistake(
    Text(
        en="You wrote the gates as i, f, o. The order asked for is f, i, o.",
        zh="你是按 i、f、o 写的。题目要的顺序是 f、i、o。",
    )
)
def input_first() -> dict[str, str]:
    return {"a": "010", "b": "101", "c": "111", "d": "001"}


@exercises.match_gates.mistake(
    Text(
        en="Your 1 is shut and your 0 is open. A gate is a factor: 1 lets all through.",
        zh="你把 1 当成关、0 当成开了。门是一个乘数：乘 1 才是全放行。",
    )
)
def open_is_zero() -> dict[str, str]:
    flip = str.maketrans("01", "10")
    return {wish: gates.translate(flip) for wish, gates in match_gates().items()}


@exercises.match_gates.mistake(
    Text(
        en="In (a) your output gate is open. The wish says that nobody may see it yet.",
        zh="(a) 里你的输出门开着。题目说的是：暂时谁也别看见。",
    )
)
def shows_what_is_kept() -> dict[str, str]:
    return match_gates() | {"a": "101"}


@exercises.match_gates.mistake(
    Text(
        en="In (b) the old memory stays beside the new. To replace it, "
        "the forget gate must shut.",
        zh="(b) 里旧的记忆还跟新的混在一起。要替换，遗忘门得关上。",
    )
)
def adds_instead_of_replacing() -> dict[str, str]:
    return match_gates() | {"b": "111"}


@exercises.match_gates.mistake(
    Text(
        en="In (c) the forget gate is shut, so each step starts from nothing. "
        "Counting needs the old count: f = 1. A forget gate that is open "
        "forgets nothing.",
        zh="(c) 里遗忘门关着，每步都从零开始。数数要靠原来的数：f = 1。"
        "遗忘门开着，才什么都不忘。",
    )
)
def counts_without_memory() -> dict[str, str]:
    return match_gates() | {"c": "011"}


@exercises.match_gates.mistake(
    Text(
        en="In (d) the old memory is kept. To clear it without writing, "
        "both f and i are 0.",
        zh="(d) 里旧的记忆还在。只清空、不写入，f 和 i 都得是 0。",
    )
)
def clears_nothing() -> dict[str, str]:
    return match_gates() | {"d": "101"}


@exercises.match_gates.mistake(
    Text(
        en="You read the forget gate by its name: open as “forget”. It is the other "
        "way round: f = 1 keeps everything, f = 0 forgets everything.",
        zh="你是按名字理解遗忘门的：以为开了就忘。正好相反：f = 1 全留，f = 0 全忘。",
    )
)
def forget_gate_by_its_name() -> dict[str, str]:
    flip = {"0": "1", "1": "0"}
    return {wish: flip[s[0]] + s[1:] for wish, s in match_gates().items()}


@exercises.match_gates.mistake(
    Text(
        en="In (a) the forget gate is shut, so the old is gone. What f lets through "
        "is kept.",
        zh="(a) 里遗忘门关着，原来的就没了。f 放过去的，才留得住。",
    )
)
def forgets_what_is_kept():
    return match_gates() | {"a": "000"}


@exercises.match_gates.mistake(
    Text(
        en="In (a) something new is written into what should stay as it is.",
        zh="(a) 里往该保持原样的记忆里写了新东西。",
    )
)
def writes_over_what_is_kept():
    return match_gates() | {"a": "110"}


@exercises.match_gates.mistake(
    Text(
        en="In (b) nothing new is taken: the input gate is shut.",
        zh="(b) 里没有换上新的：输入门关着。",
    )
)
def takes_nothing_new():
    return match_gates() | {"b": "001"}


@exercises.match_gates.mistake(
    Text(
        en="In (b) the new is not shown: which gate lets it out?",
        zh="(b) 里新的没有露出来：露不露，由哪个门管？",
    )
)
def replaces_in_secret():
    return match_gates() | {"b": "010"}


@exercises.match_gates.mistake(
    Text(
        en="In (c) nothing is added: a new value has to come in at each step.",
        zh="(c) 里什么也没加上去：每一步都要有新值进来。",
    )
)
def counts_nothing_new():
    return match_gates() | {"c": "101"}


@exercises.match_gates.mistake(
    Text(
        en="In (c) the sum is not shown: which gate lets it out?",
        zh="(c) 里总数没有露出来：露不露，由哪个门管？",
    )
)
def counts_in_secret():
    return match_gates() | {"c": "110"}


@exercises.match_gates.mistake(
    Text(
        en="In (d) something is written. Wiped and left empty: what must i be?",
        zh="(d) 里写进了东西。清空以后要一直空着：i 该是多少？",
    )
)
def writes_after_wiping():
    return match_gates() | {"d": "011"}


@exercises.match_gates.mistake(
    Text(
        en="In (d) the output gate is shut, and nobody sees that the memory is empty.",
        zh="(d) 里输出门关着，谁也看不见记忆是空的。",
    )
)
def hides_that_it_is_empty():
    return match_gates() | {"d": "000"}


@exercises.match_gates.mistake(
    Text(
        en="The gates may be right, but write the three digits without anything "
        'between them, as in `"110"`.',
        zh='门也许都对，只是写法不同：三个数字连着写，中间什么也不加，像 `"110"` 这'
        "样。",
    )
)
def with_commas():
    return {wish: ",".join(gates) for wish, gates in match_gates().items()}


@exercises.match_gates.mistake(
    Text(
        en='The digits are right. Leave out the spaces: `"110"`.',
        zh='数字都对。中间不要空格：`"110"`。',
    )
)
def with_spaces():
    return {wish: " ".join(gates) for wish, gates in match_gates().items()}


@exercises.match_gates.mistake(
    Text(
        en="You wrote the gates as o, f, i or o, i, f. The order asked for is f, i, o.",
        zh="你是把 o 写在最前面的。题目要的顺序是 f、i、o。",
    )
)
def output_in_front():
    return {wish: s[2] + s[:2] for wish, s in match_gates().items()}


@exercises.match_gates.mistake(
    Text(
        en="You wrote the gates as o, i, f. The order asked for is f, i, o.",
        zh="你是按 o、i、f 写的。题目要的顺序是 f、i、o。",
    )
)
def from_the_last_gate_to_the_first():
    return {wish: s[::-1] for wish, s in match_gates().items()}


@exercises.match_gates.mistake(
    Text(
        en="You wrote the gates as i, o, f. The order asked for is f, i, o.",
        zh="你是按 i、o、f 写的。题目要的顺序是 f、i、o。",
    )
)
def input_gate_in_the_last_place():
    return {wish: s[1:] + s[0] for wish, s in match_gates().items()}


@exercises.match_gates.mistake(
    Text(
        en="All your gates are always open: then the old and the new are added up, "
        "and shown. That is right for one wish only.",
        zh="你的门全都开着：旧的、新的都累加起来，又都露出来。只有一个愿望是这样。",
    )
)
def always_everything_open():
    return dict.fromkeys(match_gates(), "111")


@exercises.match_gates.mistake(
    Text(
        en="Your output gate is shut in every wish. In which of them is something to "
        "be seen?",
        zh="每个愿望里你的输出门都关着。其中哪几个是要让人看见的？",
    )
)
def output_gate_always_shut():
    return {wish: s[:2] + "0" for wish, s in match_gates().items()}
