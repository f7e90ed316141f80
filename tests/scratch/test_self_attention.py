"""Attention and a Transformer block by hand are torch's: outputs, every gradient."""

import inspect
import tracemalloc

import numpy as np
import pytest
from scratch.misfits import check_kept, check_refused

from course_utils import scratch
from course_utils.checking.sources import solved_source
from course_utils.scratch import params
from course_utils.scratch.self_attention import ROOM_FOR_PAIRS
from course_utils.shapes.arrays import ShapeError
from course_utils.text import use_language

torch = pytest.importorskip("torch")
F = torch.nn.functional
pytestmark = pytest.mark.torch

SIZES = [(4, 7, 6, 10), (2, 9, 8, 5)]  # B, T, E, F: all different, F > E and F < E
HEADS = [1, 2]
MASKED = [False, True]


def leaf(array):
    return torch.tensor(array, requires_grad=True)


def same(ours, theirs):
    theirs = theirs.detach().numpy()
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10)


def drawn(*shapes, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


# --- attention ------------------------------------------------------------------------


@pytest.mark.parametrize("masked", MASKED)
@pytest.mark.parametrize("lead", [(4,), (2, 3)])
def test_attention_is_torch_s(lead, masked):
    T, S, K, U = (7, 7, 3, 5) if masked else (7, 4, 3, 5)
    queries, keys, values = drawn((*lead, T, K), (*lead, S, K), (*lead, S, U))
    mask = scratch.causal_mask(T) if masked else None
    seen, weights = scratch.attention_forward(queries, keys, values, mask)
    given = [leaf(each) for each in (queries, keys, values)]
    torch_mask = torch.tensor(mask) if masked else None
    wanted = F.scaled_dot_product_attention(*given, attn_mask=torch_mask)
    same(seen, wanted)
    (dseen,) = drawn(seen.shape, seed=1)
    (wanted * torch.tensor(dseen)).sum().backward()
    found = scratch.attention_backward(dseen, weights, queries, keys, values)
    for mine, theirs in zip(found, given, strict=True):
        same(mine, theirs.grad)
    np.testing.assert_allclose(weights.sum(axis=-1), 1)


def test_a_causal_step_sees_itself_and_the_past_only():
    assert scratch.causal_mask(3).tolist() == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
    assert scratch.causal_mask(1).tolist() == [[True]]
    x = np.random.default_rng(0).normal(size=(1, 6, 4))
    weights = scratch.attention_forward(x, x, x, scratch.causal_mask(6)).weights
    assert ((weights > 0) == scratch.causal_mask(6)).all()


def test_a_mask_may_differ_from_sequence_to_sequence():
    scores, *_ = drawn((2, 3, 5))
    real = np.arange(5) < np.array([[2], [4]])
    weights = scratch.masked_softmax(scores, real[:, None])
    for b, length in enumerate((2, 4)):
        alone = scratch.masked_softmax(scores[b : b + 1, :, :length])
        np.testing.assert_allclose(weights[b, :, :length], alone[0])
        assert not weights[b, :, length:].any()


def test_large_scores_do_not_overflow():
    scores = np.array([[[1e4, 1e4 - 1, -1e4]]])
    np.testing.assert_allclose(
        scratch.masked_softmax(scores)[0, 0, :2], scratch.softmax(scores[0])[0, :2]
    )


# --- heads ----------------------------------------------------------------------------


def test_heads_share_the_width_and_are_joined_again():
    (x,) = drawn((2, 5, 6))
    heads = scratch.split_heads(x, 3)
    assert heads.shape == (2, 3, 5, 2)
    assert np.array_equal(heads[1, 2, 4], x[1, 4, 4:])
    assert np.array_equal(scratch.join_heads(heads), x)


@pytest.mark.parametrize("masked", MASKED)
@pytest.mark.parametrize("num_heads", HEADS)
@pytest.mark.parametrize("sizes", SIZES)
def test_self_attention_is_torch_s(sizes, num_heads, masked):
    B, T, E, _ = sizes
    x, doutput, *biases = drawn((B, T, E), (B, T, E), (3 * E,), (E,))
    weights = scratch.self_attention_init(E, np.random.default_rng(1))
    weights = weights._replace(b_qkv=biases[0], b_o=biases[1])
    mask = scratch.causal_mask(T) if masked else None
    trace = scratch.self_attention_forward(x, *weights, num_heads, mask)

    net = torch.nn.MultiheadAttention(E, num_heads, batch_first=True).double()
    names = ("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias")
    tensors = map(torch.tensor, weights)
    net.load_state_dict(dict(zip(names, tensors, strict=True)))
    read = leaf(x)
    hidden = torch.tensor(~mask) if masked else None  # torch hides where it is True
    output, looks = net(read, read, read, attn_mask=hidden, average_attn_weights=False)
    same(trace.output, output)
    same(trace.weights, looks)
    (output * torch.tensor(doutput)).sum().backward()
    found = scratch.self_attention_backward(
        doutput, *trace[1:], x, weights.W_qkv, weights.W_o
    )
    same(found[0], read.grad)
    for mine, name in zip(found[1:], names, strict=True):
        same(mine, net.get_parameter(name).grad)


# --- the parts of a block -------------------------------------------------------------


@pytest.mark.parametrize("sizes", SIZES)
def test_layer_norm_is_torch_s(sizes):
    B, T, E, _ = sizes
    x, doutput, gain, bias = drawn((B, T, E), (B, T, E), (E,), (E,))
    trace = scratch.layer_norm_forward(x, gain, bias)
    given = [leaf(each) for each in (x, gain, bias)]
    wanted = F.layer_norm(given[0], (E,), *given[1:])
    same(trace.output, wanted)
    (wanted * torch.tensor(doutput)).sum().backward()
    found = scratch.layer_norm_backward(doutput, *trace[1:], gain)
    for mine, theirs in zip(found, given, strict=True):
        same(mine, theirs.grad)


def test_equal_entries_are_normed_to_zero():
    trace = scratch.layer_norm_forward(np.full((1, 2, 4), 3.0), np.ones(4), np.zeros(4))
    assert not trace.output.any()


@pytest.mark.parametrize("sizes", SIZES)
def test_the_feed_forward_part_is_torch_s(sizes):
    B, T, E, hidden = sizes
    x, doutput, *weights = drawn(
        *((B, T, E), (B, T, E), (hidden, E), (hidden,), (E, hidden), (E,))
    )
    trace = scratch.feed_forward(x, *weights)
    given = [leaf(each) for each in (x, *weights)]
    wanted = F.linear(F.linear(*given[:3]).relu(), *given[3:])
    same(trace.output, wanted)
    (wanted * torch.tensor(doutput)).sum().backward()
    found = scratch.feed_forward_backward(
        doutput, trace.hidden, x, weights[0], weights[2]
    )
    for mine, theirs in zip(found, given, strict=True):
        same(mine, theirs.grad)


def block_problem(sizes):
    """x, doutput and weights of which none is 0 or 1."""
    B, T, E, hidden = sizes
    rng = np.random.default_rng(B * T)
    start = scratch.block_init(E, hidden, rng)
    weights = scratch.BlockWeights(*(w + 0.1 * rng.normal(size=w.shape) for w in start))
    return rng.normal(size=(B, T, E)), rng.normal(size=(B, T, E)), weights


@pytest.mark.parametrize("masked", MASKED)
@pytest.mark.parametrize("num_heads", HEADS)
@pytest.mark.parametrize("sizes", SIZES)
def test_a_block_is_torch_s(sizes, num_heads, masked):
    _, T, E, hidden = sizes
    x, doutput, weights = block_problem(sizes)
    mask = scratch.causal_mask(T) if masked else None
    trace = scratch.block_forward(x, weights, num_heads, mask)

    net = torch.nn.TransformerEncoderLayer(
        *(E, num_heads, hidden), dropout=0, batch_first=True, norm_first=True
    ).double()
    state = scratch.block_state_dict(weights)
    net.load_state_dict({name: torch.tensor(each) for name, each in state.items()})
    read = leaf(x)
    output = net(read, src_mask=torch.tensor(~mask) if masked else None)
    same(trace.output, output)
    (output * torch.tensor(doutput)).sum().backward()
    dx, dweights = scratch.block_backward(doutput, trace, weights)
    same(dx, read.grad)
    for name, mine in scratch.block_state_dict(dweights).items():
        same(mine, net.get_parameter(name).grad)


@pytest.mark.parametrize("sizes", SIZES)
def test_every_gradient_of_a_block_by_central_differences(sizes):
    x, doutput, weights = block_problem(sizes)
    mask = scratch.causal_mask(sizes[1])
    trace = scratch.block_forward(x, weights, 2, mask)
    dx, dweights = scratch.block_backward(doutput, trace, weights)

    def loss(x, weights):
        output = scratch.block_forward(x, weights, 2, mask).output
        return (doutput * output).sum()

    numerical = scratch.numerical_gradient(lambda value: loss(value, weights), x)
    np.testing.assert_allclose(dx, numerical, rtol=0, atol=1e-7)
    for name in weights._fields:

        def alone(value, name=name):
            return loss(x, weights._replace(**{name: value}))

        numerical = scratch.numerical_gradient(alone, getattr(weights, name))
        np.testing.assert_allclose(
            getattr(dweights, name), numerical, rtol=0, atol=1e-7
        )


def test_without_positions_order_is_not_seen():
    """ "dog bites man" and "man bites dog" give the same three outputs."""
    x, _, weights = block_problem((1, 3, 6, 10))
    there = scratch.block_forward(x, weights, 2).output
    back = scratch.block_forward(x[:, ::-1], weights, 2).output
    np.testing.assert_allclose(there, back[:, ::-1], rtol=0, atol=1e-12)
    codes = scratch.position_codes(3, 6)
    there = scratch.block_forward(x + codes, weights, 2).output
    back = scratch.block_forward(x[:, ::-1] + codes, weights, 2).output
    assert abs(there - back[:, ::-1]).max() > 0.01


@pytest.mark.parametrize("width", [1, 5, 6])
def test_positions_are_waves(width):
    codes = scratch.position_codes(4, width)
    for t in range(4):
        for k in range(width):
            angle = t / 10_000 ** ((k - k % 2) / width)
            wanted = np.cos(angle) if k % 2 else np.sin(angle)
            assert codes[t, k] == pytest.approx(wanted, abs=1e-12)


def test_all_positions_differ():
    codes = scratch.position_codes(500, 16)
    apart = np.linalg.norm(codes[:, None] - codes, axis=2) + 10 * np.eye(500)
    assert apart.min() > 0.1


# --- how many parameters --------------------------------------------------------------


@pytest.mark.parametrize(("E", "hidden"), [(6, 10), (8, 5), (1, 1), (64, 256)])
def test_a_block_has_as_many_parameters_as_torch_s(E, hidden):
    def num_parameters(net):
        return sum(each.numel() for each in net.parameters())

    net = torch.nn.TransformerEncoderLayer(E, 1, hidden)
    assert params.count_block(E, hidden) == num_parameters(net)
    assert params.count_self_attention(E) == num_parameters(net.self_attn)
    weights = scratch.block_init(E, hidden, np.random.default_rng(0))
    assert params.count_block(E, hidden) == sum(each.size for each in weights)


# --- bad input ------------------------------------------------------------------------


def good_calls():
    x, _, weights = block_problem(SIZES[0])
    trace = scratch.block_forward(x, weights, 2)
    queries, keys, values = trace.attention.qkv
    looks = trace.attention.weights
    attention, w = trace.attention, weights
    mapped = {"W_qkv": w.W_qkv, "b_qkv": w.b_qkv, "W_o": w.W_o, "b_o": w.b_o}
    fed = {"W_1": w.W_1, "b_1": w.b_1, "W_2": w.W_2, "b_2": w.b_2}
    norm = trace.first_norm
    three = {"queries": queries, "keys": keys, "values": values}
    return {
        "masked_softmax": {"scores": looks},
        "attention_forward": three,
        "attention_backward": {"dseen": values, "weights": looks, **three},
        "self_attention_forward": {"x": x, **mapped},
        "self_attention_backward": {
            **{"doutput": x, "weights": looks, "qkv": attention.qkv},
            **{"seen": attention.seen, "x": x, "W_qkv": w.W_qkv, "W_o": w.W_o},
        },
        "layer_norm_forward": {"x": x, "gain": w.gain_1, "bias": w.bias_1},
        "layer_norm_backward": {
            **{"doutput": x, "normed": norm.normed, "scale": norm.scale},
            "gain": w.gain_1,
        },
        "feed_forward": {"x": x, **fed},
        "feed_forward_backward": {
            **{"doutput": x, "hidden": trace.feed_forward.hidden, "x": x},
            **{"W_1": w.W_1, "W_2": w.W_2},
        },
    }


GOOD = good_calls()
ROWS = [(name, argument) for name, given in GOOD.items() for argument in given]


@pytest.mark.parametrize(("name", "argument"), ROWS)
def test_an_array_that_does_not_fit_is_refused_by_its_name(name, argument):
    function, good = getattr(scratch, name), GOOD[name]
    check_kept(function, good)
    array = good[argument]
    check_refused(function, good, argument, array[..., :0])
    if len(good) > 1:
        with pytest.raises(ShapeError, match="expected shape"):
            function(**good | {argument: array[..., None]})


def test_a_step_that_may_look_nowhere_is_refused():
    (scores,) = drawn((2, 3, 4))
    mask = np.ones((3, 4), dtype=bool)
    mask[1] = False
    with pytest.raises(ValueError, match=r"found none in row 1\..*let it see itself"):
        scratch.masked_softmax(scores, mask)
    whole = np.ones((2, 3, 4), dtype=bool)
    whole[1, 2] = False
    with pytest.raises(ValueError, match=r"found none in row \(1, 2\)"):
        scratch.masked_softmax(scores, whole)
    use_language("zh")
    with pytest.raises(ValueError, match="至少让它看自己"):
        scratch.masked_softmax(scores, mask)


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (np.ones((3, 4)), "True and False.*found float64"),
        (np.ones((3, 4), dtype=int), "True and False.*found int64"),
        ([[True] * 4] * 3, "True and False.*found list"),
        (np.ones((4, 3), dtype=bool), r"\(3, 4\), found \(4, 3\)"),
        (np.ones((5, 3, 4), dtype=bool), r"found \(5, 3, 4\)"),
        (np.ones((1, 2, 3, 4), dtype=bool), r"found \(1, 2, 3, 4\)"),
        (np.ones(4, dtype=bool), r"found \(4,\)"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(mask, words):
    with pytest.raises(ValueError, match=words):
        scratch.masked_softmax(drawn((2, 3, 4))[0], mask)


@pytest.mark.parametrize("num_heads", [4, 5, 7, 0, -1, 1.5, True, "2"])
def test_heads_that_do_not_divide_the_width_are_refused(num_heads):
    x, _, weights = block_problem(SIZES[0])
    for call in (
        lambda: scratch.split_heads(x, num_heads),
        lambda: scratch.block_forward(x, weights, num_heads),
        lambda: scratch.self_attention_forward(x, *weights[2:6], num_heads),
    ):
        with pytest.raises(ValueError, match="num_heads: expected"):
            call()


def test_what_divides_the_width_is_named():
    x, _, weights = block_problem(SIZES[0])
    with pytest.raises(ValueError, match=r"width 6, found 4\. 1, 2, 3, 6 do"):
        scratch.block_forward(x, weights, 4)


def test_one_step_looks_at_itself():
    x, _, weights = block_problem((2, 1, 6, 10))
    trace = scratch.block_forward(x, weights, 2, scratch.causal_mask(1))
    assert (trace.attention.weights == 1).all()
    assert scratch.block_forward(x, weights, 2).output.shape == (2, 1, 6)


@pytest.mark.parametrize("num_steps", [0, -3, 2.5, "4"])
def test_a_mask_for_no_step_is_refused(num_steps):
    with pytest.raises(ValueError, match="num_steps: expected a whole number"):
        scratch.causal_mask(num_steps)


def test_a_table_too_large_is_refused_before_it_is_taken():
    num_steps = 100_000
    x = np.zeros((1, num_steps, 2))
    weights = scratch.block_init(2, 2, np.random.default_rng(0))
    tracemalloc.start()
    for call in (
        lambda: scratch.causal_mask(num_steps),
        lambda: scratch.attention_forward(x, x, x),
        lambda: scratch.self_attention_forward(x, *weights[2:6], 2),
        lambda: scratch.block_forward(x, weights, 2),
    ):
        with pytest.raises(ValueError, match=r"would take \d+,000,000,000 bytes"):
            call()
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < 100_000_000


def test_the_limit_is_an_argument():
    x, _, weights = block_problem(SIZES[0])  # B T T = 4 7 7 numbers of 8 bytes
    needed = 4 * 2 * 7 * 7 * 8
    scratch.block_forward(x, weights, 2, max_bytes=needed)
    with pytest.raises(ValueError, match=f"expected at most {needed - 1:,}"):
        scratch.block_forward(x, weights, 2, max_bytes=needed - 1)
    scratch.causal_mask(7, max_bytes=49)
    with pytest.raises(ValueError, match="would take 49 bytes"):
        scratch.causal_mask(7, max_bytes=48)
    use_language("zh")
    with pytest.raises(ValueError, match="要占 49 字节"):
        scratch.causal_mask(7, max_bytes=48)
    for name in ("attention_forward", "self_attention_forward", "block_forward"):
        told = inspect.signature(getattr(scratch, name)).parameters["max_bytes"]
        assert told.default == ROOM_FOR_PAIRS == 2**30


SHOWN = ["causal_mask", "masked_softmax", "attention_forward", "split_heads"]
SHOWN += ["position_codes", "layer_norm_forward", "feed_forward", "block_forward"]


@pytest.mark.parametrize("name", SHOWN)
def test_a_lesson_can_show_it(name):
    lines = solved_source(getattr(scratch, name)).splitlines()
    assert len(lines) <= 25 and max(map(len, lines)) <= 76
