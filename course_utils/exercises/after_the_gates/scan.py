"""All states of a linear recurrence, in a logarithm of rounds."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.after_the_gates.combine import combine
from course_utils.exercises.vanilla_rnn.arrays import (
    Arrays,
    draw_arrays,
    draw_sizes,
    random_arrays,
)
from course_utils.text import Text

exercises = Exercises("13_after_the_gates")


def sequences() -> list[Arrays]:
    """For the head; then a power of two, lengths that are none, and a single step."""
    a = np.array([[[2.0], [1.0], [3.0]]])
    b = np.array([[[1.0], [1.0], [0.0]]])
    return [
        (a, b, np.array([[1.0]])),
        random_arrays((2, 4, 3), (2, 4, 3), (2, 3), seed=134),
        random_arrays((1, 7, 2), (1, 7, 2), (1, 2), seed=135),
        random_arrays((2, 1, 3), (2, 1, 3), (2, 3), seed=136),
        random_arrays((3, 11, 2), (3, 11, 2), (3, 2), seed=137),
    ]


def new_sequences(rng: np.random.Generator) -> Arrays:
    B, H = draw_sizes(rng, 2)
    T = int(rng.integers(7, 20))
    return draw_arrays(rng, (B, T, H), (B, T, H), (B, H))


@exercises.add(
    task=Text(
        en="Return all states of h_t = a_t · h_{t-1} + b_t, without going from step to "
        "step: in each round, every place joins its step with that of the place "
        "`reach` before it, by `combine`, and `reach` doubles. Return the number of "
        "rounds as well.",
        zh="求 h_t = a_t · h_{t-1} + b_t 的全部状态，但不许一步一步地走："
        "每一轮里，每个位置都用 `combine`，把自己的那一步"
        "跟前面第 `reach` 个位置的那一步合起来，"
        "然后 `reach` 翻倍。一共用了几轮，也要返回。",
    ),
    hints=(
        Text(
            en="After a round with `reach` 1, place 5 stands for the steps 4 and 5; "
            "after the next, for 2 to 5. When does every place stand for all steps up "
            "to its own?",
            zh="`reach` 等于 1 的那一轮过后，位置 5 代表第 4、5 两步；"
            "再过一轮，代表第 2 到第 5 步。"
            "要到什么时候，每个位置才都代表从开头到自己的所有步？",
        ),
        Text(
            en="`a[:, :-reach]` are the earlier ones, `a[:, reach:]` the later ones "
            "that join them. The first `reach` places have nothing before them, and "
            "stay. Go on as long as `reach` is smaller than T.",
            zh="`a[:, :-reach]` 是在前的那些步，`a[:, reach:]` 是在后的那些步，"
            "要一一对应地合起来。"
            "最前面的 `reach` 个位置，前面没有可以合并的，保持原样。"
            "只要 `reach` 还小于 T，就再做一轮。",
        ),
        Text(
            en="Join into new arrays, and put "
            "`np.concatenate([a[:, :reach], joined_a], axis=1)` in the place of `a` "
            "only when both are there. At the end each place has one step: apply it "
            "to `h0[:, None]`.",
            zh="合并的结果放进新数组，`a` 和 `b` 的都算好了，再用 "
            "`np.concatenate([a[:, :reach], joined_a], axis=1)` 替换 `a`，"
            "`b` 也一样。最后每个位置只剩一步，让 `h0[:, None]` 走这一步就行。",
        ),
    ),
    cases=sequences,
    fresh=new_sequences,
    course_versions=("scan_rounds", "recurrence_forward"),
)
def scan(a: np.ndarray, b: np.ndarray, h0: np.ndarray) -> tuple[np.ndarray, int]:
    """a, b (B, T, H), h0 (B, H) -> states (B, T, H), rounds"""
    rounds = int(np.ceil(np.log2(a.shape[1])))
    for k in range(rounds):
        reach = 2**k
        early = a[:, :-reach], b[:, :-reach]
        late = a[:, reach:], b[:, reach:]
        joined_a, joined_b = combine(*early, *late)
        a = np.concatenate([a[:, :reach], joined_a], axis=1)
        b = np.concatenate([b[:, :reach], joined_b], axis=1)
    return a * h0[:, None] + b, rounds


def joined(a, b, reach, join=combine) -> Arrays:
    """a, b after one round."""
    early, late = (a[:, :-reach], b[:, :-reach]), (a[:, reach:], b[:, reach:])
    new_a, new_b = join(*early, *late)
    return (
        np.concatenate([a[:, :reach], new_a], axis=1),
        np.concatenate([b[:, :reach], new_b], axis=1),
    )


def rounds_of(a, b, h0, reaches, join=combine) -> tuple[np.ndarray, int]:
    """A scan whose rounds have these reaches."""
    for reach in reaches:
        a, b = joined(a, b, reach, join)
    return a * h0[:, None] + b, len(reaches)


def doubling(a) -> list[int]:
    """1, 2, 4 ... below T."""
    return [2**k for k in range((a.shape[1] - 1).bit_length())]


@exercises.scan.mistake(
    Text(
        en="The states are right, but that is the loop: T steps, one after the other. "
        "Join all places at once, and you need only about log2 T rounds.",
        zh="状态是对的，可是你用的还是循环：T 步，一步接一步。"
        "让所有位置同时合并，大约 log2 T 轮就够了。",
    )
)
def the_loop(a, b, h0):
    states, h = [], h0
    for t in range(a.shape[1]):
        h = a[:, t] * h + b[:, t]
        states.append(h)
    return np.stack(states, axis=1), a.shape[1]


@exercises.scan.mistake(
    Text(
        en="Yours start from zero: `h0` is missing. Each place has a step now; apply "
        "it: `a * h0[:, None] + b`.",
        zh="你是从零开始的，漏了 `h0`。每个位置现在都有了一步，让 `h0` 走这一步："
        "`a * h0[:, None] + b`。",
    )
)
def without_the_first_state(a, b, h0):
    return rounds_of(a, b, 0 * h0, doubling(a))


@exercises.scan.mistake(
    Text(
        en="`h0` is added without its factor. By place t, it has gone through all of "
        "the factors up to there, and their product is what `a` holds now.",
        zh="你直接加上了 `h0`。走到位置 t 时，它已经乘过前面所有的系数，"
        "这些系数的积，就在现在的 `a` 里。",
    )
)
def first_state_not_scaled(a, b, h0):
    states, rounds = rounds_of(a, b, 0 * h0, doubling(a))
    return states + h0[:, None], rounds


@exercises.scan.mistake(
    Text(
        en="`a` is changed before `b` is computed from it, so `b` gets factors that "
        "are one round too far. Compute both from the old ones, then replace both.",
        zh="你先改了 `a`，再拿它来算 `b`，结果 `b` 用的是下一轮的系数。"
        "两个都要用旧的来算，算好了再一起替换。",
    )
)
def factors_replaced_too_early(a, b, h0):
    for reach in doubling(a):
        a = np.concatenate([a[:, :reach], a[:, :-reach] * a[:, reach:]], axis=1)
        new = a[:, reach:] * b[:, :-reach] + b[:, reach:]
        b = np.concatenate([b[:, :reach], new], axis=1)
    return a * h0[:, None] + b, len(doubling(a))


@exercises.scan.mistake(
    Text(
        en="Early and late have changed places in `combine`: the step of the place "
        "`reach` before comes first.",
        zh="你交给 `combine` 的两步，先后颠倒了："
        "前面第 `reach` 个位置的那一步才是先走的。",
    )
)
def late_before_early(a, b, h0):
    return rounds_of(
        *(a, b, h0, doubling(a)), join=lambda a1, b1, a2, b2: combine(a2, b2, a1, b1)
    )


@exercises.scan.mistake(
    Text(
        en="`reach` stays 1, so a place always joins its neighbour, whose steps it has "
        "already, and takes them twice. After each round, reach twice as far.",
        zh="`reach` 一直是 1：每个位置总跟紧挨着的邻居合并，"
        "可是邻居的那些步它已经有了，等于走了两遍。每一轮过后，`reach` 要翻倍。",
    )
)
def reach_never_grows(a, b, h0):
    return rounds_of(a, b, h0, [1] * len(doubling(a)))


@exercises.scan.mistake(
    Text(
        en="`reach` grows by 1. After a round with `reach` 2 a place stands for 4 "
        "steps, so with 3 it would take one of them twice. Double it.",
        zh="`reach` 每次只加了 1。`reach` 等于 2 的那一轮过后，一个位置已经代表 4 步，"
        "下一轮再用 3，就有一步要走两遍。`reach` 要翻倍。",
    )
)
def reach_grows_by_one(a, b, h0):
    return rounds_of(a, b, h0, range(1, a.shape[1]))


@exercises.scan.mistake(
    Text(
        en="One round is missing where T is no power of two: log2 T is rounded up, not "
        "down. The last places do not reach the beginning yet.",
        zh="T 不是 2 的幂时，你少做了一轮：log2 T 要向上取整，不是向下取整。"
        "这样，最后几个位置还够不到开头。",
    )
)
def rounded_down(a, b, h0):
    return rounds_of(a, b, h0, doubling(a)[: a.shape[1].bit_length() - 1])


@exercises.scan.mistake(
    Text(
        en="One round too many where T is a power of two: with `reach` = T, no place "
        "has anything before it. Go on while `reach < T`.",
        zh="T 是 2 的幂时，你多做了一轮：`reach` 等于 T 时，"
        "哪个位置前面都没有可以合并的了。继续的条件是 `reach < T`。",
    )
)
def one_round_too_many(a, b, h0):
    states, rounds = rounds_of(a, b, h0, doubling(a))
    return states, rounds + (2**rounds == a.shape[1])


@exercises.scan.mistake(
    Text(
        en="A place joins with one that has been joined in the same round already, "
        "since you write into the arrays you read from. Read the old ones, write new "
        "ones.",
        zh="你在同一个数组里一边读一边写，所以有的位置合并进来的，"
        "是这一轮里已经合并过的结果。要读旧数组，写新数组。",
    )
)
def written_while_read(a, b, h0):
    a, b = a.copy(), b.copy()
    for reach in doubling(a):
        for t in range(reach, a.shape[1]):
            early = a[:, t - reach], b[:, t - reach]
            a[:, t], b[:, t] = combine(*early, a[:, t], b[:, t])
    return a * h0[:, None] + b, len(doubling(a))


@exercises.scan.mistake(
    Text(
        en="`h0` is put in at every place before the scan. Only the first step starts "
        "from it; the others get it handed on.",
        zh="扫描之前，你在每个位置都放进了 `h0`。只有第一步从 `h0` 出发，"
        "后面的步通过合并，自然会接上它。",
    )
)
def first_state_at_every_place(a, b, h0):
    return rounds_of(a, a * h0[:, None] + b, 0 * h0, doubling(a))


@exercises.scan.mistake(
    Text(
        en="What comes back is each place's own step, applied to `h0`: no round was "
        "made.",
        zh="一轮也没有做：每个位置只让 `h0` 走了自己的那一步。",
    )
)
def no_round(a, b, h0):
    return rounds_of(a, b, h0, [])


@exercises.scan.mistake(
    Text(
        en="The states are right. The number of rounds is asked for as well: "
        "`states, rounds`.",
        zh="状态是对的，还差轮数：要返回 `states, rounds`。",
    )
)
def states_only(a, b, h0):
    return rounds_of(a, b, h0, doubling(a))[0]


@exercises.scan.mistake(
    Text(
        en="The first `reach` places are lost in each round. They have nobody to join, "
        "but they stay: put them in front of those that were joined.",
        zh="每一轮，你都把最前面的 `reach` 个位置丢掉了。它们前面没有可以合并的，"
        "但是要留下来，拼在合并好的那些位置前面。",
    )
)
def first_places_lost(a, b, h0):
    rounds = 0
    while (reach := 2**rounds) < a.shape[1]:
        early, late = (a[:, :-reach], b[:, :-reach]), (a[:, reach:], b[:, reach:])
        a, b = combine(*early, *late)
        rounds += 1
    return a * h0[:, None] + b, rounds


@exercises.scan.mistake(
    Text(
        en="The rounds are right, but `h0` (B, H) does not meet `a` (B, T, H) as it "
        "is: the sequences would stand where the steps are. Write `h0[:, None]`.",
        zh="各轮都对，只是 `h0` (B, H) 跟 `a` (B, T, H) 的轴没有对齐："
        "`h0` 的批量轴会对到步的轴上。要写成 `h0[:, None]`。",
    )
)
def first_state_not_aligned(a, b, h0):
    for reach in doubling(a):
        a, b = joined(a, b, reach)
    return a * h0 + b, len(doubling(a))


@exercises.scan.mistake(
    Text(
        en="The states are right, but what comes with them is the last `reach`. Asked "
        "is how many rounds there were.",
        zh="状态是对的，可是你一起返回的是最后的 `reach`。这里问的是一共做了几轮。",
    )
)
def reach_for_rounds(a, b, h0):
    states, rounds = rounds_of(a, b, h0, doubling(a))
    return states, 2**rounds


@exercises.scan.mistake(
    Text(
        en="The states are right, but the rounds are not counted: add 1 in each.",
        zh="状态是对的，可是你没有数轮数：每做一轮要加 1。",
    )
)
def rounds_not_counted(a, b, h0):
    return rounds_of(a, b, h0, doubling(a))[0], 0


@exercises.scan.mistake(
    Text(
        en="The first places join the last ones: `np.roll` brings back in front what "
        "it pushes out behind. Whoever has nobody before it must stay as it is.",
        zh="最前面的位置跟最后面的合并了：`np.roll` 会把从末尾移出去的放回开头。"
        "前面没有可以合并的位置，就要保持不变。",
    )
)
def joined_in_a_circle(a, b, h0):
    rounds = doubling(a)
    for reach in rounds:
        early = np.roll(a, reach, axis=1), np.roll(b, reach, axis=1)
        a, b = combine(*early, a, b)
    return a * h0[:, None] + b, len(rounds)


@exercises.scan.mistake(
    Text(
        en="You join along the first axis, the sequences of the batch. They have "
        "nothing to do with each other; the steps are axis 1: `a[:, reach:]`.",
        zh="你沿着第一个轴合并了，那是批量里的各个序列，彼此并不相干。"
        "步在轴 1 上：`a[:, reach:]`。",
    )
)
def sequences_joined(a, b, h0):
    a, b = a.swapaxes(0, 1), b.swapaxes(0, 1)
    rounds = doubling(a)
    for reach in rounds:
        a, b = joined(a, b, reach)
    a, b = a.swapaxes(0, 1), b.swapaxes(0, 1)
    return a * h0[:, None] + b, len(rounds)


@exercises.scan.mistake(
    Text(
        en="That is the last state alone. Return those of all places, `(B, T, H)`.",
        zh="这只是最后一个状态。要返回所有位置的状态，形状是 `(B, T, H)`。",
    )
)
def last_state_only(a, b, h0):
    states, rounds = rounds_of(a, b, h0, doubling(a))
    return states[:, -1], rounds


@exercises.scan.mistake(
    Text(
        en="`reach` starts at 2, so no place ever joins its neighbour. Start at 1.",
        zh="`reach` 从 2 开始，于是谁也没有跟紧挨着的邻居合并。要从 1 开始。",
    )
)
def reach_starts_at_two(a, b, h0):
    return rounds_of(a, b, h0, doubling(a)[1:])


@exercises.scan.mistake(
    Text(
        en="Each place joins one that comes after it, so it knows the future and not "
        "the past. The partner is the place `reach` before.",
        zh="每个位置都跟后面的合并了，得到的是未来的步，不是过去的步。"
        "该合并的是前面第 `reach` 个位置。",
    )
)
def joined_with_what_follows(a, b, h0):
    rounds = doubling(a)
    for reach in rounds:
        new_a, new_b = combine(
            *(a[:, reach:], b[:, reach:], a[:, :-reach], b[:, :-reach])
        )
        a = np.concatenate([new_a, a[:, -reach:]], axis=1)
        b = np.concatenate([new_b, b[:, -reach:]], axis=1)
    return a * h0[:, None] + b, len(rounds)


@exercises.scan.mistake(
    Text(
        en="`b` moves on from round to round, but `a` stays as it was. A joined step "
        "has a factor of its own: replace both.",
        zh="`b` 一轮轮在更新，`a` 却一直没变。合并以后的步有自己的系数：两个都要换。",
    )
)
def factors_never_replaced(a, b, h0):
    first = a
    for reach in doubling(a):
        _, b = joined(first, b, reach)
    return first * h0[:, None] + b, len(doubling(a))


@exercises.scan.mistake(
    Text(
        en="The states are right, but log2 T is no number of rounds unless T is a "
        "power of two. Count the rounds, or round up.",
        zh="状态对了，可除非 T 是 2 的幂，log2 T 并不是轮数。数一数走了几轮，或者向上"
        "取整。",
    )
)
def rounds_not_whole(a, b, h0):
    return rounds_of(a, b, h0, doubling(a))[0], float(np.log2(a.shape[1]))
