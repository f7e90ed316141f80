"""Does a layer see the future? By experiment, without reading its code."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course_utils import scratch
from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("13_after_the_gates")

Layer = Callable[[np.ndarray], np.ndarray]


def attended(x: np.ndarray, k: int) -> np.ndarray:
    """Each step attends to the steps up to `k` places ahead of it."""
    mask = np.tri(len(x), k=k) > 0
    return scratch.attention_forward(x[None], x[None], x[None], mask).seen[0]


def attention_as_it_should_be(x: np.ndarray) -> np.ndarray:
    return attended(x, 0)


def attention_with_a_bug(x: np.ndarray) -> np.ndarray:
    """The diagonal is one too far: loss too good to be true."""
    return attended(x, 1)


def attention_to_everything(x: np.ndarray) -> np.ndarray:
    return attended(x, len(x))


def attention_behind_a_norm(x: np.ndarray) -> np.ndarray:
    """As in a Transformer block, and one place ahead; exactly of one size."""
    centred = x - x.mean(axis=1, keepdims=True)
    size = np.linalg.norm(centred, axis=1, keepdims=True)
    return attended(centred / np.maximum(size, 1e-9), 1)


def attention_behind_a_mean(x: np.ndarray) -> np.ndarray:
    """The mean is taken off, but nothing is brought to one size."""
    return attended(x - x.mean(axis=1, keepdims=True), 1)


def one_step_behind(x: np.ndarray) -> np.ndarray:
    """The input before; output 0 depends on none."""
    return np.concatenate([np.zeros_like(x[:1]), x[:-1]])


def running_sum(x: np.ndarray) -> np.ndarray:
    return np.cumsum(x, axis=0)


def only_the_first_is_read(x: np.ndarray) -> np.ndarray:
    return np.zeros_like(x) + x[:1]


def skips_a_place(x: np.ndarray) -> np.ndarray:
    """x_t and x_{t+2}, but not what lies between."""
    far = np.concatenate([x[2:], np.zeros_like(x[:2])])
    return x - far


def only_the_first_peeks(x: np.ndarray) -> np.ndarray:
    """A running mean; output 0 also reads input 3."""
    seen = running_sum(x)
    seen[0] = seen[0] + x[3:4].sum(axis=0)
    return seen


def only_the_last_but_one_peeks(x: np.ndarray) -> np.ndarray:
    seen = running_sum(x)
    seen[-2:-1] = seen[-2:-1] + x[-1]
    return seen


def one_entry_peeks(x: np.ndarray) -> np.ndarray:
    """The last entry of an output is the next input's first; the others are honest."""
    seen = running_sum(x)
    seen[:-1, -1] = x[1:, 0]
    return seen


def one_entry_is_seen(x: np.ndarray) -> np.ndarray:
    """All of an output depends on the last entry of the next input."""
    seen = running_sum(x)
    seen[:-1] = seen[:-1] + x[1:, -1:]
    return seen


def peeking_cases() -> list[tuple[Layer, np.ndarray]]:
    rng = np.random.default_rng(141)
    rows = [
        (attention_as_it_should_be, (4, 3)),
        (attention_with_a_bug, (5, 3)),
        (attention_to_everything, (4, 2)),
        (attention_to_everything, (1, 3)),
        (attention_behind_a_norm, (4, 3)),
        (attention_behind_a_mean, (4, 3)),
        (one_step_behind, (4, 2)),
        (only_the_first_is_read, (4, 2)),
        (skips_a_place, (5, 2)),
        (only_the_first_peeks, (6, 2)),
        (only_the_last_but_one_peeks, (4, 3)),
        (one_entry_peeks, (5, 3)),
        (one_entry_is_seen, (4, 2)),
    ]
    return [(layer, rng.normal(size=size).round(2)) for layer, size in rows]


_DRAWN = (
    *(attention_as_it_should_be, attention_with_a_bug, attention_to_everything),
    *(skips_a_place, only_the_first_peeks, one_entry_peeks),
)


