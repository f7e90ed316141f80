"""Every formula counts what PyTorch really allocates."""

from itertools import product

import pytest

from course_utils.scratch import params
from course_utils.shapes.recurrent import parameter_shapes

CELLS = ("RNN", "LSTM", "GRU")
E, H = 3, 5
GRID = [
    (cell, {"num_layers": num_layers, "bidirectional": bidirectional} | projection)
    for cell, num_layers, bidirectional in product(CELLS, (1, 2, 3), (False, True))
    for projection in ([{}, {"proj_size": 2}] if cell == "LSTM" else [{}])
]


def num_parameters(module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


@pytest.mark.torch
@pytest.mark.parametrize("biases", [0, 2])
@pytest.mark.parametrize(("cell", "options"), GRID)
def test_count_recurrent_is_what_torch_allocates(cell, options, biases):
    from torch import nn

    net = getattr(nn, cell)(E, H, bias=biases == 2, **options)
    count = params.count_recurrent(cell, E, H, biases=biases, **options)
    assert count == num_parameters(net)


@pytest.mark.torch
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("input_size", "hidden_size"), [(3, 5), (128, 216), (1, 1)])
@pytest.mark.parametrize("cell", CELLS)
def test_each_cell_has_its_own_formula(cell, input_size, hidden_size, bias):
    from torch import nn

    count = getattr(params, f"count_{cell.lower()}")
    net = getattr(nn, cell)(input_size, hidden_size, bias=bias)
    biases = 2 if bias else 0
    assert count(input_size, hidden_size, biases=biases) == num_parameters(net)


@pytest.mark.parametrize("cell", CELLS)
def test_one_bias_lies_halfway_between_none_and_two(cell):
    count = getattr(params, f"count_{cell.lower()}")
    none, one, two = (count(E, H, biases=biases) for biases in (0, 1, 2))
    bias = sum(
        shape[0]
        for name, shape in parameter_shapes(cell, E, H).items()
        if name == "bias_hh_l0"
    )
    assert (one - none, two - one) == (bias, bias)
    assert count(E, H) == two


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("biases", [0, 1, 2])
def test_one_layer_is_the_cell(cell, biases):
    count = getattr(params, f"count_{cell.lower()}")
    whole = params.count_recurrent(cell, E, H, biases=biases)
    assert whole == count(E, H, biases=biases)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("biases", [0, 1, 2])
def test_no_unit_has_no_parameters(cell, biases):
    assert getattr(params, f"count_{cell.lower()}")(E, 0, biases) == 0


def test_what_a_layer_has_may_be_given_by_place():
    assert params.count_rnn(E, H, 1) == params.count_rnn(E, H, biases=1)
    assert params.count_gru(E, H, 0) == params.count_gru(E, H, biases=0)
    peepholes = params.count_lstm(E, H, biases=1, peepholes=True)
    assert params.count_lstm(E, H, 1, True) == peepholes


def test_peepholes_are_three_vectors():
    peepholes = {"w_ci": (H,), "w_cf": (H,), "w_co": (H,)}
    extra = params.count_lstm(E, H, peepholes=True) - params.count_lstm(E, H)
    assert extra == sum(size for (size,) in peepholes.values())


def test_two_directions_are_twice_one_only_without_a_layer_above():
    def count(num_layers, bidirectional):
        return params.count_recurrent(
            "GRU", E, H, num_layers=num_layers, bidirectional=bidirectional
        )

    assert count(1, True) == 2 * count(1, False)
    assert count(2, True) == 2 * count(2, False) + 2 * 3 * H * H


@pytest.mark.torch
@pytest.mark.parametrize("bias", [True, False])
def test_count_embedding_and_linear(bias):
    from torch import nn

    assert params.count_embedding(11, 7) == num_parameters(nn.Embedding(11, 7))
    linear = nn.Linear(7, 4, bias=bias)
    assert params.count_linear(7, 4, bias=bias) == num_parameters(linear)


@pytest.mark.torch
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_count_classifier_part_by_part(cell, num_layers, bidirectional):
    from torch import nn

    options = {"num_layers": num_layers, "bidirectional": bidirectional}
    directions = 2 if bidirectional else 1
    parts = {
        "embedding": nn.Embedding(11, E),
        "recurrent": getattr(nn, cell)(E, H, **options),
        "output": nn.Linear(directions * H, 4),
    }
    count = params.count_classifier(11, E, H, 4, cell=cell, **options)
    assert count == {name: num_parameters(part) for name, part in parts.items()}


@pytest.mark.torch
@pytest.mark.parametrize("cell", CELLS)
def test_multiply_adds_are_what_torch_computes(cell):
    import torch
    from torch import nn
    from torch.utils.flop_counter import FlopCounterMode

    net = getattr(nn, f"{cell}Cell")(E, H)
    batch_size = 7
    with FlopCounterMode(display=False) as counter:
        net(torch.zeros(batch_size, E))
    flops = 2 * batch_size * params.multiply_adds_per_step(cell, E, H)
    assert counter.get_total_flops() == flops


