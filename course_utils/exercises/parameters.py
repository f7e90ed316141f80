"""Lesson 02: what is asked about counting parameters."""

from course_utils import params
from course_utils.checks import Exercises, Predictions
from course_utils.text import Text

exercises = Exercises("02_parameters")
predictions = Predictions("02_parameters")


# ---------------------------------------------------------------- count_rnn


def count_rnn_cases() -> list[tuple[int, int, int]]:
    return [(5, 6, 0), (5, 6, 1), (5, 6, 2), (6, 5, 1), (128, 216, 2)]


@exercises.add(
    task=Text(
        en="Count the parameters of an RNN layer that keeps `biases` bias vectors: "
        "none, one or two. `count_rnn(5, 6, 1)` is 72.",
        zh="数出一层 RNN 的参数个数。`biases` 是偏置向量的条数：0、1 或 2。"
        "例如 `count_rnn(5, 6, 1)` 等于 72。",
    ),
    hints=(
        Text(
            en="Two things come in at every step: the input and the previous state. "
            "Each passes through a matrix of its own.",
            zh="每一步进来两样东西：输入，和上一步的状态。它们各自乘一个矩阵。",
        ),
        Text(
            en="W_xh has H rows and E columns, W_hh has H rows and H columns, "
            "and every bias vector has H numbers.",
            zh="W_xh 有 H 行 E 列，W_hh 有 H 行 H 列；每条偏置向量有 H 个数。",
        ),
        Text(
            en="H · (H + E) for the two matrices, then add biases · H.",
            zh="两个矩阵合计 H · (H + E)，再加 biases · H。",
        ),
    ),
    cases=count_rnn_cases,
)
def count_rnn(input_size: int, hidden_size: int, biases: int) -> int:
    """E, H, biases 0 | 1 | 2 -> int"""
    weights = hidden_size * (hidden_size + input_size)
    return weights + biases * hidden_size


@exercises.count_rnn.mistake(
    Text(
        en="You count only the matrix that reads the input. The previous state "
        "comes back through a matrix too: H rows, H columns.",
        zh="你只数了读输入的那个矩阵。上一步的状态也要乘一个矩阵才能进来：H 行 H 列。",
    )
)
def without_recurrent_matrix(input_size, hidden_size, biases):
    return hidden_size * input_size + biases * hidden_size


@exercises.count_rnn.mistake(
    Text(
        en="H · E is one matrix, the one that reads the input. "
        "The previous state needs its own, H by H, and the biases come on top.",
        zh="H · E 只是读输入的那一个矩阵。上一步的状态还要一个 H × H 的矩阵，"
        "另外再加上偏置。",
    )
)
def input_matrix_only(input_size, hidden_size, biases):
    return hidden_size * input_size


@exercises.count_rnn.mistake(
    Text(
        en="Your second matrix is E by E. It turns a state into a state, "
        "and a state has H numbers.",
        zh="你的第二个矩阵是 E × E。可它是把状态变成状态的，而状态有 H 个数。",
    )
)
def square_of_input(input_size, hidden_size, biases):
    weights = hidden_size * input_size + input_size * input_size
    return weights + biases * hidden_size


@exercises.count_rnn.mistake(
    Text(
        en="This is the textbook's count for every network: the biases are left out. "
        "Each bias vector adds H numbers.",
        zh="不管几条偏置，你给的都是教科书那个不含偏置的数。每条偏置向量要再加 H "
        "个数。",
    )
)
def without_bias(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size)


@exercises.count_rnn.mistake(
    Text(
        en="You always count one bias vector. Look at `biases`: "
        "PyTorch keeps two, some books keep none.",
        zh="你总是只算一条偏置。看看参数 `biases`：PyTorch 存两条，有的书一条也没有。",
    )
)
def always_one_bias(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size) + hidden_size


@exercises.count_rnn.mistake(
    Text(
        en="You always count PyTorch's two bias vectors. "
        "The caller says how many there are: `biases`.",
        zh="你总按 PyTorch 的两条偏置来算。到底几条，由参数 `biases` 说了算。",
    )
)
def always_two_biases(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size) + 2 * hidden_size


@exercises.count_rnn.mistake(
    Text(
        en="A bias is added to the new state, so it is as long as the state: "
        "H numbers, not E.",
        zh="偏置是加到新状态上的，所以和状态一样长：H 个数，不是 E 个。",
    )
)
def bias_as_long_as_input(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size) + biases * input_size


@exercises.count_rnn.mistake(
    Text(
        en="You add one number for each bias. A bias is a vector: "
        "every hidden unit has its own, H in all.",
        zh="每条偏置你只加了 1。偏置是向量：每个隐藏单元一个，一共 H 个数。",
    )
)
def bias_as_one_number(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size) + biases


# --------------------------------------------------------------- count_lstm


