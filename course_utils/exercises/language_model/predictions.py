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
            zh="从不看前文到看一个字，确实降了这么多。可是同样的三个字很少出现第二次，"
            "没有什么可数的。",
        ),
        "b": Text(
            en="What three characters lead to has seldom been seen before, so the "
            "model falls back on two. Counting has come to its end.",
            zh="连着的三个字后面接什么，多半从没见过，模型只好退回去只看两个字。"
            "数数就只能做到这一步。",
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
            zh="确实丢了很多信息，可是困惑度看不出来：“未知”成了极常见的符号，"
            "很容易猜中。",
        ),
        "b": Text(
            en="The text is the same, the question is not: to say “some rare "
            "character” is easier than to say which.",
            zh="文字没有变，问题变了：猜“是个冷僻的字”，总比猜出究竟是哪个字容易。",
        ),
        "c": Text(
            en="A third of the test has become one symbol. The model knows less, and "
            "its perplexity praises it.",
            zh="测试集有三分之一成了同一个符号。模型知道的少了，困惑度反而更好看。",
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
            zh="状态能记住整行，相近的字又能共用学到的东西；而没见过的搭配，"
            "光靠数数是猜不出来的。",
        ),
        "c": Text(
            en="In time, yes: the trained poet below is there. Half a minute is not "
            "enough for that.",
            zh="时间够长就能做到，比如下文那个训练好的模型。半分钟还不够。",
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
            zh="它自己写的诗，每一步取的都是最可能的字，当然不会让它意外。",
        ),
        "b": Text(
            en="That holds near temperature 1, where it draws as often as it expects. "
            "Near 0 it only says what is likeliest.",
            zh="温度在 1 附近才会差不多：那时字出现的机会正好等于它预期的概率。"
            "接近 0 时，它只取最可能的字。",
        ),
        "c": Text(
            en="Poets do not write the likeliest character. A text without surprise "
            "says nothing new.",
            zh="诗人不会总写最可能的字。一段话如果毫不出人意料，就等于什么也没有说。",
        ),
    },
)
