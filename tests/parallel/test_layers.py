"""Scan = loop, attention and blocks = PyTorch's; nothing looks ahead; bad input."""

# ruff: noqa: E402
import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from torch import nn
from torch.nn import functional as F

from course_utils import parallel, scratch
from course_utils.parallel import recurrence
from course_utils.parallel.inputs import check_memory
from course_utils.text import use_language


@pytest.fixture(autouse=True)
def double():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(torch.float32)


def drawn(*shape):
    return torch.randn(shape).requires_grad_()


# --- the minimal GRU ---------------------------------------------------------------


@pytest.mark.parametrize("T", [1, 2, 7, 8, 33])
def test_the_scan_is_the_loop_and_so_are_its_gradients(T):
    kept, added, h = drawn(3, T, 4), drawn(3, T, 4), drawn(3, 4)
    weights = torch.randn(3, T, 4)
    found = [read(kept, added, h) for read in recurrence.READING_ORDERS.values()]
    torch.testing.assert_close(*found)
    grads = [torch.autograd.grad((x * weights).sum(), (kept, added, h)) for x in found]
    torch.testing.assert_close(*grads)


@pytest.mark.parametrize("T", [1, 7, 8, 9, 100])
def test_the_scan_takes_log2_rounds(T, monkeypatch):
    """Two tables are joined before the first round, then two a round."""
    joined = []
    cat = torch.cat
    monkeypatch.setattr(torch, "cat", lambda *a, **k: joined.append(1) or cat(*a, **k))
    recurrence.scan_states(torch.ones(1, T, 1), torch.ones(1, T, 1), torch.zeros(1, 1))
    assert (len(joined) - 1) / 2 == math.ceil(math.log2(T))


@pytest.mark.parametrize("order", ["scan", "loop"])
def test_the_minimal_gru_is_the_one_by_hand(order):
    net, x, h = parallel.MinimalGRU(3, 5), drawn(2, 7, 3), drawn(2, 5)
    W = [each.weight.detach().numpy() for each in (net.gate, net.candidate)]
    b = [each.bias.detach().numpy() for each in (net.gate, net.candidate)]
    weights = scratch.MinGRUWeights(np.concatenate(W), np.concatenate(b))
    trace = scratch.min_gru_forward(x.detach().numpy(), h.detach().numpy(), *weights)
    states, last = net(x, h, order)
    np.testing.assert_allclose(states.detach().numpy(), trace.states)
    torch.testing.assert_close(last, states[:, -1])


def test_what_was_read_before_is_the_state():
    net, x = parallel.MinimalGRU(3, 5), drawn(2, 9, 3)
    whole, last = net(x)
    first, h = net(x[:, :4])
    second, then = net(x[:, 4:], h)
    torch.testing.assert_close(torch.cat([first, second], 1), whole)
    torch.testing.assert_close(then, last)


def test_an_untrained_one_keeps_as_much_as_it_is_told():
    for keeping, share in ((2.0, 0.88), (0.0, 0.5)):
        net = parallel.MinimalGRU(3, 400, keeping)
        kept = 1 - net.gate(torch.zeros(1, 3)).sigmoid()
        assert kept.mean().item() == pytest.approx(share, abs=0.01)


# --- attention -----------------------------------------------------------------------


