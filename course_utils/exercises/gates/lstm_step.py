"""One step of an LSTM."""

from __future__ import annotations

import numpy as np

from course_utils import scratch
from course_utils.checking.lists import Exercises
from course_utils.exercises.vanilla_rnn.arrays import (
    Arrays,
    draw_arrays,
    draw_sizes,
    random_arrays,
)
from course_utils.text import Text

exercises = Exercises("05_gates")

Pair = tuple[np.ndarray, np.ndarray]


def lstm_step_cases() -> list[Arrays]:
    """One sample and one unit, then sizes that differ, then sizes that are equal."""
    return [
        random_arrays((1, 2), (1, 1), (1, 1), (4, 2), (4, 1), (4,), seed=1),
        random_arrays((4, 3), (4, 2), (4, 2), (8, 3), (8, 2), (8,), seed=2),
        random_arrays((3, 3), (3, 3), (3, 3), (12, 3), (12, 3), (12,), seed=3),
    ]


def new_lstm_case(rng: np.random.Generator) -> Arrays:
    B, E, H = draw_sizes(rng, 3)
    return draw_arrays(rng, (B, E), (B, H), (B, H), (4 * H, E), (4 * H, H), (4 * H,))


def gates(x, h, W_xh, W_hh, b_h) -> tuple[np.ndarray, ...]:
    """i, f, g, o (B, H), squashed."""
    a_i, a_f, a_g, a_o = np.split(x @ W_xh.T + h @ W_hh.T + b_h, 4, axis=1)
    return *(scratch.sigmoid(a) for a in (a_i, a_f)), np.tanh(a_g), scratch.sigmoid(a_o)


exercises.add(
    task=Text(
        en="Write one step for a batch, with the blocks in PyTorch's order i, f, g, o. "
        "Return the next `h` and the next `c`, in this order.",
        zh="写出一批样本的一步，四块按 PyTorch 的顺序 i、f、g、o 排。"
        "先返回新的 `h`，再返回新的 `c`。",
    ),
    hints=(
        Text(
            en="One product each for `x` and `h` gives all four at once: (B, 4H). "
            "`np.split` cuts it into four.",
            zh="`x` 和 `h` 各做一次乘法，四块就一起算好了，形状是 (B, 4H)。"
            "再用 `np.split` 切成四份。",
        ),
        Text(
            en="Three are gates and go through `sigmoid`; the candidate goes through "
            "`np.tanh`. First the new cell state, then the new state from it.",
            zh="其中三块是门，过 `sigmoid`；候选状态过 `np.tanh`。"
            "先算新的细胞状态，再用它算新的状态。",
        ),
        Text(
            en="`a_i, a_f, a_g, a_o = np.split(..., 4, axis=1)`, "
            "then `c_t = f * c + i * g`; what remains is `h_t`.",
            zh="`a_i, a_f, a_g, a_o = np.split(..., 4, axis=1)`，"
            "然后 `c_t = f * c + i * g`，最后只剩 `h_t`。",
        ),
    ),
    cases=lstm_step_cases,
    fresh=new_lstm_case,
)(scratch.lstm_step)


@exercises.lstm_step.mistake(
    Text(
        en="Forget and input gate have changed places: yours writes where it should "
        "keep. Many books put f first; PyTorch stores i first.",
        zh="遗忘门和输入门对调了：该保留的地方你在写。"
        "不少书把 f 排在前面，PyTorch 先存的却是 i。",
    )
)
def forget_and_input_swapped(x, h, c, W_xh, W_hh, b_h) -> Pair:
    i, f, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = i * c + f * g
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="You read the blocks as i, f, o, g. In PyTorch's order the candidate g "
        "comes third and the output gate last.",
        zh="你把四块当成了 i、f、o、g。PyTorch 的顺序里，候选状态 g 排第三，"
        "输出门排最后。",
    )
)
def candidate_read_last(x, h, c, W_xh, W_hh, b_h) -> Pair:
    a_i, a_f, a_o, a_g = np.split(x @ W_xh.T + h @ W_hh.T + b_h, 4, axis=1)
    i, f, o = scratch.sigmoid(a_i), scratch.sigmoid(a_f), scratch.sigmoid(a_o)
    c_t = f * c + i * np.tanh(a_g)
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The new state is o times the cell state itself. It should be o times its "
        "tanh: the cell may grow large, the state stays between -1 and 1.",
        zh="你的新状态是 o 直接乘细胞状态。细胞状态可以很大，"
        "要先过一遍 tanh，状态才留在 -1 和 1 之间。",
    )
)
def no_tanh_on_the_cell(x, h, c, W_xh, W_hh, b_h) -> Pair:
    i, f, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = f * c + i * g
    return o * c_t, c_t


