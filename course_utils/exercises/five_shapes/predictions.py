"""Lesson 07: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("07_five_shapes")

predictions.add(
    "rows_or_all",
    answer="b",
    choices={
        "a": Text(
            en="It has more parameters and a state, but the picture is small and "
            "stands still: there is nothing that only memory could find.",
            zh="循环网络参数更多，还有状态。可是图很小，也没有先后，并不需要记忆。",
        ),
        "b": Text(
            en="Eight steps are easy to remember, and 64 pixels at once are enough: "
            "neither has an advantage to speak of.",
            zh="记住八步不难，64 个像素也能一次看完，所以谁也没有明显的优势。",
        ),
        "c": Text(
            en="The first row is seven steps away from the verdict, not seventy. An "
            "RNN remembers that far.",
            zh="第一行离判断只有七步，不是七十步；这么近，RNN 能记住。",
        ),
    },
)

predictions.add(
    "twenty_eight_rows",
    answer="a",
    choices={
        "a": Text(
            en="28 steps are far for a plain RNN to learn through in three epochs. "
            "The LSTM's cell state is kept by a gate, and training can open it "
            "(lesson 05).",
            zh="28 步对只训练三轮的朴素 RNN 来说还太远。"
            "LSTM 的细胞状态由遗忘门控制，而门开多大是学出来的（第 05 课）。",
        ),
        "b": Text(
            en="That was so with eight rows. Each row more is one more product on the "
            "gradient's way back.",
            zh="只有八行时是这样。每多一行，梯度往回传时就多乘一次。",
        ),
        "c": Text(
            en="Fewer, but harder to learn: from the verdict back to the first row, "
            "the gradient passes 27 steps and can fade (lesson 04).",
            zh="参数虽少，却更难学：从判断往回传到第一行，梯度要经过 27 步，"
            "可能越走越小（第 04 课）。",
        ),
    },
)

predictions.add(
    "unseen_numbers",
    answer="c",
    choices={
        "a": Text(
            en="Names learnt by heart would give that. But every digit of these "
            "numbers stands in others that were shown.",
            zh="只有死记硬背才会这样。可是这些数的每一位数字，网络都在别的数里见过。",
        ),
        "b": Text(
            en="That would mean the net has learnt digits and nothing else. It has "
            "also learnt which names exist.",
            zh="那意味着网络只学会了认数字。其实它把有哪些读法也一起记住了。",
        ),
        "c": Text(
            en="It has learnt digits, in part; in part it has learnt which names there "
            "are, and writes one of those.",
            zh="它一方面学会了认数字，另一方面也记住了有哪些读法："
            "写错的时候，写出的往往是见过的读法。",
        ),
    },
)

predictions.add(
    "one_answer_or_twenty",
    answer="b",
    choices={
        "a": Text(
            en="At the end both are asked the same. But one of them was told, step by "
            "step, how to get there.",
            zh="最后测试的内容确实一样。可是其中一个网络，每一步都有答案可学。",
        ),
        "b": Text(
            en="Told at each step, it need only learn to flip one bit. Told at the "
            "end, it must flip at nearly every bracket before the loss gets much "
            "better.",
            zh="每一步都有答案时，只要学会“翻转一次”；只有最后一步有答案时，"
            "几乎每个括号都要翻转对，损失才会明显下降。",
        ),
        "c": Text(
            en="The other answers are no distraction: each is on the way to the last.",
            zh="中间的答案不会让网络分心：每一个都是走向最后答案的一步。",
        ),
    },
)

predictions.add(
    "which_numbers_suffer",
    answer="c",
    choices={
        "a": Text(
            en="Zeros do make it harder, but length far more: short numbers with "
            "zeros come out right much more often than long ones without.",
            zh="带零的确实难一些，可是位数的影响大得多："
            "位数少而带零的，比位数多而不带零的更容易写对。",
        ),
        "b": Text(
            en="The state has 96 numbers for three digits and for eight: eight are a "
            "tighter fit.",
            zh="不管三位还是八位，都要存进同样的 96 个值里；八位的就挤得多。",
        ),
        "c": Text(
            en="The more digits, the more it must learn to pack into one state.",
            zh="位数越多，要存进一个状态的内容就越多，也就越难学会。",
        ),
    },
)

predictions.add(
    "one_digit_more",
    answer="a",
    choices={
        "a": Text(
            en="Nine digits need 亿, a hundred million. The net has no symbol for it, "
            "and never saw a ninth place.",
            zh="九位数要用“亿”。网络会写的符号里没有这个字，它也从没见过第九位。",
        ),
        "b": Text(
            en="Parts of the numeral may well be right. But the whole needs 亿, a "
            "hundred million, and that character the net has never seen.",
            zh="局部也许能写对。可是整个数要用“亿”，这个字网络从没见过。",
        ),
        "c": Text(
            en="The rule is clear to you, because you know that it is a rule. The net "
            "knows examples.",
            zh="你知道规则，所以觉得容易；网络并不知道规则，它只见过例子。",
        ),
    },
)
