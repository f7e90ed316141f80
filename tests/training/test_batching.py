"""Padding, masks and buckets: each symbol is there once, and a pad is known as one."""

# ruff: noqa: E402
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from refusals import check_refused_in_both_languages

from course_utils.training.batching import (
    IGNORED_TARGET,
    TextSet,
    bucket_batches,
    mask_like,
    mask_of,
    pad,
    random_batches,
    reverse_within,
)

SEQUENCES = st.lists(
    st.lists(st.integers(0, 2**40), min_size=1, max_size=9), min_size=1, max_size=7
)


def rng(seed=0):
    return np.random.default_rng(seed)


def some_lengths(num=500):
    """Skewed, as lengths of texts are."""
    return 1 + rng().geometric(0.05, size=num)


def num_pads(batches, lengths):
    return sum(int((lengths[rows].max() - lengths[rows]).sum()) for rows in batches)


# --- pads ----------------------------------------------------------------------


def test_pads_stand_at_the_end_or_at_the_start():
    ids, lengths = pad([[5, 6, 7], [8]])
    assert ids.tolist() == [[5, 6, 7], [8, 0, 0]]
    assert lengths.tolist() == [3, 1]
    ids, lengths = pad([[5, 6, 7], [8]], pad_id=9, at="start", width=4)
    assert ids.tolist() == [[9, 5, 6, 7], [9, 9, 9, 8]]
    assert lengths.tolist() == [3, 1]
    assert ids.dtype == lengths.dtype == torch.int64


@given(
    sequences=SEQUENCES, at=st.sampled_from(["end", "start"]), extra=st.integers(0, 3)
)
def test_what_was_padded_comes_back(sequences, at, extra):
    width = max(map(len, sequences)) + extra
    ids, lengths = pad(sequences, pad_id=-1, at=at, width=width)
    assert ids.shape == (len(sequences), width)
    found = [
        row[:length] if at == "end" else row[width - length :]
        for row, length in zip(ids.tolist(), lengths.tolist(), strict=True)
    ]
    assert found == sequences
    assert (ids == -1).sum() == ids.numel() - sum(map(len, sequences))


def test_lists_arrays_and_tensors_are_padded():
    expected, _ = pad([[1, 2], [3]])
    assert torch.equal(pad([np.array([1, 2]), np.array([3])])[0], expected)
    assert torch.equal(pad([torch.tensor([1, 2]), torch.tensor([3])])[0], expected)


@given(sequences=SEQUENCES)
def test_the_mask_is_true_where_no_pad_stands(sequences):
    ids, lengths = pad(sequences, pad_id=-1)
    assert torch.equal(mask_of(lengths, ids.shape[1]), ids != -1)


@given(sequences=SEQUENCES)
def test_each_sequence_is_reversed_within_its_own_length(sequences):
    ids, lengths = pad(sequences, pad_id=-1)
    reverse = reverse_within(ids, lengths)
    assert torch.equal(reverse, pad([row[::-1] for row in sequences], pad_id=-1)[0])
    assert torch.equal(reverse_within(reverse, lengths), ids)


def test_vectors_are_reversed_as_wholes_and_so_are_their_gradients():
    x = torch.randn(3, 5, 2, dtype=torch.float64, requires_grad=True)
    lengths = torch.tensor([5, 1, 3])
    found = reverse_within(x, lengths)
    for row, length in enumerate(lengths):
        assert torch.equal(found[row, :length], x[row, :length].flip(0))
        assert torch.equal(found[row, length:], x[row, length:])
    torch.autograd.gradcheck(lambda each: reverse_within(each, lengths), (x,))


def test_the_naive_reversal_brings_pads_to_the_front():
    ids, lengths = pad([[5, 6, 7], [8]])
    assert ids.flip(1).tolist() == [[7, 6, 5], [0, 0, 8]]
    assert reverse_within(ids, lengths).tolist() == [[7, 6, 5], [8, 0, 0]]


# --- batches -------------------------------------------------------------------


