"""Lesson 09: what learners write is understood; its solutions agree with others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils.datasets.splits import chinese_key
from course_utils.exercises.bilstm import exercises
from course_utils.exercises.bilstm.review_key import review_key, text_cases
from course_utils.exercises.bilstm.word_effects import sentence_cases, word_effects
from course_utils.exercises.shapes.tensors import torch
from course_utils.widgets.saliency import weigh

# ---------------------------------------------------------------- solutions


@pytest.mark.parametrize("case", text_cases())
def test_review_key_is_the_key_of_the_corpus(case: tuple[str]) -> None:
    assert review_key(*case) == chinese_key(*case)


@pytest.mark.parametrize("case", sentence_cases())
def test_the_explorer_weighs_as_the_exercise_does(case: tuple[Any, Any]) -> None:
    words, score = case
    found = weigh(words, lambda texts: np.array([score(text) for text in texts]))
    np.testing.assert_allclose(found["effects"], word_effects(words, score))


@pytest.mark.torch
def test_solutions_are_what_the_package_does() -> None:
    from course_utils.models.recurrent import last_states, max_states
    from course_utils.training.batching import reverse_within

    theirs = {
        "reverse_within": reverse_within,
        "read_ends": lambda outputs, lengths: last_states(outputs, lengths, 2),
        "masked_max": max_states,
    }
    for name, function in theirs.items():
        exercise = getattr(exercises, name)
        for x, lengths in exercise.cases():
            assert torch.equal(exercise.solved(x, lengths), function(x, lengths))


# ---------------------------------------------------------------- other right answers


def key_in_a_loop(text):
    kept = ""
    for one in text.lower():
        if "0" <= one <= "9" or "a" <= one <= "z" or "一" <= one <= "鿿":
            kept += one
    return kept


def key_by_findall(text):
    return "".join(re.findall("[0-9a-z一-鿿]", text.lower()))


def key_with_both_cases(text):
    return re.sub("[^0-9A-Za-z一-鿿]+", "", text).lower()


def key_by_filter(text):
    return "".join(filter(re.compile("[0-9a-z一-鿿]").match, text.lower()))


def key_by_code_points(text):
    letters = set("0123456789abcdefghijklmnopqrstuvwxyz")
    low = text.lower()
    return "".join(c for c in low if c in letters or 0x4E00 <= ord(c) <= 0x9FFF)


def share_in_a_loop(train_keys, test_keys):
    count = 0
    for key in test_keys:
        if key in train_keys:
            count += 1
    return count / len(test_keys)


def share_by_numpy(train_keys, test_keys):
    return np.isin(test_keys, train_keys).mean()


def share_by_counter(train_keys, test_keys):
    counts = Counter(test_keys)
    return sum(counts[key] for key in set(train_keys)) / len(test_keys)


def share_by_mean(train_keys, test_keys):
    known = frozenset(train_keys)
    return np.mean([key in known for key in test_keys])


def share_of_rest(train_keys, test_keys):
    new = [key for key in test_keys if key not in set(train_keys)]
    return 1 - len(new) / len(test_keys)


def reversed_by_cat(x, lengths):
    rows = [torch.cat([x[b, :n].flip(0), x[b, n:]]) for b, n in enumerate(lengths)]
    return torch.stack(rows)


def reversed_by_index(x, lengths):
    steps = torch.arange(x.shape[1])
    places = torch.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)
    return x[torch.arange(len(x))[:, None], places]


def reversed_step_by_step(x, lengths):
    result = torch.zeros_like(x)
    for b in range(x.shape[0]):
        for t in range(int(lengths[b])):
            result[b, t] = x[b, lengths[b] - 1 - t]
    return result


def reversed_and_padded(x, lengths):
    rows = [row[:n].flip(0) for row, n in zip(x, lengths.tolist(), strict=True)]
    result = torch.zeros_like(x)
    for b, row in enumerate(rows):
        result[b, : len(row)] = row
    return result


def reversed_by_gather(x, lengths):
    steps = torch.arange(x.shape[1])
    places = torch.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)
    places = places.reshape(*places.shape, *[1] * (x.dim() - 2)).expand_as(x)
    return x.gather(1, places)


def ends_in_a_loop(outputs, lengths):
    H = outputs.shape[-1] // 2
    rows = [
        torch.cat([row[n - 1, :H], row[0, H:]])
        for row, n in zip(outputs, lengths, strict=True)
    ]
    return torch.stack(rows)


def ends_by_chunk(outputs, lengths):
    forward, backward = outputs.chunk(2, dim=2)
    last = forward[torch.arange(len(forward)), lengths - 1]
    return torch.cat((last, backward[:, 0]), dim=-1)


def ends_by_gather(outputs, lengths):
    H = outputs.shape[2] // 2
    places = (lengths - 1)[:, None, None].expand(-1, 1, H)
    forward = outputs[:, :, :H].gather(1, places).squeeze(1)
    return torch.hstack([forward, outputs[:, 0, H:]])


def ends_by_view(outputs, lengths):
    B, T, D = outputs.shape
    both = outputs.view(B, T, 2, D // 2)
    forward = both[torch.arange(B), lengths - 1, 0]
    return torch.stack([forward, both[:, 0, 1]], dim=1).reshape(B, D)


def ends_into_a_copy(outputs, lengths):
    found = outputs[:, 0].clone()
    H = found.shape[1] // 2
    for b, n in enumerate(lengths):
        found[b, :H] = outputs[b, n - 1, :H]
    return found


def maximum_in_a_loop(outputs, lengths):
    rows = zip(outputs, lengths, strict=True)
    return torch.stack([row[:n].max(dim=0).values for row, n in rows])


def maximum_by_where(outputs, lengths):
    real = torch.arange(outputs.shape[1])[None, :, None] < lengths[:, None, None]
    return torch.where(real, outputs, float("-inf")).max(1)[0]


def maximum_by_subtraction(outputs, lengths):
    pads = (torch.arange(outputs.shape[1]) >= lengths[:, None]).to(outputs.dtype)
    return (outputs - 1e9 * pads[:, :, None]).amax(1)


def maximum_in_a_copy(outputs, lengths):
    covered = outputs.clone()
    for b, n in enumerate(lengths):
        covered[b, n:] = -torch.inf
    return torch.amax(covered, dim=1)


def maximum_step_by_step(outputs, lengths):
    largest = outputs[:, 0]
    for t in range(1, outputs.shape[1]):
        more = torch.maximum(largest, outputs[:, t])
        largest = torch.where((t < lengths)[:, None], more, largest)
    return largest


def effects_in_a_loop(words, score):
    whole, effects = score(words), []
    for place in range(len(words)):
        rest = [word for at, word in enumerate(words) if at != place]
        effects.append(whole - score(rest))
    return np.array(effects)


def effects_by_del(words, score):
    effects = np.zeros(len(words))
    for place in range(len(words)):
        rest = list(words)
        del rest[place]
        effects[place] = score(words) - score(rest)
    return effects


def effects_by_pop(words, score):
    def without(place):
        rest = words.copy()
        rest.pop(place)
        return score(rest)

    return score(words) - np.array([without(i) for i in range(len(words))])


def effects_by_unpacking(words, score):
    rests = ([*words[:i], *words[i + 1 :]] for i in range(len(words)))
    return np.fromiter((score(words) - score(rest) for rest in rests), dtype=float)


def effects_by_delete(words, score):
    rests = [np.delete(np.array(words), i).tolist() for i in range(len(words))]
    return np.array([score(words) - score(rest) for rest in rests])


ALSO_RIGHT = {
    "review_key": (
        key_in_a_loop,
        key_by_findall,
        key_with_both_cases,
        key_by_filter,
        key_by_code_points,
    ),
    "seen_share": (
        share_in_a_loop,
        share_by_numpy,
        share_by_counter,
        share_by_mean,
        share_of_rest,
    ),
    "reverse_within": (
        reversed_by_cat,
        reversed_by_index,
        reversed_step_by_step,
        reversed_and_padded,
        reversed_by_gather,
    ),
    "read_ends": (
        ends_in_a_loop,
        ends_by_chunk,
        ends_by_gather,
        ends_by_view,
        ends_into_a_copy,
    ),
    "masked_max": (
        maximum_in_a_loop,
        maximum_by_where,
        maximum_by_subtraction,
        maximum_in_a_copy,
        maximum_step_by_step,
    ),
    "word_effects": (
        effects_in_a_loop,
        effects_by_del,
        effects_by_pop,
        effects_by_unpacking,
        effects_by_delete,
    ),
}
NEEDS_TORCH = ("reverse_within", "read_ends", "masked_max")


def marked(rows: list[tuple[Any, ...]]) -> list[Any]:
    return [
        pytest.param(*row, marks=[pytest.mark.torch] if row[0] in NEEDS_TORCH else [])
        for row in rows
    ]


@pytest.mark.parametrize(
    ("name", "answer"),
    marked([(name, each) for name, answers in ALSO_RIGHT.items() for each in answers]),
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def lower_at_the_end(text):
    return "".join(re.findall("[0-9a-z一-鿿]", text)).lower()


def without_blanks(text):
    return text.lower().replace(" ", "")


def sets_of_both(train_keys, test_keys):
    return len(set(train_keys).intersection(test_keys)) / len(set(test_keys))


def turned_as_a_whole(x, lengths):
    return torch.flip(x, dims=[1])


def rolled_batch(x, lengths):
    return torch.stack(list(x)[::-1])


def last_of_all(outputs, lengths):
    return outputs[torch.arange(len(lengths)), lengths - 1]


def first_of_all(outputs, lengths):
    return torch.stack([row[0] for row in outputs])


def products_with_mask(outputs, lengths):
    mask = torch.arange(outputs.shape[1]) < lengths[:, None]
    return (outputs * mask[:, :, None]).max(dim=1).values


def plain_maximum(outputs, lengths):
    return outputs.max(dim=1).values


def score_minus_whole(words, score):
    rests = [words[:i] + words[i + 1 :] for i in range(len(words))]
    return np.array([score(rest) for rest in rests]) - score(words)


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    marked(
        [
            ("review_key", lower_at_the_end, "capitals_lost"),
            ("review_key", without_blanks, "only_blanks_removed"),
            ("seen_share", sets_of_both, "different_keys"),
            ("reverse_within", turned_as_a_whole, "padding_in_front"),
            ("reverse_within", rolled_batch, "batch_reversed"),
            ("read_ends", last_of_all, "both_at_the_last_symbol"),
            ("read_ends", first_of_all, "both_at_the_first_symbol"),
            ("masked_max", products_with_mask, "zero_on_pads"),
            ("masked_max", plain_maximum, "over_all_steps"),
            ("word_effects", score_minus_whole, "signs_reversed"),
        ]
    ),
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)