def new_layer(rng: np.random.Generator) -> tuple[Layer, np.ndarray]:
    layer = _DRAWN[rng.integers(len(_DRAWN))]
    return layer, rng.normal(size=(int(rng.integers(4, 8)), 3)).round(2)


@exercises.add(
    task=Text(
        en="`layer` turns a sequence `x` (T, E) into outputs (T, U). Find out by "
        "experiment how many places ahead an output sees at most: 0 if no output "
        "changes when an input after it does, 1 if output t depends on input t + 1, "
        "and so on.",
        zh="`layer` 把序列 `x` (T, E) 变成输出 (T, U)。"
        "请用实验查出：输出最多能看到后面第几个位置？"
        "改动后面的输入，前面的输出一概不变，就是 0；"
        "输出 t 会随输入 t + 1 变，就是 1，依此类推。",
    ),
    hints=(
        Text(
            en="Do not look into the layer. Change one input, run it again, and see "
            "which outputs have moved.",
            zh="不必看这一层里面是怎么写的。改动一个输入，再运行一遍，看哪些输出变了。",
        ),
        Text(
            en="Do so for each input s, always starting from the `x` that was given. "
            "An output t before s that moves sees s - t places ahead. Of all these, "
            "the largest counts.",
            zh="每个输入 s 都这样试一遍，每次都从原来的 `x` 出发。"
            "排在 s 前面的输出 t 要是变了，它就看到了后面第 s - t 个位置。"
            "所有这样的 s - t，取最大的一个。",
        ),
        Text(
            en="On a copy, `changed[s] = -x[s]`; an output has moved when any of its "
            "entries has: `not np.allclose(after[t], before[t])`.",
            zh="在副本上改：`changed[s] = -x[s]`。一个输出里只要有一项变了，"
            "这个输出就算变了：`not np.allclose(after[t], before[t])`。",
        ),
    ),
    cases=peeking_cases,
    fresh=new_layer,
)
def looks_ahead(layer: Layer, x: np.ndarray) -> int:
    """layer: (T, E) -> (T, U), x (T, E) -> places ahead, 0 for none"""
    before = layer(x)
    ahead = [0]
    for s in range(len(x)):
        changed = x.copy()
        changed[s] = -x[s]
        after = layer(changed)
        for t in range(s):
            if not np.allclose(after[t], before[t]):
                ahead.append(s - t)
    return max(ahead)


def pairs_of(layer, x, change=np.negative) -> list[tuple[int, int]]:
    """(t, s): output t moves when input s is changed."""
    before, pairs = layer(x), []
    for s in range(len(x)):
        changed = x.copy()
        changed[s] = change(x[s])
        moved = np.any(~np.isclose(layer(changed), before), axis=1)
        pairs += [(t, s) for t in np.flatnonzero(moved).tolist()]
    return pairs


@exercises.looks_ahead.mistake(
    Text(
        en="You try the next place only. A layer may leave that one out and look "
        "farther: try every input after an output.",
        zh="你只试了紧挨着的下一个位置。有的层会跳过它，看得更远："
        "后面的每个输入都要试。",
    )
)
def only_the_next_place(layer, x):
    return int(any(s - t == 1 for t, s in pairs_of(layer, x)))


@exercises.looks_ahead.mistake(
    Text(
        en="You say whether it sees ahead. Asked is how far.",
        zh="你回答的是有没有看到未来。这里问的是看到多远。",
    )
)
def yes_or_no(layer, x):
    return any(s > t for t, s in pairs_of(layer, x))


@exercises.looks_ahead.mistake(
    Text(
        en="The past is counted too. An output may depend on all that came before; "
        "only inputs after it count.",
        zh="你把过去也算进去了。输出本来就可以依赖之前的一切，只有它后面的输入才算。",
    )
)
def counts_the_past(layer, x):
    return max(abs(s - t) for t, s in [*pairs_of(layer, x), (0, 0)])


