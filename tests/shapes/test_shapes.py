"""Shapes: predicted as torch returns them, refused in words that help."""

import subprocess
import sys
from itertools import product

import numpy as np
import pytest

from course_utils.shapes import recurrent
from course_utils.shapes.arrays import ShapeError, expect, takes
from course_utils.shapes.whole_numbers import counts
from course_utils.text import use_language

CELLS = ("RNN", "LSTM", "GRU")
B, T, E, H, P = 4, 7, 3, 5, 2


@pytest.fixture
def chinese():
    use_language("zh")
    yield
    use_language("en")


def message(x, spec, /, **options):
    """What `expect` says, in English and in Chinese."""
    with pytest.raises(ShapeError) as caught:
        expect(x, spec, **options)
    return caught.value.args[0]


# --- what fits ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "spec", "sizes", "bound"),
    [
        ((4, 7, 3), "B T E", {}, {"B": 4, "T": 7, "E": 3}),
        ((4, 7, 3), "B T E", {"B": 4, "E": 3}, {"B": 4, "T": 7, "E": 3}),
        ((5, 5), "H H", {}, {"H": 5}),
        ((4, 6), "B 6", {}, {"B": 4}),
        ((5, 8), "H H+E", {"E": 3}, {"H": 5}),
        ((5, 8), "H J", {}, {"H": 5, "J": 8}),
        ((20, 5), "4H H", {}, {"H": 5}),
        ((20, 3), "4H E", {"H": 5}, {"E": 3}),
        ((13,), "2H+E", {"H": 5, "E": 3}, {}),
        ((4, 7, 3, 5), "B T 3 H", {"H": 5}, {"B": 4, "T": 7, "H": 5}),
        ((4, 7, 5), "... H", {"H": 5}, {"...0": 4, "...1": 7, "H": 5}),
        ((4, 5), "... H", {}, {"...0": 4, "H": 5}),
        ((), "", {}, {}),
    ],
)
def test_letters_are_bound_to_sizes(shape, spec, sizes, bound):
    assert expect(np.zeros(shape), spec, **sizes) == bound


@pytest.mark.torch
def test_a_tensor_is_an_array():
    import torch

    x = torch.zeros(B, T, E, requires_grad=True)
    bound = expect(x, "B T E", floats=True, finite=True, E=E)
    assert bound == {"B": B, "T": T, "E": E}


def test_integers_are_welcome_where_no_floats_are_meant():
    assert expect(np.arange(6).reshape(2, 3), "B T") == {"B": 2, "T": 3}


# --- what does not fit: each message says expected, found, what to do -----------


@pytest.mark.parametrize(
    ("shape", "spec", "sizes", "parts"),
    [
        ((7, 4, 3), "B T E", {"B": 4}, ["(B=4, T, E)", "(7, 4, 3)", "swapaxes(0, 1)"]),
        ((7, 4, 3), "B T E", {"T": 7, "E": 3}, ["(T, B, E)", "batch_first"]),
        ((4, 3, 7), "B T E", {"E": 3}, ["(B, E, T)", "x.swapaxes(1, 2)"]),
        ((5, 4), "B H", {"B": 4}, ["(H, B)", "x.T puts the axes"]),
        ((8, 5), "H H+E", {"H": 5, "E": 3}, ["(H=5, H+E=8)", "(H+E, H)", "x.T"]),
        ((5, 6), "H H", {}, ["Axis 1 is H: make it 5, not 6 (x has H = 5)"]),
        ((9, 7, 3), "B T E", {"B": 4}, ["Axis 0 is B: make it 4, not 9."]),
        ((4, 9, 3), "B T E", {"T": 7}, ["Axis 1 is T: make it 7, not 9."]),
        ((4, 7, 9), "B T E", {"E": 3}, ["Axis 2 is E: make it 3, not 9."]),
        ((4, 9), "H H+E", {"H": 4, "E": 3}, ["Axis 1 is H+E: make it 7, not 9."]),
        ((15, 5), "4H H", {}, ["(4H, H)", "Axis 0 is 4H: make it 20, not 15"]),
        ((5, 20), "4H H", {}, ["(H, 4H)", "x.T puts the axes"]),
        ((15,), "4H", {"H": 5}, ["(4H=20)", "Axis 0 is 4H: make it 20, not 15"]),
        ((7, 3), "B T E", {"B": 4}, ["Axis B is missing", "x[None]"]),
        ((4, 3), "B T E", {"B": 4, "E": 3}, ["Axis T is missing", "x[:, None]"]),
        ((4, 7), "B T E", {"B": 4, "T": 7}, ["Axis E is missing", "x[:, :, None]"]),
        ((4, 1, 5), "B H", {}, ["Axis 1 (size 1) is one too many", "x[:, -1]"]),
        ((1, 4, 5), "B H", {}, ["Axis 0 (size 1) is one too many", "x[-1]"]),
        ((4, 7, 5), "B H", {"B": 4, "H": 5}, ["Axis 1 (size 7)", "x[:, -1]"]),
        ((), "B T E", {}, ["found ()", "(B, T, E)"]),
        ((1, 2, 3, 4), "B T", {}, ["one axis for each letter: (B, T)"]),
        ((4, 9), "B 6", {}, ["Axis 1 is 6: make it 6, not 9"]),
        ((5,), "... H", {"H": 5}, ["(…, H=5)", "x[None]"]),
        ((4, 0, 3), "B T E", {}, ["axis 1 (T) is empty", "(4, 0, 3)"]),
    ],
)
def test_a_wrong_shape_is_told_with_its_likeliest_cause(shape, spec, sizes, parts):
    said = message(np.zeros(shape), spec, **sizes)
    for part in parts:
        assert part in said.en
    assert str(shape) in said.zh


