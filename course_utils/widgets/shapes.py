"""Choose the arguments, see the tensors: the explorer of lesson 06."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from course_utils import plots
from course_utils.plots.tensors import draw_tensors
from course_utils.shapes.recurrent import BLOCKS, Setup
from course_utils.text import Text
from course_utils.widgets.explorer import Data, Explorer, buttons, slider

Shapes = Mapping[str, tuple[int, ...]]

_ALT = Text(
    en="The tensors that go into a recurrent layer and come out of it, as stacks of "
    "cards with labelled edges.",
    zh="进出循环层的各个张量，画成一叠叠卡片，每条边都标着大小。",
)
_MARGINS = {"left": 0.01, "right": 0.99, "bottom": 0.02, "top": 0.88}


def explore_shapes(returned: Callable[[Setup], Shapes] | None = None) -> Explorer:
    """The tensors of one recurrent layer for chosen constructor arguments.

    `returned(setup)` is asked for the shapes that PyTorch really returns; without it,
    the documented ones are shown.

    `data`: `setup`, and `shapes` by name.
    """

    def compute(**chosen: Any) -> Data:
        setup = chosen_setup(**chosen)
        shapes = returned(setup) if returned else setup.shapes
        return {"setup": setup, "shapes": dict(shapes)}

    return Explorer(
        shape_controls(),
        compute,
        draw_shapes,
        describe=describe_shapes,
        alt=_ALT,
        adjust=limit_projection,
    )


def shape_controls() -> dict[str, Any]:
    """The constructor's arguments, then the sizes of the input."""
    directions, order = [("1", 1), ("2", 2)], [("False", False), ("True", True)]
    return {
        "cell": buttons(Text(en="cell", zh="单元"), list(BLOCKS), "LSTM"),
        "directions": buttons(Text(en="directions", zh="方向"), directions, 2),
        "batch_first": buttons("batch_first", order, False),
        "E": slider("E", 5, 1, 8),
        "H": slider("H", 6, 2, 8),
        "num_layers": slider(Text(en="layers", zh="层数"), 2, 1, 4),
        "P": slider(Text(en="proj_size (0: none)", zh="proj_size（0：没有）"), 0, 0, 5),
        "T": slider("T", 7, 1, 8),
        "B": slider(Text(en="B (0: no batch)", zh="B（0：没有批量）"), 3, 0, 8),
    }


def limit_projection(controls: Mapping[str, Any]) -> None:
    """Only an LSTM has a projection, and it is narrower than the state."""
    is_lstm = controls["cell"].value == "LSTM"
    controls["P"].max = controls["H"].value - 1 if is_lstm else 0
    controls["P"].disabled = not is_lstm


def chosen_setup(
    cell: str,
    directions: int,
    batch_first: bool,
    num_layers: int,
    **sizes: int,
) -> Setup:
    return Setup(
        cell,
        sizes["E"],
        sizes["H"],
        num_layers=num_layers,
        bidirectional=directions == 2,
        batch_first=batch_first,
        proj_size=sizes["P"],
        seq_len=sizes["T"],
        batch_size=sizes["B"] or None,
    )


def draw_shapes(data: Data) -> Any:
    setup = data["setup"]
    fig, ax = plots.figure(width=9.0, height=3.2, margins=_MARGINS)
    tensors = {"x": setup.input_axes}
    tensors |= {name: setup.axes(name) for name in data["shapes"]}
    draw_tensors(ax, tensors)
    code = fig.text(0.5, 0.94, setup.constructor, ha="center", va="center")
    code.set(family="monospace", fontsize=12, gid=plots.AS_READ)
    return fig


def describe_shapes(data: Data) -> Text:
    setup, shapes = data["setup"], data["shapes"]
    entries = setup.num_layers * setup.num_directions
    words = Text(
        en="x: {T} steps of {E} numbers, {batch}. output: {width} numbers of the top "
        "layer at every step. h_n: {L} · {D} = {entries} final states of {S} numbers."
        "{cell}{order}",
        zh="x：{T} 步，每步 {E} 个数，{batch}。output：每步是最上层的 {width} 个数。"
        "h_n：{L} · {D} = {entries} 个末状态，每个有 {S} 个数。{cell}{order}",
    )
    alone = Text(en="without a batch", zh="没有批量")
    many = Text(en="in a batch of {B}", zh="一批 {B} 个序列")
    none = Text(en="", zh="")
    cell = Text(
        en=" c_n: as many cell states of {H} numbers.",
        zh="c_n：同样多个细胞状态，每个有 {H} 个数。",
    ).format(H=setup.hidden_size)
    moved = Text(
        en=" batch_first has turned x and output round, not the states.",
        zh="batch_first 调换了 x 和 output 的轴，状态没有动。",
    )
    return words.format(
        batch=many.format(B=setup.batch_size) if setup.batch_size else alone,
        T=setup.seq_len,
        E=setup.input_size,
        width=shapes["output"][-1],
        L=setup.num_layers,
        D=setup.num_directions,
        entries=entries,
        S=setup.state_size,
        cell=cell if setup.cell == "LSTM" else none,
        order=moved if setup.batch_first and setup.batch_size else none,
    )
