"""One RNN layer, with no, one or two bias vectors."""

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("02_parameters")


def count_rnn_cases() -> list[tuple[int, int, int]]:
    return [(5, 6, 0), (5, 6, 1), (5, 6, 2), (6, 5, 1), (128, 216, 2)]


def new_rnn_case(rng: np.random.Generator) -> tuple[int, int, int]:
    E, H = (int(size) for size in rng.permutation(np.arange(3, 60))[:2])
    return E, H, int(rng.integers(3))


@exercises.add(
    task=Text(
        en="Count the parameters of an RNN layer that keeps `biases` bias vectors: "
        "none, one or two. `count_rnn(5, 6, 1)` is 72.",
        zh="数出一层 RNN 的参数个数。`biases` 是偏置向量的个数：0、1 或 2。"
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
            zh="W_xh 有 H 行 E 列，W_hh 有 H 行 H 列；每个偏置向量有 H 个数。",
        ),
        Text(
            en="H · (H + E) for the two matrices, then add biases · H.",
            zh="两个矩阵合计 H · (H + E)，再加 biases · H。",
        ),
    ),
    cases=count_rnn_cases,
    fresh=new_rnn_case,
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
        zh="不管几个偏置，你给的都是教科书那个不含偏置的数。每个偏置向量要再加 H "
        "个数。",
    )
)
def without_bias(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size)


@exercises.count_rnn.mistake(
    Text(
        en="You always count one bias vector. Look at `biases`: "
        "PyTorch keeps two, some books keep none.",
        zh="你总是只算一个偏置。看看参数 `biases`：PyTorch 存两个，有的书一个也没有。",
    )
)
def always_one_bias(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size) + hidden_size


@exercises.count_rnn.mistake(
    Text(
        en="You always count PyTorch's two bias vectors. "
        "The caller says how many there are: `biases`.",
        zh="你总按 PyTorch 的两个偏置来算。到底几个，由参数 `biases` 说了算。",
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
        en="You give each matrix all of the biases, so they are counted twice. "
        "`biases` counts the bias vectors of the whole layer.",
        zh="你给每个矩阵都配了全部偏置，多数了一遍。`biases` 是整层的偏置个数。",
    )
)
def biases_for_each_matrix(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size) + 2 * biases * hidden_size


@exercises.count_rnn.mistake(
    Text(
        en="You add one number for each bias. A bias is a vector: "
        "every hidden unit has its own, H in all.",
        zh="每个偏置你只加了 1。偏置是向量：每个隐藏单元一个，一共 H 个数。",
    )
)
def bias_as_one_number(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size) + biases


@exercises.count_rnn.mistake(
    Text(
        en="Input and hidden size have changed places everywhere. It is the state "
        "that comes back through a matrix of its own, and the state has H "
        "numbers.",
        zh="输入大小和隐状态大小全对调了。乘一个方阵再回来的是状态，状态有 H 个数。",
    )
)
def sizes_exchanged(input_size, hidden_size, biases):
    return input_size * (hidden_size + input_size) + biases * input_size


@exercises.count_rnn.mistake(
    Text(
        en="Your second matrix has H numbers only. It makes a new state of H "
        "numbers from an old one of H numbers: how many rows, how many columns?",
        zh="你的第二个矩阵只有 H 个数。它要把 H 个数的旧状态变成 H 个数的新状态：几"
        "行，几列？",
    )
)
def state_matrix_of_one_row(input_size, hidden_size, biases):
    return hidden_size * input_size + hidden_size + biases * hidden_size


@exercises.count_rnn.mistake(
    Text(
        en="You count H numbers too many. Is the state itself among them? It is "
        "computed anew for each text, not learnt.",
        zh="你多数了 H 个数。是不是把状态也数进去了？状态是读的时候算出来的，不是学"
        "来的。",
    )
)
def state_counted_too(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size + biases + 1)


@exercises.count_rnn.mistake(
    Text(
        en="You count a square matrix of E + H rows. It has E + H columns, but only H "
        "rows: what it makes is a state.",
        zh="你数的是 E + H 行的方阵。它有 E + H 列，却只有 H 行：它算出来的是状态。",
    )
)
def square_of_both_sizes(input_size, hidden_size, biases):
    return (input_size + hidden_size) ** 2 + biases * hidden_size


@exercises.count_rnn.mistake(
    Text(
        en="You add E and H. The second matrix leads from state to state, H rows of "
        "H; each bias vector has H numbers.",
        zh="你加上的是 E 和 H。第二个矩阵从状态到状态，H 行 H 列；每个偏置向量有 H 个"
        "数。",
    )
)
def sizes_added(input_size, hidden_size, biases):
    return input_size * hidden_size + hidden_size + input_size


@exercises.count_rnn.mistake(
    Text(
        en="You only ask whether there are biases. There may be two vectors: `biases` "
        "says how many.",
        zh="你只看了有没有偏置。偏置向量可能有两个：有几个由 `biases` 说了算。",
    )
)
def at_most_one_bias(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size + min(biases, 1))


@exercises.count_rnn.mistake(
    Text(
        en="With `biases` = 0 you still count one. Then there is none.",
        zh="`biases` 为 0 时你仍数了一个。这时一个也没有。",
    )
)
def at_least_one_bias(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size + max(biases, 1))


@exercises.count_rnn.mistake(
    Text(
        en="You multiply the weights by `biases`. The biases are added: H numbers for "
        "each.",
        zh="你让权重乘上了 `biases`。偏置是另外加上的：每个 H 个数。",
    )
)
def all_times_the_biases(input_size, hidden_size, biases):
    return hidden_size * (hidden_size + input_size) * biases


@exercises.count_rnn.mistake(
    Text(
        en="Your input matrix is E by E. It makes H numbers out of E: H rows of E.",
        zh="你的输入矩阵是 E 行 E 列。它要由 E 个数算出 H 个数：H 行，每行 E 个。",
    )
)
def a_square_for_each(input_size, hidden_size, biases):
    return hidden_size**2 + input_size**2 + biases * hidden_size