@pytest.mark.parametrize(("T", "heads"), [(1, 1), (7, 2), (8, 4)])
def test_attention_is_that_of_pytorch(T, heads):
    net, x = parallel.CausalAttention(8, heads), drawn(3, T, 8)
    other = nn.MultiheadAttention(8, heads, batch_first=True)
    other.in_proj_weight.data = net.looking.weight.data
    other.in_proj_bias.data = net.looking.bias.data
    other.out_proj.load_state_dict(net.joining.state_dict())
    later = torch.ones(T, T, dtype=torch.bool).triu(1)
    expected, weights = other(x, x, x, attn_mask=later, average_attn_weights=False)
    found, memory = net(x)
    torch.testing.assert_close(found, expected)
    torch.testing.assert_close(net.look(x)[0], weights)
    assert memory.keys.shape == (3, heads, T, 8 // heads)


def test_a_memory_of_keys_gives_what_the_full_pass_gives():
    net, x = parallel.CausalAttention(8, 2), drawn(3, 9, 8)
    whole, _ = net(x)
    memory, found = None, []
    for part in x.split([4, 1, 3, 1], dim=1):
        seen, memory = net(part, memory)
        found.append(seen)
    torch.testing.assert_close(torch.cat(found, 1), whole)


def test_the_fused_kernel_is_the_same_function():
    from course_utils.bench.after.costs import FusedAttention

    net, x = parallel.CausalAttention(8, 2), drawn(3, 9, 8)
    fused = FusedAttention(8, 2)
    fused.load_state_dict(net.state_dict())
    torch.testing.assert_close(fused(x)[0], net(x)[0])


# --- blocks --------------------------------------------------------------------------


def encoder_of(block, size, heads, hidden):
    """PyTorch's own layer with the weights of a block."""
    layer = nn.TransformerEncoderLayer(
        size, heads, hidden, dropout=0.0, batch_first=True, norm_first=True
    )
    mixer = block.mixer
    layer.self_attn.in_proj_weight.data = mixer.looking.weight.data
    layer.self_attn.in_proj_bias.data = mixer.looking.bias.data
    layer.self_attn.out_proj.load_state_dict(mixer.joining.state_dict())
    layer.norm1.load_state_dict(block.norm_to_mix.state_dict())
    layer.norm2.load_state_dict(block.norm_to_think.state_dict())
    layer.linear1.load_state_dict(block.thinking[0].state_dict())
    layer.linear2.load_state_dict(block.thinking[2].state_dict())
    return layer


@pytest.mark.parametrize(
    ("T", "size", "heads", "hidden"), [(7, 8, 2, 12), (4, 6, 3, 5)]
)
def test_a_block_is_the_layer_of_pytorch(T, size, heads, hidden):
    mixer = parallel.CausalAttention(size, heads)
    block = parallel.ResidualBlock(size, hidden, mixer)
    for norm in (block.norm_to_mix, block.norm_to_think):
        nn.init.normal_(norm.weight)
    layer, x = encoder_of(block, size, heads, hidden), drawn(3, T, size)
    mask = nn.Transformer.generate_square_subsequent_mask(T)
    expected, found = layer(x, mask, is_causal=True), block(x)[0]
    torch.testing.assert_close(found, expected)
    weights = torch.randn_like(x)
    grads = [
        torch.autograd.grad((each * weights).sum(), x)[0] for each in (found, expected)
    ]
    torch.testing.assert_close(*grads)


def test_places_are_those_by_hand_and_go_on():
    expected = torch.from_numpy(scratch.position_codes(9, 6))
    torch.testing.assert_close(parallel.wave_places(0, 9, 6), expected)
    torch.testing.assert_close(parallel.wave_places(4, 5, 6), expected[4:])


def test_without_places_two_orders_look_alike_to_the_last_step():
    """Dog bites man, man bites dog: one block, whose last step sees the same set."""
    x = drawn(1, 3, 8)
    orders = x, x[:, [1, 0, 2]]
    for places in (False, True):
        net = parallel.Transformer(8, 8, 16, num_blocks=1, places=places)
        one, other = (net(each)[0][0, -1] for each in orders)
        assert torch.allclose(one, other) == (not places)


# --- bad input -----------------------------------------------------------------------


LAYERS = [
    lambda: parallel.MinimalGRU(4, 6),
    lambda: parallel.CausalAttention(4, 2),
    lambda: parallel.Transformer(4, 8, 8),
    lambda: parallel.MinimalGRUStack(4, 8, 8),
]


@pytest.mark.parametrize("make", LAYERS)
@pytest.mark.parametrize(
    ("x", "words"),
    [
        (torch.zeros(2, 0, 4), "(2, 0, 4)"),
        (torch.zeros(2, 3, 5), "(2, 3, 5)"),
        (torch.zeros(3, 4), "(3, 4)"),
        (torch.full((2, 3, 4), torch.nan), "nan"),
        (torch.full((2, 3, 4), torch.inf), "inf"),
    ],
)
def test_bad_input_is_refused_in_words(make, x, words):
    with pytest.raises(ValueError) as error:
        make()(x.double())
    assert words in str(error.value)


def test_memory_is_asked_for_before_it_is_taken():
    net = parallel.CausalAttention(4, 2)
    x = torch.zeros(1, 100_000, 4)
    with pytest.raises(
        ValueError, match=r"100,000 steps .* 149\.0 GiB together"
    ) as error:
        net(x)
    assert "at most 4.0 GiB" in str(error.value)
    use_language("zh")
    with pytest.raises(ValueError, match=r"100,000 步.*149\.0 GiB"):
        net(x)


def test_as_much_memory_as_is_allowed_is_taken():
    x = torch.zeros(1, 8, 4)
    parallel.CausalAttention(4, 2, max_bytes=8 * 2 * 64)(x)
    with pytest.raises(ValueError, match="8 steps to 8"):
        parallel.CausalAttention(4, 2, max_bytes=8 * 2 * 64 - 1)(x)
    check_memory(1, 1, 10**6)


def test_a_long_sequence_is_no_burden_to_a_scan():
    states, _ = parallel.MinimalGRU(1, 1)(torch.ones(1, 100_000, 1))
    assert torch.isfinite(states).all()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: parallel.CausalAttention(6, 4), "multiple of the 4 heads, found 6"),
        (lambda: parallel.CausalAttention(6, 0), "heads"),
        (lambda: parallel.MinimalGRU(0, 4), "input_size"),
        (lambda: parallel.MinimalGRU(4, -1), "hidden_size"),
    ],
)
def test_bad_sizes_are_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_an_unknown_order_is_refused():
    with pytest.raises(ValueError, match="'loop'"):
        parallel.MinimalGRU(2, 2)(torch.zeros(1, 1, 2), order="backwards")


def test_softmax_of_pytorch_agrees_with_the_weights():
    """The weights times the values are PyTorch's scaled dot product attention."""
    net, x = parallel.CausalAttention(6, 3), drawn(2, 5, 6)
    queries, keys, values = (
        each.unflatten(2, (3, 2)).transpose(1, 2) for each in net.looking(x).chunk(3, 2)
    )
    expected = F.scaled_dot_product_attention(queries, keys, values, is_causal=True)
    weights, memory = net.look(x)
    torch.testing.assert_close(weights @ memory.values, expected)
