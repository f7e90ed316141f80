"""The RNN by hand is torch's RNN, number for number and gradient for gradient."""

import inspect

import numpy as np
import pytest
from scratch.misfits import with_hole

from course_utils import scratch
from course_utils.shapes.arrays import ShapeError
from course_utils.text import use_language

SIZES = [(4, 7, 3, 5), (2, 9, 6, 4)]  # B, T, E, H: all different, E < H and E > H
NUM_OUTPUTS = 10
GRADIENTS = ("dx", "dh0", "dW_xh", "dW_hh", "db_h")


def problem(B, T, E, H):
    """x, h0, weights: seeded, and nothing is zero."""
    rng = np.random.default_rng(B * T)
    x, h0 = rng.normal(size=(B, T, E)), rng.normal(size=(B, H))
    return x, h0, scratch.rnn_init(E, H, rng)


def torch_net(weights):
    import torch

    H, E = weights.W_xh.shape
    net = torch.nn.RNN(E, H, batch_first=True, dtype=torch.float64)
    state = scratch.rnn_state_dict(*weights)
    net.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    return net


# --- equal to torch ------------------------------------------------------------


@pytest.mark.torch
@pytest.mark.parametrize("sizes", SIZES)
def test_forward_is_torch_s(sizes):
    import torch

    x, h0, weights = problem(*sizes)
    output, h_n = torch_net(weights)(torch.tensor(x), torch.tensor(h0)[None])
    states = scratch.rnn_forward(x, h0, *weights)
    np.testing.assert_allclose(states, output.detach(), rtol=0, atol=1e-10)
    np.testing.assert_allclose(states[:, -1], h_n[0].detach(), rtol=0, atol=1e-10)


@pytest.mark.torch
@pytest.mark.parametrize("sizes", SIZES)
def test_every_gradient_is_torch_s(sizes):
    import torch

    x, h0, weights = problem(*sizes)
    dstates = np.random.default_rng(5).normal(size=(*sizes[:2], sizes[3]))
    states = scratch.rnn_forward(x, h0, *weights)
    found = scratch.rnn_backward(dstates, states, x, h0, *weights[:2])

    net = torch_net(weights)
    x_, h0_ = (torch.tensor(a, requires_grad=True) for a in (x, h0))
    output, _ = net(x_, h0_[None])
    output.backward(torch.tensor(dstates))
    # torch keeps two biases; each has the gradient of ours
    leaves = (x_, h0_, net.weight_ih_l0, net.weight_hh_l0, net.bias_ih_l0)
    for name, ours, leaf in zip(GRADIENTS, found, leaves, strict=True):
        np.testing.assert_allclose(ours, leaf.grad, rtol=0, atol=1e-10, err_msg=name)
    db_hh = net.bias_hh_l0.grad
    np.testing.assert_allclose(found[-1], db_hh, rtol=0, atol=1e-10)


@pytest.mark.torch
@pytest.mark.parametrize("leading", [(4,), (4, 7)])
def test_the_readout_is_torch_s_linear_layer(leading):
    import torch

    rng = np.random.default_rng(3)
    h, dy = rng.normal(size=(*leading, 5)), rng.normal(size=(*leading, NUM_OUTPUTS))
    weights = scratch.readout_init(5, NUM_OUTPUTS, rng)
    h_, W_hy, b_y = (torch.tensor(a, requires_grad=True) for a in (h, *weights))
    y = torch.nn.functional.linear(h_, W_hy, b_y)
    y.backward(torch.tensor(dy))
    found = scratch.readout_forward(h, *weights)
    np.testing.assert_allclose(found, y.detach(), rtol=0, atol=1e-10)
    gradients = scratch.readout_backward(dy, h, weights.W_hy)
    for ours, theirs in zip(gradients, (h_.grad, W_hy.grad, b_y.grad), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10)


@pytest.mark.torch
def test_weights_are_drawn_from_torch_s_range():
    import torch

    H = 400
    weights = scratch.rnn_init(30, H, np.random.default_rng(0))
    for ours, theirs in zip(weights, torch.nn.RNN(30, H).parameters(), strict=False):
        assert ours.shape == tuple(theirs.shape)
        assert ours.dtype == np.float64
        assert abs(ours).max() <= 1 / np.sqrt(H)
        assert ours.std() == pytest.approx(theirs.std().item(), rel=0.1)


# --- equal to itself -----------------------------------------------------------


@pytest.mark.parametrize("sizes", SIZES)
def test_forward_is_step_after_step(sizes):
    x, h, weights = problem(*sizes)
    states = scratch.rnn_forward(x, h, *weights)
    for t in range(sizes[1]):
        h = scratch.rnn_step(x[:, t], h, *weights)
        np.testing.assert_allclose(states[:, t], h, rtol=0, atol=1e-14)


