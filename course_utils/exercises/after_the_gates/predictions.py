"""Lesson 13: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("13_after_the_gates")

predictions.add(
    "rounds_of_an_rnn",
    answer="c",
    choices={
        "a": Text(
            en="The weights are known, but a step also needs the state before it. Who "
            "has that of place 500 in the first round?",
            zh="权重是知道的，可是走一步还要用到前一个状态。"
            "第一轮就想算第 500 个位置，它的前一个状态从哪里来？",
        ),
        "b": Text(
            en="For that, somebody would have to begin in the middle, with a state "
            "that nobody knows yet. Keep the idea: something else can do it.",
            zh="那就得从中间开始算，可中间的状态还没算出来。"
            "这个想法先留着，后面有一种网络做得到。",
        ),
        "c": Text(
            en="Each state needs the one before: a chain of 1,000.",
            zh="每个状态都要用到前一个状态，一千步一环扣一环。",
        ),
    },
)

predictions.add(
    "rounds_of_a_scan",
    answer="a",
    choices={
        "a": Text(
            en="1, 2, 4, 8, ...: each round doubles what a place holds, and ten "
            "doublings are 1,024.",
            zh="1、2、4、8……每过一轮就翻一倍，翻十次就是 1,024。",
        ),
        "b": Text(
            en="32 is about the root of 1,000: as if you cut it into 32 pieces of 32. "
            "Doubling is quicker.",
            zh="1,000 的平方根大约是 32，那就像是切成 32 段、每段 32 步。"
            "每轮翻倍更快。",
        ),
        "c": Text(
            en="That would be two steps a round. But what was joined is joined again, "
            "with its like.",
            zh="那等于每轮只处理两步。可是已经合并好的几步，还会跟同样合并好的几步再合并。",
        ),
    },
)

predictions.add(
    "who_bit_whom",
    answer="a",
    choices={
        "a": Text(
            en="The same words, the same weights, the same mean. An attention without "
            "places reads a bag of words.",
            zh="词一样，权重一样，平均也就一样。"
            "注意力不知道位置，读到的只是一袋词，没有先后。",
        ),
        "b": Text(
            en="They are swapped, but who would notice? A weight depends on what a "
            "word is, not on where it stands.",
            zh="左右是换了，可是从哪里看得出来？权重只取决于词是什么，不取决于它在哪里。",
        ),
        "c": Text(
            en="No state is needed: each place asks all the others directly.",
            zh="用不着状态：每个位置都直接去问其他所有位置。",
        ),
    },
)

predictions.add(
    "who_goes_on_flipping",
    answer="c",
    choices={
        "a": Text(
            en="If they had all learnt to flip. But short texts can be answered in "
            "other ways, such as counting what is seen.",
            zh="要是都学会了翻转，那当然可以。可是短的序列还有别的答法，"
            "比如数一数看到了几个括号。",
        ),
        "b": Text(
            en="It sees all brackets, but only as a mean. Among 160, one bracket more "
            "changes a mean by very little.",
            zh="所有括号它都看得到，可看到的只是平均。"
            "160 个符号里多一个括号，平均值几乎不变。",
        ),
        "c": Text(
            en="To flip is to make the new state out of the old one, and they can, at "
            "every step anew.",
            zh="翻转，就是由旧状态得出新状态；它们每一步都做得到。",
        ),
    },
)

predictions.add(
    "who_recalls_longer",
    answer="b",
    choices={
        "a": Text(
            en="It can look at the first symbol, but it has to know where to look. It "
            "learnt that with 30 places, and these are others.",
            zh="它看得到第一个符号，可还得知道该往哪里看。"
            "这一点它是在 30 个位置上学会的，现在位置变了。",
        ),
        "b": Text(
            en="So it was with these three: what a factor near 1 keeps for 30 steps, "
            "it kept for 200. The GRU has such a factor, too, but lost much with one.",
            zh="三个种子都是这样：系数接近 1，能留住 30 步的，也留住了 200 步。"
            "GRU 也有这样的系数，可是有一个种子差了很多。",
        ),
        "c": Text(
            en="Too careful: lesson 05 has shown how long a belt can keep.",
            zh="太谨慎了：传送带能留多久，第 05 课已经见过。",
        ),
    },
)

predictions.add(
    "who_is_ahead",
    answer="a",
    choices={
        "a": Text(
            en="So it was here, in the mean of three seeds: in so short a time, on "
            "poems so short. How far that goes, the text says.",
            zh="在这里，三个种子平均下来确实如此：训练的时间这么短，诗也这么短。"
            "这个结果能推广到多远，下面再说。",
        ),
        "b": Text(
            en="That is what one reads of far larger nets and texts, trained far "
            "longer. Here, more text did not turn the order round.",
            zh="人们说的是网络大得多、语料大得多、训练也长得多的情形。"
            "在这里，字再多，谁先谁后也没有反过来。",
        ),
        "c": Text(
            en="A poem has few characters to look back at, and what attention costs "
            "has to be paid all the same.",
            zh="一首诗没有多少字可以回头看，注意力的代价却一分也不能少。",
        ),
    },
)

predictions.add(
    "what_is_taken_along",
    answer="b",
    choices={
        "a": Text(
            en="The LSTM squeezes all it has read into one state, which does not grow.",
            zh="LSTM 把读过的全都压进一份状态，这份状态不会变大。",
        ),
        "b": Text(
            en="A state has one size. Keys and values come by each character read.",
            zh="状态的大小不变；键和值则每读一个字就多一份。",
        ),
        "c": Text(
            en="The weights have a fixed size. But each character read leaves a key "
            "and a value.",
            zh="大小固定的是权重。可是每读一个字，都会留下一个键和一个值。",
        ),
    },
)
