"""What two copies of a review have in common."""

from __future__ import annotations

import re
import string
from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("09_bilstm")


def text_cases() -> list[tuple[str]]:
    """Pairs that differ in marks, blanks or case, and texts that only look alike."""
    texts = (
        "房间 很大!!",
        "房间很大。",
        "DELL 1420, 不错",
        "Dell1420不错...",
        "9成新",
        "8成新",
        "A4 纸, 12元/包",
        "~~~ !!!",
        "",
        "很好_很好（真的）",
        "Café不错",
        "第１次, 第 2 次",
    )
    return [(text,) for text in texts]


def drawn_text(rng: np.random.Generator) -> tuple[str]:
    """Characters of every sort, in any order."""
    return ("".join(rng.choice(list("房间很大DELla9_- ，。é!龥一Z0"), size=16)),)


@exercises.add(
    task=Text(
        en="Two lines are copies if they have the same `review_key`. Keep only "
        "Chinese characters (`一` to `龥`), digits 0 to 9 and letters a to z; make "
        "letters small.",
        zh="两行的 `review_key` 相同，就算重复。只留汉字（从 `一` 到 `龥`）、"
        "数字 0 到 9 和字母 a 到 z；字母一律小写。",
    ),
    hints=(
        Text(
            en="Marks and blanks must go, and “A” must become “a”. Which do you do "
            "first?",
            zh="标点和空白要去掉，“A”要变成“a”。这两件事先做哪一件？",
        ),
        Text(
            en="`text.lower()` makes letters small. `re.sub(pattern, '', text)` "
            "deletes what fits the pattern.",
            zh="`text.lower()` 把字母变小写。`re.sub(pattern, '', text)` 能删掉"
            "符合模式的字符。",
        ),
        Text(
            en="In a pattern, `[^...]` is any character that is not in the list. "
            "Yours is `[^0-9a-z一-龥]`.",
            zh="正则表达式里，`[^...]` 表示不在清单里的任何字符。"
            "这里该写 `[^0-9a-z一-龥]`。",
        ),
    ),
    cases=text_cases,
    fresh=drawn_text,
)
def review_key(text: str) -> str:
    """text -> text"""
    return re.sub("[^0-9a-z一-龥]", "", text.lower())


@exercises.review_key.mistake(
    Text(
        en="Capital letters are deleted: they are gone before they could become small. "
        "Make them small first.",
        zh="大写字母被删掉了：还没变成小写，就先没了。先变小写，再删。",
    )
)
def capitals_lost(text):
    return re.sub("[^0-9a-z一-龥]", "", text).lower()


@exercises.review_key.mistake(
    Text(
        en="“DELL” and “Dell” still differ. Make all letters small.",
        zh="“DELL”和“Dell”还是不一样。把字母都变成小写。",
    )
)
def capitals_kept(text):
    return re.sub("[^0-9A-Za-z一-龥]", "", text)


@exercises.review_key.mistake(
    Text(
        en="Blanks are gone, marks are not: `很大!!` and `很大。` still differ.",
        zh="空白没了，标点还在：“很大!!”和“很大。”还是不一样。",
    )
)
def only_blanks_removed(text):
    return "".join(text.lower().split())


@exercises.review_key.mistake(
    Text(
        en="English marks are gone, Chinese ones such as 。 are not: "
        "`string.punctuation` holds only the English ones. Say what stays, not what "
        "goes.",
        zh="英文标点没了，“。”这样的中文标点还在：`string.punctuation` 里只有英文标点。"
        "与其列出要删的，不如列出要留的。",
    )
)
def chinese_marks_kept(text):
    marks = str.maketrans("", "", string.punctuation + " ")
    return text.lower().translate(marks)


@exercises.review_key.mistake(
    Text(
        en="Marks are gone, blanks are not: `房间 很大` and `房间很大` still differ.",
        zh="标点没了，空白还在：“房间 很大”和“房间很大”还是不一样。",
    )
)
def blanks_kept(text):
    return re.sub("[^0-9a-z一-龥 ]", "", text.lower())


@exercises.review_key.mistake(
    Text(
        en="Without digits, `9成新` and `8成新` (nine or eight parts new) are copies. "
        "Keep the digits.",
        zh="去掉数字，“9成新”和“8成新”就成了重复。数字要留下。",
    )
)
def digits_lost(text):
    return re.sub("[^a-z一-龥]", "", text.lower())


@exercises.review_key.mistake(
    Text(
        en="Only Chinese is left: names of models such as A4 and 1420 are gone. Keep "
        "digits and letters too.",
        zh="只剩汉字了：A4、1420 这样的型号都没了。数字和字母也要留下。",
    )
)
def only_chinese(text):
    return re.sub("[^一-龥]", "", text)