@pytest.mark.parametrize("sizes", SIZES)
def test_one_matrix_on_the_joined_vector_is_the_same_step(sizes):
    x, h, weights = problem(*sizes)
    A = scratch.join_weights(weights.W_xh, weights.W_hh)
    joined = scratch.rnn_step_concatenated(x[:, 0], h, A, weights.b_h)
    step = scratch.rnn_step(x[:, 0], h, *weights)
    np.testing.assert_allclose(joined, step, rtol=0, atol=1e-14)
    W_xh, W_hh = scratch.split_weights(A)
    assert np.array_equal(W_xh, weights.W_xh)
    assert np.array_equal(W_hh, weights.W_hh)


def test_the_formula_on_column_vectors():
    x, h, (W_xh, W_hh, b_h) = problem(*SIZES[0])
    h_next = scratch.rnn_step(x[:, 0], h, W_xh, W_hh, b_h)
    for b in range(len(x)):
        column = np.tanh(W_hh @ h[b] + W_xh @ x[b, 0] + b_h)
        np.testing.assert_allclose(h_next[b], column, rtol=0, atol=1e-14)


@pytest.mark.parametrize("sizes", SIZES)
def test_every_gradient_by_central_differences(sizes):
    x, h0, weights = problem(*sizes)
    rng = np.random.default_rng(1)
    readout = scratch.readout_init(sizes[3], NUM_OUTPUTS, rng)
    dy = rng.normal(size=(*sizes[:2], NUM_OUTPUTS))

    def loss(x, h0, W_xh, W_hh, b_h, W_hy, b_y):
        states = scratch.rnn_forward(x, h0, W_xh, W_hh, b_h)
        return (dy * scratch.readout_forward(states, W_hy, b_y)).sum()

    states = scratch.rnn_forward(x, h0, *weights)
    dstates, *dreadout = scratch.readout_backward(dy, states, readout.W_hy)
    found = scratch.rnn_backward(dstates, states, x, h0, *weights[:2])
    arguments = [x, h0, *weights, *readout]
    for i, gradient in enumerate([*found, *dreadout]):

        def alone(value, i=i):
            return loss(*arguments[:i], value, *arguments[i + 1 :])

        numerical = scratch.numerical_gradient(alone, arguments[i])
        np.testing.assert_allclose(gradient, numerical, rtol=0, atol=1e-8)


def test_the_gradient_of_a_later_state_reaches_the_first_input():
    x, h0, weights = problem(*SIZES[0])
    states = scratch.rnn_forward(x, h0, *weights)
    dstates = np.zeros_like(states)
    dstates[:, 3] = 1.0
    dx, dh0, *_ = scratch.rnn_backward(dstates, states, x, h0, *weights[:2])
    reached = abs(dx).sum(axis=(0, 2)) > 0
    assert reached.tolist() == [True] * 4 + [False] * 3
    assert (dh0 != 0).all()


def test_no_argument_is_changed():
    x, h0, weights = problem(*SIZES[0])
    kept = [a.copy() for a in (x, h0, *weights)]
    states = scratch.rnn_forward(x, h0, *weights)
    dstates = np.ones_like(states)
    scratch.rnn_backward(dstates, states, x, h0, *weights[:2])
    for before, after in zip(kept, (x, h0, *weights), strict=True):
        assert np.array_equal(before, after)
    assert (dstates == 1).all()


def test_weights_are_seeded_and_small_numbers_differ():
    first, again = (scratch.rnn_init(3, 5, np.random.default_rng(0)) for _ in range(2))
    other = scratch.rnn_init(3, 5, np.random.default_rng(1))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


def test_numerical_gradient_of_a_known_function():
    x = np.random.default_rng(0).normal(size=(2, 3))
    before = x.copy()
    gradient = scratch.numerical_gradient(lambda a: (a**3).sum(), x)
    np.testing.assert_allclose(gradient, 3 * x**2, atol=1e-8)
    assert np.array_equal(x, before)


def test_numerical_gradient_counts_in_float64():
    x = np.array([1.0, 2.0], dtype=np.float32)
    gradient = scratch.numerical_gradient(lambda a: (a**2).sum(), x)
    np.testing.assert_allclose(gradient, [2.0, 4.0], atol=1e-9)


# --- bad input: each argument, each axis ------------------------------------------


def _arguments(function):
    """A good call of each function, by argument name."""
    x, h0, weights = problem(*SIZES[0])
    states = scratch.rnn_forward(x, h0, *weights)
    readout = scratch.readout_init(5, NUM_OUTPUTS, np.random.default_rng(0))
    known = {
        **weights._asdict(),
        **readout._asdict(),
        "x": x,
        "h0": h0,
        "h": h0,
        "states": states,
        "dstates": np.ones_like(states),
        "A": scratch.join_weights(weights.W_xh, weights.W_hh),
        "dy": np.ones((4, NUM_OUTPUTS)),
    }
    if function in (scratch.rnn_step, scratch.rnn_step_concatenated):
        known["x"] = x[:, 0]
    return {name: known[name] for name in inspect.signature(function).parameters}


