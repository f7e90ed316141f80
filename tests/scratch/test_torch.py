"""Networks by hand are torch's RNN, LSTM and GRU: outputs and every gradient."""

from itertools import chain
from typing import NamedTuple

import numpy as np
import pytest

from course_utils import scratch

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

SIZES = [(4, 7, 3, 5), (2, 9, 6, 4)]  # B, T, E, H: all different, E < H and E > H
NETS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


class Problem(NamedTuple):
    """A torch net whose two biases both count, our copy, and what both read."""

    net: torch.nn.RNNBase
    layers: list
    x: np.ndarray
    initial: tuple
    doutput: np.ndarray
    dfinal: tuple


def problem(cell, sizes, num_layers, bidirectional):
    B, T, E, H = sizes
    torch.manual_seed(B * T)
    net = NETS[cell](
        E, H, num_layers, batch_first=True, bidirectional=bidirectional
    ).double()
    rng = np.random.default_rng(B * T)
    states, D = (num_layers * (1 + bidirectional), B, H), 1 + bidirectional
    kinds = 1 + (cell == "lstm")
    return Problem(
        net,
        scratch.network_from_state_dict(cell, net.state_dict()),
        rng.normal(size=(B, T, E)),
        tuple(rng.normal(size=states) for _ in range(kinds)),
        rng.normal(size=(B, T, D * H)),
        tuple(rng.normal(size=states) for _ in range(kinds)),
    )


def run_torch(problem):
    """Output, final states, and the leaves x and initial, with their gradients."""
    x = torch.tensor(problem.x, requires_grad=True)
    initial = [torch.tensor(each, requires_grad=True) for each in problem.initial]
    output, final = problem.net(x, initial[0] if len(initial) == 1 else tuple(initial))
    final = (final,) if len(initial) == 1 else final
    pairs = zip([output, *final], [problem.doutput, *problem.dfinal], strict=True)
    sum((mine * torch.tensor(grad)).sum() for mine, grad in pairs).backward()
    return output, final, x.grad, [each.grad for each in initial]


def same(ours, theirs, what):
    theirs = theirs.detach().numpy()
    assert ours.shape == theirs.shape, what
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10, err_msg=what)


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("num_layers", [1, 2, 3])
@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("cell", NETS)
def test_outputs_and_every_gradient_are_torch_s(cell, sizes, num_layers, bidirectional):
    given = problem(cell, sizes, num_layers, bidirectional)
    output, final, dx, dinitial = run_torch(given)
    run = scratch.network_forward(given.x, given.initial, given.layers)
    same(run.output, output, "output")
    for ours, theirs in zip(run.final, final, strict=True):
        same(ours, theirs, "final")

    found = scratch.network_backward(given.doutput, given.dfinal, run, given.layers)
    same(found[0], dx, "dx")
    for ours, theirs in zip(found[1], dinitial, strict=True):
        same(ours, theirs, "dinitial")
    for number, layer in enumerate(found[2]):
        for d, weights in enumerate(layer):
            suffix = f"l{number}_reverse" if d else f"l{number}"
            same_weights(cell, weights, given.net, suffix)


def same_weights(cell, found, net, suffix):
    """Both biases of torch have our gradient; the GRU's second is r, z and b_hn."""
    theirs = dict(net.named_parameters())
    second = found.b_h
    if cell == "gru":
        second = np.concatenate([found.b_h[: -len(found.b_hn)], found.b_hn])
    wanted = {
        "weight_ih": found.W_xh,
        "weight_hh": found.W_hh,
        "bias_ih": found.b_h,
        "bias_hh": second,
    }
    for name, ours in wanted.items():
        same(ours, theirs[f"{name}_{suffix}"].grad, f"{name}_{suffix}")


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", NETS)
def test_weights_travel_to_torch_and_back(cell, bidirectional):
    rng = np.random.default_rng(0)
    layers = scratch.network_init(cell, 3, 5, rng, 2, bidirectional)
    net = NETS[cell](3, 5, 2, bidirectional=bidirectional, batch_first=True).double()
    state = scratch.network_state_dict(layers)
    net.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    back = scratch.network_from_state_dict(cell, net.state_dict())
    for there, here in zip(layers, back, strict=True):
        for first, again in zip(there, here, strict=True):
            assert type(first) is type(again)
            for a, b in zip(first, again, strict=True):
                assert np.array_equal(a, b)
    x, initial = rng.normal(size=(4, 7, 3)), scratch.zero_states(layers, 4)
    run = scratch.network_forward(x, initial, layers)
    same(run.output, net(torch.tensor(x))[0], "output")


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_our_weights_are_a_copy_in_float64(dtype):
    net = torch.nn.GRU(3, 5, dtype=dtype)
    layers = scratch.network_from_state_dict("gru", net.state_dict())
    before = [each.copy() for each in layers[0][0]]
    with torch.no_grad():
        for each in net.parameters():
            each += 1
    for kept, now in zip(before, layers[0][0], strict=True):
        assert now.dtype == np.float64
        assert np.array_equal(kept, now)


