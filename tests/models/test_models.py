"""Models of texts: what stands on a pad, and who else is in the batch, changes nothing.

Each trap has its naive version beside it, and the same question tells them apart.
"""

# ruff: noqa: E402
import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from refusals import check_refused_in_both_languages
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils.models.chain import ChainTagger
from course_utils.models.classifier import RowReader, TextClassifier
from course_utils.models.recurrent import (
    TORCH_CELLS,
    Recurrent,
    last_states,
    max_states,
    mean_states,
    overwrite,
    read_and_hold,
    set_gate_bias,
)
from course_utils.models.tagger import Tagger
from course_utils.training.batching import pad
from course_utils.training.computing import evaluation

SIZES = [(3, 7, 4, 5), (6, 4, 9, 2)]  # B T E H
TEXTS = [[7, 3, 5, 2, 8], [4], [9, 9, 6]]


def problem(B, T, E, dtype=torch.float64):
    """x (B, T, E) with large numbers on its pads, lengths (B,)."""
    generator = torch.Generator().manual_seed(B)
    x = torch.randn(B, T, E, generator=generator, dtype=dtype)
    lengths = torch.randint(1, T + 1, (B,), generator=generator)
    lengths[1] = T
    x[torch.arange(T) >= lengths[:, None]] = 7.0
    return x.requires_grad_(), lengths


def seeded(make, *arguments, **options):
    torch.manual_seed(5)
    return make(*arguments, **options)


def packed(net, x, lengths):
    """PyTorch's own way: outputs (B, T, D·H), and the last states."""
    inside = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    outputs, last = net(inside)
    outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=x.shape[1])
    return outputs, last[0] if isinstance(last, tuple) else last


def twin_of(ours, cell, E, H, directions):
    """nn.RNN, nn.LSTM or nn.GRU with the weights of ours, in the same precision."""
    net = TORCH_CELLS[cell](E, H, batch_first=True, bidirectional=directions == 2)
    net = net.to(next(ours.parameters()).dtype)
    for own, suffix in zip(ours.nets, ("", "_reverse"), strict=False):
        for name, weight in own.named_parameters():
            net.get_parameter(name + suffix).data.copy_(weight)
    return net


# --- the recurrent layer -------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("cell", TORCH_CELLS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_it_equals_the_packed_net_forward_and_gradients(cell, directions, size, dtype):
    B, T, E, H = size
    atol = 1e-6 if dtype == torch.float32 else 1e-12
    x, lengths = problem(B, T, E, dtype)
    ours = seeded(Recurrent, cell, E, H, directions).to(dtype)
    theirs = twin_of(ours, cell, E, H, directions)
    outputs, expected = ours(x, lengths), packed(theirs, x, lengths)[0]
    assert outputs.shape == (B, T, directions * H)
    torch.testing.assert_close(outputs, expected, rtol=0, atol=atol)
    weights = torch.rand_like(outputs) / outputs.numel()
    mine = torch.autograd.grad((outputs * weights).sum(), [x, *ours.parameters()])
    torchs = torch.autograd.grad((expected * weights).sum(), [x, *theirs.parameters()])
    assert len(mine) == len(torchs) == 1 + 4 * directions
    for a, b in zip(mine, torchs, strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=atol)


def alone_and_in_company(read):
    """What read(x, lengths) -> (B, ...) says of a short sequence, twice."""
    x, lengths = problem(3, 7, 4)
    lengths = torch.tensor([2, 7, 4])
    alone = read(x[:1, :2], lengths[:1])
    return alone[0], read(x, lengths)[0]


@pytest.mark.parametrize("cell", TORCH_CELLS)
def test_the_backward_half_reads_no_pad(cell):
    ours = seeded(Recurrent, cell, 4, 5, 2).double()
    naive = twin_of(ours, cell, 4, 5, 2)
    alone, company = alone_and_in_company(lambda x, n: ours(x, n)[:, :2])
    torch.testing.assert_close(alone, company, rtol=0, atol=1e-12)
    alone, company = alone_and_in_company(lambda x, n: naive(x)[0][:, :2])
    forwards = alone[:, :5], company[:, :5]
    torch.testing.assert_close(*forwards, rtol=0, atol=1e-12)
    assert (alone[:, 5:] - company[:, 5:]).abs().min() > 1e-4