@exercises.lstm_step.mistake(
    Text(
        en="The candidate went through the sigmoid. Then the cell could only be added "
        "to, never taken from; it needs tanh, which can be negative.",
        zh="候选状态过的是 sigmoid。这样细胞状态只能加、不能减；"
        "要过 tanh，因为 tanh 可以取负值。",
    )
)
def candidate_through_sigmoid(x, h, c, W_xh, W_hh, b_h) -> Pair:
    a = x @ W_xh.T + h @ W_hh.T + b_h
    i, f, g, o = np.split(scratch.sigmoid(a), 4, axis=1)
    c_t = f * c + i * g
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The state reads the old cell. The step first renews the cell state, "
        "then reads from the new one.",
        zh="你的状态读的是旧的细胞状态。应该先更新细胞状态，再从新的里面读。",
    )
)
def reads_the_old_cell(x, h, c, W_xh, W_hh, b_h) -> Pair:
    i, f, g, o = gates(x, h, W_xh, W_hh, b_h)
    return o * np.tanh(c), f * c + i * g


@exercises.lstm_step.mistake(
    Text(
        en="The two results have changed places: first `h`, then `c`.",
        zh="两个结果的次序反了：先 `h`，后 `c`。",
    )
)
def results_swapped(x, h, c, W_xh, W_hh, b_h) -> Pair:
    h_t, c_t = scratch.lstm_step(x, h, c, W_xh, W_hh, b_h)
    return c_t, h_t


@exercises.lstm_step.mistake(
    Text(
        en="Only the new `h` comes back. The next step needs the cell state too: "
        "return `h_t, c_t`.",
        zh="你只返回了新的 `h`。下一步还要用细胞状态：请返回 `h_t, c_t`。",
    )
)
def cell_not_returned(x, h, c, W_xh, W_hh, b_h) -> np.ndarray:
    return scratch.lstm_step(x, h, c, W_xh, W_hh, b_h)[0]


@exercises.lstm_step.mistake(
    Text(
        en="Your cell state goes through tanh before it is passed on. Squashed at "
        "every step, it would fade like the state of a plain RNN.",
        zh="你把细胞状态过了一遍 tanh 才往下传。步步都压一次，"
        "就跟朴素 RNN 的状态一样会淡掉。",
    )
)
def cell_squashed(x, h, c, W_xh, W_hh, b_h) -> Pair:
    i, f, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = np.tanh(f * c + i * g)
    return o * c_t, c_t


@exercises.lstm_step.mistake(
    Text(
        en="The old cell state is added whole. The forget gate must scale it: f * c.",
        zh="你把旧的细胞状态整个加了进去。要先乘遗忘门：`f * c`。",
    )
)
def forgets_nothing(x, h, c, W_xh, W_hh, b_h) -> Pair:
    i, _, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = c + i * g
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The bias `b_h` is missing: with zeros everywhere, each gate should be "
        "σ of its bias.",
        zh="漏了偏置 `b_h`：输入和状态全是零时，每个门应当等于 σ(偏置)。",
    )
)
def without_bias(x, h, c, W_xh, W_hh, b_h) -> Pair:
    return scratch.lstm_step(x, h, c, W_xh, W_hh, np.zeros_like(b_h))


@exercises.lstm_step.mistake(
    Text(
        en="The gates are not squashed. σ puts each between 0 (shut) and 1 (open); "
        "without it they are just numbers.",
        zh="你的门没有压过。σ 把每个门放到 0（关）和 1（开）之间，不压就只是普通的数。",
    )
)
def gates_not_squashed(x, h, c, W_xh, W_hh, b_h) -> Pair:
    a = x @ W_xh.T + h @ W_hh.T + b_h
    i, f, g, o = np.split(a, 4, axis=1)
    c_t = f * c + i * np.tanh(g)
    return o * np.tanh(c_t), c_t


