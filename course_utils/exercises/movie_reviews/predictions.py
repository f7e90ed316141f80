"""Lesson 08: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("08_movie_reviews")

predictions.add(
    "unknown_words",
    answer="b",
    choices={
        "a": Text(
            en="So it would be if new reviews used old words only. But names, puns and "
            "rare words come up all the time.",
            zh="如果新影评只用旧词，就会是这样。可是人名、双关语和少见的词总会出现。",
        ),
        "b": Text(
            en="One in twelve: few of all words, and yet most reviews have one.",
            zh="每十二个词里有一个：比例不高，可是大多数影评里至少有一个。",
        ),
        "c": Text(
            en="Of the different words even more are unknown. But the common ones are "
            "known, and they make up most of any text.",
            zh="如果同一个词只数一次，比这还多。可是常用词都在词表里，而文本里大多是常用词。",
        ),
    },
)

predictions.add(
    "read_to_the_end",
    answer="c",
    choices={
        "a": Text(
            en="The pad's vector is zero, true. But a step with a zero input is still "
            "a step: the state is multiplied and squashed once more.",
            zh="填充的向量确实是零。可是输入是零也要走一步：状态照样要乘一次权重，再经过一次激活函数。",
        ),
        "b": Text(
            en="So it would be if only a little was lost. About 40 steps are between "
            "the last word and the verdict.",
            zh="只有丢失得少，才会只低几个百分点。可是从最后一个词到下判断，"
            "中间大约隔着 40 步。",
        ),
        "c": Text(
            en="A coin. After some 40 steps without a word nothing is left to see.",
            zh="跟抛硬币一样。读了大约 40 步填充以后，可以用来判断的信息全都没有了。",
        ),
    },
)

predictions.add(
    "during_the_padding",
    answer="a",
    choices={
        "a": Text(
            en="The same small steps, over and over, lead every state to the same "
            "point.",
            zh="同样的一步反复走，不管从哪个状态出发，都走到同一个点上。",
        ),
        "b": Text(
            en="That is what a memory would do. Does anything in this step keep the "
            "old state as it is?",
            zh="只有能记住时才会这样。可是在这一步里，有什么能让旧状态原样留下来？",
        ),
        "c": Text(
            en="It would take a step that stretches. With PyTorch's small weights each "
            "step shrinks the difference.",
            zh="那要每一步都把差别放大才行。PyTorch 的初始权重小，每一步都在缩小差别。",
        ),
    },
)

predictions.add(
    "linear_or_net",
    answer="b",
    choices={
        "a": Text(
            en="One would hope so, for an LSTM reads in order. Run the next cell "
            "before you believe it.",
            zh="LSTM 按顺序读，照理应当比它们好。先运行下一格看看。",
        ),
        "b": Text(
            en="A tie: this LSTM and the two linear models are one or two points "
            "apart, and chance alone can move a figure by as much.",
            zh="不相上下：这个 LSTM 和两个线性模型相差一两个百分点，"
            "光凭运气也会有这么大的差别。",
        ),
        "c": Text(
            en="Linear models do well here, but not by that much.",
            zh="线性模型在这里确实不差，但也没有好这么多。",
        ),
    },
)

predictions.add(
    "shuffled",
    answer="c",
    choices={
        "a": Text(
            en="It would be a coin if the verdict hung on the order. But “dull” is "
            "still there, wherever it stands.",
            zh="如果判断全靠词序，就会变得跟抛硬币一样。可是“dull”不管排在哪里，都还在。",
        ),
        "b": Text(
            en="Order would then carry a good part of the meaning. For people it does; "
            "what has this net learnt?",
            zh="那意味着不少意思要靠词序来表达。对人来说是这样；可是这个网络学到了什么？",
        ),
        "c": Text(
            en="Hardly anything is lost: the net reads the review nearly as a bag of "
            "words.",
            zh="几乎没有损失：这个网络差不多只看有哪些词，不看它们的次序。",
        ),
    },
)

predictions.add(
    "weak_ratings",
    answer="a",
    choices={
        "a": Text(
            en="A rating near 0 means that people do not agree, or do not care. There "
            "is little to find.",
            zh="评分接近 0，说明大家意见不一，或者都没有明确的态度，本来就难以判断。",
        ),
        "b": Text(
            en="That is nearer to the mean of all reviews. Think of those whom people "
            "cannot place either.",
            zh="这更接近全部影评上的准确率。想一想那些连人都拿不准的影评。",
        ),
        "c": Text(
            en="So it would be if all errors were the model's fault.",
            zh="只有当所有的错都出在模型上，才会这样。",
        ),
    },
)

predictions.add(
    "tweets",
    answer="b",
    choices={
        "a": Text(
            en="The words of praise are partly the same. But a tweet is not a review, "
            "and one word in five is unknown to the net.",
            zh="表扬的词有一部分相同。可是推文不是影评，五个词里就有一个是网络不认识的。",
        ),
        "b": Text(
            en="Worse than a model that has read nothing and always says “positive”.",
            zh="还不如一个什么都没读过、只会说“正面”的模型。",
        ),
        "c": Text(
            en="That would need words that mean the opposite. Why should they?",
            zh="只有推文里的词意思正好相反，才会这样。可是为什么会相反呢？",
        ),
    },
)
