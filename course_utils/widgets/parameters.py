"""Where the parameters live: the explorer of lesson 02."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

from course_utils import plots
from course_utils.plots import diagrams
from course_utils.scratch.params import count_recurrent, num_bytes
from course_utils.shapes.recurrent import BLOCKS, parameter_shapes
from course_utils.text import Text
from course_utils.widgets.explorer import Data, Explorer, buttons, slider

_ALT = Text(
    en="Left: the weight matrices as rectangles to scale. Right: a bar for each layer, "
    "cut into its matrices.",
    zh="左图：按比例画出的权重矩阵；右图：每层一条，按矩阵分段。",
)

_ROW = Text(en="layer {layer}, {way}", zh="第 {layer} 层，{way}")
_WAYS = Text(en="forward", zh="正向"), Text(en="backward", zh="反向")
FIRST = Text(en="$W_{xh}$, layer 1", zh="$W_{xh}$，第 1 层")
HIGHER = Text(en="$W_{xh}$, above", zh="$W_{xh}$，往上各层")


def explore_parameters(torch_count: Callable[..., int] | None = None) -> Explorer:
    """Where the parameters of a recurrent network live, and how many there are.

    The formula counts blocks·H·(input + H + biases) a layer and direction.

    `torch_count(cell, input_size, hidden_size, num_layers=, bidirectional=, bias=)`
    counts what PyTorch really allocates; without it, the shapes that PyTorch documents
    are added up.

    `data`: `layers` (name → matrix → count), `formula`, `pytorch`, `bytes`, `shapes`.
    """
    count = torch_count or count_documented

    def compute(**values: Any) -> Data:
        sizes = values["cell"], values["E"], values["H"]
        options = {
            "num_layers": values["num_layers"],
            "bidirectional": values["directions"] == 2,
        }
        formula = count_recurrent(*sizes, biases=values["biases"], **options)
        return {
            **values,
            "layers": layer_counts(**values),
            "shapes": weight_shapes(**values),
            "formula": formula,
            "pytorch": int(count(*sizes, bias=values["biases"] > 0, **options)),
            "bytes": num_bytes(formula),
        }

    return Explorer(
        parameter_controls(),
        compute,
        draw_parameters,
        describe=describe_parameters,
        alt=_ALT,
    )


def parameter_controls() -> dict[str, Any]:
    """Everything that changes the count, at first one plain RNN layer."""
    directions = [("1", 1), ("2", 2)]
    biases = [("0", 0), ("1", 1), ("2", 2)]
    return {
        "cell": buttons(Text(en="cell", zh="单元"), list(BLOCKS), "RNN"),
        "directions": buttons(Text(en="directions", zh="方向"), directions, 1),
        "biases": buttons(Text(en="biases", zh="偏置"), biases, 2),
        "E": slider("E", 128, 1, 512),
        "H": slider("H", 216, 1, 512),
        "num_layers": slider(Text(en="layers", zh="层数"), 1, 1, 4),
    }


def count_documented(
    cell: str, input_size: int, hidden_size: int, **options: Any
) -> int:
    """The number of parameters by the shapes in PyTorch's documentation."""
    shapes = parameter_shapes(cell, input_size, hidden_size, **options)
    return sum(prod(shape) for shape in shapes.values())


def layer_counts(
    cell: str, directions: int, biases: int, E: int, H: int, num_layers: int
) -> dict[str, dict[str, int]]:
    """The number of parameters of each matrix in each layer and direction."""
    rows = BLOCKS[cell] * H
    return {
        str(_ROW.format(layer=layer, way=way)): {
            "W_xh": rows * (E if layer == 1 else directions * H),
            "W_hh": rows * H,
            "b": rows * biases,
        }
        for layer in range(1, num_layers + 1)
        for way in _WAYS[:directions]
    }


def weight_shapes(
    cell: str, directions: int, E: int, H: int, num_layers: int, **_: Any
) -> dict[str, tuple[int, int]]:
    """Rows and columns of the different matrices: layers above the second look alike.

    A layer above the first reads the states below: H numbers from each direction.
    """
    rows = BLOCKS[cell] * H
    shapes = {str(FIRST): (rows, E)}
    if num_layers > 1:
        shapes[str(HIGHER)] = (rows, directions * H)
    return {**shapes, "$W_{hh}$": (rows, H)}


def draw_parameters(data: Data) -> Any:
    margins = {"left": 0.02, "right": 0.99, "bottom": 0.04, "top": 0.9, "wspace": 0.36}
    fig, (left, right) = plots.figure(
        1, 2, width=9.0, height=4.2, margins=margins, width_ratios=(1.25, 1)
    )
    diagrams.draw_weight_shapes(left, data["shapes"])
    words = plots.totals_line(data["formula"], data["pytorch"])
    fig.text(0.03, 0.95, words, va="center", fontsize=13)
    plots.draw_layer_bars(right, data["layers"])
    plots.name_colours(
        right, {"input": "$W_{xh}$", "hidden": "$W_{hh}$", "bias": "$b$"}
    )
    return fig


def describe_parameters(data: Data) -> Text:
    parts = [part for layer in data["layers"].values() for part in layer.items()]
    recurrent = sum(count for name, count in parts if name == "W_hh")
    difference = data["pytorch"] - data["formula"]
    if difference == 0:
        verdict = Text(en="PyTorch counts the same.", zh="PyTorch 数出来一样多。")
    else:
        verdict = Text(
            en="PyTorch counts {pytorch:,}, {difference:,} more: it keeps two biases "
            "where this formula has one.",
            zh="PyTorch 数出来是 {pytorch:,}，多 {difference:,} 个："
            "这个公式每处只算一个偏置，PyTorch 存了两个。",
        ).format(pytorch=data["pytorch"], difference=difference)
    return Text(
        en="{cell}: {formula:,} parameters by the formula, {memory} as 32-bit floats; "
        "{share:.0%} of them in W_hh. {verdict}",
        zh="{cell}：按公式共 {formula:,} 个参数，存成 32 位浮点数占 {memory}；"
        "其中 {share:.0%} 在 W_hh 里。{verdict}",
    ).format(
        cell=data["cell"],
        formula=data["formula"],
        memory=readable_bytes(data["bytes"]),
        share=recurrent / data["formula"],
        verdict=verdict,
    )


def readable_bytes(size: int) -> str:
    """`size` with a unit: 515 B, 2.06 kB, 4.22 MB."""
    for unit, factor in (("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.2f} {unit}"
    return f"{size} B"
