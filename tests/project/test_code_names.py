"""Which names code makes, and which it needs: the same in every Python."""

from __future__ import annotations

import ast

import pytest

from course_utils.code_names import names_made, names_needed


@pytest.mark.parametrize(
    ("code", "made", "needed"),
    [
        ("x = y", "x", "y"),
        ("import a.b, c as d", "a d", ""),
        ("def f(x):\n    return x + y", "f", "y"),
        ("def f():\n    y = 1\n    return y", "f", ""),
        ("class A(B):\n    c = d", "A", "B d"),
        ("z = lambda x: x + y", "z", "y"),
        ("z = [x for x in y], {x for x in y}, {x: x for x in y}", "z", "y"),
        ("x += 1", "x", "x"),
    ],
)
def test_names_are_those_of_the_code_around(code: str, made: str, needed: str) -> None:
    statements = ast.parse(code).body
    before = ast.dump(statements[0])
    assert names_made(statements) == {*made.split()}
    assert names_needed(statements) == {*needed.split()}
    assert ast.dump(statements[0]) == before, "the code itself was changed"


def test_what_python_cannot_run_is_refused() -> None:
    with pytest.raises(SyntaxError):
        names_needed(ast.parse("nonlocal x").body)