def count_lstm_cases() -> list[tuple[int, int, int, bool]]:
    return [
        (5, 6, 2, False),
        (5, 6, 1, True),
        (5, 6, 0, True),
        (128, 216, 2, False),
        (28, 150, 2, True),
    ]


@exercises.add(
    task=Text(
        en="Count the parameters of an LSTM layer, with or without peepholes. "
        "`count_lstm(5, 6, 1, True)` is 306.",
        zh="数出一层 LSTM 的参数个数，可能带窥视孔，也可能不带。"
        "例如 `count_lstm(5, 6, 1, True)` 等于 306。",
    ),
    hints=(
        Text(
            en="An LSTM layer holds four complete RNN layers, biases and all.",
            zh="一层 LSTM 里装着四份完整的 RNN，连偏置一起算。",
        ),
        Text(
            en="Count one RNN layer and multiply all of it by 4. "
            "Then, if there are peepholes, add their three vectors.",
            zh="先数一份 RNN，整个乘 4；如果有窥视孔，再加上那三条向量。",
        ),
        Text(
            en="4 · (H · (H + E) + biases · H), and 3 · H more with peepholes.",
            zh="4 · (H · (H + E) + biases · H)；有窥视孔时再加 3 · H。",
        ),
    ),
    cases=count_lstm_cases,
)
def count_lstm(input_size: int, hidden_size: int, biases: int, peepholes: bool) -> int:
    """E, H, biases 0 | 1 | 2, peepholes True | False -> int"""
    part = hidden_size * (hidden_size + input_size) + biases * hidden_size
    return 4 * part + (3 * hidden_size if peepholes else 0)


@exercises.count_lstm.mistake(
    Text(
        en="You multiply the matrices by 4 but not the biases. "
        "Each of the four parts adds its own bias.",
        zh="矩阵你乘了 4，偏置却没有乘。四份各加各的偏置。",
    )
)
def lstm_factor_on_weights_only(input_size, hidden_size, biases, peepholes):
    count = 4 * hidden_size * (hidden_size + input_size) + biases * hidden_size
    return count + 3 * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="Only your biases are multiplied by 4. The matrices are there four times "
        "too; a missing pair of brackets does this.",
        zh="你只把偏置乘了 4，矩阵也有四份。多半是少了一对括号。",
    )
)
def lstm_factor_on_bias_only(input_size, hidden_size, biases, peepholes):
    count = hidden_size * (hidden_size + input_size) + 4 * biases * hidden_size
    return count + 3 * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="You left the biases out. Each of four parts has `biases` vectors of H.",
        zh="你漏了偏置。四份里的每一份，都有 `biases` 条长为 H 的向量。",
    )
)
def lstm_without_bias(input_size, hidden_size, biases, peepholes):
    count = 4 * hidden_size * (hidden_size + input_size)
    return count + 3 * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="You count three parts. There are three gates, and a fourth part beside "
        "them: the candidate.",
        zh="你只数了三份。门是有三个，可旁边还有第四份：候选状态。",
    )
)
def lstm_without_candidate(input_size, hidden_size, biases, peepholes):
    count = 3 * (hidden_size * (hidden_size + input_size) + biases * hidden_size)
    return count + 3 * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="Your peepholes are whole matrices. A gate looks at its own unit's cell "
        "only: one number for each unit, H for each gate.",
        zh="你把窥视孔当成了整个矩阵。每个单元只看自己那一格细胞状态，"
        "所以一个门只要 H 个数。",
    )
)
def peepholes_as_matrices(input_size, hidden_size, biases, peepholes):
    count = 4 * (hidden_size * (hidden_size + input_size) + biases * hidden_size)
    return count + 3 * hidden_size * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="You give peepholes to all four parts. Only the three gates look at the "
        "cell; the candidate does not.",
        zh="你给四份都开了窥视孔。只有三个门会看细胞状态，候选状态不看。",
    )
)
def four_peepholes(input_size, hidden_size, biases, peepholes):
    count = 4 * (hidden_size * (hidden_size + input_size) + biases * hidden_size)
    return count + 4 * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="Your peepholes add H once. Three gates look, so add H three times.",
        zh="窥视孔你只加了一次 H。看细胞状态的门有三个，要加三次。",
    )
)
def one_peephole(input_size, hidden_size, biases, peepholes):
    count = 4 * (hidden_size * (hidden_size + input_size) + biases * hidden_size)
    return count + hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="Without peepholes you are right. With them, three vectors of H are "
        "missing.",
        zh="不带窥视孔时你是对的；带窥视孔时，还差三条长为 H 的向量。",
    )
)
def peepholes_forgotten(input_size, hidden_size, biases, peepholes):
    return 4 * (hidden_size * (hidden_size + input_size) + biases * hidden_size)


