"""Lesson 13: what learners write is understood; its solutions agree with others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils import scratch
from course_utils.exercises.after_the_gates import exercises
from course_utils.exercises.after_the_gates.causal_mask import causal_mask
from course_utils.exercises.after_the_gates.combine import combine, two_steps
from course_utils.exercises.after_the_gates.count_block import count_block
from course_utils.exercises.after_the_gates.looks_ahead import looks_ahead
from course_utils.exercises.after_the_gates.scan import scan, sequences
from course_utils.exercises.after_the_gates.self_attention import (
    looking_cases,
    self_attention,
)

# ---------------------------------------------------------------- solutions


def test_the_exercises_compute_what_the_package_does() -> None:
    for steps in two_steps():
        for mine, theirs in zip(
            combine(*steps), scratch.combine_steps(*steps), strict=True
        ):
            assert np.array_equal(mine, theirs)
    for given in sequences():
        states, rounds = scan(*given)
        wanted = scratch.scan(*given)
        np.testing.assert_allclose(states, wanted.states, rtol=0, atol=1e-13)
        assert rounds == wanted.rounds
    for num_steps in (1, 2, 7):
        mask = causal_mask(num_steps)
        assert np.array_equal(mask, scratch.causal_mask(num_steps))
    for x, W_q, W_k, W_v, mask in looking_cases():
        seen = scratch.attention_forward(x @ W_q.T, x @ W_k.T, x @ W_v.T, mask).seen
        np.testing.assert_allclose(
            self_attention(x, W_q, W_k, W_v, mask), seen, rtol=0, atol=1e-13
        )
    for E, F in ((4, 8), (64, 256), (1, 1)):
        assert count_block(E, F) == scratch.count_block(E, F)


@pytest.mark.parametrize("ahead", range(4))
def test_a_block_sees_as_far_ahead_as_its_mask_lets_it(ahead: int) -> None:
    rng = np.random.default_rng(0)
    weights = scratch.block_init(6, 8, rng)
    mask = np.tri(5, k=ahead) > 0

    def block(x: np.ndarray) -> np.ndarray:
        return scratch.block_forward(x[None], weights, 2, mask).output[0]

    assert looks_ahead(block, rng.normal(size=(5, 6))) == ahead


def test_no_recurrent_net_sees_ahead_but_one_of_two_directions() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6, 3))
    for bidirectional, wanted in ((False, 0), (True, 5)):
        layers = scratch.network_init("gru", 3, 4, rng, bidirectional=bidirectional)
        zero = scratch.zero_states(layers, 1)

        def net(x: np.ndarray, layers: Any = layers, zero: Any = zero) -> np.ndarray:
            return scratch.network_forward(x[None], zero, layers).output[0]

        assert looks_ahead(net, x) == wanted


# ---------------------------------------------------------------- other right answers


def combined_by_trying(a1, b1, a2, b2):
    def both(h):
        return a2 * (a1 * h + b1) + b2

    return both(1.0) - both(0.0), both(0.0)


def combined_in_a_list(a1, b1, a2, b2):
    return [np.multiply(a2, a1), b2 + np.multiply(b1, a2)]


def combined_by_matrices(a1, b1, a2, b2):
    def matrix(a, b):
        rows = [np.stack([a, b], -1), np.stack([0 * a, 1 + 0 * b], -1)]
        return np.stack(rows, -2)

    joined = matrix(a2, b2) @ matrix(a1, b1)
    return joined[..., 0, 0], joined[..., 0, 1]


def scanned_with_ones_in_front(a, b, h0):
    B, T, H = a.shape
    rounds, reach = 0, 1
    while reach < T:
        early_a = np.concatenate([np.ones((B, reach, H)), a[:, :-reach]], axis=1)
        early_b = np.concatenate([np.zeros((B, reach, H)), b[:, :-reach]], axis=1)
        a, b = early_a * a, a * early_b + b
        reach *= 2
        rounds += 1
    return a * h0[:, None, :] + b, rounds


def scanned_in_copies(a, b, h0):
    rounds = int(np.ceil(np.log2(a.shape[1])))
    for k in range(rounds):
        s = 2**k
        new_a, new_b = a.copy(), b.copy()
        new_a[:, s:] = a[:, s:] * a[:, :-s]
        new_b[:, s:] = a[:, s:] * b[:, :-s] + b[:, s:]
        a, b = new_a, new_b
    return b + a * h0[:, None], rounds


def scanned_from_the_first_state(a, b, h0):
    """h0 goes into the first step, which then needs no factor."""
    a, b = a.copy(), b.copy()
    b[:, 0] += a[:, 0] * h0
    a[:, 0] = 0
    s, count = 1, 0
    while s < len(a[0]):
        b[:, s:] = b[:, s:] + a[:, s:] * b[:, :-s]
        a[:, s:] = a[:, s:] * a[:, :-s]
        s, count = s + s, count + 1
    return b, count


def scanned_in_torch(a, b, h0):
    import torch

    a, b, h0 = map(torch.tensor, (a, b, h0))
    reach, rounds = 1, 0
    while reach < a.shape[1]:
        b = torch.cat(
            [b[:, :reach], a[:, reach:] * b[:, :-reach] + b[:, reach:]], dim=1
        )
        a = torch.cat([a[:, :reach], a[:, reach:] * a[:, :-reach]], dim=1)
        reach, rounds = reach * 2, rounds + 1
    return a * h0[:, None] + b, rounds


def scanned_backwards_in_place(a, b, h0):
    """From the last place on, so that nothing is read after it is written."""
    a, b, T = a.copy(), b.copy(), a.shape[1]
    for reach in (1, 2, 4, 8, 16):
        for t in reversed(range(reach, T)):
            b[:, t] += a[:, t] * b[:, t - reach]
            a[:, t] *= a[:, t - reach]
    return a * h0[:, None] + b, (T - 1).bit_length()


def masked_by_tri(T):
    return np.tri(T).astype(bool)


def masked_by_tril(T):
    return np.tril(np.ones((T, T), dtype=bool))


def masked_by_triu(T):
    return ~np.triu(np.ones((T, T), dtype=bool), k=1)


def masked_row_by_row(T):
    return [[s <= t for s in range(T)] for t in range(T)]


def masked_in_torch(T):
    import torch

    return torch.ones(T, T).tril().bool()


def attended_sequence_by_sequence(x, W_q, W_k, W_v, mask):
    outputs = []
    for one in x:
        q, k, v = (one @ W.T for W in (W_q, W_k, W_v))
        powers = np.exp(q @ k.T / len(W_k) ** 0.5) * mask
        outputs.append(powers / powers.sum(axis=1, keepdims=True) @ v)
    return np.array(outputs)


def attended_with_einsum(x, W_q, W_k, W_v, mask):
    q, k, v = (np.einsum("bte,ke->btk", x, W) for W in (W_q, W_k, W_v))
    scores = np.einsum("btk,bsk->bts", q, k) / np.sqrt(k.shape[-1])
    scores = np.where(mask, scores, -1e9)
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return np.einsum("bts,bsu->btu", powers / powers.sum(-1)[..., None], v)


def attended_by_scaled_queries(x, W_q, W_k, W_v, mask):
    queries = x @ W_q.T * W_q.shape[0] ** -0.5
    scores = queries @ np.transpose(x @ W_k.T, (0, 2, 1))
    return scratch.masked_softmax(scores, mask) @ x @ W_v.T


def attended_by_one_matrix(x, W_q, W_k, W_v, mask):
    scores = x @ (W_q.T @ W_k / np.sqrt(len(W_q))) @ x.swapaxes(1, 2)
    return scratch.masked_softmax(scores, mask) @ x @ W_v.T


def attended_in_torch(x, W_q, W_k, W_v, mask):
    import torch

    q, k, v = (torch.tensor(x @ W.T) for W in (W_q, W_k, W_v))
    attend = torch.nn.functional.scaled_dot_product_attention
    return attend(q, k, v, attn_mask=torch.tensor(mask))


def looked_at_one_output_at_a_time(layer, x):
    farthest = 0
    for t in range(len(x)):
        for s in range(t + 1, len(x)):
            other = np.array(x)
            other[s] = 0
            if np.abs(layer(other)[t] - layer(x)[t]).sum() > 1e-6:
                farthest = max(farthest, s - t)
    return farthest


def looked_by_the_first_that_moves(layer, x):
    before, best = layer(x), 0
    rng = np.random.default_rng(0)
    for s in range(len(x)):
        other = x.copy()
        other[s] += rng.normal(size=x.shape[1])
        moved = (abs(layer(other) - before) > 1e-9).any(axis=1)
        moved[s] = True
        best = max(best, s - int(np.argmax(moved)))
    return best


def looked_backwards(layer, x):
    for ahead in reversed(range(1, len(x))):
        for s in range(ahead, len(x)):
            other = x.copy()
            other[s] = x[s] * np.arange(2, 2 + x.shape[1])
            if not np.allclose(layer(other)[s - ahead], layer(x)[s - ahead]):
                return ahead
    return 0


def looked_by_small_differences(layer, x):
    moves = np.zeros((len(x), len(x)))
    for s in range(len(x)):
        for small in 1e-4 * np.eye(x.size).reshape(-1, *x.shape):
            if small[s].any():
                moves[:, s] += abs(layer(x + small) - layer(x - small)).sum(axis=1)
    t, s = np.nonzero(moves > 1e-9)
    return max(0, *(s - t))


def counted_part_by_part(width, feed_forward_size):
    linear = [(width, width)] * 4
    linear += [(width, feed_forward_size), (feed_forward_size, width)]
    return sum(i * o + o for i, o in linear) + 2 * (width + width)


def counted_by_shapes(E, F):
    shapes = [(3 * E, E), (3 * E,), (E, E), (E,), (F, E), (F,), (E, F), (E,)]
    shapes += [(E,)] * 4
    return int(sum(np.prod(shape) for shape in shapes))


def counted_in_torch(E, F):
    import torch

    net = torch.nn.TransformerEncoderLayer(E, 1, F)
    return sum(weight.numel() for weight in net.parameters())


RIGHT = {
    "combine": (combined_by_trying, combined_in_a_list, combined_by_matrices),
    "scan": (
        *(scanned_with_ones_in_front, scanned_in_copies),
        *(scanned_from_the_first_state, scanned_in_torch, scanned_backwards_in_place),
    ),
    "causal_mask": (
        *(masked_by_tri, masked_by_tril, masked_by_triu),
        *(masked_row_by_row, masked_in_torch),
    ),
    "self_attention": (
        *(attended_sequence_by_sequence, attended_with_einsum),
        *(attended_by_scaled_queries, attended_in_torch, attended_by_one_matrix),
    ),
    "looks_ahead": (
        *(looked_at_one_output_at_a_time, looked_by_the_first_that_moves),
        *(looked_backwards, looked_by_small_differences),
    ),
    "count_block": (counted_part_by_part, counted_by_shapes, counted_in_torch),
}


@pytest.mark.torch
@pytest.mark.parametrize(
    ("name", "answer"),
    [(name, answer) for name, answers in RIGHT.items() for answer in answers],
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def combined_in_reading_order(a1, b1, a2, b2):
    return a2 * a1, b2 * a1 + b1


def scanned_step_by_step(a, b, h0):
    h, states = h0, np.zeros_like(a)
    for t in range(a.shape[1]):
        h = states[:, t] = a[:, t] * h + b[:, t]
    return states, t + 1


def scanned_by_accumulate(a, b, h0):
    def join(one, two):
        return two[0] * one[0], two[0] * one[1] + two[1]

    steps = zip(a.swapaxes(0, 1), b.swapaxes(0, 1), strict=True)
    found = [p * h0 + q for p, q in accumulate(steps, join)]
    return np.stack(found, axis=1), a.shape[1]


def scanned_a_before_b(a, b, h0):
    a, b, s, rounds = a.copy(), b.copy(), 1, 0
    while s < a.shape[1]:
        a[:, s:] = a[:, s:] * a[:, :-s]
        b[:, s:] = b[:, s:] + a[:, s:] * b[:, :-s]
        s, rounds = 2 * s, rounds + 1
    return a * h0[:, None] + b, rounds


def scanned_without_h0(a, b, h0):
    return scanned_in_copies(a, b, 0 * h0)


def scanned_in_floor_rounds(a, b, h0):
    rounds = int(np.log2(a.shape[1]))
    for k in range(rounds):
        s = 2**k
        new_b = np.concatenate([b[:, :s], a[:, s:] * b[:, :-s] + b[:, s:]], 1)
        a, b = np.concatenate([a[:, :s], a[:, s:] * a[:, :-s]], 1), new_b
    return a * h0[:, None] + b, rounds


def scanned_with_unaligned_h0(a, b, h0):
    found = scratch.scan_rounds(a, b)[-1]
    return found.a * h0 + found.b, int(np.ceil(np.log2(a.shape[1])))


def scanned_around_the_end(a, b, h0):
    reach, rounds = 1, 0
    while reach < a.shape[1]:
        before_a, before_b = (np.roll(each, reach, axis=1) for each in (a, b))
        a, b = before_a * a, a * before_b + b
        reach, rounds = 2 * reach, rounds + 1
    return a * h0[:, None] + b, rounds


def scanned_over_the_batch(a, b, h0):
    reach, rounds = 1, 0
    while reach < len(a):
        b = np.concatenate([b[:reach], a[reach:] * b[:-reach] + b[reach:]])
        a = np.concatenate([a[:reach], a[reach:] * a[:-reach]])
        reach, rounds = 2 * reach, rounds + 1
    return a * h0[:, None] + b, rounds


def masked_like_torch_s_heads(T):
    return np.triu(np.ones((T, T)), k=1) == 1


def masked_strictly(T):
    steps = np.arange(T)
    return steps < steps[:, None]


def masked_with_infinity(T):
    mask = np.zeros((T, T))
    mask[np.triu_indices(T, k=1)] = -np.inf
    return mask


def attended_unscaled(x, W_q, W_k, W_v, mask):
    scores = (x @ W_q.T) @ (x @ W_k.T).swapaxes(1, 2)
    return scratch.masked_softmax(scores, mask) @ (x @ W_v.T)


def attended_then_masked(x, W_q, W_k, W_v, mask):
    q, k, v = x @ W_q.T, x @ W_k.T, x @ W_v.T
    weights = scratch.masked_softmax(q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1]))
    return np.where(mask, weights, 0) @ v


def attended_down_the_columns(x, W_q, W_k, W_v, mask):
    q, k, v = x @ W_q.T, x @ W_k.T, x @ W_v.T
    powers = mask * np.exp(q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1]))
    return powers / powers.sum(axis=1, keepdims=True) @ v


def attended_by_k(x, W_q, W_k, W_v, mask):
    q, k, v = x @ W_q.T, x @ W_k.T, x @ W_v.T
    scores = q @ k.swapaxes(1, 2) / W_q.shape[0]
    return scratch.masked_softmax(scores, mask) @ v


def attended_with_mask_turned(x, W_q, W_k, W_v, mask):
    scores = x @ W_q.T @ (x @ W_k.T).swapaxes(1, 2) / W_q.shape[0] ** 0.5
    return scratch.masked_softmax(scores, np.transpose(mask)) @ (x @ W_v.T)


def attended_and_divided(x, W_q, W_k, W_v, mask):
    q, k, v = x @ W_q.T, x @ W_k.T, x @ W_v.T
    weights = scratch.masked_softmax(q @ k.swapaxes(1, 2), mask)
    return weights / np.sqrt(q.shape[2]) @ v


def attended_with_all_axes_turned(x, W_q, W_k, W_v, mask):
    q, k, v = x @ W_q.T, x @ W_k.T, x @ W_v.T
    return scratch.masked_softmax(q @ k.T / np.sqrt(q.shape[2]), mask) @ v


def looked_one_place_on(layer, x):
    for t in range(len(x) - 1):
        other = x.copy()
        other[t + 1] = 0
        if not np.allclose(layer(other)[t], layer(x)[t]):
            return 1
    return 0


def looked_with_one_added(layer, x):
    found = 0
    for s in range(len(x)):
        for t in range(s):
            other = x.copy()
            other[s] += 1
            if not np.allclose(layer(other)[t], layer(x)[t]):
                found = max(found, s - t)
    return found


def looked_at_distances(layer, x):
    found = 0
    for s in range(len(x)):
        for t in range(len(x)):
            other = x.copy()
            other[s] = 0
            if not np.allclose(layer(other)[t], layer(x)[t]):
                found = max(found, abs(t - s))
    return found


def looked_at_the_beginning_alone(layer, x):
    """What is left of the text, not what is changed in it."""
    found = 0
    for t in range(len(x)):
        if not np.allclose(layer(x[: t + 1])[t], layer(x)[t]):
            found = max(found, len(x) - 1 - t)
    return found


def looked_with_one_entry_changed(layer, x):
    found = 0
    for s in range(1, len(x)):
        other = x.copy()
        other[s, 0] += 1
        moved = ~np.isclose(layer(other), layer(x)).all(axis=1)
        found = max([found, *(s - t for t in range(s) if moved[t])])
    return found


def looked_with_inputs_doubled(layer, x):
    found = 0
    for s in range(1, len(x)):
        other = x.copy()
        other[s] *= 2
        moved = ~np.isclose(layer(other), layer(x)).all(axis=1)
        found = max([found, *(s - t for t in range(s) if moved[t])])
    return found


def counted_with_one_bias(E, F):
    return 4 * E * E + E + F * (E + 1) + E * (F + 1) + 4 * E


def counted_three_matrices(E, F):
    return 3 * (E * E + E) + 2 * E * F + F + E + 4 * E


def counted_matrices_only(E, F):
    return 4 * E**2 + 2 * E * F + 4 * E


def counted_without_norms(E, F):
    return 4 * (E * E + E) + (E * F + F) + (F * E + E)


WRONG = (
    ("combine", combined_in_reading_order, "other_way_round"),
    ("scan", scanned_step_by_step, "the_loop"),
    ("scan", scanned_by_accumulate, "the_loop"),
    ("scan", scanned_a_before_b, "factors_replaced_too_early"),
    ("scan", scanned_without_h0, "without_the_first_state"),
    ("scan", scanned_in_floor_rounds, "rounded_down"),
    ("scan", scanned_with_unaligned_h0, "first_state_not_aligned"),
    ("scan", scanned_around_the_end, "joined_in_a_circle"),
    ("scan", scanned_over_the_batch, "sequences_joined"),
    ("causal_mask", masked_like_torch_s_heads, "true_where_hidden"),
    ("causal_mask", masked_strictly, "not_at_itself"),
    ("causal_mask", masked_with_infinity, "numbers_to_add"),
    ("self_attention", attended_unscaled, "not_scaled"),
    ("self_attention", attended_then_masked, "hidden_afterwards"),
    ("self_attention", attended_down_the_columns, "over_those_who_ask"),
    ("self_attention", attended_by_k, "divided_by_all_of_k"),
    ("self_attention", attended_with_mask_turned, "mask_transposed"),
    ("self_attention", attended_and_divided, "divided_afterwards"),
    ("self_attention", attended_with_all_axes_turned, "all_axes_turned"),
    ("looks_ahead", looked_one_place_on, "only_the_next_place"),
    ("looks_ahead", looked_at_the_beginning_alone, "all_later_ones_at_once"),
    ("looks_ahead", looked_with_one_entry_changed, "changes_one_entry"),
    ("looks_ahead", looked_with_inputs_doubled, "changes_the_size_only"),
    ("looks_ahead", looked_with_one_added, "adds_the_same_everywhere"),
    ("looks_ahead", looked_at_distances, "counts_the_past"),
    ("count_block", counted_with_one_bias, "one_bias_to_attend"),
    ("count_block", counted_three_matrices, "without_the_output"),
    ("count_block", counted_matrices_only, "without_biases"),
    ("count_block", counted_without_norms, "without_norms"),
)


@pytest.mark.parametrize(("name", "answer", "mistake"), WRONG)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("scan", lambda a, b, h0: tuple(scratch.scan(a, b, h0))),
        ("combine", scratch.combine_steps),
        ("causal_mask", scratch.causal_mask),
        ("count_block", scratch.count_block),
        (
            "self_attention",
            lambda x, W_q, W_k, W_v, mask: (
                scratch.attention_forward(x @ W_q.T, x @ W_k.T, x @ W_v.T, mask).seen
            ),
        ),
    ],
)
def test_what_the_package_computes_is_no_answer(
    name: str, answer: Callable[..., Any]
) -> None:
    assert getattr(exercises, name).check(answer).mistake == "borrowed"