@pytest.mark.parametrize(
    ("num_layers", "bidirectional", "proj_size"),
    list(product((1, 3), (False, True), (0, 2))),
)
def test_multiply_adds_use_each_matrix_entry_once(num_layers, bidirectional, proj_size):
    options = {
        "num_layers": num_layers,
        "bidirectional": bidirectional,
        "proj_size": proj_size,
    }
    shapes = parameter_shapes("LSTM", E, H, **options).values()
    entries = sum(shape[0] * shape[1] for shape in shapes if len(shape) == 2)
    assert params.multiply_adds_per_step("LSTM", E, H, **options) == entries


@pytest.mark.torch
@pytest.mark.parametrize(
    ("dtype", "bytes_each"), [("float32", 4), ("float64", 8), ("float16", 2)]
)
def test_num_bytes(dtype, bytes_each):
    import torch
    from torch import nn

    net = nn.LSTM(E, H, dtype=getattr(torch, dtype))
    stored = sum(p.untyped_storage().nbytes() for p in net.parameters())
    count = params.count_lstm(E, H)
    assert params.num_bytes(count, bytes_each=bytes_each) == stored


@pytest.mark.parametrize(
    ("count", "sizes", "options"),
    [
        (params.count_rnn, (128,), {}),
        (params.count_lstm, (128,), {"peepholes": True, "biases": 1}),
        (params.count_gru, (1,), {}),
        (params.count_min_gru, (128,), {}),
        (params.count_recurrent, ("LSTM", 64), {"num_layers": 2}),
    ],
)
@pytest.mark.parametrize("budget", [10_000, 123_456, 1_000_000])
def test_the_largest_hidden_size_fits_and_one_more_does_not(
    count, sizes, options, budget
):
    largest = params.largest_hidden_size(budget, count, *sizes, **options)
    assert count(*sizes, hidden_size=largest, **options) <= budget
    assert count(*sizes, hidden_size=largest + 1, **options) > budget


def test_a_budget_used_to_the_last_parameter_fits():
    budget = params.count_lstm(8, 16)
    assert params.largest_hidden_size(budget, params.count_lstm, 8) == 16
    assert params.largest_hidden_size(budget - 1, params.count_lstm, 8) == 15


def test_a_classifier_is_counted_in_total():
    budget = sum(params.count_classifier(1000, 128, 216, 3).values())
    largest = params.largest_hidden_size(
        budget, params.count_classifier, 1000, 128, num_classes=3
    )
    assert largest == 216


def test_no_unit_fits():
    smallest = params.count_lstm(128, 1)
    assert params.largest_hidden_size(smallest - 1, params.count_lstm, 128) == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: params.count_rnn(0, 5), "input_size: expected .* at least 1"),
        (lambda: params.count_rnn(3, -5), "hidden_size: .*found -5"),
        (lambda: params.count_gru(3, 5.0), r"found 5\.0\. Try hidden_size=5"),
        (lambda: params.count_gru(True, 5), "input_size: .*found True"),
        (lambda: params.count_min_gru(3, -1), "hidden_size: .*found -1"),
        (lambda: params.count_self_attention(0), "width: expected .* at least 1"),
        (lambda: params.count_block(4, 0.5), "feed_forward_size: .*found 0.5"),
        (lambda: params.count_lstm(3, "5"), "found '5'. Try hidden_size=5"),
        (lambda: params.count_lstm(3, float("nan")), "Try hidden_size=0"),
        (lambda: params.count_lstm(3, 5, biases=3), "biases: .*from 0 to 2, found 3"),
        (lambda: params.count_recurrent("CNN", 3, 5), "'RNN', 'LSTM' or 'GRU'"),
        (lambda: params.count_recurrent("RNN", 3, 0), "hidden_size: .*found 0"),
        (lambda: params.count_recurrent("RNN", 3, 5, num_layers=0), "num_layers"),
        (
            lambda: params.count_recurrent("GRU", 3, 5, proj_size=2),
            "Only an LSTM can project",
        ),
        (
            lambda: params.count_recurrent("LSTM", 3, 5, proj_size=5),
            "less than hidden_size = 5",
        ),
        (lambda: params.count_classifier(11, 3, 5, 0), "out_features"),
        (lambda: params.num_bytes(0), "num_parameters"),
        (lambda: params.largest_hidden_size(0, params.count_rnn, 3), "budget"),
    ],
)
def test_bad_input_is_refused_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_counts_never_overflow():
    import numpy as np

    big = np.int32(50_000)
    assert params.count_rnn(big, big, biases=0) == 5_000_000_000