@pytest.mark.parametrize("axes", [(0, 1), (0, 2), (1, 2)])
def test_the_advice_for_swapped_axes_works(axes):
    x = np.zeros((B, T, E)).swapaxes(*axes)
    said = message(x, "B T E", B=B, T=T, E=E).en
    assert f"x.swapaxes{axes}" in said
    assert expect(x.swapaxes(*axes), "B T E", B=B, T=T, E=E)


def test_the_array_has_the_name_the_caller_gave():
    assert message(np.zeros((5, 6)), "H H", name="W_hh").en.startswith("W_hh: ")


@pytest.mark.parametrize("dtype", [int, np.int8, bool, complex, object])
def test_numpy_integers_where_floats_are_meant(dtype):
    x = np.ones((4, 3), dtype=dtype)
    said = message(x, "B E", floats=True).en
    assert said == f"x: expected floats, found {x.dtype}. x.astype(float) converts it."


@pytest.mark.torch
def test_torch_integers_where_floats_are_meant():
    import torch

    said = message(torch.ones(4, 3, dtype=torch.int64), "B E", floats=True).en
    assert "found torch.int64. x.float() converts it." in said


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_numpy_holes_are_found_where_they_are(hole):
    x = np.zeros((4, 7, 3))
    x[1, 2, 0] = x[3, 0, 0] = hole
    said = message(x, "B T E", finite=True).en
    assert f"found {hole} at (1, 2, 0) (2 such in all)" in said


@pytest.mark.torch
def test_torch_holes_are_found_where_they_are():
    import torch

    x = torch.zeros(4, 3)
    x[2, 1] = torch.nan
    assert "found nan at (2, 1)" in message(x, "B E", finite=True).en


@pytest.mark.parametrize("x", [[[1.0, 2.0]], 3.0, None, "text"])
def test_only_arrays_have_shapes(x):
    said = message(x, "B E").en
    assert f"found {type(x).__name__}" in said
    assert "np.array(x, dtype=float)" in said


@pytest.mark.parametrize("spec", ["B, T", "B ...", "B T*E", "H H+", "0H", "4.5H"])
def test_a_bad_spec_is_refused(spec):
    with pytest.raises(ValueError, match="letters with spaces"):
        expect(np.zeros((2, 3)), spec)


def test_a_size_for_a_letter_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="found H"):
        expect(np.zeros((2, 3)), "B T", H=5)


def test_the_message_is_told_in_chinese(chinese):
    with pytest.raises(ShapeError, match="是不是忘了 batch_first=True") as caught:
        expect(np.zeros((7, 4, 3)), "B T E", B=4)
    assert "expected" not in str(caught.value)


# --- takes ------------------------------------------------------------------


@takes(W="H E", x="B E", h="B H")
def step(x, h, W, *, scale=1.0):
    """Words."""
    return scale * (x @ W.T + h)


def test_a_decorated_function_keeps_its_name_and_its_result():
    x, h, W = np.ones((B, E)), np.ones((B, H)), np.ones((H, E))
    assert (step.__name__, step.__doc__) == ("step", "Words.")
    assert np.array_equal(step(x, W=W, h=h, scale=2.0), np.full((B, H), 8.0))


