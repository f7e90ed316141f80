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
            zh="要是新影评只用旧词，就是这样。可人名、双关、冷僻词总会冒出来。",
        ),
        "b": Text(
            en="One in twelve: few of all words, and yet most reviews have one.",
            zh="每十二个词里一个：占比不高，可大多数影评里至少有一个。",
        ),
        "c": Text(
            en="Of the different words even more are unknown. But the common ones are "
            "known, and they make up most of any text.",
            zh="同一个词只数一次的话，比这还多。可常用词都认识，而文本里大多是常用词。",
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
            zh="填充的向量确实是零。可输入是零也算走了一步：状态照样要乘一次、压一次。",
        ),
        "b": Text(
            en="So it would be if only a little was lost. About 40 steps are between "
            "the last word and the verdict.",
            zh="丢得少，才会只低几个百分点。可从最后一个词到下判断，"
            "中间大约隔着 40 步。",
        ),
        "c": Text(
            en="A coin. After some 40 steps without a word nothing is left to see.",
            zh="跟抛硬币一样。空走了大约 40 步，可以拿来判断的东西一点不剩。",
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
            zh="有记忆才会这样。可这一步里，有哪样东西能让旧状态原样留下来？",
        ),
        "c": Text(
            en="It would take a step that stretches. With PyTorch's small weights each "
            "step shrinks the difference.",
            zh="那得每一步都往外拉才行。PyTorch 的初始权重小，每一步都在缩小差别。",
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
            zh="LSTM 是按顺序读的，照理该比它们强。先运行下一格再说。",
        ),
        "b": Text(
            en="A tie: this LSTM and the two linear models are one or two points "
            "apart, and chance alone can move a figure by as much.",
            zh="打平：这个 LSTM 和两个线性模型相差一两个百分点，"
            "光凭运气也能差出这么多。",
        ),
        "c": Text(
            en="Linear models do well here, but not by that much.",
            zh="线性模型在这里确实不差，但也没好这么多。",
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
            zh="要是全靠词序，就会变成抛硬币。可“dull”还在，不管排在哪里。",
        ),
        "b": Text(
            en="Order would then carry a good part of the meaning. For people it does; "
            "what has this net learnt?",
            zh="那就是说，不少意思要靠词序来表达。对人来说是这样；可这个网络学到了什么？",
        ),
        "c": Text(
            en="Hardly anything is lost: the net reads the review nearly as a bag of "
            "words.",
            zh="几乎没损失：这个网络差不多是把影评当成一袋词来读的。",
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
            zh="评分接近 0，说明大家意见不一，或者无所谓。本来就没多少可判的。",
        ),
        "b": Text(
            en="That is nearer to the mean of all reviews. Think of those whom people "
            "cannot place either.",
            zh="这更接近全部影评上的准确率。想想那些连人都拿不准的。",
        ),
        "c": Text(
            en="So it would be if all errors were the model's fault.",
            zh="如果所有的错都怪模型，才会这样。",
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
            zh="夸人的词有一部分相同。可推文不是影评，五个词里就有一个是网络不认识的。",
        ),
        "b": Text(
            en="Worse than a model that has read nothing and always says “positive”.",
            zh="还不如一个什么都没读过、只会说“正面”的模型。",
        ),
        "c": Text(
            en="That would need words that mean the opposite. Why should they?",
            zh="除非推文里的词意思正好相反。可凭什么会相反呢？",
        ),
    },
)
