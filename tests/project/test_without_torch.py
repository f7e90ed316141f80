"""Where PyTorch is not installed, cells that need it are left out, and no others."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from course_utils.text import use_language
from course_utils.without_torch import CELL_LEFT_OUT, NO_TORCH_HERE, LeavingOut


def run(*cells: str) -> list[str]:
    """What each cell prints, one after the other in one notebook."""
    names: dict[str, Any] = {}
    shown: list[str] = []
    names["print"] = lambda *words: shown.append(" ".join(map(str, words)))
    leaving_out = LeavingOut(names)
    said = []
    for cell in cells:
        tree = ast.fix_missing_locations(leaving_out.visit(ast.parse(cell)))
        exec(compile(tree, "cell", "exec"), names)
        said.append(" | ".join(shown))
        shown.clear()
    return said


@pytest.mark.parametrize(
    "cells",
    [
        ["print(torch.ones(3))"],
        ["import math\nimport torch\nprint(math.pi, torch.pi)"],
        ["import torch.nn as nn\nprint(1)", "print(nn.RNN)"],
        ["from torch import nn, ones as o", "for x in o(3):\n    print(x)"],
        ["net = torch.nn.RNN(1, 1)", "print(net)"],
        ["def read(x):\n    return torch.tanh(x)", "print(read(1))"],
        ["class Net(torch.nn.Module):\n    pass", "print([Net() for _ in '12'])"],
        ["x = torch.ones(1)", "def f():\n    return x", "f()"],
        ["x = torch.ones(1)", "x += 1"],
    ],
    ids=["use", "import", "alias", "from", "made", "function", "class", "later", "add"],
)
def test_a_cell_that_needs_pytorch_is_left_out(cells: list[str]) -> None:
    assert run(*cells)[-1].endswith(str(CELL_LEFT_OUT))
    use_language("zh")
    assert run(*cells)[-1].endswith(CELL_LEFT_OUT.zh)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["x = 3", "x = torch.ones(3)", "print(x)"], "3"),
        (["x = torch.ones(3)", "x = 4", "print(x)"], "4"),
        (["x = torch.ones(3)", "for x in (1, 2):\n    pass\nprint(x)"], "2"),
        (["x = torch.ones(3)", "print([x for x in (5,)][0])"], "5"),
        (
            [
                "x = torch.ones(3)",
                "print(*{x: y for x, y in [(8, 9)]}, *{x for x in [7]})",
            ],
            "8 7",
        ),
        (["x = torch.ones(3)", "def f(x):\n    return x\nprint(f(6))"], "6"),
        (["import math, torch\nprint(math.floor(7.5))"], f"{NO_TORCH_HERE} | 7"),
        (["print('torch')"], "torch"),
    ],
    ids=["before", "again", "loop", "inner", "pairs", "argument", "import", "word"],
)
def test_any_other_cell_runs(cells: list[str], said: str) -> None:
    assert run(*cells)[-1] == said


def test_a_cell_that_python_refuses_is_left_to_python() -> None:
    leaving_out = LeavingOut({})
    cell = ast.parse("x = 1\nglobal x")
    assert leaving_out.visit(cell) is cell
    assert str(CELL_LEFT_OUT) in ast.unparse(leaving_out.visit(ast.parse("torch")))


def test_a_cell_that_waits_is_read_like_any_other() -> None:
    leaving_out = LeavingOut({})
    kept = leaving_out.visit(ast.parse("await ready()"))
    assert ast.unparse(kept) == "await ready()"
    assert str(CELL_LEFT_OUT) in ast.unparse(
        leaving_out.visit(ast.parse("await torch"))
    )