@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("cell", TORCH_CELLS)
def test_outputs_are_0_on_pads(cell, directions):
    x, lengths = problem(3, 7, 4)
    outputs = seeded(Recurrent, cell, 4, 5, directions).double()(x, lengths)
    for row, length in zip(outputs, lengths, strict=True):
        assert (row[:length] != 0).all() and (row[length:] == 0).all()


# --- one vector for a sequence -------------------------------------------------


@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("cell", TORCH_CELLS)
def test_the_last_state_is_the_last_real_one_of_each_direction(cell, directions):
    x, lengths = problem(3, 7, 4)
    ours = seeded(Recurrent, cell, 4, 5, directions).double()
    _, expected = packed(twin_of(ours, cell, 4, 5, directions), x, lengths)
    outputs = ours(x, lengths)
    last = last_states(outputs, lengths, directions)
    torch.testing.assert_close(last, torch.cat([*expected], dim=1), rtol=0, atol=1e-12)
    short = lengths < 7
    assert (last[short, :5] - outputs[short, -1, :5]).abs().min() > 1e-4  # naive


def test_the_state_at_the_last_step_depends_on_how_far_one_pads():
    ours = seeded(Recurrent, "lstm", 4, 5).double()
    alone, company = alone_and_in_company(lambda x, n: last_states(ours(x, n), n))
    torch.testing.assert_close(alone, company, rtol=0, atol=1e-12)
    naive = twin_of(ours, "lstm", 4, 5, 1)
    alone, company = alone_and_in_company(lambda x, n: naive(x)[0][:, -1])
    assert (alone - company).abs().max() > 1e-2


@pytest.mark.parametrize(
    ("pool", "naive"), [(mean_states, torch.mean), (max_states, torch.amax)]
)
def test_pooling_leaves_pads_out(pool, naive):
    outputs = -torch.rand(2, 4, 3) - 0.1  # below 0: a pad's 0 would be the largest
    lengths = torch.tensor([4, 2])
    outputs[1, 2:] = 0.0
    expected = torch.stack([naive(outputs[0], dim=0), naive(outputs[1, :2], dim=0)])
    torch.testing.assert_close(pool(outputs, lengths), expected)
    assert (naive(outputs, dim=1)[1] - expected[1]).abs().min() > 0.05
    outputs[1, 2:] = 100.0
    torch.testing.assert_close(pool(outputs, lengths), expected)


# --- how they start ------------------------------------------------------------


@pytest.mark.parametrize("bias", [1.0, 3.0])
def test_the_forget_bias_is_set_in_every_lstm(bias):
    net = Recurrent("lstm", 4, 5, directions=2, forget_bias=bias)
    for own in net.nets:
        total = own.bias_ih_l0 + own.bias_hh_l0
        assert (total[5:10] == bias).all()
        rest = torch.cat([total[:5], total[10:]])
        assert (rest.abs() < 2 / 5**0.5).all() and len(rest.unique()) == 15


@pytest.mark.parametrize(("cell", "bias"), [("lstm", None), ("rnn", 1.0), ("gru", 1.0)])
def test_all_else_starts_as_pytorch_starts_it(cell, bias):
    ours = seeded(Recurrent, cell, 4, 5, forget_bias=bias)
    theirs = seeded(TORCH_CELLS[cell], 4, 5, batch_first=True)
    for mine, torchs in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert torch.equal(mine, torchs)


def test_with_a_forget_bias_the_first_symbol_still_counts_after_100_steps():
    def memory(bias):
        net = seeded(Recurrent, "lstm", 8, 32, forget_bias=bias).double()
        x = torch.randn(1, 100, 8, dtype=torch.float64, requires_grad=True)
        last = net(x, torch.tensor([100]))[0, -1].sum()
        return torch.autograd.grad(last, x)[0][0, 0].norm()

    naive, ours = memory(None), memory(1.0)
    assert 0 < naive < 1e-6 * ours


@pytest.mark.parametrize("make", [TextClassifier, Tagger])
def test_embeddings_start_small(make):
    weight = seeded(make, 500, 2, embedding=64).embedding.weight.detach()
    assert weight[1:].abs().max() <= 0.1
    assert weight[1:].std() == pytest.approx(0.2 / 12**0.5, rel=0.02)
    assert (weight[0] == 0).all()
    assert nn.Embedding(500, 64).weight.std() > 0.9  # naive


