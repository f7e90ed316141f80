"""Lesson 11: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("11_language_model")

predictions.add(
    "four_gram",
    answer="b",
    choices={
        "a": Text(
            en="From no character to one, the step was that large. But three given "
            "characters are seldom met twice: there is little to count.",
            zh="从看零个字到看一个字，确实降了这么多。可同样的三个字很少碰上第二回，"
            "没什么可数的。",
        ),
        "b": Text(
            en="What three characters lead to has seldom been seen before, so the "
            "model falls back on two. Counting has come to its end.",
            zh="三个字连着出现，多半是头一回见，模型只好退回去看两个字。"
            "数数的本事到此为止。",
        ),
        "c": Text(
            en="Without smoothing it would: most of its counts are 0 or 1. This model "
            "mixes in the shorter contexts, so a longer one does no harm.",
            zh="不做平滑就会这样：它的计数多半是 0 或 1。"
            "这里的模型会掺入较短的上文，看得长些并不吃亏。",
        ),
    },
)

predictions.add(
    "smaller_vocabulary",
    answer="c",
    choices={
        "a": Text(
            en="Much is lost, indeed. But the number does not see it: “unknown” is now "
            "a very common symbol, and easy to expect.",
            zh="确实丢了很多东西，可这个数看不见：“未知”成了极常见的符号，一猜就中。",
        ),
        "b": Text(
            en="The text is the same, the question is not: to say “some rare "
            "character” is easier than to say which.",
            zh="文字没变，题目变了：“是个冷僻的字”，总比说出是哪个字容易。",
        ),
        "c": Text(
            en="A third of the test has become one symbol. The model knows less, and "
            "its perplexity praises it.",
            zh="测试集有三分之一成了同一个符号。模型知道的少了，困惑度反倒好看了。",
        ),
    },
)

predictions.add(
    "padded_loss",
    answer="a",
    choices={
        "a": Text(
            en="More than half of the targets are pads, which cost nothing, and they "
            "pull the mean down.",
            zh="一多半目标是填充，代价为零，平均就被拉了下来。",
        ),
        "b": Text(
            en="That is what a character costs. But the mean is over all targets, and "
            "most of these are no characters.",
            zh="一个字的代价的确如此。可平均是对所有目标取的，其中多半不是字。",
        ),
        "c": Text(
            en="More symbols, but no harder ones: a pad after a pad is the surest "
            "guess there is.",
            zh="符号是多了，却并不难猜：填充后面还是填充，没有比这更有把握的了。",
        ),
    },
)

predictions.add(
    "after_training",
    answer="b",
    choices={
        "a": Text(
            en="All of them read the same characters. But it need not meet a pair to "
            "expect it: what it learns of wine, it knows of a cup.",
            zh="三个读的是同样的字。可它不必见过某个搭配：从“酒”学来的，"
            "到“杯”那里也用得上。",
        ),
        "b": Text(
            en="The state remembers the line, and similar characters share what is "
            "learnt. A pair that was never met is all that counting cannot guess.",
            zh="状态记得住整行，相近的字又能共用学到的东西；"
            "没见过的搭配，光靠数是猜不出来的。",
        ),
        "c": Text(
            en="In time, yes: the trained poet below is there. Half a minute is not "
            "enough for that.",
            zh="时间够长就行，下文训练好的模型就到了。半分钟还不够。",
        ),
    },
)

predictions.add(
    "real_or_careful",
    answer="c",
    choices={
        "a": Text(
            en="Its own are what it finds likeliest, step by step. It could hardly be "
            "less surprised.",
            zh="它自己写的，每一步都挑最可能的字。还能怎么不意外呢？",
        ),
        "b": Text(
            en="That holds near temperature 1, where it draws as often as it expects. "
            "Near 0 it only says what is likeliest.",
            zh="温度在 1 附近才差不多：它预期多大，就抽到多少。"
            "接近 0 时，它只说最可能的。",
        ),
        "c": Text(
            en="Poets do not write the likeliest character. A text without surprise "
            "says nothing new.",
            zh="诗人不会总写最可能的字。一点不出人意料，就什么也没说。",
        ),
    },
)