@exercises.count_lstm.mistake(
    Text(
        en="You add 3 · H even when there are no peepholes. Ask `peepholes` first.",
        zh="没有窥视孔时，你也加了 3 · H。先看看参数 `peepholes`。",
    )
)
def always_peepholes(input_size, hidden_size, biases, peepholes):
    part = hidden_size * (hidden_size + input_size) + biases * hidden_size
    return 4 * part + 3 * hidden_size


@exercises.count_lstm.mistake(
    Text(
        en="Your peepholes are multiplied by 4 as well. The three vectors come once, "
        "outside the brackets.",
        zh="窥视孔也被你乘了 4。那三条向量只有一份，要加在括号外面。",
    )
)
def peepholes_inside_factor(input_size, hidden_size, biases, peepholes):
    part = hidden_size * (hidden_size + input_size) + biases * hidden_size
    return 4 * (part + 3 * hidden_size * peepholes)


@exercises.count_lstm.mistake(
    Text(
        en="Your peepholes have E numbers each. They look at the cell state, "
        "and that has H.",
        zh="你的窥视孔每条有 E 个数。它们看的是细胞状态，细胞状态有 H 个数。",
    )
)
def peepholes_as_long_as_input(input_size, hidden_size, biases, peepholes):
    count = 4 * (hidden_size * (hidden_size + input_size) + biases * hidden_size)
    return count + 3 * input_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="You always count PyTorch's two bias vectors in each part. "
        "Look at `biases`: there may be one or none.",
        zh="每一份你都按 PyTorch 的两条偏置来算。看看参数 `biases`："
        "也可能只有一条，或者没有。",
    )
)
def lstm_always_two_biases(input_size, hidden_size, biases, peepholes):
    part = hidden_size * (hidden_size + input_size) + 2 * hidden_size
    return 4 * part + 3 * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="You always count one bias vector in each part. "
        "Look at `biases`: there may be none, or PyTorch's two.",
        zh="每一份你都只算一条偏置。看看参数 `biases`："
        "也可能没有，或者像 PyTorch 那样有两条。",
    )
)
def lstm_always_one_bias(input_size, hidden_size, biases, peepholes):
    part = hidden_size * (hidden_size + input_size) + hidden_size
    return 4 * part + 3 * hidden_size * peepholes


# ---------------------------------------------------------------- count_gru


def count_gru_cases() -> list[tuple[int, int, bool]]:
    return [
        (5, 6, False),
        (5, 6, True),
        (10, 20, True),
        (128, 216, False),
        (128, 216, True),
    ]


@exercises.add(
    task=Text(
        en="Count the parameters of a PyTorch GRU layer: all that are stored, or "
        "with `merged` only those that are left when every two biases that can be "
        "merged have become one. `count_gru(5, 6, False)` is 234.",
        zh="数出 PyTorch 里一层 GRU 的参数个数。`merged` 为假时，存了多少就数多少；"
        "为真时，凡是能并成一条的两条偏置都先并好，再数还剩多少。"
        "例如 `count_gru(5, 6, False)` 等于 234。",
    ),
    hints=(
        Text(
            en="Stored are three complete parts, two gates and a candidate, "
            "with two biases each. In which of them do the two biases meet as a sum?",
            zh="存下来的是三份完整的 RNN：两个门和一个候选状态，每份两条偏置。"
            "在哪几份里，两条偏置是直接相加的？",
        ),
        Text(
            en="Each gate can do with one bias. In the candidate r_t stands between "
            "the two, so it keeps both. Count the bias vectors, then times H.",
            zh="每个门留一条偏置就够。候选状态的两条偏置之间隔着 r_t，所以都得留。"
            "先数一共几条偏置，再乘 H。",
        ),
        Text(
            en="3 · H · (H + E) for the matrices, then 6 · H for the biases, "
            "or (1 + 1 + 2) · H when merged.",
            zh="矩阵合计 3 · H · (H + E)；偏置是 6 · H，合并以后是 (1 + 1 + 2) · H。",
        ),
    ),
    cases=count_gru_cases,
)
def count_gru(input_size: int, hidden_size: int, merged: bool) -> int:
    """E, H, merged True | False -> int"""
    weights = 3 * hidden_size * (hidden_size + input_size)
    biases = 4 if merged else 6
    return weights + biases * hidden_size


@exercises.count_gru.mistake(
    Text(
        en="You merge all three parts. In the candidate r_t scales one bias and not "
        "the other: those two must stay apart.",
        zh="你把三份偏置全并了。候选状态里，r_t 只缩放其中一条偏置，这两条不能并。",
    )
)
def candidate_merged_too(input_size, hidden_size, merged):
    weights = 3 * hidden_size * (hidden_size + input_size)
    return weights + (3 if merged else 6) * hidden_size