FUNCTIONS = (
    scratch.rnn_step,
    scratch.rnn_forward,
    scratch.rnn_backward,
    scratch.rnn_step_concatenated,
    scratch.join_weights,
    scratch.rnn_state_dict,
    scratch.readout_forward,
    scratch.readout_backward,
)
ARGUMENTS = [
    pytest.param(function, name, id=f"{function.__name__}-{name}")
    for function in FUNCTIONS
    for name in inspect.signature(function).parameters
]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_good_call_is_taken(function):
    function(**_arguments(function))


@pytest.mark.parametrize(("function", "name"), ARGUMENTS)
def test_a_size_that_fits_no_other_is_refused(function, name):
    arguments = _arguments(function)
    array = arguments[name]
    for axis, size in enumerate(array.shape):
        if _is_free(function, name, axis):
            continue
        wrong = arguments | {name: array.take(range(size + 1), axis, mode="wrap")}
        with pytest.raises(ShapeError, match=r"expected shape .*, found"):
            function(**wrong)


def _is_free(function, name, axis):
    """The letter of this axis stands nowhere else in the call."""
    return (function.__name__, name, axis) in {
        ("rnn_forward", "x", 1),
        ("readout_forward", "h", 0),
        ("join_weights", "W_xh", 1),
        ("rnn_state_dict", "W_xh", 1),
    }


@pytest.mark.parametrize(("function", "name"), ARGUMENTS)
def test_axes_that_changed_places_are_refused(function, name):
    arguments = _arguments(function)
    array = arguments[name]
    for i in range(array.ndim - 1):
        swapped = array.swapaxes(i, i + 1)
        if swapped.shape != array.shape:
            with pytest.raises(ShapeError, match=r"expected shape .*, found"):
                function(**arguments | {name: swapped})


@pytest.mark.parametrize(("function", "name"), ARGUMENTS)
def test_axes_too_many_and_too_few_are_refused(function, name):
    arguments = _arguments(function)
    for wrong in (arguments[name][..., None], arguments[name][0]):
        with pytest.raises(ShapeError, match=r"expected shape .*, found"):
            function(**arguments | {name: wrong})


@pytest.mark.parametrize(("function", "name"), ARGUMENTS)
def test_integers_nan_and_lists_are_refused_by_name(function, name):
    arguments = _arguments(function)
    array = arguments[name]
    for wrong, words in [
        (array.astype(int), "expected floats, found int64"),
        (with_hole(array), "expected finite numbers, found nan"),
        (array.tolist(), "expected an array of shape .*, found list"),
    ]:
        with pytest.raises(ShapeError, match=f"^{name}: {words}"):
            function(**arguments | {name: wrong})


def test_a_matrix_without_room_for_the_input_is_not_split():
    with pytest.raises(ShapeError, match="more than H = 5 columns"):
        scratch.split_weights(np.ones((5, 5)))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: scratch.rnn_init(0, 5, np.random.default_rng(0)), "input_size"),
        (lambda: scratch.rnn_init(3, 5, 0), "rng: .*found int"),
        (lambda: scratch.readout_init(5, 2.5, np.random.default_rng(0)), "num_outputs"),
        (
            lambda: scratch.numerical_gradient(np.sum, np.arange(3)),
            "x: expected floats",
        ),
        (lambda: scratch.numerical_gradient(np.sum, 3.0), "x: expected an array"),
        (lambda: scratch.numerical_gradient(abs, np.ones(3)), "f: .*one finite number"),
        (lambda: scratch.numerical_gradient(lambda x: None, np.ones(3)), "found None"),
        (lambda: scratch.numerical_gradient(lambda x: np.nan, np.ones(3)), "found nan"),
        (
            lambda: scratch.numerical_gradient(np.sum, np.ones(3), "a"),
            "step: .*found a",
        ),
        (lambda: scratch.rescale(np.eye(3), "a"), "radius: .*found a"),
        (lambda: scratch.rescale(np.eye(3, dtype=np.float16), 1.0), "W: .*float16"),
        (lambda: scratch.random_rotation(2, None), "rng: .*found NoneType"),
    ],
)
def test_other_bad_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_a_learner_reads_the_refusal_in_chinese():
    x, h0, weights = problem(*SIZES[0])
    use_language("zh")
    try:
        with pytest.raises(ShapeError, match="是不是忘了 batch_first=True"):
            scratch.rnn_forward(x.swapaxes(0, 1), h0, *weights)
    finally:
        use_language("en")


@pytest.mark.parametrize("step", [0, 0.0, -1e-5, np.nan, np.inf, 1e-17])
def test_a_step_that_leads_nowhere_is_refused(step):
    with pytest.raises(ValueError, match=r"step: expected .*found"):
        scratch.numerical_gradient(np.sum, np.array([0.5, 1.0]), step)


def test_a_step_that_one_entry_does_not_feel_is_refused():
    for large in (1e12, -1e12):
        with pytest.raises(ValueError, match=r"step: expected .*found"):
            scratch.numerical_gradient(np.sum, np.array([1.0, large]))
    assert np.allclose(scratch.numerical_gradient(np.sum, np.array([1e4])), 1, 1e-6)
