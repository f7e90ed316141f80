"""Names in Python code: which its statements make, which they need of other code."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from symtable import SymbolTable, symtable


def names_made(statements: Sequence[ast.stmt]) -> set[str]:
    """What they assign, define or import where they stand.

    Raises `SyntaxError` for what Python cannot run there, such as `nonlocal`.
    """
    return {
        each.get_name()
        for each in _table(statements).get_symbols()
        if each.is_assigned() or each.is_imported()
    }


def names_needed(statements: Sequence[ast.stmt]) -> set[str]:
    """What they look up outside of functions, or within one as no name of its own.

    Also what another of them makes. Raises `SyntaxError` as `names_made` does.
    """
    return set(_looked_up(_table(statements)))


def _looked_up(table: SymbolTable) -> Iterator[str]:
    is_outside = table.get_type() == "module"
    for each in table.get_symbols():
        if each.is_referenced() and (is_outside or each.is_global()):
            yield each.get_name()
    for inner in table.get_children():
        yield from _looked_up(inner)


def _table(statements: Sequence[ast.stmt]) -> SymbolTable:
    copy = ast.parse(ast.unparse(ast.Module([*statements], [])))
    code = ast.fix_missing_locations(_AsLookedUp().visit(copy))
    return symtable(ast.unparse(code), "code", "exec")


class _AsLookedUp(ast.NodeTransformer):
    """The code, rewritten so that its table tells all that is looked up, and no more.

    `x += 1` looks x up. Comprehensions become generators: since Python 3.12 they share
    the names of the code around.
    """

    def visit_AugAssign(self, each: ast.AugAssign) -> ast.stmt:
        self.generic_visit(each)
        if not isinstance(each.target, ast.Name):
            return each
        before = ast.Name(each.target.id, ast.Load())
        return ast.Assign([each.target], ast.BinOp(before, each.op, each.value))

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
