"""Each cell by hand: its formula on columns, and its gradients by differences."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scratch.misfits import check_refused

from course_utils import scratch
from course_utils.checking.sources import solved_source
from course_utils.scratch.cells import CELLS
from course_utils.shapes.arrays import ShapeError
from course_utils.text import use_language

SIZES = [(4, 7, 3, 5), (2, 9, 6, 4)]  # B, T, E, H: all different, E < H and E > H
TWO_STATES = ("lstm", "lstm_peephole")
GATED = [name for name in CELLS if name != "rnn"]


def call(cell, what, *arguments):
    found = getattr(scratch, f"{cell}_{what}")(*arguments)
    return found if isinstance(found, tuple) else (found,)


def problem(cell, sizes):
    """x, the initial states and the weights of a cell: seeded, and nothing is zero."""
    B, T, E, H = sizes
    rng = np.random.default_rng(B * T)
    weights = getattr(scratch, f"{cell}_init")(E, H, rng)
    kinds = 2 if cell in TWO_STATES else 1
    initial = [rng.normal(size=(B, H)) for _ in range(kinds)]
    return rng.normal(size=(B, T, E)), initial, weights


def matrices(weights):
    return [each for name, each in weights._asdict().items() if name[0] == "W"]


def gradients(cell, x, initial, weights, dstates, dlast):
    """What `backward` finds: x, initial states, weights, in this order."""
    trace = call(cell, "forward", x, *initial, *weights)
    seen = (*trace, x, *initial, *matrices(weights))
    return call(cell, "backward", dstates, *dlast, *seen)


# --- the formulas, one example and one unit row at a time --------------------------


def logistic(a):
    return 1 / (1 + np.exp(-a))


def rows(weights, block, H):
    return [each[block * H : (block + 1) * H] for each in weights]


def by_the_formula(cell, x, states, weights):
    """One example, columns, block by block, as the papers write it."""
    h, H = states[0], len(states[0])
    W_xh, W_hh, b = weights.W_xh, weights.W_hh, weights.b_h
    parts = [rows((W_xh, W_hh, b), k, H) for k in range(len(b) // H)]
    sums = [V @ x + W @ h + bias for V, W, bias in parts]
    if cell == "rnn":
        return (np.tanh(sums[0]),)
    if cell == "lstm":
        i, f, o = (logistic(sums[k]) for k in (0, 1, 3))
        c = f * states[1] + i * np.tanh(sums[2])
        return o * np.tanh(c), c
    if cell == "lstm_peephole":
        P_i, P_f, P_o = (np.diag(row) for row in weights.W_ch)
        i, f = logistic(sums[0] + P_i @ states[1]), logistic(sums[1] + P_f @ states[1])
        c = f * states[1] + i * np.tanh(sums[2])
        return logistic(sums[3] + P_o @ c) * np.tanh(c), c
    z = logistic(sums[-2])
    V, W, bias = parts[-1]
    if cell == "gru":
        n = np.tanh(V @ x + bias + logistic(sums[0]) * (W @ h + weights.b_hn))
    elif cell == "gru_reset_first":
        n = np.tanh(V @ x + bias + W @ (logistic(sums[0]) * h))
    else:
        n = np.tanh(sums[-1])
    return ((1 - z) * n + z * h,)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("cell", CELLS)
def test_a_step_is_the_formula_on_columns(cell, sizes):
    x, states, weights = problem(cell, sizes)
    found = call(cell, "step", x[:, 0], *states, *weights)
    for b in range(len(x)):
        wanted = by_the_formula(cell, x[b, 0], [each[b] for each in states], weights)
        for mine, column in zip(found, wanted, strict=True):
            np.testing.assert_allclose(mine[b], column, rtol=0, atol=1e-14)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("cell", CELLS)
def test_forward_is_step_after_step(cell, sizes):
    x, states, weights = problem(cell, sizes)
    trace = call(cell, "forward", x, *states, *weights)
    for t in range(sizes[1]):
        states = call(cell, "step", x[:, t], *states, *weights)
        for kept, state in zip(trace, states, strict=False):
            np.testing.assert_allclose(kept[:, t], state, rtol=0, atol=1e-14)


@pytest.mark.parametrize("cell", GATED)
def test_the_trace_keeps_the_gates(cell):
    x, initial, weights = problem(cell, SIZES[0])
    trace = getattr(scratch, f"{cell}_forward")(x, *initial, *weights)
    gates = np.moveaxis(trace.gates, 2, 0)
    before = np.concatenate([initial[0][:, None], trace.states[:, :-1]], axis=1)
    if cell in TWO_STATES:
        i, f, g, o = gates
        cells = np.concatenate([initial[1][:, None], trace.cells], axis=1)
        np.testing.assert_allclose(cells[:, 1:], f * cells[:, :-1] + i * g)
        np.testing.assert_allclose(trace.states, o * np.tanh(trace.cells))
        squashed = (i, f, o)
    else:
        *squashed, n = gates
        z = squashed[-1]
        np.testing.assert_allclose(trace.states, (1 - z) * n + z * before)
    assert all(gate.min() > 0 and gate.max() < 1 for gate in squashed)


def test_the_products_of_a_gru_stand_inside_its_reset_gate():
    x, (h0,), weights = problem("gru", SIZES[0])
    states, _, products = scratch.gru_forward(x, h0, *weights)
    before = np.concatenate([h0[:, None], states[:, :-1]], axis=1)
    np.testing.assert_allclose(products, before @ weights.W_hh[10:].T + weights.b_hn)


@pytest.mark.parametrize("cell", ["gru", "gru_reset_first"])
def test_with_an_open_reset_gate_all_grus_are_one(cell):
    """r = 1 in the full ones: without b_hn, they compute what one gate computes."""
    x, (h0,), weights = problem(cell, SIZES[0])
    weights.b_h[:5] = 1000
    weights.W_xh[:5] = weights.W_hh[:5] = 0
    if cell == "gru":
        weights.b_hn[:] = 0
    states = call(cell, "forward", x, h0, *weights)[0]
    simple = [each[5:] for each in (weights.W_xh, weights.W_hh, weights.b_h)]
    wanted = scratch.gru_one_gate_forward(x, h0, *simple).states
    np.testing.assert_allclose(states, wanted, rtol=0, atol=1e-14)


def test_the_place_of_the_reset_gate_matters():
    """The same weights, b_hn = 0: the two forms disagree."""
    x, (h0,), weights = problem("gru", SIZES[0])
    after = scratch.gru_step(x[:, 0], h0, *weights[:3], 0 * weights.b_hn)
    before = scratch.gru_reset_first_step(x[:, 0], h0, *weights[:3])
    assert abs(after - before).max() > 0.01


def test_without_peepholes_a_peephole_lstm_is_an_lstm():
    x, initial, weights = problem("lstm_peephole", SIZES[0])
    closed = weights._replace(W_ch=np.zeros_like(weights.W_ch))
    ours = scratch.lstm_peephole_forward(x, *initial, *closed)
    plain = scratch.lstm_forward(x, *initial, weights.W_xh, weights.W_hh, weights.b_h)
    for a, b in zip(ours, plain, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-14)


@given(st.floats(-1e300, 1e300))
def test_sigmoid_is_the_logistic_function_and_never_overflows(a):
    found = scratch.sigmoid(np.array([a]))[0]
    wanted = 1 / (1 + np.exp(-a)) if a > -700 else 0.0
    assert found == pytest.approx(wanted, abs=1e-15)


# --- the way back ----------------------------------------------------------------


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("cell", CELLS)
def test_every_gradient_by_central_differences(cell, sizes):
    x, initial, weights = problem(cell, sizes)
    rng = np.random.default_rng(1)
    dstates = rng.normal(size=(*sizes[:2], sizes[3]))
    dlast = [rng.normal(size=(sizes[0], sizes[3])) for _ in initial[1:]]
    arguments = [x, *initial, *weights]

    def loss(*arguments):
        trace = call(cell, "forward", *arguments)
        last = sum((d * trace[1][:, -1]).sum() for d in dlast)
        return (dstates * trace[0]).sum() + last

    found = gradients(cell, x, initial, weights, dstates, dlast)
    assert len(found) == len(arguments)
    for place, gradient in enumerate(found):

        def alone(value, place=place):
            return loss(*arguments[:place], value, *arguments[place + 1 :])

        numerical = scratch.numerical_gradient(alone, arguments[place])
        np.testing.assert_allclose(gradient, numerical, rtol=0, atol=1e-8)


@settings(max_examples=20)
@given(
    cell=st.sampled_from([*CELLS]),
    sizes=st.tuples(*[st.integers(1, 4)] * 4),
    t=st.integers(0, 3),
)
def test_no_gradient_comes_from_the_future(cell, sizes, t):
    """A loss at step t moves no input after it, and moves all before."""
    t = min(t, sizes[1] - 1)
    x, initial, weights = problem(cell, sizes)
    dstates = np.zeros((*sizes[:2], sizes[3]))
    dstates[:, t] = 1
    nothing = [np.zeros_like(each) for each in initial[1:]]
    dx = gradients(cell, x, initial, weights, dstates, nothing)[0]
    reached = abs(dx).max(axis=(0, 2)) > 0
    assert reached.tolist() == [step <= t for step in range(sizes[1])]


@settings(max_examples=20)
@given(cell=st.sampled_from([*CELLS]), sizes=st.tuples(*[st.integers(1, 4)] * 4))
def test_a_sequence_may_be_cut_anywhere(cell, sizes):
    """Forward in two pieces, and back through both, is the same as in one."""
    B, T, _, H = sizes
    x, initial, weights = problem(cell, sizes)
    rng = np.random.default_rng(2)
    x = np.concatenate([x, rng.normal(size=x.shape)], axis=1)
    dstates = rng.normal(size=(B, 2 * T, H))
    dlast = [rng.normal(size=(B, H)) for _ in initial[1:]]
    whole = gradients(cell, x, initial, weights, dstates, dlast)

    first = call(cell, "forward", x[:, :T], *initial, *weights)
    middle = [each[:, -1] for each in first[: len(initial)]]
    later = gradients(cell, x[:, T:], middle, weights, dstates[:, T:], dlast)
    carried = dstates[:, :T].copy()
    carried[:, -1] += later[1]
    ends = later[2 : 1 + len(initial)]
    early = gradients(cell, x[:, :T], initial, weights, carried, ends)
    for place in range(1, 1 + len(initial)):
        np.testing.assert_allclose(early[place], whole[place], rtol=0, atol=1e-12)
    dx = np.concatenate([early[0], later[0]], axis=1)
    np.testing.assert_allclose(dx, whole[0], rtol=0, atol=1e-12)
    pairs = zip(early, later, whole, strict=True)
    for a, b, both in list(pairs)[1 + len(initial) :]:
        np.testing.assert_allclose(a + b, both, rtol=0, atol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_one_step_back_is_a_sequence_of_one_step(cell, sizes):
    x, initial, weights = problem(cell, sizes)
    rng = np.random.default_rng(3)
    dlast = [rng.normal(size=each.shape) for each in initial]
    x = x[:, :1]
    wanted = gradients(cell, x, initial, weights, dlast[0][:, None], dlast[1:])
    if cell == "rnn":
        h_t = scratch.rnn_step(x[:, 0], *initial, *weights)
        seen = (h_t, x[:, 0], *initial, *matrices(weights))
    else:
        seen = (*dlast[1:], x[:, 0], *initial, *weights)
    found = call(cell, "step_backward", dlast[0], *seen)
    np.testing.assert_allclose(found[0], wanted[0][:, 0], rtol=0, atol=1e-14)
    for a, b in zip(found[1:], wanted[1:], strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-13)


def test_the_gradient_along_the_cell_is_the_product_of_the_forget_gates():
    """Where no other way leads back: ∂c_T/∂c_0 with W_hh = 0 is Π f_t."""
    x, initial, weights = problem("lstm", SIZES[0])
    weights.W_hh[:] = 0
    trace = scratch.lstm_forward(x, *initial, *weights)
    nothing, ones = np.zeros_like(trace.states), np.ones_like(initial[0])
    seen = (*trace, x, *initial, *weights[:2])
    dc0 = scratch.lstm_backward(nothing, ones, *seen)[2]
    np.testing.assert_allclose(dc0, trace.gates[:, :, 1].prod(axis=1), rtol=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_no_argument_is_changed(cell):
    x, initial, weights = problem(cell, SIZES[0])
    dstates = np.ones((4, 7, 5))
    dlast = [np.ones((4, 5)) for _ in initial[1:]]
    trace = call(cell, "forward", x, *initial, *weights)
    given = [dstates, *dlast, *trace, x, *initial, *weights]
    kept = [each.copy() for each in given]
    call(cell, "step", x[:, 0], *initial, *weights)
    gradients(cell, x, initial, weights, dstates, dlast)
    seen = (*trace, x, *initial, *matrices(weights))
    call(cell, "backward", dstates, *dlast, *seen)
    for before, after in zip(kept, given, strict=True):
        assert np.array_equal(before, after)


# --- where weights start -----------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "option", "block", "num_blocks"),
    [
        ("lstm", "forget_bias", 1, 4),
        ("lstm_peephole", "forget_bias", 1, 4),
        ("gru", "update_bias", 1, 3),
        ("gru_reset_first", "update_bias", 1, 3),
        ("gru_one_gate", "update_bias", 0, 2),
    ],
)
def test_a_gate_s_bias_is_what_was_asked(cell, option, block, num_blocks):
    init = getattr(scratch, f"{cell}_init")
    plain = init(3, 5, np.random.default_rng(0))
    asked = init(3, 5, np.random.default_rng(0), **{option: 2.5})
    for name, ours, theirs in zip(plain._fields, plain, asked, strict=True):
        if name == "b_h":
            changed = (ours != theirs).reshape(num_blocks, 5)
            assert changed.any(axis=1).tolist() == [
                each == block for each in range(num_blocks)
            ]
            assert (theirs[5 * block : 5 * block + 5] == 2.5).all()
        else:
            assert np.array_equal(ours, theirs)
    for wrong in ("1", np.inf, np.array([1.0, 2.0])):
        with pytest.raises(ValueError, match=f"{option}: expected a finite number"):
            init(3, 5, np.random.default_rng(0), **{option: wrong})


def test_a_large_bias_keeps_the_state():
    rng = np.random.default_rng(0)
    x, h0, c0 = (rng.normal(size=size) for size in ((4, 50, 3), (4, 5), (4, 5)))
    lstm = scratch.lstm_init(3, 5, rng, forget_bias=100)
    assert (scratch.lstm_forward(x, h0, c0, *lstm).gates[:, :, 1] == 1).all()
    for cell in ("gru", "gru_reset_first", "gru_one_gate"):
        weights = getattr(scratch, f"{cell}_init")(3, 5, rng, update_bias=100)
        states = call(cell, "forward", x, h0, *weights)[0]
        np.testing.assert_allclose(states[:, -1], h0, rtol=0, atol=1e-12)


# --- as a notebook shows them --------------------------------------------------------


SHOWN = [f"{cell}_step" for cell in CELLS]
SHOWN += [f"{cell}_step_backward" for cell in ("rnn", "lstm", "gru")]
SHOWN += ["rnn_forward", "rnn_backward", "lstm_forward", "gru_forward"]


@pytest.mark.parametrize("name", SHOWN)
def test_a_lesson_can_show_it(name):
    source = solved_source(getattr(scratch, name))
    assert source.startswith(f"def {name}(")
    lines = source.splitlines()
    assert len(lines) <= 25
    assert max(map(len, lines)) <= 76


# --- bad input: each argument, each axis ------------------------------------------


def functions():
    for cell in CELLS:
        for what in ("step", "forward", "backward"):
            yield cell, f"{cell}_{what}"
        if cell in ("rnn", "lstm", "gru"):
            yield cell, f"{cell}_step_backward"


def arguments_of(cell, name):
    """A good call of a function, by argument name."""
    x, initial, weights = problem(cell, SIZES[0])
    trace = getattr(scratch, f"{cell}_forward")(x, *initial, *weights)
    trace = {"states": trace} if cell == "rnn" else trace._asdict()
    letters = ("h", "c")[: len(initial)]
    known = {
        **trace,
        **weights._asdict(),
        **{f"{letter}0": each for letter, each in zip(letters, initial, strict=True)},
        **dict(zip(letters, initial, strict=True)),
        **dict.fromkeys(("dh_t", "dc_t", "dc_n", "h_t"), np.ones((4, 5))),
        "dstates": np.ones((4, 7, 5)),
        "x": x[:, 0] if "step" in name else x,
    }
    parameters = inspect.signature(getattr(scratch, name)).parameters
    return {name: known[name] for name in parameters}


ARGUMENTS = [
    pytest.param(cell, name, argument, id=f"{name}-{argument}")
    for cell, name in functions()
    for argument in inspect.signature(getattr(scratch, name)).parameters
]


@pytest.mark.parametrize(("cell", "name", "argument"), ARGUMENTS)
def test_an_array_that_does_not_fit_is_refused_by_its_name(cell, name, argument):
    function, good = getattr(scratch, name), arguments_of(cell, name)
    function(**good)
    array = good[argument]
    check_refused(function, good, argument, array[..., None], array[0])
    for axis, size in enumerate(array.shape):
        free = argument == "x" and axis == 1 and name.endswith("forward")  # T
        wrong = array.take(range(size + 1), axis, mode="wrap")
        if not free:
            with pytest.raises(ShapeError, match="expected shape"):
                function(**good | {argument: wrong})


def test_a_learner_reads_the_refusal_in_chinese():
    x, initial, weights = problem("lstm", SIZES[0])
    use_language("zh")
    with pytest.raises(ShapeError, match="W_xh 的形状应为"):
        scratch.lstm_step(x[:, 0], *initial, weights.W_xh[:15], *weights[1:])
    with pytest.raises(ValueError, match="forget_bias 应是有限的数"):
        scratch.lstm_init(3, 5, np.random.default_rng(0), forget_bias=np.nan)
