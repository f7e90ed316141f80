"""One step of a GRU, in PyTorch's form."""

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


def gru_step_cases() -> list[Arrays]:
    """One sample and one unit, then sizes that differ, then sizes that are equal."""
    return [
        random_arrays((1, 2), (1, 1), (3, 2), (3, 1), (3,), (1,), seed=1),
        random_arrays((4, 3), (4, 2), (6, 3), (6, 2), (6,), (2,), seed=2),
        random_arrays((3, 3), (3, 3), (9, 3), (9, 3), (9,), (3,), seed=3),
    ]


def new_gru_case(rng: np.random.Generator) -> Arrays:
    B, E, H = draw_sizes(rng, 3)
    shapes = (B, E), (B, H), (3 * H, E), (3 * H, H), (3 * H,), (H,)
    return draw_arrays(rng, *shapes)


def parts(x, h, W_xh, W_hh, b_h, b_hn) -> tuple[np.ndarray, ...]:
    """r, z (B, H), and the two halves of the candidate before r joins them (B, H)."""
    a_r, a_z, a_n = np.split(x @ W_xh.T + b_h, 3, axis=1)
    p_r, p_z, p_n = np.split(h @ W_hh.T, 3, axis=1)
    return scratch.sigmoid(a_r + p_r), scratch.sigmoid(a_z + p_z), a_n, p_n + b_hn


def with_blocks(order: str, x, h, W_xh, W_hh, b_h, b_hn) -> np.ndarray:
    """The step with the blocks read in another order."""
    found = [order.index(block) for block in "rzn"]
    W_xh, W_hh, b_h = (
        np.concatenate([np.split(each, 3)[place] for place in found])
        for each in (W_xh, W_hh, b_h)
    )
    return scratch.gru_step(x, h, W_xh, W_hh, b_h, b_hn)


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
    fresh=new_gru_case,
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
        zh="漏了 `b_hn`。这个偏置看着多余，可前面乘着 r，没法并进 `b_h`。",
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


@exercises.gru_step.mistake(
    Text(
        en="You reset the state before the matrix product, and its bias beside it. "
        "PyTorch multiplies first: r scales the product and `b_hn` together.",
        zh="你先重置了状态再做矩阵乘法，偏置另外重置。PyTorch 是先乘：乘积和 `b_hn` "
        "一起由 r 缩放。",
    )
)
def reset_before_the_product_and_bias(x, h, W_xh, W_hh, b_h, b_hn):
    r, z, a_n, _ = parts(x, h, W_xh, W_hh, b_h, b_hn)
    W_hn = np.split(W_hh, 3)[2]
    return (1 - z) * np.tanh(a_n + (r * h) @ W_hn.T + r * b_hn) + z * h


@exercises.gru_step.mistake(
    Text(
        en="r scales the input's part of n and leaves the old state's alone. It is "
        "the other way round: what is reset is the past.",
        zh="r 缩放了 n 里输入的那一项，却没有管旧状态。正好反了：要重置的是过去。",
    )
)
def resets_the_input(x, h, W_xh, W_hh, b_h, b_hn):
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - z) * np.tanh(r * a_n + p_n) + z * h


@exercises.gru_step.mistake(
    Text(
        en="`b_h` is added to both products, so it counts twice in each gate. It "
        "belongs to the input's part; `b_hn` to the old state's part of n.",
        zh="两个乘积都加了 `b_h`，等于加了两遍。`b_h` 归输入那一边；旧状态那一边只有"
        " n 里的 `b_hn`。",
    )
)
def first_bias_twice(x, h, W_xh, W_hh, b_h, b_hn):
    a, p = x @ W_xh.T + b_h, h @ W_hh.T + b_h
    (a_r, a_z, a_n), (p_r, p_z, p_n) = np.split(a, 3, axis=1), np.split(p, 3, axis=1)
    r, z = scratch.sigmoid(a_r + p_r), scratch.sigmoid(a_z + p_z)
    return (1 - z) * np.tanh(a_n + r * (p_n + b_hn)) + z * h


@exercises.gru_step.mistake(
    Text(
        en="`b_h` is added to the old state's product, so r scales the candidate's "
        "part of it, too. It belongs to the input's product.",
        zh="`b_h` 加到了旧状态的乘积上，候选状态的那一段就被 r 缩放了。它该加在输入"
        "的乘积上。",
    )
)
def first_bias_with_the_state(x, h, W_xh, W_hh, b_h, b_hn):
    a, p = x @ W_xh.T, h @ W_hh.T + b_h
    (a_r, a_z, a_n), (p_r, p_z, p_n) = np.split(a, 3, axis=1), np.split(p, 3, axis=1)
    r, z = scratch.sigmoid(a_r + p_r), scratch.sigmoid(a_z + p_z)
    return (1 - z) * np.tanh(a_n + r * (p_n + b_hn)) + z * h


@exercises.gru_step.mistake(
    Text(
        en="The gates r and z went through tanh, and can be negative. A gate lies "
        "between 0 and 1: `sigmoid`.",
        zh="门 r 和 z 过的是 tanh，会变成负数。门在 0 和 1 之间：用 `sigmoid`。",
    )
)
def gates_through_tanh(x, h, W_xh, W_hh, b_h, b_hn):
    a, p = x @ W_xh.T + b_h, h @ W_hh.T
    (a_r, a_z, a_n), (p_r, p_z, p_n) = np.split(a, 3, axis=1), np.split(p, 3, axis=1)
    r, z = np.tanh(a_r + p_r), np.tanh(a_z + p_z)
    return (1 - z) * np.tanh(a_n + r * (p_n + b_hn)) + z * h


