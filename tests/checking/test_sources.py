"""A function's source as a notebook cell."""

import pytest

from course_utils.checking.sources import solution_lines, solved_source, stub_source


def whole(x: int, y: int = 2) -> int:
    """x, y -> sum"""
    total = x + y
    return total


def parts(x: int) -> int:
    """x -> a given line, then the learner's"""
    doubled = 2 * x
    ### BEGIN SOLUTION
    result = doubled + 1
    ### END SOLUTION
    return result


def bare(x: int) -> int:
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION


def unclosed(x: int) -> int:
    ### BEGIN SOLUTION
    return x


def twice(x: int) -> int:
    ### BEGIN SOLUTION
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION


def closed_only(x: int) -> int:
    return x
    ### END SOLUTION


def empty(x: int) -> int:
    """Nothing but a docstring."""


def many_arguments(
    input_size: int, hidden_size: int, num_layers: int, *, bidirectional: bool = False
) -> int:
    """sizes -> sum"""
    return input_size + hidden_size + num_layers + bidirectional


def test_without_markers_the_whole_body_is_the_solution():
    assert stub_source(whole) == (
        'def whole(x, y=2):\n    """x, y -> sum"""\n    raise NotImplementedError'
    )
    assert solution_lines(whole) == ["total = x + y", "return total"]


def test_given_lines_stay():
    assert stub_source(parts).splitlines()[2:] == [
        "    doubled = 2 * x",
        "    raise NotImplementedError",
        "    return result",
    ]
    assert solution_lines(parts) == ["result = doubled + 1"]


def test_the_solved_source_has_no_markers_and_runs():
    source = solved_source(parts)
    assert "SOLUTION" not in source and "int" not in source
    names: dict = {}
    exec(source, names)
    assert names["parts"](3) == parts(3) == 7


def test_a_body_may_begin_with_a_marker():
    assert stub_source(bare) == "def bare(x):\n    raise NotImplementedError"
    assert solved_source(bare) == "def bare(x):\n    return x"


def test_a_long_signature_is_wrapped():
    lines = stub_source(many_arguments).splitlines()
    assert max(map(len, lines)) <= 76
    compile("\n".join(lines), "cell", "exec")


@pytest.mark.parametrize(
    ("function", "found"),
    [(unclosed, "end of the function"), (twice, "BEGIN"), (closed_only, "END")],
)
def test_a_solution_that_is_not_closed_is_refused(function, found):
    with pytest.raises(ValueError, match=found):
        stub_source(function)


def test_a_function_without_a_body_is_refused():
    with pytest.raises(ValueError, match="no body"):
        solved_source(empty)
