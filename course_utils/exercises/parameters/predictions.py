"""Lesson 02: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("02_parameters")

predictions.add(
    "extra_twelve",
    answer="c",
    choices={
        "a": Text(
            en="The initial state is an input of the call, zeros if you give none. "
            "It is not learnt, so it is no parameter.",
            zh="初始状态是调用时传进去的，不传就是零。它不是学出来的，不算参数。",
        ),
        "b": Text(
            en="`nn.RNN` has no output layer; it returns its states. "
            "A read-out would be a layer of your own.",
            zh="`nn.RNN` 没有输出层，它只返回状态。想要输出，得自己再加一层。",
        ),
        "c": Text(
            en="Two vectors of 6: `bias_ih_l0` and `bias_hh_l0`. "
            "The book left biases out; PyTorch keeps two.",
            zh="两个长为 6 的向量：`bias_ih_l0` 和 `bias_hh_l0`。"
            "书上没算偏置，PyTorch 存了两个。",
        ),
    },
)

predictions.add(
    "double_hidden",
    answer="b",
    choices={
        "a": Text(
            en="Twice would be right if only W_xh grew. W_hh is H by H: "
            "twice the units make it four times as large.",
            zh="要是只有 W_xh 在长，那就是两倍。可 W_hh 是 H × H：单元翻倍，"
            "它变成四倍。",
        ),
        "b": Text(
            en="W_xh doubles and W_hh becomes four times as large. "
            "They were equal at first, so together: three times.",
            zh="W_xh 变成两倍，W_hh 变成四倍。原先两者一样大，合起来正好三倍。",
        ),
        "c": Text(
            en="Four times would be right if W_hh were alone. W_xh only doubles.",
            zh="要是只有 W_hh，那就是四倍。可 W_xh 只变成两倍。",
        ),
    },
)

predictions.add(
    "merged_biases",
    answer="b",
    choices={
        "a": Text(
            en="Not all three: in one of them something stands between "
            "the two biases, so they never meet as a sum.",
            zh="三个里有一个会变：它的两个偏置之间隔着东西，从来没有直接相加。",
        ),
        "b": Text(
            en="In PyTorch's GRU the gate r (reset) multiplies `W_hn h + b_hn` before "
            "`b_in` is added. So one third of its second bias has a job of its own.",
            zh="在 PyTorch 的 GRU 里，门 r（重置门）先乘 `W_hn h + b_hn`，"
            "之后才加上 `b_in`。所以第二个偏置里，有三分之一是真有用的。",
        ),
        "c": Text(
            en="The LSTM has four parts, but in each of them the two biases are simply "
            "added. Merging them changes nothing.",
            zh="LSTM 虽有四份，但每一份里两个偏置都是直接相加的，合并了也没有变化。",
        ),
    },
)

predictions.add(
    "second_layer",
    answer="c",
    choices={
        "a": Text(
            en="126 leaves the second layer without an input matrix. "
            "It reads the states of the first: 6 × 6 more.",
            zh="126 是没给第二层输入矩阵。它要读第一层的状态，还得加 6 × 6。",
        ),
        "b": Text(
            en="156 is twice 78: it lets the second layer read 5 numbers. "
            "It reads a state, and a state has 6.",
            zh="156 是 78 的两倍，等于让第二层也读 5 个数。可它读的是状态，状态有 6 "
            "个数。",
        ),
        "c": Text(
            en="78 for the first layer and 6 × (6 + 6) + 12 = 84 for the second, "
            "which reads 6 numbers.",
            zh="第一层 78，第二层读 6 个数，是 6 × (6 + 6) + 12 = 84。",
        ),
    },
)

predictions.add(
    "two_layers_two_directions",
    answer="b",
    choices={
        "a": Text(
            en="324 is twice 162. It holds for one layer. But the second layer reads "
            "both directions at once: 12 numbers, not 6.",
            zh="324 是 162 的两倍。只有一层时这样算没错；"
            "可第二层同时读两个方向，是 12 个数，不是 6 个。",
        ),
        "b": Text(
            en="Each direction: 78 below, 6 × (6 + 12) + 12 = 120 above. "
            "Two directions: 396.",
            zh="每个方向：下层 78，上层 6 × (6 + 12) + 12 = 120。两个方向合计 396。",
        ),
        "c": Text(
            en="540 is one network with 12 hidden units. There every unit reads all "
            "12; two directions never read each other's state within a layer.",
            zh="540 是一个有 12 个隐藏单元的网络，每个单元都读全部 12 个。"
            "而同一层里，两个方向互不读对方的状态。",
        ),
    },
)

predictions.add(
    "most_parameters",
    answer="b",
    choices={
        "a": Text(
            en="A thousand rows of 128 are 128,000 numbers. "
            "That is a lot, and still less than half of the LSTM.",
            zh="一千行、每行 128 个，是 128,000 个数。不少了，可还不到 LSTM 的一半。",
        ),
        "b": Text(
            en="4 × (216 × 344 + 432) = 298,944: seven parameters in ten. "
            "Change the vocabulary, and this will not stay so.",
            zh="4 × (216 × 344 + 432) = 298,944，占了参数的七成。"
            "不过换一张词表，就未必了。",
        ),
        "c": Text(
            en="The output layer has one row for each class, and there are three: "
            "3 × 217 = 651.",
            zh="输出层每类一行，一共三行：3 × 217 = 651。",
        ),
    },
)

predictions.add(
    "large_vocabulary",
    answer="c",
    choices={
        "a": Text(
            en="The table is fifty times as large, but a step reads one row of it. "
            "Nobody multiplies by the other rows.",
            zh="表是大了五十倍，可每一步只取其中一行，没有人去乘其余各行。",
        ),
        "b": Text(
            en="The whole model grows about sixteen times in memory. "
            "Memory is not work: most of it lies still at any one step.",
            zh="整个模型占的内存大约涨到十六倍。可占内存不等于要计算："
            "每一步里，绝大部分参数都用不到。",
        ),
        "c": Text(
            en="One word is one row, whether the table has 1,000 or 50,000 of them. "
            "A look-up multiplies nothing.",
            zh="一个词就是一行，管它表里有 1,000 行还是 50,000 行。查表不做乘法。",
        ),
    },
)

predictions.add(
    "thousand_steps",
    answer="a",
    choices={
        "a": Text(
            en="The same 78. A longer text uses the same weights more often; "
            "it does not bring new ones.",
            zh="还是那 78 个。文本变长，只是把同一套权重多用几遍，不会多出新的来。",
        ),
        "b": Text(
            en="That adds 6 numbers a step: the states. They are computed and then "
            "thrown away, not learnt. They cost memory, but they are no parameters.",
            zh="你给每一步加了 6 个数，那是状态。状态是算出来的，用完就扔，"
            "不是学出来的：它占内存，但不是参数。",
        ),
        "c": Text(
            en="That would be a new set of weights for every step. "
            "An RNN uses one set at all of them.",
            zh="那是每一步都换一套新权重。RNN 从头到尾只用一套。",
        ),
    },
)
