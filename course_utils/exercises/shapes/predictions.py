"""Lesson 06: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("06_shapes")

predictions.add(
    "which_is_time",
    answer="a",
    choices={
        "a": Text(
            en="Time is in front: the net takes two steps. At each step it reads 3 "
            "rows "
            "of 5 numbers, one row for each sequence.",
            zh="第一个轴是时间：网络走两步。每一步读 3 行，每行 5 个数，一个序列一行。",
        ),
        "b": Text(
            en="So it would be in a net with `batch_first=True`. PyTorch's default "
            "puts "
            "time in front of the batch.",
            zh="`batch_first=True` 的网络才是这样。PyTorch 默认时间在批量前面。",
        ),
        "c": Text(
            en="5 is `input_size`, the numbers of one symbol. It is always the last "
            "axis.",
            zh="5 是 `input_size`，一个符号有几个数。它总是最后一个轴。",
        ),
    },
)

predictions.add(
    "layers_in_output",
    answer="c",
    choices={
        "a": Text(
            en="(5, 3, 10) has both layers side by side. `output` shows the top "
            "layer alone.",
            zh="(5, 3, 10) 是把两层并排放了。`output` 里只有最上面一层。",
        ),
        "b": Text(
            en="(10, 3, 5) has both layers one after the other. `output` shows the top "
            "layer alone, a state for each of the 5 steps.",
            zh="(10, 3, 5) 是把两层接在一起了。`output` 里只有最上面一层，"
            "5 步各一个状态。",
        ),
        "c": Text(
            en="The top layer, for each of 5 steps. What the lower layer leaves behind "
            "is in `h_n` alone.",
            zh="最上面一层，5 步各一个状态。下面一层留下的，只在 `h_n` 里。",
        ),
    },
)

predictions.add(
    "backward_half",
    answer="b",
    choices={
        "a": Text(
            en="The forward half has. But the backward net begins at 国: when it "
            "is there, three characters still lie before it.",
            zh="读完四个字的是正向那一半。反向从“国”读起，在那里，前面还有三个字没读。",
        ),
        "b": Text(
            en="It reads from the end, so 国 is its first character, and `output[-1]` "
            "holds its first state, not its last.",
            zh="反向从末尾读起，“国”是读到的第一个字，"
            "所以 `output[-1]` 里是它的第一个状态，不是最后一个。",
        ),
        "c": Text(
            en="我 is where the backward net ends, at `output[0]`. `output[-1]` stands "
            "over 国.",
            zh="“我”是反向最后读到的字，对应 `output[0]`。`output[-1]` 对应的是“国”。",
        ),
    },
)

predictions.add(
    "which_entry",
    answer="a",
    choices={
        "a": Text(
            en="Layer by layer, forward before backward: the lower layer has entries 0 "
            "and 1, the upper 2 and 3.",
            zh="一层一层地排，先正向后反向：下层是第 0、1 份，上层是第 2、3 份。",
        ),
        "b": Text(
            en="That would be right if all forward layers came first. They come layer "
            "by "
            "layer.",
            zh="先排完正向各层，才会是这一份。其实是一层一层地排。",
        ),
        "c": Text(
            en="The last entry is backward, but it belongs to the top layer.",
            zh="最后一份是反向的，不过属于最上层。",
        ),
    },
)

predictions.add(
    "states_with_batch_first",
    answer="b",
    choices={
        "a": Text(
            en="Most people expect this. But `batch_first` turns `x` and `output` "
            "round "
            "and leaves the states as they are.",
            zh="多数人都这么想。可 `batch_first` 只调换 `x` 和 `output`，不动状态。",
        ),
        "b": Text(
            en="One entry, three sequences, six numbers: as without `batch_first`.",
            zh="一份，三个序列，六个数：跟没有 `batch_first` 时一样。",
        ),
        "c": Text(
            en="With `batch_first` the first axis of `x` is the batch: three sequences "
            "of two steps.",
            zh="有 `batch_first` 时，`x` 的第一个轴是批量：三个序列，各走两步。",
        ),
    },
)

predictions.add(
    "zeros_behind_the_end",
    answer="c",
    choices={
        "a": Text(
            en="The input adds nothing, true. But the step still multiplies the state "
            "by "
            "W_hh, adds the biases and takes the tanh.",
            zh="输入确实没有加进什么。"
            "可是这一步照样要用 W_hh 乘状态，加上偏置，再经过 tanh。",
        ),
        "b": Text(
            en="Only if the weights or the state were zero too. The old state still "
            "goes "
            "through W_hh.",
            zh="只有权重或状态也是零时才会这样。旧状态照样要乘一次 W_hh。",
        ),
        "c": Text(
            en="The net does not know what padding is. It takes one more step: "
            "tanh(W_hh "
            "h + b).",
            zh="网络不知道什么是填充，照样再走一步：tanh(W_hh h + b)。",
        ),
    },
)

predictions.add(
    "padding_in_two_directions",
    answer="c",
    choices={
        "a": Text(
            en="That holds for the forward half, which meets the padding last. The "
            "backward half meets it first.",
            zh="正向那一半确实如此，它最后才读到填充。反向那一半一开始就读到了填充。",
        ),
        "b": Text(
            en="The forward half has not met the padding yet when it reads the real "
            "step. "
            "Which half comes from there?",
            zh="正向读到真实的那一步时，还没有读到填充。是哪一半从填充那一头读过来？",
        ),
        "c": Text(
            en="It begins in the padding and arrives at the real step with a state "
            "that is "
            "no longer zero.",
            zh="反向从填充读起，到真实的那一步时，状态已经不是零了。",
        ),
    },
)
