"""Lesson 07: what learners write is understood; its solutions agree with others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils.exercises.five_shapes import exercises
from course_utils.exercises.five_shapes.attend import attend, looking_cases
from course_utils.exercises.five_shapes.mean_step_loss import (
    mean_step_loss,
    scored_cases,
)
from course_utils.exercises.five_shapes.teacher_forcing import teacher_forcing
from course_utils.exercises.five_shapes.until_stop import until_stop

torch = pytest.importorskip("torch")
F = torch.nn.functional

pytestmark = pytest.mark.torch

# ---------------------------------------------------------------- solutions


def test_the_exercise_attends_as_the_model_does() -> None:
    from course_utils.problems.encoder_decoder import attention_weights
    from course_utils.training.batching import mask_of

    for query, keys, lengths in looking_cases():
        mask = mask_of(lengths, keys.shape[1])
        expected = attention_weights(query[:, None], keys, mask)[:, 0]
        torch.testing.assert_close(attend(query, keys, lengths), expected)


def test_the_exercise_forces_as_the_package_does() -> None:
    from course_utils.problems.writing import START_ID, STOP_ID, teacher_forced
    from course_utils.problems.writing import writing_vocabulary as vocabulary_of

    vocabulary = vocabulary_of(["abc"])
    inputs, targets = teacher_forced(["cab"], vocabulary)
    expected = teacher_forcing(vocabulary.encode("cab"), START_ID, STOP_ID)
    assert (inputs[0].tolist(), targets[0].tolist()) == expected


def test_the_exercise_stops_as_the_package_does() -> None:
    from course_utils.problems import writing

    for ids in ([5, 3, 4, 3], [5, 4], [3], []):
        assert until_stop(ids, writing.STOP_ID) == writing.until_stop(ids)


def test_the_exercise_asks_at_the_steps_that_training_asks() -> None:
    from course_utils.training.batching import IGNORED_TARGET

    for scores, targets, lengths in scored_cases():
        hidden = torch.arange(scores.shape[1]) >= lengths[:, None]
        marked = targets.masked_fill(hidden, IGNORED_TARGET)
        expected = F.cross_entropy(
            scores.flatten(0, 1), marked.flatten(), ignore_index=IGNORED_TARGET
        )
        found = mean_step_loss(scores, targets, lengths)
        torch.testing.assert_close(found, expected)


# ---------------------------------------------------------------- other right answers


def columns_by_transpose(images):
    return images.transpose(0, 2, 1)


def columns_by_einsum(images):
    return np.einsum("bhw->bwh", images)


def columns_stacked(images):
    return np.stack([images[:, :, t] for t in range(images.shape[2])], axis=1)


def columns_picture_by_picture(images):
    return np.array([image.T for image in images])


def columns_moved(images):
    return np.moveaxis(images, 2, 1)


def forced_by_adding(ids, start, stop):
    return [start] + list(ids), list(ids) + [stop]  # noqa: RUF005


def forced_from_one_list(ids, start, stop):
    whole = [start, *ids, stop]
    return whole[:-1], whole[1:]


def forced_by_append(ids, start, stop):
    inputs, targets = list(ids), list(ids)
    inputs.insert(0, start)
    targets.append(stop)
    return inputs, targets


def forced_by_pairs(ids, start, stop):
    pairs = zip([start, *ids], [*ids, stop], strict=True)
    inputs, targets = zip(*pairs, strict=True)
    return list(inputs), list(targets)


def forced_in_a_list(ids, start, stop):
    return [[start, *ids], [*ids, stop]]


def stopped_by_index(ids, stop):
    return ids[: ids.index(stop)] if stop in ids else ids


def stopped_by_try(ids, stop):
    try:
        return ids[: ids.index(stop)]
    except ValueError:
        return list(ids)


def stopped_by_takewhile(ids, stop):
    return list(takewhile(lambda symbol: symbol != stop, ids))


def stopped_with_a_guard(ids, stop):
    return ids[: [*ids, stop].index(stop)]


def stopped_as_tuple(ids, stop):
    return tuple(stopped_by_index(ids, stop))


def loss_by_ignoring(scores, targets, lengths):
    hidden = torch.arange(scores.shape[1]) >= lengths[:, None]
    targets = targets.masked_fill(hidden, -100)
    return F.cross_entropy(scores.transpose(1, 2), targets)


def loss_in_a_loop(scores, targets, lengths):
    total, count = 0.0, 0
    for b, length in enumerate(lengths):
        for t in range(length):
            total = total - scores[b, t].log_softmax(dim=0)[targets[b, t]]
            count += 1
    return total / count


def loss_as_a_number(scores, targets, lengths):
    return loss_in_a_loop(scores, targets, lengths).item()


def loss_by_weights(scores, targets, lengths):
    mask = (torch.arange(scores.shape[1]) < lengths[:, None]).double()
    nats = F.cross_entropy(scores.transpose(1, 2), targets, reduction="none")
    return (nats * mask).sum() / mask.sum()


def loss_of_joined_rows(scores, targets, lengths):
    rows = list(zip(scores, targets, lengths, strict=True))
    joined = torch.cat([row[:n] for row, _, n in rows])
    return F.cross_entropy(joined, torch.cat([row[:n] for _, row, n in rows]))


def loss_by_nll(scores, targets, lengths):
    mask = torch.arange(scores.shape[1]) < lengths[:, None]
    return F.nll_loss(scores.log_softmax(dim=-1)[mask], targets[mask])


def weights_by_einsum(query, keys, lengths):
    scores = torch.einsum("bh,bsh->bs", query, keys)
    scores[torch.arange(keys.shape[1]) >= lengths[:, None]] = -torch.inf
    return torch.softmax(scores, dim=-1)


def weights_by_matrix_product(query, keys, lengths):
    scores = (keys @ query[:, :, None]).squeeze(2)
    real = torch.arange(keys.shape[1]) < lengths[:, None]
    return torch.where(real, scores, float("-inf")).softmax(1)


def weights_renormalised(query, keys, lengths):
    real = torch.arange(keys.shape[1]) < lengths[:, None]
    weights = (query[:, None] * keys).sum(2).softmax(1) * real
    return weights / weights.sum(dim=1, keepdim=True)


def weights_row_by_row(query, keys, lengths):
    weights = torch.zeros(keys.shape[:2], dtype=keys.dtype)
    for b, length in enumerate(lengths):
        weights[b, :length] = (keys[b, :length] @ query[b]).softmax(0)
    return weights


def weights_by_hand(query, keys, lengths):
    powers = (query[:, None] * keys).sum(-1).exp()
    powers = powers * (torch.arange(keys.shape[1]) < lengths[:, None])
    return powers / powers.sum(1)[:, None]


def weights_with_a_large_number(query, keys, lengths):
    padded = torch.arange(keys.shape[1]) >= lengths[:, None]
    return ((query[:, None] * keys).sum(2) - 1e9 * padded).softmax(1)


ALSO_RIGHT = {
    "read_columns": (
        columns_by_transpose,
        columns_by_einsum,
        columns_stacked,
        columns_picture_by_picture,
        columns_moved,
    ),
    "teacher_forcing": (
        forced_by_adding,
        forced_from_one_list,
        forced_by_append,
        forced_by_pairs,
        forced_in_a_list,
    ),
    "until_stop": (
        stopped_by_index,
        stopped_by_try,
        stopped_by_takewhile,
        stopped_with_a_guard,
        stopped_as_tuple,
    ),
    "mean_step_loss": (
        loss_by_ignoring,
        loss_in_a_loop,
        loss_as_a_number,
        loss_by_weights,
        loss_of_joined_rows,
        loss_by_nll,
    ),
    "attend": (
        weights_by_einsum,
        weights_by_matrix_product,
        weights_renormalised,
        weights_row_by_row,
        weights_by_hand,
        weights_with_a_large_number,
    ),
}


@pytest.mark.parametrize(
    ("name", "answer"),
    [(name, answer) for name, answers in ALSO_RIGHT.items() for answer in answers],
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def columns_by_view(images):
    num_pictures, height, width = images.shape
    return np.reshape(images, (num_pictures, width, height))


def columns_rotated(images):
    return np.rot90(images, axes=(1, 2))


def usual_slices(ids, start, stop):
    whole = [start, *ids]
    return whole[:-1], whole[1:]


def one_more_in_the_slice(ids, stop):
    for place, symbol in enumerate(ids):
        if symbol == stop:
            return ids[: place + 1]
    return ids


def skips_stops(ids, stop):
    kept = []
    for symbol in ids:
        if symbol == stop:
            continue
        kept.append(symbol)
    return kept


def flat_cross_entropy(scores, targets, lengths):
    return F.cross_entropy(scores.flatten(0, 1), targets.flatten())


def mean_row_by_row(scores, targets, lengths):
    rows = zip(scores, targets, lengths, strict=True)
    return sum(F.cross_entropy(s[:n], t[:n]) for s, t, n in rows) / len(lengths)


def probabilities_given(scores, targets, lengths):
    mask = torch.arange(scores.shape[1]) < lengths[:, None]
    return F.cross_entropy(scores.softmax(dim=2)[mask], targets[mask])


def mask_times_softmax(query, keys, lengths):
    real = torch.arange(keys.shape[1]) < lengths[:, None]
    return real * torch.einsum("bh,bsh->bs", query, keys).softmax(dim=1)


def as_in_a_transformer(query, keys, lengths):
    real = torch.arange(keys.shape[1]) < lengths[:, None]
    scores = torch.einsum("bh,bsh->bs", query, keys) / np.sqrt(keys.shape[-1])
    return torch.where(real, scores, -torch.inf).softmax(dim=1)


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("read_columns", columns_by_view, "reshaped"),
        ("read_columns", columns_rotated, "from_right_to_left"),
        ("teacher_forcing", usual_slices, "without_stop"),
        ("until_stop", one_more_in_the_slice, "with_the_stop"),
        ("until_stop", skips_stops, "stops_taken_out"),
        ("mean_step_loss", flat_cross_entropy, "padding_counts"),
        ("mean_step_loss", mean_row_by_row, "mean_of_means"),
        ("mean_step_loss", probabilities_given, "softmax_twice"),
        ("attend", mask_times_softmax, "masked_afterwards"),
        ("attend", as_in_a_transformer, "scaled"),
    ],
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)