@exercises.count_gru.mistake(
    Text(
        en="You give the same count whether `merged` or not: all that is stored. "
        "In the two gates the biases meet as a sum, and there one is enough.",
        zh="不管 `merged` 是真是假，你数的都是存下来的全部。"
        "两个门里，两条偏置是直接相加的，留一条就够。",
    )
)
def nothing_merged(input_size, hidden_size, merged):
    return 3 * hidden_size * (hidden_size + input_size + 2)


@exercises.count_gru.mistake(
    Text(
        en="You merge even when `merged` is False. "
        "PyTorch stores two biases in every part.",
        zh="`merged` 为假时，你也合并了。PyTorch 每一份都存着两条偏置。",
    )
)
def always_merged(input_size, hidden_size, merged):
    return 3 * hidden_size * (hidden_size + input_size) + 4 * hidden_size


@exercises.count_gru.mistake(
    Text(
        en="You have the two cases the wrong way round: fewer are left once merged.",
        zh="两种情形你弄反了：合并以后应当更少。",
    )
)
def merged_the_other_way(input_size, hidden_size, merged):
    weights = 3 * hidden_size * (hidden_size + input_size)
    return weights + (6 if merged else 4) * hidden_size


@exercises.count_gru.mistake(
    Text(
        en="You merge the candidate's biases and keep the gates' apart. "
        "It is the other way round: r_t stands in the candidate.",
        zh="你并的是候选状态的偏置，两个门的却没有并。正好反了：r_t 夹在候选状态里。",
    )
)
def only_candidate_merged(input_size, hidden_size, merged):
    weights = 3 * hidden_size * (hidden_size + input_size)
    return weights + (5 if merged else 6) * hidden_size


@exercises.count_gru.mistake(
    Text(
        en="You count two parts. The two gates decide what to keep; "
        "the candidate is what they decide about, and it has weights too.",
        zh="你只数了两份。两个门决定留什么，候选状态就是它们要决定的内容，它也有权重。",
    )
)
def gru_without_candidate(input_size, hidden_size, merged):
    weights = 2 * hidden_size * (hidden_size + input_size)
    return weights + (2 if merged else 4) * hidden_size


@exercises.count_gru.mistake(
    Text(
        en="Four parts: that is an LSTM. A GRU has one gate fewer.",
        zh="四份，那是 LSTM。GRU 比它少一个门。",
    )
)
def gru_like_lstm(input_size, hidden_size, merged):
    weights = 4 * hidden_size * (hidden_size + input_size)
    return weights + (5 if merged else 8) * hidden_size


@exercises.count_gru.mistake(
    Text(
        en="You count one part, a plain RNN. A GRU has three: "
        "two gates and a candidate.",
        zh="你只数了一份，那是朴素 RNN。GRU 有三份：两个门和一个候选状态。",
    )
)
def gru_like_rnn(input_size, hidden_size, merged):
    weights = hidden_size * (hidden_size + input_size)
    return weights + (1 if merged else 2) * hidden_size


@exercises.count_gru.mistake(
    Text(
        en="You multiply the matrices by 3 but not the biases. "
        "Each of the three parts has biases of its own.",
        zh="矩阵你乘了 3，偏置却没有乘。三份各有各的偏置。",
    )
)
def gru_factor_on_weights_only(input_size, hidden_size, merged):
    weights = 3 * hidden_size * (hidden_size + input_size)
    return weights + (1 if merged else 2) * hidden_size


@exercises.count_gru.mistake(
    Text(
        en="You left the biases out. PyTorch stores six vectors of H.",
        zh="你漏了偏置。PyTorch 存着六条长为 H 的偏置向量。",
    )
)
def gru_without_bias(input_size, hidden_size, merged):
    return 3 * hidden_size * (hidden_size + input_size)


@exercises.count_gru.mistake(
    Text(
        en="Without merging you count one bias in each part. PyTorch stores two.",
        zh="不合并时，每一份你只数了一条偏置。PyTorch 存的是两条。",
    )
)
def gru_always_one_bias(input_size, hidden_size, merged):
    return 3 * hidden_size * (hidden_size + input_size + 1)


# ------------------------------------------------------- count_stacked_rnn


def count_stacked_rnn_cases() -> list[tuple[int, int, int, int]]:
    return [(5, 6, 2, 1), (5, 6, 1, 2), (5, 6, 2, 2), (5, 6, 3, 2), (30, 8, 4, 2)]


