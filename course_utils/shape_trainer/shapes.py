"""Questions about the shapes that a recurrent layer returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from course_utils.shapes.axes import Shape
from course_utils.shapes.recurrent import BLOCKS, Setup
from course_utils.text import Text


@dataclass(frozen=True)
class Confusion:
    """A wrong idea: the shape it leads to (None: it does not apply), and an answer.

    In the text, {cell} {E} {H} {L} {D} {P} {T} {B} {S} are the sizes of the question.
    """

    name: str
    tensors: tuple[str, ...]
    shape: Callable[[Setup, str], Shape | None]
    why: Text


_ALL = ("output", "h_n", "c_n")
_STATES = ("h_n", "c_n")


def batch_in_second_place(setup: Setup, name: str) -> Shape | None:
    if setup.batch_size is None or not setup.batch_first:
        return None
    return replace(setup, batch_first=False).shapes[name]


def batch_in_front(setup: Setup, name: str) -> Shape | None:
    if setup.batch_size is None or setup.batch_first:
        return None
    return replace(setup, batch_first=True).shapes[name]


def states_moved(setup: Setup, name: str) -> Shape | None:
    if setup.batch_size is None or not setup.batch_first:
        return None
    entries, batch, size = setup.shapes[name]
    return batch, entries, size


def one_direction(setup: Setup, name: str) -> Shape | None:
    if not setup.bidirectional:
        return None
    return replace(setup, bidirectional=False).shapes[name]


def all_layers(setup: Setup, name: str) -> Shape | None:
    if setup.num_layers == 1:
        return None
    *leading, last = setup.shapes[name]
    return (*leading, setup.num_layers * last)


def directions_in_an_axis(setup: Setup, name: str) -> Shape | None:
    if not setup.bidirectional:
        return None
    *leading, last = setup.shapes[name]
    return (*leading, 2, last // 2)


def input_for_state(setup: Setup, name: str) -> Shape | None:
    directions = setup.num_directions if name == "output" else 1
    return (*setup.shapes[name][:-1], directions * setup.input_size)


def gates_in_the_state(setup: Setup, name: str) -> Shape | None:
    if setup.cell == "RNN":
        return None
    *leading, last = setup.shapes[name]
    return (*leading, BLOCKS[setup.cell] * last)


def states_for_output(setup: Setup, name: str) -> Shape | None:
    return setup.shapes["h_n"]


def output_for_states(setup: Setup, name: str) -> Shape | None:
    return setup.shapes["output"]


def without_projection(setup: Setup, name: str) -> Shape | None:
    if not setup.proj_size:
        return None
    return replace(setup, proj_size=0).shapes[name]


def projected_cell_state(setup: Setup, name: str) -> Shape | None:
    return setup.shapes["h_n"] if setup.proj_size else None


def invented_batch(setup: Setup, name: str) -> Shape | None:
    if setup.batch_size is not None:
        return None
    return replace(setup, batch_size=1, batch_first=False).shapes[name]


def side_by_side(setup: Setup, name: str) -> Shape | None:
    if not setup.bidirectional:
        return None
    entries, *batch, size = setup.shapes[name]
    return (entries // 2, *batch, 2 * size)


def top_layer_only(setup: Setup, name: str) -> Shape | None:
    if setup.num_layers == 1:
        return None
    return replace(setup, num_layers=1).shapes[name]


def entries_in_two_axes(setup: Setup, name: str) -> Shape | None:
    if not setup.bidirectional:
        return None
    entries, *rest = setup.shapes[name]
    return (entries // 2, 2, *rest)


def one_step_of_output(setup: Setup, name: str) -> Shape | None:
    *_, last = setup.shapes["output"]
    return (last,) if setup.batch_size is None else (setup.batch_size, last)


CONFUSIONS = (
    Confusion(
        "batch_first_ignored",
        ("output",),
        batch_in_second_place,
        Text(
            en="That is (T, B, ...), the order without `batch_first`. Here "
            "`batch_first=True`: `output` begins like `x`, with B = {B}.",
            zh="这是 (T, B, ...)，没开 `batch_first` 时的次序。"
            "这里 `batch_first=True`，`output` 和 `x` 一样，打头的是 B = {B}。",
        ),
    ),
    Confusion(
        "batch_first_assumed",
        ("output",),
        batch_in_front,
        Text(
            en="The batch would be in front with `batch_first=True`. This layer was "
            "built without it, so time is: T = {T}.",
            zh="`batch_first=True` 时批量才在最前面。"
            "这一层没有开，打头的是时间：T = {T}。",
        ),
    ),
    Confusion(
        "batch_first_moves_states",
        _STATES,
        states_moved,
        Text(
            en="`batch_first` turns `x` and `output` round, nothing else. `{name}` "
            "keeps "
            "its batch in the second place.",
            zh="`batch_first` 只调换 `x` 和 `output` 的轴，别的都不动。"
            "`{name}` 的批量照旧在第二位。",
        ),
    ),
    Confusion(
        "one_direction",
        ("output",),
        one_direction,
        Text(
            en="That is one direction. Two put their states side by side: "
            "2 · {S} = {DS} numbers a step.",
            zh="这只是一个方向。两个方向的状态并排放：每步 2 · {S} = {DS} 个数。",
        ),
    ),
    Confusion(
        "one_direction",
        _STATES,
        one_direction,
        Text(
            en="That is one entry a layer. Each layer reads in two directions, and "
            "each leaves a state: {L} · 2 = {LD}.",
            zh="这样每层只有一份。可每层都朝两个方向各读一遍，"
            "各留一个状态：{L} · 2 = {LD}。",
        ),
    ),
    Confusion(
        "all_layers_in_output",
        ("output",),
        all_layers,
        Text(
            en="That has room for {L} layers. `output` shows the top layer alone; "
            "of the others you see only the last states, in `h_n`.",
            zh="这里装得下 {L} 层。可 `output` 只有最上面一层；"
            "其余各层只露最后的状态，在 `h_n` 里。",
        ),
    ),
    Confusion(
        "directions_in_an_axis",
        ("output",),
        directions_in_an_axis,
        Text(
            en="The two directions have no axis of their own: they stand one behind "
            "the "
            "other in the last axis, {S} and {S}. (A `view` would part them.)",
            zh="两个方向没有单独的轴：它们在最后一个轴里一前一后，各占 {S} 个。"
            "（要分开，得自己用 `view`。）",
        ),
    ),
    Confusion(
        "input_for_state",
        _ALL,
        input_for_state,
        Text(
            en="You built it from input_size = {E}. That is what goes in; what "
            "comes out is made of states.",
            zh="你是拿 input_size = {E} 算的。那是进去的个数；出来的是状态。",
        ),
    ),
    Confusion(
        "gates_in_the_state",
        _ALL,
        gates_in_the_state,
        Text(
            en="That is {blocks} times too wide. The {blocks} blocks of `nn.{cell}` "
            "are "
            "in its weights; they never leave the cell.",
            zh="最后一个轴成了该有的 {blocks} 倍。{cell} 的 {blocks} 份都在权重里，"
            "不会从单元里出来。",
        ),
    ),
    Confusion(
        "states_for_output",
        ("output",),
        states_for_output,
        Text(
            en="That is the shape of `h_n`: a final state for each layer and "
            "direction. "
            "`output` has a state for each of the {T} steps.",
            zh="这是 `h_n` 的形状：每层每个方向一个末状态。"
            "`output` 里 {T} 步每步都有一个状态。",
        ),
    ),
    Confusion(
        "output_for_states",
        _STATES,
        output_for_states,
        Text(
            en="That is the shape of `output`, which has all {T} steps. `{name}` has "
            "no time axis.",
            zh="这是 `output` 的形状，{T} 步都在里面。`{name}` 没有时间这个轴。",
        ),
    ),
    Confusion(
        "without_projection",
        ("output", "h_n"),
        without_projection,
        Text(
            en="That would be so without `proj_size`. Each new h is shortened from "
            "{H} numbers to {P} before it leaves the cell.",
            zh="没有 `proj_size` 才是这样。新的 h 先从 {H} 个数压成 {P} 个，"
            "才离开单元。",
        ),
    ),
    Confusion(
        "projected_cell_state",
        ("c_n",),
        projected_cell_state,
        Text(
            en="That is the shape of `h_n`. `proj_size` shortens h; the cell state "
            "keeps its {H} numbers.",
            zh="这是 `h_n` 的形状。`proj_size` 压短的是 h，细胞状态照旧有 {H} 个数。",
        ),
    ),
    Confusion(
        "invented_batch",
        _ALL,
        invented_batch,
        Text(
            en="`x` has two axes: one sequence, no batch. Then nothing that comes out "
            "has a batch axis either, not even one of size 1.",
            zh="`x` 只有两个轴：就一个序列，没有批量。"
            "那么出来的也都没有批量轴，连大小为 1 的也没有。",
        ),
    ),
    Confusion(
        "side_by_side",
        _STATES,
        side_by_side,
        Text(
            en="Side by side is how `output` keeps the directions. In `{name}` each "
            "has "
            "an entry of its own.",
            zh="两个方向并排放，那是 `output` 的做法。在 `{name}` 里，它们各占一份。",
        ),
    ),
    Confusion(
        "top_layer_only",
        _STATES,
        top_layer_only,
        Text(
            en="That is the top layer. All {L} layers leave their last state in "
            "`{name}`: it is what they would need to read on.",
            zh="这只有最上面一层。{L} 层都把最后的状态留在 `{name}` 里，"
            "接着往下读时都用得上。",
        ),
    ),
    Confusion(
        "entries_in_two_axes",
        _STATES,
        entries_in_two_axes,
        Text(
            en="Layers and directions share the first axis: {L} · 2 = {LD} entries. "
            "It takes a `view` to part them.",
            zh="层和方向合用第一个轴：一共 {L} · 2 = {LD} 份。要分开，得用 `view`。",
        ),
    ),
    Confusion(
        "one_step_of_output",
        ("h_n",),
        one_step_of_output,
        Text(
            en="That is one step of `output`. `h_n` has a first axis that "
            "counts layers and directions, here {LD}.",
            zh="这是 `output` 的一步。`h_n` 打头还有一个轴，"
            "数的是层和方向，这里是 {LD}。",
        ),
    ),
)

SHAPE_RIGHT = {
    "output": Text(
        en="A state of the top layer for each step: {D} · {S} = {DS} numbers.",
        zh="每一步都有最上层的状态：{D} · {S} = {DS} 个数。",
    ),
    "h_n": Text(
        en="A final state for each layer and direction: {L} · {D} = {LD} of them, "
        "each with {S} numbers.",
        zh="每层每个方向一个末状态：{L} · {D} = {LD} 个，每个有 {S} 个数。",
    ),
    "c_n": Text(
        en="A cell state for each layer and direction: {L} · {D} = {LD} of them, "
        "each with {H} numbers.",
        zh="每层每个方向一个细胞状态：{L} · {D} = {LD} 个，每个有 {H} 个数。",
    ),
}


def sizes(setup: Setup, name: str = "") -> dict[str, object]:
    """What the texts of this trainer may name."""
    return {
        "name": name,
        "cell": setup.cell,
        "blocks": BLOCKS[setup.cell],
        "E": setup.input_size,
        "H": setup.hidden_size,
        "L": setup.num_layers,
        "D": setup.num_directions,
        "P": setup.proj_size,
        "S": setup.state_size,
        "T": setup.seq_len,
        "B": setup.batch_size,
        "LD": setup.num_layers * setup.num_directions,
        "DS": setup.num_directions * setup.state_size,
    }


def shape_confusions(setup: Setup, name: str) -> Iterator[tuple[Confusion, Shape]]:
    """Each confusion that applies to tensor `name`, and the shape it leads to."""
    for confusion in CONFUSIONS:
        if name in confusion.tensors:
            shape = confusion.shape(setup, name)
            if shape is not None:
                yield confusion, shape
