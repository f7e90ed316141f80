"""The linear recurrence: loop = scan = torch, and its gradients; the minimal GRU."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scratch.misfits import check_kept, check_refused

from course_utils import scratch
from course_utils.checking.sources import solved_source
from course_utils.scratch import params
from course_utils.shapes.arrays import ShapeError
from course_utils.text import use_language

SIZES = [(4, 7, 3, 5), (2, 9, 6, 4)]  # B, T, E, H: all different, no T a power of two


def recurrence(B, T, H):
    """a, b (B, T, H), h0 (B, H): seeded, and nothing is zero."""
    rng = np.random.default_rng(B * T * H)
    return tuple(rng.normal(size=size) for size in ((B, T, H), (B, T, H), (B, H)))


def gru_problem(sizes):
    B, T, E, H = sizes
    rng = np.random.default_rng(B * T)
    weights = scratch.min_gru_init(E, H, rng)
    return rng.normal(size=(B, T, E)), rng.normal(size=(B, H)), weights


# --- forward --------------------------------------------------------------------------


def test_the_loop_is_the_formula():
    a, b, h0 = recurrence(2, 3, 4)
    states = scratch.recurrence_forward(a, b, h0)
    first = a[:, 0] * h0 + b[:, 0]
    second = a[:, 1] * first + b[:, 1]
    np.testing.assert_allclose(states[:, 0], first, rtol=1e-15)
    np.testing.assert_allclose(states[:, 2], a[:, 2] * second + b[:, 2], rtol=1e-15)


@settings(max_examples=60)
@given(st.integers(1, 3), st.integers(1, 70), st.integers(1, 3))
def test_a_scan_is_the_loop_in_a_logarithm_of_rounds(B, T, H):
    a, b, h0 = recurrence(B, T, H)
    states, rounds = scratch.scan(np.tanh(a), b, h0)
    wanted = scratch.recurrence_forward(np.tanh(a), b, h0)
    np.testing.assert_allclose(states, wanted, rtol=0, atol=1e-12)
    assert 2**rounds >= T and (rounds == 0 or 2 ** (rounds - 1) < T)


def test_two_steps_are_one_and_three_may_be_bracketed_either_way():
    rng = np.random.default_rng(0)
    h, *steps = rng.normal(size=(7, 2, 5))
    one, two, three = steps[:2], steps[2:4], steps[4:]
    a, b = scratch.combine_steps(*one, *two)
    np.testing.assert_allclose(a * h + b, two[0] * (one[0] * h + one[1]) + two[1])
    left = scratch.combine_steps(*scratch.combine_steps(*one, *two), *three)
    right = scratch.combine_steps(*one, *scratch.combine_steps(*two, *three))
    np.testing.assert_allclose(left, right, rtol=0, atol=1e-14)
    assert not np.allclose(b, scratch.combine_steps(*two, *one)[1])


def test_after_each_round_a_place_stands_for_twice_as_many_steps():
    a, b, h0 = recurrence(2, 11, 3)
    rounds = scratch.scan_rounds(a, b)
    assert [each.reach for each in rounds] == [1, 2, 4, 8, 16]
    for each in rounds:
        for t in range(11):
            start = max(0, t + 1 - each.reach)
            taken = scratch.recurrence_forward(
                a[:, start : t + 1], b[:, start : t + 1], h0
            )
            found = each.a[:, t] * h0 + each.b[:, t]
            np.testing.assert_allclose(found, taken[:, -1], rtol=0, atol=1e-10)


@pytest.mark.parametrize("sizes", SIZES)
def test_the_minimal_gru_is_its_steps_by_loop_and_by_scan(sizes):
    x, h0, weights = gru_problem(sizes)
    loop = scratch.min_gru_forward(x, h0, *weights)
    rounds = scratch.min_gru_scan(x, h0, *weights)
    h = h0
    for t in range(sizes[1]):
        h = scratch.min_gru_step(x[:, t], h, *weights)
        np.testing.assert_allclose(loop.states[:, t], h, rtol=0, atol=1e-14)
    np.testing.assert_allclose(rounds.states, loop.states, rtol=0, atol=1e-13)
    assert np.array_equal(rounds.gates, loop.gates)


def test_it_is_the_gru_with_one_gate_without_its_loop():
    """W_hh = 0, z turned round, and a candidate so small that tanh is a line."""
    x, h0, (W_xh, b_h) = gru_problem(SIZES[0])
    small = 1e-5
    turned = np.concatenate([-np.ones(5), np.full(5, small)])
    states = scratch.min_gru_forward(x, h0, W_xh, b_h).states
    one_gate = scratch.gru_one_gate_forward(
        x, small * h0, W_xh * turned[:, None], np.zeros((10, 5)), b_h * turned
    )
    np.testing.assert_allclose(one_gate.states / small, states, rtol=0, atol=1e-8)


def test_a_bias_far_below_zero_keeps_the_state():
    rng = np.random.default_rng(0)
    weights = scratch.min_gru_init(3, 5, rng, update_bias=-100)
    x, h0 = rng.normal(size=(4, 50, 3)), rng.normal(size=(4, 5))
    states = scratch.min_gru_forward(x, h0, *weights).states
    np.testing.assert_allclose(states[:, -1], h0, rtol=0, atol=1e-12)


@pytest.mark.torch
def test_weights_start_where_those_of_a_linear_layer_do():
    from torch import nn

    E, H = 50, 200
    W_xh, b_h = scratch.min_gru_init(E, H, np.random.default_rng(0))
    theirs = nn.Linear(E, 2 * H)
    assert W_xh.shape == tuple(theirs.weight.shape)
    assert abs(W_xh).max() <= 1 / np.sqrt(E) and abs(b_h).max() <= 1 / np.sqrt(E)
    assert W_xh.std() == pytest.approx(theirs.weight.std().item(), rel=0.05)
    assert params.count_min_gru(E, H) == sum(p.numel() for p in theirs.parameters())


# --- the way back ---------------------------------------------------------------------


def torch_loop(a, b, h):
    import torch

    states = []
    for t in range(a.shape[1]):
        h = a[:, t] * h + b[:, t]
        states.append(h)
    return torch.stack(states, dim=1)


def leaves(*arrays):
    import torch

    return [torch.tensor(each, requires_grad=True) for each in arrays]


def same(ours, theirs):
    for mine, leaf in zip(ours, theirs, strict=True):
        assert mine.shape == tuple(leaf.grad.shape)
        np.testing.assert_allclose(mine, leaf.grad.numpy(), rtol=0, atol=1e-10)


@pytest.mark.torch
@pytest.mark.parametrize(("B", "T", "H"), [(4, 7, 5), (2, 9, 4), (3, 1, 2), (2, 8, 3)])
def test_gradients_of_the_recurrence_are_torch_s(B, T, H):
    import torch

    a, b, h0 = recurrence(B, T, H)
    dstates = np.random.default_rng(1).normal(size=a.shape)
    states = scratch.recurrence_forward(a, b, h0)
    given = leaves(a, b, h0)
    (torch_loop(*given) * torch.tensor(dstates)).sum().backward()
    same(scratch.recurrence_backward(dstates, states, a, h0), given)


@pytest.mark.torch
@pytest.mark.parametrize("sizes", SIZES)
def test_gradients_of_the_minimal_gru_are_torch_s(sizes):
    import torch

    x, h0, weights = gru_problem(sizes)
    trace = scratch.min_gru_forward(x, h0, *weights)
    dstates = np.random.default_rng(1).normal(size=trace.states.shape)
    given = leaves(x, h0, *weights)
    a_z, n = torch.nn.functional.linear(given[0], *given[2:]).chunk(2, dim=2)
    z = a_z.sigmoid()
    (torch_loop(1 - z, z * n, given[1]) * torch.tensor(dstates)).sum().backward()
    same(scratch.min_gru_backward(dstates, *trace, x, h0, weights.W_xh), given)


@pytest.mark.parametrize("sizes", SIZES)
def test_every_gradient_by_central_differences(sizes):
    x, h0, weights = gru_problem(sizes)
    given = [x, h0, *weights]
    trace = scratch.min_gru_forward(*given)
    dstates = np.random.default_rng(1).normal(size=trace.states.shape)
    found = scratch.min_gru_backward(dstates, *trace, x, h0, weights.W_xh)
    for place, gradient in enumerate(found):

        def loss(value, place=place):
            states = scratch.min_gru_scan(*given[:place], value, *given[place + 1 :])
            return (dstates * states.states).sum()

        numerical = scratch.numerical_gradient(loss, given[place])
        np.testing.assert_allclose(gradient, numerical, rtol=0, atol=1e-8)


# --- bad input, and what stays as it is -----------------------------------------------


def good_calls():
    a, b, h0 = recurrence(4, 7, 5)
    x, state, (W_xh, b_h) = gru_problem(SIZES[0])
    trace = scratch.min_gru_forward(x, state, W_xh, b_h)._asdict()
    layer = {"h0": state, "W_xh": W_xh, "b_h": b_h, "x": x}
    back = {"dstates": trace["states"], **trace, "x": x, "h0": state, "W_xh": W_xh}
    states = scratch.recurrence_forward(a, b, h0)
    return {
        "recurrence_forward": {"a": a, "b": b, "h0": h0},
        "scan": {"a": a, "b": b, "h0": h0},
        "scan_rounds": {"a": a, "b": b},
        "recurrence_backward": {"dstates": b, "states": states, "a": a, "h0": h0},
        "min_gru_step": {"h": state, "W_xh": W_xh, "b_h": b_h, "x": x[:, 0]},
        "min_gru_forward": layer,
        "min_gru_scan": layer,
        "min_gru_backward": back,
    }


GOOD = good_calls()
ROWS = [(name, argument) for name, given in GOOD.items() for argument in given]


@pytest.mark.parametrize(("name", "argument"), ROWS)
def test_an_array_that_does_not_fit_is_refused_by_its_name(name, argument):
    function, good = getattr(scratch, name), GOOD[name]
    check_kept(function, good)
    array = good[argument]
    check_refused(function, good, argument, array[..., None], array[0])
    with pytest.raises(ShapeError, match="expected shape"):
        function(**good | {argument: array[..., :1]})


@pytest.mark.parametrize("name", ["scan", "recurrence_forward"])
def test_no_step_at_all_is_refused_and_one_is_enough(name):
    a, b, h0 = recurrence(2, 1, 3)
    found = getattr(scratch, name)(a, b, h0)
    states = found.states if name == "scan" else found
    np.testing.assert_allclose(states[:, 0], a[:, 0] * h0 + b[:, 0])
    with pytest.raises(ShapeError, match=r"axis 1 \(T\) is empty"):
        getattr(scratch, name)(a[:, :0], b[:, :0], h0)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "recurrence_forward, which multiplies"), ("zh", "连乘")]
)
def test_products_that_leave_the_range_are_refused_where_the_loop_goes_on(lang, words):
    use_language(lang)
    a = np.full((1, 3000, 1), 2.0)
    nothing = np.zeros((1, 3000, 1))
    assert not scratch.recurrence_forward(a, nothing, nothing[:, 0]).any()
    with pytest.raises(ValueError, match=words):
        scratch.scan(a, nothing, nothing[:, 0])


SHOWN = ["combine_steps", "recurrence_forward", "scan", "min_gru_step"]


@pytest.mark.parametrize("name", SHOWN)
def test_a_lesson_can_show_it(name):
    lines = solved_source(getattr(scratch, name)).splitlines()
    assert len(lines) <= 25 and max(map(len, lines)) <= 76