@pytest.mark.parametrize("choose", [random_batches, bucket_batches])
def test_an_epoch_has_each_sequence_once(choose):
    lengths = some_lengths()
    batches = choose(lengths, 64, rng())
    assert sorted(np.concatenate(batches)) == list(range(500))
    assert sorted(map(len, batches)) == [500 % 64] + 7 * [64]


@pytest.mark.parametrize("choose", [random_batches, bucket_batches])
def test_the_seed_decides(choose):
    lengths = some_lengths()
    first, again, other = (
        np.concatenate(choose(lengths, 64, rng(seed))).tolist() for seed in (1, 1, 2)
    )
    assert first == again != other


def test_buckets_have_few_pads():
    lengths = some_lengths()
    buckets = num_pads(bucket_batches(lengths, 32, rng()), lengths)
    assert buckets < 0.2 * num_pads(random_batches(lengths, 32, rng()), lengths)


def test_buckets_come_in_no_order_and_their_members_change():
    lengths = rng().integers(5, 9, size=400)
    batches = bucket_batches(lengths, 20, rng(0))
    longest = [int(lengths[rows].max()) for rows in batches]
    assert longest != sorted(longest) and longest != sorted(longest)[::-1]
    first = {frozenset(rows.tolist()) for rows in batches}
    second = {frozenset(rows.tolist()) for rows in bucket_batches(lengths, 20, rng(1))}
    assert len(first & second) <= 1


# --- sets of texts -------------------------------------------------------------


def test_a_set_gives_batches_of_classes():
    texts = TextSet([[5, 6, 7], [8], [9, 9]], [1, 0, 1])
    first, second = texts.batches(2)
    assert first.ids.tolist() == [[8, 0], [9, 9]]
    assert first.lengths.tolist() == [1, 2]
    assert first.labels.tolist() == [0, 1] and first.bigrams is None
    assert second.ids.tolist() == [[5, 6, 7]]
    assert len(texts) == 3


def test_a_set_gives_batches_of_tags_and_bigrams():
    texts = TextSet([[5, 6, 7], [8]], [[1, 2, 0], [3]], [[4, 4, 4], [2]])
    batch = texts.take([1, 0])
    assert batch.labels.tolist() == [[3, IGNORED_TARGET, IGNORED_TARGET], [1, 2, 0]]
    assert batch.bigrams.tolist() == [[2, 0, 0], [4, 4, 4]]


@pytest.mark.parametrize("bucket", [True, False])
def test_batches_and_rows_agree(bucket):
    lengths = some_lengths(90)
    texts = TextSet([[row + 1] * n for row, n in enumerate(lengths)], range(90))
    rows = texts.rows(16, rng(3), bucket)
    for some, batch in zip(rows, texts.batches(16, rng(3), bucket), strict=True):
        assert batch.labels.tolist() == some.tolist()
        assert (batch.ids[:, 0] - 1).tolist() == some.tolist()
        assert batch.lengths.tolist() == lengths[some].tolist()


# --- what is refused -----------------------------------------------------------

