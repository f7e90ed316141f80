"""Cells that need PyTorch, where there is none: left out, and said in one sentence.

In a browser, the lessons in NumPy run but for what they compare with PyTorch. Such a
cell is found by its names: `torch`, what it is imported as, and what a cell that was
left out would have made. Where PyTorch is installed, nothing of this happens.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator, MutableMapping
from typing import Any

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
        body = list(_one_by_one(cell.body))
        imports = [each for each in body if _imports_torch(each)]
        rest = [each for each in body if each not in imports]
        for each in imports:
            self._missing |= _bound_by([each])
        if set(_asked_of_others(rest)) & self._missing:
            self._missing |= _bound_by(rest) - self._names.keys()
            return _saying(CELL_LEFT_OUT)
        self._missing -= _bound_by(rest)
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


def _bound_by(statements: list[ast.stmt]) -> set[str]:
    """Names that the statements would make."""
    return {
        each.get_name()
        for each in _table(statements).get_symbols()
        if each.is_assigned() or each.is_imported()
    }


def _asked_of_others(statements: list[ast.stmt]) -> Iterator[str]:
    """Names that the statements need of cells before, also within functions."""
    made: set[str] = set()
    for each in statements:
        own = _bound_by([each]) if isinstance(each, _BINDS_FIRST) else set()
        yield from set(_used_in(_table([each]))) - made - own
        made |= _bound_by([each])


def _used_in(table: symtable.SymbolTable) -> Iterator[str]:
    is_cell = table.get_type() == "module"
    for each in table.get_symbols():
        if each.is_referenced() and (is_cell or each.is_global()):
            yield each.get_name()
    for child in table.get_children():
        yield from _used_in(child)


def _table(statements: list[ast.stmt]) -> symtable.SymbolTable:
    copy = ast.parse(ast.unparse(ast.Module(statements, [])))
    return symtable.symtable(ast.unparse(_AsGenerators().visit(copy)), "cell", "exec")


class _AsGenerators(ast.NodeTransformer):
    """Comprehensions as generators: since Python 3.12 others share the cell's names."""

    def visit_ListComp(self, each: ast.ListComp) -> ast.GeneratorExp:
        self.generic_visit(each)
        return ast.GeneratorExp(each.elt, each.generators)

    def visit_SetComp(self, each: ast.SetComp) -> ast.GeneratorExp:
        self.generic_visit(each)
        return ast.GeneratorExp(each.elt, each.generators)

    def visit_DictComp(self, each: ast.DictComp) -> ast.GeneratorExp:
        self.generic_visit(each)
        pair = ast.Tuple([each.key, each.value], ast.Load())
        return ast.GeneratorExp(pair, each.generators)


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
