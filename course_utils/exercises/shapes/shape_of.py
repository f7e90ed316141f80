"""Ten shapes, predicted before they are run."""

from __future__ import annotations

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("06_shapes")
Shape = tuple[int, ...]
LETTERS = "abcdefghij"


def letters() -> list[tuple[str]]:
    """One call for each of the ten tensors."""
    return [(letter,) for letter in LETTERS]


@exercises.add(
    task=Text(
        en="Write the shapes of the ten tensors (a) to (j) in the table above into "
        "`answers`, a `dict` from letter to tuple, without running a net.",
        zh="把上表十个张量 (a) 到 (j) 的形状写进 `answers`。这是 `dict`："
        "键是字母，值是元组。不许运行网络。",
    ),
    hints=(
        Text(
            en="Begin with what each axis counts: time, batch, entries, numbers. Sizes "
            "come last.",
            zh="先想每个轴数的是什么：时间、批量、份、数。大小最后再填。",
        ),
        Text(
            en="`output`: the first two axes are those of `x`, the last is directions "
            "times state. `h_n` and `c_n`: layers times directions, batch, state.",
            zh="`output`：前两个轴和 `x` 一样，最后一个是方向数乘状态。"
            "`h_n` 和 `c_n`：层数乘方向数，批量，状态。",
        ),
        Text(
            en="In (g) and (h) the batch is 7. In (i) a state has 5 numbers, in (j) a "
            "cell state has 20. Everywhere else the batch is 4.",
            zh="(g) 和 (h) 的批量是 7。(i) 的状态有 5 个数，(j) 的细胞状态有 20 个。"
            "其余各题批量都是 4。",
        ),
    ),
    cases=letters,
    counted=True,
)
def shape_of(letter: str) -> Shape:
    """letter "a" to "j" -> shape of that tensor"""
    ### BEGIN SOLUTION
    answers = {
        "a": (7, 4, 20),
        "b": (1, 4, 20),
        "c": (7, 4, 20),
        "d": (3, 4, 20),
        "e": (7, 4, 40),
        "f": (6, 4, 20),
        "g": (7, 4, 20),
        "h": (1, 7, 20),
        "i": (1, 4, 5),
        "j": (1, 4, 20),
    }
    ### END SOLUTION
    return answers[letter]


def changed(letter: str, **wrong: Shape) -> Shape:
    """The right shape, but for the letters in `wrong`."""
    return wrong.get(letter) or shape_of(letter)


@exercises.shape_of.mistake(
    Text(
        en="(h): `batch_first=True` makes the first axis of `x` the batch, so the "
        "batch "
        "is 7, in `h_n` too.",
        zh="(h)：`batch_first=True` 时，`x` 第一个轴就是批量，"
        "所以批量是 7，`h_n` 里也是。",
    )
)
def batch_first_ignored(letter: str) -> Shape:
    return changed(letter, h=(1, 4, 20))


@exercises.shape_of.mistake(
    Text(
        en="(h): `batch_first` turns `x` and `output` round, never `h_n`. Its batch, "
        "7, "
        "stays in the second place.",
        zh="(h)：`batch_first` 只调换 `x` 和 `output`，从来不动 `h_n`。"
        "它的批量 7 照旧在第二位。",
    )
)
def batch_first_moves_h_n(letter: str) -> Shape:
    return changed(letter, h=(7, 1, 20))


@exercises.shape_of.mistake(
    Text(
        en="(g): `output` has its axes in the order of `x`. `batch_first` says what "
        "they "
        "mean, it does not swap them.",
        zh="(g)：`output` 的轴和 `x` 次序一样。`batch_first` 说的是轴的含义，"
        "不会把它们对调。",
    )
)
def output_turned(letter: str) -> Shape:
    return changed(letter, g=(4, 7, 20))


@exercises.shape_of.mistake(
    Text(
        en="(c): three layers are in the net, one is in `output`: the top.",
        zh="(c)：网络有三层，`output` 里只有一层，就是最上面那层。",
    )
)
def all_layers_in_output(letter: str) -> Shape:
    return changed(letter, c=(7, 4, 60))


@exercises.shape_of.mistake(
    Text(
        en="(d) and (f): `h_n` and `c_n` keep the last state of every layer, and there "
        "are three.",
        zh="(d) 和 (f)：`h_n`、`c_n` 里每一层的末状态都在，一共三层。",
    )
)
def top_layer_only(letter: str) -> Shape:
    return changed(letter, d=(1, 4, 20), f=(2, 4, 20))


@exercises.shape_of.mistake(
    Text(
        en="(d): `h_n` keeps the last state of every layer, and there are three.",
        zh="(d)：每一层的末状态都在 `h_n` 里，一共三层。",
    )
)
def top_layer_of_d(letter: str) -> Shape:
    return changed(letter, d=(1, 4, 20))


@exercises.shape_of.mistake(
    Text(
        en="(e) and (f): a bidirectional net has two states where the other has one.",
        zh="(e) 和 (f)：单向时有一个状态的地方，双向时有两个。",
    )
)
def one_direction(letter: str) -> Shape:
    return changed(letter, e=(7, 4, 20), f=(3, 4, 20))


