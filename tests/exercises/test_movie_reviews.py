"""Lesson 08: other right answers are right, wrong ones are named, claims hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise, zip_longest
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils.exercises.movie_reviews import exercises
from course_utils.exercises.movie_reviews.accuracy_by_strength import strength_cases
from course_utils.exercises.movie_reviews.encode import encode_cases
from course_utils.exercises.movie_reviews.hold import hold_cases
from course_utils.exercises.movie_reviews.pad_batch import pad_cases
from course_utils.measured.results import load_results

# ---------------------------------------------------------------- other right answers


def encode_in_a_loop(words, ids):
    numbers = []
    for word in words:
        if word in ids:
            numbers.append(ids[word])
        else:
            numbers.append(1)
    return numbers


def encode_with_except(words, ids):
    numbers = []
    for word in words:
        try:
            numbers += [ids[word]]
        except KeyError:
            numbers += [1]
    return numbers


def encode_by_map(words, ids):
    return list(map(lambda word: ids.get(word, ids["<unk>"]), words))


def encode_by_defaultdict(words, ids):
    table = defaultdict(lambda: 1, ids)
    return [table[word] for word in words]


def encode_with_if(words, ids):
    return [ids[word] if word in ids else 1 for word in words]  # noqa: SIM401


def encode_as_a_tuple(words, ids):
    return tuple(np.int64(ids.get(word, 1)) for word in words)


def pad_by_lists(texts):
    width = max(len(text) for text in texts)
    ids = [list(text) + [0] * (width - len(text)) for text in texts]
    return np.array(ids), np.array([len(text) for text in texts])


def pad_by_zip(texts):
    ids = np.array(list(zip_longest(*texts, fillvalue=0))).T
    return ids, np.array([len(text) for text in texts])


def pad_by_mask(texts):
    lengths = np.array([len(text) for text in texts])
    ids = np.zeros((len(texts), lengths.max()), dtype=np.int32)
    ids[np.arange(lengths.max()) < lengths[:, None]] = np.concatenate(texts)
    return ids, lengths


def pad_by_np_pad(texts):
    T = max(map(len, texts))
    return np.stack([np.pad(text, (0, T - len(text))) for text in texts]), np.array(
        list(map(len, texts))
    )


def pad_in_torch(texts):
    import torch
    from torch.nn.utils.rnn import pad_sequence

    rows = [torch.tensor(text) for text in texts]
    return pad_sequence(rows, batch_first=True), torch.tensor([len(r) for r in rows])


def hold_by_mask(h, h_new, t, lengths):
    mask = (t < lengths).unsqueeze(1).double()
    return mask * h_new + (1 - mask) * h


def hold_by_index(h, h_new, t, lengths):
    states = h.clone()
    going_on = lengths > t
    states[going_on] = h_new[going_on]
    return states


def hold_row_by_row(h, h_new, t, lengths):
    import torch

    rows = [
        new if t < n else old for old, new, n in zip(h, h_new, lengths, strict=True)
    ]
    return torch.stack(rows)


def hold_in_numpy(h, h_new, t, lengths):
    return np.where((t < lengths)[:, None], h_new, h)


def hold_turned_round(h, h_new, t, lengths):
    import torch

    return torch.where((t >= lengths).reshape(-1, 1), h, h_new)


def bias_in_the_second(b_ih, b_hh, value):
    H = len(b_ih) // 4
    b_hh[H : 2 * H] = value
    b_ih[H : 2 * H] = 0
    return b_ih + b_hh


def bias_halves(b_ih, b_hh, value):
    H = len(b_ih) // 4
    for bias in (b_ih, b_hh):
        bias[H : 2 * H] = value / 2
    return b_ih + b_hh


def bias_by_view(b_ih, b_hh, value):
    b_ih.view(4, -1)[1] = value
    b_hh.view(4, -1)[1] = 0.0
    return b_ih + b_hh


def bias_by_chunk(b_ih, b_hh, value):
    b_ih.chunk(4)[1].fill_(value)
    b_hh.chunk(4)[1].zero_()
    return b_ih + b_hh


def bias_by_difference(b_ih, b_hh, value):
    H = b_ih.shape[0] // 4
    rows = slice(H, 2 * H)
    b_ih[rows] = value - b_hh[rows]
    return b_ih + b_hh


def on_copies(answer):
    """The two lines that the learner is given before their own."""

    def forget_bias(b_ih, b_hh, value):
        return answer(b_ih.clone(), b_hh.clone(), value)

    return forget_bias


def strength_by_comprehension(ratings, verdicts, edges):
    right, size = (ratings > 0) == verdicts.astype(bool), abs(ratings)
    pairs = pairwise(edges)
    return np.array([np.mean(right[(size >= a) & (size < b)]) for a, b in pairs])


def strength_by_digitize(ratings, verdicts, edges):
    band = np.digitize(np.abs(ratings), edges) - 1
    right = np.where(ratings > 0, verdicts, 1 - verdicts)
    return np.array([right[band == k].mean() for k in range(len(edges) - 1)])


def strength_in_a_loop(ratings, verdicts, edges):
    shares = []
    for k in range(len(edges) - 1):
        low, high = edges[k : k + 2]
        right = num = 0
        for rating, verdict in zip(ratings, verdicts, strict=True):
            if low <= abs(rating) < high:
                num += 1
                right += (rating > 0) == (verdict == 1)
        shares.append(right / num)
    return np.array(shares)


def strength_by_weights(ratings, verdicts, edges):
    right = (np.sign(ratings) + 1) / 2 == verdicts
    size = np.abs(ratings)
    counts = np.histogram(size, [*edges[:-1], np.nextafter(edges[-1], 0)])[0]
    hits = np.histogram(size[right], [*edges[:-1], np.nextafter(edges[-1], 0)])[0]
    return hits / counts


def strength_by_average(ratings, verdicts, edges):
    wrong = verdicts != (ratings > 0)
    shares = [
        1 - np.average(wrong, weights=(np.abs(ratings) >= a) & (np.abs(ratings) < b))
        for a, b in pairwise(edges)
    ]
    return np.array(shares)


RIGHT = {
    "encode": (
        *(encode_in_a_loop, encode_with_except, encode_by_map),
        *(encode_by_defaultdict, encode_with_if, encode_as_a_tuple),
    ),
    "pad_batch": (pad_by_lists, pad_by_zip, pad_by_mask, pad_by_np_pad, pad_in_torch),
    "hold": (
        *(hold_by_mask, hold_by_index, hold_row_by_row),
        *(hold_in_numpy, hold_turned_round),
    ),
    "forget_bias": tuple(
        map(
            on_copies,
            (
                *(bias_in_the_second, bias_halves, bias_by_view),
                *(bias_by_chunk, bias_by_difference),
            ),
        )
    ),
    "accuracy_by_strength": (
        *(strength_by_comprehension, strength_by_digitize, strength_in_a_loop),
        *(strength_by_weights, strength_by_average),
    ),
}


@pytest.mark.torch
@pytest.mark.parametrize(
    ("name", "answer"),
    [(name, answer) for name, answers in RIGHT.items() for answer in answers],
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    import torch  # noqa: F401  before the answer's time begins

    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def encode_dropping(words, ids):
    return list(filter(None, (ids.get(word) for word in words)))


def encode_with_zeros(words, ids):
    return [0 if word not in ids else ids[word] for word in words]  # noqa: SIM401


def encode_growing_in_place(words, ids):
    return [ids.setdefault(word, len(ids)) for word in words]


def pad_at_the_start(texts):
    T = max(map(len, texts))
    ids = np.stack([np.pad(text, (T - len(text), 0)) for text in texts])
    return ids, np.array(list(map(len, texts)))


def pad_with_full_lengths(texts):
    ids, _ = pad_by_lists(texts)
    return ids, np.array([len(row) for row in ids])


def hold_without_axis(h, h_new, t, lengths):
    import torch

    return torch.where(lengths > t, h_new, h)


def hold_to_the_length(h, h_new, t, lengths):
    import torch

    return torch.where((lengths >= t)[:, None], h_new, h)


def hold_zeros(h, h_new, t, lengths):
    import torch

    return torch.where((lengths > t)[:, None], h_new, torch.zeros_like(h))


def hold_in_place(h, h_new, t, lengths):
    h[t < lengths] = h_new[t < lengths]
    return h


def bias_in_both(b_ih, b_hh, value):
    b_ih.chunk(4)[1].fill_(value)
    b_hh.chunk(4)[1].fill_(value)
    return b_ih + b_hh


def bias_of_f_first(b_ih, b_hh, value):
    b_ih.chunk(4)[0].fill_(value)
    b_hh.chunk(4)[0].zero_()
    return b_ih + b_hh


def bias_half_done(b_ih, b_hh, value):
    b_ih.chunk(4)[1].fill_(value)
    return b_ih + b_hh


def strength_of_the_sign(ratings, verdicts, edges):
    return strength_in_a_loop(ratings[ratings > 0], verdicts[ratings > 0], edges)


@pytest.mark.torch
@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("encode", encode_dropping, "leaves_unknown_and_pads_out"),
        ("encode", encode_with_zeros, "unknown_is_the_pad"),
        ("encode", encode_growing_in_place, "numbers_new_words"),
        ("pad_batch", pad_at_the_start, "pads_in_front"),
        ("pad_batch", pad_with_full_lengths, "lengths_with_the_pads"),
        ("hold", hold_without_axis, "mask_along_the_units"),
        ("hold", hold_to_the_length, "one_step_too_long"),
        ("hold", hold_zeros, "zero_after_the_end"),
        ("hold", hold_in_place, "changes_input"),
        ("forget_bias", on_copies(bias_in_both), "twice_the_value"),
        ("forget_bias", on_copies(bias_of_f_first), "input_gate_rows"),
        ("forget_bias", on_copies(bias_half_done), "second_bias_left"),
        ("forget_bias", bias_by_view, "changes_input"),
        ("accuracy_by_strength", strength_of_the_sign, "bands_of_the_rating"),
    ],
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)


# ---------------------------------------------------------------- solutions


@pytest.mark.torch
def test_encode_and_pad_are_what_the_course_does() -> None:
    from course_utils.datasets.vocab import Vocabulary
    from course_utils.training.batching import pad

    for words, ids in encode_cases():
        known = Vocabulary(tuple(ids))
        assert exercises.encode.solved(words, ids) == known.encode(words)
    for (texts,) in pad_cases():
        found, expected = exercises.pad_batch.solved(texts), pad(texts)
        assert all(map(np.array_equal, found, expected))


@pytest.mark.torch
def test_holding_is_reading_to_the_last_word() -> None:
    import torch

    from course_utils.models.recurrent import read_and_hold

    torch.manual_seed(0)
    cell, x = torch.nn.RNNCell(3, 4), torch.randn(5, 7, 3)
    lengths = torch.tensor([7, 1, 3, 5, 2])
    held = torch.zeros(5, 4)
    for t in range(7):
        held = exercises.hold.solved(held, cell(x[:, t], held), t, lengths)
    net = torch.nn.RNN(3, 4, batch_first=True)
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    net.load_state_dict({f"{name}_l0": getattr(cell, name) for name in names})
    assert torch.allclose(read_and_hold(net, x, lengths), held, atol=1e-6)
    for row, length in enumerate(lengths):
        h = torch.zeros(1, 4)
        for t in range(length):
            h = cell(x[row : row + 1, t], h)
        assert torch.allclose(held[row], h[0], atol=1e-6)
    assert len(hold_cases()) >= 3


@pytest.mark.torch
def test_the_models_set_the_bias_as_the_exercise_does() -> None:
    import torch

    from course_utils.models.recurrent import Recurrent

    for value in (1.0, 3.0):
        torch.manual_seed(0)
        default = Recurrent("lstm", 5, 6, forget_bias=None).nets[0]
        torch.manual_seed(0)
        found = Recurrent("lstm", 5, 6, forget_bias=value).nets[0]
        biases = (default.bias_ih_l0.detach(), default.bias_hh_l0.detach())
        expected = exercises.forget_bias.solved(*biases, value)
        assert torch.allclose(found.bias_ih_l0 + found.bias_hh_l0, expected)


def test_the_bands_are_those_of_the_metric() -> None:
    from course_utils.baselines.metrics import accuracy_by

    for ratings, verdicts, edges in strength_cases():
        right = verdicts == (ratings > 0)
        expected = [share.accuracy for share in accuracy_by(abs(ratings), edges, right)]
        found = exercises.accuracy_by_strength.solved(ratings, verdicts, edges)
        np.testing.assert_allclose(found, expected)


# ---------------------------------------------------------------- the committed table


def test_the_long_comparison_says_what_the_lesson_says() -> None:
    rows = load_results()["movies"]
    mean = {name: row.mean for name, row in rows.items()}
    for name in ("rnn_pad_end", "lstm_pad_end_default"):
        assert min(rows[name].tests) > 0.48 and max(rows[name].tests) < 0.53
    assert min(rows["lstm_pad_end_bias_3"].tests) > 0.7
    assert 0.69 < mean["rnn"] < 0.75 < mean["lstm"]
    assert rows["rnn"].sd > 2 * max(rows["lstm"].sd, rows["gru"].sd)
    best_linear = max(mean["logistic"], mean["bayes"])
    nets = ("lstm", "gru", "bilstm", "bilstm_large")
    assert abs(max(mean[name] for name in nets) - best_linear) < 0.015
    strength = rows["lstm"].by("rating")
    assert strength["0-0.5"].value < 0.6 and strength["2+"].value > 0.8
    assert rows["lstm"].figure("tweets") < rows["majority"].figure("tweets")