# --- the classifier ------------------------------------------------------------

KINDS = [
    {"cell": cell, "directions": directions, "pooling": pooling}
    for cell in TORCH_CELLS
    for directions in (1, 2)
    for pooling in ("last", "mean", "max")
] + [{"cell": None}]


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_the_verdict_on_a_text_does_not_depend_on_its_neighbours(options):
    model = seeded(TextClassifier, 10, 3, embedding=4, hidden=5, **options).eval()
    together = model(*pad(TEXTS, width=8))
    assert together.shape == (3, 3)
    alone = torch.cat([model(*pad([text])) for text in TEXTS])
    torch.testing.assert_close(together, alone, rtol=0, atol=1e-6)
    other_pads = model(*pad(TEXTS, pad_id=6, width=8))
    assert torch.equal(together, other_pads)


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_reading_gives_the_verdict_on_every_beginning(options):
    model = seeded(TextClassifier, 10, 3, embedding=4, hidden=5, dropout=0.5, **options)
    text = 14 * TEXTS[0]  # 70 symbols: more beginnings than are read at once
    found = model.read(text)
    assert found.shape == (70, 3) and not found.requires_grad and model.training
    model.eval()
    for end in (1, 2, 64, 65, 70):
        expected = model(*pad([text[:end]])).softmax(dim=1)[0]
        torch.testing.assert_close(found[end - 1], expected, rtol=0, atol=1e-6)
    torch.testing.assert_close(model.read(torch.tensor(text)), found)


def test_without_a_cell_order_does_not_count_and_with_one_it_does():
    ids, lengths = pad([[5, 6, 7]])
    bag = seeded(TextClassifier, 10, 2, cell=None)
    torch.testing.assert_close(bag(ids, lengths), bag(ids.flip(1), lengths))
    net = seeded(TextClassifier, 10, 2)
    assert (net(ids, lengths) - net(ids.flip(1), lengths)).abs().max() > 1e-5


def test_words_are_dropped_in_training_alone_and_as_often_as_asked():
    model = seeded(TextClassifier, 10, 2, cell=None, word_dropout=0.3, unknown_id=1)
    with torch.no_grad():
        model.embedding.weight.zero_()
        model.embedding.weight[1] = 1.0  # so the mean counts what was dropped
        model.readout.weight.fill_(1 / 64)
        model.readout.bias.zero_()
    ids, lengths = pad([[5] * 20_000])
    assert model(ids, lengths)[0, 0].item() == pytest.approx(0.3, abs=0.02)
    assert model.eval()(ids, lengths)[0, 0] == 0


def test_no_pad_is_ever_trained():
    for model in (TextClassifier(10, 2), Tagger(10, 2)):
        model(*pad(TEXTS)).square().sum().backward()
        used = model.embedding.weight.grad.abs().sum(dim=1) > 0
        assert used.tolist() == [False, False] + [True] * 8


# --- the tagger and the reader of rows -----------------------------------------


@pytest.mark.parametrize("cell", [*TORCH_CELLS, None])
def test_the_tags_of_a_sentence_do_not_depend_on_its_neighbours(cell):
    model = seeded(Tagger, 10, 3, cell=cell, num_bigrams=6).eval()
    ids, lengths = pad(TEXTS, width=8)
    bigrams = ids % 6
    together = model(ids, lengths, bigrams)
    assert together.shape == (3, 8, 3)
    for row, length in enumerate(lengths.tolist()):
        own = model(
            ids[row : row + 1, :length],
            lengths[row : row + 1],
            bigrams[row : row + 1, :length],
        )
        torch.testing.assert_close(together[row, :length], own[0], rtol=0, atol=1e-6)


def test_two_directions_see_what_comes_and_one_does_not():
    for directions, sees in ((1, False), (2, True)):
        model = seeded(Tagger, 10, 3, directions=directions).eval()
        first, second = (model(*pad([[5, 6, last]]))[0, 0] for last in (7, 8))
        assert torch.equal(first, second) != sees


def test_a_picture_is_read_row_by_row():
    model = seeded(RowReader, "gru", 6, 5, 4)
    x = torch.randn(3, 7, 6)
    scores = model(x)
    assert scores.shape == (3, 4)
    _, last = model.recurrent.nets[0](x)
    torch.testing.assert_close(scores, model.readout(last[0]))