REFUSED = {
    "no sequence": lambda: pad([]),
    "an empty sequence": lambda: pad([[1], []]),
    "numbers that are not whole": lambda: pad([[1.5, 2.0]]),
    "words": lambda: pad([["good", "film"]]),
    "a table": lambda: pad([[[1, 2], [3, 4]]]),
    "truths": lambda: pad([[True, False]]),
    "too narrow": lambda: pad([[1, 2, 3]], width=2),
    "no width": lambda: pad([[1]], width=0),
    "no such end": lambda: pad([[1]], at="middle"),
    "a length of 0": lambda: mask_of(torch.tensor([0, 2]), 3),
    "a length beyond T": lambda: mask_of(torch.tensor([1, 4]), 3),
    "lengths with a point": lambda: mask_of(torch.tensor([1.0, 2.0]), 3),
    "lengths as a list": lambda: mask_of([1, 2], 3),
    "lengths as a table": lambda: mask_of(torch.tensor([[1, 2]]), 3),
    "reversed beyond T": lambda: reverse_within(torch.zeros(1, 3), torch.tensor([4])),
    "others' lengths": lambda: reverse_within(torch.zeros(2, 3), torch.tensor([3])),
    "no batch size": lambda: bucket_batches([1, 2], 0, rng()),
    "no rows at all": lambda: reverse_within(torch.zeros(3), torch.tensor([3])),
    "rows of no tensor": lambda: mask_like([[1, 2]], torch.tensor([2])),
    "ragged": lambda: pad([[[1], [2, 3]]]),
    "a tensor that learns": lambda: pad([torch.ones(2, requires_grad=True)]),
    "a row beyond the end": lambda: TextSet([[1], [2]], [0, 1]).take([2]),
    "a row before the start": lambda: TextSet([[1], [2]], [0, 1]).take([-1]),
    "a row with a point": lambda: TextSet([[1], [2]], [0, 1]).take([0.5]),
    "one row alone": lambda: TextSet([[1], [2]], [0, 1]).take(1),
    "a set of nothing": lambda: TextSet([], []),
    "an empty text": lambda: TextSet([[1], []], [0, 1]),
    "a label too few": lambda: TextSet([[1], [2]], [0]),
    "a tag too few": lambda: TextSet([[1, 2]], [[0]]),
    "a bigram too few": lambda: TextSet([[1, 2]], [0], [[1]]),
    "bigrams with a point": lambda: TextSet([[1, 2]], [0], [[1.0, 2.0]]),
    "bigrams in no rows": lambda: TextSet([[1], [2]], [0, 1], [1, 2]),
    "an id too large": lambda: pad([[2**63]]),
    "an id much too large": lambda: pad([[2**70]]),
    "a pad with a point": lambda: pad([[1]], 0.5),
    "a pad that is no number": lambda: pad([[1]], math.nan),
    "a pad too large": lambda: pad([[1]], 2**63),
    "steps with a point": lambda: mask_of(torch.tensor([1, 2]), 2.5),
    "buckets of no lengths": lambda: bucket_batches([math.nan, 1], 2, rng()),
    "buckets of a table": lambda: bucket_batches([[1, 2], [3, 4]], 2, rng()),
    **{
        f"labels {labels}": lambda labels=labels: TextSet([[1], [2]], labels)
        for labels in (
            [0, 0.5],
            [0, math.nan],
            [0, -1],
            [0, IGNORED_TARGET],
            [0, 2**63],
            [0, None],
            [True, False],
            ["a", "b"],
            [0, [1]],
            [[0], 1],
            [[0], [0.5]],
            [[0], [-1]],
            [[0], [2**63]],
            [[0], [None]],
            [[0], [[1]]],
        )
    },
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_both_languages(case):
    check_refused_in_both_languages(REFUSED[case])


def test_a_message_names_the_place():
    with pytest.raises(ValueError, match="Sequence 1 is empty"):
        pad([[1], []])
    with pytest.raises(ValueError, match=r"labels of sequence 1: expected 2.*found 3"):
        TextSet([[1], [2, 3]], [[0], [0, 0, 0]])
    with pytest.raises(ValueError, match=r"from 1 to T = 3, found 1 \.\.\. 4"):
        mask_of(torch.tensor([1, 4]), 3)


GOOD_LABELS = {
    "classes": [0, 1],
    "an array of classes": np.array([0, 1]),
    "classes as tensors": list(torch.tensor([0, 1])),
    "tags": [[0], [1, 2]],
    "tags that do not count": [[IGNORED_TARGET], [1, IGNORED_TARGET]],
    "tags as tensors": [torch.tensor([0]), torch.tensor([1, 2])],
}


@pytest.mark.parametrize("case", GOOD_LABELS)
def test_labels_are_taken(case):
    batch = TextSet([[1], [2, 3]], GOOD_LABELS[case]).take([0, 1])
    assert batch.labels.dtype == torch.int64


@pytest.mark.parametrize("width", [1, 3])
@pytest.mark.parametrize("pad_id", [-100, 0, np.int32(7), 2**63 - 1])
def test_any_whole_number_may_fill_up(pad_id, width):
    ids, _ = pad([[5]], pad_id, width=width)
    assert ids.dtype == torch.int64
    assert ids.tolist() == [[5] + [int(pad_id)] * (width - 1)]
