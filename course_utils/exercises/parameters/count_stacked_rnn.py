"""An RNN of several layers, in one direction or two."""

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.scratch import params
from course_utils.text import Text

exercises = Exercises("02_parameters")


def count_stacked_rnn_cases() -> list[tuple[int, int, int, int]]:
    return [(5, 6, 2, 1), (5, 6, 1, 2), (5, 6, 2, 2), (5, 6, 3, 2), (30, 8, 4, 2)]


def new_stacked_case(rng: np.random.Generator) -> tuple[int, int, int, int]:
    E, H = (int(size) for size in rng.permutation(np.arange(3, 60))[:2])
    return E, H, int(rng.integers(2, 6)), int(rng.integers(1, 3))


@exercises.add(
    task=Text(
        en="Count a PyTorch RNN (two bias vectors) of several layers, "
        "reading in one direction or two. `count_stacked_rnn(5, 6, 2, 1)` is 162.",
        zh="数出 PyTorch 里一个多层 RNN（两个偏置）的参数个数，"
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
    fresh=new_stacked_case,
    course_versions=("count_recurrent",),
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
        en="One layer too many. num_layers counts all layers, so num_layers - 1 of "
        "them stand above the first.",
        zh="多了一层。num_layers 是总层数，第一层之上只有 num_layers - 1 层。",
    )
)
def one_layer_too_many(input_size, hidden_size, num_layers, num_directions):
    return count_stacked_rnn(input_size, hidden_size, num_layers + 1, num_directions)


@exercises.count_stacked_rnn.mistake(
    Text(
        en="The shapes are right, but you count one bias vector in each layer and "
        "direction. PyTorch keeps two.",
        zh="矩阵都数对了，可每层每个方向你只算了一个偏置。PyTorch 存的是两个。",
    )
)
def stacked_with_one_bias(input_size, hidden_size, num_layers, num_directions):
    right = count_stacked_rnn(input_size, hidden_size, num_layers, num_directions)
    return right - num_layers * num_directions * hidden_size


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


@exercises.count_stacked_rnn.mistake(
    Text(
        en="From the third layer on, your layers read more and more. Each reads "
        "only the layer just below it: num_directions · H numbers.",
        zh="从第三层起，你的每一层越读越多。每层只读紧挨着的下一层：num_directions ·"
        " H 个数。",
    )
)
def layers_read_all_below(input_size, hidden_size, num_layers, num_directions):
    count, reads = 0, input_size
    for layer in range(1, num_layers + 1):
        count += num_directions * params.count_rnn(reads, hidden_size)
        reads = layer * num_directions * hidden_size
    return count


@exercises.count_stacked_rnn.mistake(
    Text(
        en="Your top layer has one direction only. All layers have both: what is "
        "joined at the end is joined outside.",
        zh="你的最上面一层只有一个方向。每一层都有两个方向，最后拼起来是层外面的事。",
    )
)
def top_layer_in_one_direction(input_size, hidden_size, num_layers, num_directions):
    right = count_stacked_rnn(input_size, hidden_size, num_layers, num_directions)
    reads = input_size if num_layers == 1 else num_directions * hidden_size
    return right - (num_directions - 1) * params.count_rnn(reads, hidden_size)


@exercises.count_stacked_rnn.mistake(
    Text(
        en="The two arguments of `params.count_rnn` have changed places: first how "
        "many numbers a layer reads, then how many hidden units it has.",
        zh="`params.count_rnn` 的两个参数对调了：先是这一层读几个数，再是它有几个隐"
        "藏单元。",
    )
)
def reads_and_writes_exchanged(input_size, hidden_size, num_layers, num_directions):
    reads = num_directions * hidden_size
    first = params.count_rnn(hidden_size, input_size)
    upper = (num_layers - 1) * params.count_rnn(hidden_size, reads)
    return num_directions * (first + upper)


@exercises.count_stacked_rnn.mistake(
    Text(
        en="The biases are missing: each layer has two vectors of H in each direction.",
        zh="漏了偏置：每一层的每个方向都有两个长度为 H 的偏置向量。",
    )
)
def stacked_without_bias(input_size, hidden_size, num_layers, num_directions):
    right = count_stacked_rnn(input_size, hidden_size, num_layers, num_directions)
    return right - 2 * num_layers * num_directions * hidden_size


@exercises.count_stacked_rnn.mistake(
    Text(
        en="Your upper layers read the input and the state below. They read the "
        "states below only: D · H numbers.",
        zh="你的上层既读输入又读下面的状态。它们只读下面一层的状态：D · H 个数。",
    )
)
def layers_above_read_the_input_too(
    input_size, hidden_size, num_layers, num_directions
):
    first = params.count_rnn(input_size, hidden_size)
    above = params.count_rnn(input_size + hidden_size, hidden_size)
    return num_directions * (first + (num_layers - 1) * above)


@exercises.count_stacked_rnn.mistake(
    Text(
        en="Above the first layer you count one net of D · H units. Each direction is "
        "a net of H units there, too.",
        zh="第一层以上，你数的是一个有 D · H 个单元的网络。那里也是每个方向各有一个 H "
        "个单元的网络。",
    )
)
def wide_layers_above(input_size, hidden_size, num_layers, num_directions):
    wide = num_directions * hidden_size
    first = num_directions * params.count_rnn(input_size, hidden_size)
    return first + (num_layers - 1) * params.count_rnn(wide, wide)