def test_letters_are_shared_between_arguments():
    with pytest.raises(ShapeError) as caught:
        step(np.ones((B, E)), np.ones((B + 5, H)), np.ones((H, E)))
    said = caught.value.args[0].en
    assert said.startswith("h: expected shape (B=4, H=5), found (9, 5).")
    assert "(x has B = 4)" in said


def test_leading_axes_are_shared_between_arguments():
    @takes(a="... H", b="... V")
    def product_of(a, b):
        return a, b

    assert product_of(np.ones((B, T, H)), np.ones((B, T, E)))
    for shape in [(T, B, E), (B, E), (B, T, 1, E)]:
        with pytest.raises(ShapeError, match="b: expected shape"):
            product_of(np.ones((B, T, H)), np.ones(shape))


def test_a_missing_argument_is_python_s_own_error():
    with pytest.raises(TypeError, match="missing"):
        step(np.ones((B, E)))


def test_decorating_an_argument_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="takes x, h, W, scale, found"):
        takes(y="B E")(step)
    with pytest.raises(ValueError, match=r"found a rule for \['hidden'\]"):
        counts("hidden")(step)


# --- what torch returns --------------------------------------------------------


GRID = [
    (cell, {"num_layers": num_layers, "bidirectional": bidirectional} | projection)
    for cell, num_layers, bidirectional in product(CELLS, (1, 2, 3), (False, True))
    for projection in ([{}, {"proj_size": P}] if cell == "LSTM" else [{}])
]


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")
@pytest.mark.parametrize("batch_size", [None, B])
@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(("cell", "options"), GRID)
def test_predicted_shapes_are_what_torch_returns(
    cell, options, bias, batch_first, batch_size
):
    import torch

    net = getattr(torch.nn, cell)(E, H, bias=bias, batch_first=batch_first, **options)
    batch = [] if batch_size is None else [batch_size]
    leading = [*batch, T] if batch_first else [T, *batch]
    output, state = net(torch.zeros(*leading, E))
    states = state if cell == "LSTM" else (state,)
    found = {"output": output} | dict(zip(("h_n", "c_n"), states, strict=False))
    assert recurrent.recurrent_shapes(
        cell,
        E,
        H,
        batch_first=batch_first,
        seq_len=T,
        batch_size=batch_size,
        **options,
    ) == {name: tuple(tensor.shape) for name, tensor in found.items()}


@pytest.mark.torch
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(("cell", "options"), GRID)
def test_parameter_names_and_shapes_are_torch_s_in_its_order(cell, options, bias):
    import torch

    net = getattr(torch.nn, cell)(E, H, bias=bias, **options)
    predicted = recurrent.parameter_shapes(cell, E, H, bias=bias, **options)
    found = {name: tuple(weight.shape) for name, weight in net.named_parameters()}
    assert list(predicted.items()) == list(found.items())


@pytest.mark.parametrize("cell", ["lstm", "Lstm", "LSTM"])
def test_a_cell_is_named_in_any_case(cell):
    assert "c_n" in recurrent.recurrent_shapes(cell, E, H, seq_len=T)


@pytest.mark.parametrize(
    ("cell", "options", "words"),
    [
        ("CNN", {}, "'RNN', 'LSTM' or 'GRU', found 'CNN'"),
        ("GRU", {"proj_size": 2}, "Only an LSTM can project"),
        ("LSTM", {"proj_size": 5}, "less than hidden_size = 5, found 5"),
        ("LSTM", {"proj_size": -1}, "proj_size: .*at least 0, found -1"),
        ("RNN", {"num_layers": 0}, "num_layers: .*at least 1, found 0"),
        ("RNN", {"seq_len": 0}, "seq_len: .*at least 1, found 0"),
        ("RNN", {"batch_size": 0}, "batch_size: .*at least 1, found 0"),
        ("RNN", {"batch_size": 2.5}, r"batch_size: .*found 2\.5"),
    ],
)
def test_sizes_torch_would_refuse_are_refused(cell, options, words):
    with pytest.raises(ValueError, match=words):
        recurrent.recurrent_shapes(cell, E, H, **({"seq_len": T} | options))


@pytest.mark.parametrize("module", ["shapes", "scratch"])
def test_numpy_lessons_start_without_torch(module):
    code = f"import sys, course_utils.{module}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
