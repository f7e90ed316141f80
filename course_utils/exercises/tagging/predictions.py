"""Lesson 10: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("10_tagging")

predictions.add(
    "without_neighbours",
    answer="c",
    choices={
        "a": Text(
            en="That is its accuracy by character. But nine characters in ten stand "
            "outside of names: to say “no name” there takes no skill.",
            zh="这是按字算的准确率。可是十个字里有九个不在名字里，"
            "一律答“不是”就能对九个。",
        ),
        "b": Text(
            en="It would have to get more than half of the names whole. A character "
            "alone hardly says whether it stands in a name, and where that ends.",
            zh="那得有一半以上的名字从头到尾都对。单看一个字，"
            "很难知道它在不在名字里，更别说名字到哪儿为止。",
        ),
        "c": Text(
            en="Most names are missed or torn. The many characters outside of names "
            "hide that in the accuracy.",
            zh="名字多半漏掉了，或者只找到半截。名字以外的字太多，准确率里看不出来。",
        ),
    },
)

predictions.add(
    "same_beginning",
    answer="a",
    choices={
        "a": Text(
            en="It has read the same characters, so its state is the same, and so is "
            "its answer. What comes later cannot reach back.",
            zh="读过的字一样，状态就一样，答案也一样。后面的字影响不到前面。",
        ),
        "b": Text(
            en="How could it? When it answers, 河 has not been read.",
            zh="不会：它回答的时候，“河”字还没有读到。",
        ),
        "c": Text(
            en="It would like to; but it answers one character too early for that.",
            zh="不会：它回答的时候，后面那个不同的字还没有读到。",
        ),
    },
)

predictions.add(
    "second_direction",
    answer="b",
    choices={
        "a": Text(
            en="So it was with whole reviews: they are read to the end before one "
            "answer is given. Here an answer is due at every character.",
            zh="整篇评论才是这样：读到底，只答一次。这里每读一个字就得答一次。",
        ),
        "b": Text(
            en="At the first character of a name, most of what tells is still to come.",
            zh="读到名字的第一个字时，能说明问题的内容多半还在后面。",
        ),
        "c": Text(
            en="That would need nearly all names to be found. The second net sees the "
            "future, but it has read as few sentences.",
            zh="那得几乎每个名字都找对。看得到后文，不等于学过更多的句子。",
        ),
    },
)

predictions.add(
    "who_needs_the_future",
    answer="b",
    choices={
        "a": Text(
            en="A Chinese name of a person begins with its surname, of which few are "
            "common: a warning at the first character.",
            zh="中国人名以姓开头，常见的姓就那么些：第一个字就是信号。",
        ),
        "b": Text(
            en="Wherever the first character of a place stands, it mostly begins none: "
            "what tells is still to come. A surname gives more away.",
            zh="地名的第一个字，在别处多半并不是地名的开头，要看后面才知道；"
            "人名打头的是姓，更容易认出来。",
        ),
        "c": Text(
            en="Both lose, but not alike: a surname warns at once; the first character "
            "of a place says less.",
            zh="两种都会掉，但程度不一样：姓氏一出现就是信号，"
            "地名的第一个字提供不了这么多信息。",
        ),
    },
)

predictions.add(
    "organisations",
    answer="c",
    choices={
        "a": Text(
            en="It would be so in a text with thousands of companies. Here a few dozen "
            "names come again and again.",
            zh="要是有成千上万家公司，就会这样。可这里翻来覆去只有几十个名字。",
        ),
        "b": Text(
            en="That is about what it reaches on all kinds together.",
            zh="三类合起来算，名单的 F1 差不多是这个数。",
        ),
        "c": Text(
            en="Nearly all of them have been seen in training, word for word. A high "
            "F1 for this kind says nothing about understanding.",
            zh="几乎每一个都在训练集里原样出现过。这一类的 F1 再高，也不等于读懂了。",
        ),
    },
)