@exercises.looks_ahead.mistake(
    Text(
        en="You count how often an output sees ahead. Asked is how far the farthest "
        "one sees.",
        zh="你数的是一共看到了多少次未来。这里问的是最远看到后面第几个位置。",
    )
)
def how_often(layer, x):
    return sum(s > t for t, s in pairs_of(layer, x))


@exercises.looks_ahead.mistake(
    Text(
        en="You watch the first output only. A layer may be honest there and peek "
        "later on.",
        zh="你只检查了第一个输出。有的层在那里老老实实，到了后面才偷看。",
    )
)
def only_the_first_output(layer, x):
    return max(s for t, s in [*pairs_of(layer, x), (0, 0)] if t == 0)


@exercises.looks_ahead.mistake(
    Text(
        en="You change the last input only. An output may peek at one in the middle.",
        zh="你只改了最后一个输入。输出偷看的，也可能是中间的某一个。",
    )
)
def only_the_last_input(layer, x):
    last = len(x) - 1
    return max(s - t for t, s in [*pairs_of(layer, x), (last, last)] if s == last)


@exercises.looks_ahead.mistake(
    Text(
        en="You return the shortest look ahead, or the first or last that you found. "
        "Asked "
        "is the farthest: keep the largest of all.",
        zh="你返回的是看到的最近的位置，或者最先、最后找到的那个。"
        "这里问的是最远的：要留下最大的。",
    )
)
def the_nearest(layer, x):
    return min((s - t for t, s in pairs_of(layer, x) if s > t), default=0)


@exercises.looks_ahead.mistake(
    Text(
        en="Your changes pile up: the second input is changed while the first still "
        "is. Then outputs differ from `before` that see no future. Take a fresh copy "
        "of `x` each time.",
        zh="你的改动越积越多：改第二个输入时，第一个还没改回来。"
        "这样，没看到未来的输出也跟 `before` 不一样了。每次都要重新复制一份 `x`。",
    )
)
def changes_pile_up(layer, x):
    before, changed, ahead = layer(x), x.copy(), [0]
    for s in range(len(x)):
        changed[s] = -x[s]
        moved = np.any(~np.isclose(layer(changed), before), axis=1)
        ahead += [s - t for t in range(s) if moved[t]]
    return max(ahead)


@exercises.looks_ahead.mistake(
    Text(
        en="You change or leave out all inputs after t at once. Then you know that "
        "output t sees the future, but not how far. Change one input at a time.",
        zh="你把 t 后面的输入一口气全改了，或者全删了。这样只知道输出 t 看到了未来，"
        "却不知道看到多远。一次只改一个。",
    )
)
def all_later_ones_at_once(layer, x):
    before, ahead = layer(x), [0]
    for t in range(len(x) - 1):
        changed = np.concatenate([x[: t + 1], -x[t + 1 :]])
        if not np.isclose(layer(changed)[t], before[t]).all():
            ahead.append(len(x) - 1 - t)
    return max(ahead)


@exercises.looks_ahead.mistake(
    Text(
        en="An output that sees its own input counts as 1 in yours. Its own place is "
        "no future: s - t, without adding 1.",
        zh="输出看到自己那个位置的输入，你也算成了 1。自己的位置不是未来："
        "距离就是 s - t，不用加 1。",
    )
)
def counts_its_own_place(layer, x):
    return max((s - t + 1 for t, s in pairs_of(layer, x) if s >= t), default=0)


@exercises.looks_ahead.mistake(
    Text(
        en="You call an output moved only when all of its entries have moved. One that "
        "gives the future away is enough: `not np.allclose(after[t], before[t])`.",
        zh="你要等一个输出的每一项都变了，才算它变了。其实只要有一项泄露了未来，就该算："
        "`not np.allclose(after[t], before[t])`。",
    )
)
def only_if_all_entries_move(layer, x):
    before, ahead = layer(x), [0]
    for s in range(len(x)):
        changed = x.copy()
        changed[s] = -x[s]
        moved = np.all(~np.isclose(layer(changed), before), axis=1)
        ahead += [s - t for t in range(s) if moved[t]]
    return max(ahead)