@exercises.gru_step.mistake(
    Text(
        en="What comes back is the candidate n. The new state is a mixture of it "
        "and the old one, by z.",
        zh="你返回的是候选状态 n。新状态要按 z 把它和旧状态混合起来。",
    )
)
def candidate_only(x, h, W_xh, W_hh, b_h, b_hn):
    r, _, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return np.tanh(a_n + r * p_n)


@exercises.gru_step.mistake(
    Text(
        en="`b_hn` is added in r and z as well. It stands in the candidate only.",
        zh="r 和 z 里你也加了 `b_hn`。它只出现在候选状态里。",
    )
)
def second_bias_in_the_gates_too(x, h, W_xh, W_hh, b_h, b_hn):
    _, _, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    b_too = np.concatenate([b_hn, b_hn, 0 * b_hn])
    r, z, *_ = parts(x, h, W_xh, W_hh, b_h + b_too, b_hn)
    return (1 - z) * np.tanh(a_n + r * p_n) + z * h


@exercises.gru_step.mistake(
    Text(
        en="The tanh of n closes too early, around the input's part. The reset part "
        "goes in as well.",
        zh="n 里的 tanh 关得太早，只套住了输入那一项。重置过的那一项也要放进去。",
    )
)
def tanh_of_the_input_only(x, h, W_xh, W_hh, b_h, b_hn):
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - z) * (np.tanh(a_n) + r * p_n) + z * h


@exercises.gru_step.mistake(
    Text(
        en="There are two tanhs in n, one for each part. Add first, then squash once.",
        zh="n 里用了两个 tanh，一项一个。先加，再压一次。",
    )
)
def two_tanhs_in_the_candidate(x, h, W_xh, W_hh, b_h, b_hn):
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - z) * (np.tanh(a_n) + np.tanh(r * p_n)) + z * h


@exercises.gru_step.mistake(
    Text(
        en="n is not squashed: tanh is missing, and the state may grow without end.",
        zh="n 没有压过，少了 tanh，状态会越来越大。",
    )
)
def candidate_not_squashed(x, h, W_xh, W_hh, b_h, b_hn):
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - z) * (a_n + r * p_n) + z * h


@exercises.gru_step.mistake(
    Text(
        en="Two arrays come back. A GRU hands on its state only; the candidate "
        "stays inside.",
        zh="你返回了两个数组。GRU 只把状态传下去，候选状态留在里面。",
    )
)
def candidate_returned_too(x, h, W_xh, W_hh, b_h, b_hn):
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    n = np.tanh(a_n + r * p_n)
    return (1 - z) * n + z * h, n


@exercises.gru_step.mistake(
    Text(
        en="The old state is mixed in by r. That is what z is for; r only acts "
        "inside n.",
        zh="混合旧状态时你用了 r。这是 z 的事；r 只在 n 里起作用。",
    )
)
def keeps_with_the_reset_gate(x, h, W_xh, W_hh, b_h, b_hn):
    r, _, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - r) * np.tanh(a_n + r * p_n) + r * h


@exercises.gru_step.mistake(
    Text(
        en="You read the blocks as r, n, z. In PyTorch they are r, z, n: reset, "
        "update, candidate.",
        zh="你把三块读成了 r、n、z。PyTorch 的次序是 r、z、n：重置门、更新门、候选状"
        "态。",
    )
)
def blocks_r_n_z(x, h, W_xh, W_hh, b_h, b_hn):
    return with_blocks("rnz", x, h, W_xh, W_hh, b_h, b_hn)


@exercises.gru_step.mistake(
    Text(
        en="You read the blocks as n, r, z. In PyTorch they are r, z, n: reset, "
        "update, candidate.",
        zh="你把三块读成了 n、r、z。PyTorch 的次序是 r、z、n：重置门、更新门、候选状"
        "态。",
    )
)
def blocks_n_r_z(x, h, W_xh, W_hh, b_h, b_hn):
    return with_blocks("nrz", x, h, W_xh, W_hh, b_h, b_hn)


@exercises.gru_step.mistake(
    Text(
        en="You read the blocks as n, z, r. In PyTorch they are r, z, n: reset, "
        "update, candidate.",
        zh="你把三块读成了 n、z、r。PyTorch 的次序是 r、z、n：重置门、更新门、候选状"
        "态。",
    )
)
def blocks_n_z_r(x, h, W_xh, W_hh, b_h, b_hn):
    return with_blocks("nzr", x, h, W_xh, W_hh, b_h, b_hn)


@exercises.gru_step.mistake(
    Text(
        en="You read the blocks as z, n, r. In PyTorch they are r, z, n: reset, "
        "update, candidate.",
        zh="你把三块读成了 z、n、r。PyTorch 的次序是 r、z、n：重置门、更新门、候选状"
        "态。",
    )
)
def blocks_z_n_r(x, h, W_xh, W_hh, b_h, b_hn):
    return with_blocks("znr", x, h, W_xh, W_hh, b_h, b_hn)


@exercises.gru_step.mistake(
    Text(
        en="r scales the finished candidate. It acts before the tanh, and on the old "
        "state's part only: `a_n + r * (p_n + b_hn)`.",
        zh="你让 r 去缩放算好的候选状态。它应该在 tanh 之前起作用，而且只作用于旧状态"
        "那一项：`a_n + r * (p_n + b_hn)`。",
    )
)
def resets_the_finished_candidate(x, h, W_xh, W_hh, b_h, b_hn):
    r, z, a_n, p_n = parts(x, h, W_xh, W_hh, b_h, b_hn)
    return (1 - z) * r * np.tanh(a_n + p_n) + z * h