def with_blocks(order: str, x, h, c, W_xh, W_hh, b_h) -> Pair:
    """The step with the blocks read in another order."""
    blocks = np.split(x @ W_xh.T + h @ W_hh.T + b_h, 4, axis=1)
    a = dict(zip(order, blocks, strict=True))
    c_t = scratch.sigmoid(a["f"]) * c + scratch.sigmoid(a["i"]) * np.tanh(a["g"])
    return scratch.sigmoid(a["o"]) * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="Your f says how much is forgotten: `1 - f` stands before the old cell. "
        "In spite of its name, f is the share that is kept.",
        zh="你的 f 成了忘掉的那一份：旧细胞状态前面乘的是 `1 - f`。名字叫遗忘门，f "
        "却是留下的那一份。",
    )
)
def forget_gate_by_its_name(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = (1 - f) * c + i * g
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="You write with `1 - f`. In an LSTM keeping and writing have a gate "
        "each: `i` is not used in yours.",
        zh="你写入时用的是 `1 - f`。LSTM 里，留和写各有一个门：你没有用到 `i`。",
    )
)
def keeps_what_it_does_not_write(x, h, c, W_xh, W_hh, b_h):
    _, f, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = f * c + (1 - f) * g
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The old cell is scaled by `1 - i`. Keeping has a gate of its own here: f.",
        zh="旧细胞状态乘的是 `1 - i`。这里保留由单独的门管：f。",
    )
)
def writes_with_one_minus_i(x, h, c, W_xh, W_hh, b_h):
    i, _, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = (1 - i) * c + i * g
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The bias `b_h` is added twice. The two products share it.",
        zh="偏置 `b_h` 加了两次。两个乘积合用一个。",
    )
)
def lstm_bias_twice(x, h, c, W_xh, W_hh, b_h):
    return scratch.lstm_step(x, h, c, W_xh, W_hh, 2 * b_h)


@exercises.lstm_step.mistake(
    Text(
        en="`reshape` cuts the row of numbers anew, and mixes samples and blocks as "
        "soon as there is more than one sample. Split along `axis=1`.",
        zh="`reshape` 只是把数重新切了一遍，样本一多，样本和四块就混了。要沿 "
        "`axis=1` 切开。",
    )
)
def blocks_reshaped(x, h, c, W_xh, W_hh, b_h):
    a = (x @ W_xh.T + h @ W_hh.T + b_h).reshape(4, len(x), -1)
    i, f, g, o = scratch.sigmoid(a[0]), scratch.sigmoid(a[1]), a[2], a[3]
    c_t = f * c + i * np.tanh(g)
    return scratch.sigmoid(o) * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The old state is added as it is, the same to all four blocks. It passes "
        "through `W_hh` first.",
        zh="旧状态原样加进了四块里。要先乘 `W_hh`。",
    )
)
def state_without_its_matrix(x, h, c, W_xh, W_hh, b_h):
    a_i, a_f, a_g, a_o = np.split(x @ W_xh.T + np.tile(h, 4) + b_h, 4, axis=1)
    c_t = scratch.sigmoid(a_f) * c + scratch.sigmoid(a_i) * np.tanh(a_g)
    return scratch.sigmoid(a_o) * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="Your forget gate is made of the third block, the candidate's. Its own "
        "is the second.",
        zh="你的遗忘门用的是第三块，那是候选状态的。遗忘门在第二块。",
    )
)
def forget_gate_from_the_candidate(x, h, c, W_xh, W_hh, b_h):
    i, _, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = scratch.sigmoid(np.arctanh(g)) * c + i * g
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="Your gates went through tanh, and can be negative. A gate lies between "
        "shut, 0, and open, 1: `sigmoid`.",
        zh="你的门过的是 tanh，会变成负数。门在关（0）和开（1）之间：用 `sigmoid`。",
    )
)
def all_gates_through_tanh(x, h, c, W_xh, W_hh, b_h):
    a = np.tanh(x @ W_xh.T + h @ W_hh.T + b_h)
    i, f, g, o = np.split(a, 4, axis=1)
    c_t = f * c + i * g
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The cell state that is passed on has gone through tanh, and again on "
        "the way to `h`. Squash it for `h` only.",
        zh="往下传的细胞状态过了一遍 tanh，算 `h` 时又过了一遍。只在算 `h` 时才压。",
    )
)
def cell_squashed_twice(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = np.tanh(f * c + i * g)
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The gates meet the cell in a matrix product. A gate scales each unit's "
        "own number: `*`.",
        zh="门和细胞状态之间你用了矩阵乘法。门只缩放各个单元自己的数：用 `*`。",
    )
)
def gates_by_matrix_product(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = f @ c.T + i @ g.T
    h_t = o * np.tanh(c_t)
    return h_t, c_t


@exercises.lstm_step.mistake(
    Text(
        en="The new state is tanh of the cell, whole. The output gate decides how "
        "much of it is shown.",
        zh="新状态就是整个 tanh(细胞状态)。露出多少，要由输出门决定。",
    )
)
def output_gate_missing(x, h, c, W_xh, W_hh, b_h):
    i, f, g, _ = gates(x, h, W_xh, W_hh, b_h)
    c_t = f * c + i * g
    return np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The candidate is written whole. The input gate must scale it: i * g.",
        zh="候选状态整个写了进去。要先乘输入门：`i * g`。",
    )
)
def writes_everything(x, h, c, W_xh, W_hh, b_h):
    _, f, g, o = gates(x, h, W_xh, W_hh, b_h)
    c_t = f * c + g
    return o * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The state is right, but the cell handed on is the old one.",
        zh="新状态算对了，可传下去的还是旧的细胞状态。",
    )
)
def old_cell_returned(x, h, c, W_xh, W_hh, b_h):
    return scratch.lstm_step(x, h, c, W_xh, W_hh, b_h)[0], c


