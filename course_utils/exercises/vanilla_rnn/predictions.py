"""Lesson 01: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("01_vanilla_rnn")

predictions.add(
    "harry_moved",
    answer="c",
    choices={
        "a": Text(
            en="That is what you would say: Harry is Harry. But these weights belong "
            "to places. Those of place 4 have never met Harry.",
            zh="换了你，当然认得：哈利就是哈利。可这里的权重是按位置分的，"
            "管第 4 个位置的那组权重，从没见过哈利。",
        ),
        "b": Text(
            en="It would be honest to be unsure. But place 1 does have an opinion: "
            "there stands some other word, and that always meant no.",
            zh="拿不准，倒还老实。可第 1 个位置是有主意的：那儿站着别的词，"
            "而以前凡是这样，答案都是“没有”。",
        ),
        "c": Text(
            en="Place 4 has nothing to say about Harry, and place 1 sees another word, "
            "which always meant no. It is wrong, and sure of it.",
            zh="第 4 个位置对哈利无话可说；第 1 个位置看到的是别的词，"
            "而那一向意味着“没有”。错了，还错得很有把握。",
        ),
    },
)

predictions.add(
    "doubling",
    answer="c",
    choices={
        "a": Text(
            en="That is what happens for 0.5, as in lesson 00. Here each step doubles "
            "first, and a small state more than survives that.",
            zh="那是 0.5 的结局，第 00 课见过。"
            "这里每一步先翻倍，状态小的时候只会变大。",
        ),
        "b": Text(
            en="Without the tanh, yes. But tanh never gives more than 1, however large "
            "the number inside.",
            zh="没有 tanh 才会这样。可不管里面的数多大，tanh 的结果都超不过 1。",
        ),
        "c": Text(
            en="Doubling pushes up, the tanh pushes down, and at 0.958 they balance.",
            zh="翻倍往上推，tanh 往下压，到 0.958 两边正好抵消。",
        ),
    },
)

predictions.add(
    "row_of_zeros",
    answer="c",
    choices={
        "a": Text(
            en="Zeros go in, but not only zeros: the state of step 1 and the bias go "
            "in too.",
            zh="进去的有零，但不只有零：第 1 步的状态和偏置也进去了。",
        ),
        "b": Text(
            en="That would be the answer at step 1, from h = 0. Here the state has "
            "already read [3, 4, 5].",
            zh="如果这是第 1 步，h = 0，你就对了。可此时状态已经读过 [3, 4, 5]。",
        ),
        "c": Text(
            en="The input adds nothing, so what is left is the old state times "
            "`W_hh`, plus the bias: tanh(W_hh h + b).",
            zh="输入什么也没添，剩下的是旧状态乘上 `W_hh`，"
            "再加偏置，然后过 tanh：tanh(W_hh h + b)。",
        ),
    },
)

predictions.add(
    "weights_for_a_thousand_steps",
    answer="a",
    choices={
        "a": Text(
            en="The loop calls the same step with the same three arrays. A longer text "
            "takes more time, not more weights.",
            zh="循环每次用的都是同一步、同样三个数组。"
            "文字长了，花的时间更多，权重一个也不多。",
        ),
        "b": Text(
            en="That is how a network with places grows: a set of weights for each. "
            "Count what the loop hands to each step.",
            zh="每个位置各配一组权重的网络，权重才会这样增加。"
            "数一数，循环交给每一步的是哪几个数组。",
        ),
        "c": Text(
            en="`W_hh` is used once more per step, but it is one and the same array. "
            "Used often is not stored often.",
            zh="`W_hh` 每一步都要再用一次，可用来用去是同一个数组。"
            "用得多，不等于存得多。",
        ),
    },
)

predictions.add(
    "harry_again",
    answer="b",
    choices={
        "a": Text(
            en="The weights are shared, yes. But training asks for no more than it "
            "has to: for one of them, the first word alone decides.",
            zh="权重确实共用。可训练只学够用的东西："
            "对其中一个来说，光看第一个词就能答对。",
        ),
        "b": Text(
            en="Yes. It could not rely on any one place, so what it learnt about the "
            "word holds at a place where it never stood.",
            zh="对。它不能指望某一个位置，只好去认这个词本身，"
            "于是换到从没见过的位置也认得。",
        ),
        "c": Text(
            en="That is true of weights that belong to places. These belong to none: "
            "what they learn at one step, they apply at every step.",
            zh="按位置分的权重才会这样。这里的权重不属于任何一个位置，"
            "在某一步学会的，每一步都用得上。",
        ),
    },
)

predictions.add(
    "the_twice",
    answer="b",
    choices={
        "a": Text(
            en="Same word, same weights: that holds for the input. But the step also "
            "takes the old state, and that one differs.",
            zh="词一样，权重也一样，所以输入那一项确实相等。"
            "可每一步还要加上旧状态那一项，而旧状态不一样。",
        ),
        "b": Text(
            en="The first one comes after nothing, the second after `the cat sat on`. "
            "The state tells them apart.",
            zh="第一个前面空空如也，第二个前面已经有了 `the cat sat on`。状态分得清。",
        ),
        "c": Text(
            en="A small state can lose much, but two different pasts hardly ever land "
            "on the very same eight numbers.",
            zh="状态小，确实会丢不少东西；但两段不同的过去，"
            "几乎不可能恰好落在同样的八个数上。",
        ),
    },
)

predictions.add(
    "reach_of_the_first",
    answer="c",
    choices={
        "a": Text(
            en="Each state is made from the one before. If the first changes, the "
            "second has a different past, and so on.",
            zh="每个状态都由前一个算来。第一个变了，第二个的“过去”就变了，"
            "如此一路传下去。",
        ),
        "b": Text(
            en="It looks like that when printed with three decimals. The formula never "
            "sets a difference to zero, though; only after some 50 steps is it too "
            "small for the computer's 16 digits.",
            zh="只印三位小数，看上去确实如此。可公式里没有什么会把差别清零；"
            "要走大约 50 步，差别才小到计算机的 16 位有效数字也存不下。",
        ),
        "c": Text(
            en="All of them: each state is made from the one before. By how much? That "
            "is up to the weights, as you are about to see.",
            zh="全都会变，因为每个状态都由前一个算来。变多少由权重决定，马上就能看到。",
        ),
    },
)

predictions.add(
    "what_a_reader_knows",
    answer="b",
    choices={
        "a": Text(
            en="The first state would have to know the last symbol before reading it. "
            "A state knows its past, never its future.",
            zh="那样的话，第一个状态就得未读先知，知道最后一个字。"
            "状态只知过去，不知将来。",
        ),
        "b": Text(
            en="State 1 depends on one symbol, state 2 on two, ... state 16 on "
            "sixteen: "
            "1 + 2 + ... + 16 = 136, just over half.",
            zh="第 1 个状态取决于 1 个字，第 2 个取决于 2 个……第 16 个取决于 16 个："
            "1 + 2 + ... + 16 = 136，一半多一点。",
        ),
        "c": Text(
            en="Those sixteen are each state with its own symbol. But a state also "
            "carries all that came before.",
            zh="这 16 个，是每个状态和它自己的那个字。可状态里还装着前面的所有字。",
        ),
    },
)
