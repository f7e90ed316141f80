"""One GRU layer, as it is stored or with its biases merged."""

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("02_parameters")


def count_gru_cases() -> list[tuple[int, int, bool]]:
    return [
        (5, 6, False),
        (5, 6, True),
        (10, 20, True),
        (128, 216, False),
        (128, 216, True),
    ]


def new_gru_case(rng: np.random.Generator) -> tuple[int, int, bool]:
    E, H = (int(size) for size in rng.permutation(np.arange(3, 60))[:2])
    return E, H, bool(rng.integers(2))


@exercises.add(
    task=Text(
        en="Count the parameters of a PyTorch GRU layer: all that are stored, or "
        "with `merged` only those that are left when every two biases that can be "
        "merged have become one. `count_gru(5, 6, False)` is 234.",
        zh="数出 PyTorch 里一层 GRU 的参数个数。`merged` 为假时，存了多少就数多少；"
        "为真时，凡是能合成一个的两个偏置都先合并，再数还剩多少。"
        "例如 `count_gru(5, 6, False)` 等于 234。",
    ),
    hints=(
        Text(
            en="Stored are three complete parts, two gates and a candidate, "
            "with two biases each. In which of them do the two biases meet as a sum?",
            zh="存下来的是三份完整的 RNN：两个门和一个候选状态，每份两个偏置。"
            "在哪几份里，两个偏置是直接相加的？",
        ),
        Text(
            en="Each gate can do with one bias. In the candidate r_t stands between "
            "the two, so it keeps both. Count the bias vectors, then times H.",
            zh="每个门留一个偏置就够。候选状态的两个偏置之间隔着 r_t，所以都得留。"
            "先数一共几个偏置，再乘 H。",
        ),
        Text(
            en="3 · H · (H + E) for the matrices, then 6 · H for the biases, "
            "or (1 + 1 + 2) · H when merged.",
            zh="矩阵合计 3 · H · (H + E)；偏置是 6 · H，合并以后是 (1 + 1 + 2) · H。",
        ),
    ),
    cases=count_gru_cases,
    fresh=new_gru_case,
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
        zh="你把三份偏置全合并了。候选状态里，r_t 只缩放其中一个偏置，这两个不能合并。",
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
        "两个门里，两个偏置是直接相加的，留一个就够。",
    )
)
def nothing_merged(input_size, hidden_size, merged):
    return 3 * hidden_size * (hidden_size + input_size + 2)


@exercises.count_gru.mistake(
    Text(
        en="You merge even when `merged` is False. "
        "PyTorch stores two biases in every part.",
        zh="`merged` 为假时，你也合并了。PyTorch 每一份都存着两个偏置。",
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
        zh="你漏了偏置。PyTorch 存着六个长为 H 的偏置向量。",
    )
)
def gru_without_bias(input_size, hidden_size, merged):
    return 3 * hidden_size * (hidden_size + input_size)


@exercises.count_gru.mistake(
    Text(
        en="Without merging you count one bias in each part. PyTorch stores two.",
        zh="不合并时，每一份你只数了一个偏置。PyTorch 存的是两个。",
    )
)
def gru_always_one_bias(input_size, hidden_size, merged):
    return 3 * hidden_size * (hidden_size + input_size + 1)


@exercises.count_gru.mistake(
    Text(
        en="Only two parts: the two gates. The candidate has matrices and biases of "
        "its own. And of two parts that are merged, how many biases would be "
        "left?",
        zh="你只数了两份，也就是两个门。候选状态也有自己的矩阵和偏置。另外，要是只有"
        "两份，合并以后该剩几个偏置？",
    )
)
def two_parts_with_a_spare_bias(input_size, hidden_size, merged):
    return hidden_size * (2 * (hidden_size + input_size) + (3 if merged else 4))


@exercises.count_gru.mistake(
    Text(
        en="Once merged, your candidate has no bias left. Its two cannot be merged, "
        "so both stay.",
        zh="合并以后，你的候选状态一个偏置也没有了。它的两个偏置不能合并，所以都得留。",
    )
)
def biases_of_the_gates_only(input_size, hidden_size, merged):
    return hidden_size * (3 * (hidden_size + input_size) + (2 if merged else 6))


@exercises.count_gru.mistake(
    Text(
        en="You count H numbers too many. Is the state itself among them? It is "
        "computed while reading, not learnt.",
        zh="你多数了 H 个数。是不是把状态也数进去了？它是读的时候算出来的，不是学来"
        "的。",
    )
)
def gru_state_counted_too(input_size, hidden_size, merged):
    return hidden_size * (3 * (hidden_size + input_size) + (5 if merged else 7))