@exercises.looks_ahead.mistake(
    Text(
        en="You add the same number to all entries of an input. A layer that norms its "
        "inputs takes their mean off again and never notices. Change the entries "
        "differently: `-x[s]` does.",
        zh="你给一个输入的每一项都加了同一个数。有的层先做归一化，把均值减掉，"
        "就察觉不到这个改动。每一项的改动要不一样：`-x[s]` 就可以。",
    )
)
def adds_the_same_everywhere(layer, x):
    moved = pairs_of(layer, x, change=lambda row: row + 1)
    return max(s - t for t, s in [*moved, (0, 0)])


@exercises.looks_ahead.mistake(
    Text(
        en="You change one entry of an input only. An output may depend on another "
        "one: change them all, as `-x[s]` does.",
        zh="你只改了输入里的一项。输出依赖的可能是另一项：每一项都要改，例如 `-x[s]`。",
    )
)
def changes_one_entry(layer, x):
    def change(row):
        return row + np.eye(len(row))[0]

    return max(s - t for t, s in [*pairs_of(layer, x, change), (0, 0)])


@exercises.looks_ahead.mistake(
    Text(
        en="You only make an input larger. A layer that norms its inputs gives them "
        "one size, and never notices. Change the entries differently.",
        zh="你只是把一个输入放大或缩小。有的层先做归一化，大小都变成一样，"
        "就察觉不到这个改动。要换一种改法，例如 `-x[s]`。",
    )
)
def changes_the_size_only(layer, x):
    moved = pairs_of(layer, x, change=lambda row: 2 * row)
    return max(s - t for t, s in [*moved, (0, 0)])


@exercises.looks_ahead.mistake(
    Text(
        en="You return which input gave it away, s. Asked is how far ahead of the "
        "output that is: s - t.",
        zh="你返回的是 s，也就是被偷看的那个输入的编号。"
        "这里问的是它在输出后面第几个位置：s - t。",
    )
)
def number_of_the_input(layer, x):
    return max((s for t, s in pairs_of(layer, x) if s > t), default=0)


@exercises.looks_ahead.mistake(
    Text(
        en="You measure how far an output looks back, t - s. The future is the other "
        "way: s - t.",
        zh="你算的是输出看到了多久以前，也就是 t - s。未来在另一个方向：s - t。",
    )
)
def how_far_back(layer, x):
    return max(t - s for t, s in [*pairs_of(layer, x), (0, 0)])


@exercises.looks_ahead.mistake(
    Text(
        en="You count how many outputs one input moves. How many they are does not say "
        "how far away they are: s - t.",
        zh="你数的是一个输入会让前面多少个输出改变。个数不等于距离：这里问的是 s - t。",
    )
)
def how_many_outputs(layer, x):
    pairs = pairs_of(layer, x)
    return max(sum(t < s == at for t, s in pairs) for at in range(len(x)))


@exercises.looks_ahead.mistake(
    Text(
        en="You count the inputs that some output sees too early. How many they are "
        "does not say how far ahead they are: s - t.",
        zh="你数的是有多少个输入被提前看到了。个数不等于距离：这里问的是 s - t。",
    )
)
def how_many_inputs(layer, x):
    return len({s for t, s in pairs_of(layer, x) if s > t})


@exercises.looks_ahead.mistake(
    Text(
        en="You ask whether anything has changed, and take the number of the input. "
        "Compare output by output: how far behind output t does input s stand?",
        zh="你只问了输出有没有变，再取输入的编号。要一个输出一个输出地比：输入 s 排在"
        "输出 t 后面几位？",
    )
)
def any_output_at_all(layer, x):
    return max((s for _, s in pairs_of(layer, x)), default=0)