@exercises.lstm_step.mistake(
    Text(
        en="You read the blocks as f, i, o, g, the order of some books. PyTorch's "
        "is i, f, g, o.",
        zh="你把四块当成了 f、i、o、g，有的书是这么排的。PyTorch 的顺序是 i、f、g、o。",
    )
)
def blocks_f_i_o_g(x, h, c, W_xh, W_hh, b_h):
    return with_blocks("fiog", x, h, c, W_xh, W_hh, b_h)


@exercises.lstm_step.mistake(
    Text(
        en="You read the blocks as i, o, f, g. In PyTorch the forget gate is "
        "second, the output gate last.",
        zh="你把四块当成了 i、o、f、g。PyTorch 里遗忘门排第二，输出门排最后。",
    )
)
def blocks_i_o_f_g(x, h, c, W_xh, W_hh, b_h):
    return with_blocks("iofg", x, h, c, W_xh, W_hh, b_h)


@exercises.lstm_step.mistake(
    Text(
        en="You read the blocks as i, g, f, o: forget gate and candidate have "
        "changed places.",
        zh="你把四块当成了 i、g、f、o：遗忘门和候选状态对调了。",
    )
)
def blocks_i_g_f_o(x, h, c, W_xh, W_hh, b_h):
    return with_blocks("igfo", x, h, c, W_xh, W_hh, b_h)


@exercises.lstm_step.mistake(
    Text(
        en="Input and output gate have changed places: the blocks are i, f, g, o.",
        zh="输入门和输出门对调了：四块的顺序是 i、f、g、o。",
    )
)
def blocks_o_f_g_i(x, h, c, W_xh, W_hh, b_h):
    return with_blocks("ofgi", x, h, c, W_xh, W_hh, b_h)


@exercises.lstm_step.mistake(
    Text(
        en="Forget and output gate have changed places: the blocks are i, f, g, o.",
        zh="遗忘门和输出门对调了：四块的顺序是 i、f、g、o。",
    )
)
def blocks_i_o_g_f(x, h, c, W_xh, W_hh, b_h):
    return with_blocks("iogf", x, h, c, W_xh, W_hh, b_h)


@exercises.lstm_step.mistake(
    Text(
        en="Both values are the new state `h_t`. The second should be the new cell "
        "state.",
        zh="返回的两个值都是新状态 `h_t`。第二个应该是新的细胞状态。",
    )
)
def state_handed_on_twice(x, h, c, W_xh, W_hh, b_h):
    h_t, _ = scratch.lstm_step(x, h, c, W_xh, W_hh, b_h)
    return h_t, h_t


@exercises.lstm_step.mistake(
    Text(
        en="Both values are the new cell state. The first should be the state: o "
        "times the tanh of the cell.",
        zh="返回的两个值都是新的细胞状态。第一个应该是隐状态：o 乘以细胞状态的 tanh。",
    )
)
def cell_handed_on_twice(x, h, c, W_xh, W_hh, b_h):
    _, c_t = scratch.lstm_step(x, h, c, W_xh, W_hh, b_h)
    return c_t, c_t


@exercises.lstm_step.mistake(
    Text(
        en="The state is shown through the forget gate. What is shown is the output "
        "gate's to say: o.",
        zh="你用遗忘门来决定露出多少。露出多少该由输出门 o 说了算。",
    )
)
def shown_by_the_forget_gate(x, h, c, W_xh, W_hh, b_h):
    i, f, g, _ = gates(x, h, W_xh, W_hh, b_h)
    c_t = f * c + i * g
    return f * np.tanh(c_t), c_t


@exercises.lstm_step.mistake(
    Text(
        en="The state is shown through the input gate. What is shown is the output "
        "gate's to say: o.",
        zh="你用输入门来决定露出多少。露出多少该由输出门 o 说了算。",
    )
)
def shown_by_the_input_gate(x, h, c, W_xh, W_hh, b_h):
    i, f, g, _ = gates(x, h, W_xh, W_hh, b_h)
    c_t = f * c + i * g
    return i * np.tanh(c_t), c_t