@exercises.review_key.mistake(
    Text(
        en="Only letters and digits are left, the Chinese is gone: more than half "
        "the reviews would have an empty key.",
        zh="只剩字母和数字，汉字没了：半数以上的评论，键会变成空的。",
    )
)
def chinese_lost(text):
    return re.sub("[^0-9a-z]", "", text.lower())


@exercises.review_key.mistake(
    Text(
        en="`\\w` keeps more than asked: the underscore “_”, and letters such as é. "
        "Write the list out.",
        zh="`\\w` 留得太多：下划线“_”，还有 é 这样的字母。请把要留的一一列出来。",
    )
)
def all_word_characters(text):
    return re.sub(r"\W", "", text.lower())


@exercises.review_key.mistake(
    Text(
        en="`isalnum` counts é as a letter. Only a to z are asked for.",
        zh="`isalnum` 把 é 也当成字母。这里只要 a 到 z。",
    )
)
def all_letters(text):
    return "".join(one for one in text.lower() if one.isalnum())


@exercises.review_key.mistake(
    Text(
        en="You keep what should go: in the list, `^` says “not”.",
        zh="你把该删的留下了：方括号里打头的 `^` 表示“不是”。",
    )
)
def the_other_way_round(text):
    return re.sub("[0-9a-z一-龥]", "", text.lower())


@exercises.review_key.mistake(
    Text(
        en="`findall` gives a list of pieces. Join them: `''.join(...)`.",
        zh="`findall` 返回的是列表，里面是一个个字符。用 `''.join(...)` 接起来。",
    )
)
def list_of_pieces(text):
    return re.findall("[0-9a-z一-龥]", text.lower())


@exercises.review_key.mistake(
    Text(
        en="All letters are large now. Make them small: `lower`, not `upper`.",
        zh="字母全成了大写。要变成小写：用 `lower`，不是 `upper`。",
    )
)
def made_large(text):
    return review_key(text).upper()


@exercises.review_key.mistake(
    Text(
        en="A blank stands for each mark. Delete the marks: put nothing in their "
        "place.",
        zh="每个标点的位置都换成了空格。要删掉：什么也别放。",
    )
)
def blanks_for_marks(text):
    return re.sub("[^0-9a-z一-龥]", " ", text.lower())


@exercises.review_key.mistake(
    Text(
        en="You give the characters that are kept only once, or in another order. A "
        "key keeps every one in its place.",
        zh="留下的字有的只剩一次，或者换了次序。键里每个字都要留在原处。",
    )
)
def each_character_once(text):
    return "".join(dict.fromkeys(review_key(text)))


@exercises.review_key.mistake(
    Text(
        en="`\\d` takes the digits of every script, the wide `１` too. Only 0 to 9 "
        "count: write `0-9`.",
        zh="`\\d` 连别的文字里的数字也算，比如全角的 `１`。只留 0 到 9：要写 `0-9`。",
    )
)
def digits_of_every_script(text):
    return re.sub(r"[^\da-z一-龥]", "", text.lower())


@exercises.review_key.mistake(
    Text(
        en="`re.search` finds one run only, the first, and in an empty text none. "
        "All runs belong to the key: rather delete what does not.",
        zh="`re.search` 只找得到第一段，空文本里一段也没有。每一段都属于键：不如反过"
        "来，把不该留的删掉。",
    )
)
def first_run_only(text):
    first: Any = re.search("[0-9a-z一-龥]+", text.lower())  # an error, if there is none
    return first.group()


@exercises.review_key.mistake(
    Text(
        en="`A-z` is more than letters: between `Z` and `a` stand `[`, `]`, `^`, `_` "
        "and others, and all of these are kept. Make letters small first, then "
        "write `a-z`.",
        zh="`A-z` 里不只有字母：`Z` 和 `a` 之间还有 `[`、`]`、`^`、`_` 等符号，全都留"
        "下了。先改成小写，再写 `a-z`。",
    )
)
def from_capital_to_small(text):
    return re.sub("[^0-9A-z一-龥]", "", text).lower()


@exercises.review_key.mistake(
    Text(
        en="`isalpha` drops the digits, and keeps letters of every script, such as "
        "`é`. Keep just what the task lists.",
        zh="`isalpha` 丢掉了数字，又留下了别的文字的字母，比如 `é`。只留题目列出的那"
        "些。",
    )
)
def whatever_is_a_letter(text):
    return "".join(one for one in text.lower() if one.isalpha())