def test_evaluation_is_over_afterwards():
    model = TextClassifier(10, 2, dropout=0.5)
    with pytest.raises(RuntimeError), evaluation(model):
        assert not model.training and not torch.is_grad_enabled()
        raise RuntimeError
    assert model.training and torch.is_grad_enabled()


# --- what is refused -----------------------------------------------------------

IDS, LENGTHS = pad(TEXTS)
TWO = torch.tensor([1, 3])
REFUSED = {
    "an unknown cell": lambda: TextClassifier(10, 2, cell="transformer"),
    "an unknown pooling": lambda: TextClassifier(10, 2, pooling="sum"),
    "three directions": lambda: Recurrent("rnn", 4, 5, directions=3),
    "an id beyond V": lambda: TextClassifier(9, 2)(IDS, LENGTHS),
    "an id below 0": lambda: TextClassifier(10, 2)(IDS - 1, LENGTHS),
    "ids with a point": lambda: TextClassifier(10, 2)(IDS.float(), LENGTHS),
    "ids of one text": lambda: TextClassifier(10, 2)(IDS[0], LENGTHS[:1]),
    "a length beyond T": lambda: TextClassifier(10, 2)(IDS, LENGTHS + 1),
    "a length beyond T for a tagger": lambda: Tagger(10, 2)(IDS, LENGTHS + 1),
    "a length of 0": lambda: TextClassifier(10, 2, cell=None)(IDS, 0 * LENGTHS),
    "lengths with a point": lambda: TextClassifier(10, 2)(IDS, LENGTHS.float()),
    "lengths of another batch": lambda: TextClassifier(10, 2)(IDS, LENGTHS[:2]),
    "no text to read": lambda: TextClassifier(10, 2).read([]),
    "texts to read": lambda: TextClassifier(10, 2).read(IDS),
    "no bigrams": lambda: Tagger(10, 2, num_bigrams=3)(IDS, LENGTHS),
    "bigrams unasked": lambda: Tagger(10, 2)(IDS, LENGTHS, IDS),
    **{
        f"{make.__name__} with {name} {value}": (
            lambda make=make, settings={"num_symbols": 9, kinds: 3, name: value}: make(
                **settings
            )
        )
        for make, kinds in (
            (TextClassifier, "num_classes"),
            (Tagger, "num_tags"),
        )
        for name, value in (
            ("num_symbols", 0),
            ("embedding", 0),
            ("hidden", 2.5),
            ("dropout", math.nan),
            ("dropout", 1.5),
            (kinds, 0),
        )
    },
    "a chain of no tags": lambda: ChainTagger(9, 4, 0),
    "a chain of no bigrams": lambda: ChainTagger(9, 0, 3),
    "a chain that forgets nothing known": lambda: ChainTagger(9, 4, 3, dropout=2),
    "a bias that is no number": lambda: Tagger(10, 2, forget_bias=math.nan),
    "a pad beyond V": lambda: Tagger(10, 2, pad_id=10),
    "a pad below 0": lambda: TextClassifier(10, 2, pad_id=-1),
    "words lost too often": lambda: TextClassifier(10, 2, word_dropout=2),
    "an unknown symbol beyond V": lambda: TextClassifier(
        10, 2, word_dropout=0.1, unknown_id=10
    ),
    "states of three directions": lambda: last_states(torch.ones(2, 3, 6), TWO, 3),
    "states of an odd width": lambda: last_states(torch.ones(2, 3, 5), TWO, 2),
    "a gate that is none": lambda: set_gate_bias(torch.nn.LSTM(2, 3), 4, 1.0),
    "weights of another shape": lambda: overwrite(
        torch.nn.RNN(2, 3), weight_ih_l0=np.ones((1, 2))
    ),
    "weights that are no numbers": lambda: overwrite(
        torch.nn.RNN(2, 3), bias_ih_l0=np.full(3, math.nan)
    ),
    "a length beyond T, held": lambda: read_and_hold(
        torch.nn.RNN(2, 3, batch_first=True), torch.ones(2, 3, 2), TWO + 2
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_both_languages(case):
    check_refused_in_both_languages(REFUSED[case])
