"""Lesson 04: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("04_fading_memory")

predictions.add(
    "agreement",
    answer="c",
    choices={
        "a": Text(
            en="That is `sardines`, the nearest noun. Whoever goes by it writes "
            "*were*; but the sardines are not full.",
            zh="那是离空格最近的名词 `sardines`。照它来填就成了 were，"
            "可吃饱的不是沙丁鱼。",
        ),
        "b": Text(
            en="That is `bowls`, a plural too. Who is full?",
            zh="那是 `bowls`，也是复数。可饱的是谁？",
        ),
        "c": Text(
            en="That is `cat`: one cat, so *was*. All the words between must not wash "
            "it away.",
            zh="那是 `cat`：一只猫，所以用 was。中间隔着的那些词，都不能把它冲掉。",
        ),
    },
)

predictions.add(
    "length_after_100_steps",
    answer="c",
    choices={
        "a": Text(
            en="That is 1.2 times 100. But each step multiplies what the last one "
            "left: growth compounds.",
            zh="这是 1.2 乘以 100。可每一步都是在上一步的结果上再乘，就像复利一样。",
        ),
        "b": Text(
            en="It compounds, but faster: about 50 steps already suffice for that.",
            zh="确实像复利那样增长，不过还要更快：大约 50 步就到一万了。",
        ),
        "c": Text(
            en="1.2 multiplied by itself a hundred times.",
            zh="100 个 1.2 连乘。",
        ),
    },
)

predictions.add(
    "one_percent_left",
    answer="b",
    choices={
        "a": Text(
            en="A tenth is lost at each step, but a tenth of what is *left*. After 10 "
            "steps a third is still there.",
            zh="每步少掉一成，可少的是剩下那些的一成。走 10 步，还剩三分之一。",
        ),
        "b": Text(
            en="It halves every 6.6 steps, and 1 % is a little less than seven "
            "halvings.",
            zh="每 6.6 步减半，剩 1% 差不多要减半七次。",
        ),
        "c": Text(
            en="By then not even 0.001 % is left.",
            zh="到那时，连 0.001% 都不剩了。",
        ),
    },
)

predictions.add(
    "longest_with_radius_below_1",
    answer="a",
    choices={
        "a": Text(
            en="The second number feeds the first one faster than both of them shrink. "
            "Only later does the 0.9 win.",
            zh="第二个数每一步都往第一个数里添，添得比缩得快。"
            "要过一阵子，0.9 才占上风。",
        ),
        "b": Text(
            en="That would hold if every step shrank the state. A spectral radius does "
            "not promise that.",
            zh="只有每一步都在缩短，才会这样。可谱半径并不保证这一点。",
        ),
        "c": Text(
            en="That is about the length after one step. The next step feeds the first "
            "number again.",
            zh="这差不多是走一步之后的长度。到了下一步，第二个数又会往第一个数里添。",
        ),
    },
)

predictions.add(
    "gradient_under_tanh",
    answer="c",
    choices={
        "a": Text(
            en="That bounds the state: 64 numbers between -1 and 1. The gradient is "
            "not squashed by any tanh.",
            zh="那是状态的上限：64 个数都在 -1 和 1 之间。可梯度并没有过 tanh。",
        ),
        "b": Text(
            en="The tanh does weaken each step: at the ends its slope is near 0. Here "
            "the weights are stronger still.",
            zh="tanh 确实会削弱每一步：两头的斜率接近 0。可这里的权重更厉害。",
        ),
        "c": Text(
            en="The tanh keeps the state small, not the gradient. Two states that were "
            "close end far apart, as far as the lid lets them.",
            zh="tanh 限制了状态，没有限制梯度。两个本来很近的状态，"
            "会越离越远，直到 tanh 这个盖子压住为止。",
        ),
    },
)

predictions.add(
    "usual_inputs",
    answer="a",
    choices={
        "a": Text(
            en="Large inputs push the tanh to where it is flat, and a flat function "
            "hardly passes a change on.",
            zh="输入一大，tanh 就被推到平缓的地方；函数平了，变化就几乎传不过去。",
        ),
        "b": Text(
            en="The weights alone would make it grow, the tanh alone would make it "
            "fade. That the two should balance would be a coincidence.",
            zh="只看权重，梯度会变大；只看 tanh，梯度会变小。"
            "要两边正好抵消，得碰巧才行。",
        ),
        "c": Text(
            en="So it was for tiny inputs, where the tanh is as good as not there.",
            zh="输入很小时是这样，因为那时有没有 tanh 几乎没有差别。",
        ),
    },
)

predictions.add(
    "state_after_fading",
    answer="b",
    choices={
        "a": Text(
            en="The gradient has vanished, the state has not: it keeps reading, and "
            "each input adds to it.",
            zh="消失的是梯度，不是状态：网络还在读，每个输入都往状态里添东西。",
        ),
        "b": Text(
            en="It is as full as ever, of the latest inputs. Only what came from the "
            "first one is gone.",
            zh="状态和以前一样满，装的是最近的输入。不见了的，只是第一个输入的那一份。",
        ),
        "c": Text(
            en="Each new input moves it. The gradient by `x_1` is nearly 0, the one by "
            "the latest input is not.",
            zh="每个新输入都会推动状态。"
            "对 `x_1` 的梯度接近 0，对最新输入的梯度可不是。",
        ),
    },
)

predictions.add(
    "clip_without_the_root",
    answer="c",
    choices={
        "a": Text(
            en="So it should be. But the code divides by 2500, not by the norm, 50.",
            zh="本该如此。可代码除以的是 2500，而不是范数 50。",
        ),
        "b": Text(
            en="25 is the square of the limit. The code never squares the limit.",
            zh="25 是上限的平方。可代码并没有给上限取平方。",
        ),
        "c": Text(
            en="30² + 40² = 2500, so the factor is 5/2500, and 50 times that is 0.1.",
            zh="30² + 40² = 2500，要乘的数是 5/2500，50 乘以它，得 0.1。",
        ),
    },
)

predictions.add(
    "recall_after_30",
    answer="a",
    choices={
        "a": Text(
            en="What the first symbol was hardly reaches the loss, so there is next to "
            "nothing to learn it from.",
            zh="第一个符号是什么，几乎影响不到损失，所以网络无从学起。",
        ),
        "b": Text(
            en="Half-remembering would be plausible. But as long as no gradient comes "
            "through, training does not even begin.",
            zh="记住一半，听上去合理。可梯度要是过不来，训练根本就没有开始。",
        ),
        "c": Text(
            en="There are enough weights for it: the rotation will show that. They "
            "only have to be found, and the gradient does not lead there.",
            zh="权重的数量是够的，等会儿旋转矩阵就能证明。难在怎么找到合适的权重："
            "梯度指不出路来。",
        ),
    },
)
