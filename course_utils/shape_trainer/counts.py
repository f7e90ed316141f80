"""Questions about parameters: how many there are, and the shape of one matrix."""

from __future__ import annotations

from collections.abc import Iterator

from course_utils.scratch.params import count_recurrent
from course_utils.shapes.recurrent import BLOCKS, Setup
from course_utils.text import Text

COUNT_WORDS = Text(en="How many parameters has `net`?", zh="`net` 一共有多少个参数？")
COUNT_RIGHT = Text(
    en="Each layer and direction has {blocks} · {H} rows, with two biases each. The "
    "first layer reads {E} numbers{above}.",
    zh="每层每个方向有 {blocks} · {H} 行，每行两个偏置。第一层读 {E} 个数{above}。",
)
READS_ABOVE = Text(en=", those above {DS}", zh="，往上各层读 {DS} 个")
COUNT_WHY = {
    "no_bias": Text(
        en="Matrices only. PyTorch adds two bias vectors in each layer and direction.",
        zh="你只算了矩阵。PyTorch 每层每个方向还有两个偏置。",
    ),
    "one_bias": Text(
        en="You count one bias vector where PyTorch keeps two, `bias_ih` and "
        "`bias_hh`.",
        zh="你只算了一个偏置，PyTorch 存了两个：`bias_ih` 和 `bias_hh`。",
    ),
    "one_layer": Text(
        en="That is the first layer. There are {L}.",
        zh="这只是第一层，一共有 {L} 层。",
    ),
    "first_layer_repeated": Text(
        en="That is {L} times the first layer. The layers above do not read {E} "
        "numbers "
        "but the states below, {DS}.",
        zh="这是第一层的 {L} 倍。往上各层读的不是 {E} 个数，而是下层的状态，{DS} 个。",
    ),
    "doubled": Text(
        en="That is twice the same net in one direction. It holds for one layer; the "
        "layers above read both directions, {DS} numbers and not {S}.",
        zh="这是单向时的两倍。只有一层时才对；往上各层两个方向都读，"
        "是 {DS} 个数，不是 {S} 个。",
    ),
    "one_direction": Text(
        en="That is one direction. The other has weights of its own.",
        zh="这只是一个方向，另一个方向还有自己的一套权重。",
    ),
    "one_block": Text(
        en="That is a plain RNN of this size. `nn.{cell}` has {blocks} blocks of "
        "weights.",
        zh="这是同样大小的朴素 RNN。`nn.{cell}` 的权重有 {blocks} 份。",
    ),
    "three_for_four": Text(
        en="That is a GRU, with 3 blocks. An LSTM has three gates and a candidate: 4.",
        zh="这是 GRU，3 份。LSTM 有三个门，加一个候选状态：4 份。",
    ),
    "four_for_three": Text(
        en="That is an LSTM, with 4 blocks. A GRU has two gates and a candidate: 3.",
        zh="这是 LSTM，4 份。GRU 有两个门，加一个候选状态：3 份。",
    ),
    "without_projection": Text(
        en="That is the count without `proj_size`. With it a state has {P} numbers and "
        "not {H}; a matrix of {P} × {H} makes it, and counts too.",
        zh="这是没有 `proj_size` 时的个数。有了 `proj_size`，状态从 {H} 个数"
        "压成 {P} 个，压缩用的是 {P} × {H} 的矩阵，也要算上。",
    ),
    "a_set_for_each_step": Text(
        en="That is a set of weights for each of the {T} steps. One set serves them "
        "all.",
        zh="你给 {T} 步每步都配了一套权重。其实从头到尾只用一套。",
    ),
}


def count(setup: Setup, **changes: object) -> int:
    """The parameters of `setup` by the formula, some arguments changed."""
    options: dict[str, object] = {
        "cell": setup.cell,
        "input_size": setup.input_size,
        "hidden_size": setup.hidden_size,
        "num_layers": setup.num_layers,
        "bidirectional": setup.bidirectional,
        "proj_size": setup.proj_size,
        **changes,
    }
    return count_recurrent(**options)  # type: ignore[arg-type]


