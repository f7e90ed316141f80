"""The solutions of lesson 02 are short; they count what the package counts."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from exercises.rows import check_right, check_wrong

from course_utils.exercises.parameters import exercises
from course_utils.exercises.parameters.count_classifier import count_classifier
from course_utils.exercises.parameters.count_gru import count_gru
from course_utils.exercises.parameters.count_lstm import count_lstm
from course_utils.exercises.parameters.count_rnn import count_rnn
from course_utils.exercises.parameters.count_stacked_rnn import count_stacked_rnn
from course_utils.exercises.parameters.largest_hidden_size import largest_hidden_size
from course_utils.scratch import params

SIZES = [(1, 1), (5, 6), (6, 5), (28, 150)]


@pytest.mark.parametrize(("size", "biases"), list(product(SIZES, (0, 1, 2))))
def test_one_layer(size: tuple[int, int], biases: int) -> None:
    assert count_rnn(*size, biases) == params.count_rnn(*size, biases=biases)
    for peepholes in (False, True):
        counted = params.count_lstm(*size, biases=biases, peepholes=peepholes)
        assert count_lstm(*size, biases, peepholes) == counted


@pytest.mark.parametrize("size", SIZES)
def test_stored_gru(size: tuple[int, int]) -> None:
    assert count_gru(*size, False) == params.count_gru(*size)


@pytest.mark.torch
@pytest.mark.parametrize("size", [(1, 1), (2, 3), (3, 2)])
def test_merged_gru_is_what_the_output_depends_on(size: tuple[int, int]) -> None:
    """The parameters that can be told apart: the rank of the output's derivative."""
    import torch
    from torch import nn
    from torch.func import functional_call, jacrev

    torch.manual_seed(0)
    net = nn.GRU(*size).double()
    x = torch.randn(8, 60, size[0], dtype=torch.float64)

    def states(parameters: dict[str, torch.Tensor]) -> torch.Tensor:
        return functional_call(net, parameters, (x,))[0].flatten()

    derivatives = jacrev(states)(dict(net.named_parameters())).values()
    table = torch.cat([each.flatten(1) for each in derivatives], dim=1)
    assert table.shape[1] == count_gru(*size, False)
    assert torch.linalg.matrix_rank(table, rtol=1e-9) == count_gru(*size, True)


@pytest.mark.parametrize(("size", "num_layers"), list(product(SIZES, (1, 2, 4))))
def test_layers_and_directions(size: tuple[int, int], num_layers: int) -> None:
    for num_directions in (1, 2):
        counted = params.count_recurrent(
            "RNN", *size, num_layers=num_layers, bidirectional=num_directions == 2
        )
        assert count_stacked_rnn(*size, num_layers, num_directions) == counted


@pytest.mark.parametrize("num_directions", (1, 2))
def test_classifier(num_directions: int) -> None:
    size = (1000, 128, 216, 3)
    counted = params.count_classifier(*size, bidirectional=num_directions == 2)
    assert count_classifier(*size, num_directions) == counted


@pytest.mark.parametrize("budget", (20, 1000, 1664, 1_000_000))
def test_budget(budget: int) -> None:
    searched = params.largest_hidden_size(budget, params.count_lstm, 8)
    assert largest_hidden_size(budget, 8) == searched


def test_trying_every_size_is_quick_enough() -> None:
    def every_size(budget: int, input_size: int) -> int:
        sizes = range(budget + 1)
        return max(H for H in sizes if params.count_lstm(input_size, H) <= budget)

    check_right(exercises.largest_hidden_size, every_size)


def first_size_at_or_above(budget: int, input_size: int) -> int:
    hidden_size = 0
    while params.count_lstm(input_size, hidden_size) < budget:
        hidden_size += 1
    return hidden_size


def sizes_with_one_bias(budget: int, input_size: int) -> int:
    hidden_size = 0
    while params.count_lstm(input_size, hidden_size + 1, biases=1) <= budget:
        hidden_size += 1
    return hidden_size


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        (first_size_at_or_above, "first_size_that_reaches_the_budget"),
        (sizes_with_one_bias, "budget_with_one_bias"),
    ],
)
def test_a_wrong_size_is_named(answer: Any, mistake: str) -> None:
    check_wrong(exercises.largest_hidden_size, answer, mistake)