@exercises.add(
    task=Text(
        en="Count a PyTorch RNN (two bias vectors) of several layers, "
        "reading in one direction or two. `count_stacked_rnn(5, 6, 2, 1)` is 162.",
        zh="数出 PyTorch 里一个多层 RNN（两条偏置）的参数个数，"
        "方向数是 1 或 2。例如 `count_stacked_rnn(5, 6, 2, 1)` 等于 162。",
    ),
    hints=(
        Text(
            en="Walk up the layers. At each one ask: what does this layer read?",
            zh="从下往上一层一层走，每到一层就问：这一层读的是什么？",
        ),
        Text(
            en="The first layer reads E numbers. Every other layer reads what all "
            "directions below it wrote: num_directions · H numbers.",
            zh="第一层读 E 个数。往上每一层，读的是下面所有方向写出来的东西："
            "num_directions · H 个数。",
        ),
        Text(
            en="For each layer add num_directions * "
            "params.count_rnn(reads, hidden_size), with reads as in hint 2.",
            zh="每层加上 num_directions * params.count_rnn(reads, hidden_size)，"
            "其中 reads 就是第 2 条提示说的那个数。",
        ),
    ),
    cases=count_stacked_rnn_cases,
)
def count_stacked_rnn(
    input_size: int, hidden_size: int, num_layers: int, num_directions: int
) -> int:
    """E, H, L, D 1 | 2 -> int"""
    count = 0
    reads = input_size
    for _ in range(num_layers):
        count += num_directions * params.count_rnn(reads, hidden_size)
        reads = num_directions * hidden_size
    return count


@exercises.count_stacked_rnn.mistake(
    Text(
        en="All your layers read E numbers. Only the first one meets the input; "
        "the others read the states below them.",
        zh="你让每一层都读 E 个数。只有第一层见得到输入，上面各层读的是下一层的状态。",
    )
)
def every_layer_reads_input(input_size, hidden_size, num_layers, num_directions):
    one = params.count_rnn(input_size, hidden_size)
    return num_layers * num_directions * one


@exercises.count_stacked_rnn.mistake(
    Text(
        en="You count one direction and double everything. Yet from the second layer "
        "on, each direction reads both directions below: 2H numbers, not H.",
        zh="你数完一个方向就整个翻倍了。可从第二层起，"
        "每个方向读的是下面两个方向拼起来的状态：2H 个数，不是 H 个。",
    )
)
def one_direction_doubled(input_size, hidden_size, num_layers, num_directions):
    first = params.count_rnn(input_size, hidden_size)
    upper = (num_layers - 1) * params.count_rnn(hidden_size, hidden_size)
    return num_directions * (first + upper)


@exercises.count_stacked_rnn.mistake(
    Text(
        en="Your upper layers read the right number, but you count one direction only. "
        "The second one has weights of its own, in every layer.",
        zh="上面各层读几个数你算对了，但只数了一个方向。另一个方向每层也有自己的权重。",
    )
)
def second_direction_forgotten(input_size, hidden_size, num_layers, num_directions):
    first = params.count_rnn(input_size, hidden_size)
    above = params.count_rnn(num_directions * hidden_size, hidden_size)
    return first + (num_layers - 1) * above


@exercises.count_stacked_rnn.mistake(
    Text(
        en="You count one network with D · H hidden units. Then the two directions "
        "would read each other's state; in truth each reads only its own.",
        zh="你数的是一个有 D · H 个隐藏单元的网络。那样两个方向就会互读状态，"
        "实际上各读各的。",
    )
)
def one_wide_network(input_size, hidden_size, num_layers, num_directions):
    wide = num_directions * hidden_size
    first = params.count_rnn(input_size, wide)
    return first + (num_layers - 1) * params.count_rnn(wide, wide)


@exercises.count_stacked_rnn.mistake(
    Text(
        en="Your first layer is wrong: it reads the input, E numbers, "
        "in whichever direction. Only the layers above read D · H.",
        zh="第一层不对：不管往哪个方向读，它读的都是输入，E 个数。"
        "再往上才是 D · H 个。",
    )
)
def first_layer_reads_states(input_size, hidden_size, num_layers, num_directions):
    one = params.count_rnn(num_directions * hidden_size, hidden_size)
    return num_layers * num_directions * one


@exercises.count_stacked_rnn.mistake(
    Text(
        en="One layer is missing. num_layers counts all layers, the first included.",
        zh="少了一层。num_layers 是总层数，第一层也算在内。",
    )
)
def one_layer_short(input_size, hidden_size, num_layers, num_directions):
    return count_stacked_rnn(input_size, hidden_size, num_layers - 1, num_directions)


@exercises.count_stacked_rnn.mistake(
    Text(
        en="You never look at `num_directions`. Two directions are two sets of "
        "weights, and the layer above reads both.",
        zh="你没有用到 `num_directions`。两个方向就有两套权重，上一层两个方向都要读。",
    )
)
def directions_ignored(input_size, hidden_size, num_layers, num_directions):
    first = params.count_rnn(input_size, hidden_size)
    return first + (num_layers - 1) * params.count_rnn(hidden_size, hidden_size)


