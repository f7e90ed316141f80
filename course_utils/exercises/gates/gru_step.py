"""One step of a GRU, in PyTorch's form."""

from __future__ import annotations

import numpy as np

from course_utils import scratch
from course_utils.checking.lists import Exercises
from course_utils.exercises.vanilla_rnn.arrays import Arrays, random_arrays
from course_utils.text import Text

exercises = Exercises("05_gates")


def gru_step_cases() -> list[Arrays]:
    """One sample and one unit, then sizes that differ, then sizes that are equal."""
    return [
        random_arrays((1, 2), (1, 1), (3, 2), (3, 1), (3,), (1,), seed=1),
        random_arrays((4, 3), (4, 2), (6, 3), (6, 2), (6,), (2,), seed=2),
        random_arrays((3, 3), (3, 3), (9, 3), (9, 3), (9,), (3,), seed=3),
    ]


def parts(x, h, W_xh, W_hh, b_h, b_hn) -> tuple[np.ndarray, ...]:
    """r, z (B, H), and the two halves of the candidate before r joins them (B, H)."""
    a_r, a_z, a_n = np.split(x @ W_xh.T + b_h, 3, axis=1)
    p_r, p_z, p_n = np.split(h @ W_hh.T, 3, axis=1)
    return scratch.sigmoid(a_r + p_r), scratch.sigmoid(a_z + p_z), a_n, p_n + b_hn


exercises.add(
    task=Text(
        en="Write PyTorch's step for a batch; the blocks are r, z, n. "
        "`b_hn` (H) is the bias that stands beside the old state's part of n.",
        zh="写出 PyTorch 的一步（一批样本），三块依次是 r、z、n。"
        "`b_hn` (H) 是 n 里跟旧状态那一项加在一起的偏置。",
    ),
    hints=(
        Text(
            en="Keep the two products apart: `x @ W_xh.T + b_h` and `h @ W_hh.T`, "
            "each (B, 3H), each cut in three.",
            zh="两个乘积先别相加：`x @ W_xh.T + b_h` 和 `h @ W_hh.T`，"
            "各是 (B, 3H)，各切三份。",
        ),
        Text(
            en="In r and z the two parts are simply added. In n, r scales the old "
            "state's part and its bias, and only then comes the sum.",
            zh="r 和 z 里，两部分直接相加。n 里，r 先缩放旧状态那一项"
            "（连同偏置 `b_hn`），然后才相加。",
        ),
        Text(
            en="`n = np.tanh(a_n + r * (p_n + b_hn))`; "
            "at the end z keeps the old: `(1 - z) * n + z * h`.",
            zh="`n = np.tanh(a_n + r * (p_n + b_hn))`；"
            "最后由 z 保留旧的：`(1 - z) * n + z * h`。",
        ),
    ),
    cases=gru_step_cases,
)(scratch.gru_step)


@exercises.gru_step.mistake(
    Text(
        en="z stands on the other side. In PyTorch z near 1 keeps the old state: "
        "`(1 - z) * n + z * h`. (Cho et al., 2014, define it so too; the GRU of some "
        "later papers has it the other way round.)",
        zh="z 乘错了边。PyTorch 里，z 接近 1 就保留旧状态：`(1 - z) * n + z * h`。"
        "（Cho 等人 2014 年也这么定义；后来有些论文正好反过来。）",
    )
)
def z_on_the_other_side(x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return z * np.tanh(a_n + r * p_n) + (1 - z) * h


@exercises.gru_step.mistake(
    Text(
        en="You reset the state before the matrix product. That is the form of the "
        "first paper; PyTorch multiplies first and resets the product.",
        zh="你在矩阵乘法之前就重置了状态。那是最早那篇论文的写法；"
        "PyTorch 是先乘，再重置乘积。",
    )
)
def reset_before_the_product(x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    r, z, a_n, _ = parts(x, h, W_xh, W_hh, b_h, b_hn)
    W_hn = np.split(W_hh, 3)[2]
    return (1 - z) * np.tanh(a_n + (r * h) @ W_hn.T + b_hn) + z * h


@exercises.gru_step.mistake(
    Text(
        en="`b_hn` stands outside the brackets in yours. r scales it too: "
        "`r * (p_n + b_hn)`.",
        zh="你把 `b_hn` 放到了括号外面。r 也要缩放它：`r * (p_n + b_hn)`。",
    )
)
def bias_outside_the_reset(x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - z) * np.tanh(a_n + r * (p_n - b_hn) + b_hn) + z * h


@exercises.gru_step.mistake(
    Text(
        en="`b_hn` is missing. It looks like one bias too many, but because r stands "
        "before it, it cannot be merged into `b_h`.",
        zh="漏了 `b_hn`。这条偏置看着多余，可前面乘着 r，没法并进 `b_h`。",
    )
)
def without_the_second_bias(x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    return scratch.gru_step(x, h, W_xh, W_hh, b_h, np.zeros_like(b_hn))


@exercises.gru_step.mistake(
    Text(
        en="Reset and update gate have changed places. PyTorch's blocks are r, z, n.",
        zh="重置门和更新门对调了。PyTorch 的三块依次是 r、z、n。",
    )
)
def reset_and_update_swapped(x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    z, r, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - z) * np.tanh(a_n + r * p_n) + z * h


@exercises.gru_step.mistake(
    Text(
        en="The reset gate does nothing in yours. Without it this is the GRU with one "
        "gate; r must scale the old state's part of n.",
        zh="你的重置门没起作用。去掉它就成了单门 GRU；r 要缩放 n 里旧状态的那一项。",
    )
)
def reset_gate_unused(x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    _, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - z) * np.tanh(a_n + p_n) + z * h


@exercises.gru_step.mistake(
    Text(
        en="r scales the whole inside of the tanh. The input's part is not reset: "
        "`a_n + r * (p_n + b_hn)`.",
        zh="你让 r 缩放了 tanh 里的全部。输入那一项不归 r 管："
        "`a_n + r * (p_n + b_hn)`。",
    )
)
def resets_the_input_too(x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - z) * np.tanh(r * (a_n + p_n)) + z * h


@exercises.gru_step.mistake(
    Text(
        en="The new state is only added to what z keeps: (1 - z) is missing. "
        "The two must share: what is kept makes no room for the new.",
        zh="漏了 (1 - z)。新旧要分着占：旧的留多少，新的就只能占剩下的。",
    )
)
def nothing_makes_room(x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return np.tanh(a_n + r * p_n) + z * h


@exercises.gru_step.mistake(
    Text(
        en="The candidate went through the sigmoid. It is no gate: np.tanh.",
        zh="候选状态过的是 sigmoid。候选状态不是门，要用 np.tanh。",
    )
)
def candidate_through_sigmoid(x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - z) * scratch.sigmoid(a_n + r * p_n) + z * h


@exercises.gru_step.mistake(
    Text(
        en="The bias `b_h` is missing: it holds the biases of all three blocks.",
        zh="漏了偏置 `b_h`：三块的偏置都在里面。",
    )
)
def without_the_first_bias(x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    return scratch.gru_step(x, h, W_xh, W_hh, np.zeros_like(b_h), b_hn)
