"""Layers and directions over any cell, without torch."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import scratch
from course_utils.scratch.cells import CELLS
from course_utils.shapes.arrays import ShapeError
from course_utils.text import use_language

SIZES = [(3, 4, 2, 5), (2, 5, 4, 3)]  # B, T, E, H: all different


def problem(cell, sizes, num_layers, bidirectional):
    """x, initial states and layers: seeded, and nothing is zero."""
    B, T, E, H = sizes
    rng = np.random.default_rng(B * T)
    layers = scratch.network_init(cell, E, H, rng, num_layers, bidirectional)
    zeros = scratch.zero_states(layers, B)
    initial = tuple(rng.normal(size=each.shape) for each in zeros)
    return rng.normal(size=(B, T, E)), initial, layers


def random_like(arrays, seed):
    rng = np.random.default_rng(seed)
    return tuple(rng.normal(size=each.shape) for each in arrays)


def flat(x, initial, layers):
    """All arrays of a network in one list."""
    return [x, *initial, *(a for layer in layers for each in layer for a in each)]


def rebuilt(arrays, initial, layers):
    """x, initial and layers from such a list."""
    arrays = iter(arrays)
    x, states = next(arrays), tuple(next(arrays) for _ in initial)
    return (
        x,
        states,
        [[type(w)(*(next(arrays) for _ in w)) for w in layer] for layer in layers],
    )


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("cell", ["lstm_peephole", "gru_reset_first", "gru_one_gate"])
def test_what_torch_lacks_has_the_gradients_of_differences(
    cell, sizes, num_layers, bidirectional
):
    """Along two random directions at once for each array: entries are many here."""
    x, initial, layers = problem(cell, sizes, num_layers, bidirectional)
    run = scratch.network_forward(x, initial, layers)
    (doutput,), dfinal = random_like([run.output], 1), random_like(run.final, 2)

    def loss(arrays):
        now = scratch.network_forward(*rebuilt(arrays, initial, layers))
        last = zip(dfinal, now.final, strict=True)
        return (doutput * now.output).sum() + sum((d * s).sum() for d, s in last)

    found = flat(*scratch.network_backward(doutput, dfinal, run, layers))
    arrays = flat(x, initial, layers)
    assert [each.shape for each in found] == [each.shape for each in arrays]
    for place, gradient in enumerate(found):
        for seed in range(2):
            (along,) = random_like([gradient], seed)

            def moved(s, place=place, along=along):
                shifted = arrays[place] + s * along
                return loss([*arrays[:place], shifted, *arrays[place + 1 :]])

            slope = (moved(1e-5) - moved(-1e-5)) / 2e-5
            assert (gradient * along).sum() == pytest.approx(slope, abs=1e-7)


@pytest.mark.parametrize("cell", CELLS)
def test_one_layer_of_one_direction_is_the_cell(cell):
    x, initial, layers = problem(cell, SIZES[0], 1, False)
    run = scratch.network_forward(x, initial, layers)
    start = [each[0] for each in initial]
    trace = getattr(scratch, f"{cell}_forward")(x, *start, *layers[0][0])
    states = trace if cell == "rnn" else trace[0]
    assert np.array_equal(run.output, states)
    assert np.array_equal(run.final[0][0], states[:, -1])
    assert len(run.final) == len(initial)
    if len(initial) == 2:
        assert np.array_equal(run.final[1][0], trace.cells[:, -1])


@settings(max_examples=25)
@given(
    cell=st.sampled_from([*CELLS]),
    sizes=st.tuples(*[st.integers(1, 4)] * 4),
    num_layers=st.integers(1, 3),
)
def test_two_directions_read_each_other_s_order(cell, sizes, num_layers):
    """With the directions swapped everywhere, a reversed text gives what it gave."""
    x, initial, layers = problem(cell, sizes, num_layers, True)
    H = sizes[3]
    swapped = [
        [swap_inputs(each, H) if number else each for each in layer[::-1]]
        for number, layer in enumerate(layers)
    ]
    order = [2 * number + d for number in range(num_layers) for d in (1, 0)]
    run = scratch.network_forward(x, initial, layers)
    turned = scratch.network_forward(
        x[:, ::-1], [each[order] for each in initial], swapped
    )
    halves = np.concatenate([run.output[..., H:], run.output[..., :H]], axis=2)
    np.testing.assert_allclose(turned.output, halves[:, ::-1], rtol=0, atol=1e-12)
    for ours, theirs in zip(turned.final, run.final, strict=True):
        np.testing.assert_allclose(ours, theirs[order], rtol=0, atol=1e-12)


def swap_inputs(weights, H):
    """The weights for an input whose two halves have changed places."""
    W = weights.W_xh
    return weights._replace(W_xh=np.concatenate([W[:, H:], W[:, :H]], axis=1))


@settings(max_examples=25)
@given(
    cell=st.sampled_from([*CELLS]),
    sizes=st.tuples(*[st.integers(1, 4)] * 4),
    num_layers=st.integers(1, 3),
    bidirectional=st.booleans(),
)
def test_examples_of_a_batch_do_not_touch(cell, sizes, num_layers, bidirectional):
    x, initial, layers = problem(cell, sizes, num_layers, bidirectional)
    run = scratch.network_forward(x, initial, layers)
    directions = 1 + bidirectional
    assert run.output.shape == (*sizes[:2], directions * sizes[3])
    for each in run.final:
        assert each.shape == (num_layers * directions, sizes[0], sizes[3])
    for b in range(sizes[0]):
        alone = scratch.network_forward(
            x[b : b + 1], [each[:, b : b + 1] for each in initial], layers
        )
        np.testing.assert_allclose(alone.output[0], run.output[b], atol=1e-13)
        for mine, all_of_them in zip(alone.final, run.final, strict=True):
            np.testing.assert_allclose(mine[:, 0], all_of_them[:, b], atol=1e-13)


@pytest.mark.parametrize("cell", CELLS)
def test_no_argument_is_changed(cell):
    x, initial, layers = problem(cell, SIZES[0], 2, True)
    run = scratch.network_forward(x, initial, layers)
    given = [*flat(x, initial, layers), run.output, *run.final]
    kept = [each.copy() for each in given]
    first = scratch.network_backward(run.output, run.final, run, layers)
    again = scratch.network_backward(run.output, run.final, run, layers)
    for before, after in zip(kept, given, strict=True):
        assert np.array_equal(before, after)
    for a, b in zip(flat(*first), flat(*again), strict=True):
        assert np.array_equal(a, b)


def test_options_reach_each_layer_and_direction():
    rng = np.random.default_rng(0)
    layers = scratch.network_init("lstm", 3, 5, rng, 2, True, forget_bias=3.0)
    for layer in layers:
        for weights in layer:
            assert (weights.b_h[5:10] == 3).all()
    with pytest.raises(TypeError, match="forget_bias"):
        scratch.network_init("gru", 3, 5, rng, forget_bias=3.0)


# --- bad input -----------------------------------------------------------------------


def good(cell="lstm"):
    x, initial, layers = problem(cell, SIZES[0], 2, True)
    return {"x": x, "initial": initial, "layers": layers}


def weights_of(cell):
    return scratch.network_init(cell, 2, 5, np.random.default_rng(0))[0][0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda g: {"x": g["x"][0]}, "^x: expected shape"),
        (lambda g: {"x": g["x"][..., :1]}, r"^layers\[0\]\[0\]: x: expected shape"),
        (lambda g: {"x": g["x"] * np.nan}, r"layers\[0\]\[0\]: x: expected finite"),
        (lambda g: {"initial": g["initial"][0]}, r"initial: .*\(h, c\), found ndarray"),
        (lambda g: {"initial": g["initial"][:1]}, r"initial: .*\(h, c\), found 1"),
        (
            lambda g: {"initial": (g["initial"][0], g["initial"][1][:2])},
            r"initial: c: expected shape \(4, B=3, H=5\), found \(2, 3, 5\)",
        ),
        (
            lambda g: {"initial": (g["initial"][0][:, :2], g["initial"][1])},
            r"initial: h: expected shape",
        ),
        (lambda g: {"layers": []}, "layers: .*found list"),
        (lambda g: {"layers": 3}, "layers: .*found int"),
        (lambda g: {"layers": g["layers"][0]}, "layers: expected one or more layers"),
        (lambda g: {"layers": g["layers"][0][0]}, "layers: .*found LSTMWeights"),
        (
            lambda g: {"layers": [g["layers"][0], g["layers"][1][:1]]},
            "layers: expected one or more layers",
        ),
        (
            lambda g: {"layers": [[*g["layers"][0], g["layers"][0][0]]]},
            "layers: expected one or more layers",
        ),
        (
            lambda g: {"layers": [g["layers"][0], [weights_of("gru")] * 2]},
            "GRUWeights",
        ),
        (lambda g: {"layers": [[tuple(g["layers"][0][0])]]}, "expected the weights"),
        (
            lambda g: {"layers": [g["layers"][1], g["layers"][1]]},
            r"^layers\[0\]\[0\]: x: expected shape",
        ),
        (
            lambda g: {"layers": [g["layers"][0], g["layers"][0]]},
            r"^layers\[1\]\[0\]: x: expected shape \(B=3, T, E=2\), found \(3, 4, 10\)",
        ),
    ],
)
def test_what_does_not_fit_is_refused(wrong, words):
    given = good()
    with pytest.raises(ValueError, match=words):
        scratch.network_forward(**given | wrong(given))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d, f: (d[:, :, :5], f), "^doutput: expected shape"),
        (lambda d, f: (d * np.inf, f), "^doutput: expected finite"),
        (lambda d, f: (d, f[0]), "^dfinal: .*found ndarray"),
        (lambda d, f: (d, (f[0], f[1][:3])), "^dfinal: c: expected shape"),
        (lambda d, f: (d, (f[0].tolist(), f[1])), "^dfinal: h: expected an array"),
    ],
)
def test_gradients_that_do_not_fit_are_refused(change, words):
    given = good()
    run = scratch.network_forward(**given)
    wrong = change(run.output, run.final)
    with pytest.raises(ValueError, match=words):
        scratch.network_backward(*wrong, run, given["layers"])


def test_a_run_of_another_network_is_refused():
    given = good()
    run = scratch.network_forward(**given)
    with pytest.raises(
        ShapeError, match=r"^run.final: h: expected shape \(2, B=3, H=5\)"
    ):
        scratch.network_backward(run.output, run.final, run, given["layers"][:1])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cnn", 3, 5), "cell: expected one of rnn, lstm, .*found 'cnn'"),
        (("lstm", 0, 5), "input_size"),
        (("lstm", 3, 2.5), "hidden_size"),
    ],
)
def test_no_network_is_made_of_that(arguments, words):
    with pytest.raises(ValueError, match=words):
        scratch.network_init(*arguments, np.random.default_rng(0))


def test_a_learner_reads_the_refusal_in_chinese():
    given = good()
    use_language("zh")
    with pytest.raises(ShapeError, match=r"layers\[0\]\[0\]: x 的形状应为"):
        scratch.network_forward(given["x"][..., :1], given["initial"], given["layers"])
    with pytest.raises(ValueError, match="单元相同；实际是 list"):
        scratch.network_forward(given["x"], given["initial"], [])
    with pytest.raises(ValueError, match="cell 只能是 rnn、lstm、"):
        scratch.network_init("cnn", 3, 5, np.random.default_rng(0))