@pytest.mark.parametrize(
    ("cell", "init"),
    [("lstm", scratch.lstm_init), ("gru", scratch.gru_init)],
)
def test_one_layer_has_torch_s_names(cell, init):
    weights = init(3, 5, np.random.default_rng(0))
    names = getattr(scratch, f"{cell}_state_dict")(*weights)
    whole = scratch.network_state_dict([[weights]])
    assert names.keys() == NETS[cell](3, 5).state_dict().keys()
    for name, value in names.items():
        assert np.array_equal(value, whole[name])


@pytest.mark.parametrize("cell", NETS)
def test_weights_are_drawn_from_torch_s_range(cell):
    H = 200
    weights = scratch.network_init(cell, 30, H, np.random.default_rng(0))[0][0]
    for ours, theirs in zip(weights, NETS[cell](30, H).parameters(), strict=False):
        assert ours.dtype == np.float64
        assert abs(ours).max() <= 1 / np.sqrt(H)
        assert ours.std() == pytest.approx(theirs.std().item(), rel=0.1)


@pytest.mark.parametrize(
    ("cell", "net", "words"),
    [
        ("lstm", torch.nn.GRU(3, 5), r"torch\.nn\.LSTM .*weight_hh_l0 \(15, 5\)"),
        ("rnn", torch.nn.Linear(3, 5), "torch.nn.RNN .*no 'weight_ih_l0'"),
        ("lstm", torch.nn.LSTM(3, 5, proj_size=2), r"weight_hh_l0 \(20, 2\)"),
        ("gru", torch.nn.GRU(3, 5, bias=False), "no 'bias_ih_l0'.*bias=True"),
        ("gru_one_gate", torch.nn.GRU(3, 5), "no GRUOneGateWeights"),
        ("LSTM", torch.nn.LSTM(3, 5), "expected one of rnn, lstm, .*found 'LSTM'"),
    ],
)
def test_another_net_is_refused(cell, net, words):
    with pytest.raises(ValueError, match=words):
        scratch.network_from_state_dict(cell, net.state_dict())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"bias_hh_l0": torch.ones(1)}, "bias_hh_l0"),
        ({"bias_hh_l0": torch.tensor(1.0)}, "bias_hh_l0"),
        ({"weight_hh_l0": torch.ones(20)}, "weight_hh_l0"),
        ({"weight_ih_l3": torch.ones(20, 5)}, "weight_ih_l3"),
        ({"weight_ih_l1": torch.ones(20, 7)}, "weight_ih_l1"),
        ({"weight_hh_l0": torch.ones(20, 5, dtype=torch.complex64)}, "complex64"),
    ],
)
def test_another_shape_is_not_made_to_fit(change, words):
    state = torch.nn.LSTM(3, 5, 2).state_dict() | change
    with pytest.raises(ValueError, match=words):
        scratch.network_from_state_dict("lstm", state)


def test_weights_that_learn_and_those_in_halves_are_read():
    net = torch.nn.LSTM(3, 5)
    ours = scratch.network_from_state_dict("lstm", dict(net.named_parameters()))
    assert np.array_equal(ours[0][0].W_hh, net.weight_hh_l0.detach().double())
    half = scratch.network_from_state_dict("lstm", net.bfloat16())
    assert np.allclose(half[0][0].W_hh, ours[0][0].W_hh, atol=1e-2)
    for wrong in (None, 5, {0: 1}):
        with pytest.raises(ValueError, match="state: expected"):
            scratch.network_from_state_dict("lstm", wrong)


def test_a_cell_that_torch_lacks_has_no_names_there():
    layers = scratch.network_init("lstm_peephole", 3, 5, np.random.default_rng(0))
    with pytest.raises(ValueError, match="no PeepholeWeights"):
        scratch.network_state_dict(layers)


def test_a_net_is_read_as_its_state_but_tells_its_function():
    for cell, make in NETS.items():
        net = make(3, 5, 2, bidirectional=True)
        ours = scratch.network_from_state_dict(cell, net)
        theirs = scratch.network_from_state_dict(cell, net.state_dict())
        for one, other in zip(chain(*ours), chain(*theirs), strict=True):
            assert all(map(np.array_equal, one, other))
    with pytest.raises(ValueError, match=r"expected .*tanh.* found 'relu'"):
        scratch.network_from_state_dict("rnn", torch.nn.RNN(3, 5, nonlinearity="relu"))


@pytest.mark.parametrize("cell", NETS)
def test_weights_that_are_no_numbers_are_refused(cell):
    net = NETS[cell](3, 5)
    for weight in net.parameters():
        state = {name: each.clone() for name, each in net.state_dict().items()}
        name = next(n for n, each in net.named_parameters() if each is weight)
        state[name].view(-1)[-1] = torch.nan
        with pytest.raises(ValueError, match="expected finite numbers, found nan"):
            scratch.network_from_state_dict(cell, state)
