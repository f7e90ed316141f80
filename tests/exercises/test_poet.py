"""Lesson 12: what learners write is understood, and its experiments measure right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils.exercises.poet import exercises

# ---------------------------------------------------------------- other right answers


def head_in_place(symbols, step, width, head):
    mask = np.ones(len(symbols), dtype=bool)
    if step % width == 0 and step // width < len(head):
        mask[:] = False
        mask[list(symbols).index(head[step // width])] = True
    return mask


def head_by_comparison(symbols, step, width, head):
    starts = dict(zip(range(0, 99, width), head, strict=False))
    wanted = starts.get(step)
    return np.array([wanted in (None, symbol) for symbol in symbols])


def head_as_numbers(symbols, step, width, head):
    return head_in_place(symbols, step, width, head).astype(float)


def head_with_numpy(symbols, step, width, head):
    if step % width or step >= width * len(head):
        return np.full(len(symbols), True)
    return np.asarray(symbols) == head[step // width]


def head_by_loop(symbols, step, width, head):
    mask = []
    for symbol in symbols:
        free = step % width != 0 or step // width > len(head) - 1
        mask.append(free or symbol == head[step // width])
    return np.array(mask)


def rhyme_with_the_last(symbols, text, width, group_of):
    step = len(text)
    if (step + 1) % (2 * width) != 0:
        return np.ones(len(symbols), dtype=bool)
    if step + 1 == 2 * width:
        return np.array([group_of.get(symbol) is not None for symbol in symbols])
    group = group_of[text[2 * width - 1]]
    return np.array(
        [symbol in group_of and group_of[symbol] == group for symbol in symbols]
    )


def rhyme_by_lines(symbols, text, width, group_of):
    line, column = divmod(len(text), width)
    if column < width - 1 or line % 2 == 0:
        return np.full(len(symbols), True)
    groups = [group_of.get(symbol) for symbol in symbols]
    if line == 1:
        return np.array([group is not None for group in groups])
    return np.array([group == group_of[text[2 * width - 1]] for group in groups])


def rhyme_by_sets(symbols, text, width, group_of):
    ok = set(symbols)
    if len(text) % (2 * width) == 2 * width - 1:
        ok = set(group_of)
        if len(text) > 2 * width:
            end = text[2 * width - 1]
            ok = {one for one in ok if group_of[one] == group_of[end]}
    return np.array([symbol in ok for symbol in symbols])


def rhyme_in_place(symbols, text, width, group_of):
    return rhyme_by_sets(symbols, text, width, group_of).astype(int)


def rhyme_by_index(symbols, text, width, group_of):
    if (len(text) + 1) % (width + width):
        return np.ones(len(symbols)) > 0
    line_two = text[width : 2 * width]
    full = len(line_two) == width
    return np.array(
        [
            s in group_of and (not full or group_of[s] == group_of[line_two[-1]])
            for s in symbols
        ]
    )


def tones_joined(symbols, tone_of, pattern, step):
    wanted = "".join(pattern)[step]
    return np.array(
        [wanted == "中" or tone_of.get(s) in {"中", wanted} for s in symbols]
    )


def tones_by_loop(symbols, tone_of, pattern, step):
    wanted = pattern[step // len(pattern[0])][step % len(pattern[0])]
    mask = np.zeros(len(symbols), dtype=bool)
    for place, symbol in enumerate(symbols):
        if wanted == "中" or (symbol in tone_of and tone_of[symbol] in (wanted, "中")):
            mask[place] = True
    return mask


def tones_forbidden(symbols, tone_of, pattern, step):
    wanted = "".join(pattern)[step]
    wrong = {"平": ("仄", None), "仄": ("平", None), "中": ()}[wanted]
    return np.array([tone_of.get(symbol) not in wrong for symbol in symbols])


def tones_or(symbols, tone_of, pattern, step):
    wanted = "".join(pattern)[step]
    tones = np.array([tone_of.get(symbol, "") for symbol in symbols])
    return (tones == wanted) | (tones == "中") | (wanted == "中")


def tones_as_numbers(symbols, tone_of, pattern, step):
    return tones_or(symbols, tone_of, pattern, step).astype(int)


def poem_by_mean(log_probs):
    return np.argmax(np.mean(log_probs, axis=0))


def poem_by_loop(log_probs):
    totals = [sum(log_probs[:, b]) for b in range(log_probs.shape[1])]
    return totals.index(max(totals))


def poem_by_max(log_probs):
    return max(range(log_probs.shape[1]), key=lambda b: log_probs[:, b].sum())


def poem_turned(log_probs):
    return int(log_probs.T.sum(axis=1).argmax())


def poem_by_cost(log_probs):
    return int((-log_probs).sum(axis=0).argmin())


def poem_sorted(log_probs):
    return np.argsort(log_probs.sum(0))[-1]


def run_downwards(text, poems):
    for length in range(len(text), 0, -1):
        for start in range(len(text) - length + 1):
            if any(text[start : start + length] in poem for poem in poems):
                return length
    return 0


def run_by_table(text, poems):
    longest = 0
    for poem in poems:
        row = [0] * (len(poem) + 1)
        for one in text:
            row = [0] + [
                row[at] + 1 if one == other else 0 for at, other in enumerate(poem)
            ]
            longest = max(longest, *row)
    return longest


def run_by_max(text, poems):
    runs = {text[a:b] for a in range(len(text)) for b in range(a, len(text) + 1)}
    return max(len(run) for run in runs if any(run in poem for poem in poems))


def run_by_growing(text, poems):
    best = 0
    for start in range(len(text)):
        while start + best < len(text) and any(
            text[start : start + best + 1] in poem for poem in poems
        ):
            best += 1
    return best


def run_joined_apart(text, poems):
    return run_downwards(text, ["|".join(poems)])


RIGHT = {
    "mask_head": (
        head_in_place,
        head_by_comparison,
        head_as_numbers,
        head_with_numpy,
        head_by_loop,
    ),
    "mask_rhyme": (
        rhyme_with_the_last,
        rhyme_by_lines,
        rhyme_by_sets,
        rhyme_in_place,
        rhyme_by_index,
    ),
    "mask_tones": (
        tones_joined,
        tones_by_loop,
        tones_forbidden,
        tones_or,
        tones_as_numbers,
    ),
    "choose_poem": (
        poem_by_mean,
        poem_by_loop,
        poem_by_max,
        poem_turned,
        poem_by_cost,
        poem_sorted,
    ),
    "longest_shared_run": (
        run_downwards,
        run_by_table,
        run_by_max,
        run_by_growing,
        run_joined_apart,
    ),
}


@pytest.mark.parametrize(
    ("name", "answer"),
    [(name, answer) for name, answers in RIGHT.items() for answer in answers],
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def head_by_bare_line(symbols, step, width, head):
    if step % width != 0:
        return np.ones(len(symbols), dtype=bool)
    return np.array([s == head[step // width] for s in symbols])


def rhyme_of_line_three(symbols, text, width, group_of):
    if (len(text) + 1) % (2 * width):
        return np.ones(len(symbols), dtype=bool)
    if len(text) < 2 * width:
        return np.array([s in group_of for s in symbols])
    return np.array([group_of.get(s) == group_of.get(text[-width]) for s in symbols])


def tones_by_get(symbols, tone_of, pattern, step):
    line, column = divmod(step, len(pattern[0]))
    return np.array([tone_of.get(s) == pattern[line][column] for s in symbols])


def poem_of_exp(log_probs):
    return int(np.prod(np.exp(log_probs), axis=0).argmax())


def run_of_a_set(text, poems):
    return max(len(set(text).intersection(poem)) for poem in poems)


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("mask_head", head_by_bare_line, "beyond_the_head"),
        ("mask_rhyme", rhyme_of_line_three, "with_the_line_above"),
        ("mask_tones", tones_by_get, "only_equal_tones"),
        ("choose_poem", poem_of_exp, "product_of_probabilities"),
        ("longest_shared_run", run_of_a_set, "characters_in_common"),
    ],
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)
