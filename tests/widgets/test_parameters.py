"""The explorer of lesson 02: bars, formula and PyTorch agree."""

from __future__ import annotations

from typing import Any

import pytest

from course_utils import widgets
from course_utils.scratch.params import count_recurrent
from course_utils.shapes.recurrent import parameter_shapes
from course_utils.widgets.explorer import Explorer


@pytest.fixture(scope="module")
def counting() -> Explorer:
    """One explorer for the whole grid: a new one each time would be slow."""
    explorer = widgets.explore_parameters()
    explorer.controls["E"].value, explorer.controls["H"].value = 5, 7
    return explorer


@pytest.mark.parametrize("cell", ["RNN", "GRU", "LSTM"])
@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("num_layers", [1, 3])
@pytest.mark.parametrize("biases", [0, 1, 2])
def test_bars_formula_and_pytorch_agree(
    counting: Explorer, cell: str, directions: int, biases: int, num_layers: int
) -> None:
    chosen = {"cell": cell, "directions": directions, "biases": biases}
    for name, value in {**chosen, "num_layers": num_layers}.items():
        counting.controls[name].value = value
    data = counting.data
    bars = sum(sum(parts.values()) for parts in data["layers"].values())
    options = {"num_layers": num_layers, "bidirectional": directions == 2}
    assert bars == data["formula"]
    assert data["formula"] == count_recurrent(cell, 5, 7, biases=biases, **options)
    assert (data["formula"] == data["pytorch"]) == (biases != 1)
    assert data["bytes"] == 4 * data["formula"]
    assert len(data["layers"]) == num_layers * directions
    documented = parameter_shapes(cell, 5, 7, bias=False, **options)
    assert set(data["shapes"].values()) == set(documented.values())


def test_the_counter_of_the_lesson_is_asked() -> None:
    asked: list[tuple[Any, ...]] = []

    def count(cell: str, input_size: int, hidden_size: int, **options: Any) -> int:
        asked.append((cell, input_size, hidden_size, options))
        return 123_456

    explorer = widgets.explore_parameters(count)
    explorer.controls["directions"].value = 2
    options = {"num_layers": 1, "bidirectional": True, "bias": True}
    assert asked[-1] == ("RNN", 128, 216, options)
    assert explorer.data["pytorch"] == 123_456
    assert "123,456" in explorer.caption


@pytest.mark.parametrize(
    ("E", "H", "said"),
    [(1, 1, "16 B"), (128, 216, "298.94 kB"), (512, 512, "2.10 MB")],
)
def test_memory_has_a_readable_unit(E: int, H: int, said: str) -> None:
    explorer = widgets.explore_parameters()
    explorer.controls["E"].value, explorer.controls["H"].value = E, H
    assert said in explorer.caption
