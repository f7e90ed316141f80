"""Lesson 06: its solutions agree with torch, what learners write is understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from exercises.rows import check_right, check_wrong

from course_utils.checking.sources import stub_source
from course_utils.exercises.shapes import exercises
from course_utils.exercises.shapes.shape_of import LETTERS, shape_of
from course_utils.exercises.shapes.tensors import torch

pytestmark = pytest.mark.torch


# ---------------------------------------------------------------- solutions

NETS: dict[str, tuple[str, dict[str, Any], str]] = {
    "a": ("RNN", {}, "output"),
    "b": ("RNN", {}, "h_n"),
    "c": ("GRU", {"num_layers": 3}, "output"),
    "d": ("GRU", {"num_layers": 3}, "h_n"),
    "e": ("LSTM", {"bidirectional": True}, "output"),
    "f": ("LSTM", {"num_layers": 3, "bidirectional": True}, "c_n"),
    "g": ("RNN", {"batch_first": True}, "output"),
    "h": ("RNN", {"batch_first": True}, "h_n"),
    "i": ("LSTM", {"proj_size": 5}, "h_n"),
    "j": ("LSTM", {"proj_size": 5}, "c_n"),
}


@pytest.mark.parametrize("letter", LETTERS)
def test_the_ten_shapes_are_torchs(letter: str) -> None:
    cell, options, name = NETS[letter]
    net = getattr(torch.nn, cell)(10, 20, **options, device="meta")
    output, states = net(torch.empty(7, 4, 10, device="meta"))
    h_n, c_n = states if isinstance(states, tuple) else (states, None)
    found = {"output": output, "h_n": h_n, "c_n": c_n}[name]
    assert shape_of(letter) == tuple(found.shape)


def test_dropout_of_one_layer_does_nothing_but_warn() -> None:
    """The lesson says so: the weights and the numbers stay the same."""
    plain = torch.nn.GRU(5, 6)
    with pytest.warns(UserWarning, match="num_layers greater than 1"):
        dropping = torch.nn.GRU(5, 6, dropout=0.9)
    dropping.load_state_dict(plain.state_dict())
    x = torch.randn(4, 3, 5)
    for one, other in zip(plain(x), dropping.train()(x), strict=True):
        assert torch.equal(one, other)


# ---------------------------------------------------------------- other right answers


def states_by_view(output, h_n):
    entries, num_sequences, size = h_n.shape
    forward, backward = h_n.view(entries // 2, 2, num_sequences, size)[-1]
    return torch.hstack([forward, backward])


def states_from_output(output, h_n):
    size = h_n.shape[2]
    return torch.cat((output[-1, :, :size], output[0, :, size:]), -1)


def states_flattened(output, h_n):
    return h_n[-2:].transpose(0, 1).flatten(1)


def states_reshaped(output, h_n):
    return h_n[-2:].permute(1, 0, 2).reshape(h_n.shape[1], -1)


def states_assigned(output, h_n):
    joined = output[-1].clone()
    joined[:, h_n.shape[2] :] = h_n[-1]
    return joined


def read_with_h_n(rnn, x):
    return rnn(x.transpose(0, 1))[1][-1]


def read_permuted(rnn, x):
    _, h_n = rnn(x.permute(1, 0, 2))
    return h_n[0]


def read_squeezed(rnn, x):
    _, h_n = rnn(x.swapaxes(0, 1))
    return h_n.squeeze(0)


def read_one_by_one(rnn, x):
    return torch.stack([rnn(sequence)[1][0] for sequence in x])


def read_with_the_option(rnn, x):
    rnn.batch_first = True
    return rnn(x)[0][:, -1]


def last_in_a_loop(output, lengths):
    rows = [output[i, n - 1] for i, n in enumerate(lengths)]
    return torch.stack(rows)


def last_by_gather(output, lengths):
    place = (lengths - 1).view(-1, 1, 1).expand(-1, 1, output.shape[2])
    return output.gather(1, place).squeeze(1)


def last_by_lists(output, lengths):
    return output[list(range(len(lengths))), (lengths - 1).tolist()]


def last_by_range(output, lengths):
    return output[range(output.shape[0]), lengths - 1, :]


def last_by_mask(output, lengths):
    mask = torch.arange(output.shape[1]) == (lengths - 1)[:, None]
    return output[mask]


def mean_in_a_loop(output, lengths):
    rows = zip(output, lengths, strict=True)
    return torch.stack([row[:n].mean(0) for row, n in rows])


def mean_by_where(output, lengths):
    steps = torch.arange(output.size(1))
    real = (steps[None] < lengths[:, None]).unsqueeze(-1)
    return torch.where(real, output, 0.0).sum(1) / real.sum(1)


def mean_by_nan(output, lengths):
    padded = torch.arange(output.shape[1]) >= lengths[:, None]
    return output.masked_fill(padded[..., None], float("nan")).nanmean(dim=1)


def mean_by_einsum(output, lengths):
    mask = (torch.arange(output.shape[1]) < lengths.unsqueeze(1)).double()
    return torch.einsum("bth,bt->bh", output, mask) / lengths.unsqueeze(1)


def mean_by_cumsum(output, lengths):
    sums = output.cumsum(dim=1)[torch.arange(len(lengths)), lengths - 1]
    return sums / lengths[:, None]


SHAPES = {letter: shape_of(letter) for letter in LETTERS}


def shape_as_a_list(letter):
    return list(SHAPES[letter])


def shape_of_torch(letter):
    return torch.Size(SHAPES[letter])


RIGHT: dict[str, tuple[Callable[..., Any], ...]] = {
    "final_states": (
        *(states_by_view, states_from_output, states_flattened),
        *(states_reshaped, states_assigned),
    ),
    "read_batch": (
        *(read_with_h_n, read_permuted, read_squeezed),
        *(read_one_by_one, read_with_the_option),
    ),
    "last_real_state": (
        *(last_in_a_loop, last_by_gather, last_by_lists),
        *(last_by_range, last_by_mask),
    ),
    "masked_mean": (
        *(mean_in_a_loop, mean_by_where, mean_by_nan),
        *(mean_by_einsum, mean_by_cumsum),
    ),
    "shape_of": (shape_as_a_list, shape_of_torch),
}


@pytest.mark.parametrize(
    ("name", "answer"), [(name, one) for name, many in RIGHT.items() for one in many]
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def states_stacked(output, h_n):
    return torch.stack([h_n[-2], h_n[-1]])


def view_with_directions_first(output, h_n):
    entries, num_sequences, size = h_n.shape
    top = h_n.view(2, entries // 2, num_sequences, size)[:, -1]
    return top.transpose(0, 1).flatten(1)


def view_of_the_top(output, h_n):
    return h_n[-2:].reshape(-1, 2 * h_n.shape[2])


def read_viewed(rnn, x):
    return rnn(x.reshape(x.shape[1], x.shape[0], -1))[1][-1]


def read_as_it_is(rnn, x):
    return rnn(x)[1][-1]


def last_gathered(output, lengths):
    place = (lengths - 1).view(-1, 1, 1).expand(-1, 1, output.shape[2])
    return output.gather(1, place)


def last_of_all(output, lengths):
    return output[:, output.shape[1] - 1, :]


def mean_after_masking(output, lengths):
    mask = torch.arange(output.shape[1]) < lengths[:, None]
    return (output * mask[..., None]).mean(dim=1)


def mean_over_the_batch(output, lengths):
    return output.mean(dim=0)


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("final_states", states_stacked, "not_joined"),
        (
            "final_states",
            view_with_directions_first,
            "layers_and_directions_swapped",
        ),
        ("final_states", view_of_the_top, "sequences_mixed"),
        ("read_batch", read_viewed, "reshaped"),
        ("read_batch", read_as_it_is, "last_of_the_batch"),
        ("last_real_state", last_of_all, "through_the_padding"),
        ("last_real_state", last_gathered, "axis_of_one_left"),
        ("masked_mean", mean_after_masking, "divided_by_all_steps"),
        ("masked_mean", mean_over_the_batch, "mean_over_the_sequences"),
    ],
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)


def test_the_module_torch_is_no_variable_of_the_notebook() -> None:
    """A wrong answer that calls `torch` is not told to use its arguments only."""
    import torch as library

    names: dict[str, Any] = {"torch": library}
    code = (
        "def masked_mean(output, lengths):\n    return torch.zeros_like(output[:, 0])"
    )
    exec(code, names)
    feedback = exercises.masked_mean.check(names["masked_mean"])
    assert feedback.outcome in ("wrong", "mistake")
    assert feedback.mistake != "uses_notebook"


@pytest.mark.parametrize("found", [(4, 7, 20), (4, 20), (7, 4, 20, 1)])
def test_a_wrong_shape_is_told_without_the_right_one(found: tuple[int, ...]) -> None:
    wrong = {"c": found, "j": (1, 7, 20)}
    feedback = exercises.shape_of.check(lambda x: wrong.get(x, SHAPES[x]))
    assert feedback.outcome == "wrong"
    told = repr(feedback)
    assert "8 of 10" in told and "(c)" in told and str(found) in told
    assert "(7, 4, 20)" not in told and "(1, 4, 20)" not in told


def test_a_shape_that_is_no_tuple_is_named() -> None:
    check_wrong(exercises.shape_of, lambda x: 7, "one_for_many")


def test_the_stub_leaves_the_notebooks_own_names_alone() -> None:
    """The notebook has a function `shapes`; the exercise must not be read as it."""
    assert "shapes" not in stub_source(shape_of)


def mean_that_clears_the_padding(output, lengths):
    output[torch.arange(output.shape[1]) >= lengths[:, None]] = 0
    return output.sum(dim=1) / lengths[:, None]


def test_a_tensor_changed_in_place_is_noticed() -> None:
    feedback = check_wrong(
        exercises.masked_mean, mean_that_clears_the_padding, "changes_input"
    )
    assert "`output`" in repr(feedback) and "`lengths`" not in repr(feedback)


def test_a_tensor_is_called_so() -> None:
    feedback = exercises.masked_mean.check(lambda output, lengths: "mean")
    assert feedback.mistake == "wrong_type"
    assert "`tensor`" in repr(feedback) and "ndarray" not in repr(feedback)
