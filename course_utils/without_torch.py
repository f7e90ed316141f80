"""Cells that need PyTorch, where there is none: left out, and said in one sentence.

In a browser, the lessons in NumPy run but for what they compare with PyTorch. Such a
cell is found by its names: `torch`, what it is imported as, and what a cell that was
left out would have made. Where PyTorch is installed, nothing of this happens.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, MutableMapping
from typing import Any

from course_utils.code_names import names_made, names_needed
from course_utils.text import Text

_LIBRARY = "torch"
_BINDS_FIRST = (ast.For, ast.With, ast.FunctionDef, ast.ClassDef)
"""Statements that make a name before they use it."""


class LeavingOut(ast.NodeTransformer):
    """IPython shows it each cell; what needs PyTorch becomes a sentence."""

    def __init__(self, names: MutableMapping[str, Any]) -> None:
        self._names = names
        self._missing = {_LIBRARY}

    def visit_Module(self, cell: ast.Module) -> ast.Module:
        """The cell without its imports of PyTorch, or only what is said of it."""
        try:
            return self._left_of(cell)
        except SyntaxError:  # Python itself tells, as soon as it runs the cell
            return cell

    def _left_of(self, cell: ast.Module) -> ast.Module:
        body = list(_one_by_one(cell.body))
        imports = [each for each in body if _imports_torch(each)]
        rest = [each for each in body if each not in imports]
        for each in imports:
            self._missing |= names_made([each])
        if set(_asked_of_others(rest)) & self._missing:
            self._missing |= names_made(rest) - self._names.keys()
            return _saying(CELL_LEFT_OUT)
        self._missing -= names_made(rest)
        said = _saying(NO_TORCH_HERE).body if imports else []
        return ast.Module([*said, *rest], cell.type_ignores)


def _one_by_one(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, each import on its own."""
    for each in statements:
        if isinstance(each, ast.Import):
            yield from (
                ast.copy_location(ast.Import([name]), each) for name in each.names
            )
        else:
            yield each


def _imports_torch(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        names = [statement.module or ""]
    elif isinstance(statement, ast.Import):
        names = [each.name for each in statement.names]
    else:
        return False
    return any(name.partition(".")[0] == _LIBRARY for name in names)


def _asked_of_others(statements: list[ast.stmt]) -> Iterator[str]:
    """Names that the statements need of cells before, also within functions."""
    made: set[str] = set()
    for each in statements:
        own = names_made([each]) if isinstance(each, _BINDS_FIRST) else set()
        yield from names_needed([each]) - made - own
        made |= names_made([each])


def _saying(words: Text) -> ast.Module:
    return ast.parse(f"print({str(words)!r})")


NO_TORCH_HERE = Text(
    en="PyTorch is not installed here: cells that need it are left out.",
    zh="这里没有安装 PyTorch，用到它的单元格会跳过。",
)
CELL_LEFT_OUT = Text(
    en="Left out: this cell needs PyTorch, which is not installed here. Read on.",
    zh="这一格要用 PyTorch，这里没有安装，先跳过，请接着往下学。",
)
