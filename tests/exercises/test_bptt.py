"""Lesson 03: gradients, and what learners write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils import scratch
from course_utils.exercises.bptt import exercises
from course_utils.exercises.bptt.rnn_backward import rnn_backward
from course_utils.scratch import readout
from course_utils.scratch.readout import softmax
from course_utils.text import LANGUAGES, Language, use_language

# ---------------------------------------------------------------- the loss


@pytest.mark.parametrize(("N", "V"), [(1, 2), (5, 3), (3, 7)])
def test_the_gradient_of_the_loss_is_what_is_measured(N: int, V: int) -> None:
    rng = np.random.default_rng(N)
    scores, targets = rng.normal(size=(N, V)), rng.integers(0, V, size=N)
    measured = scratch.numerical_gradient(
        lambda x: readout.cross_entropy(x, targets), scores
    )
    found = readout.cross_entropy_gradient(scores, targets)
    np.testing.assert_allclose(found, measured, atol=1e-8)
    np.testing.assert_allclose(found.sum(axis=1), 0, atol=1e-12)


@pytest.mark.torch
def test_the_loss_is_torchs() -> None:
    import torch
    from torch.nn import functional as F

    rng = np.random.default_rng(0)
    scores, targets = 5 * rng.normal(size=(6, 4)), rng.integers(0, 4, size=6)
    tensor = torch.tensor(scores, requires_grad=True)
    loss = F.cross_entropy(tensor, torch.tensor(targets), reduction="sum")
    loss.backward()
    assert np.isclose(readout.cross_entropy(scores, targets), loss.item(), rtol=1e-12)
    found = readout.cross_entropy_gradient(scores, targets)
    np.testing.assert_allclose(found, tensor.grad, atol=1e-12)


def test_huge_scores_do_not_overflow() -> None:
    scores = np.array([[1e5, 0.0], [-1e5, 0.0]])
    assert readout.cross_entropy(scores, np.array([0, 1])) == 0
    assert readout.cross_entropy(scores, np.array([1, 0])) == 2e5


def test_the_arguments_stay_as_they_are() -> None:
    scores = np.array([[0.0, 1.0]])
    readout.cross_entropy_gradient(scores, np.array([1]))
    assert scores.tolist() == [[0.0, 1.0]]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "targets", [[0, 2], [-1, 0], [0.0, 1.0], [0], [[0, 1]]], ids=repr
)
def test_bad_targets_are_told(targets: list[Any], lang: Language) -> None:
    use_language(lang)
    with pytest.raises(ValueError, match=r"targets") as told:
        readout.cross_entropy(np.zeros((2, 2)), np.array(targets))
    assert "0" in str(told.value) and "1" in str(told.value)


# ---------------------------------------------------------------- claims


@pytest.mark.parametrize("seed", range(3))
def test_the_exercise_goes_back_as_the_package_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    net = scratch.rnn_init(3, 5, rng)
    x, h0 = rng.normal(size=(2, 4, 3)), rng.normal(size=(2, 5))
    states = scratch.rnn_forward(x, h0, *net)
    given = rng.normal(size=(2, 4, 5)), states, x, h0, net.W_xh, net.W_hh
    for found, known in zip(
        rnn_backward(*given), scratch.rnn_backward(*given)[1:], strict=True
    ):
        np.testing.assert_allclose(found, known, atol=1e-12)


# ---------------------------------------------------------------- other right answers


def loss_by_log(scores, targets):
    p = np.exp(scores - np.max(scores, 1)[:, None])
    p = p / np.sum(p, 1)[:, None]
    return p - np.eye(scores.shape[1])[targets]


def loss_row_by_row(scores, targets):
    rows = []
    for row, target in zip(scores, targets, strict=True):
        p = np.exp(row - row.max())
        p = p / p.sum()
        p[target] = p[target] - 1
        rows.append(p)
    return np.array(rows)


def loss_with_where(scores, targets):
    right = np.arange(scores.shape[1]) == targets[:, None]
    return np.where(right, softmax(scores) - 1, softmax(scores))


def loss_by_subtract_at(scores, targets):
    p = softmax(scores)
    np.subtract.at(p, (range(len(p)), targets), 1)
    return p


def loss_by_torch(scores, targets):
    import torch

    tensor = torch.tensor(scores, requires_grad=True)
    torch.nn.functional.cross_entropy(
        tensor, torch.tensor(targets), reduction="sum"
    ).backward()
    return tensor.grad


def differences_on_one_copy(f, x, step):
    x, gradient = x.copy(), np.empty_like(x)
    for index in np.ndindex(*x.shape):
        old = x[index]
        x[index] = old + step
        up = f(x)
        x[index] = old - step
        gradient[index] = (up - f(x)) / (2 * step)
        x[index] = old
    return gradient


def differences_in_a_row(f, x, step):
    found = []
    for e in np.eye(x.size).reshape(x.size, *x.shape):
        found.append((f(x + step * e) - f(x - step * e)) / 2 / step)
    return np.array(found).reshape(x.shape)


def differences_by_enumeration(f, x, step):
    gradient = np.zeros_like(x)
    for index, _ in np.ndenumerate(x):
        e = np.zeros_like(x)
        e[index] = step
        gradient[index] = 0.5 * (f(x + e) - f(x - e)) / step
    return gradient


def differences_by_iterator(f, x, step):
    gradient = np.zeros(x.shape)
    walk = np.nditer(x, flags=["multi_index"])
    while not walk.finished:
        e = np.zeros(x.shape)
        e[walk.multi_index] = step
        gradient[walk.multi_index] = (f(x + e) - f(x - e)) / (2 * step)
        walk.iternext()
    return gradient


def differences_flat(f, x, step):
    gradient = np.zeros(x.size)
    for i in range(x.size):
        up, down = x.flatten(), x.flatten()
        up[i], down[i] = up[i] + step, down[i] - step
        gradient[i] = (f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * step)
    return gradient.reshape(x.shape)


def step_by_outer(dh_t, h_t, x, h, W_xh, W_hh):
    da = (1 - h_t * h_t) * dh_t
    dW_xh = sum(np.outer(da[i], x[i]) for i in range(len(x)))
    dW_hh = sum(np.outer(da[i], h[i]) for i in range(len(x)))
    return da @ W_xh, da @ W_hh, dW_xh, dW_hh, np.sum(da, 0)


def step_by_einsum(dh_t, h_t, x, h, W_xh, W_hh):
    da = dh_t - dh_t * h_t**2
    return (
        np.einsum("bh,he->be", da, W_xh),
        np.einsum("bh,hk->bk", da, W_hh),
        np.einsum("bh,be->he", da, x),
        np.einsum("bh,bk->hk", da, h),
        np.einsum("bh->h", da),
    )


def step_with_columns(dh_t, h_t, x, h, W_xh, W_hh):
    da = (dh_t * (1 - np.square(h_t))).T
    return (W_xh.T @ da).T, (W_hh.T @ da).T, da @ x, da @ h, da.sum(axis=1)


def step_in_a_list(dh_t, h_t, x, h, W_xh, W_hh):
    da = dh_t * (1 + h_t) * (1 - h_t)
    return [da @ W_xh, da @ W_hh, (x.T @ da).T, (h.T @ da).T, np.ones(len(da)) @ da]


def step_by_torch(dh_t, h_t, x, h, W_xh, W_hh):
    import torch

    a = torch.tensor(dh_t * (1 - h_t**2))
    x, h, W_xh, W_hh = map(torch.tensor, (x, h, W_xh, W_hh))
    return a @ W_xh, a @ W_hh, a.T @ x, a.T @ h, a.sum(0)


def back_in_place(dstates, states, x, h0, W_xh, W_hh):
    dh = np.zeros(h0.shape)
    dW, dU, db = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(W_hh.shape[0])
    for t in range(x.shape[1] - 1, -1, -1):
        before = h0 if t == 0 else states[:, t - 1]
        dh = dh + dstates[:, t]
        _, dh, a, b, c = scratch.rnn_step_backward(
            dh, states[:, t], x[:, t], before, W_xh, W_hh
        )
        dW += a
        dU += b
        db += c
    return dh, dW, dU, db


def back_by_hand(dstates, states, x, h0, W_xh, W_hh):
    dh, total = 0.0, [0.0, 0.0, 0.0]
    previous = np.concatenate([h0[:, None], states[:, :-1]], axis=1)
    for t in range(x.shape[1])[::-1]:
        da = (dh + dstates[:, t]) * (1 - states[:, t] ** 2)
        total[0] = total[0] + da.T @ x[:, t]
        total[1] = total[1] + da.T @ previous[:, t]
        total[2] = total[2] + da.sum(axis=0)
        dh = da @ W_hh
    return dh, *total


def back_with_a_list(dstates, states, x, h0, W_xh, W_hh):
    before = [h0, *np.moveaxis(states, 1, 0)]
    dh, shares = np.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        _, dh, *share = scratch.rnn_step_backward(
            dstates[:, t] + dh, before[t + 1], x[:, t], before[t], W_xh, W_hh
        )
        shares.append(share)
    return [dh, *(sum(each) for each in zip(*shares, strict=True))]


def back_by_recursion(dstates, states, x, h0, W_xh, W_hh):
    def back(t, dh):
        if t < 0:
            return dh, 0, 0, 0
        before = states[:, t - 1] if t else h0
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[:, t], states[:, t], x[:, t], before, W_xh, W_hh
        )
        dh, *rest = back(t - 1, dh)
        return dh, *(a + b for a, b in zip(share, rest, strict=True))

    return back(x.shape[1] - 1, 0)


def back_with_tensordot(dstates, states, x, h0, W_xh, W_hh):
    da, dh = np.zeros_like(states), np.zeros_like(h0)
    for t in reversed(range(states.shape[1])):
        da[:, t] = (dh + dstates[:, t]) * (1 - states[:, t] ** 2)
        dh = da[:, t] @ W_hh
    previous = np.concatenate([h0[:, None], states[:, :-1]], axis=1)
    return (
        dh,
        np.einsum("bth,bte->he", da, x),
        np.einsum("bth,btk->hk", da, previous),
        da.sum((0, 1)),
    )


def windows_detached_first(rnn, x, h, window):
    rnn.zero_grad()
    for part in torch_split(x, window):
        output, h = rnn(part, h.detach())
        (output**2).sum().backward()
    return [p.grad for p in rnn.parameters()]


def windows_by_data(rnn, x, h, window):
    rnn.zero_grad()
    for t in range(0, x.shape[1], window):
        output, h = rnn(x[:, t : t + window], h.data)
        output.pow(2).sum().backward()
    return tuple(p.grad for p in rnn.parameters())


def windows_by_clone(rnn, x, h, window):
    rnn.zero_grad()
    for part in torch_split(x, window):
        output, h = rnn(part, h)
        (output**2).sum().backward()
        h = h.clone().detach()
    return [p.grad.clone() for p in rnn.parameters()]


def windows_in_place(rnn, x, h, window):
    rnn.zero_grad()
    for part in torch_split(x, window):
        output, h = rnn(part, h)
        (output**2).sum().backward()
        h.detach_()
    return [p.grad for p in rnn.parameters()]


def windows_summed_at_the_end(rnn, x, h, window):
    rnn.zero_grad()
    loss = 0
    for part in torch_split(x, window):
        output, h = rnn(part, h)
        loss = loss + (output**2).sum()
        h = h.detach()
    loss.backward()
    return [p.grad for p in rnn.parameters()]


def torch_split(x, window):
    return x.split(window, dim=1)


ALTERNATIVES = {
    "cross_entropy_gradient": [
        loss_by_log,
        loss_row_by_row,
        loss_with_where,
        loss_by_subtract_at,
    ],
    "numerical_gradient": [
        differences_on_one_copy,
        differences_in_a_row,
        differences_by_enumeration,
        differences_by_iterator,
        differences_flat,
    ],
    "rnn_step_backward": [
        step_by_outer,
        step_by_einsum,
        step_with_columns,
        step_in_a_list,
    ],
    "rnn_backward": [
        back_in_place,
        back_by_hand,
        back_with_a_list,
        back_by_recursion,
        back_with_tensordot,
    ],
}
WITH_TORCH = {
    "cross_entropy_gradient": [loss_by_torch],
    "rnn_step_backward": [step_by_torch],
    "windowed_gradient": [
        windows_detached_first,
        windows_by_data,
        windows_by_clone,
        windows_in_place,
        windows_summed_at_the_end,
    ],
}


def rows(answers: dict[str, list[Callable[..., Any]]], *marks: Any) -> list[Any]:
    return [
        pytest.param(name, answer, marks=marks)
        for name, each in answers.items()
        for answer in each
    ]


@pytest.mark.parametrize(
    ("name", "answer"), rows(ALTERNATIVES) + rows(WITH_TORCH, pytest.mark.torch)
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def softmax_by_hand(scores, targets):
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    p[np.arange(len(targets)), targets] -= 1
    return p


def mean_of_the_losses(scores, targets):
    p = softmax(scores)
    p[range(len(p)), targets] -= 1
    return p / p.shape[0]


def minus_one_on_the_scores(scores, targets):
    scores = scores.copy()
    scores[np.arange(len(targets)), targets] -= 1
    return scores


def one_sided(f, x, step):
    gradient, start = np.zeros_like(x), f(x)
    for index in np.ndindex(x.shape):
        other = x.copy()
        other[index] += step
        gradient[index] = (f(other) - start) / step
    return gradient


def same_array_twice(f, x, step):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        higher = lower = x
        higher[index] += step
        lower[index] -= step
        gradient[index] = (f(higher) - f(lower)) / (2 * step)
    return gradient


def moved_in_place(f, x, step):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        x[index] += step
        up = f(x)
        x[index] -= 2 * step
        gradient[index] = (up - f(x)) / (2 * step)
    return gradient


def only_called(f, x, step):
    return scratch.numerical_gradient(f, x, step)


def tanh_of_the_state(dh_t, h_t, x, h, W_xh, W_hh):
    da = (1 - np.tanh(h_t) ** 2) * dh_t
    return da @ W_xh, da @ W_hh, da.T @ x, da.T @ h, da.sum(0)


def before_the_tanh(dh_t, h_t, x, h, W_xh, W_hh):
    a = np.arctanh(h_t)
    da = (1 - a * a) * dh_t
    return da @ W_xh, da @ W_hh, da.T @ x, da.T @ h, da.sum(0)


def back_overwriting(dstates, states, x, h0, W_xh, W_hh):
    dh = np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, dW, dU, db = scratch.rnn_step_backward(
            dh + dstates[:, t], states[:, t], x[:, t], h, W_xh, W_hh
        )
    return dh, dW, dU, db


def back_past_the_beginning(dstates, states, x, h0, W_xh, W_hh):
    dh, total = np.zeros_like(h0), [0, 0, 0]
    for t in reversed(range(x.shape[1])):
        _, dh, *share = scratch.rnn_step_backward(
            dh + dstates[:, t], states[:, t], x[:, t], states[:, t - 1], W_xh, W_hh
        )
        total = [a + b for a, b in zip(total, share, strict=True)]
    return dh, *total


def back_without_a_carry(dstates, states, x, h0, W_xh, W_hh):
    total = [0, 0, 0]
    for t in reversed(range(x.shape[1])):
        h = states[:, t - 1] if t > 0 else h0
        _, dh, *share = scratch.rnn_step_backward(
            dstates[:, t], states[:, t], x[:, t], h, W_xh, W_hh
        )
        total = [a + b for a, b in zip(total, share, strict=True)]
    return dh, *total


def detached_without_a_name(rnn, x, h, window):
    rnn.zero_grad()
    for part in torch_split(x, window):
        output, h = rnn(part, h)
        (output**2).sum().backward()
        h.detach()
    return [p.grad for p in rnn.parameters()]


def input_detached(rnn, x, h, window):
    rnn.zero_grad()
    for part in torch_split(x, window):
        output, h = rnn(part.detach(), h)
        (output**2).sum().backward()
    return [p.grad for p in rnn.parameters()]


def zero_state_each_time(rnn, x, h, window):
    rnn.zero_grad()
    for part in torch_split(x, window):
        output, _ = rnn(part, h)
        (output**2).sum().backward()
        h = 0 * h
    return [p.grad for p in rnn.parameters()]


WRONG = [
    ("cross_entropy_gradient", softmax_by_hand, "exp_of_large_scores"),
    ("cross_entropy_gradient", mean_of_the_losses, "of_the_mean"),
    ("cross_entropy_gradient", minus_one_on_the_scores, "from_raw_scores"),
    ("numerical_gradient", one_sided, "to_one_side"),
    ("numerical_gradient", same_array_twice, "two_names_for_one"),
    ("numerical_gradient", moved_in_place, "changes_input"),
    ("numerical_gradient", only_called, "borrowed"),
    ("rnn_step_backward", tanh_of_the_state, "tanh_once_more"),
    ("rnn_step_backward", before_the_tanh, "slope_before_the_tanh"),
    ("rnn_backward", back_overwriting, "only_the_first_step"),
    ("rnn_backward", back_past_the_beginning, "last_state_before_the_first"),
    ("rnn_backward", back_without_a_carry, "nothing_handed_back"),
]
WRONG_WITH_TORCH = [
    ("windowed_gradient", detached_without_a_name, "nothing_detached"),
    ("windowed_gradient", input_detached, "nothing_detached"),
    ("windowed_gradient", zero_state_each_time, "state_thrown_away"),
]


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        *WRONG,
        *(pytest.param(*each, marks=pytest.mark.torch) for each in WRONG_WITH_TORCH),
    ],
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)
