"""One LSTM layer, with or without peepholes."""

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("02_parameters")


def count_lstm_cases() -> list[tuple[int, int, int, bool]]:
    return [
        (5, 6, 2, False),
        (5, 6, 1, True),
        (5, 6, 0, True),
        (128, 216, 2, False),
        (28, 150, 2, True),
    ]


def new_lstm_case(rng: np.random.Generator) -> tuple[int, int, int, bool]:
    E, H = (int(size) for size in rng.permutation(np.arange(3, 60))[:2])
    return E, H, int(rng.integers(3)), bool(rng.integers(2))


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
            zh="先数一份 RNN，整个乘 4；如果有窥视孔，再加上那三个向量。",
        ),
        Text(
            en="4 · (H · (H + E) + biases · H), and 3 · H more with peepholes.",
            zh="4 · (H · (H + E) + biases · H)；有窥视孔时再加 3 · H。",
        ),
    ),
    cases=count_lstm_cases,
    fresh=new_lstm_case,
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
        zh="你漏了偏置。四份里的每一份，都有 `biases` 个长为 H 的向量。",
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
        zh="不带窥视孔时你是对的；带窥视孔时，还差三个长为 H 的向量。",
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
        zh="窥视孔也被你乘了 4。那三个向量只有一份，要加在括号外面。",
    )
)
def peepholes_inside_factor(input_size, hidden_size, biases, peepholes):
    part = hidden_size * (hidden_size + input_size) + biases * hidden_size
    return 4 * (part + 3 * hidden_size * peepholes)


@exercises.count_lstm.mistake(
    Text(
        en="Your peepholes have E numbers each. They look at the cell state, "
        "and that has H.",
        zh="你的窥视孔每个有 E 个数。它们看的是细胞状态，细胞状态有 H 个数。",
    )
)
def peepholes_as_long_as_input(input_size, hidden_size, biases, peepholes):
    count = 4 * (hidden_size * (hidden_size + input_size) + biases * hidden_size)
    return count + 3 * input_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="You always count PyTorch's two bias vectors in each part. "
        "Look at `biases`: there may be one or none.",
        zh="每一份你都按 PyTorch 的两个偏置来算。看看参数 `biases`："
        "也可能只有一个，或者没有。",
    )
)
def lstm_always_two_biases(input_size, hidden_size, biases, peepholes):
    part = hidden_size * (hidden_size + input_size) + 2 * hidden_size
    return 4 * part + 3 * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="You always count one bias vector in each part. "
        "Look at `biases`: there may be none, or PyTorch's two.",
        zh="每一份你都只算一个偏置。看看参数 `biases`："
        "也可能没有，或者像 PyTorch 那样有两个。",
    )
)
def lstm_always_one_bias(input_size, hidden_size, biases, peepholes):
    part = hidden_size * (hidden_size + input_size) + hidden_size
    return 4 * part + 3 * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="Only the matrix that reads the input is there four times. Each of the "
        "four parts has its own matrix for the state, too, and its own biases: "
        "mind the brackets.",
        zh="只有读输入的矩阵算了四份。四份里的每一份都还有自己的状态矩阵和偏置：注意"
        "括号。",
    )
)
def lstm_factor_on_input_matrix_only(input_size, hidden_size, biases, peepholes):
    weights = 4 * hidden_size * input_size + hidden_size * hidden_size
    return weights + (biases + 3 * peepholes) * hidden_size


@exercises.count_lstm.mistake(
    Text(
        en="Your four parts share one matrix for the state. Each part has its own, "
        "H by H.",
        zh="四份合用了一个状态矩阵。其实每份各有一个，H × H。",
    )
)
def lstm_one_state_matrix(input_size, hidden_size, biases, peepholes):
    weights = 4 * hidden_size * input_size + hidden_size * hidden_size
    return weights + (4 * biases + 3 * peepholes) * hidden_size


@exercises.count_lstm.mistake(
    Text(
        en="Your four parts share one matrix for the input. Each part has its own, "
        "H by E.",
        zh="四份合用了一个读输入的矩阵。其实每份各有一个，H × E。",
    )
)
def lstm_one_input_matrix(input_size, hidden_size, biases, peepholes):
    weights = hidden_size * input_size + 4 * hidden_size * hidden_size
    return weights + (4 * biases + 3 * peepholes) * hidden_size


@exercises.count_lstm.mistake(
    Text(
        en="You count H numbers too many. Is the cell state among them? It is "
        "computed while reading, not learnt.",
        zh="你多数了 H 个数。是不是把细胞状态也数进去了？它是读的时候算出来的，不是"
        "学来的。",
    )
)
def cell_state_counted_too(input_size, hidden_size, biases, peepholes):
    part = hidden_size * (hidden_size + input_size) + biases * hidden_size
    return 4 * part + hidden_size + 3 * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="Each of your three peepholes is a single number. A gate has H units, "
        "and each of them looks at its own cell.",
        zh="你的三个窥视孔各只有一个数。一个门有 H 个单元，每个单元都要看自己的细胞"
        "状态。",
    )
)
def peepholes_of_one_number(input_size, hidden_size, biases, peepholes):
    part = hidden_size * (hidden_size + input_size) + biases * hidden_size
    return 4 * part + 3 * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="Your state has 4 H numbers. The four parts make 4 H numbers, but read a "
        "state of only H: 4 H rows of H + E.",
        zh="你的状态有 4 H 个数。四个部分一共算出 4 H 个数，读进来的状态却只有 H 个："
        "4 H 行，每行 H + E 个。",
    )
)
def one_matrix_of_four_times_the_state(input_size, hidden_size, biases, peepholes):
    wide = 4 * hidden_size
    return wide * (wide + input_size + biases) + 3 * hidden_size * peepholes


@exercises.count_lstm.mistake(
    Text(
        en="Without peepholes you return 0: brackets are missing. `a + b if p else 0` "
        "is all or nothing; write `a + (b if p else 0)`.",
        zh="没有窥视孔时你返回了 0：少了一对括号。`a + b if p else 0` 是要么全有、要么"
        "全无，该写 `a + (b if p else 0)`。",
    )
)
def nothing_without_peepholes(input_size, hidden_size, biases, peepholes):
    part = hidden_size * (hidden_size + input_size + biases)
    return 4 * part + 3 * hidden_size if peepholes else 0
