"""Lesson 01: its solutions agree with torch, and what learners write is understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils import scratch
from course_utils.exercises.vanilla_rnn import exercises
from course_utils.exercises.vanilla_rnn.name_shapes import name_shapes
from course_utils.exercises.vanilla_rnn.rnn_forward import rnn_forward
from course_utils.text import LANGUAGES

step = scratch.rnn_step


# ---------------------------------------------------------------- solutions


@pytest.mark.torch
@pytest.mark.parametrize("size", [(2, 7, 3, 5), (4, 1, 6, 2)])
def test_the_loop_is_torch(size: tuple[int, int, int, int]) -> None:
    import torch

    num_sequences, num_steps, num_inputs, num_units = size
    rng = np.random.default_rng(0)
    x = rng.normal(size=(num_sequences, num_steps, num_inputs))
    h0 = rng.normal(size=(num_sequences, num_units))
    weights = scratch.rnn_init(num_inputs, num_units, rng)
    rnn = torch.nn.RNN(num_inputs, num_units, batch_first=True, dtype=torch.float64)
    names = scratch.rnn_state_dict(*weights)
    rnn.load_state_dict({name: torch.tensor(value) for name, value in names.items()})
    output, _ = rnn(torch.tensor(x), torch.tensor(h0)[None])
    states = rnn_forward(x, h0, *weights)
    np.testing.assert_allclose(states, output.detach(), rtol=0, atol=1e-12)
    np.testing.assert_allclose(
        states, scratch.rnn_forward(x, h0, *weights), rtol=0, atol=1e-14
    )


# ---------------------------------------------------------------- other right answers


def rows_in_a_list(x, h, W_xh, W_hh, b_h):
    rows = zip(x, h, strict=True)
    return [np.tanh(W_hh @ h_i + W_xh @ x_i + b_h) for x_i, h_i in rows]


def step_by_rows(x, h, W_xh, W_hh, b_h):
    rows = zip(x, h, strict=True)
    return np.array([np.tanh(W_hh @ h_i + W_xh @ x_i + b_h) for x_i, h_i in rows])


def step_joined(x, h, W_xh, W_hh, b_h):
    return np.tanh(np.hstack([x, h]) @ np.hstack([W_xh, W_hh]).T + b_h)


def forward_into_an_array(x, h0, W_xh, W_hh, b_h):
    states = np.zeros((x.shape[0], x.shape[1], len(b_h)))
    h = h0
    for t in range(x.shape[1]):
        h = step(x[:, t, :], h, W_xh, W_hh, b_h)
        states[:, t, :] = h
    return states


def read_out_in_a_loop(h, W_hy, b_y):
    return np.stack([h[:, t] @ W_hy.T + b_y for t in range(h.shape[1])], axis=1)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("rnn_step", step_by_rows),
        ("rnn_step", rows_in_a_list),
        ("rnn_step", step_joined),
        ("rnn_forward", forward_into_an_array),
        ("readout_forward", read_out_in_a_loop),
    ],
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def formula_as_printed(x, h, W_xh, W_hh, b_h):
    return np.tanh(W_hh @ h + W_xh @ x + b_h)


def formula_with_dot(x, h, W_xh, W_hh, b_h):
    return np.tanh(b_h + np.dot(W_xh, x) + np.dot(W_hh, h))


def products_with_a_star(x, h, W_xh, W_hh, b_h):
    return np.tanh(W_hh * h + W_xh * x + b_h)


def only_the_input_turned(x, h, W_xh, W_hh, b_h):
    return np.tanh(b_h + h @ W_hh + x @ W_xh.T)


def input_squashed_alone(x, h, W_xh, W_hh, b_h):
    return h @ W_hh.T + np.tanh(x @ W_xh.T) + b_h


def states_in_place(x, h0, W_xh, W_hh, b_h):
    h, kept = h0.copy(), []
    for t in range(x.shape[1]):
        h[:] = step(x[:, t], h, W_xh, W_hh, b_h)
        kept.append(h)
    return np.stack(kept, axis=1)


def states_as_an_array(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for t in range(x.shape[1]):
        h = step(x[:, t], h, W_xh, W_hh, b_h)
        kept.append(h)
    return np.array(kept)


def states_reshaped(x, h0, W_xh, W_hh, b_h):
    num_sequences, num_steps, _ = x.shape
    return states_as_an_array(x, h0, W_xh, W_hh, b_h).reshape(
        num_sequences, num_steps, -1
    )


def states_from_zero_by_step(x, h0, W_xh, W_hh, b_h):
    states = np.zeros((x.shape[1], *h0.shape))
    h = states[0]
    for t in range(x.shape[1]):
        h = step(x[:, t], h, W_xh, W_hh, b_h)
        states[t] = h
    return states


def states_behind_h0(x, h0, W_xh, W_hh, b_h):
    states = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    states[:, 0] = h0
    for t in range(1, x.shape[1]):
        states[:, t] = step(x[:, t], states[:, t - 1], W_xh, W_hh, b_h)
    return states


def states_kept_after_the_loop(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for t in range(x.shape[1]):
        h = step(x[:, t], h, W_xh, W_hh, b_h)
    kept.append(h)
    return np.stack(kept, axis=1)


def samples_for_steps(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for t in range(x.shape[1]):
        h = step(x[t], h, W_xh, W_hh, b_h)
        kept.append(h)
    return np.stack(kept, axis=1)


def samples_by_formula(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(b_h + h @ W_hh.T + x[t] @ W_xh.T)
        kept.append(h)
    return np.stack(kept, axis=1)


def samples_for_steps_in_front(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for t in range(len(x)):
        h = step(x[t], h, W_xh, W_hh, b_h)
        kept.append(h)
    return np.array(kept)


def states_but_the_last(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for t in range(x.shape[1] - 1):
        h = step(x[:, t], h, W_xh, W_hh, b_h)
        kept.append(h)
    return np.stack(kept, axis=1)


def states_of_the_whole(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for _ in range(x.shape[1]):
        h = step(x, h, W_xh, W_hh, b_h)
        kept.append(h)
    return np.stack(kept, axis=1)


def states_returned_early(x, h0, W_xh, W_hh, b_h):
    h, kept = h0, []
    for t in range(x.shape[1]):
        h = step(x[:, t], h, W_xh, W_hh, b_h)
        kept.append(h)
        return np.stack(kept, axis=1)


def state_never_passed_on(x, h0, W_xh, W_hh, b_h):
    kept = []
    for t in range(x.shape[1]):
        kept.append(step(x[:, t], h0, W_xh, W_hh, b_h))
    return np.stack(kept, axis=1)


def joined_without_an_axis(x, h, A, b_h):
    return np.tanh(A @ np.concatenate([h, x]) + b_h)


def joined_and_turned(x, h, A, b_h):
    return np.tanh(A @ np.hstack((h, x)).T + b_h[:, None])


def joined_the_other_way(x, h, A, b_h):
    return np.tanh(b_h + np.hstack((x, h)) @ A.T)


def stable_softmax(h, W_hy, b_y):
    scores = h @ W_hy.T + b_y
    power = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return power / power.sum(axis=-1, keepdims=True)


def read_out_printed(h, W_hy, b_y):
    print(h @ W_hy.T + b_y)


def read_out_of_the_last(h, W_hy, b_y):
    return W_hy @ h[:, -1].T + b_y[:, None]


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("rnn_step", formula_as_printed, "matrix_first"),
        ("rnn_step", formula_with_dot, "matrix_first"),
        ("rnn_step", products_with_a_star, "entry_by_entry"),
        ("rnn_step", only_the_input_turned, "state_not_transposed"),
        ("rnn_step", input_squashed_alone, "tanh_of_the_input_only"),
        ("rnn_forward", states_in_place, "overwritten"),
        ("rnn_forward", states_reshaped, "reshaped"),
        ("rnn_forward", states_from_zero_by_step, "steps_in_front_from_zero"),
        ("rnn_forward", states_behind_h0, "h0_in_the_first_place"),
        ("rnn_forward", states_kept_after_the_loop, "append_below_the_loop"),
        ("rnn_forward", samples_by_formula, "samples_by_hand"),
        ("rnn_forward", samples_for_steps, "loop_over_samples"),
        ("rnn_forward", samples_for_steps_in_front, "loop_over_samples_in_front"),
        ("rnn_forward", states_as_an_array, "steps_in_front"),
        ("rnn_forward", states_but_the_last, "last_step_skipped"),
        ("rnn_forward", states_of_the_whole, "whole_sequence_at_each_step"),
        ("rnn_forward", states_returned_early, "return_inside_the_loop"),
        ("rnn_forward", state_never_passed_on, "always_from_h0"),
        ("rnn_step_concatenated", joined_without_an_axis, "joined_below"),
        ("rnn_step_concatenated", joined_and_turned, "joined_result_on_its_side"),
        ("rnn_step_concatenated", joined_the_other_way, "input_in_front"),
        ("readout_forward", stable_softmax, "with_softmax"),
        ("readout_forward", read_out_printed, "prints"),
        ("readout_forward", read_out_of_the_last, "wrong_shape"),
    ],
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)


@pytest.mark.parametrize("letter", sorted(name_shapes()))
def test_a_wrong_shape_does_not_tell_the_right_ones(letter: str) -> None:
    right = name_shapes()
    found = {**right, letter: "N-3"}
    feedback = exercises.name_shapes.check(lambda: found)
    assert feedback.outcome == "mistake"
    assert f"`{letter}`" in str(feedback)  # which one is wrong, not what is right
    for lang in LANGUAGES:
        told = "".join(line.in_language(lang) for line in feedback.lines)
        assert f"{letter!r}: {right[letter]!r}" not in told


def test_a_forgotten_task_is_named() -> None:
    found = name_shapes()
    del found["e"]
    assert exercises.name_shapes.check(lambda: found).mistake == "wrong_keys"
