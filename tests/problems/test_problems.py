"""Lesson 07's nets: shapes, bad input, and what attention may look at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bracket_depths import depth_is_even

from course_utils.datasets.numerals import chinese_numeral, held_out_numbers

torch = pytest.importorskip("torch")

from course_utils.datasets.digits import Digits  # noqa: E402
from course_utils.problems import captions, numerals  # noqa: E402
from course_utils.problems import digits as digit_nets  # noqa: E402
from course_utils.problems.brackets import bracket_batches, draw_brackets  # noqa: E402
from course_utils.problems.captions import Captioner  # noqa: E402
from course_utils.problems.encoder_decoder import EncoderDecoder, attention_weights  # noqa: E402
from course_utils.problems.writing import (  # noqa: E402
    START_ID,
    STOP_ID,
    teacher_forced,
    texts_of,
    until_stop,
    write_greedily,
    writing_loss,
    writing_vocabulary,
)
from course_utils.training.batching import IGNORED_TARGET  # noqa: E402
from course_utils.training.checkpoints import CheckpointError  # noqa: E402
from course_utils.training.loop import fit  # noqa: E402

pytestmark = pytest.mark.torch

# ---------------------------------------------------------------- writing


def test_targets_are_the_inputs_one_step_on() -> None:
    vocabulary = writing_vocabulary(["ab", "abc"])
    inputs, targets = teacher_forced(["ab", "abc"], vocabulary)
    a, b, c = vocabulary.encode("abc")
    assert inputs.tolist() == [[START_ID, a, b, 0], [START_ID, a, b, c]]
    assert targets.tolist() == [[a, b, STOP_ID, IGNORED_TARGET], [a, b, c, STOP_ID]]


def test_a_symbol_without_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="'z'"):
        teacher_forced(["az"], writing_vocabulary(["ab"]))


def test_padding_costs_nothing() -> None:
    scores = torch.randn(2, 4, 6, generator=torch.Generator().manual_seed(0))
    targets = torch.tensor([[4, 3, IGNORED_TARGET, IGNORED_TARGET], [4, 5, 5, 3]])
    before = writing_loss(scores, targets)
    scores[0, 2:] += 100 * torch.randn(2, 6)
    assert torch.equal(writing_loss(scores, targets), before)


def test_writing_stops_when_all_have_stopped() -> None:
    plan = torch.tensor([[4, STOP_ID, 5, 5, 5], [4, 4, 4, STOP_ID, 5]])

    def step(ids, place):
        return torch.nn.functional.one_hot(plan[:, place], 6).float(), place + 1

    ids = write_greedily(step, 0, 2)
    assert ids.tolist() == plan[:, :4].tolist()
    assert write_greedily(step, 0, 2, max_symbols=2).shape == (2, 2)


def test_what_stands_behind_the_stop_is_not_text() -> None:
    vocabulary = writing_vocabulary(["ab"])
    a, b = vocabulary.encode("ab")
    assert texts_of(torch.tensor([[a, STOP_ID, b], [b, a, b]]), vocabulary) == [
        "a",
        "bab",
    ]
    assert until_stop([STOP_ID, a]) == []


# ---------------------------------------------------------------- attention


def random_attention(seed: int = 0):
    generator = torch.Generator().manual_seed(seed)
    queries = torch.randn(3, 2, 4, generator=generator)
    keys = torch.randn(3, 5, 4, generator=generator)
    mask = torch.arange(5) < torch.tensor([5, 3, 1])[:, None]
    return queries, keys, mask


def test_rows_sum_to_one_and_pads_get_nothing() -> None:
    queries, keys, mask = random_attention()
    weights = attention_weights(queries, keys, mask)
    assert weights.shape == (3, 2, 5)
    torch.testing.assert_close(weights.sum(dim=2), torch.ones(3, 2))
    assert (weights[~mask[:, None].expand_as(weights)] == 0).all()
    assert (weights[2, :, 0] == 1).all()


def test_attention_agrees_with_torch() -> None:
    queries, keys, mask = random_attention(1)
    expected = torch.nn.functional.scaled_dot_product_attention(
        queries, keys, keys, attn_mask=mask[:, None], scale=1.0
    )
    found = attention_weights(queries, keys, mask) @ keys
    torch.testing.assert_close(found, expected)


# ---------------------------------------------------------------- numbers to numerals

NETS = [(True, 2), (False, 2), (True, 1), (False, 1)]


@pytest.mark.parametrize(("attention", "directions"), NETS)
def test_scores_and_weights_have_their_shapes(attention: bool, directions: int) -> None:
    net = numerals.make_numerals_net(attention=attention, directions=directions)
    batch = numerals.numeral_batch([7, 20405, 112])
    assert net(batch.ids, batch.lengths, batch.inputs).shape == (3, 8, 18)
    written = net.write(batch.ids, batch.lengths, max_symbols=6)
    assert written.weights.shape == (3, written.ids.shape[1], 5)
    sums = written.weights.sum(dim=2)
    torch.testing.assert_close(sums, torch.full_like(sums, float(attention)))


@pytest.mark.parametrize(("attention", "directions"), NETS)
def test_a_number_is_read_alike_in_any_batch(attention: bool, directions: int) -> None:
    """The trap of padding: the company in a batch must not change what is read."""
    net = numerals.make_numerals_net(attention=attention, directions=directions)
    alone = numerals.numeral_batch([42])
    inputs = alone.inputs.expand(2, -1)
    ids, lengths = numerals.read_digits([42, 12345678])
    together = net(ids, lengths, inputs)[0]
    torch.testing.assert_close(
        together, net(alone.ids, alone.lengths, alone.inputs)[0], rtol=1e-4, atol=1e-5
    )


def test_writing_follows_the_scores() -> None:
    """Step by step or all at once: the same net gives the same symbols."""
    net = numerals.make_numerals_net(seed=3)
    ids, lengths = numerals.read_digits([907, 31])
    written = net.write(ids, lengths, max_symbols=5).ids
    inputs = torch.cat([torch.full((2, 1), START_ID), written[:, :-1]], dim=1)
    assert torch.equal(net(ids, lengths, inputs).argmax(dim=2), written)


def test_batches_hold_no_number_that_is_held_out() -> None:
    held_out = set(held_out_numbers())
    batches = list(numerals.numeral_batches(np.random.default_rng(0)))
    assert len(batches) == numerals.UPDATES_AN_EPOCH
    for batch in batches:
        assert len(batch.ids) == numerals.BATCH_SIZE
        for row, length in zip(batch.ids, batch.lengths, strict=True):
            digits = "".join(numerals.READ.decode(row[:length].tolist()))
            assert int(digits) not in held_out


def test_a_few_updates_lower_the_loss() -> None:
    net = numerals.make_numerals_net()
    history = fit(
        net,
        lambda rng: islice(numerals.numeral_batches(rng), 15),
        numerals.numeral_loss,
        epochs=2,
        rate=3e-3,
        progress=False,
    )
    assert history.losses[1] < history.losses[0] - 0.5


def test_a_kept_net_writes_the_same(tmp_path: Path) -> None:
    net = numerals.make_numerals_net(seed=1)
    path = tmp_path / "net.safetensors"
    numerals.save_numerals_net(net, path)
    again = numerals.load_numerals_net(path)
    for name, part in again.state_dict().items():
        torch.testing.assert_close(part, net.state_dict()[name], rtol=1e-3, atol=1e-3)
    assert numerals.look_at_digits(again, "20405")[1].shape[1] == 5
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CheckpointError):
        numerals.load_numerals_net(path)


def test_wrong_ids_are_refused() -> None:
    net = EncoderDecoder(5, 6)
    start = torch.tensor([[START_ID]])
    for bad in (torch.tensor([[5]]), torch.tensor([[-1]]), torch.tensor([[0.5]])):
        with pytest.raises(ValueError, match="ids"):
            net(bad, torch.tensor([1]), start)
    with pytest.raises(ValueError, match="lengths"):
        net(torch.tensor([[1]]), torch.tensor([0]), start)


# ---------------------------------------------------------------- captions


def small_digits() -> Digits:
    """Ten pictures, each of its class in grey."""
    labels = np.arange(10)
    images = np.ones((10, 8, 8)) * labels[:, None, None] / 10
    return Digits(images.astype(np.float32), labels)


def test_unseen_numbers_are_apart_and_their_digits_are_not() -> None:
    unseen, seen = captions.unseen_numbers(), captions.seen_numbers()
    assert len(unseen) == 18 and sorted(unseen + seen) == list(range(10, 100))
    assert {n // 10 for n in seen} == set(range(1, 10))
    assert {n % 10 for n in seen} == set(range(10))


def test_a_picture_shows_its_number() -> None:
    rng = np.random.default_rng(0)
    images = captions.random_pictures(np.array([37, 90]), small_digits(), rng)
    assert images.shape == (2, 8, 16)
    np.testing.assert_allclose(images[0, 0, [0, 7, 8, 15]], [0.3, 0.3, 0.7, 0.7])
    assert images[1, :, 8:].max() == 0


def test_a_digit_without_a_picture_is_refused() -> None:
    few = Digits(small_digits().images[:5], np.arange(5))
    with pytest.raises(ValueError, match=r"\[7\]"):
        captions.random_pictures(np.array([37]), few, np.random.default_rng(0))


def test_training_shows_seen_numbers_only() -> None:
    draw = captions.caption_batches(small_digits(), "zh")
    vocabulary = captions.caption_vocabulary("zh")
    unseen = {chinese_numeral(number) for number in captions.unseen_numbers()}
    shown: set[str] = set()
    for batch in draw(np.random.default_rng(0)):
        shown.update(texts_of(batch.targets.clamp(min=0), vocabulary))
    assert len(shown) == 72 and shown.isdisjoint(unseen)


@pytest.mark.parametrize("at_every_step", [False, True])
def test_a_captioner_has_its_shapes(at_every_step: bool) -> None:
    net = Captioner(9, at_every_step=at_every_step)
    images, inputs = torch.rand(3, 8, 16), torch.tensor([[2, 4, 5]] * 3)
    assert net(images, inputs).shape == (3, 3, 9)
    ids = net.write(images, max_symbols=4)
    inputs = torch.cat([torch.full((3, 1), START_ID), ids[:, :-1]], dim=1)
    assert torch.equal(net(images, inputs).argmax(dim=2), ids)


@pytest.mark.parametrize("shape", [(8, 16), (2, 8, 8), (2, 1, 8, 16), (2, 16, 8)])
def test_other_pictures_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"8, 16"):
        Captioner(9)(torch.rand(shape), torch.tensor([[2]]))


# ---------------------------------------------------------------- digits


def test_every_picture_comes_once_an_epoch() -> None:
    draw = digit_nets.digit_batches(small_digits(), 4)
    batches = list(draw(np.random.default_rng(0)))
    assert [len(batch.labels) for batch in batches] == [4, 4, 2]
    labels = torch.cat([batch.labels for batch in batches])
    assert sorted(labels.tolist()) == list(range(10))
    for batch in batches:
        torch.testing.assert_close(batch.images[:, 0, 0], batch.labels / 10)


def test_columns_are_rows_turned() -> None:
    images = np.arange(2 * 8 * 8, dtype=np.float32).reshape(2, 8, 8)
    turned = digit_nets.columns_of(Digits(images, np.zeros(2, np.int64)))
    np.testing.assert_array_equal(turned.images[1, 3], images[1, :, 3])


@pytest.mark.parametrize("reader", [None, "rnn", "lstm", "gru"])
def test_a_reader_gives_ten_scores(reader) -> None:
    net = digit_nets.make_row_reader(reader, 8, hidden=5)
    assert net(torch.rand(3, 8, 8)).shape == (3, 10)
    assert 0 <= digit_nets.digit_accuracy(net, small_digits()) <= 1


def test_a_net_that_knows_the_grey_is_always_right() -> None:
    """A net that knows the class of its grey is right on all ten."""
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, 10))
    classes = torch.arange(10.0)
    with torch.no_grad():  # scores -(10 grey - class)^2 without the part of all
        net[1].weight[:] = (20 * classes / 64)[:, None]
        net[1].bias[:] = -(classes**2)
    assert digit_nets.digit_accuracy(net, small_digits()) == 1


# ---------------------------------------------------------------- brackets


def test_depths_are_those_of_the_text() -> None:
    ids, is_even = draw_brackets(20, 30, np.random.default_rng(0))
    for row, answers in zip(ids, is_even, strict=True):
        text = "".join(" ().."[number] for number in row)
        assert depth_is_even(text) == answers.astype(bool).tolist()
    assert depth_is_even("(.()") == [False, False, True, False]


def test_the_answer_is_a_coin_toss_without_reading() -> None:
    _, is_even = draw_brackets(4000, 20, np.random.default_rng(0))
    assert abs(is_even[:, -1].mean() - 0.5) < 0.03


def test_only_the_last_step_may_be_taught() -> None:
    batch = next(bracket_batches(6, last_only=True)(np.random.default_rng(0)))
    assert (batch.labels[:, :-1] == IGNORED_TARGET).all()
    assert set(batch.labels[:, -1].tolist()) == {0, 1}


# ---------------------------------------------------------------- precision


@pytest.fixture
def double_precision() -> Iterator[None]:
    """PyTorch makes new tensors in float64, as some people set it."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