@exercises.count_stacked_rnn.mistake(
    Text(
        en="You count the first layer L times, in one direction. The layers above "
        "read states, not the input; and each direction has its own weights.",
        zh="你把第一层数了 L 遍，而且只数了一个方向。"
        "往上各层读的是状态，不是输入；每个方向也各有一套权重。",
    )
)
def first_layer_times_layers(input_size, hidden_size, num_layers, num_directions):
    return num_layers * params.count_rnn(input_size, hidden_size)


@exercises.count_stacked_rnn.mistake(
    Text(
        en="With two directions you are right. With one, the layers above read "
        "H numbers, not 2 · H.",
        zh="双向时你是对的。单向时，往上各层只读 H 个数，不是 2 · H 个。",
    )
)
def always_reads_two_directions(input_size, hidden_size, num_layers, num_directions):
    first = params.count_rnn(input_size, hidden_size)
    above = params.count_rnn(2 * hidden_size, hidden_size)
    return num_directions * (first + (num_layers - 1) * above)


@exercises.count_stacked_rnn.mistake(
    Text(
        en="Only your first layer has two directions. Every layer has both: "
        "the layers above count D times too.",
        zh="你只让第一层有两个方向。其实每一层都有，往上各层也要乘 D。",
    )
)
def two_directions_below_only(input_size, hidden_size, num_layers, num_directions):
    first = num_directions * params.count_rnn(input_size, hidden_size)
    above = params.count_rnn(num_directions * hidden_size, hidden_size)
    return first + (num_layers - 1) * above


# --------------------------------------------------------- count_classifier


def count_classifier_cases() -> list[tuple[int, int, int, int, int]]:
    return [
        (10, 4, 6, 3, 1),
        (10, 4, 6, 3, 2),
        (1000, 128, 216, 3, 1),
        (50_000, 100, 64, 2, 2),
    ]


@exercises.add(
    task=Text(
        en="Count a classifier part by part: embedding, one LSTM layer in "
        "`num_directions`, output layer with a bias.",
        zh="逐个部件地数一个分类器：词嵌入、一层 LSTM（方向数为 `num_directions`）、"
        "带偏置的输出层。",
    ),
    hints=(
        Text(
            en="Follow one word: number in the vocabulary, vector of E, state of H, "
            "one score for each class.",
            zh="跟着一个词走一遍：词表里的编号，长为 E 的向量，长为 H 的状态，"
            "每类一个分数。",
        ),
        Text(
            en="The embedding is a table of V rows and E columns. The output layer "
            "reads the states of all directions and has one bias for each class.",
            zh="词嵌入是一张 V 行 E 列的表。输出层读所有方向的状态，"
            "每个类别有一个偏置。",
        ),
        Text(
            en="embedding: V · E. recurrent: D · params.count_lstm(E, H). "
            "output: (D · H + 1) · C.",
            zh="embedding：V · E；recurrent：D · params.count_lstm(E, H)；"
            "output：(D · H + 1) · C。",
        ),
    ),
    cases=count_classifier_cases,
)
def count_classifier(
    vocabulary_size: int,
    embedding_size: int,
    hidden_size: int,
    num_classes: int,
    num_directions: int,
) -> dict[str, int]:
    """V, E, H, C, D 1 | 2 -> {"embedding": , "recurrent": , "output": }"""
    ### BEGIN SOLUTION
    embedding = vocabulary_size * embedding_size
    one_direction = params.count_lstm(embedding_size, hidden_size)
    recurrent = num_directions * one_direction
    output = (num_directions * hidden_size + 1) * num_classes
    ### END SOLUTION
    return dict(embedding=embedding, recurrent=recurrent, output=output)


@exercises.count_classifier.mistake(
    Text(
        en="Your output layer reads H numbers even with two directions. "
        "It reads both final states, side by side: 2H.",
        zh="有两个方向时，你的输出层还是只读 H 个数。"
        "它读的是拼在一起的两个末状态：2H 个数。",
    )
)
def output_reads_one_direction(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"output": (hidden + 1) * classes}


@exercises.count_classifier.mistake(
    Text(
        en="The embedding is missing. It is a table with one row of E numbers for "
        "every word, and every number in it is learned.",
        zh="漏了词嵌入。它是一张表，每个词一行，每行 E 个数，个个都要学。",
    )
)
def embedding_forgotten(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"embedding": 0}


@exercises.count_classifier.mistake(
    Text(
        en="Your LSTM reads V numbers. It would, with one-hot words; "
        "behind an embedding it reads E.",
        zh="你的 LSTM 读了 V 个数。直接喂独热向量才会这样；前面有词嵌入，它读的是 E "
        "个数。",
    )
)
def lstm_reads_one_hot(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"recurrent": directions * params.count_lstm(vocabulary, hidden)}


@exercises.count_classifier.mistake(
    Text(
        en="Your output layer has no bias. A linear layer adds one for each class.",
        zh="你的输出层没有偏置。线性层给每个类别都加一个偏置。",
    )
)
def output_without_bias(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"output": directions * hidden * classes}


