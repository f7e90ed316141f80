"""Lesson 09: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("09_bilstm")

predictions.add(
    "repeats",
    answer="c",
    choices={
        "a": Text(
            en="One would hope so: only the shortest reviews are alike by chance. But "
            "here long ones, too, stand there again.",
            zh="人人都希望如此：只有最短的评论才会碰巧一样。可这里连长的也一再出现。",
        ),
        "b": Text(
            en="Too few by far: there are five times as many.",
            zh="太少了，差得远：实际是这个数的五倍。",
        ),
        "c": Text(
            en="Half of them: of three different reviews, two stand there exactly "
            "twice.",
            zh="有一半是重复的：每三条不同的评论里，就有两条不多不少出现了两遍。",
        ),
    },
)

predictions.add(
    "honest_score",
    answer="b",
    choices={
        "a": Text(
            en="That would mean that it gained nothing from seeing three quarters of "
            "its test beforehand.",
            zh="那就等于说，提前看过四分之三的考题，对它一点好处也没有。",
        ),
        "b": Text(
            en="Some ten percentage points were memory.",
            zh="有十个百分点左右是靠背题得来的。",
        ),
        "c": Text(
            en="Not that bad: it has learnt something besides. Guessing the commoner "
            "label gives 0.53.",
            zh="没有这么差：除了背题，它确实学到了东西。一律猜较多的那一类，"
            "也有 0.53。",
        ),
    },
)

predictions.add(
    "neighbours",
    answer="a",
    choices={
        "a": Text(
            en="What the neighbours say never enters it. But the longest of them sets "
            "how many pads follow this review, and the backward half reads them first.",
            zh="邻居写了什么词，不会影响它。"
            "可是最长的那个邻居决定了这条评论后面有多少填充，"
            "而反向那一半最先读到的就是填充。",
        ),
        "b": Text(
            en="Rows of a batch never mix: no word of one review reaches the state of "
            "another.",
            zh="一批里的各行互不相通：一条评论的词，到不了另一条的状态里。",
        ),
        "c": Text(
            en="One would hope so, and nothing warns that it is not so. What lies "
            "behind the end of this review, if its neighbour is longer?",
            zh="但愿如此，可惜不是，而且没有任何警告。如果邻居更长，"
            "这条评论的末尾之后会是什么？",
        ),
    },
)

predictions.add(
    "after_six_epochs",
    answer="b",
    choices={
        "a": Text(
            en="So it would be if what it learns were true of all reviews. It learns "
            "these two thousand by heart.",
            zh="如果它学到的东西对所有评论都成立，就会是这样。可它是在死背这两千条。",
        ),
        "b": Text(
            en="Far better than chance, far from the training: that gap is "
            "overfitting.",
            zh="比瞎猜好得多，比在训练集上差得远：这个差距就是过拟合。",
        ),
        "c": Text(
            en="It has learnt a good deal that is true of other reviews as well.",
            zh="它学到的东西里，有不少放到别的评论上也管用。",
        ),
    },
)

predictions.add(
    "long_reviews",
    answer="c",
    choices={
        "a": Text(
            en="Twenty characters are few steps, so there is little to forget. Even "
            "there they are five percentage points apart, but not because of the "
            "length.",
            zh="二十个字只有很少几步，没有多少可忘的。那里也差五个百分点，"
            "但原因不在长度。",
        ),
        "b": Text(
            en="There they are only three to four percentage points apart. Where has "
            "the plain RNN the longest way from the first symbol to the last state?",
            zh="那里只差三四个百分点。想一想："
            "哪一档评论从第一个字到末状态要走的步数最多？",
        ),
        "c": Text(
            en="The longer the review, the less of its beginning is left in the plain "
            "RNN's last state (lesson 04).",
            zh="评论越长，开头的内容在朴素 RNN 的末状态里就剩得越少（第 04 课）。",
        ),
    },
)