def _some_digits() -> Digits:
    rng = np.random.default_rng(0)
    return Digits(rng.random((20, 8, 8), dtype=np.float32), np.arange(20) % 10)


@pytest.mark.parametrize("reader", [None, "rnn", "lstm", "gru"])
def test_digits_are_read_in_any_precision(double_precision: None, reader: Any) -> None:
    net = digit_nets.make_row_reader(reader, 8, 4)
    batch = next(digit_nets.digit_batches(_some_digits(), 5)(np.random.default_rng(0)))
    digit_nets.digit_loss(net, batch).backward()
    assert 0 <= digit_nets.digit_accuracy(net, _some_digits()) <= 1
    torch.set_default_dtype(torch.float32)
    same = digit_nets.make_row_reader(reader, 8, 4)
    for one, other in zip(net.parameters(), same.parameters(), strict=True):
        assert torch.equal(one, other)


def test_captions_and_numerals_are_written_in_any_precision(
    double_precision: None,
) -> None:
    pairs = np.zeros((2, 8, 16), dtype=np.float32)
    net = captions.make_captioner("en")
    assert len(captions.write_captions(net, pairs, "en")) == 2
    for attention in (True, False):
        writer = numerals.make_numerals_net(attention=attention)
        text, weights = numerals.look_at_digits(writer, "12")
        assert isinstance(text, str) and weights.dtype == np.float32


def test_brackets_are_read_in_any_precision(double_precision: None) -> None:
    from course_utils.memory.brackets import BracketNet

    assert len(BracketNet().read("a(b)c")["inside"]) == 5
