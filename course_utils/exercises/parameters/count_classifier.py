"""A whole classifier, part by part."""

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.scratch import params
from course_utils.text import Text

exercises = Exercises("02_parameters")


def count_classifier_cases() -> list[tuple[int, int, int, int, int]]:
    return [
        (10, 4, 6, 3, 1),
        (10, 4, 6, 3, 2),
        (1000, 128, 216, 3, 1),
        (50_000, 100, 64, 2, 2),
    ]


def new_classifier_case(rng: np.random.Generator) -> tuple[int, int, int, int, int]:
    V, E, H, C = (int(size) for size in rng.permutation(np.arange(3, 90))[:4])
    return V, E, H, C, int(rng.integers(1, 3))


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
            "每类一个得分。",
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
    fresh=new_classifier_case,
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
        "every word, and every number in it is learnt.",
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
        en="Your embedding has E numbers too many. Are they a bias? A look-up takes a "
        "row as it stands and adds nothing. Or a row for padding? `vocabulary_size` "
        "counts every row.",
        zh="你的词嵌入多了 E 个数。多的是偏置吗？查表只是取出一行，什么也不加。"
        "还是填充用的一行？`vocabulary_size` 已经把每一行都数进去了。",
    )
)
def embedding_one_row_too_long(vocabulary, embedding, hidden, classes, directions):
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
        zh="你的 LSTM 每一份只有一个偏置。PyTorch 的有两个。",
    )
)
def lstm_with_one_bias(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    recurrent = directions * params.count_lstm(embedding, hidden, biases=1)
    return right | {"recurrent": recurrent}


@exercises.count_classifier.mistake(
    Text(
        en="You count one LSTM with D · H hidden units. Two directions are two LSTMs "
        "of H units, and neither reads the other's state.",
        zh="你数的是一个有 D · H 个隐藏单元的 LSTM。双向是两个 LSTM，"
        "各有 H 个单元，互不读对方的状态。",
    )
)
def one_wide_lstm(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"recurrent": params.count_lstm(embedding, directions * hidden)}


@exercises.count_classifier.mistake(
    Text(
        en="Your output layer has one bias for all classes. Each class has its own.",
        zh="你的输出层只有一个偏置，由各类共用。其实每个类别各有一个。",
    )
)
def one_bias_for_all_classes(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"output": directions * hidden * classes + 1}


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


@exercises.count_classifier.mistake(
    Text(
        en="The rows of your embedding are H numbers long. A word becomes a vector "
        "of E numbers; only the LSTM makes H of them.",
        zh="你的词嵌入每行有 H 个数。一个词先变成 E 个数的向量，到了 LSTM 才成为 H "
        "个数。",
    )
)
def embedding_as_wide_as_the_state(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"embedding": vocabulary * hidden}


@exercises.count_classifier.mistake(
    Text(
        en="You count the embedding once for each direction. Both directions read "
        "the same table.",
        zh="词嵌入你按方向数了两遍。两个方向查的是同一张表。",
    )
)
def embedding_for_each_direction(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"embedding": directions * vocabulary * embedding}


@exercises.count_classifier.mistake(
    Text(
        en="Your recurrent part has three parts, as a GRU has. An LSTM has four: "
        "three gates and the candidate.",
        zh="你的循环层只有三份，那是 GRU。LSTM 有四份：三个门和一个候选状态。",
    )
)
def gru_in_the_middle(vocabulary, embedding, hidden, classes, directions):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"recurrent": directions * params.count_gru(embedding, hidden)}


@exercises.count_classifier.mistake(
    Text(
        en="The bias of your output layer is as long as what it reads. It is added "
        "to the scores: one number for each class.",
        zh="你的输出层偏置和它读进来的东西一样长。偏置是加到得分上的：每个类别一个数。",
    )
)
def output_bias_as_long_as_the_state(
    vocabulary, embedding, hidden, classes, directions
):
    right = count_classifier(vocabulary, embedding, hidden, classes, directions)
    return right | {"output": directions * hidden * (classes + 1)}
