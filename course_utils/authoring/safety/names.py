"""Which names of which modules code uses, however it has renamed them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

_BY_NAME = {"importlib.import_module", "builtins.__import__"}


@dataclass(frozen=True)
class Use:
    """A cell uses `name`, written in full: `numpy.seterr` for `np.seterr`."""

    cell: int
    name: str
    node: ast.AST


@lru_cache(maxsize=4)  # each rule asks for those of the notebook at hand
def uses(code: tuple[tuple[int, str], ...]) -> list[Use]:
    """What numbered cells use; what is no Python is left out."""
    found: list[Use] = []
    known = {name: f"builtins.{name}" for name in ("getattr", "__import__", "vars")}
    known |= {name: f"builtins.{name}" for name in ("eval", "exec", "exit", "quit")}
    known["get_ipython"] = "get_ipython"
    for number, source in code:
        with suppress(SyntaxError):
            tree = ast.parse(source)
            found += (Use(number, *each) for each in _Names(known).of(tree))
    return found


class _Names:
    """Reads one piece of code; `known` keeps what names mean, from cell to cell."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known

    def of(self, tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from ((name, node) for name in self._imported(node))
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
                self._assign(node)
        for node in ast.walk(tree):
            name = self.full(node) if isinstance(node, ast.expr) else None
            if name is not None:
                yield name, node
            if name in ("builtins.eval()", "builtins.exec()"):
                assert isinstance(node, ast.Call)
                with suppress(SyntaxError):
                    yield from self.of(ast.parse(_text(node.args[:1])))

    def _imported(self, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
        for alias in node.names:
            if isinstance(node, ast.ImportFrom):
                name = f"{node.module}.{alias.name}"
                self.known[alias.asname or alias.name] = name
            elif alias.asname:
                name = self.known[alias.asname] = alias.name
            else:
                name = alias.name
                self.known[name.partition(".")[0]] = name.partition(".")[0]
            yield name

    def _assign(self, node: ast.Assign | ast.AnnAssign | ast.NamedExpr) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        name = self.full(node.value) if node.value else None
        for target in targets:
            if isinstance(target, ast.Name):
                if name is None:
                    self.known.pop(target.id, None)
                else:
                    self.known[target.id] = name

    def full(self, node: ast.expr | None) -> str | None:
        """The full name that an expression gives; None if it cannot be seen."""
        if isinstance(node, ast.Name):
            return self.known.get(node.id)
        if isinstance(node, ast.Attribute):
            return self._member(node.value, node.attr)
        if isinstance(node, ast.Subscript):
            return self._item(node)
        if isinstance(node, ast.Call):
            return self._called(node)
        return None

    def _member(self, owner: ast.expr, name: str) -> str | None:
        full = self.full(owner)
        return None if full is None else f"{full}.{name}"

    def _item(self, node: ast.Subscript) -> str | None:
        owner, key = self.full(node.value) or "", _text([node.slice])
        if owner == "sys.modules":
            return key
        for ending in (".__dict__", "()"):  # vars(module)["name"]
            if key and owner.endswith(ending):
                return f"{owner.removesuffix(ending)}.{key}"
        return None

    def _called(self, node: ast.Call) -> str | None:
        name = self.full(node.func)
        if name in _BY_NAME:
            return _text(node.args[:1]) or None
        if name == "builtins.getattr" and len(node.args) > 1:
            return self._member(node.args[0], _text(node.args[1:2]))
        if name == "builtins.vars" and node.args:
            owner = self.full(node.args[0])
            return None if owner is None else f"{owner}()"
        return None if name is None else f"{name}()"


def _text(nodes: list[ast.expr]) -> str:
    """A text that is written out, perhaps in parts: "sl" + "eep"."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return _text([node.left]) + _text([node.right])
    return ""
