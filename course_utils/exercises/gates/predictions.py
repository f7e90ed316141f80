"""Lesson 05: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("05_gates")

predictions.add(
    "open_and_shut",
    answer="b",
    choices={
        "a": Text(
            en="Lesson 04 has made you careful. But there each step multiplied by a "
            "number below 1; here it multiplies by exactly 1.",
            zh="第 04 课让你谨慎了。可那里每步乘的是小于 1 的数，这里乘的正好是 1。",
        ),
        "b": Text(
            en="Times 1, plus nothing: it is left alone.",
            zh="每步乘 1，再加零，所以原样不变。",
        ),
        "c": Text(
            en="That would happen if 0.7 were added at each step. With i = 0 "
            "nothing is added.",
            zh="每步都加 0.7 才会这样。i = 0，什么也没加。",
        ),
    },
)

predictions.add(
    "fresh_lstm",
    answer="b",
    choices={
        "a": Text(
            en="Gates make that possible, but nobody has opened them yet. What is σ of "
            "a bias near 0?",
            zh="有了门，这可以做到；可是门还没有打开。偏置在 0 附近时，σ 是多少？",
        ),
        "b": Text(
            en="The forget gates start near one half, and a half, 200 times over, "
            "leaves nothing.",
            zh="遗忘门从一半左右起步，200 个一半乘起来，什么也不剩。",
        ),
        "c": Text(
            en="The belt adds up values. A gradient that flows back along it is "
            "multiplied by f, which is never above 1.",
            zh="传送带累加的是值。梯度沿着它往回走，每步乘 f，而 f 从不超过 1。",
        ),
    },
)

predictions.add(
    "what_helps_recall",
    answer="c",
    choices={
        "a": Text(
            en="Half right: the second direction helps. More units hold more, but each "
            "of them still forgets half at every step.",
            zh="对了一半：加一个方向有用。单元更多，能存的也更多；可是每个单元每步还是忘掉一半。",
        ),
        "b": Text(
            en="It helps, because the backward half meets the first symbol last. "
            "But is it the only way? What is σ(3)?",
            zh="有用，因为倒着读时，第一个符号最后才读到。可是只有这个办法吗？"
            "σ(3) 是多少？",
        ),
        "c": Text(
            en="Backwards, the first symbol is read last. And σ(3) is 0.95: half the "
            "memory lasts 14 steps, long enough for the gradient to arrive.",
            zh="倒着读，第一个符号最后才读到。而 σ(3) 约是 0.95："
            "14 步以后还剩一半，梯度就能传到开头。",
        ),
    },
)

predictions.add(
    "other_side",
    answer="a",
    choices={
        "a": Text(
            en="σ(-a) = 1 - σ(a): turning all signs of z's weights turns z into 1 - z.",
            zh="σ(-a) = 1 - σ(a)：z 的权重全变号，z 就变成了 1 - z。",
        ),
        "b": Text(
            en="Only if you give it the other form's weights. With its own, z simply "
            "means the opposite.",
            zh="只有照搬另一种写法的权重时才会。用自己的权重时，z 只是意思相反。",
        ),
        "c": Text(
            en="Its gradients are the same, with the sign of z's weights turned.",
            zh="梯度也一样，只是 z 的权重那部分变了号。",
        ),
    },
)