def count_confusions(setup: Setup) -> Iterator[tuple[str, int]]:
    """Each confusion about the number of parameters, and the number."""
    yield "no_bias", count(setup, biases=0)
    yield "one_bias", count(setup, biases=1)
    yield "a_set_for_each_step", setup.seq_len * count(setup)
    if setup.num_layers > 1:
        first = count(setup, num_layers=1)
        yield "one_layer", first
        yield "first_layer_repeated", setup.num_layers * first
    if setup.bidirectional:
        yield "one_direction", count(setup, bidirectional=False)
        if setup.num_layers > 1:
            yield "doubled", 2 * count(setup, bidirectional=False)
    if setup.proj_size:
        yield "without_projection", count(setup, proj_size=0)
    elif setup.cell != "RNN":
        yield "one_block", count(setup, cell="RNN")
        other = "GRU" if setup.cell == "LSTM" else "LSTM"
        name = "three_for_four" if other == "GRU" else "four_for_three"
        yield name, count(setup, cell=other)


WEIGHT_WORDS = Text(
    en="What is the shape of `net.{weight}`?", zh="`net.{weight}` 的形状是什么？"
)
WEIGHT_RIGHT = Text(
    en="{blocks} · {H} = {rows} rows, and a column for each number it reads: {reads}.",
    zh="{blocks} · {H} = {rows} 行；读几个数就有几列：{reads}。",
)
WEIGHT_WHY = {
    "turned": Text(
        en="Turned round. PyTorch keeps a row for each number that comes out, {rows}, "
        "and a column for each that goes in, {reads}.",
        zh="行列颠倒了。PyTorch 里，出来的数每个一行，共 {rows} 行；"
        "进去的数每个一列，共 {reads} 列。",
    ),
    "one_block": Text(
        en="That is one block. `nn.{cell}` stacks {blocks} of them: {rows} rows.",
        zh="这只是一份。`nn.{cell}` 把 {blocks} 份叠在一起：{rows} 行。",
    ),
    "reads_the_input": Text(
        en="{E} is the width of `x`. Only the first layer's `weight_ih` reads it; this "
        "one reads states.",
        zh="{E} 是 `x` 的宽度。只有第一层的 `weight_ih` 读它；这个矩阵读的是状态。",
    ),
    "reads_one_direction": Text(
        en="The layer below hands up both directions: 2 · {S} = {DS} columns.",
        zh="下层把两个方向都交上来：2 · {S} = {DS} 列。",
    ),
    "reads_both_directions": Text(
        en="Within a layer, each direction reads only its own state: {S} numbers. Both "
        "are read by the layer above.",
        zh="在同一层里，每个方向只读自己的状态，{S} 个数。往上那一层才两个方向都读。",
    ),
    "reads_the_state": Text(
        en="That is the shape of `weight_hh`. `weight_ih` reads what comes from below, "
        "{reads} numbers.",
        zh="这是 `weight_hh` 的形状。`weight_ih` 读的是下面送上来的，{reads} 个数。",
    ),
    "joined": Text(
        en="That is one matrix for input and state together, {reads} + {S} columns. "
        "PyTorch keeps two.",
        zh="这是把输入和状态合成一个矩阵，{reads} + {S} 列。PyTorch 分成两个存。",
    ),
}


def weight_reads(setup: Setup, kind: str, layer: int) -> int:
    """How many numbers `weight_ih` or `weight_hh` of a layer reads."""
    if kind == "hh":
        return setup.state_size
    below = setup.num_directions * setup.state_size
    return setup.input_size if layer == 0 else below


def weight_confusions(
    setup: Setup, kind: str, layer: int
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each confusion about a weight matrix, and the shape it leads to."""
    rows = BLOCKS[setup.cell] * setup.hidden_size
    reads = weight_reads(setup, kind, layer)
    size = setup.state_size
    yield "turned", (reads, rows)
    if setup.cell != "RNN":
        yield "one_block", (setup.hidden_size, reads)
    if kind == "hh" or layer > 0:
        yield "reads_the_input", (rows, setup.input_size)
    if kind == "ih":
        yield "joined", (rows, reads + size)
    if kind == "ih" and layer > 0 and setup.bidirectional:
        yield "reads_one_direction", (rows, size)
    elif kind == "ih":
        yield "reads_the_state", (rows, size)
    if kind == "hh" and setup.bidirectional:
        yield "reads_both_directions", (rows, 2 * size)
