"""The source of a function as a notebook cell: solved, or as a stub to fill in."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

BEGIN = "### BEGIN SOLUTION"
_END = "### END SOLUTION"
STUB = "raise NotImplementedError"
_WIDTH = 76


def solved_source(function: Callable[..., Any]) -> str:
    """The whole function without annotations, decorators and solution markers."""
    header, docstring, body = _parts(function)
    kept = [line for line in body if line.strip() not in (BEGIN, _END)]
    return "\n".join([header, *docstring, *kept])


def stub_source(function: Callable[..., Any]) -> str:
    """Signature, docstring and the given lines; each solution becomes one `raise`.

    Without solution markers the whole body is the solution.
    """
    header, docstring, body = _parts(function)
    kept: list[str] = []
    if not any(line.strip() == BEGIN for line in body):
        kept = [_indent(body) + STUB]
    else:
        inside = False
        for line in body:
            if line.strip() == BEGIN:
                inside = True
                kept.append(line.replace(BEGIN, STUB))
            elif line.strip() == _END:
                inside = False
            elif not inside:
                kept.append(line)
    return "\n".join([header, *docstring, *kept])


def marked_source(function: Callable[..., Any]) -> str:
    """As `solved_source`, each solution between the two markers, which nbgrader knows.

    What it makes of that for learners is `stub_source`, if `STUB` is its stub.
    """
    header, docstring, body = _parts(function)
    if not any(line.strip() == BEGIN for line in body):
        body = [_indent(body) + BEGIN, *body, _indent(body) + _END]
    return "\n".join([header, *docstring, *body])


def solution_lines(function: Callable[..., Any]) -> list[str]:
    """The stripped lines that a stub leaves out."""
    given = [line.strip() for line in stub_source(function).splitlines()]
    solved = [line.strip() for line in solved_source(function).splitlines()]
    return [line for line in solved if line and line not in given]


def _parts(function: Callable[..., Any]) -> tuple[str, list[str], list[str]]:
    """Header, docstring lines and body lines (with markers and comments)."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    node = ast.parse("\n".join(lines)).body[0]
    if not isinstance(node, ast.FunctionDef):
        raise ValueError(f"expected a function, found {type(node).__name__}")
    _check_markers(node.name, lines)
    start = body_start = _line_after_signature(node, lines)
    if ast.get_docstring(node) is not None:
        body_start = node.body[0].end_lineno or start
    if not any(line.strip() for line in lines[body_start:]):
        raise ValueError(f"{node.name} has no body besides its docstring")
    return _header(node), lines[start:body_start], lines[body_start:]


def _line_after_signature(node: ast.FunctionDef, lines: list[str]) -> int:
    """Index of the first line below the signature: markers may stand above code."""
    index = node.body[0].lineno - 1
    while lines[index - 1].strip().startswith("#"):
        index -= 1
    return index


def _header(node: ast.FunctionDef) -> str:
    for argument in ast.walk(node.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    header = f"def {node.name}({ast.unparse(node.args)}):"
    if len(header) <= _WIDTH:
        return header
    arguments = textwrap.fill(
        ast.unparse(node.args),
        _WIDTH,
        initial_indent=" " * 4,
        subsequent_indent=" " * 4,
    )
    return f"def {node.name}(\n{arguments}\n):"


def _indent(body: list[str]) -> str:
    line = next(line for line in body if line.strip())
    return line[: len(line) - len(line.lstrip())]


def _check_markers(name: str, lines: list[str]) -> None:
    """Solutions open and close in turn, else a `ValueError`."""
    opened = False
    for number, line in enumerate(lines, 1):
        mark = line.strip()
        if (mark == BEGIN and opened) or (mark == _END and not opened):
            raise ValueError(
                f"{name}, line {number}: expected {BEGIN!r} and {_END!r} in turn, "
                f"found a second {mark!r}. Close each solution before the next."
            )
        opened = mark == BEGIN or (opened and mark != _END)
    if opened:
        raise ValueError(
            f"{name}: expected {_END!r} after {BEGIN!r}, found the end of the "
            "function. Add the closing marker."
        )
