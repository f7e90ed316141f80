"""Lesson 11: what learners write is understood; its solutions agree with others."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils.exercises.language_model import exercises
from course_utils.exercises.language_model.keep_top_p import keep_top_p
from course_utils.exercises.language_model.masked_nats import masked_nats, padded_cases
from course_utils.exercises.language_model.soften import soften
from course_utils.widgets.language import shape

# ---------------------------------------------------------------- solutions


@pytest.mark.torch
@pytest.mark.parametrize("case", range(3))
def test_masked_nats_is_what_torch_calls_ignoring(case: int) -> None:
    import torch
    from torch.nn import functional as F

    log_probs, inputs, targets, pad_id = padded_cases()[case]
    expected = F.cross_entropy(
        torch.tensor(log_probs).flatten(0, 1),
        torch.tensor(targets).flatten(),
        ignore_index=pad_id,
    )
    assert masked_nats(log_probs, inputs, targets, pad_id) == pytest.approx(
        expected.item()
    )


@pytest.mark.parametrize("temperature", [0.1, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("top_p", [0.1, 0.5, 0.9, 1.0])
def test_the_explorer_draws_as_the_exercises_do(
    temperature: float, top_p: float
) -> None:
    scores = np.random.default_rng(0).normal(size=50)
    expected = keep_top_p(soften(scores, temperature), top_p)
    np.testing.assert_allclose(
        shape(scores, temperature, top_p=top_p), expected, atol=1e-12
    )


# ---------------------------------------------------------------- other right answers


def rows_one_by_one(counts, amount):
    rows = []
    for row in counts:
        more = [count + amount for count in row]
        rows.append([one / sum(more) for one in more])
    return np.array(rows)


def divided_by_hand(counts, amount):
    total = counts.sum(1) + amount * counts.shape[1]
    return (counts + amount) / total[:, None]


def transposed_twice(counts, amount):
    more = (counts + amount).T
    return (more / more.sum(0)).T


def normalised_by_einsum(counts, amount):
    more = counts + float(amount)
    return np.einsum("ab,a->ab", more, 1 / more.sum(1))


def filled_table(counts, amount):
    table = np.empty(counts.shape)
    for a in range(len(counts)):
        table[a] = (counts[a] + amount) / (counts[a] + amount).sum()
    return table


def perplexity_in_a_loop(lines):
    total, count = 0.0, 0
    for line in lines:
        for p in line:
            total -= math.log(p)
            count += 1
    return math.exp(total / count)


def perplexity_by_product(lines):
    together = np.hstack(lines)
    return float(np.prod(together) ** (-1 / together.size))


def perplexity_in_bits(lines):
    return 2 ** (-np.log2(np.concatenate(lines)).mean())


def perplexity_by_sums(lines):
    count = sum(len(line) for line in lines)
    return np.exp(-sum(np.log(line).sum() for line in lines) / count)


def perplexity_weighted(lines):
    sizes = [len(line) for line in lines]
    means = [np.log(line).mean() for line in lines]
    return np.exp(-np.average(means, weights=sizes))


def masked_in_a_loop(log_probs, inputs, targets, pad_id):
    kept = [
        -log_probs[b, t, targets[b, t]]
        for b in range(targets.shape[0])
        for t in range(targets.shape[1])
        if targets[b, t] != pad_id
    ]
    return sum(kept) / len(kept)


def masked_by_weights(log_probs, inputs, targets, pad_id):
    nats = -np.take_along_axis(log_probs, targets[:, :, None], axis=2)[:, :, 0]
    return np.average(nats, weights=targets != pad_id)


def masked_by_index(log_probs, inputs, targets, pad_id):
    b, t = np.nonzero(targets != pad_id)
    return -log_probs[b, t, targets[b, t]].mean()


def masked_with_one_hot(log_probs, inputs, targets, pad_id):
    chosen = (np.eye(log_probs.shape[2])[targets] * log_probs).sum(2)
    real = targets != pad_id
    return -(chosen * real).sum() / real.sum()


def masked_with_nan(log_probs, inputs, targets, pad_id):
    nats = -np.take_along_axis(log_probs, targets[..., None], 2).squeeze(2)
    return float(np.nanmean(np.where(targets == pad_id, np.nan, nats)))


def shift_with_concatenate(ids, begin):
    first = np.full((len(ids), 1), begin)
    return np.concatenate([first, ids[:, :-1]], axis=1), ids


def shift_into_an_array(ids, begin):
    inputs = np.empty_like(ids)
    inputs[:, 0] = begin
    inputs[:, 1:] = ids[:, :-1]
    return inputs, ids.copy()


def shift_by_roll(ids, begin):
    inputs = np.roll(ids, 1, axis=1)
    inputs[:, 0] = begin
    return inputs, ids


def shift_as_a_list(ids, begin):
    return [np.insert(ids[:, :-1], 0, begin, axis=1), ids]


def shift_row_by_row(ids, begin):
    return np.array([[begin, *row[:-1]] for row in ids]), np.array(ids)


def soften_divided_first(scores, temperature):
    scaled = scores / temperature
    powers = np.exp(scaled - scaled.max())
    return powers / np.sum(powers)


def soften_by_log_sum(scores, temperature):
    scaled = scores / temperature
    return np.exp(scaled - np.logaddexp.reduce(scaled))


def soften_by_power(scores, temperature):
    powers = np.exp(scores - scores.max()) ** (1 / temperature)
    return powers / powers.sum()


def soften_in_a_loop(scores, temperature):
    largest = max(scores)
    powers = [math.exp((score - largest) / temperature) for score in scores]
    return np.array([one / sum(powers) for one in powers])


def soften_pairwise(scores, temperature):
    gaps = (scores[None] - scores[:, None]) / temperature
    return 1 / np.exp(np.minimum(gaps, 700)).sum(axis=1)


def top_p_in_a_loop(probabilities, top_p):
    kept, total = np.zeros(len(probabilities)), 0.0
    for place in sorted(range(len(probabilities)), key=lambda k: -probabilities[k]):
        if total >= top_p:
            break
        kept[place] = probabilities[place]
        total += probabilities[place]
    return kept / total


def top_p_by_count(probabilities, top_p):
    order = np.argsort(probabilities)[::-1]
    count = np.searchsorted(probabilities[order].cumsum(), top_p) + 1
    kept = np.zeros_like(probabilities)
    kept[order[:count]] = probabilities[order[:count]]
    return kept / kept.sum()


def top_p_by_threshold(probabilities, top_p):
    ranked = np.sort(probabilities)[::-1]
    least = ranked[np.argmax(ranked.cumsum() >= top_p)]
    kept = probabilities * (probabilities >= least)
    return kept / kept.sum()


def top_p_pairwise(probabilities, top_p):
    above = probabilities[None] > probabilities[:, None]
    before = (above * probabilities[None]).sum(axis=1)
    kept = np.where(before < top_p, probabilities, 0.0)
    return kept / kept.sum()


def top_p_from_the_tail(probabilities, top_p):
    kept = probabilities.copy()
    for place in np.argsort(probabilities):
        if kept.sum() - kept[place] < top_p:
            break
        kept[place] = 0
    return kept / kept.sum()


ALSO_RIGHT = {
    "bigram_probabilities": (
        rows_one_by_one,
        divided_by_hand,
        transposed_twice,
        normalised_by_einsum,
        filled_table,
    ),
    "perplexity": (
        perplexity_in_a_loop,
        perplexity_by_product,
        perplexity_in_bits,
        perplexity_by_sums,
        perplexity_weighted,
    ),
    "masked_nats": (
        masked_in_a_loop,
        masked_by_weights,
        masked_by_index,
        masked_with_one_hot,
        masked_with_nan,
    ),
    "shift": (
        shift_with_concatenate,
        shift_into_an_array,
        shift_by_roll,
        shift_as_a_list,
        shift_row_by_row,
    ),
    "soften": (
        soften_divided_first,
        soften_by_log_sum,
        soften_by_power,
        soften_in_a_loop,
        soften_pairwise,
    ),
    "keep_top_p": (
        top_p_in_a_loop,
        top_p_by_count,
        top_p_by_threshold,
        top_p_pairwise,
        top_p_from_the_tail,
    ),
}


@pytest.mark.parametrize(
    ("name", "answer"),
    [(name, answer) for name, answers in ALSO_RIGHT.items() for answer in answers],
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def rows_without_keepdims(counts, amount):
    return (counts + amount) / np.sum(counts + amount, axis=1)


def means_of_lines(lines):
    return np.exp(np.mean([np.mean(-np.log(line)) for line in lines]))


def two_bases_swapped(lines):
    return 2 ** np.mean([-math.log(p) for line in lines for p in line])


def logarithm_of_log_probs(log_probs, inputs, targets, pad_id):
    nats = -np.log(np.take_along_axis(log_probs, targets[..., None], 2)[..., 0])
    return nats[targets != pad_id].mean()


def copies(ids, begin):
    return ids, ids


def usual_slices(ids, begin):
    return ids[:, 0:-1], ids[:, 1 : ids.shape[1]]


def hot_product(scores, temperature):
    scaled = scores * temperature
    powers = np.exp(scaled - scaled.max())
    return powers / powers.sum()


def plain_softmax(scores, temperature):
    return np.exp(scores / temperature) / np.exp(scores / temperature).sum()


def power_of_softmax(scores, temperature):
    powers = np.exp(scores - scores.max())
    return (powers / np.sum(powers)) ** (1 / temperature)


def only_the_kept(probabilities, top_p):
    order = np.argsort(probabilities)[::-1]
    count = np.searchsorted(probabilities[order].cumsum(), top_p) + 1
    return probabilities[order[:count]] / probabilities[order[:count]].sum()


def cut_at_the_line(probabilities, top_p):
    order = np.argsort(probabilities)[::-1]
    kept = np.zeros_like(probabilities)
    few = order[probabilities[order].cumsum() <= top_p]
    kept[few] = probabilities[few]
    return kept / kept.sum()


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("bigram_probabilities", rows_without_keepdims, "sums_in_a_row"),
        ("perplexity", means_of_lines, "mean_of_line_means"),
        ("perplexity", two_bases_swapped, "power_of_two"),
        ("masked_nats", logarithm_of_log_probs, "logarithm_twice"),
        ("shift", copies, "not_shifted"),
        ("shift", usual_slices, "first_symbol_lost"),
        ("soften", hot_product, "multiplied"),
        ("soften", plain_softmax, "overflows"),
        ("soften", power_of_softmax, "powers_left"),
        ("keep_top_p", only_the_kept, "shortened"),
        ("keep_top_p", cut_at_the_line, "beyond_the_line_cut"),
    ],
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)
