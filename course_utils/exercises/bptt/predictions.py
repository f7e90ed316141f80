"""Lesson 03: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("03_bptt")

predictions.add(
    "one_hot_product",
    answer="b",
    choices={
        "a": Text(
            en="A row would come from one-hot times matrix, the vector in front. In "
            "`W_xh @ x` each row of `W_xh` meets x, and keeps one entry.",
            zh="要得到一行，独热向量得放在前面。在 `W_xh @ x` 里，"
            "`W_xh` 的每一行都和 x 相乘，各留下一项。",
        ),
        "b": Text(
            en="Each row of the matrix keeps the one entry where x is 1. Together they "
            "are a column.",
            zh="矩阵的每一行都只留下 x 为 1 的那一项，合起来就是一列。",
        ),
        "c": Text(
            en="That would need a vector of ones. Here all entries but one are "
            "multiplied by 0.",
            zh="全 1 的向量才会这样。这里除了一项，其余都乘了 0。",
        ),
    },
)

predictions.add(
    "slopes_in_a_row",
    answer="b",
    choices={
        "a": Text(
            en="Adding is for two ways side by side. Here the second step stretches "
            "what the first has already stretched.",
            zh="两条路并排才相加。这里是第二步把第一步放大过的结果再缩放一次。",
        ),
        "b": Text(
            en="The first step doubles the movement, the second leaves 0.42 of that: "
            "0.84 in all.",
            zh="第一步把挪动放大成两倍，第二步再留下其中的 0.42：一共 0.84 倍。",
        ),
        "c": Text(
            en="That is how far `c` moves for each unit of `m`. But `m` moves twice "
            "as far as `a`.",
            zh="那是 `m` 挪动一点时 `c` 挪动的倍数。可 `m` 挪动的是 `a` 的两倍。",
        ),
    },
)

predictions.add(
    "without_memory",
    answer="c",
    choices={
        "a": Text(
            en="Then it would be right at step 3 and wrong at step 4, for ever. A loss "
            "of -log p punishes such certainty: p(o) near 0 costs without limit.",
            zh="那样第 3 步总是对的，第 4 步总是错的。损失是 -log p，"
            "说得太肯定会吃大亏：o 的概率趋于 0，损失就趋于无穷。",
        ),
        "b": Text(
            en="The last one seen does not win: both pull on the same weights in every "
            "update, and equally hard.",
            zh="后见到的并不占上风：每次更新，两个目标都在改同一组权重，影响一样大。",
        ),
        "c": Text(
            en="The same l asks for l once and for o once. With the same weights and "
            "no state, the best it can do is half each.",
            zh="同样是 l，一次要它说 l，一次要它说 o。"
            "权重一样，又没有状态，最好也只能一边一半。",
        ),
    },
)

predictions.add(
    "last_loss",
    answer="c",
    choices={
        "a": Text(
            en="Copy 4 made the last state, but out of what? Out of `h_3`, which "
            "copy 3 made, out of `h_2` ...",
            zh="最后的状态是第 4 份算的，可用的是什么？是 `h_3`，"
            "而 `h_3` 又是第 3 份用 `h_2` 算的……",
        ),
        "b": Text(
            en="Two steps are far enough for *hello*. But the formula does not know "
            "how much memory a word needs: it hands on every state.",
            zh="要拼对 hello，两步确实够了。可公式不知道一个词要记多久，"
            "每个状态都照传不误。",
        ),
        "c": Text(
            en="Each state is made from the one before, so the last loss depends on "
            "all four copies, back to the first.",
            zh="每个状态都由前一个算来，所以最后的损失与四份权重都有关，"
            "一直牵到第一份。",
        ),
    },
)

predictions.add(
    "shared_weight",
    answer="a",
    choices={
        "a": Text(
            en="Moving the one `b_h` moves all four copies at once, and small effects "
            "add up.",
            zh="动一下这一个 `b_h`，就是四份一起动；微小的影响可以直接相加。",
        ),
        "b": Text(
            en="A mean would be right if the loss were a mean. Here one array is "
            "moved, and all its effects on the loss count in full.",
            zh="损失取平均，梯度才取平均。这里动的是一个数组，"
            "它对损失的影响每一份都要算足。",
        ),
        "c": Text(
            en="The last step uses it last, but not more. Steps 1 to 3 used the very "
            "same numbers.",
            zh="最后一步只是最后用，并没有用得更多。前三步用的是同样的数。",
        ),
    },
)

predictions.add(
    "check_at_zero",
    answer="b",
    choices={
        "a": Text(
            en="It should, but look at what the faulty line multiplies: with `W_hh` "
            "zero, right and wrong are both zero.",
            zh="按说该查出来。可看看写错的那一行乘的是什么："
            "`W_hh` 全是零，写对写错都得零。",
        ),
        "b": Text(
            en="With `W_hh` zero nothing is handed back, so it does not show that the "
            "handing back is wrong. Check at random weights.",
            zh="`W_hh` 是零，本来就没有东西往回传，传错了也看不出来。"
            "检查时权重要随机取。",
        ),
        "c": Text(
            en="Zeros are numbers like others: both gradients can be computed. What do "
            "they show?",
            zh="零也是数，两种梯度都算得出来。问题是，它们说明了什么？",
        ),
    },
)

predictions.add(
    "cut_states",
    answer="a",
    choices={
        "a": Text(
            en="`detach` changes no number. The state is handed on as before; only the "
            "way back is closed.",
            zh="`detach` 一个数也不改。状态照样往后传，只是往回走的路断了。",
        ),
        "b": Text(
            en="That would be so if the state were set to zero. `detach` keeps its "
            "numbers.",
            zh="把状态清零才会这样。`detach` 保留了所有的数。",
        ),
        "c": Text(
            en="The *gradients* change. The way forward does not know of them.",
            zh="变的是梯度。往前算的时候，根本用不到梯度。",
        ),
    },
)

predictions.add(
    "time_of_windows",
    answer="b",
    choices={
        "a": Text(
            en="Each window is 40 times cheaper, but there are 40 of them. Count the "
            "steps that are walked back.",
            zh="一个窗口只要四十分之一的时间，可是有 40 个。"
            "数一数，一共往回走了多少步？",
        ),
        "b": Text(
            en="400 steps forward and 400 back, either way. What a window saves is "
            "memory, and waiting: the weights can move after 10 steps.",
            zh="两种做法都是往前 400 步，往回 400 步。窗口省的是内存，还有等待："
            "走 10 步就能更新一次权重。",
        ),
        "c": Text(
            en="It would be, if each window went back to the very beginning. "
            "`detach` prevents just that.",
            zh="如果每个窗口都要走回开头，确实如此。`detach` 免去的正是这个。",
        ),
    },
)

predictions.add(
    "window_of_one",
    answer="b",
    choices={
        "a": Text(
            en="The network without memory is stuck because its l's look alike. Here "
            "the states differ, whether or not a gradient goes back through them.",
            zh="没有记忆的网络卡住，是因为两个 l 在它眼里一模一样。"
            "这里的状态却不一样，梯度传不传得回去都不一样。",
        ),
        "b": Text(
            en="The state still tells the two l's apart, and the last step alone can "
            "learn to read it. What nothing trains is to *prepare* a state for later.",
            zh="状态照样分得清两个 l，单靠最后一步就能学会怎么读它。"
            "只是没有梯度能教网络提前为后面的步骤备好状态。",
        ),
        "c": Text(
            en="Cutting takes gradients away; it does not make the rest wild.",
            zh="切断以后，只是少了一部分梯度，剩下的梯度并不会因此乱跳。",
        ),
    },
)