@exercises.count_classifier.mistake(
    Text(
        en="Your LSTM has one direction only. With two, there are two sets of weights.",
        zh="你的 LSTM 只有一个方向。双向时有两套权重。",
    )
)
def lstm_one_direction(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"recurrent": params.count_lstm(embedding, hidden)}


@exercises.count_classifier.mistake(
    Text(
        en="You give the embedding a bias. It is a look-up: a row is taken from the "
        "table as it stands, and nothing is added.",
        zh="你给词嵌入加了偏置。词嵌入只是查表：取出一行，原样使用，什么也不加。",
    )
)
def embedding_with_bias(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"embedding": (vocabulary + 1) * embedding}


@exercises.count_classifier.mistake(
    Text(
        en="You never look at `num_directions`. With two, the LSTM has two sets of "
        "weights, and the output layer reads 2 · H numbers.",
        zh="你没有用到 `num_directions`。双向时 LSTM 有两套权重，"
        "输出层要读 2 · H 个数。",
    )
)
def classifier_of_one_direction(vocabulary, embedding, hidden, classes, directions):
    return count_classifier(vocabulary, embedding, hidden, classes, 1)


@exercises.count_classifier.mistake(
    Text(
        en="Your LSTM has one bias in each part. PyTorch's has two.",
        zh="你的 LSTM 每一份只有一条偏置。PyTorch 的有两条。",
    )
)
def lstm_with_one_bias(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    recurrent = directions * params.count_lstm(embedding, hidden, biases=1)
    return right | {"recurrent": recurrent}


@exercises.count_classifier.mistake(
    Text(
        en="Your recurrent part is a plain RNN. An LSTM is four times as large.",
        zh="你的循环层是朴素 RNN。LSTM 是它的四倍大。",
    )
)
def plain_rnn_in_the_middle(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"recurrent": directions * params.count_rnn(embedding, hidden)}


@exercises.count_classifier.mistake(
    Text(
        en="You count one output layer for each direction. There is only one: "
        "it reads D · H numbers, and has one bias for each class.",
        zh="你给每个方向各数了一个输出层。输出层只有一个："
        "它读 D · H 个数，每个类别一个偏置。",
    )
)
def output_layer_each_direction(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"output": directions * (hidden + 1) * classes}


# ----------------------------------------------------- largest_hidden_size


def largest_hidden_size_cases() -> list[tuple[int, int]]:
    exactly_used_up = params.count_lstm(8, 16)
    return [(1000, 5), (exactly_used_up, 8), (20, 5), (1_000_000, 128)]


@exercises.add(
    task=Text(
        en="Find the largest hidden size for which one PyTorch LSTM layer stays within "
        "`budget` parameters. Return 0 if not even one unit fits.",
        zh="一层 PyTorch LSTM 的参数不许超过 `budget` 个，求隐藏单元最多能有几个。"
        "如果一个单元都放不下，就返回 0。",
    ),
    hints=(
        Text(
            en="You can count any LSTM now. Let the computer try sizes for you.",
            zh="任何一个 LSTM 你都会数了。那就让计算机替你一个一个试。",
        ),
        Text(
            en="Start at 0 and grow while the next size still fits. "
            "A count equal to the budget fits.",
            zh="从 0 开始，只要再大一号还放得下，就再大一号。刚好等于预算，"
            "也算放得下。",
        ),
        Text(
            en="while params.count_lstm(input_size, hidden_size + 1) <= budget: "
            "hidden_size += 1",
            zh="while params.count_lstm(input_size, hidden_size + 1) <= budget: "
            "hidden_size += 1",
        ),
    ),
    cases=largest_hidden_size_cases,
)
def largest_hidden_size(budget: int, input_size: int) -> int:
    """budget, E -> H"""
    hidden_size = 0
    while params.count_lstm(input_size, hidden_size + 1) <= budget:
        hidden_size += 1
    return hidden_size


@exercises.largest_hidden_size.mistake(
    Text(
        en="One too many: you return the first size that no longer fits.",
        zh="多了一个：你返回的是第一个放不下的大小。",
    )
)
def first_that_does_not_fit(budget, input_size):
    return largest_hidden_size(budget, input_size) + 1


@exercises.largest_hidden_size.mistake(
    Text(
        en="A network that uses the budget to the last parameter still fits: "
        "compare with <=, not with <.",
        zh="把预算正好用完也不算超：比较时用 <=，不要用 <。",
    )
)
def budget_never_used_up(budget, input_size):
    return largest_hidden_size(budget - 1, input_size)


@exercises.largest_hidden_size.mistake(
    Text(
        en="You look only at H · H. The input matrix and the biases need room too.",
        zh="你只看了 H · H。输入矩阵和偏置也要占地方。",
    )
)
def square_root_of_budget(budget, input_size):
    return int((budget / 4) ** 0.5)


@exercises.largest_hidden_size.mistake(
    Text(
        en="You forgot the two bias vectors of each of the four parts: 8 · H in all.",
        zh="你漏了偏置：四份，每份两条，一共 8 · H。",
    )
)
def budget_without_biases(budget, input_size):
    hidden_size = 0
    while params.count_lstm(input_size, hidden_size + 1, biases=0) <= budget:
        hidden_size += 1
    return hidden_size


@exercises.largest_hidden_size.mistake(
    Text(
        en="You spend the budget on a plain RNN. An LSTM of the same size costs "
        "four times as much.",
        zh="你是按朴素 RNN 来算预算的。同样大小的 LSTM，参数是它的四倍。",
    )
)
def budget_for_plain_rnn(budget, input_size):
    hidden_size = 0
    while params.count_rnn(input_size, hidden_size + 1) <= budget:
        hidden_size += 1
    return hidden_size


@exercises.largest_hidden_size.mistake(
    Text(
        en="You return 1 even when one unit is too many. Then the answer is 0: "
        "start there.",
        zh="连一个单元都放不下时，你也返回了 1。这时答案是 0，要从 0 开始试。",
    )
)
def never_zero(budget, input_size):
    return max(1, largest_hidden_size(budget, input_size))


@exercises.largest_hidden_size.mistake(
    Text(
        en="You solve the equation and return its root with the fraction. "
        "A network has whole units: cut the fraction off.",
        zh="方程解得对，可你连小数一起返回了。隐藏单元没有半个的，要去掉小数部分。",
    )
)
def fraction_of_a_unit(budget, input_size):
    half = (input_size + 2) / 2
    return (half**2 + budget / 4) ** 0.5 - half


@exercises.largest_hidden_size.mistake(
    Text(
        en="You round to the nearest whole number. Rounding up breaks the budget: "
        "cut the fraction off.",
        zh="你四舍五入了。往上一进就超出预算，小数部分要直接去掉。",
    )
)
def rounded_to_the_nearest(budget, input_size):
    return round(fraction_of_a_unit(budget, input_size))


# -------------------------------------------------------------- predictions

predictions.add(
    "extra_twelve",
    answer="c",
    choices={
        "a": Text(
            en="The initial state is an input of the call, zeros if you give none. "
            "It is not learned, so it is no parameter.",
            zh="初始状态是调用时传进去的，不传就是零。它不是学出来的，不算参数。",
        ),
        "b": Text(
            en="`nn.RNN` has no output layer; it returns its states. "
            "A read-out would be a layer of your own.",
            zh="`nn.RNN` 没有输出层，它只返回状态。想要读出，得自己再加一层。",
        ),
        "c": Text(
            en="Two vectors of 6: `bias_ih_l0` and `bias_hh_l0`. "
            "The book left biases out; PyTorch keeps two.",
            zh="两条长为 6 的向量：`bias_ih_l0` 和 `bias_hh_l0`。"
            "书上没算偏置，PyTorch 存了两条。",
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
            zh="三个里有一个会变：它的两条偏置之间隔着东西，从来没有直接相加。",
        ),
        "b": Text(
            en="In PyTorch's GRU the gate r (reset) multiplies `W_hn h + b_hn` before "
            "`b_in` is added. So one third of its second bias has a job of its own.",
            zh="在 PyTorch 的 GRU 里，门 r（重置门）先乘 `W_hn h + b_hn`，"
            "之后才加上 `b_in`。所以第二条偏置里，有三分之一是真有用的。",
        ),
        "c": Text(
            en="The LSTM has four parts, but in each of them the two biases are simply "
            "added. Merging them changes nothing.",
            zh="LSTM 虽有四份，但每一份里两条偏置都是直接相加的，合并了也没有变化。",
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
            zh="整个模型占的内存大约涨到十六倍。可占地方不等于干活：每一步里，"
            "绝大部分都闲着。",
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
            "thrown "
            "away, not learned. They cost memory, but they are no parameters.",
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

# ------------------------------------------------------- alternative texts

alts = {
    "double_hidden": Text(
        en="Two pairs of matrices to one scale: at H = 128 two equal squares; at "
        "H = 256 W_xh has become twice and W_hh four times as large.",
        zh="按同一比例画出的两对矩阵：H = 128 时是两个一样大的正方形；"
        "H = 256 时 W_xh 变成两倍大，W_hh 变成四倍大。",
    ),
    "classifier": Text(
        en="Parameters of the classifier in bars to one scale: with V = 1,000 the "
        "LSTM's is the longest; with V = 50,000 it is as long as before, "
        "and the embedding's 21 times as long.",
        zh="按同一比例画出的分类器各部件参数条形图：V = 1,000 时 LSTM 最长；"
        "V = 50,000 时它还是那么长，词嵌入却有它的 21 倍。",
    ),
}