@exercises.shape_of.mistake(
    Text(
        en="(e): at each step the two directions stand side by side: 2 · 20 numbers.",
        zh="(e)：每一步两个方向并排放：2 · 20 个数。",
    )
)
def one_direction_in_output(letter: str) -> Shape:
    return changed(letter, e=(7, 4, 20))


@exercises.shape_of.mistake(
    Text(
        en="(f): each of the three layers leaves two cell states, one for each "
        "direction.",
        zh="(f)：三层里每一层都留下两个细胞状态，一个方向一个。",
    )
)
def one_entry_a_layer(letter: str) -> Shape:
    return changed(letter, f=(3, 4, 20))


@exercises.shape_of.mistake(
    Text(
        en="(f): side by side is how `output` joins the directions. In `c_n` each has "
        "an "
        "entry of its own.",
        zh="(f)：两个方向并排放，那是 `output` 的做法。在 `c_n` 里，它们各占一份。",
    )
)
def side_by_side(letter: str) -> Shape:
    return changed(letter, f=(3, 4, 40))


@exercises.shape_of.mistake(
    Text(
        en="(i): `proj_size=5` shortens the hidden state from 20 numbers to 5.",
        zh="(i)：`proj_size=5` 把隐状态从 20 个数压成 5 个。",
    )
)
def projection_ignored(letter: str) -> Shape:
    return changed(letter, i=(1, 4, 20))


@exercises.shape_of.mistake(
    Text(
        en="(j): the projection shortens h, not c. The cell state keeps its 20 "
        "numbers.",
        zh="(j)：压短的是 h，不是 c。细胞状态照旧有 20 个数。",
    )
)
def cell_state_projected(letter: str) -> Shape:
    return changed(letter, j=(1, 4, 5))


@exercises.shape_of.mistake(
    Text(
        en="(b), (h), (i) and (j): with one layer and one direction there is one "
        "entry, "
        "and its axis stays: 1.",
        zh="(b)、(h)、(i)、(j)：一层单向也有一份，那个轴还在，大小是 1。",
    )
)
def axis_of_one_dropped(letter: str) -> Shape:
    return changed(letter, b=(4, 20), h=(7, 20), i=(4, 5), j=(4, 20))


@exercises.shape_of.mistake(
    Text(
        en="(b): that is `output`, with all seven steps. `h_n` has no axis for time.",
        zh="(b)：这是 `output`，七步都在里面。`h_n` 没有时间轴。",
    )
)
def output_for_h_n(letter: str) -> Shape:
    return changed(letter, b=(7, 4, 20))


@exercises.shape_of.mistake(
    Text(
        en="You took the batch to be in front everywhere. Without `batch_first` the 7 "
        "is time and the 4 is the batch.",
        zh="你处处都把批量当作第一个轴。没有 `batch_first` 时，7 是时间，4 才是批量。",
    )
)
def batch_in_front_everywhere(letter: str) -> Shape:
    return tuple(
        7 if size == 4 and letter in "bdfij" else size for size in shape_of(letter)
    )


@exercises.shape_of.mistake(
    Text(
        en="(b): one layer in one direction leaves one entry, and the axis of entries "
        "stays: 1.",
        zh="(b)：一层单向留下一份，“份”那个轴还在，大小是 1。",
    )
)
def axis_of_b_dropped(letter: str) -> Shape:
    return changed(letter, b=(4, 20))


@exercises.shape_of.mistake(
    Text(
        en="(c): that is `h_n`, an entry for each layer. `output` has a state for "
        "each of the seven steps.",
        zh="(c)：这是 `h_n`，一层一份。`output` 是七步各一个状态。",
    )
)
def h_n_for_output(letter: str) -> Shape:
    return changed(letter, c=(3, 4, 20))


@exercises.shape_of.mistake(
    Text(
        en="Batch and time have changed places. Without `batch_first` the 7 is time "
        "and the 4 is the batch; with it, it is the other way round.",
        zh="批量和时间处处颠倒了。没有 `batch_first` 时，7 是时间，4 才是批量；有了它就"
        "反过来。",
    )
)
def batch_and_time_exchanged(letter: str) -> Shape:
    other = {4: 7, 7: 4}
    return tuple(other.get(size, size) for size in shape_of(letter))


@exercises.shape_of.mistake(
    Text(
        en="Batch and time have changed places, but for (g). In all nets but that of "
        "(g) and (h), the 7 is time and the 4 is the batch.",
        zh="除了 (g)，批量和时间处处颠倒了。除了 (g)、(h) 的网络，7 都是时间，4 才是批"
        "量。",
    )
)
def batch_and_time_exchanged_but_for_g(letter: str) -> Shape:
    return shape_of(letter) if letter == "g" else batch_and_time_exchanged(letter)


@exercises.shape_of.mistake(
    Text(
        en="In the states the batch comes second: layers times directions, then the "
        "batch, then the numbers of a state. You have put the batch in front.",
        zh="状态里批量排第二：先是层数乘方向数，再是批量，最后是状态的大小。你把批量放到最前面了。",
    )
)
def batch_in_front_of_the_states(letter: str) -> Shape:
    shape = shape_of(letter)
    return shape if letter in "aceg" else (shape[1], shape[0], shape[2])
